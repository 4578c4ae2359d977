// [[step]]: narration, questions, commands and expectations, sorted into the order of the run.
#include <algorithm>

#include "base/limits.h"
#include "scenario/client_verbs.h"
#include "scenario/loader_parts.h"
#include "scenario/units.h"
#include "scenario/verbs.h"

namespace highwater {

namespace {

void add_command(Time at, Place place, std::string_view phrase, Value const& text,
                 Loading& loading) {
    loading.scope.warnings.clear();
    auto parsed = parse_command(phrase, loading.scope);
    if (auto const* problem = std::get_if<PhraseProblem>(&parsed)) {
        report_phrase(text, *problem, loading);
        return;
    }
    report_warnings(text, loading.scope, loading.source, loading.errors);
    loading.scenario.commands.push_back({at, std::get<Command>(std::move(parsed)), place});
}

void add_prose(Time at, Place place, CommandBody body, std::string const& verb,
               std::string const& text, Loading& loading) {
    if (text.empty()) return;
    loading.scenario.commands.push_back({at, Command{std::move(body), verb + " " + text}, place});
}

// An empty list in a step is a slip: whoever wrote it thinks that something is done or checked.
std::vector<Value const*> some_texts(TableReader& reader, std::string const& key) {
    std::vector<Value const*> const texts = reader.texts(key);
    Entry const* const entry = reader.table().find(key);
    bool const is_empty_list =
        entry != nullptr && entry->value.kind == Value::Kind::array && entry->value.items.empty();
    if (is_empty_list) {
        reader.report(*entry, "`" + key + "` is an empty list",
                      "leave it out, or write what belongs into it");
    }
    return texts;
}

void load_expectations(TableReader& reader, LessonStep& step, Loading& loading) {
    for (Value const* each : some_texts(reader, "expect")) {
        auto parsed = parse_expectation(each->text, loading.scope);
        if (auto const* problem = std::get_if<PhraseProblem>(&parsed)) {
            report_phrase(*each, *problem, loading);
            continue;
        }
        step.expectations.push_back(
            static_cast<std::int32_t>(loading.scenario.expectations.size()));
        loading.scenario.expectations.push_back(
            {step.at, static_cast<std::int32_t>(loading.scenario.commands.size()),
             std::get<Expectation>(std::move(parsed)), each->place});
    }
}

void load_answer(TableReader& reader, LessonStep& step, Loading& loading) {
    Entry const* answer = reader.find("answer", Value::Kind::text);
    if (answer == nullptr) return;
    if (step.ask.empty()) {
        reader.report(*answer, "`answer` without `ask`", "ask the question first");
    }
    auto parsed = parse_timed_query(answer->value.text, loading.scope);
    if (auto const* problem = std::get_if<PhraseProblem>(&parsed)) {
        report_phrase(answer->value, *problem, loading);
        return;
    }
    step.answer = std::get<TimedQuery>(std::move(parsed));
    if (step.answer->at < step.at) {
        reader.report(answer->value, "the answer is known before the question is asked",
                      "ask earlier, or look at a later instant");
    }
    if (step.answer->at > Time{} + loading.scenario.duration) {
        reader.report(answer->value, "the run ends before this instant",
                      "duration is " + write_duration(loading.scenario.duration));
    }
}

void load_choices(TableReader& reader, LessonStep& step, Loading& loading) {
    std::vector<Value const*> const texts = some_texts(reader, "choices");
    if (texts.empty()) return;
    if (!step.answer) {
        reader.report(*texts.front(), "`choices` without `answer`",
                      "the true one of them is computed: write answer = \"leader of … at 20s\"");
        return;
    }
    if (texts.size() > static_cast<std::size_t>(limits::kChoices)) {
        reader.report(*texts.back(),
                      "a question has at most " + std::to_string(limits::kChoices) + " choices");
        return;
    }
    for (Value const* each : texts) {
        auto parsed = parse_answer(each->text, step.answer->query, loading.scope);
        if (auto const* problem = std::get_if<PhraseProblem>(&parsed)) {
            report_phrase(*each, *problem, loading);
            continue;
        }
        step.choices.push_back(std::get<Answer>(std::move(parsed)));
    }
    step.choice_words = loading.translations.list(reader, "choices", texts.size());
}

void check_time(TableReader& reader, LessonStep& step, Loading& loading) {
    auto const at = reader.quantity("at", parse_duration);
    if (!at) {
        if (reader.table().find("at") == nullptr) reader.missing("at", "write at = \"5s\"");
        return;
    }
    step.at = Time{at->us};
    if (*at > loading.scenario.duration) {
        reader.report(reader.table().find("at")->value, "the run ends before this step",
                      "duration is " + write_duration(loading.scenario.duration));
    }
}

void load_step(Value const& table, Loading& loading) {
    TableReader reader{table, table_keys::step(), loading.errors};
    LessonStep step;
    step.place = table.place;
    check_time(reader, step, loading);
    step.say = loading.translations.prose(reader, "say");
    step.ask = loading.translations.prose(reader, "ask");
    add_prose(step.at, table.place, SayText{step.say}, "say", step.say, loading);
    add_prose(step.at, table.place, AskText{step.ask}, "ask", step.ask, loading);
    std::vector<Value const*> const phrases = some_texts(reader, "do");
    if (static_cast<std::int32_t>(phrases.size()) > limits::kStepPhrases) {
        reader.report(*table.find("do"),
                      "a step has at most " + std::to_string(limits::kStepPhrases) + " phrases");
    } else {
        for (Value const* phrase : phrases) {
            step.phrases.push_back(phrase->text);
            add_command(step.at, phrase->place, phrase->text, *phrase, loading);
        }
    }
    load_answer(reader, step, loading);
    load_choices(reader, step, loading);
    load_expectations(reader, step, loading);
    bool const is_empty = step.say.empty() && step.ask.empty() && step.phrases.empty() &&
                          table.find("expect") == nullptr;
    if (is_empty) reader.missing("say", "a step has say, ask, do or expect");
    reader.finish();
    loading.scenario.steps.push_back(std::move(step));
}

}  // namespace

void sort_by_time(Scenario& scenario) {
    auto const before = [](auto const& a, auto const& b) { return a.at < b.at; };
    auto const is_sorted = [&](auto const& list) {
        return std::is_sorted(list.begin(), list.end(), before);
    };
    if (is_sorted(scenario.steps) && is_sorted(scenario.commands) &&
        is_sorted(scenario.expectations)) {
        return;
    }
    std::vector<std::size_t> command_order(scenario.commands.size());
    for (std::size_t i = 0; i < command_order.size(); ++i) command_order[i] = i;
    std::stable_sort(command_order.begin(), command_order.end(), [&](std::size_t a, std::size_t b) {
        return scenario.commands[a].at < scenario.commands[b].at;
    });
    std::vector<TimedCommand> commands;
    for (std::size_t const i : command_order) commands.push_back(scenario.commands[i]);
    // An expectation follows all commands of earlier instants, and those of its own instant that
    // stand before it in the file.
    for (TimedExpectation& expectation : scenario.expectations) {
        std::int32_t count = 0;
        for (std::size_t i = 0; i < scenario.commands.size(); ++i) {
            Time const at = scenario.commands[i].at;
            bool const in_front = static_cast<std::int32_t>(i) < expectation.commands_before;
            count += at < expectation.at || (at == expectation.at && in_front) ? 1 : 0;
        }
        expectation.commands_before = count;
    }
    scenario.commands = std::move(commands);
    std::vector<std::int32_t> order(scenario.expectations.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::int32_t>(i);
    std::stable_sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
        return scenario.expectations[static_cast<std::size_t>(a)].at <
               scenario.expectations[static_cast<std::size_t>(b)].at;
    });
    std::vector<TimedExpectation> expectations;
    std::vector<std::int32_t> new_index(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        auto const old = static_cast<std::size_t>(order[i]);
        new_index[old] = static_cast<std::int32_t>(i);
        expectations.push_back(scenario.expectations[old]);
    }
    scenario.expectations = std::move(expectations);
    for (LessonStep& step : scenario.steps) {
        for (std::int32_t& index : step.expectations) {
            index = new_index[static_cast<std::size_t>(index)];
        }
    }
    if (scenario.challenge) {
        for (ChallengeGoal& goal : scenario.challenge->goals) {
            goal.expectation = new_index[static_cast<std::size_t>(goal.expectation)];
        }
    }
    std::stable_sort(scenario.steps.begin(), scenario.steps.end(), before);
}

void declare_topics_of_steps(Value const& root, PhraseScope& scope) {
    Entry const* steps = root.find("step");
    if (steps == nullptr) return;
    for (Value const& step : steps->value.items) {
        Entry const* phrases = step.find("do");
        if (phrases == nullptr) continue;
        declare_topic_made_by(phrases->value.text, scope);
        for (Value const& each : phrases->value.items) declare_topic_made_by(each.text, scope);
    }
}

void load_steps(TableReader& reader, Loading& loading) {
    std::vector<Value const*> const tables = reader.tables("step");
    if (static_cast<std::int32_t>(tables.size()) > limits::kSteps) {
        reader.report(*tables.back(), "more than " + std::to_string(limits::kSteps) + " steps");
        return;
    }
    for (Value const* table : tables) load_step(*table, loading);
}

}  // namespace highwater

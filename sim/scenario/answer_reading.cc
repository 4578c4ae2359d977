#include "scenario/answer_reading.h"

#include <algorithm>

#include "base/limits.h"
#include "scenario/nearest.h"
#include "scenario/units.h"
#include "scenario/verbs.h"

namespace highwater {

namespace {

std::string quoted_list(std::vector<std::string> const& names) {
    std::string list;
    for (std::string const& name : names) list += (list.empty() ? "`" : ", `") + name + "`";
    return list;
}

std::string may_be(std::string const& what, std::vector<std::string> const& names,
                   std::string const& nearest) {
    if (names.empty()) return "nothing may be " + what + " in this challenge";
    if (!nearest.empty()) return "did you mean `" + nearest + "`?";
    return "may be " + what + ": " + quoted_list(names);
}

}  // namespace

AnswerReading::AnswerReading(AnswerText const& answer)
    : source_{answer.file, std::string_view{answer.text}.substr(
                               0, static_cast<std::size_t>(limits::kScenarioFileBytes) + 1)},
      errors_{source_} {
    answer_.text = answer.text;
}

void AnswerReading::read(Loading& loading) {
    root_ = parse_document(source_, errors_);
    if (!root_) return;
    TableReader reader{*root_, table_keys::answer(), errors_};
    read_head(reader, loading);
    if (!loading.scenario.challenge) {
        errors_.error({1, 1}, 1,
                      loading.scenario.file + " is no challenge: it has no [challenge] table",
                      "an answer belongs to one of scenarios/challenges/");
        return;
    }
    read_settings(reader, loading);
    for (Value const* table : reader.tables("step")) read_step(*table, loading);
    reader.finish();
    check_budget(*loading.scenario.challenge);
}

void AnswerReading::read_head(TableReader& reader, Loading const& loading) {
    check_format(reader);
    if (Entry const* entry = reader.find("challenge", Value::Kind::text)) {
        std::string const name = challenge_name(loading.scenario.file);
        if (entry->value.text != name) {
            reader.report(
                entry->value,
                "this answers `" + entry->value.text + "`, and the challenge is `" + name + "`",
                "grade it with the scenario of that name");
        }
    } else if (root_->find("challenge") == nullptr) {
        reader.missing("challenge",
                       "write challenge = \"" + challenge_name(loading.scenario.file) + "\"");
    }
    answer_.by = reader.prose("by");
}

void AnswerReading::read_settings(TableReader& reader, Loading& loading) {
    Entry const* entry = reader.find("set", Value::Kind::table);
    if (entry == nullptr) return;
    std::vector<std::string> const& allowed = loading.scenario.challenge->may_set;
    for (WrittenConfig const& each : flatten_config(entry->value, source_, errors_)) {
        changes_.emplace_back(each.where.place, each.where.width);
        if (std::find(allowed.begin(), allowed.end(), each.name) == allowed.end()) {
            report(each,
                   {"`" + each.name + "` may not be changed in this challenge",
                    may_be("changed", allowed, nearest_word(each.name, allowed))},
                   errors_);
            continue;
        }
        answer_.settings.push_back({each.name, each.value});
        loading.settings.push_back(
            {each.name + "=" + each.value, each.name, each.value, false, each.where});
    }
}

void AnswerReading::read_step(Value const& table, Loading const& loading) {
    Challenge const& challenge = *loading.scenario.challenge;
    TableReader reader{table, table_keys::step_of_answer(), errors_};
    auto const after = reader.quantity("at", parse_duration);
    std::vector<Value const*> const phrases = reader.texts("do");
    if (table.find("at") == nullptr) reader.missing("at", "write at = \"5s\"");
    if (table.find("do") == nullptr) reader.missing("do", "say what is done then");
    reader.finish();
    if (!after) return;
    Time const at{after->us};
    if (at < challenge.from || at > challenge.until) {
        reader.report(table.find("at")->value, "nothing may be done at this instant",
                      "commands are given from " + write_duration(challenge.from - Time{}) +
                          " to " + write_duration(challenge.until - Time{}));
    }
    for (Value const* phrase : phrases) {
        changes_.emplace_back(phrase->place, phrase->width);
        if (!may_do(challenge, phrase->text)) {
            reader.report(*phrase, "this may not be done in this challenge",
                          may_be("done", challenge.may_do, {}));
            continue;
        }
        phrases_.push_back({at, phrase});
    }
}

void AnswerReading::check_budget(Challenge const& challenge) {
    if (challenge.budget < 0) return;
    auto const allowed = static_cast<std::size_t>(challenge.budget);
    if (changes_.size() <= allowed) return;
    std::sort(changes_.begin(), changes_.end());
    auto const& [place, width] = changes_[allowed];
    errors_.error(
        place, width,
        "this is change " + std::to_string(allowed + 1) + ", and the budget is " +
            std::to_string(allowed),
        std::to_string(changes_.size()) + " changes in all; take back what does not help");
}

void AnswerReading::give_commands(Loading& loading) {
    for (Phrase const& each : phrases_) {
        loading.scope.warnings.clear();
        auto parsed = parse_command(each.text->text, loading.scope);
        if (auto const* problem = std::get_if<PhraseProblem>(&parsed)) {
            report_phrase(*each.text, *problem, source_, errors_);
            continue;
        }
        report_warnings(*each.text, loading.scope, source_, errors_);
        loading.scenario.commands.push_back(
            {each.at, std::get<Command>(std::move(parsed)), each.text->place});
        answer_.commands.push_back({each.at, each.text->text});
    }
    loading.scenario.answer = std::move(answer_);
}

void AnswerReading::report_to(Errors& errors) const {
    for (Diagnostic const& diagnostic : errors_.sorted()) errors.add(diagnostic);
}

}  // namespace highwater

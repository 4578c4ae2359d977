#include "gui/view/palette.h"

#include <algorithm>

#include "gui/view/combinations.h"
#include "gui/view/lessons_menu.h"
#include "gui/view/short_text.h"
#include "scenario/combinations.h"
#include "scenario/queries.h"
#include "scenario/units.h"
#include "scenario/verbs.h"

namespace highwater::gui {
namespace {

constexpr std::size_t kMostCompletions = 10;
constexpr std::size_t kMostLessons = 6;
constexpr std::size_t kMostNames = 8;
constexpr std::string_view kUntil = "until ";
constexpr std::string_view kAgainst = "against ";
constexpr std::string_view kCombine = "combine ";

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

std::string_view first_word(std::string_view text) { return text.substr(0, text.find(' ')); }

Verb const* verb_of(std::string_view phrase) {
    for (Verb const& verb : verbs()) {
        if (first_word(verb.usage) == first_word(phrase)) return &verb;
    }
    return nullptr;
}

class Finding {
public:
    Finding(std::string_view typed, Frame const& frame)
        : typed_{typed}, wanted_{trimmed(typed)}, frame_{frame}, names_{frame.world.names} {
        scope_ = scope_of(frame.world, names_);
    }

    PaletteView run() {
        add_run();
        add_jump();
        add_completions();
        if (!wanted_.empty() && view_.rows.empty()) explain();
        add_names();
        add_actions();
        add_files();
        add_lessons();
        if (view_.rows.empty() && view_.problem.empty()) {
            view_.problem = "nothing here is called “" + std::string{wanted_} +
                            "”: no verb, time, node, topic, client, action or lesson";
        }
        return std::move(view_);
    }

private:
    using Kind = PaletteRow::Kind;

    void add(Kind kind, std::string text, std::string help, std::string hint,
             decltype(PaletteRow::then) then) {
        view_.rows.push_back(
            {kind, std::move(text), std::move(help), std::move(hint), std::move(then)});
    }

    // What is typed may be a whole phrase already.
    void add_run() {
        if (wanted_.empty()) return;
        if (std::string{wanted_} + " " == kUntil) return add_until({});
        if (wanted_.starts_with(kUntil)) {
            add_until(trimmed(wanted_.substr(kUntil.size())));
            return;
        }
        if (wanted_.starts_with(kAgainst))
            return add_against(trimmed(wanted_.substr(kAgainst.size())));
        if (wanted_.starts_with(kCombine))
            return add_combine(trimmed(wanted_.substr(kCombine.size())));
        if (!is_command(wanted_)) return;
        Verb const* verb = verb_of(wanted_);
        add(Kind::run, std::string{wanted_}, verb == nullptr ? "" : std::string{verb->help},
            "Enter", Request{RunPhrase{std::string{wanted_}}});
    }

    // Whether the setting can be read is known when the file is read with it.
    void add_against(std::string_view setting) {
        std::size_t const equals = setting.find('=');
        bool const is_whole = equals != std::string_view::npos && equals + 1 < setting.size();
        if (!is_whole) {
            view_.problem =
                "against NAME.key=value of a producer, consumer or topic, or "
                "cluster.key=value, as in against checkout.acks=1";
            return;
        }
        add(Kind::run, std::string{wanted_}, "The same script in that configuration, beside this.",
            "Enter", Request{CompareAgainst{std::string{setting}}});
    }

    void add_combine(std::string_view settings) {
        std::vector<std::string> const texts = parts_of(settings);
        Expected<std::vector<SettingChoices>> const choices = read_choices(texts);
        if (!choices) {
            view_.problem = choices.problem().message + ": " + choices.problem().advice;
            return;
        }
        std::size_t const count = combinations_of(*choices).size();
        add(Kind::run, std::string{wanted_},
            "The same script in " +
                counted(static_cast<std::int64_t>(count), "configuration", "configurations") + ".",
            "Enter", Request{Combine{texts}});
    }

    // A time or a condition; what is not yet one is shown by examples that this cluster
    // understands.
    void add_until(std::string_view condition) {
        if (auto const time = parse_duration(condition)) {
            bool const is_past = Time{} + *time < frame_.cursor.at;
            add(Kind::run, std::string{wanted_}, is_past ? "Goes back to it." : "Runs up to it.",
                "Enter", Request{SeekTime{Time{} + *time}});
            return;
        }
        auto const parsed = parse_expectation(condition, scope_);
        if (std::holds_alternative<Expectation>(parsed)) {
            add(Kind::run, std::string{wanted_}, "Runs until it is so.", "Enter",
                Request{RunUntil{std::string{condition}}});
            return;
        }
        std::size_t const known = view_.rows.size();
        if (!condition.empty()) go_on_until(condition);
        for (Example const& example : until_examples()) {
            if (has_words(example.text, condition)) {
                complete_until(example.text, example.help, CompleteTo{until(example.text)});
            }
        }
        // Half a phrase is no mistake; one from which nothing goes on is.
        if (view_.rows.size() == known) set_problem(std::get<PhraseProblem>(parsed));
    }

    static std::string until(std::string_view condition) {
        std::string text{kUntil};
        return text += condition;
    }

    void complete_until(std::string const& condition, std::string_view help, CompleteTo then) {
        std::string text = until(condition);
        bool const has_it = std::any_of(view_.rows.begin(), view_.rows.end(),
                                        [&](PaletteRow const& row) { return row.text == text; });
        if (!has_it)
            add(Kind::complete, std::move(text), std::string{help}, "Tab", std::move(then));
    }

    // A whole query wants a comparison; half of one its next word.
    void go_on_until(std::string_view condition) {
        auto const query = parse_query(condition, scope_);
        if (auto const* whole = std::get_if<Query>(&query)) {
            QueryUsage const& usage = query_usages()[static_cast<std::size_t>(whole->row)];
            std::string const text = std::string{condition} + comparison_for(usage);
            complete_until(text, usage.help, CompleteTo{until(text)});
            return;
        }
        std::vector<Pattern> patterns;
        for (QueryUsage const& usage : query_usages()) {
            patterns.push_back(parse_pattern(usage.usage));
        }
        std::string_view const typed = typed_.substr(typed_.find(kUntil) + kUntil.size());
        std::size_t const space = typed.rfind(' ');
        std::string const stem{space == std::string_view::npos ? std::string_view{}
                                                               : typed.substr(0, space + 1)};
        std::size_t count = 0;
        for (std::string const& word : completions(patterns, typed, scope_)) {
            if (++count > kMostCompletions) break;
            complete_until(stem + word, "", CompleteTo{until(stem + word) + " "});
        }
    }

    struct Example {
        std::string text;
        std::string_view help;
    };
    // Each query with the names of this cluster in its slots, compared as its kind is.
    std::vector<Example> until_examples() const {
        std::vector<Example> examples;
        examples.push_back(
            {write_duration(frame_.cursor.at + seconds(1) - Time{}), "A time: runs up to it."});
        for (QueryUsage const& usage : query_usages()) {
            std::string text;
            for (Pattern::Element const& element : parse_pattern(usage.usage).elements) {
                std::string word = element.text;
                if (element.slot != Slot::literal) {
                    std::vector<std::string> const names = candidates(element.slot, scope_);
                    if (names.empty()) {
                        text.clear();
                        break;
                    }
                    word = names.size() > 1 ? names[1] : names[0];
                }
                if (!text.empty()) text += " ";
                text += word;
            }
            if (text.empty()) continue;
            text += comparison_for(usage);
            if (!is_expectation(text)) continue;
            examples.push_back({std::move(text), usage.help});
        }
        return examples;
    }

    std::string comparison_for(QueryUsage const& usage) const {
        switch (usage.kind) {
        case AnswerKind::node:
            return " is " + last_of(usage.id == QueryId::controller ? PhraseScope::Kind::controller
                                                                    : PhraseScope::Kind::broker);
        case AnswerKind::number: return " > 0";
        case AnswerKind::brokers:
        case AnswerKind::replicas: return " is [1, 2]";
        case AnswerKind::state: return " is dead";
        case AnswerKind::epochs: return " is [[0, 0]]";
        case AnswerKind::text: return " contains orders";
        }
        return {};
    }

    std::string last_of(PhraseScope::Kind kind) const {
        std::vector<std::string> const names = scope_.node_names(kind);
        return names.empty() ? std::string{"none"} : names.back();
    }

    bool is_expectation(std::string_view phrase) const {
        return std::holds_alternative<Expectation>(parse_expectation(phrase, scope_));
    }

    bool is_command(std::string_view phrase) const {
        Names names = names_;
        PhraseScope scope = scope_;
        scope.names = &names;
        return std::holds_alternative<Command>(parse_command(phrase, scope));
    }

    // "12s" or "#412".
    void add_jump() {
        if (wanted_.empty()) return;
        if (auto const time = parse_duration(wanted_)) {
            add(Kind::run, "go to " + std::string{wanted_}, "All events of that instant included.",
                "Enter", Request{SeekTime{Time{} + *time}});
        }
        if (wanted_.front() != '#') return;
        auto const event = parse_integer(wanted_.substr(1));
        if (!event || *event <= 0) return;
        add(Kind::run, "go to event " + std::string{wanted_}, "Right behind it.", "Enter",
            Request{SeekEvent{EventId{static_cast<std::uint64_t>(*event)}}});
    }

    // By the words of the stage that shows it, with the settings that are worth a look here.
    void add_table() {
        if (wanted_.empty() || !has_words("combine all combinations configurations", wanted_))
            return;
        std::vector<std::string> choices = choices_to_try(frame_);
        if (choices.empty()) return;
        std::string phrase = combine_phrase(choices);  // before the choices go
        add(Kind::run, std::move(phrase), "This script in every combination of these, as a table.",
            "Enter", Request{Combine{std::move(choices)}});
    }

    void add_completions() {
        add_table();
        if (wanted_.empty()) {
            for (Verb const& verb : verbs()) {
                add(Kind::complete, std::string{verb.usage}, std::string{verb.help}, "",
                    CompleteTo{std::string{first_word(verb.usage)} + " "});
            }
            add(Kind::complete, "until QUERY is VALUE", "Runs until a condition holds.", "",
                CompleteTo{"until "});
            add(Kind::complete, "against KEY=VALUE", "Compares with another configuration.", "",
                CompleteTo{std::string{kAgainst}});
            add(Kind::complete, "combine KEY=VALUE,VALUE",
                "Compares every combination of some settings.", "",
                CompleteTo{std::string{kCombine}});
            return;
        }
        std::size_t const space = typed_.rfind(' ');
        std::string const stem{space == std::string_view::npos ? std::string_view{}
                                                               : typed_.substr(0, space + 1)};
        std::size_t count = 0;
        for (std::string const& word : complete_command(typed_, scope_)) {
            std::string const text = stem + word;
            if (text == typed_) {
                add_what_follows(text);
                continue;
            }
            if (++count > kMostCompletions) continue;
            if (is_command(text)) {
                add(Kind::run, text, "", "Enter", Request{RunPhrase{text}});
                continue;
            }
            Verb const* verb = stem.empty() ? verb_of(word) : nullptr;
            add(Kind::complete, text, verb == nullptr ? "" : std::string{verb->help}, "Tab",
                CompleteTo{text + " "});
        }
    }

    // A verb alone is no command yet: Enter goes on with it, not to a lesson that has its word.
    void add_what_follows(std::string const& word) {
        Verb const* verb = verb_of(word);
        if (verb == nullptr || is_command(word)) return;
        add(Kind::complete, std::string{verb->usage}, std::string{verb->help}, "Tab",
            CompleteTo{word + " "});
    }

    void set_problem(PhraseProblem const& problem) {
        view_.problem = problem.message;
        if (!problem.advice.empty()) view_.problem += " – " + problem.advice;
    }

    void explain() {
        if (!view_.problem.empty() || verb_of(wanted_) == nullptr) return;
        Names names = names_;
        PhraseScope scope = scope_;
        scope.names = &names;
        auto const parsed = parse_command(wanted_, scope);
        if (auto const* problem = std::get_if<PhraseProblem>(&parsed)) set_problem(*problem);
    }

    bool fits(std::string_view text) const { return has_words(text, wanted_); }

    void add_names() {
        if (wanted_.empty()) return;
        std::size_t count = 0;
        for (Process const& process : frame_.world.nodes) {
            if (process.tool || process.bootstrap) continue;
            std::string const name = frame_.who.node(process.id);
            if (!fits(name) || ++count > kMostNames) continue;
            add(Kind::select, name, "Shows it.", "", Selection{SelectedNode{process.id}});
        }
        for (PhraseScope::Topic const& topic : scope_.topics) {
            for (std::int32_t i = 0; i < topic.partitions; ++i) {
                TopicPartition const id{names_.find(topic.name), i};
                std::string const name = frame_.who.partition(id);
                if (!fits(name) || ++count > kMostNames) continue;
                add(Kind::select, name, "Shows it.", "", Selection{SelectedPartition{id}});
            }
        }
    }

    void add_actions() {
        for (Shortcut const& each : shortcuts()) {
            if (each.what.empty() || each.what.starts_with("the same")) continue;
            if (each.action == Action::find || each.action == Action::close) continue;
            bool const predicts =
                each.action >= Action::predict_1 && each.action <= Action::predict_4;
            if (predicts || !fits(each.what)) continue;
            add(Kind::action, std::string{each.what}, "", std::string{each.keys}, each.action);
        }
    }

    void add_request(std::string text, std::string help, Request request) {
        if (fits(text)) add(Kind::run, std::move(text), std::move(help), "", std::move(request));
    }

    // What becomes a file, and in which words the lesson is told.
    void add_files() {
        using What = Export::What;
        add_request("export the facts as CSV", "One row each, up to this instant.",
                    Export{What::facts_csv});
        add_request("export the facts as JSON", "One object a line, up to this instant.",
                    Export{What::facts_json});
        add_request("export the messages as SVG", "The stage of messages (F5), sharp at any size.",
                    Export{What::sequence});
        add_request("export a picture", "The window as it is now, as PNG.", Export{What::picture});
        add_request("export a storyboard", "Key frames, captions and why, as a page to print.",
                    Export{What::storyboard});
        add_request("close the window", "The run is not kept.", Quit{});
        if (frame_.scenario == nullptr) return;
        if (frame_.scenario->challenge) {
            add_request("hand in the answer", "Saves, plays and grades it.", HandIn{});
        }
        std::vector<std::string> const& languages = frame_.scenario->languages;
        if (languages.empty()) return;
        add_request("language: English", "The lesson's words as they were written first.",
                    ChooseLanguage{});
        for (std::string const& language : languages) {
            if (language == "en") continue;
            add_request("language: " + language, "The lesson's words in this language.",
                        ChooseLanguage{language});
        }
    }

    void add_lessons() {
        if (frame_.catalogue == nullptr || wanted_.empty()) return;
        std::size_t count = 0;
        for (MenuRow const& row : rows_of(*frame_.catalogue, wanted_)) {
            LessonEntry const& entry =
                frame_.catalogue->lessons[static_cast<std::size_t>(row.lesson)];
            if (!entry.problem.empty() || ++count > kMostLessons) continue;
            add(Kind::lesson, entry.title, entry.topic, "", Request{OpenScenario{entry.path}});
        }
    }

    std::string_view typed_;
    std::string_view wanted_;
    Frame const& frame_;
    Names names_;
    PhraseScope scope_;
    PaletteView view_;
};

}  // namespace

PaletteView palette_view(std::string_view typed, Frame const& frame) {
    return Finding{typed, frame}.run();
}

}  // namespace highwater::gui

#include "gui/console.h"

#include <algorithm>
#include <utility>

#include "client/tools/options.h"
#include "client/tools/tool.h"
#include "gui/view/combinations.h"
#include "gui/view/short_text.h"
#include "scenario/groups.h"
#include "scenario/queries.h"
#include "scenario/units.h"
#include "scenario/verbs.h"
#include "trace/describe.h"

namespace highwater::gui {
namespace {

constexpr std::size_t kMostLines = 4'000;
constexpr std::size_t kMostHistory = 500;
constexpr std::size_t kMostCompletions = 40;
constexpr std::string_view kExec = "exec ";

using CallKind = ConsoleCall::Kind;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

// Highwater's own verbs: what the keys do, and where to go.
struct OwnVerb {
    std::string_view name;
    std::string_view argument;  // empty: it takes none
    std::string_view help;
    Action action{};  // of those without an argument
};
constexpr OwnVerb kOwnVerbs[] = {
    {"play", "", "lets time run", Action::play_or_pause},
    {"pause", "", "stops it", Action::play_or_pause},
    {"step", "", "one event on", Action::step_on},
    {"back", "", "one event back", Action::step_back},
    {"next", "", "to the next thing that matters", Action::next_key_event},
    {"previous", "", "back to the one before", Action::previous_key_event},
    {"restart", "", "from the start", Action::restart},
    {"undo", "", "back to before the last command", Action::undo},
    {"save", "", "what was done, as a scenario", Action::save},
    {"mark", "", "marks this instant: what differs from it?", Action::mark_instant},
    {"seek", "TIME", "goes to an instant: seek 9.1s", Action::close},
    {"event", "NUMBER", "goes to an event by its number: event #412", Action::close},
    {"until", "CONDITION", "runs until it is so: until leader of orders-1 is broker-3",
     Action::close},
    {"fork", "[NAME]", "another future from here", Action::close},
    {"branch", "NAME", "into another future", Action::close},
    {"against", "KEY=VALUE", "this script in another configuration, beside it", Action::close},
    {"combine", "KEY=VALUE,VALUE", "this script in every combination of some settings",
     Action::close},
};

OwnVerb const* own_verb(std::string_view name) {
    for (OwnVerb const& verb : kOwnVerbs) {
        if (verb.name == name) return &verb;
    }
    return nullptr;
}

bool is_tool(std::string_view word) {
    std::vector<std::string_view> const tools = tool_names();
    return std::find(tools.begin(), tools.end(), tool_name(word)) != tools.end();
}

// The options of Kafka's tools that are used most, for completion; the tools know all of theirs.
struct ToolOptions {
    std::string_view tool;
    std::vector<std::string_view> options;
};
std::vector<ToolOptions> const& tool_options() {
    static std::vector<ToolOptions> const table = {
        {"kafka-topics",
         {"--list", "--describe", "--create", "--alter", "--delete", "--topic", "--partitions",
          "--replication-factor", "--replica-assignment", "--config",
          "--under-replicated-partitions", "--unavailable-partitions",
          "--under-min-isr-partitions"}},
        {"kafka-consumer-groups",
         {"--list", "--describe", "--all-groups", "--group", "--members", "--state", "--offsets",
          "--verbose", "--reset-offsets", "--topic", "--to-earliest", "--to-latest", "--to-offset",
          "--shift-by", "--dry-run", "--execute", "--delete", "--delete-offsets"}},
        {"kafka-configs",
         {"--describe", "--alter", "--entity-type", "--entity-name", "--all", "--add-config",
          "--delete-config"}},
        {"kafka-leader-election",
         {"--election-type", "--topic", "--partition", "--all-topic-partitions"}},
        {"kafka-reassign-partitions",
         {"--generate", "--execute", "--verify", "--list", "--cancel", "--topics-to-move-json-file",
          "--broker-list", "--reassignment-json-file", "--throttle", "--additional"}},
        {"kafka-metadata-quorum", {"describe", "--status", "--replication"}},
        {"kafka-get-offsets", {"--topic", "--partitions", "--time"}},
        {"kafka-log-dirs", {"--describe", "--broker-list", "--topic-list"}},
        {"kafka-delete-records", {"--offset-json-file"}},
        {"kafka-cluster", {"cluster-id", "unregister", "--id"}},
        {"kafka-features", {"describe", "upgrade", "downgrade", "--feature"}},
    };
    return table;
}

// The word before the one that is being typed says what may stand in its place.
std::vector<std::string> tool_words(std::string_view typed, Frame const& frame,
                                    PhraseScope const& scope) {
    std::vector<std::string> words;
    std::size_t const space = typed.rfind(' ');
    std::string_view const before = trimmed(typed.substr(0, space));
    std::string_view const option = before.substr(before.rfind(' ') + 1);
    if (option == "--topic" || option == "--topic-list") {
        for (PhraseScope::Topic const& topic : scope.topics) words.push_back(topic.name);
    } else if (option == "--group") {
        for (GroupView const& group : view_groups(frame.world)) {
            words.push_back(frame.world.names.text(group.group));
        }
    } else if (option == "--election-type") {
        words = {"preferred", "unclean"};
    } else if (option == "--entity-type") {
        words = {"topics", "brokers", "groups"};
    } else {
        std::string const tool = tool_name(typed.substr(0, typed.find(' ')));
        for (ToolOptions const& known : tool_options()) {
            if (known.tool != tool) continue;
            for (std::string_view const each : known.options) {
                bool const is_said = typed.find(each) != std::string_view::npos;
                if (!is_said || typed.ends_with(each)) words.emplace_back(each);
            }
        }
    }
    return words;
}

ConsoleCall call_of(CallKind kind, std::string text = {}) {
    ConsoleCall call;
    call.kind = kind;
    call.text = std::move(text);
    return call;
}
ConsoleCall call_of(Request request) {
    ConsoleCall call;
    call.kind = CallKind::request;
    call.request = std::move(request);
    return call;
}
ConsoleCall problem_of(PhraseProblem const& problem) {
    std::string text = problem.message;
    if (!problem.advice.empty()) text += " – " + problem.advice;
    return call_of(CallKind::problem, std::move(text));
}

// Playing is one key, and two words.
ConsoleCall of_verb(OwnVerb const& verb, Frame const& frame) {
    bool const plays = frame.cursor.playing;
    if (verb.name == "play") return plays ? call_of(CallKind::nothing) : call_of(Request{Play{}});
    if (verb.name == "pause") return plays ? call_of(Request{Pause{}}) : call_of(CallKind::nothing);
    return call_of(Request{Do{verb.action}});
}

ConsoleCall of_verb(OwnVerb const& verb, std::string_view argument, Frame const& frame) {
    if (verb.name == "fork") return call_of(Request{Fork{std::string{argument}}});
    if (argument.empty()) {
        return call_of(CallKind::problem,
                       std::string{verb.name} + " needs " + std::string{verb.argument});
    }
    if (verb.name == "seek") {
        auto const time = parse_duration(argument);
        if (!time) return call_of(CallKind::problem, "seek needs a time with its unit, as in 9.1s");
        return call_of(Request{SeekTime{Time{} + *time}});
    }
    if (verb.name == "event") {
        std::string_view digits = argument;
        if (digits.front() == '#') digits.remove_prefix(1);
        std::int64_t number = 0;
        if (!parse_integer(digits, number) || number <= 0) {
            return call_of(CallKind::problem, "event needs a number, as in event #412");
        }
        return call_of(Request{SeekEvent{EventId{static_cast<std::uint64_t>(number)}}});
    }
    if (verb.name == "against") return call_of(Request{CompareAgainst{std::string{argument}}});
    if (verb.name == "combine") return call_of(Request{Combine{parts_of(argument)}});
    if (verb.name == "branch") {
        for (std::size_t i = 0; i < frame.branches.size(); ++i) {
            if (frame.branches[i].name != argument) continue;
            return call_of(Request{SwitchBranch{static_cast<std::int32_t>(i)}});
        }
        return call_of(CallKind::problem, "no branch is called " + std::string{argument});
    }
    return call_of(Request{RunUntil{std::string{argument}}});
}

}  // namespace

// ---- what it holds ------------------------------------------------------------------------------

void Console::add(ConsoleLine line) {
    if (lines_.size() >= kMostLines) {
        lines_.erase(lines_.begin(), lines_.begin() + kMostLines / 4);
    }
    lines_.push_back(std::move(line));
    ++version_;
}

void Console::typed(std::string text, Time at) {
    if (history_.empty() || history_.back() != text) history_.push_back(text);
    if (history_.size() > kMostHistory) history_.erase(history_.begin());
    place_ = history_.size();
    draft_.clear();
    add({ConsoleLine::Kind::typed, std::move(text), tenths(at)});
}

void Console::clicked(std::string text, Time at) {
    auto const only_moves = [](std::string const& each) { return each.starts_with("seek "); };
    bool const again = !lines_.empty() && lines_.back().kind == ConsoleLine::Kind::clicked &&
                       only_moves(lines_.back().text) && only_moves(text);
    if (again) lines_.pop_back();
    add({ConsoleLine::Kind::clicked, std::move(text), tenths(at)});
}

void Console::say(ConsoleLine::Kind kind, std::string_view text) {
    while (!text.empty()) {
        std::size_t const end = text.find('\n');
        add({kind, std::string{text.substr(0, end)}, {}});
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
}

void Console::clear() {
    lines_.clear();
    ++version_;
}

std::string Console::older(std::string const& current) {
    if (place_ == history_.size()) draft_ = current;
    if (place_ > 0) --place_;
    return place_ < history_.size() ? history_[place_] : current;
}

std::string Console::newer(std::string const& current) {
    if (place_ >= history_.size()) return current;
    ++place_;
    return place_ == history_.size() ? draft_ : history_[place_];
}

// ---- what is typed ------------------------------------------------------------------------------

ConsoleCall read_console(std::string_view typed, Frame const& frame) {
    std::string_view const line = trimmed(typed);
    if (line.empty()) return {};
    std::string_view const first = line.substr(0, line.find(' '));
    std::string_view const rest = trimmed(line.substr(first.size()));
    if (first == "clear" && rest.empty()) return call_of(CallKind::clear);
    if (first == "help" && rest.empty()) return call_of(CallKind::help);
    if (is_tool(first)) return call_of(CallKind::tool, std::string{kExec} + std::string{line});
    if (line.starts_with(kExec)) return call_of(CallKind::tool, std::string{line});
    if (auto const time = parse_duration(line)) return call_of(Request{SeekTime{Time{} + *time}});
    constexpr std::string_view kRunUntil = "run until ";  // as the time bar calls it
    if (line.starts_with(kRunUntil)) return read_console(line.substr(4), frame);
    OwnVerb const* own = own_verb(first);
    if (own != nullptr && own->argument.empty() && rest.empty()) return of_verb(*own, frame);
    if (own != nullptr && !own->argument.empty()) return of_verb(*own, rest, frame);
    Names names = frame.world.names;
    PhraseScope scope = scope_of(frame.world, names);
    auto const command = parse_command(line, scope);
    if (std::holds_alternative<Command>(command))
        return call_of(CallKind::phrase, std::string{line});
    bool const asks = std::holds_alternative<Query>(parse_query(line, scope)) ||
                      std::holds_alternative<Expectation>(parse_expectation(line, scope));
    if (asks) return call_of(CallKind::query, std::string{line});
    // As a question it may make sense up to a later word: that is the one that is wrong.
    auto const& as_command = std::get<PhraseProblem>(command);
    auto const query = parse_query(line, scope);
    auto const* as_query = std::get_if<PhraseProblem>(&query);
    bool const is_question = as_query != nullptr && as_query->begin > as_command.begin;
    return problem_of(is_question ? *as_query : as_command);
}

std::vector<std::string> complete_console(std::string_view typed, Frame const& frame) {
    std::vector<std::string> found;
    auto const add = [&](std::string word) {
        bool const is_new = std::find(found.begin(), found.end(), word) == found.end();
        if (is_new && found.size() < kMostCompletions) found.push_back(std::move(word));
    };
    if (typed.find(' ') == std::string_view::npos) {
        for (OwnVerb const& verb : kOwnVerbs) {
            if (verb.name.starts_with(typed)) add(std::string{verb.name});
        }
        for (std::string_view const tool : tool_names()) {
            if (!typed.empty() && tool.starts_with(typed)) add(std::string{tool});
        }
        if (std::string_view{"help"}.starts_with(typed)) add("help");
        if (std::string_view{"clear"}.starts_with(typed)) add("clear");
    }
    Names names = frame.world.names;
    PhraseScope const scope = scope_of(frame.world, names);
    std::string_view const tail = typed.substr(typed.rfind(' ') + 1);
    if (is_tool(typed.substr(0, typed.find(' ')))) {
        for (std::string& word : tool_words(typed, frame, scope)) {
            if (word.starts_with(tail)) add(std::move(word));
        }
        return found;
    }
    for (std::string& word : complete_command(typed, scope)) add(std::move(word));
    std::vector<Pattern> patterns;
    for (QueryUsage const& usage : query_usages()) patterns.push_back(parse_pattern(usage.usage));
    std::string_view asked = typed;
    if (asked.starts_with("until ")) asked.remove_prefix(6);
    for (std::string& word : completions(patterns, asked, scope)) add(std::move(word));
    std::sort(found.begin(), found.end());
    return found;
}

std::string completed(std::string_view typed, std::vector<std::string> const& completions) {
    std::string text{typed};
    if (completions.empty()) return text;
    std::string common = completions.front();
    for (std::string const& each : completions) {
        std::size_t same = 0;
        while (same < common.size() && same < each.size() && common[same] == each[same]) ++same;
        common.resize(same);
    }
    std::size_t const begin = typed.rfind(' ') + 1;  // of the word that is typed
    std::size_t const known = typed.size() - begin;
    if (common.size() >= known) text.resize(begin), text += common;
    if (completions.size() == 1) text += ' ';
    return text;
}

// ---- what was clicked ---------------------------------------------------------------------------

std::string twin_of(Action action) {
    switch (action) {
    case Action::step_on: return "step";
    case Action::step_back: return "back";
    case Action::next_key_event: return "next";
    case Action::previous_key_event: return "previous";
    case Action::restart: return "restart";
    case Action::undo: return "undo";
    case Action::save: return "save";
    case Action::mark_instant: return "mark";
    case Action::fork: return "fork";
    default: return {};
    }
}

std::string twin_of(Request const& request, Frame const& frame) {
    if (auto const* phrase = std::get_if<RunPhrase>(&request)) return phrase->phrase;
    if (std::holds_alternative<Play>(request)) return "play";
    if (std::holds_alternative<Pause>(request)) return "pause";
    if (auto const* on = std::get_if<StepForward>(&request)) {
        return on->to_interesting ? "next" : "step";
    }
    if (auto const* back = std::get_if<StepBack>(&request)) {
        return back->to_interesting ? "previous" : "back";
    }
    if (auto const* time = std::get_if<SeekTime>(&request)) {
        return "seek " + write_duration(time->at - Time{});
    }
    if (auto const* event = std::get_if<SeekEvent>(&request)) {
        return "event " + std::to_string(event->event.value);
    }
    if (auto const* place = std::get_if<SeekPlace>(&request)) {
        if (!frame.trace.covers(place->nth)) return {};
        return "event " + std::to_string(frame.trace.nth(place->nth).id.value);
    }
    if (std::holds_alternative<Restart>(request)) return "restart";
    if (auto const* branch = std::get_if<Fork>(&request)) {
        return branch->name.empty() ? "fork" : "fork " + branch->name;
    }
    if (auto const* other = std::get_if<SwitchBranch>(&request)) {
        auto const place = static_cast<std::size_t>(other->branch);
        return place < frame.branches.size() ? "branch " + frame.branches[place].name : "";
    }
    if (auto const* other = std::get_if<CompareAgainst>(&request)) {
        return "against " + other->setting;
    }
    if (auto const* combined = std::get_if<Combine>(&request)) {
        return combine_phrase(combined->choices);
    }
    if (auto const* until = std::get_if<RunUntil>(&request)) return "until " + until->condition;
    if (auto const* called = std::get_if<CallTool>(&request)) {
        return called->phrase.substr(kExec.size());
    }
    if (auto const* mark = std::get_if<MarkHere>(&request)) return mark->forget ? "" : "mark";
    return {};
}

std::string console_help() {
    std::string text =
        "Kafka's tools, as in a shell:  kafka-topics --describe · kafka-consumer-groups --group "
        "… --describe\n"
        "Questions:  leader of orders-1 · lag of billing · isr of orders-1 is [1, 2, 3]\n"
        "Faults and clients, as in a scenario:  kill broker-2 · cut broker-1 from broker-3 · "
        "produce 3 to orders-1\n"
        "Time and futures:\n";
    for (OwnVerb const& verb : kOwnVerbs) {
        std::string name = "  " + std::string{verb.name};
        if (!verb.argument.empty()) name += " " + std::string{verb.argument};
        if (name.size() < 20) name.resize(20, ' ');
        text += name + std::string{verb.help} + "\n";
    }
    return text +
           "  clear             empties the console\n"
           "Tab completes, \xe2\x86\x91 \xe2\x86\x93 bring back what was typed. Every click "
           "writes its command here.";
}

}  // namespace highwater::gui

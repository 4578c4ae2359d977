// The console's part of the program: what is typed is carried out as a click would be, and every
// click writes down the command that does the same.
#include <algorithm>
#include <string_view>
#include <utility>

#include "gui/app.h"
#include "gui/view/short_text.h"
#include "scenario/queries.h"

namespace highwater::gui {
namespace {

using Kind = ConsoleLine::Kind;

// What a tool complains about: Kafka's tools end with 0 even so.
std::string refusal_of(ToolResult const& result) {
    constexpr std::string_view kError = "Error: ";
    if (!result.is_finished) return "The tool does not end: nobody answers it.";
    std::size_t const begin = result.out.find(kError);
    if (begin != std::string::npos) {
        return result.out.substr(begin, result.out.find('\n', begin) - begin);
    }
    if (result.exit == 0) return {};
    // Behind what the tool was doing stands why it could not: Java's last cause, without the
    // package of its exception.
    constexpr std::string_view kCause = "Caused by: ";
    std::size_t const cause = result.err.rfind(kCause);
    if (cause == std::string::npos) return result.err.substr(0, result.err.find('\n'));
    std::string why = result.err.substr(cause + kCause.size());
    why.resize(std::min(why.size(), why.find('\n')));
    std::size_t const package = why.rfind('.', why.find(':'));
    return package == std::string::npos ? why : why.substr(package + 1);
}

std::string with_advice(Problem const& problem) {
    return problem.message + (problem.advice.empty() ? "" : " – " + problem.advice);
}

}  // namespace

bool App::types_console() const {
    return ui_.show_console && ui_.types_console && !ui_.lecture && !types_text() &&
           !ui_.show_help && !ui_.show_simplified && !ui_.show_verdicts;
}

void App::note_click(Request const& request) {
    if (is_typing_) return;  // what was typed stands there already
    std::string twin;
    if (auto const* asked = std::get_if<Do>(&request)) {
        twin = twin_of(asked->action);
        bool const plays = asked->action == Action::play_or_pause;
        if (plays) twin = player_->frame().cursor.playing ? "pause" : "play";
    } else {
        twin = twin_of(request, player_->frame());
    }
    if (!twin.empty()) console_.clicked(std::move(twin), player_->timeline().world().now);
}

// A phrase that a key stands for.
void App::run(std::string const& phrase) {
    note_click(RunPhrase{phrase});
    say(player_->run_phrase(phrase));
}

// ---- tools --------------------------------------------------------------------------------------

// The tool is asked aside first: what it refuses, with Kafka's own words, is not in the run.
void App::call_tool(std::string const& phrase) {
    call_is_typed_ = false;
    if (auto const problem = player_->call_tool(phrase)) say(with_advice(*problem));
}

void App::take_tool_call() {
    auto const call = player_->take_tool_call();
    if (!call) return;
    ToolResult const& result = call->result;
    if (!result.out.empty()) console_.say(Kind::printed, result.out);
    if (!result.err.empty()) console_.say(Kind::problem, result.err);
    std::string refusal = refusal_of(result);
    if (!result.is_finished) console_.say(Kind::problem, refusal);
    if (!refusal.empty()) {
        ui_.refused = {call->phrase, refusal, player_->timeline().event()};
        if (!call_is_typed_) say(std::move(refusal));
        return;
    }
    if (!call->changes_cluster) return;
    std::string said = player_->run_phrase(call->phrase);
    if (call_is_typed_) {
        console_.say(Kind::said, said);
    } else {
        say(std::move(said));
    }
}

// ---- typing -------------------------------------------------------------------------------------

// The letters of a frame come into their line while it is drawn. An Enter or Tab behind them waits
// for that, or the line would be taken without its end.
void App::press_all(std::vector<KeyPress> const& keys) {
    std::vector<KeyPress> all = std::exchange(waiting_keys_, {});
    all.insert(all.end(), keys.begin(), keys.end());
    bool has_letters = false;
    for (auto each = all.begin(); each != all.end(); ++each) {
        bool const takes_line = each->is(Key::enter) || each->is(Key::tab);
        bool const types =
            types_console() || types_text() || types_form() || types_challenge() || types_filter();
        if (has_letters && takes_line && types) {
            waiting_keys_.assign(each, all.end());
            return;
        }
        has_letters |= each->key == Key::character;
        press(*each);
    }
}

void App::press_console(KeyPress const& press) {
    if (press.is(Key::up)) ui_.console_text = console_.older(ui_.console_text);
    if (press.is(Key::down)) ui_.console_text = console_.newer(ui_.console_text);
    if (press.is(Key::tab)) {
        ui_.console_text = completed(ui_.console_text, complete_console(ui_.console_text, frame()));
    }
    if (press.is(Key::enter)) type_console();
}

void App::type_console() {
    std::string const typed = std::exchange(ui_.console_text, {});
    ConsoleCall const call = read_console(typed, frame());
    if (call.kind == ConsoleCall::Kind::nothing) return;
    if (call.kind == ConsoleCall::Kind::clear) return console_.clear();
    console_.typed(typed, player_->timeline().world().now);
    switch (call.kind) {
    case ConsoleCall::Kind::nothing:
    case ConsoleCall::Kind::clear: return;
    case ConsoleCall::Kind::help: return console_.say(Kind::said, console_help());
    case ConsoleCall::Kind::problem: return console_.say(Kind::problem, call.text);
    case ConsoleCall::Kind::query: return answer_console(call.text);
    case ConsoleCall::Kind::tool:
        call_is_typed_ = true;
        if (auto const problem = player_->call_tool(call.text)) {
            console_.say(Kind::problem, with_advice(*problem));
        }
        return;
    case ConsoleCall::Kind::phrase: {
        auto const done = player_->try_phrase(call.text);
        if (done) return console_.say(Kind::said, *done);
        return console_.say(Kind::problem, with_advice(done.problem()));
    }
    case ConsoleCall::Kind::request: {
        ui_.notice.clear();
        is_typing_ = true;
        carry_out(call.request);
        is_typing_ = false;
        // What a click would say under the stage is said here; its twin was typed.
        if (!ui_.notice.empty()) console_.say(Kind::said, std::exchange(ui_.notice, {}));
        return;
    }
    }
}

void App::answer_console(std::string const& query) {
    World const& world = player_->timeline().world();
    Names names = world.names;
    PhraseScope const scope = scope_of(world, names);
    auto const expectation = parse_expectation(query, scope);
    if (auto const* parsed = std::get_if<Expectation>(&expectation)) {
        Judgement const judged = check(world, *parsed);
        return console_.say(judged.holds ? Kind::said : Kind::problem, judged.sentence);
    }
    auto const parsed = parse_query(query, scope);
    if (auto const* asked = std::get_if<Query>(&parsed)) {
        console_.say(Kind::said, write_answer(answer(world, *asked)));
    }
}

}  // namespace highwater::gui

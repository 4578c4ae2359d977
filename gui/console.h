// What the console (Ctrl J) holds: what was typed, what was answered, and for every click the
// command that does the same. Knows nothing of ImGui and changes nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gui/frame.h"
#include "gui/requests.h"

namespace highwater::gui {

struct ConsoleLine {
    enum class Kind : std::uint8_t {
        typed,
        clicked,  // the twin of a click or a key
        said,     // what came of it
        printed,  // by a tool
        problem,
    };
    Kind kind{};
    std::string text;
    std::string time;  // of the run, where it was asked: "9.104 s"
};

class Console {
public:
    std::vector<ConsoleLine> const& lines() const { return lines_; }
    std::uint64_t version() const { return version_; }  // changes with every line

    void typed(std::string text, Time at);
    // The twin of a click. Of several that follow each other and only move the time the last
    // counts.
    void clicked(std::string text, Time at);
    // Any text: a line of the console for each of its lines.
    void say(ConsoleLine::Kind kind, std::string_view text);
    void clear();

    // What was typed before, the newest first; past the oldest it stays there. `current`: what is
    // typed now comes back at the end.
    std::string older(std::string const& current);
    std::string newer(std::string const& current);

private:
    void add(ConsoleLine line);

    std::vector<ConsoleLine> lines_;
    std::vector<std::string> history_;
    std::size_t place_{};  // in the history; its size: what is being typed
    std::string draft_;
    std::uint64_t version_{};
};

// What a typed line asks for.
struct ConsoleCall {
    enum class Kind : std::uint8_t {
        nothing,
        clear,
        help,
        tool,     // one of Kafka's: `text` is the phrase that runs it
        request,  // carried out as a click is
        query,    // `text` is asked of the world
        phrase,   // a verb of the scenario language
        problem,  // `text` says what
    };
    Kind kind{};
    std::string text;
    Request request{};
};
ConsoleCall read_console(std::string_view typed, Frame const& frame);

// What could come next, whole words; empty when nothing can be guessed.
std::vector<std::string> complete_console(std::string_view typed, Frame const& frame);
// The beginning that all completions have in common, put behind what is typed.
std::string completed(std::string_view typed, std::vector<std::string> const& completions);

// The line that does what this click did; empty where there is none.
std::string twin_of(Request const& request, Frame const& frame);
std::string twin_of(Action action);

// Lines of the answer to `help`.
std::string console_help();

}  // namespace highwater::gui

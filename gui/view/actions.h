// What can be done to the thing that was right-clicked, each with the phrase that does the same in
// a scenario, in the palette and in the console. A thing that cannot be done now says why.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gui/frame.h"
#include "gui/ui_state.h"

namespace highwater::gui {

struct MenuAction {
    enum class Kind : std::uint8_t {
        heading,  // a group's name
        run,      // a phrase of the scenario language
        ask_why,  // opens the chain of causes in the inspector
        select,   // shows something else
        go_to,    // takes the run to an event
    };
    Kind kind{Kind::run};
    std::string text;     // "Kill"
    std::string phrase;   // "kill broker-2"; of other kinds a hint
    std::string why_not;  // "broker-2 is dead"
    Meaning meaning{Meaning::plain};
    Selection selection;  // of ask_why and select
    std::int32_t why{};   // which question
    EventId event{};      // of go_to
};

// Its heading is the first entry; empty when nothing can be done to it.
std::vector<MenuAction> actions_for(Frame const& frame, Selection const& selection);

}  // namespace highwater::gui

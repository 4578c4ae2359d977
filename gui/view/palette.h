// The palette: one line that finds everything. What is typed is a phrase of the scenario language,
// a word of an action, a node, a partition or a lesson; rows say what Enter would do.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gui/frame.h"
#include "gui/requests.h"
#include "gui/shortcuts.h"
#include "gui/ui_state.h"

namespace highwater::gui {

// The text becomes this, and the person goes on typing.
struct CompleteTo {
    std::string text;
};

struct PaletteRow {
    enum class Kind : std::uint8_t { run, complete, action, select, lesson };
    Kind kind{};
    std::string text;
    std::string help;
    std::string hint;  // its key
    std::variant<CompleteTo, Request, Action, Selection> then;
};

struct PaletteView {
    std::vector<PaletteRow> rows;
    std::string problem;  // why the phrase as typed cannot run; empty while it may still become one
};

PaletteView palette_view(std::string_view typed, Frame const& frame);

}  // namespace highwater::gui

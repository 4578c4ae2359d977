// Surfaces: a node's card, a message's pill, a key's cap, a tab.
#pragma once

#include <string_view>

#include "gui/widgets/canvas.h"
#include "gui/widgets/hit.h"

namespace highwater::gui {

struct CardLook {
    bool dead = false;                 // dashed, empty
    bool raised = false;               // a smaller thing on a card
    bool selected = false;             // yellow
    Meaning outline = Meaning::plain;  // a coloured frame says more: the active controller
    float rounding = grid::kRounding;
};
void card(Canvas const& canvas, Rect const& rect, CardLook const& look = {});

enum class PillFill { hollow, solid, dashed };
struct PillLook {
    Meaning meaning = Meaning::plain;
    PillFill fill = PillFill::hollow;
    bool selected = false;
};
// Height 26 at scale 1, as wide as its text; returns what it covers. `at` is its centre.
Rect pill(Canvas const& canvas, ImVec2 centre, std::string_view text, PillLook const& look);
// The same from its left edge, for rows of them.
Rect pill_from(Canvas const& canvas, ImVec2 left_middle, std::string_view text,
               PillLook const& look);
float pill_width(Canvas const& canvas, std::string_view text);

// [ / ] find: the cap of a key and what it does. Returns what both cover.
Rect key_hint(Canvas const& canvas, ImVec2 left_middle, std::string_view key,
              std::string_view what);
float key_hint_width(Canvas const& canvas, std::string_view key, std::string_view what);

// A stage in the top bar. `key` may be empty.
Hit tab(Canvas const& canvas, char const* id, Rect const& rect, std::string_view key,
        std::string_view name, bool active);

// A button with a word on it.
struct ButtonLook {
    bool primary = false;
    bool enabled = true;
};
Hit text_button(Canvas const& canvas, char const* id, Rect const& rect, std::string_view text,
                ButtonLook const& look = {});

}  // namespace highwater::gui

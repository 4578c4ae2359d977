// Areas of the screen that can be pointed at. All widgets that react use these.
#pragma once

#include <string_view>

#include "gui/widgets/canvas.h"

namespace highwater::gui {

struct Hit {
    bool hovered = false;
    bool clicked = false;
    bool right_clicked = false;
    bool double_clicked = false;
    bool held = false;
};

// What lies on top of an area and wants its own clicks: an id link on a card that can be selected.
// The lower area says `below`, and is drawn first.
enum class Layer { only, below };

// `id` is unique within the window, as always with ImGui ("##broker-1").
Hit hit_area(char const* id, Rect const& rect, Layer layer = Layer::only);

// A word to click: an id, an event number. Coloured, underlined while pointed at.
struct TextStyle;
Hit id_link(Canvas const& canvas, char const* id, ImVec2 at, std::string_view text,
            TextStyle const& style, Rect* covered = nullptr);

}  // namespace highwater::gui

// A paragraph in a place that may be too small for it.
#pragma once

#include "gui/widgets/text.h"

namespace highwater::gui {

// Whole lines only; where there are more than fit, the last of them ends in ….
inline void draw_paragraph(Canvas const& canvas, Rect const& place, std::string_view text,
                           TextStyle const& style) {
    float const line_height = canvas.line_height(style.type);
    float y = place.top;
    while (!text.empty() && y + line_height <= place.bottom) {
        bool const is_last = y + 2 * line_height > place.bottom;
        std::string_view const line =
            wrap(canvas, text, style.face, style.type, place.width()).front();
        draw_text(canvas, {place.left, y}, is_last ? text : line, style.within(place.width()));
        text.remove_prefix(line.size());
        while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
        y += line_height;
    }
}

}  // namespace highwater::gui

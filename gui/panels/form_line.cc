#include "gui/panels/form_line.h"

#include "gui/panels/line_edit.h"
#include "gui/widgets/hit.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {

bool form_line(Canvas const& canvas, char const* id, Rect const& rect, std::string& text,
               std::string const& hint, bool types) {
    Canvas const& c = canvas;
    if (types) {
        line_edit(c, id, rect, text, hint.c_str(), Face::mono, Type::secondary);
        // Yellow is the line that has the keys, wherever the mouse rests.
        framed_rect(c, rect, c.theme.now_outline, c.hair(), c.px(8));
        return false;
    }
    Hit const hit = hit_area(id, rect);
    filled_rect(c, rect, c.theme.raised, c.px(8));
    framed_rect(c, rect, hit.hovered ? c.theme.faint : c.theme.line, c.hair(), c.px(8));
    bool const is_set = !text.empty();
    TextStyle const style = is_set ? mono_strong(Type::secondary, c.theme.text)
                                   : words(Type::secondary, c.theme.faint_text);
    draw_text(c, {rect.left + c.px(14), rect.middle_y()}, is_set ? text : hint,
              style.middle().within(rect.width() - c.px(28)));
    return hit.clicked;
}

}  // namespace highwater::gui

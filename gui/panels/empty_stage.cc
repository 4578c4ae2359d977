#include "gui/panels/empty_stage.h"

#include "gui/widgets/paragraph.h"
#include "gui/widgets/text.h"

namespace highwater::gui {

bool say_empty_stage(Canvas const& canvas, Rect const& area, char const* title, char const* why,
                     std::string const& offer) {
    Canvas const& c = canvas;
    float const left = area.left + c.px(24);
    float const right = area.right - c.px(24);
    TextStyle const style = words(Type::body, c.theme.secondary);
    draw_text(c, {left, area.top + c.px(32)}, title,
              strong(Type::stage_title, c.theme.text).middle());
    draw_paragraph(c, {left, area.top + c.px(60), right, area.bottom}, why, style);
    if (offer.empty()) return false;
    float const y = area.top + c.px(72) + wrapped_height(c, why, style, right - left);
    if (y + c.line_height(Type::body) > area.bottom) return false;
    TextStyle const blue = mono(Type::body, c.theme.words_of(Meaning::leader));
    return id_link(c, "##try", {left, y}, offer, blue.within(right - left)).clicked;
}

}  // namespace highwater::gui

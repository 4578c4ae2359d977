#include "gui/panels/empty_stage.h"

#include "gui/widgets/paragraph.h"
#include "gui/widgets/text.h"

namespace highwater::gui {

int say_empty_stage(Canvas const& canvas, Rect const& area, char const* title, char const* why,
                    std::vector<std::string> const& offers) {
    Canvas const& c = canvas;
    float const left = area.left + c.px(24);
    float const right = area.right - c.px(24);
    TextStyle const style = words(Type::body, c.theme.secondary);
    draw_text(c, {left, area.top + c.px(32)}, title,
              strong(Type::stage_title, c.theme.text).middle());
    draw_paragraph(c, {left, area.top + c.px(60), right, area.bottom}, why, style);
    float y = area.top + c.px(72) + wrapped_height(c, why, style, right - left);
    TextStyle const blue = mono(Type::body, c.theme.words_of(Meaning::leader));
    int clicked = -1;
    for (std::size_t i = 0; i < offers.size(); ++i) {
        if (offers[i].empty() || y + c.line_height(Type::body) > area.bottom) continue;
        std::string const id = "##try" + std::to_string(i);
        if (id_link(c, id.c_str(), {left, y}, offers[i], blue.within(right - left)).clicked) {
            clicked = static_cast<int>(i);
        }
        y += c.line_height(Type::body) + c.px(8);
    }
    return clicked;
}

}  // namespace highwater::gui

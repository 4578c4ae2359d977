#include "gui/panels/configs.h"

#include <algorithm>
#include <cstdio>

#include "gui/panels/form_line.h"
#include "gui/view/short_text.h"
#include "gui/widgets/hit.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

class Sheet {
public:
    Sheet(Canvas const& canvas, ImVec2 at, float width, ConfigsView const& view, UiState& ui)
        : c{canvas}, x{at.x}, y{at.y}, width_{width}, view_{view}, ui_{ui} {}

    float draw() {
        float const top = y;
        section_label(c, {x, y}, view_.title, width_);
        y += c.line_height(Type::label) + c.px(4);
        auto const set = static_cast<std::size_t>(std::count_if(
            view_.rows.begin(), view_.rows.end(), [](ConfigRow const& row) { return row.is_set; }));
        if (set == 0 && !ui_.config.shows_all) {
            y += draw_wrapped(c, {x, y}, "Nobody has set any: all are Kafka's defaults.",
                              words(Type::secondary, c.theme.secondary), width_) +
                 c.px(2);
        }
        std::size_t const shown = ui_.config.shows_all ? view_.rows.size() : set;
        for (std::size_t i = 0; i < view_.rows.size(); ++i) {
            bool const is_open = ui_.config.name == view_.rows[i].name;
            if (i < shown || is_open) draw_row(view_.rows[i], i, is_open);
        }
        draw_switch(set);
        return y - top;
    }

private:
    // The name, and right of it the value; where both have no room beside each other, below it.
    void draw_row(ConfigRow const& row, std::size_t nth, bool is_open) {
        if (is_open) return draw_line(row);
        float const line = c.line_height(Type::secondary) + c.px(3);
        float const name = text_width(c, row.name, Face::mono, Type::label);
        float const value = text_width(c, row.value, Face::mono, Type::secondary);
        bool const beside = name + value + c.px(12) <= width_;
        Rect const area = rect_at({x - c.px(6), y}, width_ + c.px(12), beside ? line : 2 * line);
        char id[32];
        std::snprintf(id, sizeof id, "##config%zu", nth);
        Hit const hit = hit_area(id, area);
        if (hit.hovered) {
            filled_rect(c, area, c.theme.raised, c.px(4));
            ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
        }
        if (hit.clicked) {
            ui_.stop_typing();
            ui_.config.of = view_.title;
            ui_.config.name = row.name;
            ui_.config.value = row.value;
        }
        Colour const colour = row.is_set ? c.theme.text : c.theme.secondary;
        draw_text(c, {x, y + line / 2}, row.name,
                  mono(Type::label, c.theme.secondary).middle().within(width_));
        draw_text(c, {x + width_, y + (beside ? line / 2 : 1.5F * line)}, row.value,
                  mono(Type::secondary, colour).right().middle().within(width_));
        y += area.height();
    }

    // What is being typed, who gives the present value, and what Enter does.
    void draw_line(ConfigRow const& row) {
        y += c.px(6);
        Rect const from =
            draw_text(c, {x + width_, y}, row.from, words(Type::label, c.theme.secondary).right());
        draw_text(c, {x, y}, row.name,
                  mono(Type::label, c.theme.text).within(from.left - x - c.px(8)));
        y += c.line_height(Type::label) + c.px(4);
        float const height = c.line_height(Type::secondary) + c.px(10);
        form_line(c, "##config value", rect_at({x, y}, width_, height), ui_.config.value,
                  view_.is_of_client ? "a value" : "empty: take it away", ui_.types_config());
        y += height + c.px(4);
        char const* const does =
            view_.is_of_client
                ? "Clients have it from their start. Enter: the same script with this value, "
                  "beside this run."
                : "Enter: kafka-configs --alter, at this instant. Esc: leave it.";
        y += draw_wrapped(c, {x, y}, does, words(Type::label, c.theme.secondary), width_);
        y += c.px(8);
    }

    void draw_switch(std::size_t set) {
        auto const more = static_cast<std::int64_t>(view_.rows.size() - set);
        if (more == 0) return;
        std::string const text = ui_.config.shows_all ? "Only those that somebody has set"
                                                      : "And " + grouped(more) + " by default";
        Rect covered;
        TextStyle const blue = words(Type::secondary, c.theme.words_of(Meaning::leader));
        if (id_link(c, "##all configs", {x, y + c.px(2)}, text, blue, &covered).clicked) {
            ui_.config.shows_all = !ui_.config.shows_all;
        }
        y = covered.bottom + c.px(4);
    }

    Canvas const& c;
    float x;
    float y;
    float width_;
    ConfigsView const& view_;
    UiState& ui_;
};

}  // namespace

float draw_configs(Canvas const& canvas, ImVec2 at, float width, ConfigsView const& view,
                   UiState& ui) {
    // What was begun for another selection is not gone on with here.
    if (ui.config.of != view.title) ui.config.name.clear();
    return Sheet{canvas, at, width, view, ui}.draw();
}

}  // namespace highwater::gui

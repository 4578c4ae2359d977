#include "gui/panels/plots.h"

#include <algorithm>

#include "gui/panels/view_cache.h"
#include "gui/view/plots.h"
#include "gui/view/short_text.h"
#include "gui/widgets/hit.h"
#include "gui/widgets/menu.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr double kLeisure = 0.25;  // seconds between two foldings while time runs

struct PlotDrawing {
    Canvas const& c;
    Rect row;
    Plot const& plot;
    TimeAxis const& axis;
    Time now;
    Time until;

    float x(Time at) const { return axis.x(std::max<std::int64_t>(at.us, axis.from_us)); }
    float y(std::int64_t value) const {
        float const part = static_cast<float>(value) / static_cast<float>(plot.most);
        return std::floor(row.bottom - (row.height() - c.px(2)) * part);
    }

    // In one line where two have no height.
    void draw_line_of_words() const {
        float const right = axis.left - c.px(12);
        float const middle = row.middle_y();
        float const room = right - row.left;
        float const name = text_width(c, plot.name, Face::mono, Type::label);
        std::string const value =
            fitting(c, {plot_words(plot, now), plot_words(plot, now, true)}, Face::mono,
                    Type::label, std::max(room - name - c.px(10), room * 0.4F));
        Rect const said =
            draw_text(c, {right, middle}, value,
                      mono(Type::label, c.theme.words_of(Meaning::now)).right().middle());
        draw_text(c, {said.left - c.px(10), middle}, plot.name,
                  mono(Type::label, c.theme.secondary)
                      .right()
                      .middle()
                      .within(said.left - c.px(10) - row.left));
        if (hit_area(plot.name.c_str(), {row.left, row.top, right, row.bottom}).hovered) {
            tooltip(c, plot.bean);
        }
    }

    void draw_words() const {
        if (row.height() + c.px(8) < 2 * c.line_height(Type::label)) return draw_line_of_words();
        float const right = axis.left - c.px(12);
        float const middle = row.middle_y();
        float const half = c.line_height(Type::label) / 2;
        draw_text(c, {right, middle - half}, plot.name,
                  mono(Type::label, c.theme.secondary).right().middle());
        draw_text(c, {right, middle + half}, plot_words(plot, now),
                  mono(Type::label, c.theme.words_of(Meaning::now)).right().middle());
        Rect const words{row.left, row.top, right, row.bottom};
        if (hit_area(plot.name.c_str(), words).hovered) tooltip(c, plot.bean);
    }

    // What has happened is drawn; what is recorded beyond the cursor is faint.
    void draw_step(float from, float to, float height, bool is_later, Meaning meaning) const {
        if (to <= from) return;
        Colour const colour = is_later ? c.theme.faint : c.theme.of(meaning);
        filled_rect(c, {from, height, to, row.bottom}, with_alpha(colour, is_later ? 30 : 60));
        solid_line(c, {from, height}, {to, height}, colour, c.hair(1.5F));
    }
    void draw_curve(std::vector<PlotPoint> const& points, Meaning meaning) const {
        float const present = x(now);
        for (std::size_t i = 0; i < points.size(); ++i) {
            Time const end = i + 1 < points.size() ? points[i + 1].at : until;
            float const from = std::max(x(points[i].at), axis.left);
            float const to = std::min(x(end), axis.right);
            if (to <= from) continue;
            float const height = y(points[i].value);
            draw_step(from, std::min(to, present), height, false, meaning);
            draw_step(std::max(from, present), to, height, true, meaning);
            if (i == 0 || from <= axis.left) continue;
            Colour const colour = from > present ? c.theme.faint : c.theme.of(meaning);
            solid_line(c, {from, y(points[i - 1].value)}, {from, height}, colour, c.hair());
        }
    }
};

}  // namespace

void draw_plots(Canvas const& canvas, Rect const& area, TimeAxis const& axis, Frame const& frame,
                Time until) {
    static ViewCache<std::vector<Plot>, std::int64_t> made;
    Canvas const& c = canvas;
    std::vector<Plot> const& plots = made.get_at_leisure(
        frame, until.us, ImGui::GetTime(), kLeisure, [&] { return plots_of(*frame.plots, until); });
    auto const count = static_cast<float>(plots.size());
    float const gap = c.px(8);
    float const height = std::floor((area.height() - gap * (count - 1)) / count);
    float y = area.top;
    for (Plot const& plot : plots) {
        PlotDrawing const drawing{
            c, {area.left, y, area.right, y + height}, plot, axis, frame.cursor.at, until};
        solid_line(c, {axis.left, y + height}, {axis.right, y + height}, c.theme.line, c.hair());
        drawing.draw_curve(plot.points, Meaning::leader);
        drawing.draw_curve(plot.lower, Meaning::in_sync);
        drawing.draw_words();
        y += height + gap;
    }
}

}  // namespace highwater::gui

// The palette (Ctrl K): one line that finds and commands everything.
#include <algorithm>
#include <cstdio>

#include "gui/panels/line_edit.h"
#include "gui/panels/overlay.h"
#include "gui/panels/panel.h"
#include "gui/panels/scroll.h"
#include "gui/view/palette.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr float kWidth = 760;
constexpr float kHeight = 520;

char const* mark_of(PaletteRow::Kind kind) {
    switch (kind) {
    case PaletteRow::Kind::run: return "run";
    case PaletteRow::Kind::complete: return "…";
    case PaletteRow::Kind::action: return "do";
    case PaletteRow::Kind::select: return "show";
    case PaletteRow::Kind::lesson: return "lesson";
    }
    return "";
}

Hit draw_row(Canvas const& c, Rect const& rect, PaletteRow const& row, bool selected, int nth) {
    char id[32];
    std::snprintf(id, sizeof id, "##palette%d", nth);
    Hit const hit = hit_area(id, rect);
    if (selected || hit.hovered) filled_rect(c, rect, c.theme.raised, c.px(6));
    if (selected) {
        filled_rect(c, {rect.left, rect.top + c.px(5), rect.left + c.px(3), rect.bottom - c.px(5)},
                    c.theme.of(Meaning::now));
    }
    float const y = rect.middle_y();
    float x = rect.left + c.px(14);
    float const marks = text_width(c, "lesson", Face::words, Type::label) + c.px(12);
    draw_text(c, {x, y}, mark_of(row.kind), words(Type::label, c.theme.faint_text).middle());
    x += marks;
    float right = rect.right - c.px(14);
    if (!row.hint.empty()) {
        right = draw_text(c, {right, y}, row.hint,
                          mono(Type::label, c.theme.faint_text).right().middle())
                    .left -
                c.px(12);
    }
    bool const is_phrase =
        row.kind == PaletteRow::Kind::run || row.kind == PaletteRow::Kind::complete;
    Face const face = is_phrase ? Face::mono : Face::words;
    TextStyle const text{face, Type::secondary, c.theme.text};
    Rect const drawn = draw_text(c, {x, y}, row.text, text.middle().within(right - x));
    float const help = drawn.right + c.px(16);
    if (row.help.empty() || right - help < c.px(60)) return hit;
    draw_text(c, {help, y}, row.help,
              words(Type::secondary, c.theme.secondary).middle().within(right - help));
    return hit;
}

}  // namespace

void draw_palette(Canvas const& canvas, Rect area, Frame const& frame, UiState& ui,
                  Requests& requests) {
    Canvas const& c = canvas;
    Rect const rect = overlay_rect(c, area, kWidth, kHeight);
    if (draw_overlay(c, area, rect)) ui.show_palette = false;
    float const x = rect.left + c.px(16);
    float const width = rect.width() - c.px(32);
    float y = rect.top + c.px(16);
    Rect const field = rect_at({x, y}, width, c.line_height(Type::body) + c.px(20));
    if (line_edit(c, "##phrase", field, ui.palette_text,
                  "kill broker-2, orders-1, 12s, until isr of orders-1 is [1, 3] …", Face::mono)) {
        ui.palette_row = 0;
    }
    y = field.bottom + c.px(8);
    PaletteView const view = palette_view(ui.palette_text, frame);
    if (!view.problem.empty()) {
        y += draw_wrapped(c, {x + c.px(14), y}, view.problem,
                          words(Type::secondary, c.theme.words_of(Meaning::lost)),
                          width - c.px(28)) +
             c.px(6);
    }
    auto const count = static_cast<std::int32_t>(view.rows.size());
    ui.palette_row = std::clamp(ui.palette_row, 0, std::max(0, count - 1));
    Scroll const scroll =
        begin_scroll(c, "rows", {x, y, rect.right - c.px(4), rect.bottom - c.px(12)});
    float const height = c.line_height(Type::secondary) + c.px(12);
    float row_y = scroll.top;
    static std::int32_t last_row = 0;
    for (std::int32_t i = 0; i < count; ++i) {
        PaletteRow const& row = view.rows[static_cast<std::size_t>(i)];
        Rect const at = rect_at({x, row_y}, width, height);
        bool const selected = i == ui.palette_row;
        if (selected && last_row != i) {
            if (at.top < scroll.view.top) ImGui::SetScrollFromPosY(at.top - scroll.view.top, 0);
            if (at.bottom > scroll.view.bottom) {
                ImGui::SetScrollFromPosY(at.bottom - scroll.view.top, 1);
            }
            last_row = i;
        }
        if (draw_row(scroll.canvas, at, row, selected, i).clicked) {
            ui.palette_row = i;
            requests.push(Do{Action::accept});
        }
        row_y += height;
    }
    end_scroll(scroll, row_y);
}

}  // namespace highwater::gui

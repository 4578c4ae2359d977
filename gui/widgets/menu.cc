#include "gui/widgets/menu.h"

#include <algorithm>

#include "gui/widgets/hit.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr float kMenuWidth = 300;
constexpr float kTooltipWidth = 320;

// The next row of the menu; ImGui places it and sizes the popup after it.
Rect next_row(Canvas const& canvas, float height) {
    ImVec2 const at = ImGui::GetCursorScreenPos();
    return rect_at(at, canvas.shape_px(kMenuWidth), height);
}

void take(Rect const& row) { ImGui::Dummy({row.width(), row.height()}); }

}  // namespace

void tooltip(Canvas const& canvas, std::string_view text) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {canvas.px(12), canvas.px(8)});
    ImGui::BeginTooltip();
    Canvas const over = canvas_here(canvas.theme, canvas.fonts);
    TextStyle const style = words(Type::secondary, canvas.theme.text);
    float width = 0;
    auto const lines = wrap(over, text, style.face, style.type, canvas.px(kTooltipWidth));
    for (std::string_view const line : lines) {
        width = std::max(width, text_width(over, line, style.face, style.type));
    }
    float const height =
        draw_wrapped(over, ImGui::GetCursorScreenPos(), text, style, canvas.px(kTooltipWidth));
    ImGui::Dummy({width, height});
    ImGui::EndTooltip();
    ImGui::PopStyleVar();
}

void open_menu(char const* id) { ImGui::OpenPopup(id); }

bool begin_menu(Canvas const& canvas, char const* id) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {canvas.px(6), canvas.px(6)});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0.0F, 0.0F});
    bool const open = ImGui::BeginPopup(id);
    if (!open) ImGui::PopStyleVar(2);
    return open;
}

void close_menu() { ImGui::CloseCurrentPopup(); }

void end_menu() {
    ImGui::EndPopup();
    ImGui::PopStyleVar(2);
}

void menu_heading(Canvas const& canvas, std::string_view text) {
    Canvas const over = canvas_here(canvas.theme, canvas.fonts);
    Rect const row = next_row(canvas, canvas.line_height(Type::label) + canvas.px(12));
    section_label(over, {row.left + canvas.px(10), row.top + canvas.px(6)}, text,
                  row.width() - canvas.px(20));
    take(row);
}

void menu_separator(Canvas const& canvas) {
    Canvas const over = canvas_here(canvas.theme, canvas.fonts);
    Rect const row = next_row(canvas, canvas.px(9));
    separator(over, row.left, row.right, std::floor(row.middle_y()));
    take(row);
}

bool menu_item(Canvas const& canvas, MenuItem const& item) {
    Theme const& theme = canvas.theme;
    Canvas const over = canvas_here(theme, canvas.fonts);
    bool const enabled = item.why_not.empty();
    float const line = canvas.line_height(Type::secondary) + canvas.px(11);
    float const second = enabled ? 0 : canvas.line_height(Type::label) + canvas.px(4);
    Rect const row = next_row(canvas, line + second);
    std::string const id = "##" + std::string{item.text};
    Hit const hit = hit_area(id.c_str(), row);
    if (hit.hovered && enabled) filled_rect(over, row, theme.line, canvas.px(6));

    float const left = row.left + canvas.px(10);
    float const right = row.right - canvas.px(10);
    float const first_line = row.top + line / 2;
    float hint_width = 0;
    if (!item.hint.empty()) {
        Rect const hint = draw_text(over, {right, first_line}, item.hint,
                                    mono(Type::label, theme.faint_text).right().middle());
        hint_width = hint.width() + canvas.px(16);
    }
    Colour const colour = enabled ? theme.words_of(item.meaning) : theme.faint_text;
    draw_text(over, {left, first_line}, item.text,
              words(Type::secondary, colour).middle().within(right - left - hint_width));
    if (!enabled) {
        draw_text(over, {left, row.top + line + second / 2 - canvas.px(5)}, item.why_not,
                  words(Type::label, theme.faint_text).middle().within(right - left));
    }
    take(row);
    bool const chosen = hit.clicked && enabled;
    if (chosen) ImGui::CloseCurrentPopup();
    return chosen;
}

}  // namespace highwater::gui

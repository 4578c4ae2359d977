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

// The row that the arrows stand on, beside the one that the mouse points at.
void mark_chosen(Canvas const& over, Rect const& row) {
    filled_rect(over, row, over.theme.line, over.px(6));
    filled_rect(over,
                {row.left, row.top + over.px(4), row.left + over.px(3), row.bottom - over.px(4)},
                over.theme.of(Meaning::now));
}

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

// Where the menu that is open was asked for; there is one at a time.
ImVec2& asked_at() {
    static ImVec2 at;
    return at;
}

void open_menu(char const* id) { open_menu_at(id, ImGui::GetIO().MousePos); }

void open_menu_at(char const* id, ImVec2 at) {
    asked_at() = at;
    ImGui::OpenPopup(id);
}

bool begin_menu(Canvas const& canvas, char const* id, float height) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {canvas.px(6), canvas.px(6)});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0.0F, 0.0F});
    if (height > 0) {
        ImVec2 const window = ImGui::GetIO().DisplaySize;
        float const most = window.y - canvas.px(16);
        float const high = std::min(height + canvas.px(14), most);
        float const wide = canvas.shape_px(kMenuWidth) + canvas.px(14);
        float const x = std::max(0.0F, std::min(asked_at().x, window.x - wide - canvas.px(8)));
        float const y = std::max(canvas.px(8), std::min(asked_at().y, most - high + canvas.px(8)));
        ImGui::SetNextWindowPos({x, y});
        ImGui::SetNextWindowSizeConstraints({0.0F, 0.0F}, {window.x, most});
    }
    bool const open = ImGui::BeginPopup(id);
    if (!open) {
        ImGui::PopStyleVar(2);
        return false;
    }
    // A drawer that the same click opens is a new window, and new windows lie over older ones.
    ImGui::SetWindowFocus();
    return true;
}

void close_menu() { ImGui::CloseCurrentPopup(); }

void end_menu() {
    ImGui::EndPopup();
    ImGui::PopStyleVar(2);
}

void menu_heading(Canvas const& canvas, std::string_view text) {
    Canvas const over = canvas_here(canvas.theme, canvas.fonts);
    Rect const row = next_row(canvas, menu_heading_height(canvas));
    section_label(over, {row.left + canvas.px(10), row.top + canvas.px(6)}, text,
                  row.width() - canvas.px(20));
    take(row);
}

bool menu_fold(Canvas const& canvas, std::string_view text, bool is_open, bool is_chosen) {
    Canvas const over = canvas_here(canvas.theme, canvas.fonts);
    Rect const row = next_row(canvas, menu_fold_height(canvas));
    std::string const id = "##fold " + std::string{text};
    Hit const hit = hit_area(id.c_str(), row);
    if (hit.hovered) filled_rect(over, row, canvas.theme.line, canvas.px(6));
    if (is_chosen) mark_chosen(over, row);
    float const y = row.middle_y();
    float const right = row.right - canvas.px(16);
    draw_text(over, {row.left + canvas.px(10), y}, text,
              words(Type::secondary, canvas.theme.text)
                  .middle()
                  .within(right - row.left - canvas.px(30)));
    if (is_open) {
        arrow_down(over, {right, y + canvas.px(3)}, canvas.px(5), canvas.theme.secondary);
    } else {
        arrow_right(over, {right, y}, canvas.px(5), canvas.theme.secondary);
    }
    take(row);
    return hit.clicked;
}

float menu_room(Canvas const& canvas) { return canvas.shape_px(kMenuWidth) - canvas.px(40); }
float menu_heading_height(Canvas const& canvas) {
    return canvas.line_height(Type::label) + canvas.px(12);
}
float menu_separator_height(Canvas const& canvas) { return canvas.px(9); }
float menu_fold_height(Canvas const& canvas) {
    return canvas.line_height(Type::secondary) + canvas.px(11);
}
float menu_item_height(Canvas const& canvas, MenuItem const& item) {
    float const second = item.why_not.empty() ? 0 : canvas.line_height(Type::label) + canvas.px(4);
    return canvas.line_height(Type::secondary) + canvas.px(11) + second;
}

void menu_separator(Canvas const& canvas) {
    Canvas const over = canvas_here(canvas.theme, canvas.fonts);
    Rect const row = next_row(canvas, menu_separator_height(canvas));
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
    if (item.is_chosen) mark_chosen(over, row);

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
    bool const chosen = (hit.clicked || item.is_entered) && enabled;
    if (chosen) ImGui::CloseCurrentPopup();
    return chosen;
}

}  // namespace highwater::gui

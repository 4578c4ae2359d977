// One line to type in, over a card: the search field of the lessons and of the palette. It takes
// the letters; keys that choose a row are the dashboard's.
#pragma once

#include <imgui.h>
#include <imgui_stdlib.h>

#include <string>

#include "gui/widgets/canvas.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {

// Keeps the keyboard as long as it is shown. True when the text changed.
inline bool line_edit(Canvas const& c, char const* id, Rect const& rect, std::string& text,
                      char const* hint, Face face, Type type = Type::body) {
    filled_rect(c, rect, c.theme.raised, c.px(8));
    framed_rect(c, rect, c.theme.line, c.hair(), c.px(8));
    SizedFont const& font = c.fonts.get(face, type);
    if (text.empty()) {
        draw_text(c, {rect.left + c.px(14), rect.middle_y()}, hint,
                  words(type, c.theme.faint_text).middle().within(rect.width() - c.px(28)));
    }
    ImGui::PushFont(font.font);
    ImGui::PushStyleColor(ImGuiCol_FrameBg, IM_COL32(0, 0, 0, 0));
    float const line = ImGui::GetFontSize();
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding,
                        {c.px(14), std::floor((rect.height() - line) / 2)});
    ImGui::SetCursorScreenPos(rect.min());
    ImGui::SetNextItemWidth(rect.width());
    if (!ImGui::IsAnyItemActive()) ImGui::SetKeyboardFocusHere();
    bool const changed = ImGui::InputText(id, &text, ImGuiInputTextFlags_NoHorizontalScroll);
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
    ImGui::PopFont();
    return changed;
}

}  // namespace highwater::gui

#include "gui/panels/line_edit.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <optional>

#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

// Only one line has the keyboard. ImGui keeps a copy of what is typed and writes it back over what
// the program has put there; so the program's text goes in by the callback.
struct Editing {
    ImGuiID id{};
    std::string seen;                   // what the line held when it was drawn last
    std::optional<std::string> wanted;  // by the program, and not taken over yet
};

int take_over(ImGuiInputTextCallbackData* data) {
    auto& editing = *static_cast<Editing*>(data->UserData);
    if (!editing.wanted) return 0;
    data->DeleteChars(0, data->BufTextLen);
    data->InsertChars(0, editing.wanted->c_str());
    data->CursorPos = data->BufTextLen;
    data->SelectionStart = data->SelectionEnd = data->CursorPos;
    editing.wanted.reset();
    return 0;
}

bool escape_is_pressed() {
#if IMGUI_VERSION_NUM >= 18700
    return ImGui::IsKeyPressed(ImGuiKey_Escape, false);
#else
    int const key = ImGui::GetKeyIndex(ImGuiKey_Escape);
    return key >= 0 && ImGui::IsKeyPressed(key, false);
#endif
}

}  // namespace

bool line_edit(Canvas const& c, char const* id, Rect const& rect, std::string& text,
               char const* hint, Face face, Type type) {
    static Editing editing;
    filled_rect(c, rect, c.theme.raised, c.px(8));
    framed_rect(c, rect, c.theme.line, c.hair(), c.px(8));
    SizedFont const& font = c.fonts.get(face, type);
    if (text.empty()) {
        draw_text(c, {rect.left + c.px(14), rect.middle_y()}, hint,
                  words(type, c.theme.faint_text).middle().within(rect.width() - c.px(28)));
    }
    ImGuiID const self = ImGui::GetID(id);
    if (editing.id != self) editing = {self, text, std::nullopt};
    if (editing.seen != text) editing.wanted = text;
    std::string const before = text;
    ImGui::PushFont(font.font);
    ImGui::PushStyleColor(ImGuiCol_FrameBg, IM_COL32(0, 0, 0, 0));
    float const line = ImGui::GetFontSize();
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding,
                        {c.px(14), std::floor((rect.height() - line) / 2)});
    ImGui::SetCursorScreenPos(rect.min());
    ImGui::SetNextItemWidth(rect.width());
    if (!ImGui::IsAnyItemActive()) {
        ImGui::SetKeyboardFocusHere();
        // ImGui would select what stands there, and the next letter would replace it.
        if (!text.empty()) editing.wanted = text;
    }
    bool const takes_over = editing.wanted.has_value();
    bool changed = ImGui::InputText(
        id, &text, ImGuiInputTextFlags_NoHorizontalScroll | ImGuiInputTextFlags_CallbackAlways,
        take_over, &editing);
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
    ImGui::PopFont();
    // ImGui's Escape takes back what was typed; here it leaves, and the dashboard does that.
    if (changed && escape_is_pressed()) text = before;
    // What the program put there is not what was typed.
    if (takes_over || text == before) changed = false;
    editing.seen = text;
    return changed;
}

}  // namespace highwater::gui

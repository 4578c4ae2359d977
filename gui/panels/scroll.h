// A part of a panel that is taller than its place. What is drawn between begin and end is clipped
// and moves with the wheel; the canvas inside has its own draw list.
#pragma once

#include <algorithm>

#include "gui/widgets/canvas.h"

namespace highwater::gui {

struct Scroll {
    Canvas canvas;
    Rect view;      // what is seen of it
    float top{};    // where its first pixel stands now, above `view` when scrolled
    float width{};  // without the scroll bar

    // Whether anything between these heights can be seen.
    bool sees(float from, float to) const { return to >= view.top && from <= view.bottom; }
};

inline Scroll begin_scroll(Canvas const& canvas, char const* id, Rect const& rect) {
    ImGui::SetCursorScreenPos(rect.min());
    ImGui::PushStyleVar(ImGuiStyleVar_ScrollbarSize, canvas.px(8));
    // Zero and less mean “what is left of the window” to ImGui; a tiny window has such places.
    ImVec2 const size{std::max(1.0F, rect.width()), std::max(1.0F, rect.height())};
    ImGui::BeginChild(id, size, false, ImGuiWindowFlags_NoBackground);
    return {canvas_here(canvas.theme, canvas.fonts), rect, ImGui::GetCursorScreenPos().y,
            rect.width() - canvas.px(12)};
}

// `bottom`: where the last thing drawn ended.
inline void end_scroll(Scroll const& scroll, float bottom) {
    ImGui::SetCursorScreenPos({scroll.view.left, scroll.top});
    ImGui::Dummy({1, bottom > scroll.top ? bottom - scroll.top : 1});
    ImGui::EndChild();
    ImGui::PopStyleVar();
}

}  // namespace highwater::gui

// A part of a panel that is taller than its place. What is drawn between begin and end is clipped
// and moves with the wheel; the canvas inside has its own draw list.
#pragma once

#include <imgui_internal.h>  // SetNextWindowScroll

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

// Where it begins: as it was left, or at its top, for something else is shown in it than before.
enum class ScrollFrom { where_it_was, top };

inline Scroll begin_scroll(Canvas const& canvas, char const* id, Rect const& rect,
                           ScrollFrom from = ScrollFrom::where_it_was, ImGuiWindowFlags flags = 0) {
    ImGui::SetCursorScreenPos(rect.min());
    ImGui::PushStyleVar(ImGuiStyleVar_ScrollbarSize, canvas.px(8));
    // Zero and less mean “what is left of the window” to ImGui; a tiny window has such places.
    ImVec2 const size{std::max(1.0F, rect.width()), std::max(1.0F, rect.height())};
    if (from == ScrollFrom::top) ImGui::SetNextWindowScroll({0, 0});
    ImGui::BeginChild(id, size, false, ImGuiWindowFlags_NoBackground | flags);
    return {canvas_here(canvas.theme, canvas.fonts), rect, ImGui::GetCursorScreenPos().y,
            rect.width() - canvas.px(12)};
}

// `bottom`: where the last thing drawn ended. `width`: of what is wider than its place.
inline void end_scroll(Scroll const& scroll, float bottom, float width = 1) {
    ImGui::SetCursorScreenPos({scroll.view.left - ImGui::GetScrollX(), scroll.top});
    ImGui::Dummy({width, bottom > scroll.top ? bottom - scroll.top : 1});
    ImGui::EndChild();
    ImGui::PopStyleVar();
}

}  // namespace highwater::gui

// A part of a panel that is taller than its place. What is drawn between begin and end is clipped
// and moves with the wheel; the canvas inside has its own draw list.
#pragma once

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
    ImGui::BeginChild(id, {rect.width(), rect.height()}, false, ImGuiWindowFlags_NoBackground);
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

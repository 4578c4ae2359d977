#include "gui/widgets/hit.h"

#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {

Hit hit_area(char const* id, Rect const& rect, Layer layer) {
    if (is_empty(rect)) return {};
    // The window's own layout goes on where it was: our areas lie where the design says.
    ImVec2 const cursor = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos(rect.min());
#if IMGUI_VERSION_NUM >= 18970
    if (layer == Layer::below) ImGui::SetNextItemAllowOverlap();
#endif
    Hit hit;
    hit.clicked = ImGui::InvisibleButton(id, {rect.width(), rect.height()});
#if IMGUI_VERSION_NUM < 18970
    if (layer == Layer::below) ImGui::SetItemAllowOverlap();
#endif
    hit.hovered = ImGui::IsItemHovered();
    hit.held = ImGui::IsItemActive();
    hit.right_clicked = hit.hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Right);
    hit.double_clicked = hit.hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
    ImGui::SetCursorScreenPos(cursor);
    return hit;
}

Hit id_link(Canvas const& canvas, char const* id, ImVec2 at, std::string_view text,
            TextStyle const& style, Rect* covered) {
    Rect const rect = draw_text(canvas, at, text, style);
    if (covered != nullptr) *covered = rect;
    Hit const hit = hit_area(id, rect);
    if (hit.hovered) {
        float const y = rect.bottom - canvas.px(3);
        solid_line(canvas, {rect.left, y}, {rect.right, y}, style.colour, canvas.hair());
        ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    }
    return hit;
}

}  // namespace highwater::gui

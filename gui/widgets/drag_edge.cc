#include "gui/widgets/drag_edge.h"

#include <algorithm>
#include <cmath>

#include "gui/widgets/hit.h"
#include "gui/widgets/shapes.h"

namespace highwater::gui {

void drag_edge(Canvas const& canvas, char const* id, Rect const& part, float& height) {
    Canvas const& c = canvas;
    Hit const hit = hit_area(id, {part.left, part.top, part.right, part.top + c.px(8)});
    bool const is_live = hit.hovered || hit.held;
    if (is_live) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeNS);
    float const x = std::floor(part.middle_x());
    filled_rect(c, {x - c.px(16), part.top + c.px(3), x + c.px(16), part.top + c.px(5)},
                is_live ? c.theme.now_outline : c.theme.line, c.px(1));
    if (!hit.held || !ImGui::IsMouseDragging(ImGuiMouseButton_Left)) return;
    height = std::max(1.0F, (part.bottom - ImGui::GetIO().MousePos.y) / c.fonts.scale);
}

}  // namespace highwater::gui

// The upper edge of a part of the window that can be made taller: a grip that is dragged.
#pragma once

#include "gui/widgets/canvas.h"

namespace highwater::gui {

// The height at scale 1 that the part gets while its edge is dragged goes to `height`, which is at
// least 1; nothing else changes it.
void drag_edge(Canvas const& canvas, char const* id, Rect const& part, float& height);

}  // namespace highwater::gui

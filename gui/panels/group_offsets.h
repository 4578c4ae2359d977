// Where a group stands in each partition, as number lines: committed, position, high watermark, log
// end and lag. The committed mark can be dragged: that is kafka-consumer-groups --reset-offsets.
#pragma once

#include "gui/frame.h"
#include "gui/requests.h"
#include "gui/ui_state.h"
#include "gui/view/groups.h"
#include "gui/widgets/canvas.h"

namespace highwater::gui {

void draw_group_offsets(Canvas const& canvas, Rect const& area, GroupsView const& view, UiState& ui,
                        Requests& requests, Frame const& frame);

}  // namespace highwater::gui

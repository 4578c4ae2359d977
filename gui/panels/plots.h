// Curves in the time bar, in place of the ribbons and under the same cursor.
#pragma once

#include "gui/frame.h"
#include "gui/widgets/canvas.h"
#include "gui/widgets/ribbon.h"

namespace highwater::gui {

// A name and what it says now, where both stand in one line.
constexpr char const* kLongestPlotName = "InSyncReplicasCount 3 · most 3";

// From the left edge of `area`, where the names stand, to its right edge.
// `until`: what comes later is not shown, though it may be recorded.
void draw_plots(Canvas const& canvas, Rect const& area, TimeAxis const& axis, Frame const& frame,
                Time until);

}  // namespace highwater::gui

// Which part of the run the time bar shows: all of it, or what lies around something, closer.
#pragma once

#include <cstdint>

#include "gui/frame.h"
#include "gui/ui_state.h"

namespace highwater::gui {

// How far the axis reaches: the lesson, and what was run beyond it.
Time end_of_axis(Frame const& frame);
// The part that is shown now. It moves along, so that the cursor is always in it.
TimeWindow shown_window(Frame const& frame, TimeWindow wanted);
// Closer (steps > 0) or wider, `at_us` staying where it is; as wide as the run it is whole again.
TimeWindow zoomed(Frame const& frame, TimeWindow wanted, std::int64_t at_us, int steps);
// Earlier (steps < 0) or later by an eighth of what is shown.
TimeWindow moved(Frame const& frame, TimeWindow wanted, int steps);

}  // namespace highwater::gui

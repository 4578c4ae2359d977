// Under the partitions: the records of the one that is selected, newest first, and a form that
// sends another one.
#pragma once

#include "gui/frame.h"
#include "gui/requests.h"
#include "gui/ui_state.h"

namespace highwater::gui {

// Too little for partitions and records: one line opens the records, in the partitions' place.
bool is_low_stage(Canvas const& canvas, float stage_height);
// How much of a stage of that height they take; 0: no partition is selected, or there is no room
// even for the line that opens them.
float records_height(Canvas const& canvas, float stage_height, UiState const& ui);
void draw_records(Canvas const& canvas, Rect const& area, bool in_place, Frame const& frame,
                  UiState& ui, Requests& requests);
void draw_folded_records(Canvas const& canvas, Rect const& area, Frame const& frame,
                         UiState const& ui, Requests& requests);

}  // namespace highwater::gui

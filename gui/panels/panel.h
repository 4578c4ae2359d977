// A panel is a function: it reads a frame, keeps its state in UiState, and asks by Requests. The
// table in panels.cc says which panels there are and where they stand.
#pragma once

#include "gui/frame.h"
#include "gui/requests.h"
#include "gui/ui_state.h"
#include "gui/widgets/layout_probe.h"

namespace highwater::gui {

using DrawPanel = void (*)(Canvas const& canvas, Rect area, Frame const& frame, UiState& ui,
                           Requests& requests);

void draw_top_bar(Canvas const&, Rect, Frame const&, UiState&, Requests&);
void draw_lesson(Canvas const&, Rect, Frame const&, UiState&, Requests&);      // left column
void draw_cluster(Canvas const&, Rect, Frame const&, UiState&, Requests&);     // stage F2
void draw_partitions(Canvas const&, Rect, Frame const&, UiState&, Requests&);  // stage F3
void draw_groups(Canvas const&, Rect, Frame const&, UiState&, Requests&);      // stage F4
void draw_sequence(Canvas const&, Rect, Frame const&, UiState&, Requests&);    // stage F5
void draw_events(Canvas const&, Rect, Frame const&, UiState&, Requests&);      // stage F6
void draw_compare(Canvas const&, Rect, Frame const&, UiState&, Requests&);     // stage F7
void draw_inspector(Canvas const&, Rect, Frame const&, UiState&,
                    Requests&);  // right column: selected,
                                 // why, promises
void draw_time_bar(Canvas const&, Rect, Frame const&, UiState&, Requests&);  // bottom
void draw_console(Canvas const&, Rect, Frame const&, UiState&, Requests&);   // under the stage
void draw_lecture(Canvas const&, Rect, Frame const&, UiState&, Requests&);   // the whole window
void draw_menu(Canvas const&, Rect, Frame const&, UiState&, Requests&);      // lessons, over it all
void draw_help(Canvas const&, Rect, Frame const&, UiState&, Requests&);
void draw_simplified(Canvas const&, Rect, Frame const&, UiState&, Requests&);
void draw_verdicts(Canvas const&, Rect, Frame const&, UiState&, Requests&);
void draw_palette(Canvas const&, Rect, Frame const&, UiState&, Requests&);
// The same menu on every id, everywhere: the faults and questions that fit it.
void draw_context_menu(Canvas const&, Rect, Frame const&, UiState&, Requests&);

}  // namespace highwater::gui

// What a click on anything does, everywhere the same: left selects it, right opens its menu too.
#pragma once

#include "gui/ui_state.h"
#include "gui/widgets/hit.h"

namespace highwater::gui {

inline void follow_hit(Hit const& hit, Selection const& target, UiState& ui) {
    if (!hit.clicked && !hit.right_clicked) return;
    ui.selection = target;
    ui.why = 0;
    ui.show_right = true;  // where the inspector is a drawer, it opens
    if (hit.right_clicked) ui.context_menu = target;
}

}  // namespace highwater::gui

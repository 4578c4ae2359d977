// What the form under the partitions stands for: one phrase, as it could be typed.
#pragma once

#include <string>

#include "gui/frame.h"
#include "gui/ui_state.h"

namespace highwater::gui {

// "produce 1 to orders-1 key=C-17 value=tea"; empty: no partition is selected.
std::string produce_phrase(Frame const& frame, UiState const& ui);

}  // namespace highwater::gui

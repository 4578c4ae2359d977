// In the inspector: the configs of what is selected. A click on one types another value.
#pragma once

#include "gui/frame.h"
#include "gui/ui_state.h"
#include "gui/view/configs.h"
#include "gui/widgets/canvas.h"

namespace highwater::gui {

// Below `at`; returns how tall it is.
float draw_configs(Canvas const& canvas, ImVec2 at, float width, ConfigsView const& view,
                   UiState& ui);

}  // namespace highwater::gui

// The buttons of time. Drawn as shapes, so that no font is needed to play.
#pragma once

#include "gui/widgets/canvas.h"
#include "gui/widgets/hit.h"

namespace highwater::gui {

enum class TransportIcon { to_start, step_back, play, pause, step_on, to_end };

constexpr float kTransportWidth = 52;
constexpr float kTransportHeight = 36;
constexpr float kTransportPitch = 58;

struct TransportLook {
    bool active = false;  // time runs: filled
    bool enabled = true;  // nothing lies there: faint, and says why when pointed at
    char const* tooltip = "";
};
Hit transport_button(Canvas const& canvas, char const* id, ImVec2 at, TransportIcon icon,
                     TransportLook const& look = {});

}  // namespace highwater::gui

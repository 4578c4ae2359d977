// The records whose promises are broken by now, for a stage. The books of every producer are gone
// through for them: while time runs, now and then.
#pragma once

#include "gui/panels/view_cache.h"
#include "gui/view/losses_shown.h"

namespace highwater::gui {

class ToldLosses {
public:
    std::vector<LostRecord> const& get(Frame const& frame) {
        return lost_.get_at_leisure(frame, true, ImGui::GetTime(), 0.25,
                                    [&] { return losses_shown(frame.world); });
    }

private:
    ViewCache<std::vector<LostRecord>, bool> lost_;
};

}  // namespace highwater::gui

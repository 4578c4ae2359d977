// The records whose promises are broken, as a stage may tell them. The books of every producer are
// gone through for them: while time runs, now and then.
#pragma once

#include "gui/panels/view_cache.h"
#include "gui/ui_state.h"
#include "gui/view/lesson.h"
#include "gui/view/losses_shown.h"

namespace highwater::gui {

class ToldLosses {
public:
    // None while a question is open: they might be the answer.
    std::vector<LostRecord> const& get(Frame const& frame, UiState const& ui) {
        bool const is_told = !has_open_question(frame, ui);
        return lost_.get_at_leisure(frame, is_told, ImGui::GetTime(), 0.25, [&] {
            return is_told ? losses_shown(frame.world) : std::vector<LostRecord>{};
        });
    }

private:
    ViewCache<std::vector<LostRecord>, bool> lost_;
};

}  // namespace highwater::gui

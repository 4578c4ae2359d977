// What the window tells of the recorded future: what was seen of it, and while a question of the
// lesson is open only that it is recorded. One place decides it, so that no panel gives an answer
// away.
#pragma once

#include <vector>

#include "gui/frame.h"
#include "gui/ui_state.h"
#include "gui/view/ribbons.h"

namespace highwater::gui {

class ToldFuture {
public:
    ToldFuture(Frame const& frame, UiState const& ui);

    bool is_hidden() const { return is_hidden_; }
    // Up to where anything may be drawn that says what happens.
    Time until() const;
    std::vector<RibbonSegment> segments(HealthLane const& lane) const;
    // Of frame.history, in its order.
    std::vector<TimeMark> marks() const;

private:
    Frame const& frame_;
    bool is_hidden_;
};

}  // namespace highwater::gui

#include "gui/view/told_future.h"

#include <utility>

#include "gui/view/lesson.h"

namespace highwater::gui {

ToldFuture::ToldFuture(Frame const& frame, UiState const& ui)
    : frame_{frame}, is_hidden_{has_open_question(frame, ui)} {}

Time ToldFuture::until() const { return is_hidden_ ? frame_.cursor.at : frame_.cursor.known_until; }

std::vector<RibbonSegment> ToldFuture::segments(HealthLane const& lane) const {
    Time const now = frame_.cursor.at;
    std::vector<RibbonSegment> all =
        segments_of(lane, Time{}, frame_.cursor.known_until, now, frame_.who.names);
    return is_hidden_ ? without_future(std::move(all), now) : all;
}

std::vector<TimeMark> ToldFuture::marks() const {
    std::vector<TimeMark> all;
    if (frame_.history == nullptr) return all;
    for (RunHistory::Mark const& mark : frame_.history->marks) all.push_back(mark.mark);
    return is_hidden_ ? without_future(std::move(all), frame_.cursor.at) : all;
}

}  // namespace highwater::gui

#include "gui/view/time_window.h"

#include <algorithm>

namespace highwater::gui {
namespace {

constexpr std::int64_t kLeastSpan = 1'000;  // a message takes half of that

TimeWindow between(Frame const& frame, std::int64_t from, std::int64_t span) {
    std::int64_t const end = end_of_axis(frame).us;
    if (span >= end) return {};
    from = std::clamp<std::int64_t>(from, 0, end - span);
    return {from, from + span};
}

}  // namespace

Time end_of_axis(Frame const& frame) {
    Time end = frame.cursor.known_until;
    if (frame.scenario != nullptr) end = std::max(end, Time{} + frame.scenario->duration);
    return std::max(end, Time{1});
}

TimeWindow shown_window(Frame const& frame, TimeWindow wanted) {
    if (wanted.is_whole()) return {0, end_of_axis(frame).us};
    std::int64_t const span = wanted.to_us - wanted.from_us;
    std::int64_t const cursor = std::max<std::int64_t>(0, frame.cursor.at.us);
    std::int64_t from = wanted.from_us;
    // What comes next has more room than what was.
    if (cursor < from || cursor > wanted.to_us) from = cursor - span / 4;
    TimeWindow const window = between(frame, from, span);
    return window.is_whole() ? TimeWindow{0, end_of_axis(frame).us} : window;
}

TimeWindow zoomed(Frame const& frame, TimeWindow wanted, std::int64_t at_us, int steps) {
    TimeWindow const shown = shown_window(frame, wanted);
    std::int64_t span = shown.to_us - shown.from_us;
    std::int64_t before = at_us - shown.from_us;
    for (; steps > 0 && span / 2 >= kLeastSpan; --steps) {
        span /= 2;
        before /= 2;
    }
    for (; steps < 0 && span < end_of_axis(frame).us; ++steps) {
        span *= 2;
        before *= 2;
    }
    return between(frame, at_us - before, span);
}

TimeWindow moved(Frame const& frame, TimeWindow wanted, int steps) {
    if (wanted.is_whole()) return wanted;
    std::int64_t const span = wanted.to_us - wanted.from_us;
    return between(frame, wanted.from_us + steps * (span / 8), span);
}

}  // namespace highwater::gui

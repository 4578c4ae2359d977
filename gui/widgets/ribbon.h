// Time from left to right: the axis, one ribbon per partition or group, marks, and the cursor. What
// happened is solid; right of the cursor the recorded future is dashed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gui/widgets/canvas.h"
#include "gui/widgets/hit.h"

namespace highwater::gui {

// Simulated time in microseconds to pixels.
struct TimeAxis {
    std::int64_t from_us = 0;
    std::int64_t to_us = 1;
    float left = 0;
    float right = 1;

    float x(std::int64_t at_us) const;
    std::int64_t at(float x) const;
};

// A round step of 1, 2 or 5 × 10ⁿ µs at least `least_pixels` wide.
std::int64_t tick_step_us(TimeAxis const& axis, float least_pixels);
// "6", "0.25", "9.104": seconds with as many decimals as the step needs.
std::string tick_text(std::int64_t at_us, std::int64_t step_us);

// Labels at the top of `rect`, hairlines down to its bottom.
void time_axis(Canvas const& canvas, Rect const& rect, TimeAxis const& axis);

struct RibbonSegment {
    std::int64_t from_us = 0;
    std::int64_t to_us = 0;
    Meaning meaning = Meaning::in_sync;
    std::string words;  // written inside when there is room
};

constexpr float kRibbonHeight = 16;
constexpr float kRibbonPitch = 26;

// One row; its name stands left of the axis, right-aligned. Segments are in order of time.
void ribbon_row(Canvas const& canvas, float top, std::string_view name,
                std::vector<RibbonSegment> const& segments, TimeAxis const& axis,
                std::int64_t now_us);

struct TimeMark {
    std::int64_t at_us = 0;
    Meaning meaning = Meaning::controller;
    std::string words;
};

// Where the words of a mark go: a row, or -1 when there is no room left (the shape still stands).
// `widths` are those of shape and words together. Marks are in order of time.
std::vector<int> mark_rows(std::vector<float> const& lefts, std::vector<float> const& widths,
                           int rows, float gap, float right);
void time_marks(Canvas const& canvas, float top, std::vector<TimeMark> const& marks,
                TimeAxis const& axis);

// The yellow line of now, with ▼ on it.
void time_cursor(Canvas const& canvas, Rect const& rect, TimeAxis const& axis, std::int64_t now_us);

// True while the person drags (or has clicked) inside of `rect`; then `at_us` is the chosen time,
// within the axis.
bool drag_time(char const* id, Rect const& rect, TimeAxis const& axis, std::int64_t& at_us);

}  // namespace highwater::gui

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

// Labels in the first 16 of `rect`, hairlines down to its bottom. The cursor's rect begins below
// the labels, so that the line never stands on a number.
constexpr float kAxisLabels = 16;
void time_axis(Canvas const& canvas, Rect const& rect, TimeAxis const& axis);

struct RibbonSegment {
    std::int64_t from_us = 0;
    std::int64_t to_us = 0;
    Meaning meaning = Meaning::in_sync;
    std::string words;    // written inside when there is room
    bool hollow = false;  // an outline: nobody is there. What is dead is one always
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

// Marks in rows, so that neither words nor shapes cover each other. Words never take the place of a
// later shape: a mark without room for its words keeps its shape. Only where more shapes meet than
// there are rows, row is -1.
struct MarkSize {
    float x = 0;      // middle of the shape
    float shape = 0;  // its width
    float words = 0;  // width of the words and of the gap before them
};
struct MarkPlace {
    enum class Words { right, left, none };
    int row = -1;
    Words words = Words::none;
};
constexpr float kMarkRow = 18;
constexpr int kFewestMarkRows = 2;
constexpr int kMostMarkRows = 4;
std::vector<MarkPlace> place_marks(std::vector<MarkSize> const& marks, int rows, float gap,
                                   float left, float right);
// Rows of kMarkRow on a card; marks are in order of time. Drawn after the cursor, over its line.
// Which one was clicked, or -1.
int time_marks(Canvas const& canvas, float top, int rows, std::vector<TimeMark> const& marks,
               TimeAxis const& axis);

// The yellow line of now, with ▼ at the top of `rect`.
void time_cursor(Canvas const& canvas, Rect const& rect, TimeAxis const& axis, std::int64_t now_us);

// True while the person drags (or has clicked) inside of `rect`; then `at_us` is the chosen time,
// within the axis.
bool drag_time(char const* id, Rect const& rect, TimeAxis const& axis, std::int64_t& at_us);

}  // namespace highwater::gui

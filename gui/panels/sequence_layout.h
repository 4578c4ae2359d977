// Where the lines of the space-time diagram stand. Apart from the drawing, so that it can be
// tested.
#pragma once

#include <vector>

#include "gui/view/sequence.h"
#include "gui/widgets/canvas.h"

namespace highwater::gui {

constexpr float kSequenceRow = 26;      // a line with words
constexpr float kSequenceArrival = 12;  // one without
constexpr float kSequencePause = 22;    // more, where nothing happens for long
constexpr float kSequenceLanding = 18;  // and over words where arrows end: they end above them

struct SequenceLayout {
    std::vector<float> lanes;  // x of each life line
    std::vector<float> rows;   // y of each row, from the top of the diagram
    std::vector<float> ends;   // y at which arrows end that arrive at the row
    float height{};
    float gutter{};  // width of the column of times
    float left{};    // of the first letter that may stand beside a life line
    float right{};
};

float sequence_gutter(Canvas const& canvas);
// How many life lines have room beside each other with their names over them.
std::size_t lanes_that_fit(Canvas const& canvas, float width);
SequenceLayout sequence_layout(Canvas const& canvas, SequenceView const& view, float left,
                               float width);

// Where the arrow ends: at its receiver, short of it when it is lost or held.
ImVec2 arrow_end(Canvas const& canvas, SequenceLayout const& layout, SequenceArrow const& arrow);
ImVec2 arrow_begin(SequenceLayout const& layout, SequenceArrow const& arrow);

// Where the diagram may be cut at the top: the next place from `y` on that lies over a row's words.
float whole_row_from(Canvas const& canvas, SequenceView const& view, SequenceLayout const& layout,
                     float y);

// Whether the line between the two points goes through the rectangle.
bool crosses(Rect const& rect, ImVec2 from, ImVec2 to);

// Of `point` from the line between the two.
float distance_to_line(ImVec2 point, ImVec2 from, ImVec2 to);

}  // namespace highwater::gui

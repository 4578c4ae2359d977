// The log of one replica as a row of cells, one per record: filled below the high watermark, hollow
// above it, a stroke where it was compacted away, crossed when truncated or lost, outlined in
// yellow when just touched. Bars that share an OffsetScale stand under each other offset by offset,
// so lag is seen, not read.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "gui/widgets/canvas.h"

namespace highwater::gui {

struct OffsetRange {  // [begin, end)
    std::int64_t begin = 0;
    std::int64_t end = 0;
    bool has(std::int64_t offset) const { return offset >= begin && offset < end; }
};

struct EpochRun {
    std::int64_t leader_epoch = 0;
    std::int64_t start_offset = 0;
};

struct OffsetBar {
    std::int64_t log_start = 0;
    std::int64_t high_watermark = 0;
    std::int64_t log_end = 0;
    std::vector<EpochRun> epochs;      // by start offset; none = all of epoch 0
    std::vector<OffsetRange> crossed;  // truncated, lost or to be; may lie beyond log_end
    std::vector<OffsetRange> holes;    // compacted away; known for the newest offsets only
    OffsetRange touched;
    bool dead = false;  // what it holds is out of reach

    bool is_crossed(std::int64_t offset) const {
        for (OffsetRange const& range : crossed) {
            if (range.has(offset)) return true;
        }
        return false;
    }
};
// Of a dead process only what it had written to replication-offset-checkpoint is left: "HW on
// disk", and where there is little room "HW·disk".
std::string_view high_watermark_name(OffsetBar const& bar, bool is_short = false);

// Which offsets are on the screen.
struct OffsetScale {
    std::int64_t first = 0;
    std::int64_t count = 1;
    std::int32_t times = 1;  // cells are so many times as wide as usual, where there is room
    bool has_words = false;  // in them: what a crossed one says is struck out, in place of a ✕
};

constexpr std::int64_t kNoMark = std::numeric_limits<std::int64_t>::max();
// The last `most` offsets of [lowest, highest), moved on in steps of a quarter: while records come
// in the cells stand still. Where `mark` lies before them there are more and narrower ones, so that
// it is seen; of a mark that is too far away for that only the number is told.
OffsetScale offset_scale(std::int64_t lowest, std::int64_t highest, std::int64_t most,
                         std::int64_t mark = kNoMark);
// How many full-size cells fit into `width` pixels.
std::int64_t cells_that_fit(Canvas const& canvas, float width);

// Horizontal positions, in pixels.
struct OffsetAxis {
    OffsetScale scale;
    float left = 0;
    float pitch = 1;  // pixels an offset

    float x(std::int64_t offset) const;
};
OffsetAxis offset_axis(Canvas const& canvas, OffsetScale const& scale, float left, float width);

// Words under a bar. They never overlap: what does not fit is merged, shortened, then left out.
struct BarLabel {
    float left = 0;
    std::string text;
    bool faint = false;
};
// `letter` is the width of one letter of the fixed-width face.
std::vector<BarLabel> bar_labels(OffsetBar const& bar, OffsetAxis const& axis, float right,
                                 float letter);

// At scale 1. The cells' top left corner is `at`; 20 above them are for epochs, 8 + 18 below for
// words.
constexpr float kCellHeight = 20;
constexpr float kCellPitch = 19;

// What is written at a bar: everything, only where an epoch begins, or nothing.
enum class BarWords { all, epochs, none };

// Draws the bar and its words within `width` pixels.
void offset_bar(Canvas const& canvas, ImVec2 at, float width, OffsetBar const& bar,
                OffsetScale const& scale, BarWords written = BarWords::all);
// The offset under the mouse, or -1.
std::int64_t offset_at(OffsetAxis const& axis, float x);

}  // namespace highwater::gui

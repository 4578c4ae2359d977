// Where everything of the cluster stage stands: arithmetic only, tested without drawing. Three
// rows, the quorum, the brokers and the clients, with a lane for messages below each of the first
// two.
#pragma once

#include <cstddef>
#include <vector>

#include "gui/widgets/canvas.h"

namespace highwater::gui {

// How closely a partition is drawn on a broker's card.
enum class RowDensity : std::uint8_t {
    roomy,    // name and role, the log, its numbers under it
    compact,  // name and role, the log with its numbers beside it
    pair,     // name and numbers, the log under them without a role in words
    line,     // mark, name and log in one line
};

struct StageCounts {
    std::size_t controllers{};
    std::size_t brokers{};
    std::size_t clients{};
    std::size_t partitions{};  // those that may have rows
    std::size_t internals{};   // Kafka's own topics: a row each, for all their partitions
};

struct ClusterLayout {
    Rect quorum_label;  // empty where there is no room for it
    std::vector<Rect> controllers;
    std::vector<Rect> brokers;  // fewer than there are when even small cards do not fit
    std::vector<Rect> clients;
    Rect notes;  // one line at the bottom
    RowDensity density{};
    bool tight{};     // little height: cards without air
    bool squeezed{};  // less still: heads and clients of one line
    float header{};   // of a broker's card, until its first row
    float row_pitch{};
    std::size_t rows{};       // partitions that a card has room for
    float tiles_height{};     // below the rows; 0: every partition has a row
    float internal_pitch{};   // of a row for one of Kafka's own topics
    float internal_height{};  // of all of them, at the bottom of a card
};

ClusterLayout cluster_layout(Canvas const& canvas, Rect const& area, StageCounts const& counts);
// Below this height the stage scrolls: nothing can be squeezed further and still be read.
float least_stage_height(Canvas const& canvas, float width, StageCounts const& counts);

// From the edge of one card to the edge of another. Cards of one row are joined by a bracket below
// them, others by a straight line. Empty when one of them is not on the stage.
struct WayPlan {
    std::vector<ImVec2> points;
    std::int32_t from_permille{};  // where a pill may stand on it, so that it covers no card
    std::int32_t to_permille{1000};
};
WayPlan way_between(Canvas const& canvas, Rect const& from, Rect const& to, bool tight);

// Whether `rect` keeps `distance` from all of `taken`.
bool is_free(std::vector<Rect> const& taken, Rect const& rect, float distance);

}  // namespace highwater::gui

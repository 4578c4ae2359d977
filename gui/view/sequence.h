// The space-time diagram of the last messages: a life line for every process, time downwards, an
// arrow for every message. Time is not to scale: every sending has a line of its own, so that its
// words can be read, and a longer way is a steeper arrow; where nothing happens for long the axis
// is broken and says for how long. To scale, a message of one millisecond among fetches that wait
// half a second would be a hair.
#pragma once

#include <string>
#include <vector>

#include "gui/frame.h"
#include "gui/ui_state.h"

namespace highwater::gui {

struct SequenceLimits {
    std::size_t lanes{12};
    std::size_t messages{80};  // up to the cursor
    std::size_t later{40};     // of the recorded future
};

struct SequenceLane {
    NodeId node{kNoNode};
    std::string name;
    std::string short_name;        // "3001"
    Meaning mark{Meaning::plain};  // controller, in_sync: a broker, plain: a client; dead
};

// A height on the diagram. Rows with words are taller.
struct SequenceRow {
    enum class Kind : std::uint8_t {
        sending,  // of an arrow, with its words
        arrival,  // nothing but ends of arrows
        life,     // a process started, ended, froze or went on
        fact,     // something a learner would name
        now,      // the cursor
    };
    Kind kind{};
    Time at;
    std::uint64_t nth{};  // of the event
    EventId event{};
    std::string time;       // "13.274 955": where it differs from the row before
    Duration pause_before;  // 0: nothing that needs saying
    std::int32_t lane{-1};  // of life and fact
    std::string words;      // of life and fact
    Meaning meaning{Meaning::plain};
    bool is_later{};  // the recorded future
};

struct SequenceArrow {
    enum class End : std::uint8_t { arrives, under_way, held, waits, lost };
    std::int32_t from{};  // lanes
    std::int32_t to{};
    std::int32_t from_row{};
    std::int32_t to_row{};
    End end{};
    std::string label;    // "Fetch orders-1 from 119"
    std::string details;  // who, whom, when, how long: for the one that is pointed at
    Meaning meaning{Meaning::plain};
    EventId arrival{};  // 0: a cut holds it
    std::uint64_t sent_nth{};
    bool is_quiet{};
    bool is_later{};
};

// While a process is dead or frozen, its life line is broken.
struct SequenceGap {
    std::int32_t lane{};
    std::int32_t from_row{};  // -1: since before the diagram
    std::int32_t to_row{};    // beyond the last: until its end
    bool is_pause{};
};

struct SequenceView {
    std::vector<SequenceLane> lanes;
    std::vector<SequenceRow> rows;
    std::vector<SequenceArrow> arrows;
    std::vector<SequenceGap> gaps;
    std::int32_t now_row{-1};
    std::int32_t lanes_not_shown{};
    std::int64_t quiet{};  // messages of this stretch that are folded away
    bool is_known{};       // false: nobody has read the messages yet
};

SequenceView sequence_view(Frame const& frame, StageFilter const& filter, bool shows_quiet,
                           SequenceLimits const& limits);

// What can be chosen: Kafka's names of the messages that were read.
std::vector<std::string> message_kinds(Frame const& frame);

}  // namespace highwater::gui

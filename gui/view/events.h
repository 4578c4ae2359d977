// One list of what happened and of what is pending, with the cursor as the line between them. The
// list itself is numbers only; the words of a row are made when it is on the screen.
#pragma once

#include <string>
#include <vector>

#include "gui/frame.h"
#include "gui/ui_state.h"

namespace highwater::gui {

// A fact of an event, or an event of which no fact was noted.
struct EventRef {
    std::uint64_t nth{};
    std::int32_t fact{-1};  // of the event's facts
};

struct PendingEvent {
    Time at;  // kNever: a cut holds it
    EventId event{};
    NodeId node{kNoNode};
    NodeId peer{kNoNode};
    std::string kind;   // "Fetch", "timer", "command"
    std::string words;  // "Fetch orders-1 from 119, on its way from broker-1"
    Meaning meaning{Meaning::plain};
    Interest interest{};
    std::vector<TopicPartition> subjects;
};

struct EventsFilter {
    StageFilter by;
    Interest interest{Interest::notable};
    // Of what the lesson is going to do only when: while its question is open.
    bool hides_script{};

    friend bool operator==(EventsFilter const& a, EventsFilter const& b) {
        return a.by == b.by && a.interest == b.interest && a.hides_script == b.hides_script;
    }
};

struct EventsList {
    std::vector<EventRef> past;  // as they happened; the last ones when there are too many
    std::vector<PendingEvent> pending;
    bool is_cut{};              // more lies before the first row
    std::uint64_t kept_from{};  // events before it are not kept
};
inline constexpr std::size_t kMostEventRows = 10'000;
inline constexpr char const* kHiddenCommand = "the lesson goes on; how, after its question";

EventsList events_list(Frame const& frame, EventsFilter const& filter,
                       std::size_t most = kMostEventRows);

struct EventRow {
    std::string time;  // "13.274 955"
    std::string id;    // "#4127"
    EventId event{};
    std::uint64_t nth{};
    NodeId node{kNoNode};
    std::string place;  // "broker-3"; "network"
    std::string kind;   // "LeaderElected", "Fetch", "timer"
    std::string words;
    Meaning meaning{Meaning::plain};
    Interest interest{};
};
EventRow event_row(Frame const& frame, EventRef const& ref);
EventRow pending_row(Frame const& frame, PendingEvent const& pending);

// Every kind of fact that there is, by name, and of messages those that are on their way or known.
std::vector<std::string> event_kinds(Frame const& frame);

}  // namespace highwater::gui

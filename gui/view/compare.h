// Two futures of one run in lock-step: what differs between them at this instant, the first event
// in which they part, and what happened in one of them only.
#pragma once

#include <string>
#include <vector>

#include "gui/frame.h"
#include "gui/theme.h"
#include "gui/view/partitions.h"

namespace highwater::gui {

// In the place of a branch: the same script from its start, in another configuration.
constexpr std::int32_t kConfiguration = -2;

// What the player knows of the other future (gui/player_compare.cc).
struct OtherFuture {
    std::int32_t branch{-1};  // or kConfiguration
    std::string name;
    std::vector<std::string> commands;  // given in it since the two parted, "6.0 s  kill broker-2"
    std::vector<std::string> commands_here;
    std::uint64_t common{};  // after so many events both are the same run
    bool is_same{};          // nothing was done in either that was not done in the other
    World world;             // at the instant of the cursor
    Trace trace;             // since they parted, as far as it was looked at
    Describer who;
};

// A partition in both futures, at one offset scale.
struct ComparedPartition {
    TopicPartition id;
    std::string name;
    PartitionBlock here;
    PartitionBlock there;
    OffsetSpan span;
    std::int64_t parting{
        -1};  // the first offset at which the logs have different records; -1: none
    bool differs{};
};
// The newest offsets, as everywhere, or those around the first one at which the logs differ.
OffsetScale compared_scale(ComparedPartition const& partition, std::int64_t most);

struct FutureHead {
    // Never empty. Of a configuration ever shorter, and to the last with the value, which is what
    // differs: "checkout.acks=all", "acks=all", "=all".
    std::vector<std::string> names;
    std::string commands;  // "kill broker-2 · start broker-2"; empty: none since they parted
    std::string promises;  // "118 acknowledged · 0 lost · 2 unacknowledged"
    Meaning meaning{Meaning::plain};
};

// What happened in one future and not in the other.
struct LoneFact {
    Time at;
    std::string time;  // "9.104 s"; empty: it has no instant of its own
    std::string sentence;
    EventId event{};  // 0: none, a broken promise is found in what the logs hold
    bool is_there{};  // in the other future
    bool is_later{};  // than the cursor
    bool is_lost{};   // a record that was acknowledged
};

// Where the two part, and why. Of two branches it is the first event that is not the same. Two
// configurations never are: there it is the first thing that a learner would name which happens in
// one of them only, or at another time; what was set otherwise is said apart.
struct FirstDifference {
    bool is_known{};
    std::string setting;  // "checkout.acks=1"; empty: two branches
    Time at;
    std::string time;
    EventId event{};  // here; 0: nothing happened here any more
    std::string here;
    std::string there;
    std::string because_here;
    std::string because_there;
};

struct CompareView {
    bool exists{};   // false: there is no other future
    bool is_same{};  // nothing was done in one of them alone
    FutureHead here;
    FutureHead there;
    std::vector<ComparedPartition> partitions;  // what matters most first
    std::size_t all_partitions{};               // Kafka's own not among them
    FirstDifference first;
    std::vector<LoneFact> lone;  // lost records, then by time
};

// A setting of the lesson's own producer whose other value is worth a look: "checkout.acks=1" where
// it writes with all; empty: there is no producer.
std::string setting_to_try(Frame const& frame);

// At most so many partitions. Of what is recorded behind `until` nothing is told.
CompareView compare_view(Frame const& frame, std::size_t partitions, Time until = kNever);

}  // namespace highwater::gui

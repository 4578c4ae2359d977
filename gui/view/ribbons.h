// The availability of every partition over time, and the marks of what was inflicted and decided:
// folded from the facts of a run, each fact once, as it happens.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "gui/view/broken_links.h"
#include "gui/widgets/ribbon.h"
#include "trace/describe.h"
#include "trace/trace.h"
#include "world/world.h"

namespace highwater::gui {

// From best to worst: first what keeps records from those who read them, then what keeps producers
// with acks=all from writing.
enum class Health : std::uint8_t {
    healthy,           // a live leader, every replica in sync; groups that read it have it
    owner_paused,      // of a group that reads it the consumer that has it is frozen
    owner_dead,        // its process is down, and the group has not noticed yet
    unowned,           // no consumer of the group has it: nobody reads it
    under_replicated,  // fewer in sync than assigned
    isr_silent,     // one in sync is dead, frozen or behind a broken link: until it leaves the ISR
                    // nothing is committed
    under_min_isr,  // too few in sync: acks=all is refused
    leader_paused,  // the metadata names a leader whose process is frozen
    leader_dead,    // the metadata names a leader whose process is down: nobody has noticed yet
    no_leader       // the metadata names none
};
std::string_view words_of(Health health);
// min.insync.replicas as it counts for the partition: of the topic, the cluster or the brokers.
std::int32_t min_isr_of(World const& world, TopicPartition partition);
Meaning meaning_of(Health health);

struct HealthSpan {
    Time from;
    Health health{};
    NameId group{kNoName};  // whose owner is meant, where several groups read it
    Awaited awaited{};      // of isr_silent: for whom the high watermark waits
};

// One partition: its health from each instant on, to the next. Number -1: all partitions of one of
// Kafka's own topics, the worst of them at each instant.
struct HealthLane {
    TopicPartition partition;
    std::vector<HealthSpan> spans;
};

// What of a run's history ribbons and steps live on. Grows at the end only, and can be cut where a
// branch leaves it: it keeps the few facts it was made of.
struct RunHistory {
    // A change of what the lanes depend on.
    struct Change {
        enum class Kind : std::uint8_t {
            partition,
            min_isr,
            process,
            links,  // between brokers (gui/view/broken_links.h)
            topic_gone,
            // Of groups and their consumers (gui/view/owners.h).
            reads,
            owns,
            gives_up,
            reads_no_more,
            client,
            begins_anew,
            left,
            group_gone
        };
        std::uint64_t nth{};  // of the event
        Time at;
        Kind kind{};
        TopicPartition partition;    // of kinds partition and min_isr; topic_gone: the topic alone
        BrokerId broker{kNoBroker};  // the leader, or whose process
        std::vector<BrokerId> isr;
        std::int32_t assigned{};
        std::int32_t min_isr{};
        bool answers{};    // the process
        bool is_paused{};  // it does not, and goes on later
        NameId group{kNoName};
        NodeId client{kNoNode};  // a consumer's process
        LinkChange links;
    };
    struct Mark {
        std::uint64_t nth{};
        TimeMark mark;
    };

    // Of one replica's log. The records are gone, and this is all that tells of them.
    struct Truncation {
        std::uint64_t nth{};
        Time at;
        NodeId node{kNoNode};
        TopicPartition partition;
        std::int64_t from{};  // the log ended here
        std::int64_t to{};    // and ends here now
    };

    std::uint64_t next_nth{};  // events below it have been looked at
    std::vector<Change> changes;
    std::vector<Mark> marks;
    std::vector<Truncation> truncations;
    std::vector<std::uint64_t> key_events;  // those a learner would name, by their place in the run
    std::vector<std::pair<std::uint64_t, NameId>> internal_topics;  // and the event that made it
    std::vector<HealthLane> lanes;      // by topic and number; folded from `changes`
    std::vector<HealthLane> internals;  // of Kafka's own topics, by number
    std::vector<HealthLane> summaries;  // and each of these topics as one lane
};

// Looks at every event that the trace has and the history has not. `world` is the present, for what
// facts do not say (min.insync.replicas).
void extend(RunHistory& history, Trace const& trace, World const& world);
// Makes the lanes of the changes, from the beginning of the run.
void fold_lanes(RunHistory& history);
// The run continues differently from its nth event on.
void cut(RunHistory& history, std::uint64_t nth);

// What is recorded right of `now` without what it was: as long as the class is asked about it.
std::vector<RibbonSegment> without_future(std::vector<RibbonSegment> segments, Time now);
std::vector<TimeMark> without_future(std::vector<TimeMark> marks, Time now);
// A lane as the widget draws it: from `from` to `until`, with words where something is wrong. How
// long it has been so is counted up to `now`: what follows may be recorded, and has not happened.
// Groups are named by `names`, where there are several.
std::vector<RibbonSegment> segments_of(HealthLane const& lane, Time from, Time until, Time now,
                                       Names const* names = nullptr);
// Those that deserve the room: all when there is room, else the worst first, in their old order,
// by what was up to `until`: whatever comes then may not be told yet (gui/view/told_future.h).
// Kafka's own topics come last, each as one lane; the focus has its own lane always.
std::vector<HealthLane const*> lanes_for(RunHistory const& history, std::size_t room,
                                         TopicPartition focus = {}, Time until = kNever);
// "orders-1"; "__consumer_offsets" of all its partitions.
std::string name_of(HealthLane const& lane, Describer const& who);

}  // namespace highwater::gui

// "Why?": from an effect back to its causes, as facts. Each kind of fact has one rule that names
// the earlier fact it follows from; where no rule fits, the event that caused the event is asked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "trace/describe.h"
#include "trace/trace.h"

namespace highwater {

struct WhyLink {
    std::uint64_t fact{};  // its number in the trace
    TracedFact traced;
    std::string sentence;
};

// What somebody may ask about. A broker's questions use `broker`, a partition's `partition`.
enum class WhySubject : std::uint8_t {
    leader,
    isr,
    high_watermark,
    log_end_offset,
    acknowledged,
    truncated,
    controller,
    broker_state,
    owner,
    compacted,
    throttled,
    exception,
    elr,
    partition_epoch,
    replicas,
    last_error,
    log_start_offset,
    group_state,
    group_members,
    group_generation,
    group_coordinator,
    committed_offset,
    position,
    partitions,
    lost
};
struct WhyQuestion {
    WhySubject subject{};
    TopicPartition partition;  // of group_coordinator: the one of __consumer_offsets
    BrokerId broker{kNoBroker};
    Time at{kNever};  // the state as of this instant, events at it included
    ClusterId cluster{kFirstCluster};
    NameId client{kNoName};  // of throttled, exception, last_error, position,
                             // partitions and lost
    NameId group{kNoName};   // of owner, where several groups read the topic, and of groups' own
};

// The fact that made the state what it is; none when the trace knows of no change.
std::optional<std::uint64_t> fact_behind(Trace const& trace, Describer const& who,
                                         WhyQuestion const& question);
// The most telling fact of an event; none when nothing was noted at it.
std::optional<std::uint64_t> main_fact_of(Trace const& trace, EventId event);
// From the fact back to its first cause: the effect first, the root last.
std::vector<WhyLink> why(Trace const& trace, Describer const& who, std::uint64_t fact);

}  // namespace highwater

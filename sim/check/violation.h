// What must not happen. An invariant says so in general; a violation is one case, with who, what
// and where. Its sentence is made in check/describe.cc, and nowhere else.
#pragma once

#include <cstdint>
#include <string>

#include "base/fields.h"

namespace highwater {

// In the order of the table (check/invariants.cc).
enum class InvariantId : std::uint8_t {
    // A: what a log, a replica and a registration look like
    offsets_monotone,
    epochs_monotone,
    bounds,
    isr_subset,
    leader_in_isr,
    isr_not_empty,
    elr_disjoint,
    elr_holds_committed,
    active_broker,
    one_change_in_flight,
    counters_grow,
    // B: what replication promises
    one_leader_per_epoch,
    log_matching,
    weak_isr,
    strong_isr,
    committed_durable,
    acks_all_durable,
    high_watermark_monotone,
    maximal_isr,
    zombie_cannot_commit,
    follower_truncation,
    isr_join,
    min_isr_freeze,
    reads_committed,
    recovery,
    // C: what controllers promise
    one_active_controller,
    election_safety,
    state_machine_safety,
    commit_rule,
    image_is_prefix,
    pre_vote,
    election_order,
    epochs_change,
    reassignment,
    // D: what idempotent producers are promised
    producer_order,
    no_duplicates,
    no_gap,
    producer_fencing,
    // G: what happens in the end, once nothing is broken any more
    controller_active,
    partition_has_leader,
    follower_rejoins,
    high_watermark_arrives,
    produce_ends
};
inline constexpr std::size_t kInvariants = static_cast<std::size_t>(InvariantId::produce_ends) + 1;

struct Violation {
    InvariantId invariant{};
    EventId event{};
    Time at{};
    NodeId node{kNoNode};  // where it was seen
    TopicPartition partition{};
    BrokerId broker{kNoBroker};  // whose fault, or who suffers it
    BrokerId other{kNoBroker};   // against whom
    LeaderEpoch epoch{kNoEpoch};
    Offset offset{kNoOffset};
    Offset bound{kNoOffset};  // what the offset should have respected
    static auto fields(auto& self) {
        return std::tuple{Field{"invariant", self.invariant},
                          Field{"event", self.event},
                          Field{"at", self.at},
                          Field{"node", self.node},
                          Field{"partition", self.partition},
                          Field{"broker", self.broker},
                          Field{"other", self.other},
                          Field{"epoch", self.epoch},
                          Field{"offset", self.offset},
                          Field{"bound", self.bound}};
    }
};

}  // namespace highwater

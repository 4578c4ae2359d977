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
    caught_up_unfencing,
    // D: what idempotent producers are promised
    producer_order,
    no_duplicates,
    no_gap,
    producer_fencing,
    // E: what groups promise
    exclusive_ownership,
    coverage,
    revoke_before_assign,
    generation_fencing,
    static_membership,
    balance,
    stickiness,
    committed_in_log,
    read_before_committed,
    one_coordinator,
    // F: what happens to logs besides
    retention,
    batches_unchanged,
    // G: what happens in the end, or within a time that is known
    controller_active,
    partition_has_leader,
    laggard_leaves,
    follower_rejoins,
    high_watermark_arrives,
    produce_ends,
    rebalance_ends,
    preferred_leader_returns,
    cut_off_leader_resigns,
    broker_unfences,
    election_ends
};
inline constexpr std::size_t kInvariants = static_cast<std::size_t>(InvariantId::election_ends) + 1;

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
    NameId group{kNoName};
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
                          Field{"bound", self.bound},
                          Field{"group", self.group}};
    }
};

}  // namespace highwater

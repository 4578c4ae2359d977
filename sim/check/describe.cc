// Violations and verdicts as sentences. Nobody else makes them.
#include "check/look.h"

namespace highwater {

namespace {
std::string text_of(Offset offset) { return std::to_string(offset.value); }
std::string text_of(LeaderEpoch epoch) { return std::to_string(epoch.value); }

// What happened, without the invariant's name and without a full stop.
std::string story_of(Violation const& v, Describer const& who) {
    std::string const partition = v.partition.topic == kNoName ? "" : who.partition(v.partition);
    std::string const broker = who.broker(v.broker);
    std::string const other = who.broker(v.other);
    std::string const group = v.group == kNoName ? "" : "group " + who.names->text(v.group);
    switch (v.invariant) {
    case InvariantId::offsets_monotone:
        return broker + " wrote offset " + text_of(v.offset) + " of " + partition + " where " +
               text_of(v.bound) + " comes next";
    case InvariantId::epochs_monotone:
        return "the log of " + partition + " on " + broker +
               " goes back in leader epochs at offset " + text_of(v.offset);
    case InvariantId::bounds:
        return partition + " on " + broker + " has its high watermark at " + text_of(v.offset) +
               ", and its log ends at " + text_of(v.bound);
    case InvariantId::isr_subset:
        return "the ISR or the reassignment of " + partition +
               " names one that is no replica, or one twice";
    case InvariantId::leader_in_isr:
        return broker + " leads " + partition + " and is not in its ISR";
    case InvariantId::isr_not_empty:
        return partition + " has an empty ISR while " + broker + " leads it";
    case InvariantId::elr_disjoint:
        return partition +
               " has eligible leader replicas beside an ISR that is large enough, or in it";
    case InvariantId::elr_holds_committed:
        return broker + " is in the ISR or may be elected for " + partition + " and ends at " +
               text_of(v.offset) + ", below the committed " + text_of(v.bound);
    case InvariantId::active_broker:
        return broker + " is fenced and leads " + partition + " or is in its ISR";
    case InvariantId::one_change_in_flight:
        return broker + " asked for two ISR changes of " + partition + " at once";
    case InvariantId::counters_grow:
        return (partition.empty() ? (v.broker == kNoBroker ? "a producer" : broker) : partition) +
               " went back in an epoch";
    case InvariantId::one_leader_per_epoch:
        return broker + " and " + other + " both wrote to " + partition + " in leader epoch " +
               text_of(v.epoch);
    case InvariantId::log_matching:
        return broker + " and " + other + " have different histories of " + partition +
               " up to offset " + text_of(v.offset) + ", which both have in leader epoch " +
               text_of(v.epoch);
    case InvariantId::weak_isr:
    case InvariantId::strong_isr:
        return broker + " is in the ISR of " + partition + " and lacks offset " +
               text_of(v.offset) + ", although " + other + ", which believes to lead in epoch " +
               text_of(v.epoch) + ", has its high watermark at " + text_of(v.bound);
    case InvariantId::committed_durable:
        return broker + " leads " + partition + " in epoch " + text_of(v.epoch) +
               " without all that was committed below " + text_of(v.bound) + "; its log ends at " +
               text_of(v.offset);
    case InvariantId::acks_all_durable:
        return who.node(v.node) + " was told with acks=all that " + partition +
               " is written below " + text_of(v.offset) + ", and the high watermark never passed " +
               text_of(v.bound);
    case InvariantId::high_watermark_monotone:
        return "the high watermark of " + partition + " on its leader " + broker +
               " went back from " + text_of(v.bound) + " to " + text_of(v.offset);
    case InvariantId::maximal_isr:
        return broker + " is in the controller's ISR of " + partition + " and ends at " +
               text_of(v.offset) + ", below the high watermark " + text_of(v.bound) +
               " of its leader " + other;
    case InvariantId::zombie_cannot_commit:
        return "the controller took an ISR of " + partition + " from " + broker +
               ", made of an older state (leader epoch " + text_of(v.epoch) + ")";
    case InvariantId::follower_truncation:
        return broker + " cut offset " + text_of(v.offset) + " of " + partition +
               " (leader epoch " + text_of(v.epoch) + "), and everything below " +
               text_of(v.bound) + " was committed";
    case InvariantId::isr_join:
        return other + " lets " + broker + " into the ISR of " + partition +
               " with a log that ends at " + text_of(v.offset) + ", before " + text_of(v.bound);
    case InvariantId::min_isr_freeze:
        return broker + " moved the high watermark of " + partition + " with " + text_of(v.offset) +
               " in sync where " + text_of(v.bound) + " are needed";
    case InvariantId::reads_committed:
        return broker + " showed a consumer offset " + text_of(v.offset) + " of " + partition +
               ", which is not what is committed there";
    case InvariantId::recovery:
        return broker + " came back with " + partition + " up to " + text_of(v.offset) +
               ", and it had it up to " + text_of(v.bound);
    case InvariantId::one_active_controller:
    case InvariantId::election_safety:
        return broker + " and " + other + " both won or were given epoch " + text_of(v.epoch) +
               " of the metadata quorum";
    case InvariantId::state_machine_safety:
        return broker + " has another metadata log below offset " + text_of(v.offset) +
               " than the committed one";
    case InvariantId::commit_rule:
        return broker + " has the metadata log committed up to " + text_of(v.offset) +
               " against the rule (bound " + text_of(v.bound) + ")";
    case InvariantId::image_is_prefix:
        return broker + " applied the metadata log up to " + text_of(v.offset) +
               ", and only what is below " + text_of(v.bound) + " is committed";
    case InvariantId::pre_vote:
        return broker + " raised the epoch of the metadata quorum to " + text_of(v.epoch) +
               " without asking for pre-votes";
    case InvariantId::election_order:
        return broker + " was elected for " + partition +
               (v.other == kNoBroker ? " from outside its ISR"
                                     : " although " + other + " comes first");
    case InvariantId::epochs_change: return partition + " changed without a new epoch";
    case InvariantId::reassignment:
        return broker + " lost its replica of " + partition + " before " + other + " was in sync";
    case InvariantId::caught_up_unfencing:
        return broker + " was unfenced having replayed the metadata log up to " +
               text_of(v.offset) + ", and its own registration ends at " + text_of(v.bound);
    case InvariantId::producer_order:
        return "the records of a producer stand out of order at offset " + text_of(v.offset) +
               " of " + partition;
    case InvariantId::no_duplicates:
        return broker + " wrote sequence " + text_of(v.bound) + " to " + partition +
               " a second time, at offset " + text_of(v.offset);
    case InvariantId::no_gap:
        return broker + " took sequence " + text_of(v.bound) + " into " + partition +
               " at offset " + text_of(v.offset) + " while those before it are missing";
    case InvariantId::producer_fencing:
        return broker + " took a batch of an older producer epoch into " + partition +
               " at offset " + text_of(v.offset);
    case InvariantId::exclusive_ownership:
        return broker + " gave " + partition + " to two members of " + group;
    case InvariantId::coverage:
        return broker + " let " + group + " leave " + partition +
               " to nobody, or to one that did not ask for it";
    case InvariantId::revoke_before_assign:
        return broker + " gave " + partition + " to a member of " + group +
               " while another had not given it up";
    case InvariantId::generation_fencing:
        return partition.empty()
                   ? broker + " began generation " + text_of(v.epoch) + " of " + group +
                         ", which is not the next one"
                   : broker + " took a commit of " + group + " for " + partition +
                         " with generation or epoch " + text_of(v.epoch) + ", which is not current";
    case InvariantId::static_membership:
        return broker + " has two members of " + group + " with one group.instance.id";
    case InvariantId::balance:
        return group + " at " + broker + " is shared out unevenly though all asked for the same";
    case InvariantId::stickiness:
        return group + " at " + broker + " took " + partition +
               " from a member that had no more than its share";
    case InvariantId::committed_in_log:
        return broker + " took offset " + text_of(v.offset) + " of " + partition +
               " as committed by " + group + ", and nobody ever saw more than " + text_of(v.bound) +
               " committed in its log";
    case InvariantId::read_before_committed:
        return "a member of " + group + " committed offset " + text_of(v.offset) + " of " +
               partition + " and has read up to " + text_of(v.bound);
    case InvariantId::one_coordinator:
        return v.bound == kNoOffset
                   ? broker + " coordinates " + group + " and does not lead " + partition
                   : broker + " has read " + partition + " and lacks a commit of " + group +
                         " (offset " + text_of(v.bound) + ")";
    case InvariantId::retention:
        return broker + " dropped " + partition + " up to " + text_of(v.offset) +
               ", and may drop no further than " + text_of(v.bound);
    case InvariantId::batches_unchanged:
        return broker + " has another batch at offset " + text_of(v.offset) + " of " + partition +
               " than it was sent";
    case InvariantId::controller_active: return "no controller is active";
    case InvariantId::partition_has_leader:
        return "nobody leads " + partition + ", although one of its ISR or ELR is up";
    case InvariantId::laggard_leaves:
        return broker + " ends at " + text_of(v.offset) + " of " + partition +
               " and has lagged for longer than it may, and " + other + " keeps it in the ISR";
    case InvariantId::follower_rejoins: return broker + " is up and not in the ISR of " + partition;
    case InvariantId::high_watermark_arrives:
        return "the high watermark of " + partition + " on " + broker + " stands at " +
               text_of(v.offset) + ", and its log ends at " + text_of(v.bound);
    case InvariantId::produce_ends:
        return who.node(v.node) + " waits for an answer beyond its delivery.timeout.ms";
    case InvariantId::rebalance_ends:
        return group + " at " + broker + " has been rebalancing for longer than its members may";
    case InvariantId::preferred_leader_returns:
        return broker + " could lead " + partition + " as its first replica, and " + other +
               " still does";
    case InvariantId::cut_off_leader_resigns:
        return broker + " still leads the metadata quorum in epoch " + text_of(v.epoch) +
               ", and no majority has fetched from it for too long";
    case InvariantId::broker_unfences: return broker + " is up, and is still fenced";
    case InvariantId::election_ends:
        return "the voters of the metadata quorum stand for election one after the other, and "
               "nobody wins (epoch " +
               text_of(v.epoch) + ")";
    }
    return {};
}
}  // namespace

std::string describe(Violation const& violation, Describer const& who) {
    Describer const there = who.of(who.cluster_of(violation.node));
    return std::string{name_of(violation.invariant)} + ": " + story_of(violation, there) + ".";
}

std::string_view describe(Premise premise) {
    switch (premise) {
    case Premise::clean_elections: return "an election was not clean";
    case Premise::disks_kept: return "a broker lost its disk";
    case Premise::quorum_disks_kept: return "a voter of the metadata quorum lost its disk";
    case Premise::idempotent_producers:
        return "a producer without idempotence has several requests on their way";
    case Premise::leaders_rebalanced: return "auto.leader.rebalance.enable is false";
    case Premise::consumers_read_on: return "an application chose where it reads on";
    case Premise::whole_logs: return "a replica was compacted";
    }
    return {};
}

std::string_view word_for(VerdictKind kind) {
    switch (kind) {
    case VerdictKind::holds: return "holds";
    case VerdictKind::untested: return "untested";
    case VerdictKind::waived: return "waived";
    case VerdictKind::violated: return "violated";
    }
    return {};
}

std::string describe(InvariantVerdict const& verdict) {
    std::string text{word_for(verdict.kind)};
    switch (verdict.kind) {
    case VerdictKind::holds:
        return text + " (looked at " + std::to_string(verdict.looked) +
               (verdict.looked == 1 ? " time)" : " times)");
    case VerdictKind::untested: return text + " (nothing has put it to the test yet)";
    case VerdictKind::waived:
        return text + " since event " + std::to_string(verdict.since.value) + ": " +
               std::string{describe(verdict.premise)};
    case VerdictKind::violated: return text + " at event " + std::to_string(verdict.since.value);
    }
    return text;
}

}  // namespace highwater

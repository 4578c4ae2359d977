// Which fact made the state what it is: the answer to the first half of "why?" (trace/why.h).
#include <algorithm>

#include "trace/detective.h"
#include "trace/owner.h"
#include "trace/why.h"

namespace highwater {

namespace {
bool is_about_partition(WhySubject subject) {
    using enum WhySubject;
    return subject == leader || subject == isr || subject == high_watermark ||
           subject == log_end_offset || subject == elr || subject == partition_epoch ||
           subject == replicas || subject == log_start_offset;
}

// A fact about a group that made it what it is: by the kinds that are named.
template <class... Kind>
bool is_of_group(Fact const& fact, NameId group) {
    auto const is_one = [&](auto const* f) { return f != nullptr && f->group == group; };
    return (is_one(std::get_if<Kind>(&fact)) || ...);
}

// A change of the ELR, which is told together with the ISR.
bool changes_elr(Detective const& look, std::uint64_t number, IsrChanged const& changed) {
    Found const last = look.before<IsrChanged>(
        number, [&](IsrChanged const& b, auto const&) { return b.partition == changed.partition; });
    std::vector<BrokerId> const none;
    auto const& before =
        last ? std::get<IsrChanged>(look.fact(*last).fact).replicas->elr_after : none;
    return changed.replicas->elr_after != before;
}

bool ends_process(Fact const& fact) {
    return std::holds_alternative<NodeKilled>(fact) || std::holds_alternative<NodeStopped>(fact) ||
           std::holds_alternative<NodePowerLost>(fact);
}

// An election, or the end of the one that was elected last.
bool changes_controller(Detective const& look, std::uint64_t number) {
    TracedFact const& traced = look.fact(number);
    if (std::holds_alternative<ControllerElected>(traced.fact)) return true;
    auto const* resigned = std::get_if<ControllerResigned>(&traced.fact);
    if (resigned == nullptr && !ends_process(traced.fact)) return false;
    Found const last =
        look.before<ControllerElected>(number, [](auto const&, auto const&) { return true; });
    return last && std::get<ControllerElected>(look.fact(*last).fact).controller ==
                       look.broker_at(traced.node);
}

bool is_move(Fact const& fact) {
    return std::holds_alternative<ReassignmentBegun>(fact) ||
           std::holds_alternative<ReassignmentDone>(fact) ||
           std::holds_alternative<ReassignmentCancelled>(fact);
}

bool answers(Detective const& look, std::uint64_t number, WhyQuestion const& question) {
    TracedFact const& traced = look.fact(number);
    TopicPartition const partition = question.partition;
    bool const is_any = question.broker == kNoBroker;
    bool const is_there = is_any || look.broker_at(traced.node) == question.broker;
    if (is_about_partition(question.subject) && traced.at >= Time{}) {
        // What made the topic as it is, or ended it, after the run began.
        if (auto const* created = std::get_if<TopicCreated>(&traced.fact)) {
            if (created->topic == partition.topic) return true;
        } else if (auto const* deleted = std::get_if<TopicDeleted>(&traced.fact)) {
            if (deleted->topic == partition.topic) return true;
        } else if (auto const* grown = std::get_if<PartitionsAdded>(&traced.fact)) {
            bool const is_new = partition.partition >= grown->from;
            if (grown->topic == partition.topic && is_new) return true;
        }
    }
    switch (question.subject) {
    case WhySubject::leader: {
        auto const* f = std::get_if<LeaderElected>(&traced.fact);
        return f != nullptr && f->partition == partition;
    }
    case WhySubject::isr: {
        auto const changes = [&](auto const* f) {
            return f != nullptr && f->partition == partition &&
                   f->replicas->isr_before != f->replicas->isr_after;
        };
        return changes(std::get_if<IsrChanged>(&traced.fact)) ||
               changes(std::get_if<LeaderElected>(&traced.fact));
    }
    case WhySubject::elr: {
        auto const* f = std::get_if<IsrChanged>(&traced.fact);
        return f != nullptr && f->partition == partition && changes_elr(look, number, *f);
    }
    case WhySubject::replicas:
        return is_move(traced.fact) && partition_of(traced.fact) == partition;
    case WhySubject::partition_epoch: {
        bool const is_change = std::holds_alternative<LeaderElected>(traced.fact) ||
                               std::holds_alternative<IsrChanged>(traced.fact) ||
                               is_move(traced.fact);
        return is_change && partition_of(traced.fact) == partition;
    }
    case WhySubject::last_error:
        return std::holds_alternative<RecordsFailed>(traced.fact) &&
               look.name_of(traced.node) == question.client;
    case WhySubject::high_watermark: {
        auto const* f = std::get_if<HighWatermarkAdvanced>(&traced.fact);
        return f != nullptr && f->partition == partition && is_there && (f->is_leader || !is_any);
    }
    case WhySubject::log_end_offset: {
        if (!is_there) return false;
        if (auto const* appended = std::get_if<BatchAppended>(&traced.fact)) {
            return appended->partition == partition;
        }
        if (is_any) return false;
        if (auto const* copied = std::get_if<BatchReplicated>(&traced.fact)) {
            return copied->partition == partition;
        }
        auto const* cut = std::get_if<LogTruncated>(&traced.fact);
        return cut != nullptr && cut->partition == partition;
    }
    case WhySubject::acknowledged: {
        auto const* f = std::get_if<Acknowledged>(&traced.fact);
        return f != nullptr && f->partition == partition;
    }
    case WhySubject::truncated: {
        auto const* f = std::get_if<LogTruncated>(&traced.fact);
        return f != nullptr && f->partition == partition && is_there;
    }
    case WhySubject::compacted: {
        auto const* f = std::get_if<LogCleaned>(&traced.fact);
        return f != nullptr && f->partition == partition;
    }
    case WhySubject::throttled: {
        auto const* f = std::get_if<ClientThrottled>(&traced.fact);
        return f != nullptr && look.name_of(f->client) == question.client;
    }
    case WhySubject::log_start_offset: {
        if (!is_there) return false;
        if (auto const* deleted = std::get_if<SegmentsDeleted>(&traced.fact)) {
            return deleted->partition == partition;
        }
        auto const* deleted = std::get_if<RecordsDeleted>(&traced.fact);
        bool const is_of_leader = deleted != nullptr && deleted->leader == kNoBroker;
        return deleted != nullptr && deleted->partition == partition && (is_of_leader || !is_any);
    }
    case WhySubject::group_state:
        return is_of_group<GroupRebalanceBegan, GroupGenerationBegan, GroupAssigned,
                           GroupEpochBumped, TargetAssignmentComputed, MemberReconciled,
                           GroupMigrated, GroupDeleted>(traced.fact, question.group);
    case WhySubject::group_members:
        return is_of_group<GroupMemberJoined, GroupMemberLeft>(traced.fact, question.group);
    case WhySubject::group_generation:
        return is_of_group<GroupGenerationBegan, GroupEpochBumped, GroupMigrated>(traced.fact,
                                                                                  question.group);
    case WhySubject::group_coordinator: {
        if (auto const* loaded = std::get_if<GroupCoordinatorLoaded>(&traced.fact)) {
            return loaded->partition == partition;
        }
        auto const* elected = std::get_if<LeaderElected>(&traced.fact);
        return elected != nullptr && elected->partition == partition;
    }
    case WhySubject::committed_offset:
        return is_of_group<OffsetCommitted, OffsetRemoved>(traced.fact, question.group) &&
               partition_of(traced.fact) == partition;
    case WhySubject::position:
        return (std::holds_alternative<PositionSet>(traced.fact) ||
                std::holds_alternative<RecordsConsumed>(traced.fact)) &&
               partition_of(traced.fact) == partition &&
               look.name_of(traced.node) == question.client;
    case WhySubject::partitions:
        return (std::holds_alternative<PartitionsAssigned>(traced.fact) ||
                std::holds_alternative<PartitionsRevoked>(traced.fact) ||
                std::holds_alternative<PartitionsLost>(traced.fact)) &&
               look.name_of(traced.node) == question.client;
    case WhySubject::owner:  // trace/owner.cc
    case WhySubject::lost:   // who asks knows the books, and asks for the leader of the record
        return false;
    case WhySubject::exception:
        return std::holds_alternative<ApplicationFailed>(traced.fact) &&
               look.name_of(traced.node) == question.client;
    case WhySubject::controller: return changes_controller(look, number);
    case WhySubject::broker_state: {
        NodeId const node = look.node_of(question.broker);
        if (auto const* f = std::get_if<BrokerFenced>(&traced.fact)) {
            return f->broker == question.broker;
        }
        if (auto const* f = std::get_if<BrokerUnfenced>(&traced.fact)) {
            return f->broker == question.broker;
        }
        return traced.node == node && (std::holds_alternative<NodeKilled>(traced.fact) ||
                                       std::holds_alternative<NodePowerLost>(traced.fact) ||
                                       std::holds_alternative<NodePaused>(traced.fact) ||
                                       std::holds_alternative<NodeResumed>(traced.fact) ||
                                       std::holds_alternative<NodeStarted>(traced.fact) ||
                                       std::holds_alternative<NodeStopped>(traced.fact));
    }
    }
    return false;
}
// The number of the first fact later than `at`.
std::uint64_t first_fact_after(Trace const& trace, Time at) {
    auto const facts = trace.facts();
    auto const later = std::upper_bound(
        facts.begin(), facts.end(), at,
        [](Time instant, TracedFact const& traced) { return instant < traced.at; });
    return trace.first_fact() + static_cast<std::uint64_t>(later - facts.begin());
}
}  // namespace

std::optional<std::uint64_t> fact_behind(Trace const& trace, Describer const& who,
                                         WhyQuestion const& question) {
    Detective const look{trace, who, question.cluster};
    std::uint64_t number =
        question.at == kNever ? trace.next_fact() : first_fact_after(trace, question.at);
    if (question.subject == WhySubject::owner) {
        return behind_owner(look, number, question.partition, question.group);
    }
    while (number-- > trace.first_fact()) {
        TracedFact const& traced = look.fact(number);
        if (!look.is_elsewhere(traced) && answers(look, number, question)) return number;
    }
    return std::nullopt;
}

}  // namespace highwater

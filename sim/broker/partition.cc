#include "broker/partition.h"

#include <algorithm>

#include "base/check.h"

namespace highwater {

namespace {
// Caught up: at the leader's end, or it was there not too long ago. There is no count of messages.
bool is_caught_up(RemoteReplica const& follower, Offset leader_end, LeaderView const& view) {
    return follower.log_end_offset == leader_end ||
           view.now - follower.last_caught_up <= view.lag_time_max;
}

bool is_isr_eligible(RemoteReplica const& follower, LeaderView const& view) {
    BrokerRegistration const* broker = find_broker(view.image, follower.id);
    if (broker == nullptr || broker->fenced || broker->in_controlled_shutdown) return false;
    return follower.has_fetched &&
           (follower.broker_epoch == kNoBrokerEpoch || follower.broker_epoch == broker->epoch);
}

void reset_followers(Partition& partition, bool is_new_leader, LeaderView const& view) {
    std::vector<RemoteReplica> followers;
    for (BrokerId const id : partition.replicas) {
        if (id == view.self) continue;
        RemoteReplica const* known = find_follower(partition, id);
        RemoteReplica follower = known != nullptr && !is_new_leader ? *known : RemoteReplica{};
        follower.id = id;
        // A follower outside the ISR must not hold the high watermark back by an old memory.
        bool const in_sync = contains(partition.isr, id);
        follower.last_caught_up = in_sync ? view.now : kLongAgo;
        if (!is_new_leader) {
            follower.leader_end_at_last_fetch = partition.log_end_offset();
            follower.last_fetch = in_sync ? view.now : kLongAgo;
        }
        followers.push_back(follower);
    }
    partition.followers = std::move(followers);
}

// Replicas that joined or left the assignment while the epoch stayed.
void follow_assignment(Partition& partition, BrokerId self) {
    std::vector<RemoteReplica> followers;
    for (BrokerId const id : partition.replicas) {
        if (id == self) continue;
        RemoteReplica const* known = find_follower(partition, id);
        followers.push_back(known != nullptr ? *known : RemoteReplica{});
        followers.back().id = id;
    }
    partition.followers = std::move(followers);
}
}  // namespace

RoleChange apply(Partition& partition, LeaderAndIsr const& state, LeaderView const& view) {
    if (state.partition_epoch <= partition.partition_epoch) return RoleChange::ignored;
    bool const was_leader = partition.is_leader();
    bool const new_epoch = state.leader_epoch > partition.leader_epoch;
    bool const same_assignment = partition.replicas == state.replicas;
    partition.partition_epoch = state.partition_epoch;
    partition.leader_epoch = state.leader_epoch;
    partition.leader = state.leader;
    partition.leader_recovery_state = state.recovery;
    partition.replicas = state.replicas;
    partition.isr = state.isr;
    partition.proposal = {};
    if (state.leader != view.self) {
        partition.role = PartitionRole::follower;
        partition.followers.clear();
        return RoleChange::follower;
    }
    partition.role = PartitionRole::leader;
    if (new_epoch || !was_leader) {
        partition.leader_epoch_start = partition.log_end_offset();
        partition.log.begin_epoch(state.leader_epoch);
        reset_followers(partition, !was_leader, view);
    } else if (!same_assignment) {
        follow_assignment(partition, view.self);
    }
    return was_leader ? RoleChange::already_leader : RoleChange::new_leader;
}

std::int32_t effective_min_isr(Partition const& partition) {
    return std::min(partition.config->min_insync_replicas,
                    static_cast<std::int32_t>(partition.replicas.size()));
}

bool is_under_min_isr(Partition const& partition) {
    return static_cast<std::int32_t>(partition.isr.size()) < effective_min_isr(partition);
}

bool is_in_maximal_isr(Partition const& partition, BrokerId replica) {
    if (contains(partition.isr, replica)) return true;
    return partition.proposal.kind == IsrProposal::Kind::expand &&
           contains(partition.proposal.isr, replica);
}

std::vector<BrokerId> maximal_isr(Partition const& partition) {
    return partition.proposal.kind == IsrProposal::Kind::expand ? partition.proposal.isr
                                                                : partition.isr;
}

namespace {
// Whether the high watermark must not pass this follower's log end.
bool holds_back(Partition const& partition, RemoteReplica const& follower, Offset leader_end,
                LeaderView const& view) {
    bool const is_proposal_open = partition.proposal.kind != IsrProposal::Kind::none;
    switch (view.protocol.high_watermark_over) {
    case HighWatermarkOver::maximal_isr:
        // One that is about to join must not find the high watermark beyond its log.
        return is_in_maximal_isr(partition, follower.id) ||
               (is_caught_up(follower, leader_end, view) && is_isr_eligible(follower, view));
    case HighWatermarkOver::proposed_isr:
        return contains(is_proposal_open ? partition.proposal.isr : partition.isr, follower.id);
    case HighWatermarkOver::committed_isr: return contains(partition.isr, follower.id);
    }
    return true;
}
}  // namespace

bool maybe_advance_high_watermark(Partition& partition, LeaderView const& view) {
    if (view.protocol.strict_min_isr && is_under_min_isr(partition)) return false;
    Offset const leader_end = partition.log_end_offset();
    Offset candidate = leader_end;
    for (RemoteReplica const& follower : partition.followers) {
        if (follower.log_end_offset >= candidate) continue;
        if (holds_back(partition, follower, leader_end, view)) {
            candidate = follower.log_end_offset;
        }
    }
    if (candidate <= partition.high_watermark) return false;
    partition.high_watermark = candidate;
    return true;
}

ErrorCode note_follower_fetch(Partition& partition, BrokerId id, BrokerEpoch epoch, Offset offset,
                              LeaderView const& view) {
    RemoteReplica* follower = find_follower(partition, id);
    if (follower == nullptr) return ErrorCode::unknown_leader_epoch;
    BrokerRegistration const* broker = find_broker(view.image, id);
    bool const is_former_life =
        epoch != kNoBrokerEpoch && broker != nullptr && !broker->fenced && broker->epoch > epoch;
    if (is_former_life) return ErrorCode::not_leader_or_follower;
    follower->broker_epoch = epoch;
    follower->has_fetched = true;
    note_fetch(*follower, offset, partition.log_end_offset(), view.now);
    return ErrorCode::none;
}

void note_fetch(RemoteReplica& follower, Offset offset, Offset leader_end, Time at) {
    if (offset >= leader_end) {
        follower.last_caught_up = std::max(follower.last_caught_up, at);
    } else if (offset >= follower.leader_end_at_last_fetch) {
        // It has everything the leader had when it fetched before: it was caught up then. Without
        // this a follower of a busy leader would never count as in sync.
        follower.last_caught_up = std::max(follower.last_caught_up, follower.last_fetch);
    }
    follower.log_end_offset = offset;
    follower.leader_end_at_last_fetch = std::max(follower.leader_end_at_last_fetch, leader_end);
    follower.last_fetch = at;
}

RemoteReplica* find_follower(Partition& partition, BrokerId id) {
    for (RemoteReplica& follower : partition.followers) {
        if (follower.id == id) return &follower;
    }
    return nullptr;
}

bool maybe_propose_expansion(Partition& partition, BrokerId id, LeaderView const& view) {
    if (partition.proposal.kind != IsrProposal::Kind::none || contains(partition.isr, id)) {
        return false;
    }
    RemoteReplica const* follower = find_follower(partition, id);
    if (follower == nullptr || !is_isr_eligible(*follower, view)) return false;
    // Reaching this epoch's start proves that its log does not end in an older, divergent history.
    if (follower->log_end_offset < partition.high_watermark ||
        (view.protocol.epoch_start_rule &&
         follower->log_end_offset < partition.leader_epoch_start)) {
        return false;
    }
    partition.proposal.kind = IsrProposal::Kind::expand;
    partition.proposal.recovery = LeaderRecoveryState::recovered;
    partition.proposal.isr = partition.isr;
    partition.proposal.isr.push_back(id);
    std::sort(partition.proposal.isr.begin(), partition.proposal.isr.end());
    return true;
}

std::vector<BrokerId> out_of_sync_followers(Partition const& partition, LeaderView const& view) {
    std::vector<BrokerId> out;
    if (partition.proposal.kind != IsrProposal::Kind::none) return out;
    for (RemoteReplica const& follower : partition.followers) {
        if (contains(partition.isr, follower.id) &&
            !is_caught_up(follower, partition.log_end_offset(), view)) {
            out.push_back(follower.id);
        }
    }
    return out;
}

bool maybe_propose_shrink(Partition& partition, LeaderView const& view) {
    std::vector<BrokerId> const out = out_of_sync_followers(partition, view);
    if (out.empty()) return false;
    partition.proposal.kind = IsrProposal::Kind::shrink;
    partition.proposal.recovery = partition.leader_recovery_state;
    partition.proposal.isr.clear();
    for (BrokerId const id : partition.isr) {
        if (!contains(out, id)) partition.proposal.isr.push_back(id);
    }
    std::sort(partition.proposal.isr.begin(), partition.proposal.isr.end());
    return true;
}

ProposalOutcome on_proposal_answered(Partition& partition, AlterPartitionResult const& answer) {
    if (!partition.is_leader() || partition.proposal.kind == IsrProposal::Kind::none) {
        return ProposalOutcome::stale;
    }
    if (answer.error == ErrorCode::none) {
        if (answer.leader_epoch != partition.leader_epoch ||
            answer.partition_epoch <= partition.partition_epoch) {
            return ProposalOutcome::stale;
        }
        partition.isr = answer.isr;
        partition.partition_epoch = answer.partition_epoch;
        partition.leader_recovery_state = answer.leader_recovery_state;
        partition.proposal = {};
        return ProposalOutcome::committed;
    }
    if (answer.error == ErrorCode::operation_not_attempted ||
        answer.error == ErrorCode::ineligible_replica) {
        partition.proposal = {};
        return ProposalOutcome::reverted;
    }
    bool const log_will_tell = answer.error == ErrorCode::unknown_topic_or_partition ||
                               answer.error == ErrorCode::unknown_topic_id ||
                               answer.error == ErrorCode::fenced_leader_epoch ||
                               answer.error == ErrorCode::invalid_update_version ||
                               answer.error == ErrorCode::invalid_request ||
                               answer.error == ErrorCode::new_leader_elected;
    return log_will_tell ? ProposalOutcome::wait_for_log : ProposalOutcome::send_again;
}

std::optional<ErrorCode> check_enough_replicas(Partition const& partition, Offset required_offset) {
    if (!partition.is_leader()) return ErrorCode::not_leader_or_follower;
    if (partition.high_watermark < required_offset) return std::nullopt;
    auto const have = partition.proposal.kind == IsrProposal::Kind::expand
                          ? partition.proposal.isr.size()
                          : partition.isr.size();
    return effective_min_isr(partition) > static_cast<std::int32_t>(have)
               ? ErrorCode::not_enough_replicas_after_append
               : ErrorCode::none;
}

void truncate(Partition& partition, Offset to) {
    bool const drops_records = to < partition.log_end_offset();
    partition.log.truncate_to(to);
    if (!drops_records) return;
    partition.producers.rebuild(partition.log.batches());
    partition.high_watermark = std::min(partition.high_watermark, partition.log_end_offset());
}

bool follow_high_watermark(Partition& partition, Offset leader_high_watermark) {
    Offset const known = std::max(std::min(leader_high_watermark, partition.log_end_offset()),
                                  partition.log.start_offset());
    if (known == partition.high_watermark) return false;
    partition.high_watermark = known;
    return true;
}

}  // namespace highwater

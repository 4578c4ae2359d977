// Asking the controller for another ISR (KIP-497; Kafka: AlterPartitionManager, and the
// isr-expiration task of ReplicaManager). One request is in flight; what comes meanwhile goes with
// the next one.
#include <algorithm>
#include <utility>

#include "broker/replicas.h"

namespace highwater {

namespace {
constexpr Duration kIsrRetryBackoff = milliseconds(50);

bool is_current(Broker const& self, IsrChange const& change) {
    Partition const& partition = self.partitions[change.slot];
    return partition.is_leader() && partition.proposal.kind != IsrProposal::Kind::none &&
           partition.partition_epoch == change.partition_epoch;
}

AlterPartitionChange describe(Broker const& self, IsrChange const& change) {
    Partition const& partition = self.partitions[change.slot];
    AlterPartitionChange described{partition.id,
                                   partition.topic_id,
                                   partition.leader_epoch,
                                   partition.partition_epoch,
                                   partition.proposal.recovery,
                                   {}};
    for (BrokerId const id : partition.proposal.isr) {
        // The controller refuses a member that has begun another life meanwhile.
        BrokerEpoch epoch = self.lifecycle.epoch;
        for (RemoteReplica const& follower : partition.followers) {
            if (follower.id == id) epoch = follower.broker_epoch;
        }
        described.new_isr.push_back({id, epoch});
    }
    return described;
}

void retry_later(Broker& self, Effects& out) {
    if (self.isr_changes.is_retry_armed) return;
    self.isr_changes.is_retry_armed = true;
    out.arm({TimerKind::alter_partition_retry, 0}, kIsrRetryBackoff);
}

void put_back(Broker& self, IsrChange const& change) {
    if (is_current(self, change)) self.isr_changes.unsent.push_back(change);
}

void take_answer(Broker& self, IsrChange const& change, AlterPartitionResult const& result,
                 Effects& out) {
    if (!is_current(self, change)) return;
    Partition& partition = self.partitions.edit(change.slot);
    ProposalOutcome const outcome = on_proposal_answered(partition, result);
    if (outcome == ProposalOutcome::stale) return;
    out.note(IsrProposalAnswered{partition.id, result.error, partition.partition_epoch});
    if (outcome == ProposalOutcome::send_again) put_back(self, change);
    if (outcome != ProposalOutcome::committed) return;
    // One that has just left may be idle at our very end: its next fetch is looked at again.
    wake_watchers(self, change.slot);
    advance_high_watermark(self, change.slot, self.id, out);
}
}  // namespace

void submit_proposal(Broker& self, std::int32_t slot, Effects& out) {
    self.isr_changes.unsent.push_back({slot, self.partitions[slot].partition_epoch});
    send_isr_changes(self, out);
}

void send_isr_changes(Broker& self, Effects& out) {
    IsrChanges& changes = self.isr_changes;
    if (!changes.in_flight.empty() || changes.unsent.empty() || changes.is_retry_armed) return;
    if (self.controller.node == kNoNode || self.lifecycle.epoch == kNoBrokerEpoch) {
        retry_later(self, out);
        return;
    }
    std::vector<AlterPartitionChange> described;
    for (IsrChange const& change : changes.unsent) {
        if (!is_current(self, change)) continue;
        described.push_back(describe(self, change));
        changes.in_flight.push_back(change);
    }
    changes.unsent.clear();
    if (described.empty()) return;
    ask(self, self.controller.node,
        AlterPartitionRequest{self.id, self.lifecycle.epoch, make_payload(std::move(described))},
        milliseconds(self.config->request_timeout_ms), 0, out);
}

void on_isr_changes_failed(Broker& self, Effects& out) {
    std::vector<IsrChange> const lost = std::exchange(self.isr_changes.in_flight, {});
    for (IsrChange const& change : lost) put_back(self, change);
    retry_later(self, out);
}

void handle(Broker& self, Envelope const& from, AlterPartitionResponse const& response,
            Effects& out) {
    if (!self.pending.take(from.correlation_id)) return;
    if (response.error != ErrorCode::none) {
        on_isr_changes_failed(self, out);
        settle(self, out);
        return;
    }
    std::vector<IsrChange> const sent = std::exchange(self.isr_changes.in_flight, {});
    for (IsrChange const& change : sent) {
        TopicPartition const id = self.partitions[change.slot].id;
        AlterPartitionResult const* mine = nullptr;
        if (response.results) {
            for (AlterPartitionResult const& result : *response.results) {
                if (result.partition == id) mine = &result;
            }
        }
        if (mine != nullptr) {
            take_answer(self, change, *mine, out);
        } else {
            put_back(self, change);
        }
    }
    send_isr_changes(self, out);
    settle(self, out);
}

void on_isr_check(Broker& self, Effects& out) {
    LeaderView const view = view_of(self, out.now());
    for (PartitionTable::Entry const& entry : self.partitions.entries()) {
        Partition const& partition = self.partitions[entry.slot];
        if (!partition.is_leader() || partition.isr.size() < 2) continue;
        std::vector<BrokerId> lagging = out_of_sync_followers(partition, view);
        if (lagging.empty()) continue;
        maybe_propose_shrink(self.partitions.edit(entry.slot), view);
        out.note(IsrShrinkProposed{partition.id, make_payload(std::move(lagging))});
        self.isr_changes.unsent.push_back({entry.slot, partition.partition_epoch});
    }
    send_isr_changes(self, out);
    // So a lagging follower leaves 1 to 1.5 times the lag limit after it was last in sync.
    out.arm({TimerKind::isr_check, 0}, milliseconds(self.config->replica_lag_time_max_ms / 2));
}

}  // namespace highwater

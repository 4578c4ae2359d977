#include "broker/broker.h"

#include <algorithm>
#include <utility>

#include "broker/replicas.h"
#include "node/directory_id.h"

namespace highwater {

Broker make_broker(BrokerSetup setup) {
    Broker broker;
    broker.id = setup.id;
    broker.node = setup.node;
    broker.rack = setup.rack;
    broker.cluster_id = setup.cluster_id;
    broker.directory_id = setup.directory_id;
    broker.config = Cow<ServerConfig>(std::move(setup.config));
    broker.protocol = setup.protocol;
    return broker;
}

Partition const* find_partition(Broker const& self, TopicPartition id) {
    std::int32_t const slot = self.partitions.find(id);
    return slot < 0 ? nullptr : &self.partitions[slot];
}

// What is left of a replica when its process is gone: its files.
static Partition on_disk(Partition const& partition) {
    Partition left;
    left.id = partition.id;
    left.topic_id = partition.topic_id;
    left.log = partition.log;
    left.producers = partition.producers;
    left.checkpointed_high_watermark = partition.checkpointed_high_watermark;
    left.high_watermark = partition.checkpointed_high_watermark;  // all that is known of it
    return left;
}

std::int64_t compression_cpu_ns(Broker const& self) {
    std::int64_t ns = 0;
    for (PartitionTable::Entry const& entry : self.partitions.entries()) {
        ns += self.partitions[entry.slot].compression_cpu_ns;
    }
    return ns;
}

void lose_memory(Broker& self) {
    Broker left = make_broker({self.id, self.node, self.rack, self.directory_id, *self.config,
                               self.cluster_id, self.protocol});
    left.lifecycle.lives = self.lifecycle.lives;
    left.lifecycle.clean_shutdown_epoch = self.lifecycle.clean_shutdown_epoch;
    // No answer to a former life may be mistaken for one to the next.
    left.pending.next = self.pending.next;
    left.next_session_id = self.next_session_id;
    for (PartitionTable::Entry const& entry : self.partitions.entries()) {
        left.partitions.add(on_disk(self.partitions[entry.slot]));
    }
    self = std::move(left);
}

void lose_unflushed(Broker& self, Effects& out) {
    for (PartitionTable::Entry const& entry : self.partitions.entries()) {
        Partition const& held = self.partitions[entry.slot];
        if (held.log.recovery_point() >= held.log_end_offset()) continue;
        Partition& partition = self.partitions.edit(entry.slot);
        Offset const from = partition.log_end_offset();
        LeaderEpochCache const before = partition.log.epochs();
        partition.log.lose_unflushed();
        Offset const end = partition.log_end_offset();
        partition.high_watermark = std::min(partition.high_watermark, end);
        out.note(LogTruncated{partition.id, from, end, partition.leader_epoch,
                              before.epoch_of(end).value_or(kNoEpoch), TruncateReason::power_loss});
    }
}

void wipe(Broker& self) {
    lose_memory(self);
    self.partitions = PartitionTable{};
    self.lifecycle.clean_shutdown_epoch = kNoBrokerEpoch;
    self.directory_id = directory_id_after_wipe(self.directory_id);
}

namespace {
// A request of ours got no answer: each asker knows what to do then.
void fail(Broker& self, PendingRequest const& request, Effects& out) {
    std::uint8_t const kind = request.message_kind;
    if (kind == message_kind_of<FetchRequest>() || kind == message_kind_of<ListOffsetsRequest>() ||
        kind == message_kind_of<OffsetForLeaderEpochRequest>()) {
        on_fetch_failed(self, request.to, out);
    } else if (kind == message_kind_of<BrokerRegistrationRequest>() ||
               kind == message_kind_of<BrokerHeartbeatRequest>()) {
        on_controller_lost(self, out);
    } else if (kind == message_kind_of<AlterPartitionRequest>()) {
        on_isr_changes_failed(self, out);
    } else if (kind == message_kind_of<AllocateProducerIdsRequest>()) {
        self.producer_ids.is_asked = false;
    } else {
        on_forward_failed(self, request.context, out);
    }
}

void on_request_expiry(Broker& self, Effects& out) {
    self.alarms.request_expiry = kNever;
    for (PendingRequest const& expired : self.pending.take_expired(out.now())) {
        out.note(RequestTimedOut{expired.to, expired.correlation_id, expired.message_kind});
        out.close_connection(expired.to);
        fail(self, expired, out);
        // What else was asked over that connection is lost with it.
        for (PendingRequest const& lost : self.pending.take_all(expired.to)) fail(self, lost, out);
    }
    Time const next = self.pending.earliest_deadline();
    if (next < self.alarms.request_expiry) {
        self.alarms.request_expiry = next;
        out.arm_at({TimerKind::request_expiry, 0}, next);
    }
}
}  // namespace

void on_disconnect(Broker& self, NodeId peer, Effects& out) {
    for (PendingRequest const& lost : self.pending.take_all(peer)) fail(self, lost, out);
    close_sessions_of(self, peer);
    settle(self, out);
}

void on_timer(Broker& self, Timer const& timer, Effects& out) {
    switch (timer.kind) {
    case TimerKind::registration_retry:
        if (timer == kRegistrationTimeout) return give_up_registration(self, out);
        send_registration(self, out);
        break;
    case TimerKind::heartbeat: send_heartbeat(self, out); break;
    case TimerKind::isr_check: on_isr_check(self, out); break;
    case TimerKind::high_watermark_checkpoint:
        checkpoint_high_watermarks(self);
        out.arm(timer, milliseconds(self.config->replica_high_watermark_checkpoint_interval_ms));
        break;
    case TimerKind::purgatory: on_purgatory_timer(self, out); break;
    case TimerKind::fetcher: on_fetcher_timer(self, timer.argument, out); break;
    case TimerKind::alter_partition_retry:
        if (timer == kForwardRetry) {
            send_forwards(self, out);
        } else {
            self.isr_changes.is_retry_armed = false;
            send_isr_changes(self, out);
        }
        break;
    case TimerKind::request_expiry: on_request_expiry(self, out); break;
    case TimerKind::log_retention: on_retention_timer(self, out); break;
    case TimerKind::log_cleaner: on_cleaner_timer(self, out); break;
    case TimerKind::group_coordinator:
    case TimerKind::group_load: on_group_timer(self, timer, out); break;
    case TimerKind::throttled_channel: unmute(self, NodeId{timer.argument}, out); break;
    // Timers of the other roles; the engine never gives them to a broker.
    case TimerKind::producer_id_expiry:
    case TimerKind::election_timeout:
    case TimerKind::quorum_fetch_timeout:
    case TimerKind::check_quorum:
    case TimerKind::append_linger:
    case TimerKind::raft_retry:
    case TimerKind::raft_purgatory:
    case TimerKind::session_check:
    case TimerKind::no_op:
    case TimerKind::leader_balance:
    case TimerKind::unclean_check:
    case TimerKind::workload:
    case TimerKind::sender:
    case TimerKind::metadata_refresh:
    case TimerKind::poll:
    case TimerKind::fetch_retry:
    case TimerKind::auto_commit:
    case TimerKind::group_member:
    case TimerKind::application:
    case TimerKind::tool: break;
    }
    settle(self, out);
}

}  // namespace highwater

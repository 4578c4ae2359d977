// How a broker comes to life and leaves it (KIP-631; Kafka: BrokerLifecycleManager, BrokerServer):
// it registers, replays the metadata log up to its own registration, asks to be unfenced by a
// heartbeat, and before it stops asks for its leaderships to be moved away.
#include <algorithm>

#include "broker/replicas.h"

namespace highwater {

namespace {
constexpr Duration kControllerUnknownRetry = milliseconds(100);
constexpr Duration kFirstShutdownRetry = milliseconds(50);
constexpr Duration kShutdownPatience = seconds(5 * 60);

// So long a request is tried, whoever the controller is by then: early enough for another one
// within the session (NodeToControllerRequestThread).
Duration request_timeout(Broker const& self) {
    return milliseconds(self.config->broker_session_timeout_ms / 2);
}

void retry_in(Broker const& self, Duration delay, Effects& out) {
    bool const is_registered = self.lifecycle.epoch != kNoBrokerEpoch;
    out.arm({is_registered ? TimerKind::heartbeat : TimerKind::registration_retry, 0}, delay);
}

// No answer, or nobody to ask.
void try_again(Broker& self, Effects& out) {
    bool const is_over = out.now() - self.lifecycle.asked_since >= request_timeout(self);
    if (is_over) return on_lifecycle_failed(self, out);
    retry_in(self, kControllerUnknownRetry, out);
}

// The process ends in good order: what a later start needs is on disk.
void stop_cleanly(Broker& self, Effects& out) {
    checkpoint_high_watermarks(self);
    for (PartitionTable::Entry const& entry : self.partitions.entries()) {
        Partition& partition = self.partitions.edit(entry.slot);
        partition.producers.keep_last_batches();
        partition.log.flush();
    }
    self.lifecycle.clean_shutdown_epoch = self.lifecycle.epoch;
    self.lifecycle.state = BrokerState::not_running;
    out.exit_process();
}

void on_shutdown_answer(Broker& self, bool should_shut_down, Effects& out) {
    if (should_shut_down || out.now() >= self.lifecycle.shutdown_deadline) {
        stop_cleanly(self, out);
        return;
    }
    // Leaderships often move at once, so the first look again comes soon.
    out.arm({TimerKind::heartbeat, 0}, self.lifecycle.is_shutdown_heard
                                           ? milliseconds(self.config->broker_heartbeat_interval_ms)
                                           : kFirstShutdownRetry);
    self.lifecycle.is_shutdown_heard = true;
}
}  // namespace

void start(Broker& self, Effects& out) {
    Lifecycle& life = self.lifecycle;
    ++life.lives;
    auto const who = static_cast<std::uint64_t>(self.node.value);
    auto const nth = static_cast<std::uint64_t>(life.lives) * 2;
    life.incarnation_id.high = out.draw(Draw::uuid, who, nth);
    life.incarnation_id.low = out.draw(Draw::uuid, who, nth + 1);
    // The clean-shutdown file is removed at once: only the next clean stop writes it again.
    life.previous_epoch = life.clean_shutdown_epoch;
    life.clean_shutdown_epoch = kNoBrokerEpoch;
    life.state = BrokerState::starting;
    for (PartitionTable::Entry const& entry : self.partitions.entries()) {
        Partition& partition = self.partitions.edit(entry.slot);
        partition.log.reopen();
        if (life.previous_epoch == kNoBrokerEpoch) {
            partition.producers.rebuild(partition.log.batches());
        }
        partition.high_watermark =
            std::clamp(partition.checkpointed_high_watermark, partition.log.start_offset(),
                       partition.log_end_offset());
    }
    self.alarms.started = out.now();
    out.arm({TimerKind::isr_check, 0}, milliseconds(self.config->replica_lag_time_max_ms / 2));
    out.arm({TimerKind::high_watermark_checkpoint, 0},
            milliseconds(self.config->replica_high_watermark_checkpoint_interval_ms));
    out.arm({TimerKind::log_retention, 0},
            milliseconds(self.config->retention.initial_task_delay_ms));
    out.arm_at(
        kRegistrationTimeout,
        out.now() + milliseconds(self.config->quorum.initial_broker_registration_timeout_ms));
    send_registration(self, out);
}

void give_up_registration(Broker& self, Effects& out) {
    if (self.lifecycle.epoch != kNoBrokerEpoch) return;
    out.note(RegistrationGivenUp{
        milliseconds(self.config->quorum.initial_broker_registration_timeout_ms)});
    stop_cleanly(self, out);
}

void send_registration(Broker& self, Effects& out) {
    Lifecycle& life = self.lifecycle;
    if (life.state != BrokerState::starting || life.epoch != kNoBrokerEpoch ||
        life.is_request_in_flight) {
        return;
    }
    life.asked_since = std::min(life.asked_since, out.now());
    if (self.controller.node == kNoNode) return try_again(self, out);
    life.is_request_in_flight = true;
    ask(self, self.controller.node,
        BrokerRegistrationRequest{self.id, self.rack, life.incarnation_id, life.previous_epoch,
                                  make_payload(std::vector<Uuid>{self.directory_id})},
        request_timeout(self), 0, out);
}

void send_heartbeat(Broker& self, Effects& out) {
    Lifecycle& life = self.lifecycle;
    if (life.state == BrokerState::not_running || life.epoch == kNoBrokerEpoch) return;
    if (life.is_request_in_flight) {
        life.heartbeat_asked_meanwhile = true;
        return;
    }
    life.asked_since = std::min(life.asked_since, out.now());
    if (self.controller.node == kNoNode) return try_again(self, out);
    life.is_request_in_flight = true;
    life.heartbeat_asked_meanwhile = false;
    ask(self, self.controller.node,
        BrokerHeartbeatRequest{self.id, life.epoch, self.metadata_end - 1,
                               life.state == BrokerState::starting,
                               life.state == BrokerState::controlled_shutdown},
        request_timeout(self), 0, out);
}

namespace {
bool gave_up_shutdown(Broker& self, Effects& out) {
    Lifecycle const& life = self.lifecycle;
    bool const is_over =
        life.state == BrokerState::controlled_shutdown && out.now() >= life.shutdown_deadline;
    if (is_over) stop_cleanly(self, out);
    return is_over;
}
}  // namespace

void on_controller_lost(Broker& self, Effects& out) {
    self.lifecycle.is_request_in_flight = false;
    if (!gave_up_shutdown(self, out)) try_again(self, out);
}

void on_lifecycle_failed(Broker& self, Effects& out) {
    Lifecycle& life = self.lifecycle;
    life.is_request_in_flight = false;
    life.asked_since = kNever;
    if (gave_up_shutdown(self, out)) return;
    retry_in(self, milliseconds(self.config->broker_heartbeat_interval_ms), out);
}

void request_shutdown(Broker& self, Effects& out) {
    Lifecycle& life = self.lifecycle;
    if (life.state == BrokerState::not_running || life.state == BrokerState::controlled_shutdown) {
        return;
    }
    if (!self.config->controlled_shutdown_enable || life.state == BrokerState::starting) {
        stop_cleanly(self, out);
        return;
    }
    life.state = BrokerState::controlled_shutdown;
    life.is_shutdown_heard = false;
    life.shutdown_deadline = out.now() + kShutdownPatience;
    send_heartbeat(self, out);
}

namespace {
// Whether the controller granted what was asked; what to do otherwise has been done.
bool is_accepted(Broker& self, Envelope const& from, ErrorCode error, Effects& out) {
    if (!self.pending.take(from.correlation_id)) return false;
    if (error == ErrorCode::not_controller) {
        on_controller_lost(self, out);
        return false;
    }
    if (error != ErrorCode::none) {
        on_lifecycle_failed(self, out);
        return false;
    }
    self.lifecycle.is_request_in_flight = false;
    self.lifecycle.asked_since = kNever;
    return true;
}
}  // namespace

void handle(Broker& self, Envelope const& from, BrokerRegistrationResponse const& response,
            Effects& out) {
    if (!is_accepted(self, from, response.error, out)) return;
    Lifecycle& life = self.lifecycle;
    life.epoch = response.broker_epoch;
    out.disarm(kRegistrationTimeout);
    maybe_publish(self, out);  // the log may have been faster than this answer
    if (!life.is_request_in_flight) send_heartbeat(self, out);
    send_fetches(self, out);
    settle(self, out);
}

void handle(Broker& self, Envelope const& from, BrokerHeartbeatResponse const& response,
            Effects& out) {
    if (!is_accepted(self, from, response.error, out)) return;
    Lifecycle& life = self.lifecycle;
    bool const may_go = life.state == BrokerState::controlled_shutdown && response.should_shut_down;
    if (life.heartbeat_asked_meanwhile && !may_go) {
        send_heartbeat(self, out);
        return;
    }
    if (life.state == BrokerState::controlled_shutdown) {
        on_shutdown_answer(self, response.should_shut_down, out);
        return;
    }
    if (life.state == BrokerState::recovery && !response.is_fenced) {
        life.state = BrokerState::running;
    }
    out.arm({TimerKind::heartbeat, 0}, milliseconds(self.config->broker_heartbeat_interval_ms));
}

void checkpoint_high_watermarks(Broker& self) {
    for (PartitionTable::Entry const& entry : self.partitions.entries()) {
        Partition const& partition = self.partitions[entry.slot];
        if (partition.checkpointed_high_watermark == partition.high_watermark) continue;
        Partition& changed = self.partitions.edit(entry.slot);
        changed.checkpointed_high_watermark = changed.high_watermark;
    }
}

}  // namespace highwater

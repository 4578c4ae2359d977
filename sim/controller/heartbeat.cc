// BrokerHeartbeat (63): how brokers are unfenced, fenced and let go (BrokerHeartbeatManager).
#include <algorithm>

#include "base/check.h"
#include "controller/active.h"

namespace highwater {

namespace {
enum class BrokerControlState : std::uint8_t {
    fenced,
    unfenced,
    controlled_shutdown,
    shutdown_now
};

Duration session_timeout(Controller const& self) {
    return milliseconds(self.setup.config.broker_session_timeout_ms);
}

bool leads_something(MetadataImage const& image, BrokerId broker) {
    for (Cow<TopicImage> const& topic : image.topics) {
        for (PartitionRegistration const& partition : topic->partitions) {
            if (partition.leader == broker) return true;
        }
    }
    return false;
}

// How far the brokers that clients may use have replayed the log.
Offset lowest_active_offset(Controller const& self) {
    Offset lowest{INT64_MAX};
    for (auto const& [id, session] : self.sessions) {
        if (is_active(self.image, id) && session.metadata_offset < lowest) {
            lowest = session.metadata_offset;
        }
    }
    return lowest;
}

BrokerControlState current_state(BrokerRegistration const& broker) {
    if (broker.fenced) return BrokerControlState::fenced;
    return broker.in_controlled_shutdown ? BrokerControlState::controlled_shutdown
                                         : BrokerControlState::unfenced;
}

bool is_caught_up(BrokerRegistration const& broker, BrokerHeartbeatRequest const& request) {
    return request.current_metadata_offset.value >= broker.epoch.value;
}

BrokerControlState next_state(Controller const& self, BrokerRegistration const& broker,
                              BrokerSession const& session, BrokerHeartbeatRequest const& request) {
    switch (current_state(broker)) {
    case BrokerControlState::fenced:
        if (request.want_shut_down) return BrokerControlState::shutdown_now;
        return !request.want_fence && is_caught_up(broker, request) ? BrokerControlState::unfenced
                                                                    : BrokerControlState::fenced;
    case BrokerControlState::unfenced:
        if (request.want_fence) {
            return request.want_shut_down ? BrokerControlState::shutdown_now
                                          : BrokerControlState::fenced;
        }
        if (!request.want_shut_down) return BrokerControlState::unfenced;
        return leads_something(self.image, broker.id) ? BrokerControlState::controlled_shutdown
                                                      : BrokerControlState::shutdown_now;
    case BrokerControlState::controlled_shutdown:
        // It may go once everybody else knows that it leads nothing any more.
        if (leads_something(self.image, broker.id)) {
            return BrokerControlState::controlled_shutdown;
        }
        return session.controlled_shutdown_offset <= lowest_active_offset(self)
                   ? BrokerControlState::shutdown_now
                   : BrokerControlState::controlled_shutdown;
    case BrokerControlState::shutdown_now: break;
    }
    return BrokerControlState::fenced;
}

// A broker whose disk was replaced has its replicas in a directory that the records do not name. In
// Kafka it says so itself (AssignReplicasToDirs, KIP-858); its registration tells as much.
void add_directory_changes(Controller const& self, BrokerRegistration const& broker,
                           std::vector<MetadataRecord>& records) {
    if (broker.log_dirs.empty()) return;
    for (auto const& [topic_id, name] : self.image.topic_ids) {
        TopicImage const& topic = *find_topic(self.image, name);
        for (std::size_t i = 0; i < topic.partitions.size(); ++i) {
            PartitionRegistration const& partition = topic.partitions[i];
            auto const at =
                std::find(partition.replicas.begin(), partition.replicas.end(), broker.id);
            auto const index = static_cast<std::size_t>(at - partition.replicas.begin());
            if (index >= partition.directories.size()) continue;
            Uuid const directory = partition.directories[index];
            bool const is_there = std::find(broker.log_dirs.begin(), broker.log_dirs.end(),
                                            directory) != broker.log_dirs.end();
            if (is_there || directory == kNoUuid) continue;
            PartitionChangeRecord change;
            change.topic_id = topic.id;
            change.partition_id = static_cast<std::int32_t>(i);
            change.directories = partition.directories;
            (*change.directories)[index] = broker.log_dirs.front();
            records.push_back(std::move(change));
        }
    }
}

void unfence(Controller const& self, BrokerRegistration const& broker,
             std::vector<MetadataRecord>& records, Effects const& out) {
    add_directory_changes(self, broker, records);
    records.push_back(BrokerRegistrationChangeRecord{broker.id, broker.epoch, -1, 0});
    BrokerChange change;
    change.concerned = Concerned::leaderless;
    change.to_add = broker.id;
    add_partition_changes(self, change, records, out);
}

void begin_controlled_shutdown(Controller const& self, BrokerRegistration const& broker,
                               std::vector<MetadataRecord>& records, Effects const& out) {
    records.push_back(BrokerRegistrationChangeRecord{broker.id, broker.epoch, 0, 1});
    BrokerChange change;
    change.broker = change.to_remove = broker.id;
    add_partition_changes(self, change, records, out);
}

Cause cause_of(BrokerControlState next, BrokerId broker) {
    switch (next) {
    case BrokerControlState::fenced: return {ChangeReason::broker_fenced, broker};
    case BrokerControlState::unfenced: return {ChangeReason::broker_unfenced, broker};
    case BrokerControlState::controlled_shutdown:
    case BrokerControlState::shutdown_now: break;
    }
    return {ChangeReason::controlled_shutdown, broker};
}
}  // namespace

void fence(Controller& self, BrokerId broker, std::vector<MetadataRecord>& records,
           Effects const& out) {
    BrokerRegistration const* registration = find_broker(self.image, broker);
    if (registration == nullptr) return;
    BrokerChange change;
    change.broker = change.to_remove = broker;
    add_partition_changes(self, change, records, out);
    records.push_back(BrokerRegistrationChangeRecord{broker, registration->epoch, 1, 0});
    self.sessions[broker].controlled_shutdown_offset = kNoOffset;
}

void track(Controller& self, BrokerSession& session, Effects& out) {
    session.tracked = true;
    session.last_contact = out.now();
    // The timer is for the oldest contact; when it fires too early it is set again.
    if (self.session_check_at != kNever) return;
    self.session_check_at = out.now() + session_timeout(self);
    out.arm_at({TimerKind::session_check, 0}, self.session_check_at);
}

bool has_valid_session(Controller const& self, BrokerId broker, Time now) {
    auto const found = self.sessions.find(broker);
    if (found == self.sessions.end() || !found->second.tracked) return false;
    return now - found->second.last_contact <= session_timeout(self);
}

void expire_sessions(Controller& self, Raft& raft, Effects& out) {
    Time earliest = kNever;
    for (auto& [id, session] : self.sessions) {
        if (!session.tracked) continue;
        Time const expires_at = session.last_contact + session_timeout(self);
        if (expires_at > out.now()) {
            earliest = std::min(earliest, expires_at);
            continue;
        }
        session.tracked = false;
        // Fenced again even if it is: after a controlled shutdown that writes the same record
        // twice.
        std::vector<MetadataRecord> records;
        fence(self, id, records, out);
        if (!records.empty()) {
            write(self, raft, std::move(records), {ChangeReason::broker_fenced, id}, out);
        }
    }
    self.session_check_at = earliest;
    if (earliest != kNever) out.arm_at({TimerKind::session_check, 0}, earliest);
}

void handle(Controller& self, Raft& raft, Envelope const& from,
            BrokerHeartbeatRequest const& request, Effects& out) {
    BrokerHeartbeatResponse answer;
    BrokerRegistration const* broker = accept_broker(self, from, request, answer, out);
    if (broker == nullptr) return;
    BrokerSession& session = self.sessions[broker->id];
    session.epoch = broker->epoch;
    track(self, session, out);
    BrokerControlState const current = current_state(*broker);
    BrokerControlState const next = next_state(self, *broker, session, request);
    bool const leads =
        next == BrokerControlState::controlled_shutdown && leads_something(self.image, broker->id);
    session.metadata_offset = request.current_metadata_offset;
    answer.is_caught_up = is_caught_up(*broker, request);
    answer.should_shut_down = next == BrokerControlState::shutdown_now;
    answer.is_fenced = answer.should_shut_down || next == BrokerControlState::fenced;

    std::vector<MetadataRecord> records;
    if (next != current) {
        switch (next) {
        case BrokerControlState::fenced:
        case BrokerControlState::shutdown_now: fence(self, broker->id, records, out); break;
        case BrokerControlState::unfenced: unfence(self, *broker, records, out); break;
        case BrokerControlState::controlled_shutdown:
            begin_controlled_shutdown(self, *broker, records, out);
            break;
        }
    }
    BrokerId const id = broker->id;  // the image changes now
    if (records.empty()) {
        if (leads) session.controlled_shutdown_offset = next_offset(self) - 1;
        answer_after_pending(self, from, answer, out);
        return;
    }
    Offset const last = write(self, raft, std::move(records), cause_of(next, id), out);
    if (next == BrokerControlState::controlled_shutdown) {
        session.controlled_shutdown_offset = last;
    }
    answer_after(self, last, from, answer, out);
}

}  // namespace highwater

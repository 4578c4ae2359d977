// What brokers ask of the active controller: BrokerRegistration (62), BrokerHeartbeat (63),
// AlterPartition (56, KIP-497), AllocateProducerIds (67).
#pragma once

#include <vector>

#include "base/fields.h"
#include "protocol/metadata_record.h"
#include "protocol/payload.h"
#include "record/error_code.h"

namespace highwater {

struct BrokerRegistrationRequest {
    BrokerId broker_id{kNoBroker};
    NameId rack{kNoName};
    Uuid incarnation_id;
    BrokerEpoch previous_broker_epoch{kNoBrokerEpoch};  // from the clean-shutdown file, else none
    Payload<std::vector<Uuid>> log_dirs;
    static auto fields(auto& self) {
        return std::tuple{Field{"broker_id", self.broker_id}, Field{"rack", self.rack},
                          Field{"incarnation_id", self.incarnation_id},
                          Field{"previous_broker_epoch", self.previous_broker_epoch},
                          Field{"log_dirs", self.log_dirs}};
    }
};

struct BrokerRegistrationResponse {
    ErrorCode error{};
    BrokerEpoch broker_epoch{kNoBrokerEpoch};
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error}, Field{"broker_epoch", self.broker_epoch}};
    }
};

struct BrokerHeartbeatRequest {
    BrokerId broker_id{kNoBroker};
    BrokerEpoch broker_epoch{kNoBrokerEpoch};
    Offset current_metadata_offset{kNoOffset};
    bool want_fence{};
    bool want_shut_down{};
    static auto fields(auto& self) {
        return std::tuple{
            Field{"broker_id", self.broker_id}, Field{"broker_epoch", self.broker_epoch},
            Field{"current_metadata_offset", self.current_metadata_offset},
            Field{"want_fence", self.want_fence}, Field{"want_shut_down", self.want_shut_down}};
    }
};

struct BrokerHeartbeatResponse {
    ErrorCode error{};
    bool is_caught_up{};
    bool is_fenced{true};
    bool should_shut_down{};
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error}, Field{"is_caught_up", self.is_caught_up},
                          Field{"is_fenced", self.is_fenced},
                          Field{"should_shut_down", self.should_shut_down}};
    }
};

struct IsrMember {
    BrokerId broker_id{kNoBroker};
    BrokerEpoch broker_epoch{kNoBrokerEpoch};
    static auto fields(auto& self) {
        return std::tuple{Field{"broker_id", self.broker_id},
                          Field{"broker_epoch", self.broker_epoch}};
    }
};

struct AlterPartitionChange {
    TopicPartition partition;
    Uuid topic_id;
    LeaderEpoch leader_epoch{};
    PartitionEpoch partition_epoch{};
    LeaderRecoveryState leader_recovery_state{};
    std::vector<IsrMember> new_isr;
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition},
                          Field{"topic_id", self.topic_id},
                          Field{"leader_epoch", self.leader_epoch},
                          Field{"partition_epoch", self.partition_epoch},
                          Field{"leader_recovery_state", self.leader_recovery_state},
                          Field{"new_isr", self.new_isr}};
    }
};

struct AlterPartitionRequest {
    BrokerId broker_id{kNoBroker};
    BrokerEpoch broker_epoch{kNoBrokerEpoch};
    Payload<std::vector<AlterPartitionChange>> changes;
    static auto fields(auto& self) {
        return std::tuple{Field{"broker_id", self.broker_id},
                          Field{"broker_epoch", self.broker_epoch}, Field{"changes", self.changes}};
    }
};

struct AlterPartitionResult {
    TopicPartition partition;
    ErrorCode error{};
    BrokerId leader{kNoBroker};
    LeaderEpoch leader_epoch{kNoEpoch};
    PartitionEpoch partition_epoch{};
    LeaderRecoveryState leader_recovery_state{};
    std::vector<BrokerId> isr;
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition},
                          Field{"error", self.error},
                          Field{"leader", self.leader},
                          Field{"leader_epoch", self.leader_epoch},
                          Field{"partition_epoch", self.partition_epoch},
                          Field{"leader_recovery_state", self.leader_recovery_state},
                          Field{"isr", self.isr}};
    }
};

struct AlterPartitionResponse {
    ErrorCode error{};  // of the whole request
    Payload<std::vector<AlterPartitionResult>> results;
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error}, Field{"results", self.results}};
    }
};

struct AllocateProducerIdsRequest {
    BrokerId broker_id{kNoBroker};
    BrokerEpoch broker_epoch{kNoBrokerEpoch};
    static auto fields(auto& self) {
        return std::tuple{Field{"broker_id", self.broker_id},
                          Field{"broker_epoch", self.broker_epoch}};
    }
};

struct AllocateProducerIdsResponse {
    ErrorCode error{};
    ProducerId start{kNoProducerId};
    std::int32_t length{};
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error}, Field{"start", self.start},
                          Field{"length", self.length}};
    }
};

}  // namespace highwater

// Produce (API key 0) and what an idempotent producer asks for first, InitProducerId (22).
#pragma once

#include <vector>

#include "base/fields.h"
#include "protocol/payload.h"
#include "record/error_code.h"
#include "record/record.h"

namespace highwater {

struct ProducePartition {
    TopicPartition partition;
    BatchRef batch;  // base_offset 0 and no leader epoch: the leader makes its own with offsets
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition}, Field{"batch", self.batch}};
    }
};

struct ProduceRequest {
    std::int16_t acks{-1};  // 0 none, 1 leader, -1 all
    std::int32_t timeout_ms{};
    NameId transactional_id{kNoName};
    Payload<std::vector<ProducePartition>> partitions;
    NameId client_id{kNoName};  // of the request's header
    static auto fields(auto& self) {
        return std::tuple{Field{"acks", self.acks}, Field{"timeout_ms", self.timeout_ms},
                          Field{"transactional_id", self.transactional_id},
                          Field{"partitions", self.partitions}, Field{"client_id", self.client_id}};
    }
};

struct ProducePartitionResult {
    TopicPartition partition;
    ErrorCode error{};
    Offset base_offset{kNoOffset};
    Offset log_start_offset{kNoOffset};
    BrokerId current_leader{kNoBroker};  // with NOT_LEADER_OR_FOLLOWER (KIP-951)
    LeaderEpoch current_leader_epoch{kNoEpoch};
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition},
                          Field{"error", self.error},
                          Field{"base_offset", self.base_offset},
                          Field{"log_start_offset", self.log_start_offset},
                          Field{"current_leader", self.current_leader},
                          Field{"current_leader_epoch", self.current_leader_epoch}};
    }
};

struct ProduceResponse {
    Payload<std::vector<ProducePartitionResult>> partitions;
    std::int32_t throttle_time_ms{};  // a quota is exceeded: nothing is read for so long (KIP-219)
    static auto fields(auto& self) {
        return std::tuple{Field{"partitions", self.partitions},
                          Field{"throttle_time_ms", self.throttle_time_ms}};
    }
};

struct InitProducerIdRequest {
    NameId transactional_id{kNoName};
    std::int32_t transaction_timeout_ms{};
    ProducerId producer_id{kNoProducerId};
    std::int16_t producer_epoch{-1};
    static auto fields(auto& self) {
        return std::tuple{Field{"transactional_id", self.transactional_id},
                          Field{"transaction_timeout_ms", self.transaction_timeout_ms},
                          Field{"producer_id", self.producer_id},
                          Field{"producer_epoch", self.producer_epoch}};
    }
};

struct InitProducerIdResponse {
    ErrorCode error{};
    ProducerId producer_id{kNoProducerId};
    std::int16_t producer_epoch{-1};
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error}, Field{"producer_id", self.producer_id},
                          Field{"producer_epoch", self.producer_epoch}};
    }
};

}  // namespace highwater

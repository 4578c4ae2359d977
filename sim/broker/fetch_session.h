// Incremental fetch sessions (KIP-227; Kafka: FetchSession, FetchManager, DelayedFetch). A session
// remembers what its fetcher reads and what it was told, so that only news travels, both ways: a
// follower with a thousand idle partitions costs no more than one with ten.
#pragma once

#include <vector>

#include "broker/partition.h"
#include "protocol/fetch.h"

namespace highwater {

// One partition of a session.
struct SessionPartition {
    TopicPartition partition;
    Uuid topic_id;
    std::int32_t slot{-1};  // in Broker::partitions; -1: this broker has no such replica
    std::int32_t max_bytes{};
    Offset fetch_offset;
    Offset log_start_offset{kNoOffset};  // the follower's
    LeaderEpoch current_leader_epoch{kNoEpoch};
    LeaderEpoch last_fetched_epoch{kNoEpoch};
    Offset told_high_watermark{kNoOffset};
    Offset told_log_start_offset{kNoOffset};
    Offset high_watermark_at_read{kNoOffset};  // before the effect of the fetch being handled
    ErrorCode error{};                         // of that fetch
    bool is_member{};                          // false: the place is free
    bool is_ready{};                           // stands in FetchSession::ready
    bool is_held_back{};                       // told so: the rate of its throttle is used up
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition},
                          Field{"topic_id", self.topic_id},
                          Field{"slot", self.slot},
                          Field{"max_bytes", self.max_bytes},
                          Field{"fetch_offset", self.fetch_offset},
                          Field{"log_start_offset", self.log_start_offset},
                          Field{"current_leader_epoch", self.current_leader_epoch},
                          Field{"last_fetched_epoch", self.last_fetched_epoch},
                          Field{"told_high_watermark", self.told_high_watermark},
                          Field{"told_log_start_offset", self.told_log_start_offset},
                          Field{"high_watermark_at_read", self.high_watermark_at_read},
                          Field{"error", self.error},
                          Field{"is_member", self.is_member},
                          Field{"is_ready", self.is_ready},
                          Field{"is_held_back", self.is_held_back}};
    }
};

// A fetch that waits for enough bytes or for its time.
struct WaitingFetch {
    CorrelationId correlation_id{};
    Time deadline{kNever};
    bool is_parked{};
    static auto fields(auto& self) {
        return std::tuple{Field{"correlation_id", self.correlation_id},
                          Field{"deadline", self.deadline}, Field{"is_parked", self.is_parked}};
    }
};

struct FetchSession {
    std::int32_t id{};  // 0: this place among the broker's sessions is free
    std::int32_t next_epoch{};
    NodeId peer{kNoNode};
    BrokerId replica_id{kNoBroker};  // kNoBroker: a consumer
    BrokerEpoch replica_epoch{kNoBrokerEpoch};
    std::int32_t min_bytes{};
    std::int32_t max_bytes{};
    IsolationLevel isolation{};
    NameId rack{kNoName};       // a consumer's client.rack
    NameId client_id{kNoName};  // the same
    bool is_woken{};            // stands in Broker::woken_sessions
    bool is_single_use{};       // a fetch without a session
    Time last_fetch{kLongAgo};  // also when every idle follower in it was last caught up
    WaitingFetch parked;
    std::vector<SessionPartition> partitions;  // by place
    std::int32_t members{};                    // of those places
    // Places that may have something to say, in the order in which they are served. All others are
    // idle: read to the end, and told everything.
    std::vector<std::int32_t> ready;

    bool is_follower() const { return replica_id != kNoBroker; }

    static auto fields(auto& self) {
        return std::tuple{Field{"id", self.id},
                          Field{"next_epoch", self.next_epoch},
                          Field{"peer", self.peer},
                          Field{"replica_id", self.replica_id},
                          Field{"replica_epoch", self.replica_epoch},
                          Field{"min_bytes", self.min_bytes},
                          Field{"max_bytes", self.max_bytes},
                          Field{"isolation", self.isolation},
                          Field{"rack", self.rack},
                          Field{"client_id", self.client_id},
                          Field{"is_woken", self.is_woken},
                          Field{"is_single_use", self.is_single_use},
                          Field{"last_fetch", self.last_fetch},
                          Field{"parked", self.parked},
                          Field{"partitions", self.partitions},
                          Field{"members", self.members},
                          Field{"ready", self.ready}};
    }
};

}  // namespace highwater

// The TLA+ modules of Kafka's replication (KafkaReplication, KafkaTruncateToHighWatermark, Kip101,
// Kip279, Kip320) as a model that can be explored: every state that some order of steps reaches.
// Where a follower cuts its log is asked of the simulator's own rules.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "node/protocol_switches.h"

namespace highwater::model {

inline constexpr int kMostReplicas = 3;
inline constexpr int kMostRecords = 4;
inline constexpr int kMostEpochs = 6;

struct Bounds {
    int replicas{3};
    int log_size{2};
    int records{2};
    int epochs{3};
};

struct ModelRecord {
    std::int8_t id{};
    std::int8_t epoch{};
};

struct ModelReplica {
    std::array<ModelRecord, kMostRecords> log{};
    std::int8_t log_end{};
    std::int8_t high_watermark{};
    std::int8_t leader_epoch{-1};
    std::int8_t leader{-1};
    std::uint8_t isr{};  // one bit each
};

// What the controller told, by leader epoch.
struct LeaderAndIsrRequest {
    std::int8_t leader{-1};
    std::uint8_t isr{};
};

struct ModelState {
    std::array<ModelReplica, kMostReplicas> replicas{};
    std::array<LeaderAndIsrRequest, kMostEpochs> requests{};
    std::int8_t next_epoch{};
    std::int8_t next_record{};
    std::int8_t quorum_epoch{-1};
    std::int8_t quorum_leader{-1};
    std::uint8_t quorum_isr{};
};

ModelState initial(Bounds const& bounds);

enum class Property { weak_isr, strong_isr };
bool holds(ModelState const& state, Bounds const& bounds, Property property);

struct Exploration {
    bool holds{};
    std::int64_t distinct_states{};
    int counterexample_length{};
};
Exploration explore(Bounds const& bounds, ProtocolSwitches const& protocol, Property property);

// AsyncIsr: one leader, a controller that answers later, and the high watermark over some ISR.
Exploration explore_async_isr(int replicas, int max_offset, int versions, HighWatermarkOver over);

}  // namespace highwater::model

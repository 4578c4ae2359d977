// Writing what a client sent into a leader's log (Kafka: Partition.appendRecordsToLeader,
// UnifiedLog.append).
#pragma once

#include "broker/partition.h"

namespace highwater {

struct AppendOutcome {
    ErrorCode error{};
    bool is_duplicate{};  // already in the log: its offsets, and nothing written
    Offset base_offset{kNoOffset};
    Offset required_offset{kNoOffset};  // acks=all: done when the high watermark is here
};

// Refuses or appends. Only acks=all looks at min.insync.replicas, and before anything is written.
AppendOutcome append_as_leader(Partition& partition, RecordBatch const& sent, std::int16_t acks,
                               Time now, ProtocolSwitches const& protocol = {});

}  // namespace highwater

// DeleteRecords (21): everything below an offset goes. The leader answers when every replica that
// is alive has let go of it.
#pragma once

#include <vector>

#include "base/fields.h"
#include "protocol/payload.h"
#include "record/error_code.h"

namespace highwater {

struct DeleteRecordsPartition {
    TopicPartition partition;
    Offset offset{kNoOffset};  // -1: all that is committed
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition}, Field{"offset", self.offset}};
    }
};

struct DeleteRecordsRequest {
    std::int32_t timeout_ms{};
    Payload<std::vector<DeleteRecordsPartition>> partitions;
    static auto fields(auto& self) {
        return std::tuple{Field{"timeout_ms", self.timeout_ms},
                          Field{"partitions", self.partitions}};
    }
};

struct DeleteRecordsResult {
    TopicPartition partition;
    Offset low_watermark{kNoOffset};  // the smallest log start of the replicas that are alive
    ErrorCode error{};
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition},
                          Field{"low_watermark", self.low_watermark}, Field{"error", self.error}};
    }
};

struct DeleteRecordsResponse {
    Payload<std::vector<DeleteRecordsResult>> partitions;
    static auto fields(auto& self) { return std::tuple{Field{"partitions", self.partitions}}; }
};

}  // namespace highwater

// Answers that wait, as data (Kafka: DelayedProduce, DelayedOperationPurgatory).
#pragma once

#include <vector>

#include "base/fields.h"
#include "protocol/delete_records.h"
#include "protocol/produce.h"

namespace highwater {

// A produce with acks=all: answered when every partition of it is committed, or at its deadline.
struct DelayedProduce {
    NodeId client{kNoNode};
    CorrelationId correlation_id{};
    Time deadline{kNever};
    std::int32_t waiting_for{};  // partitions; 0: this place is free
    std::vector<ProducePartitionResult> results;
    NameId client_id{kNoName};
    std::int64_t request_bytes{};  // counted against the client's quota when it is answered
    static auto fields(auto& self) {
        return std::tuple{Field{"client", self.client},
                          Field{"correlation_id", self.correlation_id},
                          Field{"deadline", self.deadline},
                          Field{"waiting_for", self.waiting_for},
                          Field{"results", self.results},
                          Field{"client_id", self.client_id},
                          Field{"request_bytes", self.request_bytes}};
    }
};

// Records that go: answered when no replica that is alive has them any more, or at its deadline.
struct DelayedDeleteRecords {
    struct Part {
        DeleteRecordsResult result;
        Offset required;  // the low watermark to wait for
        bool is_waiting{};
        static auto fields(auto& self) {
            return std::tuple{Field{"result", self.result}, Field{"required", self.required},
                              Field{"is_waiting", self.is_waiting}};
        }
    };
    NodeId client{kNoNode};
    CorrelationId correlation_id{};
    Time deadline{kNever};
    std::vector<Part> parts;
    static auto fields(auto& self) {
        return std::tuple{Field{"client", self.client},
                          Field{"correlation_id", self.correlation_id},
                          Field{"deadline", self.deadline}, Field{"parts", self.parts}};
    }
};

struct Purgatory {
    std::vector<DelayedProduce> produces;
    std::vector<DelayedDeleteRecords> deletes;  // few, in the order of their arrival
    std::vector<std::int32_t> free;             // places in produces
    Time timer_at{kNever};  // one timer, for the earliest deadline of produces and fetches
    static auto fields(auto& self) {
        return std::tuple{Field{"produces", self.produces}, Field{"deletes", self.deletes},
                          Field{"free", self.free}, Field{"timer_at", self.timer_at}};
    }
};

}  // namespace highwater

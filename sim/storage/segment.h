// A file of a log (Kafka: LogSegment). The last one is active: only it grows.
#pragma once

#include "base/fields.h"
#include "record/record.h"

namespace highwater {

struct Segment {
    Offset base_offset;
    std::int64_t first_batch{};  // its index among the log's batches
    std::int64_t size_in_bytes{};
    std::int64_t largest_timestamp_ms{-1};
    static auto fields(auto& self) {
        return std::tuple{Field{"base_offset", self.base_offset},
                          Field{"first_batch", self.first_batch},
                          Field{"size_in_bytes", self.size_in_bytes},
                          Field{"largest_timestamp_ms", self.largest_timestamp_ms}};
    }
};

}  // namespace highwater

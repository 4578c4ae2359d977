// When the cleaner takes up a compacted log, and how long it keeps tombstones: a topic's configs.
#pragma once

#include "base/fields.h"

namespace highwater {

struct CompactionRules {
    std::int32_t min_cleanable_dirty_ppm{500'000};  // min.cleanable.dirty.ratio in millionths
    std::int64_t min_compaction_lag_ms{};
    std::int64_t max_compaction_lag_ms{INT64_MAX};
    std::int64_t delete_retention_ms{86'400'000};
    static auto fields(auto& self) {
        return std::tuple{Field{"min.cleanable.dirty.ratio", self.min_cleanable_dirty_ppm},
                          Field{"min.compaction.lag.ms", self.min_compaction_lag_ms},
                          Field{"max.compaction.lag.ms", self.max_compaction_lag_ms},
                          Field{"delete.retention.ms", self.delete_retention_ms}};
    }
};

}  // namespace highwater

// Which segments of a log are too old (Kafka: UnifiedLog.deleteOldSegments). Only whole segments
// go, from the oldest on, and only what is committed.
#pragma once

#include <cstdint>
#include <vector>

#include "record/record.h"
#include "storage/segment.h"

namespace highwater {

// In the order in which a log is looked through; each pass stops at the first segment that stays.
enum class RetentionReason : std::uint8_t { log_start_offset, retention_bytes, retention_ms };

struct RetentionRules {
    bool deletes{true};  // cleanup.policy; else only what is before the log's start goes
    std::int64_t retention_bytes{-1};
    std::int64_t retention_ms{604'800'000};
};

struct RetainedLog {
    std::vector<Segment> segments;
    Offset start_offset;
    Offset end_offset;
    Offset high_watermark;
};

struct RetentionPass {
    RetentionReason why{};
    std::vector<Offset> deleted;  // base offsets
    bool rolls{};                 // none is left, so a new one begins at the end
};

// What each pass deletes; those that delete nothing are left out. `log` is what remains.
std::vector<RetentionPass> delete_old_segments(RetainedLog& log, RetentionRules const& rules,
                                               std::int64_t now_ms);

}  // namespace highwater

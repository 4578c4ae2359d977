#include "storage/retention.h"

#include <algorithm>
#include <cstddef>

namespace highwater {

namespace {
std::int64_t size_of(RetainedLog const& log) {
    std::int64_t size = 0;
    for (Segment const& segment : log.segments) size += segment.size_in_bytes;
    return size;
}

// How many segments from the oldest on go for this reason.
class Pass {
public:
    Pass(RetainedLog const& log, RetentionRules const& rules, RetentionReason why,
         std::int64_t now_ms)
        : log_{log}, rules_{rules}, why_{why}, now_ms_{now_ms} {
        if (why == RetentionReason::retention_bytes)
            surplus_ = size_of(log) - rules.retention_bytes;
    }

    std::size_t count() {
        std::size_t at = 0;
        while (at < log_.segments.size() && is_deletable(at)) ++at;
        return at;
    }

private:
    bool is_deletable(std::size_t at) {
        bool const is_last = at + 1 == log_.segments.size();
        if (is_last && log_.segments[at].size_in_bytes == 0) return false;
        Offset const end = is_last ? log_.end_offset : log_.segments[at + 1].base_offset;
        // The log may never begin above the high watermark.
        return log_.high_watermark >= end && is_breached(log_.segments[at], is_last, end);
    }
    bool is_breached(Segment const& segment, bool is_last, Offset end) {
        switch (why_) {
        case RetentionReason::log_start_offset: return !is_last && end <= log_.start_offset;
        case RetentionReason::retention_bytes:
            // Never below the limit: what is kept may be larger than it by almost a segment.
            if (rules_.retention_bytes < 0 || surplus_ < segment.size_in_bytes) return false;
            surplus_ -= segment.size_in_bytes;
            return true;
        case RetentionReason::retention_ms: break;
        }
        return rules_.retention_ms >= 0 &&
               now_ms_ - segment.largest_timestamp_ms > rules_.retention_ms;
    }

    RetainedLog const& log_;
    RetentionRules const& rules_;
    RetentionReason why_;
    std::int64_t now_ms_;
    std::int64_t surplus_{};
};
}  // namespace

std::vector<RetentionPass> delete_old_segments(RetainedLog& log, RetentionRules const& rules,
                                               std::int64_t now_ms) {
    std::vector<RetentionPass> passes;
    for (RetentionReason const why :
         {RetentionReason::log_start_offset, RetentionReason::retention_bytes,
          RetentionReason::retention_ms}) {
        if (why != RetentionReason::log_start_offset && !rules.deletes) break;
        std::size_t const count = Pass{log, rules, why, now_ms}.count();
        if (count == 0) continue;
        RetentionPass pass{why, {}, count == log.segments.size()};
        if (pass.rolls) log.segments.push_back({log.end_offset, 0, 0, -1});
        for (std::size_t i = 0; i < count; ++i) pass.deleted.push_back(log.segments[i].base_offset);
        log.segments.erase(log.segments.begin(),
                           log.segments.begin() + static_cast<std::ptrdiff_t>(count));
        log.start_offset = std::max(log.start_offset, log.segments.front().base_offset);
        passes.push_back(std::move(pass));
    }
    return passes;
}

}  // namespace highwater

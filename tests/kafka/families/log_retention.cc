#include "storage/retention.h"

#include "tests/kafka/families.h"

namespace highwater {

namespace {
using nlohmann::json;

char const* name_of(RetentionReason why) {
    switch (why) {
    case RetentionReason::log_start_offset: return "logStartOffset";
    case RetentionReason::retention_bytes: return "retentionBytes";
    case RetentionReason::retention_ms: break;
    }
    return "retentionMs";
}
}  // namespace

nlohmann::json replay_log_retention(nlohmann::json const& input) {
    RetainedLog log;
    for (json const& one : input.at("segments")) {
        log.segments.push_back({Offset{one.at("base").get<std::int64_t>()}, 0,
                                one.at("size").get<std::int64_t>(),
                                one.at("largestTimestamp").get<std::int64_t>()});
    }
    log.end_offset = Offset{input.at("logEndOffset").get<std::int64_t>()};
    log.high_watermark = Offset{input.at("highWatermark").get<std::int64_t>()};
    log.start_offset =
        Offset{input.value("logStartOffset", log.segments.front().base_offset.value)};
    RetentionRules rules;
    rules.retention_ms = input.value("retentionMs", rules.retention_ms);
    rules.retention_bytes = input.value("retentionBytes", rules.retention_bytes);
    rules.deletes = input.value("cleanupPolicy", "delete").find("delete") != std::string::npos;

    json deletions = json::array();
    auto const passes = delete_old_segments(log, rules, input.at("nowMs").get<std::int64_t>());
    for (RetentionPass const& pass : passes) {
        json bases = json::array();
        for (Offset const base : pass.deleted) bases.push_back(base.value);
        json const rolled =
            pass.rolls ? json(log.segments.back().base_offset.value) : json(nullptr);
        deletions.push_back({{"reason", name_of(pass.why)},
                             {"deletedBaseOffsets", bases},
                             {"rolledNewActiveSegmentAt", rolled}});
    }
    json remaining = json::array();
    for (Segment const& segment : log.segments) remaining.push_back(segment.base_offset.value);
    return {{"deletions", deletions},
            {"remainingBaseOffsets", remaining},
            {"logStartOffset", log.start_offset.value}};
}

}  // namespace highwater

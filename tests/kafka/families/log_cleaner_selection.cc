#include "storage/cleaner.h"

#include <algorithm>
#include <stdexcept>

#include "tests/kafka/families.h"

namespace highwater {

namespace {
using nlohmann::json;

CompactionRules rules_of(json const& input) {
    CompactionRules rules;
    if (input.contains("minCleanableDirtyRatio")) {
        constexpr double kMillion = 1e6;
        double const ratio = input.at("minCleanableDirtyRatio").get<double>();
        rules.min_cleanable_dirty_ppm = static_cast<std::int32_t>(ratio * kMillion + 0.5);
    }
    rules.min_compaction_lag_ms = input.value("minCompactionLagMs", rules.min_compaction_lag_ms);
    rules.max_compaction_lag_ms = input.value("maxCompactionLagMs", rules.max_compaction_lag_ms);
    return rules;
}

json eligibility(json const& input) {
    BytesToClean const bytes{input.at("cleanBytes").get<std::int64_t>(),
                             input.at("cleanableBytes").get<std::int64_t>(),
                             {}};
    CompactionRules const rules = rules_of(input);
    bool const overdue = is_overdue(input.value("earliestDirtyBatchTimestamp", INT64_MAX), rules,
                                    input.at("nowMs").get<std::int64_t>());
    json const ratio =
        bytes.total() == 0
            ? json(nullptr)
            : json(static_cast<double>(bytes.cleanable) / static_cast<double>(bytes.total()));
    return {{"dirtyRatio", ratio}, {"selected", is_worth_cleaning(bytes, overdue, rules)}};
}

json uncleanable_bound(json const& input) {
    std::vector<Segment> segments;
    for (json const& one : input.at("segments")) {
        segments.push_back({Offset{one.at("base").get<std::int64_t>()}, 0,
                            one.at("size").get<std::int64_t>(),
                            one.at("largestTimestamp").get<std::int64_t>()});
    }
    Offset const stable{input.at("lastStableOffset").get<std::int64_t>()};
    Offset const end = std::max(stable, segments.back().base_offset);
    OffsetsToClean const offsets =
        offsets_to_clean({segments, segments.front().base_offset, end, stable,
                          Offset{input.at("firstDirtyOffset").get<std::int64_t>()}},
                         rules_of(input), input.at("nowMs").get<std::int64_t>());
    return {{"firstUncleanableOffset", offsets.first_uncleanable.value}};
}
}  // namespace

nlohmann::json replay_log_cleaner_selection(nlohmann::json const& input) {
    if (input.contains("cleanBytes")) return eligibility(input);
    if (input.contains("segments")) return uncleanable_bound(input);
    throw std::invalid_argument{"neither bytes nor segments"};
}

}  // namespace highwater

#include "storage/leader_epoch_cache.h"

#include <algorithm>

#include "base/check.h"

namespace highwater {

namespace {
using Entries = std::vector<EpochEntry>;

// The first entry whose epoch is above the given one.
Entries::const_iterator first_above(Entries const& entries, LeaderEpoch epoch) {
    return std::upper_bound(entries.begin(), entries.end(), epoch,
                            [](LeaderEpoch e, EpochEntry const& entry) { return e < entry.epoch; });
}
}  // namespace

void LeaderEpochCache::assign(LeaderEpoch epoch, Offset start_offset) {
    CHECK(epoch.value >= 0 && start_offset.value >= 0);
    bool const is_news = entries.empty() || entries.back().epoch != epoch ||
                         start_offset < entries.back().start_offset;
    if (!is_news) return;
    while (!entries.empty() &&
           (entries.back().epoch >= epoch || entries.back().start_offset >= start_offset)) {
        entries.pop_back();
    }
    entries.push_back({epoch, start_offset});
}

EpochEnd LeaderEpochCache::end_offset_for(LeaderEpoch epoch, Offset log_end_offset) const {
    if (epoch == kNoEpoch || entries.empty()) return {};
    if (epoch == entries.back().epoch) return {epoch, log_end_offset};
    auto const above = first_above(entries, epoch);
    if (above == entries.end()) return {};  // newer than anything known here
    if (above == entries.begin()) return {epoch, above->start_offset};  // older than everything
    return {std::prev(above)->epoch, above->start_offset};
}

void LeaderEpochCache::truncate_from_end(Offset end_offset) {
    if (end_offset.value < 0) return;
    while (!entries.empty() && entries.back().start_offset >= end_offset) entries.pop_back();
}

void LeaderEpochCache::truncate_from_start(Offset start_offset) {
    // The last entry at or below the new start stays and begins there now.
    auto const above = std::upper_bound(
        entries.begin(), entries.end(), start_offset,
        [](Offset offset, EpochEntry const& entry) { return offset < entry.start_offset; });
    if (above == entries.begin()) return;
    EpochEntry const first{std::prev(above)->epoch, start_offset};
    entries.erase(entries.begin(), std::prev(above));
    entries.front() = first;
}

std::optional<LeaderEpoch> LeaderEpochCache::latest() const {
    if (entries.empty()) return std::nullopt;
    return entries.back().epoch;
}

std::optional<LeaderEpoch> LeaderEpochCache::previous() const {
    if (entries.size() < 2) return std::nullopt;
    return entries[entries.size() - 2].epoch;
}

std::optional<LeaderEpoch> LeaderEpochCache::previous(LeaderEpoch epoch) const {
    auto const at_or_above =
        std::lower_bound(entries.begin(), entries.end(), epoch,
                         [](EpochEntry const& entry, LeaderEpoch e) { return entry.epoch < e; });
    if (at_or_above == entries.begin()) return std::nullopt;
    return std::prev(at_or_above)->epoch;
}

std::optional<LeaderEpoch> LeaderEpochCache::next(LeaderEpoch epoch) const {
    auto const above = first_above(entries, epoch);
    if (above == entries.end()) return std::nullopt;
    return above->epoch;
}

std::optional<LeaderEpoch> LeaderEpochCache::epoch_of(Offset offset) const {
    auto const above =
        std::upper_bound(entries.begin(), entries.end(), offset,
                         [](Offset o, EpochEntry const& entry) { return o < entry.start_offset; });
    if (above == entries.begin()) return std::nullopt;
    return std::prev(above)->epoch;
}

std::string LeaderEpochCache::checkpoint() const {
    std::string text = "0\n" + std::to_string(entries.size()) + "\n";
    for (EpochEntry const& entry : entries) {
        text += std::to_string(entry.epoch.value) + " " + std::to_string(entry.start_offset.value) +
                "\n";
    }
    return text;
}

}  // namespace highwater

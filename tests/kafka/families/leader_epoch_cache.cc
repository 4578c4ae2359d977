#include "storage/leader_epoch_cache.h"

#include <stdexcept>

#include "tests/kafka/families.h"

namespace highwater {

namespace {
using nlohmann::json;

json entries_of(LeaderEpochCache const& cache) {
    json entries = json::array();
    for (EpochEntry const& entry : cache.entries) {
        entries.push_back({entry.epoch.value, entry.start_offset.value});
    }
    return entries;
}

json epoch_or_null(std::optional<LeaderEpoch> epoch) {
    return epoch ? json(epoch->value) : json(nullptr);
}

json play(LeaderEpochCache& cache, json const& op) {
    auto const verb = op.at(0).get<std::string>();
    auto const epoch = [&] { return LeaderEpoch{op.at(1).get<std::int32_t>()}; };
    auto const offset = [&](std::size_t i) { return Offset{op.at(i).get<std::int64_t>()}; };
    json step = {{"op", op}};
    if (verb == "assign") {
        cache.assign(epoch(), offset(2));
    } else if (verb == "truncateFromEnd") {
        cache.truncate_from_end(offset(1));
    } else if (verb == "truncateFromStart") {
        cache.truncate_from_start(offset(1));
    } else if (verb == "clear") {
        cache.clear();
    } else {
        if (verb == "endOffsetFor") {
            EpochEnd const end = cache.end_offset_for(epoch(), offset(2));
            step["result"] = {end.epoch.value, end.end_offset.value};
        } else if (verb == "latestEpoch") {
            step["result"] = epoch_or_null(cache.latest());
        } else if (verb == "previousEpoch") {
            step["result"] =
                epoch_or_null(op.size() > 1 ? cache.previous(epoch()) : cache.previous());
        } else if (verb == "nextEpoch") {
            step["result"] = epoch_or_null(cache.next(epoch()));
        } else if (verb == "epochForOffset") {
            step["result"] = epoch_or_null(cache.epoch_of(offset(1)));
        } else if (verb == "checkpoint") {
            step["result"] = cache.checkpoint();
        } else {
            throw std::invalid_argument("unknown step " + verb);
        }
        return step;
    }
    step["entries"] = entries_of(cache);
    return step;
}
}  // namespace

nlohmann::json replay_leader_epoch_cache(nlohmann::json const& input) {
    LeaderEpochCache cache;
    json steps = json::array();
    for (json const& op : input.at("steps")) steps.push_back(play(cache, op));
    return {{"steps", steps}};
}

}  // namespace highwater

#include "group/group_timers.h"

namespace highwater {

void GroupTimers::arm(GroupTimerKey key, Time at, std::int32_t epoch) {
    disarm(key);
    GroupTimer const timer{at, next_order++, epoch};
    armed[key] = timer;
    by_time[{at.us, timer.order}] = key;
}

void GroupTimers::disarm(GroupTimerKey key) {
    auto const found = armed.find(key);
    if (found == armed.end()) return;
    by_time.erase({found->second.at.us, found->second.order});
    armed.erase(found);
}

Time GroupTimers::next() const {
    return by_time.empty() ? kNever : Time{by_time.begin()->first.first};
}

std::optional<std::pair<GroupTimerKey, GroupTimer>> GroupTimers::take_due(Time now) {
    if (next() > now || by_time.empty()) return std::nullopt;
    GroupTimerKey const key = by_time.begin()->second;
    GroupTimer const timer = armed.at(key);
    disarm(key);
    return std::pair{key, timer};
}

}  // namespace highwater

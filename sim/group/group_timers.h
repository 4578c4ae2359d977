// The timers of a group coordinator. They live inside it: its broker arms one timer of its own, for
// the earliest of them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "base/fields.h"

namespace highwater {

enum class GroupTimerKind : std::uint8_t {
    session,           // a member has not been heard of; or a pending member has not come back
    rebalance,         // the join phase of a classic group is over
    sync,              // members of a classic group have not synced
    revocation,        // a KIP-848 member has not given up what it should
    classic_rejoin,    // a classic member of a consumer group has not joined again
    classic_sync,      // nor synced after it joined
    offset_expiration  // of the whole coordinator
};

struct GroupTimerKey {
    GroupTimerKind kind{};
    NameId group{kNoName};
    NameId member{kNoName};
    static auto fields(auto& self) {
        return std::tuple{Field{"kind", self.kind}, Field{"group", self.group},
                          Field{"member", self.member}};
    }
    friend bool operator<(GroupTimerKey const& a, GroupTimerKey const& b) {
        if (a.kind != b.kind) return a.kind < b.kind;
        return a.group != b.group ? a.group < b.group : a.member < b.member;
    }
};

struct GroupTimer {
    Time at;
    std::uint64_t order{};  // of those due at one instant the one armed first comes first
    std::int32_t epoch{};   // of the member or generation when it was armed
    static auto fields(auto& self) {
        return std::tuple{Field{"at", self.at}, Field{"order", self.order},
                          Field{"epoch", self.epoch}};
    }
};

struct GroupTimers {
    std::map<GroupTimerKey, GroupTimer> armed;
    std::map<std::pair<std::int64_t, std::uint64_t>, GroupTimerKey> by_time;  // µs and order
    std::uint64_t next_order{};
    static auto fields(auto& self) {
        return std::tuple{Field{"armed", self.armed}, Field{"by_time", self.by_time},
                          Field{"next_order", self.next_order}};
    }

    // Replaces one of the same key.
    void arm(GroupTimerKey key, Time at, std::int32_t epoch = 0);
    void disarm(GroupTimerKey key);
    bool is_armed(GroupTimerKey key) const { return armed.find(key) != armed.end(); }
    Time next() const;  // kNever: none is armed
    // The first that is due, taken out.
    std::optional<std::pair<GroupTimerKey, GroupTimer>> take_due(Time now);
};

}  // namespace highwater

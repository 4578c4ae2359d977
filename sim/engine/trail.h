// A run's trail of crumbs: six bits of the history hash every so many events. Two runs that differ
// drop different crumbs from there on, so the first difference is found without keeping either run.
#pragma once

#include <cstdint>
#include <string>

#include "base/fields.h"

namespace highwater {

struct Trail {
    std::uint64_t stride{1};  // events from crumb to crumb; doubles when the trail gets long
    std::string crumbs;       // the nth: after n * stride events; letters, digits, + and /
    static auto fields(auto& self) {
        return std::tuple{Field{"stride", self.stride}, Field{"crumbs", self.crumbs}};
    }

    std::uint64_t end() const { return crumbs.size() * stride; }
};

inline constexpr std::uint64_t kMostCrumbs = 4'096;

// After the nth event of the run, in order and without gaps.
void drop_crumb(Trail& trail, std::uint64_t events, std::uint64_t history_hash);
// The run continues differently after so many events.
void cut_trail(Trail& trail, std::uint64_t events);
bool is_crumb(char c);

struct TrailComparison {
    bool same{};
    std::uint64_t agreed_events{};  // up to there both are the same
    std::uint64_t differs_by{};  // after so many events they are not; equal + 1: it is that event
};
TrailComparison compare(Trail const& expected, Trail const& found);

}  // namespace highwater

#include "engine/trail.h"

#include <algorithm>
#include <string_view>

namespace highwater {

namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void widen(Trail& trail) {
    std::string kept;
    for (std::size_t i = 1; i < trail.crumbs.size(); i += 2) kept += trail.crumbs[i];
    trail.crumbs = std::move(kept);
    trail.stride *= 2;
}

}  // namespace

bool is_crumb(char c) { return kAlphabet.find(c) != std::string_view::npos; }

void drop_crumb(Trail& trail, std::uint64_t events, std::uint64_t history_hash) {
    if (events % trail.stride != 0 || events != trail.end() + trail.stride) return;
    trail.crumbs += kAlphabet[static_cast<std::size_t>(history_hash >> 58)];
    if (trail.crumbs.size() >= kMostCrumbs) widen(trail);
}

void cut_trail(Trail& trail, std::uint64_t events) {
    if (events < trail.end()) {
        trail.crumbs.resize(static_cast<std::size_t>(events / trail.stride));
    }
}

TrailComparison compare(Trail const& expected, Trail const& found) {
    Trail a = expected;
    Trail b = found;
    while (a.stride < b.stride) widen(a);
    while (b.stride < a.stride) widen(b);
    std::size_t const shorter = std::min(a.crumbs.size(), b.crumbs.size());
    for (std::size_t i = 0; i < shorter; ++i) {
        if (a.crumbs[i] != b.crumbs[i]) return {false, i * a.stride, (i + 1) * a.stride};
    }
    bool const same = a.crumbs.size() == b.crumbs.size();
    return {same, shorter * a.stride, same ? 0 : (shorter + 1) * a.stride};
}

}  // namespace highwater

// Swizzle-clogging, FoundationDB's way to find what no single cut finds: a random half of the links
// between servers is clogged one after the other, and freed in another random order. Every draw is
// keyed by how many swizzles there were, so that the same run swizzles the same.
#include <algorithm>
#include <utility>

#include "base/draw.h"
#include "fault/fault.h"

namespace highwater {

namespace {

std::uint64_t bits_of(World const& world, std::uint64_t nth) {
    return draw(world.seed, Draw::swizzle, world.network.swizzles, nth);
}

// Each link between two servers of one cluster with one chance in two; at least one.
std::vector<LinkEnds> draw_links(World const& world, std::uint64_t& nth) {
    std::vector<LinkEnds> all;
    for (Process const& one : world.nodes) {
        for (Process const& other : world.nodes) {
            bool const is_link = one.is_server() && other.is_server() && one.id < other.id &&
                                 one.cluster == other.cluster;
            if (is_link) all.push_back({one.id, other.id});
        }
    }
    std::vector<LinkEnds> drawn;
    for (LinkEnds const& pair : all) {
        if (below(bits_of(world, nth++), 2) == 0) drawn.push_back(pair);
    }
    if (drawn.empty() && !all.empty())
        drawn.push_back(all[below(bits_of(world, nth++), all.size())]);
    return drawn;
}

// Fisher and Yates.
void shuffle(World const& world, std::vector<LinkEnds>& pairs, std::uint64_t& nth) {
    for (std::size_t i = pairs.size(); i > 1; --i) {
        std::swap(pairs[i - 1], pairs[below(bits_of(world, nth++), i)]);
    }
}

void schedule(World& world, Duration after, EventId cause, SwizzleStep step) {
    std::string const phrase = std::string{step.clogs ? "clog " : "unclog "} +
                               name_of(world, step.from) + " to " + name_of(world, step.to);
    world.queue.schedule(world.now + after, cause, CommandDue{make_payload(Command{step, phrase})});
}

SwizzleStep const* step_in(Event const& event) {
    auto const* due = std::get_if<CommandDue>(&event.payload);
    return due == nullptr ? nullptr : std::get_if<SwizzleStep>(&due->command->body);
}

}  // namespace

bool end_swizzle(World& world, NodeId from, NodeId to, Effects& out) {
    bool would_clog = false;
    for (Event const* event : world.queue.sorted()) {
        SwizzleStep const* const step = step_in(*event);
        if (step == nullptr) continue;
        bool const is_meant = from == kNoNode ||
                              (to == kNoNode && (step->from == from || step->to == from)) ||
                              (step->from == from && step->to == to);
        if (!is_meant) continue;
        would_clog |= step->clogs;
        world.queue.cancel(world.queue.find(event->id));
    }
    if (would_clog) out.note(SwizzleEnded{from, to});
    return would_clog;
}

Refusal apply(World& world, SwizzleLinks const& fault, EventId cause, Effects& out) {
    std::uint64_t nth = 0;
    std::vector<LinkEnds> pairs = draw_links(world, nth);
    if (pairs.empty()) return Problem{"one server alone has no links", "swizzle needs two servers"};
    begin_effects(world, kNoNode, out);
    auto const count = static_cast<std::int64_t>(pairs.size());
    out.note(SwizzleBegun{static_cast<std::int32_t>(count), fault.over});
    // Clogging takes the first half of the time, freeing the second, in an order of its own.
    shuffle(world, pairs, nth);
    std::vector<LinkEnds> freed = pairs;
    shuffle(world, freed, nth);
    std::int64_t const half = fault.over.us / 2;
    for (std::int64_t i = 0; i < count; ++i) {
        LinkEnds const& pair = pairs[static_cast<std::size_t>(i)];
        auto const place = std::find_if(freed.begin(), freed.end(), [&](LinkEnds const& other) {
            return other.from == pair.from && other.to == pair.to;
        });
        std::int64_t const clogged_at = std::max<std::int64_t>(1, half * i / count);
        std::int64_t const freed_at =
            std::max<std::int64_t>(1, half + half * (place - freed.begin()) / count);
        Duration const between{freed_at - clogged_at};
        schedule(world, Duration{clogged_at}, cause, {pair.from, pair.to, true, between});
        schedule(world, Duration{clogged_at}, cause, {pair.to, pair.from, true, between});
    }
    ++world.network.swizzles;
    return std::nullopt;
}

// What somebody else holds, or has freed meanwhile, is left as it is.
Refusal apply(World& world, SwizzleStep const& step, EventId cause, Effects& out) {
    begin_effects(world, kNoNode, out);
    if (!step.clogs) {
        unclog(world, step.from, step.to, cause, out);
    } else if (clog(world, step.from, step.to, out)) {
        schedule(world, step.freed_after, cause, {step.from, step.to, false, {}});
    }
    return std::nullopt;
}

}  // namespace highwater

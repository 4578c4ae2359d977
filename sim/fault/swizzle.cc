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

void schedule(World& world, Time at, EventId cause, SwizzleStep step) {
    std::string const phrase = std::string{step.clogs ? "clog " : "unclog "} +
                               name_of(world, step.from) + " from " + name_of(world, step.to);
    world.queue.schedule(at, cause, CommandDue{make_payload(Command{step, phrase})});
}

}  // namespace

Refusal apply(World& world, SwizzleLinks const& fault, EventId cause, Effects& out) {
    std::uint64_t nth = 0;
    std::vector<LinkEnds> pairs = draw_links(world, nth);
    if (pairs.empty()) return Problem{"one server alone has no links", "swizzle needs two servers"};
    begin_effects(world, kNoNode, out);
    auto const count = static_cast<std::int64_t>(pairs.size());
    out.note(SwizzleBegun{static_cast<std::int32_t>(count), fault.over});
    // Clogging takes the first half of the time, freeing the second.
    for (bool const clogs : {true, false}) {
        shuffle(world, pairs, nth);
        for (std::int64_t i = 0; i < count; ++i) {
            std::int64_t const half = fault.over.us / 2;
            std::int64_t const place = half * i / count + (clogs ? 0 : half);
            LinkEnds const& pair = pairs[static_cast<std::size_t>(i)];
            schedule(world, world.now + microseconds(std::max<std::int64_t>(1, place)), cause,
                     {pair.from, pair.to, clogs});
        }
    }
    ++world.network.swizzles;
    return std::nullopt;
}

// Somebody may have freed the link meanwhile: then there is nothing left to do.
Refusal apply(World& world, SwizzleStep const& step, EventId cause, Effects& out) {
    begin_effects(world, kNoNode, out);
    for (auto const& [from, to] : {std::pair{step.from, step.to}, std::pair{step.to, step.from}}) {
        if (step.clogs) {
            clog(world, from, to, out);
        } else {
            unclog(world, from, to, cause, out);
        }
    }
    return std::nullopt;
}

}  // namespace highwater

#include "gui/view/broken_links.h"

#include "world/lookup.h"

namespace highwater::gui {
namespace {

using Kind = LinkChange::Kind;
using Way = LinkChange::Way;

// A follower asks again after replica.fetch.wait.max.ms at the latest, by default: what takes
// longer than that is seen to wait.
constexpr Duration kSlow{500'000};

struct WaysBetweenBrokers {
    World const& world;
    LinkChange change{};

    BrokerId broker_at(NodeId node) const {
        Process const* process = find_process(world, node);
        return process != nullptr && process->broker ? process->broker_id : kNoBroker;
    }

    void add(NodeId from, NodeId to) {
        Way const way{broker_at(from), broker_at(to)};
        bool const is_between = way.to != kNoBroker || to == kNoNode;
        if (way.from != kNoBroker && is_between) change.ways.push_back(way);
    }

    void add_all(Kind kind, NodeGroups const& groups, bool one_way) {
        change.kind = groups.to.empty() ? Kind::island : kind;
        for (NodeId const from : groups.from) {
            if (groups.to.empty()) add(from, kNoNode);
            for (NodeId const to : groups.to) {
                add(from, to);
                if (!one_way) add(to, from);
            }
        }
    }

    void add_ring(std::vector<NodeId> const& members) {
        std::size_t const count = members.size();
        for (std::size_t i = 0; i < count; ++i) {
            for (std::size_t j = 0; j < count; ++j) {
                std::size_t const apart = (j + count - i) % count;
                if (apart > 1 && apart < count - 1) add(members[i], members[j]);
            }
        }
    }
};

}  // namespace

LinkChange change_of_links(Fact const& fact, World const& world) {
    WaysBetweenBrokers found{world};
    if (auto const* cut = std::get_if<LinkCut>(&fact)) {
        found.add(cut->from, cut->to);
    } else if (auto const* clogged = std::get_if<LinkClogged>(&fact)) {
        found.change.kind = Kind::clogged;
        found.add(clogged->from, clogged->to);
    } else if (auto const* healed = std::get_if<LinkHealed>(&fact)) {
        found.change.kind = Kind::healed;
        found.add(healed->from, healed->to);
    } else if (auto const* unclogged = std::get_if<LinkUnclogged>(&fact)) {
        found.change.kind = Kind::unclogged;
        found.add(unclogged->from, unclogged->to);
    } else if (auto const* slowed = std::get_if<LinkSlowed>(&fact)) {
        found.change.kind = Kind::slowed;
        found.change.by = slowed->by;
        found.add(slowed->from, slowed->to);
    } else if (auto const* apart = std::get_if<GroupsCut>(&fact)) {
        found.add_all(Kind::cut, *apart->groups, apart->one_way);
    } else if (auto const* joined = std::get_if<GroupsHealed>(&fact)) {
        found.add_all(Kind::healed, *joined->groups, joined->one_way);
    } else if (auto const* ring = std::get_if<RingCut>(&fact)) {
        found.add_ring(*ring->members);
    }
    return std::move(found.change);
}

std::string words_of(Awaited const& awaited) {
    std::string const broker = "broker-" + std::to_string(awaited.broker.value);
    switch (awaited.obstacle) {
    case Obstacle::none: return "";
    case Obstacle::dead: return broker + " dead";
    case Obstacle::paused: return broker + " paused";
    case Obstacle::cut: return "link to " + broker + " cut";
    case Obstacle::slow: return "link to " + broker + " slow";
    }
    return "";
}

void BrokenLinks::change(LinkChange const& change) {
    if (change.kind == Kind::island) ++last_island_;
    for (Way const& way : change.ways) {
        bool const is_of_all = way.to == kNoBroker;
        switch (change.kind) {
        case Kind::cut:
            if (is_of_all) {
                isolated_.insert(way.from);
            } else {
                cuts_.insert(way);
            }
            break;
        case Kind::healed:
            if (is_of_all) {
                isolated_.erase(way.from);
                islands_.erase(way.from);
            } else {
                cuts_.erase(way);
                clogs_.erase(way);
            }
            break;
        case Kind::clogged: clogs_.insert(way); break;
        case Kind::unclogged: clogs_.erase(way); break;
        case Kind::slowed: slow_[way] = change.by; break;
        case Kind::island: islands_[way.from] = last_island_; break;
        }
    }
}

bool BrokenLinks::is_cut(BrokerId from, BrokerId to) const {
    return cuts_.count({from, to}) > 0 || clogs_.count({from, to}) > 0 ||
           isolated_.count(from) > 0 || isolated_.count(to) > 0;
}

Duration BrokenLinks::delay(BrokerId from, BrokerId to) const {
    Duration all;
    for (Way const& way : {Way{from, to}, Way{from, kNoBroker}, Way{to, kNoBroker}}) {
        auto const found = slow_.find(way);
        if (found != slow_.end()) all = all + found->second;
    }
    return all;
}

Obstacle BrokenLinks::between(BrokerId a, BrokerId b) const {
    if (a == b) return Obstacle::none;
    auto const island = [this](BrokerId broker) {
        auto const found = islands_.find(broker);
        return found == islands_.end() ? 0 : found->second;
    };
    if (is_cut(a, b) || is_cut(b, a) || island(a) != island(b)) return Obstacle::cut;
    return delay(a, b) + delay(b, a) < kSlow ? Obstacle::none : Obstacle::slow;
}

}  // namespace highwater::gui

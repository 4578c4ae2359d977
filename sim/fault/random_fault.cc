#include "fault/random_fault.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/draw.h"
#include "world/lookup.h"

namespace highwater {

namespace {

constexpr int kKinds = static_cast<int>(FaultKind::last) + 1;

NodeTarget target_of(NodeId node) {
    NodeTarget target;
    target.node = node;
    return target;
}

std::vector<NodeTarget> targets_of(std::vector<NodeId> const& nodes) {
    std::vector<NodeTarget> targets;
    for (NodeId const node : nodes) targets.push_back(target_of(node));
    return targets;
}

// One draw of a fault: each question about chance has its own key.
class Drawing {
public:
    Drawing(World const& world, std::uint64_t seed, std::uint64_t nth)
        : world_{world}, seed_{seed}, nth_{nth} {}

    std::uint64_t pick(std::uint64_t bound) {
        std::uint64_t const who = nth_ << 16 | questions_++;
        return below(draw(seed_, Draw::random_fault, who, nth_), bound);
    }

    std::optional<DrawnFault> of(FaultKind kind) {
        kind_ = kind;
        switch (kind) {
        case FaultKind::kill: return on_living<KillNode, StartNode>("kill ", "start ");
        case FaultKind::shutdown: return on_living<ShutdownNode, StartNode>("shutdown ", "start ");
        case FaultKind::pause: return on_living<PauseNode, ResumeNode>("pause ", "resume ");
        case FaultKind::unplug: return on_living<UnplugNode, StartNode>("unplug ", "start ");
        case FaultKind::wipe: return wipe();
        case FaultKind::cut: return cut(false);
        case FaultKind::cut_one_way: return cut(true);
        case FaultKind::cut_groups: return cut_groups();
        case FaultKind::ring: return ring();
        case FaultKind::isolate: return isolate();
        case FaultKind::slow_node: return slow_node();
        case FaultKind::slow_link: return slow_link();
        case FaultKind::lose: return lose();
        case FaultKind::reorder: return reorder();
        case FaultKind::clog: return clog();
        case FaultKind::swizzle: return swizzle();
        case FaultKind::skew: return skew();
        case FaultKind::drop_message:
        case FaultKind::delay_message:
        case FaultKind::duplicate_message: return on_message();
        case FaultKind::kill_rack:
        case FaultKind::isolate_rack: return on_rack();
        }
        return std::nullopt;
    }

private:
    using Drawn = std::optional<DrawnFault>;

    std::string name(NodeId node) const { return name_of(world_, node); }

    DrawnFault made(CommandBody body, std::string phrase) const {
        return {kind_, {std::move(body), std::move(phrase)}, std::nullopt};
    }
    DrawnFault made(CommandBody body, std::string phrase, CommandBody undo,
                    std::string undo_phrase) const {
        return {kind_,
                {std::move(body), std::move(phrase)},
                Command{std::move(undo), std::move(undo_phrase)}};
    }

    template <class Accept>
    std::vector<NodeId> servers(Accept&& accept) const {
        std::vector<NodeId> found;
        for (Process const& process : world_.nodes) {
            if (process.is_server() && accept(process)) found.push_back(process.id);
        }
        return found;
    }
    std::vector<NodeId> servers() const {
        return servers([](Process const&) { return true; });
    }

    template <class Fault, class Undo>
    Drawn on_living(std::string const& verb, std::string const& undo) {
        std::vector<NodeId> const alive =
            servers([](Process const& p) { return p.is_alive && !p.is_paused; });
        if (alive.empty()) return std::nullopt;
        NodeId const node = alive[pick(alive.size())];
        return made(Fault{target_of(node)}, verb + name(node), Undo{target_of(node)},
                    undo + name(node));
    }

    Drawn wipe() {
        std::vector<NodeId> const dead =
            servers([](Process const& p) { return !p.is_alive && p.incarnation > 0; });
        if (dead.empty()) return std::nullopt;
        NodeId const node = dead[pick(dead.size())];
        return made(WipeNode{target_of(node)}, "wipe " + name(node));
    }

    struct Pair {
        NodeId from;
        NodeId to;
    };
    // Two servers of one cluster between which nothing is blocked.
    std::optional<Pair> free_pair() {
        std::vector<Pair> pairs;
        for (Process const& one : world_.nodes) {
            for (Process const& other : world_.nodes) {
                bool const is_link = one.is_server() && other.is_server() && one.id != other.id &&
                                     one.cluster == other.cluster;
                if (!is_link || is_blocked(world_.network, one.id, other.id)) continue;
                pairs.push_back({one.id, other.id});
            }
        }
        if (pairs.empty()) return std::nullopt;
        return pairs[pick(pairs.size())];
    }

    Drawn cut(bool one_way) {
        std::optional<Pair> const pair = free_pair();
        if (!pair) return std::nullopt;
        NodeTarget const from = target_of(pair->from);
        NodeTarget const to = target_of(pair->to);
        std::string const rest = name(pair->from) + (one_way ? " to " : " from ") + name(pair->to);
        return made(CutLink{from, to, one_way}, "cut " + rest, HealLink{from, to, one_way},
                    "heal " + rest);
    }

    std::string list(std::vector<NodeId> const& nodes) const {
        std::string text;
        for (NodeId const node : nodes) text += (text.empty() ? "" : ", ") + name(node);
        return text;
    }

    Drawn cut_groups() {
        std::vector<NodeId> first;
        std::vector<NodeId> second;
        for (NodeId const node : servers()) (pick(2) == 0 ? first : second).push_back(node);
        if (first.empty() || second.empty()) return std::nullopt;
        bool any_free = false;
        for (NodeId const from : first) {
            for (NodeId const to : second) any_free |= !is_blocked(world_.network, from, to);
        }
        if (!any_free) return std::nullopt;
        std::string const rest = list(first) + " from " + list(second);
        return made(CutGroups{targets_of(first), targets_of(second), false}, "cut " + rest,
                    HealGroups{targets_of(first), targets_of(second), false}, "heal " + rest);
    }

    Drawn ring() {
        std::vector<NodeId> members = servers();
        if (members.size() < 4) return std::nullopt;
        for (std::size_t i = members.size(); i > 1; --i) {
            std::swap(members[i - 1], members[pick(i)]);
        }
        if (is_blocked(world_.network, members[0], members[2])) return std::nullopt;
        return made(CutRing{targets_of(members)}, "cut " + list(members) + " into a ring",
                    HealRing{targets_of(members)}, "heal ring " + list(members));
    }

    Drawn isolate() {
        std::vector<NodeId> const all = servers();
        if (all.empty()) return std::nullopt;
        NodeId const node = all[pick(all.size())];
        auto const place = static_cast<std::size_t>(node.value);
        bool const is_done =
            place < world_.network.ports.size() && world_.network.ports[place].is_isolated;
        if (is_done) return std::nullopt;
        return made(IsolateNode{target_of(node)}, "isolate " + name(node),
                    HealNode{target_of(node)}, "heal " + name(node));
    }

    Duration some_milliseconds(std::uint64_t most) {
        return milliseconds(static_cast<std::int64_t>(pick(most)) + 1);
    }
    static std::string written(Duration duration) {
        return std::to_string(duration.us / 1000) + "ms";
    }

    Drawn slow_node() {
        std::vector<NodeId> const all = servers();
        if (all.empty()) return std::nullopt;
        NodeTarget const node = target_of(all[pick(all.size())]);
        Duration const by = some_milliseconds(500);
        auto const place = static_cast<std::size_t>(node.node.value);
        bool const is_done =
            place < world_.network.ports.size() && world_.network.ports[place].extra_delay == by;
        if (is_done) return std::nullopt;
        std::string const begin = "slow " + name(node.node) + " by ";
        return made(SlowNode{node, by}, begin + written(by), SlowNode{node, {}}, begin + "0s");
    }

    Drawn slow_link() {
        std::optional<Pair> const pair = free_pair();
        if (!pair) return std::nullopt;
        NodeTarget const from = target_of(pair->from);
        NodeTarget const to = target_of(pair->to);
        Duration const by = some_milliseconds(500);
        Link const* link = find_link(world_.network, pair->from, pair->to);
        if (link != nullptr && link->extra_delay == by) return std::nullopt;
        std::string const begin = "slow " + name(pair->from) + " to " + name(pair->to) + " by ";
        return made(SlowLink{from, to, by}, begin + written(by), SlowLink{from, to, {}},
                    begin + "0s");
    }

    Drawn lose() {
        std::optional<Pair> const pair = free_pair();
        if (!pair) return std::nullopt;
        NodeTarget const from = target_of(pair->from);
        NodeTarget const to = target_of(pair->to);
        auto const percent = static_cast<std::int32_t>(pick(40)) + 1;
        Link const* link = find_link(world_.network, pair->from, pair->to);
        if (link != nullptr && link->loss_ppm == percent * 10'000) return std::nullopt;
        std::string const rest = "% from " + name(pair->from) + " to " + name(pair->to);
        return made(LoseMessages{from, to, percent * 10'000},
                    "lose " + std::to_string(percent) + rest, LoseMessages{from, to, 0},
                    "lose 0" + rest);
    }

    Drawn reorder() {
        std::optional<Pair> const pair = free_pair();
        if (!pair) return std::nullopt;
        Link const* link = find_link(world_.network, pair->from, pair->to);
        if (link != nullptr && link->reordering.us != 0) return std::nullopt;
        NodeTarget const from = target_of(pair->from);
        NodeTarget const to = target_of(pair->to);
        Duration const by = some_milliseconds(300);
        std::string const begin = "reorder " + name(pair->from) + " to " + name(pair->to) + " by ";
        return made(ReorderLink{from, to, by}, begin + written(by), ReorderLink{from, to, {}},
                    begin + "0s");
    }

    Drawn clog() {
        std::optional<Pair> const pair = free_pair();
        if (!pair) return std::nullopt;
        NodeTarget const from = target_of(pair->from);
        NodeTarget const to = target_of(pair->to);
        std::string const rest = name(pair->from) + " from " + name(pair->to);
        return made(ClogLink{from, to, false}, "clog " + rest, UnclogLink{from, to, false},
                    "unclog " + rest);
    }

    Drawn swizzle() {
        if (servers().size() < 2) return std::nullopt;
        Duration const over = some_milliseconds(20'000);
        return made(SwizzleLinks{over}, "swizzle over " + written(over));
    }

    Drawn skew() {
        std::vector<NodeId> const exact =
            servers([](Process const& p) { return p.clock_skew.us == 0; });
        if (exact.empty()) return std::nullopt;
        NodeTarget const node = target_of(exact[pick(exact.size())]);
        Duration by = some_milliseconds(10'000);
        if (pick(2) == 0) by = Duration{-by.us};
        std::string const begin = "skew " + name(node.node) + " by ";
        return made(SkewClock{node, by}, begin + written(by), SkewClock{node, {}}, begin + "0s");
    }

    Drawn on_message() {
        std::vector<EventId> arrivals;
        for (Event const* event : world_.queue.sorted()) {
            auto const* delivery = std::get_if<Delivery>(&event->payload);
            // What arrives in this very instant is there before anything can be done to it.
            if (delivery == nullptr || event->at <= world_.now) continue;
            bool const is_answer = is_response(delivery->envelope.message);
            if (kind_ != FaultKind::duplicate_message || !is_answer) arrivals.push_back(event->id);
        }
        if (arrivals.empty()) return std::nullopt;
        EventId const arrival = arrivals[pick(arrivals.size())];
        std::string const number = std::to_string(arrival.value);
        if (kind_ == FaultKind::drop_message) {
            return made(DropMessage{arrival}, "drop message " + number);
        }
        if (kind_ == FaultKind::duplicate_message) {
            return made(DuplicateMessage{arrival}, "duplicate message " + number);
        }
        Duration const by = some_milliseconds(3'000);
        return made(DelayMessage{arrival, by}, "delay message " + number + " by " + written(by));
    }

    Drawn on_rack() {
        std::vector<NameId> racks;
        for (Process const& process : world_.nodes) {
            if (!process.broker || process.rack == kNoName || !process.is_alive) continue;
            bool const is_known =
                std::find(racks.begin(), racks.end(), process.rack) != racks.end();
            if (!is_known) racks.push_back(process.rack);
        }
        if (racks.empty()) return std::nullopt;
        NodeTarget rack;
        rack.kind = NodeTarget::Kind::rack;
        rack.in_rack = racks[pick(racks.size())];
        std::string const rest = " rack " + world_.names.text(rack.in_rack);
        if (kind_ == FaultKind::kill_rack) {
            return made(OnEach{NodeDeed::kill, {rack}}, "kill" + rest,
                        OnEach{NodeDeed::start, {rack}}, "start" + rest);
        }
        for (NetworkPort const& port : world_.network.ports) {
            if (port.island != 0) return std::nullopt;
        }
        return made(IsolateGroup{{rack}}, "isolate" + rest, OnEach{NodeDeed::heal, {rack}},
                    "heal" + rest);
    }

    World const& world_;
    std::uint64_t seed_;
    std::uint64_t nth_;
    std::uint64_t questions_{};
    FaultKind kind_{};
};

}  // namespace

std::optional<DrawnFault> draw_fault(World const& world, std::uint64_t seed, std::uint64_t nth,
                                     FaultSet allowed) {
    std::vector<FaultKind> kinds;
    for (int i = 0; i < kKinds; ++i) {
        auto const kind = static_cast<FaultKind>(i);
        if ((allowed & set_of(kind)) != 0) kinds.push_back(kind);
    }
    Drawing drawing{world, seed, nth};
    while (!kinds.empty()) {
        std::size_t const place = drawing.pick(kinds.size());
        if (auto drawn = drawing.of(kinds[place])) return drawn;
        kinds.erase(kinds.begin() + static_cast<std::ptrdiff_t>(place));
    }
    return std::nullopt;
}

char const* name_of(FaultKind kind) {
    switch (kind) {
    case FaultKind::kill: return "kill";
    case FaultKind::shutdown: return "shutdown";
    case FaultKind::pause: return "pause";
    case FaultKind::unplug: return "unplug";
    case FaultKind::wipe: return "wipe";
    case FaultKind::cut: return "cut";
    case FaultKind::cut_one_way: return "cut_one_way";
    case FaultKind::cut_groups: return "cut_groups";
    case FaultKind::ring: return "ring";
    case FaultKind::isolate: return "isolate";
    case FaultKind::slow_node: return "slow_node";
    case FaultKind::slow_link: return "slow_link";
    case FaultKind::lose: return "lose";
    case FaultKind::reorder: return "reorder";
    case FaultKind::clog: return "clog";
    case FaultKind::swizzle: return "swizzle";
    case FaultKind::skew: return "skew";
    case FaultKind::drop_message: return "drop_message";
    case FaultKind::delay_message: return "delay_message";
    case FaultKind::duplicate_message: return "duplicate_message";
    case FaultKind::kill_rack: return "kill_rack";
    case FaultKind::isolate_rack: return "isolate_rack";
    }
    return "?";
}

}  // namespace highwater

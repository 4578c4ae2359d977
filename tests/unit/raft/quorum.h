// A toy world for a quorum: messages take one millisecond, timers fire in order, links can be cut.
// Small enough to see that what a test shows is the work of the replicas alone.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "raft/raft.h"

namespace highwater {

inline std::vector<MetadataRecord> a_topic(std::int32_t name) {
    return {TopicRecord{NameId{name}, Uuid{1, static_cast<std::uint64_t>(name)}}};
}

// Of those topics: a record takes as many bytes as its name.
inline Names topic_names() {
    Names names;
    for (int i = 0; i < 200; ++i) names.intern("topic-" + std::to_string(i));
    return names;
}

class Quorum {
public:
    // Voters 1 … voters, then observers.
    explicit Quorum(std::int32_t voters, std::int32_t observers = 0, std::uint64_t seed = 1)
        : seed_{seed} {
        std::vector<Voter> list;
        for (std::int32_t i = 0; i < voters; ++i) list.push_back({BrokerId{i + 1}, NodeId{i}});
        for (std::int32_t i = 0; i < voters + observers; ++i) {
            nodes.push_back(make_raft({BrokerId{i + 1}, NodeId{i}, list, {}}));
            alive.push_back(true);
        }
        for (std::size_t i = 0; i < nodes.size(); ++i) start_node(i);
    }

    std::vector<Raft> nodes;
    std::vector<bool> alive;
    std::set<std::pair<std::int32_t, std::int32_t>> cuts;  // from, to
    std::vector<Fact> facts;
    Time now;

    Raft& node(std::int32_t id) { return nodes[static_cast<std::size_t>(id - 1)]; }
    // The only leader of the newest epoch among those alive; null without one.
    Raft* leader() {
        Raft* found = nullptr;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            if (!alive[i] || !is_leader(nodes[i])) continue;
            if (found == nullptr || epoch(*found) < epoch(nodes[i])) found = &nodes[i];
        }
        return found;
    }
    void isolate(std::int32_t id) {
        for (Raft const& other : nodes) {
            cuts.insert({id - 1, other.setup.node.value});
            cuts.insert({other.setup.node.value, id - 1});
        }
    }
    void heal() { cuts.clear(); }

    void kill(std::int32_t id) {
        auto const index = static_cast<std::size_t>(id - 1);
        alive[index] = false;
        lose_memory(nodes[index]);
        drop_timers(index);
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            if (i != index && alive[i]) {
                run(i,
                    [&](Effects& out) { on_disconnect(nodes[i], nodes[index].setup.node, out); });
            }
        }
    }
    // SIGTERM; the process ends when its raft says so.
    void shut_down(std::int32_t id) {
        auto const index = static_cast<std::size_t>(id - 1);
        run(index, [&](Effects& out) { request_shutdown(nodes[index], out); });
    }
    void start_again(std::int32_t id) { start_node(static_cast<std::size_t>(id - 1)); }
    std::optional<Offset> write(Raft& raft, std::vector<MetadataRecord> records) {
        std::optional<Offset> offset;
        auto const index = static_cast<std::size_t>(raft.setup.node.value);
        run(index, [&](Effects& out) { offset = append(raft, std::move(records), out); });
        return offset;
    }

    void run_for(Duration duration) {
        Time const until = now + duration;
        while (!events_.empty() && events_.begin()->first.first <= until) {
            auto const [key, event] = *events_.begin();
            events_.erase(events_.begin());
            now = key.first;
            deliver(event);
        }
        now = until;
    }

private:
    struct Event {
        std::size_t node{};
        bool is_timer{};
        bool is_refusal{};
        Timer timer;
        Envelope envelope;
    };
    using Key = std::pair<Time, std::uint64_t>;

    void start_node(std::size_t i) {
        alive[i] = true;
        run(i, [&](Effects& out) { start(nodes[i], out); });
    }
    void schedule(Time at, Event event) { events_.emplace(Key{at, ++order_}, std::move(event)); }

    void deliver(Event const& event) {
        Raft& raft = nodes[event.node];
        if (!alive[event.node]) {
            if (event.is_timer || event.is_refusal || is_response(event.envelope.message)) return;
            auto const asker = static_cast<std::size_t>(event.envelope.from.value);
            Event refusal{asker, false, true, {}, event.envelope};
            schedule(now + milliseconds(1), refusal);
            return;
        }
        run(event.node, [&](Effects& out) {
            if (event.is_timer) {
                timers_.erase({event.node, event.timer.kind, event.timer.argument});
                on_timer(raft, event.timer, out);
            } else if (event.is_refusal) {
                on_disconnect(raft, event.envelope.to, out);
            } else {
                std::visit(
                    [&](auto const& message) { receive(raft, event.envelope, message, out); },
                    event.envelope.message);
            }
        });
    }
    template <class M>
    void receive(Raft& raft, Envelope const& from, M const& message, Effects& out) {
        if constexpr (requires { handle(raft, from, message, out); }) {
            handle(raft, from, message, out);
        } else {
            CHECK(false && "no message of the quorum");
        }
    }
    void drop_timers(std::size_t node) {
        for (auto it = timers_.begin(); it != timers_.end();) {
            if (std::get<0>(it->first) == node) {
                events_.erase(it->second);
                it = timers_.erase(it);
            } else {
                ++it;
            }
        }
    }

    template <class Handler>
    void run(std::size_t node, Handler handler) {
        Effects out;
        out.begin(now, seed_, nodes[node].setup.node, names_, true);
        handler(out);
        for (Effects::Outgoing& sent : out.outgoing()) {
            if (cuts.count({nodes[node].setup.node.value, sent.to.value}) > 0) continue;
            Envelope envelope{nodes[node].setup.node, sent.to, sent.correlation_id,
                              std::move(sent.message)};
            schedule(now + milliseconds(1),
                     {static_cast<std::size_t>(sent.to.value), false, false, {}, envelope});
        }
        for (Effects::TimerWish const& wish : out.timers()) {
            std::tuple const key{node, wish.timer.kind, wish.timer.argument};
            if (auto const old = timers_.find(key); old != timers_.end()) {
                events_.erase(old->second);
                timers_.erase(old);
            }
            if (wish.at == kNever) continue;
            schedule(wish.at, {node, true, false, wish.timer, {}});
            timers_[key] = {wish.at, order_};
        }
        for (Fact& fact : out.facts()) facts.push_back(std::move(fact));
        if (!out.exits()) return;
        alive[node] = false;
        drop_timers(node);
    }

    std::uint64_t seed_;
    std::uint64_t order_{};
    Names names_{topic_names()};
    std::map<Key, Event> events_;
    std::map<std::tuple<std::size_t, TimerKind, std::int32_t>, Key> timers_;
};

}  // namespace highwater

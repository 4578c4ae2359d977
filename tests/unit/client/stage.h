// A client alone on a stage: the test plays the brokers, the timers and the clock.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/names.h"
#include "node/effects.h"

namespace highwater {

inline constexpr NodeId kSelf{50};
inline constexpr NameId kTopic{3};

// A broker of the test has the same number as node and as broker.
inline BrokerAddress broker_address(std::int32_t n) { return {BrokerId{n}, NodeId{n}, kNoName}; }

struct TestPartition {
    std::int32_t leader;
    std::int32_t epoch;
};

template <class Role>
struct Stage {
    Role role;
    Names names;
    Effects out;
    Time now{};
    std::map<std::pair<TimerKind, std::int32_t>, Time> timers;
    std::vector<Effects::Outgoing> sent;  // not answered by the test yet
    std::vector<NodeId> closed;
    std::vector<Fact> facts;
    bool exited{};

    explicit Stage(Role r) : role{std::move(r)} {}

    template <class Act>
    void act(Act&& action) {
        out.begin(now, 7, kSelf, names, true);
        action(role, out);
        for (auto& message : out.outgoing()) sent.push_back(std::move(message));
        for (auto const& wish : out.timers()) {
            auto const key = std::pair{wish.timer.kind, wish.timer.argument};
            if (wish.at == kNever) {
                timers.erase(key);
            } else {
                timers[key] = wish.at;
            }
        }
        for (NodeId const node : out.closed()) closed.push_back(node);
        for (Fact& fact : out.facts()) facts.push_back(std::move(fact));
        exited = exited || out.exits();
    }

    void start_role() {
        act([](Role& r, Effects& o) { start(r, o); });
    }

    // Fires the timers that are due until then, in the order of their times.
    void run_until(Time until) {
        for (int guard = 0; guard < 1'000'000; ++guard) {
            auto const next =
                std::min_element(timers.begin(), timers.end(),
                                 [](auto const& a, auto const& b) { return a.second < b.second; });
            if (next == timers.end() || next->second > until) break;
            Timer const timer{next->first.first, next->first.second};
            now = std::max(now, next->second);
            timers.erase(next);
            act([&](Role& r, Effects& o) { on_timer(r, timer, o); });
        }
        now = until;
    }
    void run_for(Duration duration) { run_until(now + duration); }

    // The oldest unanswered request of this type; the test then answers it.
    template <class Request>
    std::optional<Effects::Outgoing> take() {
        for (auto at = sent.begin(); at != sent.end(); ++at) {
            if (!std::holds_alternative<Request>(at->message)) continue;
            Effects::Outgoing found = std::move(*at);
            sent.erase(at);
            return found;
        }
        return std::nullopt;
    }
    template <class Request>
    int count() const {
        return static_cast<int>(
            std::count_if(sent.begin(), sent.end(), [](Effects::Outgoing const& message) {
                return std::holds_alternative<Request>(message.message);
            }));
    }

    template <class Response>
    void answer(Effects::Outgoing const& request, Response const& response) {
        Envelope const envelope{request.to, kSelf, request.correlation_id, {}};
        act([&](Role& r, Effects& o) { handle(r, envelope, response, o); });
    }

    void disconnect(NodeId peer) {
        sent.erase(std::remove_if(sent.begin(), sent.end(),
                                  [&](Effects::Outgoing const& m) { return m.to == peer; }),
                   sent.end());
        act([&](Role& r, Effects& o) { on_disconnect(r, peer, o); });
    }

    template <class F>
    std::vector<F> facts_of() const {
        std::vector<F> found;
        for (Fact const& fact : facts) {
            if (auto const* one = std::get_if<F>(&fact)) found.push_back(*one);
        }
        return found;
    }

    // Answers every metadata request that waits.
    void answer_metadata(std::vector<std::int32_t> const& brokers, NameId topic,
                         std::vector<TestPartition> const& partitions,
                         ErrorCode error = ErrorCode::none) {
        ClusterMetadata metadata;
        for (std::int32_t const n : brokers) metadata.brokers.push_back(broker_address(n));
        if (topic != kNoName) {
            TopicMetadata described;
            described.name = topic;
            described.error = error;
            described.topic_id = Uuid{1, 1};
            for (std::size_t i = 0; i < partitions.size(); ++i) {
                PartitionMetadata partition;
                partition.partition = static_cast<std::int32_t>(i);
                partition.leader = BrokerId{partitions[i].leader};
                partition.leader_epoch = LeaderEpoch{partitions[i].epoch};
                if (partitions[i].leader < 0) partition.error = ErrorCode::leader_not_available;
                described.partitions.push_back(partition);
            }
            metadata.topics.push_back(described);
        }
        MetadataResponse const response{make_payload(metadata)};
        while (auto const request = take<MetadataRequest>()) answer(*request, response);
    }
};

}  // namespace highwater

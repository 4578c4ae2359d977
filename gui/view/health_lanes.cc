// From the changes of a run's history to a lane of health for every partition.
#include <algorithm>
#include <map>

#include "gui/view/owners.h"
#include "gui/view/ribbons.h"

namespace highwater::gui {
namespace {

using Change = RunHistory::Change;

struct Folding {
    struct State {
        BrokerId leader{kNoBroker};
        std::vector<BrokerId> isr{};
        std::int32_t assigned{};
        std::int32_t min_isr{1};
        HealthLane lane;
        bool is_gone{};
    };
    std::map<TopicPartition, State> partitions{};
    std::map<BrokerId, Health> silent{};  // leader_dead or leader_paused, of whoever leads there
    BrokenLinks links{};
    Owners owners{};

    HealthSpan span_of(State const& state, Time at) const {
        Owners::Worst const owned = owners.worst_of(state.lane.partition);
        Health const replicas = replicas_of(state);
        if (replicas < owned.health) return {at, owned.health, owned.group, {}};
        bool const waits = replicas == Health::isr_silent;
        return {at, replicas, kNoName, waits ? awaited_in(state) : Awaited{}};
    }

    // The high watermark waits for every member of the ISR, and so does acks=all. Who does not run
    // is told before whom the leader does not reach.
    Awaited awaited_in(State const& state) const {
        for (BrokerId const member : state.isr) {
            auto const is_silent = silent.find(member);
            if (is_silent == silent.end()) continue;
            bool const is_paused = is_silent->second == Health::leader_paused;
            return {member, is_paused ? Obstacle::paused : Obstacle::dead};
        }
        for (Obstacle const obstacle : {Obstacle::cut, Obstacle::slow}) {
            for (BrokerId const member : state.isr) {
                if (links.between(state.leader, member) == obstacle) return {member, obstacle};
            }
        }
        return {};
    }

    // Who leads is the metadata's word. It goes on naming a broker that has died until the
    // controller fences it: until then the partition has a leader, and the leader is dead.
    Health replicas_of(State const& state) const {
        if (state.leader == kNoBroker) return Health::no_leader;
        auto const is_silent = silent.find(state.leader);
        if (is_silent != silent.end()) return is_silent->second;
        auto const in_sync = static_cast<std::int32_t>(state.isr.size());
        if (in_sync < state.min_isr) return Health::under_min_isr;
        if (awaited_in(state).obstacle != Obstacle::none) return Health::isr_silent;
        return in_sync < state.assigned ? Health::under_replicated : Health::healthy;
    }

    void look(State& state, Time at) const {
        if (state.is_gone || state.assigned == 0) return;
        std::vector<HealthSpan>& spans = state.lane.spans;
        HealthSpan const span = span_of(state, at);
        auto const goes_on = [&span](HealthSpan const& before) {
            return before.health == span.health && before.group == span.group &&
                   before.awaited == span.awaited;
        };
        if (!spans.empty() && goes_on(spans.back())) return;
        if (!spans.empty() && spans.back().from == at) {
            spans.pop_back();
            if (!spans.empty() && goes_on(spans.back())) return;
        }
        spans.push_back(span);
    }

    void operator()(Change const& change) {
        switch (change.kind) {
        case Change::Kind::partition: {
            State& state = partitions[change.partition];
            state.lane.partition = change.partition;
            state.is_gone = false;
            if (!change.answers) state.leader = change.broker;
            state.isr = change.isr;
            state.assigned = change.assigned;
            return look(state, change.at);
        }
        case Change::Kind::min_isr: {
            State& state = partitions[change.partition];
            state.lane.partition = change.partition;
            state.min_isr = change.min_isr;
            return look(state, change.at);
        }
        case Change::Kind::process:
            if (change.answers) {
                silent.erase(change.broker);
            } else {
                silent[change.broker] =
                    change.is_paused ? Health::leader_paused : Health::leader_dead;
            }
            for (auto& [partition, state] : partitions) look(state, change.at);
            return;
        case Change::Kind::links:
            links.change(change.links);
            for (auto& [partition, state] : partitions) look(state, change.at);
            return;
        case Change::Kind::topic_gone:
            for (auto& [partition, state] : partitions) {
                if (partition.topic == change.partition.topic) state.is_gone = true;
            }
            return;
        case Change::Kind::owns:
        case Change::Kind::gives_up: {
            owners(change);
            auto const found = partitions.find(change.partition);
            if (found != partitions.end()) look(found->second, change.at);
            return;
        }
        case Change::Kind::reads:
        case Change::Kind::reads_no_more:
        case Change::Kind::client:
        case Change::Kind::begins_anew:
        case Change::Kind::left:
        case Change::Kind::group_gone:
            owners(change);
            for (auto& [partition, state] : partitions) look(state, change.at);
            return;
        }
    }
};

bool is_internal(RunHistory const& history, NameId topic) {
    return std::any_of(history.internal_topics.begin(), history.internal_topics.end(),
                       [topic](auto const& each) { return each.second == topic; });
}

// The worst of all lanes of a topic at each instant.
HealthLane summary_of(std::vector<HealthLane> const& lanes, NameId topic) {
    std::map<Time, std::vector<std::pair<std::size_t, Health>>> turns;
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        if (lanes[i].partition.topic != topic) continue;
        for (HealthSpan const& span : lanes[i].spans) {
            turns[span.from].emplace_back(i, span.health);
        }
    }
    HealthLane all;
    all.partition = {topic, -1};
    std::vector<Health> now(lanes.size(), Health::healthy);
    for (auto const& [at, changed] : turns) {
        for (auto const& [lane, health] : changed) now[lane] = health;
        Health const worst = *std::max_element(now.begin(), now.end());
        if (all.spans.empty() || all.spans.back().health != worst) {
            all.spans.push_back({at, worst, kNoName, {}});
        }
    }
    return all;
}

}  // namespace

void fold_lanes(RunHistory& history) {
    Folding folding;
    for (Change const& change : history.changes) folding(change);
    history.lanes.clear();
    history.internals.clear();
    history.summaries.clear();
    for (auto& [partition, state] : folding.partitions) {
        if (state.is_gone || state.lane.spans.empty()) continue;
        auto& lanes = is_internal(history, partition.topic) ? history.internals : history.lanes;
        lanes.push_back(std::move(state.lane));
    }
    for (HealthLane const& lane : history.internals) {
        NameId const topic = lane.partition.topic;
        bool const is_new =
            history.summaries.empty() || history.summaries.back().partition.topic != topic;
        if (is_new) history.summaries.push_back(summary_of(history.internals, topic));
    }
}

}  // namespace highwater::gui

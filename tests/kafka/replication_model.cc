#include "tests/kafka/replication_model.h"

#include <algorithm>
#include <unordered_set>

#include "storage/truncation.h"

namespace highwater::model {

namespace {
using Visit = std::function<void(ModelState const&)>;

std::uint8_t bit_of(int replica) { return static_cast<std::uint8_t>(1U << replica); }

LeaderEpochCache epochs_of(ModelReplica const& replica) {
    LeaderEpochCache cache;
    for (int i = 0; i < replica.log_end; ++i) {
        LeaderEpoch const epoch{replica.log[static_cast<std::size_t>(i)].epoch};
        if (cache.latest() != epoch) cache.assign(epoch, Offset{i});
    }
    return cache;
}

// What both hold, record by record. Kip279 assumes that the follower finds it even from a leader of
// another epoch, which is more than an answer about epochs can tell.
int common_prefix(ModelReplica const& one, ModelReplica const& other) {
    int common = 0;
    for (int i = 0; i < std::min(one.log_end, other.log_end); ++i) {
        ModelRecord const& a = one.log[static_cast<std::size_t>(i)];
        ModelRecord const& b = other.log[static_cast<std::size_t>(i)];
        if (a.id == b.id && a.epoch == b.epoch) common = i + 1;
    }
    return common;
}

// Where the follower cuts its log so that it agrees with this leader's.
int truncation_offset(ModelReplica const& follower, ModelReplica const& leader, bool is_leader,
                      TruncationRule rule) {
    if (rule == TruncationRule::high_watermark) return follower.high_watermark;
    LeaderEpochCache own = epochs_of(follower);
    LeaderEpochCache theirs = epochs_of(leader);
    // Whoever leads has noted where its epoch began, even before it wrote anything.
    bool const has_begun = is_leader && rule != TruncationRule::kip_101;
    if (has_begun && theirs.latest().value_or(kNoEpoch).value < leader.leader_epoch) {
        theirs.assign(LeaderEpoch{leader.leader_epoch}, Offset{leader.log_end});
    }
    Offset end{follower.log_end};
    while (own.latest()) {
        EpochEnd const answer = theirs.end_offset_for(*own.latest(), Offset{leader.log_end});
        FollowerHistory const history{own, end, Offset{follower.high_watermark}};
        if (rule == TruncationRule::kip_101) {
            return static_cast<int>(where_to_truncate_by_kip_101(history, answer).to.value);
        }
        if (!answer.is_defined()) {
            // One that does not lead yet may know older epochs only. The specification looks on, to
            // the exact common prefix.
            end = own.entries.back().start_offset;
            own.truncate_from_end(end);
            continue;
        }
        Truncation const cut = where_to_truncate(history, answer);
        end = cut.to;
        own.truncate_from_end(end);
        if (cut.is_done) break;
    }
    return static_cast<int>(end.value);
}

class Steps {
public:
    Steps(ModelState const& state, Bounds const& bounds, ProtocolSwitches const& protocol,
          Visit const& visit)
        : state_{state}, bounds_{bounds}, protocol_{protocol}, visit_{visit} {}

    void all() {
        elect();
        shrink_by_controller();
        become_leader();
        write();
        change_isr();
        raise_high_watermark();
        become_follower();
        fetch();
    }

private:
    ModelReplica const& at(int replica) const {
        return state_.replicas[static_cast<std::size_t>(replica)];
    }
    static ModelReplica& edit(ModelState& state, int replica) {
        return state.replicas[static_cast<std::size_t>(replica)];
    }
    bool presumes_leadership(int replica) const { return at(replica).leader == replica; }
    bool is_true_leader(int replica) const {
        return state_.quorum_leader == replica && presumes_leadership(replica) &&
               at(replica).leader_epoch == state_.quorum_epoch;
    }
    bool follows(int follower, int leader) const {
        if (at(follower).leader != leader) return false;
        return !protocol_.fencing || (presumes_leadership(leader) &&
                                      at(follower).leader_epoch == at(leader).leader_epoch);
    }

    void tell(int leader, std::uint8_t isr) {
        if (state_.next_epoch >= bounds_.epochs) return;
        ModelState next = state_;
        auto const told = static_cast<std::int8_t>(leader);
        next.requests[static_cast<std::size_t>(next.next_epoch)] = {told, isr};
        next.quorum_epoch = next.next_epoch++;
        next.quorum_leader = told;
        next.quorum_isr = isr;
        visit_(next);
    }
    void elect() {
        for (int r = 0; r < bounds_.replicas; ++r) {
            if ((state_.quorum_isr & bit_of(r)) != 0 && state_.quorum_leader != r) {
                tell(r, state_.quorum_isr);
            }
        }
    }
    void shrink_by_controller() {
        for (int r = 0; r < bounds_.replicas; ++r) {
            auto const smaller = static_cast<std::uint8_t>(state_.quorum_isr & ~bit_of(r));
            if (state_.quorum_leader == r) {
                tell(-1, state_.quorum_isr == bit_of(r) ? state_.quorum_isr : smaller);
            } else if ((state_.quorum_isr & bit_of(r)) != 0) {
                tell(state_.quorum_leader, smaller);
            }
        }
    }
    void become_leader() {
        for (int epoch = 0; epoch < state_.next_epoch; ++epoch) {
            LeaderAndIsrRequest const& request = state_.requests[static_cast<std::size_t>(epoch)];
            if (request.leader < 0 || epoch <= at(request.leader).leader_epoch) continue;
            ModelState next = state_;
            ModelReplica& leader = edit(next, request.leader);
            leader.leader_epoch = static_cast<std::int8_t>(epoch);
            leader.leader = request.leader;
            leader.isr = request.isr;
            visit_(next);
        }
    }
    void write() {
        for (int r = 0; r < bounds_.replicas; ++r) {
            bool const can = presumes_leadership(r) && state_.next_record < bounds_.records &&
                             at(r).log_end < bounds_.log_size;
            if (!can) continue;
            ModelState next = state_;
            ModelReplica& leader = edit(next, r);
            leader.log[static_cast<std::size_t>(leader.log_end++)] = {next.next_record++,
                                                                      leader.leader_epoch};
            visit_(next);
        }
    }

    void set_isr(int leader, std::uint8_t isr) {
        ModelState next = state_;
        next.quorum_isr = isr;
        edit(next, leader).isr = isr;
        visit_(next);
    }
    bool has_reached(int follower, int leader, int end) const {
        if (!follows(follower, leader)) return false;
        return end == 0 || (at(leader).log_end >= end && at(follower).log_end >= end);
    }
    bool has_reached_own_epoch(ModelReplica const& leader) const {
        if (!protocol_.fencing || !protocol_.epoch_start_rule) return true;
        if (leader.high_watermark == leader.log_end) return true;
        auto const next = static_cast<std::size_t>(leader.high_watermark);
        return leader.high_watermark < leader.log_end &&
               leader.log[next].epoch == leader.leader_epoch;
    }
    void change_isr() {
        for (int l = 0; l < bounds_.replicas; ++l) {
            if (!is_true_leader(l)) continue;
            std::uint8_t const isr = at(l).isr;
            for (int r = 0; r < bounds_.replicas; ++r) {
                bool const is_in = (isr & bit_of(r)) != 0;
                if (is_in && r != l && !has_reached(r, l, at(l).log_end)) {
                    set_isr(l, static_cast<std::uint8_t>(isr & ~bit_of(r)));
                }
                bool const may_join = !is_in && has_reached_own_epoch(at(l)) &&
                                      has_reached(r, l, at(l).high_watermark);
                if (may_join) set_isr(l, static_cast<std::uint8_t>(isr | bit_of(r)));
            }
        }
    }
    void raise_high_watermark() {
        for (int l = 0; l < bounds_.replicas; ++l) {
            ModelReplica const& leader = at(l);
            if (!presumes_leadership(l) || leader.high_watermark >= bounds_.log_size) continue;
            bool all_have_it = !protocol_.fencing || leader.log_end > leader.high_watermark;
            for (int r = 0; r < bounds_.replicas; ++r) {
                if ((leader.isr & bit_of(r)) == 0) continue;
                all_have_it = all_have_it && follows(r, l) && at(r).log_end > leader.high_watermark;
            }
            if (!all_have_it) continue;
            ModelState next = state_;
            ++edit(next, l).high_watermark;
            visit_(next);
        }
    }

    // A follower learns its leader, cuts its log and adopts the epoch in one step.
    void become_follower() {
        for (int r = 0; r < bounds_.replicas; ++r) {
            for (int epoch = at(r).leader_epoch + 1; epoch < state_.next_epoch; ++epoch) {
                LeaderAndIsrRequest const& request =
                    state_.requests[static_cast<std::size_t>(epoch)];
                if (request.leader == r) continue;
                follow(r, epoch, request);
            }
        }
    }
    void follow(int r, int epoch, LeaderAndIsrRequest const& request) {
        ModelState next = state_;
        ModelReplica& follower = edit(next, r);
        if (request.leader >= 0) {
            bool const is_fenced = protocol_.fencing && protocol_.fenced_look_up;
            bool const is_known =
                presumes_leadership(request.leader) && at(request.leader).leader_epoch == epoch;
            if (is_fenced && !is_known) return;
            int const to = cut_at(at(r), request.leader);
            for (int i = to; i < follower.log_end; ++i) {
                follower.log[static_cast<std::size_t>(i)] = {};
            }
            follower.log_end = std::min(follower.log_end, static_cast<std::int8_t>(to));
            follower.high_watermark =
                std::min(follower.high_watermark, static_cast<std::int8_t>(to));
        }
        follower.leader_epoch = static_cast<std::int8_t>(epoch);
        follower.leader = request.leader;
        follower.isr = request.isr;
        visit_(next);
    }

    int cut_at(ModelReplica const& follower, int leader) const {
        bool const is_exact = !protocol_.fencing && protocol_.truncation == TruncationRule::kip_279;
        if (is_exact) return common_prefix(follower, at(leader));
        return truncation_offset(follower, at(leader), presumes_leadership(leader),
                                 protocol_.truncation);
    }

    void fetch() {
        for (int r = 0; r < bounds_.replicas; ++r) {
            for (int l = 0; l < bounds_.replicas; ++l) {
                bool const can = r != l && presumes_leadership(l) && follows(r, l) &&
                                 at(r).log_end < at(l).log_end;
                if (!can) continue;
                ModelState next = state_;
                ModelReplica& follower = edit(next, r);
                auto const place = static_cast<std::size_t>(follower.log_end++);
                follower.log[place] = at(l).log[place];
                follower.high_watermark = std::min(at(l).high_watermark, follower.log_end);
                visit_(next);
            }
        }
    }

    ModelState const& state_;
    Bounds const& bounds_;
    ProtocolSwitches const& protocol_;
    Visit const& visit_;
};

// Two states are one when this is.
std::string key_of(ModelState const& state, Bounds const& bounds) {
    std::string key;
    auto const add = [&](int value) { key += static_cast<char>(value); };
    for (int r = 0; r < bounds.replicas; ++r) {
        ModelReplica const& replica = state.replicas[static_cast<std::size_t>(r)];
        add(replica.log_end);
        for (int i = 0; i < replica.log_end; ++i) {
            add(replica.log[static_cast<std::size_t>(i)].id);
            add(replica.log[static_cast<std::size_t>(i)].epoch);
        }
        for (int const value : {int{replica.high_watermark}, int{replica.leader_epoch},
                                int{replica.leader}, int{replica.isr}}) {
            add(value);
        }
    }
    for (int epoch = 0; epoch < state.next_epoch; ++epoch) {
        add(state.requests[static_cast<std::size_t>(epoch)].leader);
        add(state.requests[static_cast<std::size_t>(epoch)].isr);
    }
    for (int const value : {int{state.next_record}, int{state.quorum_epoch},
                            int{state.quorum_leader}, int{state.quorum_isr}}) {
        add(value);
    }
    return key;
}

// Breadth first, so that the first counterexample is a shortest one.
template <class State, class Key, class Next, class Holds>
Exploration search(State const& first, Key key, Next next, Holds is_good) {
    Exploration found;
    std::unordered_set<std::string> seen{key(first)};
    std::vector<State> now{first};
    for (int length = 0; !now.empty(); ++length) {
        std::vector<State> later;
        for (State const& state : now) {
            if (!is_good(state)) {
                found.counterexample_length = length;
                return found;
            }
            next(state, [&](State const& reached) {
                if (seen.insert(key(reached)).second) later.push_back(reached);
            });
        }
        now = std::move(later);
    }
    found.holds = true;
    found.distinct_states = static_cast<std::int64_t>(seen.size());
    return found;
}
}  // namespace

ModelState initial(Bounds const& bounds) {
    ModelState state;
    state.quorum_isr = static_cast<std::uint8_t>((1U << bounds.replicas) - 1);
    return state;
}

bool holds(ModelState const& state, Bounds const& bounds, Property property) {
    for (int l = 0; l < bounds.replicas; ++l) {
        ModelReplica const& leader = state.replicas[static_cast<std::size_t>(l)];
        if (leader.leader != l) continue;
        std::uint8_t const isr = property == Property::strong_isr ? state.quorum_isr : leader.isr;
        for (int r = 0; r < bounds.replicas; ++r) {
            if ((isr & bit_of(r)) == 0) continue;
            ModelReplica const& member = state.replicas[static_cast<std::size_t>(r)];
            for (int i = 0; i < leader.high_watermark; ++i) {
                auto const place = static_cast<std::size_t>(i);
                if (leader.log_end <= i || member.log_end <= i) return false;
                if (leader.log[place].id != member.log[place].id) return false;
                if (leader.log[place].epoch != member.log[place].epoch) return false;
            }
        }
    }
    return true;
}

Exploration explore(Bounds const& bounds, ProtocolSwitches const& protocol, Property property) {
    return search(
        initial(bounds), [&](ModelState const& state) { return key_of(state, bounds); },
        [&](ModelState const& state, Visit const& visit) {
            Steps{state, bounds, protocol, visit}.all();
        },
        [&](ModelState const& state) { return holds(state, bounds, property); });
}

// ---- AsyncIsr -----------------------------------------------------------------------------------
namespace {
struct IsrVersion {
    std::uint8_t isr{};
    std::int8_t version{};
};
struct AsyncState {
    IsrVersion controller;
    IsrVersion leader;
    std::uint8_t pending{};
    std::array<std::int8_t, kMostReplicas> offsets{};
    std::vector<IsrVersion> requests;
    std::vector<IsrVersion> updates;
};

void add_once(std::vector<IsrVersion>& set, IsrVersion one) {
    auto const order = [](IsrVersion const& v) { return v.version * 256 + v.isr; };
    auto at = set.begin();
    while (at != set.end() && order(*at) < order(one)) ++at;
    if (at == set.end() || order(*at) != order(one)) set.insert(at, one);
}

int high_watermark(AsyncState const& state, int replicas, HighWatermarkOver over) {
    std::uint8_t isr = state.leader.isr;
    if (over == HighWatermarkOver::maximal_isr) isr |= state.pending;
    if (over == HighWatermarkOver::proposed_isr && state.pending != 0) isr = state.pending;
    int least = INT8_MAX;
    for (int r = 0; r < replicas; ++r) {
        if ((isr & bit_of(r)) != 0) {
            least = std::min(least, int{state.offsets[static_cast<std::size_t>(r)]});
        }
    }
    return least;
}

class AsyncSteps {
public:
    int replicas{};
    int max_offset{};
    int versions{};
    HighWatermarkOver over{};

    template <class Visitor>
    void all(AsyncState const& state, Visitor const& visit) const {
        for (int r = 1; r < replicas; ++r) {
            std::uint8_t const bit = bit_of(r);
            auto const without = [&](std::uint8_t isr) {
                return static_cast<std::uint8_t>(isr & ~bit);
            };
            if ((state.controller.isr & bit) != 0) {
                accept(state, without(state.controller.isr), visit);
            }
            bool const is_in = (state.leader.isr & bit) != 0;
            int const offset = state.offsets[static_cast<std::size_t>(r)];
            if (is_in) propose(state, without(state.leader.isr), visit);
            if (!is_in && offset >= high_watermark(state, replicas, over)) {
                propose(state, static_cast<std::uint8_t>(state.leader.isr | bit), visit);
            }
            if (offset < state.offsets[0]) move(state, static_cast<std::size_t>(r), visit);
        }
        for (IsrVersion const& request : state.requests) {
            if (request.version == state.controller.version) accept(state, request.isr, visit);
        }
        if (state.offsets[0] < max_offset) move(state, 0, visit);
        for (IsrVersion const& update : state.updates) {
            if (update.version <= state.leader.version) continue;
            AsyncState next = state;
            next.leader = update;
            next.pending = 0;
            visit(next);
        }
    }

private:
    template <class Visitor>
    void accept(AsyncState const& state, std::uint8_t isr, Visitor const& visit) const {
        if (state.controller.version + 1 > versions) return;
        AsyncState next = state;
        next.controller = {isr, static_cast<std::int8_t>(state.controller.version + 1)};
        add_once(next.updates, next.controller);
        visit(next);
    }
    template <class Visitor>
    void propose(AsyncState const& state, std::uint8_t isr, Visitor const& visit) const {
        AsyncState next = state;
        add_once(next.requests, {isr, state.leader.version});
        next.pending |= isr;
        visit(next);
    }
    template <class Visitor>
    void move(AsyncState const& state, std::size_t replica, Visitor const& visit) const {
        AsyncState next = state;
        ++next.offsets[replica];
        visit(next);
    }
};

std::string key_of(AsyncState const& state) {
    std::string key;
    auto const add = [&](int value) { key += static_cast<char>(value); };
    for (IsrVersion const& one : {state.controller, state.leader}) {
        add(one.isr);
        add(one.version);
    }
    add(state.pending);
    for (std::int8_t const offset : state.offsets) add(offset);
    for (auto const* set : {&state.requests, &state.updates}) {
        add(static_cast<int>(set->size()));
        for (IsrVersion const& one : *set) {
            add(one.isr);
            add(one.version);
        }
    }
    return key;
}
}  // namespace

Exploration explore_async_isr(int replicas, int max_offset, int versions, HighWatermarkOver over) {
    AsyncState first;
    first.controller.isr = first.leader.isr = static_cast<std::uint8_t>((1U << replicas) - 1);
    AsyncSteps const steps{replicas, max_offset, versions, over};
    return search(
        first, [](AsyncState const& state) { return key_of(state); },
        [&](AsyncState const& state, auto const& visit) { steps.all(state, visit); },
        [&](AsyncState const& state) {
            int const mark = high_watermark(state, replicas, over);
            for (int r = 0; r < replicas; ++r) {
                bool const is_in = (state.controller.isr & bit_of(r)) != 0;
                if (is_in && state.offsets[static_cast<std::size_t>(r)] < mark) return false;
            }
            return true;
        });
}

}  // namespace highwater::model

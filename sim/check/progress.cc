// C9, G3, G9, G10, G12: what must have happened within a time that is known. They ask while the
// world runs, as often as something happens where it would show; what nothing has disturbed for
// long enough only, so that each says by itself when it has nothing to judge.
#include <algorithm>

#include "check/look.h"
#include "raft/rules.h"

namespace highwater::check {

namespace {
Controller const& controller_of(Look const& look) { return **look.process().controller; }
Raft const& raft_of(Look const& look) { return **look.process().raft; }

// A process that was paused finds its clock far ahead of what it has done.
Time undisturbed_since(Look const& look, Time since) { return std::max(since, look.awake_since()); }
}  // namespace

// ---- C9 -----------------------------------------------------------------------------------------

void caught_up_unfencing(Look& look) {
    auto const& unfenced = look.as<BrokerUnfenced>();
    NodeId const node = node_of_server(look.world, unfenced.broker, look.cluster);
    if (node == kNoNode || !look.process().controller || look.is_deposed() ||
        look.state.metadata_lost) {
        return look.pass_over();
    }
    BrokerRegistration const* const now = find_broker(controller_of(look).image, unfenced.broker);
    Process const& process = node_of(look.world, node);
    if (now == nullptr || !process.broker) return look.pass_over();
    // The heartbeat may have been on its way while the process ended: what any of its lives had.
    Offset const replayed = std::max((*process.broker)->metadata_end,
                                     look.state.replayed[static_cast<std::size_t>(node.value)]);
    if (replayed.value > now->epoch.value) return;
    look.violate(
        {.broker = unfenced.broker, .offset = replayed, .bound = Offset{now->epoch.value + 1}});
}

// ---- G3 -----------------------------------------------------------------------------------------

namespace {
// The leader looks every half replica.lag.time.max.ms for those that have lacked something for a
// whole one.
Duration longest_lag(Look const& look) {
    std::int32_t const lag_ms = look.broker()->config->replica_lag_time_max_ms;
    return milliseconds(lag_ms) + milliseconds(lag_ms / 2);
}

Laggard& laggard_in(PartitionBook& book, RemoteReplica const& follower, Time now) {
    for (Laggard& known : book.laggards) {
        if (known.follower == follower.id) return known;
    }
    book.laggards.push_back({follower.id, follower.last_caught_up, now});
    return book.laggards.back();
}

// What it lacks may be younger than the last time it was caught up; older it is not.
void watch(Laggard& laggard, RemoteReplica const& follower, Offset appended, Time now) {
    bool const has_caught_up =
        follower.log_end_offset >= appended || laggard.last_caught_up != follower.last_caught_up;
    if (!has_caught_up) return;
    laggard.last_caught_up = follower.last_caught_up;
    laggard.since = now;
}
}  // namespace

void laggard_leaves(Look& look) {
    if (auto const* answered = std::get_if<IsrProposalAnswered>(look.fact)) {
        // Whatever the controller said, the leader looks again after half the time only.
        book_of(look.state, answered->partition).laggards.clear();
        return look.pass_over();
    }
    auto const& appended = look.as<BatchAppended>();
    Partition const* const leader = look.replica(appended.partition);
    if (leader == nullptr || !leader->is_leader()) return look.pass_over();
    PartitionBook& book = book_of(look.state, appended.partition);
    if (book.laggards_of != leader->partition_epoch) book.laggards.clear();
    book.laggards_of = leader->partition_epoch;
    // An unanswered proposal keeps the next one back: without a controller the ISR is frozen.
    if (leader->proposal.kind != IsrProposal::Kind::none) {
        book.laggards.clear();
        return look.pass_over();
    }
    Time const now = look.world.now;
    for (RemoteReplica const& follower : leader->followers) {
        if (!contains(leader->isr, follower.id)) continue;
        Laggard& laggard = laggard_in(book, follower, now);
        watch(laggard, follower, appended.base_offset, now);
        if (now - undisturbed_since(look, laggard.since) <= longest_lag(look)) continue;
        look.violate({.partition = appended.partition,
                      .broker = follower.id,
                      .other = look.self(),
                      .offset = follower.log_end_offset,
                      .bound = appended.base_offset});
    }
}

// ---- G9 -----------------------------------------------------------------------------------------

namespace {
bool is_unbalanced(MetadataImage const& image, PartitionRegistration const& partition) {
    BrokerId const preferred = partition.replicas.front();
    return partition.leader != kNoBroker && partition.leader != preferred &&
           contains(partition.isr, preferred) && is_active(image, preferred);
}

void note_balance(Look& look) {
    TopicPartition const id = look.change->partition;
    bool const is_new = look.change->before == nullptr;
    if (is_new || !is_unbalanced(look.state.image, *look.change->after)) {
        look.state.unbalanced.erase(id);
    }
    if (is_unbalanced(look.state.image, *look.change->after)) {
        look.state.unbalanced.emplace(id, look.world.now);
    }
}
}  // namespace

void preferred_leader_returns(Look& look) {
    if (look.change != nullptr) {
        note_balance(look);
        return look.pass_over();
    }
    bool const is_active_controller = look.process().controller && !look.is_deposed() &&
                                      controller_of(look).role == ControllerRole::active;
    if (!is_active_controller) return look.pass_over();
    ServerConfig const& config = controller_of(look).setup.config;
    if (!config.auto_leader_rebalance_enable) {
        look.note_broken(Premise::leaders_rebalanced);
        return look.pass_over();
    }
    if (look.state.unbalanced.empty()) return look.pass_over();
    // It looks that often, for the first time so long after it became active.
    Duration const longest = seconds(config.leader_imbalance_check_interval_seconds) + seconds(1);
    Time const active_since = undisturbed_since(
        look, look.state.leading_since[static_cast<std::size_t>(look.node.value)]);
    for (auto const& [id, since] : look.state.unbalanced) {
        PartitionRegistration const* const known = registration_of(look.state, id);
        MetadataImage const& image = controller_of(look).image;
        PartitionRegistration const* const decided = find_partition(image, id);
        // Or the election is written and not committed yet.
        bool const is_one = known != nullptr && decided != nullptr &&
                            is_unbalanced(look.state.image, *known) &&
                            is_unbalanced(image, *decided);
        if (!is_one || look.world.now - std::max(since, active_since) <= longest) continue;
        look.violate({.partition = id, .broker = known->replicas.front(), .other = known->leader});
    }
}

// ---- G10 ----------------------------------------------------------------------------------------

namespace {
// It asks FetchSnapshot instead, of which the leader notes no offset.
bool copies_a_snapshot(Look const& look, Voter const& voter) {
    auto const& raft = node_of(look.world, voter.node).raft;
    return raft && (*raft)->fetching_snapshot.is_active();
}
}  // namespace

void cut_off_leader_resigns(Look& look) {
    if (!look.process().raft || !is_leader(raft_of(look))) return look.pass_over();
    Raft const& raft = raft_of(look);
    auto const voters = static_cast<std::int32_t>(raft.setup.voters.size());
    std::int32_t const needed = majority_of(voters) - 1;
    if (needed == 0) return look.pass_over();
    Time const began = undisturbed_since(
        look, look.state.leading_since[static_cast<std::size_t>(look.node.value)]);
    std::vector<Time> heard;
    for (Voter const& voter : raft.setup.voters) {
        if (voter.id == look.self()) continue;
        if (copies_a_snapshot(look, voter)) return look.pass_over();
        auto const known =
            std::find_if(raft.leading.replicas.begin(), raft.leading.replicas.end(),
                         [&](ReplicaProgress const& replica) { return replica.id == voter.id; });
        bool const has_fetched = known != raft.leading.replicas.end() && known->last_fetch;
        heard.push_back(has_fetched ? std::max(*known->last_fetch, began) : began);
    }
    std::sort(heard.begin(), heard.end(), [](Time a, Time b) { return a > b; });
    // Where several must be heard, they need not be heard at once: one of them may be as old as the
    // one time when the other's fetch begins the next.
    std::int64_t const rounds = needed == 1 ? 1 : 2;
    Duration const longest = microseconds(raft.setup.config.fetch_timeout_ms * 1'500LL * rounds);
    if (look.world.now - heard[static_cast<std::size_t>(needed - 1)] <= longest) return;
    look.violate({.broker = look.self(), .epoch = epoch(raft)});
}

// ---- G12 ----------------------------------------------------------------------------------------

namespace {
bool is_slowed(Network const& network, NodeId from, NodeId to) {
    Link const* const link = find_link(network, from, to);
    return link != nullptr && (link->is_clogged || link->loss_ppm != 0 ||
                               link->extra_delay != Duration{} || link->reordering != Duration{});
}

// A majority of the voters is up, all that are up talk to each other, and an answer is back long
// before an election ends.
bool could_elect(Look const& look) {
    Raft const& raft = raft_of(look);
    std::vector<NodeId> up;
    for (Voter const& voter : raft.setup.voters) {
        Process const& process = node_of(look.world, voter.node);
        if (process.is_alive && !process.is_paused) up.push_back(voter.node);
        // Who leads already is found before long.
        if (process.is_alive && process.raft && is_leader(**process.raft)) return false;
    }
    auto const voters = static_cast<std::int32_t>(raft.setup.voters.size());
    if (static_cast<std::int32_t>(up.size()) < majority_of(voters)) return false;
    Network const& network = look.world.network;
    constexpr std::int64_t kRoundTrips = 10;
    if (network.latency_max * kRoundTrips > milliseconds(raft.setup.config.election_timeout_ms)) {
        return false;
    }
    for (NodeId const from : up) {
        auto const port = static_cast<std::size_t>(from.value);
        if (port < network.ports.size() && network.ports[port].extra_delay != Duration{}) {
            return false;
        }
        for (NodeId const to : up) {
            if (from == to) continue;
            if (is_blocked(network, from, to) || is_slowed(network, from, to)) return false;
        }
    }
    return true;
}
}  // namespace

void election_ends(Look& look) {
    auto const& changed = look.as<RaftRoleChanged>();
    bool const stands = changed.to == RaftRole::prospective || changed.to == RaftRole::candidate;
    if (changed.to == RaftRole::leader || (stands && !could_elect(look))) {
        look.state.elections_in_vain = 0;
    }
    if (!stands || !could_elect(look)) return look.pass_over();
    // Of so many that stood one after the other, some pair would have been far enough apart.
    constexpr std::int32_t kMost = 40;
    if (++look.state.elections_in_vain <= kMost) return;
    look.violate({.broker = look.self(), .epoch = changed.epoch});
}

}  // namespace highwater::check

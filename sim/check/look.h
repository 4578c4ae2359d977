// For the files of this room: what a checker sees of one event.
#pragma once

#include "check/checks.h"
#include "world/lookup.h"

namespace highwater::check {

// A partition's registration before and after a committed batch of metadata records.
struct RegistrationChange {
    TopicPartition partition;
    PartitionRegistration const* before{};  // nullptr: it is new
    PartitionRegistration const* after{};
};

struct InvariantRow;

// A broker's replica of the topic that has this name now, or had it last. One that has not heard
// that its topic was deleted and made anew goes on with the old one: what it tells of that is noted
// in the book of that topic, for those whom it answers, and nothing more is promised.
Partition const* replica_of_topic(CheckState const& state, Broker const& broker, TopicPartition id);

struct Look {
    World const& world;
    CheckState& state;
    TracedEvent const& event;
    NodeId node{kNoNode};
    ClusterId cluster{kFirstCluster};  // of that node
    bool replays_metadata{};           // the event applied metadata records
    // Why the checker is called; one of these.
    Fact const* fact{};
    RegistrationChange const* change{};
    Envelope const* message{};
    Time sent_at{};  // when the message was

    InvariantRow const* row{};

    Process const& process() const { return node_of(world, node); }
    Broker const* broker() const {
        if (node == kNoNode || !process().broker) return nullptr;
        return &**process().broker;
    }
    BrokerId self() const { return process().broker_id; }
    // A later epoch has its leader already: a majority voted for that one, so nothing that the
    // leader of this epoch still writes will ever be committed, and it need not have what was
    // since.
    bool is_over(LeaderEpoch of_quorum) const {
        return !state.raft_leaders.empty() && of_quorum < state.raft_leaders.rbegin()->first;
    }
    // A controller that has a successor and does not know it.
    bool is_deposed() const {
        return process().controller && is_over((*process().controller)->epoch);
    }
    // The replica of the event's node; nullptr when it has none.
    Partition const* replica(TopicPartition id) const {
        Broker const* const here = broker();
        return here == nullptr ? nullptr : replica_of_topic(state, *here, id);
    }
    template <class SomeFact>
    SomeFact const& as() const {
        return std::get<SomeFact>(*fact);
    }
    // This row was put to the test, and failed.
    void violate(Violation violation);
    // There was nothing to judge after all.
    void pass_over() { --state.looked[place_of_row()]; }
    std::size_t place_of_row() const;
    Time awake_since() const { return state.awake_since[static_cast<std::size_t>(node.value)]; }
    // A premise of this row failed for the topic of that book, which may be a former one.
    bool is_waived_by(PartitionBook const& book) const;
    bool is_broken(Premise premise) const {
        return state.broken[static_cast<std::size_t>(premise)] != EventId{};
    }
    void note_broken(Premise premise) {
        EventId& since = state.broken[static_cast<std::size_t>(premise)];
        if (since == EventId{}) since = event.id;
    }
};

// nullptr when that broker has none.
Partition const* replica_on(World const& world, ClusterId cluster, BrokerId broker,
                            TopicPartition id);
Partition const* replica_on(Look const& look, BrokerId broker, TopicPartition id);
// All replicas there are in the cluster, on live and dead brokers.
template <class Visit>
void for_each_replica(Look const& look, TopicPartition id, Visit visit) {
    for (Process const& process : look.world.nodes) {
        if (!process.broker || process.cluster != look.cluster) continue;
        Partition const* const replica = replica_of_topic(look.state, **process.broker, id);
        if (replica != nullptr) visit(process, *replica);
    }
}

// The partition of __consumer_offsets that holds a group.
TopicPartition home_of(Look const& look, NameId group);
PartitionBook& book_of(CheckState& state, TopicPartition id);
// The book of the topic that the sender of an answer meant by the name. An answer carries no topic
// id, but its sender goes from one topic to the next once only, and that is remembered.
PartitionBook const& book_behind_answer(Look const& look, TopicPartition id);
PartitionRegistration const* registration_of(CheckState const& state, TopicPartition id);
// Is this the leader epoch that the committed metadata names, or newer than it? A topic that is
// deleted has its last one.
inline bool is_newest(Look const& look, TopicPartition id, LeaderEpoch epoch) {
    return epoch >= book_of(look.state, id).leader_epoch;
}
inline bool is_true_leader(Look const& look, Partition const& leader) {
    return is_newest(look, leader.id, leader.leader_epoch);
}

// Whether a history holds, record by record, what `other` has in [from, up_to).
bool same_history(std::vector<EpochEntry> const& one, std::vector<EpochEntry> const& other,
                  Offset from, Offset up_to);
// The first offset below `up_to` that `holder` lacks or holds with another epoch than `log`.
std::optional<Offset> first_missing(Log const& holder, Log const& log, Offset up_to);
// The entries that begin below `up_to`.
std::vector<EpochEntry> epochs_below(LeaderEpochCache const& epochs, Offset up_to);

// ---- triggers -----------------------------------------------------------------------------------
// A fact's place in the variant, or one of these.
inline constexpr std::size_t kOnChange = std::variant_size_v<FactVariant>;
// All that one event committed is applied: what brokers hold is compared with the last of it.
inline constexpr std::size_t kOnSettled = kOnChange + 1;
inline constexpr std::size_t kOnQuorum = kOnChange + 2;   // a quorum member's state moved
inline constexpr std::size_t kOnMessage = kOnChange + 3;  // a FetchResponse reached a consumer
inline constexpr std::size_t kTriggers = kOnChange + 4;

namespace detail {
template <class SomeFact, std::size_t I = 0>
constexpr std::size_t index_of_fact() {
    if constexpr (std::is_same_v<std::variant_alternative_t<I, FactVariant>, SomeFact>) {
        return I;
    } else {
        return index_of_fact<SomeFact, I + 1>();
    }
}
}  // namespace detail
template <class... Facts>
std::vector<std::size_t> on() {
    return {detail::index_of_fact<Facts>()...};
}

struct InvariantRow {
    InvariantId id{};
    std::string_view name;         // "B5 committed-durable"
    std::string_view premise;      // in words
    std::string_view explanation;  // what holds, for a learner
    std::uint8_t needs{};          // the premises, as bits
    std::vector<std::size_t> triggers;
    void (*function)(Look&){};  // nullptr: of check_liveness
};
std::vector<InvariantRow> const& invariants();

// The functions, one for each row.
void offsets_monotone(Look& look);
void epochs_monotone(Look& look);
void bounds(Look& look);
void isr_subset(Look& look);
void leader_in_isr(Look& look);
void isr_not_empty(Look& look);
void elr_disjoint(Look& look);
void elr_holds_committed(Look& look);
void active_broker(Look& look);
void one_change_in_flight(Look& look);
void counters_grow(Look& look);
void one_leader_per_epoch(Look& look);
void log_matching(Look& look);
void weak_isr(Look& look);
void strong_isr(Look& look);
void committed_durable(Look& look);
void acks_all_durable(Look& look);
void high_watermark_monotone(Look& look);
void maximal_isr(Look& look);
void zombie_cannot_commit(Look& look);
void follower_truncation(Look& look);
void isr_join(Look& look);
void min_isr_freeze(Look& look);
void reads_committed(Look& look);
void recovery(Look& look);
void one_active_controller(Look& look);
void election_safety(Look& look);
void state_machine_safety(Look& look);
void commit_rule(Look& look);
void image_is_prefix(Look& look);
void pre_vote(Look& look);
void election_order(Look& look);
void epochs_change(Look& look);
void reassignment(Look& look);
void producer_order(Look& look);
void no_duplicates(Look& look);
void no_gap(Look& look);
void producer_fencing(Look& look);
void caught_up_unfencing(Look& look);
void exclusive_ownership(Look& look);
void coverage(Look& look);
void revoke_before_assign(Look& look);
void generation_fencing(Look& look);
void static_membership(Look& look);
void balance(Look& look);
void stickiness(Look& look);
void committed_in_log(Look& look);
void read_before_committed(Look& look);
void one_coordinator(Look& look);
void retention(Look& look);
void batches_unchanged(Look& look);
void laggard_leaves(Look& look);
void preferred_leader_returns(Look& look);
void cut_off_leader_resigns(Look& look);
void election_ends(Look& look);

// What is remembered of a fact, after everybody has looked at it (memory.cc).
void remember(Look& look);
// The same of a fact about a topic that was made anew without the knowledge of the event's node.
void remember_former(Look& look);
// … and of what happens to groups (commits.cc).
void remember_group(Look& look);
bool leaves_a_mark_on_groups(Fact const& fact);
// Takes what the node's quorum member committed into the committed log. Each change of a
// registration is shown to `seen`, and in the end each changed partition to `settled`.
void follow_metadata(Look& look, void (*seen)(Look&), void (*settled)(Look&));

}  // namespace highwater::check

#include "check/checks.h"

#include <algorithm>

#include "check/look.h"

namespace highwater {

using check::InvariantRow;
using check::invariants;
using check::Look;

namespace check {

namespace {
constexpr std::size_t kMostViolations = 200;

using RowsByTrigger = std::array<std::vector<InvariantRow const*>, kTriggers>;
RowsByTrigger const& rows_by_trigger() {
    static RowsByTrigger const rows = [] {
        RowsByTrigger made;
        for (InvariantRow const& row : invariants()) {
            for (std::size_t const trigger : row.triggers) made[trigger].push_back(&row);
        }
        return made;
    }();
    return rows;
}

// Facts that leave something to remember, beside those that somebody looks at.
bool is_remembered(Fact const& fact) {
    return std::holds_alternative<NodeWiped>(fact) || std::holds_alternative<NodePowerLost>(fact) ||
           std::holds_alternative<NodeStarted>(fact) ||
           std::holds_alternative<ReplicaDeleted>(fact) ||
           std::holds_alternative<BecameFollower>(fact) ||
           std::holds_alternative<LogCleaned>(fact) || std::holds_alternative<NodeResumed>(fact) ||
           leaves_a_mark_on_groups(fact);
}

void call(Look& look, std::size_t trigger) {
    for (InvariantRow const* row : rows_by_trigger()[trigger]) {
        look.row = row;
        ++look.state.looked[static_cast<std::size_t>(row->id)];
        row->function(look);
    }
}

void look_at_change(Look& look) { call(look, kOnChange); }
void look_at_settled(Look& look) { call(look, kOnSettled); }

void make_room(CheckState& state, World const& world) {
    std::size_t const nodes = world.nodes.size();
    if (state.verified.size() >= nodes) return;
    state.verified.resize(nodes);
    state.high_watermark.resize(nodes);
    state.raft_epoch.resize(nodes, kNoEpoch);
    state.voted.resize(nodes, {kNoEpoch, kNoBroker});
    state.replayed.resize(nodes);
    state.awake_since.resize(nodes);
    state.leading_since.resize(nodes);
}

bool has_news(CheckState const& state, World const& world, NodeId node) {
    if (node == kNoNode) return false;
    Process const& process = node_of(world, node);
    if (!process.raft) return false;
    auto const place = static_cast<std::size_t>(node.value);
    Offset const known =
        place < state.high_watermark.size() ? state.high_watermark[place] : Offset{};
    return high_watermark(**process.raft) != known;
}

// An application commits an offset that it names itself.
bool chooses_offset(EventPayload const& payload) {
    auto const* due = std::get_if<CommandDue>(&payload);
    auto const* asked = due == nullptr ? nullptr : std::get_if<AskConsumer>(&due->command->body);
    return asked != nullptr && asked->call.action == ConsumerAction::commit &&
           asked->call.offset != kNoOffset;
}

bool is_read(World const& world, Envelope const* envelope) {
    return envelope != nullptr && std::holds_alternative<FetchResponse>(envelope->message) &&
           node_of(world, envelope->to).consumer.has_value();
}
}  // namespace

std::size_t Look::place_of_row() const { return static_cast<std::size_t>(row->id); }

bool Look::is_waived_by(PartitionBook const& book) const { return (row->needs & book.broken) != 0; }

void Look::violate(Violation violation) {
    std::uint8_t broken = 0;
    if (violation.partition.topic != kNoName) {
        broken = book_of(state, violation.partition).broken;
    }
    if (state.broken[static_cast<std::size_t>(Premise::quorum_disks_kept)] != EventId{}) {
        broken |= bit(Premise::quorum_disks_kept);
    }
    if ((row->needs & broken) != 0) return;
    violation.invariant = row->id;
    violation.event = event.id;
    violation.at = world.now;
    violation.node = node;
    ++state.violated[static_cast<std::size_t>(row->id)];
    bool const is_known =
        std::any_of(state.violations.begin(), state.violations.end(), [&](Violation const& other) {
            return other.invariant == violation.invariant &&
                   other.partition == violation.partition && other.broker == violation.broker;
        });
    if (!is_known && state.violations.size() < kMostViolations) {
        state.violations.push_back(violation);
    }
}

namespace {
Uuid topic_id_in_book(CheckState const& state, TopicPartition id) {
    auto const topic = static_cast<std::size_t>(id.topic.value);
    auto const partition = static_cast<std::size_t>(id.partition);
    bool const is_known = topic < state.books.size() && partition < state.books[topic].size();
    return is_known ? state.books[topic][partition]->topic_id : kNoUuid;
}
}  // namespace

Partition const* replica_of_topic(CheckState const& state, Broker const& broker,
                                  TopicPartition id) {
    Partition const* const replica = find_partition(broker, id);
    if (replica == nullptr) return nullptr;
    TopicImage const* const topic = find_topic(state.image, id.topic);
    Uuid const newest = topic != nullptr ? topic->id : topic_id_in_book(state, id);
    return newest == kNoUuid || newest == replica->topic_id ? replica : nullptr;
}

namespace {
Broker const* broker_called(World const& world, ClusterId cluster, BrokerId broker) {
    if (broker == kNoBroker) return nullptr;
    for (Process const& process : world.nodes) {
        bool const is_it =
            process.broker && process.cluster == cluster && process.broker_id == broker;
        if (is_it) return &**process.broker;
    }
    return nullptr;
}
}  // namespace

Partition const* replica_on(World const& world, ClusterId cluster, BrokerId broker,
                            TopicPartition id) {
    Broker const* const found = broker_called(world, cluster, broker);
    return found == nullptr ? nullptr : find_partition(*found, id);
}

Partition const* replica_on(Look const& look, BrokerId broker, TopicPartition id) {
    Broker const* const found = broker_called(look.world, look.cluster, broker);
    return found == nullptr ? nullptr : replica_of_topic(look.state, *found, id);
}

PartitionBook& book_of(CheckState& state, TopicPartition id) {
    auto const topic = static_cast<std::size_t>(id.topic.value);
    auto const partition = static_cast<std::size_t>(id.partition);
    if (topic >= state.books.size()) state.books.resize(topic + 1);
    auto& books = state.books[topic];
    if (partition >= books.size()) books.resize(partition + 1);
    return books[partition].edit();
}

PartitionBook const& book_behind_answer(Look const& look, TopicPartition id) {
    BrokerId const sender = node_of(look.world, look.message->from).broker_id;
    // A process that is resumed does much in one instant, in the order of the events' ids.
    auto const had_begun = [&](Serving const& serving) {
        if (serving.since != look.sent_at) return serving.since < look.sent_at;
        return serving.event < look.event.cause;
    };
    auto const is_it = [&](PartitionBook const& book) {
        return std::any_of(book.serving.begin(), book.serving.end(), [&](Serving const& each) {
            return each.broker == sender && had_begun(each);
        });
    };
    PartitionBook const& present = book_of(look.state, id);
    auto const known = look.state.former_books.find(id);
    if (is_it(present) || known == look.state.former_books.end()) return present;
    std::vector<PartitionBook> const& former = known->second;
    auto const found = std::find_if(former.rbegin(), former.rend(), is_it);
    return found == former.rend() ? present : *found;
}

PartitionRegistration const* registration_of(CheckState const& state, TopicPartition id) {
    return find_partition(state.image, id);
}

bool same_history(std::vector<EpochEntry> const& one, std::vector<EpochEntry> const& other,
                  Offset from, Offset up_to) {
    if (from >= up_to) return true;
    // What begins at or below `from` counts as one; after it the entries must be the same.
    auto const begin = [&](std::vector<EpochEntry> const& entries) {
        auto at = entries.begin();
        while (at != entries.end() && std::next(at) != entries.end() &&
               std::next(at)->start_offset <= from) {
            ++at;
        }
        return at;
    };
    auto const end = [&](std::vector<EpochEntry> const& entries) {
        auto at = entries.begin();
        while (at != entries.end() && at->start_offset < up_to) ++at;
        return at;
    };
    auto a = begin(one);
    auto b = begin(other);
    if (end(one) - a != end(other) - b) return false;
    for (bool is_first = true; a < end(one); ++a, ++b, is_first = false) {
        if (a->epoch != b->epoch) return false;
        bool const is_old = is_first && a->start_offset <= from && b->start_offset <= from;
        if (!is_old && a->start_offset != b->start_offset) return false;
    }
    return true;
}

std::optional<Offset> first_missing(Log const& holder, Log const& log, Offset up_to) {
    Offset const from = std::max(holder.start_offset(), log.start_offset());
    Offset const end = std::min(up_to, log.end_offset());
    if (from >= end) return std::nullopt;
    if (!same_history(holder.epochs().entries, log.epochs().entries, from,
                      std::min(end, holder.end_offset()))) {
        return from;
    }
    if (holder.end_offset() < end) return holder.end_offset();
    return std::nullopt;
}

std::vector<EpochEntry> epochs_below(LeaderEpochCache const& epochs, Offset up_to) {
    std::vector<EpochEntry> below;
    for (EpochEntry const& entry : epochs.entries) {
        if (entry.start_offset < up_to) below.push_back(entry);
    }
    return below;
}

}  // namespace check

namespace {
// What a broker tells of a topic that was deleted, and made anew without its knowledge; of a group,
// where its partition of __consumer_offsets is such a one.
bool is_of_former_topic(Look const& look, Fact const& fact) {
    Broker const* const here = look.broker();
    if (here == nullptr) return false;
    auto const is_former = [&](TopicPartition id) {
        return find_partition(*here, id) != nullptr && look.replica(id) == nullptr;
    };
    return std::visit(
        [&](auto const& f) {
            if constexpr (requires { NameId{f.group}; }) {
                // A partition that a group commits stands in its log like any other word.
                return is_former(check::home_of(look, f.group));
            } else if constexpr (requires { TopicPartition{f.partition}; }) {
                return is_former(f.partition);
            } else {
                return false;
            }
        },
        static_cast<FactVariant const&>(fact));
}
}  // namespace

void observe(Checks& checks, World const& world, TracedEvent const& event,
             EventPayload const& payload, std::vector<Fact> const& facts) {
    ClusterId const cluster =
        event.node == kNoNode ? kFirstCluster : node_of(world, event.node).cluster;
    auto const place = static_cast<std::size_t>(cluster.value);
    if (place >= checks.clusters.size()) checks.clusters.resize(place + 1);
    auto const* delivery = std::get_if<Delivery>(&payload);
    Envelope const* const envelope = delivery == nullptr ? nullptr : &delivery->envelope;
    bool const is_read = check::is_read(world, envelope);
    bool const has_news = check::has_news(*checks.clusters[place], world, event.node);
    auto const& rows = check::rows_by_trigger();
    auto const is_interesting = [&](Fact const& fact) {
        return !rows[fact.index()].empty() || check::is_remembered(fact);
    };
    bool const chooses_offset = check::chooses_offset(payload);
    bool const is_quiet = !is_read && !has_news && !chooses_offset;
    if (is_quiet && std::none_of(facts.begin(), facts.end(), is_interesting)) return;

    CheckState& state = checks.clusters[place].edit();
    check::make_room(state, world);
    Look look{
        .world = world, .state = state, .event = event, .node = event.node, .cluster = cluster};
    look.message = envelope;
    if (delivery != nullptr) look.sent_at = delivery->sent_at;
    look.replays_metadata = std::any_of(facts.begin(), facts.end(), [](Fact const& fact) {
        return std::holds_alternative<MetadataReplayed>(fact);
    });
    if (chooses_offset) look.note_broken(Premise::consumers_read_on);
    if (has_news) {
        check::call(look, check::kOnQuorum);
        follow_metadata(look, check::look_at_change, check::look_at_settled);
    }
    for (Fact const& fact : facts) {
        if (!is_interesting(fact)) continue;
        look.fact = &fact;
        if (is_of_former_topic(look, fact)) {
            remember_former(look);
            continue;
        }
        check::call(look, fact.index());
        remember(look);
    }
    look.fact = nullptr;
    if (is_read) check::call(look, check::kOnMessage);
}

std::vector<Violation> Checks::violations() const {
    std::vector<Violation> all;
    for (Cow<CheckState> const& state : clusters) {
        all.insert(all.end(), state->violations.begin(), state->violations.end());
    }
    return all;
}

namespace {
InvariantVerdict verdict_of(CheckState const& state, InvariantRow const& row) {
    auto const place = static_cast<std::size_t>(row.id);
    InvariantVerdict verdict{row.id, VerdictKind::holds, state.looked[place], EventId{}, Premise{}};
    if (state.looked[place] == 0) verdict.kind = VerdictKind::untested;
    for (std::size_t p = 0; p < kPremises; ++p) {
        auto const premise = static_cast<Premise>(p);
        if ((row.needs & bit(premise)) == 0 || state.broken[p] == EventId{}) continue;
        verdict.kind = VerdictKind::waived;
        verdict.premise = premise;
        verdict.since = state.broken[p];
        break;
    }
    if (state.violated[place] == 0) return verdict;
    verdict.kind = VerdictKind::violated;
    for (Violation const& violation : state.violations) {
        if (violation.invariant != row.id) continue;
        verdict.since = violation.event;
        break;
    }
    return verdict;
}

// One cluster in which it was violated, or could not be judged, is enough.
void add(InvariantVerdict& sum, InvariantVerdict const& one) {
    std::uint64_t const looked = sum.looked + one.looked;
    auto const weight = [](VerdictKind kind) {
        switch (kind) {
        case VerdictKind::untested: return 0;
        case VerdictKind::holds: return 1;
        case VerdictKind::waived: return 2;
        case VerdictKind::violated: break;
        }
        return 3;
    };
    if (weight(one.kind) > weight(sum.kind)) sum = one;
    sum.looked = looked;
}
}  // namespace

std::vector<InvariantVerdict> verdicts(Checks const& checks) {
    std::vector<InvariantVerdict> all;
    for (InvariantRow const& row : invariants()) {
        InvariantVerdict verdict = verdict_of(*checks.clusters.front(), row);
        for (std::size_t i = 1; i < checks.clusters.size(); ++i) {
            add(verdict, verdict_of(*checks.clusters[i], row));
        }
        all.push_back(verdict);
    }
    return all;
}

}  // namespace highwater

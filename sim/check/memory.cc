// What the checkers keep in mind between events.
#include <algorithm>

#include "check/look.h"

namespace highwater::check {

// producers.cc
void remember_accepted(Look& look);
void remember_log_of_leader(PartitionBook& book, Log const& log);

namespace {
void note_log_end(Look& look, TopicPartition id) {
    Partition const* const replica = look.replica(id);
    if (replica == nullptr) return;
    PartitionBook& book = book_of(look.state, id);
    for (auto& [broker, end] : book.log_ends) {
        if (broker != look.self()) continue;
        end = replica->log_end_offset();
        return;
    }
    book.log_ends.emplace_back(look.self(), replica->log_end_offset());
}

// The answer to AlterPartition outruns the metadata log: a leader hears of its smaller ISR before
// it hears that min.insync.replicas was raised, and commits what those lack whom the controller,
// which knows both, keeps eligible (KIP-966 does not close this gap).
void note_outrun_min_isr(Look& look, Partition const& leader, PartitionBook& book) {
    PartitionRegistration const* const now = registration_of(look.state, leader.id);
    auto const members = static_cast<std::int32_t>(leader.isr.size());
    if (now == nullptr || members < effective_min_isr(leader)) return;
    for (BrokerId const id : now->elr) {
        bool const lacks = !contains(leader.isr, id) && !contains(book.bereft, id);
        if (lacks) book.bereft.push_back(id);
    }
}

// Whose answers are about this topic from now on.
void note_serving(Look const& look, PartitionBook& book) {
    BrokerId const broker = look.self();
    bool const is_known = std::any_of(book.serving.begin(), book.serving.end(),
                                      [&](Serving const& each) { return each.broker == broker; });
    if (!is_known) book.serving.push_back({broker, look.world.now, look.event.id});
}

void note_high_watermark(Look& look, HighWatermarkAdvanced const& advanced) {
    Partition const* const leader = look.replica(advanced.partition);
    if (!advanced.is_leader || leader == nullptr) return;
    PartitionBook& book = book_of(look.state, advanced.partition);
    book.highest_high_watermark = std::max(book.highest_high_watermark, advanced.to);
    book.leading = look.self();
    book.leading_epoch = leader->leader_epoch;
    book.leading_high_watermark = advanced.to;
    if (!is_true_leader(look, *leader) || advanced.to <= book.committed) {
        return;
    }
    book.committed = advanced.to;
    book.committed_epochs = epochs_below(leader->log.epochs(), advanced.to);
    note_outrun_min_isr(look, *leader, book);
}

void note_leader(Look& look, BecameLeader const& became) {
    Partition const* const leader = look.replica(became.partition);
    if (leader == nullptr) return;
    PartitionBook& book = book_of(look.state, became.partition);
    note_serving(look, book);
    book.highest_high_watermark = std::max(book.highest_high_watermark, leader->high_watermark);
    book.leading = look.self();
    book.leading_epoch = leader->leader_epoch;
    book.leading_high_watermark = {};  // it may have moved in this very event
    if (!is_true_leader(look, *leader)) return;
    if ((book.broken & ~bit(Premise::whole_logs)) != 0) {
        // What is gone is gone: from now on this leader's log counts.
        book.committed = std::min(book.committed, leader->log_end_offset());
        book.committed_epochs = epochs_below(leader->log.epochs(), book.committed);
    }
    remember_log_of_leader(book, leader->log);
}

// A broker's replicas lost what they held, or its end.
void note_lost_replicas(Look& look) {
    Process const& process = look.process();
    for (std::vector<Cow<PartitionBook>>& topic : look.state.books) {
        for (Cow<PartitionBook>& each : topic) {
            auto const held =
                std::find_if(each->log_ends.begin(), each->log_ends.end(),
                             [&](auto const& end) { return end.first == process.broker_id; });
            if (held == each->log_ends.end()) continue;
            look.note_broken(Premise::disks_kept);
            auto const index = held - each->log_ends.begin();
            PartitionBook& book = each.edit();
            book.broken |= bit(Premise::disks_kept);
            book.log_ends.erase(book.log_ends.begin() + index);
        }
    }
}

// Its metadata log and what it had applied of it begin anew.
void forget_quorum(Look& look) {
    auto const place = static_cast<std::size_t>(look.node.value);
    look.state.verified[place] = {};
    look.state.high_watermark[place] = {};
}

void note_wiped(Look& look) {
    auto const place = static_cast<std::size_t>(look.node.value);
    if (look.process().controller) {
        look.note_broken(Premise::quorum_disks_kept);
        look.state.voted[place] = {kNoEpoch, kNoBroker};
    }
    forget_quorum(look);
    look.state.raft_epoch[place] = kNoEpoch;
    if (look.process().broker) note_lost_replicas(look);
}

// A voter flushes its log and its vote before it answers; a broker's logs are another matter.
void note_power_lost(Look& look) {
    forget_quorum(look);
    if (look.process().broker) note_lost_replicas(look);
}

void note_awake(Look& look) {
    look.state.awake_since[static_cast<std::size_t>(look.node.value)] = look.world.now;
}

struct Remember {
    Look& look;

    void operator()(BatchAppended const& f) {
        PartitionBook& book = book_of(look.state, f.partition);
        remember_accepted(look);
        std::pair const writer{f.epoch, look.self()};
        if (book.writers.empty() || book.writers.back() != writer) book.writers.push_back(writer);
        note_log_end(look, f.partition);
    }
    void operator()(BatchReplicated const& f) { note_log_end(look, f.partition); }
    void operator()(LogTruncated const& f) { note_log_end(look, f.partition); }
    void operator()(HighWatermarkAdvanced const& f) { note_high_watermark(look, f); }
    void operator()(BecameLeader const& f) { note_leader(look, f); }
    void operator()(BecameFollower const& f) {
        if (look.replica(f.partition) == nullptr) return;
        note_serving(look, book_of(look.state, f.partition));
    }
    void operator()(ReplicaDeleted const& f) {
        auto& ends = book_of(look.state, f.partition).log_ends;
        ends.erase(std::remove_if(ends.begin(), ends.end(),
                                  [&](auto const& end) { return end.first == look.self(); }),
                   ends.end());
    }
    void operator()(LogCleaned const& f) {
        book_of(look.state, f.partition).broken |= bit(Premise::whole_logs);
        look.note_broken(Premise::whole_logs);
    }
    void operator()(NodeWiped const&) { note_wiped(look); }
    void operator()(NodePowerLost const&) { note_power_lost(look); }
    void operator()(NodeResumed const&) { note_awake(look); }
    void operator()(MetadataReplayed const& f) {
        Offset& replayed = look.state.replayed[static_cast<std::size_t>(look.node.value)];
        replayed = std::max(replayed, f.to);
    }
    void operator()(NodeStarted const&) {
        note_awake(look);
        look.state.high_watermark[static_cast<std::size_t>(look.node.value)] = {};
    }
    void operator()(VoteAnswered const& f) {
        if (!f.granted || f.pre_vote) return;
        look.state.voted[static_cast<std::size_t>(look.node.value)] = {f.epoch, f.candidate};
    }
    void operator()(RaftRoleChanged const& f) {
        auto const place = static_cast<std::size_t>(look.node.value);
        look.state.raft_epoch[place] = std::max(look.state.raft_epoch[place], f.epoch);
        if (f.to == RaftRole::candidate) look.state.voted[place] = {f.epoch, look.self()};
        if (f.to != RaftRole::leader) return;
        look.state.raft_leaders.emplace(f.epoch, look.self());
        look.state.leading_since[place] = look.world.now;
    }
    void operator()(ControllerElected const& f) {
        look.state.leading_since[static_cast<std::size_t>(look.node.value)] = look.world.now;
        look.state.controllers.emplace(f.epoch, f.controller);
    }
    void operator()(ProducerIdAssigned const& f) { look.state.producer_epochs[f.id] = f.epoch; }
    template <class Other>
    void operator()(Other const&) {}
};

struct Touched {
    TopicPartition id;
    Uuid topic_id;
    std::optional<PartitionRegistration> before;
};

// The partitions that a batch of records is about, as they are before it.
std::vector<Touched> touched_by(CheckState const& state, MetadataBatch const& batch) {
    std::vector<Touched> touched;
    std::vector<std::pair<Uuid, NameId>> created;
    auto const add = [&](Uuid topic_id, std::int32_t partition) {
        TopicImage const* const topic = find_topic(state.image, topic_id);
        NameId name = topic == nullptr ? kNoName : topic->name;
        for (auto const& [id, new_name] : created) {
            if (id == topic_id) name = new_name;
        }
        TopicPartition const id{name, partition};
        if (name == kNoName || std::any_of(touched.begin(), touched.end(),
                                           [&](Touched const& t) { return t.id == id; })) {
            return;
        }
        PartitionRegistration const* const now = registration_of(state, id);
        touched.push_back({id, topic_id, {}});
        if (now != nullptr && topic != nullptr) touched.back().before = *now;
    };
    for (MetadataRecord const& record : batch.records) {
        if (auto const* topic = std::get_if<TopicRecord>(&record)) {
            created.emplace_back(topic->topic_id, topic->name);
        } else if (auto const* partition = std::get_if<PartitionRecord>(&record)) {
            add(partition->topic_id, partition->partition_id);
        } else if (auto const* change = std::get_if<PartitionChangeRecord>(&record)) {
            add(change->topic_id, change->partition_id);
        }
    }
    return touched;
}

void note_removed(PartitionBook& book, PartitionRegistration const& was,
                  PartitionRegistration const& now) {
    for (BrokerId const id : was.replicas) {
        if (contains(now.replicas, id)) continue;
        auto const known = std::find_if(book.removed.begin(), book.removed.end(),
                                        [&](auto const& each) { return each.first == id; });
        if (known != book.removed.end()) book.removed.erase(known);
        book.removed.emplace_back(id, now.partition_epoch);
        bool const is_left = contains(now.elr, id) && !contains(book.bereft, id);
        if (is_left) book.bereft.push_back(id);
    }
    // Whoever leads has been elected from the list, and is no longer on it.
    book.bereft.erase(
        std::remove_if(book.bereft.begin(), book.bereft.end(),
                       [&](BrokerId id) { return !contains(now.elr, id) && now.leader != id; }),
        book.bereft.end());
}

// What answers about a topic that is no more are held against; the rest would only be copied.
PartitionBook closed(PartitionBook const& book) {
    PartitionBook kept;
    kept.topic_id = book.topic_id;
    kept.leader_epoch = book.leader_epoch;
    kept.serving = book.serving;
    kept.broken = book.broken;
    kept.committed = book.committed;
    kept.committed_epochs = book.committed_epochs;
    kept.highest_high_watermark = book.highest_high_watermark;
    return kept;
}

// Another topic has the name from now on: what the book says is about the one before.
void begin_book(CheckState& state, TopicPartition id, Uuid topic_id) {
    PartitionBook& book = book_of(state, id);
    if (book.topic_id == topic_id) return;
    bool const is_another = book.topic_id != kNoUuid;
    if (is_another) state.former_books[id].push_back(closed(book));
    book = {};
    book.topic_id = topic_id;
    book.is_another_topic = is_another;
}

// All partitions that a topic of this name ever had; the new one may have fewer.
void begin_books(Look& look, TopicRecord const& made) {
    auto const place = static_cast<std::size_t>(made.name.value);
    if (place >= look.state.books.size()) return;
    auto const partitions = static_cast<std::int32_t>(look.state.books[place].size());
    for (std::int32_t i = 0; i < partitions; ++i) {
        begin_book(look.state, {made.name, i}, made.topic_id);
    }
    if (look.world.names.text(made.name) == kOffsetsTopic) look.state.groups.clear();
}

void note_change(Look& look, Touched const& touched, PartitionRegistration const& now) {
    begin_book(look.state, touched.id, touched.topic_id);
    PartitionBook& book = book_of(look.state, touched.id);
    book.leader_epoch = now.leader_epoch;
    if (!touched.before) return;
    note_removed(book, *touched.before, now);
    if (now.leader != touched.before->leader && contains(book.bereft, now.leader)) {
        book.broken |= bit(Premise::clean_elections);
        look.note_broken(Premise::clean_elections);
    }
    bool const unclean = now.leader != kNoBroker && now.leader != touched.before->leader &&
                         now.leader_recovery_state == LeaderRecoveryState::recovering;
    if (!unclean) return;
    book.broken |= bit(Premise::clean_elections);
    look.note_broken(Premise::clean_elections);
}
}  // namespace

namespace {
// What a broker tells of a topic that was made anew without its knowledge.
struct RememberFormer {
    Look& look;

    // nullptr: nobody ever saw that topic registered.
    PartitionBook* book_of_replica(Partition const* replica) const {
        if (replica == nullptr) return nullptr;
        auto const known = look.state.former_books.find(replica->id);
        if (known == look.state.former_books.end()) return nullptr;
        auto const found = std::find_if(
            known->second.begin(), known->second.end(),
            [&](PartitionBook const& book) { return book.topic_id == replica->topic_id; });
        return found == known->second.end() ? nullptr : &*found;
    }
    void note(TopicPartition id) const {
        Partition const* const replica = find_partition(*look.broker(), id);
        PartitionBook* const book = book_of_replica(replica);
        if (book == nullptr) return;
        note_serving(look, *book);
        if (!replica->is_leader()) return;
        book->highest_high_watermark =
            std::max(book->highest_high_watermark, replica->high_watermark);
    }

    void operator()(HighWatermarkAdvanced const& f) const { note(f.partition); }
    void operator()(BecameLeader const& f) const { note(f.partition); }
    void operator()(BecameFollower const& f) const { note(f.partition); }
    template <class Other>
    void operator()(Other const&) const {}
};
}  // namespace

void remember_former(Look& look) { std::visit(RememberFormer{look}, *look.fact); }

void remember(Look& look) {
    std::visit(Remember{look}, *look.fact);
    remember_group(look);
}

void follow_metadata(Look& look, void (*seen)(Look&), void (*settled)(Look&)) {
    Raft const& raft = **look.process().raft;
    Offset const known = high_watermark(raft);
    CheckState& state = look.state;
    auto const place = static_cast<std::size_t>(look.node.value);
    if (!state.metadata_lost) {
        state.verified[place] =
            std::max(state.verified[place], std::min(known, state.metadata.end()));
    }
    state.high_watermark[place] = known;
    if (state.metadata_lost || known <= state.metadata.end()) return;
    std::vector<TopicPartition> changed;
    auto const show = [&](TopicPartition id, PartitionRegistration const* before,
                          void (*to)(Look&)) {
        PartitionRegistration const* const now = registration_of(state, id);
        if (now == nullptr) return;
        RegistrationChange const change{id, before, now};
        look.change = &change;
        to(look);
        look.change = nullptr;
    };
    for (MetadataBatchRef const& batch : read(raft, state.metadata.end(), known)) {
        std::vector<Touched> const touched = touched_by(state, *batch);
        for (MetadataRecord const& record : batch->records) {
            if (auto const* made = std::get_if<TopicRecord>(&record)) begin_books(look, *made);
        }
        state.metadata.append(batch);
        apply(state.image, *batch, look.world.names);
        for (Touched const& each : touched) {
            PartitionRegistration const* const now = registration_of(state, each.id);
            if (now == nullptr) continue;
            note_change(look, each, *now);
            show(each.id, each.before ? &*each.before : nullptr, seen);
            if (std::find(changed.begin(), changed.end(), each.id) == changed.end()) {
                changed.push_back(each.id);
            }
        }
    }
    for (TopicPartition const id : changed) show(id, nullptr, settled);
    state.verified[place] = state.metadata.end();
}

}  // namespace highwater::check

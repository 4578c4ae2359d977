// E8–E10: what groups commit, where it is kept, and what the checkers remember of groups.
#include <algorithm>

#include "check/groups.h"

namespace highwater::check {

GroupCoordinator const* coordinator_of(Look const& look, NameId group) {
    Broker const* const broker = look.broker();
    if (broker == nullptr) return nullptr;
    for (GroupShard const& shard : broker->groups.shards) {
        GroupCoordinator const& coordinator = *shard.coordinator;
        bool const is_it = coordinator.groups.find(group) != coordinator.groups.end() ||
                           coordinator.offsets.find(group) != coordinator.offsets.end();
        if (is_it) return &coordinator;
    }
    return nullptr;
}

ClassicGroup const* classic_group(Look const& look, NameId group) {
    GroupCoordinator const* const coordinator = coordinator_of(look, group);
    return coordinator == nullptr ? nullptr : find_classic_group(*coordinator, group);
}

ConsumerGroup const* consumer_group(Look const& look, NameId group) {
    GroupCoordinator const* const coordinator = coordinator_of(look, group);
    return coordinator == nullptr ? nullptr : find_consumer_group(*coordinator, group);
}

GroupBook const* find_book(CheckState const& state, NameId group) {
    auto const found = state.groups.find(group);
    return found == state.groups.end() ? nullptr : &*found->second;
}

TopicPartition home_of(Look const& look, NameId group) {
    NameId const topic = look.world.names.find(kOffsetsTopic);
    TopicImage const* const image = find_topic(*look.broker()->image, topic);
    if (image == nullptr) return {};
    auto const partitions = static_cast<std::int32_t>(image->partitions.size());
    return {topic, coordinator_partition(look.world.names.text(group), partitions)};
}

namespace {
Consumer const* consumer_at(Look const& look, NodeId node) {
    if (node == kNoNode) return nullptr;
    Process const& process = node_of(look.world, node);
    return process.consumer ? &**process.consumer : nullptr;
}

// kNoOffset: it has none.
Offset committed_by(GroupCoordinator const& coordinator, NameId group, TopicPartition partition) {
    CommittedOffsets const* const offsets = find_offsets(coordinator, group);
    if (offsets == nullptr) return kNoOffset;
    auto const found = offsets->find(partition);
    return found == offsets->end() ? kNoOffset : found->second.offset;
}
}  // namespace

// ---- E8, E9 -------------------------------------------------------------------------------------

namespace {
// Of a topic, or of those that had its name before: a consumer may have read one of them.
Offset highest_of_name(CheckState& state, TopicPartition id) {
    Offset highest = book_of(state, id).highest_high_watermark;
    auto const former = state.former_books.find(id);
    if (former == state.former_books.end()) return highest;
    for (PartitionBook const& book : former->second) {
        highest = std::max(highest, book.highest_high_watermark);
    }
    return highest;
}
}  // namespace

void committed_in_log(Look& look) {
    auto const& committed = look.as<OffsetCommitted>();
    // Of topics that are made when the metadata log is lost nothing is known.
    bool const may_be = look.state.metadata_lost || look.is_broken(Premise::consumers_read_on);
    if (may_be || consumer_at(look, committed.by) == nullptr) return look.pass_over();
    Offset const highest = highest_of_name(look.state, committed.partition);
    if (committed.offset <= highest) return;
    look.violate({.partition = committed.partition,
                  .broker = look.self(),
                  .offset = committed.offset,
                  .bound = highest,
                  .group = committed.group});
}

void read_before_committed(Look& look) {
    auto const& committed = look.as<OffsetCommitted>();
    auto const known = look.state.positions.find({committed.by, committed.partition});
    bool const is_known =
        known != look.state.positions.end() && consumer_at(look, committed.by) != nullptr;
    if (!is_known || look.is_broken(Premise::consumers_read_on)) return look.pass_over();
    if (committed.offset <= known->second) return;
    look.violate({.partition = committed.partition,
                  .broker = look.self(),
                  .offset = committed.offset,
                  .bound = known->second,
                  .group = committed.group});
}

// ---- E10 ----------------------------------------------------------------------------------------

namespace {
NameId group_in(Fact const& fact) {
    if (auto const* f = std::get_if<OffsetCommitted>(&fact)) return f->group;
    if (auto const* f = std::get_if<GroupGenerationBegan>(&fact)) return f->group;
    if (auto const* f = std::get_if<TargetAssignmentComputed>(&fact)) return f->group;
    return std::get<MemberReconciled>(fact).group;
}

// The last commit that is sure to be in the log of every later leader.
std::vector<CommitTaken>::const_iterator last_committed(std::vector<CommitTaken> const& commits,
                                                        Offset committed) {
    auto last = commits.end();
    for (auto at = commits.begin(); at != commits.end(); ++at) {
        if (at->by_true_leader && at->log_end <= committed) last = at;
    }
    return last;
}

// Who has read the log of a partition has every commit that is committed there, or a later one.
// One that does not know yet that it leads no longer has what it has.
void look_at_loaded(Look& look, GroupCoordinatorLoaded const& loaded) {
    Partition const* const log = look.replica(loaded.partition);
    if (log == nullptr || !is_true_leader(look, *log)) return look.pass_over();
    Offset const committed = book_of(look.state, loaded.partition).committed;
    for (auto const& [group, book] : look.state.groups) {
        if (home_of(look, group) != loaded.partition) continue;
        GroupCoordinator const* const coordinator = coordinator_of(look, group);
        for (auto const& [partition, commits] : book->commits) {
            auto const last = last_committed(commits, committed);
            if (last == commits.end()) continue;
            Offset const has =
                coordinator == nullptr ? kNoOffset : committed_by(*coordinator, group, partition);
            bool const is_one = std::any_of(
                last, commits.end(), [&](CommitTaken const& each) { return each.offset == has; });
            if (is_one) continue;
            look.violate({.partition = loaded.partition,
                          .broker = look.self(),
                          .offset = has,
                          .bound = last->offset,
                          .group = group});
        }
    }
}
}  // namespace

void one_coordinator(Look& look) {
    if (look.broker() == nullptr) return look.pass_over();
    if (auto const* loaded = std::get_if<GroupCoordinatorLoaded>(look.fact)) {
        return look_at_loaded(look, *loaded);
    }
    NameId const group = group_in(*look.fact);
    TopicPartition const home = home_of(look, group);
    Partition const* const replica = look.replica(home);
    if (replica != nullptr && replica->is_leader()) return;
    look.violate({.partition = home, .broker = look.self(), .group = group});
}

// ---- what is remembered -------------------------------------------------------------------------

namespace {
struct RememberGroup {
    Look& look;

    GroupBook& book(NameId group) { return look.state.groups[group].edit(); }

    void note_commit(OffsetCommitted const& f) {
        GroupCoordinator const* const coordinator = coordinator_of(look, f.group);
        TopicPartition const home = home_of(look, f.group);
        Partition const* const log = look.replica(home);
        // What could not be written was taken back.
        bool const is_taken = coordinator != nullptr && log != nullptr &&
                              committed_by(*coordinator, f.group, f.partition) == f.offset;
        if (!is_taken) return;
        Offset const committed = book_of(look.state, home).committed;
        std::vector<CommitTaken>& commits = book(f.group).commits[f.partition];
        commits.push_back({f.offset, log->log_end_offset(), is_true_leader(look, *log)});
        auto const last = last_committed(commits, committed);
        if (last != commits.end()) commits.erase(commits.begin(), last);
    }
    void note_position(TopicPartition partition, Offset to) {
        if (consumer_at(look, look.node) == nullptr) return;
        Offset& known = look.state.positions[{look.node, partition}];
        known = std::max(known, to);
    }

    void operator()(OffsetCommitted const& f) {
        if (look.broker() != nullptr) note_commit(f);
    }
    // Whoever comes again under its old id has no target.
    void operator()(GroupMemberLeft const& f) { book(f.group).target.erase(f.member); }
    void operator()(OffsetRemoved const& f) { book(f.group).commits.erase(f.partition); }
    void operator()(GroupDeleted const& f) { look.state.groups.erase(f.group); }
    void operator()(GroupMigrated const& f) {
        book(f.group).generation = -1;
        book(f.group).target.clear();
    }
    void operator()(GroupGenerationBegan const& f) {
        ClassicGroup const* const group = classic_group(look, f.group);
        book(f.group).coordinator = look.node;
        book(f.group).generation = group == nullptr ? -1 : group->generation_id;
    }
    void operator()(TargetAssignmentComputed const& f) {
        if (look.broker() == nullptr) return;
        book(f.group).coordinator = look.node;
        book(f.group).generation = -1;  // a classic group that comes later counts anew
        book(f.group).target = target_of(look, f);
    }
    // Its groups are as the log has them; what was not committed may be gone.
    void operator()(GroupCoordinatorLoaded const& f) {
        if (look.broker() == nullptr) return;
        Partition const* const log = look.replica(f.partition);
        bool const is_true = log != nullptr && is_true_leader(look, *log);
        for (auto& [id, group] : look.state.groups) {
            if (home_of(look, id) != f.partition) continue;
            GroupBook& known = group.edit();
            known.coordinator = kNoNode;
            known.generation = -1;
            known.target.clear();
            if (!is_true) continue;
            for (auto& [partition, commits] : known.commits) keep_loaded(id, partition, commits);
        }
    }
    void keep_loaded(NameId group, TopicPartition partition, std::vector<CommitTaken>& commits) {
        GroupCoordinator const* const coordinator = coordinator_of(look, group);
        if (coordinator == nullptr) return commits.clear();
        Offset const has = committed_by(*coordinator, group, partition);
        auto const known =
            std::find_if(commits.rbegin(), commits.rend(),
                         [&](CommitTaken const& each) { return each.offset == has; });
        commits = known == commits.rend() ? std::vector<CommitTaken>{} : std::vector{*known};
    }
    void operator()(RecordsConsumed const& f) { note_position(f.partition, f.to); }
    void operator()(PositionSet const& f) {
        if (f.why == PositionReason::seek) look.note_broken(Premise::consumers_read_on);
        note_position(f.partition, f.to);
    }
    template <class Other>
    void operator()(Other const&) {}
};
}  // namespace

void remember_group(Look& look) { std::visit(RememberGroup{look}, *look.fact); }

bool leaves_a_mark_on_groups(Fact const& fact) {
    return std::holds_alternative<RecordsConsumed>(fact) ||
           std::holds_alternative<PositionSet>(fact) ||
           std::holds_alternative<OffsetRemoved>(fact) ||
           std::holds_alternative<GroupMemberLeft>(fact) ||
           std::holds_alternative<GroupDeleted>(fact) ||
           std::holds_alternative<GroupMigrated>(fact);
}

}  // namespace highwater::check

// A8, B1, B3–B14: what replication promises.
#include <algorithm>

#include "check/look.h"

namespace highwater::check {

namespace {
// A broker deletes its replica as soon as it hears that it has none; the leader may hear of it
// later, and counts it until then (BrokerMetadataPublisher: each applies the log by itself).
bool was_removed(Look const& look, TopicPartition id, Partition const& leader, BrokerId member) {
    auto const& removed = book_of(look.state, id).removed;
    return std::any_of(removed.begin(), removed.end(), [&](auto const& each) {
        return each.first == member && each.second > leader.partition_epoch;
    });
}

// Whoever hears that a topic was deleted has no replica of it any more; its leader may hear of it
// later, and counts it until then. One that is still there holds what it held.
bool has_deleted(Look const& look, Partition const& leader, BrokerId member) {
    return find_topic(look.state.image, leader.topic_id) == nullptr &&
           replica_on(look.world, look.cluster, member, leader.id) == nullptr;
}

// Every broker of `members` holds what the leader has below its high watermark.
void expect_members_hold(Look& look, TopicPartition id, Partition const& leader, BrokerId self,
                         std::vector<BrokerId> const& members) {
    for (BrokerId const member : members) {
        if (member == self || was_removed(look, id, leader, member)) continue;
        Partition const* const copy = replica_on(look, member, id);
        Offset missing{};
        if (copy != nullptr && copy->topic_id == leader.topic_id) {
            auto const first = first_missing(copy->log, leader.log, leader.high_watermark);
            if (!first) continue;
            missing = *first;
        } else if (leader.high_watermark <= leader.log.start_offset() ||
                   has_deleted(look, leader, member)) {
            continue;
        } else {
            missing = leader.log.start_offset();
        }
        look.violate({.partition = id,
                      .broker = member,
                      .other = self,
                      .epoch = leader.leader_epoch,
                      .offset = missing,
                      .bound = leader.high_watermark});
    }
}

template <class Visit>
void for_each_believing_leader(Look const& look, TopicPartition id, Visit visit) {
    for_each_replica(look, id, [&](Process const& process, Partition const& replica) {
        if (process.is_alive && replica.is_leader()) visit(process.broker_id, replica);
    });
}

// All that was ever committed, as far as the log that committed it still had it and this one has.
bool holds_committed(Log const& log, PartitionBook const& book) {
    Offset from = log.start_offset();
    if (from >= book.committed) return true;
    if (!book.committed_epochs.empty()) {
        from = std::max(from, book.committed_epochs.front().start_offset);
    }
    return log.end_offset() >= book.committed &&
           same_history(log.epochs().entries, book.committed_epochs, from, book.committed);
}

TopicPartition partition_in(Look const& look) {
    return look.change != nullptr ? look.change->partition : partition_of(*look.fact);
}
}  // namespace

void elr_holds_committed(Look& look) {
    TopicPartition const id = partition_in(look);
    PartitionRegistration const* const now = registration_of(look.state, id);
    if (now == nullptr) return;
    PartitionBook const& book = book_of(look.state, id);
    for (auto const* list : {&now->isr, &now->elr}) {
        for (BrokerId const member : *list) {
            if (list == &now->elr && contains(book.bereft, member)) continue;
            Partition const* const copy = replica_on(look, member, id);
            if (copy == nullptr ? book.committed == Offset{} : holds_committed(copy->log, book)) {
                continue;
            }
            Offset const end = copy == nullptr ? Offset{} : copy->log_end_offset();
            look.violate(
                {.partition = id, .broker = member, .offset = end, .bound = book.committed});
        }
    }
}

void one_leader_per_epoch(Look& look) {
    auto const& appended = look.as<BatchAppended>();
    for (auto const& [epoch, broker] : book_of(look.state, appended.partition).writers) {
        if (epoch != appended.epoch || broker == look.self()) continue;
        look.violate({.partition = appended.partition,
                      .broker = look.self(),
                      .other = broker,
                      .epoch = epoch,
                      .offset = appended.base_offset});
    }
}

void weak_isr(Look& look) {
    TopicPartition const id = partition_in(look);
    for_each_believing_leader(look, id, [&](BrokerId self, Partition const& leader) {
        expect_members_hold(look, id, leader, self, leader.isr);
    });
}

void strong_isr(Look& look) {
    TopicPartition const id = partition_in(look);
    PartitionRegistration const* const now = registration_of(look.state, id);
    if (now == nullptr) return;
    for_each_believing_leader(look, id, [&](BrokerId self, Partition const& leader) {
        expect_members_hold(look, id, leader, self, now->isr);
    });
}

void committed_durable(Look& look) {
    auto const& became = look.as<BecameLeader>();
    Partition const* const leader = look.replica(became.partition);
    PartitionBook const& book = book_of(look.state, became.partition);
    // Who hears late that it leads may have had a successor that committed more since.
    if (leader == nullptr || !is_true_leader(look, *leader)) return;
    if (holds_committed(leader->log, book)) return;
    look.violate({.partition = became.partition,
                  .broker = look.self(),
                  .epoch = became.epoch,
                  .offset = leader->log_end_offset(),
                  .bound = book.committed});
}

void acks_all_durable(Look& look) {
    auto const& acknowledged = look.as<Acknowledged>();
    if (acknowledged.acks != -1 || acknowledged.base_offset == kNoOffset) return;
    Offset const end = acknowledged.base_offset + acknowledged.count;
    bool const is_answer =
        look.message != nullptr && std::holds_alternative<ProduceResponse>(look.message->message);
    PartitionBook const& book = is_answer ? book_behind_answer(look, acknowledged.partition)
                                          : book_of(look.state, acknowledged.partition);
    if (look.is_waived_by(book) || end <= book.highest_high_watermark) return;
    look.violate(
        {.partition = acknowledged.partition, .offset = end, .bound = book.highest_high_watermark});
}

void high_watermark_monotone(Look& look) {
    auto const& advanced = look.as<HighWatermarkAdvanced>();
    if (!advanced.is_leader) return;
    Partition const* const leader = look.replica(advanced.partition);
    PartitionBook const& book = book_of(look.state, advanced.partition);
    bool const is_same_leadership = leader != nullptr && book.leading == look.self() &&
                                    book.leading_epoch == leader->leader_epoch;
    if (!is_same_leadership || advanced.from >= book.leading_high_watermark) return;
    look.violate({.partition = advanced.partition,
                  .broker = look.self(),
                  .offset = advanced.from,
                  .bound = book.leading_high_watermark});
}

void maximal_isr(Look& look) {
    TopicPartition const id = partition_in(look);
    PartitionRegistration const* const now = registration_of(look.state, id);
    if (now == nullptr) return;
    Partition const* const leader = replica_on(look, now->leader, id);
    if (leader == nullptr || !leader->is_leader() || leader->leader_epoch != now->leader_epoch) {
        return;
    }
    for (BrokerId const member : now->isr) {
        Partition const* const copy = replica_on(look, member, id);
        Offset const end = copy == nullptr ? Offset{} : copy->log_end_offset();
        if (end >= leader->high_watermark) continue;
        look.violate({.partition = id,
                      .broker = member,
                      .other = now->leader,
                      .offset = end,
                      .bound = leader->high_watermark});
    }
}

void zombie_cannot_commit(Look& look) {
    auto const& changed = look.as<IsrChanged>();
    if (changed.why != ChangeReason::alter_partition || look.message == nullptr) return;
    auto const* request = std::get_if<AlterPartitionRequest>(&look.message->message);
    if (request == nullptr || !request->changes) return;
    for (AlterPartitionChange const& change : *request->changes) {
        if (change.partition != changed.partition) continue;
        // One change follows the state that it was made of.
        if (change.partition_epoch.value + 1 == changed.partition_epoch.value) continue;
        look.violate({.partition = changed.partition,
                      .broker = request->broker_id,
                      .epoch = change.leader_epoch});
    }
}

void follower_truncation(Look& look) {
    auto const& cut = look.as<LogTruncated>();
    PartitionBook const& book = book_of(look.state, cut.partition);
    if (cut.to >= book.committed || cut.removed_epoch == kNoEpoch) return;
    LeaderEpochCache const committed{book.committed_epochs};
    // The first record that went decides: after one that differs, nothing agrees any more.
    if (committed.epoch_of(cut.to) != cut.removed_epoch) return;
    look.violate({.partition = cut.partition,
                  .broker = look.self(),
                  .epoch = cut.removed_epoch,
                  .offset = cut.to,
                  .bound = book.committed});
}

namespace {
// Whether a follower still lives the life in which it last fetched. Of the one before, whose end
// its leader has not heard of yet, nothing is kept, and the controller refuses it (KIP-903).
bool lives_on(Look const& look, Partition const& leader, BrokerId follower) {
    auto const known = std::find_if(leader.followers.begin(), leader.followers.end(),
                                    [&](RemoteReplica const& one) { return one.id == follower; });
    if (known == leader.followers.end()) return false;
    return std::any_of(look.world.nodes.begin(), look.world.nodes.end(), [&](Process const& each) {
        return each.broker && each.cluster == look.cluster && each.broker_id == follower &&
               each.is_alive && (*each.broker)->lifecycle.epoch == known->broker_epoch;
    });
}
}  // namespace

void isr_join(Look& look) {
    auto const& proposed = look.as<IsrExpandProposed>();
    Partition const* const leader = look.replica(proposed.partition);
    Partition const* const joining = replica_on(look, proposed.in, proposed.partition);
    if (leader == nullptr || !leader->is_leader()) return;
    if (!lives_on(look, *leader, proposed.in)) return;
    // Moved away meanwhile, and deleted there before its leader hears of it: the controller
    // refuses.
    auto const* const registered = find_partition(look.state.image, proposed.partition);
    if (registered == nullptr || !contains(registered->replicas, proposed.in)) return;
    Offset const end = joining == nullptr ? Offset{} : joining->log_end_offset();
    // The high watermark may have moved in the very event that lets it in, but never past it.
    Offset const bound = std::max(leader->high_watermark, leader->leader_epoch_start);
    if (end >= bound) return;
    look.violate({.partition = proposed.partition,
                  .broker = proposed.in,
                  .other = look.self(),
                  .offset = end,
                  .bound = bound});
}

void min_isr_freeze(Look& look) {
    auto const& advanced = look.as<HighWatermarkAdvanced>();
    // Several changes of the ISR may be applied in one event; only the last one can be seen.
    if (!advanced.is_leader || look.replays_metadata) return;
    Partition const* const leader = look.replica(advanced.partition);
    if (leader == nullptr || !leader->is_leader()) return;
    auto const members = static_cast<std::int32_t>(leader->isr.size());
    if (members >= effective_min_isr(*leader)) return;
    look.violate({.partition = advanced.partition,
                  .broker = look.self(),
                  .offset = {members},
                  .bound = {effective_min_isr(*leader)}});
}

void reads_committed(Look& look) {
    auto const& response = std::get<FetchResponse>(look.message->message);
    if (!response.partitions) return;
    Process const& from = node_of(look.world, look.message->from);
    for (FetchedPartition const& fetched : *response.partitions) {
        if (fetched.error != ErrorCode::none) continue;
        PartitionBook const& book = book_behind_answer(look, fetched.partition);
        if (look.is_waived_by(book)) continue;
        if (fetched.high_watermark > book.highest_high_watermark) {
            look.violate({.partition = fetched.partition,
                          .broker = from.broker_id,
                          .offset = fetched.high_watermark,
                          .bound = book.highest_high_watermark});
        }
        LeaderEpochCache const committed{book.committed_epochs};
        for (BatchRef const& batch : fetched.batches) {
            if (batch->base_offset >= book.committed) continue;
            auto const epoch = committed.epoch_of(batch->base_offset);
            if (!epoch || *epoch == batch->partition_leader_epoch) continue;
            look.violate({.partition = fetched.partition,
                          .broker = from.broker_id,
                          .epoch = batch->partition_leader_epoch,
                          .offset = batch->base_offset});
        }
    }
}

}  // namespace highwater::check

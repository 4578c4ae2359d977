// A1–A3, A10, B2, B15, F1, F6: what one replica's log looks like, and that two of them tell one
// story.
#include <algorithm>

#include "check/look.h"

namespace highwater::check {

namespace {
struct Written {
    TopicPartition partition;
    Offset base_offset;
};

// The batch that the fact speaks of.
Written written_by(Fact const& fact) {
    if (auto const* appended = std::get_if<BatchAppended>(&fact)) {
        return {appended->partition, appended->base_offset};
    }
    auto const& replicated = std::get<BatchReplicated>(fact);
    return {replicated.partition, replicated.base_offset};
}

// Its place among the batches; -1: it is gone again.
std::int64_t place_of(Log const& log, Offset base_offset) {
    std::int64_t const place = log.batches().find(base_offset);
    if (place >= log.batches().size()) return -1;
    return log.batches()[place]->base_offset == base_offset ? place : -1;
}

// Each broker compacts by itself: what both still hold is the same.
bool agree_where_both_hold(RecordBatch const& one, RecordBatch const& other) {
    std::int32_t there = 0;
    for (std::int32_t here = 0; here < one.count(); ++here) {
        while (there < other.count() && other.offset_of(there) < one.offset_of(here)) ++there;
        if (there == other.count()) break;
        if (other.offset_of(there) != one.offset_of(here)) continue;
        bool const same = one.records->producer == other.records->producer &&
                          one.records->nth[static_cast<std::size_t>(here)] ==
                              other.records->nth[static_cast<std::size_t>(there)] &&
                          one.timestamp_of(here) == other.timestamp_of(there);
        if (!same) return false;
    }
    return true;
}

bool is_same(RecordBatch const& one, RecordBatch const& other, bool is_compacted) {
    if (one.base_sequence != other.base_sequence ||
        one.last_offset_delta != other.last_offset_delta) {
        return false;
    }
    if (one.records == other.records) return true;
    if (is_compacted) return agree_where_both_hold(one, other);
    return one.records && other.records && *one.records == *other.records;
}
}  // namespace

void offsets_monotone(Look& look) {
    Written const written = written_by(*look.fact);
    Partition const* const replica = look.replica(written.partition);
    if (replica == nullptr) return;
    std::int64_t const place = place_of(replica->log, written.base_offset);
    if (place <= 0) return;
    // A log that was cut where its records had been deleted in the middle of a batch goes on there:
    // what is missing lay before its start.
    Offset const expected =
        std::max(replica->log.batches()[place - 1]->next_offset(), replica->log.start_offset());
    if (expected == written.base_offset) return;
    look.violate({.partition = written.partition,
                  .broker = look.self(),
                  .offset = written.base_offset,
                  .bound = expected});
}

void epochs_monotone(Look& look) {
    Written const written = written_by(*look.fact);
    Partition const* const replica = look.replica(written.partition);
    if (replica == nullptr) return;
    std::int64_t const place = place_of(replica->log, written.base_offset);
    if (place > 0) {
        LeaderEpoch const before = replica->log.batches()[place - 1]->partition_leader_epoch;
        if (replica->log.batches()[place]->partition_leader_epoch < before) {
            look.violate({.partition = written.partition,
                          .broker = look.self(),
                          .epoch = before,
                          .offset = written.base_offset});
        }
    }
    auto const& entries = replica->log.epochs().entries;
    for (std::size_t i = 1; i < entries.size(); ++i) {
        bool const rises = entries[i].epoch > entries[i - 1].epoch &&
                           entries[i].start_offset > entries[i - 1].start_offset;
        if (rises) continue;
        look.violate({.partition = written.partition,
                      .broker = look.self(),
                      .epoch = entries[i].epoch,
                      .offset = entries[i].start_offset});
    }
}

void bounds(Look& look) {
    TopicPartition const id = partition_of(*look.fact);
    Partition const* const replica = look.replica(id);
    if (replica == nullptr) return;
    Offset const start = replica->log.start_offset();
    Offset const end = replica->log_end_offset();
    Offset const high_watermark = replica->high_watermark;
    bool const holds = start >= Offset{} && start <= end && high_watermark <= end &&
                       (!replica->is_leader() || start <= high_watermark);
    if (holds) return;
    look.violate({.partition = id, .broker = look.self(), .offset = high_watermark, .bound = end});
}

void one_change_in_flight(Look& look) {
    TopicPartition const id = partition_of(*look.fact);
    Broker const* const broker = look.broker();
    std::int32_t const slot = broker == nullptr ? -1 : broker->partitions.find(id);
    if (slot < 0) return;
    PartitionEpoch const epoch = broker->partitions[slot].partition_epoch;
    int open = 0;
    for (auto const* list : {&broker->isr_changes.unsent, &broker->isr_changes.in_flight}) {
        for (IsrChange const& change : *list) {
            if (change.slot == slot && change.partition_epoch == epoch) ++open;
        }
    }
    if (open <= 1) return;
    look.violate({.partition = id, .broker = look.self()});
}

void log_matching(Look& look) {
    Written const written = written_by(*look.fact);
    Partition const* const replica = look.replica(written.partition);
    if (replica == nullptr) return;
    std::int64_t const place = place_of(replica->log, written.base_offset);
    if (place < 0) return;
    RecordBatch const& batch = *replica->log.batches()[place];
    // What was taken out took the beginnings of epochs with it.
    bool const is_compacted =
        (book_of(look.state, written.partition).broken & bit(Premise::whole_logs)) != 0;
    for_each_replica(look, written.partition, [&](Process const& process, Partition const& other) {
        if (&other == replica || other.topic_id != replica->topic_id) return;
        std::int64_t const there = place_of(other.log, written.base_offset);
        if (there < 0) return;
        RecordBatch const& same_place = *other.log.batches()[there];
        if (same_place.partition_leader_epoch != batch.partition_leader_epoch) return;
        Offset const from = std::max(replica->log.start_offset(), other.log.start_offset());
        bool const agree =
            is_same(batch, same_place, is_compacted) &&
            (is_compacted || same_history(replica->log.epochs().entries, other.log.epochs().entries,
                                          from, written.base_offset));
        if (agree) return;
        look.violate({.partition = written.partition,
                      .broker = look.self(),
                      .other = process.broker_id,
                      .epoch = batch.partition_leader_epoch,
                      .offset = written.base_offset});
    });
}

void retention(Look& look) {
    TopicPartition const id = partition_of(*look.fact);
    Partition const* const replica = look.replica(id);
    auto const* segments = std::get_if<SegmentsDeleted>(look.fact);
    auto const* records = std::get_if<RecordsDeleted>(look.fact);
    // A follower goes where its leader's log begins; its high watermark comes after.
    if (replica == nullptr || (records != nullptr && records->leader != kNoBroker)) {
        return look.pass_over();
    }
    Offset const from = segments != nullptr ? segments->from : records->from;
    Offset const to = segments != nullptr ? segments->to : records->to;
    if (from <= to && to <= replica->high_watermark) return;
    look.violate(
        {.partition = id, .broker = look.self(), .offset = to, .bound = replica->high_watermark});
}

void batches_unchanged(Look& look) {
    auto const& replicated = look.as<BatchReplicated>();
    Partition const* const replica = look.replica(replicated.partition);
    auto const* response =
        look.message == nullptr ? nullptr : std::get_if<FetchResponse>(&look.message->message);
    std::int64_t const place =
        replica == nullptr ? -1 : place_of(replica->log, replicated.base_offset);
    if (place < 0 || response == nullptr || !response->partitions) return look.pass_over();
    RecordBatch const& written = *replica->log.batches()[place];
    for (FetchedPartition const& fetched : *response->partitions) {
        if (fetched.partition != replicated.partition) continue;
        for (BatchRef const& sent : fetched.batches) {
            if (sent->base_offset != replicated.base_offset) continue;
            if (sent.get() == &written || *sent == written) return;
            look.violate({.partition = replicated.partition,
                          .broker = look.self(),
                          .offset = replicated.base_offset});
        }
    }
}

void recovery(Look& look) {
    Broker const* const broker = look.broker();
    if (broker == nullptr) return;
    for (PartitionTable::Entry const& entry : broker->partitions.entries()) {
        Partition const& replica = broker->partitions[entry.slot];
        PartitionBook const& book = book_of(look.state, entry.id);
        if (book.topic_id != replica.topic_id) continue;
        for (auto const& [id, end] : book.log_ends) {
            if (id != look.self() || replica.log_end_offset() >= end) continue;
            look.violate({.partition = entry.id,
                          .broker = id,
                          .offset = replica.log_end_offset(),
                          .bound = end});
        }
    }
}

}  // namespace highwater::check

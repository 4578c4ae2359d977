// D1–D4: what an idempotent producer is promised (KIP-98), and the order of one that sends one
// request at a time.
#include "check/look.h"

namespace highwater::check {

namespace {
struct Accepted {
    RecordBatch const* batch{};
    SequencedBatch const* last{};  // of the same producer before it; nullptr: none is known
};

ProducerId id_of(RecordBatch const& batch) {
    if (batch.producer_id != kNoProducerId) return batch.producer_id;
    // One without an id goes by its process.
    NodeId const node = batch.records ? batch.records->producer : kNoNode;
    return ProducerId{-2 - node.value};
}

// Nothing when it was written by a leader that is none any more.
Accepted accepted_by(Look const& look) {
    auto const& appended = look.as<BatchAppended>();
    Partition const* const leader = look.replica(appended.partition);
    if (leader == nullptr) return {};
    PartitionBook const& book = book_of(look.state, appended.partition);
    if (!is_newest(look, appended.partition, appended.epoch)) return {};
    std::int64_t const place = leader->log.batches().find(appended.base_offset);
    if (place >= leader->log.batches().size()) return {};
    Accepted accepted;
    accepted.batch = leader->log.batches()[place].get();
    if (accepted.batch->is_control()) return {};
    auto const known = book.sequenced.find(id_of(*accepted.batch));
    if (known != book.sequenced.end() && !known->second.empty()) {
        accepted.last = &known->second.back();
    }
    return accepted;
}

Producer const* writer_of(Look const& look, RecordBatch const& batch) {
    if (!batch.records || batch.records->producer == kNoNode) return nullptr;
    Process const& process = node_of(look.world, batch.records->producer);
    return process.producer ? &**process.producer : nullptr;
}

// The same records of the same producer, further up in the log.
bool stands_already(Log const& log, RecordBatch const& batch) {
    std::int64_t const place = log.batches().find(batch.base_offset);
    for (std::int64_t i = 0; i < place; ++i) {
        auto const& records = log.batches()[i]->records;
        if (records && records->producer == batch.records->producer && !records->nth.empty() &&
            records->nth.front() == batch.records->nth.front()) {
            return true;
        }
    }
    return false;
}

void break_promise(Look& look, RecordBatch const& batch) {
    look.violate({.partition = look.as<BatchAppended>().partition,
                  .broker = look.self(),
                  .offset = batch.base_offset,
                  .bound = {batch.base_sequence}});
}
}  // namespace

void producer_order(Look& look) {
    auto const [batch, last] = accepted_by(look);
    if (batch == nullptr || !batch->records || batch->records->nth.empty()) return;
    Producer const* const writer = writer_of(look, *batch);
    if (writer == nullptr) return;
    bool const is_promised = writer->spec->config.enable_idempotence ||
                             writer->spec->config.max_in_flight_requests_per_connection == 1;
    if (!is_promised) {
        EventId& broken =
            look.state.broken[static_cast<std::size_t>(Premise::idempotent_producers)];
        if (broken == EventId{}) broken = look.event.id;
        return;
    }
    // With a new epoch a producer sends again what it cannot know to have arrived.
    if (last == nullptr || last->producer_epoch != batch->producer_epoch) return;
    if (batch->records->nth.front() >= last->first_nth) return;
    // A message that arrives twice, late: without idempotence nobody knows it again. It is no new
    // order, but a duplicate.
    bool const is_repeated =
        batch->producer_id == kNoProducerId &&
        stands_already(look.replica(look.as<BatchAppended>().partition)->log, *batch);
    if (!is_repeated) break_promise(look, *batch);
}

void no_duplicates(Look& look) {
    auto const [batch, last] = accepted_by(look);
    if (batch == nullptr || last == nullptr || batch->producer_id == kNoProducerId) return;
    if (last->producer_epoch != batch->producer_epoch) return;
    // A wrapped sequence is far below; one that was seen is near.
    std::int64_t const behind =
        static_cast<std::int64_t>(last->last_sequence) - batch->base_sequence;
    constexpr std::int64_t kHalf = std::int64_t{1} << 30;
    if (behind >= 0 && behind < kHalf) break_promise(look, *batch);
}

void no_gap(Look& look) {
    auto const [batch, last] = accepted_by(look);
    if (batch == nullptr || last == nullptr || batch->producer_id == kNoProducerId) return;
    bool const is_new_epoch = last->producer_epoch != batch->producer_epoch;
    std::int32_t const expected = is_new_epoch ? 0 : next_sequence(last->last_sequence);
    if (batch->base_sequence > expected) break_promise(look, *batch);
}

void producer_fencing(Look& look) {
    auto const [batch, last] = accepted_by(look);
    if (batch == nullptr || last == nullptr || batch->producer_id == kNoProducerId) return;
    if (batch->producer_epoch < last->producer_epoch) break_promise(look, *batch);
}

void remember_sequence(PartitionBook& book, RecordBatch const& batch) {
    if (batch.is_control()) return;
    bool const has_records = batch.records && !batch.records->nth.empty();
    std::vector<SequencedBatch>& trail = book.sequenced[id_of(batch)];
    trail.push_back({batch.producer_id, batch.producer_epoch, batch.base_sequence,
                     batch.last_sequence(), has_records ? batch.records->nth.front() : 0,
                     batch.base_offset});
    constexpr std::size_t kMost = 1'000;
    while (trail.size() > 1 && (trail[1].base_offset < book.committed || trail.size() > kMost)) {
        trail.erase(trail.begin());
    }
}

void remember_accepted(Look& look) {
    Accepted const accepted = accepted_by(look);
    if (accepted.batch == nullptr) return;
    remember_sequence(book_of(look.state, look.as<BatchAppended>().partition), *accepted.batch);
}

// What is not committed may be gone with its leader, or have come from one that led no longer.
void remember_log_of_leader(PartitionBook& book, Log const& log) {
    for (auto& [producer, trail] : book.sequenced) {
        while (!trail.empty() && trail.back().base_offset >= book.committed) trail.pop_back();
    }
    BatchList const& batches = log.batches();
    for (std::int64_t i = batches.find(book.committed); i < batches.size(); ++i) {
        remember_sequence(book, *batches[i]);
    }
}

}  // namespace highwater::check

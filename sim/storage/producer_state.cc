#include "storage/producer_state.h"

#include <algorithm>

namespace highwater {

namespace {
bool by_id(ProducerEntry const& entry, ProducerId id) { return entry.id < id; }

BatchMetadata remember(RecordBatch const& batch) {
    return {batch.base_sequence, batch.last_sequence(), batch.last_offset(),
            batch.last_offset_delta, batch.max_timestamp_ms};
}
}  // namespace

ProducerEntry const* ProducerState::find(ProducerId id) const {
    auto const it = std::lower_bound(producers.begin(), producers.end(), id, by_id);
    return it != producers.end() && it->id == id ? &*it : nullptr;
}

SequenceVerdict ProducerState::check(RecordBatch const& batch) const {
    if (batch.producer_id == kNoProducerId || batch.base_sequence < 0) return {};
    ProducerEntry const* entry = find(batch.producer_id);
    if (entry == nullptr) return {};  // nothing is known, so anything may come first (since 2.5)
    if (batch.producer_epoch < entry->epoch) return {ErrorCode::invalid_producer_epoch, nullptr};
    if (batch.producer_epoch > entry->epoch) {
        return {
            batch.base_sequence == 0 ? ErrorCode::none : ErrorCode::out_of_order_sequence_number,
            nullptr};
    }
    for (std::size_t i = 0; i < entry->count; ++i) {
        BatchMetadata const& known = entry->batches[i];
        if (known.first_sequence == batch.base_sequence &&
            known.last_sequence == batch.last_sequence()) {
            return {ErrorCode::none, &known};
        }
    }
    BatchMetadata const* last = entry->last_batch();
    // Nothing is left of an epoch that a transaction's marker began: it starts at 0.
    bool const follows = last == nullptr
                             ? batch.base_sequence == 0
                             : next_sequence(last->last_sequence) == batch.base_sequence;
    return {follows ? ErrorCode::none : ErrorCode::out_of_order_sequence_number, nullptr};
}

void ProducerState::update(RecordBatch const& batch) {
    if (batch.producer_id == kNoProducerId) return;
    auto it = std::lower_bound(producers.begin(), producers.end(), batch.producer_id, by_id);
    if (it == producers.end() || it->id != batch.producer_id) {
        ProducerEntry entry;
        entry.id = batch.producer_id;
        entry.epoch = batch.producer_epoch;
        it = producers.insert(it, entry);
    }
    ProducerEntry& entry = *it;
    if (entry.epoch != batch.producer_epoch) {
        entry.epoch = batch.producer_epoch;
        entry.batches = {};
        entry.count = 0;
    }
    entry.last_timestamp_ms = batch.max_timestamp_ms;
    if (batch.is_control()) return;
    if (entry.count == kRememberedBatches) {
        std::move(entry.batches.begin() + 1, entry.batches.end(), entry.batches.begin());
        --entry.count;
    }
    entry.batches[entry.count++] = remember(batch);
}

void ProducerState::rebuild(BatchList const& batches) {
    producers.clear();
    for (std::int64_t i = 0; i < batches.size(); ++i) update(*batches[i]);
}

void ProducerState::keep_last_batches() {
    for (ProducerEntry& entry : producers) {
        if (entry.count < 2) continue;
        BatchMetadata const last = *entry.last_batch();
        entry.batches = {};
        entry.batches[0] = last;
        entry.count = 1;
    }
}

}  // namespace highwater

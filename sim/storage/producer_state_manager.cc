#include "storage/producer_state_manager.h"

#include <algorithm>

#include "base/crc32c.h"
#include "base/java_hash.h"

namespace highwater {

namespace {
constexpr std::int16_t kSnapshotVersion = 1;
constexpr std::size_t kSnapshotCrcAt = 2;
constexpr std::size_t kSnapshotCountAt = 6;

bool is_before(TransactionalProducer const& one, ProducerId id) { return one.id < id; }

// Long.hashCode, as the map of producers has it.
std::uint32_t hash_of(ProducerId id) {
    auto const bits = static_cast<std::uint64_t>(id.value);
    return java_hash(static_cast<std::int32_t>(static_cast<std::uint32_t>(bits ^ bits >> 32)));
}

// With KIP-890 a marker brings a new epoch; one with the epoch known can only be a retry.
ErrorCode check_marker_epoch(std::int16_t known, std::int16_t given, bool is_open,
                             EndTransactionMarker const& marker) {
    bool const is_stale = marker.transaction_version >= 2
                              ? given < known || (given == known && is_open)
                              : given < known;
    return is_stale ? ErrorCode::invalid_producer_epoch : ErrorCode::none;
}

std::int32_t sequence_before(std::int32_t sequence, std::int32_t steps) {
    std::int64_t const first = std::int64_t{sequence} - steps;
    return static_cast<std::int32_t>(first >= 0 ? first : first + INT32_MAX + std::int64_t{1});
}
}  // namespace

TransactionalProducer ProducerStateManager::find(ProducerId id) const {
    auto const at = std::lower_bound(transactional_.begin(), transactional_.end(), id, is_before);
    return at != transactional_.end() && at->id == id ? *at : TransactionalProducer{};
}

TransactionalProducer& ProducerStateManager::entry(ProducerId id) {
    auto at = std::lower_bound(transactional_.begin(), transactional_.end(), id, is_before);
    if (at == transactional_.end() || at->id != id) {
        at = transactional_.insert(at, TransactionalProducer{});
        at->id = id;
    }
    return *at;
}

SequenceVerdict ProducerStateManager::check(RecordBatch const& batch, AppendOrigin origin,
                                            EndTransactionMarker const* marker) const {
    if (batch.producer_id == kNoProducerId || origin == AppendOrigin::replication) return {};
    ProducerEntry const* known = producers_.find(batch.producer_id);
    TransactionalProducer const producer = find(batch.producer_id);
    bool const is_open = producer.first_offset != kNoOffset;
    if (marker != nullptr) {
        ErrorCode error = ErrorCode::none;
        if (known != nullptr) {
            error = check_marker_epoch(known->epoch, batch.producer_epoch, is_open, *marker);
        }
        if (error == ErrorCode::none && producer.coordinator_epoch > marker->coordinator_epoch) {
            error = ErrorCode::transaction_coordinator_fenced;
        }
        return {error, nullptr};
    }
    SequenceVerdict verdict;
    if (origin == AppendOrigin::client) {
        verdict = producers_.check(batch);
    } else if (known != nullptr && batch.producer_epoch < known->epoch) {
        verdict.error = ErrorCode::invalid_producer_epoch;
    }
    if (verdict.error != ErrorCode::none || verdict.duplicate_of != nullptr) return verdict;
    if (is_open && !batch.is_transactional) verdict.error = ErrorCode::invalid_txn_state;
    return verdict;
}

void ProducerStateManager::append(RecordBatch const& batch, EndTransactionMarker const* marker) {
    end_offset_ = batch.next_offset();
    if (batch.producer_id == kNoProducerId) return;
    producers_.update(batch);
    TransactionalProducer& producer = entry(batch.producer_id);
    if (marker != nullptr) {
        producer.coordinator_epoch = marker->coordinator_epoch;
        complete(producer, batch.last_offset(), marker->is_commit);
    } else if (batch.is_transactional && producer.first_offset == kNoOffset) {
        producer.first_offset = batch.base_offset;
    }
}

// A transaction of nothing but its marker leaves no trace.
void ProducerStateManager::complete(TransactionalProducer& producer, Offset marker_offset,
                                    bool is_commit) {
    Offset const first = producer.first_offset;
    if (first == kNoOffset) return;
    producer.first_offset = kNoOffset;
    Offset next_open = marker_offset + 1;
    for (TransactionalProducer const& other : transactional_) {
        if (other.first_offset != kNoOffset) next_open = std::min(next_open, other.first_offset);
    }
    if (!is_commit) aborted_.push_back({producer.id, first, marker_offset, next_open});
    unreplicated_.push_back({first, marker_offset});
}

std::optional<Offset> ProducerStateManager::first_unstable_offset() const {
    std::optional<Offset> first;
    auto const take = [&](Offset offset) {
        if (!first || offset < *first) first = offset;
    };
    for (TransactionalProducer const& one : transactional_) {
        if (one.first_offset != kNoOffset) take(one.first_offset);
    }
    for (Replicated const& one : unreplicated_) take(one.first_offset);
    return first;
}

Offset ProducerStateManager::last_stable_offset(Offset high_watermark) const {
    return std::min(first_unstable_offset().value_or(high_watermark), high_watermark);
}

void ProducerStateManager::high_watermark_advanced(Offset high_watermark) {
    unreplicated_.erase(
        std::remove_if(unreplicated_.begin(), unreplicated_.end(),
                       [&](Replicated const& one) { return one.last_offset < high_watermark; }),
        unreplicated_.end());
}

void ProducerStateManager::forget_idle(std::int64_t now_ms, std::int64_t expiration_ms) {
    auto const is_idle = [&](ProducerEntry const& one) {
        return find(one.id).first_offset == kNoOffset &&
               now_ms - one.last_timestamp_ms >= expiration_ms;
    };
    auto& all = producers_.producers;
    all.erase(std::remove_if(all.begin(), all.end(), is_idle), all.end());
    transactional_.erase(std::remove_if(transactional_.begin(), transactional_.end(),
                                        [&](TransactionalProducer const& one) {
                                            return producers_.find(one.id) == nullptr;
                                        }),
                         transactional_.end());
}

std::optional<ProducerSnapshot> ProducerStateManager::take_snapshot() {
    if (!snapshots_.empty() && snapshots_.back().offset >= end_offset_) return std::nullopt;
    std::vector<ProducerEntry> entries = producers_.producers;
    std::uint32_t const mask = java_buckets(entries.size()) - 1;
    std::stable_sort(entries.begin(), entries.end(),
                     [&](ProducerEntry const& a, ProducerEntry const& b) {
                         return (hash_of(a.id) & mask) < (hash_of(b.id) & mask);
                     });
    Bytes bytes;
    put_i16(bytes, kSnapshotVersion);
    put_u32(bytes, 0);
    put_i32(bytes, static_cast<std::int32_t>(entries.size()));
    for (ProducerEntry const& one : entries) {
        BatchMetadata const* last = one.last_batch();
        TransactionalProducer const producer = find(one.id);
        put_i64(bytes, one.id.value);
        put_i16(bytes, one.epoch);
        put_i32(bytes, last != nullptr ? last->last_sequence : -1);
        put_i64(bytes, last != nullptr ? last->last_offset.value : -1);
        put_i32(bytes, last != nullptr ? last->offset_delta : 0);
        put_i64(bytes, one.last_timestamp_ms);
        put_i32(bytes, producer.coordinator_epoch);
        put_i64(bytes, producer.first_offset == kNoOffset ? -1 : producer.first_offset.value);
    }
    std::uint32_t const crc =
        crc32c(bytes.data() + kSnapshotCountAt, bytes.size() - kSnapshotCountAt);
    Bytes sum;
    put_u32(sum, crc);
    std::copy(sum.begin(), sum.end(), bytes.begin() + static_cast<std::ptrdiff_t>(kSnapshotCrcAt));
    snapshots_.push_back({end_offset_, bytes});
    return snapshots_.back();
}

void ProducerStateManager::load(Bytes const& bytes, std::int64_t now_ms,
                                std::int64_t expiration_ms) {
    ByteReader in{bytes};
    in.i16();
    in.u32();
    std::int32_t const count = in.i32();
    for (std::int32_t i = 0; i < count && in.ok(); ++i) {
        ProducerEntry one;
        one.id = ProducerId{in.i64()};
        one.epoch = in.i16();
        BatchMetadata last;
        last.last_sequence = in.i32();
        last.last_offset = Offset{in.i64()};
        last.offset_delta = in.i32();
        one.last_timestamp_ms = in.i64();
        last.timestamp_ms = one.last_timestamp_ms;
        std::int32_t const coordinator_epoch = in.i32();
        std::int64_t const first_offset = in.i64();
        if (last.last_offset.value >= 0) {
            last.first_sequence = sequence_before(last.last_sequence, last.offset_delta);
            one.batches[0] = last;
            one.count = 1;
        }
        bool const is_open = first_offset >= 0;
        if (!is_open && now_ms - one.last_timestamp_ms >= expiration_ms) continue;
        auto& all = producers_.producers;
        all.insert(
            std::lower_bound(all.begin(), all.end(), one.id,
                             [](ProducerEntry const& e, ProducerId id) { return e.id < id; }),
            one);
        TransactionalProducer& producer = entry(one.id);
        producer.coordinator_epoch = coordinator_epoch;
        producer.first_offset = is_open ? Offset{first_offset} : kNoOffset;
    }
}

void ProducerStateManager::truncate_and_reload(Offset log_start, Offset log_end,
                                               std::int64_t now_ms, std::int64_t expiration_ms) {
    snapshots_.erase(std::remove_if(snapshots_.begin(), snapshots_.end(),
                                    [&](ProducerSnapshot const& one) {
                                        return one.offset > log_end || one.offset <= log_start;
                                    }),
                     snapshots_.end());
    aborted_.erase(
        std::remove_if(aborted_.begin(), aborted_.end(),
                       [&](AbortedTransaction const& one) { return one.last_offset >= log_end; }),
        aborted_.end());
    if (log_end == end_offset_) return;
    producers_.producers.clear();
    transactional_.clear();
    unreplicated_.clear();
    end_offset_ = snapshots_.empty() ? log_start : snapshots_.back().offset;
    if (!snapshots_.empty()) load(snapshots_.back().bytes, now_ms, expiration_ms);
}

std::vector<AbortedTransaction> ProducerStateManager::aborted_in(Offset from, Offset up_to) const {
    std::vector<AbortedTransaction> found;
    for (AbortedTransaction const& one : aborted_) {
        if (one.last_offset >= from && one.first_offset < up_to) found.push_back(one);
        if (one.last_stable_offset >= up_to) break;  // later ones begin later
    }
    return found;
}

}  // namespace highwater

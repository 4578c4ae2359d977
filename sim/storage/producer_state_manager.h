// What a partition remembers of producers and of their transactions (Kafka: ProducerStateManager,
// ProducerAppendInfo): who may write next, which transactions are open, and which records a reader
// with read_committed has to leave out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "storage/producer_state.h"

namespace highwater {

enum class AppendOrigin : std::uint8_t {
    replication,  // a follower copies: its leader has checked it
    coordinator,  // the group coordinator writes offsets: no sequences
    client,
};

// The record that ends a transaction.
struct EndTransactionMarker {
    bool is_commit{};
    std::int32_t coordinator_epoch{};
    std::int16_t transaction_version{};  // 2: the marker's epoch is a new one (KIP-890)
};

// What is known of a producer beyond its sequences.
struct TransactionalProducer {
    ProducerId id{kNoProducerId};
    std::int32_t coordinator_epoch{-1};
    Offset first_offset{kNoOffset};  // of its open transaction; kNoOffset: it has none
};

struct AbortedTransaction {  // a line of the .txnindex
    ProducerId id{kNoProducerId};
    Offset first_offset;
    Offset last_offset;  // of its marker
    Offset last_stable_offset;
};

// A .snapshot file, named by the offset up to which it holds.
struct ProducerSnapshot {
    Offset offset;
    Bytes bytes;
};

class ProducerStateManager {
public:
    // `marker`: of a control batch that ends a transaction, else nullptr.
    SequenceVerdict check(RecordBatch const& batch, AppendOrigin origin,
                          EndTransactionMarker const* marker) const;
    void append(RecordBatch const& batch, EndTransactionMarker const* marker);

    // The first offset of a transaction that is open, or whose marker is not committed yet.
    std::optional<Offset> first_unstable_offset() const;
    Offset last_stable_offset(Offset high_watermark) const;
    void high_watermark_advanced(Offset high_watermark);

    // Producers that wrote nothing for so long are forgotten, but never within a transaction.
    void forget_idle(std::int64_t now_ms, std::int64_t expiration_ms);

    // None: nothing was appended since the last one.
    std::optional<ProducerSnapshot> take_snapshot();
    // The log was cut, or opened: what the newest snapshot within it says.
    void truncate_and_reload(Offset log_start, Offset log_end, std::int64_t now_ms,
                             std::int64_t expiration_ms);

    ProducerState const& producers() const { return producers_; }
    TransactionalProducer find(ProducerId id) const;
    // Those that a fetch of [from, up_to) must know of.
    std::vector<AbortedTransaction> aborted_in(Offset from, Offset up_to) const;
    std::vector<AbortedTransaction> const& aborted() const { return aborted_; }
    Offset end_offset() const { return end_offset_; }

private:
    struct Replicated {  // ended, but the marker may still be lost
        Offset first_offset;
        Offset last_offset;
    };
    TransactionalProducer& entry(ProducerId id);
    void complete(TransactionalProducer& producer, Offset marker_offset, bool is_commit);
    void load(Bytes const& bytes, std::int64_t now_ms, std::int64_t expiration_ms);

    ProducerState producers_;
    std::vector<TransactionalProducer> transactional_;  // by id
    std::vector<Replicated> unreplicated_;
    std::vector<AbortedTransaction> aborted_;
    std::vector<ProducerSnapshot> snapshots_;  // oldest first
    Offset end_offset_;                        // what was appended before it is known
};

}  // namespace highwater

// What makes a retry harmless (KIP-98, KIP-360; the idempotent part of TransactionManager): the
// producer id and epoch, and one sequence per partition that counts records. The broker answers a
// repeated sequence like the first time, and refuses a gap.
#pragma once

#include <optional>
#include <vector>

#include "base/fields.h"
#include "client/backoff.h"

namespace highwater {

struct ProducerIdentity {
    ProducerId id{kNoProducerId};
    std::int16_t epoch{-1};
    bool is_asking{};         // InitProducerId is on its way
    bool needs_epoch_bump{};  // some partition asked for a new epoch
    bool has_unresolved{};    // some partition has a batch of unknown fate
    std::int32_t failures{};  // of InitProducerId in a row
    Time retry_at{kLongAgo};
    static auto fields(auto& self) {
        return std::tuple{Field{"id", self.id},
                          Field{"epoch", self.epoch},
                          Field{"is_asking", self.is_asking},
                          Field{"needs_epoch_bump", self.needs_epoch_bump},
                          Field{"has_unresolved", self.has_unresolved},
                          Field{"failures", self.failures},
                          Field{"retry_at", self.retry_at}};
    }
};

// The sequences of one partition.
struct Sequences {
    ProducerId id{kNoProducerId};  // whose sequences these are; older than the producer's own
    std::int16_t epoch{-1};        // while batches of a former epoch are in flight
    std::int32_t next{};
    std::int32_t last_acknowledged{-1};
    std::vector<std::int32_t>
        unsettled;  // base sequences in flight or waiting for a retry, in order
    std::optional<std::int32_t> unresolved;  // the next sequence if a batch given up was written
    bool wants_rewrite{};                    // its batches start at 0 again with the next epoch
    static auto fields(auto& self) {
        return std::tuple{Field{"id", self.id},
                          Field{"epoch", self.epoch},
                          Field{"next", self.next},
                          Field{"last_acknowledged", self.last_acknowledged},
                          Field{"unsettled", self.unsettled},
                          Field{"unresolved", self.unresolved},
                          Field{"wants_rewrite", self.wants_rewrite}};
    }
};

// After 2147483647 comes 0 (DefaultRecordBatch.incrementSequence).
std::int32_t sequence_after(std::int32_t sequence, std::int32_t records);

// A new batch may only be sent once nothing of a former epoch is in flight and no fate is unknown.
bool may_start_batch(Sequences const& self, ProducerIdentity const& identity);
// A retried batch waits until it is the oldest one that is unsettled.
bool is_next_to_retry(Sequences const& self, std::int32_t base_sequence);
// Would the broker expect this sequence next, as far as the answers tell?
bool is_next_sequence(Sequences const& self, std::int32_t base_sequence);

// The sequence of a batch that is drained for the first time.
std::int32_t assign_sequence(Sequences& self, ProducerIdentity const& identity,
                             std::int32_t records);
void settle_sequence(Sequences& self, std::int32_t base_sequence);
// A batch was split: the sequences of its parts, in order, take the place of its own.
void split_sequence(Sequences& self, std::int32_t base_sequence,
                    std::vector<std::int32_t> const& parts);
void acknowledge_sequence(Sequences& self, std::int32_t base_sequence, std::int32_t records);
// All of this partition's unsettled batches begin at 0 under the producer's present epoch; the
// caller gives each of them, in order, the sequence that assign_sequence() returns.
void restart_sequences(Sequences& self, ProducerIdentity const& identity);

}  // namespace highwater

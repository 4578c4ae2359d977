// Which partition a record without a key goes to (BuiltInPartitioner: KIP-480 sticky, KIP-794
// adaptive; RoundRobinPartitioner). Staying on one partition until a batch is full makes few large
// batches instead of many small ones; the adaptive table sends less to partitions that are slow.
#pragma once

#include <vector>

#include "base/fields.h"

namespace highwater {

// What the partitioner of one topic remembers.
struct Partitioner {
    std::int32_t sticky_partition{-1};  // -1: not chosen yet
    std::int32_t produced_bytes{};      // appended to it since it was chosen
    std::uint64_t draws{};              // choices made so far: the nth of the keyed draw
    std::uint32_t round_robin_counter{};
    std::vector<std::int32_t> cumulative;  // weights, summed up; empty: all the same
    std::vector<std::int32_t> weighted_partitions;
    static auto fields(auto& self) {
        return std::tuple{Field{"sticky_partition", self.sticky_partition},
                          Field{"produced_bytes", self.produced_bytes},
                          Field{"draws", self.draws},
                          Field{"round_robin_counter", self.round_robin_counter},
                          Field{"cumulative", self.cumulative},
                          Field{"weighted_partitions", self.weighted_partitions}};
    }
};

// The next sticky partition for a random number: by the table, else evenly over the partitions
// with a leader, else over all of them.
std::int32_t choose_partition(Partitioner const& self, std::vector<std::int32_t> const& available,
                              std::int32_t partitions, std::int32_t random);

// True when the sticky partition has had its share: batch.size bytes at a moment when its last
// batch is full (or gone), twice as many at any moment.
bool is_due_to_switch(Partitioner const& self, std::int32_t batch_size, bool is_batch_ready);

// Queue lengths of the partitions that may be chosen, into weights: longest + 1 − own. Fewer
// entries than `partitions` means that some were left out as too slow.
void load_queue_sizes(Partitioner& self, std::vector<std::int32_t> queue_sizes,
                      std::vector<std::int32_t> partition_ids, std::int32_t partitions);

// RoundRobinPartitioner.partition().
std::int32_t next_round_robin(Partitioner& self, std::vector<std::int32_t> const& available,
                              std::int32_t partitions);

}  // namespace highwater

#include "client/partitioner.h"

#include <algorithm>

#include "base/check.h"
#include "record/murmur2.h"

namespace highwater {

namespace {
using Index = std::vector<std::int32_t>::size_type;

std::int32_t pick(std::vector<std::int32_t> const& available, std::int32_t partitions,
                  std::int32_t number) {
    CHECK(partitions > 0);
    if (available.empty()) return number % partitions;
    return available[static_cast<Index>(number) % available.size()];
}
}  // namespace

std::int32_t choose_partition(Partitioner const& self, std::vector<std::int32_t> const& available,
                              std::int32_t partitions, std::int32_t random) {
    if (self.cumulative.empty()) return pick(available, partitions, random);
    std::int32_t const weighted = random % self.cumulative.back();
    auto const at = std::upper_bound(self.cumulative.begin(), self.cumulative.end(), weighted);
    return self.weighted_partitions[static_cast<Index>(at - self.cumulative.begin())];
}

bool is_due_to_switch(Partitioner const& self, std::int32_t batch_size, bool is_batch_ready) {
    if (self.produced_bytes >= batch_size && is_batch_ready) return true;
    return self.produced_bytes / 2 >= batch_size;
}

void load_queue_sizes(Partitioner& self, std::vector<std::int32_t> queue_sizes,
                      std::vector<std::int32_t> partition_ids, std::int32_t partitions) {
    self.cumulative.clear();
    self.weighted_partitions.clear();
    if (queue_sizes.empty() || partitions < 2) return;
    auto const [least, most] = std::minmax_element(queue_sizes.begin(), queue_sizes.end());
    bool const all_equal = *least == *most;
    if (all_equal && static_cast<std::int32_t>(queue_sizes.size()) == partitions) return;
    std::int32_t const longest = *most;
    std::int32_t sum = 0;
    for (std::int32_t const size : queue_sizes) {
        sum += longest + 1 - size;
        self.cumulative.push_back(sum);
    }
    self.weighted_partitions = std::move(partition_ids);
}

std::int32_t next_round_robin(Partitioner& self, std::vector<std::int32_t> const& available,
                              std::int32_t partitions) {
    auto const number = to_positive(static_cast<std::int32_t>(self.round_robin_counter));
    ++self.round_robin_counter;
    return pick(available, partitions, number);
}

}  // namespace highwater

#include "broker/partition_table.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace highwater {

// Here, because whoever saw them inline would compile them for every type below.
void PartitionTable::hash(Hasher& hasher) const { hash_into(hasher, state_); }
bool operator==(PartitionTable const& a, PartitionTable const& b) { return a.state_ == b.state_; }

namespace {
bool by_id(PartitionTable::Entry const& entry, TopicPartition id) { return entry.id < id; }
}  // namespace

void PartitionTable::set_slot(TopicPartition id, std::int32_t slot) {
    CHECK(id.topic.value >= 0 && id.partition >= 0);
    auto& topics = state_.slots.edit();
    auto const topic = static_cast<std::size_t>(id.topic.value);
    if (topic >= topics.size()) topics.resize(topic + 1);
    auto const partition = static_cast<std::size_t>(id.partition);
    if (partition >= topics[topic].size()) topics[topic].resize(partition + 1, -1);
    topics[topic][partition] = slot;
}

std::int32_t PartitionTable::add(Partition partition) {
    CHECK(find(partition.id) == -1);
    TopicPartition const id = partition.id;
    std::int32_t slot{};
    if (state_.free.empty()) {
        slot = static_cast<std::int32_t>(state_.replicas.size());
        state_.replicas.emplace_back(std::move(partition));
    } else {
        slot = state_.free.back();
        state_.free.pop_back();
        state_.replicas[static_cast<std::size_t>(slot)] = Cow<Partition>(std::move(partition));
    }
    auto& all = state_.entries.edit();
    all.insert(std::lower_bound(all.begin(), all.end(), id, by_id), {id, slot});
    set_slot(id, slot);
    return slot;
}

void PartitionTable::remove(std::int32_t slot) {
    auto& all = state_.entries.edit();
    TopicPartition const id = (*this)[slot].id;
    auto const it = std::lower_bound(all.begin(), all.end(), id, by_id);
    CHECK(it != all.end() && it->slot == slot);
    all.erase(it);
    set_slot(id, -1);
    state_.replicas[static_cast<std::size_t>(slot)] = Cow<Partition>();
    state_.free.push_back(slot);
}

}  // namespace highwater

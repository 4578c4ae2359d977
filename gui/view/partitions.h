// The partitions stage: every replica of a partition at one offset scale, its broker's state beside
// it. The list is cheap for ten thousand partitions; a block is made for those on the screen only.
#pragma once

#include <string>
#include <vector>

#include "gui/view/partition_state.h"
#include "scenario/losses.h"

namespace highwater::gui {

struct PartitionEntry {
    TopicPartition id;
    PartitionHealth health{};
    std::int32_t replicas{};
    // One of Kafka's own topics, folded into one line: so many partitions. `id` and `health` are of
    // the one that is worst off.
    std::int32_t folded{};
    std::int32_t folded_in_trouble{};
};

struct PartitionsList {
    std::vector<PartitionEntry> entries;  // those the filter lets through, Kafka's own last
    std::int64_t all{};
    std::int64_t no_leader{};
    std::int64_t under_replicated{};
    std::int64_t not_preferred{};
};
enum class PartitionFilter : std::uint8_t { all, no_leader, under_replicated, not_preferred };
bool lets_through(PartitionFilter filter, PartitionHealth health,
                  PartitionRegistration const& registration);
// `open`: of Kafka's own topics the one that is not folded, because one of its partitions is
// selected.
PartitionsList partitions_list(World const& world, PartitionFilter filter, NameId open = kNoName);

// The worst that became of the records whose cells are crossed.
enum class CrossedAs : std::uint8_t { none, truncated, diverging, lost };

struct ReplicaLine {
    BrokerId broker{kNoBroker};
    NodeId node{kNoNode};
    std::string name;   // "broker-3"
    std::string words;  // "follower · in sync"
    std::string place;  // "preferred": by the assignment alone
    std::string note;   // "ELR · 2 behind"; first what became of its records
    CrossedAs crossed{};
    std::vector<OffsetRange> lost;  // acknowledged, and the leader does not have it
    OffsetRange truncated;          // what was cut off last
    Meaning meaning{Meaning::plain};
    OffsetBar bar;
    bool changed{};
};

struct PartitionBlock {
    TopicPartition id;
    std::string name;     // "orders-1"
    std::string state;    // "led by broker-3 · leader epoch 1 · partition epoch 2"
    std::string isr;      // "ISR 3, 1 of 2, 3, 1"
    std::string trouble;  // "under-replicated", "under min ISR"; empty when all is well
    std::string lost;     // "3 acknowledged records lost"; empty: none is
    PartitionHealth health{};
    OffsetSpan span;
    std::vector<ReplicaLine> replicas;  // in the order of the assignment
};
// `lost`: of all partitions, where the books were asked (scenario/losses.h).
PartitionBlock partition_block(Frame const& frame, ServerIndex const& servers, TopicPartition id,
                               std::vector<LostRecord> const& lost = {});

// What the cell of an offset on a replica says: "offset 43 · lost: the leader does not have what
// was acknowledged here".
std::string cell_words(ReplicaLine const& line, std::int64_t offset);

}  // namespace highwater::gui

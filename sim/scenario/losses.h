// The books: what producers were promised (client/ledger.h) against what the current leaders hold.
// A record whose promise is broken is named: whose, which, where, and what happened to its place.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "world/world.h"

namespace highwater {

struct LostRecord {
    enum class Reason : std::uint8_t {
        log_ends_before,  // the leader's log never had it, or was cut below it
        overwritten,      // another record has its offset
        all_copies_gone   // nobody leads, and no replica on any disk has it
    };
    NodeId producer{kNoNode};
    std::uint32_t nth{};  // of the producer's records, from 1
    TopicPartition partition;
    Offset offset;
    std::int16_t acks{};
    Reason why{};
    BrokerId leader{kNoBroker};
    LeaderEpoch leader_epoch{kNoEpoch};
    Offset leader_end;
    std::optional<std::string> key;
    std::optional<std::string> value;  // none: a synthetic one
};

// `producer`: kNoNode for all of them. By producer and number.
std::vector<LostRecord> lost_records(World const& world, NodeId producer = kNoNode);
std::int64_t count_lost_records(World const& world, NodeId producer = kNoNode);
// Records that stand more than once in the leaders' logs: how often too many.
std::int64_t count_duplicated_records(World const& world, NodeId producer);

// What became of the acknowledged records, each counted once. Kafka's promise is kept by the
// in-sync replicas: a record that all of them hold survives any clean election.
struct PromiseBooks {
    std::int64_t safe{};  // below the live leader's high watermark, or on every in-sync replica,
                          // of which one is alive
    std::int64_t not_replicated{};  // at risk: a live replica has it, and not all in sync do
    std::int64_t leaderless{};      // of these: no live leader has a high watermark for them
    std::int64_t out_of_reach{};    // at risk: only on replicas whose processes are down
    std::int64_t lost{};            // as lost_records() names them
    std::int64_t deleted{};  // by retention, DeleteRecords or with its topic: somebody wanted it so

    std::int64_t at_risk() const { return not_replicated + out_of_reach; }
};
// `partition.partition` -1: of all partitions.
PromiseBooks promise_books(World const& world, TopicPartition partition = {},
                           ClusterId cluster = kFirstCluster);

// "Record 41 of checkout (key C-1540), acknowledged with acks=1 at offset 12 of orders-1, is lost:
// …"
std::string describe(LostRecord const& lost, Describer const& who);

}  // namespace highwater

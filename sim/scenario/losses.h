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

// "Record 41 of checkout (key C-1540), acknowledged with acks=1 at offset 12 of orders-1, is lost:
// …"
std::string describe(LostRecord const& lost, Describer const& who);

}  // namespace highwater

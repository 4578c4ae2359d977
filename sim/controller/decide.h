// What becomes of one partition when something changed: the rules of Kafka's PartitionChangeBuilder
// as a pure function (elections, ISR, eligible leader replicas KIP-966, reassignment KIP-455).
#pragma once

#include <optional>
#include <vector>

#include "metadata/image.h"

namespace highwater {

enum class Election : std::uint8_t {
    online,     // somebody of the ISR, to keep the partition going
    preferred,  // the first replica, if it is in the ISR
    unclean     // as online, but in need anybody alive: may lose records
};

struct PartitionQuestion {
    PartitionRegistration const& before;
    std::vector<BrokerId> acceptable_leaders;  // of its replicas: alive and not on the way out
    Election election{};
    std::int32_t min_isr{1};  // min(min.insync.replicas, replication factor)
    bool elr_enabled{true};
    // What somebody asks for; what is absent stays.
    std::optional<std::vector<BrokerId>> target_isr;
    std::optional<std::vector<BrokerId>> target_replicas;
    std::optional<std::vector<BrokerId>> target_adding;
    std::optional<std::vector<BrokerId>> target_removing;
    std::optional<LeaderRecoveryState> target_recovery_state;
    std::vector<BrokerId> unclean_shutdown;  // came back without what it had
    // Kafka's internal switch: a lone last leader may be elected when ISR and ELR are both empty.
    bool use_last_known_leader{true};
};

// The fields that change; the caller adds which partition it is. None: nothing to write.
std::optional<PartitionChangeRecord> decide(PartitionQuestion const& question);

// A reassignment of which every target replica is in the ISR is over.
struct CompletedReassignment {
    std::vector<BrokerId> replicas;
    std::vector<BrokerId> isr;
};
std::optional<CompletedReassignment> completed_reassignment(std::vector<BrokerId> const& replicas,
                                                            std::vector<BrokerId> const& adding,
                                                            std::vector<BrokerId> const& removing,
                                                            std::vector<BrokerId> const& isr);

std::vector<BrokerId> without(std::vector<BrokerId> const& brokers,
                              std::vector<BrokerId> const& removed);
std::vector<BrokerId> sorted(std::vector<BrokerId> brokers);

}  // namespace highwater

// What members of a classic group tell each other through the coordinator, which never looks inside
// (but for the topics, to know which offsets are still in use): the subscription that a member
// sends along with JoinGroup, and the assignment that the leader sends along with SyncGroup.
// org.apache.kafka.clients.consumer.internals.ConsumerProtocol.
#pragma once

#include <optional>
#include <vector>

#include "base/fields.h"
#include "protocol/payload.h"

namespace highwater {

// User data of the sticky assignors: what the member owned, and in which generation. The
// cooperative one sends the generation only, and has owned_partitions in the subscription itself.
struct StickyAssignorUserData {
    std::vector<TopicPartition> previous_assignment;
    std::int32_t generation{-1};
    static auto fields(auto& self) {
        return std::tuple{Field{"previous_assignment", self.previous_assignment},
                          Field{"generation", self.generation}};
    }
};

inline constexpr std::int16_t kConsumerProtocolVersion = 3;

struct ConsumerProtocolSubscription {
    std::vector<NameId> topics;  // sorted by name
    std::optional<StickyAssignorUserData> user_data;
    std::vector<TopicPartition> owned_partitions;  // sorted by topic name
    std::int32_t generation_id{-1};
    NameId rack_id{kNoName};
    std::int16_t version{kConsumerProtocolVersion};  // older clients speak older ones
    static auto fields(auto& self) {
        return std::tuple{Field{"topics", self.topics},
                          Field{"user_data", self.user_data},
                          Field{"owned_partitions", self.owned_partitions},
                          Field{"generation_id", self.generation_id},
                          Field{"rack_id", self.rack_id},
                          Field{"version", self.version}};
    }
};

struct ConsumerProtocolAssignment {
    std::vector<TopicPartition> assigned_partitions;  // sorted by topic name
    std::int16_t version{kConsumerProtocolVersion};
    static auto fields(auto& self) {
        return std::tuple{Field{"assigned_partitions", self.assigned_partitions},
                          Field{"version", self.version}};
    }
};

}  // namespace highwater

// How a member of a group of KIP-848 goes from what it has to what it should have, one step per
// heartbeat (Kafka: CurrentAssignmentBuilder). Pure.
#pragma once

#include <vector>

#include "group/consumer_group.h"

namespace highwater {

struct ReconcileInput {
    std::int32_t target_epoch{};
    TopicIdAssignment const& target;
    std::vector<Uuid> const& subscribed_topic_ids;
    bool has_subscription_changed{};
    // What the member says that it owns; nullptr: it did not say.
    std::vector<TopicIdPartitions> const* owned{};
    // Who holds what at present.
    OwnedPartitions const& partition_epochs;
};

// The member as it is after this step; the same when it can do none.
ConsumerGroupMember reconcile(ConsumerGroupMember const& member, ReconcileInput const& input);

}  // namespace highwater

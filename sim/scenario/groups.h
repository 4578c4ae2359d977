// Consumer groups as their coordinators hold them, for everybody who looks at a world: state
// queries, `state --format json`, tests against recordings.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "world/world.h"

namespace highwater {

struct GroupMemberView {
    NameId client_id{kNoName};
    NameId process{kNoName};  // that speaks for it now: of a static member perhaps a later one
    NameId group_instance_id{kNoName};
    std::optional<std::int32_t> member_epoch;  // of KIP-848
    std::vector<TopicPartition> assigned;      // by topic name, then number
    std::optional<std::vector<TopicPartition>> target;
    // Of KIP-848: what it was told to give up, and has not yet.
    std::optional<std::vector<TopicPartition>> pending_revocation;
};

struct GroupView {
    NameId group{kNoName};
    ClusterId cluster{kFirstCluster};
    bool is_consumer{};         // the protocol of KIP-848
    std::string state;          // "Stable"
    std::int32_t generation{};  // or group epoch
    std::optional<std::int32_t> target_assignment_epoch;
    std::string assignor;
    BrokerId coordinator{kNoBroker};
    std::vector<GroupMemberView> members;                      // by client id
    std::vector<std::pair<TopicPartition, Offset>> committed;  // by topic name, then number
};

// Who leads the group's partition of __consumer_offsets; kNoBroker: nobody, or there is none.
BrokerId coordinator_of(World const& world, NameId group, ClusterId cluster = kFirstCluster);
// Whether that broker is alive and has read the group's partition: others know nothing of it.
bool has_coordinator(World const& world, NameId group, ClusterId cluster = kFirstCluster);
// Whether there is such a partition and nobody answers for it: all about the group is unknown then.
bool is_coordinator_away(World const& world, NameId group, ClusterId cluster = kFirstCluster);
// The partition of __consumer_offsets that holds the group; number -1: the topic is not there yet.
TopicPartition partition_of_group(World const& world, NameId group,
                                  ClusterId cluster = kFirstCluster);
// None: nobody knows of such a group now. Of two clusters that do, the first.
std::optional<GroupView> view_group(World const& world, NameId group);
std::vector<GroupView> view_groups(World const& world);  // cluster by cluster, by name
// The groups with members that read this topic: one is assigned a partition of it, or has committed
// an offset in it. By name.
std::vector<NameId> groups_reading(World const& world, NameId topic,
                                   ClusterId cluster = kFirstCluster);
// Whether some client reads it as a member of a group whose coordinator is away.
bool may_be_read_unseen(World const& world, NameId topic, ClusterId cluster = kFirstCluster);
// When the group counts this member as gone, if nothing is heard of it; none where its coordinator
// is dead or waits for something else.
std::optional<Time> session_end(World const& world, NameId group, NameId process,
                                ClusterId cluster = kFirstCluster);
// High watermark minus committed offset, as the tools compute it; none where either is unknown.
std::optional<std::int64_t> lag_of_group(World const& world, TopicPartition partition,
                                         Offset committed, ClusterId cluster = kFirstCluster);

}  // namespace highwater

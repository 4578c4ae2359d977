// The assignors that run inside the leader of a classic group (Kafka: RangeAssignor,
// RoundRobinAssignor, StickyAssignor, CooperativeStickyAssignor of the clients).
//
// Where Kafka walks a Java hash map of members, the order here is that of the member ids' text: the
// result is one of those that Kafka may have, and the same in every run.
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "base/fields.h"
#include "base/names.h"
#include "protocol/consumer_protocol.h"

namespace highwater {

// What the leader knows of a topic from its metadata. `racks` are those of the partition's
// replicas; empty lists when nobody said where the brokers stand.
struct AssignorTopic {
    NameId name{kNoName};
    std::int32_t partitions{};
    std::vector<std::vector<NameId>> racks;  // by partition
    static auto fields(auto& self) {
        return std::tuple{Field{"name", self.name}, Field{"partitions", self.partitions},
                          Field{"racks", self.racks}};
    }
};

struct AssignorMember {
    NameId member_id{kNoName};
    NameId group_instance_id{kNoName};
    ConsumerProtocolSubscription subscription;
    static auto fields(auto& self) {
        return std::tuple{Field{"member_id", self.member_id},
                          Field{"group_instance_id", self.group_instance_id},
                          Field{"subscription", self.subscription}};
    }
};

enum class AssignorKind : std::uint8_t { range, roundrobin, sticky, cooperative_sticky };
std::string_view name_of(AssignorKind kind);  // "cooperative-sticky"

struct AssignorInput {
    std::vector<AssignorTopic> topics;  // those that exist
    std::vector<AssignorMember> members;
    // Range: also where every rack has a replica of everything. Kafka's tests have the same switch.
    bool force_rack_aware{};
};

// Every member has its entry, most often sorted by topic name and partition.
using Assignments = std::map<NameId, std::vector<TopicPartition>>;

Assignments assign(AssignorKind kind, AssignorInput const& input, Names const& names);

// Before the cooperative assignor leaves out what must be given up first: partition → its next
// owner, of those that move. For tests and the curious.
std::map<TopicPartition, NameId> partitions_in_transfer(AssignorInput const& input,
                                                        Names const& names);

// By topic name, then number: the order in which people and Kafka's tools read them.
void sort_by_name(std::vector<TopicPartition>& partitions, Names const& names);

}  // namespace highwater

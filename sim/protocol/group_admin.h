// What tools ask about groups: DescribeGroups (API key 15), ListGroups (16), DeleteGroups (42),
// ConsumerGroupDescribe (69, KIP-848).
#pragma once

#include <string>
#include <vector>

#include "base/fields.h"
#include "protocol/consumer_protocol.h"
#include "protocol/payload.h"
#include "record/error_code.h"

namespace highwater {

struct DescribeGroupsRequest {
    Payload<std::vector<NameId>> groups;
    static auto fields(auto& self) { return std::tuple{Field{"groups", self.groups}}; }
};

struct DescribedGroupMember {
    NameId member_id{kNoName};
    NameId group_instance_id{kNoName};
    NameId client_id{kNoName};
    NameId client_host{kNoName};                            // "/127.0.0.1"
    Payload<ConsumerProtocolSubscription> member_metadata;  // only while the group is Stable
    Payload<ConsumerProtocolAssignment> member_assignment;
    static auto fields(auto& self) {
        return std::tuple{Field{"member_id", self.member_id},
                          Field{"group_instance_id", self.group_instance_id},
                          Field{"client_id", self.client_id},
                          Field{"client_host", self.client_host},
                          Field{"member_metadata", self.member_metadata},
                          Field{"member_assignment", self.member_assignment}};
    }
};

struct DescribedGroup {
    ErrorCode error{};
    std::string error_message;
    NameId group_id{kNoName};
    std::string group_state;  // "Stable"
    NameId protocol_type{kNoName};
    NameId protocol_data{kNoName};  // the chosen assignor
    std::vector<DescribedGroupMember> members;
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error},
                          Field{"error_message", self.error_message},
                          Field{"group_id", self.group_id},
                          Field{"group_state", self.group_state},
                          Field{"protocol_type", self.protocol_type},
                          Field{"protocol_data", self.protocol_data},
                          Field{"members", self.members}};
    }
};

struct DescribeGroupsResponse {
    Payload<std::vector<DescribedGroup>> groups;
    static auto fields(auto& self) { return std::tuple{Field{"groups", self.groups}}; }
};

struct ListGroupsFilters {
    std::vector<std::string> states_filter;  // empty: all; "Stable", without regard to case
    std::vector<std::string> types_filter;   // "classic", "consumer"
    static auto fields(auto& self) {
        return std::tuple{Field{"states_filter", self.states_filter},
                          Field{"types_filter", self.types_filter}};
    }
};

struct ListGroupsRequest {
    Payload<ListGroupsFilters> filters;  // none: every group
    static auto fields(auto& self) { return std::tuple{Field{"filters", self.filters}}; }
};

struct ListedGroup {
    NameId group_id{kNoName};
    NameId protocol_type{kNoName};  // kNoName: "", a simple consumer's group
    std::string group_state;
    std::string group_type;  // "Classic", "Consumer"
    static auto fields(auto& self) {
        return std::tuple{
            Field{"group_id", self.group_id}, Field{"protocol_type", self.protocol_type},
            Field{"group_state", self.group_state}, Field{"group_type", self.group_type}};
    }
};

struct ListGroupsResponse {
    ErrorCode error{};
    Payload<std::vector<ListedGroup>> groups;
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error}, Field{"groups", self.groups}};
    }
};

struct DeleteGroupsRequest {
    Payload<std::vector<NameId>> groups_names;
    static auto fields(auto& self) { return std::tuple{Field{"groups_names", self.groups_names}}; }
};

struct DeletableGroupResult {
    NameId group_id{kNoName};
    ErrorCode error{};
    static auto fields(auto& self) {
        return std::tuple{Field{"group_id", self.group_id}, Field{"error", self.error}};
    }
};

struct DeleteGroupsResponse {
    Payload<std::vector<DeletableGroupResult>> results;
    static auto fields(auto& self) { return std::tuple{Field{"results", self.results}}; }
};

struct ConsumerGroupDescribeRequest {
    Payload<std::vector<NameId>> group_ids;
    static auto fields(auto& self) { return std::tuple{Field{"group_ids", self.group_ids}}; }
};

struct DescribedConsumerGroupMember {
    NameId member_id{kNoName};
    NameId instance_id{kNoName};
    NameId rack_id{kNoName};
    std::int32_t member_epoch{};
    NameId client_id{kNoName};
    NameId client_host{kNoName};  // "/127.0.0.1"
    std::vector<NameId> subscribed_topic_names;
    std::string subscribed_topic_regex;
    std::vector<TopicPartition> assignment;
    std::vector<TopicPartition> target_assignment;
    std::int8_t member_type{-1};  // 0 speaks the classic protocol, 1 the consumer protocol
    static auto fields(auto& self) {
        return std::tuple{Field{"member_id", self.member_id},
                          Field{"instance_id", self.instance_id},
                          Field{"rack_id", self.rack_id},
                          Field{"member_epoch", self.member_epoch},
                          Field{"client_id", self.client_id},
                          Field{"client_host", self.client_host},
                          Field{"subscribed_topic_names", self.subscribed_topic_names},
                          Field{"subscribed_topic_regex", self.subscribed_topic_regex},
                          Field{"assignment", self.assignment},
                          Field{"target_assignment", self.target_assignment},
                          Field{"member_type", self.member_type}};
    }
};

struct DescribedConsumerGroup {
    ErrorCode error{};
    std::string error_message;
    NameId group_id{kNoName};
    std::string group_state;
    std::int32_t group_epoch{};
    std::int32_t assignment_epoch{};
    NameId assignor_name{kNoName};
    std::vector<DescribedConsumerGroupMember> members;
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error},
                          Field{"error_message", self.error_message},
                          Field{"group_id", self.group_id},
                          Field{"group_state", self.group_state},
                          Field{"group_epoch", self.group_epoch},
                          Field{"assignment_epoch", self.assignment_epoch},
                          Field{"assignor_name", self.assignor_name},
                          Field{"members", self.members}};
    }
};

struct ConsumerGroupDescribeResponse {
    Payload<std::vector<DescribedConsumerGroup>> groups;
    static auto fields(auto& self) { return std::tuple{Field{"groups", self.groups}}; }
};

}  // namespace highwater

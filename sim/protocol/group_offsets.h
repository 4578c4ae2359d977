// Committed offsets of groups: OffsetCommit (API key 8), OffsetFetch (9), OffsetDelete (47).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/fields.h"
#include "protocol/payload.h"
#include "record/error_code.h"

namespace highwater {

struct OffsetCommitRequestPartition {
    TopicPartition partition;
    Uuid topic_id;  // kNoUuid: the coordinator's broker looks it up
    Offset committed_offset{kNoOffset};
    LeaderEpoch committed_leader_epoch{kNoEpoch};
    std::string committed_metadata;
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition}, Field{"topic_id", self.topic_id},
                          Field{"committed_offset", self.committed_offset},
                          Field{"committed_leader_epoch", self.committed_leader_epoch},
                          Field{"committed_metadata", self.committed_metadata}};
    }
};

struct OffsetCommitRequest {
    NameId group_id{kNoName};
    std::int32_t generation_id_or_member_epoch{-1};
    NameId member_id{kNoName};
    NameId group_instance_id{kNoName};
    Payload<std::vector<OffsetCommitRequestPartition>> partitions;
    static auto fields(auto& self) {
        return std::tuple{
            Field{"group_id", self.group_id},
            Field{"generation_id_or_member_epoch", self.generation_id_or_member_epoch},
            Field{"member_id", self.member_id}, Field{"group_instance_id", self.group_instance_id},
            Field{"partitions", self.partitions}};
    }
};

struct OffsetCommitResponsePartition {
    TopicPartition partition;
    ErrorCode error{};
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition}, Field{"error", self.error}};
    }
};

struct OffsetCommitResponse {
    Payload<std::vector<OffsetCommitResponsePartition>> partitions;
    static auto fields(auto& self) { return std::tuple{Field{"partitions", self.partitions}}; }
};

struct OffsetFetchRequestGroup {
    NameId group_id{kNoName};
    NameId member_id{kNoName};
    std::int32_t member_epoch{-1};
    std::optional<std::vector<TopicPartition>> partitions;  // none: all that are committed
    static auto fields(auto& self) {
        return std::tuple{Field{"group_id", self.group_id}, Field{"member_id", self.member_id},
                          Field{"member_epoch", self.member_epoch},
                          Field{"partitions", self.partitions}};
    }
};

struct OffsetFetchRequest {
    bool require_stable{};  // wait for what is not committed yet (KIP-447); tools do not
    Payload<std::vector<OffsetFetchRequestGroup>> groups;
    static auto fields(auto& self) {
        return std::tuple{Field{"require_stable", self.require_stable},
                          Field{"groups", self.groups}};
    }
};

struct OffsetFetchResponsePartition {
    TopicPartition partition;
    Offset committed_offset{kNoOffset};  // kNoOffset: nothing is committed
    LeaderEpoch committed_leader_epoch{kNoEpoch};
    std::string metadata;
    ErrorCode error{};
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition},
                          Field{"committed_offset", self.committed_offset},
                          Field{"committed_leader_epoch", self.committed_leader_epoch},
                          Field{"metadata", self.metadata}, Field{"error", self.error}};
    }
};

struct OffsetFetchResponseGroup {
    NameId group_id{kNoName};
    ErrorCode error{};
    std::vector<OffsetFetchResponsePartition> partitions;
    static auto fields(auto& self) {
        return std::tuple{Field{"group_id", self.group_id}, Field{"error", self.error},
                          Field{"partitions", self.partitions}};
    }
};

struct OffsetFetchResponse {
    Payload<std::vector<OffsetFetchResponseGroup>> groups;
    static auto fields(auto& self) { return std::tuple{Field{"groups", self.groups}}; }
};

struct OffsetDeleteRequest {
    NameId group_id{kNoName};
    Payload<std::vector<TopicPartition>> partitions;
    static auto fields(auto& self) {
        return std::tuple{Field{"group_id", self.group_id}, Field{"partitions", self.partitions}};
    }
};

struct OffsetDeleteResponsePartition {
    TopicPartition partition;
    ErrorCode error{};
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition}, Field{"error", self.error}};
    }
};

struct OffsetDeleteResponse {
    ErrorCode error{};
    Payload<std::vector<OffsetDeleteResponsePartition>> partitions;
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error}, Field{"partitions", self.partitions}};
    }
};

}  // namespace highwater

// The coordinator of all groups of one partition of __consumer_offsets (Kafka:
// GroupCoordinatorShard with its GroupMetadataManager and OffsetMetadataManager). A plain value:
// the broker that leads the partition holds it, feeds it requests and due timers, appends the
// records it returns as one batch, and answers when these are committed. A new leader makes one by
// replaying the partition.
//
// For the broker:
//  - Every function that changes something takes a CoordinatorCall and fills it.
//  - `records` take effect here at once. If they cannot be appended, put back the copy of the
//    coordinator taken before the call, and answer refuse(request, convert_append_error(error)).
//  - Answers with `after_commit` wait until the partition's high watermark has reached its log end
//    offset as it is after this call's records; without records too, so that nobody is told of
//    anything that may be lost. The others go out at once.
//  - A `write` waits like such an answer; then, and also when it failed, call on_written.
//  - After each call arm one timer at timers.next(); when it fires, call on_timer.
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/cow.h"
#include "base/fields.h"
#include "group/classic_group.h"
#include "group/cluster_topics.h"
#include "group/consumer_group.h"
#include "group/coordinator_record.h"
#include "group/group_timers.h"
#include "group/own_times.h"
#include "node/effects.h"
#include "node/group_config.h"
#include "protocol/group.h"
#include "protocol/group_admin.h"
#include "protocol/group_offsets.h"

namespace highwater {

// Which partition of __consumer_offsets holds a group, or of __transaction_state a transactional
// id: abs(hashCode) mod partitions, as Java computes them; an id may have any letters.
std::int32_t java_utf16_hash(std::string_view text);
std::int32_t coordinator_partition(std::string_view id, std::int32_t partitions);

struct OffsetAndMetadata {
    Offset offset;
    LeaderEpoch leader_epoch{kNoEpoch};
    std::string metadata;
    std::int64_t commit_timestamp_ms{};
    Uuid topic_id;
    static auto fields(auto& self) {
        return std::tuple{Field{"offset", self.offset}, Field{"leader_epoch", self.leader_epoch},
                          Field{"metadata", self.metadata},
                          Field{"commit_timestamp_ms", self.commit_timestamp_ms},
                          Field{"topic_id", self.topic_id}};
    }
};
using CommittedOffsets = std::map<TopicPartition, OffsetAndMetadata>;

using Group = std::variant<ClassicGroup, ConsumerGroup>;

struct GroupCoordinator {
    std::int32_t partition{};  // of __consumer_offsets
    std::map<NameId, Cow<Group>> groups;
    std::map<NameId, Cow<CommittedOffsets>> offsets;  // by group
    // Committed inside transactions that have not ended, by producer and group.
    std::map<ProducerId, std::map<NameId, CommittedOffsets>> pending_transactional_offsets;
    GroupTimers timers;
    std::uint64_t next_member{};  // counts the member ids given, for their draws
    static auto fields(auto& self) {
        return std::tuple{
            Field{"partition", self.partition},
            Field{"groups", self.groups},
            Field{"offsets", self.offsets},
            Field{"pending_transactional_offsets", self.pending_transactional_offsets},
            Field{"timers", self.timers},
            Field{"next_member", self.next_member}};
    }
};

// ---- one call -----------------------------------------------------------------------------------
using GroupResponse =
    std::variant<JoinGroupResponse, SyncGroupResponse, HeartbeatResponse, LeaveGroupResponse,
                 ConsumerGroupHeartbeatResponse, OffsetCommitResponse, OffsetDeleteResponse>;

struct GroupAnswer {
    NodeId to{kNoNode};
    CorrelationId correlation_id{};
    GroupResponse response;
    bool after_commit{};
};

// Who asks. Kafka's RequestContext.
struct RequestContext {
    NodeId from{kNoNode};
    CorrelationId correlation_id{};
    NameId client_host{kNoName};               // "/127.0.0.1"
    std::int16_t api_version{kNewestVersion};  // of this kind of request
    static constexpr std::int16_t kNewestVersion = 100;
};

// What a coordinator goes on with once the records of a call are committed, or could not be (Kafka:
// the appendFuture of a CoordinatorResult): the assignment that a leader of the classic protocol
// brought.
struct AssignmentWrite {
    NameId group_id{kNoName};
    std::int32_t generation_id{};
    NameId leader_id{kNoName};
    ParkedRequest leader;
    Payload<std::vector<SyncGroupRequestAssignment>> assignments;
    static auto fields(auto& self) {
        return std::tuple{Field{"group_id", self.group_id},
                          Field{"generation_id", self.generation_id},
                          Field{"leader_id", self.leader_id}, Field{"leader", self.leader},
                          Field{"assignments", self.assignments}};
    }
};

struct CoordinatorCall {
    GroupConfig const& config;
    ClusterTopics topics;
    Effects& effects;  // the time, draws, names and facts; it sends nothing

    std::vector<CoordinatorRecord> records;
    std::vector<GroupAnswer> answers;
    OwnTimes own_times{};
    std::optional<AssignmentWrite> write{};
};
// The group's own, else what the broker's config says.
ConsumerGroupTimes times_of(CoordinatorCall const& call, NameId group);

// What to tell the client when its records could not be appended or were not replicated in time.
ErrorCode convert_append_error(ErrorCode error);
GroupResponse refuse(JoinGroupRequest const& request, ErrorCode error);
GroupResponse refuse(SyncGroupRequest const& request, ErrorCode error);
GroupResponse refuse(HeartbeatRequest const& request, ErrorCode error);
GroupResponse refuse(LeaveGroupRequest const& request, ErrorCode error);
GroupResponse refuse(ConsumerGroupHeartbeatRequest const& request, ErrorCode error);
GroupResponse refuse(OffsetCommitRequest const& request, ErrorCode error);
GroupResponse refuse(OffsetDeleteRequest const& request, ErrorCode error);

// ---- membership ---------------------------------------------------------------------------------
void handle(GroupCoordinator& self, RequestContext const& from, JoinGroupRequest const& request,
            CoordinatorCall& call);
void handle(GroupCoordinator& self, RequestContext const& from, SyncGroupRequest const& request,
            CoordinatorCall& call);
void on_written(GroupCoordinator& self, AssignmentWrite const& write, ErrorCode error,
                CoordinatorCall& call);
void handle(GroupCoordinator& self, RequestContext const& from, HeartbeatRequest const& request,
            CoordinatorCall& call);
void handle(GroupCoordinator& self, RequestContext const& from, LeaveGroupRequest const& request,
            CoordinatorCall& call);
void handle(GroupCoordinator& self, RequestContext const& from,
            ConsumerGroupHeartbeatRequest const& request, CoordinatorCall& call);

// ---- offsets ------------------------------------------------------------------------------------
void handle(GroupCoordinator& self, RequestContext const& from, OffsetCommitRequest const& request,
            CoordinatorCall& call);
void handle(GroupCoordinator& self, RequestContext const& from, OffsetDeleteRequest const& request,
            CoordinatorCall& call);
// A part of one OffsetFetch request, which may ask several coordinators.
OffsetFetchResponseGroup fetch_offsets(GroupCoordinator const& self,
                                       OffsetFetchRequestGroup const& request, bool require_stable,
                                       CoordinatorCall const& call);
// TxnOffsetCommit: the same rules but for members' epochs, checked before the offsets become
// pending; the error of each partition. The caller appends `records` as a transactional batch.
std::vector<ErrorCode> commit_transactional_offsets(GroupCoordinator& self, ProducerId producer,
                                                    OffsetCommitRequest const& request,
                                                    CoordinatorCall& call);
// The producer's transaction ended: its pending offsets count now, or never will.
void end_transaction(GroupCoordinator& self, ProducerId producer, bool committed);

// ---- what tools ask -----------------------------------------------------------------------------
DescribedGroup describe_group(GroupCoordinator const& self, NameId group, Names const& names);
DescribedConsumerGroup describe_consumer_group(GroupCoordinator const& self, NameId group,
                                               CoordinatorCall const& call);
std::vector<ListedGroup> list_groups(GroupCoordinator const& self, ListGroupsFilters const* filters,
                                     Effects& effects);
DeletableGroupResult delete_group(GroupCoordinator& self, NameId group, CoordinatorCall& call);

// ---- life ---------------------------------------------------------------------------------------
// A new leader: replay every record in the order of the log, then on_loaded once. Of a record in a
// transactional batch say whose it is: it stays pending until end_transaction.
void replay(GroupCoordinator& self, CoordinatorRecord const& record,
            ProducerId transactional_producer = kNoProducerId);
void on_loaded(GroupCoordinator& self, CoordinatorCall& call);
// Leadership moved away: parked joins and syncs are answered with NOT_COORDINATOR. The coordinator
// may be dropped afterwards.
void on_unloaded(GroupCoordinator& self, CoordinatorCall& call);
// Everything that is due by now, in order. May be called when nothing is.
void on_timer(GroupCoordinator& self, CoordinatorCall& call);
// Topics came, went or grew: groups of KIP-848 look again at their next heartbeat. Offsets of
// deleted topics are dropped.
void on_topics_changed(GroupCoordinator& self, std::vector<NameId> const& changed,
                       std::vector<NameId> const& deleted, CoordinatorCall& call);

// ---- for looking in -----------------------------------------------------------------------------
ClassicGroup const* find_classic_group(GroupCoordinator const& self, NameId group);
ConsumerGroup const* find_consumer_group(GroupCoordinator const& self, NameId group);
// nullptr: the group has committed nothing.
CommittedOffsets const* find_offsets(GroupCoordinator const& self, NameId group);

}  // namespace highwater

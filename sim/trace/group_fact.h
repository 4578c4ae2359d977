// What happens to consumer groups, as facts: part of trace/fact.h. Members are named by their
// client id, which people chose; the member id is what the protocol says.
#pragma once

#include <utility>
#include <vector>

#include "base/fields.h"
#include "protocol/group.h"
#include "protocol/payload.h"
#include "record/error_code.h"

namespace highwater {

// Who has what: client id and partitions, by topic name.
struct GroupOwners {
    std::vector<std::pair<NameId, std::vector<TopicPartition>>> owners;
    static auto fields(auto& self) { return std::tuple{Field{"owners", self.owners}}; }
};

// ---- at the coordinator -------------------------------------------------------------------------
// A broker became the leader of a partition of __consumer_offsets and has read it.
struct GroupCoordinatorLoaded {
    TopicPartition partition;
    std::int32_t groups{};
    std::int32_t offsets{};
};
struct GroupCoordinatorUnloaded {
    TopicPartition partition;
};
// MEMBER_ID_REQUIRED: the member is told its id and must join again with it.
struct GroupMemberIdGiven {
    NameId group{kNoName};
    NameId client{kNoName};
    NameId member{kNoName};
};
struct GroupMemberJoined {
    NameId group{kNoName};
    NameId client{kNoName};
    NameId member{kNoName};
    NameId instance{kNoName};
    bool consumer_protocol{};  // KIP-848
};
enum class GroupLeaveReason : std::uint8_t {
    left,                // it said so
    left_for_a_while,    // a static member of KIP-848, epoch -2
    removed,             // a tool removed it
    session_expired,     // no heartbeat for its session timeout
    pending_expired,     // got an id, never came back with it
    rebalance_timeout,   // did not join again in time
    sync_timeout,        // joined, but did not sync in time
    revocation_timeout,  // did not give up partitions in time
    replaced             // another process with its instance id took its place
};
struct GroupMemberLeft {
    NameId group{kNoName};
    NameId client{kNoName};
    NameId member{kNoName};
    NameId instance{kNoName};
    GroupLeaveReason why{};
};
// A new process took a static member's place: same instance id, another member id.
struct StaticMemberReplaced {
    NameId group{kNoName};
    NameId instance{kNoName};
    NameId from{kNoName};  // member ids
    NameId to{kNoName};
    NameId client{kNoName};  // of the new process
    bool rebalances{};
};
enum class RebalanceReason : std::uint8_t {
    member_joined,
    member_left,
    member_expired,
    leader_rejoined,
    subscription_changed,
    static_member_replaced,
    sync_timeout,
    topics_changed,
    migration,
    member_rejoined,       // with other metadata but the same topics, as enforceRebalance() does
    assignment_not_stored  // the leader's, in __consumer_offsets
};
// The coordinator asks every member of a classic group to join again.
struct GroupRebalanceBegan {
    NameId group{kNoName};
    std::int32_t generation{};  // that ends now
    NameId client{kNoName};     // whose doing it is
    RebalanceReason why{};
};
// The join phase is over. Nobody left: the group is empty.
struct GroupGenerationBegan {
    NameId group{kNoName};
    std::int32_t generation{};
    NameId protocol{kNoName};
    NameId leader{kNoName};  // client id
    std::int32_t members{};
};
// The leader of a classic group sent its assignment; every member gets its share.
struct GroupAssigned {
    NameId group{kNoName};
    std::int32_t generation{};
    NameId protocol{kNoName};
    NameId leader{kNoName};  // client id
    Payload<GroupOwners> owners;
};
// KIP-848: something changed, a new target assignment is due.
struct GroupEpochBumped {
    NameId group{kNoName};
    std::int32_t epoch{};
    NameId client{kNoName};
    RebalanceReason why{};
};
// KIP-848: the assignor ran at the coordinator.
struct TargetAssignmentComputed {
    NameId group{kNoName};
    std::int32_t epoch{};
    NameId assignor{kNoName};
    Payload<GroupOwners> owners;
};
// KIP-848: a member came closer to its target.
struct MemberProgress {
    std::vector<TopicPartition> assigned;
    std::vector<TopicPartition> pending_revocation;
    static auto fields(auto& self) {
        return std::tuple{Field{"assigned", self.assigned},
                          Field{"pending_revocation", self.pending_revocation}};
    }
};
struct MemberReconciled {
    NameId group{kNoName};
    NameId client{kNoName};
    std::int32_t from_epoch{};
    std::int32_t to_epoch{};
    MemberState state{};
    Payload<MemberProgress> progress;
};
// A group changed its protocol while it had members, or when its last such member left.
struct GroupMigrated {
    NameId group{kNoName};
    bool to_consumer_protocol{};
    std::int32_t epoch{};  // or generation
};
enum class GroupRequestKind : std::uint8_t {
    join_group,
    sync_group,
    heartbeat,
    leave_group,
    consumer_group_heartbeat,
    offset_commit,
    offset_fetch
};
struct GroupRequestRefused {
    NameId group{kNoName};
    NodeId from{kNoNode};
    GroupRequestKind request{};
    ErrorCode error{};
};
// What a coordinator decided could not be written to its partition of __consumer_offsets: it has
// not happened.
struct GroupWriteRefused {
    TopicPartition partition;
    ErrorCode error{};
};
struct OffsetCommitted {
    TopicPartition partition;
    NameId group{kNoName};
    NodeId by{kNoNode};
    Offset offset;
};
enum class OffsetRemovalReason : std::uint8_t { expired, deleted, topic_deleted, group_deleted };
struct OffsetRemoved {
    TopicPartition partition;
    NameId group{kNoName};
    OffsetRemovalReason why{};
};
struct GroupDeleted {
    NameId group{kNoName};
    bool by_tool{};  // else nothing was left of it
};

// ---- at a member --------------------------------------------------------------------------------
struct CoordinatorFound {
    NameId group{kNoName};
    BrokerId coordinator{kNoBroker};
};
struct CoordinatorLost {
    NameId group{kNoName};
    ErrorCode error{};  // none: the connection broke
};
// The callbacks of a ConsumerRebalanceListener, in the order in which the application sees them.
struct PartitionsRevoked {
    NameId group{kNoName};
    std::int32_t generation{};
    Payload<std::vector<TopicPartition>> partitions;
};
struct PartitionsAssigned {
    NameId group{kNoName};
    std::int32_t generation{};  // or member epoch
    Payload<std::vector<TopicPartition>> partitions;
};
struct PartitionsLost {
    NameId group{kNoName};
    std::int32_t generation{};
    Payload<std::vector<TopicPartition>> partitions;
};
// The application did not call poll() for max.poll.interval.ms: its client leaves by itself, or,
// when its membership is static, falls silent.
struct PollTimeoutExpired {
    NameId group{kNoName};
    Duration since;
    bool is_static{};
};
// A commit that the application asked for ended with an exception; when no answer came in time, its
// offsets may have been written all the same. Exceptions have Kafka's names without "Exception".
struct CommitFailed {
    NameId group{kNoName};
    bool is_async{};
    Payload<std::string> exception;  // "CommitFailed", "RebalanceInProgress"
};
// The first answer to a commit that is asked for again and again, with nobody else being told.
struct CommitRetried {
    NameId group{kNoName};
    ErrorCode error{};
};
// An exception came out of poll(), and ended the application.
struct ApplicationFailed {
    Payload<std::string> exception;  // "NoOffsetForPartition"
};

}  // namespace highwater

// What happened, once. If a learner would ask "what happened?", the handler notes one typed fact;
// the window, the transcript, "why?", checkers and golden tests all read the same one. Its sentence
// is made in trace/describe.cc, and nowhere else.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/fields.h"
#include "protocol/message.h"
#include "record/error_code.h"
#include "trace/group_fact.h"
#include "trace/log_fact.h"
#include "trace/quota_fact.h"

namespace highwater {

// ---- processes and the network ------------------------------------------------------------------
struct NodeStarted {
    bool after_unclean_shutdown{};
};
struct NodeKilled {};         // SIGKILL: memory is gone, what was written stays
struct NodeStopped {};        // a clean end of the process
struct ShutdownRequested {};  // SIGTERM: brokers, controllers and clients put things in order first
struct NodePowerLost {};      // what was not flushed to disk is gone too
struct NodePaused {};
struct NodeResumed {};
struct NodeWiped {};
// What was changed also says what it was before: undoing it means that value.
struct ClockSkewed {
    Duration by;  // ahead; negative: behind; 0: exact again
    Duration before{};
};
struct LinkCut {
    NodeId from{kNoNode};
    NodeId to{kNoNode};
    bool heals_more{};  // what heals it heals older cuts or clogs, too
};
struct LinkHealed {
    NodeId from{kNoNode};
    NodeId to{kNoNode};
};
struct LinkSlowed {
    NodeId from{kNoNode};
    NodeId to{kNoNode};
    Duration by;
    Duration before{};
};
struct LinkLossy {
    NodeId from{kNoNode};
    NodeId to{kNoNode};
    std::int32_t loss_ppm{};
    std::int32_t before{};
};
struct LinkReordering {
    NodeId from{kNoNode};
    NodeId to{kNoNode};
    Duration by;
    Duration before{};
};
struct LinkClogged {
    NodeId from{kNoNode};
    NodeId to{kNoNode};
    std::int32_t held{};  // so many messages were on their way
};
struct LinkUnclogged {
    NodeId from{kNoNode};
    NodeId to{kNoNode};
    std::int32_t released{};
};
struct SwizzleBegun {
    std::int32_t links{};
    Duration over;
};
struct SwizzleEnded {  // on one way of a link; without `to` on all links of `from`, or on all
    NodeId from{kNoNode};
    NodeId to{kNoNode};
};
struct NodeGroups {
    std::vector<NodeId> from;
    std::vector<NodeId> to;  // empty: everybody else
    static auto fields(auto& self) {
        return std::tuple{Field{"from", self.from}, Field{"to", self.to}};
    }
};
struct GroupsCut {
    Payload<NodeGroups> groups;
    bool one_way{};
    bool heals_more{};
};
struct GroupsHealed {
    Payload<NodeGroups> groups;
    bool one_way{};
};
struct RingCut {
    Payload<std::vector<NodeId>> members;
    bool heals_more{};
};

// One message on its way; `arrival` is the event at which it will be delivered.
struct MessageSent {
    NodeId to{kNoNode};
    CorrelationId correlation_id{};
    std::uint8_t message_kind{};  // index in Message
    Time arrives_at;
    EventId arrival{};
};
enum class DropReason : std::uint8_t { chosen, connection_closed, peer_dead };
struct MessageDropped {
    NodeId from{kNoNode};
    NodeId to{kNoNode};
    CorrelationId correlation_id{};
    std::uint8_t message_kind{};
    DropReason why{};
};
struct MessageDelayed {
    NodeId from{kNoNode};
    NodeId to{kNoNode};
    CorrelationId correlation_id{};
    std::uint8_t message_kind{};
    Time arrives_at;
    EventId arrival{};
    std::int32_t behind{};  // so many messages wait behind it
};
struct MessageDuplicated {
    NodeId from{kNoNode};
    NodeId to{kNoNode};
    CorrelationId correlation_id{};
    std::uint8_t message_kind{};
    EventId arrival{};  // of the second one
};
struct MessageHeld {  // into a cut: TCP keeps it until the link heals or is closed
    NodeId to{kNoNode};
    CorrelationId correlation_id{};
    std::uint8_t message_kind{};
};
// The peer's process ended or refused.
struct Disconnected {
    NodeId peer{kNoNode};
};
struct RequestTimedOut {
    NodeId peer{kNoNode};
    CorrelationId correlation_id{};
    std::uint8_t message_kind{};
};

// ---- the quorum ---------------------------------------------------------------------------------
enum class RaftRole : std::uint8_t {
    unattached,
    follower,
    prospective,
    candidate,
    leader,
    resigned,
    observer
};
struct RaftRoleChanged {
    RaftRole from{};
    RaftRole to{};
    LeaderEpoch epoch{};
    BrokerId leader{kNoBroker};
};
struct VoteAnswered {
    BrokerId candidate{kNoBroker};
    LeaderEpoch epoch{};
    bool pre_vote{};
    bool granted{};
    ErrorCode error{};
};
struct ControllerElected {
    BrokerId controller{kNoBroker};
    LeaderEpoch epoch{};
};
enum class ResignReason : std::uint8_t { no_majority, shutdown, higher_epoch };
struct ControllerResigned {
    BrokerId controller{kNoBroker};
    LeaderEpoch epoch{};
    ResignReason why{};
};
struct MetadataAppended {
    Offset base_offset;
    Payload<MetadataBatch> batch;
};
struct MetadataCommitted {
    Offset from;
    Offset high_watermark;
};
struct MetadataTruncated {
    Offset from;
    Offset to;
};
// A broker applied committed records.
struct MetadataReplayed {
    Offset from;
    Offset to;
};
// metadata.log.max.record.bytes.between.snapshots, metadata.log.max.snapshot.interval.ms
enum class SnapshotReason : std::uint8_t { max_bytes, max_interval };
struct MetadataSnapshotCreated {
    SnapshotId id;
    std::int64_t bytes{};
    std::int32_t records{};
    SnapshotReason why{};
};
// In place of a log that ended before the leader's begins.
struct MetadataSnapshotFetched {
    SnapshotId id;
    Offset log_end;
    BrokerId leader{kNoBroker};
};
// metadata.max.retention.bytes and .ms: what snapshots hold anyway left the log.
struct MetadataLogCleaned {
    Offset from;
    Offset to;
};

// ---- decisions of the controller ----------------------------------------------------------------
struct BrokerRegistered {
    BrokerId broker{kNoBroker};
    BrokerEpoch epoch;
    bool was_unclean{};
};
struct BrokerFenced {
    BrokerId broker{kNoBroker};
    Time last_heartbeat;  // or when this controller began to wait for the first
    bool by_controlled_shutdown{};
    bool was_never_heard{};  // by this controller
};
struct BrokerUnfenced {
    BrokerId broker{kNoBroker};
};
struct ControlledShutdownBegun {
    BrokerId broker{kNoBroker};
};
struct BrokerUnregistered {
    BrokerId broker{kNoBroker};
};
struct TopicCreated {
    NameId topic{kNoName};
    std::int32_t partitions{};
    std::int32_t replication_factor{};
};
struct PartitionsAdded {
    NameId topic{kNoName};
    std::int32_t from{};  // so many it had
    std::int32_t to{};
    std::int32_t replication_factor{};
};
struct TopicDeleted {
    NameId topic{kNoName};
};
struct ConfigChanged {
    Payload<ConfigRecord> record;
};
struct FeatureLevelChanged {
    Payload<FeatureLevelRecord> record;
    std::int16_t from{};
};

// Why a controller changed a partition; with `broker` it answers "because broker-2 was fenced".
enum class ChangeReason : std::uint8_t {
    broker_fenced,
    broker_unfenced,
    controlled_shutdown,
    unclean_shutdown,
    alter_partition,
    preferred_election,
    unclean_election,
    automatic_preferred,
    reassignment,
    unregistered,
    config_change
};
struct Replicas {
    std::vector<BrokerId> assignment;
    std::vector<BrokerId> isr_before;
    std::vector<BrokerId> isr_after;
    std::vector<BrokerId> elr_after;
    static auto fields(auto& self) {
        return std::tuple{Field{"assignment", self.assignment},
                          Field{"isr_before", self.isr_before}, Field{"isr_after", self.isr_after},
                          Field{"elr_after", self.elr_after}};
    }
};
// The leader field changed; kNoBroker: nobody may lead.
struct LeaderElected {
    TopicPartition partition;
    BrokerId from{kNoBroker};
    BrokerId to{kNoBroker};
    LeaderEpoch epoch{};
    BrokerId broker{kNoBroker};  // whose change caused it
    ChangeReason why{};
    bool unclean{};
    Payload<Replicas> replicas;
};
struct IsrChanged {
    TopicPartition partition;
    PartitionEpoch partition_epoch{};
    BrokerId broker{kNoBroker};
    ChangeReason why{};
    Payload<Replicas> replicas;
};

// Where a partition's replicas were, and where they are to be (KIP-455).
struct Move {
    std::vector<BrokerId> from;
    std::vector<BrokerId> to;
    std::vector<BrokerId> adding;    // copy it first
    std::vector<BrokerId> removing;  // drop it last
    static auto fields(auto& self) {
        return std::tuple{Field{"from", self.from}, Field{"to", self.to},
                          Field{"adding", self.adding}, Field{"removing", self.removing}};
    }
};
struct ReassignmentBegun {
    TopicPartition partition;
    Payload<Move> move;
};
struct ReassignmentDone {
    TopicPartition partition;
    Payload<Move> move;
};
struct ReassignmentCancelled {
    TopicPartition partition;
    Payload<Move> move;
};

// ---- one replica --------------------------------------------------------------------------------
struct BecameLeader {
    TopicPartition partition;
    LeaderEpoch epoch{};
    Offset epoch_start;
};
struct BecameFollower {
    TopicPartition partition;
    LeaderEpoch epoch{};
    BrokerId leader{kNoBroker};
};
struct BatchAppended {  // by the leader
    TopicPartition partition;
    Offset base_offset;
    Offset last_offset;
    NodeId producer{kNoNode};
    LeaderEpoch epoch{};
    std::int32_t base_sequence{-1};
};
struct BatchReplicated {  // by a follower
    TopicPartition partition;
    Offset base_offset;
    Offset last_offset;
    BrokerId leader{kNoBroker};
};
struct DuplicateBatch {
    TopicPartition partition;
    Offset base_offset;
    NodeId producer{kNoNode};
};
struct ProduceRefused {
    TopicPartition partition;
    ErrorCode error{};
    NodeId producer{kNoNode};
};
struct ProduceParked {
    TopicPartition partition;
    Offset required_offset;
    NodeId producer{kNoNode};
};
struct FollowerFetched {
    TopicPartition partition;
    BrokerId follower{kNoBroker};
    Offset log_end_offset;
};
struct HighWatermarkAdvanced {
    TopicPartition partition;
    Offset from;
    Offset to;
    BrokerId by{kNoBroker};  // whose fetch moved it; the leader itself when it is alone
    bool is_leader{};
};
// The broker is no longer one of the partition's replicas.
struct ReplicaDeleted {
    TopicPartition partition;
    Offset log_end_offset;
};
// A follower's log ends inside a batch that its leader sends whole, and is not empty: the broker
// gives the partition up until its leader epoch changes (UnexpectedAppendOffsetException).
struct ReplicaFetchFailed {
    TopicPartition partition;
    BrokerId leader{kNoBroker};
    Offset base_offset;  // of that batch
    Offset log_end_offset;
};
// A follower outside the ISR has used up the rate that its reassignment may take.
struct ReplicationThrottled {
    TopicPartition partition;
    BrokerId follower{kNoBroker};
    std::int64_t rate{};  // bytes a second
    bool by_leader{};
};
struct IsrShrinkProposed {
    TopicPartition partition;
    Payload<std::vector<BrokerId>> out;
};
struct IsrExpandProposed {
    TopicPartition partition;
    BrokerId in{kNoBroker};
};
struct IsrProposalAnswered {
    TopicPartition partition;
    ErrorCode error{};
    PartitionEpoch epoch{};
};

// ---- clients ------------------------------------------------------------------------------------
struct ProducerIdAssigned {
    ProducerId id;
    std::int16_t epoch{};
};
struct BatchSent {
    TopicPartition partition;
    BrokerId to{kNoBroker};
    std::uint32_t first_nth{};
    std::int32_t count{};
    std::int32_t base_sequence{-1};
    std::int16_t attempt{};  // 1: the first time
};
struct Acknowledged {
    TopicPartition partition;
    Offset base_offset;  // kNoOffset with acks=0
    std::uint32_t first_nth{};
    std::int32_t count{};
    std::int16_t acks{};
};
struct SendRetried {
    TopicPartition partition;
    ErrorCode error{};
    std::int16_t attempt{};
    Duration backoff;
};
struct RecordsFailed {
    TopicPartition partition;
    ErrorCode error{};
    std::uint32_t first_nth{};
    std::int32_t count{};
    Payload<std::string> exception{};  // as Java prints it, where it says more than the error
};
enum class RefreshReason : std::uint8_t {
    first,
    age,
    error,
    disconnect,
    unknown_leader,
    pattern,      // which topics match, before it joins its group
    new_topic_id  // its assignment names a topic that it does not know yet
};
struct MetadataRequested {
    NodeId from{kNoNode};
    RefreshReason why{};
    ErrorCode error{};
};
// The client's belief about a leader changed.
struct BeliefChanged {
    TopicPartition partition;
    BrokerId from{kNoBroker};
    BrokerId to{kNoBroker};
    LeaderEpoch epoch{};
};
struct RecordsConsumed {
    TopicPartition partition;
    Offset from;
    Offset to;
    std::int32_t count{};
};
// The leader sends a consumer to a replica in the consumer's own rack (KIP-392).
struct PreferredReplicaChosen {
    TopicPartition partition;
    NodeId consumer{kNoNode};
    BrokerId replica{kNoBroker};
    NameId rack{kNoName};
};
// The consumer asks the leader again.
struct PreferredReplicaLeft {
    TopicPartition partition;
    BrokerId replica{kNoBroker};
    ErrorCode error{};  // none: its time is over (metadata.max.age.ms)
};
enum class PositionReason : std::uint8_t {
    committed,
    earliest,
    latest,
    seek,
    out_of_range,
    truncation,
    by_duration
};
struct PositionSet {
    TopicPartition partition;
    Offset to;
    PositionReason why{};
};

struct ToolOutput {
    std::string command;
    std::string out;
    std::string err;
    std::int32_t exit{};
    static auto fields(auto& self) {
        return std::tuple{Field{"command", self.command}, Field{"out", self.out},
                          Field{"err", self.err}, Field{"exit", self.exit}};
    }
};
struct ToolStarted {
    Payload<std::string> command;
};
struct ToolFinished {
    Payload<ToolOutput> output;
};

// poll() handed the application the delivery reports since it was called last.
struct ProducerPolled {
    std::int64_t delivered{};
    std::int64_t failed{};
};

// flush() came back: every record that was sent before has its answer.
struct ProducerFlushed {
    std::int64_t records{};  // that it waited for
    Duration waited;
};

// ---- narration ----------------------------------------------------------------------------------
struct Said {
    Payload<std::string> text;
};
struct Asked {
    Payload<std::string> text;
};
struct Marked {
    NameId name{kNoName};
};
// A command could not be carried out now ("broker-2 is already dead"); the run goes on.
struct CommandRefused {
    Payload<std::string> command;
    Payload<std::string> why;
    bool in_part{};  // the rest of what it named was done
};

// Its process ends: nobody registered it in time (initial.broker.registration.timeout.ms).
struct RegistrationGivenUp {
    Duration after;
};

using FactVariant = std::variant<
    NodeStarted, NodeKilled, NodeStopped, ShutdownRequested, NodePowerLost, NodePaused, NodeResumed,
    NodeWiped, ClockSkewed, LinkCut, LinkHealed, LinkSlowed, LinkLossy, LinkReordering, LinkClogged,
    LinkUnclogged, SwizzleBegun, GroupsCut, GroupsHealed, RingCut, MessageSent, MessageDropped,
    MessageDelayed, MessageDuplicated, MessageHeld, Disconnected, RequestTimedOut, RaftRoleChanged,
    VoteAnswered, ControllerElected, ControllerResigned, MetadataAppended, MetadataCommitted,
    MetadataTruncated, MetadataReplayed, MetadataSnapshotCreated, MetadataSnapshotFetched,
    MetadataLogCleaned, BrokerRegistered, BrokerFenced, BrokerUnfenced, ControlledShutdownBegun,
    BrokerUnregistered, TopicCreated, PartitionsAdded, TopicDeleted, ConfigChanged,
    FeatureLevelChanged, LeaderElected, IsrChanged, ReassignmentBegun, ReassignmentDone,
    ReassignmentCancelled, BecameLeader, BecameFollower, BatchAppended, BatchReplicated,
    DuplicateBatch, ProduceRefused, ProduceParked, FollowerFetched, HighWatermarkAdvanced,
    LogTruncated, ReplicaDeleted, RecordsDeleted, SegmentsDeleted, ReplicationThrottled,
    IsrShrinkProposed, IsrExpandProposed, IsrProposalAnswered, ProducerIdAssigned, BatchSent,
    Acknowledged, SendRetried, RecordsFailed, MetadataRequested, BeliefChanged, RecordsConsumed,
    PreferredReplicaChosen, PreferredReplicaLeft, PositionSet, GroupCoordinatorLoaded,
    GroupCoordinatorUnloaded, GroupMemberIdGiven, GroupMemberJoined, GroupMemberLeft,
    StaticMemberReplaced, GroupRebalanceBegan, GroupGenerationBegan, GroupAssigned,
    GroupEpochBumped, TargetAssignmentComputed, MemberReconciled, GroupMigrated,
    GroupRequestRefused, OffsetCommitted, OffsetRemoved, GroupDeleted, CoordinatorFound,
    CoordinatorLost, PartitionsRevoked, PartitionsAssigned, PartitionsLost, PollTimeoutExpired,
    ToolStarted, ToolFinished, Said, Asked, Marked, CommandRefused, ProducerFlushed,
    ReplicaFetchFailed, LogCleaned, ClientQuotaChanged, ClientThrottled, ThrottleHeeded,
    CommitFailed, ApplicationFailed, GroupWriteRefused, ProducerPolled, SwizzleEnded,
    RegistrationGivenUp, CommitRetried>;

// Copied, moved and ended by code that is compiled once, in trace.cc; see Message.
class Fact : public FactVariant {
public:
    using FactVariant::FactVariant;
    Fact();
    Fact(Fact const& other);
    Fact(Fact&& other) noexcept;
    Fact& operator=(Fact const& other);
    Fact& operator=(Fact&& other) noexcept;
    ~Fact();
};

// A fact with its place in the run. `node` is where it happened (kNoNode: a person or the network).
struct TracedFact {
    EventId event{};
    Time at;
    NodeId node{kNoNode};
    Fact fact;
};

}  // namespace highwater

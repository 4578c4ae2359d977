// A consumer's part in its group, as data. The classic protocol (AbstractCoordinator,
// ConsumerCoordinator) and that of KIP-848 (ConsumerMembershipManager) share what they can: who
// coordinates, who this member is, and the callbacks of its application.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/cow.h"
#include "base/fields.h"
#include "protocol/group.h"
#include "protocol/group_offsets.h"

namespace highwater {

// Of a ConsumerRebalanceListener.
enum class CallbackKind : std::uint8_t { revoked, assigned, lost };
struct Callback {
    CallbackKind kind{};
    std::vector<TopicPartition> partitions;  // by topic name, then number
    static auto fields(auto& self) {
        return std::tuple{Field{"kind", self.kind}, Field{"partitions", self.partitions}};
    }
};

// Whom the member believes to coordinate its group.
struct CoordinatorBelief {
    NodeId node{kNoNode};
    bool is_asking{};
    Time retry_at{kLongAgo};
    std::int32_t failures{};
    static auto fields(auto& self) {
        return std::tuple{Field{"node", self.node}, Field{"is_asking", self.is_asking},
                          Field{"retry_at", self.retry_at}, Field{"failures", self.failures}};
    }
};

// AbstractCoordinator.MemberState, and those of KIP-848 that have no counterpart there.
enum class JoinState : std::uint8_t {
    unjoined,
    preparing_rebalance,   // JoinGroup is on its way
    completing_rebalance,  // SyncGroup is
    stable,
    joining,        // KIP-848: a heartbeat with epoch 0 is on its way
    reconciling,    // giving up and taking over what the target assignment says
    acknowledging,  // done; the coordinator is to be told
    left,           // by itself: max.poll.interval.ms, unsubscribe(), close(); or fenced (KIP-848)
};

// The classic protocol.
struct ClassicMembership {
    NameId protocol{kNoName};  // the chosen assignor
    bool is_leader{};
    bool needs_rejoin{true};
    bool is_prepared{};        // onJoinPrepare is done for this rebalance
    bool is_asking{};          // JoinGroup or SyncGroup is on its way
    Time rejoin_at{kLongAgo};  // not before
    Time prepare_deadline{kNever};
    std::vector<NameId> joined_topics;  // as the last JoinGroup said
    // The leader's: topics of the whole group with their partitions, when it assigned them.
    std::vector<NameId> group_topics;
    std::optional<std::vector<std::pair<NameId, std::int32_t>>> assigned_topics;
    Payload<std::vector<JoinGroupResponseMember>> members;  // to be assigned to
    Time members_since{kLongAgo};
    Payload<ConsumerProtocolAssignment> assignment;  // got, not taken over before the next poll()
    // What it had when a generation last began: the sticky assignors tell each other.
    std::vector<TopicPartition> last_assignment;
    std::int32_t last_generation{-1};
    static auto fields(auto& self) {
        return std::tuple{Field{"protocol", self.protocol},
                          Field{"is_leader", self.is_leader},
                          Field{"needs_rejoin", self.needs_rejoin},
                          Field{"is_prepared", self.is_prepared},
                          Field{"is_asking", self.is_asking},
                          Field{"rejoin_at", self.rejoin_at},
                          Field{"prepare_deadline", self.prepare_deadline},
                          Field{"joined_topics", self.joined_topics},
                          Field{"group_topics", self.group_topics},
                          Field{"assigned_topics", self.assigned_topics},
                          Field{"members", self.members},
                          Field{"members_since", self.members_since},
                          Field{"assignment", self.assignment},
                          Field{"last_assignment", self.last_assignment},
                          Field{"last_generation", self.last_generation}};
    }
};

// The protocol of KIP-848.
struct ConsumerMembership {
    Duration heartbeat_interval;
    std::vector<NameId> sent_topics;
    bool tells_owned{};  // the next heartbeat says what this member owns
    bool says_all{};     // it says everything: nobody knows what came of the last one
    bool has_target{};
    std::vector<TopicIdPartitions> target;
    std::vector<TopicPartition> reconciling;  // the target, with names
    bool has_committed{};                     // before giving anything up
    static auto fields(auto& self) {
        return std::tuple{Field{"heartbeat_interval", self.heartbeat_interval},
                          Field{"sent_topics", self.sent_topics},
                          Field{"tells_owned", self.tells_owned},
                          Field{"says_all", self.says_all},
                          Field{"has_target", self.has_target},
                          Field{"target", self.target},
                          Field{"reconciling", self.reconciling},
                          Field{"has_committed", self.has_committed}};
    }
};

struct Membership {
    NameId group{kNoName};
    NameId instance_id{kNoName};
    std::vector<NameId> topics;  // subscribe(); of a pattern those that match
    CoordinatorBelief coordinator;
    JoinState state{};
    NameId member_id{kNoName};
    std::int32_t generation{-1};  // or member epoch
    bool is_beating{};            // a heartbeat is on its way
    Time heartbeat_at{kNever};
    Time session_deadline{kNever};
    ClassicMembership classic;
    ConsumerMembership consumer;
    Cow<std::vector<Callback>> callbacks;  // all that the application saw
    std::uint64_t draws{};
    static auto fields(auto& self) {
        return std::tuple{Field{"group", self.group},
                          Field{"instance_id", self.instance_id},
                          Field{"topics", self.topics},
                          Field{"coordinator", self.coordinator},
                          Field{"state", self.state},
                          Field{"member_id", self.member_id},
                          Field{"generation", self.generation},
                          Field{"is_beating", self.is_beating},
                          Field{"heartbeat_at", self.heartbeat_at},
                          Field{"session_deadline", self.session_deadline},
                          Field{"classic", self.classic},
                          Field{"consumer", self.consumer},
                          Field{"callbacks", self.callbacks},
                          Field{"draws", self.draws}};
    }
};

// ---- commits ------------------------------------------------------------------------------------
enum class CommitPurpose : std::uint8_t {
    automatic,         // auto.commit.interval.ms
    before_rebalance,  // before partitions are given up
    by_call,           // commitSync(), commitAsync() of a person
    after_batch,       // of an application that commits what it has processed
    at_close,
};

struct CommitJob {
    std::uint64_t number{};
    CommitPurpose purpose{};
    bool is_async{};
    Time deadline{kNever};  // default.api.timeout.ms
    Time retry_at{kLongAgo};
    std::int32_t failures{};  // so far
    bool is_in_flight{};
    std::int32_t generation{-1};  // that it was sent with last
    std::vector<OffsetCommitRequestPartition> partitions;
    static auto fields(auto& self) {
        return std::tuple{Field{"number", self.number},
                          Field{"purpose", self.purpose},
                          Field{"is_async", self.is_async},
                          Field{"deadline", self.deadline},
                          Field{"retry_at", self.retry_at},
                          Field{"failures", self.failures},
                          Field{"is_in_flight", self.is_in_flight},
                          Field{"generation", self.generation},
                          Field{"partitions", self.partitions}};
    }
};

struct Commits {
    std::vector<CommitJob> jobs;
    std::uint64_t next_number{1};
    Time automatic_at{kNever};
    bool is_fetching{};  // OffsetFetch is on its way
    Time fetch_retry_at{kLongAgo};
    std::int32_t fetch_failures{};  // in a row
    // How the last call of a person went: "ok", or the exception's name. Empty while it waits.
    std::string last_result;
    static auto fields(auto& self) {
        return std::tuple{Field{"jobs", self.jobs},
                          Field{"next_number", self.next_number},
                          Field{"automatic_at", self.automatic_at},
                          Field{"is_fetching", self.is_fetching},
                          Field{"fetch_retry_at", self.fetch_retry_at},
                          Field{"fetch_failures", self.fetch_failures},
                          Field{"last_result", self.last_result}};
    }
};

}  // namespace highwater

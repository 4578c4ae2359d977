// One replica of a partition, on one broker, and the rules by which a leader moves its high
// watermark and its in-sync replicas (Kafka: Partition, Replica). Nothing here sends or answers:
// the handlers in this room do, with what these functions return.
#pragma once

#include <optional>
#include <vector>

#include "base/cow.h"
#include "base/fields.h"
#include "metadata/image.h"
#include "metadata/topic_config.h"
#include "node/protocol_switches.h"
#include "protocol/controller.h"
#include "storage/log.h"
#include "storage/producer_state.h"

namespace highwater {

enum class PartitionRole : std::uint8_t {
    none,      // nobody has told this process yet who leads
    follower,  // also of a partition that nobody leads
    leader
};

// What a leader knows about a replica on another broker (Kafka: Replica, ReplicaState).
struct RemoteReplica {
    BrokerId id{kNoBroker};
    BrokerEpoch broker_epoch{kNoBrokerEpoch};  // of its last fetch
    Offset log_end_offset{kNoOffset};          // unknown until it has fetched in this epoch
    Offset log_start_offset{kNoOffset};
    Time last_caught_up{kLongAgo};
    Time last_fetch{kLongAgo};
    Offset leader_end_at_last_fetch{kNoOffset};
    bool has_fetched{};  // its broker epoch is known
    static auto fields(auto& self) {
        return std::tuple{Field{"id", self.id},
                          Field{"broker_epoch", self.broker_epoch},
                          Field{"log_end_offset", self.log_end_offset},
                          Field{"log_start_offset", self.log_start_offset},
                          Field{"last_caught_up", self.last_caught_up},
                          Field{"last_fetch", self.last_fetch},
                          Field{"leader_end_at_last_fetch", self.leader_end_at_last_fetch},
                          Field{"has_fetched", self.has_fetched}};
    }
};

// The ISR change that the controller was asked for and has not answered (KIP-497).
struct IsrProposal {
    enum class Kind : std::uint8_t { none, shrink, expand };
    Kind kind{};
    std::vector<BrokerId> isr;  // as proposed, ascending
    LeaderRecoveryState recovery{};
    static auto fields(auto& self) {
        return std::tuple{Field{"kind", self.kind}, Field{"isr", self.isr},
                          Field{"recovery", self.recovery}};
    }
};

// A produce with acks=all that waits for the high watermark here; `delayed` names it in purgatory.
struct WaitingProduce {
    Offset required_offset;
    std::int32_t delayed{};
    static auto fields(auto& self) {
        return std::tuple{Field{"required_offset", self.required_offset},
                          Field{"delayed", self.delayed}};
    }
};

// A fetch session that reads this partition, and the partition's place in it.
struct Watcher {
    std::int32_t session{};
    std::int32_t place{};
    bool is_follower{};
    static auto fields(auto& self) {
        return std::tuple{Field{"session", self.session}, Field{"place", self.place},
                          Field{"is_follower", self.is_follower}};
    }
};

struct Partition {
    TopicPartition id;
    Uuid topic_id;
    PartitionRole role{};
    LeaderRecoveryState leader_recovery_state{};
    bool throttles_leader{};    // this replica is in leader.replication.throttled.replicas
    bool throttles_follower{};  // … in follower.replication.throttled.replicas
    BrokerId leader{kNoBroker};
    LeaderEpoch leader_epoch{kNoEpoch};
    PartitionEpoch partition_epoch{-1};
    std::vector<BrokerId> replicas;
    std::vector<BrokerId> isr;  // as the controller wrote it, in its order
    Cow<TopicConfig> config;    // shared by the replicas of the topic on this broker
    Log log;
    ProducerState producers;
    Offset high_watermark;  // what this replica knows; may trail the true one
    Offset
        checkpointed_high_watermark;  // in replication-offset-checkpoint, all that outlives a kill
    // A leader's:
    Offset leader_epoch_start;             // its log end when its epoch began
    std::vector<RemoteReplica> followers;  // in the order of replicas, without itself
    IsrProposal proposal;
    std::vector<WaitingProduce> waiting;  // by required offset
    std::vector<Watcher> watchers;
    std::int64_t compression_cpu_ns{};  // since the broker started

    bool is_leader() const { return role == PartitionRole::leader; }
    Offset log_end_offset() const { return log.end_offset(); }

    static auto fields(auto& self) {
        return std::tuple{Field{"id", self.id},
                          Field{"topic_id", self.topic_id},
                          Field{"role", self.role},
                          Field{"leader_recovery_state", self.leader_recovery_state},
                          Field{"leader", self.leader},
                          Field{"leader_epoch", self.leader_epoch},
                          Field{"partition_epoch", self.partition_epoch},
                          Field{"replicas", self.replicas},
                          Field{"isr", self.isr},
                          Field{"config", self.config},
                          Field{"throttles_leader", self.throttles_leader},
                          Field{"throttles_follower", self.throttles_follower},
                          Field{"log", self.log},
                          Field{"producers", self.producers},
                          Field{"high_watermark", self.high_watermark},
                          Field{"checkpointed_high_watermark", self.checkpointed_high_watermark},
                          Field{"leader_epoch_start", self.leader_epoch_start},
                          Field{"followers", self.followers},
                          Field{"proposal", self.proposal},
                          Field{"waiting", self.waiting},
                          Field{"watchers", self.watchers},
                          Field{"compression_cpu_ns", self.compression_cpu_ns}};
    }
};

// What a leader's rules look at besides the partition itself.
struct LeaderView {
    BrokerId self{kNoBroker};
    Time now;
    Duration lag_time_max;
    MetadataImage const& image;  // which brokers are fenced, and the epoch of their present life
    ProtocolSwitches protocol{};
};

// What the metadata log says of a partition.
struct LeaderAndIsr {
    BrokerId leader{kNoBroker};
    LeaderEpoch leader_epoch{};
    PartitionEpoch partition_epoch{};
    LeaderRecoveryState recovery{};
    std::vector<BrokerId> const& replicas;
    std::vector<BrokerId> const& isr;
};

enum class RoleChange : std::uint8_t { ignored, new_leader, already_leader, follower };

// Takes a state from the metadata log; older or equal partition epochs say nothing new.
RoleChange apply(Partition& partition, LeaderAndIsr const& state, LeaderView const& view);

// ---- a leader's rules --------------------------------------------------------------------------
std::int32_t effective_min_isr(Partition const& partition);
bool is_under_min_isr(Partition const& partition);
// Every ISR the controller may already have accepted: until it answers, a proposed member counts
// and a member proposed to leave still counts (KIP-497, AsyncIsr.tla).
bool is_in_maximal_isr(Partition const& partition, BrokerId replica);
std::vector<BrokerId> maximal_isr(Partition const& partition);

// Moves the high watermark as far as the rules allow; true when it moved.
bool maybe_advance_high_watermark(Partition& partition, LeaderView const& view);

// A follower has everything below `offset`: its fetch says so. Refused, changing nothing, when it
// is no replica, or when the fetch comes from a former life of that broker (KIP-903).
ErrorCode note_follower_fetch(Partition& partition, BrokerId follower, BrokerEpoch epoch,
                              Offset offset, LeaderView const& view);
void note_fetch(RemoteReplica& follower, Offset offset, Offset leader_end, Time at);
RemoteReplica* find_follower(Partition& partition, BrokerId id);

// The change to propose now, if any. At most one is in flight; proposing sets partition.proposal.
bool maybe_propose_expansion(Partition& partition, BrokerId follower, LeaderView const& view);
std::vector<BrokerId> out_of_sync_followers(Partition const& partition, LeaderView const& view);
bool maybe_propose_shrink(Partition& partition, LeaderView const& view);

// The controller's answer to the proposal in flight.
enum class ProposalOutcome : std::uint8_t {
    committed,     // the ISR is the proposed one
    reverted,      // refused for a reason that may pass: back to the committed ISR
    wait_for_log,  // the proposal stays pending until the metadata log tells what happened
    send_again,
    stale  // the partition moved on meanwhile
};
ProposalOutcome on_proposal_answered(Partition& partition, AlterPartitionResult const& answer);

// acks=all: none while the records are not committed; then whether enough replicas had them.
std::optional<ErrorCode> check_enough_replicas(Partition const& partition, Offset required_offset);

// ---- a follower's ------------------------------------------------------------------------------
// Drops what is at or above `to`; the high watermark and what is known of producers follow.
void truncate(Partition& partition, Offset to);
// HW = min(leader's, own log end).
bool follow_high_watermark(Partition& partition, Offset leader_high_watermark);

}  // namespace highwater

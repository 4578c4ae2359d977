// A broker: replicas, the requests it answers, and what it asks of others. One value; handlers are
// the free functions below, one file for each request.
#pragma once

#include <optional>
#include <vector>

#include "base/cow.h"
#include "base/fields.h"
#include "broker/client_quotas.h"
#include "broker/fetch_session.h"
#include "broker/fetcher.h"
#include "broker/group_shards.h"
#include "broker/lifecycle.h"
#include "broker/partition.h"
#include "broker/partition_table.h"
#include "broker/purgatory.h"
#include "metadata/image.h"
#include "node/config.h"
#include "node/effects.h"
#include "node/pending_requests.h"
#include "protocol/forwarded.h"
#include "protocol/group_exchanges.h"

namespace highwater {

struct Raft;

// The active controller as this node's Raft knows it; the engine refreshes it before each call.
struct ControllerAddress {
    NodeId node{kNoNode};
    BrokerId id{kNoBroker};
    LeaderEpoch epoch{kNoEpoch};
    static auto fields(auto& self) {
        return std::tuple{Field{"node", self.node}, Field{"id", self.id},
                          Field{"epoch", self.epoch}};
    }
};

// ISR proposals on their way to the controller: one request at a time (Kafka:
// AlterPartitionManager).
struct IsrChange {
    std::int32_t slot{-1};
    PartitionEpoch partition_epoch{};  // when it was proposed: the answer is about that state only
    static auto fields(auto& self) {
        return std::tuple{Field{"slot", self.slot}, Field{"partition_epoch", self.partition_epoch}};
    }
};
struct IsrChanges {
    std::vector<IsrChange> unsent;
    std::vector<IsrChange> in_flight;
    bool is_retry_armed{};
    static auto fields(auto& self) {
        return std::tuple{Field{"unsent", self.unsent}, Field{"in_flight", self.in_flight},
                          Field{"is_retry_armed", self.is_retry_armed}};
    }
};

// Producer ids in blocks from the controller (Kafka: RPCProducerIdManager).
struct ProducerIdBlocks {
    ProducerId next{};
    ProducerId end{};                     // next == end: used up
    std::optional<ProducerId> following;  // the first id of the block fetched ahead
    std::int32_t length{};
    bool is_asked{};
    static auto fields(auto& self) {
        return std::tuple{Field{"next", self.next}, Field{"end", self.end},
                          Field{"following", self.following}, Field{"length", self.length},
                          Field{"is_asked", self.is_asked}};
    }
};

// A tool's request that only the active controller can carry out (KIP-590).
struct Forwarded {
    NodeId client{kNoNode};  // kNoNode: nobody waits (automatic topic creation)
    CorrelationId correlation_id{};
    Time deadline{kNever};
    std::uint64_t number{};
    bool is_in_flight{};
    Message request;
    static auto fields(auto& self) {
        return std::tuple{Field{"client", self.client},
                          Field{"correlation_id", self.correlation_id},
                          Field{"deadline", self.deadline},
                          Field{"number", self.number},
                          Field{"is_in_flight", self.is_in_flight},
                          Field{"request", self.request}};
    }
};
struct Forwards {
    std::vector<Forwarded> waiting;
    std::uint64_t next_number{1};
    static auto fields(auto& self) {
        return std::tuple{Field{"waiting", self.waiting}, Field{"next_number", self.next_number}};
    }
};

// What the broker wakes up for, besides what belongs to one partition or request.
struct Alarms {
    Time request_expiry{kNever};
    Time cleaner{kNever};  // only while there is something to compact or to delete
    Time started;          // the cleaner's rounds are counted from here
    static auto fields(auto& self) {
        return std::tuple{Field{"request_expiry", self.request_expiry},
                          Field{"cleaner", self.cleaner}, Field{"started", self.started}};
    }
};

struct Broker {
    BrokerId id{kNoBroker};
    NodeId node{kNoNode};
    NameId rack{kNoName};
    Uuid cluster_id;    // on disk: meta.properties
    Uuid directory_id;  // the same; new after a wipe
    Cow<ServerConfig> config;
    ControllerAddress controller;
    Lifecycle lifecycle;
    // What it has replayed of the metadata log. Roles follow it once it knows its own registration.
    Cow<MetadataImage> image;
    Offset metadata_end;  // the next metadata offset to replay
    bool is_published{};
    PartitionTable partitions;
    std::vector<FetchSession> sessions;  // by place; a place is used again
    std::int32_t next_session_id{1};
    std::vector<std::int32_t> woken_sessions;  // to look at before the event ends
    Purgatory purgatory;
    std::vector<Fetcher> fetchers;  // by place; at most one for each source
    IsrChanges isr_changes;
    ProducerIdBlocks producer_ids;
    Forwards forwards;
    GroupShards groups;  // of the partitions of __consumer_offsets that it leads
    PendingRequests pending;
    Alarms alarms;
    BrokerQuotas quotas;
    ProtocolSwitches protocol;  // of the whole cluster

    static auto fields(auto& self) {
        return std::tuple{Field{"id", self.id},
                          Field{"node", self.node},
                          Field{"rack", self.rack},
                          Field{"cluster_id", self.cluster_id},
                          Field{"directory_id", self.directory_id},
                          Field{"config", self.config},
                          Field{"controller", self.controller},
                          Field{"lifecycle", self.lifecycle},
                          Field{"image", self.image},
                          Field{"metadata_end", self.metadata_end},
                          Field{"is_published", self.is_published},
                          Field{"partitions", self.partitions},
                          Field{"sessions", self.sessions},
                          Field{"next_session_id", self.next_session_id},
                          Field{"woken_sessions", self.woken_sessions},
                          Field{"purgatory", self.purgatory},
                          Field{"fetchers", self.fetchers},
                          Field{"isr_changes", self.isr_changes},
                          Field{"producer_ids", self.producer_ids},
                          Field{"forwards", self.forwards},
                          Field{"groups", self.groups},
                          Field{"pending", self.pending},
                          Field{"alarms", self.alarms},
                          Field{"quotas", self.quotas},
                          Field{"protocol", self.protocol}};
    }
};

struct BrokerSetup {
    BrokerId id{kNoBroker};
    NodeId node{kNoNode};
    NameId rack{kNoName};
    Uuid directory_id;
    ServerConfig config;
    Uuid cluster_id{};
    ProtocolSwitches protocol{};
};
Broker make_broker(BrokerSetup setup);

// The replica of a partition on this broker; none if it has none.
Partition const* find_partition(Broker const& self, TopicPartition id);

// What its partitions have taken of a processor since it started, to decompress and compress what
// producers sent.
std::int64_t compression_cpu_ns(Broker const& self);

// ---- the life of the process -------------------------------------------------------------------
void start(Broker& self, Effects& out);
void lose_memory(Broker& self);  // SIGKILL; also what a clean end leaves behind
void wipe(Broker& self);         // its log directory is emptied
// The machine lost power, after lose_memory(): the disk holds what was flushed.
void lose_unflushed(Broker& self, Effects& out);
void request_shutdown(Broker& self, Effects& out);
void on_timer(Broker& self, Timer const& timer, Effects& out);
void on_disconnect(Broker& self, NodeId peer, Effects& out);

// Replays what is committed of the metadata log, and becomes what it says.
void on_metadata(Broker& self, Raft const& raft, Offset high_watermark, Effects& out);

// ---- requests ----------------------------------------------------------------------------------
void handle(Broker& self, Envelope const& from, ProduceRequest const& request, Effects& out);
void handle(Broker& self, Envelope const& from, FetchRequest const& request, Effects& out);
void handle(Broker& self, Envelope const& from, ListOffsetsRequest const& request, Effects& out);
void handle(Broker& self, Envelope const& from, OffsetForLeaderEpochRequest const& request,
            Effects& out);
void handle(Broker& self, Envelope const& from, MetadataRequest const& request, Effects& out);
void handle(Broker& self, Envelope const& from, DescribeTopicPartitionsRequest const& request,
            Effects& out);
void handle(Broker& self, Envelope const& from, DescribeConfigsRequest const& request,
            Effects& out);
void handle(Broker& self, Envelope const& from, InitProducerIdRequest const& request, Effects& out);
void handle(Broker& self, Envelope const& from, DeleteRecordsRequest const& request, Effects& out);
void handle(Broker& self, Envelope const& from, DescribeClusterRequest const& request,
            Effects& out);
void handle(Broker& self, Envelope const& from, ApiVersionsRequest const& request, Effects& out);
void handle(Broker& self, Envelope const& from, DescribeLogDirsRequest const& request,
            Effects& out);
void handle(Broker& self, Envelope const& from, DescribeClientQuotasRequest const& request,
            Effects& out);
void handle(Broker& self, Envelope const& from, ListConfigResourcesRequest const& request,
            Effects& out);
void handle(Broker& self, Envelope const& from, FindCoordinatorRequest const& request,
            Effects& out);
void handle(Broker& self, Envelope const& from, JoinGroupRequest const& request, Effects& out);
void handle(Broker& self, Envelope const& from, SyncGroupRequest const& request, Effects& out);
void handle(Broker& self, Envelope const& from, HeartbeatRequest const& request, Effects& out);
void handle(Broker& self, Envelope const& from, LeaveGroupRequest const& request, Effects& out);
void handle(Broker& self, Envelope const& from, ConsumerGroupHeartbeatRequest const& request,
            Effects& out);
void handle(Broker& self, Envelope const& from, OffsetCommitRequest const& request, Effects& out);
void handle(Broker& self, Envelope const& from, OffsetFetchRequest const& request, Effects& out);
void handle(Broker& self, Envelope const& from, OffsetDeleteRequest const& request, Effects& out);
void handle(Broker& self, Envelope const& from, DescribeGroupsRequest const& request, Effects& out);
void handle(Broker& self, Envelope const& from, ListGroupsRequest const& request, Effects& out);
void handle(Broker& self, Envelope const& from, DeleteGroupsRequest const& request, Effects& out);
void handle(Broker& self, Envelope const& from, ConsumerGroupDescribeRequest const& request,
            Effects& out);
// What only the active controller can do goes on to it (forward.cc).
void forward(Broker& self, NodeId client, CorrelationId correlation_id, Message request,
             Effects& out);
template <ForwardedRequest Request>
void handle(Broker& self, Envelope const& from, Request const& request, Effects& out) {
    forward(self, from.from, from.correlation_id, Message{request}, out);
}

// ---- answers to what it asked ------------------------------------------------------------------
void handle(Broker& self, Envelope const& from, FetchResponse const& response, Effects& out);
void handle(Broker& self, Envelope const& from, ListOffsetsResponse const& response, Effects& out);
void handle(Broker& self, Envelope const& from, OffsetForLeaderEpochResponse const& response,
            Effects& out);
void handle(Broker& self, Envelope const& from, BrokerRegistrationResponse const& response,
            Effects& out);
void handle(Broker& self, Envelope const& from, BrokerHeartbeatResponse const& response,
            Effects& out);
void handle(Broker& self, Envelope const& from, AlterPartitionResponse const& response,
            Effects& out);
void handle(Broker& self, Envelope const& from, AllocateProducerIdsResponse const& response,
            Effects& out);
// An answer of a controller that no longer leads is not passed on: the next one is asked.
void pass_back(Broker& self, Envelope const& from, Message response, bool is_from_deposed,
               Effects& out);
template <ForwardedResponse Response>
void handle(Broker& self, Envelope const& from, Response const& response, Effects& out) {
    pass_back(self, from, Message{response}, has_error(response, ErrorCode::not_controller), out);
}

}  // namespace highwater

// Decides who leads what: Kafka's QuorumController. Every controller node has one and replays the
// log; the one whose Raft leads is active, decides, appends records and answers once they are
// committed. Its image is ahead of what is committed; on losing leadership it is built anew from
// the committed log (Kafka reverts to its last committed in-memory snapshot).
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "metadata/image.h"
#include "node/config.h"
#include "node/effects.h"
#include "protocol/forwarded.h"
#include "raft/raft.h"

namespace highwater {

struct ControllerSetup {
    BrokerId id{kNoBroker};
    NodeId node{kNoNode};
    ServerConfig config;
    std::vector<std::pair<std::string, std::string>> cluster_defaults;  // written at bootstrap
    Uuid cluster_id{};
    ProtocolSwitches protocol{};
    static auto fields(auto& self) {
        return std::tuple{Field{"id", self.id},
                          Field{"node", self.node},
                          Field{"config", self.config},
                          Field{"cluster_defaults", self.cluster_defaults},
                          Field{"cluster_id", self.cluster_id},
                          Field{"protocol", self.protocol}};
    }
};

// BrokerHeartbeatManager's entry. Only the active controller knows it: it is no record.
struct BrokerSession {
    BrokerEpoch epoch{kNoBrokerEpoch};
    Time last_contact{};
    bool tracked{};  // expires a session timeout after the last contact
    Offset metadata_offset{kNoOffset};
    Offset controlled_shutdown_offset{kNoOffset};
    static auto fields(auto& self) {
        return std::tuple{Field{"epoch", self.epoch}, Field{"last_contact", self.last_contact},
                          Field{"tracked", self.tracked},
                          Field{"metadata_offset", self.metadata_offset},
                          Field{"controlled_shutdown_offset", self.controlled_shutdown_offset}};
    }
};

// An answer that waits until everything below and at `offset` is committed.
struct DeferredAnswer {
    Offset offset;
    NodeId to{kNoNode};
    CorrelationId correlation_id{};
    Message answer;
    static auto fields(auto& self) {
        return std::tuple{Field{"offset", self.offset}, Field{"to", self.to},
                          Field{"correlation_id", self.correlation_id},
                          Field{"answer", self.answer}};
    }
};

enum class ControllerRole : std::uint8_t {
    standby,
    claiming,  // its Raft leads, but older records may still be uncommitted
    active
};

struct Controller {
    ControllerSetup setup;
    ControllerRole role{};
    LeaderEpoch epoch{kNoEpoch};  // of the leadership it has or claims
    MetadataImage image;
    std::vector<DeferredAnswer> deferred;  // by offset
    std::map<BrokerId, BrokerSession> sessions;
    Time session_check_at{kNever};
    std::uint32_t uuid_draws{};  // not lost by a kill
    std::uint32_t placement_draws{};
    static auto fields(auto& self) {
        return std::tuple{Field{"setup", self.setup},
                          Field{"role", self.role},
                          Field{"epoch", self.epoch},
                          Field{"image", self.image},
                          Field{"deferred", self.deferred},
                          Field{"sessions", self.sessions},
                          Field{"session_check_at", self.session_check_at},
                          Field{"uuid_draws", self.uuid_draws},
                          Field{"placement_draws", self.placement_draws}};
    }
};

Controller make_controller(ControllerSetup setup);

void start(Controller& self, Raft& raft, Effects& out);
void lose_memory(Controller& self);
void on_timer(Controller& self, Raft& raft, Timer const& timer, Effects& out);

// The engine calls these in the event in which the Raft of this node changed.
void on_leadership(Controller& self, Raft& raft, bool is_active, LeaderEpoch epoch, Effects& out);
void on_commit(Controller& self, Raft& raft, Offset high_watermark, Effects& out);

void handle(Controller& self, Raft& raft, Envelope const& from,
            BrokerRegistrationRequest const& request, Effects& out);
void handle(Controller& self, Raft& raft, Envelope const& from,
            BrokerHeartbeatRequest const& request, Effects& out);
void handle(Controller& self, Raft& raft, Envelope const& from,
            AlterPartitionRequest const& request, Effects& out);
void handle(Controller& self, Raft& raft, Envelope const& from,
            AllocateProducerIdsRequest const& request, Effects& out);
void handle(Controller& self, Raft& raft, Envelope const& from, CreateTopicsRequest const& request,
            Effects& out);
void handle(Controller& self, Raft& raft, Envelope const& from, DeleteTopicsRequest const& request,
            Effects& out);
void handle(Controller& self, Raft& raft, Envelope const& from,
            CreatePartitionsRequest const& request, Effects& out);
void handle(Controller& self, Raft& raft, Envelope const& from, ElectLeadersRequest const& request,
            Effects& out);
void handle(Controller& self, Raft& raft, Envelope const& from,
            IncrementalAlterConfigsRequest const& request, Effects& out);
void handle(Controller& self, Raft& raft, Envelope const& from,
            AlterPartitionReassignmentsRequest const& request, Effects& out);
void handle(Controller& self, Raft& raft, Envelope const& from,
            ListPartitionReassignmentsRequest const& request, Effects& out);
void handle(Controller& self, Raft& raft, Envelope const& from,
            UnregisterBrokerRequest const& request, Effects& out);
void handle(Controller& self, Raft& raft, Envelope const& from,
            UpdateFeaturesRequest const& request, Effects& out);
void handle(Controller& self, Raft& raft, Envelope const& from,
            AlterClientQuotasRequest const& request, Effects& out);
// Of the quorum and of itself; no records.
void handle(Controller& self, Raft& raft, Envelope const& from,
            DescribeQuorumRequest const& request, Effects& out);
void handle(Controller& self, Raft& raft, Envelope const& from,
            RemoveRaftVoterRequest const& request, Effects& out);
void handle(Controller& self, Raft& raft, Envelope const& from,
            DescribeClusterRequest const& request, Effects& out);
void handle(Controller& self, Raft& raft, Envelope const& from, ApiVersionsRequest const& request,
            Effects& out);

}  // namespace highwater

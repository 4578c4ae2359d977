#include "engine/dispatch.h"

#include <vector>

#include "base/check.h"
#include "client/tools/console.h"
#include "protocol/group_exchanges.h"
#include "world/life.h"

namespace highwater {

namespace {

struct Delivering {
    Process& process;
    Envelope const& from;
    Process const& sender;
    Effects& out;

    // The first of these roles that the process has.
    template <class M, class... Slots>
    void to(M const& message, Slots&... slots) {
        bool const answered = (to_one(message, slots) || ...);
        CHECK(answered);
    }
    template <class M, class Slot>
    bool to_one(M const& message, Slot& slot) {
        if (!slot) return false;
        handle(slot->edit(), from, message, out);
        return true;
    }
    template <class M>
    void to_controller(M const& message) {
        CHECK(process.controller);
        handle(process.controller->edit(), process.raft->edit(), from, message, out);
    }

    void operator()(ProduceRequest const& m) { to(m, process.broker); }
    void operator()(FetchRequest const& m) { to(m, process.broker); }
    void operator()(MetadataRequest const& m) { to(m, process.broker); }
    void operator()(ListOffsetsRequest const& m) { to(m, process.broker); }
    void operator()(OffsetForLeaderEpochRequest const& m) { to(m, process.broker); }
    void operator()(InitProducerIdRequest const& m) { to(m, process.broker); }
    void operator()(DescribeTopicPartitionsRequest const& m) { to(m, process.broker); }
    void operator()(DescribeConfigsRequest const& m) { to(m, process.broker); }
    void operator()(DeleteRecordsRequest const& m) { to(m, process.broker); }
    void operator()(FindCoordinatorRequest const& m) { to(m, process.broker); }
    template <GroupRequest M>
    void operator()(M const& m) {
        to(m, process.broker);
    }
    void operator()(FindCoordinatorResponse const& m) { to(m, process.consumer, process.tool); }
    template <MemberResponseMessage M>
    void operator()(M const& m) {
        to(m, process.consumer);
    }
    void operator()(OffsetCommitResponse const& m) { to(m, process.consumer, process.tool); }
    void operator()(OffsetFetchResponse const& m) { to(m, process.consumer, process.tool); }
    template <GroupAdminResponse M>
    void operator()(M const& m) {
        to(m, process.tool);
    }

    void operator()(ProduceResponse const& m) { to(m, process.producer); }
    void operator()(FetchResponse const& m) { to(m, process.broker, process.consumer); }
    void operator()(MetadataResponse const& m) {
        to(m, process.producer, process.consumer, process.tool, process.bootstrap);
    }
    void operator()(ListOffsetsResponse const& m) {
        to(m, process.broker, process.consumer, process.tool);
    }
    void operator()(OffsetForLeaderEpochResponse const& m) {
        to(m, process.broker, process.consumer);
    }
    void operator()(InitProducerIdResponse const& m) { to(m, process.producer); }
    void operator()(DescribeTopicPartitionsResponse const& m) { to(m, process.tool); }
    void operator()(DescribeConfigsResponse const& m) { to(m, process.tool); }
    void operator()(DeleteRecordsResponse const& m) { to(m, process.tool); }
    void operator()(DescribeLogDirsRequest const& m) { to(m, process.broker); }
    void operator()(DescribeLogDirsResponse const& m) { to(m, process.tool); }
    void operator()(DescribeClientQuotasRequest const& m) { to(m, process.broker); }
    void operator()(DescribeClientQuotasResponse const& m) { to(m, process.tool); }
    void operator()(ListConfigResourcesRequest const& m) { to(m, process.broker); }
    void operator()(ListConfigResourcesResponse const& m) { to(m, process.tool); }
    // Brokers and controllers answer these for themselves.
    void operator()(DescribeClusterRequest const& m) {
        bool const is_for_controller = m.endpoint_type == EndpointType::controller;
        if (process.controller && (is_for_controller || !process.broker)) {
            to_controller(m);
        } else {
            to(m, process.broker);
        }
    }
    void operator()(DescribeClusterResponse const& m) { to(m, process.tool); }
    void operator()(ApiVersionsRequest const& m) {
        if (process.broker) {
            to(m, process.broker);
        } else {
            to_controller(m);
        }
    }
    void operator()(ApiVersionsResponse const& m) { to(m, process.producer, process.tool); }

    void operator()(VoteRequest const& m) { to(m, process.raft); }
    void operator()(VoteResponse const& m) { to(m, process.raft); }
    void operator()(BeginQuorumEpochRequest const& m) { to(m, process.raft); }
    void operator()(BeginQuorumEpochResponse const& m) { to(m, process.raft); }
    void operator()(EndQuorumEpochRequest const& m) { to(m, process.raft); }
    void operator()(EndQuorumEpochResponse const& m) { to(m, process.raft); }
    void operator()(RaftFetchRequest const& m) { to(m, process.raft); }
    void operator()(RaftFetchResponse const& m) { to(m, process.raft); }
    void operator()(FetchSnapshotRequest const& m) { to(m, process.raft); }
    void operator()(FetchSnapshotResponse const& m) { to(m, process.raft); }

    void operator()(BrokerRegistrationRequest const& m) { to_controller(m); }
    void operator()(BrokerHeartbeatRequest const& m) { to_controller(m); }
    void operator()(AlterPartitionRequest const& m) { to_controller(m); }
    void operator()(AllocateProducerIdsRequest const& m) { to_controller(m); }
    void operator()(BrokerRegistrationResponse const& m) { to(m, process.broker); }
    void operator()(BrokerHeartbeatResponse const& m) { to(m, process.broker); }
    void operator()(AlterPartitionResponse const& m) { to(m, process.broker); }
    void operator()(AllocateProducerIdsResponse const& m) { to(m, process.broker); }

    template <ForwardedRequest M>
    void operator()(M const& m) {
        // Clients ask a broker; in combined mode that may be the active controller's own process.
        if (process.controller && (sender.broker || !process.broker)) {
            to_controller(m);
        } else {
            to(m, process.broker);
        }
    }
    template <ForwardedResponse M>
    void operator()(M const& m) {
        to(m, process.broker, process.tool);
    }
    void operator()(CreateTopicsResponse const& m) {
        to(m, process.broker, process.tool, process.bootstrap);
    }
};

// The client roles; each process has at most one of them.
template <class Visit>
void visit_client(Process& process, Visit&& visit) {
    if (process.producer) visit(process.producer->edit());
    if (process.consumer) visit(process.consumer->edit());
    if (process.tool) visit(process.tool->edit());
    if (process.bootstrap) visit(process.bootstrap->edit());
}

// A handler of the controller may append, and a quorum of one commits at once: so again until
// nothing is new. Each turn moves an offset or an epoch on; the bound only guards against wrong
// code.
constexpr int kMostTurns = 1'000;

bool has_muted_channels(Process const& process) {
    return process.broker && !(**process.broker).quotas.clients.muted.empty();
}

}  // namespace

void accept_connection(Process& process, NodeId client) {
    if (has_muted_channels(process)) forget_muted(process.broker->edit(), client);
}

void deliver(Process& process, Envelope const& envelope, Process const& sender, Effects& out) {
    if (has_muted_channels(process) && !is_readable(**process.broker, envelope)) {
        keep_unread(process.broker->edit(), envelope);
        return;
    }
    refresh_controller(process);
    std::visit(Delivering{process, envelope, sender, out}, envelope.message);
    settle(process, out);
}

namespace {
// Two processes have one connection here, whoever of them uses it. When a role gives it up because
// an answer took too long, what the other one had asked over it is lost as well; see
// scenarios/bugs/002. In Kafka each has its own, and only one of them would be gone.
void tell_broker_of_closed(Process& process, Effects& out) {
    if (!process.broker) return;
    std::vector<NodeId> const closed{out.closed().begin(), out.closed().end()};
    for (NodeId const peer : closed) on_disconnect(process.broker->edit(), peer, out);
}
void tell_raft_of_closed(Process& process, Effects& out) {
    if (!process.raft) return;
    std::vector<NodeId> const closed{out.closed().begin(), out.closed().end()};
    for (NodeId const peer : closed) on_disconnect(process.raft->edit(), peer, out);
}
}  // namespace

void fire(Process& process, Timer const& timer, Effects& out) {
    refresh_controller(process);
    switch (timer.kind) {
    case TimerKind::election_timeout:
    case TimerKind::quorum_fetch_timeout:
    case TimerKind::check_quorum:
    case TimerKind::append_linger:
    case TimerKind::raft_retry:
    case TimerKind::raft_purgatory:
        on_timer(process.raft->edit(), timer, out);
        tell_broker_of_closed(process, out);
        break;
    case TimerKind::session_check:
    case TimerKind::no_op:
    case TimerKind::leader_balance:
    case TimerKind::unclean_check:
        on_timer(process.controller->edit(), process.raft->edit(), timer, out);
        break;
    case TimerKind::registration_retry:
    case TimerKind::heartbeat:
    case TimerKind::isr_check:
    case TimerKind::high_watermark_checkpoint:
    case TimerKind::purgatory:
    case TimerKind::fetcher:
    case TimerKind::alter_partition_retry:
    case TimerKind::producer_id_expiry:
    case TimerKind::log_retention:
    case TimerKind::log_cleaner:
    case TimerKind::group_coordinator:
    case TimerKind::group_load:
    case TimerKind::throttled_channel: on_timer(process.broker->edit(), timer, out); break;
    case TimerKind::request_expiry:
        if (process.broker) {
            on_timer(process.broker->edit(), timer, out);
            tell_raft_of_closed(process, out);
        }
        visit_client(process, [&](auto& client) { on_timer(client, timer, out); });
        break;
    case TimerKind::workload:
    case TimerKind::sender:
    case TimerKind::metadata_refresh:
    case TimerKind::poll:
    case TimerKind::fetch_retry:
    case TimerKind::auto_commit:
    case TimerKind::group_member:
    case TimerKind::application:
    case TimerKind::tool:
        visit_client(process, [&](auto& client) { on_timer(client, timer, out); });
        break;
    }
    settle(process, out);
}

void lose_connection(Process& process, NodeId peer, Effects& out) {
    refresh_controller(process);
    if (process.raft) on_disconnect(process.raft->edit(), peer, out);
    if (process.broker) on_disconnect(process.broker->edit(), peer, out);
    visit_client(process, [&](auto& client) { on_disconnect(client, peer, out); });
    settle(process, out);
}

namespace {
void follow_quorum(Process& process, Effects& out) {
    SeenQuorum& seen = process.seen;
    for (int turn = 0;; ++turn) {
        Raft const& raft = **process.raft;
        SeenQuorum const present{is_leader(raft), epoch(raft), high_watermark(raft)};
        bool const new_leadership = present.is_leader != seen.is_leader ||
                                    (present.is_leader && present.epoch != seen.epoch);
        bool const new_commit = present.high_watermark != seen.high_watermark;
        if (!new_leadership && !new_commit) return;
        CHECK(turn < kMostTurns);
        refresh_controller(process);
        seen = present;
        if (process.controller) {
            Controller& controller = process.controller->edit();
            if (new_leadership) {
                on_leadership(controller, process.raft->edit(), present.is_leader, present.epoch,
                              out);
            }
            if (new_commit) {
                on_commit(controller, process.raft->edit(), present.high_watermark, out);
            }
        }
        if (process.broker && new_commit) {
            on_metadata(process.broker->edit(), **process.raft, present.high_watermark, out);
        }
        if (new_commit) maybe_create_snapshot(process, out);
    }
}
}  // namespace

void settle(Process& process, Effects& out) {
    // A console is a tool with a client beside it.
    if (process.tool && process.consumer) {
        watch(process.tool->edit(), process.consumer->edit(), out);
    } else if (process.tool && process.producer) {
        watch(process.tool->edit(), process.producer->edit(), out);
    }
    if (!process.raft) return;
    follow_quorum(process, out);
    // The broker of a combined node has ended its controlled shutdown: the process takes its raft
    // along, which a dedicated controller's process tells by itself.
    if (out.exits() && process.broker) hand_over(process.raft->edit(), out);
}

}  // namespace highwater

// One member of the metadata quorum: a voter on a controller node, an observer on a broker. Mirrors
// Kafka's KafkaRaftClient with QuorumState and LeaderState (KIP-595; pre-vote KIP-996; high
// watermark in fetches KIP-1166; snapshots KIP-630). Replication is by pull: a fetch offset
// acknowledges what is below.
#pragma once

#include <optional>
#include <vector>

#include "node/config.h"
#include "node/effects.h"
#include "node/pending_requests.h"
#include "node/protocol_switches.h"
#include "raft/metadata_log.h"

namespace highwater {

// controller.quorum.voters: 3001@controller-3001:9093.
struct Voter {
    BrokerId id{kNoBroker};
    NodeId node{kNoNode};
    NameId host{kNoName};
    static auto fields(auto& self) {
        return std::tuple{Field{"id", self.id}, Field{"node", self.node}, Field{"host", self.host}};
    }
};

struct RaftSetup {
    BrokerId id{kNoBroker};
    NodeId node{kNoNode};
    std::vector<Voter> voters;  // without this node: it only observes
    ServerConfig::Quorum config;
    Uuid directory_id{};  // on disk: meta.properties; new after a wipe
    ProtocolSwitches protocol{};
    static auto fields(auto& self) {
        return std::tuple{Field{"id", self.id},
                          Field{"node", self.node},
                          Field{"voters", self.voters},
                          Field{"config", self.config},
                          Field{"directory_id", self.directory_id},
                          Field{"protocol", self.protocol}};
    }
};

// The quorum-state file: written before any answer that depends on it.
struct QuorumState {
    LeaderEpoch epoch{};
    BrokerId leader{kNoBroker};
    BrokerId voted_for{kNoBroker};
    static auto fields(auto& self) {
        return std::tuple{Field{"epoch", self.epoch}, Field{"leader", self.leader},
                          Field{"voted_for", self.voted_for}};
    }
};

// What a leader knows of another replica, voter or observer.
struct ReplicaProgress {
    BrokerId id{kNoBroker};
    Uuid directory_id;          // of an observer: after a wipe it is another replica
    Offset log_end{kNoOffset};  // unknown until its first fetch in this epoch
    std::optional<Time> last_fetch;
    std::optional<Time> last_caught_up;
    Offset leader_end_at_last_fetch;  // to have reached it is to have been caught up then
    bool fetched_lately{};            // since the check-quorum timer was set
    static auto fields(auto& self) {
        return std::tuple{Field{"id", self.id},
                          Field{"directory_id", self.directory_id},
                          Field{"log_end", self.log_end},
                          Field{"last_fetch", self.last_fetch},
                          Field{"last_caught_up", self.last_caught_up},
                          Field{"leader_end_at_last_fetch", self.leader_end_at_last_fetch},
                          Field{"fetched_lately", self.fetched_lately}};
    }
};

// A fetch that found nothing new and waits for it.
struct ParkedFetch {
    NodeId from{kNoNode};
    CorrelationId correlation_id{};
    RaftFetchRequest request;
    Time deadline;
    static auto fields(auto& self) {
        return std::tuple{Field{"from", self.from}, Field{"correlation_id", self.correlation_id},
                          Field{"request", self.request}, Field{"deadline", self.deadline}};
    }
};

struct LeaderState {
    Offset epoch_start;                       // where this leader's first record stands
    Offset high_watermark{kNoOffset};         // unknown until a record of its own epoch commits
    std::vector<ReplicaProgress> replicas;    // everybody else, in the order in which it met them
    std::vector<MetadataBatchRef> lingering;  // accepted, not yet in the log (BatchAccumulator)
    Offset next_offset;                       // after the lingering ones
    std::vector<ParkedFetch> parked;
    Time check_quorum_at{kNever};
    static auto fields(auto& self) {
        return std::tuple{Field{"epoch_start", self.epoch_start},
                          Field{"high_watermark", self.high_watermark},
                          Field{"replicas", self.replicas},
                          Field{"lingering", self.lingering},
                          Field{"next_offset", self.next_offset},
                          Field{"parked", self.parked},
                          Field{"check_quorum_at", self.check_quorum_at}};
    }
};

// The leader's snapshot comes in pieces; the log waits for the last one.
struct FetchingSnapshot {
    SnapshotId id;            // without an end: none is fetched
    std::int64_t position{};  // so many bytes are here
    bool is_active() const { return id.end_offset != kNoOffset; }
    static auto fields(auto& self) {
        return std::tuple{Field{"id", self.id}, Field{"position", self.position}};
    }
};

struct Raft {
    RaftSetup setup;
    QuorumState quorum;  // on disk
    MetadataLog log;     // on disk
    RaftRole role{RaftRole::unattached};
    ResignReason resigned_because{};   // of the last time it stopped to lead
    Offset high_watermark{kNoOffset};  // unknown until a leader says it
    Time timeout_at{kNever};           // election timeout; of a follower: fetch timeout
    bool has_fetched_from_leader{};    // in this epoch; then it refuses pre-votes
    std::vector<BrokerId> granted;     // of the running election, itself included
    std::vector<BrokerId> rejected;
    LeaderState leading;
    bool fetching{};            // a fetch is on its way, or a retry is armed
    bool leader_unreachable{};  // observers then ask any voter
    std::int32_t failures{};    // in a row, of fetches or of asking for votes
    FetchingSnapshot fetching_snapshot;
    PendingRequests pending;   // with the term of its role in which each was asked
    std::uint64_t term{};      // counts its roles: an answer to a former one comes too late
    bool expiry_armed{};       // of the oldest of them
    Time shutdown_by{kNever};  // it is to end, and stands for nothing any more
    std::uint32_t draws{};     // of timeouts and voters; not lost by a kill
    static auto fields(auto& self) {
        return std::tuple{Field{"setup", self.setup},
                          Field{"quorum", self.quorum},
                          Field{"log", self.log},
                          Field{"role", self.role},
                          Field{"resigned_because", self.resigned_because},
                          Field{"high_watermark", self.high_watermark},
                          Field{"timeout_at", self.timeout_at},
                          Field{"has_fetched_from_leader", self.has_fetched_from_leader},
                          Field{"granted", self.granted},
                          Field{"rejected", self.rejected},
                          Field{"leading", self.leading},
                          Field{"fetching", self.fetching},
                          Field{"leader_unreachable", self.leader_unreachable},
                          Field{"failures", self.failures},
                          Field{"fetching_snapshot", self.fetching_snapshot},
                          Field{"pending", self.pending},
                          Field{"term", self.term},
                          Field{"expiry_armed", self.expiry_armed},
                          Field{"shutdown_by", self.shutdown_by},
                          Field{"draws", self.draws}};
    }
};

Raft make_raft(RaftSetup setup);

// Its timers: election_timeout, quorum_fetch_timeout, check_quorum, append_linger, raft_purgatory,
// and raft_retry with one of these arguments.
enum class RaftRetry : std::int32_t { fetch, request_expiry, begin_quorum_epoch, votes, shutdown };

// ---- what its node asks -------------------------------------------------------------------------
bool is_voter(Raft const& self);
// "unattached", "follower", ….
char const* name_of(RaftRole role);
inline bool is_leader(Raft const& self) { return self.role == RaftRole::leader; }
inline LeaderEpoch epoch(Raft const& self) { return self.quorum.epoch; }
// The leader it believes in; kNoBroker and kNoNode when it knows none.
inline BrokerId leader_id(Raft const& self) { return self.quorum.leader; }
NodeId leader_node(Raft const& self);
// Everything below is committed. 0 until it is known.
inline Offset high_watermark(Raft const& self) {
    return self.high_watermark == kNoOffset ? Offset{} : self.high_watermark;
}
// Of a leader: where its epoch begins; what it says is only sure once that record is committed.
inline Offset epoch_start(Raft const& self) { return self.leading.epoch_start; }
// Leader only: the offset that the next appended record will get.
inline Offset next_offset(Raft const& self) { return self.leading.next_offset; }
// Accepts a batch that is written and committed as one; returns the offset of its last record. None
// if this is not the leader.
std::optional<Offset> append(Raft& self, std::vector<MetadataRecord> records, Effects& out);
std::vector<MetadataBatchRef> read(Raft const& self, Offset from, Offset up_to);
// What has to be loaded first by who has replayed the log up to `from`: the newest snapshot, if the
// log does not go back that far or nothing has been replayed yet. nullptr: the log will do.
MetadataSnapshotRef snapshot_to_load(Raft const& self, Offset from);
// Keeps what all that is committed below `end` came to. False if it has as much already.
bool create_snapshot(Raft& self, Offset end, std::vector<MetadataRecord> records,
                     SnapshotReason why, Effects& out);
// Drops old snapshots and the log before them; the newest always stays.
inline bool is_worth_cleaning(Raft const& self) { return self.log.snapshots().size() >= 2; }
void clean_log(Raft& self, Effects& out);
// Its times are those of the leader's wall clock, which is so much ahead.
DescribeQuorumResponse describe_quorum(Raft const& self, Time now, Duration clock_skew = {});

// ---- its life -----------------------------------------------------------------------------------
void start(Raft& self, Effects& out);
void lose_memory(Raft& self);
void wipe(Raft& self);
// The machine lost power, after lose_memory(). A voter's log is flushed with every append.
void lose_unflushed(Raft& self);
// A leader resigns and tells the others who should follow it; the caller ends the process.
void hand_over(Raft& self, Effects& out);
// SIGTERM of a controller on its own: it hands over, votes for others, and ends when it knows who
// leads now, or after 5 s (KafkaRaftClient.maybeCompleteShutdown).
void request_shutdown(Raft& self, Effects& out);
void on_timer(Raft& self, Timer const& timer, Effects& out);
void on_disconnect(Raft& self, NodeId peer, Effects& out);

void handle(Raft& self, Envelope const& from, VoteRequest const& request, Effects& out);
void handle(Raft& self, Envelope const& from, VoteResponse const& response, Effects& out);
void handle(Raft& self, Envelope const& from, BeginQuorumEpochRequest const& request, Effects& out);
void handle(Raft& self, Envelope const& from, BeginQuorumEpochResponse const& response,
            Effects& out);
void handle(Raft& self, Envelope const& from, EndQuorumEpochRequest const& request, Effects& out);
void handle(Raft& self, Envelope const& from, EndQuorumEpochResponse const& response, Effects& out);
void handle(Raft& self, Envelope const& from, RaftFetchRequest const& request, Effects& out);
void handle(Raft& self, Envelope const& from, RaftFetchResponse const& response, Effects& out);
void handle(Raft& self, Envelope const& from, FetchSnapshotRequest const& request, Effects& out);
void handle(Raft& self, Envelope const& from, FetchSnapshotResponse const& response, Effects& out);

}  // namespace highwater

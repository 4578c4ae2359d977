// The changes of role that the handlers of this room share (QuorumState's transitions).
#pragma once

#include "raft/raft.h"
#include "raft/rules.h"

namespace highwater {

VoterView voter_view(Raft const& self);
std::vector<Voter> other_voters(Raft const& self);
NodeId node_of(Raft const& self, BrokerId voter);
// The leader it names in answers; one that has resigned names nobody.
BrokerId leader_to_tell(Raft const& self);
BrokerId voter_at(Raft const& self, NodeId node);  // kNoBroker: no voter lives there
// Drawn anew from [t, 2t) each time, so that two candidates do not stay in step.
Duration draw_election_timeout(Raft& self, Effects& out);
// Before a request that failed is sent again: longer each time.
Duration next_retry_delay(Raft& self);
// Of a prospective or candidate: asks those that have not answered and are not being asked.
void ask_for_votes(Raft& self, Effects& out);
// Ends the process if it is to end and may.
void end_if_succeeded(Raft const& self, Effects& out);

void become_unattached(Raft& self, LeaderEpoch epoch, Effects& out);
void become_follower(Raft& self, LeaderEpoch epoch, BrokerId leader, Effects& out);
void become_prospective(Raft& self, Effects& out);
void become_candidate(Raft& self, LeaderEpoch epoch, Effects& out);
void give_up_pre_vote(Raft& self, Effects& out);  // lost, or nobody answered in time
void become_leader(Raft& self, Effects& out);
void resign(Raft& self, ResignReason why, Effects& out);
// Somebody named a leader (or none) and an epoch. True if this replica followed that news.
bool learn(Raft& self, BrokerId leader, LeaderEpoch epoch, Effects& out);

// Sends and remembers until it is answered, times out or the connection ends.
void ask(Raft& self, NodeId to, Message request, Effects& out);
// Whether this answers what it asked in its present role.
bool take_answered(Raft& self, CorrelationId correlation_id);
bool is_of_present_role(Raft const& self, PendingRequest const& request);
void install(Raft& self, MetadataSnapshotRef snapshot, Effects& out);
void start_snapshot_fetch(Raft& self, SnapshotId id);
// Of a follower: it has just heard from its leader.
void restart_fetch_timeout(Raft& self, Effects& out);
void send_begin_quorum_epoch(Raft& self, Effects& out);
// Followers and observers always have one fetch on its way.
void maybe_fetch(Raft& self, Effects& out);
void on_fetch_failure(Raft& self, Effects& out);
// How every answer to a fetch, of the log or of a snapshot, is taken: false when it is none of this
// leader's in this epoch, or an error; then the next fetch is seen to.
bool take_fetched(Raft& self, Envelope const& from, BrokerId leader, LeaderEpoch epoch,
                  ErrorCode error, Effects& out);
// The leader looks whether more is committed now, and wakes who waits for it.
void maybe_advance_high_watermark(Raft& self, Effects& out);
void drain_lingering(Raft& self, Effects& out);
void write_to_log(Raft& self, MetadataBatchRef batch, Effects& out);
void complete_parked(Raft& self, Effects& out);
void refuse_parked(Raft& self, Effects& out);
// Restarts the check-quorum timer when a majority has fetched since it was set.
void note_fetch_of_voter(Raft& self, BrokerId voter, Effects& out);
void reconcile_check_quorum(Raft& self, Effects& out);

}  // namespace highwater

// What the files about membership share. Each of them is one part of Kafka's consumer.
#pragma once

#include <string_view>
#include <vector>

#include "client/consumer.h"
#include "node/effects.h"

namespace highwater {

// Arguments of the group_member timer.
inline constexpr Timer kHeartbeatTimer{TimerKind::group_member, 0};
inline constexpr Timer kSessionTimer{TimerKind::group_member, 1};
inline constexpr Timer kRejoinTimer{TimerKind::group_member, 2};
inline constexpr Timer kCoordinatorTimer{TimerKind::group_member, 3};
inline constexpr Timer kCommitTimer{TimerKind::group_member, 4};
inline constexpr Timer kOffsetFetchTimer{TimerKind::group_member, 5};
// Arguments of the application timer.
inline constexpr Timer kProcessedTimer{TimerKind::application, 0};
inline constexpr Timer kPollIntervalTimer{TimerKind::application, 1};
inline constexpr Timer kCloseTimer{TimerKind::application, 2};

inline bool speaks_classic(Consumer const& self) {
    return self.spec->config.group.group_protocol == GroupProtocol::classic;
}
// The application stands in poll(): callbacks may run, records may be returned.
inline bool is_in_poll(Consumer const& self) {
    return self.application.state == ApplicationState::polling && !self.application.is_stalled;
}

// Something has happened: everything that can be done now is done (consumer.cc).
void poll(Consumer& self, Effects& out);

// ---- coordinator_lookup.cc ----------------------------------------------------------------------
// True when the coordinator is known; otherwise looks for it.
bool ensure_coordinator(Consumer& self, Effects& out);
void coordinator_unknown(Consumer& self, ErrorCode why, Effects& out);
// Whether the error says that this coordinator is not, or not yet, the right one; then it has been
// dealt with.
bool is_coordinator_trouble(Consumer& self, ErrorCode error, Effects& out);
Duration retry_backoff(Consumer& self, std::int32_t failures, Effects& out);

// ---- rebalance_listener.cc ----------------------------------------------------------------------
std::vector<TopicPartition> assigned_partitions(Consumer const& self);
void call_back(Consumer& self, CallbackKind kind, std::vector<TopicPartition> partitions,
               Effects& out);
// Becomes exactly these; the positions of those that stay, stay.
void assign_from_subscribed(Consumer& self, std::vector<TopicPartition> const& partitions);
void sort_by_topic_name(std::vector<TopicPartition>& partitions, Names const& names);
std::vector<TopicPartition> without(std::vector<TopicPartition> const& from,
                                    std::vector<TopicPartition> const& what);
// Before a member leaves: what it owns is revoked, or lost if its generation is.
void call_back_before_leaving(Consumer& self, Effects& out);

// ---- classic_member.cc, classic_join.cc ---------------------------------------------------------
void drive_classic(Consumer& self, Effects& out);     // what the application's thread does
void drive_heartbeats(Consumer& self, Effects& out);  // what the heartbeat thread does
void request_rejoin(Consumer& self);
// Only if every assignor that the member offers is.
bool is_cooperative(Consumer const& self);
// The generation is void; with `forget_id` the member id too.
void reset_generation(Consumer& self, bool forget_id);
void leave_classic(Consumer& self, Effects& out);
void answer_join(Consumer& self, JoinGroupResponse const& response, Effects& out);
void answer_sync(Consumer& self, SyncGroupResponse const& response, Effects& out);
void join_request_failed(Consumer& self, Effects& out);

// ---- consumer_member.cc -------------------------------------------------------------------------
void drive_consumer(Consumer& self, Effects& out);
void leave_consumer(Consumer& self, bool for_good, Effects& out);
void expire_poll_of_consumer(Consumer& self, Effects& out);

// ---- commits.cc ---------------------------------------------------------------------------------
std::uint64_t commit_positions(Consumer& self, CommitPurpose purpose, bool is_async, Effects& out);
std::uint64_t commit(Consumer& self, CommitPurpose purpose, bool is_async,
                     std::vector<OffsetCommitRequestPartition> partitions, Effects& out);
bool has_commit(Consumer const& self, CommitPurpose purpose);
void drop_commits(Consumer& self, CommitPurpose purpose);
void drive_commits(Consumer& self, Effects& out);
void fetch_committed_offsets(Consumer& self, Effects& out);
void arm_auto_commit(Consumer& self, Effects& out);
void commit_request_failed(Consumer& self, std::uint64_t number, Effects& out);

// ---- application.cc -----------------------------------------------------------------------------
// poll() throws: the program ends, and closes its consumer on the way out.
void throw_exception(Consumer& self, std::string_view name, Effects& out, std::string message = {});
void hand_over(Consumer& self, Effects& out);
void commit_finished(Consumer& self, CommitPurpose purpose, bool succeeded, Effects& out);
// Leaves poll(), or comes back to it.
void watch_poll_interval(Consumer& self, bool is_in_poll, Effects& out);
void on_application_timer(Consumer& self, Timer const& timer, Effects& out);
// close(): commits what was consumed, leaves, and ends the process when its coordinator has
// answered, or when 30 s are over: request.timeout.ms, if that is less
// (createTimerForCloseRequests).
void close(Consumer& self, bool leaves, Effects& out);
void end_when_answered(Consumer& self, Effects& out);
void note_what_is_seen(Consumer& self);

}  // namespace highwater

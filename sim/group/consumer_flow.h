// What the requests and timers of this room do with groups of KIP-848. All that changes such a
// group is written as a record first and replayed at once, so that a new leader comes to the same.
#pragma once

#include <string>
#include <variant>

#include "group/coordinator.h"

namespace highwater {

struct ConsumerGroupCall {
    GroupCoordinator& self;
    NameId group_id;
    CoordinatorCall& call;

    // Looked up each time: a record may replace it.
    ConsumerGroup const& group() const { return *find_consumer_group(self, group_id); }
    ConsumerGroup& edit() const { return std::get<ConsumerGroup>(self.groups.at(group_id).edit()); }
};
void write(ConsumerGroupCall in, CoordinatorRecord record);

// ---- records ------------------------------------------------------------------------------------
// Everything that the log knows of the group and of its members.
void append_group_tombstones(ConsumerGroup const& group, std::vector<CoordinatorRecord>& records);
void append_group_records(ConsumerGroup const& group, std::vector<CoordinatorRecord>& records);
void append_member_tombstones(NameId group, NameId member, std::vector<CoordinatorRecord>& records);
CoordinatorRecord member_metadata_record(NameId group, ConsumerGroupMember const& member);
CoordinatorRecord current_assignment_record(NameId group, ConsumerGroupMember const& member);
CoordinatorRecord target_assignment_record(NameId group, NameId member,
                                           TopicIdAssignment const& target);
CoordinatorRecord target_epoch_record(NameId group, std::int32_t epoch, std::int64_t timestamp_ms);
CoordinatorRecord epoch_record(NameId group, std::int32_t epoch, std::int64_t metadata_hash);

// ---- steps of a heartbeat -----------------------------------------------------------------------
struct Refusal {
    ErrorCode error{};
    std::string message;  // Kafka's own words
};
template <class T>
using OrRefusal = std::variant<T, Refusal>;

// The member as it is, or as it would be when it joins; a static one takes over its old place.
// `epoch_matters`: of members that speak the consumer protocol.
struct Subscriber {
    NameId member_id{kNoName};
    NameId instance_id{kNoName};
    std::int32_t member_epoch{};
    std::vector<TopicIdPartitions> const* owned{};  // nullptr: not said
    bool create{};
    bool is_classic{};
    NameId client_id{kNoName};  // of who may take a place over
};
OrRefusal<ConsumerGroupMember> get_or_subscribe(ConsumerGroupCall in, Subscriber const& who);
std::int64_t metadata_hash(ConsumerGroup const& group, ClusterTopics const& topics,
                           Names const& names);
// The group epoch goes up when it must, or when the topics changed since it last did.
void update_subscription_metadata(ConsumerGroupCall in, bool bump, NameId client,
                                  RebalanceReason why);
// The assignor runs when the group epoch is ahead of its last result, and once per interval only.
void maybe_update_target(ConsumerGroupCall in);
// One step of the member towards its target.
void maybe_reconcile(ConsumerGroupCall in, NameId member_id, bool has_subscription_changed,
                     std::vector<TopicIdPartitions> const* owned);
// The topics behind the group's regular expressions are looked up.
ErrorCode check_regular_expression(std::string const& regex);
void resolve_regular_expressions(ConsumerGroupCall in);

// ---- members that go ----------------------------------------------------------------------------
struct Fenced {
    NameId member_id{kNoName};
    GroupLeaveReason why{};
};
// The group moves to its next epoch without them, or becomes a classic one when none that speaks
// the consumer protocol is left.
void fence_members(ConsumerGroupCall in, std::vector<Fenced> const& members);
void cancel_timers(GroupCoordinator& self, NameId group, NameId member);

// ---- migration ----------------------------------------------------------------------------------
ErrorCode validate_online_upgrade(ClassicGroup const& group, CoordinatorCall const& call);
void convert_to_consumer_group(GroupCoordinator& self, NameId group, CoordinatorCall& call);
// None of the rest speaks the consumer protocol, and the broker's policy allows it.
bool may_downgrade(ConsumerGroupCall in, std::vector<Fenced> const& without);
// `rebalance`: members left, or a static one came back with another subscription.
void convert_to_classic_group(ConsumerGroupCall in, std::vector<Fenced> const& without,
                              bool rebalance);

// ---- the classic protocol's requests to such a group --------------------------------------------
void join_consumer_group(GroupCoordinator& self, RequestContext const& from,
                         JoinGroupRequest const& request, CoordinatorCall& call);
void sync_consumer_group(GroupCoordinator& self, RequestContext const& from,
                         SyncGroupRequest const& request, CoordinatorCall& call);
ErrorCode heartbeat_consumer_group(GroupCoordinator& self, HeartbeatRequest const& request,
                                   CoordinatorCall& call);
void leave_consumer_group(GroupCoordinator& self, RequestContext const& from,
                          LeaveGroupRequest const& request, CoordinatorCall& call);

// ---- timers -------------------------------------------------------------------------------------
void schedule_member_session(ConsumerGroupCall in, ConsumerGroupMember const& member);
void on_consumer_timer(GroupCoordinator& self, GroupTimerKey key, GroupTimer timer,
                       CoordinatorCall& call);

}  // namespace highwater

// The classic protocol, seen from a member: the heartbeat thread and leaving (AbstractCoordinator).
#include <algorithm>

#include "client/exceptions.h"
#include "client/group_member.h"

namespace highwater {

namespace {
bool beats(Membership const& membership) {
    return membership.state == JoinState::completing_rebalance ||
           membership.state == JoinState::stable;
}

void send_classic_heartbeat(Consumer& self, Effects& out) {
    Membership& membership = self.membership;
    membership.is_beating = true;
    membership.heartbeat_at =
        out.now() + milliseconds(self.spec->config.group.heartbeat_interval_ms);
    send_request(self.connections, membership.coordinator.node,
                 HeartbeatRequest{membership.group, membership.generation, membership.member_id,
                                  membership.instance_id},
                 static_cast<std::uint64_t>(membership.generation), out);
}
}  // namespace

void request_rejoin(Consumer& self) { self.membership.classic.needs_rejoin = true; }

void reset_generation(Consumer& self, bool forget_id) {
    Membership& membership = self.membership;
    membership.state = JoinState::unjoined;
    membership.generation = -1;
    if (forget_id) membership.member_id = kNoName;
    membership.classic.protocol = kNoName;
    membership.classic.assignment = nullptr;
    membership.classic.members = nullptr;
    membership.heartbeat_at = kNever;
    membership.session_deadline = kNever;
    request_rejoin(self);
}

void drive_heartbeats(Consumer& self, Effects& out) {
    Membership& membership = self.membership;
    if (!beats(membership)) return;
    MemberConfig const& config = self.spec->config.group;
    if (membership.session_deadline == kNever) {
        membership.session_deadline = out.now() + milliseconds(config.session_timeout_ms);
    }
    if (membership.session_deadline <= out.now()) {
        // Nothing was heard for a whole session: perhaps somebody else coordinates by now.
        coordinator_unknown(self, ErrorCode::none, out);
        membership.session_deadline = kNever;
    }
    if (!ensure_coordinator(self, out)) return;
    if (self.application.poll_deadline <= out.now()) {
        out.note(PollTimeoutExpired{membership.group, milliseconds(config.max_poll_interval_ms),
                                    membership.instance_id != kNoName});
        self.application.poll_deadline = kNever;
        return leave_classic(self, out);
    }
    if (!membership.is_beating && membership.heartbeat_at <= out.now())
        send_classic_heartbeat(self, out);
    if (!membership.is_beating) {
        out.arm_at(kHeartbeatTimer, membership.heartbeat_at);
    } else if (membership.session_deadline != kNever) {
        out.arm_at(kSessionTimer, membership.session_deadline);
    }
}

void leave_classic(Consumer& self, Effects& out) {
    Membership& membership = self.membership;
    NodeId const coordinator = membership.coordinator.node;
    bool const is_dynamic = membership.instance_id == kNoName;
    bool const is_in = membership.state != JoinState::unjoined && membership.member_id != kNoName;
    if ((is_dynamic || self.application.leaves) && is_in && coordinator != kNoNode) {
        LeaveGroupRequest request;
        request.group_id = membership.group;
        request.members = make_payload(std::vector<MemberIdentity>{
            {membership.member_id, membership.instance_id, "the consumer leaves"}});
        send_request(self.connections, coordinator, std::move(request), 0, out);
    }
    reset_generation(self, true);
}

void handle(Consumer& self, Envelope const& from, LeaveGroupResponse const&, Effects& out) {
    if (take_answered(self.connections, from)) poll(self, out);
}

void handle(Consumer& self, Envelope const& from, HeartbeatResponse const& response, Effects& out) {
    auto const asked = take_answered(self.connections, from);
    if (!asked) return;
    Membership& membership = self.membership;
    membership.is_beating = false;
    membership.session_deadline =
        out.now() + milliseconds(self.spec->config.group.session_timeout_ms);
    bool const is_current = static_cast<std::int32_t>(asked->context) == membership.generation;
    switch (response.error) {
    case ErrorCode::none: break;
    case ErrorCode::rebalance_in_progress:
        if (membership.state == JoinState::stable) request_rejoin(self);
        break;
    case ErrorCode::illegal_generation:
    case ErrorCode::unknown_member_id:
        if (is_current) {
            reset_generation(self, response.error == ErrorCode::unknown_member_id);
        }
        break;
    case ErrorCode::fenced_instance_id:
        if (is_current) {
            reset_generation(self, true);
            throw_exception(self, exception_name(response.error), out);
        }
        break;
    default:
        if (!is_coordinator_trouble(self, response.error, out)) {
            throw_exception(self, exception_name(response.error), out);
        } else {
            membership.heartbeat_at =  // Heartbeat.failHeartbeat
                out.now() + milliseconds(self.spec->config.retry_backoff_ms);
        }
    }
    poll(self, out);
}

}  // namespace highwater

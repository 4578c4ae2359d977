// Finding the coordinator of a group, and losing it (AbstractCoordinator.ensureCoordinatorReady,
// CoordinatorRequestManager).
#include "client/exceptions.h"
#include "client/group_member.h"

namespace highwater {

Duration retry_backoff(Consumer& self, std::int32_t failures, Effects& out) {
    // Above the draws of this node's connections and of its metadata.
    constexpr std::uint64_t kOwnDraws = 1ULL << 41;
    ConsumerConfig const& config = self.spec->config;
    auto const who = static_cast<std::uint64_t>(out.self().value);
    std::uint64_t const nth = kOwnDraws + self.membership.draws++;
    return backoff(
        {milliseconds(config.retry_backoff_ms), milliseconds(config.retry_backoff_max_ms)},
        failures, out.draw(Draw::retry_jitter, who, nth));
}

bool ensure_coordinator(Consumer& self, Effects& out) {
    CoordinatorBelief& belief = self.membership.coordinator;
    if (belief.node != kNoNode) {
        Time const blocked = coordinator_blocked_until(self.connections, belief.node);
        if (blocked <= out.now()) return true;
        out.arm_at(kCoordinatorTimer, blocked);
        return false;
    }
    if (belief.is_asking) return false;
    if (out.now() < belief.retry_at) {
        out.arm_at(kCoordinatorTimer, belief.retry_at);
        return false;
    }
    Time retry_at;
    NodeId const node = least_loaded_node(self.metadata, self.connections, out, retry_at);
    if (node == kNoNode) {
        if (retry_at != kNever) out.arm_at(kCoordinatorTimer, retry_at);
        return false;
    }
    belief.is_asking = true;
    FindCoordinatorRequest request;
    request.coordinator_keys = make_payload(std::vector<NameId>{self.membership.group});
    send_request(self.connections, node, std::move(request), 0, out);
    return false;
}

void coordinator_unknown(Consumer& self, ErrorCode why, Effects& out) {
    CoordinatorBelief& belief = self.membership.coordinator;
    if (belief.node == kNoNode) return;
    out.note(CoordinatorLost{self.membership.group, why});
    belief.node = kNoNode;
    belief.retry_at = out.now() + retry_backoff(self, 0, out);
}

bool is_coordinator_trouble(Consumer& self, ErrorCode error, Effects& out) {
    switch (error) {
    case ErrorCode::coordinator_not_available:
    case ErrorCode::not_coordinator:
    case ErrorCode::request_timed_out: coordinator_unknown(self, error, out); return true;
    case ErrorCode::coordinator_load_in_progress: return true;
    default: return false;
    }
}

void handle(Consumer& self, Envelope const& from, FindCoordinatorResponse const& response,
            Effects& out) {
    if (!take_answered(self.connections, from)) return;
    CoordinatorBelief& belief = self.membership.coordinator;
    belief.is_asking = false;
    Coordinator const& found = response.coordinators->front();
    if (found.error == ErrorCode::none) {
        belief.node = found.node;
        belief.failures = 0;
        out.note(CoordinatorFound{self.membership.group, found.node_id});
        self.membership.session_deadline = kNever;
    } else if (is_retriable(found.error)) {
        belief.retry_at = out.now() + retry_backoff(self, belief.failures++, out);
    } else {
        throw_exception(self, exception_name(found.error), out);
    }
    poll(self, out);
}

}  // namespace highwater

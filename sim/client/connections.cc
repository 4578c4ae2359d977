#include "client/connections.h"

#include <algorithm>
#include <utility>

namespace highwater {

namespace {
Peer const* find_peer(Connections const& self, NodeId node) {
    auto const at = std::lower_bound(self.peers.begin(), self.peers.end(), node,
                                     [](Peer const& p, NodeId n) { return p.node < n; });
    return at != self.peers.end() && at->node == node ? &*at : nullptr;
}

Peer& peer_of(Connections& self, NodeId node) {
    auto at = std::lower_bound(self.peers.begin(), self.peers.end(), node,
                               [](Peer const& p, NodeId n) { return p.node < n; });
    if (at == self.peers.end() || at->node != node) {
        at = self.peers.insert(at, Peer{});
        at->node = node;
    }
    return *at;
}

// One lazy timer for the earliest deadline: it is not moved when requests are answered in time, so
// the steady state arms nothing per request.
void watch(Connections& self, Time deadline, Effects& out) {
    if (deadline >= self.expiry_at) return;
    self.expiry_at = deadline;
    out.arm_at({TimerKind::request_expiry, 0}, deadline);
}
}  // namespace

bool can_send(Connections const& self, NodeId to, Time now) {
    Peer const* peer = find_peer(self, to);
    if (peer != nullptr && now < std::max(peer->blocked_until, peer->throttled_until)) return false;
    std::int32_t const limit =
        peer != nullptr && peer->is_established ? self.settings.max_in_flight : 1;
    return self.pending.count(to) < limit;
}

Time blocked_until(Connections const& self, NodeId node) {
    Peer const* peer = find_peer(self, node);
    return peer != nullptr ? std::max(peer->blocked_until, peer->throttled_until) : kLongAgo;
}

Time coordinator_blocked_until(Connections const& self, NodeId node) {
    Peer const* peer = find_peer(self, node);
    return peer != nullptr ? peer->blocked_until : kLongAgo;
}

Time throttled_until(Connections const& self) {
    Time last = kLongAgo;
    for (Peer const& peer : self.peers) last = std::max(last, peer.throttled_until);
    return last;
}

void heed_throttle(Connections& self, NodeId from, std::int32_t throttle_time_ms, Effects& out) {
    if (throttle_time_ms <= 0) return;
    Peer& peer = peer_of(self, from);
    Time const until = out.now() + milliseconds(throttle_time_ms);
    if (until <= peer.throttled_until) return;
    peer.throttled_until = until;
    out.note(ThrottleHeeded{from, until});
}

bool is_established(Connections const& self, NodeId node) {
    Peer const* peer = find_peer(self, node);
    return peer != nullptr && peer->is_established;
}

std::int32_t failures(Connections const& self, NodeId node) {
    Peer const* peer = find_peer(self, node);
    return peer != nullptr ? peer->failures : 0;
}

CorrelationId send_request(Connections& self, NodeId to, Message request, std::uint64_t context,
                           Effects& out) {
    return send_request(self, to, std::move(request), context, out, self.settings.request_timeout);
}

CorrelationId send_request(Connections& self, NodeId to, Message request, std::uint64_t context,
                           Effects& out, Duration timeout) {
    Time const deadline = out.now() + timeout;
    auto const kind = static_cast<std::uint8_t>(request.index());
    CorrelationId const id = self.pending.add(to, deadline, kind, context);
    out.send(to, id, std::move(request));
    watch(self, deadline, out);
    return id;
}

std::optional<PendingRequest> take_answered(Connections& self, Envelope const& from) {
    std::optional<PendingRequest> const request = self.pending.take(from.correlation_id);
    if (!request) return std::nullopt;
    Peer& peer = peer_of(self, from.from);
    peer.is_established = true;
    peer.failures = 0;
    return request;
}

std::vector<PendingRequest> fail_connection(Connections& self, NodeId node, Effects& out) {
    Peer& peer = peer_of(self, node);
    std::uint64_t const bits =
        out.draw(Draw::retry_jitter, static_cast<std::uint64_t>(out.self().value), self.draws);
    ++self.draws;
    peer.blocked_until = out.now() + backoff(self.settings.reconnect, peer.failures, bits);
    ++peer.failures;
    peer.is_established = false;
    return self.pending.take_all(node);
}

std::vector<PendingRequest> expire_requests(Connections& self, Effects& out) {
    self.expiry_at = kNever;
    std::vector<PendingRequest> failed = self.pending.take_expired(out.now());
    auto const expired = failed.size();
    for (auto i = decltype(expired){0}; i < expired; ++i) {
        PendingRequest const request = failed[i];
        out.note(RequestTimedOut{request.to, request.correlation_id, request.message_kind});
        bool const is_closed =
            std::any_of(failed.begin(), failed.begin() + static_cast<std::ptrdiff_t>(i),
                        [&](PendingRequest const& earlier) { return earlier.to == request.to; });
        if (is_closed) continue;
        out.close_connection(request.to);
        std::vector<PendingRequest> const others = fail_connection(self, request.to, out);
        failed.insert(failed.end(), others.begin(), others.end());
    }
    watch(self, self.pending.earliest_deadline(), out);
    return failed;
}

}  // namespace highwater

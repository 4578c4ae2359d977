// A client's end of its connections: Kafka's NetworkClient and ClusterConnectionStates. It knows
// what was asked and not answered, which peers answer at all, and when a failed one may be tried
// again. Producer, Consumer and Tool each have one.
#pragma once

#include <optional>
#include <vector>

#include "client/backoff.h"
#include "node/effects.h"
#include "node/pending_requests.h"

namespace highwater {

struct Peer {
    NodeId node{kNoNode};
    bool is_established{};           // it has answered since the last disconnect
    std::int32_t failures{};         // disconnects in a row without an answer between them
    Time blocked_until{kLongAgo};    // reconnect.backoff.ms and more
    Time throttled_until{kLongAgo};  // a quota is exceeded, it said (KIP-219)
    static auto fields(auto& self) {
        return std::tuple{Field{"node", self.node}, Field{"is_established", self.is_established},
                          Field{"failures", self.failures},
                          Field{"blocked_until", self.blocked_until},
                          Field{"throttled_until", self.throttled_until}};
    }
};

struct ConnectionSettings {
    Duration request_timeout{seconds(30)};
    Backoff reconnect{milliseconds(50), milliseconds(1000)};
    std::int32_t max_in_flight{100};
    static auto fields(auto& self) {
        return std::tuple{Field{"request_timeout", self.request_timeout},
                          Field{"reconnect", self.reconnect},
                          Field{"max_in_flight", self.max_in_flight}};
    }
};

struct Connections {
    ConnectionSettings settings;
    std::vector<Peer> peers;  // by node
    PendingRequests pending;
    Time expiry_at{kNever};  // when the request_expiry timer fires
    std::uint64_t draws{};   // how many jitters were drawn
    static auto fields(auto& self) {
        return std::tuple{Field{"settings", self.settings}, Field{"peers", self.peers},
                          Field{"pending", self.pending}, Field{"expiry_at", self.expiry_at},
                          Field{"draws", self.draws}};
    }
};

// Not in its reconnect back-off, not throttled, and not too much in flight. A connection carries
// one request until its first answer: Kafka's clients shake hands before they pipeline.
bool can_send(Connections const& self, NodeId to, Time now);
// When a peer may be tried again; a time in the past for one that may now.
Time blocked_until(Connections const& self, NodeId node);
// The same of the coordinator of a group: members talk to it over a connection of its own, which no
// quota of bytes throttles.
Time coordinator_blocked_until(Connections const& self, NodeId node);
// The last instant until which it sends some broker nothing for the sake of a quota.
Time throttled_until(Connections const& self);
// An answer said how long its broker wants to hear nothing; 0: it does not mind.
void heed_throttle(Connections& self, NodeId from, std::int32_t throttle_time_ms, Effects& out);
bool is_established(Connections const& self, NodeId node);
// Disconnects in a row without an answer between them.
std::int32_t failures(Connections const& self, NodeId node);

// Sends a request that will be answered, and watches over request.timeout.ms.
CorrelationId send_request(Connections& self, NodeId to, Message request, std::uint64_t context,
                           Effects& out);
// One whose answer may take longer.
CorrelationId send_request(Connections& self, NodeId to, Message request, std::uint64_t context,
                           Effects& out, Duration timeout);

// The request that this answer belongs to; none if it was given up meanwhile.
std::optional<PendingRequest> take_answered(Connections& self, Envelope const& from);

// The connection ended. All that was asked on it fails (NETWORK_EXCEPTION), in the order of asking.
std::vector<PendingRequest> fail_connection(Connections& self, NodeId peer, Effects& out);

// On the request_expiry timer: closes the connections whose oldest request is past its deadline, as
// NetworkClient does; whatever else was in flight on them fails with it.
std::vector<PendingRequest> expire_requests(Connections& self, Effects& out);

}  // namespace highwater

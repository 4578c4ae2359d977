// What a node asked of others and is waiting for: Kafka's NetworkClient.inFlightRequests as data.
// A role keeps one, remembers its purpose in `context`, and arms one request_expiry timer for the
// earliest deadline.
#pragma once

#include <optional>
#include <vector>

#include "base/fields.h"

namespace highwater {

struct PendingRequest {
    CorrelationId correlation_id{};
    NodeId to{kNoNode};
    Time deadline{kNever};        // request.timeout.ms after it was sent
    std::uint8_t message_kind{};  // index in Message, for facts
    std::uint64_t context{};      // the asker's own note: which batch, which partition, …
    static auto fields(auto& self) {
        return std::tuple{Field{"correlation_id", self.correlation_id}, Field{"to", self.to},
                          Field{"deadline", self.deadline},
                          Field{"message_kind", self.message_kind}, Field{"context", self.context}};
    }
};

struct PendingRequests {
    CorrelationId next{1};
    std::vector<PendingRequest> waiting;  // in the order they were sent

    CorrelationId add(NodeId to, Time deadline, std::uint8_t message_kind, std::uint64_t context);
    // The request that this answer belongs to; none if it was given up meanwhile.
    std::optional<PendingRequest> take(CorrelationId correlation_id);
    // All requests to a peer whose connection ended, in the order they were sent.
    std::vector<PendingRequest> take_all(NodeId peer);
    // Those past their deadline.
    std::vector<PendingRequest> take_expired(Time now);
    std::int32_t count(NodeId peer) const;
    Time earliest_deadline() const;  // kNever when nothing waits

    static auto fields(auto& self) {
        return std::tuple{Field{"next", self.next}, Field{"waiting", self.waiting}};
    }
};

}  // namespace highwater

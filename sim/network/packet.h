// What is on the wire between two processes.
#pragma once

#include "protocol/message.h"

namespace highwater {

// A message that will arrive. `connection` counts the connections its client has opened to its
// server (a request's sender, an answer's receiver is the client): what belongs to a closed one is
// lost, and a process that died and came back does not answer for its former life.
struct Delivery {
    Envelope envelope;
    std::uint32_t connection{};
    Time sent_at;
    static auto fields(auto& self) {
        return std::tuple{Field{"envelope", self.envelope}, Field{"connection", self.connection},
                          Field{"sent_at", self.sent_at}};
    }
};

// The client `node` learns that its connection to `peer` is gone: reset or refused.
struct PeerDisconnected {
    NodeId node{kNoNode};
    NodeId peer{kNoNode};
    std::uint32_t connection{};
    static auto fields(auto& self) {
        return std::tuple{Field{"node", self.node}, Field{"peer", self.peer},
                          Field{"connection", self.connection}};
    }
};

// Waiting in the sender's kernel because the link is cut.
using Packet = std::variant<Delivery, PeerDisconnected>;

}  // namespace highwater

// Opening, resuming and closing fetch sessions (KIP-227; Kafka: FetchManager, FetchSessionCache).
#pragma once

#include "broker/broker.h"

namespace highwater {

// A broker keeps so many; beyond them the one that fetched longest ago goes.
inline constexpr std::int32_t kMaxSessions = 8192;

struct OpenedSession {
    ErrorCode error{};
    std::int32_t place{-1};  // in Broker::sessions
};

// Finds or makes the session of a fetch and takes in what the fetch says: partitions that are new
// or moved, and those to forget. A wrong epoch means that an answer was lost: the fetcher starts
// anew.
OpenedSession open_session(Broker& self, Envelope const& from, FetchRequest const& request,
                           Time now);

std::int32_t place_of(Broker const& self, FetchSession const& session);

}  // namespace highwater

// How a consumer gets its records (Fetcher, FetchSessionHandler): one fetch at a time to each broker
// that leads, or is the preferred replica of, an assigned partition.
#pragma once

#include "client/consumer.h"

namespace highwater {

// Fetches from every broker that is not fetched from already.
void send_fetches(Consumer& self, Effects& out);
void handle_fetched(Consumer& self, NodeId from, FetchResponse const& response, Effects& out);
// The fetch to this peer was lost; the next one begins a new session.
void fetch_failed(Consumer& self, NodeId peer);

}  // namespace highwater

// How a consumer gets its records (Fetcher, FetchSessionHandler): one fetch at a time to each
// broker that leads, or is the preferred replica of, an assigned partition.
#pragma once

#include "client/consumer.h"

namespace highwater {

// Fetches from every broker that is not fetched from already.
void send_fetches(Consumer& self, Effects& out);
// True when nothing but positions has moved.
bool handle_fetched(Consumer& self, NodeId from, FetchResponse const& response, Effects& out);
// After such an answer: the next fetch of that session, without a look at anything else. False when
// the session is outdated and has to be looked at after all.
bool continue_session(Consumer& self, NodeId node, FetchResponse const& last, Effects& out);
// Something changed that may move partitions between brokers: every session is looked at again.
void outdate_sessions(Consumer& self);
// Moves the position over at most so many of the records, which are returned by poll().
std::int32_t consume_records(Consumer& self, AssignedPartition& partition, FetchedRecords& chunk,
                             std::int32_t most);
// The fetch to this peer was lost; the next one begins a new session.
void fetch_failed(Consumer& self, NodeId peer, Effects& out);

}  // namespace highwater

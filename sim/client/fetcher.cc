#include "client/fetcher.h"

#include <algorithm>

#include "client/group_member.h"
#include "client/positions.h"

namespace highwater {

namespace {
using Index = std::vector<std::uint32_t>::size_type;

FetchSessionHandler& session_with(Consumer& self, NodeId node) {
    auto at = std::lower_bound(self.sessions.begin(), self.sessions.end(), node,
                               [](FetchSessionHandler const& s, NodeId n) { return s.node < n; });
    if (at == self.sessions.end() || at->node != node) {
        at = self.sessions.insert(at, FetchSessionHandler{});
        at->node = node;
    }
    return *at;
}

HandledPartition* find_in(FetchSessionHandler& session, TopicPartition partition) {
    auto const at = std::lower_bound(
        session.partitions.begin(), session.partitions.end(), partition,
        [](HandledPartition const& s, TopicPartition p) { return s.partition < p; });
    return at != session.partitions.end() && at->partition == partition ? &*at : nullptr;
}

void begin_anew(FetchSessionHandler& session) {
    session.epoch = 0;  // with the old id, so that the broker can drop that session
    session.partitions.clear();
}

// Back to the leader, which may send it away again.
void leave_preferred_replica(AssignedPartition& partition, ErrorCode error, Effects& out) {
    if (partition.preferred_replica == kNoBroker) return;
    out.note(PreferredReplicaLeft{partition.partition, partition.preferred_replica, error});
    partition.preferred_replica = kNoBroker;
}

// Whom to fetch this partition from; kNoNode: nobody now.
NodeId source_of(Consumer& self, AssignedPartition& partition, PartitionBelief const& belief,
                 Effects& out) {
    if (partition.preferred_replica != kNoBroker) {
        NodeId const replica = address_of(self.metadata, partition.preferred_replica);
        bool const is_over = out.now() >= partition.preferred_until;
        if (!is_over && replica != kNoNode) return replica;
        leave_preferred_replica(partition,
                                is_over ? ErrorCode::none : ErrorCode::broker_not_available, out);
        // Nobody knows it any more: what else is believed may be stale too.
        if (!is_over) request_update(self.metadata, RefreshReason::unknown_leader);
    }
    return address_of(self.metadata, belief.leader);
}

// Who sent something that still waits to be returned by poll(). Nothing more is fetched from them,
// or their sessions would forget those partitions (AbstractFetch.bufferedNodes).
std::vector<NodeId> buffered_nodes(Consumer& self, Effects& out) {
    std::vector<NodeId> nodes;
    for (FetchedRecords const& records : self.application.fetched) {
        AssignedPartition* const partition = find_assigned(self, records.partition);
        if (partition == nullptr || partition->is_paused) continue;
        if (partition->state != PositionState::fetching) continue;
        PartitionBelief const* belief = find_partition(self.metadata, records.partition);
        if (belief != nullptr) nodes.push_back(source_of(self, *partition, *belief, out));
    }
    return nodes;
}

struct Fetch {
    NodeId node;
    std::vector<HandledPartition> partitions;  // sorted, as the assigned ones are
};

std::vector<Fetch> partitions_by_source(Consumer& self, Effects& out) {
    std::vector<Fetch> fetches;
    std::vector<NodeId> const buffered = buffered_nodes(self, out);
    for (AssignedPartition& partition : self.partitions) {
        if (partition.state != PositionState::fetching || out.now() < partition.retry_at) continue;
        if (partition.is_paused) continue;
        PartitionBelief const* belief = find_partition(self.metadata, partition.partition);
        NodeId const node = belief != nullptr ? source_of(self, partition, *belief, out) : kNoNode;
        if (node == kNoNode) {
            request_update(self.metadata, RefreshReason::unknown_leader,
                           ErrorCode::leader_not_available);
            continue;
        }
        bool const is_buffered =
            std::find(buffered.begin(), buffered.end(), node) != buffered.end();
        if (is_buffered || session_with(self, node).is_waiting) continue;
        auto fetch = std::find_if(fetches.begin(), fetches.end(),
                                  [&](Fetch const& f) { return f.node == node; });
        if (fetch == fetches.end()) fetch = fetches.insert(fetches.end(), {node, {}});
        Uuid const topic_id = find_topic(self.metadata, partition.partition.topic)->topic_id;
        fetch->partitions.push_back(
            {partition.partition, topic_id, partition.position, belief->epoch});
    }
    return fetches;
}

FetchPartition fetch_of(HandledPartition const& wanted, std::int32_t max_bytes) {
    FetchPartition partition;
    partition.partition = wanted.partition;
    partition.partition_max_bytes = max_bytes;
    partition.topic_id = wanted.topic_id;
    partition.fetch_offset = wanted.fetch_offset;
    partition.current_leader_epoch = wanted.leader_epoch;
    return partition;
}

// What the broker does not know yet, and what it shall forget.
FetchPartitions difference(FetchSessionHandler const& session, Fetch const& fetch,
                           std::int32_t partition_max_bytes) {
    FetchPartitions result;
    auto known = session.partitions.begin();
    for (HandledPartition const& wanted : fetch.partitions) {
        while (known != session.partitions.end() && known->partition < wanted.partition) {
            result.forgotten.push_back((known++)->partition);
        }
        bool const is_known =
            known != session.partitions.end() && known->partition == wanted.partition;
        bool const is_same = is_known && *known == wanted;
        if (is_known) ++known;
        if (!is_same) result.changed.push_back(fetch_of(wanted, partition_max_bytes));
    }
    for (; known != session.partitions.end(); ++known) result.forgotten.push_back(known->partition);
    return result;
}

void send_fetch(Consumer& self, FetchSessionHandler& session, FetchPartitions partitions,
                Effects& out) {
    ConsumerConfig const& config = self.spec->config;
    FetchRequest request;
    request.session_id = session.id;
    request.session_epoch = session.epoch;
    request.max_wait_ms = config.fetch_max_wait_ms;
    request.min_bytes = config.fetch_min_bytes;
    request.max_bytes = config.fetch_max_bytes;
    request.rack = config.client_rack;
    request.isolation = config.isolation_read_committed ? IsolationLevel::read_committed
                                                        : IsolationLevel::read_uncommitted;
    partitions.client_id = client_id(self);
    request.partitions = make_payload(std::move(partitions));
    session.is_waiting = true;
    send_request(self.connections, session.node, std::move(request), 0, out);
}

// ---- answers -----------------------------------------------------------------------------------
std::optional<std::string> value_of(Records const& records, Index i) {
    if (!records.contents.empty()) return records.contents[i].value;
    return std::string(static_cast<std::string::size_type>(records.value_size), 'x');
}

Offset offset_of(RecordBatch const& batch, Index i) {
    auto const delta =
        batch.offset_deltas.empty() ? static_cast<std::int32_t>(i) : batch.offset_deltas[i];
    return batch.base_offset + delta;
}

ReadRecord read_record(TopicPartition partition, RecordBatch const& batch, Index i) {
    Records const& records = *batch.records;
    ReadRecord record;
    record.partition = partition;
    record.offset = offset_of(batch, i);
    record.leader_epoch = batch.partition_leader_epoch;
    record.value = value_of(records, i);
    record.timestamp_type = batch.timestamp_type;
    bool const is_create = batch.timestamp_type == TimestampType::create_time;
    record.timestamp_ms = is_create ? batch.base_timestamp_ms + records.timestamp_delta_ms[i]
                                    : batch.max_timestamp_ms;
    if (records.contents.empty()) return record;
    record.key = records.contents[i].key;
    record.headers = records.contents[i].headers;
    return record;
}

// The records of one batch from the position on, at most so many. The first may lie before it:
// batches are sent whole.
std::int32_t consume_batch(Consumer& self, AssignedPartition& partition, RecordBatch const& batch,
                           std::int32_t most) {
    if (batch.next_offset() <= partition.position) return 0;
    std::int32_t count = 0;
    if (!batch.is_control() && batch.records) {
        Records const& records = *batch.records;
        bool const is_read = self.spec->stops_at_end;
        bool const collects = is_read || self.spec->keeps_records;
        for (Index i = 0; i < records.nth.size(); ++i) {
            Offset const offset = offset_of(batch, i);
            if (offset < partition.position) continue;
            if (is_read && offset >= partition.stop_at) continue;
            if (count == most) {
                partition.position = offset;
                partition.position_epoch = batch.partition_leader_epoch;
                return count;
            }
            ++count;
            if (!collects) continue;
            self.read.records.edit().push_back(read_record(partition.partition, batch, i));
        }
    }
    partition.position = batch.next_offset();
    partition.position_epoch = batch.partition_leader_epoch;
    return count;
}

void answer_error(Consumer& self, AssignedPartition& partition, FetchedPartition const& fetched,
                  Effects& out) {
    bool const was_from_follower = partition.preferred_replica != kNoBroker;
    leave_preferred_replica(partition, fetched.error, out);
    if (fetched.error == ErrorCode::offset_out_of_range) {
        // A follower may simply be behind; the leader has the last word.
        if (was_from_follower) return;
        return apply_reset_policy(self, partition, PositionReason::out_of_range, fetched.error);
    }
    bool const is_news = learn_leader(self.metadata, partition.partition, fetched.current_leader,
                                      fetched.current_leader_epoch, out);
    back_off(self, partition, fetched.error, out);
    if (is_news) partition.retry_at = kLongAgo;  // KIP-951: the new leader can be asked at once
}

// True when the partition is simply read on.
bool handle_partition(Consumer& self, FetchSessionHandler& session, FetchedPartition const& fetched,
                      Effects& out) {
    HandledPartition const* asked = find_in(session, fetched.partition);
    AssignedPartition* partition = find_assigned(self, fetched.partition);
    if (asked == nullptr || partition == nullptr) return false;
    if (partition->state != PositionState::fetching) return false;
    if (partition->position != asked->fetch_offset) return false;  // a seek came in between
    if (fetched.error != ErrorCode::none) {
        answer_error(self, *partition, fetched, out);
        return false;
    }
    if (fetched.high_watermark != kNoOffset) partition->high_watermark = fetched.high_watermark;
    if (fetched.last_stable_offset != kNoOffset) {
        partition->last_stable_offset = fetched.last_stable_offset;
    }
    if (fetched.log_start_offset != kNoOffset) {
        partition->log_start_offset = fetched.log_start_offset;
    }
    if (fetched.preferred_read_replica != kNoBroker) {
        partition->preferred_replica = fetched.preferred_read_replica;
        partition->preferred_until = out.now() + self.metadata.settings.max_age;
        return false;
    }
    if (!fetched.batches.empty()) {
        self.application.fetched.push_back(
            {partition->partition, partition->position, fetched.batches});
    }
    return !partition->is_paused;
}
}  // namespace

std::int32_t consume_records(Consumer& self, AssignedPartition& partition, FetchedRecords& chunk,
                             std::int32_t most) {
    std::int32_t count = 0;
    auto done = chunk.batches.begin();
    for (; done != chunk.batches.end() && count < most; ++done) {
        RecordBatch const& batch = **done;
        count += consume_batch(self, partition, batch, most - count);
        if (partition.position < batch.next_offset()) break;  // not all of it
        if (batch.compression != Compression::none) {
            self.compression_cpu_ns +=
                decompression_ns(batch.compression, uncompressed_size(batch));
        }
    }
    chunk.batches.erase(chunk.batches.begin(), done);
    return count;
}

void send_fetches(Consumer& self, Effects& out) {
    for (Fetch& fetch : partitions_by_source(self, out)) {
        if (!can_send(self.connections, fetch.node, out.now())) continue;
        FetchSessionHandler& session = session_with(self, fetch.node);
        std::int32_t const max_bytes = self.spec->config.max_partition_fetch_bytes;
        FetchPartitions changes = difference(session, fetch, max_bytes);
        session.partitions = std::move(fetch.partitions);
        session.is_outdated = false;
        send_fetch(self, session, std::move(changes), out);
    }
}

// An answer without news has no payload: an idle long poll costs no allocation.
std::vector<FetchedPartition> const& news_of(FetchResponse const& response) {
    static std::vector<FetchedPartition> const nothing;
    return response.partitions ? *response.partitions : nothing;
}

bool handle_fetched(Consumer& self, NodeId from, FetchResponse const& response, Effects& out) {
    FetchSessionHandler& session = session_with(self, from);
    session.is_waiting = false;
    if (response.error != ErrorCode::none) {
        if (response.error == ErrorCode::fetch_session_id_not_found) session.id = 0;
        begin_anew(session);
        return false;
    }
    bool all_is_well = true;
    for (FetchedPartition const& fetched : news_of(response)) {
        all_is_well &= handle_partition(self, session, fetched, out);
    }
    hand_over(self, out);
    session.id = response.session_id;
    if (session.id == 0) {  // the broker keeps no session for us
        begin_anew(session);
        return false;
    }
    session.epoch = session.epoch == INT32_MAX ? 1 : session.epoch + 1;
    return all_is_well && self.application.fetched.empty();
}

bool continue_session(Consumer& self, NodeId node, FetchResponse const& last, Effects& out) {
    FetchSessionHandler& session = session_with(self, node);
    if (session.is_outdated || !can_send(self.connections, node, out.now())) return false;
    FetchPartitions changes;
    changes.changed.reserve(news_of(last).size());
    for (FetchedPartition const& fetched : news_of(last)) {
        HandledPartition* known = find_in(session, fetched.partition);
        Offset const position = find_assigned(self, fetched.partition)->position;
        if (known->fetch_offset == position) continue;
        known->fetch_offset = position;
        changes.changed.push_back(fetch_of(*known, self.spec->config.max_partition_fetch_bytes));
    }
    send_fetch(self, session, std::move(changes), out);
    return true;
}

void outdate_sessions(Consumer& self) {
    for (FetchSessionHandler& session : self.sessions) session.is_outdated = true;
}

void fetch_failed(Consumer& self, NodeId peer, Effects& out) {
    FetchSessionHandler& session = session_with(self, peer);
    session.is_waiting = false;
    for (HandledPartition const& lost : session.partitions) {
        AssignedPartition* partition = find_assigned(self, lost.partition);
        if (partition == nullptr) continue;
        leave_preferred_replica(*partition, ErrorCode::network_exception, out);
    }
    begin_anew(session);
}

}  // namespace highwater

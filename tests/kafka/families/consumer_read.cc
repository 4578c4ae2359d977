#include <map>
#include <stdexcept>

#include "client/aborted_transactions.h"
#include "client/positions.h"
#include "storage/producer_state_manager.h"
#include "storage/read_bounds.h"
#include "tests/kafka/families.h"

namespace highwater {

namespace {
using nlohmann::json;

Offset offset_in(json const& input, char const* key) {
    return Offset{input.at(key).get<std::int64_t>()};
}

LogEnds ends_in(json const& input) {
    return {offset_in(input, "logStartOffset"), offset_in(input, "highWatermark"),
            offset_in(input, "lastStableOffset"), offset_in(input, "logEndOffset")};
}

Reader reader_in(json const& input) {
    if (input.value("requester", "consumer") == "follower") return Reader::follower;
    if (input.at("isolationLevel").is_null()) return Reader::follower;
    std::string const level = input.at("isolationLevel");
    if (level == "read_committed") return Reader::read_committed;
    if (level == "read_uncommitted") return Reader::read_uncommitted;
    throw std::invalid_argument{"no isolation level " + level};
}

// ListOffsets, as the consumer asks it for a position.
Offset listed(LogEnds const& ends, Reader reader, std::int64_t query) {
    if (query == kEarliestTimestamp) return ends.log_start;
    if (query == kLatestTimestamp) return readable_end(ends, reader);
    throw std::invalid_argument{"no query " + std::to_string(query)};
}

json start_position(json const& input) {
    LogEnds const ends = ends_in(input);
    ConsumerSpec spec;
    std::string const policy = input.at("autoOffsetReset");
    if (!set_config(spec.config, "auto.offset.reset", policy)) {
        throw std::invalid_argument{"no policy " + policy};
    }
    Consumer consumer = make_consumer(spec, {});
    AssignedPartition partition;
    bool const has_committed = !input.at("committed").is_null();
    if (has_committed) {
        Offset const committed = offset_in(input, "committed");
        if (is_in_range(ends, committed)) return {{"position", committed.value}};
        apply_reset_policy(consumer, partition, PositionReason::out_of_range,
                           ErrorCode::offset_out_of_range);
    } else {
        apply_reset_policy(consumer, partition, PositionReason::earliest,
                           ErrorCode::offset_out_of_range);
    }
    if (partition.state == PositionState::failed) {
        return {{"error", has_committed ? "OffsetOutOfRange" : "NoOffsetForPartition"}};
    }
    Offset const position = listed(ends, reader_in(input), partition.reset_to);
    return {{"position", position.value},
            {"reason", has_committed ? "OFFSET_OUT_OF_RANGE" : "no committed offset"}};
}

json fetch_bound(json const& input) {
    LogEnds const ends = ends_in(input);
    Offset const from = offset_in(input, "fetchOffset");
    if (!is_in_range(ends, from)) return {{"error", "OFFSET_OUT_OF_RANGE"}};
    json offsets = json::array();
    for (Offset at = from; at < readable_end(ends, reader_in(input)); at = at + 1) {
        offsets.push_back(at.value);
    }
    return {{"error", "NONE"}, {"offsetsReturned", offsets}};
}

json list_offsets(json const& input) {
    LogEnds const ends = ends_in(input);
    Reader const reader = reader_in(input);
    auto const query = input.at("query").get<std::int64_t>();
    Offset const epoch_start = offset_in(input, "leaderEpochStartOffset");
    if (query != kEarliestTimestamp && may_be_stale(ends, reader, epoch_start)) {
        return {{"error", "OFFSET_NOT_AVAILABLE"}};
    }
    return {{"offset", listed(ends, reader, query).value}};
}

json transactional_read(json const& input) {
    ProducerStateManager manager;
    std::vector<RecordBatch> log;
    std::map<std::int64_t, std::int32_t> sequences;
    for (json const& one : input.at("log")) {
        std::string const type = one.at("type");
        RecordBatch batch;
        batch.base_offset = offset_in(one, "offset");
        batch.max_timestamp_ms = 0;
        bool const is_plain = type == "plain";
        auto const producer = one.at("producerId").get<std::int64_t>();
        if (!is_plain) {
            batch.producer_id = ProducerId{producer};
            batch.producer_epoch = 0;
            batch.is_transactional = true;
        }
        EndTransactionMarker marker;
        bool const is_marker = type == "commitMarker" || type == "abortMarker";
        if (is_marker) {
            marker.is_commit = type == "commitMarker";
            batch.control = marker.is_commit ? ControlType::commit : ControlType::abort;
        } else if (!is_plain) {
            if (type != "transactional") throw std::invalid_argument{"no type " + type};
            batch.base_sequence = sequences[producer]++;
        }
        manager.append(batch, is_marker ? &marker : nullptr);
        log.push_back(batch);
    }
    Offset const high_watermark = offset_in(input, "highWatermark");
    manager.high_watermark_advanced(high_watermark);
    Offset const stable = manager.last_stable_offset(high_watermark);
    std::vector<AbortedTransaction> const aborted = manager.aborted_in(Offset{}, stable);
    AbortedTransactions filter{aborted};
    json committed = json::array();
    json uncommitted = json::array();
    for (RecordBatch const& batch : log) {
        if (batch.base_offset < stable && filter.is_visible(batch)) {
            committed.push_back(batch.base_offset.value);
        }
        if (batch.base_offset < high_watermark && !batch.is_control()) {
            uncommitted.push_back(batch.base_offset.value);
        }
    }
    json listed = json::array();
    for (AbortedTransaction const& one : aborted) {
        listed.push_back({{"producerId", one.id.value},
                          {"firstOffset", one.first_offset.value},
                          {"lastOffset", one.last_offset.value}});
    }
    return {{"lastStableOffset", stable.value},
            {"readCommitted", committed},
            {"readUncommitted", uncommitted},
            {"abortedTransactions", listed},
            {"nextPositionReadCommitted", stable.value}};
}
}  // namespace

json replay_consumer_read(json const& input) {
    std::string const kind = input.at("kind");
    if (kind == "startPosition") return start_position(input);
    if (kind == "fetchBound") return fetch_bound(input);
    if (kind == "listOffsets") return list_offsets(input);
    if (kind == "transactionalRead") return transactional_read(input);
    throw std::invalid_argument{"no kind " + kind};
}

}  // namespace highwater

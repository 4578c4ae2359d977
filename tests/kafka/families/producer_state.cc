#include "storage/producer_state_manager.h"

#include <algorithm>
#include <stdexcept>

#include "tests/kafka/families.h"
#include "tests/kafka/hex.h"

namespace highwater {

namespace {
using nlohmann::json;

constexpr std::int64_t kNowMs = 1'700'000'000'000;

std::string file_name(Offset offset) {
    std::string const number = std::to_string(offset.value);
    return std::string(20 - number.size(), '0') + number + ".snapshot";
}

AppendOrigin origin_of(json const& op) {
    std::string const origin = op.value("origin", "CLIENT");
    if (origin == "CLIENT") return AppendOrigin::client;
    if (origin == "REPLICATION") return AppendOrigin::replication;
    if (origin == "COORDINATOR") return AppendOrigin::coordinator;
    throw std::invalid_argument{"no origin " + origin};
}

// A log of which only the ends count.
struct ProducerScript {
    ProducerStateManager manager;
    std::int64_t expiration_ms;
    Offset end;
    Offset high_watermark;

    json state() const {
        auto const unstable = manager.first_unstable_offset();
        return {{"leo", end.value},
                {"hw", high_watermark.value},
                {"firstUnstableOffset", unstable ? json(unstable->value) : json(nullptr)},
                {"lso", manager.last_stable_offset(high_watermark).value}};
    }

    RecordBatch batch(json const& op, std::int32_t count) const {
        RecordBatch made;
        made.base_offset = end;
        made.last_offset_delta = count - 1;
        made.base_timestamp_ms = made.max_timestamp_ms = kNowMs;
        made.producer_id = ProducerId{op.at("pid").get<std::int64_t>()};
        made.producer_epoch = op.at("epoch").get<std::int16_t>();
        return made;
    }

    json write(RecordBatch const& made, AppendOrigin origin, EndTransactionMarker const* marker) {
        SequenceVerdict const verdict = manager.check(made, origin, marker);
        if (verdict.error != ErrorCode::none) {
            return {{"result", std::string{name_of(verdict.error)}}};
        }
        if (verdict.duplicate_of != nullptr) {
            return {{"result", "duplicate"},
                    {"baseOffset", verdict.duplicate_of->first_offset().value},
                    {"lastOffset", verdict.duplicate_of->last_offset.value}};
        }
        manager.append(made, marker);
        end = made.next_offset();
        return {{"result", "ok"},
                {"baseOffset", made.base_offset.value},
                {"lastOffset", made.last_offset().value}};
    }

    json append(json const& op) {
        if (op.contains("atOffset")) end = Offset{op.at("atOffset").get<std::int64_t>()};
        RecordBatch made = batch(op, op.at("count").get<std::int32_t>());
        made.base_sequence = op.at("firstSeq").get<std::int32_t>();
        made.is_transactional = op.value("txn", false);
        return write(made, origin_of(op), nullptr);
    }

    json end_transaction(json const& op) {
        RecordBatch made = batch(op, 1);
        EndTransactionMarker marker;
        marker.is_commit = op.at("type") == "COMMIT";
        marker.coordinator_epoch = op.at("coordinatorEpoch").get<std::int32_t>();
        marker.transaction_version = op.value("transactionVersion", std::int16_t{0});
        made.control = marker.is_commit ? ControlType::commit : ControlType::abort;
        made.is_transactional = true;
        AppendOrigin const origin =
            op.contains("origin") ? origin_of(op) : AppendOrigin::coordinator;
        return write(made, origin, &marker);
    }

    json snapshot() {
        auto const file = manager.take_snapshot();
        if (!file) return {{"file", nullptr}};
        return {{"file", file_name(file->offset)}, {"hex", hex_of(file->bytes)}};
    }

    json reload(json const& op) {
        end = Offset{op.at("logEndOffset").get<std::int64_t>()};
        high_watermark = std::min(high_watermark, end);
        manager.truncate_and_reload(Offset{op.at("logStartOffset").get<std::int64_t>()}, end,
                                    kNowMs, expiration_ms);
        return {{"mapEndOffset", manager.end_offset().value}};
    }

    json play(json const& op) {
        std::string const kind = op.at("op");
        json out = json::object();
        if (kind == "append") {
            out = append(op);
        } else if (kind == "marker") {
            out = end_transaction(op);
        } else if (kind == "hw") {
            high_watermark = Offset{op.at("value").get<std::int64_t>()};
            manager.high_watermark_advanced(high_watermark);
        } else if (kind == "expire") {
            manager.forget_idle(op.at("nowMs").get<std::int64_t>(), expiration_ms);
        } else if (kind == "snapshot") {
            out = snapshot();
        } else if (kind == "truncateAndReload") {
            out = reload(op);
        } else {
            throw std::invalid_argument{"no step " + kind};
        }
        out["op"] = op;
        out.update(state());
        return out;
    }

    json producers() const {
        json all = json::object();
        for (ProducerEntry const& one : manager.producers().producers) {
            json batches = json::array();
            for (std::size_t i = 0; i < one.count; ++i) {
                BatchMetadata const& known = one.batches[i];
                batches.push_back({{"firstSeq", known.first_sequence},
                                   {"lastSeq", known.last_sequence},
                                   {"firstOffset", known.first_offset().value},
                                   {"lastOffset", known.last_offset.value}});
            }
            TransactionalProducer const producer = manager.find(one.id);
            bool const is_open = producer.first_offset != kNoOffset;
            all[std::to_string(one.id.value)] = {
                {"epoch", one.epoch},
                {"coordinatorEpoch", producer.coordinator_epoch},
                {"currentTxnFirstOffset",
                 is_open ? json(producer.first_offset.value) : json(nullptr)},
                {"cachedBatches", batches}};
        }
        return all;
    }
};
}  // namespace

json replay_producer_state(json const& input) {
    ProducerScript script;
    script.expiration_ms = input.at("producerIdExpirationMs").get<std::int64_t>();
    json steps = json::array();
    for (json const& op : input.at("steps")) steps.push_back(script.play(op));
    json out = {{"steps", steps}, {"producers", script.producers()}};
    json aborted = json::array();
    for (AbortedTransaction const& one : script.manager.aborted()) {
        aborted.push_back({{"producerId", one.id.value},
                           {"firstOffset", one.first_offset.value},
                           {"lastOffset", one.last_offset.value},
                           {"lastStableOffset", one.last_stable_offset.value}});
    }
    if (!aborted.empty()) out["abortedTxnIndex"] = aborted;
    return out;
}

}  // namespace highwater

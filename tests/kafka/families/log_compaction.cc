#include <map>
#include <stdexcept>
#include <string>

#include "storage/cleaner.h"
#include "tests/kafka/families.h"

namespace highwater {

namespace {
using nlohmann::json;

constexpr std::int64_t kCleanedAtMs = 1'700'000'000'000;

// A log that is written, rolled and cleaned step by step.
struct CompactionScript {
    Log log;
    ProducerStateManager producers;
    std::int64_t delete_retention_ms{};
    std::map<std::int64_t, std::int32_t> next_sequence;
    Offset first_dirty;

    // "a" has the value v<offset>; ["a", null] is a tombstone, [null, "x"] has no key.
    RecordContent content(json const& key, Offset offset) const {
        RecordContent made;
        if (!key.is_array()) {
            made.key = key.get<std::string>();
            made.value = "v" + std::to_string(offset.value);
            return made;
        }
        if (!key.at(0).is_null()) made.key = key.at(0).get<std::string>();
        if (!key.at(1).is_null()) made.value = key.at(1).get<std::string>();
        return made;
    }

    RecordBatch batch(std::size_t count) const {
        RecordBatch made;
        made.base_offset = log.end_offset();
        made.partition_leader_epoch = LeaderEpoch{0};
        made.base_timestamp_ms = made.max_timestamp_ms = kCleanedAtMs;
        made.last_offset_delta = static_cast<std::int32_t>(count) - 1;
        return made;
    }

    void write(RecordBatch made, EndTransactionMarker const* marker) {
        made.size_in_bytes = encoded_size(made);
        auto const written = std::make_shared<RecordBatch const>(std::move(made));
        producers.append(*written, marker);
        log.append(written, INT64_MAX);
    }

    void append(json const& keys, std::int64_t pid, bool is_transactional) {
        RecordBatch made = batch(keys.size());
        auto records = std::make_shared<Records>();
        for (std::size_t i = 0; i < keys.size(); ++i) {
            records->nth.push_back(0);
            records->timestamp_delta_ms.push_back(0);
            records->contents.push_back(
                content(keys[i], made.base_offset + static_cast<std::int64_t>(i)));
        }
        made.records = std::move(records);
        if (pid >= 0) {
            made.producer_id = ProducerId{pid};
            made.producer_epoch = 0;
            made.base_sequence = next_sequence[pid];
            made.is_transactional = is_transactional;
            next_sequence[pid] += static_cast<std::int32_t>(keys.size());
        }
        write(std::move(made), nullptr);
    }

    void end_transaction(std::int64_t pid, bool is_commit) {
        EndTransactionMarker marker;
        marker.is_commit = is_commit;
        RecordBatch made = batch(1);
        auto records = std::make_shared<Records>();
        records->nth = {0};
        records->timestamp_delta_ms = {0};
        records->contents = {{std::string(4, '\0'), std::string(6, '\0'), {}}};
        made.records = std::move(records);
        made.producer_id = ProducerId{pid};
        made.producer_epoch = 0;
        made.is_transactional = true;
        made.control = is_commit ? ControlType::commit : ControlType::abort;
        write(std::move(made), &marker);
    }

    json clean_once(json const& options) {
        Offset const active = log.segments().back().base_offset;
        CleaningRound round;
        round.first_dirty = Offset{options.value("firstDirtyOffset", first_dirty.value)};
        round.first_uncleanable = Offset{options.value("firstUncleanableOffset", active.value)};
        round.now_ms = options.value("now", kCleanedAtMs);
        round.delete_retention_ms = delete_retention_ms;
        round.segment_bytes = 1'073'741'824;
        producers.high_watermark_advanced(log.end_offset());
        first_dirty = clean(log, round, producers.producers(), producers.aborted()).first_dirty;
        return {{"firstDirtyOffset", round.first_dirty.value},
                {"firstUncleanableOffset", round.first_uncleanable.value},
                {"newFirstDirtyOffset", first_dirty.value},
                {"state", state()}};
    }

    json state() const {
        json offsets = json::array();
        json records = json::array();
        json last_offsets = json::array();
        json empty = json::array();
        json horizons = json::object();
        for (std::int64_t b = 0; b < log.batches().size(); ++b) {
            RecordBatch const& one = *log.batches()[b];
            last_offsets.push_back(one.last_offset().value);
            if (one.count() == 0) empty.push_back(one.last_offset().value);
            if (one.delete_horizon_ms != kNoDeleteHorizon) {
                horizons[std::to_string(one.last_offset().value)] = one.delete_horizon_ms;
            }
            for (std::int32_t i = 0; i < one.count(); ++i) {
                offsets.push_back(one.offset_of(i).value);
                if (one.is_control()) continue;
                RecordContent const& held = one.records->contents[static_cast<std::size_t>(i)];
                records.push_back({one.offset_of(i).value,
                                   held.key ? json(*held.key) : json(nullptr),
                                   held.value ? json(*held.value) : json(nullptr)});
            }
        }
        return {{"offsets", offsets},
                {"records", records},
                {"batchLastOffsets", last_offsets},
                {"emptyBatches", empty},
                {"deleteHorizons", horizons}};
    }
};
}  // namespace

nlohmann::json replay_log_compaction(nlohmann::json const& input) {
    CompactionScript script;
    script.delete_retention_ms = input.at("deleteRetentionMs").get<std::int64_t>();
    json steps = json::array();
    for (json const& op : input.at("steps")) {
        std::string const kind = op.at(0);
        if (kind == "append") {
            script.append(op.at(1), -1, false);
        } else if (kind == "tappend" || kind == "pappend") {
            script.append(op.at(2), op.at(1).get<std::int64_t>(), kind == "tappend");
        } else if (kind == "commit" || kind == "abort") {
            script.end_transaction(op.at(1).get<std::int64_t>(), kind == "commit");
        } else if (kind == "roll") {
            script.log.roll(script.log.end_offset());
        } else if (kind == "clean") {
            json done = script.clean_once(op.size() > 1 ? op.at(1) : json::object());
            done["op"] = op;
            steps.push_back(std::move(done));
        } else {
            throw std::invalid_argument{"no step " + kind};
        }
    }
    return {{"steps", steps}};
}

}  // namespace highwater

#include "client/workload.h"

#include <algorithm>

namespace highwater {

namespace {
std::uint64_t key_bits(Effects const& out, std::int64_t made) {
    return out.draw(Draw::record_key, static_cast<std::uint64_t>(out.self().value),
                    static_cast<std::uint64_t>(made));
}

std::string const& pick(std::vector<std::string> const& keys, std::uint64_t bits) {
    return keys[static_cast<std::vector<std::string>::size_type>(below(bits, keys.size()))];
}

std::optional<std::string> make_key(KeySource const& source, std::int64_t made,
                                    Effects const& out) {
    using Place = std::vector<std::string>::size_type;
    switch (source.kind) {
    case KeySource::Kind::none:
    case KeySource::Kind::field:  // the data file brings its keys
        return std::nullopt;
    case KeySource::Kind::uniform: return pick(source.keys, key_bits(out, made));
    case KeySource::Kind::cycle: return source.keys[static_cast<Place>(made) % source.keys.size()];
    case KeySource::Kind::zipf: {
        auto const ticket =
            static_cast<std::uint32_t>(below(key_bits(out, made), source.weights.back()));
        auto const at = std::upper_bound(source.weights.begin(), source.weights.end(), ticket);
        return source.keys[static_cast<Place>(at - source.weights.begin())];
    }
    case KeySource::Kind::hot: {
        std::uint64_t const bits = key_bits(out, made);
        bool const is_hot = static_cast<std::int64_t>(below(bits, 1'000'000)) < source.hot_ppm;
        if (is_hot || source.keys.empty()) return source.hot_key;
        return pick(source.keys, mix(bits));  // its own bits: the first ones decided about hot
    }
    }
    return std::nullopt;
}

// A value of so many bytes that a reader can tell from the next one.
std::string made_up_value(std::int64_t made, std::int32_t size) {
    std::string value = "v" + std::to_string(made);
    value.resize(static_cast<std::string::size_type>(size), '.');
    return value;
}
}  // namespace

bool has_more(ProducerSpec const& spec, std::int64_t made, Time now) {
    if (spec.topic == kNoName || spec.interval.us <= 0) return false;
    if (now >= spec.stops_at) return false;
    if (spec.max_records >= 0 && made >= spec.max_records) return false;
    if (spec.data && !spec.repeat_data) {
        return made < static_cast<std::int64_t>(spec.data->size());
    }
    return !spec.data || !spec.data->empty();
}

RecordToSend workload_record(ProducerSpec const& spec, std::int64_t made, Effects const& out) {
    RecordToSend record;
    record.topic = spec.topic;
    record.partition = spec.partition;
    record.value_size = spec.value_size;
    if (spec.data) {
        using Place = std::vector<DataRecord>::size_type;
        DataRecord const& line = (*spec.data)[static_cast<Place>(made) % spec.data->size()];
        record.is_synthetic = false;
        record.content.key = line.key ? line.key : make_key(spec.keys, made, out);
        record.content.value = line.value;
        record.content.headers = line.headers;
        return record;
    }
    std::optional<std::string> key = make_key(spec.keys, made, out);
    if (!key) return record;
    record.is_synthetic = false;
    record.content.key = std::move(key);
    record.content.value = made_up_value(made, spec.value_size);
    return record;
}

RecordToSend job_record(ProduceRecords const& job, std::int64_t made) {
    RecordToSend record;
    record.topic = job.topic;
    record.partition = job.partition;
    record.is_synthetic = false;
    if (job.data) {
        DataRecord const& line = (*job.data)[static_cast<std::vector<DataRecord>::size_type>(made)];
        record.content = {line.key, line.value, line.headers};
    } else {
        record.content.key = job.key;
        record.content.value = job.value ? *job.value : "v" + std::to_string(made);
    }
    if (job.timestamp_ms) record.timestamp_ms = *job.timestamp_ms + made * job.timestamp_step_ms;
    return record;
}

}  // namespace highwater

#include "node/topic_config.h"

#include "node/config_value.h"

namespace highwater {

namespace {
enum class Type : std::uint8_t { integer, integer_64, boolean, word, list, fraction };

struct Row {
    std::string_view name;
    Type type;
    std::int64_t low;
    std::int64_t high;
    std::string_view words;  // those allowed, as Kafka lists them; "" is any
};
// By name. internal.segment.bytes is not in Kafka's documentation; its own tests use it.
constexpr Row kRows[] = {
    {"cleanup.policy", Type::list, 0, 0, "compact, delete"},
    {"compression.gzip.level", Type::integer, -1, 9, ""},
    {"compression.lz4.level", Type::integer, 1, 17, ""},
    {"compression.type", Type::word, 0, 0, "uncompressed, zstd, lz4, snappy, gzip, producer"},
    {"compression.zstd.level", Type::integer, -131072, 22, ""},
    {"delete.retention.ms", Type::integer_64, 0, INT64_MAX, ""},
    {"file.delete.delay.ms", Type::integer_64, 0, INT64_MAX, ""},
    {"flush.messages", Type::integer_64, 1, INT64_MAX, ""},
    {"flush.ms", Type::integer_64, 0, INT64_MAX, ""},
    {"follower.replication.throttled.replicas", Type::list, 0, 0, ""},
    {"index.interval.bytes", Type::integer, 0, INT64_MAX, ""},
    {"leader.replication.throttled.replicas", Type::list, 0, 0, ""},
    {"local.retention.bytes", Type::integer_64, -2, INT64_MAX, ""},
    {"local.retention.ms", Type::integer_64, -2, INT64_MAX, ""},
    {"max.compaction.lag.ms", Type::integer_64, 1, INT64_MAX, ""},
    {"max.message.bytes", Type::integer, 0, INT64_MAX, ""},
    {"message.timestamp.after.max.ms", Type::integer_64, 0, INT64_MAX, ""},
    {"message.timestamp.before.max.ms", Type::integer_64, 0, INT64_MAX, ""},
    {"message.timestamp.type", Type::word, 0, 0, "CreateTime, LogAppendTime"},
    {"min.cleanable.dirty.ratio", Type::fraction, 0, 1, ""},
    {"min.compaction.lag.ms", Type::integer_64, 0, INT64_MAX, ""},
    {"min.insync.replicas", Type::integer, 1, INT64_MAX, ""},
    {"preallocate", Type::boolean, 0, 0, ""},
    {"remote.log.copy.disable", Type::boolean, 0, 0, ""},
    {"remote.log.delete.on.disable", Type::boolean, 0, 0, ""},
    {"remote.storage.enable", Type::boolean, 0, 0, ""},
    {"retention.bytes", Type::integer_64, INT64_MIN, INT64_MAX, ""},
    {"retention.ms", Type::integer_64, -1, INT64_MAX, ""},
    {"segment.bytes", Type::integer, 1048576, INT64_MAX, ""},
    {"segment.index.bytes", Type::integer, 4, INT64_MAX, ""},
    {"segment.jitter.ms", Type::integer_64, 0, INT64_MAX, ""},
    {"segment.ms", Type::integer_64, 1, INT64_MAX, ""},
    {"unclean.leader.election.enable", Type::boolean, 0, 0, ""},
    {"internal.segment.bytes", Type::integer, INT64_MIN, INT64_MAX, ""},
};

Expected<NoValue> validate(Row const& row, std::string_view value) {
    switch (row.type) {
    case Type::integer: {
        std::int32_t number = 0;
        return parse_config_integer(row.name, value, {row.low, row.high}, number);
    }
    case Type::integer_64: {
        std::int64_t number = 0;
        return parse_config_integer(row.name, value, {row.low, row.high}, number);
    }
    case Type::boolean: {
        bool flag = false;
        return parse_config_boolean(row.name, value, flag);
    }
    case Type::word: return check_config_word(row.name, value, row.words);
    case Type::list: return check_config_list(row.name, value, row.words);
    case Type::fraction: return check_config_fraction(row.name, value);
    }
    return NoValue{};
}
}  // namespace

Expected<NoValue> validate_topic_config(std::string_view name, std::string_view value) {
    for (Row const& row : kRows) {
        if (row.name == name) return validate(row, value);
    }
    return Problem{"Unknown topic config name: " + std::string{name}, {}};
}

}  // namespace highwater

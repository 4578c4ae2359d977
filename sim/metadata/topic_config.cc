#include "metadata/topic_config.h"

#include <algorithm>
#include <array>

namespace highwater {

namespace {
// What a value must be like. `minimum` and `maximum` are of numbers.
enum class Kind : std::uint8_t { int32, int64, boolean, ratio, word, words, replicas };
struct Rule {
    std::string_view name;
    Kind kind;
    std::int64_t minimum;
    std::int64_t maximum;
    std::string_view choices;  // of a word or words, as the refusal lists them
};
constexpr std::int64_t kMin = INT64_MIN;
constexpr std::int64_t kMax = INT64_MAX;

// Every topic config of Kafka 4.3, by name, with LogConfig's validators.
constexpr std::array kRules = {
    Rule{"cleanup.policy", Kind::words, 0, 0, "compact, delete"},
    Rule{"compression.gzip.level", Kind::int32, -1, 9, {}},
    Rule{"compression.lz4.level", Kind::int32, 1, 17, {}},
    Rule{"compression.type", Kind::word, 0, 0, "uncompressed, zstd, lz4, snappy, gzip, producer"},
    Rule{"compression.zstd.level", Kind::int32, -131'072, 22, {}},
    Rule{"delete.retention.ms", Kind::int64, 0, kMax, {}},
    Rule{"file.delete.delay.ms", Kind::int64, 0, kMax, {}},
    Rule{"flush.messages", Kind::int64, 1, kMax, {}},
    Rule{"flush.ms", Kind::int64, 0, kMax, {}},
    Rule{"follower.replication.throttled.replicas", Kind::replicas, 0, 0, {}},
    Rule{"index.interval.bytes", Kind::int32, 0, kMax, {}},
    Rule{"leader.replication.throttled.replicas", Kind::replicas, 0, 0, {}},
    Rule{"local.retention.bytes", Kind::int64, -2, kMax, {}},
    Rule{"local.retention.ms", Kind::int64, -2, kMax, {}},
    Rule{"max.compaction.lag.ms", Kind::int64, 1, kMax, {}},
    Rule{"max.message.bytes", Kind::int32, 0, kMax, {}},
    Rule{"message.timestamp.after.max.ms", Kind::int64, 0, kMax, {}},
    Rule{"message.timestamp.before.max.ms", Kind::int64, 0, kMax, {}},
    Rule{"message.timestamp.type", Kind::word, 0, 0, "CreateTime, LogAppendTime"},
    Rule{"min.cleanable.dirty.ratio", Kind::ratio, 0, 1, {}},
    Rule{"min.compaction.lag.ms", Kind::int64, 0, kMax, {}},
    Rule{"min.insync.replicas", Kind::int32, 1, kMax, {}},
    Rule{"preallocate", Kind::boolean, 0, 0, {}},
    Rule{"remote.log.copy.disable", Kind::boolean, 0, 0, {}},
    Rule{"remote.log.delete.on.disable", Kind::boolean, 0, 0, {}},
    Rule{"remote.storage.enable", Kind::boolean, 0, 0, {}},
    Rule{"retention.bytes", Kind::int64, kMin, kMax, {}},
    Rule{"retention.ms", Kind::int64, -1, kMax, {}},
    Rule{"segment.bytes", Kind::int32, 1'048'576, kMax, {}},
    Rule{"segment.index.bytes", Kind::int32, 4, kMax, {}},
    Rule{"segment.jitter.ms", Kind::int64, 0, kMax, {}},
    Rule{"segment.ms", Kind::int64, 1, kMax, {}},
    Rule{"unclean.leader.election.enable", Kind::boolean, 0, 0, {}},
    Rule{"internal.segment.bytes", Kind::int32, 14, kMax, {}},
};

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> parts;
    while (true) {
        std::size_t const comma = text.find(',');
        std::string_view const part = trimmed(text.substr(0, comma));
        if (!part.empty()) parts.push_back(part);
        if (comma == std::string_view::npos) return parts;
        text.remove_prefix(comma + 1);
    }
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    bool const negative = !text.empty() && text.front() == '-';
    if (!text.empty() && (negative || text.front() == '+')) text.remove_prefix(1);
    if (text.empty()) return std::nullopt;
    std::uint64_t value = 0;
    std::uint64_t const most = negative ? 1ULL << 63 : (1ULL << 63) - 1;
    for (char const c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        auto const digit = static_cast<std::uint64_t>(c - '0');
        if (value > (most - digit) / 10) return std::nullopt;
        value = value * 10 + digit;
    }
    return static_cast<std::int64_t>(negative ? ~value + 1 : value);
}

bool equals_ignoring_case(std::string_view text, std::string_view lower_case) {
    return std::equal(
        text.begin(), text.end(), lower_case.begin(), lower_case.end(),
        [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
}

// A decimal between 0 and 1; the simulator itself never computes with it.
std::optional<bool> is_ratio_in_range(std::string_view text) {
    std::string_view digits = text;
    bool const negative = !digits.empty() && digits.front() == '-';
    if (negative) digits.remove_prefix(1);
    std::size_t const point = digits.find('.');
    std::string const whole{digits.substr(0, point)};
    std::string const fraction{point == std::string_view::npos ? "" : digits.substr(point + 1)};
    auto const all_digits = [](std::string const& part) {
        return part.find_first_not_of("0123456789") == std::string::npos;
    };
    if (whole.empty() && fraction.empty()) return std::nullopt;
    if (!all_digits(whole) || !all_digits(fraction)) return std::nullopt;
    bool const whole_is_zero = whole.find_first_not_of('0') == std::string::npos;
    bool const fraction_is_zero = fraction.find_first_not_of('0') == std::string::npos;
    if (whole_is_zero) return !negative || fraction_is_zero;
    std::size_t const first = whole.find_first_not_of('0');
    return !negative && whole.substr(first) == "1" && fraction_is_zero;
}

Problem invalid(std::string_view name, std::string_view value, std::string const& why) {
    return {"Invalid value " + std::string{value} + " for configuration " + std::string{name} +
                (why.empty() ? "" : ": " + why),
            ""};
}

Expected<NoValue> check_number(Rule const& rule, std::string_view value) {
    bool const is_int = rule.kind == Kind::int32;
    auto const number = parse_integer(value);
    if (!number || (is_int && (*number > INT32_MAX || *number < INT32_MIN))) {
        return invalid(rule.name, value,
                       std::string{"Not a number of type "} + (is_int ? "INT" : "LONG"));
    }
    if (*number < rule.minimum) {
        return invalid(rule.name, value, "Value must be at least " + std::to_string(rule.minimum));
    }
    if (*number > rule.maximum) {
        return invalid(rule.name, value,
                       "Value must be no more than " + std::to_string(rule.maximum));
    }
    return NoValue{};
}

Expected<NoValue> check_words(Rule const& rule, std::string_view value) {
    std::vector<std::string_view> const allowed = split(rule.choices);
    std::vector<std::string_view> const given =
        rule.kind == Kind::words ? split(value) : std::vector{value};
    for (std::string_view const word : given) {
        if (std::find(allowed.begin(), allowed.end(), word) == allowed.end()) {
            return invalid(rule.name, word, "String must be one of: " + std::string{rule.choices});
        }
    }
    return NoValue{};
}

Expected<NoValue> check_replicas(Rule const& rule, std::string_view value) {
    if (value == "*") return NoValue{};
    for (std::string_view const entry : split(value)) {
        std::size_t const colon = entry.find(':');
        bool const is_pair = colon != std::string_view::npos &&
                             parse_integer(entry.substr(0, colon)) &&
                             parse_integer(entry.substr(colon + 1));
        if (!is_pair) {
            return invalid(rule.name, value,
                           std::string{rule.name} +
                               " must be the literal '*' or a list of replicas in the following "
                               "format: [partitionId]:[brokerId],[partitionId]:[brokerId],...");
        }
    }
    return NoValue{};
}
}  // namespace

Expected<NoValue> check_topic_config(std::string_view name, std::string_view value) {
    auto const rule = std::find_if(kRules.begin(), kRules.end(),
                                   [&](Rule const& candidate) { return candidate.name == name; });
    if (rule == kRules.end()) return Problem{"Unknown topic config name: " + std::string{name}, ""};
    value = trimmed(value);
    switch (rule->kind) {
    case Kind::int32:
    case Kind::int64: return check_number(*rule, value);
    case Kind::word:
    case Kind::words: return check_words(*rule, value);
    case Kind::replicas: return check_replicas(*rule, value);
    case Kind::boolean:
        if (equals_ignoring_case(value, "true") || equals_ignoring_case(value, "false")) {
            return NoValue{};
        }
        return invalid(name, value, "Expected value to be either true or false");
    case Kind::ratio: {
        auto const in_range = is_ratio_in_range(value);
        if (!in_range) return invalid(name, value, "Not a number of type DOUBLE");
        if (*in_range) return NoValue{};
        return invalid(
            name, value,
            value.front() == '-' ? "Value must be at least 0" : "Value must be no more than 1");
    }
    }
    return NoValue{};
}

std::string const* resolve_topic_config(MetadataImage const& image, std::string_view topic,
                                        BrokerId broker, std::string_view topic_name,
                                        std::string_view server_name) {
    std::string const* value = find_config(image, ConfigResourceType::topic, topic, topic_name);
    if (value == nullptr && broker != kNoBroker) {
        value = find_config(image, ConfigResourceType::broker, std::to_string(broker.value),
                            server_name);
    }
    return value != nullptr ? value
                            : find_config(image, ConfigResourceType::broker, "", server_name);
}

std::int32_t effective_min_isr(MetadataImage const& image, std::string_view topic,
                               PartitionRegistration const& partition,
                               std::int32_t server_default) {
    std::string const* text =
        resolve_topic_config(image, topic, kNoBroker, "min.insync.replicas", "min.insync.replicas");
    auto const value = text == nullptr ? std::nullopt : parse_integer(trimmed(*text));
    auto const replicas = static_cast<std::int64_t>(partition.replicas.size());
    return static_cast<std::int32_t>(
        std::min<std::int64_t>(value.value_or(server_default), replicas));
}

namespace {
struct Lookup {
    MetadataImage const& image;
    std::string_view topic;
    BrokerId broker;

    std::string const* find(std::string_view name, std::string_view server_name) const {
        return resolve_topic_config(image, topic, broker, name, server_name);
    }
    template <class Number>
    Number number(std::string_view name, std::string_view server_name, Number otherwise) const {
        std::string const* text = find(name, server_name);
        auto const value = text == nullptr ? std::nullopt : parse_integer(trimmed(*text));
        return value ? static_cast<Number>(*value) : otherwise;
    }
};
}  // namespace

TopicConfig topic_config(MetadataImage const& image, std::string_view topic, BrokerId broker,
                         ServerConfig const& properties) {
    Lookup const lookup{image, topic, broker};
    TopicConfig config;
    config.min_insync_replicas = lookup.number("min.insync.replicas", "min.insync.replicas",
                                               properties.topic.min_insync_replicas);
    config.segment_bytes =
        lookup.number("segment.bytes", "log.segment.bytes", properties.topic.log_segment_bytes);
    config.max_message_bytes =
        lookup.number("max.message.bytes", "message.max.bytes", properties.message_max_bytes);

    std::string const* unclean =
        lookup.find("unclean.leader.election.enable", "unclean.leader.election.enable");
    config.unclean_leader_election_enable = unclean == nullptr
                                                ? properties.topic.unclean_leader_election_enable
                                                : equals_ignoring_case(trimmed(*unclean), "true");
    std::string const* type = lookup.find("message.timestamp.type", "log.message.timestamp.type");
    config.message_timestamp_type = type == nullptr ? properties.topic.log_message_timestamp_type
                                    : *type == "LogAppendTime" ? TimestampType::log_append_time
                                                               : TimestampType::create_time;
    std::string const* policy = lookup.find("cleanup.policy", "log.cleanup.policy");
    config.compact = false;
    config.deletes = false;
    for (std::string_view const word :
         split(policy == nullptr ? properties.topic.log_cleanup_policy : *policy)) {
        if (word == "compact") config.compact = true;
        if (word == "delete") config.deletes = true;
    }
    return config;
}

}  // namespace highwater

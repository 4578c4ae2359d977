#include "node/config.h"

#include <algorithm>
#include <type_traits>

#include "base/text.h"
#include "node/config_value.h"
#include "node/topic_name.h"

namespace highwater {

namespace {
// What Kafka allows where that is not everything that fits the type.
struct RangeRow {
    std::string_view name;
    ConfigRange range;
};
constexpr std::int64_t kNoLimit = INT64_MAX;

// Kafka would take less and spend its time on nothing else; here that time would stand still.
constexpr RangeRow kBusyBelow[] = {
    {"broker.heartbeat.interval.ms", {1, kNoLimit}},
    {"controller.quorum.election.timeout.ms", {1, kNoLimit}},
    {"controller.quorum.fetch.timeout.ms", {10, kNoLimit}},
    {"heartbeat.interval.ms", {1, kNoLimit}},
    {"log.cleaner.backoff.ms", {1, kNoLimit}},
    {"replica.high.watermark.checkpoint.interval.ms", {1, kNoLimit}},
    {"replica.lag.time.max.ms", {2, kNoLimit}},
    {"unclean.leader.election.interval.ms", {1, kNoLimit}},
};

constexpr RangeRow kServerRanges[] = {
    {"controller.quorum.append.linger.ms", {0, kNoLimit}},
    {"controller.quorum.election.backoff.max.ms", {0, kNoLimit}},
    {"controller.quorum.election.timeout.ms", {0, kNoLimit}},
    {"controller.quorum.fetch.timeout.ms", {0, kNoLimit}},
    {"controller.quorum.request.timeout.ms", {0, kNoLimit}},
    {"controller.quorum.retry.backoff.ms", {0, kNoLimit}},
    {"fetch.max.bytes", {1024, kNoLimit}},
    {"group.consumer.assignment.interval.ms", {0, kNoLimit}},
    {"group.consumer.heartbeat.interval.ms", {1, kNoLimit}},
    {"group.consumer.max.assignment.interval.ms", {0, kNoLimit}},
    {"group.consumer.max.heartbeat.interval.ms", {1, kNoLimit}},
    {"group.consumer.max.session.timeout.ms", {1, kNoLimit}},
    {"group.consumer.max.size", {1, kNoLimit}},
    {"group.consumer.min.assignment.interval.ms", {0, kNoLimit}},
    {"group.consumer.min.heartbeat.interval.ms", {1, kNoLimit}},
    {"group.consumer.min.session.timeout.ms", {1, kNoLimit}},
    {"group.consumer.session.timeout.ms", {1, kNoLimit}},
    {"group.max.size", {1, kNoLimit}},
    {"leader.imbalance.check.interval.seconds", {1, kNoLimit}},
    {"log.cleaner.backoff.ms", {0, kNoLimit}},
    {"log.cleaner.delete.retention.ms", {0, kNoLimit}},
    {"log.cleaner.max.compaction.lag.ms", {1, kNoLimit}},
    {"log.cleaner.min.compaction.lag.ms", {0, kNoLimit}},
    {"log.initial.task.delay.ms", {0, kNoLimit}},
    {"log.retention.check.interval.ms", {1, kNoLimit}},
    {"log.roll.hours", {1, kNoLimit}},
    {"log.roll.ms", {1, kNoLimit}},
    {"log.segment.bytes", {1'048'576, kNoLimit}},
    {"message.max.bytes", {0, kNoLimit}},
    {"metadata.log.max.record.bytes.between.snapshots", {1, kNoLimit}},
    {"metadata.log.max.snapshot.interval.ms", {0, kNoLimit}},
    {"metadata.max.idle.interval.ms", {0, kNoLimit}},
    {"min.insync.replicas", {1, kNoLimit}},
    {"num.partitions", {1, kNoLimit}},
    {"offsets.commit.timeout.ms", {1, kNoLimit}},
    {"offsets.retention.check.interval.ms", {1, kNoLimit}},
    {"offsets.retention.minutes", {1, kNoLimit}},
    {"offsets.topic.num.partitions", {1, kNoLimit}},
    {"offsets.topic.replication.factor", {1, kNoLimit}},
    {"offsets.topic.segment.bytes", {1, kNoLimit}},
    {"quota.window.num", {1, kNoLimit}},
    {"quota.window.size.seconds", {1, kNoLimit}},
    {"replica.fetch.backoff.ms", {0, kNoLimit}},
    {"replica.fetch.max.bytes", {0, kNoLimit}},
    {"replica.fetch.response.max.bytes", {0, kNoLimit}},
    {"replication.quota.window.num", {1, kNoLimit}},
    {"replication.quota.window.size.seconds", {1, kNoLimit}},
};

// Every number of a client is at least 0, but for these.
constexpr RangeRow kClientRanges[] = {
    {"heartbeat.interval.ms", {INT64_MIN, kNoLimit}},
    {"max.in.flight.requests.per.connection", {1, kNoLimit}},
    {"max.poll.interval.ms", {1, kNoLimit}},
    {"max.poll.records", {1, kNoLimit}},
    {"session.timeout.ms", {INT64_MIN, kNoLimit}},
};

// Numbers of a client that are LONG to Kafka. Here they are milliseconds in 32 bits, and what is
// more than these hold is as good as for ever, as linger.ms is to Kafka itself.
constexpr std::string_view kClientLongs[] = {"linger.ms",
                                             "max.block.ms",
                                             "metadata.max.age.ms",
                                             "partitioner.availability.timeout.ms",
                                             "reconnect.backoff.max.ms",
                                             "reconnect.backoff.ms",
                                             "retry.backoff.max.ms",
                                             "retry.backoff.ms"};

// The words of enumerations, in the order of their values.
struct WordsRow {
    std::string_view name;
    std::string_view words;
};
constexpr WordsRow kWords[] = {
    {"compression.type", "none, gzip, snappy, lz4, zstd"},
    {"isolation.level", "read_uncommitted, read_committed"},
    {"log.message.timestamp.type", "CreateTime, LogAppendTime"},
};

// The same, but upper and lower case are one.
constexpr WordsRow kCaselessWords[] = {
    {"group.consumer.migration.policy", "bidirectional, upgrade, downgrade, disabled"},
    {"group.protocol", "classic, consumer"},
};

template <class Config>
ConfigRange range_of(std::string_view name) {
    if constexpr (std::is_same_v<Config, ServerConfig>) {
        for (RangeRow const& row : kServerRanges) {
            if (row.name == name) return row.range;
        }
        return {};
    } else {
        for (RangeRow const& row : kClientRanges) {
            if (row.name == name) return row.range;
        }
        return {0, kNoLimit};
    }
}

bool is_client_long(std::string_view name) {
    return std::find(std::begin(kClientLongs), std::end(kClientLongs), name) !=
           std::end(kClientLongs);
}

std::string_view words_of(std::string_view name) {
    for (WordsRow const& row : kWords) {
        if (row.name == name) return row.words;
    }
    return {};
}

// The place of a word in a list of words, or a refusal that names them all.
Expected<NoValue> parse_word(std::string_view name, std::string_view text, std::int32_t& place) {
    std::string_view const words = words_of(name);
    Expected<NoValue> const known = check_config_word(name, text, words);
    if (!known) return known;
    auto const before = words.substr(0, words.find(text));
    place = static_cast<std::int32_t>(std::count(before.begin(), before.end(), ','));
    return NoValue{};
}

Expected<NoValue> parse_caseless(std::string_view name, std::string_view text,
                                 std::int32_t& place) {
    for (WordsRow const& row : kCaselessWords) {
        if (row.name != name) continue;
        std::string lower{text};
        for (char& c : lower) {
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        }
        if (!check_config_word(name, lower, row.words)) {
            return invalid_config(
                name, text, "String must be one of (case insensitive): " + std::string{row.words});
        }
        auto const before = row.words.substr(0, row.words.find(lower));
        place = static_cast<std::int32_t>(std::count(before.begin(), before.end(), ','));
        return NoValue{};
    }
    return parse_word(name, text, place);
}

Expected<NoValue> parse_acks(std::string_view text, std::int16_t& acks) {
    if (text == "all" || text == "-1") {
        acks = -1;
    } else if (text == "0" || text == "1") {
        acks = text == "1" ? 1 : 0;
    } else {
        return invalid_config("acks", text, "String must be one of: all, -1, 0, 1");
    }
    return NoValue{};
}

Expected<NoValue> parse_partitioner(std::string_view text, PartitionerClass& partitioner) {
    constexpr std::string_view kPackage = "org.apache.kafka.clients.producer.";
    std::string_view name = text;
    if (name.substr(0, kPackage.size()) == kPackage) name.remove_prefix(kPackage.size());
    if (name.empty() || name == "null") {
        partitioner = PartitionerClass::built_in;
    } else if (name == "RoundRobinPartitioner") {
        partitioner = PartitionerClass::round_robin;
    } else {
        Problem problem = invalid_config("partitioner.class", text, "Class could not be found.");
        problem.advice = "leave it out for the built-in one, or say RoundRobinPartitioner";
        return problem;
    }
    return NoValue{};
}

Expected<NoValue> parse_selector(std::string_view text, ReplicaSelectorClass& selector) {
    constexpr std::string_view kPackage = "org.apache.kafka.common.replica.";
    std::string_view name = text;
    if (name.substr(0, kPackage.size()) == kPackage) name.remove_prefix(kPackage.size());
    if (name.empty() || name == "null") {
        selector = ReplicaSelectorClass::none;
    } else if (name == "LeaderSelector") {
        selector = ReplicaSelectorClass::leader;
    } else if (name == "RackAwareReplicaSelector") {
        selector = ReplicaSelectorClass::rack_aware;
    } else {
        Problem problem =
            invalid_config("replica.selector.class", text, "Class could not be found.");
        problem.advice = "say RackAwareReplicaSelector, or leave it out: the leader serves all";
        return problem;
    }
    return NoValue{};
}

// A client's compression.type has other words.
Expected<NoValue> parse_broker_compression(std::string_view text, BrokerCompressionType& type) {
    Expected<NoValue> const known = check_config_word(
        "compression.type", text, "uncompressed, zstd, lz4, snappy, gzip, producer");
    if (known) type = *broker_compression_type(text);
    return known;
}

// Classes are named in full; the assignors' own names, which the protocol carries, are taken too.
Expected<NoValue> parse_strategies(std::string_view text, std::vector<std::string>& strategies) {
    constexpr std::string_view kPackage = "org.apache.kafka.clients.consumer.";
    constexpr std::pair<std::string_view, std::string_view> kAssignors[] = {
        {"RangeAssignor", "range"},
        {"RoundRobinAssignor", "roundrobin"},
        {"StickyAssignor", "sticky"},
        {"CooperativeStickyAssignor", "cooperative-sticky"}};
    std::vector<std::string> read;
    for (std::string_view one : split_config_list(text)) {
        if (one.substr(0, kPackage.size()) == kPackage) one.remove_prefix(kPackage.size());
        auto const known =
            std::find_if(std::begin(kAssignors), std::end(kAssignors),
                         [&](auto const& row) { return row.first == one || row.second == one; });
        if (known == std::end(kAssignors)) {
            Problem problem =
                invalid_config("partition.assignment.strategy", one, "Class could not be found.");
            problem.advice =
                "say RangeAssignor, RoundRobinAssignor, StickyAssignor or "
                "CooperativeStickyAssignor";
            return problem;
        }
        if (std::find(read.begin(), read.end(), known->second) != read.end()) {
            return Problem{"The assignor name: '" + std::string{known->second} +
                               "' is used in more than one assignor",
                           "name it once"};
        }
        read.emplace_back(known->second);
    }
    if (read.empty()) {
        return Problem{"partition.assignment.strategy names nobody", "say RangeAssignor"};
    }
    strategies = std::move(read);
    return NoValue{};
}

Expected<NoValue> parse_offset_reset(std::string_view text, AutoOffsetReset& reset) {
    constexpr std::string_view kResets[] = {"latest", "earliest", "none"};
    constexpr std::string_view kByDuration = "by_duration:";
    for (std::size_t i = 0; i < std::size(kResets); ++i) {
        if (text != kResets[i]) continue;
        reset = {static_cast<OffsetReset>(i), 0};
        return NoValue{};
    }
    std::int64_t duration_ms = 0;
    if (text.substr(0, kByDuration.size()) == kByDuration &&
        parse_iso_duration(text.substr(kByDuration.size()), duration_ms) && duration_ms >= 0) {
        reset = {OffsetReset::by_duration, duration_ms};
        return NoValue{};
    }
    std::string const invalid =
        "Invalid value `" + std::string{text} + "` for configuration auto.offset.reset. ";
    return invalid_config("auto.offset.reset", text,
                          invalid +
                              "The value must be either 'earliest', 'latest', 'none' or of "
                              "the format 'by_duration:<PnDTnHnMn.nS.>'.");
}

Expected<NoValue> parse_text(std::string_view name, std::string_view text, std::string& member) {
    std::string_view words;
    if (name == "log.cleanup.policy") words = "compact, delete";
    if (name == "group.consumer.assignors") words = "uniform, range";
    if (!words.empty()) {
        Expected<NoValue> const known = check_config_list(name, text, words);
        if (known) member = std::string{text};
        return known;
    }
    if (name == "group.instance.id" && text.empty()) {
        return invalid_config(name, text, "String must be non-empty");
    }
    if (name == "group.instance.id" && text != "null") {  // JoinGroupRequest
        auto const wrong = wrong_name("Group instance id", std::string{text});
        if (wrong) return Problem{*wrong, "say for example group.instance.id=billing-1"};
    }
    member = text == "null" ? std::string{} : std::string{text};
    return NoValue{};
}

template <class Member>
constexpr bool kIsOptional = false;
template <class Number>
constexpr bool kIsOptional<std::optional<Number>> = true;

template <class Config, class Member>
Expected<NoValue> parse_member(std::string_view name, std::string_view text, Member& member) {
    if constexpr (std::is_same_v<Member, bool>) {
        if (words_of(name).empty()) return parse_config_boolean(name, text, member);
        std::int32_t place = 0;
        Expected<NoValue> const parsed = parse_word(name, text, place);
        if (parsed) member = place == 1;
        return parsed;
    } else if constexpr (std::is_same_v<Member, PartitionerClass>) {
        return parse_partitioner(text, member);
    } else if constexpr (std::is_same_v<Member, ReplicaSelectorClass>) {
        return parse_selector(text, member);
    } else if constexpr (std::is_same_v<Member, BrokerCompressionType>) {
        return parse_broker_compression(text, member);
    } else if constexpr (std::is_enum_v<Member>) {
        std::int32_t place = 0;
        Expected<NoValue> const parsed = parse_caseless(name, text, place);
        if (parsed) member = static_cast<Member>(place);
        return parsed;
    } else if constexpr (std::is_integral_v<Member>) {
        if constexpr (std::is_same_v<Config, ProducerConfig> &&
                      std::is_same_v<Member, std::int16_t>) {
            return parse_acks(text, member);
        } else if constexpr (!std::is_same_v<Config, ServerConfig> &&
                             std::is_same_v<Member, std::int32_t>) {
            if (!is_client_long(name)) {
                return parse_config_integer(name, text, range_of<Config>(name), member);
            }
            std::int64_t number = 0;
            Expected<NoValue> const parsed =
                parse_config_integer(name, text, range_of<Config>(name), number);
            if (parsed)
                member = static_cast<std::int32_t>(std::min<std::int64_t>(number, INT32_MAX));
            return parsed;
        } else {
            return parse_config_integer(name, text, range_of<Config>(name), member);
        }
    } else if constexpr (std::is_same_v<Member, std::string>) {
        return parse_text(name, text, member);
    } else if constexpr (kIsOptional<Member>) {
        typename Member::value_type number{};
        Expected<NoValue> const parsed =
            text == "null" ? NoValue{} : parse_member<Config>(name, text, number);
        if (parsed) member = text == "null" ? Member{} : Member{number};
        return parsed;
    } else if constexpr (std::is_same_v<Member, Ratio>) {
        Expected<NoValue> const checked = check_config_fraction(name, text);
        if (checked) member = Ratio::of(text);
        return checked;
    } else if constexpr (std::is_same_v<Member, AutoOffsetReset>) {
        return parse_offset_reset(text, member);
    } else if constexpr (std::is_same_v<Member, std::vector<std::string>>) {
        return parse_strategies(text, member);
    } else {
        static_assert(std::is_same_v<Member, NameId>);
        return Problem{std::string{name} + " is interned by whoever has the world's names",
                       "set the member itself"};
    }
}

// The member with this name, in the struct or in the groups within it.
template <class Config, class Group>
bool set_in(Group& group, std::string_view name, std::string_view text, Expected<NoValue>& result) {
    bool found = false;
    for_each_field(group, [&](char const* field, auto& member) {
        using Member = std::remove_reference_t<decltype(member)>;
        if constexpr (HasFields<Member>) {
            found = found || set_in<Config>(member, name, text, result);
        } else if (!found && name == field) {
            found = true;
            result = parse_member<Config>(name, text, member);
        }
    });
    return found;
}

template <class Config>
Expected<NoValue> set_any(Config& config, std::string_view name, std::string_view value) {
    Expected<NoValue> result = NoValue{};
    if (set_in<Config>(config, name, value, result)) return result;
    return Problem{std::string{name} + " has no effect here", {}};
}

template <class Config>
Expected<NoValue> set_unless_busy(Config& config, std::string_view name, std::string_view value) {
    Config changed = config;
    Expected<NoValue> const result = set_any(changed, name, value);
    if (!result) return result;
    for (RangeRow const& row : kBusyBelow) {
        std::int64_t number = 0;
        if (row.name != name || !parse_config_integer(name, value, {}, number)) continue;
        if (number < row.range.low) {
            return Problem{
                std::string{name} + " = " + std::to_string(number) +
                    " would keep the nodes busy with nothing else",
                "the least that this simulator takes is " + std::to_string(row.range.low)};
        }
    }
    config = std::move(changed);
    return result;
}

}  // namespace

bool is_said(std::vector<std::string> const& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

Ratio Ratio::of(std::string_view text) { return {fraction_in_ppm(text)}; }

std::string Ratio::text() const {
    if (ppm >= 1'000'000) return "1.0";
    std::string digits = std::to_string(1'000'000 + ppm).substr(1);
    while (digits.size() > 1 && digits.back() == '0') digits.pop_back();
    return "0." + digits;
}

Expected<NoValue> set_config(ServerConfig& config, std::string_view name, std::string_view value) {
    return set_unless_busy(config, name, value);
}
Expected<NoValue> set_config(ProducerConfig& config, std::string_view name,
                             std::string_view value) {
    return set_unless_busy(config, name, value);
}
Expected<NoValue> set_config(ConsumerConfig& config, std::string_view name,
                             std::string_view value) {
    return set_unless_busy(config, name, value);
}

Expected<NoValue> settle(ProducerConfig& config, std::vector<std::string> const& explicitly_set) {
    bool const asked_for =
        is_said(explicitly_set, "enable.idempotence") && config.enable_idempotence;
    if (config.enable_idempotence) {
        // Since 4.0 this one is an error even when idempotence was only the default.
        if (config.max_in_flight_requests_per_connection > 5) {
            return Problem{
                "To use the idempotent producer, max.in.flight.requests.per.connection must be "
                "set to at most 5. Current value is " +
                    std::to_string(config.max_in_flight_requests_per_connection) + ".",
                "say enable.idempotence=false, or at most 5"};
        }
        if (config.retries == 0) {
            if (asked_for) {
                return Problem{"Must set retries to non-zero when using the idempotent producer.",
                               "say enable.idempotence=false, or leave retries out"};
            }
            config.enable_idempotence = false;
        }
        if (config.acks != -1) {
            if (asked_for) {
                return Problem{
                    "Must set acks to all in order to use the idempotent producer. "
                    "Otherwise we cannot guarantee idempotence.",
                    "say enable.idempotence=false, or acks=all"};
            }
            config.enable_idempotence = false;
        }
    }
    if (!config.enable_idempotence && is_said(explicitly_set, "transactional.id")) {
        return Problem{"Cannot set a transactional.id without also enabling idempotence.",
                       "leave it out, or enable.idempotence, acks and retries to their defaults"};
    }
    std::int64_t const least = std::min<std::int64_t>(
        std::int64_t{config.linger_ms} + config.request_timeout_ms, INT32_MAX);
    if (config.delivery_timeout_ms < least) {
        if (is_said(explicitly_set, "delivery.timeout.ms")) {
            return Problem{
                "delivery.timeout.ms should be equal to or larger than linger.ms + "
                "request.timeout.ms",
                "it is " + std::to_string(config.delivery_timeout_ms) + ", and they are " +
                    std::to_string(least)};
        }
        config.delivery_timeout_ms = static_cast<std::int32_t>(least);
    }
    return NoValue{};
}

Expected<NoValue> settle(ConsumerConfig const& config,
                         std::vector<std::string> const& explicitly_set) {
    MemberConfig const& group = config.group;
    if (group.group_protocol == GroupProtocol::consumer) {
        constexpr std::string_view kLeftToTheBroker[] = {
            "partition.assignment.strategy", "heartbeat.interval.ms", "session.timeout.ms"};
        for (std::string_view const name : kLeftToTheBroker) {
            if (!is_said(explicitly_set, name)) continue;
            return Problem{std::string{name} + " cannot be set when group.protocol=CONSUMER",
                           "leave it out: the broker decides (KIP-848)"};
        }
        return NoValue{};
    }
    if (!group.group_remote_assignor.empty()) {
        return Problem{"group.remote.assignor cannot be set when group.protocol=CLASSIC",
                       "say group.protocol=consumer, or leave it out"};
    }
    if (group.heartbeat_interval_ms >= group.session_timeout_ms) {
        return Problem{"Heartbeat must be set lower than the session timeout",
                       "heartbeat.interval.ms is " + std::to_string(group.heartbeat_interval_ms) +
                           ", session.timeout.ms " + std::to_string(group.session_timeout_ms)};
    }
    return NoValue{};
}

}  // namespace highwater

// Configs against the list of all that Kafka 4.3 defines.
#include "node/config.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "node/config_names.h"
#include "node/config_value.h"
#include "node/topic_config.h"

namespace highwater {
namespace {

using nlohmann::json;

json const& kafka_configs() {
    static json const all = [] {
        std::ifstream in{std::string{HIGHWATER_SOURCE_DIR} + "/tests/kafka/configs.json"};
        return json::parse(in);
    }();
    return all;
}

template <class Group, class Visit>
void for_each_config(Group const& group, Visit&& visit) {
    for_each_field(group, [&](char const* name, auto const& member) {
        if constexpr (HasFields<std::remove_cvref_t<decltype(member)>>) {
            for_each_config(member, visit);
        } else {
            visit(std::string{name});
        }
    });
}

// Setting Kafka's default on a fresh struct must change nothing.
template <class Config>
void expect_defaults(json const& known) {
    Config const fresh;
    for_each_config(fresh, [&](std::string const& name) {
        if (name == "client.rack") return;  // a name of the world
        if (name == "unclean.leader.election.interval.ms" || name == "log.initial.task.delay.ms") {
            return;  // not documented by Kafka
        }
        ASSERT_TRUE(known.contains(name)) << name;
        json const& value = known.at(name).at("default");
        std::string const text = value.is_null() ? "null" : value.get<std::string>();
        Config config;
        auto const set = set_config(config, name, text);
        ASSERT_TRUE(set) << name << ": " << set.problem().message;
        EXPECT_TRUE(config == fresh) << name << " is " << text << " in Kafka";
    });
}

TEST(Config, DefaultsAreKafkas) {
    expect_defaults<ServerConfig>(kafka_configs().at("broker"));
    expect_defaults<ProducerConfig>(kafka_configs().at("producer"));
    expect_defaults<ConsumerConfig>(kafka_configs().at("consumer"));
}

// "[5,...]" and the like: one below the least is refused in Kafka's words.
template <class Config>
void expect_ranges(json const& known) {
    for_each_config(Config{}, [&](std::string const& name) {
        if (!known.contains(name) || !known.at(name).contains("valid")) return;
        std::string const valid = known.at(name).at("valid");
        if (valid.rfind("[", 0) != 0 || valid.find(",...") == std::string::npos) return;
        std::int64_t const least = std::stoll(valid.substr(1));
        Config config;
        auto const at_least = set_config(config, name, std::to_string(least));
        // Where time would stand still this simulator takes less than Kafka, and says so.
        bool const is_too_busy = !at_least && at_least.problem().advice.find(
                                                  "this simulator takes") != std::string::npos;
        EXPECT_TRUE(at_least || is_too_busy) << name;
        auto const below = set_config(config, name, std::to_string(least - 1));
        ASSERT_FALSE(below) << name;
        std::string const shown = known.at(name).at("type") == "double" ? ".0" : "";
        EXPECT_EQ(below.problem().message, "Invalid value " + std::to_string(least - 1) + shown +
                                               " for configuration " + name +
                                               ": Value must be at least " + std::to_string(least));
    });
}

TEST(Config, RangesAreKafkas) {
    expect_ranges<ServerConfig>(kafka_configs().at("broker"));
    expect_ranges<ProducerConfig>(kafka_configs().at("producer"));
    expect_ranges<ConsumerConfig>(kafka_configs().at("consumer"));
}

// What is no number is none of Kafka's type, whatever it takes here.
template <class Config>
void expect_types(json const& known) {
    for_each_config(Config{}, [&](std::string const& name) {
        if (!known.contains(name)) return;
        std::string const type = known.at(name).at("type");
        if (type != "int" && type != "long" && type != "short") return;
        Config config;
        auto const wrong = set_config(config, name, "5ms");
        ASSERT_FALSE(wrong) << name;
        std::string const word = type == "int" ? "INT" : type == "long" ? "LONG" : "SHORT";
        EXPECT_EQ(wrong.problem().message,
                  "Invalid value 5ms for configuration " + name + ": Not a number of type " + word);
    });
}

TEST(Config, TypesOfClientsAreKafkas) {
    expect_types<ProducerConfig>(kafka_configs().at("producer"));
    expect_types<ConsumerConfig>(kafka_configs().at("consumer"));
    ProducerConfig config;
    EXPECT_TRUE(set_config(config, "max.block.ms", "9223372036854775807"));
    EXPECT_EQ(config.max_block_ms, INT32_MAX);
    EXPECT_FALSE(set_config(config, "batch.size", "2147483648"));
}

TEST(Config, RatiosAreReadAsJavaReadsDoubles) {
    struct Case {
        char const* text;
        std::int32_t ppm;
    };
    for (Case const& c : {Case{"0.25", 250'000},
                          {"5e-1", 500'000},
                          {".5", 500'000},
                          {"50.0e-2d", 500'000},
                          {"1", 1'000'000},
                          {"+1.000", 1'000'000},
                          {"0", 0},
                          {"-0.0", 0},
                          {"1e-7", 0},
                          {"0.1234567", 123'456},
                          {"NaN", 1'000'000}}) {
        ServerConfig config;
        ASSERT_TRUE(set_config(config, "log.cleaner.min.cleanable.ratio", c.text)) << c.text;
        EXPECT_EQ(config.topic.compaction.min_cleanable_ratio.ppm, c.ppm) << c.text;
    }
    ServerConfig config;
    for (char const* wrong : {"1.1", "11e-1", "-1e-9", "Infinity", "half", ""}) {
        EXPECT_FALSE(set_config(config, "log.cleaner.min.cleanable.ratio", wrong)) << wrong;
    }
}

TEST(Config, AHeartbeatWithoutAPauseIsRefusedInNobodysName) {
    ConsumerConfig config;
    auto const refused = set_config(config, "heartbeat.interval.ms", "0");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.problem().advice, "the least that this simulator takes is 1");
    EXPECT_TRUE(set_config(config, "heartbeat.interval.ms", "1"));
    // Kafka has no least session; a heartbeat must fit in it.
    ASSERT_TRUE(set_config(config, "session.timeout.ms", "-1"));
    EXPECT_EQ(settle(config, {}).problem().message,
              "Heartbeat must be set lower than the session timeout");
}

TEST(Config, WordsAreKafkas) {
    ProducerConfig producer;
    EXPECT_TRUE(set_config(producer, "acks", "all"));
    EXPECT_EQ(producer.acks, -1);
    EXPECT_TRUE(set_config(producer, "acks", "1"));
    EXPECT_EQ(producer.acks, 1);
    EXPECT_EQ(set_config(producer, "acks", "2").problem().message,
              "Invalid value 2 for configuration acks: String must be one of: all, -1, 0, 1");
    EXPECT_TRUE(set_config(producer, "compression.type", "zstd"));
    EXPECT_EQ(producer.compression_type, Compression::zstd);
    EXPECT_TRUE(set_config(producer, "partitioner.class",
                           "org.apache.kafka.clients.producer.RoundRobinPartitioner"));
    EXPECT_EQ(producer.partitioner_class, PartitionerClass::round_robin);
    ConsumerConfig consumer;
    EXPECT_TRUE(set_config(consumer, "auto.offset.reset", "none"));
    EXPECT_EQ(consumer.auto_offset_reset.to, OffsetReset::none);
    EXPECT_TRUE(set_config(consumer, "auto.offset.reset", "by_duration:P1DT2H0.5S"));
    EXPECT_EQ(consumer.auto_offset_reset.to, OffsetReset::by_duration);
    EXPECT_EQ(consumer.auto_offset_reset.duration_ms, 93'600'500);
    EXPECT_FALSE(set_config(consumer, "auto.offset.reset", "by_duration:1H"));
    EXPECT_FALSE(set_config(consumer, "auto.offset.reset", "by_duration:-PT1H"));
    EXPECT_TRUE(set_config(consumer, "group.protocol", "CONSUMER"));
    EXPECT_EQ(consumer.group.group_protocol, GroupProtocol::consumer);
    EXPECT_TRUE(set_config(consumer, "partition.assignment.strategy",
                           "org.apache.kafka.clients.consumer.RoundRobinAssignor, range"));
    EXPECT_EQ(consumer.group.partition_assignment_strategy,
              (std::vector<std::string>{"roundrobin", "range"}));
    EXPECT_FALSE(set_config(consumer, "partition.assignment.strategy", "fair"));
    EXPECT_TRUE(set_config(consumer, "isolation.level", "read_committed"));
    EXPECT_TRUE(consumer.isolation_read_committed);
    EXPECT_FALSE(set_config(consumer, "isolation.level", "read"));
    ServerConfig server;
    EXPECT_TRUE(set_config(server, "controller.quorum.fetch.timeout.ms", "500"));
    EXPECT_EQ(server.quorum.fetch_timeout_ms, 500);
    EXPECT_TRUE(set_config(server, "auto.create.topics.enable", "False"));
    EXPECT_FALSE(server.auto_create_topics_enable);
    EXPECT_TRUE(set_config(server, "log.message.timestamp.type", "LogAppendTime"));
    EXPECT_FALSE(set_config(server, "auto.create.topics.enable", "no"));
    EXPECT_FALSE(set_config(server, "num.partitions", "3x"));
    EXPECT_FALSE(set_config(server, "num.partitions", "99999999999"));
    EXPECT_FALSE(set_config(server, "no.such.config", "1"));
}

ProducerConfig with(std::int16_t acks, std::int32_t retries, std::int32_t in_flight,
                    bool idempotence = true) {
    ProducerConfig config;
    config.acks = acks;
    config.retries = retries;
    config.max_in_flight_requests_per_connection = in_flight;
    config.enable_idempotence = idempotence;
    return config;
}

TEST(Settle, IdempotenceGivesWayUnlessItWasAskedFor) {
    struct Case {
        ProducerConfig config;
        bool asked_for;
        bool good;
        bool idempotent;
    };
    for (Case const& c :
         {Case{with(-1, 10, 5), false, true, true}, Case{with(1, 10, 5), false, true, false},
          Case{with(0, 10, 5), false, true, false}, Case{with(-1, 0, 5), false, true, false},
          Case{with(-1, 10, 6), false, false, true},  // since 4.0
          Case{with(1, 10, 5), true, false, true}, Case{with(-1, 0, 5), true, false, true},
          Case{with(-1, 10, 6), true, false, true},
          Case{with(1, 0, 9, false), true, true, false}}) {
        ProducerConfig config = c.config;
        std::vector<std::string> said{"acks", "retries"};
        if (c.asked_for) said.push_back("enable.idempotence");
        EXPECT_EQ(bool{settle(config, said)}, c.good);
        if (c.good) {
            EXPECT_EQ(config.enable_idempotence, c.idempotent);
        }
    }
}

TEST(Settle, TheBrokerDecidesWhatItsProtocolLeavesToIt) {
    ConsumerConfig config;
    EXPECT_TRUE(settle(config, {"session.timeout.ms"}));
    config.group.heartbeat_interval_ms = config.group.session_timeout_ms;
    EXPECT_EQ(settle(config, {}).problem().message,
              "Heartbeat must be set lower than the session timeout");
    config.group.group_protocol = GroupProtocol::consumer;
    EXPECT_TRUE(settle(config, {}));
    EXPECT_FALSE(settle(config, {"session.timeout.ms"}));
}

TEST(Settle, TheDeliveryTimeoutHoldsLingerAndOneRequest) {
    ProducerConfig config;
    config.request_timeout_ms = 200'000;
    EXPECT_TRUE(settle(config, {"request.timeout.ms"}));
    EXPECT_EQ(config.delivery_timeout_ms, 200'005);
    config.delivery_timeout_ms = 8'000;
    EXPECT_FALSE(settle(config, {"delivery.timeout.ms", "request.timeout.ms"}));
}

TEST(ConfigNames, AreAllOfKafkas) {
    struct Case {
        ConfigScope scope;
        char const* section;
    };
    for (Case const c :
         {Case{ConfigScope::broker, "broker"}, Case{ConfigScope::topic, "topic"},
          Case{ConfigScope::producer, "producer"}, Case{ConfigScope::consumer, "consumer"}}) {
        for (auto const& [name, unused] : kafka_configs().at(c.section).items()) {
            EXPECT_TRUE(is_known_config(c.scope, name)) << name;
        }
        auto const& names = config_names(c.scope);
        EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
        EXPECT_LE(names.size(), kafka_configs().at(c.section).size() + 2);
    }
}

TEST(ConfigNames, KnowWhatHasAnEffectAndWhatWasMeant) {
    EXPECT_TRUE(has_effect(ConfigScope::broker, "replica.lag.time.max.ms"));
    EXPECT_TRUE(has_effect(ConfigScope::broker, "controller.quorum.fetch.timeout.ms"));
    EXPECT_FALSE(has_effect(ConfigScope::broker, "num.network.threads"));
    EXPECT_TRUE(has_effect(ConfigScope::topic, "min.insync.replicas"));
    EXPECT_TRUE(has_effect(ConfigScope::producer, "linger.ms"));
    EXPECT_FALSE(has_effect(ConfigScope::consumer, "check.crcs"));
    EXPECT_EQ(nearest_config(ConfigScope::broker, "replica.lag.time.ms"),
              "replica.lag.time.max.ms");
    EXPECT_EQ(nearest_config(ConfigScope::producer, "linger"), "linger.ms");
    EXPECT_EQ(nearest_config(ConfigScope::producer, "zzzzzzzzzzzz"), "");
}

TEST(TopicConfig, KnowsEveryNameAndAcceptsEveryDefault) {
    for (auto const& [name, entry] : kafka_configs().at("topic").items()) {
        std::string const value = entry.at("default").get<std::string>();
        auto const valid = validate_topic_config(name, value);
        EXPECT_TRUE(valid) << name << "=" << value << ": "
                           << (valid ? "" : valid.problem().message);
    }
    EXPECT_FALSE(validate_topic_config("min.cleanable.dirty.ratio", "1.5"));
    EXPECT_TRUE(validate_topic_config("min.cleanable.dirty.ratio", "0.25"));
    EXPECT_TRUE(validate_topic_config("cleanup.policy", "compact,delete"));
    EXPECT_FALSE(validate_topic_config("no.such.config", "1"));
}

// The examples of java.time.Duration.parse, and its limits.
TEST(Config, DurationsAreReadAsJavaReadsThem) {
    struct Case {
        char const* text;
        std::int64_t milliseconds;
    };
    for (Case const& good :
         {Case{"PT20.345S", 20'345}, Case{"PT15M", 900'000}, Case{"P2DT3H4M", 183'840'000},
          Case{"pt10s", 10'000}, Case{"-PT10S", -10'000}, Case{"+PT10S", 10'000},
          Case{"PT-6H+3M", -21'420'000}, Case{"-PT-6H+3M", 21'420'000}, Case{"PT-0.5S", -500},
          Case{"PT1,25S", 1'250}, Case{"PT1.S", 1'000}, Case{"PT0.1234567891S", -1}}) {
        std::int64_t found = -1;
        EXPECT_EQ(parse_iso_duration(good.text, found), good.milliseconds != -1) << good.text;
        EXPECT_EQ(found, good.milliseconds) << good.text;
    }
    for (char const* bad :
         {"", "-", "P", "PT", "10s", "P1H", "PT1D", "PT1M1H", "PT--1S", "PT1.5M"}) {
        std::int64_t found = 0;
        EXPECT_FALSE(parse_iso_duration(bad, found)) << bad;
    }
}

}  // namespace
}  // namespace highwater

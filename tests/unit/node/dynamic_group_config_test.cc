// What a group's own configs may be, and what a coordinator makes of them.
#include "node/dynamic_group_config.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

namespace highwater {
namespace {

std::string refusal_of_group(std::vector<std::pair<std::string, std::string>> const& configs) {
    Expected<NoValue> const valid = validate_group_configs(configs, GroupConfig{});
    return valid ? "" : valid.problem().message;
}

TEST(DynamicGroupConfig, EachIsOneOfKafkasWithItsDefaultAndABrokersConfigBehindIt) {
    std::ifstream in{std::string{HIGHWATER_SOURCE_DIR} + "/tests/kafka/configs.json"};
    nlohmann::json const kafka = nlohmann::json::parse(in);
    EXPECT_EQ(kafka.at("group").size(), dynamic_group_configs().size());
    for (DynamicGroupConfig const& config : dynamic_group_configs()) {
        std::string const name{config.name};
        ASSERT_TRUE(kafka.at("group").contains(name)) << name;
        EXPECT_EQ(kafka.at("group").at(name).at("default").get<std::string>(), config.default_value)
            << name;
        std::string const server_name = "group." + name;
        EXPECT_EQ(config.server_name, kafka.at("broker").contains(server_name) ? server_name : "");
    }
}

TEST(DynamicGroupConfig, EveryDefaultIsAllowed) {
    std::vector<std::pair<std::string, std::string>> all;
    for (DynamicGroupConfig const& config : dynamic_group_configs()) {
        all.emplace_back(config.name, config.default_value);
    }
    EXPECT_EQ(refusal_of_group(all), "");
    EXPECT_EQ(refusal_of_group({}), "");
}

TEST(DynamicGroupConfig, IsRefusedInKafkasWords) {
    struct Case {
        std::vector<std::pair<std::string, std::string>> configs;
        char const* refusal;
    };
    Case const cases[] = {
        {{{"consumer.session.timeout.ms", "50000"}}, ""},
        {{{"session.timeout.ms", "50000"}}, "Unknown group config name: session.timeout.ms"},
        // An unknown name is found before a wrong value.
        {{{"consumer.session.timeout.ms", "soon"}, {"foobar", "1"}},
         "Unknown group config name: foobar"},
        {{{"consumer.session.timeout.ms", "soon"}},
         "Invalid value soon for configuration consumer.session.timeout.ms: Not a number of type "
         "INT"},
        {{{"consumer.session.timeout.ms", "0"}},
         "Invalid value 0 for configuration consumer.session.timeout.ms: Value must be at least 1"},
        {{{"consumer.session.timeout.ms", "44999"}},
         "consumer.session.timeout.ms must be greater than or equal to "
         "group.consumer.min.session.timeout.ms"},
        {{{"consumer.session.timeout.ms", "60001"}},
         "consumer.session.timeout.ms must be less than or equal to "
         "group.consumer.max.session.timeout.ms"},
        {{{"consumer.heartbeat.interval.ms", "4999"}},
         "consumer.heartbeat.interval.ms must be greater than or equal to "
         "group.consumer.min.heartbeat.interval.ms"},
        // Of two the one that Kafka looks at first.
        {{{"consumer.session.timeout.ms", "1"}, {"consumer.heartbeat.interval.ms", "15001"}},
         "consumer.heartbeat.interval.ms must be less than or equal to "
         "group.consumer.max.heartbeat.interval.ms"},
        {{{"consumer.assignment.interval.ms", "0"}}, ""},
        {{{"consumer.assignment.interval.ms", "15001"}},
         "consumer.assignment.interval.ms must be less than or equal to "
         "group.consumer.max.assignment.interval.ms"},
        {{{"streams.num.standby.replicas", "3"}},
         "streams.num.standby.replicas must be less than or equal to "
         "group.streams.max.standby.replicas"},
        {{{"share.partition.max.record.locks", "4001"}},
         "share.partition.max.record.locks must be less than or equal to "
         "group.share.max.partition.max.record.locks"},
        {{{"share.isolation.level", "serializable"}},
         "Invalid value serializable for configuration share.isolation.level: String must be one "
         "of: read_committed, read_uncommitted"},
        {{{"share.auto.offset.reset", "by_duration:PT1H"}}, ""},
        {{{"share.auto.offset.reset", "none"}},
         "Invalid value none for configuration share.auto.offset.reset: Invalid value `none` for "
         "configuration share.auto.offset.reset. The value must be either 'earliest', 'latest' or "
         "of the format 'by_duration:<PnDTnHnMn.nS.>'."},
        {{{"share.renew.acknowledge.enable", "maybe"}},
         "Invalid value maybe for configuration share.renew.acknowledge.enable: Expected value to "
         "be either true or false"},
    };
    for (Case const& one : cases) EXPECT_EQ(refusal_of_group(one.configs), one.refusal);
}

TEST(DynamicGroupConfig, ASessionOutlastsAHeartbeatEvenWhereTheBoundsOverlap) {
    GroupConfig server;
    server.consumer.min_session_timeout_ms = 1'000;
    server.consumer.session_timeout_ms = 8'000;
    auto const refusal = [&](std::vector<std::pair<std::string, std::string>> const& configs) {
        Expected<NoValue> const valid = validate_group_configs(configs, server);
        return valid ? std::string{} : valid.problem().message;
    };
    std::string const words =
        "consumer.session.timeout.ms must be greater than consumer.heartbeat.interval.ms";
    EXPECT_EQ(refusal({{"consumer.heartbeat.interval.ms", "7999"}}), "");
    EXPECT_EQ(refusal({{"consumer.heartbeat.interval.ms", "8000"}}), words);
    EXPECT_EQ(refusal({{"consumer.session.timeout.ms", "5000"}}), words);
}

TEST(DynamicGroupConfig, BeyondTheBoundsOfABrokerTheBoundCounts) {
    GroupConfig::Consumer server;
    ConsumerGroupTimes times = consumer_group_times(NameId{7}, server);
    EXPECT_EQ(times.session_timeout_ms, 45'000);
    EXPECT_EQ(times.heartbeat_interval_ms, 5'000);
    EXPECT_EQ(times.assignment_interval_ms, 1'000);
    override_time(times, "consumer.session.timeout.ms", "50000", server);
    override_time(times, "consumer.heartbeat.interval.ms", " 6000", server);
    override_time(times, "consumer.assignment.interval.ms", "0", server);
    override_time(times, "share.session.timeout.ms", "47000", server);
    EXPECT_EQ(times.session_timeout_ms, 50'000);
    EXPECT_EQ(times.heartbeat_interval_ms, 6'000);
    EXPECT_EQ(times.assignment_interval_ms, 0);
    override_time(times, "consumer.session.timeout.ms", "70000", server);
    EXPECT_EQ(times.session_timeout_ms, 60'000);
    override_time(times, "consumer.session.timeout.ms", "1", server);
    EXPECT_EQ(times.session_timeout_ms, 45'000);
}

}  // namespace
}  // namespace highwater

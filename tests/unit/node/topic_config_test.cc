#include "node/topic_config.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "node/broker_config.h"

namespace highwater {
namespace {

using nlohmann::json;

json const& configs() {
    static json const all = [] {
        std::ifstream in{std::string{HIGHWATER_SOURCE_DIR} + "/tests/kafka/configs.json"};
        return json::parse(in);
    }();
    return all;
}

TEST(TopicConfigDefs, AreThoseOfKafkaWithItsDefaults) {
    json const& topics = configs().at("topic");
    EXPECT_EQ(topics.size(), topic_config_defs().size());
    for (TopicConfigDef const& def : topic_config_defs()) {
        std::string const name{def.name};
        ASSERT_TRUE(topics.contains(name)) << name;
        EXPECT_EQ(topics.at(name).at("default").get<std::string>(), def.default_value) << name;
        EXPECT_TRUE(validate_topic_config(def.name, def.default_value) || def.default_value.empty())
            << name;
    }
}

TEST(TopicConfigDefs, TheBrokersNamesExistAndHaveTheSameDefaults) {
    json const& brokers = configs().at("broker");
    for (TopicConfigDef const& def : topic_config_defs()) {
        if (def.server_name.empty()) continue;
        std::string const name{def.server_name};
        ASSERT_TRUE(brokers.contains(name)) << name;
        json const& otherwise = brokers.at(name).at("default");
        EXPECT_EQ(otherwise.is_string(), def.server_has_default) << name;
        if (!otherwise.is_string()) continue;
        EXPECT_EQ(otherwise.get<std::string>(), def.default_value) << name;
    }
}

TEST(DynamicBrokerConfigs, HaveKafkasDefaults) {
    for (auto const& [name, config] : configs().at("broker").items()) {
        DynamicBrokerConfig const* dynamic = find_dynamic_broker_config(name);
        if (dynamic == nullptr) continue;
        EXPECT_EQ(config.at("default").get<std::string>(), dynamic->default_value) << name;
    }
}

TEST(DynamicBrokerConfigs, WhatBelongsToOneBrokerCannotBeSetForAll) {
    EXPECT_TRUE(validate_broker_configs({{"listeners", "PLAINTEXT://:9092"}}, true));
    Expected<NoValue> const all =
        validate_broker_configs({{"listeners", "PLAINTEXT://:9092"}}, false);
    ASSERT_FALSE(all);
    EXPECT_EQ(all.problem().message,
              "Cannot update these configs at default cluster level, broker id must be specified: "
              "[listeners]");
    EXPECT_TRUE(validate_broker_configs({{"a.plugin.of.mine", "x"}}, false));
}

}  // namespace
}  // namespace highwater

// Types and valid values against the list of all that Kafka 4.3 defines.
#include "node/config_rules.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "node/broker_config.h"

namespace highwater {
namespace {

struct RuleSection {
    ConfigScope scope;
    char const* name;
};
constexpr RuleSection kRuleSections[] = {{ConfigScope::broker, "broker"},
                                         {ConfigScope::producer, "producer"},
                                         {ConfigScope::consumer, "consumer"}};

nlohmann::json const& rules_of_kafka() {
    static nlohmann::json const all = [] {
        std::ifstream in{std::string{HIGHWATER_SOURCE_DIR} + "/tests/kafka/configs.json"};
        return nlohmann::json::parse(in);
    }();
    return all;
}

TEST(ConfigRules, AreKafkas) {
    for (RuleSection const& section : kRuleSections) {
        for (auto const& [name, entry] : rules_of_kafka().at(section.name).items()) {
            std::string type = entry.at("type").get<std::string>();
            std::string const valid = entry.value("valid", "");
            bool const takes_any_text = valid.empty() && (type == "string" || type == "list" ||
                                                          type == "class" || type == "password");
            ConfigRule const rule = config_rule(section.scope, name);
            EXPECT_EQ(rule.type, takes_any_text ? "" : type) << name;
            EXPECT_EQ(rule.valid, valid) << name;
        }
    }
}

TEST(ConfigRules, TakeEveryDefault) {
    for (RuleSection const& section : kRuleSections) {
        for (auto const& [name, entry] : rules_of_kafka().at(section.name).items()) {
            if (!entry.contains("default") || entry.at("default").is_null()) continue;
            auto const value = entry.at("default").get<std::string>();
            auto const good = check_config(section.scope, name, value);
            EXPECT_TRUE(good) << name << "=" << value << ": "
                              << (good ? "" : good.problem().message);
        }
    }
}

TEST(ConfigRules, RefuseInKafkasWords) {
    struct Case {
        ConfigScope scope;
        char const* name;
        char const* value;
        char const* why;  // behind "Invalid value … for configuration …: "; "": it is good
    };
    ConfigScope const broker = ConfigScope::broker;
    ConfigScope const producer = ConfigScope::producer;
    ConfigScope const consumer = ConfigScope::consumer;
    Case const cases[] = {
        {producer, "send.buffer.bytes", "abc", "Not a number of type INT"},
        {producer, "send.buffer.bytes", "2147483648", "Not a number of type INT"},
        {producer, "send.buffer.bytes", "-2", "Value must be at least -1"},
        {producer, "send.buffer.bytes", " -1 ", ""},
        {producer, "compression.gzip.level", "0", "Value must be between 1 and 9 or equal to -1"},
        {producer, "compression.gzip.level", "-1", ""},
        {producer, "compression.lz4.level", "18", "Value must be no more than 17"},
        {producer, "sasl.login.refresh.buffer.seconds", "40000", "Not a number of type SHORT"},
        {producer, "metrics.sample.window.ms", "-1", "Value must be at least 0"},
        {producer, "enable.metrics.push", "yes", "Expected value to be either true or false"},
        {producer, "enable.metrics.push", "FALSE", ""},
        {producer, "metrics.recording.level", "info", "String must be one of: INFO, DEBUG, TRACE"},
        {producer, "security.protocol", "plaintext", ""},
        {producer, "security.protocol", "TLS",
         "String must be one of (case insensitive): SASL_SSL, PLAINTEXT, SSL, SASL_PLAINTEXT"},
        {producer, "interceptor.classes", "a,b", ""},
        {producer, "ssl.key.password", "", ""},
        {consumer, "check.crcs", "1", "Expected value to be either true or false"},
        {consumer, "sasl.login.refresh.window.factor", "0.49", "Value must be at least 0.5"},
        {consumer, "sasl.login.refresh.window.factor", "1.001", "Value must be no more than 1.0"},
        {consumer, "sasl.login.refresh.window.factor", "5e-1", ""},
        {consumer, "sasl.login.refresh.window.factor", "+00.50", ""},
        {consumer, "sasl.login.refresh.window.factor", "1", ""},
        {consumer, "sasl.login.refresh.window.jitter", "-0.0", ""},
        {consumer, "sasl.login.refresh.window.jitter", "-.1", "Value must be at least 0.0"},
        {consumer, "sasl.login.refresh.window.jitter", "Infinity",
         "Value must be no more than 0.25"},
        {consumer, "sasl.login.refresh.window.jitter", "NaN", ""},
        {consumer, "sasl.login.refresh.window.jitter", ".", "Not a number of type DOUBLE"},
        {consumer, "sasl.login.refresh.window.jitter", "1e", "Not a number of type DOUBLE"},
        {consumer, "sasl.login.refresh.window.jitter", "0,1", "Not a number of type DOUBLE"},
        {broker, "num.network.threads", "0", "Value must be at least 1"},
        {broker, "log.cleaner.io.buffer.load.factor", "x", "Not a number of type DOUBLE"},
        {broker, "process.roles", "broker,observer", "String must be one of: broker, controller"},
        {broker, "log.dirs", "/a,/b", ""},
        {broker, "remote.log.storage.manager.impl.prefix", "", "String must be non-empty"},
    };
    for (Case const& c : cases) {
        auto const good = check_config(c.scope, c.name, c.value);
        std::string const message = good ? "" : good.problem().message;
        std::size_t const colon = message.find(": ");
        EXPECT_EQ(colon == std::string::npos ? message : message.substr(colon + 2), c.why)
            << c.name << "=" << c.value;
    }
    auto const refused = check_config(producer, "send.buffer.bytes", "abc");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.problem().message,
              "Invalid value abc for configuration send.buffer.bytes: Not a number of type INT");
    auto const whole = check_config(consumer, "sasl.login.refresh.window.factor", "2");
    ASSERT_FALSE(whole);
    EXPECT_EQ(whole.problem().message,
              "Invalid value 2.0 for configuration sasl.login.refresh.window.factor: Value must be "
              "no more than 1.0");
}

TEST(ConfigRules, HoldForConfigsOfRunningBrokers) {
    EXPECT_FALSE(validate_broker_configs({{"log.cleaner.io.buffer.load.factor", "much"}}, false));
    EXPECT_TRUE(validate_broker_configs({{"log.cleaner.io.buffer.load.factor", "0.8"}}, false));
    // A thread pool grows and shrinks by half at most.
    EXPECT_TRUE(validate_thread_counts({}, {{"num.io.threads", "16"}}));
    EXPECT_TRUE(validate_thread_counts({}, {{"num.io.threads", "4"}}));
    EXPECT_TRUE(validate_thread_counts({{"num.io.threads", "16"}}, {{"num.io.threads", "32"}}));
    EXPECT_FALSE(validate_thread_counts({}, {{"num.io.threads", "3"}}));
    EXPECT_EQ(validate_thread_counts({}, {{"num.io.threads", "17"}}).problem().message,
              "Dynamic thread count update validation failed for num.io.threads=17, value should "
              "not be greater than double the current value 8");
}

}  // namespace
}  // namespace highwater

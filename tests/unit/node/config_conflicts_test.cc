// What the configs of one server say together, each of which is right by itself.
#include "node/config_conflicts.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "node/broker_config.h"

namespace highwater {
namespace {

using Severity = ConfigConflict::Severity;

TEST(ConfigConflicts, CompareWithKafkasDefaults) {
    std::ifstream in{std::string{HIGHWATER_SOURCE_DIR} + "/tests/kafka/configs.json"};
    nlohmann::json const brokers = nlohmann::json::parse(in).at("broker");
    for (ComparedConfig const& config : compared_configs()) {
        auto const known = brokers.find(std::string{config.name});
        ASSERT_NE(known, brokers.end()) << config.name;
        EXPECT_EQ(known->at("default").get<std::string>(), std::to_string(config.default_value))
            << config.name;
    }
    EXPECT_TRUE(find_conflicts({}).empty());
}

TEST(ConfigConflicts, AreToldInKafkasWords) {
    struct Case {
        std::vector<std::pair<std::string, std::string>> configs;
        std::string message;  // "": they go together
        Severity severity{Severity::fatal};
    };
    std::string const retention =
        "log.retention.ms must be unlimited (-1) or, greater than or equal to 1";
    Case const cases[] = {
        {{{"log.retention.ms", "0"}}, retention},
        {{{"log.retention.ms", "-2"}}, ""},  // any negative one is -1
        {{{"log.retention.minutes", "0"}}, retention},
        {{{"log.retention.hours", "0"}}, retention},
        {{{"log.retention.hours", "0"}, {"log.retention.ms", "5"}}, ""},
        {{{"log.roll.jitter.ms", "-1"}}, "log.roll.jitter.ms must be greater than or equal to 0"},
        {{{"log.cleaner.threads", "128"}},
         "log.cleaner.dedupe.buffer.size must be at least 1MB per cleaner thread."},
        {{{"log.cleaner.threads", "127"}}, ""},
        {{{"log.cleaner.min.compaction.lag.ms", "9"}, {"log.cleaner.max.compaction.lag.ms", "5"}},
         "conflict topic config setting min.compaction.lag.ms (9) > max.compaction.lag.ms (5)",
         Severity::at_start},
        {{{"replica.socket.timeout.ms", "499"}},
         "replica.socket.timeout.ms should always be at least replica.fetch.wait.max.ms to prevent "
         "unnecessary socket timeouts"},
        {{{"replica.lag.time.max.ms", "499"}},
         "replica.fetch.wait.max.ms should always be less than or equal to replica.lag.time.max.ms "
         "to prevent frequent changes in ISR"},
        {{{"replica.lag.time.max.ms", "499"}, {"replica.lag.time.max.ms", "500"}}, ""},
        {{{"broker.session.timeout.ms", "3999"}},
         "broker.heartbeat.interval.ms (2000 ms) must be less than or equal to half of the "
         "broker.session.timeout.ms (3999 ms), which is configured on the controller",
         Severity::logged},
        {{{"queued.max.request.bytes", "1"}},
         "queued.max.request.bytes must be larger or equal to socket.request.max.bytes"},
        {{{"queued.max.request.bytes", "0"}}, ""},
        {{{"max.connections.per.ip", "0"}},
         "max.connections.per.ip can be set to zero only if max.connections.per.ip.overrides "
         "property is set."},
        {{{"max.connections.per.ip", "0"}, {"max.connections.per.ip.overrides", "a:1"}}, ""},
        {{{"connections.max.idle.ms", "100"}},
         "connection.failed.authentication.delay.ms=100 should always be less than "
         "connections.max.idle.ms=100 to prevent failed authentication responses from timing out"},
        {{{"connections.max.idle.ms", "-1"}}, ""},
        {{{"group.consumer.heartbeat.interval.ms", "4999"}},
         "group.consumer.heartbeat.interval.ms must be greater than or equal to "
         "group.consumer.min.heartbeat.interval.ms"},
        {{{"group.consumer.session.timeout.ms", "60001"}},
         "group.consumer.session.timeout.ms must be less than or equal to "
         "group.consumer.max.session.timeout.ms"},
        {{{"group.consumer.max.heartbeat.interval.ms", "45000"},
          {"group.consumer.heartbeat.interval.ms", "45000"}},
         "group.consumer.heartbeat.interval.ms must be less than "
         "group.consumer.session.timeout.ms"},
        {{{"group.consumer.assignment.interval.ms", "15001"}},
         "group.consumer.assignment.interval.ms must be less than or equal to "
         "group.consumer.max.assignment.interval.ms"},
        {{{"group.share.max.size", "2001"}},
         "group.share.max.share.sessions must be greater than or equal to group.share.max.size"},
        {{{"group.streams.num.standby.replicas", "3"}},
         "group.streams.num.standby.replicas must be less than or equal to "
         "group.streams.max.standby.replicas"}};
    for (Case const& c : cases) {
        std::vector<ConfigConflict> const found = find_conflicts(c.configs);
        ASSERT_EQ(found.size(), c.message.empty() ? 0U : 1U) << c.configs.front().first;
        if (found.empty()) continue;
        EXPECT_EQ(found.front().problem.message, c.message);
        EXPECT_EQ(found.front().severity, c.severity) << c.message;
    }
}

TEST(ConfigConflicts, HoldForConfigsOfRunningBrokers) {
    auto const refused = validate_broker_configs({{"log.retention.ms", "0"}}, false);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.problem().message,
              "requirement failed: log.retention.ms must be unlimited (-1) or, greater than or "
              "equal to 1");
    EXPECT_TRUE(validate_broker_configs({{"log.retention.ms", "1"}}, false));
    // Only a log manager that starts looks at these two together.
    EXPECT_TRUE(validate_broker_configs(
        {{"log.cleaner.min.compaction.lag.ms", "9"}, {"log.cleaner.max.compaction.lag.ms", "5"}},
        false));
}

}  // namespace
}  // namespace highwater

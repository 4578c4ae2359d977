// The configs of groups as brokers have replayed them: told to tools, and heeded by coordinators.
#include <gtest/gtest.h>

#include "metadata/group_times.h"
#include "tests/unit/broker/cluster.h"

namespace highwater {
namespace {

constexpr char kSessionOfGroup[] = "consumer.session.timeout.ms";

struct ConfiguredGroups : BrokerCluster {
    explicit ConfiguredGroups(ServerConfig const& config = {}) : BrokerCluster(1, config) {}

    void set_group(std::string group, std::string name, std::optional<std::string> value) {
        commit({ConfigRecord{ConfigResourceType::group, std::move(group), std::move(name),
                             std::move(value)}});
    }
    DescribedResource describe_group(std::string name) {
        std::vector<ConfigResource> const resources{{ConfigResourceType::group, std::move(name)}};
        CorrelationId const id = ask(1, DescribeConfigsRequest{make_payload(resources)});
        run_for(milliseconds(10));
        return answer<DescribeConfigsResponse>(id)->resources->front();
    }
    DescribedConfig config_of_group(std::string const& group, std::string_view name) {
        DescribedResource const described = describe_group(group);
        for (DescribedConfig const& config : described.configs) {
            if (config.name == name) return config;
        }
        return {};
    }
};

TEST(GroupConfigsOfABroker, EachIsDescribedWithAllThatGivesAValue) {
    ServerConfig config;
    config.group.consumer.session_timeout_ms = 48'000;
    ConfiguredGroups cluster(config);
    EXPECT_EQ(cluster.describe_group("nobody").configs.size(), 17U);
    DescribedConfig session = cluster.config_of_group("billing", kSessionOfGroup);
    EXPECT_EQ(session.value, "48000");
    EXPECT_EQ(session.source, ConfigSource::static_broker);
    cluster.set_group("billing", kSessionOfGroup, "50000");
    session = cluster.config_of_group("billing", kSessionOfGroup);
    EXPECT_EQ(session.value, "50000");
    EXPECT_EQ(session.source, ConfigSource::group);
    std::string const of_broker = "group.consumer.session.timeout.ms";
    EXPECT_EQ(session.synonyms,
              (std::vector<ConfigSynonym>{{ConfigSource::group, kSessionOfGroup, "50000"},
                                          {ConfigSource::static_broker, of_broker, "48000"},
                                          {ConfigSource::default_config, of_broker, "45000"}}));
    EXPECT_EQ(cluster.config_of_group("other", kSessionOfGroup).source,
              ConfigSource::static_broker);
    // Where the broker has no such config Kafka's own default is called as the group's.
    EXPECT_EQ(cluster.config_of_group("billing", "share.isolation.level").synonyms,
              (std::vector<ConfigSynonym>{
                  {ConfigSource::default_config, "share.isolation.level", "read_uncommitted"}}));
    EXPECT_EQ(cluster.describe_group("").message, "Group name must not be empty");
}

TEST(GroupConfigsOfABroker, AGroupIsListedWhileItHasAny) {
    ConfiguredGroups cluster;
    auto const listed = [&] {
        CorrelationId const id = cluster.ask(
            1, ListConfigResourcesRequest{make_payload(std::vector{ConfigResourceType::group})});
        cluster.run_for(milliseconds(10));
        return *cluster.answer<ListConfigResourcesResponse>(id)->config_resources;
    };
    EXPECT_TRUE(listed().empty());
    cluster.set_group("billing", kSessionOfGroup, "50000");
    cluster.set_group("billing", "consumer.heartbeat.interval.ms", "6000");
    ASSERT_EQ(listed().size(), 1U);
    EXPECT_EQ(listed().front(), (ConfigResource{ConfigResourceType::group, "billing"}));
    cluster.set_group("billing", kSessionOfGroup, std::nullopt);
    cluster.set_group("billing", "consumer.heartbeat.interval.ms", std::nullopt);
    EXPECT_TRUE(listed().empty());
}

TEST(GroupConfigsOfABroker, ACoordinatorFindsThoseOfTheGroupItAsksAbout) {
    ConfiguredGroups cluster;
    GroupConfig::Consumer const server;
    NameId const billing = cluster.names.intern("billing");
    NameId const audit = cluster.names.intern("audit");
    ImageGroupTimes const times{cluster.image, server, cluster.names};
    EXPECT_FALSE(times.find(billing));
    cluster.set_group("billing", kSessionOfGroup, "50000");
    cluster.set_group("billing", "consumer.heartbeat.interval.ms", "6000");
    EXPECT_FALSE(times.find(audit));
    cluster.set_group("audit", "share.session.timeout.ms", "50000");
    EXPECT_FALSE(times.find(audit));  // not one that a coordinator goes by
    auto const found = times.find(billing);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->group, billing);
    EXPECT_EQ(found->session_timeout_ms, 50'000);
    EXPECT_EQ(found->heartbeat_interval_ms, 6'000);
    EXPECT_EQ(found->assignment_interval_ms, 1'000);
}

}  // namespace
}  // namespace highwater

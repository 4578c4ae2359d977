// kafka-configs of groups: what the tool asks, and what it prints in Kafka's words.
#include "tests/unit/client/stage.h"
#include "tests/unit/client/tool_stage.h"

namespace highwater {
namespace {

std::vector<std::string> configs_line(std::vector<std::string> words) {
    words.insert(words.begin(), "kafka-configs");
    return words;
}

// What the coordinators and the metadata log know of.
struct GroupConfigsStage : ToolStage {
    explicit GroupConfigsStage(std::vector<std::string> words)
        : ToolStage{configs_line(std::move(words))} {}

    void tell_groups(std::vector<std::string> const& groups) {
        answer_metadata({1}, kNoName, {});
        std::vector<ListedGroup> listed;
        for (std::string const& group : groups) {
            listed.push_back({names.intern(group), names.intern("consumer"), "Stable", "Consumer"});
        }
        reply<ListGroupsRequest>(ListGroupsResponse{ErrorCode::none, make_payload(listed)});
    }
    void tell_configured(std::vector<std::string> const& groups) {
        std::vector<ConfigResource> resources;
        for (std::string const& group : groups) {
            resources.push_back({ConfigResourceType::group, group});
        }
        reply<ListConfigResourcesRequest>(
            ListConfigResourcesResponse{ErrorCode::none, make_payload(resources)});
    }
    void tell_configs(std::string const& group) {
        auto const request = take<DescribeConfigsRequest>();
        ASSERT_TRUE(request);
        DescribedResource resource;
        resource.resource = {ConfigResourceType::group, group};
        EXPECT_EQ(std::get<DescribeConfigsRequest>(request->message).resources->front(),
                  resource.resource);
        std::string const session = "consumer.session.timeout.ms";
        std::string const isolation = "share.isolation.level";
        resource.configs = {{isolation,
                             "read_uncommitted",
                             ConfigSource::default_config,
                             {{ConfigSource::default_config, isolation, "read_uncommitted"}}},
                            {session,
                             "50000",
                             ConfigSource::group,
                             {{ConfigSource::group, session, "50000"},
                              {ConfigSource::default_config, "group." + session, "45000"}}}};
        answer(*request, DescribeConfigsResponse{make_payload(std::vector{resource})});
    }
};

std::string const kSessionLine =
    "  consumer.session.timeout.ms=50000 sensitive=false "
    "synonyms={DYNAMIC_GROUP_CONFIG:consumer.session.timeout.ms=50000, "
    "DEFAULT_CONFIG:group.consumer.session.timeout.ms=45000}\n";
std::string const kIsolationLine =
    "  share.isolation.level=read_uncommitted sensitive=false "
    "synonyms={DEFAULT_CONFIG:share.isolation.level=read_uncommitted}\n";

TEST(KafkaConfigsOfGroups, SetsAndDeletesWithoutAskingFirst) {
    for (bool const is_short : {false, true}) {
        std::vector<std::string> words{"--alter"};
        if (is_short) {
            words.insert(words.end(), {"--group", "new"});
        } else {
            words.insert(words.end(), {"--entity-type", "groups", "--entity-name", "new"});
        }
        words.insert(words.end(), {"--add-config", "consumer.session.timeout.ms=50000",
                                   "--delete-config", "consumer.heartbeat.interval.ms"});
        GroupConfigsStage stage{words};
        auto const altered = stage.take<IncrementalAlterConfigsRequest>();
        ASSERT_TRUE(altered);
        AlteredResource const one =
            std::get<IncrementalAlterConfigsRequest>(altered->message).resources->front();
        EXPECT_EQ(one.resource, (ConfigResource{ConfigResourceType::group, "new"}));
        ASSERT_EQ(one.configs.size(), 2U);
        EXPECT_EQ(one.configs[0],
                  (AlterConfigOp{"consumer.heartbeat.interval.ms", ConfigOperation::remove, {}}));
        EXPECT_EQ(one.configs[1],
                  (AlterConfigOp{"consumer.session.timeout.ms", ConfigOperation::set, "50000"}));
        stage.answer(*altered, IncrementalAlterConfigsResponse{make_payload(
                                   std::vector<AlterConfigsResult>{{one.resource, {}, {}}})});
        EXPECT_EQ(stage.result().out, "Completed updating config for group new.\n");
        EXPECT_EQ(stage.result().exit, 0);
    }
}

TEST(KafkaConfigsOfGroups, ARefusalIsPrintedAsKafkaThrowsIt) {
    GroupConfigsStage stage{{"--alter", "--group", "g", "--add-config", "foobar=1"}};
    stage.reply<IncrementalAlterConfigsRequest>(IncrementalAlterConfigsResponse{
        make_payload(std::vector<AlterConfigsResult>{{{ConfigResourceType::group, "g"},
                                                      ErrorCode::invalid_config,
                                                      "Unknown group config name: foobar"}})});
    std::string const what =
        "org.apache.kafka.common.errors.InvalidConfigurationException: Unknown group config name: "
        "foobar\n";
    EXPECT_EQ(stage.result().err,
              "Error while executing config command with args '--alter --group g --add-config "
              "foobar=1'\njava.util.concurrent.ExecutionException: " +
                  what + "Caused by: " + what);
    EXPECT_EQ(stage.result().exit, 1);
}

TEST(KafkaConfigsOfGroups, DescribesAGroupThatACoordinatorKnows) {
    GroupConfigsStage stage{{"--describe", "--group", "billing"}};
    stage.tell_groups({"audit", "billing"});
    stage.tell_configs("billing");
    EXPECT_EQ(stage.result().out, "Dynamic configs for group billing are:\n" + kSessionLine);
    EXPECT_EQ(stage.result().exit, 0);
}

TEST(KafkaConfigsOfGroups, AGroupWithoutMembersIsThereIfItHasConfigs) {
    GroupConfigsStage there{{"--describe", "--entity-type", "groups", "--entity-name", "new"}};
    there.tell_groups({"audit"});
    there.tell_configured({"new"});
    there.tell_configs("new");
    EXPECT_EQ(there.result().out, "Dynamic configs for group new are:\n" + kSessionLine);

    GroupConfigsStage missing{{"--describe", "--group", "old"}};
    missing.tell_groups({"audit"});
    missing.tell_configured({"new"});
    EXPECT_EQ(missing.result().out,
              "The group 'old' doesn't exist and doesn't have dynamic config.\n");
    EXPECT_EQ(missing.result().exit, 0);
}

TEST(KafkaConfigsOfGroups, WithAllNobodyAsksWhetherItIsThere) {
    GroupConfigsStage stage{{"--describe", "--group", "old", "--all"}};
    stage.tell_configs("old");
    EXPECT_EQ(stage.result().out,
              "All configs for group old are:\n" + kSessionLine + kIsolationLine);
}

TEST(KafkaConfigsOfGroups, WithoutANameEachGroupIsDescribedOnce) {
    GroupConfigsStage stage{{"--describe", "--entity-type", "groups"}};
    stage.tell_groups({"audit", "billing"});
    stage.tell_configured({"billing", "new"});
    std::string expected;
    for (int i = 0; i < 3; ++i) {
        auto const asked =
            std::find_if(stage.sent.begin(), stage.sent.end(), [](Effects::Outgoing const& one) {
                return std::holds_alternative<DescribeConfigsRequest>(one.message);
            });
        ASSERT_NE(asked, stage.sent.end());
        std::string const group =
            std::get<DescribeConfigsRequest>(asked->message).resources->front().name;
        stage.tell_configs(group);
        expected += "Dynamic configs for group " + group + " are:\n" + kSessionLine;
    }
    EXPECT_EQ(stage.result().out, expected);

    GroupConfigsStage empty{{"--describe", "--entity-type", "groups"}};
    empty.tell_groups({});
    empty.tell_configured({});
    EXPECT_EQ(empty.result().out, "");
    EXPECT_EQ(empty.result().exit, 0);
}

TEST(KafkaConfigsOfGroups, WhatCannotBeMeantIsRefusedBeforeAnybodyIsAsked) {
    std::string const not_here =
        "Highwater simulates the configs of topics, brokers and groups and the quotas of clients, "
        "users and ips, not what there is of ";
    std::pair<std::vector<std::string>, std::string> const cases[] = {
        {{"--alter", "--entity-type", "groups", "--add-config", "consumer.session.timeout.ms=1"},
         "An entity name must be specified with --alter of groups\n"},
        {{"--describe", "--entity-type", "groups", "--entity-default"},
         "--entity-default must not be specified with --describe of groups\n"},
        {{"--alter", "--group", "g"},
         "At least one of --add-config, --add-config-file, or --delete-config must be specified "
         "with --alter\n"},
        {{"--describe", "--group", "g", "--topic", "t"},
         "Only 'users' and 'clients' entity types may be specified together\n"},
        {{"--describe", "--group", "g", "--entity-type", "groups"},
         "Duplicate entity type(s) specified: groups\n"},
        {{"--describe", "--entity-type", "client-metrics"}, not_here + "client-metrics\n"},
        {{"--describe", "--client-metrics", "all"}, not_here + "client-metrics\n"},
        {{"--describe", "--broker-logger", "1"}, not_here + "broker-loggers\n"},
    };
    for (auto const& [words, complaint] : cases) {
        GroupConfigsStage stage{words};
        EXPECT_EQ(stage.result().err, complaint);
        EXPECT_EQ(stage.result().exit, 1);
        EXPECT_TRUE(stage.sent.empty());
    }
}

}  // namespace
}  // namespace highwater

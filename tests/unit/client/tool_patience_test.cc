// How long the tools wait for whom, and what they say in the end.
#include "client/tools/tool.h"
#include "tests/unit/client/tool_stage.h"

namespace highwater {
namespace {

// Two partitions of t, the second led by somebody or nobody.
MetadataResponse two_partitions(NameId topic, BrokerId second_leader) {
    ClusterMetadata cluster;
    cluster.brokers = {broker_address(1), broker_address(2)};
    TopicMetadata described;
    described.name = topic;
    described.partitions.resize(2);
    described.partitions[0].leader = BrokerId{1};
    described.partitions[1].partition = 1;
    described.partitions[1].leader = second_leader;
    if (second_leader == kNoBroker) {
        described.partitions[1].error = ErrorCode::leader_not_available;
    }
    cluster.topics.push_back(described);
    return MetadataResponse{make_payload(cluster)};
}

ListOffsetsResponse offset_of(TopicPartition id, std::int64_t offset) {
    ListedOffset one;
    one.partition = id;
    one.offset = Offset{offset};
    return ListOffsetsResponse{make_payload(std::vector<ListedOffset>{one})};
}

struct OffsetsStage : ToolStage {
    NameId topic;
    OffsetsStage() : ToolStage{{"kafka-get-offsets", "--topic", "t"}}, topic{names.intern("t")} {}
};

// A leader may come back, so the admin client goes on looking for one for a minute
// (default.api.timeout.ms). The tool then prints what it has.
TEST(KafkaGetOffsets, LooksForALeaderForAMinuteAndThenSkipsThePartition) {
    OffsetsStage stage;
    stage.reply<MetadataRequest>(two_partitions(stage.topic, kNoBroker));
    stage.reply<ListOffsetsRequest>(offset_of({stage.topic, 0}, 7));
    EXPECT_FALSE(stage.exited);
    for (int second = 0; second < 59; ++second) {
        stage.run_for(seconds(1));
        stage.reply<MetadataRequest>(two_partitions(stage.topic, kNoBroker));
    }
    EXPECT_FALSE(stage.exited);
    stage.run_for(seconds(2));
    EXPECT_TRUE(stage.exited);
    EXPECT_EQ(stage.result().out, "t:0:7\n");
    EXPECT_EQ(stage.result().err,
              "Skip getting offsets for topic-partition t-1 due to error: "
              "org.apache.kafka.common.errors.TimeoutException: "
              "Call(callName=listOffsets(api=METADATA), deadlineMs=1767225660000, tries=60, "
              "nextAllowedTryMs=1767225660000) timed out at 1767225660000 after 60 attempt(s)\n");
    EXPECT_EQ(stage.result().exit, 0);
}

TEST(KafkaGetOffsets, AsksTheLeaderThatWasElectedMeanwhile) {
    OffsetsStage stage;
    stage.reply<MetadataRequest>(two_partitions(stage.topic, kNoBroker));
    stage.reply<ListOffsetsRequest>(offset_of({stage.topic, 0}, 7));
    stage.run_for(seconds(20));
    stage.reply<MetadataRequest>(two_partitions(stage.topic, BrokerId{2}));
    stage.reply<ListOffsetsRequest>(offset_of({stage.topic, 1}, 9));
    EXPECT_EQ(stage.result().out, "t:0:7\nt:1:9\n");
    EXPECT_EQ(stage.result().err, "");
    EXPECT_EQ(stage.result().exit, 0);
}

// Dead, but still in the metadata: each try fails at once, and all of them share one minute.
TEST(KafkaGetOffsets, GivesUpOnADeadLeaderAfterAMinute) {
    OffsetsStage stage;
    stage.reply<MetadataRequest>(two_partitions(stage.topic, BrokerId{2}));
    stage.reply<ListOffsetsRequest>(offset_of({stage.topic, 0}, 7));
    while (!stage.exited && stage.now < Time{} + seconds(90)) {
        if (stage.count<ListOffsetsRequest>() > 0) stage.disconnect(NodeId{2});
        if (stage.count<MetadataRequest>() > 0) {
            stage.reply<MetadataRequest>(two_partitions(stage.topic, BrokerId{2}));
        }
        stage.run_for(milliseconds(100));
    }
    EXPECT_EQ(stage.now.ms(), 60'000);
    EXPECT_EQ(stage.result().out, "t:0:7\n");
    EXPECT_EQ(stage.result().err.rfind("Skip getting offsets for topic-partition t-1 due to error: "
                                       "org.apache.kafka.common.errors.TimeoutException: Timed out "
                                       "waiting for a node assignment. Call: listOffsets(api=",
                                       0),
              0U);
    EXPECT_EQ(stage.result().exit, 0);
}

// PartitionLeaderStrategy is told not to put up with unknown topics.
TEST(KafkaGetOffsets, ATopicThatIsGoneIsNotWaitedFor) {
    OffsetsStage stage;
    stage.reply<MetadataRequest>(two_partitions(stage.topic, kNoBroker));
    stage.reply<ListOffsetsRequest>(offset_of({stage.topic, 0}, 7));
    ClusterMetadata gone;
    gone.brokers = {broker_address(1)};
    gone.topics.push_back({ErrorCode::unknown_topic_or_partition, stage.topic, kNoUuid, {}});
    stage.reply<MetadataRequest>(MetadataResponse{make_payload(gone)});
    EXPECT_EQ(stage.result().err,
              "Skip getting offsets for topic-partition t-1 due to error: "
              "org.apache.kafka.common.errors.UnknownTopicOrPartitionException: Failed to fetch "
              "metadata for partition t-1 because metadata for topic `t` could not be found\n");
    EXPECT_EQ(stage.result().exit, 0);
}

// It sets default.api.timeout.ms to 30 s, and request.timeout.ms to half of that.
TEST(KafkaLeaderElection, GivesUpAfterHalfAMinute) {
    ToolStage stage{
        {"kafka-leader-election", "--election-type", "preferred", "--all-topic-partitions"}};
    stage.run_for(seconds(14));
    EXPECT_EQ(stage.count<ElectLeadersRequest>(), 1);
    stage.run_for(seconds(2));
    EXPECT_EQ(stage.count<ElectLeadersRequest>(), 2);
    EXPECT_FALSE(stage.exited);
    stage.run_for(seconds(15));
    EXPECT_TRUE(stage.exited);
    EXPECT_EQ(stage.result().out, "Timeout waiting for election results\n");
    EXPECT_EQ(stage.result().exit, 1);
}

// The call goes to that broker alone, and waits for somebody to know it.
TEST(KafkaConfigs, WaitsHalfAMinuteForABrokerThatNobodyKnows) {
    ToolStage stage{
        {"kafka-configs", "--alter", "--broker", "9", "--add-config", "log.cleaner.threads=2"}};
    while (!stage.exited && stage.now < Time{} + seconds(90)) {
        stage.answer_metadata({1, 2}, kNoName, {});
        stage.run_for(milliseconds(100));
    }
    EXPECT_EQ(stage.now.ms(), 30'000);
    std::string const timeout =
        "org.apache.kafka.common.errors.TimeoutException: Timed out waiting for a node "
        "assignment. Call: incrementalAlterConfigs\n";
    EXPECT_EQ(stage.result().err,
              "Error while executing config command with args '--alter --broker 9 --add-config "
              "log.cleaner.threads=2'\njava.util.concurrent.ExecutionException: " +
                  timeout + "Caused by: " + timeout);
    EXPECT_EQ(stage.result().exit, 1);
}

// The machine is there and refuses the connection, again and again.
TEST(Tools, AWrongPortIsTriedForAMinute) {
    Tool tool =
        make_tool({{"kafka-topics", "--list", "--bootstrap-server", "broker-1:9999"}, {}}, {});
    tool.is_refused = true;
    Stage<Tool> stage{std::move(tool)};
    stage.start_role();
    EXPECT_FALSE(stage.exited);
    stage.run_for(seconds(61));
    EXPECT_EQ(stage.role.result.out,
              "Error while executing topic command : Timed out waiting for a node assignment. "
              "Call: listTopics\n");
    EXPECT_EQ(stage.role.result.exit, 1);
}

TEST(KafkaFeatures, SaysOfEachUpdateThatItsTimeIsOver) {
    ToolStage stage{{"kafka-features", "upgrade", "--feature", "group.version=1"}};
    stage.run_for(seconds(61));
    EXPECT_EQ(stage.result().out,
              "Could not upgrade group.version to 1. Timed out waiting for a node assignment. "
              "Call: updateFeatures\n");
    EXPECT_EQ(stage.result().err, "1 out of 1 operation(s) failed.\n");
    EXPECT_EQ(stage.result().exit, 1);
}

TEST(KafkaConsumerGroups, SaysThatThereIsNobodyToAskForGroups) {
    for (std::vector<std::string> const& how :
         {std::vector<std::string>{"--list"}, {"--describe", "--all-groups"}}) {
        std::vector<std::string> words{"kafka-consumer-groups"};
        words.insert(words.end(), how.begin(), how.end());
        ToolStage stage{words};
        stage.run_for(seconds(61));
        std::string const failed =
            "org.apache.kafka.common.KafkaException: Failed to find brokers to send ListGroups\n";
        EXPECT_EQ(stage.result().out,
                  "\nError: Executing consumer group command failed due to "
                  "java.util.concurrent.ExecutionException: " +
                      failed);
        EXPECT_NE(stage.result().err.find("Caused by: " + failed +
                                          "Caused by: "
                                          "org.apache.kafka.common.errors.TimeoutException: "),
                  std::string::npos)
            << stage.result().err;
        EXPECT_NE(stage.result().err.find("Call: findAllBrokers\n"), std::string::npos)
            << stage.result().err;
    }
}

TEST(KafkaConsumerGroups, CallsALookUpAfterWhatItIsFor) {
    ToolStage stage{{"kafka-consumer-groups", "--describe", "--group", "g"}};
    stage.run_for(seconds(61));
    EXPECT_NE(stage.result().out.find("Call: describeConsumerGroups(api=FIND_COORDINATOR)\n"),
              std::string::npos)
        << stage.result().out;
}

// It waits for half a minute by itself, and that exception has no message.
TEST(KafkaGroups, HasNoWordsForGroupsThatDoNotComeInTime) {
    for (bool const finds_brokers : {false, true}) {
        ToolStage stage{{"kafka-groups", "--list"}};
        stage.run_for(seconds(20));
        if (finds_brokers) stage.answer_metadata({1, 2}, kNoName, {});
        EXPECT_FALSE(stage.exited);
        stage.run_for(seconds(20));
        ASSERT_TRUE(stage.exited);
        EXPECT_EQ(stage.result().out, "Error while executing groups command : null\n");
        EXPECT_EQ(stage.result().err, "");
        EXPECT_EQ(stage.result().exit, 1);
    }
}

TEST(KafkaLogDirs, SaysWhomItAsksBeforeItWaits) {
    ToolStage stage{{"kafka-log-dirs", "--describe"}};
    DescribeClusterResponse cluster;
    cluster.nodes =
        make_payload(std::vector<ClusterNode>{{BrokerId{1}, NodeId{1}, kNoName, kNoName, false}});
    stage.reply<DescribeClusterRequest>(cluster);
    stage.run_for(seconds(61));
    EXPECT_EQ(stage.result().out, "Querying brokers for log directories information\n");
    EXPECT_EQ(stage.result().exit, 1);
}

}  // namespace
}  // namespace highwater

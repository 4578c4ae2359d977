// kafka-metadata-quorum, kafka-cluster, kafka-features, kafka-log-dirs step by step; what they
// print is compared with Kafka in tests/kafka.
#include "client/tools/cluster_format.h"
#include "client/tools/tool.h"
#include "tests/unit/client/tool_stage.h"

namespace highwater {
namespace {

DescribeQuorumResponse quorum_of_one() {
    QuorumReplicas replicas;
    replicas.current_voters.push_back(
        {BrokerId{3001}, kNoUuid, kNoName, Offset{9}, Time{}, Time{}});
    return {ErrorCode::none, BrokerId{3001}, LeaderEpoch{2}, Offset{8}, make_payload(replicas)};
}

TEST(KafkaMetadataQuorum, AsksForTheClusterThenForItsQuorum) {
    for (std::string const name : {"kafka-metadata-quorum.sh", "bin\\kafka-metadata-quorum.bat"}) {
        ToolStage stage{{name, "--bootstrap-server", "broker-1:9092", "describe", "--status"}};
        DescribeClusterResponse cluster;
        cluster.cluster_id = {1, 1};
        stage.reply<DescribeClusterRequest>(cluster);
        stage.reply<DescribeQuorumRequest>(quorum_of_one());
        EXPECT_EQ(stage.result().exit, 0);
        EXPECT_NE(stage.result().out.find("LeaderEpoch:            2\n"), std::string::npos);
        EXPECT_NE(stage.result().out.find("CurrentVoters:          [{\"id\": 3001}]\n"),
                  std::string::npos);
    }
}

TEST(KafkaMetadataQuorum, FindsTheActiveControllerBehindAnyOther) {
    ToolStage stage{{"kafka-metadata-quorum", "--bootstrap-controller", "controller-3001:9093",
                     "describe", "--replication", "--human-readable"}};
    DescribeClusterResponse cluster;
    cluster.endpoint_type = EndpointType::controller;
    cluster.controller_id = BrokerId{3002};
    cluster.nodes = make_payload(
        std::vector<ClusterNode>{{BrokerId{3001}, NodeId{1}, kNoName, kNoName, false},
                                 {BrokerId{3002}, NodeId{2}, kNoName, kNoName, false}});
    stage.reply<DescribeClusterRequest>(cluster);
    auto const asked = stage.take<DescribeQuorumRequest>();
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->to, NodeId{2});
    // It no longer leads: the next one has to be found.
    DescribeQuorumResponse deposed;
    deposed.error = ErrorCode::not_leader_or_follower;
    stage.answer(*asked, deposed);
    stage.run_for(seconds(1));
    cluster.controller_id = BrokerId{3001};
    stage.reply<DescribeClusterRequest>(cluster);
    stage.now = stage.now + milliseconds(5);
    stage.reply<DescribeQuorumRequest>(quorum_of_one());
    EXPECT_EQ(stage.result().exit, 0);
    EXPECT_NE(stage.result().out.find(" ms ago"), std::string::npos);
}

TEST(KafkaMetadataQuorum, RefusesInKafkasWords) {
    struct Case {
        std::vector<std::string> arguments;
        std::string message;
    };
    std::vector<Case> const cases{
        {{"describe"},
         "One of --status or --replication must be specified with describe sub-command"},
        {{"describe", "--status", "--replication"},
         "Only one of --status or --replication should be specified with describe sub-command"},
        {{"describe", "--status", "--human-readable"},
         "The option --human-readable is only supported along with --replication"},
        {{"add-controller"},
         "You must supply the configuration file of the controller you are adding when using "
         "add-controller."},
        {{"remove-controller", "--controller-id", "-3", "--controller-directory-id", "x"},
         "Invalid negative --controller-id: -3"},
        {{"remove-controller", "-i", "3", "-d", "xyz"},
         "Failed to parse --controller-directory-id: Input string `xyz` decoded as 2 bytes, which "
         "is not equal to the expected 16 bytes of a base64-encoded UUID"}};
    for (Case const& c : cases) {
        std::vector<std::string> words{"kafka-metadata-quorum"};
        words.insert(words.end(), c.arguments.begin(), c.arguments.end());
        ToolStage stage{words};
        EXPECT_EQ(stage.result().err, c.message + "\n");
        EXPECT_EQ(stage.result().exit, 1);
    }
}

TEST(KafkaMetadataQuorum, AWrongCommandLineShowsTheUsage) {
    struct Case {
        std::vector<std::string> arguments;
        std::string complaint;
    };
    std::vector<Case> const cases{
        {{}, "kafka-metadata-quorum: error: too few arguments\n"},
        {{"shrink"},
         "kafka-metadata-quorum: error: invalid choice: 'shrink' (choose from 'describe', "
         "'add-controller', 'remove-controller')\n"},
        {{"describe", "--what"},
         "kafka-metadata-quorum describe: error: unrecognized arguments: '--what'\n"},
        {{"remove-controller", "--controller-id", "one"},
         "kafka-metadata-quorum remove-controller: error: argument --controller-id/-i: could not "
         "convert 'one' to integer (32 bit)\n"},
        {{"remove-controller"},
         "kafka-metadata-quorum remove-controller: error: argument --controller-id/-i is "
         "required\n"},
        {{"--bootstrap-server", "b:1", "--bootstrap-controller", "c:1", "describe"},
         "kafka-metadata-quorum: error: argument --bootstrap-controller: not allowed with argument "
         "--bootstrap-server\n"}};
    for (Case const& c : cases) {
        std::vector<std::string> words{"kafka-metadata-quorum"};
        words.insert(words.end(), c.arguments.begin(), c.arguments.end());
        ToolStage stage{words};
        std::string const& err = stage.result().err;
        EXPECT_EQ(err.rfind("usage: kafka-metadata-quorum ", 0), 0U) << err;
        ASSERT_GE(err.size(), c.complaint.size());
        EXPECT_EQ(err.substr(err.size() - c.complaint.size()), c.complaint);
        EXPECT_EQ(stage.result().exit, 1);
    }
}

TEST(KafkaCluster, SaysWhatBecameOfABroker) {
    ToolStage done{{"kafka-cluster", "unregister", "--bootstrap-server", "b:9092", "--id", "3"}};
    done.reply<UnregisterBrokerRequest>(UnregisterBrokerResponse{});
    EXPECT_EQ(done.result().out, "Broker 3 is no longer registered.\n");
    ToolStage refused{{"kafka-cluster", "unregister", "-b", "b:9092", "-i", "9"}};
    UnregisterBrokerResponse answer;
    answer.error = ErrorCode::broker_id_not_registered;
    answer.message = make_payload(std::string{"Broker ID 9 is not currently registered"});
    refused.reply<UnregisterBrokerRequest>(answer);
    EXPECT_EQ(refused.result().exit, 1);
    EXPECT_EQ(refused.result().err.rfind("org.apache.kafka.common.errors."
                                         "BrokerIdNotRegisteredException: Broker ID 9",
                                         0),
              0U);
}

// The column of the racks is as wide as the longest of them, whatever its heading.
TEST(KafkaCluster, ListsEndpointsAsATable) {
    std::vector<Endpoint> const brokers{{1, "broker-1", 9092, "a", false},
                                        {2, "broker-2", 9092, "null", true}};
    EXPECT_EQ(list_endpoints(brokers, false),
              "ID         HOST     PORT       RACK STATE      ENDPOINT_TYPE  \n"
              "1          broker-1 9092       a unfenced   broker         \n"
              "2          broker-2 9092       null fenced     broker         \n");
    EXPECT_EQ(list_endpoints({{3001, "controller-3001", 9093, "null", false}}, true),
              "ID         HOST            PORT       RACK       ENDPOINT_TYPE  \n"
              "3001       controller-3001 9093       null       controller     \n");
    ToolStage stage{
        {"kafka-cluster", "list-endpoints", "-C", "c:9093", "--include-fenced-brokers"}};
    EXPECT_EQ(stage.result().exit, 1);
}

TEST(KafkaFeatures, TellsOfEachFeatureWhatBecameOfIt) {
    ToolStage fine{{"kafka-features", "downgrade", "--feature", "share.version=0", "--dry-run"}};
    fine.reply<UpdateFeaturesRequest>(UpdateFeaturesResponse{});
    EXPECT_EQ(fine.result().out, "share.version can be downgraded to 0.\n");
    ToolStage off{{"kafka-features", "disable", "--feature", "eligible.leader.replicas.version"}};
    off.reply<UpdateFeaturesRequest>(UpdateFeaturesResponse{});
    EXPECT_EQ(off.result().out, "eligible.leader.replicas.version was disabled.\n");
    ToolStage refused{{"kafka-features", "upgrade", "--feature", "x=3", "--feature", "a=1"}};
    refused.reply<UpdateFeaturesRequest>(UpdateFeaturesResponse{ErrorCode::invalid_update_version,
                                                                make_payload(std::string{"No."})});
    EXPECT_EQ(refused.result().out,
              "Could not upgrade a to 1. No.\nCould not upgrade x to 3. No.\n");
    EXPECT_EQ(refused.result().err, "2 out of 2 operation(s) failed.\n");
    EXPECT_EQ(refused.result().exit, 1);
}

TEST(KafkaFeatures, RefusesWhatIsNoUpdate) {
    struct Case {
        std::vector<std::string> arguments;
        std::string message;
    };
    std::vector<Case> const cases{
        {{"upgrade"}, "You must specify at least one feature to upgrade"},
        {{"upgrade", "--feature", "a"},
         "Can't parse feature=level string a: equals sign not found."},
        {{"upgrade", "--feature", "a=b"},
         "Can't parse feature=level string a=b: unable to parse b as a short."},
        {{"upgrade", "--feature", "a=1", "--feature", "a=2"},
         "Feature a was specified more than once."}};
    for (Case const& c : cases) {
        std::vector<std::string> words{"kafka-features"};
        words.insert(words.end(), c.arguments.begin(), c.arguments.end());
        ToolStage stage{words};
        EXPECT_EQ(stage.result().err, c.message + "\n");
        EXPECT_EQ(stage.result().exit, 1);
    }
}

TEST(KafkaFeatures, MapsAReleaseToItsFeaturesAndAFeatureToWhatItNeeds) {
    ToolStage mapping{{"kafka-features", "version-mapping", "--release-version", "4.1"}};
    EXPECT_EQ(mapping.result().out,
              "metadata.version=27 (4.1)\nkraft.version=1\ntransaction.version=2\n"
              "group.version=1\neligible.leader.replicas.version=1\nshare.version=0\n"
              "streams.version=0\n");
    ToolStage newest{{"kafka-features", "version-mapping"}};
    EXPECT_EQ(newest.result().out.rfind("metadata.version=30 (4.3-IV0)\n", 0), 0U);
    ToolStage needs{{"kafka-features", "feature-dependencies", "--feature",
                     "eligible.leader.replicas.version=1", "--feature", "group.version=1"}};
    EXPECT_EQ(needs.result().out,
              "eligible.leader.replicas.version=1 requires:\n    metadata.version=23 (4.0-IV1)\n"
              "group.version=1 has no dependencies.\n");
    ToolStage unknown{{"kafka-features", "feature-dependencies", "--feature", "cake=1"}};
    EXPECT_EQ(unknown.result().err, "Unknown feature: cake\n");
    EXPECT_EQ(unknown.result().exit, 1);
    ToolStage release{{"kafka-features", "upgrade", "--release-version", "4.3"}};
    auto const asked = release.take<UpdateFeaturesRequest>();
    ASSERT_TRUE(asked);
    for (FeatureUpdate const& one : *std::get<UpdateFeaturesRequest>(asked->message).updates) {
        EXPECT_NE(one.feature, "kraft.version");  // the voters are fixed
    }
    ToolStage both{{"kafka-features", "upgrade", "--release-version", "4.3", "--feature", "a=1"}};
    EXPECT_EQ(both.result().err, "Can not specify `release-version` with other feature flags.\n");
}

TEST(KafkaLogDirs, AsksEachBrokerOnceAndWaitsForAll) {
    ToolStage stage{{"kafka-log-dirs", "--describe", "--broker-list", "2,1", "--topic-list", "t"}};
    DescribeClusterResponse cluster;
    cluster.nodes =
        make_payload(std::vector<ClusterNode>{{BrokerId{1}, NodeId{1}, kNoName, kNoName, false},
                                              {BrokerId{2}, NodeId{2}, kNoName, kNoName, false},
                                              {BrokerId{3}, NodeId{3}, kNoName, kNoName, false}});
    stage.reply<DescribeClusterRequest>(cluster);
    ASSERT_EQ(stage.count<DescribeLogDirsRequest>(), 2);
    TopicPartition const t0{stage.names.intern("t"), 0};
    TopicPartition const u0{stage.names.intern("u"), 0};
    LogDirDescription const dir{"/tmp/kafka-logs", {{t0, 140, 0}, {u0, 70, 0}}};
    DescribeLogDirsResponse const answer{ErrorCode::none, make_payload(std::vector{dir})};
    stage.reply<DescribeLogDirsRequest>(answer);
    EXPECT_FALSE(stage.exited);
    stage.reply<DescribeLogDirsRequest>(answer);
    std::string const dirs =
        "\"logDirs\":[{\"partitions\":[{\"partition\":\"t-0\",\"size\":140,\"offsetLag\":0,"
        "\"isFuture\":false}],\"error\":null,\"logDir\":\"/tmp/kafka-logs\"}]}";
    EXPECT_EQ(stage.result().out,
              "Querying brokers for log directories information\n"
              "Received log directory information from brokers 1,2\n"
              "{\"brokers\":[{\"broker\":1," +
                  dirs + ",{\"broker\":2," + dirs + "],\"version\":1}\n");
}

TEST(KafkaDeleteRecords, DoesNotWaitForATopicThatCannotBe) {
    ToolStage stage{{"kafka-delete-records", "--bootstrap-server", "broker-1:9092",
                     "--offset-json-file",
                     R"({"partitions":[{"topic":"ord!ers","partition":0,"offset":3}]})"}};
    stage.answer_metadata({1}, stage.names.find("ord!ers"), {}, ErrorCode::invalid_topic_exception);
    ASSERT_TRUE(stage.result().is_finished);
    EXPECT_EQ(stage.result().out,
              "Executing records delete operation\nRecords delete operation completed:\n"
              "partition: ord!ers-0\terror: "
              "org.apache.kafka.common.errors.InvalidTopicException: Failed to fetch metadata for "
              "partition ord!ers-0 due to invalid topic `ord!ers`\n");
}

}  // namespace
}  // namespace highwater

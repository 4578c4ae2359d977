// kafka-reassign-partitions question by question; what it does to a cluster is compared with Kafka
// in tests/kafka.
#include "client/tools/tool.h"
#include "tests/unit/client/stage.h"

namespace highwater {
namespace {

constexpr char kFile[] =
    R"({"version":1,"partitions":[{"topic":"t","partition":0,"replicas":[4,2,1]}]})";

struct ReassignStage : Stage<Tool> {
    explicit ReassignStage(std::vector<std::string> const& more, std::string file = kFile)
        : Stage<Tool>{make_tool({with_tool(more), std::move(file)}, {NodeId{1}})} {
        topic = names.intern("t");
        start_role();
    }
    static std::vector<std::string> with_tool(std::vector<std::string> const& more) {
        std::vector<std::string> words{"kafka-reassign-partitions"};
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }
    ToolResult const& result() const { return role.result; }

    template <class Request, class Response>
    void reply(Response const& response) {
        auto const request = take<Request>();
        ASSERT_TRUE(request);
        answer(*request, response);
    }
    void moving(std::vector<OngoingPartitionReassignment> const& all) {
        reply<ListPartitionReassignmentsRequest>(
            ListPartitionReassignmentsResponse{ErrorCode::none, make_payload(all)});
    }
    void alive(std::vector<std::int32_t> const& ids) {
        ClusterMetadata metadata;
        for (std::int32_t const id : ids) metadata.brokers.push_back(broker_address(id));
        reply<MetadataRequest>(MetadataResponse{make_payload(metadata)});
    }
    void described(std::vector<BrokerId> const& replicas) {
        PartitionMetadata partition;
        partition.leader = replicas.front();
        partition.replicas = partition.isr = replicas;
        TopicMetadata const one{ErrorCode::none, topic, Uuid{1, 2}, {partition}};
        reply<DescribeTopicPartitionsRequest>(
            DescribeTopicPartitionsResponse{make_payload(std::vector{one})});
    }
    void directories() {
        while (count<DescribeLogDirsRequest>() > 0) {
            LogDirDescription const directory{"/tmp/kafka-logs", {{{topic, 0}, 70, 0}}};
            reply<DescribeLogDirsRequest>(
                DescribeLogDirsResponse{ErrorCode::none, make_payload(std::vector{directory})});
        }
    }
    // What the tool sets and removes, as "broker 1 leader.…rate=1000"; all is accepted.
    std::vector<std::string> configs() {
        std::vector<std::string> changes;
        while (auto const request = take<IncrementalAlterConfigsRequest>()) {
            std::vector<AlterConfigsResult> results;
            for (AlteredResource const& altered :
                 *std::get<IncrementalAlterConfigsRequest>(request->message).resources) {
                bool const is_topic = altered.resource.type == ConfigResourceType::topic;
                for (AlterConfigOp const& change : altered.configs) {
                    bool const sets = change.operation == ConfigOperation::set;
                    changes.push_back((is_topic ? "topic " : "broker ") + altered.resource.name +
                                      " " + change.name + (sets ? "=" + change.value : ""));
                }
                results.push_back({altered.resource, ErrorCode::none, ""});
            }
            answer(*request, IncrementalAlterConfigsResponse{make_payload(results)});
        }
        return changes;
    }
    NameId topic{kNoName};
};

TEST(KafkaReassignPartitions, ExecutePrintsTheWayBackThenAsks) {
    ReassignStage stage{{"--execute", "--reassignment-json-file", "@file"}};
    stage.moving({});
    stage.alive({1, 2, 3, 4});
    stage.described({{1}, {2}, {3}});
    stage.directories();
    auto const request = stage.take<AlterPartitionReassignmentsRequest>();
    ASSERT_TRUE(request);
    auto const& asked = std::get<AlterPartitionReassignmentsRequest>(request->message);
    ASSERT_EQ(asked.partitions->size(), 1U);
    EXPECT_EQ(asked.partitions->front().replicas, (std::vector<BrokerId>{{4}, {2}, {1}}));
    AlterPartitionReassignmentsResponse response;
    response.results = make_payload(
        std::vector<ReassignablePartitionResult>{{{stage.topic, 0}, ErrorCode::none, ""}});
    stage.answer(*request, response);
    EXPECT_EQ(stage.result().out,
              "Current partition replica assignment\n\n{\"version\":1,\"partitions\":[{\"topic\":"
              "\"t\",\"partition\":0,\"replicas\":[1,2,3],\"log_dirs\":[\"/tmp/kafka-logs\","
              "\"/tmp/kafka-logs\",\"/tmp/kafka-logs\"]}]}\n\nSave this to use as the "
              "--reassignment-json-file option during rollback\n"
              "Successfully started partition reassignment for t-0\n");
    EXPECT_EQ(stage.result().exit, 0);
}

// The sources throttle as leaders, the destinations as followers, and every broker that takes part
// gets both rates; only then does anything move.
TEST(KafkaReassignPartitions, AThrottleIsSetAtTheTopicThenAtEachBroker) {
    ReassignStage stage{{"--execute", "--throttle", "5000", "--reassignment-json-file", "@file"}};
    stage.moving({});
    stage.alive({1, 2, 3, 4});
    stage.described({{1}, {2}, {3}});
    stage.directories();
    EXPECT_EQ(stage.configs(),
              (std::vector<std::string>{"topic t leader.replication.throttled.replicas=0:1,0:2,0:3",
                                        "topic t follower.replication.throttled.replicas=0:4",
                                        "broker 1 leader.replication.throttled.rate=5000",
                                        "broker 1 follower.replication.throttled.rate=5000",
                                        "broker 2 leader.replication.throttled.rate=5000",
                                        "broker 2 follower.replication.throttled.rate=5000",
                                        "broker 3 leader.replication.throttled.rate=5000",
                                        "broker 3 follower.replication.throttled.rate=5000",
                                        "broker 4 leader.replication.throttled.rate=5000",
                                        "broker 4 follower.replication.throttled.rate=5000"}));
    EXPECT_EQ(stage.count<AlterPartitionReassignmentsRequest>(), 1);
}

TEST(KafkaReassignPartitions, VerifyClearsTheThrottlesOnlyWhenNothingMovesAnyMore) {
    ReassignStage moving{{"--verify", "--reassignment-json-file", "@file"}};
    moving.moving({{{moving.topic, 0}, {{4}, {2}, {1}, {3}}, {{4}}, {{3}}}});
    EXPECT_EQ(moving.result().out,
              "Status of partition reassignment:\nReassignment of partition t-0 is still in "
              "progress.\n\n");
    ReassignStage done{{"--verify", "--reassignment-json-file", "@file"}};
    done.moving({});
    done.described({{4}, {2}, {1}});
    done.alive({1, 2, 4});
    EXPECT_EQ(done.configs().size(), 3U * 3U + 2U);
    EXPECT_EQ(done.result().out,
              "Status of partition reassignment:\nReassignment of partition t-0 is completed.\n\n"
              "Clearing broker-level throttles on brokers 1,2,4\n"
              "Clearing topic-level throttles on topic t\n");
    ReassignStage kept{{"--verify", "--preserve-throttles", "--reassignment-json-file", "@file"}};
    kept.moving({});
    kept.described({{1}, {2}});
    EXPECT_TRUE(kept.exited);
    EXPECT_NE(kept.result().out.find("but replica set is 1,2 rather than 4,2,1."),
              std::string::npos);
}

TEST(KafkaReassignPartitions, CancelAsksForWhatIsUnderWay) {
    ReassignStage stage{{"--cancel", "--preserve-throttles", "--reassignment-json-file", "@file"}};
    stage.moving({{{stage.topic, 0}, {{4}, {2}, {1}, {3}}, {{4}}, {{3}}}});
    auto const request = stage.take<AlterPartitionReassignmentsRequest>();
    ASSERT_TRUE(request);
    auto const& asked = std::get<AlterPartitionReassignmentsRequest>(request->message);
    EXPECT_FALSE(asked.partitions->front().replicas);
    AlterPartitionReassignmentsResponse response;
    response.results = make_payload(std::vector<ReassignablePartitionResult>{
        {{stage.topic, 0}, ErrorCode::no_reassignment_in_progress, ""}});
    stage.answer(*request, response);
    EXPECT_EQ(stage.result().out,
              "Error cancelling partition reassignment for:\nt-0: No partition reassignment is in "
              "progress.\n");
    EXPECT_EQ(stage.result().exit, 1);
}

TEST(KafkaReassignPartitions, RefusesBeforeAnybodyIsAsked) {
    struct Case {
        std::vector<std::string> more;
        std::string file;
        std::string type;
        std::string message;
    };
    std::string const failed = "org.apache.kafka.tools.AdminCommandFailedException";
    std::vector<std::string> const execute{"--execute", "--reassignment-json-file", "@file"};
    std::vector<Case> const cases{
        {execute, R"({"partitions":[]})", failed, "Partition reassignment list cannot be empty"},
        {execute, R"({"partitions":[{"topic":"t","partition":0,"replicas":[]}]})", failed,
         "Partition replica list cannot be empty"},
        {execute, R"({"partitions":[{"topic":"t","partition":0,"replicas":[1,1]}]})", failed,
         "Partition replica lists may not contain duplicate entries: t-0 contains multiple entries "
         "for 1"},
        {execute, R"({"partitions":[{"topic":"t","replicas":[1]}]})",
         "com.fasterxml.jackson.databind.JsonMappingException",
         "No such field exists: `partition`"},
        {{"--list", "--bootstrap-controller", "c:9093"},
         "",
         "java.lang.UnsupportedOperationException",
         "The --bootstrap-controller option is not supported with these action."}};
    for (Case const& c : cases) {
        ReassignStage stage{c.more, c.file};
        EXPECT_EQ(stage.result().out,
                  "Error: " + c.message + "\n" + c.type + ": " + c.message + "\n\n");
        EXPECT_EQ(stage.result().exit, 1);
        EXPECT_TRUE(stage.sent.empty());
    }
    // A file that is no JSON: what Jackson says of it, and that Jackson said so.
    std::string const said =
        "Unexpected character ('x' (code 120)): was expecting double-quote to start field name\n"
        " at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); "
        "line: 1, column: 2]";
    ReassignStage malformed{execute, "{x}"};
    EXPECT_EQ(malformed.result().out,
              "Error: " + said + "\norg.apache.kafka.tools.AdminOperationException: " + said +
                  "\nCaused by: com.fasterxml.jackson.core.JsonParseException: " + said + "\n\n");
    ReassignStage blank{execute, " "};
    EXPECT_EQ(blank.result().out.substr(0, 37), "Error: Expected JSON object, received");
    ReassignStage stage{{"--execute", "--throttle", "x", "--reassignment-json-file", "@file"}};
    EXPECT_EQ(stage.result().out,
              "Error: Cannot parse argument 'x' of option throttle\n"
              "joptsimple.OptionArgumentConversionException: Cannot parse argument 'x' of option "
              "throttle\nCaused by: joptsimple.internal.ReflectionException: "
              "java.lang.NumberFormatException: For input string: \"x\"\nCaused by: "
              "java.lang.NumberFormatException: For input string: \"x\"\n\n");
}

}  // namespace
}  // namespace highwater

// The tools step by step; what they print is compared with Kafka in tests/kafka.
#include "base/java_hash.h"
#include "client/tools/json_reader.h"
#include "client/tools/options.h"
#include "client/tools/tool.h"
#include "client/tools/topic_filter.h"
#include "tests/unit/client/tool_stage.h"

namespace highwater {
namespace {

TEST(ToolOutput, TopicsAreDescribedInTheOrderOfAHashMap) {
    std::vector<std::string> names{"full", "pair", "single"};  // rep-describe-filters
    sort_as_hash_map(
        names, [](std::string const& name) -> auto const& { return name; });
    EXPECT_EQ(names, (std::vector<std::string>{"single", "pair", "full"}));
}

TEST(KafkaTopics, CreatesATopicWithReplicasAndConfigs) {
    ToolStage stage{{"kafka-topics.sh", "--bootstrap-server", "broker-1:9092", "--create",
                     "--topic", "orders", "--replica-assignment", "1:2:3,2:3:1", "--config",
                     "min.insync.replicas=2"}};
    ASSERT_EQ(stage.count<CreateTopicsRequest>(), 1);
    NewTopic const topic =
        std::get<CreateTopicsRequest>(stage.sent.front().message).topics->front();
    EXPECT_EQ(stage.names.text(topic.name), "orders");
    EXPECT_EQ(topic.assignment.size(), 2U);
    EXPECT_EQ(topic.configs.front().second, "2");
    stage.answer_created(ErrorCode::none);
    EXPECT_EQ(stage.result().out, "Created topic orders.\n");
    EXPECT_EQ(stage.result().exit, 0);
    EXPECT_TRUE(stage.exited);
    EXPECT_EQ(stage.facts_of<ToolFinished>().size(), 1U);
}

TEST(KafkaTopics, AnExistingTopicIsAnErrorUnlessItMayExist) {
    ToolStage stage{{"kafka-topics", "--create", "--topic", "t"}};
    stage.answer_created(ErrorCode::topic_already_exists, "Topic 't' already exists.");
    EXPECT_EQ(stage.result().out,
              "Error while executing topic command : Topic 't' already exists.\n");
    EXPECT_EQ(stage.result().exit, 1);
    ToolStage fine{{"kafka-topics", "--create", "--topic", "t", "--if-not-exists"}};
    fine.answer_created(ErrorCode::topic_already_exists, "Topic 't' already exists.");
    EXPECT_EQ(fine.result().out, "");
    EXPECT_EQ(fine.result().exit, 0);
}

// What the tool refuses before it asks anybody (rep-topic-errors, log-roll).
TEST(KafkaTopics, RefusesInKafkasWords) {
    struct Case {
        std::vector<std::string> more;
        std::string message;
    };
    std::vector<Case> const cases{
        {{"--partitions", "0"}, "The partitions must be greater than 0"},
        {{"--partitions", "1", "--replication-factor", "0"},
         "The replication factor must be between 1 and 32767 inclusive"},
        {{"--replica-assignment", "1:1"},
         "Partition replica lists may not contain duplicate entries: 1"},
        {{"--replica-assignment", "1:x"}, "For input string: \"x\""},
        {{"--replica-assignment", "1::2"}, "For input string: \"\""},
        {{"--replica-assignment", "1:2,3"}, "Partition 1 has different replication factor: [3]"},
        {{"--config", "no.such.config=1"}, "Unknown topic config name: no.such.config"},
        {{"--config", "min.insync.replicas=0"},
         "Invalid value 0 for configuration min.insync.replicas: Value must be at least 1"},
        {{"--config", "min.compaction.lag.ms=500", "--config", "max.compaction.lag.ms=100"},
         "conflict topic config setting min.compaction.lag.ms (500) > max.compaction.lag.ms (100)"},
        {{"--config", "cleanup.policy=shred"},
         "Invalid value shred for configuration cleanup.policy: String must be one of: compact, "
         "delete"},
        {{"--config", "segment.bytes=1048575"},
         "Invalid value 1048575 for configuration segment.bytes: Value must be at least 1048576"}};
    for (Case const& c : cases) {
        std::vector<std::string> arguments{"kafka-topics", "--create", "--topic", "t"};
        arguments.insert(arguments.end(), c.more.begin(), c.more.end());
        ToolStage stage{arguments};
        EXPECT_EQ(stage.result().out, "Error while executing topic command : " + c.message + "\n");
        EXPECT_EQ(stage.result().exit, 1);
        EXPECT_TRUE(stage.sent.empty());
    }
}

TEST(KafkaTopics, WarnsOfNamesThatMayCollide) {
    ToolStage stage{{"kafka-topics", "--create", "--topic", ".."}};
    stage.answer_created(ErrorCode::invalid_topic_exception,
                         "Topic name is invalid: '..' is not allowed");
    EXPECT_EQ(stage.result().out.rfind("WARNING: ", 0), 0U);
    EXPECT_NE(stage.result().out.find("\nError while executing topic command : Topic name is "
                                      "invalid: '..' is not allowed\n"),
              std::string::npos);
}

TEST(KafkaTopics, BadCommandLinesEndWithOne) {
    std::vector<std::vector<std::string>> const cases{
        {"kafka-topics"},
        {"kafka-topics", "--create"},
        {"kafka-topics", "--create", "--list"},
        {"kafka-topics", "--nonsense"},
        {"kafka-topics", "orders"},
        {"kafka-topics", "--describe", "--topic"},
        {"kafka-topics", "--describe", "--partitions", "3"},
        {"kafka-topics", "--list", "--under-min-isr-partitions"},
        {"kafka-topics", "--create", "--topic", "t", "--partitions", "many"},
        {"kafka-topics", "--create", "--topic", "t", "--replica-assignment", "1:x"},
        {"kafka-topics", "--create", "--topic", "t", "--config", "nothing"},
        {"kafka-topics", "--describe", "--topic", "a(b"}};
    for (auto const& arguments : cases) {
        ToolStage stage{arguments};
        EXPECT_TRUE(stage.exited);
        EXPECT_EQ(stage.result().exit, 1);
        EXPECT_FALSE(stage.result().out.empty() && stage.result().err.empty());
    }
}

TEST(KafkaTopics, DescribesWhatFourAnswersTell) {
    ToolStage stage{{"kafka-topics", "--describe", "--topic", "t"}};
    NameId const topic = stage.names.intern("t");
    stage.names.intern("other");
    stage.answer_metadata({1, 2}, topic, {{1, 0}});
    auto const asked = stage.take<DescribeTopicPartitionsRequest>();
    ASSERT_TRUE(asked);
    PartitionMetadata partition;
    partition.leader = BrokerId{1};
    partition.replicas = {{1}, {2}};
    partition.isr = {{1}};
    partition.eligible_leader_replicas = {{2}};
    TopicMetadata const described{ErrorCode::none, topic, Uuid{1, 2}, {partition}};
    stage.answer(*asked, DescribeTopicPartitionsResponse{make_payload(std::vector{described})});
    auto const configs = stage.take<DescribeConfigsRequest>();
    ASSERT_TRUE(configs);
    DescribedResource resource;
    resource.resource = {ConfigResourceType::topic, "t"};
    resource.configs = {{"min.insync.replicas", "2", ConfigSource::topic, {}},
                        {"retention.ms", "604800000", ConfigSource::default_config, {}}};
    stage.answer(*configs, DescribeConfigsResponse{make_payload(std::vector{resource})});
    // What is being brought in does not count for the replication factor.
    auto const moving = stage.take<ListPartitionReassignmentsRequest>();
    ASSERT_TRUE(moving);
    OngoingPartitionReassignment const one{{topic, 0}, {{1}, {2}}, {{2}}, {}};
    stage.answer(*moving, ListPartitionReassignmentsResponse{ErrorCode::none,
                                                             make_payload(std::vector{one})});
    EXPECT_EQ(stage.result().out,
              "Topic: t\tTopicId: AAAAAAAAAAEAAAAAAAAAAg\tPartitionCount: 1\tReplicationFactor: 1"
              "\tConfigs: min.insync.replicas=2\n\tTopic: t\tPartition: 0\tLeader: 1\tReplicas: 1,2"
              "\tIsr: 1\tAdding Replicas: 2\tRemoving Replicas: \tElr: 2\tLastKnownElr: \n");
}

TEST(KafkaTopics, AnUnknownTopicIsToldSo) {
    ToolStage stage{{"kafka-topics", "--describe", "--topic", "nope"}};
    stage.answer_metadata({1}, kNoName, {});
    EXPECT_EQ(stage.result().out,
              "Error while executing topic command : Topic 'nope' does not exist as expected\n");
}

TEST(KafkaTopics, GivesUpAfterAMinuteWithoutAnAnswer) {
    ToolStage stage{{"kafka-topics", "--list"}};
    int tries = 0;
    while (!stage.exited && stage.now < Time{} + seconds(70)) {
        tries += stage.count<MetadataRequest>();
        if (stage.count<MetadataRequest>() > 0) stage.disconnect(NodeId{1});
        stage.run_for(milliseconds(100));
    }
    EXPECT_TRUE(stage.exited);
    EXPECT_EQ(stage.result().exit, 1);
    EXPECT_EQ(stage.now.ms(), 60'000);
    EXPECT_GT(tries, 30);
}

TEST(KafkaGetOffsets, AsksEachLeaderAndSorts) {
    ToolStage stage{{"kafka-get-offsets.sh", "--topic-partitions", "t:0,t:2-4"}};
    NameId const topic = stage.names.intern("t");
    stage.answer_metadata({1, 2}, topic, {{1, 0}, {2, 0}, {2, 0}, {1, 0}, {-1, 0}});
    ASSERT_EQ(stage.count<ListOffsetsRequest>(), 2);
    while (auto const request = stage.take<ListOffsetsRequest>()) {
        std::vector<ListedOffset> listed;
        for (auto const& p : *std::get<ListOffsetsRequest>(request->message).partitions) {
            EXPECT_EQ(p.timestamp_ms, kLatestTimestamp);
            ListedOffset one;
            one.partition = p.partition;
            one.offset = Offset{p.partition.partition * 10};
            listed.push_back(one);
        }
        stage.answer(*request, ListOffsetsResponse{make_payload(listed)});
    }
    EXPECT_EQ(stage.result().out, "t:0:0\nt:2:20\nt:3:30\n");
}

TEST(KafkaGetOffsets, AFilterThatMatchesNothingIsAnError) {
    ToolStage stage{{"kafka-get-offsets", "--topic", "nope"}};
    stage.answer_metadata({1}, kNoName, {});
    EXPECT_EQ(stage.result().err,
              "Error occurred: Could not match any topic-partitions with the specified filters\n");
    EXPECT_EQ(stage.result().exit, 1);
}

TEST(KafkaLeaderElection, TakesPartitionsFromAFile) {
    ToolStage stage{
        {"kafka-leader-election", "--election-type", "preferred", "--path-to-json-file", "@file"},
        R"({"partitions": [{"topic": "t", "partition": 1},
                                       {"topic": "nope", "partition": 0}]})"};
    auto const request = stage.take<ElectLeadersRequest>();
    ASSERT_TRUE(request);
    auto const& partitions = *std::get<ElectLeadersRequest>(request->message).partitions;
    ASSERT_EQ(partitions.size(), 2U);
    ElectLeadersResponse response;
    response.results = make_payload(std::vector<ElectLeadersResult>{
        {partitions[0], ErrorCode::none, ""},
        {partitions[1], ErrorCode::unknown_topic_or_partition, "No such topic as nope"}});
    stage.answer(*request, response);
    std::string const exception =
        "org.apache.kafka.common.errors.UnknownTopicOrPartitionException: No such topic as nope\n";
    EXPECT_EQ(stage.result().out,
              "Successfully completed leader election (PREFERRED) for partitions t-1\n"
              "Error completing leader election (PREFERRED) for partition: nope-0: " +
                  exception);
    EXPECT_EQ(stage.result().err,
              "1 replica(s) could not be elected\norg.apache.kafka.tools."
              "AdminCommandFailedException: 1 replica(s) could not be elected\n\tSuppressed: " +
                  exception + "\n");
    EXPECT_EQ(stage.result().exit, 1);
}

// Those elected are a HashSet, and the sum of topic and partition is what it goes by.
TEST(KafkaLeaderElection, ListsPartitionsInTheOrderOfAHashSet) {
    std::vector<ElectionOutcome> outcomes;
    for (std::int32_t const partition : {0, 1, 2}) {
        outcomes.push_back({"t", partition, ErrorCode::none, {}});
    }
    outcomes.push_back({"w", 0, ErrorCode::none, {}});
    EXPECT_EQ(leader_election(ElectionType::preferred, outcomes).out,
              "Successfully completed leader election (PREFERRED) for partitions t-2, t-1, t-0, "
              "w-0\n");
}

TEST(KafkaLeaderElection, RefusesATypeItDoesNotKnow) {
    ToolStage stage{
        {"kafka-leader-election", "--election-type", "sideways", "--all-topic-partitions"}};
    EXPECT_EQ(stage.result().err,
              "Cannot parse argument 'sideways' of option election-type\n"
              "joptsimple.OptionArgumentConversionException: Cannot parse argument 'sideways' of "
              "option election-type\nCaused by: joptsimple.ValueConversionException: Value "
              "[sideways] is not one of [[PREFERRED,UNCLEAN]]\n\n");
    EXPECT_EQ(stage.result().exit, 1);
}

// The options are checked first, then the file, then the cluster is asked.
TEST(KafkaLeaderElection, RefusesInKafkasWords) {
    struct Case {
        std::vector<std::string> more;
        std::string file;
        std::string type;
        std::string message;
    };
    std::string const failed = "org.apache.kafka.tools.AdminCommandFailedException";
    std::string const operation = "org.apache.kafka.tools.AdminOperationException";
    std::string const only_one =
        "One and only one of the following options is required: topic, all-topic-partitions, "
        "path-to-json-file";
    std::vector<std::string> const by_file{"--election-type", "preferred", "--path-to-json-file",
                                           "@file"};
    std::vector<Case> const cases{
        {{"--all-topic-partitions"}, "", failed, "Missing required option(s): election-type"},
        {{"--election-type", "sideways"}, "", failed, only_one},
        {{"--election-type", "unclean", "--topic", "t"},
         "",
         failed,
         "Missing required option(s): partition"},
        {{"--election-type", "unclean", "--all-topic-partitions", "--partition", "1"},
         "",
         failed,
         "Option partition is only allowed if topic is used"},
        {by_file, "no json", operation, "Replica election data is empty"},
        {by_file, "{}", operation, "Replica election data is missing \"partitions\" field"},
        {by_file, R"({"partitions":[{"topic":"t","partition":1},{"topic":"t","partition":1}]})",
         operation, "Replica election data contains duplicate partitions: [t-1]"},
        {{"--nonsense"},
         "",
         "joptsimple.UnrecognizedOptionException",
         "nonsense is not a recognized option"},
        {{"--election-type", "preferred", "--topic", "t", "--topic", "u"},
         "",
         "joptsimple.MultipleArgumentsForOptionException",
         "Found multiple arguments for option topic, but you asked for only one"}};
    for (Case const& c : cases) {
        std::vector<std::string> arguments{"kafka-leader-election"};
        arguments.insert(arguments.end(), c.more.begin(), c.more.end());
        ToolStage stage{arguments, c.file};
        EXPECT_EQ(stage.result().err, c.message + "\n" + c.type + ": " + c.message + "\n\n");
        EXPECT_EQ(stage.result().exit, 1);
        EXPECT_TRUE(stage.sent.empty());
    }
}

TEST(KafkaGetOffsets, RefusesInKafkasWords) {
    struct Case {
        std::vector<std::string> more;
        std::string message;
    };
    std::vector<Case> const cases{
        {{"--partitions", "0,one"},
         "--partitions expects a comma separated list of numeric partition ids, but received: "
         "0,one\n"},
        {{"--topic-partitions", "t:x"},
         "org.apache.kafka.tools.TerseException: Invalid rule specification: t:x\n"
         "java.lang.RuntimeException: org.apache.kafka.tools.TerseException: Invalid rule "
         "specification: t:x\nCaused by: org.apache.kafka.tools.TerseException: Invalid rule "
         "specification: t:x\n\n"},
        {{"--time", "soon"},
         "Malformed time argument soon. Please use -1 or latest / -2 or earliest / -3 or "
         "max-timestamp / -4 or earliest-local / -5 or latest-tiered / -6 or "
         "earliest-pending-upload, or a specified long format timestamp\n"},
        {{"--topic"}, "Option topic requires an argument\n"}};
    for (Case const& c : cases) {
        std::vector<std::string> arguments{"kafka-get-offsets"};
        arguments.insert(arguments.end(), c.more.begin(), c.more.end());
        ToolStage stage{arguments};
        EXPECT_EQ(stage.result().err, "Error occurred: " + c.message);
        EXPECT_EQ(stage.result().exit, 1);
    }
}

TEST(KafkaLeaderElection, WhatNeedsNoElectionIsNotMentionedWhenAllWereAsked) {
    ToolStage stage{
        {"kafka-leader-election", "--election-type", "PREFERRED", "--all-topic-partitions"}};
    auto const request = stage.take<ElectLeadersRequest>();
    ElectLeadersResponse response;
    response.results = make_payload(
        std::vector<ElectLeadersResult>{{{NameId{0}, 0}, ErrorCode::election_not_needed, ""}});
    stage.names.intern("t");
    stage.answer(*request, response);
    EXPECT_EQ(stage.result().out, "");
    EXPECT_EQ(stage.result().exit, 0);
}

TEST(ToolNames, AreTheSameWithPathAndEnding) {
    for (char const* said : {"kafka-topics", "kafka-topics.sh", "bin/kafka-topics.sh",
                             "bin\\windows\\kafka-topics.bat"}) {
        EXPECT_EQ(tool_name(said), "kafka-topics");
    }
    ToolStage stage{{"kafka-cake"}};
    EXPECT_EQ(stage.result().exit, 2);
}

TEST(TopicFilter, IsAListOfExpressions) {
    struct Case {
        char const* list;
        char const* name;
        bool matches;
    };
    for (Case const c :
         {Case{"orders,payments", "payments", true}, Case{"orders, payments", "payments", true},
          Case{"orders,payments", "orders,payments", false}, Case{"'orders'", "orders", true},
          Case{"\"ord.*\"", "orders", true}, Case{"a\\.b", "axb", false}, Case{"", "", true}}) {
        auto const filter = TopicFilter::parse(c.list);
        ASSERT_TRUE(filter) << c.list;
        EXPECT_EQ(filter->matches(c.name), c.matches) << c.list << " " << c.name;
    }
    auto const bad = TopicFilter::parse("orders,[a");
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.problem().message, "orders|[a is an invalid regex.");
}

TEST(JsonReader, RefusesWhatIsNotJson) {
    for (char const* bad : {"", "{", "[1,]", "{\"a\" 1}", "\"abc", "nul", "{1:2}"}) {
        EXPECT_FALSE(read_json(bad)) << bad;
    }
    EXPECT_FALSE(read_json(std::string(100'000, '[')));
    auto const good = read_json(R"( {"a": [1, -2, "x\"y", true, null]} )");
    ASSERT_TRUE(good);
    EXPECT_EQ(good->find("a")->items.size(), 5U);
    EXPECT_EQ(good->find("a")->items[2].string, "x\"y");
}

TEST(JsonReader, SaysWithJacksonsWordsWhatIsWrong) {
    struct Case {
        char const* text;
        char const* message;
        int line;
        int column;
    };
    std::string const source =
        "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: ";
    Case const kCases[] = {
        {"{x}",
         "Unexpected character ('x' (code 120)): was expecting double-quote to start field "
         "name",
         1, 2},
        {"{\"a\":1,}",
         "Unexpected character ('}' (code 125)): was expecting double-quote to start "
         "field name",
         1, 8},
        {"{\"a\" 1}",
         "Unexpected character ('1' (code 49)): was expecting a colon to separate "
         "field name and value",
         1, 6},
        {"[1 2]",
         "Unexpected character ('2' (code 50)): was expecting comma to separate Array "
         "entries",
         1, 4},
        {"{\n  \"a\": 1\n  \"b\": 2}",
         "Unexpected character ('\"' (code 34)): was expecting comma "
         "to separate Object entries",
         3, 3},
        {"[1,]",
         "Unexpected character (']' (code 93)): expected a valid value (JSON String, "
         "Number, Array, Object or token 'null', 'true' or 'false')",
         1, 4},
        {"no json",
         "Unrecognized token 'no': was expecting (JSON String, Number, Array, Object "
         "or token 'null', 'true' or 'false')",
         1, 3},
        {"[01]", "Invalid numeric value: Leading zeroes not allowed", 1, 3},
        {"[-x]",
         "Unexpected character ('x' (code 120)) in numeric value: expected digit (0-9) to "
         "follow minus sign, for valid numeric value",
         1, 3},
        {"[\"a", "Unexpected end-of-input: was expecting closing quote for a string value", 1, 4},
        {"{\"a\"", "Unexpected end-of-input within/between Object entries", 1, 5},
        {"// x",
         "Unexpected character ('/' (code 47)): maybe a (non-standard) comment? (not "
         "recognized as one since Feature 'ALLOW_COMMENTS' not enabled for parser)",
         1, 1},
    };
    for (Case const& c : kCases) {
        JsonDocument const read = parse_json(c.text);
        EXPECT_FALSE(read.value) << c.text;
        EXPECT_EQ(read.failure.message, std::string{c.message} + "\n at " + source +
                                            std::to_string(c.line) +
                                            ", column: " + std::to_string(c.column) + "]");
    }
    EXPECT_EQ(parse_json("{").failure.message,
              "Unexpected end-of-input: expected close marker for Object (start marker at " +
                  source + "1, column: 1])\n at " + source + "1, column: 2]");
    EXPECT_EQ(parse_json(" [}").failure.message,
              "Unexpected close marker '}': expected ']' (for Array starting at " + source +
                  "1, column: 2])\n at " + source + "1, column: 3]");
    EXPECT_EQ(parse_json("").failure.message,
              "The input string shouldn't be empty\n at [Source: UNKNOWN; byte offset: #UNKNOWN]");
    // A text of blanks is a value that is not there, and what follows the first one is not read.
    EXPECT_EQ(parse_json(" \n").value->kind, JsonValue::Kind::missing);
    EXPECT_EQ(parse_json("[1] 2").value->items.size(), 1U);
    EXPECT_EQ(json_text(*parse_json("1.50").value), "1.50");
}

TEST(KafkaTopics, AsksForMorePartitionsOfTheTopicsThatMatch) {
    ToolStage stage{{"kafka-topics", "--alter", "--topic", "t", "--partitions", "3",
                     "--replica-assignment", "1:2,2:3,3:1"}};
    auto const listing = stage.take<MetadataRequest>();
    ASSERT_TRUE(listing);
    ClusterMetadata cluster;
    TopicMetadata topic;
    topic.name = stage.names.intern("t");
    topic.partitions.resize(2);
    cluster.topics.push_back(topic);
    stage.answer(*listing, MetadataResponse{make_payload(cluster)});
    auto const asked = stage.take<CreatePartitionsRequest>();
    ASSERT_TRUE(asked);
    NewPartitions const wanted = std::get<CreatePartitionsRequest>(asked->message).topics->front();
    EXPECT_EQ(wanted.count, 3);
    ASSERT_TRUE(wanted.assignment);  // of the third one only: the others are there
    EXPECT_EQ(*wanted.assignment, (std::vector<std::vector<BrokerId>>{{{3}, {1}}}));
    stage.answer(*asked, CreatePartitionsResponse{make_payload(std::vector<TopicResult>{
                             {topic.name, ErrorCode::invalid_partitions, "No.", kNoUuid}})});
    EXPECT_EQ(stage.result().out, "Error while executing topic command : No.\n");
    EXPECT_EQ(stage.result().exit, 1);
}

TEST(KafkaTopics, OptionsThatDoNotGoTogetherAreRefused) {
    ToolStage shrinks{{"kafka-topics", "--describe", "--partitions", "3"}};
    EXPECT_EQ(shrinks.result().err.substr(0, 60),
              "Option \"[partitions]\" can't be used with option \"[describe]\"");
    ToolStage bare{{"kafka-topics", "--alter", "--topic", "t"}};
    EXPECT_EQ(bare.result().err.substr(0, 40), "Missing required argument \"[partitions]\"");
}

TEST(KafkaConfigs, SetsAndDeletesInOneRequest) {
    ToolStage stage{{"kafka-configs", "--alter", "--topic", "t", "--delete-config", "retention.ms",
                     "--add-config", "cleanup.policy=[compact,delete],max.message.bytes=2000"}};
    auto const asked = stage.take<IncrementalAlterConfigsRequest>();
    ASSERT_TRUE(asked);
    AlteredResource const altered =
        std::get<IncrementalAlterConfigsRequest>(asked->message).resources->front();
    ASSERT_EQ(altered.configs.size(), 3U);
    EXPECT_EQ(altered.configs[0].operation, ConfigOperation::remove);
    EXPECT_EQ(altered.configs[1].value, "compact,delete");
    EXPECT_EQ(altered.configs[2].name, "max.message.bytes");
    stage.answer(*asked,
                 IncrementalAlterConfigsResponse{make_payload(std::vector<AlterConfigsResult>{
                     {altered.resource, ErrorCode::invalid_config, "No."}})});
    std::string const thrown =
        "org.apache.kafka.common.errors.InvalidConfigurationException: No.\n";
    EXPECT_EQ(stage.result().err,
              "Error while executing config command with args '--alter --topic t --delete-config "
              "retention.ms --add-config cleanup.policy=[compact,delete],max.message.bytes=2000'\n"
              "java.util.concurrent.ExecutionException: " +
                  thrown + "Caused by: " + thrown);
    EXPECT_EQ(stage.result().exit, 1);
}

// java.util.Properties: comments, blanks around the sign, and ':' is as good as '='.
TEST(KafkaConfigs, ReadsAFileOfProperties) {
    ToolStage stage{{"kafka-configs", "--alter", "--topic", "t", "--add-config-file", "t.props"},
                    "# of t\nretention.ms = 1000\n\n! and\ncleanup.policy: compact,delete\n"};
    auto const asked = stage.take<IncrementalAlterConfigsRequest>();
    ASSERT_TRUE(asked);
    auto const configs =
        std::get<IncrementalAlterConfigsRequest>(asked->message).resources->front().configs;
    ASSERT_EQ(configs.size(), 2U);
    EXPECT_EQ(configs[0].name, "retention.ms");
    EXPECT_EQ(configs[0].value, "1000");
    EXPECT_EQ(configs[1].name, "cleanup.policy");
    EXPECT_EQ(configs[1].value, "compact,delete");
    ToolStage wrong{{"kafka-configs", "--alter", "--topic", "t", "--add-config-file", "t.props"},
                    "re/tention=1\n"};
    EXPECT_EQ(wrong.result().err, "Invalid character found for config key: re/tention\n");
    EXPECT_EQ(file_argument({"kafka-configs", "--add-config-file", "t.props"}), "t.props");
}

TEST(KafkaConfigs, WhatCannotBeMeantIsRefusedBeforeAnybodyIsAsked) {
    std::pair<std::vector<std::string>, std::string> const cases[] = {
        {{"--describe", "--entity-type", "trains"},
         "Invalid entity type trains, the entity type must be one of topics, clients, users, "
         "brokers, ips, client-metrics, groups, broker-loggers with a --bootstrap-server or "
         "--bootstrap-controller argument\n"},
        {{"--alter", "--entity-type", "topics", "--add-config", "a=b"},
         "An entity name must be specified with --alter of topics\n"},
        {{"--alter", "--topic", "t"},
         "At least one of --add-config, --add-config-file, or --delete-config must be specified "
         "with --alter\n"},
        {{"--describe", "--broker", "one"},
         "The entity name for brokers must be a valid integer broker id, but it is: one\n"},
    };
    for (auto const& [words, complaint] : cases) {
        std::vector<std::string> arguments{"kafka-configs"};
        arguments.insert(arguments.end(), words.begin(), words.end());
        ToolStage stage{arguments};
        EXPECT_EQ(stage.result().err, complaint);
        EXPECT_EQ(stage.result().exit, 1);
        EXPECT_TRUE(stage.sent.empty());
    }
}

// The console tools make a producer or a consumer, not an admin client.
TEST(Tools, AConsoleWithABadAddressCannotConstructItsClient) {
    ToolStage producer{
        {"kafka-console-producer", "--topic", "t", "--bootstrap-server", "broker-1"}};
    EXPECT_EQ(producer.result().err,
              "org.apache.kafka.common.KafkaException: Failed to construct kafka producer\n"
              "Caused by: org.apache.kafka.common.config.ConfigException: Invalid url in "
              "bootstrap.servers: broker-1\n");
    ToolStage consumer{
        {"kafka-console-consumer", "--topic", "t", "--bootstrap-server", "broker-1"}};
    EXPECT_EQ(consumer.result().err,
              "[2026-01-01 00:00:00,000] ERROR Unknown error when running consumer:  "
              "(org.apache.kafka.tools.consumer.ConsoleConsumer)\n"
              "org.apache.kafka.common.KafkaException: Failed to construct kafka consumer\n"
              "Caused by: org.apache.kafka.common.config.ConfigException: Invalid url in "
              "bootstrap.servers: broker-1\n");
    EXPECT_EQ(producer.result().exit, 1);
    EXPECT_EQ(consumer.result().exit, 1);
}

TEST(Tools, ABootstrapServerIsHostAndPort) {
    ToolStage stage{{"kafka-topics", "--list", "--bootstrap-server", "broker-1"}};
    EXPECT_EQ(stage.result().err,
              "org.apache.kafka.common.KafkaException: Failed to create new KafkaAdminClient\n"
              "Caused by: org.apache.kafka.common.config.ConfigException: Invalid url in "
              "bootstrap.servers: broker-1\n");
    EXPECT_EQ(stage.result().exit, 1);
}

}  // namespace
}  // namespace highwater

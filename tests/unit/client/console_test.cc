// A console and the client beside it, as one process: what it prints when not all goes well.
#include "client/tools/console.h"

#include "tests/unit/client/stage.h"

namespace highwater {
namespace {

template <class Client>
struct Console {
    Tool tool;
    Client client;
};

template <class Client>
void start(Console<Client>& self, Effects& out) {
    start(self.tool, out);
    start(self.client, out);
    watch(self.tool, self.client, out);
}
template <class Client>
void on_timer(Console<Client>& self, Timer const& timer, Effects& out) {
    if (timer.kind == TimerKind::tool) {
        on_timer(self.tool, timer, out);
    } else {
        on_timer(self.client, timer, out);
    }
    watch(self.tool, self.client, out);
}
template <class Client, class Response>
void handle(Console<Client>& self, Envelope const& from, Response const& response, Effects& out) {
    handle(self.client, from, response, out);
    watch(self.tool, self.client, out);
}

std::vector<NodeId> const kServers{NodeId{1}, NodeId{2}, NodeId{3}};

struct ProducerConsole : Stage<Console<Producer>> {
    NameId topic;

    ProducerConsole(std::vector<std::string> options, std::string const& input,
                    std::string const& to = "orders")
        : Stage<Console<Producer>>{{}} {
        ExecTool call{{"kafka-console-producer", "--topic", to}, input};
        call.arguments.insert(call.arguments.end(), options.begin(), options.end());
        auto client = console_client(call, names.intern("console"), kFirstCluster, 1, names);
        topic = names.find(to);
        role.client = make_producer(std::move(*client->producer), kServers);
        role.tool = make_tool(std::move(call), kServers);
        start_role();
        run_for(microseconds(100));
    }
    ToolResult const& result() const { return role.tool.result; }
    void form(std::vector<TestPartition> const& partitions = {{1, 0}}) {
        for (int i = 0; i < 3; ++i) {
            answer_metadata({1, 2, 3}, topic, partitions);
            while (auto const request = take<InitProducerIdRequest>()) {
                answer(*request, InitProducerIdResponse{ErrorCode::none, ProducerId{9}, 0});
            }
        }
    }
    // Answers the only request there is. How many records it had.
    std::int32_t write(ErrorCode error = ErrorCode::none) {
        auto const request = take<ProduceRequest>();
        if (!request) return 0;
        ProducePartition const& written =
            std::get<ProduceRequest>(request->message).partitions->front();
        ProducePartitionResult result;
        result.partition = written.partition;
        result.error = error;
        result.base_offset = error == ErrorCode::none ? Offset{0} : kNoOffset;
        answer(*request, ProduceResponse{make_payload(std::vector{result})});
        return written.batch->count();
    }
};

// What log4j writes before the exception itself.
std::string logged(std::string const& at, std::string const& key, std::string const& value) {
    return "[2026-01-01 " + at +
           "] ERROR Error when sending message to topic orders with key: " + key +
           ", value: " + value +
           " with error: (org.apache.kafka.clients.producer.internals.ErrorLoggingCallback)\n";
}

TEST(ConsoleProducer, WritesTheLinesBeforeTheOneThatIsNoRecord) {
    ProducerConsole stage{
        {"--reader-property", "parse.key=true", "--reader-property", "key.separator=:"},
        "k1:a\nk2:b\nbad\nk3:c\n"};
    stage.form();
    stage.run_for(milliseconds(10));
    EXPECT_FALSE(stage.result().is_finished);
    EXPECT_EQ(stage.write(), 2);  // at once, as close() does not linger
    ASSERT_TRUE(stage.result().is_finished);
    EXPECT_TRUE(stage.exited);
    EXPECT_EQ(stage.result().exit, 1);
    EXPECT_EQ(stage.result().err,
              "org.apache.kafka.common.KafkaException: No key separator found on line number 3: "
              "'bad'\n");
    EXPECT_EQ(stage.role.client.counts.acknowledged, 2);
}

TEST(ConsoleProducer, WithSyncToo) {
    ProducerConsole stage{
        {"--sync", "--reader-property", "parse.key=true", "--reader-property", "key.separator=:"},
        "k1:a\nbad\n"};
    stage.form();
    stage.run_for(seconds(1));
    EXPECT_EQ(stage.write(), 1);
    ASSERT_TRUE(stage.result().is_finished);
    EXPECT_EQ(stage.result().exit, 1);
    EXPECT_EQ(stage.result().err,
              "org.apache.kafka.common.KafkaException: No key separator found on line number 2: "
              "'bad'\n");
}

TEST(ConsoleProducer, SendsNothingWhenItsFirstLineIsNoRecord) {
    ProducerConsole stage{{"--reader-property", "parse.headers=true"}, "bad\nh:1\tv\n"};
    ASSERT_TRUE(stage.result().is_finished);
    EXPECT_EQ(stage.result().exit, 1);
    EXPECT_EQ(stage.result().err,
              "org.apache.kafka.common.KafkaException: No headers delimiter found on line number "
              "1: 'bad'\n");
    EXPECT_TRUE(stage.sent.empty());
}

TEST(ConsoleProducer, EndsWhenSendItselfThrows) {
    ProducerConsole stage{{"--max-memory-bytes", "1000"}, "a\nb\nc\n"};
    stage.form();
    ASSERT_TRUE(stage.result().is_finished);
    EXPECT_EQ(stage.result().exit, 1);
    EXPECT_EQ(stage.result().err,
              "java.lang.IllegalArgumentException: Attempt to allocate 16384 bytes, but there is a "
              "hard limit of 1000 on memory allocations.\n");
    EXPECT_EQ(stage.role.client.counts.sent, 1);  // the other lines are not read
}

TEST(ConsoleProducer, SaysThatATopicNeverAppeared) {
    ProducerConsole stage{{"--max-block-ms", "5000"}, "a\n"};
    while (!stage.result().is_finished && stage.now < Time{} + seconds(20)) {
        stage.answer_metadata({1}, stage.topic, {}, ErrorCode::unknown_topic_or_partition);
        stage.run_for(milliseconds(100));
    }
    EXPECT_EQ(stage.result().exit, 0);
    std::string const& err = stage.result().err;
    std::string const warning =
        "[2026-01-01 00:00:00,000] WARN [Producer clientId=console-producer] The metadata response "
        "from the cluster reported a recoverable issue with correlation id ";
    std::string const of =
        " : {orders=UNKNOWN_TOPIC_OR_PARTITION} "
        "(org.apache.kafka.clients.NetworkClient)\n";
    EXPECT_EQ(err.rfind(warning, 0), 0U) << err;
    ASSERT_NE(err.find(of), std::string::npos) << err;
    EXPECT_EQ(err.substr(err.find(of) + of.size()),
              logged("00:00:05,000", "null", "1 bytes") +
                  "org.apache.kafka.common.errors.TimeoutException: Topic orders not present in "
                  "metadata after 5000 ms.\nCaused by: "
                  "org.apache.kafka.common.errors.UnknownTopicOrPartitionException: This server "
                  "does not host this topic-partition.\n");
}

TEST(ConsoleProducer, SaysAtOnceThatNoTopicCanBeCalledSo) {
    ProducerConsole stage{{}, "s1\ns2\n", "ord!ers"};
    stage.answer_metadata({1}, stage.topic, {}, ErrorCode::invalid_topic_exception);
    stage.run_for(milliseconds(1));
    ASSERT_TRUE(stage.result().is_finished);
    EXPECT_EQ(stage.result().exit, 0);
    std::string const& err = stage.result().err;
    EXPECT_NE(err.find("\norg.apache.kafka.common.errors.InvalidTopicException: Invalid topics: "
                       "[ord!ers]\n["),
              std::string::npos)
        << err;
    EXPECT_NE(err.find("\norg.apache.kafka.common.errors.InvalidTopicException: ord!ers\n"),
              std::string::npos)
        << err;
}

TEST(ConsoleProducer, SaysThatADeliveryTookTooLong) {
    ProducerConsole stage{{"--command-property", "delivery.timeout.ms=8000", "--reader-property",
                           "parse.key=true", "--reader-property", "key.separator=:"},
                          "k:first\nk:second\n"};
    stage.form({{-1, 0}});  // nobody leads it
    stage.run_for(seconds(9));
    ASSERT_TRUE(stage.result().is_finished);
    EXPECT_EQ(stage.result().exit, 0);
    std::string const expiring =
        "org.apache.kafka.common.errors.TimeoutException: Expiring 2 record(s) for orders-0:8000 "
        "ms has passed since batch creation. The request has not been sent, or no server response "
        "has been received yet.\n";
    EXPECT_EQ(stage.result().err, logged("00:00:08,000", "1 bytes", "5 bytes") + expiring +
                                      logged("00:00:08,000", "1 bytes", "6 bytes") + expiring);
}

TEST(ConsoleProducer, SaysWhatTheBrokerSays) {
    ProducerConsole stage{{"--sync"}, "a\nb\n"};
    stage.form();
    stage.run_for(seconds(1));
    EXPECT_EQ(stage.write(ErrorCode::message_too_large), 1);
    ASSERT_TRUE(stage.result().is_finished);
    EXPECT_EQ(stage.result().exit, 1);
    std::string const why =
        "org.apache.kafka.common.errors.RecordTooLargeException: The request included a message "
        "larger than the max message size the server will accept.\n";
    EXPECT_EQ(stage.result().err,
              "java.util.concurrent.ExecutionException: " + why + "Caused by: " + why);
}

struct ConsumerConsole : Stage<Console<Consumer>> {
    NameId topic;

    explicit ConsumerConsole(std::vector<std::string> options, std::string const& of = "orders")
        : Stage<Console<Consumer>>{{}} {
        ExecTool call{{"kafka-console-consumer", "--topic", of}, {}};
        call.arguments.insert(call.arguments.end(), options.begin(), options.end());
        auto client = console_client(call, names.intern("console"), kFirstCluster, 1, names);
        topic = names.find(of);
        role.client = make_consumer(std::move(*client->consumer), kServers);
        role.tool = make_tool(std::move(call), kServers);
        start_role();
        run_for(microseconds(100));
    }
    ToolResult const& result() const { return role.tool.result; }
    // What it says of records, behind what it always says first.
    std::string said() const {
        std::string const& err = result().err;
        auto const first = err.find("[2026");
        return err.substr(std::min(first, err.find("Processed")));
    }
};

TEST(ConsoleConsumer, EndsWhenNoTopicCanBeCalledSo) {
    for (std::vector<std::string> const& options :
         {std::vector<std::string>{},
          {"--command-property", "group.protocol=consumer"},
          {"--partition", "0"}}) {
        ConsumerConsole stage{options, "ord!ers"};
        stage.answer_metadata({1}, stage.topic, {}, ErrorCode::invalid_topic_exception);
        ASSERT_TRUE(stage.result().is_finished);
        EXPECT_TRUE(stage.exited);
        EXPECT_EQ(stage.result().exit, 0);
        std::string const said = stage.said();
        std::string const log = "[2026-01-01 00:00:00,000] ERROR ";
        std::string const client =
            log +
            "[Consumer clientId=console-consumer, groupId=console-consumer-1] Metadata response "
            "reported invalid topics [ord!ers] (org.apache.kafka.clients.Metadata)\n";
        EXPECT_NE(said.find("{ord!ers=INVALID_TOPIC_EXCEPTION}"), std::string::npos) << said;
        ASSERT_NE(said.find(client), std::string::npos) << said;
        EXPECT_EQ(said.substr(said.find(client) + client.size()),
                  "[2026-01-01 00:00:00,000] ERROR Error processing message, terminating consumer "
                  "process:  (org.apache.kafka.tools.consumer.ConsoleConsumer)\n"
                  "org.apache.kafka.common.errors.InvalidTopicException: Invalid topics: "
                  "[ord!ers]\n"
                  "Processed a total of 0 messages\n");
    }
}

// One record with the key "k" and the value "v" at each of these offsets.
FetchResponse fetched(NameId topic, std::int64_t base, int count) {
    Records records;
    for (int i = 0; i < count; ++i) {
        records.nth.push_back(static_cast<std::uint32_t>(i + 1));
        records.timestamp_delta_ms.push_back(0);
        records.contents.push_back({"k", "v", {}});
    }
    RecordBatch batch;
    batch.base_offset = Offset{base};
    batch.last_offset_delta = count - 1;
    batch.records = std::make_shared<Records const>(std::move(records));
    FetchedPartition partition;
    partition.partition = {topic, 0};
    partition.high_watermark = Offset{base + count};
    partition.batches = {std::make_shared<RecordBatch const>(std::move(batch))};
    FetchResponse response;
    response.session_id = 7;
    response.partitions = make_payload(std::vector{partition});
    return response;
}

TEST(ConsoleConsumer, ARecordThatCannotBePrintedEndsIt) {
    ConsumerConsole stage{{"--partition", "0", "--offset", "0", "--formatter-property",
                           "print.key=true", "--key-deserializer",
                           "org.apache.kafka.common.serialization.LongDeserializer"}};
    stage.answer_metadata({1}, stage.topic, {{1, 0}});
    stage.answer(*stage.take<FetchRequest>(), fetched(stage.topic, 0, 3));
    ASSERT_TRUE(stage.result().is_finished);
    EXPECT_EQ(stage.result().exit, 1);
    EXPECT_EQ(stage.result().out, "");
    EXPECT_EQ(stage.said(),
              "Processed a total of 1 messages\n"
              "[2026-01-01 00:00:00,000] ERROR Unknown error when running consumer:  "
              "(org.apache.kafka.tools.consumer.ConsoleConsumer)\n"
              "org.apache.kafka.common.errors.SerializationException: Size of data received by "
              "LongDeserializer is not 8\n");
}

// Both print to where they do in Kafka: what LoggingMessageFormatter logs is below the tools'
// level.
TEST(ConsoleConsumer, TheLoggingFormatterPrintsLikeTheDefaultAndTheShutdownIsTold) {
    ConsumerConsole stage{{"--partition", "0", "--offset", "0", "--max-messages", "2",
                           "--formatter", "org.apache.kafka.tools.consumer.LoggingMessageFormatter",
                           "--enable-systest-events"}};
    stage.answer_metadata({1}, stage.topic, {{1, 0}});
    stage.answer(*stage.take<FetchRequest>(), fetched(stage.topic, 0, 3));
    ASSERT_TRUE(stage.result().is_finished);
    EXPECT_EQ(stage.result().out, "v\nv\nshutdown_complete\n");
    EXPECT_EQ(stage.said(), "Processed a total of 2 messages\n");
}

TEST(ConsoleConsumer, SkipsSuchARecordWhenItIsTold) {
    ConsumerConsole stage{{"--partition", "0", "--offset", "0", "--max-messages", "2",
                           "--skip-message-on-error", "--value-deserializer",
                           "org.apache.kafka.common.serialization.IntegerDeserializer"}};
    stage.answer_metadata({1}, stage.topic, {{1, 0}});
    stage.answer(*stage.take<FetchRequest>(), fetched(stage.topic, 0, 3));
    ASSERT_TRUE(stage.result().is_finished);
    EXPECT_EQ(stage.result().exit, 0);
    std::string const skipped =
        "[2026-01-01 00:00:00,000] ERROR Error processing message, skipping this message:  "
        "(org.apache.kafka.tools.consumer.ConsoleConsumer)\n"
        "org.apache.kafka.common.errors.SerializationException: Size of data received by "
        "IntegerDeserializer is not 4\n";
    EXPECT_EQ(stage.said(), skipped + skipped + "Processed a total of 2 messages\n");
}

// A topic of one's own may have records without a key, or with any.
TEST(ConsoleConsumer, AFormatterOfGroupsSaysWhatItCannotRead) {
    ConsumerConsole stage{{"--partition", "0", "--offset", "0", "--formatter",
                           "org.apache.kafka.tools.consumer.OffsetsMessageFormatter"}};
    stage.answer_metadata({1}, stage.topic, {{1, 0}});
    stage.answer(*stage.take<FetchRequest>(), fetched(stage.topic, 0, 1));
    ASSERT_TRUE(stage.result().is_finished);
    EXPECT_EQ(stage.result().exit, 1);
    EXPECT_EQ(stage.result().out, "");
    std::string const why =
        "java.lang.RuntimeException: Could not read version from key's buffer.\n";
    EXPECT_EQ(stage.said(),
              "Processed a total of 1 messages\n"
              "[2026-01-01 00:00:00,000] ERROR Unknown error when running consumer:  "
              "(org.apache.kafka.tools.consumer.ConsoleConsumer)\n"
              "java.lang.RuntimeException: Could not read record at offset 0 due to: Could not "
              "read version from key's buffer.\nCaused by: " +
                  why);
}

TEST(ConsoleConsumer, SaysThatItsTimeIsOver) {
    ConsumerConsole stage{{"--partition", "0", "--timeout-ms", "3000"}};
    stage.answer_metadata({1}, stage.topic, {{1, 0}});
    stage.run_for(seconds(4));
    ASSERT_TRUE(stage.result().is_finished);
    EXPECT_EQ(stage.result().exit, 0);
    EXPECT_EQ(stage.said(), "Processed a total of 0 messages\n");  // and nothing of the reason
}

TEST(ConsoleConsumer, WarnsOnceOfATopicThatNobodyKnows) {
    ConsumerConsole stage{{"--partition", "0", "--timeout-ms", "3000"}};
    while (!stage.result().is_finished && stage.now < Time{} + seconds(10)) {
        stage.answer_metadata({1}, stage.topic, {}, ErrorCode::unknown_topic_or_partition);
        stage.run_for(milliseconds(100));
    }
    std::string const said = stage.said();
    std::string const warning =
        "[2026-01-01 00:00:00,000] WARN [Consumer clientId=console-consumer, "
        "groupId=console-consumer-1] The metadata response from the cluster reported a recoverable "
        "issue with correlation id ";
    EXPECT_EQ(said.rfind(warning, 0), 0U) << said;
    EXPECT_EQ(said.find(" WARN ", warning.size()), std::string::npos) << said;
    EXPECT_NE(said.find(" : {orders=UNKNOWN_TOPIC_OR_PARTITION} "), std::string::npos) << said;
    EXPECT_NE(said.find("\nProcessed a total of 0 messages\n"), std::string::npos) << said;
}

TEST(ConsoleConsumer, SaysWhyTheCoordinatorDoesNotLetItIn) {
    ConsumerConsole stage{{"--group", "g"}};
    stage.answer_metadata({1}, stage.topic, {{1, 0}});
    auto const asked = stage.take<FindCoordinatorRequest>();
    ASSERT_TRUE(asked);
    Coordinator refused;
    refused.key = stage.names.intern("g");
    refused.error = ErrorCode::invalid_group_id;
    stage.answer(*asked, FindCoordinatorResponse{make_payload(std::vector{refused})});
    stage.run_for(seconds(1));
    ASSERT_TRUE(stage.result().is_finished);
    EXPECT_NE(stage.said().find("terminating consumer process:  "
                                "(org.apache.kafka.tools.consumer.ConsoleConsumer)\n"
                                "org.apache.kafka.common.errors.InvalidGroupIdException: The group "
                                "id is invalid.\nProcessed a total of 0 messages\n"),
              std::string::npos)
        << stage.said();
}

}  // namespace
}  // namespace highwater

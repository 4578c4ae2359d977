// Clients that are told to wait, and kafka-configs of clients and users.
#include "client/producer.h"
#include "tests/unit/client/stage.h"
#include "tests/unit/client/tool_stage.h"

namespace highwater {
namespace {

struct ThrottledProducer : Stage<Producer> {
    ThrottledProducer() : Stage<Producer>{make_producer(spec(), {NodeId{1}, NodeId{2}})} {
        send(0);
        send(1);
        for (int i = 0; i < 3; ++i) {
            answer_metadata({1, 2}, kTopic, {{1, 0}, {2, 0}});
            while (auto const request = take<InitProducerIdRequest>()) {
                answer(*request, InitProducerIdResponse{ErrorCode::none, ProducerId{9}, 0});
            }
        }
    }
    static ProducerSpec spec() {
        ProducerSpec made;
        made.name = NameId{7};
        made.config.linger_ms = 0;
        return made;
    }
    void send(std::int32_t partition) {
        ProduceRecords job;
        job.topic = kTopic;
        job.partition = partition;
        job.at_once = true;
        act([&](Producer& p, Effects& o) { submit(p, make_payload(job), o); });
    }
    void respond(std::int32_t throttle_time_ms) {
        auto const request = take<ProduceRequest>();
        ASSERT_TRUE(request);
        EXPECT_EQ(std::get<ProduceRequest>(request->message).client_id, NameId{7});
        std::vector<ProducePartitionResult> results;
        for (auto const& p : *std::get<ProduceRequest>(request->message).partitions) {
            results.push_back(
                {p.partition, ErrorCode::none, Offset{0}, Offset{0}, kNoBroker, kNoEpoch});
        }
        answer(*request, ProduceResponse{make_payload(results), throttle_time_ms});
    }
};

TEST(ThrottledClient, SendsThatBrokerNothingUntilItsTimeIsOver) {
    ThrottledProducer stage;
    while (stage.count<ProduceRequest>() > 0) stage.respond(0);
    stage.send(0);
    stage.respond(700);
    EXPECT_EQ(stage.facts_of<ThrottleHeeded>().size(), 1U);
    stage.send(0);
    stage.run_for(milliseconds(699));
    EXPECT_EQ(stage.count<ProduceRequest>(), 0);
    EXPECT_FALSE(can_send(stage.role.connections, NodeId{1}, stage.now));
    EXPECT_EQ(coordinator_blocked_until(stage.role.connections, NodeId{1}), kLongAgo);
    EXPECT_TRUE(can_send(stage.role.connections, NodeId{2}, stage.now));  // it did not say so
    stage.run_for(milliseconds(1));
    EXPECT_EQ(stage.count<ProduceRequest>(), 1);
    EXPECT_EQ(stage.role.counts.failed, 0);
}

// ClusterConnectionStates keeps throttleUntilTimeMs when a connection is lost.
TEST(ThrottledClient, AReconnectDoesNotEndTheWait) {
    ThrottledProducer stage;
    while (stage.count<ProduceRequest>() > 0) stage.respond(0);
    stage.send(0);
    stage.respond(60'000);
    stage.send(0);
    stage.disconnect(NodeId{1});
    stage.run_for(seconds(2));
    stage.answer_metadata({1, 2}, kTopic, {{1, 0}, {2, 0}});
    EXPECT_EQ(stage.count<ProduceRequest>(), 0);
    stage.run_for(seconds(60));
    EXPECT_EQ(stage.count<ProduceRequest>(), 1);
}

// ---- kafka-configs ------------------------------------------------------------------------------
DescribeClientQuotasResponse quotas_there(std::vector<DescribedClientQuotas> entries) {
    return {ErrorCode::none, make_payload(std::move(entries))};
}

TEST(KafkaConfigsOfClients, SetsAQuotaAfterItHasLookedWhichThereAre) {
    ToolStage stage{{"kafka-configs", "--alter", "--entity-type", "clients", "--entity-name",
                     "checkout", "--add-config",
                     "producer_byte_rate=1024,request_percentage=12.5"}};
    auto const asked = stage.take<DescribeClientQuotasRequest>();
    ASSERT_TRUE(asked);
    auto const& filter = std::get<DescribeClientQuotasRequest>(asked->message);
    EXPECT_TRUE(filter.strict);
    EXPECT_EQ(filter.components->front(),
              (QuotaFilterComponent{kQuotaClientId, QuotaMatch::exact, "checkout"}));
    stage.answer(*asked, quotas_there({}));
    auto const altered = stage.take<AlterClientQuotasRequest>();
    ASSERT_TRUE(altered);
    ClientQuotaAlteration const alteration =
        std::get<AlterClientQuotasRequest>(altered->message).entries->front();
    EXPECT_EQ(alteration.entity, (QuotaEntity{{kQuotaClientId, "checkout"}}));
    ASSERT_EQ(alteration.ops.size(), 2U);
    EXPECT_EQ(alteration.ops[0], (QuotaOp{"producer_byte_rate", QuotaValue{1024, 0}}));
    EXPECT_EQ(alteration.ops[1], (QuotaOp{"request_percentage", QuotaValue{12, 500'000}}));
    stage.answer(*altered, AlterClientQuotasResponse{make_payload(
                               std::vector<AlterClientQuotasResult>{{alteration.entity, {}, {}}})});
    EXPECT_EQ(stage.result().out, "Completed updating config for client checkout.\n");
    EXPECT_EQ(stage.result().exit, 0);
}

TEST(KafkaConfigsOfClients, ADefaultAndAPairHaveTheirOwnWords) {
    ToolStage all{{"kafka-configs", "--alter", "--entity-type", "clients", "--entity-default",
                   "--add-config", "consumer_byte_rate=1"}};
    all.reply<DescribeClientQuotasRequest>(quotas_there({}));
    all.reply<AlterClientQuotasRequest>(AlterClientQuotasResponse{
        make_payload(std::vector<AlterClientQuotasResult>{{{}, ErrorCode::none, {}}})});
    EXPECT_EQ(all.result().out, "Completed updating default config for clients in the cluster.\n");

    ToolStage pair{{"kafka-configs", "--alter", "--entity-type", "clients", "--entity-default",
                    "--entity-type", "users", "--entity-name", "ANONYMOUS", "--add-config",
                    "consumer_byte_rate=1"}};
    pair.reply<DescribeClientQuotasRequest>(quotas_there({}));
    auto const altered = pair.take<AlterClientQuotasRequest>();
    ASSERT_TRUE(altered);
    EXPECT_EQ(std::get<AlterClientQuotasRequest>(altered->message).entries->front().entity,
              (QuotaEntity{{kQuotaClientId, std::nullopt}, {kQuotaUser, "ANONYMOUS"}}));
}

TEST(KafkaConfigsOfClients, DescribesInKafkasWords) {
    ToolStage stage{{"kafka-configs", "--describe", "--user", "ANONYMOUS", "--client-defaults"}};
    auto const asked = stage.take<DescribeClientQuotasRequest>();
    ASSERT_TRUE(asked);
    EXPECT_EQ(std::get<DescribeClientQuotasRequest>(asked->message).components->size(), 2U);
    QuotaEntity const entity{{kQuotaClientId, std::nullopt}, {kQuotaUser, "ANONYMOUS"}};
    stage.answer(*asked, quotas_there({{entity,
                                        {{"producer_byte_rate", QuotaValue{10'485'760, 0}},
                                         {"consumer_byte_rate", QuotaValue{2048, 0}}}}}));
    EXPECT_EQ(stage.result().out,
              "Quota configs for user-principal 'ANONYMOUS', the default client-id are "
              "consumer_byte_rate=2048.0, producer_byte_rate=1.048576E7\n");
    EXPECT_EQ(stage.result().exit, 0);
}

TEST(KafkaConfigsOfClients, WhatIsNotThereCannotBeDeletedAndWhatIsNoNumberNotSet) {
    ToolStage missing{{"kafka-configs", "--alter", "--client", "checkout", "--delete-config",
                       "producer_byte_rate,consumer_byte_rate"}};
    missing.reply<DescribeClientQuotasRequest>(
        quotas_there({{{}, {{"producer_byte_rate", QuotaValue{1, 0}}}}}));
    EXPECT_EQ(missing.result().err, "Invalid config(s): consumer_byte_rate\n");
    EXPECT_EQ(missing.result().exit, 1);

    ToolStage wordy{{"kafka-configs", "--alter", "--client", "checkout", "--add-config",
                     "producer_byte_rate=much"}};
    wordy.reply<DescribeClientQuotasRequest>(quotas_there({}));
    EXPECT_EQ(wordy.result().err,
              "Cannot parse quota configuration value for producer_byte_rate: much\n");

    ToolStage refused{
        {"kafka-configs", "--alter", "--client", "c", "--add-config", "producer_byte_rate=0"}};
    refused.reply<DescribeClientQuotasRequest>(quotas_there({}));
    refused.reply<AlterClientQuotasRequest>(
        AlterClientQuotasResponse{make_payload(std::vector<AlterClientQuotasResult>{
            {{}, ErrorCode::invalid_request, "Quota producer_byte_rate must be greater than 0"}})});
    std::string const what =
        "org.apache.kafka.common.errors.InvalidRequestException: Quota producer_byte_rate must be "
        "greater than 0\n";
    EXPECT_EQ(refused.result().err,
              "Error while executing config command with args '--alter --client c --add-config "
              "producer_byte_rate=0'\njava.util.concurrent.ExecutionException: " +
                  what + "Caused by: " + what);
    EXPECT_EQ(refused.result().exit, 1);
}

TEST(KafkaConfigsOfClients, WhatCannotBeMeantIsRefusedBeforeAnybodyIsAsked) {
    std::pair<std::vector<std::string>, std::string> const cases[] = {
        {{"--alter", "--client", "c", "--add-config", "retention.ms=1"},
         "Only quota configs can be added for 'clients' using --bootstrap-server. Unexpected "
         "config "
         "names: Set(retention.ms)\n"},
        {{"--alter", "--client", "c", "--delete-config", "retention.ms"},
         "Only quota configs can be deleted for 'clients' using --bootstrap-server. Unexpected "
         "config names: ArrayBuffer(retention.ms)\n"},
        {{"--alter", "--user", "u", "--add-config", "a=1"},
         "Only quota and SCRAM credential configs can be added for 'users' using "
         "--bootstrap-server. Unexpected config names: Set(a)\n"},
        {{"--alter", "--ip", "10.0.0.7", "--add-config", "producer_byte_rate=1"},
         "Only connection quota configs can be added for 'ips' using --bootstrap-server. "
         "Unexpected config names: producer_byte_rate\n"},
        {{"--alter", "--ip", "my-laptop", "--add-config", "connection_creation_rate=1"},
         "The entity name for ips must be a valid IP or resolvable host, but it is: my-laptop\n"},
        {{"--alter", "--entity-type", "clients", "--add-config", "producer_byte_rate=1"},
         "An entity-name or default entity must be specified with --alter of users, clients, "
         "brokers or ips\n"},
        {{"--alter", "--entity-type", "clients", "--entity-type", "users", "--entity-name", "u",
          "--add-config", "producer_byte_rate=1"},
         "An entity name must be specified for every entity type\n"},
        {{"--describe", "--entity-type", "clients", "--entity-type", "topics"},
         "Only 'users' and 'clients' entity types may be specified together\n"},
        {{"--describe", "--entity-type", "clients", "--entity-type", "clients"},
         "Duplicate entity type(s) specified: clients\n"},
        {{"--describe", "--entity-type", "clients", "--entity-name", "a", "--entity-name", "b"},
         "More entity names specified than entity types\n"},
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

}  // namespace
}  // namespace highwater

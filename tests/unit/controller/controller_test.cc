#include "controller/controller.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/controller/lone_controller.h"

namespace highwater {
namespace {

template <class Record>
Record const* as(MetadataRecord const& record) {
    return std::get_if<Record>(&record);
}

TEST(Controller, AFreshClusterBeginsWithFeaturesAndTheMinimumIsr) {
    LoneController lone;
    std::vector<MetadataRecord> const records = lone.new_records();
    ASSERT_EQ(records.size(), 7U);
    EXPECT_EQ(as<FeatureLevelRecord>(records[0])->name, "metadata.version");
    EXPECT_EQ(as<FeatureLevelRecord>(records[1])->name, "eligible.leader.replicas.version");
    EXPECT_EQ(as<ConfigRecord>(records[6])->name, "min.insync.replicas");
    EXPECT_EQ(as<ConfigRecord>(records[6])->value, "1");
}

TEST(Controller, WhoDoesNotLeadRefusesEverything) {
    LoneController lone;
    Controller standby = make_controller({BrokerId{3002}, NodeId{101}, {}, {}});
    Effects out;
    out.begin(Time{}, 1, NodeId{101}, lone.names, true);
    BrokerHeartbeatRequest const request{};
    handle(standby, lone.raft, Envelope{NodeId{1}, NodeId{101}, {}, request}, request, out);
    ASSERT_EQ(out.outgoing().size(), 1U);
    EXPECT_EQ(std::get<BrokerHeartbeatResponse>(out.outgoing().front().message).error,
              ErrorCode::not_controller);
}

TEST(Controller, FencingWritesThePartitionsFirst) {
    LoneController lone;
    lone.start_brokers(1, 3);
    lone.create("orders", {ids({2, 3, 1}), ids({1, 2, 3})});
    lone.new_records();
    lone.lose_session(2);
    std::vector<MetadataRecord> const records = lone.new_records();
    ASSERT_EQ(records.size(), 3U);
    EXPECT_EQ(as<PartitionChangeRecord>(records[0])->partition_id, 0);
    EXPECT_EQ(as<PartitionChangeRecord>(records[0])->isr, ids({3, 1}));
    EXPECT_EQ(as<PartitionChangeRecord>(records[0])->leader, BrokerId{3});
    EXPECT_EQ(as<PartitionChangeRecord>(records[1])->isr, ids({1, 3}));
    EXPECT_FALSE(as<PartitionChangeRecord>(records[1])->leader);
    EXPECT_EQ(as<BrokerRegistrationChangeRecord>(records[2])->fenced, 1);
    bool elected = false;
    for (Fact const& fact : lone.facts) {
        auto const* election = std::get_if<LeaderElected>(&fact);
        if (election == nullptr) continue;
        elected = true;
        EXPECT_EQ(election->from, BrokerId{2});
        EXPECT_EQ(election->to, BrokerId{3});
        EXPECT_EQ(election->broker, BrokerId{2});
        EXPECT_EQ(election->why, ChangeReason::broker_fenced);
        EXPECT_FALSE(election->unclean);
    }
    EXPECT_TRUE(elected);
}

TEST(Controller, ASessionLastsAsLongAsHeartbeatsCome) {
    LoneController lone;
    lone.start_brokers(1, 2);
    for (int i = 0; i < 5; ++i) {
        lone.now = lone.now + seconds(4);
        lone.heartbeat(1);
        lone.fire(TimerKind::session_check);
    }
    EXPECT_TRUE(is_active(lone.controller.image, {1}));
    EXPECT_FALSE(is_active(lone.controller.image, {2}));
}

TEST(Controller, AStoppedBrokerIsFencedOnceMoreWhenItsSessionEnds) {
    LoneController lone;
    lone.start_brokers(1, 3);
    lone.create("t", {ids({1, 2, 3})});
    lone.new_records();
    EXPECT_FALSE(lone.heartbeat(1, true).should_shut_down);  // it led: its leaderships move first
    EXPECT_EQ(lone.partition("t").leader, BrokerId{2});
    EXPECT_FALSE(lone.heartbeat(1, true).should_shut_down);  // 2 and 3 have not replayed that yet
    lone.heartbeat(2);
    lone.heartbeat(3);
    EXPECT_TRUE(lone.heartbeat(1, true).should_shut_down);
    lone.now = lone.now + seconds(8);
    lone.heartbeat(2);
    lone.heartbeat(3);
    lone.now = lone.now + seconds(1);
    lone.fire(TimerKind::session_check);
    std::vector<std::string> names;
    for (MetadataRecord const& record : lone.new_records()) names.push_back(name_of(record));
    EXPECT_EQ(names, (std::vector<std::string>{
                         "BROKER_REGISTRATION_CHANGE_RECORD",  // in controlled shutdown
                         "PARTITION_CHANGE_RECORD",
                         "BROKER_REGISTRATION_CHANGE_RECORD",     // fenced
                         "BROKER_REGISTRATION_CHANGE_RECORD"}));  // fenced, again
    std::int32_t fenced = 0;
    for (Fact const& fact : lone.facts)
        fenced += std::holds_alternative<BrokerFenced>(fact) ? 1 : 0;
    EXPECT_EQ(fenced, 1);
}

TEST(Controller, AnUncleanReturnCostsTheEligibilityToLead) {
    LoneController lone;
    lone.start_brokers(1, 3);
    lone.create("t", {ids({1, 2, 3})}, {{"min.insync.replicas", "2"}});
    lone.lose_session(3);
    lone.lose_session(2);
    EXPECT_EQ(lone.partition("t").isr, ids({1}));
    EXPECT_EQ(lone.partition("t").elr, ids({2}));
    lone.new_records();
    lone.register_broker(2);
    std::vector<MetadataRecord> const records = lone.new_records();
    ASSERT_EQ(records.size(), 2U);  // the change precedes the registration
    EXPECT_EQ(as<PartitionChangeRecord>(records[0])->eligible_leader_replicas, ids({}));
    EXPECT_NE(as<RegisterBrokerRecord>(records[1]), nullptr);
}

TEST(Controller, ACleanReturnKeepsIt) {
    LoneController lone;
    lone.start_brokers(1, 3);
    lone.create("t", {ids({1, 2, 3})}, {{"min.insync.replicas", "2"}});
    BrokerEpoch const epoch = lone.epoch_of(2);
    lone.lose_session(3);
    lone.lose_session(2);
    lone.register_broker(2, false, epoch);
    EXPECT_EQ(lone.partition("t").elr, ids({2}));
}

TEST(Controller, AWipedReplicaGetsItsNewDirectoryBeforeItIsUnfenced) {
    LoneController lone;
    lone.start_brokers(1, 2);
    lone.create("t", {ids({1, 2})});
    lone.lose_session(2);
    lone.incarnations[2] = 7;
    BrokerRegistrationRequest request;
    request.broker_id = {2};
    request.incarnation_id = {2, 8};
    request.log_dirs = make_payload(std::vector<Uuid>{{8, 8}});
    lone.ask<BrokerRegistrationResponse>({2}, request);
    lone.new_records();
    lone.heartbeat(2);
    std::vector<MetadataRecord> const records = lone.new_records();
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(as<PartitionChangeRecord>(records[0])->directories->at(1), (Uuid{8, 8}));
    EXPECT_EQ(as<BrokerRegistrationChangeRecord>(records[1])->fenced, -1);
}

TEST(Controller, TopicsAreRefusedWithKafkasWords) {
    LoneController lone;
    lone.start_brokers(1, 3);
    EXPECT_EQ(lone.create("a.b", {ids({1})}).error, ErrorCode::none);
    struct Case {
        char const* name;
        std::vector<std::vector<BrokerId>> assignment;
        ErrorCode error;
        char const* message;
    };
    Case const cases[] = {
        {"a.b", {ids({1})}, ErrorCode::topic_already_exists, "Topic 'a.b' already exists."},
        {"a_b",
         {ids({1})},
         ErrorCode::invalid_topic_exception,
         "Topic 'a_b' collides with existing topic: a.b"},
        {"..",
         {ids({1})},
         ErrorCode::invalid_topic_exception,
         "Topic name is invalid: '..' is not allowed"},
        {"bad name",
         {ids({1})},
         ErrorCode::invalid_topic_exception,
         "Topic name is invalid: 'bad name' contains one or more characters other than ASCII "
         "alphanumerics, '.', '_' and '-'"},
        {"ghost",
         {ids({1, 9})},
         ErrorCode::invalid_replica_assignment,
         "The manual partition assignment includes broker 9, but no such broker is registered."},
    };
    for (Case const& c : cases) {
        TopicResult const result = lone.create(c.name, c.assignment);
        EXPECT_EQ(result.error, c.error) << c.name;
        EXPECT_EQ(result.message, c.message);
    }
    NewTopic big;
    big.name = lone.names.intern("big");
    big.partitions = 1;
    big.replication_factor = 5;
    EXPECT_EQ(lone.create(big).message,
              "Unable to replicate the partition 5 time(s): The target replication factor of 5 "
              "cannot be reached because only 3 broker(s) are registered or some brokers have all "
              "their log directories cordoned.");
}

TEST(Controller, PlacementSpreadsLeadersOverTheBrokers) {
    LoneController lone;
    lone.start_brokers(1, 4);
    NewTopic topic;
    topic.name = lone.names.intern("t");
    topic.partitions = 8;
    topic.replication_factor = 3;
    ASSERT_EQ(lone.create(topic).error, ErrorCode::none);
    std::map<BrokerId, int> leads;
    for (std::int32_t i = 0; i < 8; ++i) ++leads[lone.partition("t", i).leader];
    EXPECT_EQ(leads.size(), 4U);
    for (auto const& [broker, count] : leads) EXPECT_EQ(count, 2) << broker.value;
}

TEST(Controller, ProducerIdsComeInBlocks) {
    LoneController lone;
    lone.start_brokers(1, 2);
    auto const first = lone.ask<AllocateProducerIdsResponse>(
        {1}, AllocateProducerIdsRequest{{1}, lone.epoch_of(1)});
    auto const second = lone.ask<AllocateProducerIdsResponse>(
        {2}, AllocateProducerIdsRequest{{2}, lone.epoch_of(2)});
    EXPECT_EQ(first.start, ProducerId{0});
    EXPECT_EQ(first.length, 1'000);
    EXPECT_EQ(second.start, ProducerId{1'000});
}

TEST(Controller, AnAnswerWaitsUntilItsRecordsAreCommitted) {
    // Two voters of which one is dead: it led, and nothing commits any more.
    Names names;
    Raft raft = make_raft(
        {BrokerId{1}, NodeId{0}, {{BrokerId{1}, NodeId{0}}, {BrokerId{2}, NodeId{1}}}, {}});
    Controller controller = make_controller({BrokerId{1}, NodeId{0}, {}, {}});
    Effects out;
    auto const begin = [&] { out.begin(Time{}, 1, NodeId{0}, names, true); };
    raft.role = RaftRole::leader;
    raft.quorum = {LeaderEpoch{1}, BrokerId{1}, BrokerId{1}};
    raft.log.append(make_payload(
        MetadataBatch{Offset{0}, LeaderEpoch{1}, Time{}, {LeaderChangeMessage{BrokerId{1}, {}}}}));
    raft.leading.next_offset = raft.log.end();
    raft.high_watermark = raft.log.end();
    begin();
    on_leadership(controller, raft, true, LeaderEpoch{1}, out);
    ASSERT_EQ(controller.role, ControllerRole::active);
    begin();
    BrokerRegistrationRequest request;
    request.broker_id = {1};
    request.incarnation_id = {1, 1};
    handle(controller, raft, Envelope{NodeId{5}, NodeId{0}, {}, request}, request, out);
    EXPECT_TRUE(out.outgoing().empty());
    EXPECT_NE(find_broker(controller.image, {1}), nullptr);

    begin();
    raft.role = RaftRole::resigned;
    on_leadership(controller, raft, false, LeaderEpoch{1}, out);
    ASSERT_EQ(out.outgoing().size(), 1U);
    EXPECT_EQ(std::get<BrokerRegistrationResponse>(out.outgoing().front().message).error,
              ErrorCode::not_controller);
    EXPECT_EQ(find_broker(controller.image, {1}), nullptr);  // it was never committed
    EXPECT_TRUE(controller.image.features.empty());
}

TEST(Controller, AutomaticBalanceGivesLeadershipBackOnlyToTheIsr) {
    LoneController lone;
    lone.start_brokers(1, 3);
    lone.create("t", {ids({1, 2, 3})});
    lone.lose_session(1);
    lone.register_broker(1);
    lone.heartbeat(1);
    lone.fire(TimerKind::leader_balance);
    EXPECT_EQ(lone.partition("t").leader, BrokerId{2});
    EXPECT_EQ(lone.alter(2, lone.proposal("t", 0, {1, 2, 3})).results->front().error,
              ErrorCode::none);
    lone.fire(TimerKind::leader_balance);
    EXPECT_EQ(lone.partition("t").leader, BrokerId{1});
}

TEST(Controller, TheUncleanCheckElectsWhatTheTopicAllowsNow) {
    LoneController lone;
    lone.start_brokers(1, 2);
    lone.create("safe", {ids({1, 2})});
    lone.create("bold", {ids({1, 2})}, {{"unclean.leader.election.enable", "true"}});
    lone.lose_session(2);
    lone.lose_session(1);
    lone.register_broker(2);
    lone.heartbeat(2);  // the outsider of both returns
    lone.fire(TimerKind::unclean_check);
    EXPECT_EQ(lone.partition("safe").leader, kNoBroker);
    EXPECT_EQ(lone.partition("bold").leader, BrokerId{2});
    EXPECT_EQ(lone.partition("bold").leader_recovery_state, LeaderRecoveryState::recovering);
}

}  // namespace
}  // namespace highwater

// A consumer as the member of a group.
#include "tests/unit/client/member_stage.h"

namespace highwater {
namespace {

TEST(Membership, ANewMemberJoinsWithTheIdThatItIsGiven) {
    MemberStage stage{manual()};
    auto const first = stage.take<JoinGroupRequest>();
    EXPECT_EQ(std::get<JoinGroupRequest>(first->message).member_id, kNoName);
    JoinGroupResponse answer;
    answer.error = ErrorCode::member_id_required;
    answer.member_id = stage.member;
    stage.answer(*first, answer);
    auto const second = stage.take<JoinGroupRequest>();
    EXPECT_EQ(std::get<JoinGroupRequest>(second->message).member_id, stage.member);
    EXPECT_TRUE(stage.callbacks().empty());
}

TEST(Membership, AnEagerMemberGivesUpEverythingBeforeItJoinsAgain) {
    MemberStage stage{manual()};
    stage.join(1, {stage.partition(0)});
    stage.answer_committed(5);
    stage.beat(ErrorCode::rebalance_in_progress);
    ASSERT_EQ(stage.callbacks().size(), 2U);
    EXPECT_EQ(stage.callbacks()[0].kind, CallbackKind::assigned);
    EXPECT_EQ(stage.callbacks()[1].kind, CallbackKind::revoked);
    EXPECT_TRUE(stage.role.partitions.empty());
    EXPECT_EQ(stage.count<JoinGroupRequest>(), 1);
}

TEST(Membership, WhatWasProcessedIsCommittedBeforeItIsGivenUp) {
    MemberStage stage;
    stage.join(1, {stage.partition(0)});
    stage.answer_committed(5);
    stage.beat(ErrorCode::rebalance_in_progress);
    EXPECT_EQ(stage.callbacks().size(), 1U);
    stage.answer_commit();
    EXPECT_EQ(stage.callbacks().size(), 2U);
    EXPECT_EQ(stage.count<JoinGroupRequest>(), 1);
}

// One commit per attempt to prepare the join, of what is consumed by then; the periodic one waits
// until the member has joined.
TEST(Membership, ACommitBeforeARebalanceIsTriedAgainWithWhatIsConsumedByThen) {
    MemberStage stage;
    stage.join(1, {stage.partition(0)});
    stage.answer_committed(5);
    stage.beat(ErrorCode::rebalance_in_progress);
    stage.answer_commit(ErrorCode::unknown_topic_or_partition);
    EXPECT_EQ(stage.count<OffsetCommitRequest>(), 0);
    ASSERT_EQ(stage.facts_of<CommitRetried>().size(), 1U);
    EXPECT_EQ(stage.facts_of<CommitRetried>()[0].error, ErrorCode::unknown_topic_or_partition);
    stage.role.partitions[0].position = Offset{2};  // as after a reset of the position
    stage.run_for(seconds(7));                      // the periodic one is long due
    ASSERT_EQ(stage.count<OffsetCommitRequest>(), 1);
    auto const again = stage.take<OffsetCommitRequest>();
    auto const& commit = std::get<OffsetCommitRequest>(again->message);
    EXPECT_EQ(commit.partitions->front().committed_offset, Offset{2});
    EXPECT_EQ(stage.count<JoinGroupRequest>(), 0);
}

TEST(Membership, WithAnUnknownMemberIdThePartitionsAreLost) {
    MemberStage stage{manual()};
    stage.join(1, {stage.partition(0)});
    stage.answer_committed(5);
    stage.beat(ErrorCode::unknown_member_id);
    EXPECT_EQ(stage.callbacks().back().kind, CallbackKind::lost);
    auto const again = stage.take<JoinGroupRequest>();
    EXPECT_EQ(std::get<JoinGroupRequest>(again->message).member_id, kNoName);
}

TEST(Membership, AnApplicationThatDoesNotPollLeavesTheGroup) {
    MemberStage stage{manual()};
    stage.join(1, {stage.partition(0)});
    stage.answer_committed(5);
    ConsumerCall stall;
    stall.action = ConsumerAction::stall;
    stage.act([&](Consumer& c, Effects& o) { EXPECT_EQ(ask(c, stall, o), ""); });
    for (int i = 0; i < 99; ++i) stage.beat(ErrorCode::none);
    EXPECT_EQ(stage.count<LeaveGroupRequest>(), 0);
    stage.run_for(seconds(4));
    EXPECT_EQ(stage.count<LeaveGroupRequest>(), 1);
    EXPECT_EQ(stage.callbacks().size(), 1U);  // nobody is there to be called
    ConsumerCall go_on;
    go_on.action = ConsumerAction::go_on;
    stage.act([&](Consumer& c, Effects& o) { EXPECT_EQ(ask(c, go_on, o), ""); });
    EXPECT_EQ(stage.callbacks().back().kind, CallbackKind::lost);
}

TEST(Membership, AStaticMemberClosesWithoutLeaving) {
    for (bool const is_static : {false, true}) {
        MemberConfig config = manual();
        if (is_static) config.group_instance_id = "i-1";
        MemberStage stage{config};
        stage.join(1, {stage.partition(0)});
        stage.answer_committed(5);
        stage.act([](Consumer& c, Effects& o) { request_shutdown(c, o); });
        EXPECT_EQ(stage.count<LeaveGroupRequest>(), is_static ? 0 : 1);
        EXPECT_EQ(stage.callbacks().back().kind, CallbackKind::revoked);
        EXPECT_EQ(stage.exited, is_static);  // nobody owes it an answer
    }
}

TEST(Membership, AFencedMembersApplicationEndsWithTheException) {
    MemberConfig config = manual();
    config.group_instance_id = "i-1";
    MemberStage stage{config};
    stage.join(1, {stage.partition(0)});
    stage.answer_committed(5);
    stage.beat(ErrorCode::fenced_instance_id);
    EXPECT_EQ(stage.role.application.exception, "FencedInstanceId");
    EXPECT_EQ(stage.callbacks().back().kind, CallbackKind::lost);
    EXPECT_TRUE(stage.exited);
}

TEST(Membership, ACommitWithoutAGenerationFails) {
    MemberStage stage{manual()};
    ConsumerCall commit;
    commit.action = ConsumerAction::commit;
    commit.partition = stage.partition(0);
    commit.offset = Offset{3};
    stage.join(1, {stage.partition(0)});
    stage.beat(ErrorCode::unknown_member_id);
    stage.take<JoinGroupRequest>();
    stage.role.membership.state = JoinState::unjoined;
    stage.act([&](Consumer& c, Effects& o) { EXPECT_EQ(ask(c, commit, o), ""); });
    EXPECT_NE(stage.role.commits.last_result, "ok");
    EXPECT_EQ(stage.count<OffsetCommitRequest>(), 0);
}

TEST(Membership, ACooperativeMemberReadsOnWhileItsCommitBeforeTheRebalanceWaits) {
    for (bool const is_cooperative : {false, true}) {
        MemberConfig config;
        if (is_cooperative) config.partition_assignment_strategy = {"cooperative-sticky"};
        MemberStage stage{config};
        stage.join(1, {stage.partition(0)});
        stage.answer_committed(5);
        stage.beat(ErrorCode::rebalance_in_progress);
        ASSERT_EQ(stage.count<OffsetCommitRequest>(), 1);
        stage.give_records(5, 2);
        EXPECT_EQ(stage.role.partitions.front().position, Offset{is_cooperative ? 7 : 5});
    }
}

TEST(Membership, ACommitAsyncIsNotTriedAgainWhenItsConnectionBreaks) {
    MemberStage stage{manual()};
    stage.join(1, {stage.partition(0)});
    stage.answer_committed(5);
    ConsumerCall commit;
    commit.action = ConsumerAction::commit;
    commit.is_async = true;
    stage.act([&](Consumer& c, Effects& o) { EXPECT_EQ(ask(c, commit, o), ""); });
    ASSERT_EQ(stage.count<OffsetCommitRequest>(), 1);
    stage.disconnect(NodeId{1});
    EXPECT_EQ(stage.role.commits.last_result, "RetriableCommitFailed");
    EXPECT_TRUE(stage.role.commits.jobs.empty());
}

TEST(Membership, ASyncThatIsNotAnsweredIsGivenUpAfterTheRequestTimeout) {
    MemberStage stage{manual()};
    JoinGroupResponse joined;
    joined.generation_id = 1;
    joined.protocol_name = stage.names.intern("range");
    joined.leader = stage.names.intern("leader");
    joined.member_id = stage.member;
    auto const join = stage.take<JoinGroupRequest>();
    stage.role.connections.settings.request_timeout = seconds(30);
    stage.answer(*join, joined);
    ASSERT_TRUE(stage.take<SyncGroupRequest>());
    stage.run_for(seconds(31));
    EXPECT_EQ(stage.facts_of<RequestTimedOut>().size(), 1U);
}

TEST(Membership, AHeartbeatThatFoundNoCoordinatorIsTriedAgainAfterTheBackoff) {
    MemberStage stage{manual()};
    stage.join(1, {stage.partition(0)});
    stage.answer_committed(5);
    stage.beat(ErrorCode::coordinator_load_in_progress);
    stage.run_for(milliseconds(99));
    EXPECT_EQ(stage.count<HeartbeatRequest>(), 0);
    stage.run_for(milliseconds(1));
    EXPECT_EQ(stage.count<HeartbeatRequest>(), 1);
}

// FENCED_INSTANCE_ID for a commit says nothing of its generation; for a heartbeat it does.
TEST(Membership, AStaticMemberThatIsFencedByItsCommitGivesUpInOrder) {
    MemberConfig config = manual();
    config.group_instance_id = "i-1";
    MemberStage stage{config};
    stage.join(1, {stage.partition(0)});
    stage.answer_committed(5);
    ConsumerCall commit;
    commit.action = ConsumerAction::commit;
    stage.act([&](Consumer& c, Effects& o) { EXPECT_EQ(ask(c, commit, o), ""); });
    stage.answer_commit(ErrorCode::fenced_instance_id);
    EXPECT_EQ(stage.role.application.exception, "FencedInstanceId");
    EXPECT_EQ(stage.callbacks().back().kind, CallbackKind::revoked);
}

// What the test says of topics that exist, each with one partition.
void answer_all_topics(Stage<Consumer>& stage, std::vector<NameId> const& topics) {
    auto const request = stage.take<MetadataRequest>();
    ASSERT_TRUE(request);
    EXPECT_TRUE(std::get<MetadataRequest>(request->message).all_topics);
    ClusterMetadata metadata;
    metadata.brokers.push_back(broker_address(1));
    for (NameId const name : topics) {
        TopicMetadata described;
        described.name = name;
        described.topic_id = Uuid{1, static_cast<std::uint64_t>(name.value)};
        described.partitions.emplace_back();
        described.partitions.back().leader = BrokerId{1};
        described.partitions.back().leader_epoch = LeaderEpoch{0};
        metadata.topics.push_back(std::move(described));
    }
    stage.answer(*request, MetadataResponse{make_payload(metadata)});
}

TEST(Membership, APatternIsJoinedWithTheTopicsThatMatchAndFollowsThem) {
    Stage<Consumer> stage{Consumer{}};
    NameId const orders = stage.names.intern("orders-eu");
    NameId const asia = stage.names.intern("orders-asia");
    NameId const other = stage.names.intern("returns");
    NameId const internal = stage.names.intern("__consumer_offsets");
    ConsumerSpec spec;
    spec.name = stage.names.intern("m");
    spec.pattern = "orders-.*|__.*";
    spec.config.group = manual();
    spec.config.group.group_id = "billing";
    spec.config.metadata_max_age_ms = 20'000;
    spec.config.request_timeout_ms = 600'000;
    stage.role = make_consumer(spec, {NodeId{1}});
    stage.start_role();
    stage.run_for(Duration{});
    Coordinator const found{stage.names.intern("billing"), BrokerId{1}, NodeId{1}, ErrorCode::none,
                            ""};
    stage.answer(*stage.take<FindCoordinatorRequest>(),
                 FindCoordinatorResponse{make_payload(std::vector<Coordinator>{found})});
    EXPECT_EQ(stage.count<JoinGroupRequest>(), 0) << "it does not know yet which topics there are";
    answer_all_topics(stage, {orders, other, internal});
    EXPECT_EQ(stage.role.membership.topics, std::vector<NameId>{orders});
    EXPECT_EQ(find_topic(stage.role.metadata, other), nullptr);
    stage.run_for(milliseconds(200));
    answer_all_topics(stage, {orders, other, internal});  // for the topic that was new
    auto const first = stage.take<JoinGroupRequest>();
    ASSERT_TRUE(first);
    auto const topics_of = [](Effects::Outgoing const& join) {
        return std::get<JoinGroupRequest>(join.message).protocols->front().metadata->topics;
    };
    EXPECT_EQ(topics_of(*first), std::vector<NameId>{orders});
    JoinGroupResponse joined;
    joined.generation_id = 1;
    joined.protocol_name = stage.names.intern("range");
    joined.leader = stage.names.intern("leader");
    joined.member_id = stage.names.intern("m-1");
    stage.answer(*first, joined);
    SyncGroupResponse synced;
    synced.assignment = make_payload(ConsumerProtocolAssignment{{{orders, 0}}});
    stage.answer(*stage.take<SyncGroupRequest>(), synced);

    stage.run_for(seconds(21));  // its metadata is old
    answer_all_topics(stage, {orders, asia, other, internal});
    EXPECT_EQ(stage.role.membership.topics.size(), 2U);
    stage.run_for(milliseconds(200));
    answer_all_topics(stage, {orders, asia, other, internal});
    auto const again = stage.take<JoinGroupRequest>();
    ASSERT_TRUE(again);
    EXPECT_EQ(topics_of(*again).size(), 2U);

    stage.run_for(seconds(21));
    answer_all_topics(stage, {asia, other, internal});  // orders-eu was deleted
    EXPECT_EQ(stage.role.membership.topics, std::vector<NameId>{asia});
    EXPECT_EQ(find_topic(stage.role.metadata, orders), nullptr);
}

}  // namespace
}  // namespace highwater

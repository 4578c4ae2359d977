// A consumer as a member by the protocol of KIP-848.
#include "tests/unit/client/member_stage.h"

namespace highwater {
namespace {

using Owned = std::vector<TopicIdPartitions>;

struct Kip848Stage : MemberStage {
    explicit Kip848Stage(bool commits_by_the_clock = false, Duration processing = {})
        : MemberStage{config_of(commits_by_the_clock), processing} {}

    static MemberConfig config_of(bool commits_by_the_clock) {
        MemberConfig config;
        config.group_protocol = GroupProtocol::consumer;
        config.enable_auto_commit = commits_by_the_clock;
        config.auto_commit_interval_ms = 600'000;
        return config;
    }
    static Owned owned(std::vector<std::int32_t> partitions) {
        return {{Uuid{1, 1}, std::move(partitions)}};
    }
    ConsumerGroupHeartbeatRequest next_heartbeat() {
        asked_ = take<ConsumerGroupHeartbeatRequest>();
        CHECK(asked_.has_value());
        return std::get<ConsumerGroupHeartbeatRequest>(asked_->message);
    }
    void answer_heartbeat(std::int32_t epoch, std::optional<Owned> assignment = std::nullopt,
                          ErrorCode error = ErrorCode::none) {
        ConsumerGroupHeartbeatResponse response;
        response.error = error;
        response.member_epoch = epoch;
        response.heartbeat_interval_ms = 5'000;
        if (assignment) response.assignment = make_payload(*std::move(assignment));
        answer(*asked_, response);
    }
    void take_target(std::int32_t epoch, std::vector<std::int32_t> partitions) {
        next_heartbeat();
        answer_heartbeat(epoch, partitions.empty() ? Owned{} : owned(std::move(partitions)));
    }

private:
    std::optional<Effects::Outgoing> asked_;
};

TEST(Kip848Member, SaysWhatItOwnsWhenItHasReconciled) {
    Kip848Stage stage;
    ConsumerGroupHeartbeatRequest const joins = stage.next_heartbeat();
    EXPECT_EQ(joins.member_epoch, 0);
    // The id is the member's own choice: a Uuid as Kafka writes it.
    EXPECT_EQ(stage.names.text(joins.member_id).size(), 22U);
    stage.answer_heartbeat(2, Kip848Stage::owned({0, 1}));
    EXPECT_EQ(stage.callbacks().back().partitions.size(), 2U);
    ConsumerGroupHeartbeatRequest const told = stage.next_heartbeat();
    EXPECT_EQ(told.member_epoch, 2);
    ASSERT_TRUE(told.changes && told.changes->topic_partitions);
    EXPECT_EQ(told.changes->topic_partitions->front().partitions.size(), 2U);
}

TEST(Kip848Member, GivesUpADeletedTopicThoughItCannotCommitForIt) {
    Kip848Stage stage{true};
    stage.take_target(2, {0, 1});
    stage.answer_committed(5);
    stage.take_target(2, {});
    EXPECT_EQ(stage.callbacks().size(), 1U);
    stage.answer_commit(ErrorCode::unknown_topic_or_partition);
    ASSERT_EQ(stage.callbacks().size(), 3U);
    EXPECT_EQ(stage.callbacks()[1].kind, CallbackKind::revoked);
    EXPECT_TRUE(stage.role.partitions.empty());
}

// Nobody knows what came of it: the coordinator may not have heard that partitions were given up.
TEST(Kip848Member, SaysEverythingAgainAfterAHeartbeatThatWasLost) {
    Kip848Stage stage;
    stage.take_target(2, {0});
    stage.next_heartbeat();  // its acknowledgement
    stage.disconnect(NodeId{1});
    stage.run_for(seconds(1));
    stage.answer_metadata({1}, stage.topic, {{1, 0}, {1, 0}});
    Coordinator found{stage.names.intern("billing"), BrokerId{1}, NodeId{1}, ErrorCode::none, ""};
    stage.run_for(seconds(1));
    stage.answer(*stage.take<FindCoordinatorRequest>(),
                 FindCoordinatorResponse{make_payload(std::vector<Coordinator>{found})});
    stage.run_for(seconds(1));
    ConsumerGroupHeartbeatRequest const again = stage.next_heartbeat();
    EXPECT_EQ(again.member_epoch, 2);
    EXPECT_EQ(again.rebalance_timeout_ms, 300'000);
    ASSERT_TRUE(again.changes);
    EXPECT_TRUE(again.changes->subscribed_topic_names);
    ASSERT_TRUE(again.changes->topic_partitions);
    EXPECT_EQ(*again.changes->topic_partitions, Kip848Stage::owned({0}));
}

// onPartitionsLost belongs to the application's thread, which is busy; until then it does not join.
TEST(Kip848Member, ThatIsFencedWhileItProcessesHearsOfItInItsNextPoll) {
    Kip848Stage stage{false, seconds(10)};
    stage.take_target(2, {0});
    stage.answer_committed(5);
    stage.next_heartbeat();
    stage.answer_heartbeat(2);
    stage.give_records(5, 1);
    ASSERT_EQ(stage.role.application.state, ApplicationState::processing);
    stage.run_for(seconds(6));
    stage.next_heartbeat();
    stage.answer_heartbeat(0, std::nullopt, ErrorCode::fenced_member_epoch);
    EXPECT_EQ(stage.callbacks().size(), 1U);
    EXPECT_EQ(stage.count<ConsumerGroupHeartbeatRequest>(), 0);
    stage.run_for(seconds(5));
    EXPECT_EQ(stage.callbacks().back().kind, CallbackKind::lost);
    EXPECT_EQ(stage.next_heartbeat().member_epoch, 0);
}

// The newer one is the next, and not forgotten.
TEST(Kip848Member, TakesOverATargetThatCameWhileItCommittedForTheOneBefore) {
    Kip848Stage stage{true};
    stage.take_target(2, {0, 1});
    stage.answer_committed(5);
    stage.next_heartbeat();
    stage.answer_heartbeat(3, Kip848Stage::owned({0}));
    ASSERT_EQ(stage.count<OffsetCommitRequest>(), 1);
    stage.run_for(seconds(6));
    stage.next_heartbeat();
    stage.answer_heartbeat(4, Kip848Stage::owned({1}));
    stage.answer_commit();
    EXPECT_EQ(stage.role.partitions.front().partition, stage.partition(0));
    stage.next_heartbeat();  // it has only the first
    stage.answer_heartbeat(4);
    stage.answer_commit();
    ASSERT_EQ(stage.role.partitions.size(), 1U);
    EXPECT_EQ(stage.role.partitions.front().partition, stage.partition(1));
}

// -1 to its coordinator, and the end when that has answered.
TEST(Kip848Member, ClosesByCommittingAndLeaving) {
    Kip848Stage stage{true};
    stage.take_target(2, {0});
    stage.answer_committed(5);
    stage.next_heartbeat();
    stage.answer_heartbeat(2);
    stage.act([](Consumer& c, Effects& o) { request_shutdown(c, o); });
    stage.run_for(seconds(6));
    EXPECT_EQ(stage.next_heartbeat().member_epoch, 2);  // it goes on beating meanwhile
    stage.answer_heartbeat(2);
    stage.answer_commit();
    EXPECT_EQ(stage.callbacks().back().kind, CallbackKind::revoked);
    EXPECT_EQ(stage.next_heartbeat().member_epoch, -1);
    EXPECT_FALSE(stage.exited);
    stage.answer_heartbeat(-1);
    EXPECT_TRUE(stage.exited);
}

TEST(Kip848Member, ThatIsFencedWhileItCommitsForgetsWhatItWasToTakeOver) {
    Kip848Stage stage{true};
    stage.take_target(2, {0});
    stage.answer_committed(5);
    stage.next_heartbeat();
    stage.answer_heartbeat(3, Kip848Stage::owned({0, 1}));
    ASSERT_EQ(stage.count<OffsetCommitRequest>(), 1);
    stage.run_for(seconds(6));
    stage.next_heartbeat();
    stage.answer_heartbeat(0, std::nullopt, ErrorCode::unknown_member_id);
    EXPECT_TRUE(stage.role.partitions.empty());
    stage.take_target(5, {1});
    ASSERT_EQ(stage.role.partitions.size(), 1U);
    EXPECT_EQ(stage.role.partitions.front().partition, stage.partition(1));
}

}  // namespace
}  // namespace highwater

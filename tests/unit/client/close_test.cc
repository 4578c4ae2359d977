// close(): what a clean end of a client still does (KafkaConsumer.close, KafkaProducer.close).
#include "tests/unit/client/member_stage.h"
#include "tests/unit/client/producer_stage.h"

namespace highwater {
namespace {

struct ClosingMember : MemberStage {
    explicit ClosingMember(MemberConfig config = {}) : MemberStage{config} {
        join(1, {partition(0)});
        answer_committed(5);
        run_for(seconds(1));
    }
    void close() {
        act([](Consumer& c, Effects& o) { request_shutdown(c, o); });
    }
    bool has_ended_by(Duration after) {
        run_for(after);
        return exited;
    }
};

TEST(CloseOfAMember, CommitsThenLeavesAndEndsWhenItsCoordinatorHasAnswered) {
    ClosingMember stage;
    stage.close();
    EXPECT_EQ(stage.count<LeaveGroupRequest>(), 0);
    stage.answer_commit();
    EXPECT_EQ(stage.callbacks().back().kind, CallbackKind::revoked);
    auto const leaving = stage.take<LeaveGroupRequest>();
    ASSERT_TRUE(leaving);
    EXPECT_FALSE(stage.exited);
    stage.answer(*leaving, LeaveGroupResponse{});
    EXPECT_TRUE(stage.exited);
}

TEST(CloseOfAMember, WaitsThirtySecondsForAnAnswerAtMost) {
    ClosingMember stage{manual()};
    stage.close();
    EXPECT_EQ(stage.count<LeaveGroupRequest>(), 1);
    EXPECT_FALSE(stage.has_ended_by(milliseconds(29'999)));
    EXPECT_TRUE(stage.has_ended_by(milliseconds(1)));
}

TEST(CloseOfAMember, WithNothingToCommitAndNoCoordinatorEndsAtOnceAndTellsNobody) {
    ClosingMember stage{manual()};
    stage.disconnect(NodeId{1});
    stage.close();
    EXPECT_TRUE(stage.exited);
    EXPECT_EQ(stage.count<LeaveGroupRequest>(), 0);
}

TEST(CloseOfAMember, LooksForItsCoordinatorToCommitForThirtySeconds) {
    ClosingMember stage;
    stage.disconnect(NodeId{1});
    stage.close();
    stage.run_for(seconds(1));
    stage.answer_metadata({1}, stage.topic, {{1, 0}, {1, 0}});
    EXPECT_FALSE(stage.has_ended_by(milliseconds(28'999)));
    EXPECT_GE(stage.count<FindCoordinatorRequest>(), 1);
    EXPECT_TRUE(stage.has_ended_by(milliseconds(1)));
    EXPECT_EQ(stage.count<LeaveGroupRequest>(), 0);
}

TEST(CloseOfAMember, GoesOnBeatingWhileItsLastCommitWaits) {
    ClosingMember stage;
    stage.close();
    stage.run_for(seconds(4));
    EXPECT_EQ(stage.count<HeartbeatRequest>(), 1);
    EXPECT_FALSE(stage.exited);
}

// Behind one that waits for a coordinator, too: its time is over all the same.
TEST(CommitSync, EndsInTimeBehindOneThatWaits) {
    ClosingMember stage;
    stage.run_for(seconds(3));  // the clock has committed, and is not answered
    stage.disconnect(NodeId{1});
    ConsumerCall commit;
    commit.action = ConsumerAction::commit;
    stage.act([&](Consumer& c, Effects& o) { EXPECT_EQ(ask(c, commit, o), ""); });
    stage.act([&](Consumer& c, Effects& o) {
        commit.is_async = true;
        EXPECT_EQ(ask(c, commit, o), "");
    });
    std::swap(stage.role.commits.jobs.front(), stage.role.commits.jobs.back());
    stage.run_for(seconds(61));
    for (CommitJob const& job : stage.role.commits.jobs) EXPECT_TRUE(job.is_async);
    EXPECT_EQ(stage.role.commits.last_result, "Timeout");
}

TEST(CloseOfAMember, RefusesWhatIsAskedOfItMeanwhile) {
    ClosingMember stage;
    stage.close();
    std::string refusal;
    stage.act([&](Consumer& c, Effects& o) {
        ConsumerCall call;
        call.action = ConsumerAction::commit;
        refusal = ask(c, call, o);
    });
    EXPECT_EQ(refusal, "is closing already");
}

// A consumer with assign() and a group.id is no member, and commits all the same.
TEST(CloseOfAReader, WithAGroupCommitsByTheClockAndBeforeItEnds) {
    Stage<Consumer> stage{Consumer{}};
    NameId const topic = stage.names.intern("orders");
    ConsumerSpec spec;
    spec.name = stage.names.intern("auditor");
    spec.assign = {{topic, 0}};
    spec.from = StartPosition::offset;
    spec.from_offset = Offset{7};
    spec.config.group.group_id = "audit";
    stage.role = make_consumer(spec, {NodeId{1}});
    stage.start_role();
    stage.run_for(Duration{});
    stage.answer_metadata({1}, topic, {{1, 0}});
    stage.run_for(seconds(5));
    Coordinator const found{stage.names.intern("audit"), BrokerId{1}, NodeId{1}, ErrorCode::none,
                            ""};
    stage.answer(*stage.take<FindCoordinatorRequest>(),
                 FindCoordinatorResponse{make_payload(std::vector<Coordinator>{found})});
    auto const answer_commit = [&] {
        auto const request = stage.take<OffsetCommitRequest>();
        ASSERT_TRUE(request);
        auto const& commit = std::get<OffsetCommitRequest>(request->message);
        EXPECT_EQ(commit.generation_id_or_member_epoch, -1);
        EXPECT_EQ(commit.partitions->front().committed_offset, Offset{7});
        std::vector<OffsetCommitResponsePartition> const fine{{{topic, 0}, ErrorCode::none}};
        stage.answer(*request, OffsetCommitResponse{make_payload(fine)});
    };
    answer_commit();
    stage.act([](Consumer& c, Effects& o) { request_shutdown(c, o); });
    EXPECT_FALSE(stage.exited);
    answer_commit();
    EXPECT_TRUE(stage.exited);
}

void close(ProducerStage& stage) {
    stage.act([](Producer& p, Effects& o) { request_shutdown(p, o); });
}

TEST(CloseOfAProducer, SendsWhatLingersAndEndsWhenItIsAnswered) {
    ProducerConfig config;
    config.linger_ms = 60'000;
    ProducerStage stage{config};
    stage.submit_job(records(1));
    stage.form();
    EXPECT_EQ(stage.count<ProduceRequest>(), 0);
    close(stage);
    auto const sent = stage.take<ProduceRequest>();
    ASSERT_TRUE(sent);
    EXPECT_FALSE(stage.exited);
    stage.respond(*sent, ErrorCode::none, 0);
    EXPECT_TRUE(stage.exited);
    EXPECT_EQ(stage.role.counts.acknowledged, 1);
    stage.expect_balance();
}

TEST(CloseOfAProducer, FailsASendThatStillWaitsForMetadata) {
    ProducerStage stage{at_once()};
    stage.submit_job(records(2));
    close(stage);
    EXPECT_TRUE(stage.exited);
    EXPECT_EQ(stage.role.counts.failed, 1);
    EXPECT_EQ(stage.last_exception(),
              "org.apache.kafka.common.KafkaException: Producer closed while send in progress");
    stage.expect_balance();
}

TEST(CloseOfAProducer, WaitsForItsBatchesNoLongerThanTheirDeliveryMayTake) {
    ProducerStage stage{at_once()};
    stage.submit_job(records(1));
    stage.form();
    close(stage);
    stage.run_for(milliseconds(119'000));
    EXPECT_FALSE(stage.exited);
    stage.run_for(milliseconds(2'000));
    EXPECT_TRUE(stage.exited);
    EXPECT_EQ(stage.role.counts.failed, 1);
}

}  // namespace
}  // namespace highwater

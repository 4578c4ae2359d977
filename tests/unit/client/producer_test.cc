#include "client/producer.h"

#include "client/exceptions.h"
#include "tests/unit/client/producer_stage.h"

namespace highwater {
namespace {

TEST(Producer, SendsEachRecordOfACommandWhenTheOneBeforeWasAnswered) {
    ProducerStage stage{at_once()};
    stage.submit_job(records(3));
    stage.form();
    for (int i = 0; i < 3; ++i) {
        ASSERT_EQ(stage.count<ProduceRequest>(), 1);
        auto const request = stage.take<ProduceRequest>();
        EXPECT_EQ(request->to, NodeId{1});
        RecordBatch const& batch = ProducerStage::batch_of(*request);
        EXPECT_EQ(batch.base_sequence, i);
        EXPECT_EQ(batch.producer_id, ProducerId{9});
        EXPECT_EQ(batch.records->contents.front().value, "v" + std::to_string(i));
        EXPECT_EQ(batch.size_in_bytes, encoded_size(*batch.records));
        stage.respond(*request, ErrorCode::none, 10 + i);
        EXPECT_EQ(stage.last_outcome().offset, Offset{10 + i});
    }
    EXPECT_TRUE(stage.role.jobs.results.back().is_done());
    EXPECT_EQ(stage.role.counts.acknowledged, 3);
    EXPECT_EQ(stage.role.ledger.batches(), 3);
    stage.expect_balance();
}

TEST(Producer, WritesNothingBeforeItHasAProducerId) {
    ProducerStage stage{at_once()};
    stage.submit_job(records(1));
    stage.answer_metadata({1, 2, 3}, kTopic, {{1, 0}});
    EXPECT_EQ(stage.count<ProduceRequest>(), 0);
    stage.give_producer_id();
    EXPECT_EQ(stage.count<ProduceRequest>(), 1);
}

TEST(Producer, WithAcksZeroIsDoneWhenTheRecordIsSent) {
    ProducerStage stage{fire_and_forget()};
    stage.submit_job(records(1));
    stage.answer_metadata({1, 2, 3}, kTopic, {{1, 0}});
    stage.answer_greetings();
    EXPECT_EQ(stage.count<ProduceRequest>(), 1);
    EXPECT_TRUE(stage.role.jobs.results.back().is_done());
    EXPECT_EQ(stage.last_outcome().offset, kNoOffset);
    EXPECT_EQ(stage.last_outcome().partition, 0);
}

TEST(Producer, WithAcksZeroTheNextRecordOfACommandDoesNotWait) {
    ProducerStage stage{fire_and_forget()};
    stage.submit_job(records(3));
    stage.answer_metadata({1, 2, 3}, kTopic, {{1, 0}});
    stage.answer_greetings();
    EXPECT_EQ(stage.count<ProduceRequest>(), 3);
    EXPECT_TRUE(stage.role.jobs.results.back().is_done());
}

TEST(Producer, WithAcksZeroNothingLeavesBeforeTheBrokerHasAnswered) {
    ProducerStage stage{fire_and_forget()};
    stage.submit_job(records(1));
    stage.answer_metadata({1, 2, 3}, kTopic, {{1, 0}});
    stage.answer_greetings();
    ASSERT_TRUE(stage.take<ProduceRequest>());
    stage.disconnect(NodeId{1});  // it dies
    stage.submit_job(records(1));
    stage.run_for(milliseconds(100));
    EXPECT_EQ(stage.count<ApiVersionsRequest>(), 1);
    stage.disconnect(NodeId{1});  // and refuses the connection
    stage.run_for(seconds(2));
    EXPECT_EQ(stage.count<ProduceRequest>(), 0);
    EXPECT_FALSE(stage.role.jobs.results.back().is_done());
    stage.answer_greetings();
    EXPECT_EQ(stage.count<ProduceRequest>(), 1);
    EXPECT_TRUE(stage.role.jobs.results.back().is_done());
}

TEST(Producer, PollTellsTheReportsThatHaveComeSince) {
    ProducerConfig config = at_once();
    config.retries = 0;
    config.enable_idempotence = false;
    ProducerStage stage{config};
    auto const polled = [&] {
        stage.act([](Producer& p, Effects& o) { poll(p, o); });
        ProducerPolled const told = stage.facts_of<ProducerPolled>().back();
        return std::pair{told.delivered, told.failed};
    };
    stage.submit_job(records(3));
    stage.answer_metadata({1, 2, 3}, kTopic, {{1, 0}});
    EXPECT_EQ(polled(), (std::pair<std::int64_t, std::int64_t>{0, 0}));
    stage.respond(*stage.take<ProduceRequest>(), ErrorCode::none, 0);
    stage.respond(*stage.take<ProduceRequest>(), ErrorCode::none, 1);
    EXPECT_EQ(polled(), (std::pair<std::int64_t, std::int64_t>{2, 0}));
    stage.respond(*stage.take<ProduceRequest>(), ErrorCode::not_enough_replicas, 0);
    EXPECT_EQ(polled(), (std::pair<std::int64_t, std::int64_t>{0, 1}));
    EXPECT_EQ(polled(), (std::pair<std::int64_t, std::int64_t>{0, 0}));
}

TEST(Producer, LimitedRetriesEndWithTheBrokersError) {
    ProducerConfig config = at_once();
    config.enable_idempotence = false;
    config.retries = 3;
    ProducerStage stage{config};
    stage.submit_job(records(1));
    stage.answer_metadata({1, 2, 3}, kTopic, {{1, 0}});
    int attempts = 0;
    while (auto const request = stage.take<ProduceRequest>()) {
        ++attempts;
        stage.respond(*request, ErrorCode::not_enough_replicas, 0);
        stage.run_for(seconds(2));
    }
    EXPECT_EQ(attempts, 4);
    EXPECT_EQ(exception_name(stage.last_outcome().error), "NotEnoughReplicas");
    EXPECT_EQ(stage.last_exception(), "");  // the broker's word
    stage.expect_balance();
}

TEST(Producer, ARetryKeepsItsSequence) {
    ProducerStage stage{at_once()};
    stage.submit_job(records(1));
    stage.form();
    auto const first = stage.take<ProduceRequest>();
    stage.respond(*first, ErrorCode::not_enough_replicas_after_append, 0);
    stage.run_for(milliseconds(200));
    auto const second = stage.take<ProduceRequest>();
    ASSERT_TRUE(second);
    EXPECT_EQ(ProducerStage::batch_of(*second).base_sequence, 0);
    EXPECT_EQ(stage.facts_of<BatchSent>().back().attempt, 2);
    stage.respond(*second, ErrorCode::none, 4);
    EXPECT_EQ(stage.last_outcome().offset, Offset{4});
}

TEST(Producer, AFormerLeaderSendsItToTheNewOneAtOnce) {
    ProducerStage stage{at_once()};
    stage.submit_job(records(1));
    stage.form();
    auto const first = stage.take<ProduceRequest>();
    ProducePartitionResult result;
    result.partition = {kTopic, 0};
    result.error = ErrorCode::not_leader_or_follower;
    result.current_leader = BrokerId{2};
    result.current_leader_epoch = LeaderEpoch{1};
    stage.answer(*first, ProduceResponse{make_payload(std::vector{result})});
    auto const second = stage.take<ProduceRequest>();  // no back-off (KIP-951)
    ASSERT_TRUE(second);
    EXPECT_EQ(second->to, NodeId{2});
    ASSERT_EQ(stage.facts_of<BeliefChanged>().size(), 2U);
    EXPECT_EQ(stage.facts_of<BeliefChanged>().back().to, BrokerId{2});
}

TEST(Producer, ADeadLeaderUsesUpNoRetryBeforeAnythingCouldReachIt) {
    ProducerConfig config = at_once();
    config.enable_idempotence = false;
    config.retries = 0;
    ProducerStage stage{config};
    stage.submit_job(records(1));
    stage.answer_metadata({1, 2, 3}, kTopic, {{1, 0}});
    ASSERT_EQ(stage.count<ProduceRequest>(), 1);
    stage.disconnect(NodeId{1});
    EXPECT_TRUE(stage.role.jobs.results.back().outcomes->empty());
    stage.run_for(milliseconds(200));
    stage.disconnect(NodeId{1});  // it was tried again, and refused again
    EXPECT_TRUE(stage.role.jobs.results.back().outcomes->empty());
    stage.run_for(milliseconds(10));
    stage.answer_metadata({2, 3}, kTopic, {{2, 1}});
    auto const again = stage.take<ProduceRequest>();
    ASSERT_TRUE(again);
    EXPECT_EQ(again->to, NodeId{2});
}

TEST(Producer, ALostAnswerUsesUpARetry) {
    ProducerConfig config = at_once();
    config.enable_idempotence = false;
    config.retries = 0;
    ProducerStage stage{config};
    stage.submit_job(records(2));
    stage.answer_metadata({1, 2, 3}, kTopic, {{1, 0}});
    stage.respond(*stage.take<ProduceRequest>(), ErrorCode::none, 0);
    ASSERT_EQ(stage.count<ProduceRequest>(), 1);
    stage.disconnect(NodeId{1});
    EXPECT_EQ(exception_name(stage.last_outcome().error), "Network");
}

TEST(Producer, AnUnansweredRequestClosesTheConnectionAndIsRetried) {
    ProducerConfig config = at_once();
    config.request_timeout_ms = 3'000;
    ProducerStage stage{config};
    stage.submit_job(records(1));
    stage.form();
    Effects::Outgoing const silent = *stage.take<ProduceRequest>();
    stage.run_for(milliseconds(2'999));
    EXPECT_TRUE(stage.closed.empty());
    stage.run_for(milliseconds(1));
    ASSERT_EQ(stage.closed.size(), 1U);
    EXPECT_EQ(stage.closed.front(), silent.to);
    EXPECT_EQ(stage.facts_of<RequestTimedOut>().size(), 1U);
    stage.respond(silent, ErrorCode::none, 0);  // too late: nobody waits for it
    EXPECT_EQ(stage.role.counts.acknowledged, 0);
    stage.run_for(seconds(1));
    EXPECT_TRUE(stage.take<ProduceRequest>());
    // What was in flight on it has timed out, too (KAFKA-14317).
    EXPECT_EQ(stage.facts_of<SendRetried>().front().error, ErrorCode::request_timed_out);
}

TEST(Producer, TooLargeForTheBrokerIsSplitIfItHasSeveralRecords) {
    ProducerSpec spec;
    spec.topic = kTopic;
    spec.interval = microseconds(1'000);
    spec.max_records = 6;
    spec.value_size = 5;
    spec.keys = {KeySource::Kind::cycle, {"k"}, {}, {}, 0};
    spec.config.linger_ms = 100;
    ProducerStage stage{spec};
    stage.start_role();
    stage.run_for(Duration{});
    stage.form();
    stage.run_for(milliseconds(200));
    Effects::Outgoing const large = *stage.take<ProduceRequest>();
    ASSERT_EQ(ProducerStage::batch_of(large).count(), 6);
    stage.respond(large, ErrorCode::message_too_large, 0);
    // First into parts of batch.size, which are no smaller here, and only then into halves.
    Effects::Outgoing const as_large = *stage.take<ProduceRequest>();
    ASSERT_EQ(ProducerStage::batch_of(as_large).count(), 6);
    stage.respond(as_large, ErrorCode::message_too_large, 0);
    std::vector<int> sizes;
    std::int32_t sequence = 0;  // the broker has none of the records yet
    while (auto const part = stage.take<ProduceRequest>()) {
        sizes.push_back(ProducerStage::batch_of(*part).count());
        EXPECT_EQ(ProducerStage::batch_of(*part).base_sequence, sequence);
        sequence += sizes.back();
        stage.respond(*part, ErrorCode::none, 0);
    }
    EXPECT_EQ(sizes, (std::vector<int>{2, 2, 2}));
    EXPECT_EQ(stage.role.counts.acknowledged, 6);
    EXPECT_EQ(stage.role.accumulator.used_bytes, 0);
    stage.expect_balance();
}

// Its partition is chosen once, not again each time that there is still no memory.
TEST(Producer, ARoundRobinRecordThatWaitsForMemoryKeepsItsPartition) {
    ProducerConfig config = at_once();
    config.partitioner_class = PartitionerClass::round_robin;
    config.batch_size = 16;
    config.buffer_memory = 200;
    ProducerStage stage{config};
    ProduceRecords job = *records(6, -1);
    job.at_once = true;
    stage.submit_job(make_payload(job));
    stage.form({{1, 0}, {1, 0}, {1, 0}});
    ASSERT_TRUE(stage.role.jobs.blocked);
    std::vector<std::int32_t> order;
    while (auto const sent = stage.take<ProduceRequest>()) {
        for (auto const& each : *std::get<ProduceRequest>(sent->message).partitions) {
            order.push_back(each.partition.partition);
        }
        stage.run_for(milliseconds(1));
        stage.respond(*sent, ErrorCode::none, 0);
    }
    EXPECT_EQ(order, (std::vector<std::int32_t>{0, 1, 2, 0, 1, 2}));
}

TEST(Producer, LingerGathersRecordsIntoOneBatch) {
    ProducerSpec spec;
    spec.topic = kTopic;
    spec.interval = milliseconds(2);
    spec.max_records = 100;
    ProducerStage stage{spec};
    stage.start_role();
    stage.run_for(Duration{});
    stage.form({{1, 0}, {2, 0}});
    stage.run_for(milliseconds(5));
    auto const request = stage.take<ProduceRequest>();
    ASSERT_TRUE(request);
    RecordBatch const& batch = ProducerStage::batch_of(*request);
    EXPECT_EQ(batch.count(), 3);  // at 0, 2 and 4 ms
    EXPECT_TRUE(batch.records->contents.empty());
    EXPECT_EQ(batch.size_in_bytes, encoded_size(*batch.records));
    EXPECT_EQ(batch.records->nth, (std::vector<std::uint32_t>{1, 2, 3}));
    stage.expect_balance();
}

TEST(Producer, AtMostFiveRequestsAreInFlightToOneBroker) {
    ProducerSpec spec;
    spec.topic = kTopic;
    spec.partition = 0;
    spec.interval = milliseconds(1);
    spec.config = at_once();
    ProducerStage stage{spec};
    stage.start_role();
    stage.run_for(Duration{});
    stage.form();
    ASSERT_EQ(stage.count<ProduceRequest>(), 1);  // shakes hands first
    stage.respond(*stage.take<ProduceRequest>(), ErrorCode::none, 0);
    stage.run_for(milliseconds(20));
    EXPECT_EQ(stage.count<ProduceRequest>(), 5);
    stage.expect_balance();
}

TEST(Producer, BatchesInFlightAreRetriedInTheOrderOfTheirSequences) {
    ProducerSpec spec;
    spec.topic = kTopic;
    spec.partition = 0;
    spec.interval = milliseconds(1);
    spec.max_records = 6;
    spec.config = at_once();
    ProducerStage stage{spec};
    stage.start_role();
    stage.run_for(Duration{});
    stage.form();
    stage.respond(*stage.take<ProduceRequest>(), ErrorCode::none, 0);
    stage.run_for(milliseconds(10));
    ASSERT_EQ(stage.count<ProduceRequest>(), 5);
    stage.disconnect(NodeId{1});
    std::vector<std::int32_t> sequences;
    for (int i = 0; i < 300 && sequences.size() < 5; ++i) {
        stage.answer_metadata({1, 2, 3}, kTopic, {{2, 1}});
        while (auto const request = stage.take<ProduceRequest>()) {
            EXPECT_EQ(stage.count<ProduceRequest>(), 0);  // one at a time until they are settled
            sequences.push_back(ProducerStage::batch_of(*request).base_sequence);
            stage.respond(*request, ErrorCode::none, 0);
        }
        stage.run_for(milliseconds(10));
    }
    EXPECT_EQ(sequences, (std::vector<std::int32_t>{1, 2, 3, 4, 5}));
    EXPECT_EQ(stage.role.counts.acknowledged, 6);
}

TEST(Producer, AGapThatNobodyWillFillStartsANewEpochAtZero) {
    ProducerStage stage{at_once()};
    stage.submit_job(records(1));
    stage.form();
    stage.respond(*stage.take<ProduceRequest>(), ErrorCode::out_of_order_sequence_number, 0);
    stage.run_for(milliseconds(300));
    auto const again = stage.take<ProduceRequest>();
    ASSERT_TRUE(again);
    EXPECT_EQ(ProducerStage::batch_of(*again).producer_epoch, 1);
    EXPECT_EQ(ProducerStage::batch_of(*again).base_sequence, 0);
    EXPECT_EQ(stage.facts_of<ProducerIdAssigned>().back().epoch, 1);
}

TEST(Producer, BlocksWhenTheMemoryIsUsedUpAndGoesOnWhenABatchIsDone) {
    ProducerSpec spec;
    spec.topic = kTopic;
    spec.partition = 0;
    spec.interval = milliseconds(1);
    spec.config = at_once();
    spec.config.buffer_memory = 2 * 16'384;
    ProducerStage stage{spec};
    stage.start_role();
    stage.run_for(Duration{});
    stage.form();
    stage.run_for(milliseconds(20));
    EXPECT_TRUE(stage.role.workload.blocked);
    auto const sent = stage.role.counts.sent;
    stage.respond(*stage.take<ProduceRequest>(), ErrorCode::none, 0);
    stage.run_for(milliseconds(3));
    EXPECT_GT(stage.role.counts.sent, sent);
    stage.expect_balance();
}

TEST(Producer, KeysDecideThePartition) {
    ProducerSpec spec;
    spec.topic = kTopic;
    spec.interval = milliseconds(1);
    spec.max_records = 2;
    spec.keys = {KeySource::Kind::cycle, {"21", "a-little-bit-long-string"}, {}, {}, 0};
    spec.config = at_once();
    ProducerStage stage{spec};
    stage.start_role();
    stage.run_for(Duration{});
    stage.form({{1, 0}, {1, 0}, {1, 0}});
    stage.respond(*stage.take<ProduceRequest>(), ErrorCode::none, 0);
    stage.run_for(milliseconds(5));
    std::vector<BatchSent> const batches = stage.facts_of<BatchSent>();
    ASSERT_EQ(batches.size(), 2U);
    EXPECT_EQ(batches[0].partition.partition, 0);  // 1173551340 mod 3
    EXPECT_EQ(batches[1].partition.partition, 2);  // 1161502112 mod 3
}

TEST(Producer, ForgetsItsBufferWhenKilledButNotWhatItWasPromised) {
    ProducerStage stage{at_once()};
    stage.submit_job(records(5));
    stage.form();
    stage.respond(*stage.take<ProduceRequest>(), ErrorCode::none, 0);
    lose_memory(stage.role);
    EXPECT_EQ(stage.role.counts.sent, 2);
    EXPECT_EQ(stage.role.counts.acknowledged, 1);
    EXPECT_EQ(stage.role.counts.failed, 1);
    EXPECT_EQ(stage.role.ledger.batches(), 1);
    stage.expect_balance();
}

TEST(Producer, ACopyGoesOnLikeTheOriginal) {
    ProducerSpec spec;
    spec.topic = kTopic;
    spec.interval = milliseconds(1);
    ProducerStage stage{spec};
    stage.start_role();
    stage.run_for(Duration{});
    stage.form();
    stage.run_for(milliseconds(50));
    ProducerStage copy = stage;
    EXPECT_EQ(hash_of(stage.role), hash_of(copy.role));
    copy.run_for(milliseconds(50));
    EXPECT_NE(hash_of(stage.role), hash_of(copy.role));
    stage.run_for(milliseconds(50));
    EXPECT_EQ(hash_of(stage.role), hash_of(copy.role));
}

TEST(Ledger, ACopyDoesNotSeeWhatTheOriginalIsPromisedLater) {
    Ledger ledger;
    auto const add = [&](std::uint32_t nth) {
        Records made;
        made.nth = {nth};
        ledger.add({{kTopic, 0}, Offset{nth}, std::make_shared<Records const>(made), -1, {}});
    };
    for (std::uint32_t nth = 1; nth <= 1'000; ++nth) add(nth);
    Ledger const copy = ledger;
    for (std::uint32_t nth = 1'001; nth <= 200'000; ++nth) add(nth);
    std::int64_t seen = 0;
    std::int64_t sum = 0;
    copy.for_each([&](LedgerEntry const& entry) {
        ++seen;
        sum += entry.records->nth.front();
    });
    EXPECT_EQ(seen, 1'000);
    EXPECT_EQ(sum, 500'500);
    EXPECT_FALSE(copy == ledger);
}

}  // namespace
}  // namespace highwater

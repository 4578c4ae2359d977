#include "client/consumer.h"

#include "tests/unit/client/stage.h"

namespace highwater {
namespace {

TopicPartition const kFirst{kTopic, 0};
TopicPartition const kSecond{kTopic, 1};

ConsumerSpec reading(StartPosition from) {
    ConsumerSpec spec;
    spec.assign = {kFirst};
    spec.from = from;
    return spec;
}

BatchRef batch(std::int64_t base, int count, std::int32_t epoch) {
    Records records;
    records.value_size = 3;
    for (int i = 0; i < count; ++i) {
        records.nth.push_back(static_cast<std::uint32_t>(base + i + 1));
        records.timestamp_delta_ms.push_back(0);
    }
    RecordBatch made;
    made.base_offset = Offset{base};
    made.last_offset_delta = count - 1;
    made.partition_leader_epoch = LeaderEpoch{epoch};
    made.records = std::make_shared<Records const>(records);
    return std::make_shared<RecordBatch const>(made);
}

struct ConsumerStage : Stage<Consumer> {
    explicit ConsumerStage(ConsumerSpec spec)
        : Stage<Consumer>{make_consumer(std::move(spec), {NodeId{1}, NodeId{2}})} {
        for (char const* name : {"consumer", "group", "client", "orders"}) names.intern(name);
        CHECK(names.find("orders") == kTopic);
        start_role();
        run_for(Duration{});
    }
    void form(std::vector<TestPartition> partitions = {{1, 0}}) {
        answer_metadata({1, 2}, kTopic, partitions);
    }
    void answer_offset(std::int64_t offset, ErrorCode error = ErrorCode::none) {
        auto const request = take<ListOffsetsRequest>();
        ASSERT_TRUE(request);
        std::vector<ListedOffset> listed;
        for (auto const& p : *std::get<ListOffsetsRequest>(request->message).partitions) {
            ListedOffset one;
            one.partition = p.partition;
            one.error = error;
            one.offset = Offset{offset};
            listed.push_back(one);
        }
        answer(*request, ListOffsetsResponse{make_payload(listed)});
    }
    void answer_fetch(Effects::Outgoing const& request, std::vector<FetchedPartition> partitions,
                      std::int32_t session = 77) {
        FetchResponse response;
        response.session_id = session;
        response.partitions = make_payload(std::move(partitions));
        answer(request, response);
    }
    static FetchedPartition fetched(std::vector<BatchRef> batches, std::int64_t high_watermark) {
        FetchedPartition partition;
        partition.partition = kFirst;
        partition.high_watermark = Offset{high_watermark};
        partition.batches = std::move(batches);
        return partition;
    }
    static FetchedPartition failed(ErrorCode error) {
        FetchedPartition partition;
        partition.partition = kFirst;
        partition.error = error;
        return partition;
    }
    AssignedPartition const& first() const { return role.partitions.front(); }
};

TEST(Consumer, AsksForTheEndWhenItStartsAtTheLatest) {
    ConsumerStage stage{reading(StartPosition::latest)};
    stage.form();
    auto const& asked = std::get<ListOffsetsRequest>(stage.sent.front().message);
    EXPECT_EQ(asked.partitions->front().timestamp_ms, kLatestTimestamp);
    stage.answer_offset(17);
    EXPECT_EQ(stage.first().position, Offset{17});
    auto const fetch = stage.take<FetchRequest>();
    ASSERT_TRUE(fetch);
    EXPECT_EQ(std::get<FetchRequest>(fetch->message).partitions->changed.front().fetch_offset,
              Offset{17});
}

TEST(Consumer, AnIncrementalFetchOnlySaysWhatChanged) {
    ConsumerSpec spec = reading(StartPosition::earliest);
    spec.assign = {kFirst, kSecond};
    ConsumerStage stage{spec};
    stage.form({{1, 0}, {1, 0}});
    stage.answer_offset(0);
    auto const full = stage.take<FetchRequest>();
    EXPECT_EQ(std::get<FetchRequest>(full->message).session_epoch, 0);
    EXPECT_EQ(std::get<FetchRequest>(full->message).partitions->changed.size(), 2U);
    stage.answer_fetch(*full, {ConsumerStage::fetched({batch(0, 4, 0)}, 4)});
    auto const next = stage.take<FetchRequest>();
    auto const& request = std::get<FetchRequest>(next->message);
    EXPECT_EQ(request.session_id, 77);
    EXPECT_EQ(request.session_epoch, 1);
    ASSERT_EQ(request.partitions->changed.size(), 1U);
    EXPECT_EQ(request.partitions->changed.front().fetch_offset, Offset{4});
    EXPECT_EQ(stage.role.processed, 4);
    EXPECT_EQ(lag(stage.role, stage.first()), 0);
}

// Each batch once, when the last of its records is handed out.
TEST(Consumer, TheTimeToDecompressABatchIsReckoned) {
    ConsumerSpec spec = reading(StartPosition::earliest);
    spec.config.max_poll_records = 3;
    ConsumerStage stage{spec};
    stage.form();
    stage.answer_offset(0);
    RecordBatch gzip = *batch(0, 4, 0);
    gzip.compression = Compression::gzip;
    std::int64_t const expected = decompression_ns(Compression::gzip, uncompressed_size(gzip));
    stage.answer_fetch(
        *stage.take<FetchRequest>(),
        {ConsumerStage::fetched({std::make_shared<RecordBatch const>(gzip), batch(4, 2, 0)}, 6)});
    stage.run_for(seconds(1));
    EXPECT_EQ(stage.role.processed, 6);
    EXPECT_EQ(stage.role.compression_cpu_ns, expected);
}

TEST(Consumer, AForgottenSessionIsBegunAnew) {
    ConsumerStage stage{reading(StartPosition::earliest)};
    stage.form();
    stage.answer_offset(0);
    stage.answer_fetch(*stage.take<FetchRequest>(), {});
    auto const second = stage.take<FetchRequest>();
    FetchResponse refusal;
    refusal.error = ErrorCode::fetch_session_id_not_found;
    refusal.partitions = make_payload(std::vector<FetchedPartition>{});
    stage.answer(*second, refusal);
    auto const third = stage.take<FetchRequest>();
    auto const& request = std::get<FetchRequest>(third->message);
    EXPECT_EQ(request.session_id, 0);
    EXPECT_EQ(request.session_epoch, 0);
    EXPECT_EQ(request.partitions->changed.size(), 1U);
}

TEST(Consumer, OutOfRangeFollowsTheResetPolicy) {
    ConsumerSpec spec = reading(StartPosition::offset);
    spec.from_offset = Offset{1};
    spec.config.auto_offset_reset.to = OffsetReset::earliest;
    ConsumerStage stage{spec};
    stage.form();
    stage.answer_fetch(*stage.take<FetchRequest>(),
                       {ConsumerStage::failed(ErrorCode::offset_out_of_range)});
    stage.answer_offset(4);
    EXPECT_EQ(stage.first().position, Offset{4});
    EXPECT_EQ(stage.facts_of<PositionSet>().back().why, PositionReason::out_of_range);
}

TEST(Consumer, WithoutAResetPolicyOutOfRangeIsTheEnd) {
    ConsumerSpec spec = reading(StartPosition::offset);
    spec.from_offset = Offset{1};
    spec.stops_at_end = true;
    spec.config.auto_offset_reset.to = OffsetReset::none;
    ConsumerStage stage{spec};
    stage.form();
    stage.answer_offset(7);
    auto const fetch = stage.take<FetchRequest>();
    ASSERT_TRUE(fetch);
    stage.answer_fetch(*fetch, {ConsumerStage::failed(ErrorCode::offset_out_of_range)});
    EXPECT_TRUE(stage.role.read.is_done);
    EXPECT_EQ(stage.role.read.error, ErrorCode::offset_out_of_range);
    EXPECT_TRUE(stage.exited);
}

TEST(Consumer, WithoutAResetPolicyOutOfRangeComesOutOfPoll) {
    ConsumerSpec spec = reading(StartPosition::offset);
    spec.from_offset = Offset{1};
    spec.config.auto_offset_reset.to = OffsetReset::none;
    ConsumerStage stage{spec};
    stage.form();
    auto const fetch = stage.take<FetchRequest>();
    ASSERT_TRUE(fetch);
    stage.answer_fetch(*fetch, {ConsumerStage::failed(ErrorCode::offset_out_of_range)});
    ASSERT_EQ(stage.facts_of<ApplicationFailed>().size(), 1U);
    EXPECT_EQ(*stage.facts_of<ApplicationFailed>().front().exception, "OffsetOutOfRange");
    EXPECT_EQ(stage.role.application.exception_message,
              "Fetch position FetchPosition{offset=1, offsetEpoch=Optional.empty, "
              "currentLeader=LeaderAndEpoch{leader=Optional[broker-1:9092 (id: 1 rack: null "
              "isFenced: false)], epoch=0}} is out of range for partition orders-0");
    EXPECT_TRUE(stage.exited);
}

TEST(Consumer, AReadUntilTheEndStopsWhereTheEndWasAtFirst) {
    ConsumerSpec spec = reading(StartPosition::earliest);
    spec.stops_at_end = true;
    ConsumerStage stage{spec};
    stage.form();
    stage.answer_offset(3);  // the end
    stage.answer_offset(0);  // the beginning
    stage.answer_fetch(*stage.take<FetchRequest>(),
                       {ConsumerStage::fetched({batch(0, 2, 0), batch(2, 2, 1)}, 4)});
    EXPECT_TRUE(stage.exited);
    ASSERT_EQ(stage.role.read.records->size(), 3U);
    EXPECT_EQ(stage.role.read.records->back().offset, Offset{2});
    EXPECT_EQ(stage.role.read.records->back().leader_epoch, LeaderEpoch{1});
    EXPECT_EQ(stage.role.read.error, ErrorCode::none);
}

TEST(Consumer, AnEmptyPartitionIsReadAtOnce) {
    ConsumerSpec spec = reading(StartPosition::earliest);
    spec.stops_at_end = true;
    ConsumerStage stage{spec};
    stage.form();
    stage.answer_offset(0);
    stage.answer_offset(0);
    EXPECT_TRUE(stage.role.read.is_done);
    EXPECT_TRUE(stage.role.read.records->empty());
}

TEST(Consumer, ControlRecordsMoveThePositionAndAreNotDelivered) {
    ConsumerStage stage{reading(StartPosition::earliest)};
    stage.form();
    stage.answer_offset(0);
    RecordBatch marker = *batch(0, 1, 0);
    marker.control = ControlType::commit;
    auto const control = std::make_shared<RecordBatch const>(marker);
    stage.answer_fetch(*stage.take<FetchRequest>(),
                       {ConsumerStage::fetched({control, batch(1, 1, 0)}, 2)});
    EXPECT_EQ(stage.role.processed, 1);
    EXPECT_EQ(stage.first().position, Offset{2});
}

TEST(Consumer, ABatchThatBeginsBeforeThePositionIsReadFromThePosition) {
    ConsumerSpec spec = reading(StartPosition::offset);
    spec.from_offset = Offset{2};
    ConsumerStage stage{spec};
    stage.form();
    stage.answer_fetch(*stage.take<FetchRequest>(), {ConsumerStage::fetched({batch(0, 5, 0)}, 5)});
    EXPECT_EQ(stage.role.processed, 3);
}

// KIP-320: what was read under the old leader may not exist any more.
struct Truncation : testing::Test {
    ConsumerStage stage{reading(StartPosition::earliest)};

    void SetUp() override {
        stage.form();
        stage.answer_offset(0);
        stage.answer_fetch(*stage.take<FetchRequest>(),
                           {ConsumerStage::fetched({batch(0, 10, 0)}, 10)});
        stage.answer_fetch(*stage.take<FetchRequest>(),
                           {ConsumerStage::failed(ErrorCode::not_leader_or_follower)});
        stage.run_for(milliseconds(200));
        while (stage.take<FetchRequest>()) {
        }  // the old leader was asked once more, and is silent
        stage.form({{2, 1}});
        ASSERT_EQ(stage.count<OffsetForLeaderEpochRequest>(), 1);
        EXPECT_EQ(stage.count<FetchRequest>(), 0);
    }
    void answer_end(std::int32_t epoch, std::int64_t offset) {
        auto const request = stage.take<OffsetForLeaderEpochRequest>();
        auto const& asked = std::get<OffsetForLeaderEpochRequest>(request->message);
        EXPECT_EQ(asked.partitions->front().leader_epoch, LeaderEpoch{0});
        EXPECT_EQ(request->to, NodeId{2});
        EpochEndOffset end;
        end.partition = kFirst;
        end.leader_epoch = LeaderEpoch{epoch};
        end.end_offset = Offset{offset};
        stage.answer(*request, OffsetForLeaderEpochResponse{make_payload(std::vector{end})});
    }
};

TEST_F(Truncation, APositionThatTheNewLeaderHasIsKept) {
    answer_end(0, 10);
    EXPECT_EQ(stage.first().position, Offset{10});
    EXPECT_EQ(stage.count<FetchRequest>(), 1);
}

TEST_F(Truncation, APositionBeyondTheCommonLogGoesBackToWhereTheyPart) {
    answer_end(0, 6);
    EXPECT_EQ(stage.first().position, Offset{6});
    EXPECT_EQ(stage.facts_of<PositionSet>().back().why, PositionReason::truncation);
}

TEST_F(Truncation, AnEpochThatTheNewLeaderNeverSawResetsThePosition) {
    answer_end(-1, -1);
    EXPECT_EQ(stage.first().state, PositionState::resetting);
}

TEST(Consumer, ReadsFromThePreferredReplicaUntilItFails) {
    ConsumerStage stage{reading(StartPosition::earliest)};
    stage.form();
    stage.answer_offset(0);
    FetchedPartition redirect = ConsumerStage::fetched({}, 5);
    redirect.preferred_read_replica = BrokerId{2};
    stage.answer_fetch(*stage.take<FetchRequest>(), {redirect});
    auto const near = stage.take<FetchRequest>();
    ASSERT_TRUE(near);
    EXPECT_EQ(near->to, NodeId{2});
    // The follower is behind: the leader decides what out of range means.
    stage.answer_fetch(*near, {ConsumerStage::failed(ErrorCode::offset_out_of_range)});
    auto const back = stage.take<FetchRequest>();
    ASSERT_TRUE(back);
    EXPECT_EQ(back->to, NodeId{1});
    EXPECT_EQ(stage.first().state, PositionState::fetching);
}

TEST(Consumer, ASeekIsNotUndoneByAFetchThatWasOnItsWay) {
    ConsumerStage stage{reading(StartPosition::earliest)};
    stage.form();
    stage.answer_offset(0);
    auto const before = stage.take<FetchRequest>();
    stage.act([](Consumer& c, Effects& o) {
        EXPECT_TRUE(seek(c, kFirst, StartPosition::offset, Offset{12}, o));
        EXPECT_FALSE(seek(c, kSecond, StartPosition::offset, Offset{12}, o));
    });
    stage.answer_fetch(*before, {ConsumerStage::fetched({batch(0, 4, 0)}, 20)});
    EXPECT_EQ(stage.first().position, Offset{12});
    EXPECT_EQ(stage.role.processed, 0);
    auto const after = stage.take<FetchRequest>();
    EXPECT_EQ(std::get<FetchRequest>(after->message).partitions->changed.front().fetch_offset,
              Offset{12});
}

TEST(Consumer, ABrokenConnectionIsTriedAgainWithABackOff) {
    ConsumerStage stage{reading(StartPosition::earliest)};
    stage.form();
    stage.answer_offset(0);
    ASSERT_EQ(stage.count<FetchRequest>(), 1);
    int tries = 0;
    for (int i = 0; i < 1'000; ++i) {  // the broker is dead for ten seconds
        if (stage.count<FetchRequest>() > 0) {
            ++tries;
            stage.disconnect(NodeId{1});
        }
        stage.form();
        stage.run_for(milliseconds(10));
    }
    EXPECT_GT(tries, 8);
    EXPECT_LT(tries, 25);  // 50 ms, 100 ms, … up to one second
    stage.run_for(seconds(1));
    EXPECT_EQ(stage.count<FetchRequest>(), 1);
}

TEST(Consumer, PollThrowsWhenNoTopicCanBeCalledSo) {
    ConsumerStage stage{reading(StartPosition::earliest)};
    stage.answer_metadata({1, 2}, kTopic, {}, ErrorCode::invalid_topic_exception);
    EXPECT_EQ(stage.role.application.exception, "InvalidTopic");
    EXPECT_TRUE(stage.exited);
}

TEST(Consumer, AReadOfAnInvalidTopicIsDoneWithThatError) {
    ConsumerSpec spec = reading(StartPosition::earliest);
    spec.stops_at_end = true;
    ConsumerStage stage{spec};
    stage.answer_metadata({1, 2}, kTopic, {}, ErrorCode::invalid_topic_exception);
    EXPECT_TRUE(stage.role.read.is_done);
    EXPECT_EQ(stage.role.read.error, ErrorCode::invalid_topic_exception);
}

}  // namespace
}  // namespace highwater

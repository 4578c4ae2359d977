#include "storage/log.h"

#include <gtest/gtest.h>

#include "storage/producer_state.h"
#include "tests/unit/build.h"

namespace highwater {
namespace {

using build::at;
using build::batch;
using build::batch_of;
using build::log_of;

Log log_with(std::int64_t batches, std::int64_t segment_bytes = INT64_MAX) {
    Log log;
    for (std::int64_t i = 0; i < batches; ++i) {
        log.append(
            at(log.end_offset(), LeaderEpoch{0}, batch(2, static_cast<std::uint32_t>(2 * i + 1))),
            segment_bytes);
    }
    return log;
}

TEST(BatchList, KeepsItsOrderAcrossSealedPieces) {
    Log const log = log_with(5'000);
    for (std::int64_t i = 0; i < log.batches().size(); ++i) {
        ASSERT_EQ(log.batches()[i]->base_offset, Offset{2 * i});
        ASSERT_EQ(log.batches().find(Offset{2 * i}), i);
        ASSERT_EQ(log.batches().find(Offset{2 * i + 1}), i);
    }
    EXPECT_EQ(log.batches().find(log.end_offset()), log.batches().size());
}

TEST(BatchList, TruncationLeavesACopyUntouched) {
    Log log = log_with(3'000);
    Log const snapshot = log;
    log.truncate_to(Offset{1'001});
    EXPECT_EQ(log.end_offset(), Offset{1'001});
    EXPECT_EQ(log.batches().size(), 500);  // the batch that holds the offset goes as a whole
    log.append(at(Offset{1'001}, LeaderEpoch{1}, batch(1)), INT64_MAX);
    EXPECT_EQ(snapshot.batches().size(), 3'000);
    EXPECT_EQ(snapshot.batches()[500]->base_offset, Offset{1'000});
    EXPECT_FALSE(log == snapshot);
}

TEST(BatchList, EqualContentHasAnEqualHash) {
    Log const one = log_with(2'000);
    Log other = log_with(2'500);
    other.truncate_to(Offset{4'000});
    EXPECT_TRUE(one == other);
    EXPECT_EQ(hash_of(one), hash_of(other));
    other.append(at(Offset{4'000}, LeaderEpoch{0}, batch(1)), INT64_MAX);
    EXPECT_NE(hash_of(one), hash_of(other));
}

TEST(Log, RollsBeforeASegmentWouldGrowBeyondItsLimit) {
    std::int64_t const size = batch(2).size_in_bytes;
    Log const exact = log_with(9, 3 * size);
    ASSERT_EQ(exact.segments().size(), 3U);  // exactly filled does not roll
    EXPECT_EQ(exact.segments()[1].base_offset, Offset{6});
    EXPECT_EQ(exact.segments()[2].size_in_bytes, 3 * size);
    EXPECT_EQ(log_with(9, 3 * size - 1).segments().size(), 5U);
}

TEST(Log, TruncationDropsWholeSegments) {
    Log log = log_with(9, 3 * batch(2).size_in_bytes);
    log.truncate_to(Offset{6});
    EXPECT_EQ(log.segments().size(), 1U);
    EXPECT_EQ(log.size_in_bytes(), 3 * batch(2).size_in_bytes);
    EXPECT_EQ(log.end_offset(), Offset{6});
}

TEST(Log, ReadsWholeBatchesWithinItsLimitsAndAtLeastOne) {
    Log const log = log_with(10);
    std::int64_t const size = batch(2).size_in_bytes;
    std::vector<BatchRef> found;
    EXPECT_EQ(log.read(Offset{3}, log.end_offset(), 2 * size, found), 2 * size);
    EXPECT_EQ(found.front()->base_offset, Offset{2});
    found.clear();
    EXPECT_EQ(log.read(Offset{0}, log.end_offset(), 1, found), size);
    found.clear();
    EXPECT_EQ(log.read(Offset{0}, Offset{4}, INT64_MAX, found), 2 * size);
    EXPECT_EQ(log.readable_bytes(Offset{0}, Offset{4}, INT64_MAX), 2 * size);
    EXPECT_EQ(log.readable_bytes(Offset{4}, Offset{4}, INT64_MAX), 0);
}

// A leader that was replaced before it wrote: without this its fetches would diverge for ever.
TEST(Log, TruncatingAtTheEndForgetsAnEpochThatWroteNothing) {
    Log log = log_with(2);
    log.begin_epoch(LeaderEpoch{3});
    log.truncate_to(log.end_offset());
    EXPECT_EQ(log.end_offset(), Offset{4});
    EXPECT_EQ(log.epochs().latest(), LeaderEpoch{0});
}

TEST(Log, AnEpochThatWroteNothingIsForgottenWhenTheLogIsOpenedAgain) {
    Log log = log_of({0, 0});
    log.begin_epoch(LeaderEpoch{1});
    EXPECT_EQ(log.epochs().entries.size(), 2U);
    log.reopen();
    EXPECT_EQ(log.epochs().entries.size(), 1U);
}

ErrorCode check(ProducerState const& state, RecordBatch const& sent) {
    return state.check(sent).error;
}

TEST(ProducerState, TheSixthOldestBatchIsNoLongerKnown) {
    ProducerState state;
    for (std::int32_t i = 0; i < 6; ++i) {
        RecordBatch sent = batch_of(ProducerId{1}, 0, i, 1);
        sent.base_offset = Offset{i};
        EXPECT_EQ(check(state, sent), ErrorCode::none);
        state.update(sent);
    }
    EXPECT_NE(state.check(batch_of(ProducerId{1}, 0, 1, 1)).duplicate_of, nullptr);
    EXPECT_EQ(check(state, batch_of(ProducerId{1}, 0, 0, 1)),
              ErrorCode::out_of_order_sequence_number);
}

TEST(ProducerState, ANewEpochBeginsAtZeroAndFencesTheOldOne) {
    ProducerState state;
    state.update(batch_of(ProducerId{1}, 3, 0, 1));
    EXPECT_EQ(check(state, batch_of(ProducerId{1}, 4, 1, 1)),
              ErrorCode::out_of_order_sequence_number);
    state.update(batch_of(ProducerId{1}, 4, 0, 1));
    EXPECT_EQ(check(state, batch_of(ProducerId{1}, 3, 1, 1)), ErrorCode::invalid_producer_epoch);
}

TEST(ProducerState, SequencesWrapToZero) {
    ProducerState state;
    state.update(batch_of(ProducerId{1}, 0, INT32_MAX, 1));
    EXPECT_EQ(check(state, batch_of(ProducerId{1}, 0, 0, 1)), ErrorCode::none);
}

TEST(ProducerState, ASnapshotKeepsOnlyTheLastBatch) {
    ProducerState state;
    for (std::int32_t i = 0; i < 3; ++i) state.update(batch_of(ProducerId{1}, 0, i, 1));
    state.keep_last_batches();
    EXPECT_NE(state.check(batch_of(ProducerId{1}, 0, 2, 1)).duplicate_of, nullptr);
    EXPECT_EQ(check(state, batch_of(ProducerId{1}, 0, 1, 1)),
              ErrorCode::out_of_order_sequence_number);
}

}  // namespace
}  // namespace highwater

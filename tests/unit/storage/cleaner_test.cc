// What compaction takes and what it leaves; against Kafka's own cleaner tests/kafka compares.
#include "storage/cleaner.h"

#include <gtest/gtest.h>

#include <string>

#include "record/batch_bytes.h"

namespace highwater {
namespace {

constexpr std::int64_t kNowMs = 1'700'000'000'000;
constexpr std::int64_t kDayMs = 86'400'000;

// "a" has the value 1, "-a" is a tombstone; one batch.
RecordBatch batch_of_keys(std::vector<std::string> const& keys) {
    auto records = std::make_shared<Records>();
    for (std::string const& key : keys) {
        records->nth.push_back(1);
        records->timestamp_delta_ms.push_back(0);
        bool const is_tombstone = key.front() == '-';
        RecordContent content;
        content.key = is_tombstone ? key.substr(1) : key;
        if (!is_tombstone) content.value = "1";
        records->contents.push_back(std::move(content));
    }
    RecordBatch made;
    made.base_timestamp_ms = made.max_timestamp_ms = kNowMs;
    made.last_offset_delta = static_cast<std::int32_t>(keys.size()) - 1;
    made.records = std::move(records);
    made.size_in_bytes = encoded_size(made);
    return made;
}

struct Compacting {
    Log log;
    ProducerState producers;

    void append(std::vector<std::string> const& keys, ProducerId producer = kNoProducerId) {
        RecordBatch made = batch_of_keys(keys);
        made.base_offset = log.end_offset();
        made.partition_leader_epoch = LeaderEpoch{0};
        made.producer_id = producer;
        if (producer != kNoProducerId) {
            made.producer_epoch = 0;
            made.base_sequence = static_cast<std::int32_t>(log.end_offset().value);
        }
        producers.update(made);
        log.append(std::make_shared<RecordBatch const>(made), INT64_MAX);
    }
    void roll() { log.roll(log.end_offset()); }
    CleanerStats clean_all(std::int64_t now_ms = kNowMs) {
        Offset const dirty = std::max(Offset{0}, log.cleaner_checkpoint());
        return clean(log, {dirty, log.segments().back().base_offset, now_ms, kDayMs, INT64_MAX},
                     producers, {});
    }
    std::vector<std::int64_t> offsets() const {
        std::vector<std::int64_t> all;
        for (std::int64_t b = 0; b < log.batches().size(); ++b) {
            RecordBatch const& one = *log.batches()[b];
            for (std::int32_t i = 0; i < one.count(); ++i) all.push_back(one.offset_of(i).value);
        }
        return all;
    }
};

using Offsets = std::vector<std::int64_t>;

TEST(Cleaner, KeepsTheLastOfEachKeyAtItsOffset) {
    Compacting log;
    log.append({"a", "b"});
    log.append({"a"});
    log.append({"c"});
    log.roll();
    log.append({"c"});
    CleanerStats const stats = log.clean_all();
    EXPECT_EQ(log.offsets(), (Offsets{1, 2, 3, 4}));  // c is in the active segment as well
    EXPECT_EQ(stats.superseded, 1);
    EXPECT_EQ(stats.kept, 3);
    EXPECT_EQ(log.log.cleaner_checkpoint(), Offset{4});
    EXPECT_TRUE(log.log.is_hole(Offset{0}));
    EXPECT_FALSE(log.log.is_hole(Offset{1}));
    EXPECT_FALSE(log.log.is_hole(Offset{5}));
    EXPECT_EQ(log.log.end_offset(), Offset{5});
}

// Whoever reads at a hole goes on after it.
TEST(Cleaner, AReadInAHoleBeginsWithWhatFollows) {
    Compacting log;
    for (int i = 0; i < 5; ++i) log.append({"a"});
    log.roll();
    log.append({"z"});
    log.clean_all();
    std::vector<BatchRef> found;
    log.log.read(Offset{1}, Offset{6}, INT64_MAX, found);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found.front()->base_offset, Offset{4});
}

TEST(Cleaner, ATombstoneGoesWhenItsTimeIsOver) {
    Compacting log;
    log.append({"a"});
    log.append({"-a"});
    log.append({"b"});
    log.roll();
    EXPECT_EQ(log.clean_all().tombstones_kept, 1);
    EXPECT_EQ(log.offsets(), (Offsets{1, 2}));
    EXPECT_EQ(log.log.batches()[0]->delete_horizon_ms, kNowMs + kDayMs);
    log.append({"c"});
    log.roll();
    EXPECT_EQ(log.clean_all(kNowMs + kDayMs - 1).tombstones_removed, 0);
    log.append({"d"});
    log.roll();
    EXPECT_EQ(log.clean_all(kNowMs + kDayMs).tombstones_removed, 1);
    EXPECT_EQ(log.offsets(), (Offsets{2, 3, 4}));
}

// Or a retry of it would look like something new after a restart.
TEST(Cleaner, TheLastBatchOfAProducerStaysThoughItIsEmpty) {
    Compacting log;
    log.append({"a"}, ProducerId{7});
    log.append({"a"});
    log.append({"b"});
    log.roll();
    log.clean_all();
    EXPECT_EQ(log.offsets(), (Offsets{1, 2}));
    RecordBatch const& left = *log.log.batches()[0];
    EXPECT_EQ(left.count(), 0);
    EXPECT_EQ(left.size_in_bytes, 61);
    ProducerState again;
    again.rebuild(log.log.batches());
    EXPECT_EQ(again.find(ProducerId{7})->last_batch()->last_offset, Offset{0});
}

// What a batch is said to take is what its bytes take, with a horizon too.
TEST(Cleaner, SizesAreThoseOfTheBytes) {
    Compacting log;
    log.append({"a", "b", "-c", "a"});
    log.append({"b"});
    log.roll();
    log.clean_all();
    std::int64_t size = 0;
    for (std::int64_t b = 0; b < log.log.batches().size(); ++b) {
        RecordBatch const& batch = *log.log.batches()[b];
        Bytes const bytes = encode(batch);
        EXPECT_EQ(static_cast<std::int32_t>(bytes.size()), batch.size_in_bytes);
        size += batch.size_in_bytes;
        std::size_t taken = 0;
        auto const decoded = decode_batch(bytes.data(), bytes.size(), taken);
        ASSERT_TRUE(decoded);
        EXPECT_EQ(decoded->horizon.has_value(), b == 0);
        for (DecodedRecord const& record : decoded->records) {
            EXPECT_EQ(record.timestamp_ms, kNowMs);
        }
    }
    EXPECT_EQ(log.log.segments().front().size_in_bytes, size);
}

TEST(Cleaner, WhatIsLeftOfABatchKeepsItsCodec) {
    Compacting log;
    RecordBatch made = batch_of_keys({"a", "b", "a", "c"});
    made.partition_leader_epoch = LeaderEpoch{0};
    made.compression = Compression::zstd;
    made.size_in_bytes = encoded_size(made);
    log.log.append(std::make_shared<RecordBatch const>(made), INT64_MAX);
    log.roll();
    log.clean_all();
    EXPECT_EQ(log.offsets(), (Offsets{1, 2, 3}));
    RecordBatch const& left = *log.log.batches()[0];
    EXPECT_EQ(left.compression, Compression::zstd);
    EXPECT_EQ(left.size_in_bytes,
              61 + compressed_size(Compression::zstd, uncompressed_size(left), 3));
    EXPECT_LT(left.size_in_bytes, made.size_in_bytes);
    EXPECT_EQ(log.log.size_in_bytes(), left.size_in_bytes);
}

TEST(Cleaner, SmallSegmentsBecomeOneAndCuttingTheLogGoesOn) {
    Compacting log;
    for (char const* key : {"a", "b", "a", "c"}) {
        log.append({key});
        log.roll();
    }
    CleanerStats const stats = log.clean_all();
    EXPECT_EQ(stats.segments_before, 4);
    EXPECT_EQ(stats.segments_after, 1);
    EXPECT_EQ(log.log.segments().size(), 2U);
    log.log.truncate_to(Offset{2});
    EXPECT_EQ(log.offsets(), (Offsets{1}));
    EXPECT_EQ(log.log.cleaner_checkpoint(), Offset{2});
    log.append({"d"});
    EXPECT_EQ(log.offsets(), (Offsets{1, 2}));
}

TEST(CleanerSelection, TheRatioCountsOnlyWhatMayBeCleaned) {
    Compacting log;
    log.append({"a"});
    log.roll();
    log.append({"a"});
    CompactionRules rules;
    EXPECT_TRUE(log_to_clean(log.log, Offset{2}, rules, kNowMs).is_worth_it);
    EXPECT_FALSE(log_to_clean(log.log, Offset{0}, rules, kNowMs).is_worth_it);  // not committed
    rules.min_compaction_lag_ms = 1;
    EXPECT_FALSE(log_to_clean(log.log, Offset{2}, rules, kNowMs).is_worth_it);
    EXPECT_TRUE(log_to_clean(log.log, Offset{2}, rules, kNowMs + 1).is_worth_it);
    log.clean_all();
    EXPECT_FALSE(log_to_clean(log.log, Offset{2}, rules, kNowMs + 1).is_worth_it);
}

TEST(CleanerSelection, AnOverdueLogIsCleanedThoughItIsHardlyDirty) {
    Compacting log;
    for (char const* key : {"a", "b", "c", "d"}) log.append({key});
    log.roll();
    log.clean_all();
    log.append({"a"});
    log.roll();
    CompactionRules rules;
    rules.max_compaction_lag_ms = 1'000;
    EXPECT_FALSE(log_to_clean(log.log, Offset{5}, rules, kNowMs + 1'000).is_worth_it);
    LogToClean const overdue = log_to_clean(log.log, Offset{5}, rules, kNowMs + 1'001);
    EXPECT_TRUE(overdue.is_overdue);
    EXPECT_TRUE(overdue.is_worth_it);
}

}  // namespace
}  // namespace highwater

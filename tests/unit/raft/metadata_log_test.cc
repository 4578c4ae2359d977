#include "raft/metadata_log.h"

#include <gtest/gtest.h>

namespace highwater {
namespace {

MetadataBatchRef batch_at(Offset base, std::int32_t epoch, std::size_t records = 1) {
    MetadataBatch batch{base, LeaderEpoch{epoch}, Time{}, {}};
    batch.records.assign(records, NoOpRecord{});
    return make_payload(std::move(batch));
}

TEST(MetadataLog, ReadsWholeBatchesOnly) {
    MetadataLog log;
    for (int i = 0; i < 300; ++i) log.append(batch_at(log.end(), 1, 3));
    EXPECT_EQ(log.end(), Offset{900});
    EXPECT_EQ(log.read(Offset{0}, log.end()).size(), 300U);
    EXPECT_EQ(log.read(Offset{0}, Offset{8}).size(), 2U);
    EXPECT_EQ(log.read(Offset{450}, Offset{456}).size(), 2U);
    EXPECT_EQ(log.read(Offset{450}, Offset{456}).front()->base_offset, Offset{450});
    EXPECT_TRUE(log.read(Offset{900}, Offset{900}).empty());
}

TEST(MetadataLog, TruncatesToAnyBatchAndGoesOnFromThere) {
    MetadataLog full;
    for (int i = 0; i < 200; ++i) full.append(batch_at(full.end(), 1 + i / 50));
    for (std::int64_t to = 0; to <= 200; ++to) {
        MetadataLog log = full;
        log.truncate(Offset{to});
        EXPECT_EQ(log.end(), Offset{to});
        EXPECT_EQ(log.read(Offset{}, log.end()).size(), static_cast<std::size_t>(to));
        EXPECT_EQ(log.last_epoch().value, to == 0 ? 0 : 1 + (to - 1) / 50);
        log.append(batch_at(log.end(), 9));
        EXPECT_EQ(log.read(Offset{}, log.end()).size(), static_cast<std::size_t>(to + 1));
    }
    EXPECT_EQ(full.end(), Offset{200});  // the copies did not touch it
}

TEST(MetadataLog, OfABatchThatWouldBeCutAllGoes) {
    MetadataLog full;
    for (int i = 0; i < 100; ++i) full.append(batch_at(full.end(), 1 + i / 30, 3));
    for (std::int64_t to = 0; to <= 300; ++to) {
        MetadataLog log = full;
        log.truncate(Offset{to});
        EXPECT_EQ(log.end(), Offset{to / 3 * 3});
    }
}

TEST(MetadataLog, KnowsWhereAnEpochEnds) {
    MetadataLog log;
    log.append(batch_at(log.end(), 2, 5));
    log.append(batch_at(log.end(), 4, 5));
    struct Case {
        std::int32_t asked;
        std::int32_t epoch;
        std::int64_t end;
    };
    for (Case const& c :
         {Case{1, 0, 0}, Case{2, 2, 5}, Case{3, 2, 5}, Case{4, 4, 10}, Case{9, 4, 10}}) {
        auto const found = log.end_of(LeaderEpoch{c.asked});
        EXPECT_EQ(found.epoch.value, c.epoch) << c.asked;
        EXPECT_EQ(found.end.value, c.end) << c.asked;
    }
}

}  // namespace
}  // namespace highwater

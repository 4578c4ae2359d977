#include "storage/leader_epoch_cache.h"

#include <gtest/gtest.h>

#include "storage/truncation.h"
#include "tests/unit/build.h"

namespace highwater {
namespace {

using build::log_of;

EpochEnd end_of(LeaderEpochCache const& cache, std::int32_t epoch, std::int64_t log_end) {
    return cache.end_offset_for(LeaderEpoch{epoch}, Offset{log_end});
}

TEST(LeaderEpochCache, AnEpochEndsWhereTheNextOneBegins) {
    Log const log = log_of({0, 0, 1, 1, 1, 4});
    EXPECT_EQ(end_of(log.epochs(), 0, 6), (EpochEnd{LeaderEpoch{0}, Offset{2}}));
    EXPECT_EQ(end_of(log.epochs(), 1, 6), (EpochEnd{LeaderEpoch{1}, Offset{5}}));
    EXPECT_EQ(end_of(log.epochs(), 3, 6), (EpochEnd{LeaderEpoch{1}, Offset{5}}));  // a gap
    EXPECT_EQ(end_of(log.epochs(), 4, 6), (EpochEnd{LeaderEpoch{4}, Offset{6}}));
    EXPECT_FALSE(end_of(log.epochs(), 5, 6).is_defined());
}

TEST(LeaderEpochCache, AnEpochWithoutRecordsVanishesWhenTheNextBeginsAtTheSameOffset) {
    LeaderEpochCache cache;
    cache.assign(LeaderEpoch{1}, Offset{0});
    cache.assign(LeaderEpoch{2}, Offset{5});
    cache.assign(LeaderEpoch{3}, Offset{5});
    EXPECT_EQ(cache.checkpoint(), "0\n2\n1 0\n3 5\n");
}

TEST(Truncation, AFollowerThatIsBehindCutsNothing) {
    Log const leader = log_of({0, 0, 1, 1});
    Divergence const found =
        find_divergence(leader.epochs(), leader.end_offset(), LeaderEpoch{0}, Offset{2});
    EXPECT_FALSE(found.is_out_of_range);
    EXPECT_FALSE(found.end.is_defined());
}

TEST(Truncation, AnUnreplicatedTailGoes) {
    Log const leader = log_of({0, 0, 1, 1});
    Log const follower = log_of({0, 0, 0, 0, 0});
    Divergence const found = find_divergence(leader.epochs(), leader.end_offset(), LeaderEpoch{0},
                                             follower.end_offset());
    ASSERT_TRUE(found.end.is_defined());
    Truncation const cut =
        where_to_truncate({follower.epochs(), follower.end_offset(), Offset{2}}, found.end);
    EXPECT_EQ(cut.to, Offset{2});
    EXPECT_TRUE(cut.is_done);
}

TEST(Truncation, ALeaderThatNeverHeardOfTheEpochIsOutOfRange) {
    Log const leader = log_of({0, 0});
    EXPECT_TRUE(find_divergence(leader.epochs(), leader.end_offset(), LeaderEpoch{7}, Offset{2})
                    .is_out_of_range);
}

}  // namespace
}  // namespace highwater

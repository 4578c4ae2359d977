// The rate of throttled replication, in Kafka's sliding windows.
#include "broker/quota.h"

#include <gtest/gtest.h>

#include "broker/throttle.h"

namespace highwater {
namespace {

constexpr QuotaLimits kThousand{1'000, seconds(1), 11};

Time at(std::int64_t ms) { return Time{} + milliseconds(ms); }

TEST(ReplicationQuota, TheVeryFirstBytesPassHoweverMany) {
    SampledBytes quota;
    EXPECT_FALSE(is_exceeded(quota, kThousand, at(0)));
    record_bytes(quota, 50'000, kThousand, at(0));
    EXPECT_TRUE(is_exceeded(quota, kThousand, at(0)));
}

TEST(ReplicationQuota, WhatWasTooMuchIsWaitedForInFull) {
    SampledBytes quota;
    record_bytes(quota, 5'000, kThousand, at(0));
    EXPECT_TRUE(is_exceeded(quota, kThousand, at(4'999)));
    EXPECT_FALSE(is_exceeded(quota, kThousand, at(5'000)));
}

TEST(ReplicationQuota, BytesAreForgottenAfterAllWindows) {
    SampledBytes quota;
    record_bytes(quota, 1'000'000, kThousand, at(0));
    EXPECT_TRUE(is_exceeded(quota, kThousand, at(10'999)));
    EXPECT_FALSE(is_exceeded(quota, kThousand, at(11'000)));
}

TEST(ReplicationQuota, ASteadyFlowAtTheRatePasses) {
    SampledBytes quota;
    for (int i = 0; i < 100; ++i) {
        EXPECT_FALSE(is_exceeded(quota, kThousand, at(i * 500))) << i;
        record_bytes(quota, 500, kThousand, at(i * 500));
    }
    EXPECT_LE(quota.samples.size(), 12U);
}

TEST(ReplicationQuota, WithoutARateNothingIsTooMuch) {
    SampledBytes quota;
    record_bytes(quota, 1'000'000'000'000, {}, at(0));
    EXPECT_FALSE(is_exceeded(quota, {}, at(0)));
}

TEST(ReplicationThrottle, AListNamesPartitionsOnBrokers) {
    struct Case {
        char const* list;
        std::int32_t partition;
        std::int32_t broker;
        bool is_listed;
    };
    Case const cases[] = {{"0:1,0:2,1:3", 0, 2, true}, {"0:1,0:2,1:3", 1, 2, false},
                          {"0:1,0:2,1:3", 1, 3, true}, {"*", 7, 9, true},
                          {"", 0, 1, false},           {"10:1", 1, 0, false}};
    for (Case const& one : cases) {
        EXPECT_EQ(is_listed(one.list, one.partition, BrokerId{one.broker}), one.is_listed)
            << one.list;
    }
}

}  // namespace
}  // namespace highwater

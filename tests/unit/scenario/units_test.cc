#include "scenario/units.h"

#include <gtest/gtest.h>

namespace highwater {
namespace {

TEST(Units, DurationsAreExactMicroseconds) {
    struct Case {
        char const* text;
        std::int64_t us;
    };
    Case const cases[] = {{"20s", 20'000'000},
                          {"0.5ms", 500},
                          {"1us", 1},
                          {"1µs", 1},
                          {"1.25s", 1'250'000},
                          {"2min", 120'000'000},
                          {"1h", 3'600'000'000},
                          {"10_000ms", 10'000'000},
                          {"0s", 0},
                          {"0.000001s", 1}};
    for (Case const& each : cases) {
        auto const parsed = parse_duration(each.text);
        ASSERT_TRUE(parsed) << each.text;
        EXPECT_EQ(parsed->us, each.us) << each.text;
    }
}

TEST(Units, WhatDoesNotFitIsRefusedNotRounded) {
    struct Case {
        char const* text;
        char const* message;
    };
    Case const cases[] = {
        {"60", "\"60\" has no unit"},
        {"", "\"\" is not a time"},
        {"s", "\"s\" is not a time"},
        {"-5s", "\"-5s\" is not a time"},
        {"5 parsecs", "\"parsecs\" is not a unit of a time"},
        {"0.5us", "\"0.5us\" is finer than one microsecond"},
        {"1..5s", "\"..5s\" is not a unit of a time"},
        {"8d", "\"8d\" is longer than a run may be"},
        {"99999999999999999999s", "\"99999999999999999999s\" is not a time"},
        {"999999999999999999d", "\"999999999999999999d\" is too large"},
    };
    for (Case const& each : cases) {
        auto const parsed = parse_duration(each.text);
        ASSERT_FALSE(parsed) << each.text;
        EXPECT_EQ(parsed.problem().message, each.message);
    }
}

TEST(Units, WrittenDurationsReadBack) {
    for (std::int64_t const us : {0LL, 1LL, 999LL, 1'000LL, 1'500LL, 999'999LL, 1'000'000LL,
                                  12'345'678LL, 60'000'000LL, 3'600'000'001LL}) {
        std::string const text = write_duration(microseconds(us));
        auto const parsed = parse_duration(text);
        ASSERT_TRUE(parsed) << text;
        EXPECT_EQ(parsed->us, us) << text;
    }
    EXPECT_EQ(write_duration(milliseconds(1'250)), "1.25s");
    EXPECT_EQ(write_duration(microseconds(1'500)), "1.5ms");
}

TEST(Units, RangesRatesSharesAndSizes) {
    auto const range = parse_duration_range("0.5ms..2ms");
    ASSERT_TRUE(range);
    EXPECT_EQ(range->low.us, 500);
    EXPECT_EQ(range->high.us, 2'000);
    EXPECT_EQ(parse_duration_range("1ms")->low.us, 1'000);
    EXPECT_FALSE(parse_duration_range("2ms..1ms"));
    EXPECT_EQ(parse_rate("20/s")->us, 50'000);
    EXPECT_EQ(parse_rate("0.5/s")->us, 2'000'000);
    EXPECT_EQ(parse_rate("90/min")->us, 666'666);
    EXPECT_FALSE(parse_rate("20"));
    EXPECT_FALSE(parse_rate("0/s"));
    EXPECT_FALSE(parse_rate("2000000/s"));
    EXPECT_EQ(*parse_percentage("5%"), 50'000);
    EXPECT_EQ(*parse_percentage("0.25%"), 2'500);
    EXPECT_FALSE(parse_percentage("5"));
    EXPECT_FALSE(parse_percentage("101%"));
    EXPECT_EQ(*parse_size("64KiB"), 65'536);
    EXPECT_EQ(*parse_size("100"), 100);
    EXPECT_FALSE(parse_size("100 bananas"));
    EXPECT_EQ(*parse_integer("-12"), -12);
    EXPECT_FALSE(parse_integer("1.5"));
    EXPECT_EQ(*parse_thousandths("1.1"), 1'100);
}

}  // namespace
}  // namespace highwater

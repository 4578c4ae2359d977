#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/cow.h"
#include "base/cow_vector.h"
#include "base/draw.h"
#include "base/expected.h"
#include "base/fields.h"
#include "base/names.h"

namespace highwater {

struct Small {
    std::int32_t count{};
    std::vector<Offset> offsets;
    std::optional<std::string> note;
    static auto fields(auto& self) {
        return std::tuple{Field{"count", self.count}, Field{"offsets", self.offsets},
                          Field{"note", self.note}};
    }
};

namespace {

TEST(Draw, IsTheSameOnEveryMachine) {
    EXPECT_EQ(draw(7, Draw::latency, 1, 1), draw(7, Draw::latency, 1, 1));
    // Recorded once: another number here means that every golden hash changes.
    EXPECT_EQ(draw(0, Draw::latency, 0, 0), 0xdbacd93ec5a06fa8ULL);
    EXPECT_EQ(draw(42, Draw::uuid, 3, 9), 0xcbe95b97685be2dbULL);
}

TEST(Draw, DependsOnEachPartOfItsKey) {
    std::set<std::uint64_t> drawn;
    for (std::uint64_t seed : {1, 2}) {
        for (Draw purpose : {Draw::latency, Draw::loss}) {
            for (std::uint64_t who = 0; who < 50; ++who) {
                for (std::uint64_t nth = 0; nth < 50; ++nth) {
                    drawn.insert(draw(seed, purpose, who, nth));
                }
            }
        }
    }
    EXPECT_EQ(drawn.size(), 2U * 2 * 50 * 50);
}

TEST(Draw, BetweenReachesBothEndsAndNothingBeyond) {
    std::set<std::int64_t> seen;
    for (std::uint64_t nth = 0; nth < 1'000; ++nth) {
        seen.insert(between(draw(1, Draw::test, 0, nth), Duration{3}, Duration{7}).us);
    }
    EXPECT_EQ(seen, (std::set<std::int64_t>{3, 4, 5, 6, 7}));
}

TEST(Draw, BelowIsUniform) {
    std::array<int, 10> counts{};
    for (std::uint64_t nth = 0; nth < 100'000; ++nth) {
        ++counts[below(draw(1, Draw::test, 1, nth), counts.size())];
    }
    EXPECT_GT(*std::min_element(counts.begin(), counts.end()), 9'600);
    EXPECT_LT(*std::max_element(counts.begin(), counts.end()), 10'400);
}

TEST(Hash, KnowsWhereOneFieldEndsAndTheNextBegins) {
    Hasher one;
    one.add(std::string_view{"ab"});
    one.add(std::string_view{"c"});
    Hasher other;
    other.add(std::string_view{"a"});
    other.add(std::string_view{"bc"});
    EXPECT_NE(one.value(), other.value());
    EXPECT_NE(hash_of(std::vector<std::int32_t>{}), hash_of(std::vector<std::int32_t>{0}));
    EXPECT_NE(hash_of(std::optional<std::int32_t>{}), hash_of(std::optional<std::int32_t>{0}));
}

TEST(Fields, EqualValuesHashEqualAndAnyDifferenceShows) {
    Small const value{3, {Offset{1}, Offset{2}}, "x"};
    EXPECT_EQ(value, value);
    EXPECT_EQ(hash_of(value), hash_of(Small{value}));
    for (Small const& other :
         {Small{4, {Offset{1}, Offset{2}}, "x"}, Small{3, {Offset{2}, Offset{1}}, "x"},
          Small{3, {Offset{1}}, "x"}, Small{3, {Offset{1}, Offset{2}}, std::nullopt}}) {
        EXPECT_NE(value, other);
        EXPECT_NE(hash_of(value), hash_of(other));
    }
}

TEST(Fields, AreVisitedByNameInOrder) {
    Small value;
    std::vector<std::string> names;
    for_each_field(value, [&](char const* name, auto&) { names.emplace_back(name); });
    EXPECT_EQ(names, (std::vector<std::string>{"count", "offsets", "note"}));
}

TEST(Cow, ACopySharesUntilOneOfThemIsEdited) {
    Cow<std::vector<int>> original{std::vector<int>{1, 2}};
    Cow<std::vector<int>> const copy = original;
    EXPECT_TRUE(original.shares_with(copy));
    original.edit().push_back(3);
    EXPECT_FALSE(original.shares_with(copy));
    EXPECT_EQ(copy->size(), 2U);
    EXPECT_EQ(original->size(), 3U);
}

TEST(Cow, EditingWhatNobodySharesDoesNotCopy) {
    Cow<std::vector<int>> value{std::vector<int>{1}};
    int const* const before = value->data();
    value.edit()[0] = 2;
    EXPECT_EQ(value->data(), before);
}

TEST(CowVector, EditsOneItemAndSharesTheOthers) {
    CowVector<std::string> original;
    original.set(2, Cow<std::string>{"c"});
    EXPECT_EQ(original.size(), 3U);
    EXPECT_EQ(original[0], "");
    original.set(0, Cow<std::string>{"a"});
    CowVector<std::string> copy = original;
    EXPECT_EQ(copy, original);
    copy.edit(0) = "A";
    EXPECT_FALSE(copy.shared(0).shares_with(original.shared(0)));
    EXPECT_TRUE(copy.shared(2).shares_with(original.shared(2)));
    EXPECT_NE(copy, original);
    std::string all;
    for (std::string const& item : original) all += item;
    EXPECT_EQ(all, "ac");
}

TEST(CowVector, IsHashedAsTheListOfItsItems) {
    CowVector<int> shared;
    shared.set(0, Cow<int>{7});
    shared.set(1, Cow<int>{8});
    EXPECT_EQ(hash_of(shared), hash_of(std::vector<int>{7, 8}));
}

TEST(Names, AreNumberedInTheOrderInWhichTheyWereFirstSaid) {
    Names names;
    EXPECT_EQ(names.find("orders"), kNoName);
    EXPECT_EQ(names.intern("orders"), NameId{0});
    EXPECT_EQ(names.intern("billing"), NameId{1});
    EXPECT_EQ(names.intern("orders"), NameId{0});
    EXPECT_EQ(names.text(NameId{1}), "billing");
    EXPECT_EQ(names.text(kNoName), "-");
}

TEST(Expected, IsAValueOrTheReasonWhyNot) {
    Expected<int> const value = 3;
    ASSERT_TRUE(value);
    EXPECT_EQ(*value, 3);
    Expected<int> const none = Problem{"no number", "write one"};
    ASSERT_FALSE(none);
    EXPECT_EQ(none.problem().advice, "write one");
}

}  // namespace
}  // namespace highwater

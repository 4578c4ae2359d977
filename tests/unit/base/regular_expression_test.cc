#include "base/regular_expression.h"

#include <gtest/gtest.h>

#include <string>

namespace highwater {
namespace {

TEST(RegularExpression, MatchesTheWholeName) {
    struct Case {
        char const* pattern;
        char const* name;
        bool matches;
    };
    for (Case const c :
         {Case{"orders", "orders", true}, Case{"orders", "orders2", false},
          Case{"orders", "my-orders", false}, Case{"ord.*", "orders", true},
          Case{"a|bc", "bc", true}, Case{"a|bc", "ac", false}, Case{"^orders$", "orders", true},
          Case{"t\\d{2,3}", "t42", true}, Case{"t\\d{2,3}", "t4", false},
          Case{"(?i)ORDERS", "orders", true}, Case{"[^_].*", "__consumer_offsets", false},
          Case{"", "", true}, Case{"", "orders", false}}) {
        auto const expression = RegularExpression::parse(c.pattern);
        ASSERT_TRUE(expression) << c.pattern;
        EXPECT_EQ(expression->matches(c.name), c.matches) << c.pattern << " " << c.name;
    }
}

TEST(RegularExpression, AMistakeIsSaidInTheWordsOfTheCoordinator) {
    struct Case {
        std::string pattern;
        char const* problem;
    };
    for (Case const& c :
         {Case{"[a", "missing closing ]"}, Case{"(a", "missing closing )"},
          Case{"*", "missing argument to repetition operator"},
          Case{"a**", "invalid nested repetition operator"},
          Case{"a{1001}", "invalid repeat count"}, Case{"\\q", "invalid escape sequence"},
          Case{"a\\", "trailing backslash at end of expression"},
          Case{"(?=a)", "invalid or unsupported Perl syntax"},
          Case{std::string(5'000, '('), "longer than 4096 bytes"}}) {
        auto const expression = RegularExpression::parse(c.pattern);
        ASSERT_FALSE(expression) << c.pattern;
        EXPECT_EQ(expression.problem().message, c.problem) << c.pattern;
    }
    EXPECT_FALSE(RegularExpression::parse("\xff\xfe"));
    EXPECT_FALSE(RegularExpression::parse("((((a{1000}){1000}){1000}){1000})"));
}

// A backtracking matcher would try two to the power of two hundred ways.
TEST(RegularExpression, NoPatternMakesItHang) {
    auto const expression = RegularExpression::parse("(a|aa)*b");
    ASSERT_TRUE(expression);
    EXPECT_FALSE(expression->matches(std::string(249, 'a')));
}

}  // namespace
}  // namespace highwater

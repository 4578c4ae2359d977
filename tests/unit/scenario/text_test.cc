// Spelling, places, data files and keys.
#include <gtest/gtest.h>

#include "scenario/data_file.h"
#include "scenario/errors.h"
#include "scenario/key_source.h"
#include "scenario/nearest.h"

namespace highwater {
namespace {

TEST(Nearest, FindsWhatWasMeant) {
    std::vector<std::string> const verbs = {"kill", "start", "heal", "pause"};
    EXPECT_EQ(nearest_word("kil", verbs), "kill");
    EXPECT_EQ(nearest_word("pasue", verbs), "pause");
    EXPECT_EQ(nearest_word("explode", verbs), "");
    EXPECT_EQ(advise_words("explode", verbs), "have kill, start, heal, pause");
    // A number is meant as it is written.
    EXPECT_EQ(nearest_word("broker-8", {"broker-1", "broker-2"}), "");
    EXPECT_EQ(spelling_distance("leader", "laeder"), 1);
    EXPECT_EQ(spelling_distance("", "abc"), 3);
}

TEST(Errors, PointWithACaret) {
    SourceLines const source{"a.toml", "one\nzwölf = 3\n"};
    Errors errors{source};
    errors.error({2, 9}, 1, "three is wrong", "write four");
    EXPECT_EQ(render(errors.sorted().front()),
              "a.toml:2:9: error: three is wrong\n"
              "    2 | zwölf = 3\n"
              "      |         ^\n"
              "      = write four\n");
}

TEST(Errors, ControlCharactersDoNotReachTheTerminal) {
    SourceLines const source{"a.toml", "x = \x1b[31m\n"};
    Errors errors{source};
    errors.error({1, 5}, 1, "odd", "");
    EXPECT_EQ(render(errors.sorted().front()).find('\x1b'), std::string::npos);
}

TEST(Errors, Utf8IsChecked) {
    EXPECT_EQ(first_invalid_utf8("zwölf"), std::string_view::npos);
    EXPECT_EQ(first_invalid_utf8("a\xff"), 1U);
    EXPECT_EQ(first_invalid_utf8("a\xc3"), 1U);
    EXPECT_EQ(first_invalid_utf8("\xc0\x80"), 0U);      // overlong
    EXPECT_EQ(first_invalid_utf8("\xed\xa0\x80"), 0U);  // a surrogate
    EXPECT_EQ(first_invalid_utf8("\xf4\x90\x80\x80"), 0U);
}

std::string problems_of(std::string const& text, std::string const& key,
                        std::string const& name = "d.jsonl") {
    SourceLines const source{"a.toml", ""};
    Errors errors{source};
    read_data_file(name, text, key, errors);
    std::string all;
    for (Diagnostic const& each : errors.sorted()) {
        all += each.file + ":" + std::to_string(each.place.line) + ":" +
               std::to_string(each.place.column) + ": " + each.message + "\n";
    }
    return all;
}

TEST(DataFile, LinesAreJsonObjectsWithTheKey) {
    SourceLines const source{"a.toml", ""};
    Errors errors{source};
    auto const records = read_data_file(
        "d.jsonl",
        "{\"id\": \"a\\u00fc\", \"n\": [1, {\"x\": null}]}\n\n{\"id\": 7}\n{\"id\": null}", "id",
        errors);
    EXPECT_FALSE(errors.has_error());
    ASSERT_EQ(records.size(), 3U);
    EXPECT_EQ(records[0].key, "aü");
    EXPECT_EQ(records[1].key, "7");
    EXPECT_EQ(records[1].value, "{\"id\": 7}");
    EXPECT_FALSE(records[2].key);
}

TEST(DataFile, AByteOrderMarkIsNoPartOfTheFirstColumn) {
    EXPECT_EQ(problems_of("\xEF\xBB\xBFid,amount\nC-1,5\n", "id", "d.csv"), "");
}

TEST(DataFile, MistakesHaveTheirLine) {
    EXPECT_EQ(problems_of("{\"id\": 1}\n{\"id\": 1", "id"),
              "d.jsonl:2:9: not JSON: a , or } is missing\n");
    EXPECT_EQ(problems_of("{\"id\": 1}\n{\"no\": 1}", "id"),
              "d.jsonl:2:1: no field `id` for the key\n");
    EXPECT_EQ(problems_of("{\"id\": [1]}", "id"),
              "d.jsonl:1:1: the key `id` is a list or an object\n");
    EXPECT_EQ(problems_of("[1]", ""), "d.jsonl:1:1: not JSON: a line must be a JSON object\n");
    EXPECT_EQ(problems_of("", ""), "d.jsonl:1:1: the file holds no records\n");
    EXPECT_EQ(problems_of("{\"a\": 01}", ""), "d.jsonl:1:9: not JSON: a value is missing\n");
    EXPECT_EQ(problems_of("{\"a\": \"x", ""), "d.jsonl:1:9: not JSON: a string is never closed\n");
    EXPECT_EQ(problems_of("\xff", ""), "d.jsonl:1:1: not UTF-8\n");
    EXPECT_EQ(problems_of("{\"id\": \"ü\", \"a\": 1, \"id\": \"y\"}", "id"),
              "d.jsonl:1:21: the field `id` is there twice\n");
    EXPECT_EQ(problems_of("{\"a\": [{\"b\": 1, \"b\": 1}]}", ""),
              "d.jsonl:1:17: the field `b` is there twice\n");
    EXPECT_EQ(problems_of("{\"a\": {\"b\": 1}, \"b\": {\"b\": 1}}", ""), "");
    EXPECT_EQ(problems_of("{\"a\": 1, \"a\": 1", ""),
              "d.jsonl:1:16: not JSON: a , or } is missing\n");
    std::string const deep = "{\"a\": " + std::string(100'000, '[');
    EXPECT_NE(problems_of(deep.substr(0, 60'000), "").find("nested too deeply"), std::string::npos);
}

TEST(DataFile, CsvHasAHeader) {
    SourceLines const source{"a.toml", ""};
    Errors errors{source};
    auto const records =
        read_data_file("d.csv", "id,city\n1,\"Graz, AT\"\n2,Wien\n", "city", errors);
    EXPECT_FALSE(errors.has_error());
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0].key, "Graz, AT");
    EXPECT_EQ(problems_of("id,city\n1\n", "id", "d.csv"),
              "d.csv:2:1: 1 fields under a header of 2\n");
    EXPECT_EQ(problems_of("id,\"Straße, Nr.\",id,\"Straße, Nr.\"\n1,a,2,b\n", "id", "d.csv"),
              "d.csv:1:18: there are two columns `id`\n"
              "d.csv:1:21: there are two columns `Straße, Nr.`\n");
    EXPECT_EQ(problems_of("id,,\n1,,\n", "id", "d.csv"), "");
    EXPECT_EQ(problems_of("id,city\n", "town", "d.csv"),
              "d.csv:1:1: no column `town` for the key\n");
}

TEST(DataFile, NamesStayWithinTheScenariosFolder) {
    EXPECT_EQ(*normalise_data_name("data/./x/../orders.jsonl", 0), "data/orders.jsonl");
    EXPECT_EQ(*normalise_data_name("../data/orders.jsonl", 1), "../data/orders.jsonl");
    EXPECT_FALSE(normalise_data_name("../../data/orders.jsonl", 1));
    EXPECT_FALSE(normalise_data_name("data/../../x", 0));
    EXPECT_FALSE(normalise_data_name("/etc/passwd", 5));
    EXPECT_FALSE(normalise_data_name("C:\\x", 5));
    EXPECT_FALSE(normalise_data_name("", 5));
    EXPECT_FALSE(normalise_data_name("data/..", 5));
}

TEST(Keys, RangesExpand) {
    EXPECT_EQ(*expand_keys("c-{1..3}"), (std::vector<std::string>{"c-1", "c-2", "c-3"}));
    EXPECT_EQ(*expand_keys("constant"), (std::vector<std::string>{"constant"}));
    for (char const* wrong : {"c-{1..", "c-{1}", "c-{a..b}", "c-{3..1}", "c-{1..999999}"}) {
        EXPECT_FALSE(expand_keys(wrong)) << wrong;
    }
}

TEST(Keys, ZipfWeightsFallAsTheyShould) {
    auto const weights = zipf_weights(4, 1'000);
    // 1, 1/2, 1/3, 1/4 in 65536ths, cumulative; the last digits are the integer arithmetic's.
    ASSERT_EQ(weights.size(), 4U);
    EXPECT_NEAR(weights[0], 65'536, 2);
    EXPECT_NEAR(weights[1] - weights[0], 32'768, 2);
    EXPECT_NEAR(weights[2] - weights[1], 21'845, 2);
    EXPECT_NEAR(weights[3] - weights[2], 16'384, 2);
    auto const flat = zipf_weights(3, 0);
    EXPECT_EQ(flat[2], 3U * flat[0]);
}

}  // namespace
}  // namespace highwater

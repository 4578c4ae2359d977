// The reference of the scenario file lists what the loader reads: it may ask for nothing else
// (TableReader checks), and here it is seen to look at each key that is listed.
#include "scenario/scenario_keys.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "scenario/reference.h"
#include "scenario/units.h"
#include "tests/unit/scenario/good_scenario.h"

namespace highwater {
namespace {

using Lines = std::vector<std::string>;

// A file in which the table can stand, and what it needs itself.
struct Surroundings {
    Lines before;
    Lines own;
    Lines after;
    bool is_answer{};
    bool is_inline{};  // own lines are pairs between braces
};

Lines joined(std::vector<Lines> const& parts) {
    Lines all;
    for (Lines const& part : parts) all.insert(all.end(), part.begin(), part.end());
    return all;
}

std::map<TableKeys const*, Surroundings> const& surroundings() {
    using namespace table_keys;
    Lines const head{"format = 1", "title = \"t\"", "duration = \"20s\""};
    Lines const servers{"[cluster]", "brokers = 1"};
    Lines const orders{"[[topic]]", "name = \"orders\""};
    Lines const usual = joined({head, servers, orders});
    Lines const sender =
        joined({usual, {"[[producer]]", "name = \"p\"", "topic = \"orders\"", "rate = \"1/s\""}});
    Lines const mended{"[challenge]", "task = \"t\"", "may-do = \"kill\""};
    Lines const goals{"[[challenge.goal]]", "expect = \"acknowledged records lost = 0\""};
    Lines const plain_answer{"format = 1", "challenge = \"good\""};
    static std::map<TableKeys const*, Surroundings> const all{
        {&file(), {{}, head, joined({servers, orders})}},
        {&cluster(), {joined({head, {"[[cluster]]"}}), {"name = \"west\"", "brokers = 1"}, {}}},
        {&broker(), {joined({usual, {"[broker.1]"}}), {}, {}}},
        {&network(), {joined({usual, {"[network]"}}), {}, {}}},
        {&topic(), {joined({head, servers, {"[[topic]]"}}), {"name = \"orders\""}, {}}},
        {&producer(),
         {joined({usual, {"[[producer]]"}}), {"name = \"p\"", "topic = \"orders\""}, {}}},
        {&keys_in_turn(), {joined({sender, {"keys = {"}}), {"cycle = \"a\""}, {"}"}, false, true}},
        {&keys_by_zipf(), {joined({sender, {"keys = {"}}), {"zipf = \"a\""}, {"}"}, false, true}},
        {&keys_with_a_hot_one(),
         {joined({sender, {"keys = {"}}),
          {"hot = \"a\"", "share = \"9%\"", "rest = \"b\""},
          {"}"},
          false,
          true}},
        {&record(), {joined({sender, {"records = [{"}}), {"value = \"v\""}, {"}]"}, false, true}},
        {&group_of_consumers(),
         {joined({usual, {"[[consumer]]"}}), {"group = \"g\"", "topics = \"orders\""}, {}}},
        {&lone_consumer(),
         {joined({usual, {"[[consumer]]"}}), {"name = \"c\"", "assign = \"orders-0\""}, {}}},
        {&step(),
         {joined({usual, {"[[step]]"}}),
          {"at = \"5s\"", "ask = \"?\"", "answer = \"leader of orders-0 at 9s\""},
          {}}},
        {&protocol(), {joined({usual, {"[protocol]"}}), {}, {}}},
        {&challenge(),
         {joined({usual, {"[challenge]"}}), {"task = \"t\"", "may-do = \"kill\""}, goals}},
        {&goal(),
         {joined({usual, mended, {"[[challenge.goal]]"}}),
          {"expect = \"acknowledged records lost = 0\""},
          {}}},
        {&answer(), {{}, plain_answer, {}, true}},
        {&step_of_answer(),
         {joined({plain_answer, {"[[step]]"}}),
          {"at = \"1s\"", "do = \"kill broker-1\""},
          {},
          true}}};
    return all;
}

Loaded load_lines(Surroundings const& setting, Lines const& own) {
    std::string text;
    for (std::string const& line : setting.before) text += line + "\n";
    if (setting.is_inline) text.pop_back();
    for (std::string const& line : own) {
        bool const is_last = &line == &own.back();
        text += line + (setting.is_inline ? (is_last ? "" : ", ") : "\n");
    }
    for (std::string const& line : setting.after) text += line + "\n";
    LoadOptions options = good_options();
    if (!setting.is_answer) return load(text, options);
    options.answer = AnswerText{"answer.toml", text};
    return load(kGoodScenario +
                    "[challenge]\ntask = \"t\"\nmay-do = \"kill\"\nmay-set = "
                    "\"checkout.acks\"\n[[challenge.goal]]\n"
                    "expect = \"acknowledged records lost = 0\"\n",
                options);
}

bool begins_with_key(std::string const& line, std::string_view key) {
    return line.rfind(std::string{key} + " =", 0) == 0 || line == "[" + std::string{key} + "]" ||
           line == "[[" + std::string{key} + "]]";
}

// Nothing wants a date: whoever looks at the key complains.
constexpr std::string_view kDate = "1979-05-27";

bool complains_of_date(Loaded const& loaded, std::string const& line) {
    return std::any_of(loaded.diagnostics.begin(), loaded.diagnostics.end(),
                       [&](Diagnostic const& each) {
                           return each.severity == Diagnostic::Severity::error &&
                                  each.source_line.find(line) != std::string::npos &&
                                  each.message.rfind("unknown key", 0) != 0;
                       });
}

TEST(ScenarioKeys, TheFilesOfThisTestAreGood) {
    EXPECT_EQ(surroundings().size(), all_table_keys().size());
    for (auto const& [keys, setting] : surroundings()) {
        Loaded const loaded = load_lines(setting, setting.own);
        for (Diagnostic const& each : loaded.diagnostics) {
            EXPECT_EQ(each.severity, Diagnostic::Severity::warning)
                << keys->name << " " << keys->about << "\n"
                << render(each);
        }
    }
}

TEST(ScenarioKeys, EachIsLookedAt) {
    for (auto const& [keys, setting] : surroundings()) {
        for (KeyHelp const& each : keys->keys) {
            std::string const spoilt = std::string{each.key} + " = " + std::string{kDate};
            Lines own{spoilt};
            for (std::string const& line : setting.own) {
                if (!begins_with_key(line, each.key)) own.push_back(line);
            }
            Surroundings around = setting;
            // A key that is a table is its table no more.
            Lines const& after = setting.after;
            auto const table = std::find_if(after.begin(), after.end(), [&](auto const& line) {
                return begins_with_key(line, each.key);
            });
            if (table != after.end()) around.after = {};
            if (keys == &table_keys::challenge() && each.key == "goal") around.after = {};
            Loaded const loaded = load_lines(around, own);
            EXPECT_TRUE(complains_of_date(loaded, spoilt))
                << "`" << each.key << "` of " << keys->name << " " << keys->about;
        }
    }
}

TEST(ScenarioKeys, NoOtherIsKnown) {
    for (auto const& [keys, setting] : surroundings()) {
        Lines own = setting.own;
        own.emplace_back("colour = 1");
        Loaded const loaded = load_lines(setting, own);
        bool const is_told = std::any_of(
            loaded.diagnostics.begin(), loaded.diagnostics.end(), [](Diagnostic const& each) {
                return each.message.rfind("unknown key `colour`", 0) == 0;
            });
        EXPECT_TRUE(is_told) << keys->name << " " << keys->about;
    }
}

TEST(ScenarioKeys, TheReferenceTellsThemAll) {
    std::string const all = scenario_reference("");
    for (TableKeys const* table : all_table_keys()) {
        std::string const own = scenario_reference(table->topic);
        for (KeyHelp const& each : table->keys) {
            std::string const entry = "  " + std::string{each.key} + " = " + each.values;
            EXPECT_NE(all.find(entry), std::string::npos) << entry;
            EXPECT_NE(own.find(entry), std::string::npos) << entry;
            std::string const words = each.help.substr(0, each.help.find(' '));
            EXPECT_NE(own.find(words), std::string::npos) << entry;
        }
    }
    EXPECT_EQ(scenario_reference("producers"), "");
    EXPECT_EQ(all.find('\0'), std::string::npos);
    // No screen is narrower.
    for (std::size_t begin = 0; begin < all.size();) {
        std::size_t const end = all.find('\n', begin);
        EXPECT_LE(characters_in(all.substr(begin, end - begin)), 100)
            << all.substr(begin, end - begin);
        begin = end + 1;
    }
}

std::string_view default_of(TableKeys const& table, std::string_view key) {
    for (KeyHelp const& each : table.keys) {
        if (each.key == key) return each.otherwise;
    }
    return "no such key";
}

TEST(ScenarioKeys, DefaultsAreThoseOfTheLoader) {
    using namespace table_keys;
    WorldSpec const world;
    EXPECT_EQ(default_of(file(), "seed"), std::to_string(world.seed));
    auto const latency = parse_duration_range(default_of(network(), "latency"));
    ASSERT_TRUE(latency);
    EXPECT_EQ(latency->low, world.network.latency_min);
    EXPECT_EQ(latency->high, world.network.latency_max);
    EXPECT_EQ(default_of(producer(), "value-size"), std::to_string(ProducerSpec{}.value_size));
    EXPECT_EQ(ConsumerSpec{}.from, StartPosition::latest);
    EXPECT_EQ(default_of(lone_consumer(), "from"), "\"latest\"");
    EXPECT_EQ(ConsumerSpec{}.processing_time, Duration{});
    EXPECT_EQ(default_of(group_of_consumers(), "processing-time"), "0s");
    Surroundings const& of_topic = surroundings().at(&topic());
    Loaded const loaded = load_lines(of_topic, of_topic.own);
    ASSERT_TRUE(loaded.scenario);
    NewTopic const& made = loaded.scenario->world.clusters[0].topics[0];
    EXPECT_EQ(default_of(topic(), "partitions"), std::to_string(made.partitions));
    EXPECT_EQ(default_of(topic(), "replication-factor"), std::to_string(made.replication_factor));
    EXPECT_EQ(loaded.scenario->world.nodes.size(), 1U);
    EXPECT_TRUE(loaded.scenario->world.nodes[0].is_controller);
    EXPECT_EQ(default_of(cluster(), "controllers"), "0");
}

}  // namespace
}  // namespace highwater

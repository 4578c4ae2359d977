// Pages to print and exports: handouts, the teacher's index, storyboards, facts as tables.
#include <gtest/gtest.h>

#include "scenario/facts_text.h"
#include "scenario/handout.h"
#include "scenario/html.h"
#include "scenario/play.h"
#include "tests/unit/scenario/good_scenario.h"
#include "tests/unit/scenario/has.h"
#include "world/lookup.h"

namespace highwater {
namespace {

LessonEntry lesson_at(std::string const& path, std::string const& title, std::int32_t minutes,
                      std::vector<std::string> teaches, std::vector<std::string> after = {}) {
    LessonEntry entry;
    entry.path = path;
    entry.topic = topic_of(path);
    entry.title = title;
    entry.question = "?";
    entry.minutes = minutes;
    entry.teaches = std::move(teaches);
    entry.after = std::move(after);
    return entry;
}

TEST(Html, TextIsEscapedAndPicturesAreInIt) {
    EXPECT_EQ(html::element("p", "a < b & \"c\"", "x"),
              "<p class=\"x\">a &lt; b &amp; &quot;c&quot;</p>\n");
    EXPECT_EQ(html::data_uri("Man"), "data:image/png;base64,TWFu");
    EXPECT_EQ(html::data_uri("Ma"), "data:image/png;base64,TWE=");
    EXPECT_EQ(html::data_uri("M"), "data:image/png;base64,TQ==");
    EXPECT_EQ(html::data_uri(""), "data:image/png;base64,");
}

TEST(Index, ListsByTopicMinutesAndBeliefWithWhatComesBefore) {
    std::vector<LessonEntry> const lessons = {
        lesson_at("scenarios/basics/one.toml", "One", 9, {"M10"}),
        lesson_at("scenarios/basics/two.toml", "Two", 4, {"M2"}),
        lesson_at("scenarios/groups/three.toml", "Three", 6, {"M2"}, {"one", "gone"})};
    std::string const page = index_html(lessons);
    EXPECT_TRUE(has(page, "3 lessons, 19 minutes in all"));
    EXPECT_TRUE(has(page, "Basics · 13 minutes"));
    // Two follows One in its topic, Three says what it wants.
    EXPECT_TRUE(has(page, "<a href=\"two.html\">Two</a><br>?</td><td>4</td>"));
    EXPECT_EQ(lessons_before(lessons[1], lessons)[0]->title, "One");
    ASSERT_EQ(lessons_before(lessons[2], lessons).size(), 1U);
    EXPECT_EQ(lessons_before(lessons[2], lessons)[0]->title, "One");
    EXPECT_EQ(unknown_before(lessons[2], lessons), std::vector<std::string>{"gone"});
    // M2 stands before M10.
    EXPECT_LT(page.find("the high watermark rises as soon as", page.find("By belief")),
              page.find("a partition is a replica", page.find("By belief")));
    std::size_t const by_minutes = page.find("By minutes");
    EXPECT_LT(page.find("<td>4</td>", by_minutes), page.find("<td>9</td>", by_minutes));
}

TEST(Handout, AsksFirstAndAnswersOnAPageOfItsOwn) {
    Loaded const loaded = load(kGoodScenario);
    ASSERT_TRUE(loaded.scenario);
    LessonEntry const entry = entry_of("scenarios/topic/good.toml", loaded);
    std::string const page = handout_html(*loaded.scenario, entry, {entry},
                                          storyboard(*loaded.scenario), truth_of(*loaded.scenario));
    std::size_t const answers = page.find("For the teacher");
    ASSERT_NE(answers, std::string::npos);
    EXPECT_LT(page.find("Who will lead?"), answers);
    EXPECT_GT(page.find("broker-3 (leader of orders-1 at 20.000 s)"), answers);
    EXPECT_TRUE(has(page, "3 brokers, 3 controllers"));
    EXPECT_TRUE(has(page, "topic orders with 3 partitions, min.insync.replicas=2"));
    EXPECT_TRUE(has(page, "&gt; kill broker-2"));
    EXPECT_TRUE(has(page, "@page"));
}

TEST(Handout, TheAnswerStandsOnTheTeachersPageAlone) {
    std::string text{kGoodScenario};
    text += "\n[[step]]\nat = \"25s\"\nsay = \"broker-3, because it was in sync.\"\n";
    Loaded const loaded = load(text);
    ASSERT_TRUE(loaded.scenario);
    LessonEntry const entry = entry_of("scenarios/topic/good.toml", loaded);
    HandoutTruth truth = truth_of(*loaded.scenario);
    truth.solution = "[set]\nx.acks = \"all\"\n";
    std::vector<bool> const tells = telling_steps(*loaded.scenario);
    EXPECT_TRUE(tells.back());
    EXPECT_EQ(std::count(tells.begin(), tells.end(), true), 1);
    std::string const page =
        handout_html(*loaded.scenario, entry, {entry}, storyboard(*loaded.scenario), truth);
    std::size_t const answers = page.find("For the teacher");
    EXPECT_GT(page.find("because it was in sync"), answers);
    EXPECT_LT(page.find("Watch."), answers);
    EXPECT_GT(page.find("x.acks = &quot;all&quot;"), answers);
    EXPECT_TRUE(has(page, "An answer that passes"));
}

TEST(Storyboard, TellsWhatHappenedBetweenItsFramesAndWhy) {
    Loaded const loaded = load(kGoodScenario);
    ASSERT_TRUE(loaded.scenario);
    std::vector<StoryFrame> const frames = storyboard(*loaded.scenario);
    ASSERT_EQ(frames.size(), 2U);  // 6 s, and the end
    EXPECT_EQ(frames[0].says, std::vector<std::string>{"Watch."});
    EXPECT_EQ(frames[0].commands.size(), 2U);
    EXPECT_EQ(frames[1].at, Time{} + seconds(30));
    std::string happened;
    for (std::string const& each : frames[1].happened) happened += each + "\n";
    EXPECT_TRUE(has(happened, "elected broker-3 leader of orders-0")) << happened;
    EXPECT_GE(frames[1].why.size(), 2U);
    std::string const page = storyboard_html(*loaded.scenario, frames);
    EXPECT_TRUE(has(page, "A leader dies"));
    EXPECT_TRUE(has(page, "cut broker-1 from broker-3"));
}

TEST(Facts, AreTablesAndJson) {
    Loaded const loaded = load(kGoodScenario);
    World world = start_world(*loaded.scenario);
    Trace trace;
    Runner runner;
    runner.trace = &trace;
    run_until(world, Time{} + seconds(7), runner);
    Describer const who = describer_of(world);
    TracedFact killed;
    for (TracedFact const& traced : trace.facts()) {
        if (std::holds_alternative<NodeKilled>(traced.fact)) killed = traced;
    }
    std::string const number = std::to_string(killed.event.value);
    std::string const sentence = describe(killed, who);
    std::string const object =
        "{\"event\":" + number +
        ",\"at_us\":6000000,\"node\":\"broker-2\",\"kind\":\"NodeKilled\",\"interest\":\"key\","
        "\"partition\":null,\"text\":\"" +
        sentence + "\"}";
    auto const sheet_of = [&](FactFile kind, std::size_t rows) {
        FactSheet sheet{kind};
        std::string text = sheet.head();
        for (std::size_t i = 0; i < rows; ++i) text += sheet.row(killed, who);
        return text + sheet.end();
    };
    EXPECT_EQ(sheet_of(FactFile::csv, 1), "event,at_us,node,kind,interest,partition,text\n" +
                                              number + ",6000000,broker-2,NodeKilled,key,," +
                                              sentence + "\n");
    EXPECT_EQ(sheet_of(FactFile::json_lines, 2), object + "\n" + object + "\n");
    EXPECT_EQ(sheet_of(FactFile::json, 2), "[\n" + object + ",\n" + object + "\n]\n");
    EXPECT_EQ(sheet_of(FactFile::json, 0), "[\n]\n");
    EXPECT_EQ(fact_file_of("a.jsonl"), FactFile::json_lines);
    EXPECT_EQ(fact_file_of("a.json"), FactFile::json);
    EXPECT_EQ(fact_file_of("csv"), std::nullopt);
    // What has a comma or a quote stands in quotes.
    TracedFact said = killed;
    said.fact = Said{make_payload(std::string{"one, \"two\""})};
    std::string const row = FactSheet{FactFile::csv}.row(said, who);
    EXPECT_TRUE(has(row, "\"")) << row;
    EXPECT_TRUE(has(row, "\"\"two\"\"")) << row;
}

}  // namespace
}  // namespace highwater

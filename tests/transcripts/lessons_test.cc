// What every lesson keeps: it asks before it tells, it is short, what it asks has the answer that
// it offers, and README.md lists it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "base/limits.h"
#include "cli/files.h"
#include "cli/lessons.h"
#include "scenario/play.h"
#include "tests/transcripts/readme.h"

namespace highwater {
namespace {

constexpr std::int32_t kReadableFromTheBackRow = 170;  // characters of one sentence on the wall
constexpr std::size_t kMostSays = 8;

std::vector<LessonEntry> lessons() {
    setenv("HIGHWATER_SCENARIOS", HIGHWATER_SOURCE_DIR "/scenarios", 1);
    std::vector<LessonEntry> found = cli::read_lessons();
    std::erase_if(found, [](LessonEntry const& entry) { return entry.topic == "Bugs"; });
    return found;
}

// Every question with an answer is played up to its answer.
void check_answers(Scenario const& scenario) {
    for (LessonStep const& step : scenario.steps) {
        if (!step.answer || step.choices.empty()) continue;
        SCOPED_TRACE(step.ask);
        World world = start_world(scenario);
        Runner runner;
        ASSERT_EQ(run_until(world, step.answer->at, runner), RunStatus::reached);
        std::string const truth = write_answer(answer(world, step.answer->query));
        bool is_offered = false;
        for (Answer const& choice : step.choices) is_offered |= write_answer(choice) == truth;
        EXPECT_TRUE(is_offered) << "the true answer is " << truth;
        EXPECT_GE(step.choices.size(), 2U);
        EXPECT_GT(step.answer->at, step.at);
    }
}

TEST(Lessons, AskFirstAndAreShort) {
    std::set<std::int32_t> turns;
    for (LessonEntry const& entry : lessons()) {
        SCOPED_TRACE(entry.path);
        EXPECT_EQ(entry.problem, "");
        EXPECT_TRUE(turns.insert(entry.order).second) << "two lessons of one `order`";
        EXPECT_GT(entry.order, 0);
        EXPECT_FALSE(entry.question.empty());
        EXPECT_FALSE(entry.teaches.empty());
        std::optional<Scenario> const scenario = cli::open_scenario(entry.path, {});
        ASSERT_TRUE(scenario);
        EXPECT_LE(scenario->duration, seconds(90));
        EXPECT_FALSE(scenario->expectations.empty());
        std::size_t says = 0;
        std::size_t asks = 0;
        for (LessonStep const& step : scenario->steps) {
            says += step.say.empty() ? 0U : 1U;
            asks += step.answer ? 1U : 0U;
            EXPECT_LE(characters_in(step.say), kReadableFromTheBackRow) << step.say;
            EXPECT_LE(characters_in(step.ask), kReadableFromTheBackRow) << step.ask;
        }
        EXPECT_LE(says, kMostSays);
        EXPECT_GE(asks, 1U);
        check_answers(*scenario);
    }
}

TEST(Lessons, AreListedInTheReadme) { expect_in_readme("lessons", lesson_table(lessons())); }

}  // namespace
}  // namespace highwater

// What every lesson keeps: it asks before it tells, it is short, what it asks has the answer that
// it offers, and README.md lists it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>

#include "base/limits.h"
#include "cli/files.h"
#include "cli/lessons.h"
#include "scenario/grade.h"
#include "scenario/handout.h"
#include "scenario/play.h"
#include "tests/transcripts/readme.h"

namespace highwater {
namespace {

constexpr std::int32_t kReadableFromTheBackRow = 170;  // characters of one sentence on the wall
constexpr std::size_t kMostSays = 8;

std::vector<LessonEntry> lessons() {
    setenv("HIGHWATER_SCENARIOS", HIGHWATER_SOURCE_DIR "/scenarios", 1);
    std::vector<LessonEntry> found = cli::read_lessons();
    std::erase_if(found, [](LessonEntry const& entry) {
        return entry.topic == "Bugs" || entry.is_challenge;
    });
    return found;
}

std::vector<LessonEntry> challenges() {
    setenv("HIGHWATER_SCENARIOS", HIGHWATER_SOURCE_DIR "/scenarios", 1);
    std::vector<LessonEntry> found = cli::read_lessons();
    std::erase_if(found, [](LessonEntry const& entry) { return !entry.is_challenge; });
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

// "after" names lessons that are there, and that are taught before.
TEST(Lessons, NameWhatShouldComeBefore) {
    std::vector<LessonEntry> const all = cli::read_lessons();
    for (LessonEntry const& entry : all) {
        SCOPED_TRACE(entry.path);
        EXPECT_TRUE(unknown_before(entry, all).empty());
        for (LessonEntry const* before : lessons_before(entry, all)) {
            EXPECT_TRUE(entry.after.empty() || before->order < entry.order) << before->path;
        }
    }
}

// At least one lesson is there in German to its last word.
TEST(Lessons, OneIsTranslated) {
    std::string const file = HIGHWATER_SOURCE_DIR "/scenarios/basics/one-record.toml";
    LoadOptions options = cli::options_beside(file, {});
    options.language = "de";
    Loaded const loaded = cli::load_scenario_with(file, options);
    ASSERT_TRUE(loaded.scenario);
    for (Diagnostic const& each : loaded.untranslated) ADD_FAILURE() << render(each);
    EXPECT_EQ(loaded.scenario->title, "Ein Record: vom Producer zum Consumer");
}

TEST(Challenges, AskForSomethingThatIsNotSoYetAndSayWhatToThinkAbout) {
    EXPECT_GE(challenges().size(), 3U);
    std::set<std::int32_t> turns;
    for (LessonEntry const& entry : challenges()) {
        SCOPED_TRACE(entry.path);
        EXPECT_EQ(entry.problem, "");
        EXPECT_GT(entry.order, 0);
        EXPECT_TRUE(turns.insert(entry.order).second) << "two challenges of one `order`";
        EXPECT_FALSE(entry.teaches.empty());
        EXPECT_FALSE(entry.after.empty());
        std::optional<Scenario> const scenario = cli::open_scenario(entry.path, {});
        ASSERT_TRUE(scenario);
        EXPECT_GE(scenario->challenge->budget, 1);
        EXPECT_GE(scenario->challenge->goals.size(), 2U);
        for (ChallengeGoal const& goal : scenario->challenge->goals) {
            EXPECT_FALSE(goal.say.empty());
            EXPECT_FALSE(goal.why.empty());
        }
        Grade const unanswered = grade(*scenario);
        EXPECT_FALSE(unanswered.passes());
        EXPECT_GE(unanswered.reached(), 1) << "a challenge that misses everything teaches little";
    }
}

// tests/golden/challenges/*-right.toml pass, *-wrong.toml do not.
TEST(Challenges, RightAnswersPassAndWrongOnesDoNot) {
    std::set<std::string> answered;
    namespace fs = std::filesystem;
    for (auto const& file :
         fs::directory_iterator{HIGHWATER_SOURCE_DIR "/tests/golden/challenges"}) {
        std::string const name = file.path().stem().string();
        bool const is_right = name.ends_with("-right");
        if (!is_right && !name.ends_with("-wrong")) continue;
        SCOPED_TRACE(name);
        auto const text = cli::read_file(file.path().string(), limits::kScenarioFileBytes);
        ASSERT_TRUE(text);
        for (LessonEntry const& entry : challenges()) {
            if (text->find('"' + lesson_name(entry.path) + '"') == std::string::npos) continue;
            LoadOptions options = cli::options_beside(entry.path, {});
            options.answer = AnswerText{name, *text};
            Loaded const loaded = cli::load_scenario_with(entry.path, options);
            for (Diagnostic const& each : loaded.diagnostics) ADD_FAILURE() << render(each);
            ASSERT_TRUE(loaded.scenario);
            Grade const result = grade(*loaded.scenario);
            EXPECT_EQ(result.passes(), is_right) << summary_of(result);
            answered.insert(lesson_name(entry.path) + (is_right ? " right" : " wrong"));
        }
    }
    EXPECT_EQ(answered.size(), 2 * challenges().size());
}

TEST(Challenges, AreListedInTheReadme) {
    expect_in_readme("challenges", lesson_table(challenges()));
}

}  // namespace
}  // namespace highwater

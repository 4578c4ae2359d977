// Lessons stand in the order in which they are taught.
#include "scenario/catalogue.h"

#include <gtest/gtest.h>

namespace highwater {
namespace {

LessonEntry lesson(std::string path, std::int32_t order) {
    LessonEntry entry;
    entry.topic = topic_of(path);
    entry.title = path;
    entry.path = std::move(path);
    entry.order = order;
    return entry;
}

TEST(Catalogue, OrdersByTurnAndKeepsATopicTogether) {
    std::vector<LessonEntry> lessons = {
        lesson("scenarios/bugs/001-x.toml", 0),   lesson("scenarios/zoo/late.toml", 300),
        lesson("scenarios/zoo/first.toml", 20),   lesson("scenarios/apes/second.toml", 110),
        lesson("scenarios/apes/by-name.toml", 0), lesson("scenarios/apes/first.toml", 100),
        lesson("scenarios/basics/one.toml", 10),  lesson("scenarios/mine/own.toml", 0),
    };
    sort_lessons(lessons);
    std::string order;
    for (LessonEntry const& each : lessons) order += each.path.substr(10) + "\n";
    EXPECT_EQ(order,
              "basics/one.toml\nzoo/first.toml\nzoo/late.toml\napes/first.toml\napes/second.toml\n"
              "apes/by-name.toml\nmine/own.toml\nbugs/001-x.toml\n");
}

TEST(Catalogue, TellsLessonsForATerminalAndForTheReadme) {
    LessonEntry entry = lesson("/home/x/scenarios/basics/one.toml", 10);
    entry.title = "One";
    entry.question = "Why?";
    entry.teaches = {"M6", "M13"};
    entry.minutes = 4;
    EXPECT_EQ(lesson_table({entry}),
              "| Lesson | Its question | It corrects the belief that | Minutes |\n"
              "| --- | --- | --- | --- |\n"
              "| [One](scenarios/basics/one.toml) | Why? | replication factor 3 means safe; "
              "consuming removes the message | 4 |\n");
    EXPECT_EQ(lesson_list({entry}),
              "Basics\n  One\n    Why?\n    /home/x/scenarios/basics/one.toml · 4 min\n"
              "    not true: replication factor 3 means safe; consuming removes the message\n");
}

TEST(Catalogue, AFileThatCannotBeReadSaysWhy) {
    LessonEntry const entry =
        entry_of("scenarios/x/a.toml", load_scenario("a.toml", "format = 2", {}));
    EXPECT_EQ(entry.title, "a.toml");
    EXPECT_EQ(entry.problem.substr(0, 7), "line 1:");
    EXPECT_NE(lesson_list({entry}).find(entry.problem), std::string::npos);
}

// What the window has saved of a run stands beside its lesson, and is none.
TEST(Catalogue, ARunThatWasSavedIsNoLessonOfItsTopic) {
    for (char const* own :
         {"scenarios/basics/one-mine.toml", "scenarios/basics/one-mine-12.toml"}) {
        EXPECT_EQ(entry_of(own, {}).topic, kOwnRuns) << own;
    }
    for (char const* lesson : {"scenarios/basics/one.toml", "scenarios/basics/coal-mine-shaft.toml",
                               "scenarios/basics/mine.toml", "scenarios/basics/one-2.toml"}) {
        EXPECT_EQ(entry_of(lesson, {}).topic, "Basics") << lesson;
    }
    std::vector<LessonEntry> all{entry_of("scenarios/basics/a-mine.toml", {}),
                                 entry_of("scenarios/bugs/1.toml", {}),
                                 entry_of("scenarios/zoo/z.toml", {})};
    sort_lessons(all);
    EXPECT_EQ(all[0].topic, "Zoo");
    EXPECT_EQ(all[1].topic, kOwnRuns);
}

}  // namespace
}  // namespace highwater

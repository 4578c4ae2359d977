// The lessons there are: what the menu lists, in the order in which they are taught.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/loader.h"

namespace highwater::gui {

struct LessonEntry {
    std::string path;  // as it is opened
    std::string topic;
    std::string title;
    std::string question;
    std::int32_t minutes{};
    std::string problem;  // not empty: cannot be opened, and this says why
};

struct Catalogue {
    std::vector<LessonEntry> lessons;
    std::int32_t open{-1};  // the one on the stage; -1: another file
};

// "scenarios/replication/x.toml" is of "Replication".
std::string topic_of(std::string_view path);
// What a class needs: reading and thinking time of every step, and the run itself.
std::int32_t minutes_of(Scenario const& scenario);
LessonEntry entry_of(std::string path, Loaded const& loaded);
// basics first, bugs last, one-record before all; otherwise by topic and name.
void sort_lessons(std::vector<LessonEntry>& lessons);

// Rows of the menu: indices of lessons that have every word of `searched` in topic, title or
// question. The heading of a topic stands before its first row.
struct MenuRow {
    std::int32_t lesson{-1};
    bool begins_topic{};
};
std::vector<MenuRow> rows_of(Catalogue const& catalogue, std::string_view searched);

// "Lesson 3 of 12 · Replication".
std::string label_of(Catalogue const& catalogue, std::string_view path);

// Every word of `searched` stands in the text, in whatever case.
bool has_words(std::string_view text, std::string_view searched);

}  // namespace highwater::gui

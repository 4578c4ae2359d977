// The lessons there are, in the order in which they are taught: what the menu, `highwater help
// lessons` and the table in README.md list.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/loader.h"

namespace highwater {

// What the name of a run ends in that was saved beside its lesson ("…-mine.toml", "…-mine-2.toml"),
// and its topic.
inline constexpr char const* kOwnRunSuffix = "-mine";
inline constexpr char const* kOwnRuns = "Your own runs";

struct LessonEntry {
    std::string path;  // as it is opened
    std::string topic;
    std::string title;
    std::string question;
    std::vector<std::string> teaches;
    std::vector<std::string> after;  // lessons that should come before, by the names of their files
    std::int32_t order{};
    std::int32_t minutes{};
    std::vector<std::string> languages;  // that it has words in, beside the first
    bool is_challenge{};
    std::string problem;  // not empty: cannot be opened, and this says why
};

// "scenarios/replication/x.toml" is of "Replication".
std::string topic_of(std::string_view path);
// What a class needs: reading and thinking time of every step, and the run itself.
std::int32_t minutes_of(Scenario const& scenario);
LessonEntry entry_of(std::string path, Loaded const& loaded);
// By `order`, and a topic's lessons together: its first lesson gives the topic its turn. Files
// without an order come behind the others of their topic, by name; bugs, which nobody teaches,
// last.
void sort_lessons(std::vector<LessonEntry>& lessons);

// The lessons for a terminal, and as the table of README.md.
std::string lesson_list(std::vector<LessonEntry> const& lessons);
std::string lesson_table(std::vector<LessonEntry> const& lessons);

}  // namespace highwater

// What the menu of lessons lists.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/catalogue.h"

namespace highwater::gui {

struct Catalogue {
    std::vector<LessonEntry> lessons;
    std::int32_t open{-1};               // the one on the stage; -1: another file
    std::vector<std::string> languages;  // that some lesson has words in, sorted
    std::string language;                // the chosen one; empty: as they were written first
    bool has_interrupted{};  // a run that a crash or a power cut ended can be gone on with
    std::string left;        // the title of the run that was left last; empty: none was
};

// Rows of the menu: indices of lessons that have every word of `searched` in topic, title or
// question; those that have them in their title come first. The heading of a topic stands before
// its first row, and again where others came between.
struct MenuRow {
    std::int32_t lesson{-1};
    bool begins_topic{};
};
std::vector<MenuRow> rows_of(Catalogue const& catalogue, std::string_view searched);

// What is kept because it once went wrong is no lesson, nor is what somebody has saved of a run.
bool is_lesson(LessonEntry const& entry);
std::size_t lessons_in(Catalogue const& catalogue);

// What Ctrl O does: "Go on with the run that was interrupted"; empty: nothing.
std::string words_of_way_back(Catalogue const& catalogue);

// "Lesson 3 of 12 · Replication".
std::string label_of(Catalogue const& catalogue, std::string_view path);

// "Deutsch" of "de": as those who speak it call it; others by their letters.
std::string name_of_language(std::string_view language);

// Whether a lesson has words in a language beside the first, how many have, and in which it has.
bool is_told_in(LessonEntry const& entry, std::string_view language);
std::size_t told_in(Catalogue const& catalogue, std::string_view language);
std::string languages_of(LessonEntry const& entry);

// Every word of `searched` stands in the text, in whatever case.
bool has_words(std::string_view text, std::string_view searched);

}  // namespace highwater::gui

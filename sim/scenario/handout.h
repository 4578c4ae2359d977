// What a teacher prints: an index of all lessons, and for each a page for the class with the
// teacher's answers behind it.
#pragma once

#include <string>
#include <vector>

#include "scenario/catalogue.h"
#include "scenario/storyboard.h"

namespace highwater {

// "orders-that-vanish": the name of a lesson's file without folder and ending.
std::string lesson_name(std::string_view path);
// The lessons that should come before this one: those that it names, else the one that stands
// before it in its topic.
std::vector<LessonEntry const*> lessons_before(LessonEntry const& entry,
                                               std::vector<LessonEntry> const& all);
// Names in `after` that no lesson has.
std::vector<std::string> unknown_before(LessonEntry const& entry,
                                        std::vector<LessonEntry> const& all);

// What is true of the questions, and what became of the expectations.
struct HandoutTruth {
    std::vector<std::string> answers;       // by step; "" where nothing is asked
    std::vector<std::string> expectations;  // in words, as they were found
    std::string solution;                   // of a challenge: an answer's file that passes it
};
// By step: whether what it says tells the answer to the question before it.
std::vector<bool> telling_steps(Scenario const& scenario);
HandoutTruth truth_of(Scenario const& scenario);

// By topic, by minutes and by belief; each lesson's page is called NAME.html, beside it.
std::string index_html(std::vector<LessonEntry> const& lessons);
std::string handout_html(Scenario const& scenario, LessonEntry const& entry,
                         std::vector<LessonEntry> const& all, std::vector<StoryFrame> const& frames,
                         HandoutTruth const& truth);

}  // namespace highwater

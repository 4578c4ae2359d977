// "Why?" for whatever is selected: the questions that can be asked about it, and the chain from the
// effect to its first cause.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gui/frame.h"
#include "gui/ui_state.h"
#include "trace/why.h"

namespace highwater::gui {

// A question; about a state, or about what happened at an event.
struct WhyTopic {
    std::string title;        // "Why does broker-3 lead?"
    std::string short_title;  // "leader": to choose between several
    std::optional<WhyQuestion> question;
    EventId event{};
};
// In the order of their weight; empty when nothing can be asked.
std::vector<WhyTopic> why_topics(Frame const& frame, Selection const& selection);

struct WhyStep {
    std::string head;  // "9.104 s", "because · 6.000 s"
    std::string sentence;
    EventId event{};
    Meaning meaning{Meaning::plain};
};
struct WhyAnswer {
    std::vector<WhyStep> steps;
    std::string nothing;  // why there is no answer; empty when there is one
};
WhyAnswer why_answer(Frame const& frame, WhyTopic const& topic);

}  // namespace highwater::gui

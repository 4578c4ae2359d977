#include "scenario/handout.h"

#include <algorithm>
#include <map>

#include "scenario/beliefs.h"
#include "scenario/challenge.h"
#include "scenario/html.h"
#include "scenario/play.h"
#include "scenario/units.h"

namespace highwater {

namespace {

using html::element;
using html::escaped;

constexpr std::size_t kMostPictures = 4;

std::string link_to(LessonEntry const& entry) {
    return "<a href=\"" + escaped(lesson_name(entry.path)) + ".html\">" + escaped(entry.title) +
           "</a>";
}

std::string minutes_text(std::int32_t minutes) {
    return std::to_string(minutes) + (minutes == 1 ? " minute" : " minutes");
}

std::string row(std::vector<std::string> const& cells) {
    std::string text = "<tr>";
    for (std::string const& cell : cells) text += "<td>" + cell + "</td>";
    return text + "</tr>\n";
}

std::string head(std::vector<std::string_view> const& cells) {
    std::string text = "<table>\n<tr>";
    for (std::string_view const cell : cells) text += "<th>" + escaped(cell) + "</th>";
    return text + "</tr>\n";
}

std::string links_before(LessonEntry const& entry, std::vector<LessonEntry> const& all) {
    std::string text;
    for (LessonEntry const* before : lessons_before(entry, all)) {
        text += (text.empty() ? "" : "<br>") + link_to(*before);
    }
    return text.empty() ? "–" : text;
}

std::string beliefs_text(std::vector<std::string> const& teaches,
                         std::string const& between = "<br>") {
    std::string text;
    for (std::string const& id : teaches) {
        text += (text.empty() ? "" : between) + escaped(belief_of(id));
    }
    return text.empty() ? "–" : text;
}

std::string by_topic(std::vector<LessonEntry> const& lessons) {
    std::string text;
    std::string_view topic;
    for (LessonEntry const& entry : lessons) {
        if (topic != entry.topic) {
            if (!topic.empty()) text += "</table>\n";
            topic = entry.topic;
            std::int32_t minutes = 0;
            for (LessonEntry const& each : lessons) {
                minutes += each.topic == entry.topic ? each.minutes : 0;
            }
            text += element("h2", entry.topic + " · " + minutes_text(minutes));
            text += head({"Lesson", "Minutes", "It corrects the belief that", "Before it"});
        }
        text +=
            row({link_to(entry) + "<br>" + escaped(entry.question), std::to_string(entry.minutes),
                 beliefs_text(entry.teaches), links_before(entry, lessons)});
    }
    return topic.empty() ? text : text + "</table>\n";
}

std::string by_minutes(std::vector<LessonEntry> const& lessons) {
    std::vector<LessonEntry const*> sorted;
    for (LessonEntry const& entry : lessons) sorted.push_back(&entry);
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](auto const* a, auto const* b) { return a->minutes < b->minutes; });
    std::string text = element("h2", "By minutes") + head({"Minutes", "Lesson", "Topic"});
    for (LessonEntry const* entry : sorted) {
        text += row({std::to_string(entry->minutes), link_to(*entry), escaped(entry->topic)});
    }
    return text + "</table>\n";
}

// In the order of their numbers: M2 before M10.
std::string by_belief(std::vector<LessonEntry> const& lessons) {
    std::map<std::int64_t, std::string> links;
    for (LessonEntry const& entry : lessons) {
        for (std::string const& id : entry.teaches) {
            auto const number = parse_integer(std::string_view{id}.substr(1));
            std::string& text = links[number ? *number : 0];
            text += (text.empty() ? "" : "<br>") + link_to(entry);
        }
    }
    std::string text = element("h2", "By belief") + head({"A class believes that", "Lesson"});
    for (auto const& [number, lesson] : links) {
        text += row({escaped(belief_of("M" + std::to_string(number))), lesson});
    }
    return text + "</table>\n";
}

// ---- a lesson's page ----------------------------------------------------------------------------

std::string setup_html(Scenario const& scenario) {
    std::int64_t brokers = 0;
    for (NodeSpec const& node : scenario.world.nodes) brokers += node.is_broker ? 1 : 0;
    auto const controllers = static_cast<std::int64_t>(scenario.world.nodes.size()) - brokers;
    std::string text = "<ul>\n";
    text += element("li", std::to_string(brokers) + (brokers == 1 ? " broker, " : " brokers, ") +
                              std::to_string(controllers) +
                              (controllers == 1 ? " controller" : " controllers"));
    Names const& names = scenario.world.names;
    for (ClusterSpec const& cluster : scenario.world.clusters) {
        for (NewTopic const& topic : cluster.topics) {
            std::size_t const partitions = topic.assignment.empty()
                                               ? static_cast<std::size_t>(topic.partitions)
                                               : topic.assignment.size();
            std::string words = "topic " + names.text(topic.name) + " with " +
                                std::to_string(partitions) +
                                (partitions == 1 ? " partition" : " partitions");
            for (auto const& [name, value] : topic.configs) words += ", " + name + "=" + value;
            text += element("li", words);
        }
    }
    for (ProducerSpec const& each : scenario.producers) {
        text += element("li", "producer " + names.text(each.name));
    }
    for (ConsumerSpec const& each : scenario.consumers) {
        std::string const& group = each.config.group.group_id;
        text += element("li", "consumer " + names.text(each.name) +
                                  (group.empty() ? "" : " of group " + group));
    }
    return text + "</ul>\n";
}

std::string choices_html(LessonStep const& step) {
    if (step.choices.empty()) return "<p class=\"blank\"></p>\n";
    std::string text = "<ul class=\"choices\">\n";
    for (std::size_t i = 0; i < step.choices.size(); ++i) {
        text += element("li", i < step.choice_words.size() ? step.choice_words[i]
                                                           : write_answer(step.choices[i]));
    }
    return text + "</ul>\n";
}

std::string challenge_html(Scenario const& scenario) {
    Challenge const& challenge = *scenario.challenge;
    std::string text = element("h2", "The challenge") + element("p", challenge.task);
    text += "<ul class=\"choices\">\n";
    for (ChallengeGoal const& goal : challenge.goals) {
        auto const index = static_cast<std::size_t>(goal.expectation);
        text += element(
            "li", goal.say.empty() ? scenario.expectations[index].expectation.text : goal.say);
    }
    text += "</ul>\n";
    std::string may = "You may change";
    if (challenge.budget >= 0) {
        may += ", " + std::string{challenge.budget == 1
                                      ? "once"
                                      : "at most " + std::to_string(challenge.budget) + " times"};
    }
    text += element("p", may + ":");
    text += "<ul>\n";
    for (std::string const& each : challenge.may_set) {
        text += "<li><code>" + escaped(each) + "</code></li>\n";
    }
    for (std::string const& each : challenge.may_do) {
        text += "<li><code>" + escaped(each) + " …</code></li>\n";
    }
    return text + "</ul>\n";
}

std::string picture_html(std::vector<StoryFrame> const& frames, Time at, std::size_t& pictures) {
    for (StoryFrame const& frame : frames) {
        if (frame.at != at || frame.png.empty() || pictures == kMostPictures) continue;
        ++pictures;
        return "<img alt=\"The cluster at " + format_time(at) + "\" src=\"" +
               html::data_uri(frame.png) + "\">\n";
    }
    return {};
}

// On the page of the class there is a line to write on where the lesson tells the answer.
std::string steps_html(Scenario const& scenario, std::vector<StoryFrame> const& frames) {
    std::vector<bool> const tells = telling_steps(scenario);
    std::string text = element("h2", "What happens");
    std::size_t pictures = 0;
    for (std::size_t i = 0; i < scenario.steps.size(); ++i) {
        LessonStep const& step = scenario.steps[i];
        bool const is_silent = step.say.empty() && step.ask.empty() && step.phrases.empty();
        if (is_silent) continue;
        text += "<section>\n<p><span class=\"time\">" + format_time(step.at) + "</span> " +
                (tells[i] ? "What happened?" : escaped(step.say)) + "</p>\n";
        if (tells[i]) text += "<p class=\"blank\"></p>\n";
        if (!step.ask.empty()) {
            text += "<p><b>" + escaped(step.ask) + "</b></p>\n" + choices_html(step);
        }
        for (std::string const& phrase : step.phrases) {
            text += "<p><code>&gt; " + escaped(phrase) + "</code></p>\n";
        }
        if (!step.say.empty() && !tells[i]) text += picture_html(frames, step.at, pictures);
        text += "</section>\n";
    }
    return text;
}

std::string answers_html(Scenario const& scenario, HandoutTruth const& truth) {
    std::string text = "<section class=\"answers\">\n" + element("h2", "For the teacher");
    std::vector<bool> const tells = telling_steps(scenario);
    for (std::size_t i = 0; i < scenario.steps.size(); ++i) {
        if (tells[i]) text += element("p", scenario.steps[i].say);
        if (truth.answers[i].empty()) continue;
        text += element("p", scenario.steps[i].ask);
        text += "<p><b>" + escaped(truth.answers[i]) + "</b></p>\n";
    }
    if (!truth.solution.empty()) {
        text += element("p", "An answer that passes", "label") + element("pre", truth.solution);
    }
    if (!truth.expectations.empty()) {
        text += element("p", "What the run shows", "label") + "<ul>\n";
        for (std::string const& each : truth.expectations) text += element("li", each);
        text += "</ul>\n";
    }
    text += element("p", "Play it", "label");
    text += "<p><code>highwater " + escaped(scenario.file) + "</code><br><code>highwater run " +
            escaped(scenario.file) + "</code></p>\n";
    return text + "</section>\n";
}

}  // namespace

std::string lesson_name(std::string_view path) { return challenge_name(path); }

std::vector<LessonEntry const*> lessons_before(LessonEntry const& entry,
                                               std::vector<LessonEntry> const& all) {
    std::vector<LessonEntry const*> before;
    for (std::string const& name : entry.after) {
        for (LessonEntry const& each : all) {
            if (lesson_name(each.path) == name) before.push_back(&each);
        }
    }
    if (!entry.after.empty()) return before;
    LessonEntry const* previous = nullptr;
    for (LessonEntry const& each : all) {
        if (each.path == entry.path) break;
        if (each.topic == entry.topic) previous = &each;
    }
    if (previous != nullptr) before.push_back(previous);
    return before;
}

std::vector<std::string> unknown_before(LessonEntry const& entry,
                                        std::vector<LessonEntry> const& all) {
    std::vector<std::string> unknown;
    for (std::string const& name : entry.after) {
        bool const is_there = std::any_of(all.begin(), all.end(), [&](LessonEntry const& each) {
            return lesson_name(each.path) == name;
        });
        if (!is_there) unknown.push_back(name);
    }
    return unknown;
}

std::vector<bool> telling_steps(Scenario const& scenario) {
    std::vector<bool> tells(scenario.steps.size());
    LessonStep const* asked = nullptr;
    for (std::size_t i = 0; i < scenario.steps.size(); ++i) {
        LessonStep const& step = scenario.steps[i];
        bool const is_known = asked != nullptr && (!asked->answer || step.at >= asked->answer->at);
        if (is_known && !step.say.empty()) {
            tells[i] = true;
            asked = nullptr;
        }
        if (!step.ask.empty()) asked = &step;
    }
    return tells;
}

HandoutTruth truth_of(Scenario const& scenario) {
    HandoutTruth truth;
    truth.answers.resize(scenario.steps.size());
    for (std::size_t i = 0; i < scenario.steps.size(); ++i) {
        LessonStep const& step = scenario.steps[i];
        if (!step.answer) continue;
        World world = start_world(scenario);
        Runner runner;
        run_until(world, step.answer->at, runner);
        std::string words = write_answer(answer(world, step.answer->query));
        for (std::size_t k = 0; k < step.choices.size() && k < step.choice_words.size(); ++k) {
            if (write_answer(step.choices[k]) == words) {
                words = step.choice_words[k];
                break;
            }
        }
        truth.answers[i] =
            words + " (" + step.answer->query.text + " at " + format_time(step.answer->at) + ")";
    }
    World world = start_world(scenario);
    Runner runner;
    for (TimedExpectation const& each : scenario.expectations) {
        run_to(world, moment_of(scenario, each), runner);
        Judgement const judgement = check(world, each.expectation);
        truth.expectations.push_back(format_time(each.at) + "  " + judgement.sentence);
    }
    return truth;
}

std::string index_html(std::vector<LessonEntry> const& lessons) {
    std::int32_t minutes = 0;
    for (LessonEntry const& entry : lessons) minutes += entry.minutes;
    std::string body = element("h1", "Highwater: the lessons");
    body += element("p", std::to_string(lessons.size()) + " lessons, " + minutes_text(minutes) +
                             " in all, in the order in which they build on each other.");
    body += by_topic(lessons) + by_minutes(lessons) + by_belief(lessons);
    return html::page("Highwater: the lessons", "en", body);
}

std::string handout_html(Scenario const& scenario, LessonEntry const& entry,
                         std::vector<LessonEntry> const& all, std::vector<StoryFrame> const& frames,
                         HandoutTruth const& truth) {
    std::string body =
        element("p", entry.topic + " · " + minutes_text(minutes_of(scenario)), "label");
    body += element("h1", scenario.title) + element("p", scenario.question, "question");
    if (!scenario.teaches.empty()) {
        body += "<p>Many believe that " + beliefs_text(scenario.teaches, ", or that ") + ".</p>\n";
    }
    std::vector<LessonEntry const*> const before = lessons_before(entry, all);
    if (!before.empty()) body += "<p>Before this: " + links_before(entry, all) + "</p>\n";
    body += element("h2", "The cluster") + setup_html(scenario);
    if (scenario.challenge) body += challenge_html(scenario);
    body += steps_html(scenario, frames) + answers_html(scenario, truth);
    return html::page(scenario.title, scenario.language.empty() ? "en" : scenario.language, body);
}

}  // namespace highwater

#include "scenario/storyboard.h"

#include <algorithm>

#include "node/topic_name.h"
#include "scenario/html.h"
#include "scenario/play.h"
#include "trace/why.h"
#include "world/lookup.h"

namespace highwater {

namespace {

constexpr std::size_t kMostHappened = 12;  // of one frame
constexpr std::size_t kMostLinks = 6;      // of one chain

bool is_told(TracedFact const& traced, Describer const& who) {
    if (traced.at < Time{} || interest_of(traced.fact) != Interest::key) return false;
    bool const is_narration =
        std::holds_alternative<Said>(traced.fact) || std::holds_alternative<Asked>(traced.fact);
    if (is_narration) return false;
    if (std::holds_alternative<GroupCoordinatorLoaded>(traced.fact)) return true;
    TopicPartition const partition = partition_of(traced.fact);
    return partition.partition < 0 || !is_internal_topic(who.names->text(partition.topic));
}

// The instants that are shown, each once, in order.
std::vector<StoryFrame> empty_frames(Scenario const& scenario) {
    std::vector<StoryFrame> frames;
    for (LessonStep const& step : scenario.steps) {
        bool const is_silent = step.say.empty() && step.ask.empty() && step.phrases.empty();
        if (is_silent) continue;
        if (frames.empty() || frames.back().at != step.at) {
            frames.emplace_back();
            frames.back().at = step.at;
        }
        StoryFrame& frame = frames.back();
        if (!step.say.empty()) frame.says.push_back(step.say);
        if (!step.ask.empty()) frame.asks.push_back(step.ask);
        frame.commands.insert(frame.commands.end(), step.phrases.begin(), step.phrases.end());
    }
    Time const end = Time{} + scenario.duration;
    if (frames.empty() || frames.back().at < end) {
        frames.emplace_back();
        frames.back().at = end;
    }
    return frames;
}

// The longest chain tells most: a leader that was elected goes back to the broker that died.
void tell_why(StoryFrame& frame, Trace const& trace, Describer const& who,
              std::vector<std::uint64_t> const& facts) {
    std::vector<WhyLink> longest;
    for (std::uint64_t const fact : facts) {
        std::vector<WhyLink> chain = why(trace, who, fact);
        if (chain.size() > longest.size()) longest = std::move(chain);
    }
    if (longest.size() < 2) return;  // nobody noted a cause
    for (WhyLink const& link : longest) {
        if (frame.why.size() == kMostLinks) return;
        frame.why.push_back(format_time(link.traced.at) + "  " + link.sentence);
    }
}

void tell(StoryFrame& frame, Trace const& trace, std::uint64_t from, Describer const& who) {
    std::vector<std::uint64_t> told;
    std::uint64_t number = from;
    for (TracedFact const& traced : trace.facts_since(from)) {
        std::uint64_t const fact = number++;
        if (!is_told(traced, who)) continue;
        if (told.size() == kMostHappened) {
            ++frame.more_happened;
            continue;
        }
        told.push_back(fact);
        frame.happened.push_back(format_time(traced.at) + "  " + describe(traced, who));
    }
    tell_why(frame, trace, who, told);
}

std::string list(std::vector<std::string> const& items, std::string_view css_class) {
    std::string text = "<ul class=\"" + std::string{css_class} + "\">\n";
    for (std::string const& item : items) text += html::element("li", item);
    return text + "</ul>\n";
}

std::string frame_html(StoryFrame const& frame) {
    std::string text = "<section class=\"frame\">\n";
    text += html::element("h2", format_time(frame.at));
    for (std::string const& say : frame.says) text += html::element("p", say);
    for (std::string const& ask : frame.asks) text += "<p><b>" + html::escaped(ask) + "</b></p>\n";
    for (std::string const& command : frame.commands) {
        text += "<p><code>&gt; " + html::escaped(command) + "</code></p>\n";
    }
    if (!frame.png.empty()) {
        text += "<img alt=\"The cluster at " + format_time(frame.at) + "\" src=\"" +
                html::data_uri(frame.png) + "\">\n";
    }
    if (!frame.happened.empty()) {
        text += html::element("p", "Until then", "label");
        text += list(frame.happened, "happened");
        if (frame.more_happened > 0) {
            text += html::element("p", "… and " + std::to_string(frame.more_happened) + " more");
        }
    }
    if (!frame.why.empty()) {
        text += html::element("p", "Why", "label");
        text += list(frame.why, "why");
    }
    return text + "</section>\n";
}

}  // namespace

std::vector<StoryFrame> storyboard(Scenario const& scenario) {
    std::vector<StoryFrame> frames = empty_frames(scenario);
    World world = start_world(scenario);
    Trace trace{TraceLimits{4'000'000, 8'000'000}};
    Runner runner;
    runner.trace = &trace;
    std::uint64_t told = 0;
    for (StoryFrame& frame : frames) {
        run_until(world, frame.at, runner);
        tell(frame, trace, told, describer_of(world));
        told = trace.next_fact();
    }
    // The end has a frame of its own only where it tells something.
    StoryFrame const& end = frames.back();
    bool const is_empty = end.says.empty() && end.asks.empty() && end.commands.empty() &&
                          end.happened.empty() && frames.size() > 1;
    if (is_empty) frames.pop_back();
    return frames;
}

std::string storyboard_html(Scenario const& scenario, std::vector<StoryFrame> const& frames) {
    std::string body = html::element("h1", scenario.title);
    if (!scenario.question.empty()) body += html::element("p", scenario.question, "question");
    for (StoryFrame const& frame : frames) body += frame_html(frame);
    return html::page(scenario.title, scenario.language.empty() ? "en" : scenario.language, body);
}

}  // namespace highwater

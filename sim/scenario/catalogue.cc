#include "scenario/catalogue.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "scenario/beliefs.h"

namespace highwater {

namespace {

constexpr std::int32_t kLast = INT32_MAX;

std::string_view file_name(std::string_view path) {
    std::size_t const slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view folder_of(std::string_view path) {
    std::size_t const slash = path.rfind('/');
    if (slash == std::string_view::npos) return {};
    return file_name(path.substr(0, slash));
}

std::int32_t turn_of(LessonEntry const& entry) { return entry.order > 0 ? entry.order : kLast; }

std::string beliefs_of(LessonEntry const& entry) {
    std::string text;
    for (std::string const& id : entry.teaches) {
        text += (text.empty() ? "" : "; ") + std::string{belief_of(id)};
    }
    return text;
}

}  // namespace

std::string topic_of(std::string_view path) {
    std::string topic{folder_of(path)};
    if (topic.empty() || topic == "scenarios") return "Lessons";
    if (topic.front() >= 'a' && topic.front() <= 'z') {
        topic.front() = static_cast<char>(topic.front() - 'a' + 'A');
    }
    std::replace(topic.begin(), topic.end(), '-', ' ');
    return topic;
}

std::int32_t minutes_of(Scenario const& scenario) {
    constexpr std::int64_t kCharactersPerMinute = 700;  // read aloud, slowly
    std::int64_t seconds_needed = 0;
    std::int64_t characters = characters_in(scenario.question);
    for (LessonStep const& step : scenario.steps) {
        characters += characters_in(step.say) + characters_in(step.ask);
        if (!step.ask.empty()) seconds_needed += 60;  // the class thinks
        if (!step.say.empty()) seconds_needed += 15;  // and looks
    }
    seconds_needed += characters * 60 / kCharactersPerMinute;
    // A challenge is tried out: a few minutes for each change that one may make.
    if (scenario.challenge) {
        constexpr std::int64_t kSecondsPerChange = 240;
        seconds_needed += kSecondsPerChange * std::clamp(scenario.challenge->budget, 1, 10);
    }
    return static_cast<std::int32_t>(std::max<std::int64_t>(1, (seconds_needed + 30) / 60));
}

namespace {
// "…-mine.toml" or "…-mine-2.toml": as the window names what it saves.
bool is_own_run(std::string_view path) {
    path = path.substr(0, path.rfind('.'));
    while (!path.empty() && path.back() >= '0' && path.back() <= '9') path.remove_suffix(1);
    if (path.ends_with(std::string{kOwnRunSuffix} + "-")) path.remove_suffix(1);
    return path.ends_with(kOwnRunSuffix);
}
}  // namespace

LessonEntry entry_of(std::string path, Loaded const& loaded) {
    LessonEntry entry;
    entry.topic = is_own_run(path) ? kOwnRuns : topic_of(path);
    entry.path = std::move(path);
    if (loaded.scenario) {
        entry.title = loaded.scenario->title;
        entry.question = loaded.scenario->question;
        entry.teaches = loaded.scenario->teaches;
        entry.after = loaded.scenario->after;
        entry.languages = loaded.scenario->languages;
        entry.is_challenge = loaded.scenario->challenge.has_value();
        entry.order = loaded.scenario->order;
        entry.minutes = minutes_of(*loaded.scenario);
        return entry;
    }
    entry.title = file_name(entry.path);
    entry.problem = "cannot be read";
    for (Diagnostic const& diagnostic : loaded.diagnostics) {
        if (diagnostic.severity != Diagnostic::Severity::error) continue;
        entry.problem = "line " + std::to_string(diagnostic.place.line);
        entry.problem += ": " + diagnostic.message;
        break;
    }
    return entry;
}

namespace {
// Behind all lessons what somebody has saved of a run, and behind that what nobody teaches.
int rank_of(LessonEntry const& entry) {
    if (entry.topic == "Bugs") return 2;
    return entry.topic == kOwnRuns ? 1 : 0;
}
}  // namespace

void sort_lessons(std::vector<LessonEntry>& lessons) {
    std::map<std::string, std::int32_t> turn_of_topic;
    for (LessonEntry const& entry : lessons) {
        auto const [topic, is_new] = turn_of_topic.emplace(entry.topic, turn_of(entry));
        if (!is_new) topic->second = std::min(topic->second, turn_of(entry));
    }
    auto const key = [&](LessonEntry const& entry) {
        return std::tuple{rank_of(entry), turn_of_topic[entry.topic], std::string_view{entry.topic},
                          turn_of(entry), std::string_view{entry.path}};
    };
    std::sort(lessons.begin(), lessons.end(),
              [&](LessonEntry const& a, LessonEntry const& b) { return key(a) < key(b); });
}

std::string lesson_list(std::vector<LessonEntry> const& lessons) {
    std::string text;
    std::string_view topic;
    for (LessonEntry const& entry : lessons) {
        if (topic != entry.topic) text += (text.empty() ? "" : "\n") + entry.topic + "\n";
        topic = entry.topic;
        text += "  " + entry.title + "\n    ";
        text += entry.problem.empty() ? entry.question : entry.problem;
        text += "\n    " + entry.path + " · " + std::to_string(entry.minutes) + " min\n";
        if (!entry.teaches.empty()) text += "    not true: " + beliefs_of(entry) + "\n";
    }
    return text;
}

std::string lesson_table(std::vector<LessonEntry> const& lessons) {
    std::string text =
        "| Lesson | Its question | It corrects the belief that | Minutes |\n| --- | --- | --- | "
        "--- |\n";
    for (LessonEntry const& entry : lessons) {
        std::size_t const from = entry.path.rfind("scenarios/");
        text += "| [" + entry.title + "](" +
                entry.path.substr(from == std::string::npos ? 0 : from) + ") | ";
        text += entry.question + " | " + beliefs_of(entry) + " | " + std::to_string(entry.minutes) +
                " |\n";
    }
    return text;
}

}  // namespace highwater

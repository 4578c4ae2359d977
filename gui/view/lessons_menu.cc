#include "gui/view/lessons_menu.h"

#include <algorithm>
#include <tuple>

namespace highwater::gui {
namespace {

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

std::string lowered(std::string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), lower);
    return result;
}

std::string_view file_name(std::string_view path) {
    std::size_t const slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view folder_of(std::string_view path) {
    std::size_t const slash = path.rfind('/');
    if (slash == std::string_view::npos) return {};
    return file_name(path.substr(0, slash));
}

int turn_of(std::string_view path) {
    if (file_name(path) == "one-record.toml") return 0;
    std::string_view const folder = folder_of(path);
    if (folder == "basics") return 1;
    return folder == "bugs" ? 3 : 2;
}

// Within a topic the gentle ones come first.
int turn_within(std::string_view path) { return file_name(path) == "leader-failover.toml" ? 0 : 1; }

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
    return static_cast<std::int32_t>(std::max<std::int64_t>(1, (seconds_needed + 30) / 60));
}

LessonEntry entry_of(std::string path, Loaded const& loaded) {
    LessonEntry entry;
    entry.topic = topic_of(path);
    entry.path = std::move(path);
    if (loaded.scenario) {
        entry.title = loaded.scenario->title;
        entry.question = loaded.scenario->question;
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

void sort_lessons(std::vector<LessonEntry>& lessons) {
    auto const key = [](LessonEntry const& entry) {
        return std::tuple{turn_of(entry.path), folder_of(entry.path), turn_within(entry.path),
                          std::string_view{entry.path}};
    };
    std::sort(lessons.begin(), lessons.end(),
              [&](LessonEntry const& a, LessonEntry const& b) { return key(a) < key(b); });
}

bool has_words(std::string_view text, std::string_view searched) {
    std::string const where = lowered(text);
    std::string const all = lowered(searched);
    std::size_t begin = 0;
    while (begin < all.size()) {
        std::size_t const end = std::min(all.find(' ', begin), all.size());
        if (where.find(all.substr(begin, end - begin)) == std::string::npos) return false;
        begin = end + 1;
    }
    return true;
}

std::vector<MenuRow> rows_of(Catalogue const& catalogue, std::string_view searched) {
    std::vector<MenuRow> rows;
    std::string_view topic;
    for (std::size_t i = 0; i < catalogue.lessons.size(); ++i) {
        LessonEntry const& entry = catalogue.lessons[i];
        if (!has_words(entry.topic + " " + entry.title + " " + entry.question, searched)) continue;
        rows.push_back({static_cast<std::int32_t>(i), rows.empty() || topic != entry.topic});
        topic = entry.topic;
    }
    return rows;
}

std::string label_of(Catalogue const& catalogue, std::string_view path) {
    for (std::size_t i = 0; i < catalogue.lessons.size(); ++i) {
        if (catalogue.lessons[i].path != path) continue;
        std::string label = "Lesson " + std::to_string(i + 1);
        label += " of " + std::to_string(catalogue.lessons.size());
        return label += " · " + catalogue.lessons[i].topic;
    }
    return topic_of(path);
}

}  // namespace highwater::gui

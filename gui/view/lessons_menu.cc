#include "gui/view/lessons_menu.h"

#include <algorithm>

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

// How well a lesson answers to what is searched for: 0 is best.
int rank_of(LessonEntry const& entry, std::string_view searched) {
    std::size_t const place = lowered(entry.title).find(lowered(searched));
    if (place == 0) return 0;
    if (place != std::string::npos) return 1;
    if (has_words(entry.title, searched)) return 2;
    return has_words(entry.question, searched) ? 3 : 4;
}

}  // namespace

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
    auto const entry_of = [&](MenuRow const& row) -> LessonEntry const& {
        return catalogue.lessons[static_cast<std::size_t>(row.lesson)];
    };
    for (std::size_t i = 0; i < catalogue.lessons.size(); ++i) {
        LessonEntry const& entry = catalogue.lessons[i];
        if (!has_words(entry.topic + " " + entry.title + " " + entry.question, searched)) continue;
        rows.push_back({static_cast<std::int32_t>(i), false});
    }
    if (!searched.empty()) {
        std::vector<std::pair<int, MenuRow>> ranked;
        for (MenuRow const& row : rows) ranked.push_back({rank_of(entry_of(row), searched), row});
        std::stable_sort(ranked.begin(), ranked.end(),
                         [](auto const& a, auto const& b) { return a.first < b.first; });
        std::transform(ranked.begin(), ranked.end(), rows.begin(),
                       [](auto const& each) { return each.second; });
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].begins_topic = i == 0 || entry_of(rows[i - 1]).topic != entry_of(rows[i]).topic;
    }
    return rows;
}

std::string name_of_language(std::string_view language) {
    struct Name {
        std::string_view language;
        std::string_view name;
    };
    constexpr Name kNames[] = {{"cs", "Čeština"},    {"da", "Dansk"},   {"de", "Deutsch"},
                               {"el", "Ελληνικά"},   {"es", "Español"}, {"fi", "Suomi"},
                               {"fr", "Français"},   {"hu", "Magyar"},  {"it", "Italiano"},
                               {"nl", "Nederlands"}, {"no", "Norsk"},   {"pl", "Polski"},
                               {"pt", "Português"},  {"ro", "Română"},  {"ru", "Русский"},
                               {"sv", "Svenska"},    {"tr", "Türkçe"},  {"uk", "Українська"}};
    for (Name const& each : kNames) {
        if (each.language == language.substr(0, language.find('-'))) return std::string{each.name};
    }
    return std::string{language};
}

std::size_t told_in(Catalogue const& catalogue, std::string_view language) {
    std::size_t count = 0;
    for (LessonEntry const& entry : catalogue.lessons) count += is_told_in(entry, language);
    return count;
}

bool is_told_in(LessonEntry const& entry, std::string_view language) {
    return std::find(entry.languages.begin(), entry.languages.end(), language) !=
           entry.languages.end();
}

std::string languages_of(LessonEntry const& entry) {
    std::string names;
    for (std::string const& language : entry.languages) {
        if (language == "en") continue;
        names += (names.empty() ? "" : ", ") + name_of_language(language);
    }
    return names;
}

bool is_lesson(LessonEntry const& entry) {
    return entry.topic != "Bugs" && entry.topic != kOwnRuns;
}
std::size_t lessons_in(Catalogue const& catalogue) {
    return static_cast<std::size_t>(
        std::count_if(catalogue.lessons.begin(), catalogue.lessons.end(), is_lesson));
}

std::string words_of_way_back(Catalogue const& catalogue) {
    if (!catalogue.left.empty()) return "Back to “" + catalogue.left + "” as you left it";
    return catalogue.has_interrupted ? "Go on with the run that was interrupted" : std::string{};
}

std::string label_of(Catalogue const& catalogue, std::string_view path) {
    std::ptrdiff_t nth = 0;
    for (LessonEntry const& each : catalogue.lessons) {
        nth += is_lesson(each) ? 1 : 0;
        if (each.path != path || !is_lesson(each)) continue;
        return "Lesson " + std::to_string(nth) + " of " + std::to_string(lessons_in(catalogue)) +
               " · " + each.topic;
    }
    return topic_of(path);
}

}  // namespace highwater::gui

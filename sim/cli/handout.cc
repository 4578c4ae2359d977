// highwater handout: a printable page for a lesson, or a folder with pages for all of them and the
// teacher's index. highwater export: facts, the messages' diagram or a storyboard of a run.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "cli/crash.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/instant.h"
#include "cli/lessons.h"
#include "cli/performance.h"
#include "cli/program.h"
#include "scenario/facts_text.h"
#include "scenario/handout.h"

namespace highwater::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kPictureBytes = 64LL << 20;
constexpr std::int64_t kAnswerBytes = 64LL << 10;

bool ends_with(std::string const& text, std::string_view ending) {
    return std::string_view{text}.ends_with(ending);
}

bool write_text(fs::path const& path, std::string const& text) {
    std::ofstream file{path, std::ios::binary};
    file << text;
    file.close();
    if (!file.fail()) return true;
    refuse("cannot write " + path.string(), "is the folder there, and writable?");
    return false;
}

// Of some instants; without a window there are none, and the page stands without.
void add_pictures(Scenario const& scenario, std::vector<StoryFrame>& frames, Window const& window,
                  bool only_says) {
    if (window.shot == nullptr) return;
    fs::path const file =
        fs::temp_directory_path() / ("highwater-" + std::to_string(getpid()) + ".png");
    for (StoryFrame& frame : frames) {
        if (only_says && frame.says.empty()) continue;
        ShotWish shot;
        shot.at = frame.at;
        shot.out = file.string();
        shot.width = 1280;
        shot.height = 720;
        shot.is_light = true;
        shot.only_stage = true;
        if (!window.shot(scenario, shot)) continue;
        if (auto const png = read_file(shot.out, kPictureBytes)) frame.png = *png;
    }
    std::error_code ignored;
    fs::remove(file, ignored);
}

// The answers that the tests hold challenges to; an installed Highwater has none beside it.
std::string solution_of(Scenario const& scenario, std::string const& path) {
    if (!scenario.challenge) return {};
    fs::path const folder =
        fs::path{path}.parent_path() / ".." / ".." / "tests" / "golden" / "challenges";
    std::string const name = "\"" + lesson_name(path) + "\"";
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_entry const& each : fs::directory_iterator{folder, error}) {
        if (ends_with(each.path().string(), "-right.toml")) files.push_back(each.path());
    }
    std::sort(files.begin(), files.end());
    for (fs::path const& file : files) {
        auto const text = read_file(file.string(), kAnswerBytes);
        if (text && text->find(name) != std::string::npos) return *text;
    }
    return {};
}

std::string page_of(Scenario const& scenario, std::vector<LessonEntry> const& lessons,
                    LessonEntry const& entry, Window const& window) {
    std::vector<StoryFrame> frames = storyboard(scenario);
    add_pictures(scenario, frames, window, true);
    HandoutTruth truth = truth_of(scenario);
    truth.solution = solution_of(scenario, entry.path);
    return handout_html(scenario, entry, lessons, frames, truth);
}

std::optional<Scenario> open_in(std::string const& file, std::string const& language) {
    LoadOptions options = options_beside(file, {});
    options.language = language;
    return open_scenario_with(file, options);
}

int write_all_pages(HandoutWish const& wish, Window const& window) {
    std::vector<LessonEntry> lessons = read_lessons();
    std::erase_if(lessons, [](LessonEntry const& entry) {
        return entry.topic == "Bugs" || !entry.problem.empty();
    });
    if (lessons.empty()) return refuse("there is no folder of scenarios here", "name one FILE");
    std::error_code error;
    fs::path const folder{wish.out};
    fs::create_directories(folder, error);
    if (!write_text(folder / "index.html", index_html(lessons))) return kBadInput;
    for (LessonEntry const& entry : lessons) {
        for (std::string const& name : unknown_before(entry, lessons)) {
            std::cerr << entry.path << ": warning: no lesson is called `" << name
                      << "`, which `after` names\n";
        }
        auto const scenario = open_in(entry.path, wish.language);
        if (!scenario) return kBadInput;
        std::string const page = page_of(*scenario, lessons, entry, window);
        if (!write_text(folder / (lesson_name(entry.path) + ".html"), page)) return kBadInput;
    }
    std::cout << lessons.size() << " lessons, from " << (folder / "index.html").string() << " on\n";
    return kGood;
}

int export_facts(Scenario const& scenario, Time until, std::string const& out, FactFile facts_as) {
    std::ofstream file{out, std::ios::binary};
    if (!file) return refuse("cannot write " + out);
    Audience audience;
    audience.facts = &file;
    audience.facts_as = facts_as;
    RunLimits const limits = default_limits();
    Performance performance{scenario, until, limits, audience};
    RunStatus const status = performance.play();
    if (!has_arrived(status, performance.world(), limits)) return kBadInput;
    file.close();
    return file ? kGood : refuse("cannot write all of " + out, "is there room?");
}

}  // namespace

std::string storyboard_page(Scenario const& scenario, Window const& window) {
    std::vector<StoryFrame> frames = storyboard(scenario);
    add_pictures(scenario, frames, window, false);
    return storyboard_html(scenario, frames);
}

int write_handout(HandoutWish const& wish, Window const& window) {
    if (wish.out.empty()) {
        return refuse("where to?", "write --out page.html with a FILE, or --out FOLDER for all");
    }
    if (wish.file.empty()) return write_all_pages(wish, window);
    auto const scenario = open_in(wish.file, wish.language);
    if (!scenario) return kBadInput;
    auto const& languages = scenario->languages;
    bool const is_told =
        std::find(languages.begin(), languages.end(), wish.language) != languages.end();
    if (!wish.language.empty() && !is_told) {
        std::cerr << wish.file << ": warning: it has no words in `" << wish.language
                  << "`, so they are as they were written first\n";
    }
    remember_for_crash(scenario->world.seed);
    std::vector<LessonEntry> const lessons = read_lessons();
    Loaded loaded;
    loaded.scenario = *scenario;
    LessonEntry const entry = entry_of(wish.file, loaded);
    return write_text(wish.out, page_of(*scenario, lessons, entry, window)) ? kGood : kBadInput;
}

int export_run(InstantWish const& wish, std::string const& out, Window const& window) {
    std::string const kinds =
        "the ending says what: .csv, .json or .jsonl facts, .svg the messages, .html a storyboard";
    if (out.empty()) return refuse("where to?", "write --out FILE; " + kinds);
    auto const opened = open_at(wish);
    if (!opened) return kBadInput;
    if (auto const facts_as = fact_file_of(out)) {
        return export_facts(opened->scenario, opened->at, out, *facts_as);
    }
    if (ends_with(out, ".html")) {
        return write_text(out, storyboard_page(opened->scenario, window)) ? kGood : kBadInput;
    }
    if (!ends_with(out, ".svg")) return refuse("cannot tell what " + out + " should hold", kinds);
    if (window.sequence == nullptr) {
        return refuse("this highwater was built without its window, so it cannot draw",
                      "install libimgui-dev libglfw3-dev libgl-dev libpng-dev and build again");
    }
    auto const svg = window.sequence(opened->scenario, opened->at);
    if (!svg) return refuse(svg.problem().message, svg.problem().advice);
    return write_text(out, *svg) ? kGood : kBadInput;
}

}  // namespace highwater::cli

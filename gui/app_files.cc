// The program's part in languages and exports: lessons are read again in other words, and what is
// on the stage becomes a file.
#include <imgui.h>

#include <set>
#include <utility>

#include "gui/app.h"
#include "gui/view/sequence_svg.h"
#include "gui/view/short_text.h"
#include "scenario/combinations.h"
#include "scenario/facts_text.h"
#include "scenario/units.h"

namespace highwater::gui {
namespace {

// A trace is bounded; what is recalled of it, too.
constexpr TraceLimits kWholeRun{4'000'000, 8'000'000};

std::string facts_of(Timeline const& timeline, Describer const& who, FactFile kind) {
    FactSheet sheet{kind};
    std::string text = sheet.head();
    std::uint64_t const events = timeline.event();
    if (events == 0) return text + sheet.end();
    Trace const trace = timeline.recall(0, events - 1, kWholeRun);
    for (TracedFact const& traced : trace.facts()) {
        text += sheet.row(traced, who);
    }
    return text + sheet.end();
}

std::string sequence_of(Player& player, UiState const& ui) {
    player.read_messages();
    Frame const frame = player.frame();
    SequenceView const view = sequence_view(frame, ui.sequence, ui.shows_quiet, {});
    std::string const title =
        player.scenario().title + " · " + format_time(player.timeline().world().now);
    return sequence_svg(view, title, ui.mode);
}

}  // namespace

Loaded App::load(std::string const& path) const {
    return options_.load_as ? options_.load_as(path, language_, std::nullopt) : options_.load(path);
}

void App::read_catalogue() {
    catalogue_.lessons.clear();
    for (std::string const& path : options_.lessons) {
        catalogue_.lessons.push_back(entry_of(path, load(path)));
    }
    sort_lessons(catalogue_.lessons);
    std::set<std::string> languages;
    for (LessonEntry const& entry : catalogue_.lessons) {
        letters_ = extra_letters(letters_ + entry.title + entry.question);
        languages.insert(entry.languages.begin(), entry.languages.end());
    }
    catalogue_.languages.assign(languages.begin(), languages.end());
    catalogue_.language = language_;
    for (std::string const& each : catalogue_.languages) {
        letters_ = extra_letters(letters_ + name_of_language(each));
    }
}

// The lessons' words change, the run does not: its place, its branches and what was clicked stay.
// The same file with one setting changed goes along in the stage that compares.
void App::compare_against(std::string const& setting) {
    std::optional<Scenario> scenario = load_configuration(parts_of(setting));
    if (!scenario) return;
    player_->set_against(*scenario, setting);
    ui_.compared = kConfiguration;
    ui_.compared_from = 0;
    ui_.shows_combinations = false;
    show_stage(Stage::compare);
}

void App::combine(std::vector<std::string> const& texts) {
    Expected<std::vector<SettingChoices>> choices = read_choices(texts);
    if (!choices) return say(choices.problem().message + ": " + choices.problem().advice);
    std::vector<Scenario> scenarios;
    for (std::vector<std::string> const& settings : combinations_of(*choices)) {
        std::optional<Scenario> scenario = load_configuration(settings);
        if (!scenario) return;
        scenarios.push_back(*std::move(scenario));
    }
    player_->set_combinations(*std::move(choices), scenarios);
    ui_.shows_combinations = true;
    show_stage(Stage::compare);
}

// The file on the stage with other settings; where it cannot be read with them it says why.
std::optional<Scenario> App::load_configuration(std::vector<std::string> const& settings) {
    if (!options_.load_set || player_->scenario().file.empty()) {
        say("This run has no file that could be read with other settings.");
        return std::nullopt;
    }
    Loaded loaded = options_.load_set(player_->scenario().file, settings);
    if (loaded.scenario) return std::move(loaded.scenario);
    std::string const said = with_blanks(settings);
    for (Diagnostic const& diagnostic : loaded.diagnostics) {
        if (diagnostic.severity != Diagnostic::Severity::error) continue;
        say(said + ": " + diagnostic.message +
            (diagnostic.advice.empty() ? "" : " – " + diagnostic.advice));
        return std::nullopt;
    }
    say(said + " cannot be read");
    return std::nullopt;
}

void App::choose_language(std::string const& language) {
    language_ = language;
    if (options_.keep_language) options_.keep_language(language);
    std::string const open_path = player_->scenario().file;
    read_catalogue();
    catalogue_.open = -1;
    for (std::size_t i = 0; i < catalogue_.lessons.size(); ++i) {
        if (catalogue_.lessons[i].path == open_path) catalogue_.open = static_cast<std::int32_t>(i);
    }
    Loaded loaded = load(open_path);
    if (loaded.scenario) player_->take_words(*loaded.scenario);
    say(language.empty() ? "The lessons are told in English."
                         : "The lessons are told in " + language +
                               "; what has no words in it stays in English.");
}

void App::export_run(Export::What what) {
    if (!options_.write) return say("This window has no place to write to.");
    std::string const& path = player_->scenario().file;
    std::string ending;
    std::string text;
    switch (what) {
    case Export::What::facts_csv:
    case Export::What::facts_json: {
        bool const as_csv = what == Export::What::facts_csv;
        ending = as_csv ? "-facts.csv" : "-facts.json";
        text = facts_of(player_->timeline(), player_->frame().who,
                        as_csv ? FactFile::csv : FactFile::json);
        break;
    }
    case Export::What::sequence:
        ending = "-messages.svg";
        text = sequence_of(*player_, ui_);
        break;
    case Export::What::picture: {
        auto const png = picture();
        if (!png) return say(png.problem().message);
        ending = ".png";
        text = *png;
        break;
    }
    case Export::What::storyboard: {
        if (!options_.storyboard) return say("This window cannot draw a storyboard.");
        ending = "-storyboard.html";
        auto const page = options_.storyboard(path, player_->as_scenario(), language_);
        if (!page) return say(page.problem().message);
        text = *page;
        break;
    }
    }
    auto const written = options_.write(path, ending, text);
    say(written ? "Saved as " + *written
                : written.problem().message + " – " + written.problem().advice);
}

// What the window shows, without the palette that asked for it.
Expected<std::string> App::picture() const {
    ImVec2 const size = ImGui::GetIO().DisplaySize;
    ShotOptions options;
    options.width = static_cast<int>(size.x);
    options.height = static_cast<int>(size.y);
    options.scale = scale_shown_;
    options.lecture = ui_.lecture;
    options.mode = ui_.mode;
    options.letters = letters_;
    UiState shown = ui_;
    shown.show_palette = false;
    Frame const now = frame();
    Image const image = render_offscreen(options, [&](FontSet const& fonts) {
        Requests ignored;
        draw_dashboard(fonts, now, shown, ignored);
    });
    return png_of(image);
}

// Of the file that is shown; 0: it is as it was read, or there is none.
std::int64_t App::new_version() const {
    std::string const& path = player_->scenario().file;
    if (!options_.version_of || path.empty()) return 0;
    std::int64_t const version = options_.version_of(path);
    return version == file_version_ ? 0 : version;
}

// A scenario that is being written: what was saved in an editor is on the stage within a second or
// two, at the same instant. What was done by hand is not thrown away for it.
void App::follow_file(double seconds) {
    constexpr double kLookEvery = 1;
    looked_ago_ += seconds;
    if (!options_.version_of || looked_ago_ < kLookEvery) return;
    looked_ago_ = 0;
    std::int64_t const version = new_version();
    if (version == 0) return;
    std::string const path = player_->scenario().file;
    bool const is_first = file_version_ == 0;
    file_version_ = version;
    if (is_first) return;
    if (player_->was_changed()) {
        return say(path +
                   " was changed. It is not read again, for you have changed this run: L "
                   "opens it anew.");
    }
    Time const at = player_->timeline().world().now;
    Player const* const old = player_.get();
    open(path);
    if (player_.get() == old) return;  // what is wrong in it has been said
    file_version_ = version;
    player_->seek(at);
    say(path + " was changed, and has been read again.");
}

Expected<std::string> sequence_picture(Scenario const& scenario, Time at) {
    Player player{scenario};
    player.seek(at);
    player.finish();
    UiState ui;
    ui.mode = Mode::light;
    return sequence_of(player, ui);
}

}  // namespace highwater::gui

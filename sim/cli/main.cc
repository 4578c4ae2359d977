// The program. The one place that knows both the command line and the window.
#include "cli/program.h"

#ifdef HIGHWATER_HAS_GUI
#include <filesystem>

#include "cli/files.h"
#include "cli/lessons.h"
#include "cli/saves.h"
#include "gui/app.h"

namespace {

using namespace highwater;

Expected<NoValue> draw_picture(Scenario const& scenario, cli::ShotWish const& wish) {
    gui::ShotRequest request;
    request.at = wish.at;
    request.out = wish.out;
    request.width = wish.width;
    request.height = wish.height;
    request.mode = wish.is_light ? gui::Mode::light : gui::Mode::dark;
    request.lecture = wish.is_lecture;
    request.scale = static_cast<float>(wish.scale_percent) / 100;
    request.stage = gui::stage_called(wish.stage);
    request.selected = wish.selected;
    request.run_phrase = wish.phrase;
    request.against = wish.against;
    request.choices = wish.choices;
    request.combined = wish.combined;
    request.other = wish.other;
    request.only_stage = wish.only_stage;
    auto const written = gui::shot(scenario, request);
    if (!written) return written.problem();
    return NoValue{};
}

Expected<std::string> draw_messages(Scenario const& scenario, Time at) {
    return gui::sequence_picture(scenario, at);
}

Loaded load_as(std::string const& path, std::string const& language,
               std::optional<AnswerText> const& answer) {
    LoadOptions options = cli::options_beside(path, {});
    options.language = language;
    options.answer = answer;
    return cli::load_scenario_with(path, options);
}

// The scenario on the stage with all that was clicked, as if it were a file.
Expected<std::string> storyboard_of(std::string const& path, std::string const& text,
                                    std::string const& language) {
    LoadOptions options = cli::options_beside(path, {});
    options.language = language;
    Loaded const loaded = load_scenario(path, text, options);
    if (!loaded.scenario) return Problem{"this run cannot be written as a scenario", ""};
    cli::Window window;
    window.shot = draw_picture;
    return cli::storyboard_page(*loaded.scenario, window);
}

int open_dashboard(std::string const& file, std::string const& language) {
    gui::DashboardOptions options;
    options.file = file;
    options.language = language;
    options.lessons = cli::lesson_files();
    options.load = [](std::string const& path) { return cli::load_scenario_file(path, {}); };
    options.load_set = cli::load_scenario_file;
    options.load_as = load_as;
    options.write = cli::write_new;
    options.storyboard = storyboard_of;
    options.keep_language = cli::keep_language;
    options.version_of = [](std::string const& path) -> std::int64_t {
        std::error_code error;
        auto const written = std::filesystem::last_write_time(path, error);
        return error ? 0 : written.time_since_epoch().count();
    };
    options.load_save = [](std::string const& path) -> std::optional<Expected<SavedRun>> {
        if (!cli::is_save_file(path)) return std::nullopt;
        return cli::read_saved_run(path);
    };
    options.save = cli::write_beside;
    options.keep = cli::keep_run;
    options.interrupted = cli::interrupted_run();
    return gui::run_dashboard(std::move(options));
}

}  // namespace
#endif

int main(int argc, char** argv) {
    highwater::cli::Window window;
#ifdef HIGHWATER_HAS_GUI
    window.open = open_dashboard;
    window.shot = draw_picture;
    window.sequence = draw_messages;
#endif
    return highwater::cli::run_program(argc, argv, window);
}

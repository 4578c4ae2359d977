// The program. The one place that knows both the command line and the window.
#include "cli/program.h"

#ifdef HIGHWATER_HAS_GUI
#include "cli/files.h"
#include "cli/lessons.h"
#include "cli/saves.h"
#include "gui/app.h"

namespace {

using namespace highwater;

int open_dashboard(std::string const& file) {
    gui::DashboardOptions options;
    options.file = file;
    options.lessons = cli::lesson_files();
    options.load = [](std::string const& path) { return cli::load_scenario_file(path, {}); };
    options.load_save = [](std::string const& path) -> std::optional<Expected<SavedRun>> {
        if (!cli::is_save_file(path)) return std::nullopt;
        return cli::read_saved_run(path);
    };
    options.save = cli::write_beside;
    options.keep = cli::keep_run;
    options.interrupted = cli::interrupted_run();
    return gui::run_dashboard(std::move(options));
}

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
    auto const written = gui::shot(scenario, request);
    if (!written) return written.problem();
    return NoValue{};
}

}  // namespace
#endif

int main(int argc, char** argv) {
    highwater::cli::Window window;
#ifdef HIGHWATER_HAS_GUI
    window.open = open_dashboard;
    window.shot = draw_picture;
#endif
    return highwater::cli::run_program(argc, argv, window);
}

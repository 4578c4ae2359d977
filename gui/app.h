// The window's program: keys and requests become what the player does, and what the player says
// becomes a notice. The only place that changes both.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gui/dashboard.h"
#include "gui/platform/window.h"
#include "gui/player.h"
#include "gui/raster/png.h"
#include "gui/shot.h"
#include "gui/view/lessons_menu.h"

namespace highwater::gui {

// Files are the command line's: the window asks for them by these.
struct DashboardOptions {
    std::string file;                  // opened at once; empty: the menu over the first lesson
    std::vector<std::string> lessons;  // paths of all scenarios there are
    std::function<Loaded(std::string const& path)> load;
    // None where `path` is no exact save but a scenario.
    std::function<std::optional<Expected<SavedRun>>(std::string const& path)> load_save;
    // Writes both beside `path` under new names and says how they are called.
    std::function<Expected<std::string>(std::string const& path, std::string const& scenario,
                                        std::string const& exact_save)>
        save;
    Mode mode{Mode::dark};
    float scale{0};  // 0: what the monitor asks for
};

class App {
public:
    explicit App(DashboardOptions options);

    // One frame: takes what was pressed, lets time run, draws, does what was asked.
    FrameWish run_frame(FrameInput const& input);

    void act(Action action);
    void carry_out(Request const& request);
    void press(KeyPress const& press);

    UiState& ui() { return ui_; }
    Player& player() { return *player_; }
    Catalogue const& catalogue() const { return catalogue_; }

private:
    void open(std::string const& path);
    void put_on_stage(Scenario scenario, std::string const& path);
    void say(std::string words);
    void kill_selected();
    void revive_all();
    void accept();
    void close_topmost();
    void save_run(std::string const& path);
    bool types_text() const { return ui_.show_palette || ui_.show_menu; }
    bool types_filter() const {
        return ui_.types_filter && ui_.stage == Stage::events && !ui_.lecture && !types_text() &&
               !ui_.show_help && !ui_.show_simplified;
    }
    Frame frame() const;

    DashboardOptions options_;
    Catalogue catalogue_;
    UiState ui_;
    std::unique_ptr<Player> player_;
    bool wants_to_quit_{};
};

// Opens the window; returns the program's exit code: 0, or 2 when there can be no window, after
// saying why to standard error.
int run_dashboard(DashboardOptions options);

// The dashboard of an instant as a PNG file; needs no display.
struct ShotRequest {
    Time at;
    std::string out;
    std::int32_t width{1920};
    std::int32_t height{1080};
    float scale{1};
    Mode mode{Mode::dark};
    bool lecture{};
    Stage stage{Stage::cluster};
    std::string selected;    // a node or a partition by its name; empty: nothing
    std::string run_phrase;  // carried out at the instant; empty: nothing
};
Expected<Image> draw_shot(Scenario const& scenario, ShotRequest const& request,
                          Catalogue const* catalogue = nullptr);
Expected<Written> shot(Scenario const& scenario, ShotRequest const& request);

// "sequence"; the cluster when there is no stage of that name.
Stage stage_called(std::string_view name);

// What is called so in this world: a node, a partition. monostate: nothing.
Selection find_by_name(World const& world, std::string_view name);

}  // namespace highwater::gui

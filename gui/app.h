// The window's program: keys and requests become what the player does, and what the player says
// becomes a notice. The only place that changes both.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gui/console.h"
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
    // Keeps the run that is under way where a crash or a power cut does not take it; empty text:
    // it ended well, and nothing is to be kept.
    // `is_taken`: the interrupted run is on the stage, and is not offered again.
    std::function<void(std::string const& exact_save, bool is_taken)> keep;
    std::string interrupted;  // the path of a run that did not end well; empty: there is none
    Mode mode{Mode::dark};
    float scale{0};        // 0: what the monitor asks for
    std::string language;  // of the lessons' words; empty: as they were written first
    // With settings as of --set.
    std::function<Loaded(std::string const& path, std::vector<std::string> const& settings)>
        load_set;
    // With words in a language, and with an answer to the challenge that the scenario is.
    std::function<Loaded(std::string const& path, std::string const& language,
                         std::optional<AnswerText> const& answer)>
        load_as;
    // Writes a text beside `path`, under a name that ends so and is free, and says which.
    std::function<Expected<std::string>(std::string const& path, std::string const& ending,
                                        std::string const& text)>
        write;
    // The page of a scenario, given as text.
    std::function<Expected<std::string>(std::string const& path, std::string const& scenario,
                                        std::string const& language)>
        storyboard;
    std::function<void(std::string const& language)> keep_language;
    // Another number after the file was written anew; 0: it cannot be told.
    std::function<std::int64_t(std::string const& path)> version_of;
};

// An outcome is read, not only noticed.
constexpr double kLongNoticeSeconds = 20;
constexpr double kKeepAfter = 0.5;  // seconds after which an idle run is kept

class App {
public:
    explicit App(DashboardOptions options);

    // One frame: takes what was pressed, lets time run, draws, does what was asked.
    FrameWish run_frame(FrameInput const& input);

    void act(Action action);
    void carry_out(Request const& request);
    void press(KeyPress const& press);
    // Shows what a tool that ran aside has printed, if it has ended.
    void take_finished() {
        take_tool_call();
        take_grade();
        take_hint();
    }

    UiState& ui() { return ui_; }
    Player& player() { return *player_; }
    Console const& console() const { return console_; }
    Catalogue const& catalogue() const { return catalogue_; }

private:
    // gui/app_challenge.cc
    bool types_challenge() const;
    void press_challenge(KeyPress const& press);
    void begin_challenge();
    void hand_in();
    void take_back(std::int32_t command);
    void take_grade();
    void take_hint();
    void answer_hint(bool shows);
    // gui/app_files.cc
    Loaded load(std::string const& path) const;
    void read_catalogue();
    void combine(std::vector<std::string> const& texts);
    std::optional<Scenario> load_configuration(std::vector<std::string> const& settings);
    void choose_language(std::string const& language);
    void export_run(Export::What what);
    Expected<std::string> picture() const;
    std::int64_t new_version() const;
    void follow_file(double seconds);
    void compare_against(std::string const& setting);
    // gui/app_runs.cc
    void open(std::string const& path);
    void put_on_stage(Scenario scenario, std::string const& path);
    void save_run(std::string const& path);
    void keep_run(double seconds);
    bool has_unkept() const;
    void go_back();
    std::string leave_run(bool comes_last = false);
    std::string next_left() const;
    void say_also(std::string const& words);

    void say(std::string words);
    void show_stage(Stage stage);
    void open_context_menu();
    void write_record();
    void kill_selected();
    void revive_all();
    void accept();
    void close_topmost();
    void show_new_question();
    // gui/app_forms.cc
    bool types_form() const;
    void press_form(KeyPress const& press);
    void send_record();
    void give_config();
    // gui/app_console.cc
    void call_tool(std::string const& phrase);
    void take_tool_call();
    void press_all(std::vector<KeyPress> const& keys);
    void press_console(KeyPress const& press);
    bool press_context_menu(KeyPress const& press);
    void type_console();
    void answer_console(std::string const& query);
    void run(std::string const& phrase);
    void note_click(Request const& request);
    bool types_console() const;
    bool types_text() const { return ui_.show_palette || ui_.show_menu; }
    bool types_filter() const {
        return ui_.types_filter && ui_.stage == Stage::events && !ui_.lecture && !types_text() &&
               !ui_.show_help && !ui_.show_simplified && !ui_.show_verdicts;
    }
    Frame frame() const;

    DashboardOptions options_;
    Catalogue catalogue_;
    std::string language_;
    std::string letters_;  // of lessons that were opened, beside those that are always there
    UiState ui_;
    Console console_;
    std::vector<KeyPress> waiting_keys_;  // until the letters before them stand in their line
    bool is_typing_{};                    // what is carried out now was typed there
    bool call_is_typed_{};                // the tool that runs aside was asked for by the console
    std::unique_ptr<Player> player_;
    std::int32_t asked_{-1};  // the step whose question is open
    bool wants_to_quit_{};
    double kept_ago_{};            // seconds of real time since the run was kept
    double looked_ago_{};          // and since its file was looked at
    std::int64_t file_version_{};  // of the scenario on the stage
    float scale_shown_{1};         // of the letters
    // A run that was left, or the path of the one that was interrupted, which waits on the disk.
    struct LeftRun {
        std::string interrupted;
        Scenario scenario;
        Player::Left run;
        Selection selection;
        std::vector<Prediction> predictions;
        ChallengeDraft challenge;
    };
    std::vector<LeftRun> left_;    // that which Ctrl O goes back to first
    std::uint64_t kept_events_{};  // and how far it was then
    std::size_t kept_commands_{};
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
    std::string selected;              // by its name (find_by_name); empty: nothing
    std::string run_phrase;            // carried out at the instant; empty: nothing
    std::string against;               // what is other in `other`: "checkout.acks=1"
    std::vector<std::string> choices;  // "checkout.acks=1,all": the table of all combinations,
    std::vector<Scenario> combined;    // and the scenario in each of them
    std::optional<Scenario> other;     // the same script in another configuration, to compare with
    bool only_stage{};                 // without what stands around it
};
Expected<Image> draw_shot(Scenario const& scenario, ShotRequest const& request,
                          Catalogue const* catalogue = nullptr);
Expected<Written> shot(Scenario const& scenario, ShotRequest const& request);

// The messages before an instant as SVG.
Expected<std::string> sequence_picture(Scenario const& scenario, Time at);

// "sequence"; the cluster when there is no stage of that name.
Stage stage_called(std::string_view name);

// What is called so in this world: a node, a partition, a record as orders-1@43. monostate:
// nothing.
Selection find_by_name(World const& world, std::string_view name);

}  // namespace highwater::gui

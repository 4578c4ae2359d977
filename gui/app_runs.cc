// The runs of the window: one is on the stage; those that were left for another lesson after they
// were changed can be gone back to, and the present one is kept for the case of a power cut.
#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "gui/app.h"
#include "scenario/units.h"

namespace highwater::gui {
namespace {

std::string named(Scenario const& scenario) { return "“" + scenario.title + "”"; }

}  // namespace

void App::open(std::string const& path) {
    if (auto run = options_.load_save ? options_.load_save(path) : std::nullopt) {
        if (!*run) return say(run->problem().message + " – " + run->problem().advice);
        std::string const left = leave_run();
        put_on_stage((*run)->scenario, (*run)->scenario.file);
        say(player_->resume((*run)->save));
        return say_also(left);
    }
    Loaded loaded = load(path);
    if (!loaded.scenario) {
        std::string why = path + " cannot be opened";
        for (Diagnostic const& diagnostic : loaded.diagnostics) {
            if (diagnostic.severity != Diagnostic::Severity::error) continue;
            why = path + ":" + std::to_string(diagnostic.place.line) + ": " + diagnostic.message;
            break;
        }
        say(why);
        return;
    }
    std::string const left = leave_run();
    put_on_stage(*std::move(loaded.scenario), path);
    say_also(left);
}

void App::put_on_stage(Scenario scenario, std::string const& path) {
    scenario.file = path;
    letters_ = extra_letters(letters_ + scenario.text);
    player_ = std::make_unique<Player>(std::move(scenario));
    ui_.show_menu = false;
    ui_.selection = {};
    ui_.group = kNoName;
    ui_.group_question = -1;
    ui_.film = {};
    ui_.predictions.clear();
    ui_.context_menu.reset();
    ui_.notice.clear();
    ui_.hint.reset();
    ui_.refused = {};
    // Nothing to keep before something is done in it.
    kept_events_ = player_->timeline().branch().end_event;
    kept_commands_ = 0;
    file_version_ = options_.version_of ? options_.version_of(path) : 0;
    asked_ = -1;
    ++ui_.opened;
    ui_.time = {};
    ui_.shows_map.reset();
    ui_.shows_combinations = false;
    ui_.compared = -1;
    ui_.compared_from = 0;
    ui_.drags_committed = ui_.drops_drag = false;
    begin_challenge();
    catalogue_.open = -1;
    for (std::size_t i = 0; i < catalogue_.lessons.size(); ++i) {
        if (catalogue_.lessons[i].path != path) continue;
        catalogue_.open = static_cast<std::int32_t>(i);
        ui_.menu_row = catalogue_.open;
        ui_.menu_text.clear();
    }
}

// ---- left runs ----------------------------------------------------------------------------------

void App::say_also(std::string const& words) {
    if (words.empty()) return;
    say(ui_.notice.empty() ? words : ui_.notice + " " + words);
}

// What was done by hand in the run on the stage is not lost when another one comes. Says what was
// left; empty where opening the lesson anew brings all there was.
// Ctrl O goes round: what it has just shown comes last.
std::string App::leave_run(bool comes_last) {
    if (!player_->was_changed()) return {};
    player_->pause();
    LeftRun run;
    run.scenario = player_->scenario();
    run.run = player_->left();
    run.selection = ui_.selection;
    run.predictions = ui_.predictions;
    run.challenge = ui_.challenge;
    std::string said = named(run.scenario) + " waits as you changed it";
    left_.insert(comes_last ? left_.end() : left_.begin(), std::move(run));
    bool const is_next = !comes_last || left_.size() == 1;
    said += is_next ? ": Ctrl O goes back to it." : "; Ctrl O goes on to " + next_left() + ".";
    auto const is_left = [](LeftRun const& each) { return each.interrupted.empty(); };
    if (std::count_if(left_.begin(), left_.end(), is_left) > std::ptrdiff_t{limits::kLeftRuns}) {
        auto const oldest = std::find_if(left_.rbegin(), left_.rend(), is_left);
        said += " " + named(oldest->scenario) + " is gone: " + std::to_string(limits::kLeftRuns) +
                " runs wait at most.";
        left_.erase(std::next(oldest).base());
    }
    catalogue_.left = left_.front().scenario.title;
    return said;
}

std::string App::next_left() const {
    LeftRun const& next = left_.front();
    return next.interrupted.empty() ? named(next.scenario) : "the run that was interrupted";
}

void App::go_back() {
    if (left_.empty()) return say("No run was left or interrupted.");
    LeftRun run = std::move(left_.front());
    left_.erase(left_.begin());
    if (!run.interrupted.empty()) {
        open(run.interrupted);
        catalogue_.has_interrupted = false;
    } else {
        std::string const left = leave_run(true);
        std::string const path = run.scenario.file;
        std::string said =
            named(run.scenario) + " as you left it, at " + format_time(run.run.place.at) + ".";
        put_on_stage(std::move(run.scenario), path);
        if (!player_->go_back_to(run.run)) {
            said =
                "This run did not come out as it was left: that is a fault of Highwater. It stands "
                "as far as it is the same.";
        }
        ui_.selection = run.selection;
        ui_.predictions = std::move(run.predictions);
        ui_.challenge = std::move(run.challenge);
        kept_events_ = 0;  // what is kept is still another run
        say(std::move(said));
        say_also(left);
    }
    catalogue_.left = left_.empty() ? std::string{} : left_.front().scenario.title;
}

// ---- kept on the disk ---------------------------------------------------------------------------

void App::save_run(std::string const& path) {
    if (player_->clicked_commands() == 0) {
        return say("Nothing was clicked or typed on this branch: it is the scenario as it was.");
    }
    if (!options_.save) return say("This window has no place to save to.");
    std::string const beside = path.empty() ? player_->scenario().file : path;
    auto const written = options_.save(beside, player_->as_scenario(), player_->as_save());
    say(written ? "Saved as " + *written
                : written.problem().message + " – " + written.problem().advice);
}

// Every few seconds of real time, and only what is new: a few KB, never in the way of a frame.
void App::keep_run(double seconds) {
    double const every = player_->is_busy() ? 5 : kKeepAfter;
    kept_ago_ += seconds;
    if (kept_ago_ < every) return;
    kept_ago_ = 0;
    if (!has_unkept()) return;
    Branch const& branch = player_->timeline().branch();
    kept_events_ = branch.end_event;
    kept_commands_ = branch.commands.size();
    options_.keep(player_->as_save(), !catalogue_.has_interrupted);
}

bool App::has_unkept() const {
    if (!options_.keep || player_->scenario().title.empty()) return false;
    Branch const& branch = player_->timeline().branch();
    return branch.end_event != kept_events_ || branch.commands.size() != kept_commands_;
}

}  // namespace highwater::gui

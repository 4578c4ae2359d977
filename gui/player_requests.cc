// What a person asks of the player: to play, step, jump, command, fork and save.
#include <algorithm>
#include <limits>
#include <utility>

#include "gui/player.h"
#include "scenario/queries.h"
#include "scenario/save_text.h"
#include "scenario/verbs.h"

namespace highwater::gui {

void Player::remember_previous() {
    previous_ = std::make_unique<World>(timeline_->world());
    glow_left_ = 0;
}

// What the last event that was executed has changed, wherever one came from.
void Player::show_last_step() {
    previous_.reset();
    glow_left_ = 0;
    std::uint64_t const events = timeline_->event();
    if (events > 0) previous_ = std::make_unique<World>(timeline_->world_at_event(events - 1));
}

std::string Player::play() {
    going_to_.reset();
    if (timeline_->world().now >= end_of_lesson()) {
        return "The lesson ends here. R starts it again, dragging the time goes anywhere.";
    }
    is_playing_ = true;
    owed_us_ = 0;
    previous_.reset();
    return {};
}

// What was announced to run until something is so must not seem to run on.
void Player::stop_search() {
    if (until_) {
        outcome_ = "Stopped at " + format_time(timeline_->world().now) + ", before “" +
                   until_->text + "” was reached.";
    }
    until_.reset();
    to_key_event_ = false;
}

void Player::pause() {
    is_playing_ = false;
    going_to_.reset();
    stop_search();
    refresh();
}

void Player::set_speed(std::int64_t speed_ppm) {
    speed_ppm_ = std::clamp(speed_ppm, kSlowest, kFastest);
    refresh();
}

std::string Player::step_forward(bool to_interesting) {
    pause();
    remember_previous();
    std::string said;
    std::vector<std::uint64_t> const& keys = here().history.key_events;
    auto const known = std::lower_bound(keys.begin(), keys.end(), timeline_->event());
    if (to_interesting && known != keys.end()) {
        timeline_->seek_event(*known + 1);
    } else if (to_interesting) {
        to_key_event_ = true;
        if (!search(real_seconds_() + kSecondsPerFrame)) return said;
    } else if (!step_once()) {
        said = "The lesson ends here.";
    }
    refresh();
    return said;
}

std::string Player::step_back(bool to_interesting) {
    pause();
    std::uint64_t const events = timeline_->event();
    if (events == 0) return "This is the first instant: the processes are about to start.";
    std::vector<std::uint64_t> const& keys = here().history.key_events;
    // Standing right behind a key event, one wants the one before it.
    auto known = std::lower_bound(keys.begin(), keys.end(), events - 1);
    if (to_interesting && known == keys.begin()) {
        timeline_->seek_event(0);
    } else if (to_interesting) {
        timeline_->seek_event(*--known + 1);
    } else {
        timeline_->step_back();
    }
    show_last_step();
    refresh();
    return {};
}

void Player::seek(Time at) {
    stop_search();
    previous_.reset();
    glow_left_ = 0;
    going_to_ = at;
    if (go_to(at, real_seconds_() + kSecondsPerFrame)) going_to_.reset();
    refresh();
}

std::string Player::seek_event(EventId event) {
    pause();
    std::optional<std::uint64_t> const place = timeline_->position_of(event);
    if (!place) {
        return "Event #" + std::to_string(event.value) + " has not happened on this branch.";
    }
    seek_place(*place);
    return {};
}

void Player::seek_place(std::uint64_t nth) {
    pause();
    timeline_->seek_event(nth + 1);
    show_last_step();
    refresh();
}

// The instants at which the lesson says or asks something.
std::vector<Time> Player::beats() const {
    std::vector<Time> instants{Time{}, end_of_lesson()};
    for (LessonStep const& step : scenario_.steps) {
        if (!step.ask.empty()) instants.push_back(step.at - kBeforeQuestion);
        if (step.answer) instants.push_back(step.answer->at);
        if (!step.say.empty()) instants.push_back(step.at);
    }
    std::sort(instants.begin(), instants.end());
    return instants;
}

void Player::next_beat() {
    pause();
    std::vector<Time> const instants = beats();
    auto const next = std::upper_bound(instants.begin(), instants.end(), timeline_->world().now);
    seek(next == instants.end() ? end_of_lesson() : *next);
}

void Player::previous_beat() {
    pause();
    std::vector<Time> const instants = beats();
    auto const here_or_later =
        std::lower_bound(instants.begin(), instants.end(), timeline_->world().now);
    seek(here_or_later == instants.begin() ? Time{} : *(here_or_later - 1));
}

void Player::restart() {
    pause();
    seek(Time{});
}

// Back to before the last command that a person gave; it stays in the recorded future.
std::string Player::undo() {
    std::vector<GivenCommand> const& commands = timeline_->branch().commands;
    for (std::size_t i = commands.size(); i-- > 0;) {
        GivenCommand const& given = commands[i];
        if (given.after_events >= timeline_->event()) continue;
        pause();
        std::string const phrase = given.command.phrase;
        timeline_->seek_event(given.after_events);
        show_last_step();
        refresh();
        return "Before “" + phrase + "”. F forks a future without it.";
    }
    return step_back(false);
}

namespace {
// These start a client or a tool: what it sends leaves only when time goes on.
bool takes_time(std::string const& phrase) {
    return phrase.starts_with("produce ") || phrase.starts_with("exec ");
}
}  // namespace

std::string Player::run_phrase(std::string const& phrase) {
    auto done = try_phrase(phrase);
    if (done && timeline_->world().now >= end_of_lesson()) {
        return *std::move(done) + " · the lesson ends here: go back to do it earlier";
    }
    if (done && !is_playing_ && takes_time(phrase)) {
        return *std::move(done) +
               " · paused: Space or → lets it go on its way · Ctrl Z "
               "goes back before it";
    }
    if (done) return *std::move(done) + " · Ctrl Z goes back before it";
    Problem const& problem = done.problem();
    return problem.message + (problem.advice.empty() ? "" : " – " + problem.advice);
}

// "kill broker-2 (2)" where a branch is called that already.
std::string Player::unused_name(std::string const& wanted) const {
    std::vector<Branch> const& all = timeline_->branches();
    auto const is_used = [&](std::string const& name) {
        return std::any_of(all.begin(), all.end(),
                           [&](Branch const& each) { return each.name == name; });
    };
    std::string name = wanted;
    for (int nth = 2; is_used(name); ++nth) name = wanted + " (" + std::to_string(nth) + ")";
    return name;
}

Expected<std::string> Player::try_phrase(std::string const& phrase) {
    Names names = timeline_->world().names;
    PhraseScope scope = scope_of(timeline_->world(), names);
    auto parsed = parse_command(phrase, scope);
    if (auto const* problem = std::get_if<PhraseProblem>(&parsed)) {
        return Problem{problem->message, problem->advice};
    }
    going_to_.reset();
    stop_search();
    outcome_.clear();  // what is said of the phrase takes its place
    std::string said = phrase + " at " + format_time(timeline_->world().now);
    if (!timeline_->is_at_end()) {
        std::string const old_name = timeline_->branch().name;
        fork(unused_name(phrase));
        said += " · a new branch; the old future stays in “" + old_name + "”";
    }
    remember_previous();
    hint_ = showing_ ? std::nullopt : sense(timeline_->world(), names, std::get<Command>(parsed));
    EventId const event = timeline_->give(std::get<Command>(std::move(parsed)), &names);
    // What else is due at this instant comes before it.
    while (timeline_->trace().find(event) == nullptr && step_once()) {
    }
    std::string refusal;
    for (TracedFact const& traced : timeline_->trace().facts_of(event)) {
        if (auto const* refused = std::get_if<CommandRefused>(&traced.fact)) {
            refusal = phrase + (refused->in_part ? " was done in part: " : " is not possible: ") +
                      *refused->why;
        }
    }
    refresh();
    if (!refusal.empty()) {
        hint_.reset();
        return Problem{std::move(refusal), {}};
    }
    return said;
}

std::optional<Problem> Player::call_tool(std::string const& phrase) {
    Names names = timeline_->world().names;
    PhraseScope scope = scope_of(timeline_->world(), names);
    auto parsed = parse_command(phrase, scope);
    if (auto const* problem = std::get_if<PhraseProblem>(&parsed)) {
        return Problem{problem->message, problem->advice};
    }
    Command& command = std::get<Command>(parsed);
    auto const* exec = std::get_if<ExecTool>(&command.body);
    if (exec == nullptr) return Problem{phrase + " is no call of a tool", {}};
    pause();  // what it is told is true of the instant that is looked at
    tool_call_ = {phrase, gui::changes_cluster(exec->arguments), {}};
    tool_.emplace(timeline_->world(), names, std::move(command));
    return std::nullopt;
}

std::optional<Player::ToolCall> Player::take_tool_call() {
    if (!tool_ || !tool_->has_ended()) return std::nullopt;
    tool_call_.result = tool_->result();
    tool_.reset();
    return std::move(tool_call_);
}

std::string Player::run_until(std::string const& condition) {
    Names names = timeline_->world().names;
    PhraseScope const scope = scope_of(timeline_->world(), names);
    auto parsed = parse_expectation(condition, scope);
    if (auto const* problem = std::get_if<PhraseProblem>(&parsed)) {
        return problem->message + (problem->advice.empty() ? "" : " – " + problem->advice);
    }
    pause();
    outcome_.clear();  // of the search before
    until_ = std::get<Expectation>(std::move(parsed));
    if (check(timeline_->world(), *until_).holds) {
        until_.reset();
        return condition + ": so it is already.";
    }
    remember_previous();
    return "Running until " + condition + " · Space stops";
}

void Player::read_messages() {
    constexpr std::uint64_t kEvents = 8'000;
    if (book_.read(*timeline_, kEvents)) ++revision_;
}

std::string Player::mark() {
    marked_ = std::make_unique<MarkedInstant>(MarkedInstant{timeline_->world(), cursor_});
    ++revision_;
    return "Marked " + format_time(cursor_.at) +
           ": at any other instant the events (F6) tell what differs.";
}

void Player::forget_mark() {
    marked_.reset();
    ++revision_;
}

// A new branch begins: it has in common with the old one what lies before.
void Player::leave_behind(std::int32_t from) {
    OfBranch fresh = known_[static_cast<std::size_t>(from)];
    cut(fresh.names, timeline_->world());
    std::erase_if(fresh.bookmarks,
                  [&](Bookmark const& each) { return each.nth > timeline_->event(); });
    cut(fresh.history, timeline_->event());
    cut(fresh.groups, timeline_->event());
    cut(fresh.plots, timeline_->event());
    Time const now = timeline_->world().now;
    for (std::size_t i = 0; i < fresh.judged.size(); ++i) {
        if (scenario_.expectations[i].at >= now) fresh.judged[i] = {};
    }
    fresh.foreseen.assign(scenario_.steps.size(), {});
    known_.push_back(std::move(fresh));
}

std::string Player::fork(std::string name) {
    std::int32_t const from = timeline_->current_branch();
    timeline_->fork(std::move(name));
    leave_behind(from);
    refresh();
    return "“" + timeline_->branch().name + "” begins at " + format_time(timeline_->world().now) +
           "; the other future stays.";
}

void Player::switch_branch(std::int32_t branch) {
    if (branch < 0 || static_cast<std::size_t>(branch) >= timeline_->branches().size()) return;
    pause();
    timeline_->switch_to(branch);
    previous_.reset();
    refresh();
}

void Player::name_branch(std::int32_t branch, std::string name) {
    if (branch < 0 || static_cast<std::size_t>(branch) >= timeline_->branches().size()) return;
    timeline_->name_branch(branch, std::move(name));
    refresh();
}

std::int32_t Player::clicked_commands() const {
    return static_cast<std::int32_t>(timeline_->branch().commands.size());
}

std::string Player::as_scenario() const {
    return to_scenario_text(scenario_, timeline_->branch().commands);
}

std::string Player::as_save() const { return write_save(save_run(scenario_, {}, *timeline_)); }

bool Player::run_again(SaveFile const& save) {
    constexpr double kHoweverLongItTakes = std::numeric_limits<double>::infinity();
    for (SavedCommand const& saved : save.commands) {
        go_to(saved.at - kBeforeQuestion, kHoweverLongItTakes);
        if (!timeline_->stand_at(saved.after_events, saved.at)) return false;
        learn();
        run_phrase(saved.phrase);
    }
    go_to(save.end - kBeforeQuestion, kHoweverLongItTakes);
    bool const is_same = timeline_->stand_at(save.end_event, save.end) &&
                         timeline_->world().history_hash == save.end_hash;
    learn();
    return is_same;
}

std::string Player::resume(SaveFile const& save) {
    bool const is_same = run_again(save);
    hint_.reset();  // what was done then is no news
    refresh();
    if (is_same) return "The saved run, the same to its last event.";
    return "This run differs from the saved one: another version of Highwater made it? "
           "`highwater replay` tells where.";
}

}  // namespace highwater::gui

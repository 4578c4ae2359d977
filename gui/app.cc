#include "gui/app.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "gui/view/lesson.h"
#include "gui/view/palette.h"
#include "gui/view/short_time.h"
#include "gui/view/time_window.h"
#include "gui/view/why_chain.h"
#include "scenario/queries.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

constexpr double kNoticeSeconds = 6;
constexpr double kSleep = 60;  // with nothing to do; any key or movement ends it

// "kill broker-2", for whatever is selected; empty: there is nothing in it to kill.
std::string kill_phrase(Describer const& who, Selection const& selection) {
    if (auto const* node = std::get_if<SelectedNode>(&selection)) {
        return "kill " + who.node(node->node);
    }
    if (auto const* replica = std::get_if<SelectedReplica>(&selection)) {
        return "kill " + who.broker(replica->broker);
    }
    if (auto const* partition = std::get_if<SelectedPartition>(&selection)) {
        return "kill leader of " + who.partition(partition->partition);
    }
    if (auto const* message = std::get_if<SelectedMessage>(&selection)) {
        return "drop message " + std::to_string(message->arrival.value);
    }
    return {};
}

bool has_network_fault(Network const& network) {
    for (NetworkPort const& port : network.ports) {
        if (port.is_isolated || port.island != 0 || port.extra_delay.us > 0) return true;
        for (Link const& link : port.links) {
            if (link.is_cut || link.is_clogged || link.loss_ppm > 0) return true;
            if (link.extra_delay.us > 0 || link.reordering.us > 0) return true;
        }
    }
    return false;
}

}  // namespace

App::App(DashboardOptions options) : options_{std::move(options)} {
    ui_.mode = options_.mode;
    ui_.scale = options_.scale;
    language_ = options_.language;
    read_catalogue();
    catalogue_.has_interrupted = !options_.interrupted.empty();
    if (catalogue_.has_interrupted) left_.emplace_back().interrupted = options_.interrupted;
    player_ = std::make_unique<Player>(Scenario{});
    if (!options_.file.empty()) {
        open(options_.file);
        if (catalogue_.has_interrupted) say("A run was interrupted. Ctrl O goes on with it.");
        return;
    }
    for (LessonEntry const& entry : catalogue_.lessons) {
        if (!entry.problem.empty()) continue;
        open(entry.path);
        break;
    }
    ui_.show_menu = true;
}

Frame App::frame() const {
    Frame frame = player_->frame(&catalogue_);
    frame.console = &console_;
    if (player_->scenario().title.empty()) frame.scenario = nullptr;
    return frame;
}

void App::say(std::string words) {
    if (words.empty()) return;
    ui_.notice = std::move(words);
    ui_.notice_seconds = kNoticeSeconds;
}

// ---- what is asked ------------------------------------------------------------------------------

void App::kill_selected() {
    std::string const phrase = kill_phrase(player_->frame().who, ui_.selection);
    if (phrase.empty()) {
        say("Select a node, a partition or a message first; K kills it, a right click offers "
            "more.");
        return;
    }
    run(phrase);
}

// What was said of another stage would only stand in the way of this one.
void App::show_stage(Stage stage) {
    if (ui_.stage != stage) ui_.notice_seconds = 0;
    ui_.stage = stage;
}

void App::open_context_menu() {
    if (!ui_.has_selection()) {
        return say("Select something first: the menu is of what is selected.");
    }
    ui_.context_menu = ui_.selection;
    ui_.menu_by_key = true;
}

// Everything that was hurt is whole again; what the network kept back travels on.
void App::revive_all() {
    std::vector<std::string> phrases;
    World const& world = player_->timeline().world();
    if (has_network_fault(world.network)) phrases.push_back("heal all");
    for (Process const& process : world.nodes) {
        if (process.tool || process.bootstrap) continue;
        std::string const& name = world.names.text(process.name);
        if (process.is_paused) phrases.push_back("resume " + name);
        if (process.clock_skew.us != 0) phrases.push_back("skew " + name + " by 0s");
        if (!process.is_alive && process.incarnation > 0) phrases.push_back("start " + name);
    }
    if (phrases.empty()) return say("Nothing is dead, paused, cut or slow.");
    std::string said;
    for (std::string const& phrase : phrases) {
        note_click(RunPhrase{phrase});
        player_->run_phrase(phrase);
        said += said.empty() ? phrase : ", " + phrase;
    }
    say(said + " · Ctrl Z goes back before it");
}

void App::accept() {
    if (ui_.show_menu) {
        std::vector<MenuRow> const rows = rows_of(catalogue_, ui_.menu_text);
        if (rows.empty()) return;
        auto const last = static_cast<std::int32_t>(rows.size()) - 1;
        MenuRow const& row = rows[static_cast<std::size_t>(std::clamp(ui_.menu_row, 0, last))];
        return open(catalogue_.lessons[static_cast<std::size_t>(row.lesson)].path);
    }
    if (!ui_.show_palette) return;
    PaletteView const view = palette_view(ui_.palette_text, frame());
    if (view.rows.empty()) return;
    auto const last = static_cast<std::int32_t>(view.rows.size()) - 1;
    PaletteRow const row =
        view.rows[static_cast<std::size_t>(std::clamp(ui_.palette_row, 0, last))];
    if (auto const* complete = std::get_if<CompleteTo>(&row.then)) {
        ui_.palette_text = complete->text;
        ui_.palette_row = 0;
        return;
    }
    ui_.show_palette = false;
    ui_.palette_text.clear();
    if (auto const* selection = std::get_if<Selection>(&row.then)) {
        ui_.selection = *selection;
        ui_.show_right = true;
    } else if (auto const* action = std::get_if<Action>(&row.then)) {
        act(*action);
    } else {
        carry_out(std::get<Request>(row.then));
    }
}

void App::close_topmost() {
    if (ui_.drags_committed && ui_.stage == Stage::groups && !ui_.lecture) {
        ui_.drops_drag = true;
    } else if (ui_.is_context_menu_open) {
        ui_.closes_context_menu = true;
    } else if (ui_.show_palette) {
        ui_.show_palette = false;
    } else if (ui_.show_help) {
        ui_.show_help = false;
    } else if (ui_.show_simplified) {
        ui_.show_simplified = false;
    } else if (ui_.show_verdicts) {
        ui_.show_verdicts = false;
    } else if (ui_.show_menu) {
        ui_.show_menu = false;
    } else if (types_console()) {
        ui_.show_console = ui_.types_console = false;
    } else if (types_form()) {
        ui_.stop_typing();
    } else if (types_challenge()) {
        ui_.challenge.types = kTypesNothing;
    } else if (types_filter()) {
        ui_.types_filter = false;
    } else if (ui_.stage == Stage::events && !ui_.lecture && !(ui_.events == StageFilter{})) {
        ui_.events = {};
    } else if (ui_.hint) {
        ui_.hint.reset();
    } else if (ui_.shows_records && ui_.stage == Stage::partitions && !ui_.lecture) {
        ui_.shows_records = false;
    } else if (ui_.shows_combinations && ui_.compares()) {
        ui_.shows_combinations = false;
    } else if (ui_.has_selection()) {
        ui_.selection = {};
    } else if (ui_.lecture) {
        ui_.lecture = ui_.full_screen = false;
    } else {
        ui_.notice_seconds = 0;
    }
}

void App::act(Action action) {
    using enum Action;
    Player& player = *player_;
    note_click(Do{action});
    switch (action) {
    case play_or_pause:
        if (player.is_playing()) return player.pause();
        ui_.notice_seconds = 0;  // it was of the instant at which time stood still
        return say(player.play());
    case step_on: return say(player.step_forward(false));
    case step_back: return say(player.step_back(false));
    case next_key_event: return say(player.step_forward(true));
    case previous_key_event: return say(player.step_back(true));
    case next_beat: return player.next_beat();
    case previous_beat: return player.previous_beat();
    case bookmark: return say(player.bookmark());
    case next_bookmark: return say(player.next_bookmark());
    case previous_bookmark: return say(player.previous_bookmark());
    case restart: return player.restart();
    case slower: return player.set_speed(next_speed(player.speed_ppm(), false));
    case faster: return player.set_speed(next_speed(player.speed_ppm(), true));
    case fork: return say(player.fork({}));
    case undo: return say(player.undo());
    case save: return save_run({});
    case kill_selected: return this->kill_selected();
    case revive_all: return this->revive_all();
    case why: {
        std::vector<WhyTopic> const topics = why_topics(frame(), ui_.selection);
        if (topics.empty()) return say("Select what you wonder about; W asks why it is so.");
        // The first time its first question, then the next.
        bool const goes_on = ui_.show_right && ui_.why_asked == topics.front().title;
        ui_.why = goes_on ? (ui_.why + 1) % static_cast<std::int32_t>(topics.size()) : 0;
        ui_.why_asked = topics.front().title;
        ui_.show_right = ui_.brings_why = true;
        return;
    }
    case context_menu: return open_context_menu();
    case write_record: return this->write_record();
    case stage_cluster: return show_stage(Stage::cluster);
    case stage_partitions: return show_stage(Stage::partitions);
    case stage_groups: return show_stage(Stage::groups);
    case stage_sequence: return show_stage(Stage::sequence);
    case stage_events: return show_stage(Stage::events);
    case stage_compare: return show_stage(Stage::compare);
    case filter_events:
        show_stage(Stage::events);
        ui_.stop_typing();
        ui_.types_filter = true;
        return;
    case quiet_messages:
        ui_.shows_quiet = ui_.stage != Stage::sequence || !ui_.shows_quiet;
        return show_stage(Stage::sequence);
    case mark_instant: ui_.stage = Stage::events; return say(player.mark());
    case predict_1:
    case predict_2:
    case predict_3:
    case predict_4: {
        QuestionState const* question = open_question(frame(), ui_);
        if (question == nullptr) return say("No question is open now.");
        auto const choice =
            static_cast<std::int32_t>(action) - static_cast<std::int32_t>(predict_1);
        return predict(frame(), ui_, question->step, choice);
    }
    case plots: ui_.shows_plots = !ui_.shows_plots; return;
    case zoom_in:
    case zoom_out: {
        if (ui_.lecture) return;  // its ribbon is the whole lesson
        int const steps = action == zoom_in ? 1 : -1;
        if (ui_.stage == Stage::partitions) {
            ui_.zoom_cells(steps);
            return;
        }
        ui_.time = zoomed(frame(), ui_.time, frame().cursor.at.us, steps);
        return;
    }
    case story: {
        // What is selected stands in the place of the lesson: then it goes, and the lesson is seen.
        bool const is_covered = ui_.show_right && ui_.has_selection();
        ui_.show_left = is_covered || !ui_.show_left;
        ui_.show_right = false;
        return;
    }
    case find:
        ui_.show_palette = !ui_.show_palette;
        ui_.palette_text.clear();
        ui_.palette_row = 0;
        return;
    case lessons:
        ui_.show_menu = !ui_.show_menu;
        ui_.menu_text.clear();
        return;
    case console: {
        // Open and not typed in: the keys go to it again.
        bool const types = !ui_.show_console || !ui_.types_console;
        ui_.stop_typing();
        ui_.show_console = ui_.types_console = types;
        return;
    }
    case help: ui_.show_help = !ui_.show_help; return;
    case simplified: ui_.show_simplified = !ui_.show_simplified; return;
    case resume: return go_back();
    case verdicts: ui_.show_verdicts = !ui_.show_verdicts; return;
    case lecture:
        ui_.lecture = ui_.full_screen = !ui_.lecture;
        ui_.show_menu = false;
        return;
    case theme: ui_.mode = ui_.mode == Mode::dark ? Mode::light : Mode::dark; return;
    case larger: ui_.scale = clamp_scale((ui_.scale > 0 ? ui_.scale : 1) + 0.25F); return;
    case usual_size: ui_.scale = 1; return;
    case smaller: ui_.scale = clamp_scale((ui_.scale > 0 ? ui_.scale : 1) - 0.25F); return;
    case close: return close_topmost();
    case accept: return this->accept();
    }
}

void App::carry_out(Request const& request) {
    Player& player = *player_;
    if (!std::holds_alternative<Do>(request)) note_click(request);  // act() notes those
    if (auto const* phrase = std::get_if<RunPhrase>(&request)) {
        say(player.run_phrase(phrase->phrase));
    } else if (std::holds_alternative<Play>(request)) {
        ui_.notice_seconds = 0;
        say(player.play());
    } else if (std::holds_alternative<Pause>(request)) {
        player.pause();
    } else if (auto const* on = std::get_if<StepForward>(&request)) {
        say(player.step_forward(on->to_interesting));
    } else if (auto const* back = std::get_if<StepBack>(&request)) {
        say(player.step_back(back->to_interesting));
    } else if (auto const* time = std::get_if<SeekTime>(&request)) {
        player.seek(time->at);
    } else if (auto const* event = std::get_if<SeekEvent>(&request)) {
        say(player.seek_event(event->event));
    } else if (auto const* place = std::get_if<SeekPlace>(&request)) {
        player.seek_place(place->nth);
    } else if (auto const* bookmark = std::get_if<GoToBookmark>(&request)) {
        player.go_to_bookmark(bookmark->nth);
    } else if (auto const* speed = std::get_if<SetSpeed>(&request)) {
        player.set_speed(speed->speed_ppm);
    } else if (std::holds_alternative<Restart>(request)) {
        player.restart();
    } else if (auto const* branch = std::get_if<Fork>(&request)) {
        say(player.fork(branch->name));
    } else if (auto const* chosen = std::get_if<SwitchBranch>(&request)) {
        player.switch_branch(chosen->branch);
    } else if (auto const* other = std::get_if<CompareAgainst>(&request)) {
        compare_against(other->setting);
    } else if (auto const* combined = std::get_if<Combine>(&request)) {
        combine(combined->choices);
    } else if (auto const* named = std::get_if<NameBranch>(&request)) {
        player.name_branch(named->branch, named->name);
    } else if (auto const* opened = std::get_if<OpenScenario>(&request)) {
        open(opened->path);
    } else if (auto const* saved = std::get_if<SaveRun>(&request)) {
        save_run(saved->path);
    } else if (auto const* until = std::get_if<RunUntil>(&request)) {
        say(player.run_until(until->condition));
    } else if (auto const* called = std::get_if<CallTool>(&request)) {
        call_tool(called->phrase);
    } else if (auto const* asked = std::get_if<Do>(&request)) {
        act(asked->action);
    } else if (auto const* mark = std::get_if<MarkHere>(&request)) {
        mark->forget ? player.forget_mark() : say(player.mark());
    } else if (std::holds_alternative<HandIn>(request)) {
        hand_in();
    } else if (auto const* taken = std::get_if<TakeBack>(&request)) {
        take_back(taken->command);
    } else if (auto const* language = std::get_if<ChooseLanguage>(&request)) {
        choose_language(language->language);
    } else if (auto const* exported = std::get_if<Export>(&request)) {
        export_run(exported->what);
    } else if (auto const* hint = std::get_if<ShowHint>(&request)) {
        answer_hint(hint->shows);
    } else if (std::holds_alternative<Quit>(request)) {
        wants_to_quit_ = true;
    }
}

// ---- keys and frames ----------------------------------------------------------------------------

namespace {
// What is a key while a line is typed in; all others are its text.
bool leaves_line(KeyPress const& press) {
    return press.is(Key::escape) || press.is_ctrl(letter_key('K')) ||
           (press.key >= Key::f1 && press.key <= Key::f12);
}
}  // namespace

// The arrows and Enter are the open menu's; other keys close it and do what they always do.
bool App::press_context_menu(KeyPress const& press) {
    if (!ui_.is_context_menu_open) return false;
    if (press.is(Key::down)) ++ui_.context_moves.rows;
    if (press.is(Key::up)) --ui_.context_moves.rows;
    if (press.is(Key::enter)) ui_.context_moves.jumps = true;
    // Left and right are no keys of a menu, and time must not go on behind it.
    return press.is(Key::down) || press.is(Key::up) || press.is(Key::enter) ||
           press.is(Key::left) || press.is(Key::right);
}

void App::press(KeyPress const& press) {
    if (press_context_menu(press)) return;
    if (types_console()) {
        press_console(press);
        bool const closes = press.is_ctrl(letter_key('J')) || press.is(Key::under_escape);
        if (!closes && !leaves_line(press)) return;  // the letter is text
    } else if (types_form()) {
        press_form(press);
        if (!leaves_line(press)) return;  // the letter is text
    } else if (types_challenge()) {
        press_challenge(press);
        if (!leaves_line(press)) return;  // the letter is text
    } else if (types_filter()) {
        if (press.is(Key::down)) ++ui_.events_moves.rows;
        if (press.is(Key::up)) --ui_.events_moves.rows;
        if (press.is(Key::page_down)) ++ui_.events_moves.pages;
        if (press.is(Key::page_up)) --ui_.events_moves.pages;
        if (press.is(Key::enter)) ui_.events_moves.jumps = true;
        if (!leaves_line(press)) return;  // the letter is text
    } else if (types_text()) {
        if (press.is_ctrl(letter_key('O'))) return go_back();
        std::int32_t& row = ui_.show_palette ? ui_.palette_row : ui_.menu_row;
        if (press.is(Key::down)) ++row;
        if (press.is(Key::up)) row = std::max(0, row - 1);
        bool const completes = ui_.show_palette && press.is(Key::tab);
        if (press.is(Key::enter) || completes) return accept();
        if (!leaves_line(press)) return;  // the letter is text
    }
    std::optional<Action> const action = action_of(press);
    if (!action) return;
    bool const may_repeat = *action == Action::step_on || *action == Action::step_back ||
                            *action == Action::faster || *action == Action::slower;
    if (press.repeat && !may_repeat) return;
    // A menu offers what was possible when it opened: no key acts behind it.
    if (ui_.is_context_menu_open && *action != Action::close) ui_.closes_context_menu = true;
    act(*action);
}

// Where what is selected stands in the place of the lesson, it makes room for a question; where the
// lesson is folded away, it opens: play has stopped for it.
void App::show_new_question() {
    QuestionState const* const question = open_question(frame(), ui_);
    std::int32_t const asked = question == nullptr ? -1 : question->step;
    if (asked >= 0 && asked != asked_) {
        ui_.config.name.clear();  // its line would be hidden, and keep the keys
        ui_.show_right = false;
        ui_.show_left = true;
    }
    asked_ = asked;
}

FrameWish App::run_frame(FrameInput const& input) {
    scale_shown_ = input.fonts.scale;
    press_all(input.keys);
    for (std::string const& path : input.dropped_files) open(path);
    double const passed = std::max(input.seconds, input.passed_seconds);
    ui_.notice_seconds = std::max(0.0, ui_.notice_seconds - passed);
    // What one looks for is looked for at an instant: time stands still meanwhile.
    player_->update(types_text() ? 0 : input.seconds);
    take_finished();
    keep_run(passed);
    follow_file(passed);
    if (ui_.needs_messages()) player_->read_messages();
    if (ui_.compares()) {
        player_->compare_with(ui_.compared);
    } else {
        player_->stop_comparing();
    }

    show_new_question();
    Requests requests;
    draw_dashboard(input.fonts, frame(), ui_, requests);
    for (Request const& request : requests.list()) carry_out(request);

    FrameWish wish;
    wish.draw_again = player_->is_busy() || !requests.list().empty() || !waiting_keys_.empty();
    wish.wake_after_s = kSleep;
    if (ui_.notice_seconds > 0) wish.wake_after_s = ui_.notice_seconds;
    wish.has_news = [this] { return new_version() != 0; };
    if (has_unkept()) wish.wake_after_s = std::min(wish.wake_after_s, kKeepAfter);
    wish.close = input.close_asked || wants_to_quit_;
    // What ended well is not offered again.
    if (wish.close && options_.keep) options_.keep({}, !catalogue_.has_interrupted);
    wish.full_screen = ui_.full_screen;
    wish.lecture = ui_.lecture;
    wish.scale = ui_.scale;
    wish.mode = ui_.mode;
    wish.letters = letters_;
    wish.title = "Highwater";
    if (!player_->scenario().title.empty()) wish.title += " – " + player_->scenario().title;
    return wish;
}

int run_dashboard(DashboardOptions options) {
    WindowOptions window;
    window.mode = options.mode;
    window.scale = options.scale;
    App app{std::move(options)};
    auto const closed =
        run_window(window, [&](FrameInput const& input) { return app.run_frame(input); });
    if (closed) {
        // Whether an idle window sleeps cannot be seen from outside (tests/gui/app/window_test.sh).
        if (std::getenv("HIGHWATER_COUNT_FRAMES") != nullptr) {
            std::fprintf(stderr, "frames drawn: %llu\n",
                         static_cast<unsigned long long>(closed->frames));
        }
        return 0;
    }
    std::fprintf(stderr, "highwater: error: %s\n", closed.problem().message.c_str());
    if (!closed.problem().advice.empty()) {
        std::fprintf(stderr, "           = %s\n", closed.problem().advice.c_str());
    }
    return 2;
}

}  // namespace highwater::gui

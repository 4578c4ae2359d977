// Who turns the crank: owns the scenario on the stage, its timeline and what was learnt of each
// branch (ribbons, verdicts, answers). Knows nothing of ImGui. Whatever would take long goes on in
// slices, so that the window is drawn 60 times a second all the same.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/timeline.h"
#include "gui/frame.h"
#include "gui/known_names.h"
#include "gui/tool_aside.h"
#include "gui/view/combinations.h"
#include "gui/view/compare.h"
#include "gui/view/group_notes.h"
#include "gui/view/lesson.h"
#include "gui/view/message_book.h"
#include "gui/view/plots.h"
#include "gui/view/ribbons.h"
#include "scenario/grade.h"
#include "scenario/play.h"
#include "scenario/saved_run.h"
#include "scenario/sensor.h"

namespace highwater::gui {

// At most so much of a frame is simulation; the rest is drawing.
constexpr double kSecondsPerFrame = 0.008;
constexpr std::int64_t kRealTime = 1'000'000;  // speed in millionths
constexpr std::int64_t kSlowest = 1'000;
constexpr std::int64_t kFastest = 1'000'000'000;

class Player {
public:
    // `real_seconds`: a clock that only runs; the default is the machine's.
    explicit Player(Scenario scenario, std::function<double()> real_seconds = {});
    Player(Player const&) = delete;
    Player& operator=(Player const&) = delete;

    Scenario const& scenario() const { return scenario_; }
    Timeline const& timeline() const { return *timeline_; }
    // Everything a panel may look at. Valid until something below is called.
    Frame frame(Catalogue const* catalogue = nullptr) const;

    // Once a frame: lets time run, and goes on with what is under way.
    void update(double elapsed_seconds);
    // Something goes on: draw again soon.
    bool is_busy() const;
    // Lets what is under way come to its end, however long it takes: for pictures and tests.
    void finish();

    // Each of these says in one line what came of it: for the notice under the stage. Empty: it
    // can be seen anyway.
    std::string play();
    void pause();
    bool is_playing() const { return is_playing_; }
    void set_speed(std::int64_t speed_ppm);
    std::int64_t speed_ppm() const { return speed_ppm_; }
    std::string step_forward(bool to_interesting);
    std::string step_back(bool to_interesting);
    void seek(Time at);
    std::string seek_event(EventId event);
    void seek_place(std::uint64_t nth);  // right behind the nth event of this branch
    // The next or previous sentence or question of the lesson.
    void next_beat();
    void previous_beat();
    void restart();
    std::string undo();

    // A phrase of the scenario language, carried out now; in the past of a branch it forks.
    std::string run_phrase(std::string const& phrase);
    // The same for who must know whether it was done: a Problem when it cannot be read or is
    // refused.
    Expected<std::string> try_phrase(std::string const& phrase);
    // A call of one of Kafka's tools ("exec kafka-topics --list") on a copy of this instant; what
    // it prints is there once take_tool_call() has it. A Problem when the phrase cannot be read.
    std::optional<Problem> call_tool(std::string const& phrase);
    struct ToolCall {
        std::string phrase;
        bool changes_cluster{};
        ToolResult result;  // is_finished is false when it has not ended within five minutes
    };
    std::optional<ToolCall> take_tool_call();
    std::string run_until(std::string const& condition);
    std::string fork(std::string name);
    // What each message of the last while said, for the stages that tell it.
    void read_messages();
    // Another future goes along with the cursor (-1: the one this branch came from), until
    // stop_comparing(). Call it once a frame.
    void compare_with(std::int32_t branch);
    void stop_comparing();
    // The same script in another configuration: what compare_with(kConfiguration) shows.
    // (gui/player_against.cc)
    void set_against(Scenario const& scenario, std::string setting);
    // The script in every combination of some settings, each run to its end in what time is left;
    // `scenarios` as combinations_of(choices). (gui/player_combinations.cc)
    void set_combinations(std::vector<SettingChoices> choices,
                          std::vector<Scenario> const& scenarios);
    // A bookmark here, or none where one is. (gui/player_bookmarks.cc)
    std::string bookmark();
    std::string next_bookmark();
    std::string previous_bookmark();
    void go_to_bookmark(std::size_t nth);
    // Remembers this instant, to tell what differs from it.
    std::string mark();
    void forget_mark();
    void switch_branch(std::int32_t branch);
    // What the last command that was carried out gives to think about; once. (gui/player_hint.cc)
    std::optional<Hint> take_hint();
    // Forks a short future in which it can be seen, and goes to its end; what came of it is there
    // once take_outcome() has it.
    std::string show_hint(Hint hint);
    std::optional<std::string> take_outcome();
    // How the run on the stage does as an answer, as far as it was played.
    Grade grade() const;
    void name_branch(std::int32_t branch, std::string name);

    // The same lesson in other words: its steps and all that was clicked stay.
    void take_words(Scenario const& translated);
    // The scenario with everything that was clicked on this branch as steps of its own.
    std::string as_scenario() const;
    // This branch exactly: for another computer, or another day.
    std::string as_save() const;
    // Carries out what a save of this scenario tells, and says whether the run is still the same.
    std::string resume(SaveFile const& save);
    std::int32_t clicked_commands() const;

    // All futures of a run with what was done in them, in a few KB: where it was left, another
    // player of its scenario can stand again. (gui/player_left.cc)
    struct Left {
        std::vector<Branch> branches;
        std::vector<std::vector<Bookmark>> bookmarks;  // by branch
        std::int32_t current{};
        Bookmark place;
        std::int64_t speed_ppm{};
    };
    bool was_changed() const;  // by hand: there is something that opening it anew would not bring
    Left left() const;
    // False where the run is not the same again.
    bool go_back_to(Left const& left);

private:
    struct Judged {
        bool is_known{};
        bool holds{};
        std::string actual;
        std::string sentence;
    };
    // What a class could answer, for as long as no other command is given.
    struct Foreseen {
        bool is_known{};
        std::size_t commands{};  // of the branch, when it was computed
        std::vector<std::string> choices;
        std::int32_t truth{-1};
        std::optional<std::string> because;  // none: not looked up yet
    };
    struct OfBranch {
        KnownNames names;
        std::vector<Bookmark> bookmarks;  // by time
        RunHistory history;
        GroupNotes groups;
        PlotHistory plots;
        std::vector<Judged> judged;      // by expectation
        std::vector<Foreseen> foreseen;  // by step
    };
    // A copy of the world that runs ahead to the instant of an answer.
    struct Ahead {
        std::size_t step{};
        std::int32_t branch{};
        std::size_t commands{};
        World world;
        Runner runner;
    };

    struct Comparing {
        OtherFuture future;
        World frontier;          // of the other branch, as far as it was run here
        KnownNames names;        // of the frontier
        Runner runner;           // notes into the future's trace
        std::size_t commands{};  // of the other branch; in another configuration of this one
        std::size_t given{};     // in another configuration: so many of them the frontier has had
    };
    // The run in another configuration, from its start; and now and then as far as it was run, so
    // that going back is cheap.
    struct Against {
        struct Stop {
            World world;
            std::size_t given{};
        };
        std::string setting;
        std::vector<Stop> stops;
    };
    struct Combining {
        struct Going {
            World start;
            MeasuredRun run;
            std::size_t given{};
        };
        Combinations shown;
        std::vector<Going> runs;
        std::size_t commands{};  // given by hand, on this branch
        std::int32_t branch{-1};
    };
    struct Showing {
        Hint hint;
        std::int32_t branch{};
        Time began;
        std::size_t done{};  // of the hint's steps
    };
    Bookmark here_and_now() const { return {timeline_->event(), timeline_->world().now}; }
    void go_on_showing();
    std::int32_t other_branch(std::int32_t wanted) const;
    std::string unused_name(std::string const& wanted) const;
    void begin_comparing(std::int32_t branch, std::uint64_t common);
    void compare_configuration();
    void begin_configuration();
    bool combines_this_run() const;  // with all that was given by hand in it
    bool is_combining() const;
    void go_on_combining(double deadline);
    void begin_combining();
    void combine_on(Combining::Going& going, CombinedRun& shown, double deadline);
    void run_against(World& world, std::size_t& given, Runner& runner, Time until) const;

    OfBranch& here() { return known_[static_cast<std::size_t>(timeline_->current_branch())]; }
    OfBranch const& here() const {
        return known_[static_cast<std::size_t>(timeline_->current_branch())];
    }
    Time end_of_lesson() const { return Time{} + scenario_.duration; }
    bool has_time(double deadline) const;
    // Gives a save's commands and runs to its end, on the present branch; whether it is the same.
    bool run_again(SaveFile const& save);
    // Runs or travels to an instant, until the deadline; true when it is there.
    bool go_to(Time target, double deadline);
    bool step_once();
    void judge_until(Time at);
    void learn();
    void leave_behind(std::int32_t from);  // a branch has just begun
    bool look_ahead(double deadline);
    void play_on(double elapsed_seconds, double deadline);
    bool search(double deadline);
    Time next_question(Time after) const;
    std::vector<Time> beats() const;
    void remember_previous();
    void show_last_step();
    void stop_search();
    void refresh();
    void refresh_questions();

    Scenario scenario_;
    std::function<double()> real_seconds_;
    std::unique_ptr<Timeline> timeline_;
    std::vector<OfBranch> known_;  // by branch

    bool is_playing_{};
    std::int64_t speed_ppm_{kRealTime};
    double owed_us_{};  // simulated time that played but has not run
    std::optional<Time> going_to_;
    std::optional<Expectation> until_;  // runs until this holds
    bool to_key_event_{};               // runs until something that matters
    std::optional<Ahead> ahead_;
    std::optional<ToolAside> tool_;
    ToolCall tool_call_;
    std::unique_ptr<World> previous_;
    double glow_left_{};
    MessageBook book_;
    std::unique_ptr<MarkedInstant> marked_;
    std::unique_ptr<Comparing> other_;
    std::optional<Against> against_;
    std::optional<Combining> combining_;
    std::int32_t against_branch_{-1};  // whose commands the other configuration is given, too

    std::optional<Hint> hint_;
    std::optional<Showing> showing_;
    std::string outcome_;

    Describer who_;
    std::vector<ExpectationState> expectations_;
    std::vector<BranchState> branches_;
    std::vector<QuestionState> questions_;
    Cursor cursor_;
    std::uint64_t revision_{};
};

// A command that was given by hand, in another configuration, at the instant of its world.
void give_again(World& world, GivenCommand const& given, Runner& runner);

}  // namespace highwater::gui

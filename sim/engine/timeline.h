// Time travel. A run can be left and entered anywhere: at an instant or between two events. What
// was run once is kept as checkpoints (copies of the World) and the commands that were given;
// everything else comes about again by running, which is what determinism is good for.
//
// The past cannot be changed: a command given there forks a branch, and the old future stays. So
// runs form a tree, and every branch in it can be visited, named and saved.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/step.h"
#include "engine/trail.h"

namespace highwater {

// A command of a person, as it entered the run.
struct GivenCommand {
    std::uint64_t after_events{};  // had been executed
    Time at;                       // and the clock stood there
    EventId event{};               // at which it is carried out
    Command command;
    std::vector<std::string> new_names;  // that it brought into the world
};

struct Branch {
    std::string name;
    std::int32_t parent{-1};          // -1: the first
    std::uint64_t forked_at_event{};  // after so many events
    Time forked_at;
    std::vector<GivenCommand> commands;  // since the start of the run, in order
    // How far it was run.
    std::uint64_t end_event{};
    Time end;
    std::uint64_t end_hash{};
    Trail trail;
};

struct TimelineSettings {
    // Spaced by work, never by time: a seek replays at most so many events, under 20 ms with facts.
    std::uint64_t events_between_checkpoints{30'000};
    // Ten minutes of the steady benchmark fit. Beyond it every second checkpoint is given up, but
    // for the start and those at commands.
    std::int64_t checkpoint_bytes{768LL << 20};
    TraceLimits trace;
    bool checks{true};  // every event is looked at (check/checks.h)
};

class Timeline {
public:
    explicit Timeline(World start, TimelineSettings settings = {});

    World const& world() const { return world_; }
    // Facts and causes around the present instant. What lies further back: recall().
    Trace const& trace() const { return trace_; }
    // What the checkers say of the run up to the present; empty when they are off.
    Checks const& checks() const { return checks_; }
    std::uint64_t event() const { return world_.counters.events; }

    // ---- moving on (and, beyond what was run before, making new history)
    // -------------------------
    RunStatus run_until(Time until, RunLimits const& limits = {});
    // At most so many events, for a window that must draw again soon. True when `until` is reached.
    bool advance(Time until, std::uint64_t most_events);
    bool step_forward();

    // ---- going anywhere ------------------------------------------------------------------------
    // All events at that instant included. Beyond the end it runs on.
    void seek(Time to);
    // After so many events, 0 being the start. Beyond the end it runs on.
    void seek_event(std::uint64_t events);
    bool step_back();
    // After so many events with the clock at that instant, where a recorded command was given.
    // False when this run never stands there.
    bool stand_at(std::uint64_t events, Time at);
    // How many events were executed before the one with that id, as far as this branch was run.
    std::optional<std::uint64_t> position_of(EventId id) const;

    // ---- changing the future -------------------------------------------------------------------
    // Carried out as the next event of this instant. In the past it forks first. `names` is what
    // the phrase was read with, if it named something new (a copy of world().names, with more).
    EventId give(Command command, Names const* names = nullptr);
    // A new branch from here on, and into it. Both futures stay.
    std::int32_t fork(std::string name = {});
    void name_branch(std::int32_t branch, std::string name);
    // Into another branch, at the present instant or at its end if that is earlier.
    void switch_to(std::int32_t branch);
    std::int32_t current_branch() const { return current_; }
    std::vector<Branch> const& branches() const { return branches_; }
    Branch const& branch() const { return branches_[static_cast<std::size_t>(current_)]; }
    bool is_at_end() const;

    // ---- looking back --------------------------------------------------------------------------
    // The trace of the events first … last of this branch (counted from 0), made again by replay.
    Trace recall(std::uint64_t first, std::uint64_t last, TraceLimits limits = {}) const;
    // The world after so many events of this branch, on the side.
    World world_at_event(std::uint64_t events) const;
    World world_at(Time at) const;

    // ---- into another future, without leaving this one
    // --------------------------------------------- Beyond its end a branch runs on as it would if
    // nobody did anything.
    World world_of(std::int32_t branch, Time at) const;
    World world_of_event(std::int32_t branch, std::uint64_t events) const;
    // Lets such a world go on to an instant, with the branch's commands.
    void go_on_in(std::int32_t branch, World& world, Runner& runner, Time until) const;
    // Up to after so many events both branches are the same run.
    std::uint64_t common_events(std::int32_t one, std::int32_t other) const;

    std::int64_t checkpoint_count() const;

private:
    struct Moment {
        World world;
        Checks checks;  // so that verdicts rewind, too
    };
    using Snapshot = std::shared_ptr<Moment const>;
    struct Checkpoint {
        Snapshot moment;
        bool is_pinned{};  // at the start, or where a command was given
    };
    using Checkpoints = std::vector<Checkpoint>;
    // Where to go: an instant, or a number of executed events.
    struct Goal {
        Time until{kNever};
        std::uint64_t event{UINT64_MAX};
    };

    Branch& current() { return branches_[static_cast<std::size_t>(current_)]; }
    Checkpoints& checkpoints() { return checkpoints_[static_cast<std::size_t>(current_)]; }
    Snapshot base_for(Goal goal) const { return base_for(goal, current_); }
    Snapshot base_for(Goal goal, std::int32_t branch) const;
    void enter(Moment const& moment);
    void travel(Goal goal);
    void go_on(Goal goal, RunLimits const& limits, RunStatus& status);
    void before_step();
    void after_step();
    void remember_recent(std::uint64_t goal);
    void note_end();
    void add_checkpoint(bool is_pinned);
    void thin_out();
    std::int64_t count_bytes() const;

    TimelineSettings settings_;
    World world_;
    Checks checks_;
    Trace trace_;
    Runner runner_;
    std::vector<Branch> branches_;
    std::vector<Checkpoints> checkpoints_;  // of each branch, by event; branches share worlds
    // A few worlds just before the present, so that stepping back again and again stays cheap.
    std::vector<Snapshot> recent_;
    std::int32_t current_{};
    std::uint64_t spacing_{};
    std::int64_t checkpoint_bytes_{};
};

// What a checkpoint of this world costs beyond what it shares with its neighbours, roughly.
std::int64_t estimated_bytes(World const& world);

}  // namespace highwater

#include "engine/timeline.h"

#include <algorithm>
#include <utility>

namespace highwater {

namespace {

// Lets a world go towards a goal along recorded commands, each at its old place. `before` and
// `after` see every step; `after` says whether to go on.
template <class Before, class After>
void follow(World& world, Runner& runner, std::vector<GivenCommand> const& commands, Time until,
            std::uint64_t goal_event, Before before, After after) {
    auto next =
        std::lower_bound(commands.begin(), commands.end(), world.queue.next_id(),
                         [](GivenCommand const& given, EventId id) { return given.event < id; });
    while (world.counters.events < goal_event) {
        if (next != commands.end() && next->after_events == world.counters.events &&
            next->at <= until) {
            world.now = std::max(world.now, next->at);
            for (std::string const& name : next->new_names) world.names.intern(name);
            EventId const id = schedule_command(world, world.now, next->command);
            CHECK(id == next->event);
            ++next;
            continue;
        }
        before();
        Time const limit = next == commands.end() ? until : std::min(until, next->at);
        if (!step(world, runner, limit)) break;
        if (!after()) return;
    }
    if (world.counters.events < goal_event && until != kNever)
        world.now = std::max(world.now, until);
}

void follow(World& world, Runner& runner, std::vector<GivenCommand> const& commands, Time until,
            std::uint64_t goal_event) {
    follow(
        world, runner, commands, until, goal_event, [] {}, [] { return true; });
}

}  // namespace

Timeline::Timeline(World start, TimelineSettings settings)
    : settings_{settings},
      world_{std::move(start)},
      trace_{settings.trace},
      spacing_{settings.events_between_checkpoints} {
    Branch first;
    first.name = "main";
    first.end_event = world_.counters.events;
    first.end = world_.now;
    first.end_hash = world_.history_hash;
    branches_.push_back(std::move(first));
    checkpoints_.emplace_back();
    trace_.restart_at(world_.counters.events);
    add_checkpoint(true);
}

// ---- moving on ----------------------------------------------------------------------------------

// Facts are recorded where the trace ends; what it knows already is not recorded twice.
void Timeline::before_step() {
    runner_.trace = trace_.next_nth() == world_.counters.events ? &trace_ : nullptr;
    runner_.checks = settings_.checks ? &checks_ : nullptr;
}

void Timeline::after_step() {
    Branch& branch = current();
    if (world_.counters.events <= branch.end_event) return;
    drop_crumb(branch.trail, world_.counters.events, world_.history_hash);
    note_end();
    if (world_.counters.events % spacing_ == 0) add_checkpoint(false);
}

void Timeline::note_end() {
    Branch& branch = current();
    if (world_.counters.events < branch.end_event) return;
    branch.end_event = world_.counters.events;
    branch.end = std::max(branch.end, world_.now);
    branch.end_hash = world_.history_hash;
}

void Timeline::go_on(Goal goal, RunLimits const& limits, RunStatus& status) {
    status = RunStatus::reached;
    RunWatch watch{world_, limits};
    follow(
        world_, runner_, current().commands, goal.until, goal.event, [this] { before_step(); },
        [&] {
            after_step();
            status = watch.look(world_, goal.until);
            return status == RunStatus::reached;
        });
    note_end();
}

RunStatus Timeline::run_until(Time until, RunLimits const& limits) {
    RunStatus status{};
    go_on({until, UINT64_MAX}, limits, status);
    return status;
}

bool Timeline::advance(Time until, std::uint64_t most_events) {
    RunStatus status{};
    std::uint64_t const goal = world_.counters.events + most_events;
    go_on({until, goal}, {}, status);
    return world_.counters.events < goal;
}

bool Timeline::step_forward() {
    std::uint64_t const before = world_.counters.events;
    RunStatus status{};
    go_on({kNever, before + 1}, {}, status);
    return world_.counters.events > before;
}

// ---- going anywhere -----------------------------------------------------------------------------

Timeline::Snapshot Timeline::base_for(Goal goal, std::int32_t branch) const {
    Checkpoints const& all = checkpoints_[static_cast<std::size_t>(branch)];
    Snapshot best = all.front().moment;
    auto const consider = [&](Snapshot const& candidate) {
        // Strictly before the event that is sought: reaching it sets the clock to its instant.
        bool const usable = goal.event == UINT64_MAX
                                ? candidate->world.now <= goal.until
                                : candidate->world.counters.events < goal.event;
        if (usable && candidate->world.counters.events >= best->world.counters.events)
            best = candidate;
    };
    for (Checkpoint const& checkpoint : all) consider(checkpoint.moment);
    if (branch == current_) {
        for (Snapshot const& snapshot : recent_) consider(snapshot);
    }
    return best;
}

void Timeline::enter(Moment const& moment) {
    world_ = moment.world;
    checks_ = moment.checks;
}

void Timeline::travel(Goal goal) {
    Snapshot const base = base_for(goal);
    // Going on from here is shorter than going back first.
    bool const here =
        goal.event == UINT64_MAX ? world_.now <= goal.until : world_.counters.events < goal.event;
    if (!here || base->world.counters.events > world_.counters.events) enter(*base);
    std::uint64_t const start = world_.counters.events;
    if (start < trace_.first_nth() || start > trace_.next_nth()) trace_.restart_at(start);
    follow(
        world_, runner_, current().commands, goal.until, goal.event, [this] { before_step(); },
        [&] {
            after_step();
            if (goal.event != UINT64_MAX) remember_recent(goal.event);
            return true;
        });
    note_end();
}

void Timeline::remember_recent(std::uint64_t goal) {
    constexpr std::uint64_t kBefore[] = {20'000, 10'000, 5'000, 2'000, 800, 250};
    std::uint64_t const ahead = goal - world_.counters.events;
    if (std::find(std::begin(kBefore), std::end(kBefore), ahead) == std::end(kBefore)) return;
    constexpr std::size_t kMostRecent = 8;
    if (recent_.size() >= kMostRecent) recent_.erase(recent_.begin());
    recent_.push_back(std::make_shared<Moment const>(Moment{world_, checks_}));
}

void Timeline::seek(Time to) { travel({to, UINT64_MAX}); }

void Timeline::seek_event(std::uint64_t events) {
    if (events == 0) {
        enter(*checkpoints().front().moment);
        if (trace_.first_nth() > 0) trace_.restart_at(0);
        return;
    }
    travel({kNever, events});
}

bool Timeline::step_back() {
    std::uint64_t const events = world_.counters.events;
    if (events == 0) return false;
    seek_event(events - 1);
    return true;
}

bool Timeline::stand_at(std::uint64_t events, Time at) {
    // Commands of one instant follow each other without an event between them.
    if (world_.counters.events != events || at < world_.now) seek_event(events);
    if (world_.counters.events != events || at < world_.now) return false;
    if (at > world_.now && world_.queue.next_at() <= at) return false;
    world_.now = at;
    note_end();
    return true;
}

std::optional<std::uint64_t> Timeline::position_of(EventId id) const {
    if (TracedEvent const* event = trace_.find(id)) return trace_.nth_of(*event);
    Branch const& branch = branches_[static_cast<std::size_t>(current_)];
    Checkpoints const& all = checkpoints_[static_cast<std::size_t>(current_)];
    // Executed after the last checkpoint that still awaits it.
    auto const awaits = [&](World const& world) {
        return id >= world.queue.next_id() || world.queue.find(id) != kNoEvent;
    };
    Snapshot base = all.front().moment;
    for (Checkpoint const& checkpoint : all) {
        if (!awaits(checkpoint.moment->world)) break;
        base = checkpoint.moment;
    }
    World world = base->world;
    Trace one{{16, 256}};
    one.restart_at(world.counters.events);
    Runner runner;
    runner.trace = &one;
    std::optional<std::uint64_t> found;
    follow(
        world, runner, branch.commands, kNever, branch.end_event, [] {},
        [&] {
            if (one.find(id) != nullptr) found = world.counters.events - 1;
            return !found;
        });
    return found;
}

// ---- changing the future ------------------------------------------------------------------------

bool Timeline::is_at_end() const {
    Branch const& branch = branches_[static_cast<std::size_t>(current_)];
    bool const none_left =
        branch.commands.empty() || branch.commands.back().event < world_.queue.next_id();
    return world_.counters.events >= branch.end_event && none_left;
}

EventId Timeline::give(Command command, Names const* names) {
    if (!is_at_end()) fork();
    add_checkpoint(true);
    GivenCommand given;
    given.after_events = world_.counters.events;
    given.at = world_.now;
    if (names != nullptr) {
        for (std::int32_t i = world_.names.size(); i < names->size(); ++i) {
            given.new_names.push_back(names->text(NameId{i}));
        }
    }
    for (std::string const& name : given.new_names) world_.names.intern(name);
    given.event = schedule_command(world_, world_.now, command);
    given.command = std::move(command);
    EventId const id = given.event;
    current().commands.push_back(std::move(given));
    note_end();
    return id;
}

std::int32_t Timeline::fork(std::string name) {
    Branch const& parent = current();
    Branch child;
    child.parent = current_;
    auto const id = static_cast<std::int32_t>(branches_.size());
    child.name = name.empty() ? "branch " + std::to_string(id) : std::move(name);
    child.forked_at_event = world_.counters.events;
    child.forked_at = world_.now;
    for (GivenCommand const& given : parent.commands) {
        if (given.event < world_.queue.next_id()) child.commands.push_back(given);
    }
    child.end_event = world_.counters.events;
    child.end = world_.now;
    child.end_hash = world_.history_hash;
    child.trail = parent.trail;
    cut_trail(child.trail, child.end_event);
    Checkpoints shared;
    for (Checkpoint const& checkpoint : checkpoints()) {
        if (checkpoint.moment->world.queue.next_id() <= world_.queue.next_id() &&
            checkpoint.moment->world.counters.events <= world_.counters.events) {
            shared.push_back(checkpoint);
        }
    }
    branches_.push_back(std::move(child));
    checkpoints_.push_back(std::move(shared));
    current_ = id;
    trace_.forget_from(world_.counters.events);
    return id;
}

void Timeline::name_branch(std::int32_t branch, std::string name) {
    CHECK(branch >= 0 && static_cast<std::size_t>(branch) < branches_.size());
    branches_[static_cast<std::size_t>(branch)].name = std::move(name);
}

void Timeline::switch_to(std::int32_t branch) {
    CHECK(branch >= 0 && static_cast<std::size_t>(branch) < branches_.size());
    if (branch == current_) return;
    Time const at = std::min(world_.now, branches_[static_cast<std::size_t>(branch)].end);
    current_ = branch;
    recent_.clear();
    Snapshot const base = base_for({at, UINT64_MAX});
    enter(*base);
    trace_.restart_at(world_.counters.events);
    travel({at, UINT64_MAX});
}

// ---- checkpoints --------------------------------------------------------------------------------

void Timeline::add_checkpoint(bool is_pinned) {
    Checkpoints& all = checkpoints();
    if (!all.empty() && all.back().moment->world.counters.events == world_.counters.events &&
        all.back().moment->world.queue.next_id() == world_.queue.next_id() &&
        all.back().moment->world.now == world_.now) {
        all.back().is_pinned |= is_pinned;
        return;
    }
    all.push_back({std::make_shared<Moment const>(Moment{world_, checks_}), is_pinned});
    checkpoint_bytes_ += estimated_bytes(world_);
    if (checkpoint_bytes_ > settings_.checkpoint_bytes) thin_out();
}

// Every second one goes, so that the longest replay doubles and no part of the run is favoured.
void Timeline::thin_out() {
    if (spacing_ > current().end_event) return;  // only pinned ones are left
    spacing_ *= 2;
    for (Checkpoints& all : checkpoints_) {
        auto const goes = [&](Checkpoint const& checkpoint) {
            return !checkpoint.is_pinned &&
                   checkpoint.moment->world.counters.events % spacing_ != 0;
        };
        all.erase(std::remove_if(all.begin(), all.end(), goes), all.end());
    }
    checkpoint_bytes_ = count_bytes();
}

std::int64_t Timeline::count_bytes() const {
    std::vector<World const*> worlds;
    for (Checkpoints const& all : checkpoints_) {
        for (Checkpoint const& checkpoint : all) {
            World const* const world = &checkpoint.moment->world;
            if (std::find(worlds.begin(), worlds.end(), world) == worlds.end()) {
                worlds.push_back(world);
            }
        }
    }
    std::int64_t bytes = 0;
    for (World const* world : worlds) bytes += estimated_bytes(*world);
    return bytes;
}

std::int64_t Timeline::checkpoint_count() const {
    return static_cast<std::int64_t>(checkpoints_[static_cast<std::size_t>(current_)].size());
}

std::int64_t estimated_bytes(World const& world) {
    constexpr std::int64_t kPendingEvent = 200;
    constexpr std::int64_t kProcess = 2'000;
    constexpr std::int64_t kReplica = 1'500;
    std::int64_t bytes = 20'000 + world.queue.size() * kPendingEvent;
    for (Process const& process : world.nodes) {
        bytes += kProcess;
        if (!process.broker) continue;
        bytes += static_cast<std::int64_t>((*process.broker)->partitions.size()) * kReplica;
    }
    return bytes;
}

// ---- looking back -------------------------------------------------------------------------------

World Timeline::world_at_event(std::uint64_t events) const {
    return world_of_event(current_, events);
}

World Timeline::world_at(Time at) const { return world_of(current_, at); }

World Timeline::world_of_event(std::int32_t branch, std::uint64_t events) const {
    World world = base_for({kNever, events}, branch)->world;
    Runner runner;
    if (world.counters.events < events) {
        follow(world, runner, branches_[static_cast<std::size_t>(branch)].commands, kNever, events);
    }
    return world;
}

World Timeline::world_of(std::int32_t branch, Time at) const {
    World world = base_for({at, UINT64_MAX}, branch)->world;
    Runner runner;
    go_on_in(branch, world, runner, at);
    return world;
}

void Timeline::go_on_in(std::int32_t branch, World& world, Runner& runner, Time until) const {
    follow(world, runner, branches_[static_cast<std::size_t>(branch)].commands, until, UINT64_MAX);
}

std::uint64_t Timeline::common_events(std::int32_t one, std::int32_t other) const {
    std::vector<GivenCommand> const& a = branches_[static_cast<std::size_t>(one)].commands;
    std::vector<GivenCommand> const& b = branches_[static_cast<std::size_t>(other)].commands;
    std::size_t same = 0;
    while (same < a.size() && same < b.size() && a[same].event == b[same].event &&
           a[same].after_events == b[same].after_events &&
           a[same].command.phrase == b[same].command.phrase) {
        ++same;
    }
    std::uint64_t events = UINT64_MAX;
    if (same < a.size()) events = std::min(events, a[same].after_events);
    if (same < b.size()) events = std::min(events, b[same].after_events);
    return events;
}

Trace Timeline::recall(std::uint64_t first, std::uint64_t last, TraceLimits limits) const {
    World world = world_at_event(first);
    Trace trace{limits};
    trace.restart_at(world.counters.events);
    Runner runner;
    runner.trace = &trace;
    follow(world, runner, branches_[static_cast<std::size_t>(current_)].commands, kNever, last + 1);
    return trace;
}

}  // namespace highwater

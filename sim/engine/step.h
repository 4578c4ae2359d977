// One event after the other: take the next, let its process handle it, commit what it wishes.
#pragma once

#include <cstdint>

#include "base/limits.h"
#include "check/checks.h"
#include "trace/trace.h"
#include "world/world.h"

namespace highwater {

// What running needs beside the world: memory that is used again, and where facts go. Nothing in it
// has an influence on the run.
struct Runner {
    Trace* trace{};    // nullptr: facts are not even made
    Checks* checks{};  // who looks at each event; nullptr: nobody
    Effects effects;
};

// Executes the next event if it is due at or before `limit`. False when there is none.
bool step(World& world, Runner& runner, Time limit = kNever);

struct RunLimits {
    std::uint64_t max_events{static_cast<std::uint64_t>(limits::kMaxEvents)};
    std::int64_t max_memory_bytes{limits::kMaxMemoryBytes};
    // Bytes in use by the program, asked now and then; the simulation cannot know them itself.
    std::int64_t (*memory_in_use)(){};
};
enum class RunStatus : std::uint8_t {
    reached,
    too_many_events,
    too_much_memory,
    time_stands_still
};

// Asks between two events whether a run may go on.
class RunWatch {
public:
    RunWatch(World const& world, RunLimits const& limits)
        : limits_{limits}, instant_{world.now}, reached_at_{world.counters.events} {}
    // `reached` while nothing keeps it from what is due until then.
    RunStatus look(World const& world, Time until);

private:
    RunLimits limits_;
    Time instant_;              // the clock has stood there …
    std::uint64_t reached_at_;  // … since so many events were executed
};

// Executes all events up to and including `until`, and leaves the clock there: a command given
// afterwards is never earlier than what has happened.
RunStatus run_until(World& world, Time until, Runner& runner, RunLimits const& limits = {});

// "stopped after 200000000 events (raise --max-events)"; empty when it reached its end.
std::string describe(RunStatus status, World const& world, RunLimits const& limits);

// Asks for something at an instant that has not passed yet. Its event's id is its name in a save.
EventId schedule_command(World& world, Time at, Command command);

}  // namespace highwater

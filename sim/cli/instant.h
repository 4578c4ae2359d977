// "--at 20s": the instant of an option, and a scenario run to it, for the subcommands that look at
// one.
#pragma once

#include <optional>
#include <string>

#include "engine/step.h"
#include "scenario/play.h"
#include "trace/trace.h"

namespace highwater::cli {

struct InstantWish;

struct OpenedAt {
    Scenario scenario;
    Time at;
};
// The scenario and the instant that are wished for. None after saying what is wrong.
std::optional<OpenedAt> open_at(InstantWish const& wish);

// None after saying what is wrong. An empty text is the end of the run.
std::optional<Time> read_instant(std::string const& option, std::string const& text,
                                 Scenario const& scenario);

// Bytes in use by this process; 0 where that cannot be known.
std::int64_t memory_in_use();
RunLimits default_limits();

// Says so when a limit stopped the run; then there is nothing to look at.
bool has_arrived(RunStatus status, World const& world, RunLimits const& limits);

}  // namespace highwater::cli

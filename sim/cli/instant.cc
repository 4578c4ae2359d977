#include "cli/instant.h"

#include <unistd.h>

#include <fstream>
#include <iostream>

#include "cli/crash.h"
#include "cli/files.h"
#include "cli/program.h"
#include "scenario/units.h"

namespace highwater::cli {

std::optional<OpenedAt> open_at(InstantWish const& wish) {
    LoadOptions options = options_beside(wish.file, wish.settings);
    options.language = wish.language;
    auto scenario = open_scenario_with(wish.file, options);
    if (!scenario) return std::nullopt;
    auto const at = read_instant("--at", wish.at, *scenario);
    if (!at) return std::nullopt;
    remember_for_crash(scenario->world.seed);
    return OpenedAt{*std::move(scenario), *at};
}

std::optional<Time> read_instant(std::string const& option, std::string const& text,
                                 Scenario const& scenario) {
    if (text.empty()) return Time{} + scenario.duration;
    auto const at = parse_duration(text);
    if (!at) {
        refuse_phrase(
            option, text,
            {0, static_cast<std::int32_t>(text.size()), at.problem().message, at.problem().advice});
        return std::nullopt;
    }
    if (*at > scenario.duration) {
        refuse_phrase(
            option, text,
            {0, static_cast<std::int32_t>(text.size()), "the run ends before this instant",
             "its duration is " + write_duration(scenario.duration)});
        return std::nullopt;
    }
    return Time{} + *at;
}

std::int64_t memory_in_use() {
    // The second number of statm: pages that are in memory.
    static std::int64_t const page = sysconf(_SC_PAGESIZE);
    std::ifstream statm{"/proc/self/statm"};
    std::int64_t total = 0;
    std::int64_t resident = 0;
    return statm >> total >> resident ? resident * page : 0;
}

RunLimits default_limits() {
    RunLimits limits;
    limits.memory_in_use = memory_in_use;
    return limits;
}

bool has_arrived(RunStatus status, World const& world, RunLimits const& limits) {
    if (status == RunStatus::reached) return true;
    refuse(describe(status, world, limits));
    return false;
}

}  // namespace highwater::cli

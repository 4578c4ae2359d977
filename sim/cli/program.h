// The program's command line: one file per subcommand, all listed in program.cc.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenario/scenario.h"

namespace highwater::cli {

struct ShotWish {
    Time at;
    std::string out;
    std::int32_t width{1920};
    std::int32_t height{1080};
    bool is_light{};
    bool is_lecture{};
    std::int32_t scale_percent{100};
    std::string stage{"cluster"};  // or partitions, groups, sequence, events
    std::string selected;          // a node or a partition; empty: nothing
    std::string phrase;            // carried out at the instant, before the picture
};

// What only a build with the window can do; main.cc knows whether it is one. Not there: nullptr.
struct Window {
    // Opens the dashboard with a scenario, or "" for the menu of lessons.
    int (*open)(std::string const& file){};
    // Draws one instant without a display.
    Expected<NoValue> (*shot)(Scenario const& scenario, ShotWish const& wish){};
};

int run_program(int argc, char const* const* argv, Window const& window);

// ---- one per subcommand ------------------------------------------------------------------------
struct RunWish {
    std::string file;
    std::string until;
    std::string format{"text"};
    std::string facts_file;
    std::string save_file;
    std::vector<std::string> settings;
    std::int64_t max_events{};
    std::string max_memory;
    bool is_detailed{};
    bool has_verdicts{};  // --invariants
};
int run_scenario(RunWish const& wish);

struct SweepWish {
    std::string file;
    bool is_swarm{};
    std::string seeds{"1..100"};
    std::vector<std::string> settings;
};
int sweep(SweepWish const& wish);

int replay_save(std::string const& file);

int check_scenarios(std::vector<std::string> const& files);

struct InstantWish {
    std::string file;
    std::string at;
    std::vector<std::string> settings;
};
int minimise_scenario(InstantWish const& wish);
int print_state(InstantWish const& wish, std::string const& format);
int exec_tool_call(InstantWish const& wish, std::vector<std::string> const& arguments);
int explain(InstantWish const& wish, std::int64_t event, std::string const& why);
int take_shot(InstantWish const& wish, ShotWish shot, Window const& window);
int print_reference(std::string const& topic);

}  // namespace highwater::cli

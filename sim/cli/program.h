// The program's command line: one file per subcommand, all listed in program.cc.
#pragma once

#include <cstdint>
#include <optional>
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
    std::string stage{"cluster"};  // or partitions, groups, sequence, events, compare
    std::string selected;          // a node or a partition; empty: nothing
    std::string phrase;            // carried out at the instant, before the picture
    std::string against;           // KEY=VALUE, and with it the same scenario to compare with
    std::optional<Scenario> other{};
    std::vector<std::string> choices{};  // KEY=VALUE,VALUE: the table of their combinations …
    std::vector<Scenario> combined{};    // … and the scenario in each of them
    bool only_stage{};  // without what stands around it: for a page that tells that itself
};

// What only a build with the window can do; main.cc knows whether it is one. Not there: nullptr.
struct Window {
    // Opens the dashboard with a scenario, or "" for the menu of lessons; the lessons' words in
    // that language.
    int (*open)(std::string const& file, std::string const& language){};
    // Draws one instant without a display.
    Expected<NoValue> (*shot)(Scenario const& scenario, ShotWish const& wish){};
    // The messages of the last while before an instant, as SVG.
    Expected<std::string> (*sequence)(Scenario const& scenario, Time at){};
};

int run_program(int argc, char const* const* argv, Window const& window);

// ---- one per subcommand ------------------------------------------------------------------------
struct RunWish {
    std::string file;
    std::string until;
    std::string format{"text"};
    std::string facts_file;
    std::string save_file;
    std::string answer_file;  // to the challenge that it is
    std::string language;
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

struct CombineWish {
    std::string file;
    std::vector<std::string> choices;  // "checkout.acks=1,all"
    std::vector<std::string> settings;
};
int combine(CombineWish const& wish);

int replay_save(std::string const& file);

// With a language: what has no words in it is told, too.
int check_scenarios(std::vector<std::string> const& files, std::string const& language);

struct InstantWish {
    std::string file;
    std::string at;
    std::vector<std::string> settings;
    std::string language{};  // of the lesson's words
};
int minimise_scenario(InstantWish const& wish);
int print_state(InstantWish const& wish, std::string const& format);
int exec_tool_call(InstantWish const& wish, std::vector<std::string> const& arguments);
int explain(InstantWish const& wish, std::int64_t event, std::string const& why);
int take_shot(InstantWish const& wish, ShotWish shot, Window const& window);
struct HandoutWish {
    std::string file;  // empty: all lessons there are
    std::string out;   // a page, or for all of them a folder
    std::string language;
};
int write_handout(HandoutWish const& wish, Window const& window);
int export_run(InstantWish const& wish, std::string const& out, Window const& window);
std::string storyboard_page(Scenario const& scenario, Window const& window);
// `part` is a table of `help scenario`; "": all of them.
int print_reference(std::string const& topic, std::string const& part);

}  // namespace highwater::cli

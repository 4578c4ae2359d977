// The script in every combination of some settings, as a table: what each of them keeps, what it
// costs (scenario/combinations.h).
#pragma once

#include <string>
#include <vector>

#include "gui/frame.h"
#include "gui/theme.h"
#include "scenario/combinations.h"

namespace highwater::gui {

// What the player knows of the combinations that were asked for (gui/player_combinations.cc).
struct CombinedRun {
    std::vector<std::string> settings;  // "checkout.acks=1"
    Time at;                            // so far it was run
    bool is_done{};
    RunOutcome outcome;   // once it is
    std::string stopped;  // why it came to no end: "stopped after 200000000 events …"
};
struct Combinations {
    std::vector<SettingChoices> choices;
    std::vector<CombinedRun> runs;
};

struct CombinationRow {
    std::string settings;             // "checkout.acks=1 orders.min.insync.replicas=2"
    std::vector<std::string> values;  // of each setting: "1", "2"
    std::vector<std::string> counts;  // as kOutcomeNames; empty while it runs
    std::string progress;             // "12.0 s of 30 s", while it runs
    Meaning meaning{Meaning::plain};  // lost; at risk: nobody knows of some; in sync: all is well
    bool is_compared{};               // it is the other future of the stage
};
struct CombinationsView {
    std::string title;               // "One script, 4 configurations"
    std::vector<std::string> names;  // of the settings: "checkout.acks"
    std::vector<CombinationRow> rows;
};
CombinationsView combinations_view(Frame const& frame, Combinations const& combinations);

// "combine checkout.acks=1,all orders.min.insync.replicas=1,2": what is typed for it.
std::string combine_phrase(std::vector<std::string> const& choices);
// Choices that are worth a look in this lesson: what its producer waits for, and how many replicas
// its topic wants in sync. Empty: there is no producer.
std::vector<std::string> choices_to_try(Frame const& frame);

}  // namespace highwater::gui

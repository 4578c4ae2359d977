// highwater combine FILE KEY=VALUE,VALUE …: one script in every combination of some settings, and
// what each of them keeps and costs.
#include <algorithm>
#include <iostream>

#include "cli/crash.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/instant.h"
#include "cli/program.h"
#include "scenario/combinations.h"
#include "scenario/play.h"
#include "scenario/units.h"

namespace highwater::cli {
namespace {

using Row = std::vector<std::string>;

Row row_of(std::vector<std::string> const& settings, RunOutcome const& outcome) {
    Row row;
    for (std::string const& setting : settings) row.push_back(value_of(setting));
    for (std::int64_t const count : counts_of(outcome)) row.push_back(std::to_string(count));
    row.push_back(format_time(Time{} + milliseconds((outcome.unavailable.us + 500) / 1000)));
    return row;
}

// The settings from the left, what came of them from the right.
void print_table(std::vector<Row> const& rows, std::size_t settings) {
    std::vector<std::size_t> widths(rows.front().size());
    for (Row const& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    }
    for (Row const& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            std::string const gap(widths[i] - row[i].size(), ' ');
            if (i > 0) line += "  ";
            line += i < settings ? row[i] + gap : gap + row[i];
        }
        std::cout << line << "\n";
    }
}

}  // namespace

int combine(CombineWish const& wish) {
    Expected<std::vector<SettingChoices>> const choices = read_choices(wish.choices);
    if (!choices) return refuse(choices.problem().message, choices.problem().advice);
    std::vector<Row> rows(1);
    for (SettingChoices const& each : *choices) rows.front().push_back(each.key);
    rows.front().insert(rows.front().end(), std::begin(kOutcomeNames), std::end(kOutcomeNames));
    RunLimits const limits = default_limits();
    for (std::vector<std::string> const& combination : combinations_of(*choices)) {
        std::vector<std::string> settings = wish.settings;
        settings.insert(settings.end(), combination.begin(), combination.end());
        auto const scenario = open_scenario(wish.file, settings);
        if (!scenario) return kBadInput;
        remember_for_crash(scenario->world.seed);
        MeasuredRun run{start_world(*scenario), limits};
        constexpr std::int64_t kAtOnce = 1'000'000;
        while (!run.run(Time{} + scenario->duration, kAtOnce)) {
        }
        if (!has_arrived(run.status(), run.world(), limits)) return kBadInput;
        rows.push_back(row_of(combination, run.outcome()));
    }
    print_table(rows, choices->size());
    return kGood;
}

}  // namespace highwater::cli

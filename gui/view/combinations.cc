#include "gui/view/combinations.h"

#include <algorithm>

#include "gui/view/compare.h"
#include "gui/view/short_text.h"
#include "gui/view/written_config.h"

namespace highwater::gui {

CombinationsView combinations_view(Frame const& frame, Combinations const& combinations) {
    CombinationsView view;
    view.title = "One script, " + counted(static_cast<std::int64_t>(combinations.runs.size()),
                                          "configuration", "configurations");
    for (SettingChoices const& each : combinations.choices) view.names.push_back(each.key);
    Time const end = frame.scenario == nullptr ? Time{} : Time{} + frame.scenario->duration;
    for (CombinedRun const& run : combinations.runs) {
        CombinationRow row;
        row.settings = with_blanks(run.settings);
        for (std::string const& setting : run.settings) {
            row.values.push_back(value_of(setting));
        }
        row.is_compared = frame.other != nullptr && frame.other->branch == kConfiguration &&
                          frame.other->name == row.settings;
        if (!run.stopped.empty()) {
            row.progress = run.stopped;
        } else if (run.is_done) {
            for (std::int64_t const count : counts_of(run.outcome)) {
                row.counts.push_back(grouped(count));
            }
            row.counts.push_back(tenths(Time{} + run.outcome.unavailable));
            row.meaning = run.outcome.lost > 0        ? Meaning::lost
                          : run.outcome.unknown() > 0 ? Meaning::at_risk
                                                      : Meaning::in_sync;
        } else {
            row.progress = tenths(std::max(Time{}, run.at)) + " of " + tenths(end);
        }
        view.rows.push_back(std::move(row));
    }
    return view;
}

std::string combine_phrase(std::vector<std::string> const& choices) {
    return "combine " + with_blanks(choices);
}

std::vector<std::string> choices_to_try(Frame const& frame) {
    std::string const setting = setting_to_try(frame);
    if (setting.empty()) return {};
    std::vector<std::string> choices{setting.substr(0, setting.find('=')) + "=1,all"};
    ServerIndex const servers{frame.world};
    for (ListedPartition const& each : list_partitions(servers)) {
        if (each.is_internal) continue;
        std::string const key = frame.world.names.text(each.id.topic) + ".min.insync.replicas";
        // A topic that was made on the way has no table in the file.
        if (written_config(frame.scenario->text, key).owner.empty()) continue;
        choices.push_back(key + "=1,2");
        break;
    }
    return choices;
}

}  // namespace highwater::gui

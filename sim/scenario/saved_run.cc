#include "scenario/saved_run.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "scenario/save_text.h"

namespace highwater {

namespace {

// A setting of this name is the answer to a challenge, in one line.
constexpr char kAnswer[] = "answer";

std::optional<Problem> changed_data(SaveFile const& save, Scenario const& scenario) {
    for (auto const& [name, hash] : save.data_files) {
        bool const is_same = std::any_of(scenario.data_files.begin(), scenario.data_files.end(),
                                         [&, &name = name, &hash = hash](DataFile const& file) {
                                             return file.name == name && file.hash == hash;
                                         });
        if (!is_same) {
            return Problem{"the data file " + name + " is another one than when this was saved",
                           "put the old one back: a run depends on every byte of it"};
        }
    }
    return std::nullopt;
}

}  // namespace

SaveFile save_run(Scenario const& scenario, std::vector<std::string> const& settings,
                  Timeline const& timeline) {
    SaveFile save = save_of(timeline);
    save.scenario = scenario.file;
    save.scenario_text = scenario.text;
    for (std::string const& setting : settings) {
        std::size_t const equals = setting.find('=');
        if (equals == std::string::npos || setting.substr(0, equals) == "seed") continue;
        save.settings.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
    }
    if (scenario.answer) save.settings.emplace_back(kAnswer, quote_toml(scenario.answer->text));
    for (DataFile const& file : scenario.data_files) {
        save.data_files.emplace_back(file.name, file.hash);
    }
    return save;
}

bool looks_like_a_save(std::string_view text) { return text.starts_with("highwater-save "); }

Expected<SavedRun> load_saved_run(std::string_view text, LoadOptions options) {
    Expected<SaveFile> save = read_save(text);
    if (!save) return save.problem();
    for (auto const& [name, value] : save->settings) {
        if (name == kAnswer) {
            options.answer = AnswerText{"the answer in this save", unquote_toml(value)};
        } else {
            options.settings.push_back(name + "=" + value);
        }
    }
    options.settings.push_back("seed=" + std::to_string(save->seed));
    Loaded loaded = load_scenario(save->scenario, save->scenario_text, options);
    if (!loaded.scenario) {
        for (Diagnostic const& diagnostic : loaded.diagnostics) {
            if (diagnostic.severity != Diagnostic::Severity::error) continue;
            return Problem{"the scenario in this save, line " +
                               std::to_string(diagnostic.place.line) + ": " + diagnostic.message,
                           diagnostic.advice};
        }
    }
    if (auto problem = changed_data(*save, *loaded.scenario)) return *std::move(problem);
    if (save->end > Time{} + loaded.scenario->duration ||
        save->end_event > static_cast<std::uint64_t>(limits::kMaxEvents)) {
        return Problem{"this save ends later than its scenario", "it cannot be one of ours"};
    }
    return SavedRun{*std::move(save), *std::move(loaded.scenario)};
}

Expected<Verdict> replay(Timeline& timeline, SavedRun const& run) {
    return replay_save(timeline, run.save, [&](std::string_view phrase, Names& names) {
        return read_phrase(phrase, timeline.world(), names);
    });
}

}  // namespace highwater

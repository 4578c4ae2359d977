// The scenarios of this tree, read for tests of the window.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "scenario/loader.h"

namespace highwater::gui {

inline std::string text_of(std::filesystem::path const& path) {
    std::ifstream file{path, std::ios::binary};
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

inline std::filesystem::path scenarios_folder() {
    return std::filesystem::path{HIGHWATER_SOURCE_DIR} / "scenarios";
}

inline Loaded load_text_as(std::string const& path, std::string const& text,
                           std::string const& language, std::optional<AnswerText> const& answer,
                           std::vector<std::string> const& settings = {}) {
    LoadOptions options;
    options.language = language;
    options.answer = answer;
    options.settings = settings;
    options.folders_up = 1;
    options.read_data = [&](std::string const& name) -> Expected<std::string> {
        auto const data = std::filesystem::path{path}.parent_path() / name;
        if (!std::filesystem::exists(data)) return Problem{data.string() + " is missing", ""};
        return text_of(data);
    };
    return load_scenario(path, text, options);
}

inline Loaded load_text(std::string const& path, std::string const& text) {
    return load_text_as(path, text, {}, std::nullopt);
}

inline Loaded load_lesson(std::string const& path) { return load_text(path, text_of(path)); }

inline Loaded load_lesson_with(std::string const& path, std::vector<std::string> const& settings) {
    return load_text_as(path, text_of(path), {}, std::nullopt, settings);
}

// "replication/leader-failover.toml" to a scenario that is known to be good.
inline Scenario lesson(std::string const& name, std::vector<std::string> const& settings = {}) {
    Loaded loaded = load_lesson_with((scenarios_folder() / name).string(), settings);
    std::string why = name;
    for (Diagnostic const& diagnostic : loaded.diagnostics) why += "\n" + render(diagnostic);
    if (!loaded.scenario) throw std::runtime_error{why};
    return *std::move(loaded.scenario);
}

inline std::vector<std::string> all_lessons() {
    std::vector<std::string> paths;
    for (auto const& each : std::filesystem::recursive_directory_iterator{scenarios_folder()}) {
        if (each.path().extension() == ".toml") paths.push_back(each.path().string());
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

}  // namespace highwater::gui

#include "cli/files.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <system_error>

#include "base/limits.h"
#include "cli/exit_code.h"

namespace highwater::cli {

namespace fs = std::filesystem;

namespace {

// The folder that data files must not leave: the nearest one above the scenario that is called
// `scenarios`, else the scenario's own. As a number of `..` from the scenario.
std::int32_t folders_up(fs::path const& scenario) {
    std::int32_t up = 0;
    for (fs::path folder = scenario.parent_path(); folder.has_relative_path();
         folder = folder.parent_path(), ++up) {
        if (folder.filename() == "scenarios") return up;
    }
    return 0;
}

// A link must not lead out of that folder, either.
Expected<std::string> read_data_file_of(fs::path const& scenario, std::int32_t up,
                                        std::string const& name) {
    std::error_code error;
    fs::path root = scenario.parent_path();
    for (std::int32_t i = 0; i < up; ++i) root = root.parent_path();
    fs::path const file = fs::weakly_canonical(scenario.parent_path() / name, error);
    fs::path const beyond = file.lexically_relative(fs::weakly_canonical(root, error));
    if (error || beyond.empty() || *beyond.begin() == "..") {
        return Problem{"`" + name + "` leaves the scenarios folder",
                       "data files lie beside or below the scenarios"};
    }
    return read_file(file.string(), limits::kDataFileBytes);
}

}  // namespace

Expected<std::string> read_file(std::string const& path, std::int64_t most_bytes) {
    std::error_code error;
    fs::file_status const status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found) {
        return Problem{"there is no file " + path, ""};
    }
    if (error) return Problem{"cannot read " + path + ": " + error.message(), ""};
    if (fs::is_directory(status)) {
        return Problem{path + " is a folder, not a file", "name one file in it"};
    }
    if (fs::is_fifo(status) || fs::is_socket(status)) {
        return Problem{path + " is no file: it might never end",
                       "write what it gives into a file first"};
    }
    std::ifstream stream{path, std::ios::binary};
    if (!stream) return Problem{"cannot read " + path, "is it yours to read?"};
    std::string text(static_cast<std::size_t>(most_bytes) + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (stream.bad()) return Problem{"cannot read " + path, ""};
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return text;
}

LoadOptions options_beside(std::string const& path, std::vector<std::string> const& settings) {
    std::error_code error;
    fs::path const whole = fs::weakly_canonical(fs::absolute(path, error), error);
    LoadOptions options;
    options.settings = settings;
    options.folders_up = folders_up(whole);
    options.read_data = [whole, up = options.folders_up](std::string const& name) {
        return read_data_file_of(whole, up, name);
    };
    return options;
}

Loaded load_scenario_file(std::string const& path, std::vector<std::string> const& settings) {
    return load_scenario_with(path, options_beside(path, settings));
}

Loaded load_scenario_with(std::string const& path, LoadOptions const& options) {
    auto const text = read_file(path, limits::kScenarioFileBytes);
    if (!text) {
        return {std::nullopt,
                {{Diagnostic::Severity::error,
                  path,
                  {1, 1},
                  1,
                  text.problem().message,
                  text.problem().advice,
                  ""}},
                {}};
    }
    return load_scenario(path, *text, options);
}

std::optional<Scenario> open_scenario(std::string const& path,
                                      std::vector<std::string> const& settings) {
    return open_scenario_with(path, options_beside(path, settings));
}

std::optional<Scenario> open_scenario_with(std::string const& path, LoadOptions const& options) {
    Loaded loaded = load_scenario_with(path, options);
    print_diagnostics(loaded.diagnostics);
    return std::move(loaded.scenario);
}

void print_diagnostics(std::vector<Diagnostic> const& diagnostics) {
    for (Diagnostic const& diagnostic : diagnostics) std::cerr << render(diagnostic);
}

int refuse(std::string const& message, std::string const& advice) {
    std::cerr << "highwater: error: " << message << "\n";
    if (!advice.empty()) std::cerr << "      = " << advice << "\n";
    return kBadInput;
}

int refuse_phrase(std::string const& option, std::string const& phrase,
                  PhraseProblem const& problem) {
    SourceLines const source{option, phrase};
    Errors errors{source};
    errors.error(source.place_of(static_cast<std::size_t>(problem.begin)), problem.width,
                 problem.message, problem.advice);
    print_diagnostics(errors.sorted());
    return kBadInput;
}

}  // namespace highwater::cli

#include "tests/golden/hashes.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/golden/transcript.h"

namespace highwater::golden {

std::vector<std::string> all_scenarios() {
    std::filesystem::path const root{HIGHWATER_SOURCE_DIR};
    std::vector<std::string> found;
    for (auto const& entry : std::filesystem::recursive_directory_iterator{root / "scenarios"}) {
        if (entry.path().extension() != ".toml") continue;
        found.push_back(std::filesystem::relative(entry.path(), root).generic_string());
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::string golden_hashes(std::vector<std::string> const& scenarios, std::string const& program) {
    std::string text;
    for (std::string const& scenario : scenarios) {
        std::string const output = run("highwater run " + scenario + " --format json", program);
        // A warning may stand in front.
        std::size_t const begin = std::min(output.find("{"), output.size());
        auto const told =
            nlohmann::json::parse(output.substr(begin, output.rfind('}') + 1 - begin), nullptr,
                                  /*allow_exceptions=*/false);
        std::string const hash = told.is_object() ? told.value("history_hash", "none") : "none";
        std::string const events =
            told.is_object() ? std::to_string(told.value("events", 0)) : "no";
        text += hash + "  " + events + " events  " + scenario + "\n";
    }
    return text;
}

}  // namespace highwater::golden

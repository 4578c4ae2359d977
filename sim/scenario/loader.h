// From a text to a Scenario, or to all of its mistakes. Pure: files are read by whoever calls.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/scenario.h"

namespace highwater {

// The file that a learner hands in.
struct AnswerText {
    std::string file;  // as it is named in messages
    std::string text;
};

struct LoadOptions {
    // The content of a data file, by its name relative to the scenario ("../data/orders.jsonl").
    std::function<Expected<std::string>(std::string const& name)> read_data;
    // How many leading `..` a data file's name may have: the scenarios folder is not left.
    std::int32_t folders_up{};
    // --set: "checkout.acks=1", "cluster.replica.lag.time.max.ms=10000", "seed=7".
    std::vector<std::string> settings;
    // To the challenge that the scenario is; it is refused where it is none.
    std::optional<AnswerText> answer;
    // Of the words of the lesson: "de", "pt-BR". What has no such words keeps those it was written
    // in first.
    std::string language;
};

struct Loaded {
    std::optional<Scenario> scenario;  // none if there is an error among the diagnostics
    std::vector<Diagnostic> diagnostics;
    std::vector<Diagnostic> untranslated;  // into the language that was asked for
};

Loaded load_scenario(std::string const& file, std::string_view text, LoadOptions const& options);

}  // namespace highwater

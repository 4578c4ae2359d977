// The verb table: everything that a scenario's `do`, the window's palette and its menus can ask.
// One row is a verb: its usage is the pattern it is read by, and help, advice and completion derive
// from it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "scenario/phrase.h"

namespace highwater {

enum class VerbGroup : std::uint8_t { process, network, client, tool, narration };

struct Verb {
    VerbGroup group{};
    std::string_view usage;  // "cut NODE from NODE"
    std::string_view help;   // one sentence
    std::string_view example;
    // Arguments in the order of the slots. May declare new names in the scope.
    std::optional<PhraseProblem> (*build)(std::vector<Argument> const& arguments,
                                          PhraseScope& scope, CommandBody& command);
};

std::vector<Verb> const& verbs();
std::string_view title_of(VerbGroup group);

std::variant<Command, PhraseProblem> parse_command(std::string_view phrase, PhraseScope& scope);
std::vector<std::string> complete_command(std::string_view typed, PhraseScope const& scope);

}  // namespace highwater

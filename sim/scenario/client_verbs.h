// The verbs that make clients and run tools: they take Kafka's configs and declare new names.
#pragma once

#include <optional>
#include <vector>

#include "scenario/phrase.h"

namespace highwater {

std::optional<PhraseProblem> produce(std::vector<Argument> const& arguments, PhraseScope& scope,
                                     CommandBody& command);
std::optional<PhraseProblem> produce_as(std::vector<Argument> const& arguments, PhraseScope& scope,
                                        CommandBody& command);
std::optional<PhraseProblem> read_partition(std::vector<Argument> const& arguments,
                                            PhraseScope& scope, CommandBody& command);
std::optional<PhraseProblem> seek(std::vector<Argument> const& arguments, PhraseScope& scope,
                                  CommandBody& command);
std::optional<PhraseProblem> exec_tool(std::vector<Argument> const& arguments, PhraseScope& scope,
                                       CommandBody& command);

}  // namespace highwater

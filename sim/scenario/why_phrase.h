// What `explain --why` and the window's why panel may be asked, as phrases.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "scenario/phrase.h"
#include "trace/why.h"
#include "world/world.h"

namespace highwater {

struct WhyUsage {
    WhySubject subject{};
    std::string_view usage;  // "leader of PARTITION"
    std::string_view help;
};
std::vector<WhyUsage> const& why_usages();

std::variant<WhyQuestion, PhraseProblem> parse_why(std::string_view phrase,
                                                   PhraseScope const& scope);
// What only the world knows: which partition of __consumer_offsets holds the group that is meant.
void complete_question(World const& world, WhyQuestion& question);

}  // namespace highwater

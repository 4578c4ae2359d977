// A pattern of names, as RE2 reads it: that is what the coordinators of groups use (RE2/J,
// KIP-848). Those of tools and clients are Java's in Kafka; RE2 reads them alike but for back
// references and look-around, which it refuses. It never backtracks: no pattern can make a run
// hang.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/expected.h"

namespace re2 {
class RE2;
}

namespace highwater {

class RegularExpression {
public:
    // The problem's message is RE2/J's: "missing closing ]".
    static Expected<RegularExpression> parse(std::string_view pattern);
    // The whole of the name.
    bool matches(std::string_view name) const;

private:
    std::shared_ptr<re2::RE2 const> compiled_;
};

}  // namespace highwater

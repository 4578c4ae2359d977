// A pattern of topic names as Kafka's tools take it (IncludeList): a regular expression that must
// match the whole name, with ',' meaning '|'. It is matched without backtracking, so that no
// pattern can make a run hang.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"

namespace highwater {

class TopicFilter {
public:
    static Expected<TopicFilter> parse(std::string_view pattern);
    bool matches(std::string_view name) const;

private:
    // A state of the automaton: one character of `accepts`, or two free ways on.
    struct State {
        std::vector<bool> accepts;  // by byte; empty: free
        std::int32_t next{-1};
        std::int32_t other{-1};
    };
    struct Parser;

    std::vector<State> states_;
    std::int32_t start_{-1};
    std::int32_t end_{-1};
};

}  // namespace highwater

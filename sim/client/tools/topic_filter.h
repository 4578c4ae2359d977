// A list of topic names as Kafka's tools take it (IncludeList): a regular expression that must
// match the whole name, in which ',' means '|' and blanks mean nothing.
#pragma once

#include <string_view>

#include "base/regular_expression.h"

namespace highwater {

class TopicFilter {
public:
    static Expected<TopicFilter> parse(std::string_view list);
    bool matches(std::string_view name) const { return expression_.matches(name); }

    // What the list means as one expression.
    static std::string expression_of(std::string_view list);

private:
    explicit TopicFilter(RegularExpression expression) : expression_{std::move(expression)} {}

    RegularExpression expression_;
};

}  // namespace highwater

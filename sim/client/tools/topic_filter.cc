#include "client/tools/topic_filter.h"

namespace highwater {

std::string TopicFilter::expression_of(std::string_view list) {
    std::string expression;
    for (char const c : list) {
        if (c != ' ') expression += c == ',' ? '|' : c;
    }
    // Shells leave quotation marks around it.
    std::size_t const begin = expression.find_first_not_of("\"'");
    if (begin == std::string::npos) return {};
    return expression.substr(begin, expression.find_last_not_of("\"'") + 1 - begin);
}

Expected<TopicFilter> TopicFilter::parse(std::string_view list) {
    std::string const expression = expression_of(list);
    auto parsed = RegularExpression::parse(expression);
    if (!parsed) return Problem{expression + " is an invalid regex.", {}};
    return TopicFilter{std::move(*parsed)};
}

}  // namespace highwater

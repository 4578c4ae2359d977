#include "base/regular_expression.h"

#include <re2/re2.h>

#include "base/limits.h"

namespace highwater {

namespace {
// RE2/J says some of it in other words (com.google.re2j.Parser).
std::string words_of(re2::RE2::ErrorCode code, std::string const& otherwise) {
    switch (code) {
    case re2::RE2::ErrorBadEscape: return "invalid escape sequence";
    case re2::RE2::ErrorBadCharClass: return "invalid character class";
    case re2::RE2::ErrorBadCharRange: return "invalid character class range";
    case re2::RE2::ErrorMissingBracket: return "missing closing ]";
    case re2::RE2::ErrorMissingParen: return "missing closing )";
    case re2::RE2::ErrorUnexpectedParen: return "unexpected )";
    case re2::RE2::ErrorTrailingBackslash: return "trailing backslash at end of expression";
    case re2::RE2::ErrorRepeatArgument: return "missing argument to repetition operator";
    case re2::RE2::ErrorRepeatSize: return "invalid repeat count";
    case re2::RE2::ErrorRepeatOp: return "invalid nested repetition operator";
    case re2::RE2::ErrorBadPerlOp: return "invalid or unsupported Perl syntax";
    case re2::RE2::ErrorBadNamedCapture: return "invalid named capture";
    default: return otherwise;
    }
}
}  // namespace

Expected<RegularExpression> RegularExpression::parse(std::string_view pattern) {
    if (pattern.size() > static_cast<std::size_t>(limits::kRegexBytes)) {
        return Problem{"longer than " + std::to_string(limits::kRegexBytes) + " bytes", {}};
    }
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(limits::kRegexMemoryBytes);
    RegularExpression expression;
    auto compiled =
        std::make_shared<re2::RE2>(re2::StringPiece{pattern.data(), pattern.size()}, options);
    if (!compiled->ok()) return Problem{words_of(compiled->error_code(), compiled->error()), {}};
    expression.compiled_ = std::move(compiled);
    return expression;
}

bool RegularExpression::matches(std::string_view name) const {
    return re2::RE2::FullMatch(re2::StringPiece{name.data(), name.size()}, *compiled_);
}

}  // namespace highwater

#include "scenario/document_guard.h"

#include "base/limits.h"

namespace highwater {

namespace {

// A scenario needs three levels. The parser and the destructor of its tree recurse, so that
// a.a.a.… or [[[[… of a hostile file would exhaust the stack.
//
// Follows TOML's strings and comments just far enough to count what stands outside of them.
class NestingScan {
public:
    explicit NestingScan(std::string_view text) : text_{text} {}

    // The byte at which the text is nested too deeply; npos when it never is.
    std::size_t run() {
        while (at_ < text_.size()) {
            char const c = text_[at_];
            if (c == '\n') dots_ = 0;
            if (c == '#') {
                skip_comment();
                continue;
            }
            if (c == '"' || c == '\'') {
                skip_string(c);
                continue;
            }
            if (c == '[' || c == '{') ++depth_;
            if ((c == ']' || c == '}') && depth_ > 0) --depth_;
            if (c == '.') ++dots_;
            if (depth_ > limits::kTableNesting || dots_ > limits::kDotsOfLine) return at_;
            ++at_;
        }
        return std::string_view::npos;
    }

private:
    void skip_comment() {
        while (at_ < text_.size() && text_[at_] != '\n') ++at_;
    }

    void skip_string(char quote) {
        std::string const three(3, quote);
        if (text_.substr(at_, 3) == three) {
            at_ += 3;
            while (at_ < text_.size() && text_.substr(at_, 3) != three) {
                at_ += text_[at_] == '\\' && quote == '"' ? 2 : 1;
            }
            at_ += 3;
            return;
        }
        ++at_;
        while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n') {
            at_ += text_[at_] == '\\' && quote == '"' ? 2 : 1;
        }
        if (at_ < text_.size() && text_[at_] == quote) ++at_;
    }

    std::string_view text_;
    std::size_t at_{};
    int depth_{};
    int dots_{};
};

}  // namespace

std::string more_than(std::int64_t bytes) {
    bool const mebi = bytes % (1024 * 1024) == 0;
    return "more than " + std::to_string(bytes) + " bytes (" +
           std::to_string(bytes / (mebi ? 1024 * 1024 : 1024)) + (mebi ? " MiB)" : " KiB)");
}

bool is_safe_to_parse(SourceLines const& source, Errors& errors) {
    std::string_view const text = source.text();
    if (static_cast<std::int64_t>(text.size()) > limits::kScenarioFileBytes) {
        errors.error({1, 1}, 1, "a scenario with " + more_than(limits::kScenarioFileBytes),
                     "put the records into a data file: file = \"data/…\"");
        return false;
    }
    if (std::size_t const bad = first_invalid_utf8(text); bad != std::string_view::npos) {
        errors.error(source.place_of(bad), 1, "not UTF-8", "save the file as UTF-8");
        return false;
    }
    if (std::size_t const nul = text.find('\0'); nul != std::string_view::npos) {
        errors.error(source.place_of(nul), 1, "a zero byte", "a scenario is a text file");
        return false;
    }
    if (std::size_t const deep = NestingScan{text}.run(); deep != std::string_view::npos) {
        errors.error(source.place_of(deep), 1, "nested too deeply",
                     "no scenario needs more than a few levels");
        return false;
    }
    return true;
}

}  // namespace highwater

#include "tests/tidy/source_text.h"

#include <cstddef>
#include <optional>
#include <utility>

namespace highwater::tidy {

namespace {

std::vector<std::string> split_lines(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        std::size_t const end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return lines;
}

bool is_word(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Copies code, replaces every comment and literal by blanks and keeps the line breaks.
class Blanker {
public:
    explicit Blanker(std::string_view text) : text_{text} {}

    std::string run() {
        while (at_ < text_.size()) {
            if (starts("//")) {
                blank_until("\n", 0);
            } else if (starts("/*")) {
                blank_until("*/", 2);
            } else if (starts("R\"") && (at_ == 0 || !is_word(text_[at_ - 1]))) {
                blank_raw_string();
            } else if (text_[at_] == '"') {
                blank_quoted('"');
            } else if (text_[at_] == '\'' && (at_ == 0 || !is_word(text_[at_ - 1]))) {
                blank_quoted('\'');  // not the digit separator of 1'000
            } else {
                out_ += text_[at_++];
            }
        }
        return std::move(out_);
    }

private:
    bool starts(std::string_view prefix) const { return text_.substr(at_).starts_with(prefix); }

    void blank_to(std::size_t end) {
        for (; at_ < end; ++at_) out_ += text_[at_] == '\n' ? '\n' : ' ';
    }

    void blank_until(std::string_view mark, std::size_t included) {
        std::size_t const end = text_.find(mark, at_ + included);
        blank_to(end == std::string_view::npos ? text_.size() : end + included);
    }

    void blank_raw_string() {
        std::size_t const open = text_.find('(', at_);
        if (open == std::string_view::npos) return blank_to(text_.size());
        std::string const close = ")" + std::string{text_.substr(at_ + 2, open - at_ - 2)} + "\"";
        std::size_t const end = text_.find(close, open);
        blank_to(end == std::string_view::npos ? text_.size() : end + close.size());
    }

    void blank_quoted(char quote) {
        std::size_t end = at_ + 1;
        while (end < text_.size() && text_[end] != quote && text_[end] != '\n') {
            end += text_[end] == '\\' ? 2 : 1;
        }
        blank_to(end < text_.size() ? end + (text_[end] == quote ? 1 : 0) : text_.size());
    }

    std::string_view text_;
    std::size_t at_{};
    std::string out_;
};

// `written` has the name of a quoted include, `code` tells that the line is no comment.
std::optional<Include> include_of(std::string_view written, std::string_view code, int line) {
    std::size_t const hash = code.find_first_not_of(" \t");
    if (hash == std::string_view::npos || code[hash] != '#') return std::nullopt;
    std::size_t const word = code.find_first_not_of(" \t", hash + 1);
    if (word == std::string_view::npos || !code.substr(word).starts_with("include")) {
        return std::nullopt;
    }
    std::size_t const open = written.find_first_of("<\"", word);
    if (open == std::string_view::npos) return std::nullopt;
    bool const system = written[open] == '<';
    std::size_t const close = written.find(system ? '>' : '"', open + 1);
    return Include{line, std::string{written.substr(open + 1, close - open - 1)}, system};
}

}  // namespace

SourceText read_source(std::string path, std::string_view text) {
    SourceText source{std::move(path), split_lines(text), split_lines(Blanker{text}.run()), {}};
    for (std::size_t i = 0; i < source.code.size(); ++i) {
        auto include = include_of(source.lines[i], source.code[i], static_cast<int>(i) + 1);
        if (include) source.includes.push_back(*std::move(include));
    }
    return source;
}

std::string room_of(std::string_view path) {
    if (path.starts_with("gui/")) return "gui";
    if (!path.starts_with("sim/")) return "";
    path.remove_prefix(4);
    std::size_t const slash = path.find('/');
    return slash == std::string_view::npos ? "" : std::string{path.substr(0, slash)};
}

}  // namespace highwater::tidy

// What is wrong with a file, all of it at once: place, message, the line itself with a caret under
// the culprit, and advice.
//
//     leader-failover.toml:12:1: error: unknown key `replication-facto` in [[topic]]
//        12 | replication-facto = 3
//           | ^^^^^^^^^^^^^^^^^
//           = did you mean `replication-factor`?
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"

namespace highwater {

// Counted from 1; columns count characters, not bytes.
struct Place {
    std::int32_t line{1};
    std::int32_t column{1};

    friend bool operator==(Place a, Place b) { return a.line == b.line && a.column == b.column; }
    friend bool operator<(Place a, Place b) {
        return a.line != b.line ? a.line < b.line : a.column < b.column;
    }
};

struct Diagnostic {
    enum class Severity : std::uint8_t { error, warning };
    Severity severity{};
    std::string file;
    Place place;
    std::int32_t width{1};  // characters under the caret
    std::string message;
    std::string advice;       // may be empty
    std::string source_line;  // may be empty: the file could not be read
};

// The several lines of the example above, with a newline at the end.
std::string render(Diagnostic const& diagnostic);

// A text and its lines, for places and carets.
class SourceLines {
public:
    SourceLines() = default;
    SourceLines(std::string file, std::string_view text);

    std::string const& file() const { return file_; }
    // Without its line end; empty beyond the last line. Over-long lines are shortened by render().
    std::string_view line(std::int32_t number) const;
    std::int32_t count() const { return static_cast<std::int32_t>(starts_.size()); }
    Place place_of(std::size_t byte) const;
    std::size_t byte_of(Place place) const;
    std::string_view text() const { return text_; }

private:
    std::string file_;
    std::string text_;
    std::vector<std::size_t> starts_;
};

// The position of the first byte that is not UTF-8, or npos.
std::size_t first_invalid_utf8(std::string_view text);
// How many characters of UTF-8.
std::int32_t characters_in(std::string_view text);

// Collects; a file with twenty mistakes is told of twenty, not of one twenty times.
class Errors {
public:
    explicit Errors(SourceLines const& source) : source_{&source} {}

    void error(Place place, std::int32_t width, std::string message, std::string advice = {});
    void warning(Place place, std::int32_t width, std::string message, std::string advice = {});
    // In another file than the scenario itself: a data file.
    void add(Diagnostic diagnostic);

    bool has_error() const { return errors_ > 0; }
    // By place, as a reader meets them.
    std::vector<Diagnostic> sorted() const;
    SourceLines const& source() const { return *source_; }

private:
    SourceLines const* source_;
    std::vector<Diagnostic> all_;
    int errors_{};
};

}  // namespace highwater

#include "scenario/errors.h"

#include <algorithm>

namespace highwater {

namespace {

constexpr std::int32_t kShownCharacters = 160;
constexpr int kMostErrors = 50;

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; }

// The bytes of `text` from character `first` (0-based) on, `count` characters at most.
std::string_view characters(std::string_view text, std::int32_t first, std::int32_t count) {
    std::size_t begin = 0;
    for (std::int32_t i = 0; i < first && begin < text.size(); ++i) {
        ++begin;
        while (begin < text.size() && continues_character(text[begin])) ++begin;
    }
    std::size_t end = begin;
    for (std::int32_t i = 0; i < count && end < text.size(); ++i) {
        ++end;
        while (end < text.size() && continues_character(text[end])) ++end;
    }
    return text.substr(begin, end - begin);
}

// Control characters of a hostile file must not reach a terminal.
std::string printable(std::string_view text) {
    std::string shown;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        shown += byte == '\t' ? ' ' : byte < 0x20 || byte == 0x7f ? '?' : c;
    }
    return shown;
}

}  // namespace

std::int32_t characters_in(std::string_view text) {
    std::int32_t count = 0;
    for (char const c : text) count += continues_character(c) ? 0 : 1;
    return count;
}

std::size_t first_invalid_utf8(std::string_view text) {
    auto const byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    std::size_t at = 0;
    while (at < text.size()) {
        unsigned char const lead = byte(at);
        std::size_t length = 1;
        unsigned char least = 0x80;  // of the second byte: overlong forms and surrogates are wrong
        unsigned char most = 0xbf;
        if (lead < 0x80) {
            length = 1;
        } else if (lead >= 0xc2 && lead <= 0xdf) {
            length = 2;
        } else if (lead >= 0xe0 && lead <= 0xef) {
            length = 3;
            if (lead == 0xe0) least = 0xa0;
            if (lead == 0xed) most = 0x9f;
        } else if (lead >= 0xf0 && lead <= 0xf4) {
            length = 4;
            if (lead == 0xf0) least = 0x90;
            if (lead == 0xf4) most = 0x8f;
        } else {
            return at;
        }
        if (at + length > text.size()) return at;
        for (std::size_t i = 1; i < length; ++i) {
            unsigned char const next = byte(at + i);
            if (next < (i == 1 ? least : 0x80) || next > (i == 1 ? most : 0xbf)) return at;
        }
        at += length;
    }
    return std::string_view::npos;
}

std::string render(Diagnostic const& diagnostic) {
    bool const is_error = diagnostic.severity == Diagnostic::Severity::error;
    std::string text = diagnostic.file + ":" + std::to_string(diagnostic.place.line) + ":" +
                       std::to_string(diagnostic.place.column) + ": " +
                       (is_error ? "error: " : "warning: ") + printable(diagnostic.message) + "\n";
    std::string const number = std::to_string(diagnostic.place.line);
    std::string const gutter(std::max<std::size_t>(5, number.size() + 1), ' ');
    if (!diagnostic.source_line.empty()) {
        // A window of a very long line, so that the caret stays on the screen.
        std::int32_t const column = diagnostic.place.column;
        std::int32_t const first = column > kShownCharacters ? column - kShownCharacters / 2 : 1;
        std::string_view const shown =
            characters(diagnostic.source_line, first - 1, kShownCharacters);
        text += gutter.substr(number.size()) + number + " | " + printable(shown) + "\n";
        std::int32_t const left = characters_in(shown) - (column - first);
        std::int32_t const width = std::clamp(diagnostic.width, 1, std::max(1, left));
        text += gutter + " | " + std::string(static_cast<std::size_t>(column - first), ' ') +
                std::string(static_cast<std::size_t>(width), '^') + "\n";
    }
    if (!diagnostic.advice.empty()) text += gutter + " = " + printable(diagnostic.advice) + "\n";
    return text;
}

SourceLines::SourceLines(std::string file, std::string_view text)
    : file_{std::move(file)}, text_{text} {
    starts_.push_back(0);
    for (std::size_t i = 0; i < text_.size(); ++i) {
        if (text_[i] == '\n') starts_.push_back(i + 1);
    }
}

std::string_view SourceLines::line(std::int32_t number) const {
    if (number < 1 || number > count()) return {};
    std::size_t const begin = starts_[static_cast<std::size_t>(number) - 1];
    std::size_t const end =
        number < count() ? starts_[static_cast<std::size_t>(number)] - 1 : text_.size();
    std::string_view line = std::string_view{text_}.substr(begin, end - begin);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
}

Place SourceLines::place_of(std::size_t byte) const {
    byte = std::min(byte, text_.size());
    auto const after = std::upper_bound(starts_.begin(), starts_.end(), byte);
    std::size_t const begin = *(after - 1);
    auto const line = static_cast<std::int32_t>(after - starts_.begin());
    return {line, 1 + characters_in(std::string_view{text_}.substr(begin, byte - begin))};
}

std::size_t SourceLines::byte_of(Place place) const {
    if (place.line < 1 || place.line > count()) return text_.size();
    std::size_t const begin = starts_[static_cast<std::size_t>(place.line) - 1];
    std::string_view const before = characters(line(place.line), 0, place.column - 1);
    return begin + before.size();
}

void Errors::error(Place place, std::int32_t width, std::string message, std::string advice) {
    add({Diagnostic::Severity::error, source_->file(), place, width, std::move(message),
         std::move(advice), std::string{source_->line(place.line)}});
}

void Errors::warning(Place place, std::int32_t width, std::string message, std::string advice) {
    add({Diagnostic::Severity::warning, source_->file(), place, width, std::move(message),
         std::move(advice), std::string{source_->line(place.line)}});
}

void Errors::add(Diagnostic diagnostic) {
    if (diagnostic.severity == Diagnostic::Severity::error) {
        ++errors_;
        if (errors_ > kMostErrors) return;
    }
    all_.push_back(std::move(diagnostic));
}

std::vector<Diagnostic> Errors::sorted() const {
    std::vector<Diagnostic> diagnostics = all_;
    std::stable_sort(diagnostics.begin(), diagnostics.end(),
                     [&](Diagnostic const& a, Diagnostic const& b) {
                         bool const a_here = a.file == source_->file();
                         bool const b_here = b.file == source_->file();
                         if (a_here != b_here) return a_here;
                         if (a.file != b.file) return a.file < b.file;
                         return a.place < b.place;
                     });
    return diagnostics;
}

}  // namespace highwater

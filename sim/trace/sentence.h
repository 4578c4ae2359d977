// Pieces of a sentence, joined: strings and integers.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace highwater::sentence {

inline void append_to(std::string& text, std::string_view piece) { text += piece; }
inline void append_to(std::string& text, std::int64_t number) { text += std::to_string(number); }

template <class... Piece>
std::string join(Piece const&... piece) {
    std::string text;
    (append_to(text, piece), ...);
    return text;
}

// "1 record", "2 records".
inline std::string counted(std::int64_t count, std::string_view noun) {
    return join(count, " ", noun, count == 1 ? "" : "s");
}

// " (…)": the first sentence of what Java prints of an exception, without its class.
inline std::string in_brackets(std::string_view exception) {
    std::string_view text = exception;
    if (auto const colon = text.find(": "); colon != text.npos) text.remove_prefix(colon + 2);
    text = text.substr(0, text.find('\n'));
    text = text.substr(0, text.find(". "));
    if (text.ends_with('.')) text.remove_suffix(1);
    return join(" (", text, ")");
}

template <class Id>
std::vector<Id> without(std::vector<Id> ids, std::vector<Id> const& others) {
    std::erase_if(ids, [&](Id const& id) {
        return std::find(others.begin(), others.end(), id) != others.end();
    });
    return ids;
}

}  // namespace highwater::sentence

// Pieces of a sentence, joined: strings and integers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

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

}  // namespace highwater::sentence

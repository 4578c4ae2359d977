// Base64 as the vectors write it: topic ids as describe prints them (22 digits for URLs), and bytes
// with the usual digits and padding.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/ids.h"

namespace highwater {

inline Bytes bytes_of_base64(std::string_view text) {
    constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    Bytes bytes;
    std::uint32_t waiting = 0;
    int bits = 0;
    for (char const c : text) {
        if (c == '=') break;
        auto digit = static_cast<std::uint32_t>(kDigits.find(c));
        if (c == '-' || c == '+') digit = 62;
        if (c == '_' || c == '/') digit = 63;
        if (digit > 63) throw std::invalid_argument("no base64: " + std::string{text});
        waiting = waiting << 6 | digit;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes.push_back(static_cast<std::uint8_t>(waiting >> bits));
    }
    return bytes;
}

inline Uuid uuid_in(std::string const& text) {
    Bytes const bytes = bytes_of_base64(text);
    if (bytes.size() != 16) throw std::invalid_argument("no id: " + text);
    ByteReader reader{bytes};
    auto const high = static_cast<std::uint64_t>(reader.i64());
    return {high, static_cast<std::uint64_t>(reader.i64())};
}

}  // namespace highwater

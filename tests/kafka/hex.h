// Bytes as the vectors write them: "01ff".
#pragma once

#include <string>

#include "base/bytes.h"

namespace highwater {

inline std::string hex_of(Bytes const& bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (std::uint8_t const byte : bytes) {
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

inline Bytes bytes_of(std::string const& hex) {
    Bytes bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        bytes.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    }
    return bytes;
}

}  // namespace highwater

#include "base/crc32c.h"

#include <cstdio>

#include "tests/kafka/families.h"

namespace highwater {

nlohmann::json replay_crc32c(nlohmann::json const& input) {
    auto const hex = input.at("hex").get<std::string>();
    std::vector<std::uint8_t> bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        bytes.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    }
    std::uint32_t const crc = crc32c(bytes);
    char text[9];
    std::snprintf(text, sizeof text, "%08x", crc);
    return {{"crc32c", crc}, {"crc32c_hex", text}};
}

}  // namespace highwater

#include <limits>

#include "base/bytes.h"
#include "tests/kafka/families.h"
#include "tests/kafka/hex.h"

namespace highwater {

namespace {
// Each form that can hold the value, and the value again as it is read back.
nlohmann::json written(std::int64_t value) {
    Bytes as_long;
    put_varlong(as_long, value);
    nlohmann::json out = {{"varlong_hex", hex_of(as_long)}, {"varlong_size", varlong_size(value)}};
    if (ByteReader{as_long}.varlong() != value) out["error"] = "varlong reads another value";
    bool const is_int = value >= std::numeric_limits<std::int32_t>::min() &&
                        value <= std::numeric_limits<std::int32_t>::max();
    if (!is_int) return out;
    auto const narrow = static_cast<std::int32_t>(value);
    Bytes as_int;
    put_varint(as_int, narrow);
    out["varint_hex"] = hex_of(as_int);
    out["varint_size"] = varint_size(narrow);
    if (ByteReader{as_int}.varint() != narrow) out["error"] = "varint reads another value";
    Bytes as_unsigned;
    put_unsigned_varint(as_unsigned, static_cast<std::uint32_t>(narrow));
    out["unsigned_varint_hex"] = hex_of(as_unsigned);
    return out;
}
}  // namespace

nlohmann::json replay_varint(nlohmann::json const& input) {
    if (input.contains("value")) return written(std::stoll(input.at("value").get<std::string>()));
    Bytes const bytes = bytes_of(input.at("decode_varlong_hex"));
    ByteReader reader{bytes};
    std::int64_t const value = reader.varlong();
    if (!reader.ok()) return {{"error", "IllegalArgumentException"}};
    return {{"value", std::to_string(value)}};
}

}  // namespace highwater

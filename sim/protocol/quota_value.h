// The value of a client quota. Kafka keeps a double; here it is a decimal with six places, which is
// as exact as Kafka is when it asks whether a quota is a whole number.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/fields.h"

namespace highwater {

struct QuotaValue {
    std::int64_t whole{};
    std::int32_t millionths{};  // of the same sign
    friend bool operator==(QuotaValue const& a, QuotaValue const& b) {
        return a.whole == b.whole && a.millionths == b.millionths;
    }
    static auto fields(auto& self) {
        return std::tuple{Field{"whole", self.whole}, Field{"millionths", self.millionths}};
    }
};

// More than any whole number that a Java long can hold.
inline constexpr QuotaValue kTooLargeQuota{INT64_MAX, 999'999};

// "1024", "12.5", "1e6", as Java's Double.parseDouble reads them; none: no number.
std::optional<QuotaValue> parse_quota_value(std::string_view text);
// "1024.0", "1.048576E7": as Java's Double.toString writes it.
std::string java_text(QuotaValue value);
// The bits of the double (IEEE 754) that is nearest to a value that is not negative: as records
// hold it.
std::uint64_t double_bits(QuotaValue value);
// "1024", "12.5": for people.
std::string plain_text(QuotaValue value);

}  // namespace highwater

// Short forms of what the stages write again and again: instants, counts, lists of names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/time.h"

namespace highwater::gui {

// "6.0 s": to a tenth, cut off, so that it never names an instant that has not come yet.
std::string tenths(Time at);
// "9.104 s": as tenths(), to a thousandth.
std::string thousandths(Time at);
// "9.104 210 s": to the microsecond, in groups.
std::string to_microseconds(Time at);
// "1 partition", "3 partitions".
std::string counted(std::int64_t count, std::string_view one, std::string_view many);
// "1,234,567".
std::string grouped(std::int64_t number);
// "2, 3, 1"; "none" when there is nobody.
std::string listed(std::vector<BrokerId> const& brokers);
// "118", "118–119", "118, 120", "118 … 131": ascending numbers, at most two of them.
std::string numbers(std::vector<std::uint32_t> const& ascending);
// "a, b" or "a, b and 3 more".
std::string joined(std::vector<std::string> const& texts, std::size_t most);
// Each of the texts once, in their order: "Metadata ×2".
std::vector<std::string> counted_alike(std::vector<std::string> const& texts);
// What stands between blanks, and the way back.
std::vector<std::string> parts_of(std::string_view text);
std::string with_blanks(std::vector<std::string> const& parts);
// Where `name` stands in `text` with nothing of another name before or behind it; npos: nowhere.
std::size_t find_name(std::string_view text, std::string_view name);
inline bool mentions(std::string_view text, std::string_view name) {
    return find_name(text, name) != std::string_view::npos;
}

}  // namespace highwater::gui

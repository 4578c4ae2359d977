#include "tests/kafka/compare.h"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <string_view>

namespace highwater {

using nlohmann::json;

namespace {

// Keys whose value explains the expected answer in words. An answer may leave them out; if it has
// them, they must agree.
bool is_explanation(std::string_view key) {
    return key == "formula" || key == "then" || key == "why" || key == "note";
}

// Given with some cases only. An answer always has them; where the case has them, they must agree.
bool is_given_at_times(std::string_view key) {
    return key == "revokedByMember" || key == "anotherRoundNeeded";
}

void compare(json const& kafka, json const& ours, std::string const& path,
             std::vector<Difference>& out) {
    if (kafka.is_object() && ours.is_object()) {
        for (auto const& [key, value] : kafka.items()) {
            if (ours.contains(key)) {
                compare(value, ours.at(key), path + "/" + key, out);
            } else if (!is_explanation(key)) {
                out.push_back({path + "/" + key, value.dump(), "nothing"});
            }
        }
        for (auto const& [key, value] : ours.items()) {
            if (kafka.contains(key) || is_given_at_times(key)) continue;
            out.push_back({path + "/" + key, "nothing", value.dump()});
        }
        return;
    }
    if (kafka.is_array() && ours.is_array() && kafka.size() == ours.size()) {
        for (std::size_t i = 0; i < kafka.size(); ++i) {
            compare(kafka[i], ours[i], path + "/" + std::to_string(i), out);
        }
        return;
    }
    if (kafka != ours) out.push_back({path.empty() ? "/" : path, kafka.dump(), ours.dump()});
}

}  // namespace

std::vector<Difference> differences(json const& kafka, json const& highwater) {
    std::vector<Difference> out;
    compare(kafka, highwater, "", out);
    return out;
}

void print_table(std::string const& heading, std::vector<Agreement> const& rows) {
    std::size_t width = heading.size();
    for (Agreement const& row : rows) width = std::max(width, row.name.size());
    int const columns = static_cast<int>(width);
    std::printf("\n%-*s  agreed / compared\n", columns, heading.c_str());
    for (Agreement const& row : rows) {
        std::printf("%-*s  ", columns, row.name.c_str());
        if (row.compared > 0) {
            std::printf("%6d / %-8d", row.agreed, row.compared);
        } else {
            std::printf("%6s   %-8s", "", "");
        }
        if (row.not_yet > 0) std::printf("  not yet: %d", row.not_yet);
        if (!row.note.empty()) std::printf("  %s", row.note.c_str());
        std::printf("\n");
    }
}

}  // namespace highwater

// Facts for other programs: a table for a spreadsheet, or JSON, as one array or one object a line.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "trace/describe.h"

namespace highwater {

enum class FactFile : std::uint8_t { csv, json, json_lines };
// By the ending: .csv, .json, .jsonl.
std::optional<FactFile> fact_file_of(std::string_view path);

// A file of facts, piece by piece: the head, each fact, the end.
class FactSheet {
public:
    explicit FactSheet(FactFile kind) : kind_{kind} {}
    std::string head() const;
    std::string row(TracedFact const& traced, Describer const& who);
    std::string end() const;

private:
    FactFile kind_;
    bool has_rows_{};
};

}  // namespace highwater

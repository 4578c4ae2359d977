#include "scenario/facts_text.h"

#include <utility>

namespace highwater {

namespace {

// RFC 4180: in quotes where it must be, and quotes doubled.
std::string cell(std::string const& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (char const c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + "\"";
}

std::string json_text(std::string const& text) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string quoted = "\"";
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        switch (c) {
        case '"': quoted += "\\\""; break;
        case '\\': quoted += "\\\\"; break;
        case '\b': quoted += "\\b"; break;
        case '\f': quoted += "\\f"; break;
        case '\n': quoted += "\\n"; break;
        case '\r': quoted += "\\r"; break;
        case '\t': quoted += "\\t"; break;
        default:
            if (byte >= 0x20) {
                quoted += c;
            } else {
                quoted += "\\u00";
                quoted += kDigits[byte >> 4];
                quoted += kDigits[byte & 15];
            }
        }
    }
    return quoted + "\"";
}

std::string partition_text(TracedFact const& traced, Describer const& who) {
    TopicPartition const partition = partition_of(traced.fact);
    return partition.partition < 0 ? std::string{} : who.partition(partition);
}

std::string node_text(TracedFact const& traced, Describer const& who) {
    return traced.node == kNoNode ? std::string{} : who.node(traced.node);
}

std::string csv_of(TracedFact const& traced, Describer const& who) {
    return std::to_string(traced.event.value) + "," + std::to_string(traced.at.us) + "," +
           cell(node_text(traced, who)) + "," + std::string{kind_of(traced.fact)} + "," +
           std::string{word_of(interest_of(traced.fact))} + "," +
           cell(partition_text(traced, who)) + "," + cell(describe(traced, who)) + "\n";
}

std::string json_of(TracedFact const& traced, Describer const& who) {
    std::string const node = node_text(traced, who);
    std::string const partition = partition_text(traced, who);
    return "{\"event\":" + std::to_string(traced.event.value) +
           ",\"at_us\":" + std::to_string(traced.at.us) +
           ",\"node\":" + (node.empty() ? "null" : json_text(node)) +
           ",\"kind\":" + json_text(std::string{kind_of(traced.fact)}) + ",\"interest\":\"" +
           std::string{word_of(interest_of(traced.fact))} +
           "\",\"partition\":" + (partition.empty() ? "null" : json_text(partition)) +
           ",\"text\":" + json_text(describe(traced, who)) + "}";
}
}  // namespace

std::optional<FactFile> fact_file_of(std::string_view path) {
    if (path.ends_with(".csv")) return FactFile::csv;
    if (path.ends_with(".json")) return FactFile::json;
    if (path.ends_with(".jsonl")) return FactFile::json_lines;
    return std::nullopt;
}

std::string FactSheet::head() const {
    switch (kind_) {
    case FactFile::csv: return "event,at_us,node,kind,interest,partition,text\n";
    case FactFile::json: return "[";
    case FactFile::json_lines: break;
    }
    return {};
}

std::string FactSheet::row(TracedFact const& traced, Describer const& who) {
    bool const is_first = !std::exchange(has_rows_, true);
    switch (kind_) {
    case FactFile::csv: return csv_of(traced, who);
    case FactFile::json: return (is_first ? "\n" : ",\n") + json_of(traced, who);
    case FactFile::json_lines: break;
    }
    return json_of(traced, who) + "\n";
}

std::string FactSheet::end() const { return kind_ == FactFile::json ? "\n]\n" : ""; }

}  // namespace highwater

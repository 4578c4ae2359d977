#include "client/tools/line_reader.h"

#include "client/tools/options.h"

namespace highwater {

namespace {
struct LineReader {
    bool parse_key{};
    bool parse_headers{};
    bool ignore_error{};
    std::string key_separator{"\t"};
    std::string headers_delimiter{"\t"};
    std::string headers_separator{","};
    std::string headers_key_separator{":"};
    std::optional<std::string> null_marker;
    std::int64_t line_number{};

    bool is_null(std::string const& text) const { return null_marker && text == *null_marker; }

    // The text up to the separator, from `start` on. None: there is no such part.
    Expected<std::optional<std::string>> part(bool is_wanted, std::string const& line,
                                              std::string::size_type start,
                                              std::string const& separator,
                                              std::string const& name) const {
        if (!is_wanted) return std::optional<std::string>{};
        auto const end = line.find(separator, start);
        if (end != std::string::npos) return std::optional{line.substr(start, end - start)};
        if (ignore_error) return std::optional<std::string>{};
        return Problem{"No " + name + " found on line number " + std::to_string(line_number) +
                           ": '" + line + "'",
                       {}};
    }

    Expected<std::vector<Header>> headers_of(std::string const& text) const {
        std::vector<Header> headers;
        std::string::size_type begin = 0;
        while (begin <= text.size()) {
            auto const end = std::min(text.find(headers_separator, begin), text.size());
            std::string const pair = text.substr(begin, end - begin);
            begin = end + headers_separator.size();
            auto const colon = pair.find(headers_key_separator);
            if (colon == std::string::npos) {
                if (ignore_error) {
                    headers.push_back({pair, std::nullopt});
                    continue;
                }
                return Problem{"No header key separator found in pair '" + pair +
                                   "' on line number " + std::to_string(line_number),
                               {}};
            }
            std::string const key = pair.substr(0, colon);
            if (is_null(key)) {
                return Problem{"Header keys should not be equal to the null marker '" +
                                   *null_marker + "' as they can't be null",
                               {}};
            }
            std::string const value = pair.substr(colon + headers_key_separator.size());
            headers.push_back({key, is_null(value) ? std::nullopt : std::optional{value}});
        }
        return headers;
    }

    Expected<DataRecord> record_of(std::string const& line) const {
        auto const headers = part(parse_headers, line, 0, headers_delimiter, "headers delimiter");
        if (!headers) return headers.problem();
        auto start = *headers ? (*headers)->size() + headers_delimiter.size() : 0;
        auto const key = part(parse_key, line, start, key_separator, "key separator");
        if (!key) return key.problem();
        if (*key) start += (*key)->size() + key_separator.size();
        DataRecord record;
        if (*key && !is_null(**key)) record.key = *key;
        std::string const value = line.substr(start);
        if (!is_null(value)) record.value = value;
        if (*headers && !is_null(**headers)) {
            auto parsed = headers_of(**headers);
            if (!parsed) return parsed.problem();
            record.headers = std::move(*parsed);
        }
        return record;
    }

    // The separators must be told apart.
    std::string contradiction() const {
        auto const equal = [](char const* a, char const* b) {
            return std::string{a} + " and " + b + " may not be equal";
        };
        if (headers_delimiter == headers_separator) {
            return equal("headers.delimiter", "headers.separator");
        }
        if (headers_delimiter == headers_key_separator) {
            return equal("headers.delimiter", "headers.key.separator");
        }
        if (headers_separator == headers_key_separator) {
            return equal("headers.separator", "headers.key.separator");
        }
        if (is_null(key_separator)) return equal("null.marker", "key.separator");
        if (is_null(headers_separator)) return equal("null.marker", "headers.separator");
        if (is_null(headers_delimiter)) return equal("null.marker", "headers.delimiter");
        if (is_null(headers_key_separator)) return equal("null.marker", "headers.key.separator");
        return {};
    }
};
}  // namespace

Expected<LinesRead> read_lines_of(
    std::string const& text, std::vector<std::pair<std::string, std::string>> const& properties) {
    LineReader reader;
    for (auto const& [key, value] : properties) {
        bool const is_true = value == "true" || value == "True" || value == "TRUE";
        if (key == "parse.key") reader.parse_key = is_true;
        if (key == "parse.headers") reader.parse_headers = is_true;
        if (key == "ignore.error") reader.ignore_error = is_true;
        if (key == "key.separator") reader.key_separator = value;
        if (key == "headers.delimiter") reader.headers_delimiter = value;
        if (key == "headers.separator") reader.headers_separator = value;
        if (key == "headers.key.separator") reader.headers_key_separator = value;
        if (key == "null.marker") reader.null_marker = value;
    }
    if (std::string const why = reader.contradiction(); !why.empty()) return Problem{why, {}};
    LinesRead read;
    std::vector<std::string> lines = split(text, '\n');
    if (lines.back().empty()) lines.pop_back();
    for (std::string& line : lines) {
        ++reader.line_number;
        if (!line.empty() && line.back() == '\r') line.pop_back();
        Expected<DataRecord> record = reader.record_of(line);
        if (!record) {
            read.broken_off = record.problem().message;
            break;
        }
        read.records.push_back(std::move(*record));
    }
    return read;
}

}  // namespace highwater

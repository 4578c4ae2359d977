#include "scenario/data_file.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "scenario/document_guard.h"
#include "scenario/json_line.h"
#include "scenario/nearest.h"

namespace highwater {

namespace {

struct CsvRow {
    std::vector<std::string> fields;
    std::vector<std::size_t> begins;  // the byte of each in the line
};

// One row of CSV: fields with commas between; "…" keeps commas, "" in it is a quote (RFC 4180).
// A row ends with its line: line breaks within fields are not supported, and said so.
Expected<CsvRow> split_csv(std::string_view line) {
    CsvRow row{{""}, {0}};
    std::vector<std::string>& fields = row.fields;
    bool is_quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        char const c = line[i];
        if (is_quoted) {
            if (c != '"') {
                fields.back() += c;
            } else if (i + 1 < line.size() && line[i + 1] == '"') {
                fields.back() += '"';
                ++i;
            } else {
                is_quoted = false;
            }
        } else if (c == '"' && fields.back().empty()) {
            is_quoted = true;
        } else if (c == ',') {
            fields.emplace_back();
            row.begins.push_back(i + 1);
        } else {
            fields.back() += c;
        }
    }
    if (is_quoted) {
        return Problem{"a quote is never closed on this line",
                       "line breaks within fields are not supported"};
    }
    return row;
}

class DataReader {
public:
    DataReader(SourceLines const& lines, std::string const& key, Errors& errors)
        : lines_{lines}, key_{key}, errors_{errors} {}

    std::vector<DataRecord> run(bool is_csv) {
        for (std::int32_t number = 1; number <= lines_.count() && mistakes_ < kMostMistakes;
             ++number) {
            std::string_view const line = lines_.line(number);
            if (static_cast<std::int64_t>(line.size()) > limits::kDataLineBytes) {
                report(number, 1,
                       "a line has at most " + std::to_string(limits::kDataLineBytes) + " bytes",
                       "");
            } else if (line.find_first_not_of(" \t") == std::string_view::npos) {
                continue;
            } else if (is_csv) {
                read_csv(number, line);
            } else {
                read_json(number, line);
            }
        }
        if (records_.empty() && mistakes_ == 0) report(1, 1, "the file holds no records", "");
        return std::move(records_);
    }

private:
    static constexpr int kMostMistakes = 5;  // a file of another format is wrong in every line

    void report(std::int32_t line, std::int32_t column, std::string message, std::string advice) {
        ++mistakes_;
        errors_.add({Diagnostic::Severity::error,
                     lines_.file(),
                     {line, column},
                     1,
                     std::move(message),
                     std::move(advice),
                     std::string{lines_.line(line)}});
    }

    void read_json(std::int32_t number, std::string_view line) {
        JsonLine const object = read_json_object(line);
        std::int32_t const column = 1 + characters_in(line.substr(0, object.at));
        if (!object.twice.empty()) {
            report(number, column, "the field `" + object.twice + "` is there twice",
                   "keep one of them: readers of JSON differ in which one they take");
            return;
        }
        if (!object.problem.empty()) {
            report(number, column, "not JSON: " + object.problem,
                   "a .jsonl file has one JSON object a line");
            return;
        }
        std::optional<std::string> key;
        if (!key_.empty()) {
            JsonField const* found = nullptr;
            std::vector<std::string> names;
            for (JsonField const& field : object.fields) {
                names.push_back(field.name);
                if (field.name == key_) found = &field;
            }
            if (found == nullptr) {
                report(number, 1, "no field `" + key_ + "` for the key", advise_words(key_, names));
                if (records_.empty()) mistakes_ = kMostMistakes;  // it is the key that is misspelt
                return;
            }
            if (!found->is_scalar) {
                report(number, 1, "the key `" + key_ + "` is a list or an object", "");
                return;
            }
            if (!found->is_null) key = found->text;
        }
        records_.push_back({std::move(key), std::string{line}, {}});
    }

    // Which of the two is the key would be a guess. Columns without a name are nobody's key.
    void report_double_columns(std::int32_t number, std::string_view line, CsvRow const& header) {
        std::vector<std::string> const& names = header.fields;
        for (auto name = names.begin(); name != names.end(); ++name) {
            if (name->empty() || std::find(names.begin(), name, *name) == name) continue;
            auto const nth = static_cast<std::size_t>(name - names.begin());
            report(number, 1 + characters_in(line.substr(0, header.begins[nth])),
                   "there are two columns `" + *name + "`", "rename one of them");
        }
    }

    void read_csv(std::int32_t number, std::string_view line) {
        auto row = split_csv(line);
        if (!row) {
            report(number, 1, row.problem().message, row.problem().advice);
            return;
        }
        std::vector<std::string> const& fields = row->fields;
        if (header_.empty()) {
            report_double_columns(number, line, *row);
            header_ = std::move(row->fields);
            while (key_column_ < header_.size() && header_[key_column_] != key_) ++key_column_;
            if (!key_.empty() && key_column_ == header_.size()) {
                report(number, 1, "no column `" + key_ + "` for the key",
                       advise_words(key_, header_));
            }
            return;
        }
        if (fields.size() != header_.size()) {
            report(number, 1,
                   std::to_string(fields.size()) + " fields under a header of " +
                       std::to_string(header_.size()),
                   "");
            return;
        }
        std::optional<std::string> key;
        if (!key_.empty() && key_column_ < fields.size()) key = fields[key_column_];
        records_.push_back({std::move(key), std::string{line}, {}});
    }

    SourceLines const& lines_;
    std::string const& key_;
    Errors& errors_;
    std::vector<DataRecord> records_;
    std::vector<std::string> header_;
    std::size_t key_column_{};
    int mistakes_{};
};

}  // namespace

Expected<std::string> normalise_data_name(std::string_view name, std::int32_t folders_up) {
    if (name.empty()) return Problem{"the name of the data file is empty", ""};
    if (name.front() == '/' || name.find('\\') != std::string_view::npos ||
        name.find(':') != std::string_view::npos || name.find('\0') != std::string_view::npos) {
        return Problem{"a data file is named relative to the scenario",
                       "write for example \"data/orders.jsonl\""};
    }
    std::vector<std::string_view> kept;
    std::int32_t up = 0;
    while (!name.empty()) {
        std::string_view const part = name.substr(0, name.find('/'));
        name.remove_prefix(std::min(name.size(), part.size() + 1));
        if (part.empty() || part == ".") continue;
        if (part != "..") {
            kept.push_back(part);
        } else if (!kept.empty()) {
            kept.pop_back();
        } else if (++up > folders_up) {
            return Problem{"`..` leaves the scenarios folder",
                           "data files lie beside or below the scenarios"};
        }
    }
    if (kept.empty()) return Problem{"this names a folder, not a file", ""};
    std::string normal;
    for (std::int32_t i = 0; i < up; ++i) normal += "../";
    for (std::size_t i = 0; i < kept.size(); ++i) {
        normal += (i == 0 ? "" : "/") + std::string{kept[i]};
    }
    return normal;
}

std::vector<DataRecord> read_data_file(std::string const& name, std::string_view text,
                                       std::string const& key, Errors& errors) {
    // Spreadsheets write a byte order mark in front of UTF-8.
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
        text.remove_prefix(kByteOrderMark.size());
    }
    SourceLines const lines{name, text};
    auto const refuse = [&](Place place, std::string message) {
        errors.add({Diagnostic::Severity::error, name, place, 1, std::move(message), "", ""});
        return std::vector<DataRecord>{};
    };
    if (static_cast<std::int64_t>(text.size()) > limits::kDataFileBytes) {
        return refuse({1, 1}, "a data file with " + more_than(limits::kDataFileBytes));
    }
    if (std::size_t const bad = first_invalid_utf8(text); bad != std::string_view::npos) {
        return refuse(lines.place_of(bad), "not UTF-8");
    }
    bool const is_csv = name.size() > 4 && name.substr(name.size() - 4) == ".csv";
    return DataReader{lines, key, errors}.run(is_csv);
}

}  // namespace highwater

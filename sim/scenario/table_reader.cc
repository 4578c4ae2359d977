#include "scenario/table_reader.h"

#include <algorithm>

#include "base/check.h"
#include "base/limits.h"
#include "scenario/nearest.h"

namespace highwater {

namespace {
bool is_one_of(std::string_view key, std::vector<std::string> const& keys) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}
}  // namespace

Entry const* TableReader::find(std::string_view key) {
    // The reference lists what may be asked for.
    CHECK(keys_.has(key) || is_one_of(key, translations_));
    return table_.find(key);
}

Entry const* TableReader::find(std::string_view key, Value::Kind kind) {
    Entry const* entry = find(key);
    if (entry == nullptr) return nullptr;
    if (entry->value.kind != kind) {
        report(entry->value, "`" + std::string{key} + "` must be " + std::string{name_of(kind)} +
                                 ", not " + std::string{name_of(entry->value.kind)});
        return nullptr;
    }
    return entry;
}

std::optional<std::string> TableReader::text(std::string_view key) {
    Entry const* entry = find(key, Value::Kind::text);
    return entry == nullptr ? std::nullopt : std::optional{entry->value.text};
}

std::string TableReader::prose(std::string_view key) {
    Entry const* entry = find(key, Value::Kind::text);
    if (entry == nullptr) return {};
    if (entry->value.text.empty()) report(entry->value, "`" + std::string{key} + "` is empty");
    if (static_cast<std::int64_t>(entry->value.text.size()) > limits::kTextBytes) {
        report(entry->value, "a text has at most " + std::to_string(limits::kTextBytes) + " bytes");
    }
    return entry->value.text;
}

std::optional<std::int64_t> TableReader::integer(std::string_view key, std::int64_t least,
                                                 std::int64_t most) {
    Entry const* entry = find(key, Value::Kind::integer);
    if (entry == nullptr) return std::nullopt;
    std::int64_t const value = entry->value.integer;
    if (value < least || value > most) {
        report(entry->value, "`" + std::string{key} + "` must be between " + std::to_string(least) +
                                 " and " + std::to_string(most) + ", not " + std::to_string(value));
        return std::nullopt;
    }
    return value;
}

std::optional<bool> TableReader::boolean(std::string_view key) {
    Entry const* entry = find(key, Value::Kind::boolean);
    return entry == nullptr ? std::nullopt : std::optional{entry->value.boolean};
}

std::vector<Value const*> TableReader::tables(std::string_view key) {
    std::vector<Value const*> found;
    Entry const* entry = find(key);
    if (entry == nullptr) return found;
    if (entry->value.kind == Value::Kind::table) {
        report(*entry, "[" + std::string{key} + "] must be [[" + std::string{key} + "]]",
               "there may be several of them");
        return found;
    }
    if (entry->value.kind != Value::Kind::array) {
        report(*entry, "`" + std::string{key} + "` must be tables",
               "write [[" + std::string{key} + "]] on a line of its own");
        return found;
    }
    for (Value const& item : entry->value.items) {
        if (item.kind == Value::Kind::table)
            found.push_back(&item);
        else
            report(item, "expected a table [[" + std::string{key} + "]]");
    }
    return found;
}

std::vector<Value const*> TableReader::texts(std::string_view key) {
    std::vector<Value const*> found;
    Entry const* entry = find(key);
    if (entry == nullptr) return found;
    if (entry->value.kind == Value::Kind::text) return {&entry->value};
    if (entry->value.kind != Value::Kind::array) {
        report(entry->value, "`" + std::string{key} + "` must be a text or a list of texts, not " +
                                 std::string{name_of(entry->value.kind)});
        return found;
    }
    for (Value const& item : entry->value.items) {
        if (item.kind == Value::Kind::text)
            found.push_back(&item);
        else
            report(item, "expected a text, not " + std::string{name_of(item.kind)});
    }
    return found;
}

void TableReader::missing(std::string_view key, std::string advice) {
    errors_.error(table_.place, table_.width, name_ + " has no `" + std::string{key} + "`",
                  std::move(advice));
}

void TableReader::report(Value const& value, std::string message, std::string advice) {
    errors_.error(value.place, value.width, std::move(message), std::move(advice));
}

void TableReader::report(Entry const& entry, std::string message, std::string advice) {
    errors_.error(entry.place, characters_in(entry.key), std::move(message), std::move(advice));
}

void TableReader::know_translation(std::string key) { translations_.push_back(std::move(key)); }

bool TableReader::finish() {
    bool good = true;
    for (Entry const& entry : table_.entries) {
        if (keys_.has(entry.key) || is_one_of(entry.key, translations_)) continue;
        std::vector<std::string> known = translations_;
        for (KeyHelp const& each : keys_.keys) known.emplace_back(each.key);
        report(entry, "unknown key `" + entry.key + "` in " + name_,
               advise_words(entry.key, known));
        good = false;
    }
    return good;
}

std::string TableReader::written(Value const& value) {
    switch (value.kind) {
    case Value::Kind::integer: return std::to_string(value.integer);
    case Value::Kind::boolean: return value.boolean ? "true" : "false";
    case Value::Kind::text:
    case Value::Kind::decimal:
    case Value::Kind::date: return value.text;
    case Value::Kind::array: {
        // Kafka writes lists with commas.
        std::string list;
        for (Value const& item : value.items) list += (list.empty() ? "" : ",") + written(item);
        return list;
    }
    case Value::Kind::table: return "{}";
    }
    return {};
}

}  // namespace highwater

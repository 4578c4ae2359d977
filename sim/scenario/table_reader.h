// Reads the keys of one TOML table. What it does not know is reported at the end, so that no key is
// ever dropped silently.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "scenario/document.h"
#include "scenario/scenario_keys.h"

namespace highwater {

class TableReader {
public:
    // No other keys than those of `keys` are known, nor asked for. `name` is how messages call the
    // table where it has another name than in general: "[broker.2]".
    TableReader(Value const& table, TableKeys const& keys, Errors& errors, std::string name = {})
        : table_{table}, keys_{keys}, name_{std::move(name)}, errors_{errors} {
        if (name_.empty()) name_ = keys.name;
    }

    Value const& table() const { return table_; }
    std::string const& name() const { return name_; }

    // Of another kind: reported, and none.
    Entry const* find(std::string_view key);
    Entry const* find(std::string_view key, Value::Kind kind);
    std::optional<std::string> text(std::string_view key);
    // Prose: not empty, not longer than a screen.
    std::string prose(std::string_view key);
    std::optional<std::int64_t> integer(std::string_view key, std::int64_t least,
                                        std::int64_t most);
    std::optional<bool> boolean(std::string_view key);
    // A text that `parse` understands (units.h).
    template <class T>
    std::optional<T> quantity(std::string_view key, Expected<T> (*parse)(std::string_view)) {
        Entry const* entry = find(key);
        if (entry == nullptr) return std::nullopt;
        Expected<T> const parsed = parse(written(entry->value));
        if (!parsed) {
            report(entry->value, parsed.problem().message, parsed.problem().advice);
            return std::nullopt;
        }
        return *parsed;
    }
    // The tables of a [[key]].
    std::vector<Value const*> tables(std::string_view key);
    // One text or a list of texts.
    std::vector<Value const*> texts(std::string_view key);

    void missing(std::string_view key, std::string advice);
    void report(Value const& value, std::string message, std::string advice = {});
    void report(Entry const& entry, std::string message, std::string advice = {});
    // One that is a key's translation: "say.de".
    void know_translation(std::string key);
    // Reports unknown keys, each with the nearest known one; true when there are none.
    bool finish();

    // A value as somebody would write it in a properties file: 2, true, all.
    static std::string written(Value const& value);

private:
    Value const& table_;
    TableKeys const& keys_;
    std::string name_;
    Errors& errors_;
    std::vector<std::string> translations_;
};

}  // namespace highwater

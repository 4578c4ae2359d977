// Lessons in other languages: beside every `say` may stand a "say.de". What has no translation
// keeps the words it was written in first, and is noted for those who translate.
//
//     say      = "broker-2 leads orders-1."
//     "say.de" = "broker-2 führt orders-1."       (say.de without quotes is read, too)
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/table_reader.h"

namespace highwater {

class Translations {
public:
    explicit Translations(std::string wanted) : wanted_{std::move(wanted)} {}

    // The words of `key` in the language that is wanted, else as written first.
    std::string prose(TableReader& reader, std::string const& key);
    // The same for a list: as many as `count`, or none.
    std::vector<std::string> list(TableReader& reader, std::string const& key, std::size_t count);

    // Every language that any text was found in.
    std::vector<std::string> languages() const { return {languages_.begin(), languages_.end()}; }
    // What is told in no such language, in the order of the file.
    std::vector<Diagnostic> missing_in(SourceLines const& source) const;

private:
    struct Written {
        std::string language;
        Entry const* entry{};
    };
    // Every "key.xx" of the table; those that are no language are reported.
    std::vector<Written> written(TableReader& reader, std::string const& key);
    Entry const* choose(std::vector<Written> const& written) const;
    void note_missing(TableReader& reader, std::string const& key);

    std::string wanted_;
    std::set<std::string> languages_;
    std::vector<Diagnostic> missing_;
};

// "de", "pt-BR": two or three letters, perhaps with a region behind.
bool is_language(std::string_view text);
// The keys that may be told in several languages.
bool is_translatable(std::string_view key);

}  // namespace highwater

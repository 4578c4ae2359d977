#include "scenario/translations.h"

#include <algorithm>

#include "base/limits.h"

namespace highwater {

namespace {

// TOML knows neither of the language it was written in first: that of the plain key.
constexpr std::string_view kFirst = "en";

bool are_letters(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

std::string_view without_region(std::string_view language) {
    return language.substr(0, language.find('-'));
}

}  // namespace

bool is_language(std::string_view text) {
    std::string_view const main = without_region(text);
    if (main.size() < 2 || main.size() > 3 || !are_letters(main)) return false;
    if (main.size() == text.size()) return true;
    std::string_view const region = text.substr(main.size() + 1);
    return region.size() >= 2 && region.size() <= 4 && are_letters(region);
}

bool is_translatable(std::string_view key) {
    constexpr std::string_view kKeys[] = {"title", "question", "say", "ask",
                                          "task",  "choices",  "why"};
    return std::find(std::begin(kKeys), std::end(kKeys), key) != std::end(kKeys);
}

std::vector<Translations::Written> Translations::written(TableReader& reader,
                                                         std::string const& key) {
    std::vector<Written> found;
    for (Entry const& entry : reader.table().entries) {
        if (entry.key.rfind(key + ".", 0) != 0) continue;
        reader.know_translation(entry.key);
        std::string const language = entry.key.substr(key.size() + 1);
        if (!is_language(language)) {
            reader.report(entry, "`" + language + "` is not the name of a language",
                          "write for example " + key + ".de or " + key + ".pt-BR");
            continue;
        }
        languages_.insert(language);
        found.push_back({language, &entry});
    }
    return found;
}

// "de-AT" also takes what is there in "de".
Entry const* Translations::choose(std::vector<Written> const& written) const {
    if (wanted_.empty()) return nullptr;
    for (std::string_view const language : {std::string_view{wanted_}, without_region(wanted_)}) {
        for (Written const& each : written) {
            if (each.language == language) return each.entry;
        }
    }
    return nullptr;
}

void Translations::note_missing(TableReader& reader, std::string const& key) {
    Entry const* plain = reader.table().find(key);
    if (plain == nullptr || wanted_.empty() || without_region(wanted_) == kFirst) return;
    Diagnostic diagnostic;
    diagnostic.severity = Diagnostic::Severity::warning;
    diagnostic.place = plain->place;
    diagnostic.width = characters_in(key);
    diagnostic.message = "`" + key + "` has no words in " + wanted_;
    diagnostic.advice = "write \"" + key + "." + wanted_ + "\" = \"…\" beside it";
    missing_.push_back(std::move(diagnostic));
}

std::string Translations::prose(TableReader& reader, std::string const& key) {
    std::vector<Written> const all = written(reader, key);
    // Where every language has its name, English is the plain one.
    std::string const english = key + "." + std::string{kFirst};
    bool const is_plain =
        reader.table().find(key) != nullptr || reader.table().find(english) == nullptr;
    std::string text = reader.prose(is_plain ? key : english);
    for (Written const& each : all) reader.prose(each.entry->key);
    if (!all.empty() && is_plain && reader.table().find(key) == nullptr) {
        reader.report(*all.front().entry, "`" + key + "` itself is missing",
                      "write " + key + " = \"…\": it is told where there is no translation");
    }
    Entry const* chosen = choose(all);
    if (chosen == nullptr) {
        note_missing(reader, key);
        return text;
    }
    return chosen->value.kind == Value::Kind::text ? chosen->value.text : text;
}

std::vector<std::string> Translations::list(TableReader& reader, std::string const& key,
                                            std::size_t count) {
    std::vector<Written> const all = written(reader, key);
    for (Written const& each : all) {
        std::vector<Value const*> const texts = reader.texts(each.entry->key);
        if (texts.size() == count) continue;
        reader.report(
            *each.entry,
            std::to_string(texts.size()) + " words for " + std::to_string(count) + " " + key,
            "one for each, in the same order");
    }
    Entry const* chosen = choose(all);
    // Without a translation they stay: most are names and numbers.
    if (chosen == nullptr) return {};
    std::vector<std::string> words;
    for (Value const* each : reader.texts(chosen->key)) words.push_back(each->text);
    return words.size() == count ? words : std::vector<std::string>{};
}

std::vector<Diagnostic> Translations::missing_in(SourceLines const& source) const {
    Errors sorted{source};
    for (Diagnostic const& each : missing_) {
        sorted.warning(each.place, each.width, each.message, each.advice);
    }
    return sorted.sorted();
}

}  // namespace highwater

#include "scenario/translation_keys.h"

#include <algorithm>
#include <string_view>

#include "scenario/translations.h"

namespace highwater {

namespace {

// `say.de` at the beginning of a line, and an = behind it: the place of its dot, or npos.
std::size_t dot_of_key(std::string_view line) {
    std::size_t const begin = line.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return begin;
    std::size_t const equals = line.find('=', begin);
    if (equals == std::string_view::npos) return equals;
    std::size_t const end = line.find_first_of(" \t=", begin);
    if (line.find_first_not_of(" \t", end) != equals) return std::string_view::npos;
    std::string_view const key = line.substr(begin, end - begin);
    std::size_t const dot = key.find('.');
    if (dot == std::string_view::npos || !is_translatable(key.substr(0, dot)) ||
        !is_language(key.substr(dot + 1))) {
        return std::string_view::npos;
    }
    return begin + dot;
}

// Whether a text of several lines is open behind this line.
void follow_quotes(std::string_view line, char& open) {
    for (std::size_t at = 0; at < line.size(); ++at) {
        char const c = line[at];
        bool const is_three = (c == '"' || c == '\'') && line.substr(at, 3) == std::string(3, c);
        if (open != 0) {
            if (c == '\\' && open == '"') {
                ++at;
            } else if (is_three && c == open) {
                open = 0;
                at += 2;
            }
            continue;
        }
        if (c == '#') return;
        if (is_three) {
            open = c;
            at += 2;
        } else if (c == '"' || c == '\'') {
            for (++at; at < line.size() && line[at] != c; ++at) {
                if (line[at] == '\\' && c == '"') ++at;
            }
        }
    }
}

}  // namespace

PlainKeys with_plain_translation_keys(std::string text) {
    PlainKeys keys{std::move(text), {}};
    char open = 0;
    for (std::size_t begin = 0; begin < keys.text.size();) {
        std::size_t const end = std::min(keys.text.find('\n', begin), keys.text.size());
        std::string_view const line = std::string_view{keys.text}.substr(begin, end - begin);
        std::size_t const dot = open != 0 ? std::string_view::npos : dot_of_key(line);
        follow_quotes(line, open);
        if (dot != std::string_view::npos) {
            keys.text[begin + dot] = '_';
            keys.dots.insert(begin + dot);
        }
        begin = end + 1;
    }
    return keys;
}

}  // namespace highwater

// TOML reads `say.de = "…"` as the member `de` of a table `say`, and refuses it beside `say = "…"`;
// whoever knows that writes "say.de" in quotes. Nobody should have to: both are read.
#pragma once

#include <cstddef>
#include <set>
#include <string>

namespace highwater {

struct PlainKeys {
    std::string text;            // of the same length, with `say_de` in place of `say.de`
    std::set<std::size_t> dots;  // where a dot was, by byte
};
PlainKeys with_plain_translation_keys(std::string text);

}  // namespace highwater

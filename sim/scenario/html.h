// Pages to print: one file with everything in it, its style and its pictures, so that it can be
// sent by mail and printed anywhere.
#pragma once

#include <string>
#include <string_view>

namespace highwater::html {

// A text between tags or within an attribute's quotes.
std::string escaped(std::string_view text);
// <tag class="…">escaped text</tag>; without a class where it is empty.
std::string element(std::string_view tag, std::string_view text, std::string_view css_class = {});
// A PNG as an attribute's value: "data:image/png;base64,…".
std::string data_uri(std::string_view png);
// A whole page. `language` is that of its words, as browsers want it: "en".
std::string page(std::string_view title, std::string_view language, std::string_view body);

}  // namespace highwater::html

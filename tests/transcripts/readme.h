// Parts of README.md that are made from the program's own tables.
#pragma once

#include <string>
#include <string_view>

namespace highwater {

// Between "<!-- NAME: made by ./dev rewrite -->" and "<!-- end of NAME -->" stands this text; with
// --rewrite it is made to stand there.
void expect_in_readme(std::string_view name, std::string const& text);

}  // namespace highwater

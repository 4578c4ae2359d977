// "Did you mean …": the known word nearest to a misspelt one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace highwater {

// Letters to insert, delete, replace or swap with their neighbour to get from a to b.
int spelling_distance(std::string_view a, std::string_view b);
// The nearest word, or "" when none is near enough to be meant.
std::string nearest_word(std::string_view word, std::vector<std::string> const& known);
// "did you mean `kill`?", else "have a, b, c" (the first dozen), else "".
std::string advise_words(std::string_view word, std::vector<std::string> const& known);

}  // namespace highwater

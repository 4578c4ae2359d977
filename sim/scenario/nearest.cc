#include "scenario/nearest.h"

#include <algorithm>

namespace highwater {

// Optimal string alignment, three rows at a time.
int spelling_distance(std::string_view a, std::string_view b) {
    std::size_t const width = b.size() + 1;
    std::vector<int> before_last(width), last(width), row(width);
    for (std::size_t j = 0; j < width; ++j) last[j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = static_cast<int>(i);
        for (std::size_t j = 1; j < width; ++j) {
            int const replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({replaced, last[j] + 1, row[j - 1] + 1});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before_last[j - 2] + 1);
            }
        }
        before_last.swap(last);
        last.swap(row);
    }
    return last[b.size()];
}

namespace {

// broker-8 is no slip of the finger for broker-1: a number is meant as it is written.
bool differ_in_digits_only(std::string_view a, std::string_view b) {
    auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() || j < b.size()) {
        if (i < a.size() && is_digit(a[i])) {
            ++i;
        } else if (j < b.size() && is_digit(b[j])) {
            ++j;
        } else if (i < a.size() && j < b.size() && a[i] == b[j]) {
            ++i;
            ++j;
        } else {
            return false;
        }
    }
    return true;
}

}  // namespace

std::string nearest_word(std::string_view word, std::vector<std::string> const& known) {
    constexpr std::size_t kLongestCompared = 80;
    if (word.empty() || word.size() > kLongestCompared) return {};
    int const most = std::max(1, static_cast<int>(word.size()) / 3);
    int best = most + 1;
    std::string found;
    for (std::string const& candidate : known) {
        if (candidate.size() > word.size() + 3 || word.size() > candidate.size() + 3) continue;
        if (differ_in_digits_only(word, candidate)) continue;
        int const distance = spelling_distance(word, candidate);
        if (distance < best) {
            best = distance;
            found = candidate;
        }
    }
    return found;
}

std::string advise_words(std::string_view word, std::vector<std::string> const& known) {
    constexpr std::size_t kMostListed = 12;
    std::string const nearest = nearest_word(word, known);
    if (!nearest.empty()) return "did you mean `" + nearest + "`?";
    if (known.empty()) return {};
    std::string list;
    for (std::size_t i = 0; i < known.size() && i < kMostListed; ++i) {
        list += (i == 0 ? "" : ", ") + known[i];
    }
    return "have " + list + (known.size() > kMostListed ? ", …" : "");
}

}  // namespace highwater

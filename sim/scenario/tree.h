// A document of names and values in the order they were added: what `state --format json` prints,
// and what the inspector shows. Text formats are made of it at the edges.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace highwater {

struct Tree {
    enum class Kind : std::uint8_t { nothing, boolean, number, text, list, object };
    Kind kind{};
    bool boolean{};
    std::int64_t number{};
    std::string text;
    std::vector<Tree> items;                            // of a list
    std::vector<std::pair<std::string, Tree>> members;  // of an object

    static Tree nothing();
    static Tree of(bool value);
    static Tree of(std::int64_t value);
    static Tree of(std::string value);
    static Tree of(char const* value);
    static Tree list();
    static Tree object();

    Tree& add(Tree item);                     // to a list
    Tree& add(std::string name, Tree value);  // to an object
    Tree const* find(std::string const& name) const;
};

// Not inside: there a pair with a Tree is not complete yet, and only gcc forgives that.
inline Tree Tree::nothing() { return {}; }
inline Tree Tree::of(char const* value) { return of(std::string{value}); }

}  // namespace highwater

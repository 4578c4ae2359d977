// A document of names and values in the order they were added: what `state --format json` prints,
// and what the inspector shows. Text formats are made of it at the edges.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace highwater {

struct TreeMember;

struct Tree {
    enum class Kind : std::uint8_t { nothing, boolean, number, text, list, object };
    Kind kind{};
    bool boolean{};
    std::int64_t number{};
    std::string text;
    std::vector<Tree> items;          // of a list
    std::vector<TreeMember> members;  // of an object

    // In tree.cc, where a member of a Tree is a complete type: clang insists.
    Tree();
    Tree(Tree const&);
    Tree(Tree&&) noexcept;
    Tree& operator=(Tree const&);
    Tree& operator=(Tree&&) noexcept;
    ~Tree();

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

struct TreeMember {
    std::string name;
    Tree value;
};

}  // namespace highwater

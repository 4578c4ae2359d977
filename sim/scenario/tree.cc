#include "scenario/tree.h"

#include <utility>

#include "base/check.h"

namespace highwater {

Tree::Tree() = default;
Tree::Tree(Tree const&) = default;
Tree::Tree(Tree&&) noexcept = default;
Tree& Tree::operator=(Tree const&) = default;
Tree& Tree::operator=(Tree&&) noexcept = default;
Tree::~Tree() = default;

Tree Tree::nothing() { return {}; }
Tree Tree::of(char const* value) { return of(std::string{value}); }

Tree Tree::of(bool value) {
    Tree tree;
    tree.kind = Kind::boolean;
    tree.boolean = value;
    return tree;
}

Tree Tree::of(std::int64_t value) {
    Tree tree;
    tree.kind = Kind::number;
    tree.number = value;
    return tree;
}

Tree Tree::of(std::string value) {
    Tree tree;
    tree.kind = Kind::text;
    tree.text = std::move(value);
    return tree;
}

Tree Tree::list() {
    Tree tree;
    tree.kind = Kind::list;
    return tree;
}

Tree Tree::object() {
    Tree tree;
    tree.kind = Kind::object;
    return tree;
}

Tree& Tree::add(Tree item) {
    CHECK(kind == Kind::list);
    items.push_back(std::move(item));
    return *this;
}

Tree& Tree::add(std::string name, Tree value) {
    CHECK(kind == Kind::object);
    members.push_back({std::move(name), std::move(value)});
    return *this;
}

Tree const* Tree::find(std::string const& name) const {
    for (auto const& [key, value] : members) {
        if (key == name) return &value;
    }
    return nullptr;
}

}  // namespace highwater

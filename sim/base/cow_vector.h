// A list that shares its items one by one: copying it copies pointers, and editing an item copies
// that item alone. Eight servers that replay the same log of metadata hold one copy of what it
// says.
#pragma once

#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

#include "base/cow.h"
#include "base/fields.h"

namespace highwater {

template <class T>
class CowVector {
public:
    using value_type = T;

    class Iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = T;
        using difference_type = std::ptrdiff_t;
        using pointer = T const*;
        using reference = T const&;

        explicit Iterator(typename std::vector<Cow<T>>::const_iterator at) : at_{at} {}
        T const& operator*() const { return **at_; }
        T const* operator->() const { return &**at_; }
        Iterator& operator++() {
            ++at_;
            return *this;
        }
        friend bool operator==(Iterator const& a, Iterator const& b) { return a.at_ == b.at_; }
        friend bool operator!=(Iterator const& a, Iterator const& b) { return !(a == b); }

    private:
        typename std::vector<Cow<T>>::const_iterator at_;
    };

    std::size_t size() const { return items_.size(); }
    bool empty() const { return items_.empty(); }
    T const& operator[](std::size_t index) const { return *items_[index]; }
    T const& front() const { return *items_.front(); }
    Iterator begin() const { return Iterator{items_.begin()}; }
    Iterator end() const { return Iterator{items_.end()}; }

    // To hand an item on without copying it.
    Cow<T> const& shared(std::size_t index) const { return items_[index]; }
    // Puts the item there; the list grows by default ones if it is too short.
    void set(std::size_t index, Cow<T> item) {
        while (items_.size() < index) items_.emplace_back();
        if (items_.size() == index) {
            items_.push_back(std::move(item));
        } else {
            items_[index] = std::move(item);
        }
    }
    // The item, ours alone: as with Cow, keep the reference for one handler only.
    T& edit(std::size_t index) { return items_[index].edit(); }

    void hash(Hasher& hasher) const { hash_into(hasher, items_); }
    friend bool operator==(CowVector const& a, CowVector const& b) { return a.items_ == b.items_; }
    friend bool operator!=(CowVector const& a, CowVector const& b) { return !(a == b); }

private:
    std::vector<Cow<T>> items_;
};

namespace detail {
template <class T>
struct IsCowVector : std::false_type {};
template <class T>
struct IsCowVector<CowVector<T>> : std::true_type {};
}  // namespace detail

}  // namespace highwater

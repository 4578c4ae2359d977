// A value, or the reason why not. Wrong input is normal, so it travels as a value.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "base/check.h"

namespace highwater {

// What is wrong, and what to do about it ("have broker-1, broker-2, broker-3").
struct Problem {
    std::string message;
    std::string advice;
};

template <class T>
class Expected {
public:
    Expected(T value) : value_{std::move(value)} {}              // NOLINT: implicit on purpose
    Expected(Problem problem) : problem_{std::move(problem)} {}  // NOLINT: implicit on purpose

    explicit operator bool() const { return value_.has_value(); }
    T const& operator*() const {
        CHECK(value_.has_value());
        return *value_;
    }
    T& operator*() {
        CHECK(value_.has_value());
        return *value_;
    }
    T const* operator->() const { return &**this; }
    T* operator->() { return &**this; }
    Problem const& problem() const {
        CHECK(!value_.has_value());
        return problem_;
    }

private:
    std::optional<T> value_;
    Problem problem_;
};

}  // namespace highwater

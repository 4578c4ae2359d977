// Copy on write: copying a Cow shares the value, edit() makes it unique first. A snapshot of a
// thousand replicas is a thousand pointer copies.
#pragma once

#include <memory>
#include <utility>

namespace highwater {

template <class T>
class Cow {
public:
    Cow() : value_{std::make_shared<T>()} {}
    explicit Cow(T value) : value_{std::make_shared<T>(std::move(value))} {}

    T const& operator*() const { return *value_; }
    T const* operator->() const { return value_.get(); }

    // The value, ours alone. Call it once at the top of a handler and keep the reference there
    // only: the next snapshot makes it shared again.
    T& edit() {
        if (value_.use_count() != 1) value_ = std::make_shared<T>(*value_);
        return *value_;
    }

    bool shares_with(Cow const& other) const { return value_ == other.value_; }

    friend bool operator==(Cow const& a, Cow const& b) {
        return a.value_ == b.value_ || *a.value_ == *b.value_;
    }
    friend bool operator!=(Cow const& a, Cow const& b) { return !(a == b); }

private:
    std::shared_ptr<T> value_;
};

}  // namespace highwater

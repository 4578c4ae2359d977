#include "trace/trace.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace highwater {

namespace {
constexpr std::uint64_t kFirstSize = 1U << 12;
}

Trace::Trace(TraceLimits limits) : limits_{limits} {
    CHECK((limits_.facts & (limits_.facts - 1)) == 0);
    CHECK((limits_.events & (limits_.events - 1)) == 0);
}

void Trace::begin_event(EventId id, EventId cause, Time at, NodeId node) {
    if (events_.empty()) events_.resize(std::min(kFirstSize, limits_.events));
    // Grow while young: past the limit newer events take the places of older ones.
    if (events_held_ * 2 > events_.size() && events_.size() < limits_.events) {
        std::vector<Event> const old = std::move(events_);
        events_.assign(old.size() * 2, Event{});
        for (Event const& each : old) {
            if (each.id.value != 0) events_[each.id.value & (events_.size() - 1)] = each;
        }
    }
    current_ = Event{id, cause, at, node, 0, end_fact_};
    Event& place = events_[id.value & (events_.size() - 1)];
    if (place.id.value == 0) ++events_held_;
    place = current_;
}

void Trace::add(NodeId node, Fact fact) {
    if (count_ == ring_.size() && ring_.size() < limits_.facts) {
        std::vector<TracedFact> bigger(
            std::max(kFirstSize, static_cast<std::uint64_t>(ring_.size()) * 2));
        for (std::uint64_t number = first_fact(); number < end_fact_; ++number) {
            bigger[number & (bigger.size() - 1)] = std::move(slot(number));
        }
        ring_ = std::move(bigger);
    }
    if (count_ == ring_.size()) --count_;  // the oldest gives its place
    ++count_;
    ++end_fact_;
    slot(end_fact_ - 1) = TracedFact{current_.id, current_.at, node, std::move(fact)};
    if (!events_.empty()) {
        Event& place = events_[current_.id.value & (events_.size() - 1)];
        if (place.id == current_.id) ++place.fact_count;
    }
}

TracedFact& Trace::slot(std::uint64_t number) { return ring_[number & (ring_.size() - 1)]; }

TracedFact const& Trace::fact(std::uint64_t number) const {
    CHECK(number >= first_fact() && number < end_fact_);
    return ring_[number & (ring_.size() - 1)];
}

std::uint64_t Trace::first_fact_at(Time at) const {
    std::uint64_t low = first_fact();
    std::uint64_t high = end_fact_;
    while (low < high) {
        std::uint64_t const middle = low + (high - low) / 2;
        if (fact(middle).at < at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

Trace::Event const* Trace::event(EventId id) const {
    if (events_.empty() || id.value == 0) return nullptr;
    Event const& place = events_[id.value & (events_.size() - 1)];
    return place.id == id ? &place : nullptr;
}

void Trace::truncate(std::uint64_t end_fact) {
    CHECK(end_fact <= end_fact_);
    if (end_fact < first_fact()) {
        count_ = 0;
    } else {
        count_ = end_fact - first_fact();
    }
    end_fact_ = end_fact;
}

void Trace::clear() {
    ring_.clear();
    events_.clear();
    end_fact_ = 0;
    count_ = 0;
    events_held_ = 0;
    current_ = Event{};
}

}  // namespace highwater

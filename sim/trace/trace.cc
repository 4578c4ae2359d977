#include "trace/trace.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace highwater {

Fact::Fact() = default;
Fact::Fact(Fact const&) = default;
Fact::Fact(Fact&&) noexcept = default;
Fact& Fact::operator=(Fact const&) = default;
Fact& Fact::operator=(Fact&&) noexcept = default;
Fact::~Fact() = default;

namespace {
std::ptrdiff_t distance_of(std::uint64_t n) { return static_cast<std::ptrdiff_t>(n); }

template <class T>
std::span<T const> between(std::vector<T> const& all, Time from, Time to) {
    auto const first = std::lower_bound(all.begin(), all.end(), from,
                                        [](T const& item, Time at) { return item.at < at; });
    auto const last =
        std::upper_bound(first, all.end(), to, [](Time at, T const& item) { return at < item.at; });
    return {first, last};
}
}  // namespace

void Trace::restart_at(std::uint64_t nth) {
    first_nth_ = nth;
    first_fact_ = 0;
    events_.clear();
    facts_.clear();
    lowest_id_ = 0;
    nth_by_id_.clear();
    nth_by_old_id_.clear();
}

void Trace::append(TracedEvent event, std::vector<Fact>& facts) {
    if (events_.size() >= limits_.events || facts_.size() + facts.size() > limits_.facts) {
        drop_oldest_half();
    }
    event.first_fact = next_fact();
    event.facts = static_cast<std::int32_t>(facts.size());
    for (Fact& fact : facts) facts_.push_back({event.id, event.at, event.node, std::move(fact)});
    facts.clear();
    index(event.id, next_nth());
    events_.push_back(event);
}

void Trace::append_more(NodeId node, std::vector<Fact>& facts) {
    CHECK(!events_.empty());
    TracedEvent& event = events_.back();
    event.facts += static_cast<std::int32_t>(facts.size());
    for (Fact& fact : facts) facts_.push_back({event.id, event.at, node, std::move(fact)});
    facts.clear();
}

void Trace::index(EventId id, std::uint64_t nth) {
    if (nth_by_id_.empty() && nth_by_old_id_.empty()) lowest_id_ = id.value;
    if (id.value < lowest_id_) {
        nth_by_old_id_[id.value] = nth;
        return;
    }
    std::uint64_t const place = id.value - lowest_id_;
    if (place >= nth_by_id_.size()) nth_by_id_.resize(place + 1, 0);
    nth_by_id_[place] = nth + 1;
}

void Trace::drop_oldest_half() {
    std::uint64_t const dropped = events_.size() / 2 + 1;
    std::uint64_t const cut = std::min<std::uint64_t>(dropped, events_.size());
    std::uint64_t const kept_fact = cut < events_.size() ? events_[cut].first_fact : next_fact();
    events_.erase(events_.begin(), events_.begin() + distance_of(cut));
    facts_.erase(facts_.begin(), facts_.begin() + distance_of(kept_fact - first_fact_));
    first_nth_ += cut;
    first_fact_ = kept_fact;
    std::uint64_t nth = first_nth_;
    nth_by_id_.clear();
    nth_by_old_id_.clear();
    for (TracedEvent const& event : events_) index(event.id, nth++);
}

void Trace::forget_from(std::uint64_t nth) {
    if (nth >= next_nth()) return;
    if (nth < first_nth_) {
        restart_at(nth);
        return;
    }
    std::uint64_t const place = nth - first_nth_;
    std::uint64_t const fact = events_[place].first_fact;
    for (std::uint64_t i = place; i < events_.size(); ++i) {
        std::uint64_t const id = events_[i].id.value;
        if (id < lowest_id_) {
            nth_by_old_id_.erase(id);
        } else {
            nth_by_id_[id - lowest_id_] = 0;
        }
    }
    events_.resize(place);
    facts_.resize(fact - first_fact_);
}

TracedEvent const& Trace::nth(std::uint64_t nth) const {
    CHECK(covers(nth));
    return events_[nth - first_nth_];
}

std::uint64_t Trace::nth_of(TracedEvent const& event) const {
    return first_nth_ + static_cast<std::uint64_t>(&event - events_.data());
}

TracedEvent const* Trace::find(EventId id) const {
    if (id.value < lowest_id_) {
        auto const old = nth_by_old_id_.find(id.value);
        return old == nth_by_old_id_.end() ? nullptr : &nth(old->second);
    }
    std::uint64_t const place = id.value - lowest_id_;
    if (place >= nth_by_id_.size() || nth_by_id_[place] == 0) return nullptr;
    return &nth(nth_by_id_[place] - 1);
}

std::span<TracedFact const> Trace::facts_of(TracedEvent const& event) const {
    if (event.first_fact < first_fact_ || event.facts == 0) return {};
    return {facts_.begin() + distance_of(event.first_fact - first_fact_),
            static_cast<std::size_t>(event.facts)};
}

std::span<TracedFact const> Trace::facts_of(EventId id) const {
    TracedEvent const* event = find(id);
    return event == nullptr ? std::span<TracedFact const>{} : facts_of(*event);
}

std::span<TracedFact const> Trace::facts_since(std::uint64_t number) const {
    std::uint64_t const from = std::max(number, first_fact_) - first_fact_;
    if (from >= facts_.size()) return {};
    return std::span<TracedFact const>{facts_}.subspan(from);
}

std::span<TracedFact const> Trace::facts_between(Time from, Time to) const {
    return between(facts_, from, to);
}

}  // namespace highwater

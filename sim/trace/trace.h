// The only history: the facts of a run in the order they happened, and of every event the event that
// caused it. Bounded: the oldest are dropped, and made again by replay when somebody looks at them.
#pragma once

#include <cstdint>
#include <vector>

#include "trace/fact.h"

namespace highwater {

struct TraceLimits {
    std::uint64_t facts{1U << 20};
    std::uint64_t events{1U << 19};  // power of two
};

class Trace {
public:
    struct Event {
        EventId id{};       // 0: empty slot
        EventId cause{};    // the event that scheduled it; 0: the start of the run or a person
        Time at;
        NodeId node{kNoNode};
        std::uint32_t fact_count{};
        std::uint64_t first_fact{};
    };

    explicit Trace(TraceLimits limits = {});

    // Everything added until the next begin_event() belongs to this event.
    void begin_event(EventId id, EventId cause, Time at, NodeId node);
    void add(NodeId node, Fact fact);

    // Facts have running numbers from 0; those below first_fact() have been dropped.
    std::uint64_t first_fact() const { return end_fact_ - count_; }
    std::uint64_t end_fact() const { return end_fact_; }
    TracedFact const& fact(std::uint64_t number) const;
    // The number of the first fact at or after an instant; end_fact() when there is none.
    std::uint64_t first_fact_at(Time at) const;
    // nullptr when the event did not happen yet or was dropped.
    Event const* event(EventId id) const;

    // Forgets facts from this number on (and what was before, if the number is older than all).
    void truncate(std::uint64_t end_fact);
    void clear();

private:
    TracedFact& slot(std::uint64_t number);

    TraceLimits limits_;
    std::vector<TracedFact> ring_;   // by fact number modulo its size, a power of two
    std::vector<Event> events_;      // by event id modulo its size: newer ones overwrite older ones
    std::uint64_t end_fact_{};
    std::uint64_t count_{};
    std::uint64_t events_held_{};
    Event current_;
};

}  // namespace highwater

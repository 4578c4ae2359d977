// The only history: what happened (facts) and what made it happen (each event's cause). Bounded:
// the oldest part is dropped first, and made again by replaying from a checkpoint when somebody
// looks at it (engine/timeline.h). It is no part of the World and never decides anything.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "trace/fact.h"

namespace highwater {

enum class EventKind : std::uint8_t { message, timer, disconnect, command, process_start };

// One event that was executed.
struct TracedEvent {
    EventId id{};
    EventId cause{};  // the event that scheduled it; 0: the scenario or a person
    Time at;
    NodeId node{kNoNode};  // where it happened; kNoNode: a command to the network
    NodeId peer{kNoNode};  // who sent the message, whose process ended
    EventKind kind{};
    std::uint8_t detail{};       // a message's index in Message, a timer's TimerKind
    std::int32_t facts{};        // how many were noted
    std::uint64_t first_fact{};  // number of the first of them since the start of the trace
};

struct TraceLimits {
    std::uint64_t events{400'000};
    std::uint64_t facts{1'200'000};
};

class Trace {
public:
    Trace() = default;
    explicit Trace(TraceLimits limits) : limits_{limits} {}

    // Forgets everything; the next event appended is the nth of the run (0: the first).
    void restart_at(std::uint64_t nth);
    // Takes the facts of one event; leaves the vector empty, with its memory.
    void append(TracedEvent event, std::vector<Fact>& facts);
    // More facts of the event that was appended last, from another process that it was about.
    void append_more(NodeId node, std::vector<Fact>& facts);
    // The run continues differently from its nth event on.
    void forget_from(std::uint64_t nth);

    // Events are counted in the order they were executed; ids in the order they were scheduled.
    std::uint64_t first_nth() const { return first_nth_; }
    std::uint64_t next_nth() const { return first_nth_ + events_.size(); }
    bool covers(std::uint64_t nth) const { return nth >= first_nth_ && nth < next_nth(); }
    TracedEvent const& nth(std::uint64_t nth) const;
    // Of an event that find() has found.
    std::uint64_t nth_of(TracedEvent const& event) const;

    // nullptr: dropped, not executed yet, or cancelled.
    TracedEvent const* find(EventId id) const;
    std::span<TracedFact const> facts_of(TracedEvent const& event) const;
    std::span<TracedFact const> facts_of(EventId id) const;

    // All that are kept, in the order they happened.
    std::span<TracedEvent const> events() const { return events_; }
    std::span<TracedFact const> facts() const { return facts_; }
    // Facts are numbered through since restart_at(), so that a reader can come back for the rest.
    std::uint64_t first_fact() const { return first_fact_; }
    std::uint64_t next_fact() const { return first_fact_ + facts_.size(); }
    std::span<TracedFact const> facts_since(std::uint64_t number) const;
    // Both ends included.
    std::span<TracedFact const> facts_between(Time from, Time to) const;

private:
    void drop_oldest_half();
    void index(EventId id, std::uint64_t nth);

    TraceLimits limits_;
    std::uint64_t first_nth_{};
    std::uint64_t first_fact_{};
    std::vector<TracedEvent> events_;
    std::vector<TracedFact> facts_;
    // nth + 1 by id - lowest_id_, 0 when unknown; the few older ids (far timers) are in the map.
    std::uint64_t lowest_id_{};
    std::vector<std::uint64_t> nth_by_id_;
    std::map<std::uint64_t, std::uint64_t> nth_by_old_id_;
};

}  // namespace highwater

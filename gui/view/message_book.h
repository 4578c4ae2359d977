// What each message said, when it was sent and what became of it. The trace knows who sent which
// kind to whom; the contents are gone from the world once a message was delivered. So the stretch
// of the run that is looked at runs once more, on the side, and the messages are taken from there.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/timeline.h"

namespace highwater::gui {

// Places are numbers of events of the run: what happens with the nth has the place n.
inline constexpr std::uint64_t kNotYet = UINT64_MAX;

struct SentMessage {
    Envelope envelope;
    Time sent_at;
    std::uint64_t sent_nth{};
    // On its way by then; kNotYet: a cut holds it.
    std::uint64_t left_nth{kNotYet};
    EventId arrival{};
    Time arrives_at;
    // In the sockets of a paused process by then.
    std::uint64_t waits_nth{kNotYet};
    // Arrived, or lost.
    std::uint64_t ended_nth{kNotYet};
    Time ended_at;
    std::optional<DropReason> lost;

    enum class Fate : std::uint8_t { travels, held, waits, arrived, lost };
    // After so many events.
    Fate fate_at(std::uint64_t events) const;
};

class MessageBook {
public:
    // Knows the messages of the last `events` events up to the present one afterwards, and those
    // of later ones that it has read before. True when there is something new in it.
    bool read(Timeline const& timeline, std::uint64_t events);

    std::span<SentMessage const> messages() const { return messages_; }  // as they were sent
    // Events that it knows: [first, next).
    std::uint64_t first() const { return first_; }
    std::uint64_t next() const { return next_; }
    // Changes with every message and every branch.
    std::uint64_t version() const { return version_; }

private:
    void begin(Timeline const& timeline, std::uint64_t first);
    void step_until(Timeline const& timeline, std::uint64_t goal);
    void give_commands(Timeline const& timeline);
    void note_event(std::uint64_t nth, TracedEvent const& event);
    void note_scheduled(std::uint64_t nth, EventId from);
    void note_held(std::uint64_t nth, TracedEvent const& event);
    SentMessage* open(NodeId from, NodeId to, CorrelationId correlation, std::size_t kind);
    void forget_oldest();

    std::vector<SentMessage> messages_;
    std::vector<std::size_t> open_;  // indices of those that have not ended
    std::optional<World> world_;     // after `next_` events
    Trace trace_{{16, 1'024}};
    Runner runner_;
    std::int32_t branch_{-1};
    std::size_t commands_{};  // of the branch, when it was begun
    std::uint64_t first_{};
    std::uint64_t next_{};
    std::uint64_t version_{};
};

}  // namespace highwater::gui

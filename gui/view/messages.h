// Messages on their way, as pills on the stage: how far each has come, and which cannot arrive.
#pragma once

#include <string>
#include <vector>

#include "gui/frame.h"

namespace highwater::gui {

struct MessagePill {
    enum class Fate : std::uint8_t {
        travels,
        cannot_arrive,  // its receiver is dead
        held,           // by a cut: it waits in its sender's kernel
        waits,          // it has arrived at a process that is paused
        arrived,        // with the last step: the reason for what has just changed
    };
    EventId arrival{};  // 0: it has none, being held
    NodeId from{kNoNode};
    NodeId to{kNoNode};
    std::string label;
    Meaning meaning{Meaning::plain};
    Fate fate{};
    std::int32_t interest{};
    bool is_quiet{};          // says nothing new: a dot, without its words
    std::int32_t permille{};  // of its way, by simulated time
};

struct MessagesView {
    std::vector<MessagePill> shown;  // the most interesting first
    std::int32_t not_shown{};
    std::string unlabelled;  // "without words: 9 Fetch, 3 BrokerHeartbeat": of dots and not shown
};

// At most `most` with words and `most_quiet` dots.
MessagesView messages_view(Frame const& frame, std::size_t most, std::size_t most_quiet = 60);

}  // namespace highwater::gui

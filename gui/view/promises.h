// The producers' promises: what was acknowledged and is safe, what nobody has promised yet, and
// what was promised and is lost.
#pragma once

#include <string>
#include <vector>

#include "gui/frame.h"

namespace highwater::gui {

struct Promises {
    std::string title;  // "Promises on orders-1", "Promises"
    std::int64_t safe{};
    std::int64_t unacknowledged{};        // sent or buffered, the producer still waits
    std::int64_t lost{};                  // acknowledged, and the leader does not hold them
    std::int64_t without_promise{};       // acks=0: nobody was asked
    std::vector<std::string> lost_words;  // the first of them, in words
};

// Of one partition, or with partition -1 of all.
Promises promises(Frame const& frame, TopicPartition partition);

}  // namespace highwater::gui

// The producers' promises: what was acknowledged and is safe, what was acknowledged and could still
// be lost, what is lost, and what nobody has promised yet.
#pragma once

#include <string>
#include <vector>

#include "gui/frame.h"

namespace highwater::gui {

struct Promises {
    std::string title;                    // "Promises on orders-1", "Promises"
    std::int64_t safe{};                  // acknowledged, and every in-sync replica has them
    std::int64_t at_risk{};               // acknowledged, and not there
    std::int64_t unacknowledged{};        // sent or buffered, the producer still waits
    std::int64_t lost{};                  // acknowledged, and the leader does not hold them
    std::int64_t without_promise{};       // acks=0: nobody was asked
    std::int64_t deleted{};               // acknowledged, and deleted because somebody wanted it
    std::vector<std::string> risk_words;  // where those at risk stand
    std::vector<std::string> lost_words;  // the first of the lost ones, in words
};

// Of one partition, or with partition -1 of all.
Promises promises(Frame const& frame, TopicPartition partition);

}  // namespace highwater::gui

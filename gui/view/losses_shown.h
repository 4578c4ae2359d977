// The acknowledged records that are lost, for the stages that tell them (scenario/losses.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenario/losses.h"

namespace highwater::gui {

// Those of the window's cluster. Every producer's book is gone through: while time runs, a panel
// asks now and then (panels/told_losses.h).
std::vector<LostRecord> losses_shown(World const& world);
std::int64_t losses_of(std::vector<LostRecord> const& lost, TopicPartition partition);

// "2 acknowledged records lost"; empty: none is. It stands beside the ✕ of Meaning::lost.
std::string losses_words(std::int64_t records);
// "2 lost", where there is no room for more.
std::string short_losses_words(std::int64_t records);

}  // namespace highwater::gui

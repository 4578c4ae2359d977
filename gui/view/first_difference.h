// Where two futures of one run part.
#pragma once

#include "gui/view/compare.h"

namespace highwater::gui {

// A sentence without its instants and durations, which differ by microseconds in two
// configurations: "no heartbeat since 4.274955 s" and "… 4.275148 s" tell of the same thing.
std::string timeless(std::string_view sentence);

FirstDifference first_difference(Frame const& frame, OtherFuture const& other);

}  // namespace highwater::gui

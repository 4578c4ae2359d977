// Where two futures of one run part.
#pragma once

#include "gui/view/compare.h"

namespace highwater::gui {

FirstDifference first_difference(Frame const& frame, OtherFuture const& other);

}  // namespace highwater::gui

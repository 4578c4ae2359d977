// The diagram of the messages as SVG: for slides and papers, sharp at any size, its words as text.
#pragma once

#include <string>

#include "gui/theme.h"
#include "gui/view/sequence.h"

namespace highwater::gui {

std::string sequence_svg(SequenceView const& view, std::string const& title, Mode mode);

}  // namespace highwater::gui

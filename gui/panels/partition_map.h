// The partitions stage from afar: a mark for each partition, or one for several where they are more
// than there is room for.
#pragma once

#include "gui/ui_state.h"
#include "gui/view/partition_map.h"
#include "gui/widgets/canvas.h"

namespace highwater::gui {

void draw_partition_map(Canvas const& canvas, Rect const& area, PartitionMap const& map,
                        Describer const& who, UiState& ui);

}  // namespace highwater::gui

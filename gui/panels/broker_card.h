// A broker on the cluster stage: its state, its replicas record by record, the rest as marks.
#pragma once

#include "gui/panels/cluster_layout.h"
#include "gui/ui_state.h"
#include "gui/view/cluster.h"

namespace highwater::gui {

void draw_broker_card(Canvas const& canvas, Rect const& rect, ClusterLayout const& layout,
                      ClusterView const& view, BrokerCard const& broker, UiState& ui);

}  // namespace highwater::gui

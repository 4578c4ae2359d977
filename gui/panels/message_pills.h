// Messages and broken links between the cards of the cluster stage.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "gui/panels/cluster_layout.h"
#include "gui/ui_state.h"
#include "gui/view/cluster.h"
#include "gui/view/messages.h"
#include "gui/widgets/card.h"
#include "gui/widgets/shapes.h"

namespace highwater::gui {

// Where each node stands on the stage.
struct NodePlaces {
    std::vector<std::pair<NodeId, Rect>> places;
    bool narrow_lanes{};  // one bracket high
    Rect const* find(NodeId node) const;
};

// The ways lie under the cards, the pills over them: planned once, drawn in two passes.
struct PlannedPill {
    std::vector<ImVec2> way;
    ImVec2 at;
    std::string label;
    Meaning meaning{Meaning::plain};
    Way kind{Way::open};
    PillFill fill{PillFill::hollow};
    bool is_selected{};
    bool has_pill{true};  // false: only its way is seen
    bool is_dot{};        // its words are left out
    float cross_at{-1};   // part of its way at which it stops; < 0: nowhere
    Selection target;
};
struct PlannedMessages {
    std::vector<PlannedPill> pills;
    std::vector<std::string> not_placed;  // the words of those that are dots
};
PlannedMessages plan_messages(Canvas const& canvas, Rect const& area, NodePlaces const& places,
                              MessagesView const& messages, NetworkView const& network,
                              Selection const& selection);

void draw_ways(Canvas const& canvas, PlannedMessages const& planned);
void draw_pills(Canvas const& canvas, PlannedMessages const& planned, UiState& ui);

}  // namespace highwater::gui

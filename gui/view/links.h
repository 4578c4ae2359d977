// What is wrong with the network: cuts, clogs, isolated nodes, slow, lossy and reordering links.
#pragma once

#include <string>
#include <vector>

#include "gui/frame.h"

namespace highwater::gui {

struct LinkTrouble {
    NodeId from{kNoNode};
    NodeId to{kNoNode};
    bool both_ways{};
    bool is_cut{};      // or clogged: nothing comes through
    std::string words;  // "cut", "cut one way", "clogged", "+200 ms", "5 % lost"
    std::string name;   // "broker-1 – broker-3", "broker-1 → broker-3"
};

// One entry per pair of processes. A node that is cut from everybody, or slow as a whole, is told
// on its card (life.h) and in `nodes_words`, not once for each of its links.
struct NetworkView {
    std::vector<LinkTrouble> links;
    std::vector<std::string> node_words;  // "broker-1 is isolated", "broker-2 is slow: +200 ms"
};
NetworkView network_view(Frame const& frame);

}  // namespace highwater::gui

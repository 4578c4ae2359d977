// The cluster stage: the quorum, the brokers with their replicas, the clients. Everything that is
// drawn is decided here; the panel only places it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "gui/ui_state.h"
#include "gui/view/clients.h"
#include "gui/view/life.h"
#include "gui/view/links.h"
#include "gui/view/partition_state.h"
#include "scenario/losses.h"

namespace highwater::gui {

struct ControllerCard {
    NodeId node{kNoNode};
    std::string name;    // "3001": Kafka's node.id
    std::string status;  // "leader · epoch 1", "voter"
    std::string offset;  // of the active controller "metadata 4127", of the others "4126"
    Meaning status_meaning{Meaning::plain};
    bool is_active{};
    bool is_dead{};
};

struct ReplicaRow {
    BrokerId broker{kNoBroker};
    Meaning meaning{Meaning::plain};
    std::string words;  // "leader", "follower · in sync"
    std::string_view short_words;
    OffsetBar bar;
    std::vector<std::string> cells;  // of a log with few records what stands in them, the first on
    bool is_here{};                  // false: this broker has no replica of it
    bool is_leader{};                // by the controller's word
    bool changed{};                  // its role, with the last step
};

// A partition that is drawn record by record, at the same height on every broker.
struct ShownPartition {
    TopicPartition id;
    std::string name;  // "orders-1"
    OffsetSpan span;
};

// One of those for which there is only room for a mark.
struct ReplicaTile {
    TopicPartition partition;
    Meaning meaning{Meaning::plain};
};

// The one that is worst off; of several the first.
ReplicaTile const& worst_of(std::span<ReplicaTile const> tiles);

// All partitions of one of Kafka's own topics that a broker has, in one row.
struct InternalRow {
    std::string name;      // "__consumer_offsets"
    std::string summary;   // "leads 17 · follows 33"
    TopicPartition first;  // what a click selects: one in trouble, else the first
    Meaning meaning{Meaning::plain};
};

struct BrokerCard {
    NodeId node{kNoNode};
    BrokerId broker{kNoBroker};
    std::string name;
    std::string rack;  // "rack a"
    NodeStatus status;
    std::vector<ReplicaRow> rows;    // as ClusterView::partitions
    std::vector<ReplicaTile> tiles;  // the replicas without a row
    std::string summary;             // of the tiles: "leads 333 · follows 667 · 12 out of sync"
    std::vector<InternalRow> internals;
};

struct ClusterView {
    std::vector<ControllerCard> controllers;
    std::vector<BrokerCard> brokers;  // by rack, then id
    std::vector<ClientCard> clients;
    std::vector<ShownPartition> partitions;
    std::int32_t all_partitions{};               // Kafka's own topics not among them
    std::vector<std::string> clients_not_shown;  // for whom there is no card
    NetworkView network;
};

struct ClusterRoom {
    std::size_t rows{3};     // partitions that a broker's card has room for
    std::size_t clients{4};  // client cards
    TopicPartition focus;    // the selected one always has its row
    NodeId chosen{kNoNode};  // the selected client always has its card
};
// `lost`: the records whose promises are broken, where the books were asked (scenario/losses.h).
ClusterView cluster_view(Frame const& frame, ClusterRoom const& room, LifeStory const& lives,
                         std::vector<LostRecord> const& lost = {});

// All of them when there is room; else the focus first, then those in trouble, then the first ones.
// Of Kafka's own topics only the focus: they are there in every cluster with a group, and what a
// lesson speaks of is beside them.
std::vector<ListedPartition> choose_partitions(ServerIndex const& servers,
                                               std::vector<ListedPartition> const& all,
                                               std::size_t room, TopicPartition focus);
// The partition that a selection is about; partition -1 when it is about none.
TopicPartition selected_partition(Selection const& selection);

}  // namespace highwater::gui

// Producers, consumers and running tools as cards: what they were promised, where they stand, and
// what they believe about the cluster. A belief that is stale is what a lesson is about.
#pragma once

#include <string>
#include <vector>

#include "gui/view/life.h"

namespace highwater::gui {

struct ClientCard {
    NodeId node{kNoNode};
    std::string name;
    std::string role;           // "producer · acks=all", "consumer · billing": its group
    std::string short_role;     // "acks=all"
    std::string numbers;        // "acknowledged 118 · in flight 2"
    std::string short_numbers;  // "acked 118 · in flight 2"
    std::string second;         // "position 117 · lag 1"
    std::string trouble;        // "believes broker-2 leads orders-1"; empty when nothing is amiss
    std::string short_trouble;  // "believes broker-2 leads"; empty: there is nothing shorter
    Meaning trouble_meaning{Meaning::at_risk};
    bool is_dead{};
    bool changed{};  // its numbers moved with the last step
};

// A client that believes in a leader whom the controller has replaced.
struct StaleBelief {
    TopicPartition partition;
    BrokerId believed{kNoBroker};
    BrokerId leader{kNoBroker};
};
std::vector<StaleBelief> stale_beliefs(ServerIndex const& servers, MetadataCache const& metadata);

// With subscribe(); assign() needs no group.
bool is_group_member(Consumer const& consumer);

// Clients that a learner has something to see of: not the one that prepared the topics, no finished
// tool.
bool is_shown_client(Process const& process);
ClientCard client_card(Frame const& frame, ServerIndex const& servers, Process const& process,
                       LifeStory::Entry const* last);

}  // namespace highwater::gui

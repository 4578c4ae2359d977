// Which consumers of which groups have which partitions: folded from what the consumers' own
// callbacks and their coordinators said, as one part of the ribbons.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "gui/view/ribbons.h"

namespace highwater::gui {

class Owners {
public:
    void operator()(RunHistory::Change const& change);
    // The worst of all groups that read its topic; healthy when none does.
    struct Worst {
        Health health{};
        NameId group{kNoName};  // whose it is, where several read it
    };
    Worst worst_of(TopicPartition partition) const;

private:
    struct Group {
        std::set<NameId> topics;  // that its consumers subscribe to
        std::map<TopicPartition, std::set<NodeId>> owners;
    };
    Health health_in(Group const& group, TopicPartition partition) const;
    static void leaves(Group& group, NodeId client);

    std::map<NameId, Group> groups_;
    std::map<NodeId, Health> silent_;  // owner_dead or owner_paused
};

// What a fact says of groups, their consumers and their partitions; most say nothing. `world` is
// the present, for what facts do not say (the topics of a consumer).
std::vector<RunHistory::Change> owner_changes(TracedFact const& traced, World const& world,
                                              Describer const& who);

}  // namespace highwater::gui

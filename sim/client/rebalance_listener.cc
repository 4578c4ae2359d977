// What a member's application is told of its partitions (ConsumerRebalanceListener), and the
// assignment itself (SubscriptionState).
#include <algorithm>
#include <utility>

#include "client/group_member.h"
#include "client/positions.h"

namespace highwater {

void sort_by_topic_name(std::vector<TopicPartition>& partitions, Names const& names) {
    std::sort(partitions.begin(), partitions.end(), [&](TopicPartition a, TopicPartition b) {
        if (a.topic == b.topic) return a.partition < b.partition;
        return names.text(a.topic) < names.text(b.topic);
    });
}

std::vector<TopicPartition> without(std::vector<TopicPartition> const& from,
                                    std::vector<TopicPartition> const& what) {
    std::vector<TopicPartition> rest;
    for (TopicPartition const partition : from) {
        if (std::find(what.begin(), what.end(), partition) == what.end()) rest.push_back(partition);
    }
    return rest;
}

std::vector<TopicPartition> assigned_partitions(Consumer const& self) {
    std::vector<TopicPartition> all;
    for (AssignedPartition const& partition : self.partitions) all.push_back(partition.partition);
    return all;
}

void call_back(Consumer& self, CallbackKind kind, std::vector<TopicPartition> partitions,
               Effects& out) {
    Membership& membership = self.membership;
    sort_by_topic_name(partitions, out.names());
    if (out.has_listener()) {
        auto const list = make_payload(partitions);
        switch (kind) {
        case CallbackKind::revoked:
            out.note(PartitionsRevoked{membership.group, membership.generation, list});
            break;
        case CallbackKind::assigned:
            out.note(PartitionsAssigned{membership.group, membership.generation, list});
            break;
        case CallbackKind::lost:
            out.note(PartitionsLost{membership.group, membership.generation, list});
            break;
        }
    }
    membership.callbacks.edit().push_back({kind, std::move(partitions)});
}

void assign_from_subscribed(Consumer& self, std::vector<TopicPartition> const& partitions) {
    std::vector<AssignedPartition> assigned;
    for (TopicPartition const id : partitions) {
        if (AssignedPartition const* known = find_assigned(std::as_const(self), id)) {
            assigned.push_back(*known);
            continue;
        }
        AssignedPartition added;
        added.partition = id;
        added.state = PositionState::initializing;
        assigned.push_back(added);
        want_topic(self.metadata, id.topic);
    }
    std::sort(assigned.begin(), assigned.end(),
              [](AssignedPartition const& a, AssignedPartition const& b) {
                  return a.partition < b.partition;
              });
    self.partitions = std::move(assigned);
    auto& fetched = self.application.fetched;
    fetched.erase(std::remove_if(fetched.begin(), fetched.end(),
                                 [&](FetchedRecords const& records) {
                                     return find_assigned(std::as_const(self), records.partition) ==
                                            nullptr;
                                 }),
                  fetched.end());
}

void call_back_before_leaving(Consumer& self, Effects& out) {
    std::vector<TopicPartition> const owned = assigned_partitions(self);
    if (owned.empty()) return;
    Membership const& membership = self.membership;
    bool const is_rebalancing = membership.state == JoinState::preparing_rebalance ||
                                membership.state == JoinState::completing_rebalance;
    bool const is_lost = membership.generation < 0 || (speaks_classic(self) && is_rebalancing);
    call_back(self, is_lost ? CallbackKind::lost : CallbackKind::revoked, owned, out);
    assign_from_subscribed(self, {});
}

}  // namespace highwater

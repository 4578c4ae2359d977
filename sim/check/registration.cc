// A4–A9, A11, C6–C8: what controllers write about partitions. They look at what is committed.
#include <algorithm>

#include "check/look.h"

namespace highwater::check {

namespace {
bool is_subset(std::vector<BrokerId> const& some, std::vector<BrokerId> const& all) {
    return std::all_of(some.begin(), some.end(), [&](BrokerId id) { return contains(all, id); });
}
bool has_twice(std::vector<BrokerId> ids) {
    std::sort(ids.begin(), ids.end());
    return std::adjacent_find(ids.begin(), ids.end()) != ids.end();
}
bool is_fenced(MetadataImage const& image, BrokerId id) {
    BrokerRegistration const* const broker = find_broker(image, id);
    return broker == nullptr || broker->fenced;
}
std::int32_t min_isr_of(Look const& look, TopicPartition id,
                        PartitionRegistration const& partition) {
    // The default of the server's file: the same on all nodes as far as this asks.
    std::int32_t server_default = 1;
    for (Process const& process : look.world.nodes) {
        if (!process.broker || process.cluster != look.cluster) continue;
        server_default = (*process.broker)->config->topic.min_insync_replicas;
        break;
    }
    return effective_min_isr(look.state.image, look.world.names.text(id.topic), partition,
                             server_default);
}
}  // namespace

void isr_subset(Look& look) {
    PartitionRegistration const& now = *look.change->after;
    bool const holds = is_subset(now.isr, now.replicas) && !has_twice(now.isr) &&
                       !has_twice(now.replicas) && is_subset(now.adding_replicas, now.replicas) &&
                       is_subset(now.removing_replicas, now.replicas);
    if (!holds) look.violate({.partition = look.change->partition});
}

void leader_in_isr(Look& look) {
    PartitionRegistration const& now = *look.change->after;
    if (now.leader == kNoBroker || contains(now.isr, now.leader)) return;
    look.violate({.partition = look.change->partition, .broker = now.leader});
}

void isr_not_empty(Look& look) {
    PartitionRegistration const& now = *look.change->after;
    if (!now.isr.empty() || now.leader == kNoBroker) return;
    look.violate({.partition = look.change->partition, .broker = now.leader});
}

// What is eligible is worked out with the minimum that the replicas of partition 0 allow
// (getTopicEffectiveMinIsr), as they were before the request, and from those that were in the ISR
// or eligible: a reassignment that leaves few may leave it too much
// (PartitionChangeBuilder.maybePopulateTargetElr looks at neither the new replicas nor their
// number). When partition 0 loses replicas, what is eligible elsewhere stays so, and goes on into
// the next election; nobody is harmed, because leaders go by the replicas of their own partition
// and commit nothing meanwhile. So the larger minimum counts.
void elr_disjoint(Look& look) {
    PartitionRegistration const& now = *look.change->after;
    PartitionRegistration const& was =
        look.change->before != nullptr ? *look.change->before : *look.change->after;
    TopicPartition const id = look.change->partition;
    bool const both = std::any_of(now.elr.begin(), now.elr.end(),
                                  [&](BrokerId one) { return contains(now.isr, one); });
    PartitionRegistration const* const first = registration_of(look.state, {id.topic, 0});
    std::int32_t min_isr = std::max(min_isr_of(look, id, now), min_isr_of(look, id, was));
    if (first != nullptr) min_isr = std::max(min_isr, min_isr_of(look, id, *first));
    PartitionBook const& book = book_of(look.state, id);
    bool known = true;
    bool too_many = false;
    for (BrokerId const one : now.elr) {
        if (contains(book.bereft, one)) continue;
        known = known && contains(now.replicas, one);
        too_many = too_many || static_cast<std::int32_t>(now.isr.size()) >= min_isr;
    }
    if (!both && !too_many && known) return;
    look.violate({.partition = look.change->partition,
                  .broker = now.elr.empty() ? kNoBroker : now.elr.front()});
}

void active_broker(Look& look) {
    PartitionRegistration const& now = *look.change->after;
    if (now.leader != kNoBroker && is_fenced(look.state.image, now.leader)) {
        look.violate({.partition = look.change->partition, .broker = now.leader});
    }
    // Without eligible leader replicas the last member stays, although nobody can lead.
    if (now.leader == kNoBroker && now.isr.size() == 1) return;
    for (BrokerId const id : now.isr) {
        if (!is_fenced(look.state.image, id)) continue;
        look.violate({.partition = look.change->partition, .broker = id});
    }
}

void counters_grow(Look& look) {
    if (look.change != nullptr) {
        RegistrationChange const& change = *look.change;
        if (change.before == nullptr) return;
        bool const holds = change.after->leader_epoch >= change.before->leader_epoch &&
                           change.after->partition_epoch >= change.before->partition_epoch;
        if (!holds) {
            look.violate({.partition = change.partition, .epoch = change.after->leader_epoch});
        }
        return;
    }
    if (auto const* registered = std::get_if<BrokerRegistered>(look.fact)) {
        // Against what is committed: a registration that never was does not count.
        BrokerRegistration const* known = find_broker(look.state.image, registered->broker);
        if (known != nullptr && registered->epoch <= known->epoch && !look.is_deposed() &&
            !look.state.metadata_lost) {
            look.violate({.broker = registered->broker});
        }
        return;
    }
    if (auto const* assigned = std::get_if<ProducerIdAssigned>(look.fact)) {
        auto const known = look.state.producer_epochs.find(assigned->id);
        if (known != look.state.producer_epochs.end() && assigned->epoch <= known->second) {
            look.violate({});
        }
        return;
    }
    auto const& changed = look.as<RaftRoleChanged>();
    auto const place = static_cast<std::size_t>(look.node.value);
    if (place < look.state.raft_epoch.size() && changed.epoch < look.state.raft_epoch[place]) {
        look.violate({.broker = look.self(), .epoch = changed.epoch});
    }
}

namespace {
// A leader may hand over to a replica that it has just said to be in sync: the record that makes it
// a member of the ISR ends the reassignment that brought it in (completeReassignmentIfNeeded).
bool came_with_reassignment(RegistrationChange const& change) {
    PartitionRegistration const& was = *change.before;
    PartitionRegistration const& now = *change.after;
    bool const ends = (!was.adding_replicas.empty() || !was.removing_replicas.empty()) &&
                      now.adding_replicas.empty() && now.removing_replicas.empty();
    return ends && was.leader != kNoBroker && contains(now.isr, now.leader);
}
}  // namespace

void election_order(Look& look) {
    RegistrationChange const& change = *look.change;
    PartitionRegistration const& now = *change.after;
    if (change.before == nullptr || now.leader == kNoBroker ||
        now.leader == change.before->leader) {
        return;
    }
    bool const was_eligible = contains(change.before->isr, now.leader) ||
                              contains(change.before->elr, now.leader) ||
                              came_with_reassignment(change);
    if (!was_eligible) {
        look.violate({.partition = change.partition, .broker = now.leader});
        return;
    }
    for (BrokerId const id : now.replicas) {
        if (id == now.leader) return;
        bool const could_lead = contains(now.isr, id) && contains(change.before->isr, id) &&
                                is_active(look.state.image, id);
        if (!could_lead) continue;
        look.violate({.partition = change.partition, .broker = now.leader, .other = id});
        return;
    }
}

void epochs_change(Look& look) {
    RegistrationChange const& change = *look.change;
    if (change.before == nullptr) return;
    PartitionRegistration const& was = *change.before;
    PartitionRegistration const& now = *change.after;
    bool const new_leader = was.leader != now.leader;
    bool const holds = now.partition_epoch > was.partition_epoch &&
                       (!new_leader || now.leader_epoch > was.leader_epoch);
    if (!holds) look.violate({.partition = change.partition, .epoch = now.leader_epoch});
}

void reassignment(Look& look) {
    RegistrationChange const& change = *look.change;
    if (change.before == nullptr) return;
    PartitionRegistration const& was = *change.before;
    PartitionRegistration const& now = *change.after;
    for (BrokerId const id : was.replicas) {
        // One that was being added may go before it arrived: the reassignment was cancelled.
        if (contains(now.replicas, id) || contains(was.adding_replicas, id)) continue;
        for (BrokerId const target : now.replicas) {
            if (contains(now.isr, target) || contains(was.isr, target)) continue;
            // Nor did it have to be there when nothing was being moved in.
            if (!contains(was.adding_replicas, target)) continue;
            look.violate({.partition = change.partition, .broker = id, .other = target});
        }
    }
}

}  // namespace highwater::check

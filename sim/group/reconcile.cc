#include "group/reconcile.h"

#include <algorithm>

namespace highwater {

namespace {
bool has(OwnedPartitions const& owned, Uuid topic, std::int32_t partition) {
    auto const found = owned.find(topic);
    return found != owned.end() && found->second.find(partition) != found->second.end();
}

// What it does not report may still be its own.
bool owns_any(std::vector<TopicIdPartitions> const* owned, OwnedPartitions const& revoked) {
    if (owned == nullptr) return true;
    return std::any_of(owned->begin(), owned->end(), [&](TopicIdPartitions const& each) {
        return std::any_of(each.partitions.begin(), each.partitions.end(),
                           [&](std::int32_t p) { return has(revoked, each.topic_id, p); });
    });
}

bool is_subscribed(ReconcileInput const& input, Uuid topic) {
    auto const& ids = input.subscribed_topic_ids;
    return std::find(ids.begin(), ids.end(), topic) != ids.end();
}

void update_epoch(ConsumerGroupMember& member, std::int32_t epoch) {
    member.previous_member_epoch = member.member_epoch;
    member.member_epoch = epoch;
}

ConsumerGroupMember must_revoke(ConsumerGroupMember member, OwnedPartitions keep,
                                OwnedPartitions revoked) {
    update_epoch(member, member.member_epoch);
    member.state = MemberState::unrevoked_partitions;
    member.assigned = std::move(keep);
    member.pending_revocation = std::move(revoked);
    return member;
}

// Topics that it is no longer subscribed to go at once, without waiting for a new target.
ConsumerGroupMember drop_unsubscribed(ConsumerGroupMember const& member,
                                      ReconcileInput const& input) {
    OwnedPartitions keep = member.assigned;
    OwnedPartitions revoked = member.pending_revocation;
    for (auto const& [topic, partitions] : member.assigned) {
        if (is_subscribed(input, topic)) continue;
        revoked[topic].insert(partitions.begin(), partitions.end());
        keep.erase(topic);
    }
    if (keep.size() == member.assigned.size()) return member;
    if (owns_any(input.owned, revoked)) return must_revoke(member, keep, revoked);
    ConsumerGroupMember next = member;
    update_epoch(next, member.member_epoch);
    next.assigned = std::move(keep);
    return next;
}

struct Step {
    OwnedPartitions keep;     // has it and should have it
    OwnedPartitions revoked;  // has it and should not
    OwnedPartitions given;    // should have it and can: nobody else holds it
    bool has_unreleased{};    // should have it, but another member still holds it
};

Step next_step(ConsumerGroupMember const& member, ReconcileInput const& input) {
    Step step;
    for (auto const& [topic, partitions] : member.assigned) {
        auto const target = input.target.find(topic);
        bool const is_wanted = target != input.target.end() && is_subscribed(input, topic);
        for (auto const& [partition, epoch] : partitions) {
            bool const keeps = is_wanted && std::find(target->second.begin(), target->second.end(),
                                                      partition) != target->second.end();
            (keeps ? step.keep : step.revoked)[topic][partition] = epoch;
        }
    }
    for (auto const& [topic, partitions] : input.target) {
        if (!is_subscribed(input, topic)) continue;
        for (std::int32_t const partition : partitions) {
            if (has(step.keep, topic, partition)) continue;
            bool const is_free = !has(input.partition_epochs, topic, partition) ||
                                 has(member.pending_revocation, topic, partition);
            if (is_free) {
                step.given[topic][partition] = input.target_epoch;
            } else {
                step.has_unreleased = true;
            }
        }
    }
    return step;
}

ConsumerGroupMember take_next_assignment(ConsumerGroupMember const& member,
                                         ReconcileInput const& input) {
    Step step = next_step(member, input);
    if (!step.revoked.empty() && owns_any(input.owned, step.revoked)) {
        return must_revoke(member, std::move(step.keep), std::move(step.revoked));
    }
    ConsumerGroupMember next = member;
    update_epoch(next, input.target_epoch);
    next.state = step.has_unreleased ? MemberState::unreleased_partitions : MemberState::stable;
    next.assigned = std::move(step.keep);
    for (auto const& [topic, partitions] : step.given) {
        next.assigned[topic].insert(partitions.begin(), partitions.end());
    }
    next.pending_revocation.clear();
    return next;
}
}  // namespace

ConsumerGroupMember reconcile(ConsumerGroupMember const& member, ReconcileInput const& input) {
    switch (member.state) {
    case MemberState::stable:
        if (member.member_epoch != input.target_epoch) return take_next_assignment(member, input);
        return input.has_subscription_changed ? drop_unsubscribed(member, input) : member;
    case MemberState::unrevoked_partitions:
        // It cannot go on before it has given up everything that was asked.
        if (owns_any(input.owned, member.pending_revocation)) {
            return input.has_subscription_changed ? drop_unsubscribed(member, input) : member;
        }
        return take_next_assignment(member, input);
    case MemberState::unreleased_partitions:
    case MemberState::unknown: return take_next_assignment(member, input);
    }
    return member;
}

}  // namespace highwater

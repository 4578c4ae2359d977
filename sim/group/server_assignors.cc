#include "group/server_assignors.h"

#include <algorithm>

#include "base/check.h"
#include "group/uneven_subscriptions.h"

namespace highwater {

namespace {
bool is_subscribed(GroupSpecMember const& member, NameId topic) {
    return std::find(member.subscribed_topics.begin(), member.subscribed_topics.end(), topic) !=
           member.subscribed_topics.end();
}

// Static members by instance id come first, so that a restart changes nothing; then the others.
std::vector<std::size_t> range_order(GroupSpec const& spec) {
    std::vector<std::size_t> order(spec.members.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        bool const a_is_static = spec.members[a].instance_id != kNoName;
        bool const b_is_static = spec.members[b].instance_id != kNoName;
        if (a_is_static != b_is_static) return a_is_static;
        return spec.members[a].rank < spec.members[b].rank;
    });
    return order;
}

// Each topic by itself: contiguous ranges, the first members get one more.
std::vector<TopicIdAssignment> assign_ranges(GroupSpec const& spec) {
    std::vector<TopicIdAssignment> targets(spec.members.size());
    std::vector<std::size_t> const order = range_order(spec);
    for (GroupSpecTopic const& topic : spec.topics) {
        std::vector<std::size_t> subscribers;
        for (std::size_t const member : order) {
            if (is_subscribed(spec.members[member], topic.name)) subscribers.push_back(member);
        }
        auto const count = static_cast<std::int32_t>(subscribers.size());
        std::int32_t next = 0;
        for (std::int32_t i = 0; i < count; ++i) {
            std::int32_t const share =
                topic.partitions / count + (i < topic.partitions % count ? 1 : 0);
            for (std::int32_t taken = 0; taken < share; ++taken) {
                targets[subscribers[static_cast<std::size_t>(i)]][topic.id].push_back(next++);
            }
        }
    }
    return targets;
}

// ---- uniform, all members subscribed to the same topics -----------------------------------------
struct Partition {
    Uuid topic;
    std::int32_t number{};
};

struct Uniform {
    GroupSpec const& spec;
    std::vector<TopicIdAssignment> targets;
    std::vector<std::int32_t> remaining;  // how many more each member gets
    std::vector<Partition> unassigned;

    bool is_assigned(Uuid topic, std::int32_t number) const {
        return std::any_of(spec.members.begin(), spec.members.end(), [&](auto const& member) {
            auto const found = member.assigned.find(topic);
            return found != member.assigned.end() &&
                   std::binary_search(found->second.begin(), found->second.end(), number);
        });
    }

    std::int32_t owned_by(GroupSpecMember const& member) const {
        std::int32_t owned = 0;
        for (GroupSpecTopic const& topic : spec.topics) {
            auto const found = member.assigned.find(topic.id);
            if (found != member.assigned.end()) {
                owned += static_cast<std::int32_t>(found->second.size());
            }
        }
        return owned;
    }

    // Every member gets the quota. One more each: those that have more already, so that as little
    // as possible moves, then the last ones.
    void set_quotas(std::int32_t quota, std::int32_t surplus) {
        remaining.assign(spec.members.size(), quota);
        for (std::size_t i = 0; i < spec.members.size() && surplus > 0; ++i) {
            if (owned_by(spec.members[i]) <= quota) continue;
            ++remaining[i];
            --surplus;
        }
        for (std::size_t i = spec.members.size(); i-- > 0 && surplus > 0;) {
            if (remaining[i] > quota) continue;
            ++remaining[i];
            --surplus;
        }
    }

    void keep_up_to_quota() {
        for (std::size_t i = 0; i < spec.members.size(); ++i) {
            for (GroupSpecTopic const& topic : spec.topics) {
                auto const found = spec.members[i].assigned.find(topic.id);
                if (found == spec.members[i].assigned.end()) continue;
                for (std::int32_t const number : found->second) {
                    if (remaining[i] > 0) {
                        --remaining[i];
                        targets[i][topic.id].push_back(number);
                    } else {
                        unassigned.push_back({topic.id, number});
                    }
                }
            }
        }
    }

    // One member after the other is filled.
    void hand_out() {
        std::size_t next = 0;
        for (std::size_t i = 0; i < spec.members.size(); ++i) {
            for (; remaining[i] > 0 && next < unassigned.size(); --remaining[i], ++next) {
                targets[i][unassigned[next].topic].push_back(unassigned[next].number);
            }
            for (auto& [topic, numbers] : targets[i]) std::sort(numbers.begin(), numbers.end());
        }
        CHECK(next == unassigned.size());
    }
};

std::vector<TopicIdAssignment> assign_uniformly(GroupSpec const& spec) {
    Uniform uniform{spec, std::vector<TopicIdAssignment>(spec.members.size()), {}, {}};
    if (spec.members.empty()) return uniform.targets;
    std::int32_t total = 0;
    for (GroupSpecTopic const& topic : spec.topics) {
        total += topic.partitions;
        for (std::int32_t number = 0; number < topic.partitions; ++number) {
            if (!uniform.is_assigned(topic.id, number)) {
                uniform.unassigned.push_back({topic.id, number});
            }
        }
    }
    auto const members = static_cast<std::int32_t>(spec.members.size());
    uniform.set_quotas(total / members, total % members);
    uniform.keep_up_to_quota();
    uniform.hand_out();
    return uniform.targets;
}
}  // namespace

std::string_view name_of(ServerAssignorKind kind) {
    return kind == ServerAssignorKind::range ? "range" : "uniform";
}

std::vector<TopicIdAssignment> assign(ServerAssignorKind kind, GroupSpec const& spec) {
    if (kind == ServerAssignorKind::range) return assign_ranges(spec);
    return spec.is_homogeneous ? assign_uniformly(spec) : assign_unevenly(spec);
}

}  // namespace highwater

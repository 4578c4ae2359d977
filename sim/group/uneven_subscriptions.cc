#include "group/uneven_subscriptions.h"

#include <algorithm>
#include <map>

#include "group/member_balancer.h"

namespace highwater {

namespace {
constexpr std::int32_t kNobody = -1;
// Overlapping subscriptions may improve for ever by less and less.
constexpr int kMaxIterations = 16;

struct Topic {
    GroupSpecTopic const* spec{};
    std::vector<std::int32_t> subscribers;  // places of members
    std::vector<std::int32_t> owners;       // by partition
};

struct Uneven {
    GroupSpec const& spec;
    std::vector<Topic> topics;
    std::vector<std::int32_t> sizes;  // of the members' targets

    explicit Uneven(GroupSpec const& given) : spec{given}, sizes(given.members.size(), 0) {
        for (GroupSpecTopic const& each : spec.topics) {
            Topic topic{&each, {}, {}};
            topic.owners.assign(static_cast<std::size_t>(each.partitions), kNobody);
            for (std::size_t i = 0; i < spec.members.size(); ++i) {
                auto const& subscribed = spec.members[i].subscribed_topics;
                if (std::find(subscribed.begin(), subscribed.end(), each.name) !=
                    subscribed.end()) {
                    topic.subscribers.push_back(static_cast<std::int32_t>(i));
                }
            }
            if (!topic.subscribers.empty()) topics.push_back(std::move(topic));
        }
        // Most partitions per subscriber first, then fewest subscribers, then by name.
        std::stable_sort(topics.begin(), topics.end(), [](Topic const& a, Topic const& b) {
            auto const load_a = static_cast<std::int64_t>(a.owners.size() * b.subscribers.size());
            auto const load_b = static_cast<std::int64_t>(b.owners.size() * a.subscribers.size());
            if (load_a != load_b) return load_a > load_b;
            return a.subscribers.size() < b.subscribers.size();
        });
    }

    void give(Topic& topic, std::int32_t partition, std::int32_t member) {
        std::int32_t& owner = topic.owners[static_cast<std::size_t>(partition)];
        if (owner != kNobody) --sizes[static_cast<std::size_t>(owner)];
        owner = member;
        ++sizes[static_cast<std::size_t>(member)];
    }

    void keep_what_is_owned() {
        for (Topic& topic : topics) {
            for (std::int32_t const member : topic.subscribers) {
                auto const& assigned = spec.members[static_cast<std::size_t>(member)].assigned;
                auto const found = assigned.find(topic.spec->id);
                if (found == assigned.end()) continue;
                for (std::int32_t const number : found->second) {
                    if (number < topic.spec->partitions) give(topic, number, member);
                }
            }
        }
    }

    void hand_out_the_rest() {
        MemberBalancer balancer{sizes};
        for (Topic& topic : topics) {
            if (std::find(topic.owners.begin(), topic.owners.end(), kNobody) ==
                topic.owners.end()) {
                continue;
            }
            balancer.begin(topic.subscribers);
            for (std::int32_t number = 0; number < topic.spec->partitions; ++number) {
                if (topic.owners[static_cast<std::size_t>(number)] == kNobody) {
                    give(topic, number, balancer.next_least_loaded());
                }
            }
        }
    }

    // The last of its partitions that the member would give up, or kNobody.
    static std::int32_t last_of(std::map<std::int32_t, std::vector<std::int32_t>>& owned,
                                std::int32_t member) {
        auto const found = owned.find(member);
        if (found == owned.end() || found->second.empty()) return kNobody;
        std::int32_t const last = found->second.back();
        found->second.pop_back();
        return last;
    }

    // How many partitions moved from the fullest to the emptiest of its subscribers.
    int balance(Topic& topic) {
        MemberBalancer balancer{sizes};
        if (balancer.begin(topic.subscribers) <= 1) return 0;
        std::map<std::int32_t, std::vector<std::int32_t>> owned;
        for (std::int32_t number = 0; number < topic.spec->partitions; ++number) {
            owned[topic.owners[static_cast<std::size_t>(number)]].push_back(number);
        }
        int moved = 0;
        while (!balancer.is_balanced()) {
            std::int32_t partition = kNobody;
            while (partition == kNobody) {
                std::int32_t const giver = balancer.next_most_loaded();
                if (giver == -1) return moved;
                partition = last_of(owned, giver);
                if (partition == kNobody) balancer.exclude_most_loaded();
            }
            std::int32_t const taker = balancer.next_least_loaded();
            if (balancer.is_balanced()) return moved;
            give(topic, partition, taker);
            ++moved;
        }
        return moved;
    }

    // Round after round, until one whole round has moved nothing.
    void balance() {
        std::vector<Topic*> shared;
        for (Topic& topic : topics) {
            if (topic.subscribers.size() >= 2) shared.push_back(&topic);
        }
        Topic* last_moved = nullptr;
        for (int round = 0; round < kMaxIterations; ++round) {
            for (Topic* const topic : shared) {
                if (topic == last_moved) return;
                if (balance(*topic) > 0 || last_moved == nullptr) last_moved = topic;
            }
        }
    }
};
}  // namespace

std::vector<TopicIdAssignment> assign_unevenly(GroupSpec const& spec) {
    Uneven uneven{spec};
    uneven.keep_what_is_owned();
    uneven.hand_out_the_rest();
    uneven.balance();
    std::vector<TopicIdAssignment> targets(spec.members.size());
    for (Topic const& topic : uneven.topics) {
        for (std::int32_t number = 0; number < topic.spec->partitions; ++number) {
            std::int32_t const owner = topic.owners[static_cast<std::size_t>(number)];
            if (owner != kNobody) {
                targets[static_cast<std::size_t>(owner)][topic.spec->id].push_back(number);
            }
        }
    }
    return targets;
}

}  // namespace highwater

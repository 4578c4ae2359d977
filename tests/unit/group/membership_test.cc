// Random changes of membership: whatever happens, no partition has two owners in one generation,
// all have one when the group is stable, and sticky assignors move no more than they must.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/draw.h"
#include "group/assignors.h"
#include "tests/unit/group/lone_coordinator.h"

namespace highwater {
namespace {

constexpr std::int32_t kPartitions = 12;
constexpr std::size_t kMostMembers = 7;

// Draws in their order.
class Luck {
public:
    explicit Luck(std::uint64_t seed) : seed_{seed} {}
    std::uint64_t below(std::uint64_t bound) {
        return highwater::below(draw(seed_, Draw::test, 0, ++nth_), bound);
    }

private:
    std::uint64_t seed_;
    std::uint64_t nth_{};
};

// ---- the assignors of the classic protocol ------------------------------------------------------
struct Rebalances {
    AssignorKind kind;
    Names names;
    NameId orders = names.intern("orders");
    std::vector<NameId> members;
    Assignments owned;
    std::int32_t generation{};
    std::uint64_t next_name{};

    AssignorInput input() const {
        AssignorInput made;
        made.topics.push_back({orders, kPartitions, {}});
        for (NameId const member : members) {
            ConsumerProtocolSubscription subscription;
            subscription.topics = {orders};
            auto const found = owned.find(member);
            std::vector<TopicPartition> const has =
                found == owned.end() ? std::vector<TopicPartition>{} : found->second;
            if (kind == AssignorKind::sticky) {
                subscription.user_data = StickyAssignorUserData{has, generation};
            } else if (kind == AssignorKind::cooperative_sticky) {
                subscription.owned_partitions = has;
                subscription.generation_id = generation;
            }
            made.members.push_back({member, kNoName, subscription});
        }
        return made;
    }

    void change(Luck& luck) {
        bool const joins =
            members.size() < 2 || (members.size() < kMostMembers && luck.below(2) == 0);
        if (joins) {
            members.push_back(names.intern("m" + std::to_string(next_name++)));
            return;
        }
        auto const leaver = static_cast<std::ptrdiff_t>(luck.below(members.size()));
        owned.erase(members[static_cast<std::size_t>(leaver)]);
        members.erase(members.begin() + leaver);
    }

    static std::size_t count(Assignments const& assignments) {
        std::set<TopicPartition> all;
        std::size_t total = 0;
        for (auto const& [member, list] : assignments) {
            all.insert(list.begin(), list.end());
            total += list.size();
        }
        EXPECT_EQ(all.size(), total) << "a partition has two owners";
        return total;
    }

    // How many partitions must change hands so that nobody has more than its quota.
    std::size_t fewest_moves() const {
        std::size_t const low = kPartitions / members.size();
        std::size_t extra = kPartitions % members.size();
        std::size_t moves = 0;
        std::vector<std::size_t> sizes;
        for (auto const& [member, list] : owned) sizes.push_back(list.size());
        std::sort(sizes.rbegin(), sizes.rend());
        for (std::size_t const size : sizes) {
            std::size_t quota = low;
            if (size > low && extra > 0) {
                ++quota;
                --extra;
            }
            if (size > quota) moves += size - quota;
        }
        return moves;
    }

    void rebalance() {
        bool const is_sticky =
            kind == AssignorKind::sticky || kind == AssignorKind::cooperative_sticky;
        std::size_t const fewest = fewest_moves();
        Assignments next = assign(kind, input(), names);
        ++generation;
        std::size_t moved = 0;
        for (auto const& [member, list] : owned) {
            for (TopicPartition const each : list) {
                auto const& kept = next.at(member);
                if (std::find(kept.begin(), kept.end(), each) == kept.end()) ++moved;
            }
        }
        if (is_sticky) {
            EXPECT_EQ(moved, fewest);
        }
        bool const takes_two_rounds =
            kind == AssignorKind::cooperative_sticky && count(next) < kPartitions;
        owned = std::move(next);
        if (takes_two_rounds) {
            EXPECT_GT(moved, 0U) << "only what moves is held back";
            owned = assign(kind, input(), names);
            ++generation;
        }
        EXPECT_EQ(count(owned), static_cast<std::size_t>(kPartitions));
    }
};

class EveryAssignor : public testing::TestWithParam<AssignorKind> {};

TEST_P(EveryAssignor, AThousandChangesLeaveEachPartitionOneOwner) {
    Rebalances group{GetParam(), {}, {}, {}, {}, {}, {}};
    group.orders = group.names.intern("orders");
    Luck luck{7};
    for (int i = 0; i < 1'000; ++i) {
        group.change(luck);
        group.rebalance();
        if (HasFailure()) FAIL() << "change " << i;
    }
}
INSTANTIATE_TEST_SUITE_P(Assignors, EveryAssignor,
                         testing::Values(AssignorKind::range, AssignorKind::roundrobin,
                                         AssignorKind::sticky, AssignorKind::cooperative_sticky));

// ---- groups of KIP-848 --------------------------------------------------------------------------
struct Kip848Member {
    NameId id{kNoName};
    std::int32_t epoch{};
    std::vector<TopicIdPartitions> owned;
};

struct Kip848Group {
    LoneCoordinator lone;
    NameId group = lone.names.intern("billing");
    NameId orders = lone.names.intern("orders");
    std::vector<Kip848Member> members;
    std::uint64_t next_name{};

    explicit Kip848Group(std::string const& assignor) {
        lone.topics.put(orders, kPartitions);
        lone.config.consumer.assignors = assignor;
    }

    void beat(Kip848Member& member, bool is_full) {
        ConsumerGroupHeartbeatRequest request;
        request.group_id = group;
        request.member_id = member.id;
        request.member_epoch = member.epoch;
        request.client_id = member.id;
        ConsumerGroupHeartbeatLists lists;
        if (is_full) {
            request.rebalance_timeout_ms = 300'000;
            lists.subscribed_topic_names = std::vector<NameId>{orders};
        }
        lists.topic_partitions = member.owned;
        request.changes = make_payload(std::move(lists));
        auto const* const answer = lone.answer<ConsumerGroupHeartbeatResponse>(lone.ask(request));
        ASSERT_NE(answer, nullptr);
        ASSERT_EQ(answer->error, ErrorCode::none);
        member.epoch = answer->member_epoch;
        if (answer->assignment) member.owned = *answer->assignment;
    }

    void change(Luck& luck) {
        bool const joins =
            members.size() < 2 || (members.size() < kMostMembers && luck.below(2) == 0);
        if (joins) {
            members.push_back({lone.names.intern("m" + std::to_string(next_name++)), 0, {}});
            beat(members.back(), true);
            return;
        }
        auto const leaver = static_cast<std::ptrdiff_t>(luck.below(members.size()));
        members[static_cast<std::size_t>(leaver)].epoch = kLeaveGroupMemberEpoch;
        beat(members[static_cast<std::size_t>(leaver)], false);
        members.erase(members.begin() + leaver);
    }

    // What members hold at this moment; a partition that two of them hold is a failure.
    std::size_t count() const {
        std::set<std::int32_t> all;
        std::size_t total = 0;
        for (Kip848Member const& member : members) {
            for (TopicIdPartitions const& list : member.owned) {
                all.insert(list.partitions.begin(), list.partitions.end());
                total += list.partitions.size();
            }
        }
        EXPECT_EQ(all.size(), total) << "a partition has two owners";
        return total;
    }

    void settle() {
        for (int round = 0; round < 6; ++round) {
            lone.sleep(seconds(1));
            for (Kip848Member& member : members) {
                beat(member, false);
                count();
            }
        }
    }
};

class EveryServerAssignor : public testing::TestWithParam<char const*> {};

TEST_P(EveryServerAssignor, AThousandChangesLeaveEachPartitionOneOwner) {
    Kip848Group group{GetParam()};
    Luck luck{11};
    for (int i = 0; i < 1'000; ++i) {
        group.change(luck);
        group.settle();
        EXPECT_EQ(group.count(), static_cast<std::size_t>(kPartitions));
        ConsumerGroup const& known = *find_consumer_group(group.lone.coordinator, group.group);
        EXPECT_EQ(state_of(known), ConsumerGroupState::stable);
        if (HasFailure()) FAIL() << "change " << i;
    }
    // A new leader of the partition finds the same group in the log.
    GroupCoordinator const other = group.lone.replayed();
    ConsumerGroup const& ours = *find_consumer_group(group.lone.coordinator, group.group);
    ConsumerGroup const& theirs = *find_consumer_group(other, group.group);
    EXPECT_EQ(hash_of(theirs.members), hash_of(ours.members));
    EXPECT_EQ(hash_of(theirs.target_assignment), hash_of(ours.target_assignment));
    EXPECT_EQ(hash_of(theirs.partition_epochs), hash_of(ours.partition_epochs));
    EXPECT_EQ(theirs.group_epoch, ours.group_epoch);
}
INSTANTIATE_TEST_SUITE_P(Assignors, EveryServerAssignor, testing::Values("uniform", "range"));

}  // namespace
}  // namespace highwater

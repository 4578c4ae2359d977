// A thousand random changes of membership for each assignor and protocol: what must hold while a
// group rebalances, and when it has come to rest.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "scenario/groups.h"
#include "tests/unit/engine/running.h"

namespace highwater {
namespace {

constexpr std::int32_t kPartitions = 12;
constexpr std::size_t kMostMembers = 5;
constexpr int kChanges = 1'000;

struct Protocol {
    char const* name;
    char const* protocol;
    char const* assignor;
    bool is_sticky;
};

using Owners = std::map<std::int32_t, NodeId>;  // partition → member

class Membership {
public:
    explicit Membership(Protocol const& protocol)
        : protocol_{protocol},
          running_{build_world(worlds::cluster(11, {3, 1, kPartitions, 3, 10'000}))} {
        running_.runner.trace = nullptr;  // nobody looks at the facts
        run_until(running_.world, Time{}, running_.runner);
    }

    std::size_t size() const { return members_.size(); }

    void join() {
        World& world = running_.world;
        ConsumerSpec spec;
        spec.name = world.names.intern("m" + std::to_string(++joined_));
        spec.subscribe = {world.names.intern("orders")};
        spec.from = StartPosition::committed;
        MemberConfig& group = spec.config.group;
        group.group_id = "g";
        group.session_timeout_ms = 6'000;
        group.heartbeat_interval_ms = 2'000;
        group.enable_auto_commit = false;
        bool const is_classic = std::string{protocol_.protocol} == "classic";
        group.group_protocol = is_classic ? GroupProtocol::classic : GroupProtocol::consumer;
        if (is_classic) group.partition_assignment_strategy = {protocol_.assignor};
        if (!is_classic) group.group_remote_assignor = protocol_.assignor;
        members_.push_back(NodeId{static_cast<std::int32_t>(world.nodes.size())});
        command(AddConsumer{spec});
    }

    void leave(std::size_t which, bool crashes) {
        ConsumerCall call;
        call.action = crashes ? ConsumerAction::crash : ConsumerAction::leave;
        command(AskConsumer{node_of(running_.world, members_[which]).name, call});
        members_.erase(members_.begin() + static_cast<std::ptrdiff_t>(which));
    }

    // Until the group has come to rest. In the meantime nobody may own what another one owns in
    // the same generation.
    void settle() {
        Time const limit = running_.world.now + seconds(120);
        int quiet = 0;
        while (quiet < 3 && running_.world.now < limit) {
            run_until(running_.world, running_.world.now + milliseconds(200), running_.runner);
            look_for_double_owners();
            quiet = is_at_rest() ? quiet + 1 : 0;
        }
        EXPECT_GE(quiet, 3) << protocol_.name << " does not come to rest";
    }

    Owners owners() const {
        Owners found;
        for (NodeId const member : members_) {
            for (AssignedPartition const& each : consumer(member).partitions) {
                found.emplace(each.partition.partition, member);
            }
        }
        return found;
    }

private:
    void command(CommandBody body) {
        schedule_command(running_.world, running_.world.now, {std::move(body), "a change"});
        run_until(running_.world, running_.world.now, running_.runner);
    }
    Consumer const& consumer(NodeId member) const {
        return **node_of(running_.world, member).consumer;
    }

    void look_for_double_owners() const {
        std::set<std::pair<std::int32_t, std::int32_t>> owned;  // generation and partition
        for (NodeId const member : members_) {
            Consumer const& one = consumer(member);
            for (AssignedPartition const& each : one.partitions) {
                bool const is_new =
                    owned.emplace(one.membership.generation, each.partition.partition).second;
                EXPECT_TRUE(is_new) << protocol_.name << ": two own orders-"
                                    << each.partition.partition << " in one generation";
            }
        }
    }

    bool is_at_rest() const {
        auto const view = view_group(running_.world, running_.world.names.find("g"));
        if (!view || view->state != "Stable" || view->members.size() != members_.size()) {
            return false;
        }
        std::size_t owned = 0;
        for (NodeId const member : members_) {
            Consumer const& one = consumer(member);
            if (one.membership.state != JoinState::stable) return false;
            if (one.membership.generation != consumer(members_[0]).membership.generation) {
                return false;
            }
            owned += one.partitions.size();
        }
        return owned == (members_.empty() ? 0 : kPartitions);
    }

    Protocol const& protocol_;
    Running running_;
    std::vector<NodeId> members_;
    int joined_{};
};

// What moved between members that were there before and after. Kafka's sticky assignors move
// nothing among those when all are subscribed to the same topics.
int moved_among(Owners const& before, Owners const& after, NodeId newcomer) {
    std::set<NodeId> there;
    for (auto const& [partition, owner] : before) there.insert(owner);
    std::set<NodeId> still;
    for (auto const& [partition, owner] : after) still.insert(owner);
    int moved = 0;
    for (auto const& [partition, owner] : before) {
        auto const now = after.find(partition);
        if (now == after.end() || now->second == owner || now->second == newcomer) continue;
        moved += still.count(owner) > 0 && there.count(now->second) > 0;
    }
    return moved;
}

struct Sweep : testing::TestWithParam<Protocol> {};

TEST_P(Sweep, NobodyOwnsWhatAnotherOwnsAndAllIsOwnedInTheEnd) {
    Membership group{GetParam()};
    group.join();
    group.settle();
    std::uint64_t draws = 0;
    auto const dice = [&](std::uint64_t faces) {
        return below(draw(5, Draw::test, 0, draws++), faces);
    };
    int joins = 0;
    for (int change = 0; change < kChanges; ++change) {
        Owners const before = group.owners();
        bool const grows = group.size() == 1 || (group.size() < kMostMembers && dice(2) == 0);
        NodeId newcomer = kNoNode;
        if (grows) {
            group.join();
            ++joins;
        } else {
            bool const crashes = dice(4) == 0;
            group.leave(static_cast<std::size_t>(dice(group.size())), crashes);
        }
        group.settle();
        Owners const after = group.owners();
        ASSERT_EQ(after.size(), static_cast<std::size_t>(kPartitions)) << "change " << change;
        if (GetParam().is_sticky) {
            ASSERT_EQ(moved_among(before, after, newcomer), 0) << "change " << change;
        }
        // No member has two more than another.
        std::map<NodeId, int> load;
        for (auto const& [partition, owner] : after) ++load[owner];
        ASSERT_EQ(load.size(), group.size()) << "change " << change;
        for (auto const& [member, partitions] : load) {
            ASSERT_LE(std::abs(partitions - kPartitions / static_cast<int>(group.size())), 1);
        }
        if (HasFatalFailure() || HasNonfatalFailure()) return;
    }
    EXPECT_GT(joins, kChanges / 4);
}

constexpr Protocol kProtocols[] = {
    {"range", "classic", "range", false},
    {"roundrobin", "classic", "roundrobin", false},
    {"sticky", "classic", "sticky", true},
    {"cooperative_sticky", "classic", "cooperative-sticky", true},
    {"uniform", "consumer", "uniform", true},
    {"server_range", "consumer", "range", false},
};
INSTANTIATE_TEST_SUITE_P(EachAssignor, Sweep, testing::ValuesIn(kProtocols),
                         [](auto const& given) { return std::string{given.param.name}; });

}  // namespace
}  // namespace highwater

// A coordinator goes by a group's own configs, from the next heartbeat on.
#include <gtest/gtest.h>

#include "tests/unit/group/lone_coordinator.h"

namespace highwater {
namespace {

// One member of a group of KIP-848, and what kafka-configs has set for the group.
struct ConfiguredGroup {
    LoneCoordinator lone;
    NameId group = lone.names.intern("billing");
    NameId orders = lone.names.intern("orders");
    NameId member = lone.names.intern("a");
    std::optional<ConsumerGroupTimes> own;
    std::int32_t epoch{};

    ConfiguredGroup() { lone.topics.put(orders, 3); }

    ConsumerGroupHeartbeatResponse beat() {
        ConsumerGroupHeartbeatRequest request;
        request.group_id = group;
        request.member_id = member;
        request.member_epoch = epoch;
        request.client_id = member;
        ConsumerGroupHeartbeatLists lists;
        if (epoch == 0) {
            request.rebalance_timeout_ms = 300'000;
            lists.subscribed_topic_names = std::vector<NameId>{orders};
        }
        lists.topic_partitions = std::vector<TopicIdPartitions>{};
        request.changes = make_payload(std::move(lists));
        CoordinatorCall call = lone.call();
        call.own_times = *this;
        handle(lone.coordinator, {NodeId{1}, CorrelationId{1}, lone.names.intern("/127.0.0.1")},
               request, call);
        lone.settle(call);
        auto const* const answer = lone.answer<ConsumerGroupHeartbeatResponse>(CorrelationId{1});
        if (answer == nullptr || answer->error != ErrorCode::none) return {};
        epoch = answer->member_epoch;
        return *answer;
    }
    std::optional<ConsumerGroupTimes> find(NameId asked) const {
        return own && own->group == asked ? own : std::nullopt;
    }
    bool is_member() const {
        ConsumerGroup const* known = find_consumer_group(lone.coordinator, group);
        return known != nullptr && known->members.count(member) > 0;
    }
};

TEST(GroupConfigOfACoordinator, MembersAreToldTheIntervalOfTheirGroup) {
    ConfiguredGroup billing;
    EXPECT_EQ(billing.beat().heartbeat_interval_ms, 5'000);
    billing.own = {billing.group, 50'000, 7'000, 1'000};
    EXPECT_EQ(billing.beat().heartbeat_interval_ms, 7'000);
    billing.own->group = billing.orders;  // another group's
    EXPECT_EQ(billing.beat().heartbeat_interval_ms, 5'000);
}

TEST(GroupConfigOfACoordinator, ASessionChangesWithTheNextHeartbeat) {
    ConfiguredGroup billing;
    billing.beat();
    billing.own = {billing.group, 60'000, 5'000, 1'000};
    billing.lone.sleep(seconds(10));
    billing.beat();
    billing.lone.sleep(milliseconds(59'999));
    EXPECT_TRUE(billing.is_member());
    billing.lone.sleep(milliseconds(1));
    EXPECT_FALSE(billing.is_member());
}

TEST(GroupConfigOfACoordinator, WithoutAnyTheBrokersHold) {
    ConfiguredGroup billing;
    billing.beat();
    billing.lone.sleep(milliseconds(44'999));
    EXPECT_TRUE(billing.is_member());
    billing.lone.sleep(milliseconds(1));
    EXPECT_FALSE(billing.is_member());
}

}  // namespace
}  // namespace highwater

// What a broker holds for consumer groups: a coordinator for each partition of __consumer_offsets
// that it leads (Kafka: CoordinatorRuntime, GroupCoordinatorService).
#pragma once

#include <string_view>
#include <vector>

#include "base/cow.h"
#include "group/coordinator.h"
#include "protocol/message.h"

namespace highwater {

inline constexpr std::string_view kOffsetsTopic = "__consumer_offsets";

// The coordinator of one partition. Until its log has been read it answers nothing but
// COORDINATOR_LOAD_IN_PROGRESS.
struct GroupShard {
    std::int32_t partition{};
    bool is_loaded{};
    Time timer_at{kNever};
    Cow<GroupCoordinator> coordinator;
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition}, Field{"is_loaded", self.is_loaded},
                          Field{"timer_at", self.timer_at}, Field{"coordinator", self.coordinator}};
    }
};

// What must be committed before somebody may be told.
struct RequiredCommit {
    std::int32_t partition{};
    Offset offset;
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition}, Field{"offset", self.offset}};
    }
};

// An answer that waits until the records behind it are committed: acks=-1 in effect.
struct DelayedGroupAnswer {
    NodeId to{kNoNode};
    CorrelationId correlation_id{};
    Time deadline{kNever};  // offsets.commit.timeout.ms
    std::vector<RequiredCommit> required;
    Message response;
    static auto fields(auto& self) {
        return std::tuple{Field{"to", self.to}, Field{"correlation_id", self.correlation_id},
                          Field{"deadline", self.deadline}, Field{"required", self.required},
                          Field{"response", self.response}};
    }
};

struct GroupShards {
    std::vector<GroupShard> shards;  // by partition
    std::vector<DelayedGroupAnswer> waiting;
    Time topic_asked_until{kLongAgo};  // the creation of __consumer_offsets is on its way
    static auto fields(auto& self) {
        return std::tuple{Field{"shards", self.shards}, Field{"waiting", self.waiting},
                          Field{"topic_asked_until", self.topic_asked_until}};
    }
};

struct Broker;

// This broker became the leader of a partition of __consumer_offsets, or is it no longer.
void elect_group_shard(Broker& self, std::int32_t partition, Effects& out);
void resign_group_shard(Broker& self, std::int32_t partition, Effects& out);
// The high watermark of such a partition moved.
void complete_group_answers(Broker& self, std::int32_t partition, Offset high_watermark,
                            Effects& out);
void on_group_topics_changed(Broker& self, std::vector<NameId> const& changed,
                             std::vector<NameId> const& deleted, Effects& out);
void on_group_timer(Broker& self, Timer const& timer, Effects& out);

}  // namespace highwater

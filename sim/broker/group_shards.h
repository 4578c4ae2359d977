// What a broker holds for consumer groups: a coordinator for each partition of __consumer_offsets
// that it leads (Kafka: CoordinatorRuntime, GroupCoordinatorService).
#pragma once

#include <string_view>
#include <variant>
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

// An answer that is given once the records behind it are committed.
struct DeferredReply {
    NodeId to{kNoNode};
    CorrelationId correlation_id{};
    Message response;
    static auto fields(auto& self) {
        return std::tuple{Field{"to", self.to}, Field{"correlation_id", self.correlation_id},
                          Field{"response", self.response}};
    }
};

// What the coordinator of a partition goes on with then.
struct DeferredWrite {
    std::int32_t partition{};
    AssignmentWrite write;
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition}, Field{"write", self.write}};
    }
};
using AfterCommit = std::variant<DeferredReply, DeferredWrite>;

// Waits for a commit, as a producer with acks=-1 does (Kafka: DeferredEvent).
struct DeferredGroupEvent {
    Time deadline{kNever};  // offsets.commit.timeout.ms
    std::vector<RequiredCommit> required;
    AfterCommit then;
    static auto fields(auto& self) {
        return std::tuple{Field{"deadline", self.deadline}, Field{"required", self.required},
                          Field{"then", self.then}};
    }
};

struct GroupShards {
    std::vector<GroupShard> shards;  // by partition
    std::vector<DeferredGroupEvent> waiting;
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
void complete_group_events(Broker& self, std::int32_t partition, Offset high_watermark,
                           Effects& out);
void on_group_topics_changed(Broker& self, std::vector<NameId> const& changed,
                             std::vector<NameId> const& deleted, Effects& out);
void on_group_timer(Broker& self, Timer const& timer, Effects& out);

}  // namespace highwater

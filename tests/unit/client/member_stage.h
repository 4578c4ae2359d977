// A consumer as the member of a group; the test plays its coordinator.
#pragma once

#include <utility>
#include <vector>

#include "client/consumer.h"
#include "tests/unit/client/stage.h"

namespace highwater {

struct MemberStage : Stage<Consumer> {
    NameId topic;
    NameId member;

    explicit MemberStage(MemberConfig config = {}, Duration processing = {})
        : Stage<Consumer>{Consumer{}} {
        topic = names.intern("orders");
        member = names.intern("m-1");
        ConsumerSpec spec;
        spec.name = names.intern("m");
        spec.subscribe = {topic};
        spec.processing_time = processing;
        spec.config.auto_offset_reset.to = OffsetReset::earliest;
        config.group_id = "billing";
        spec.config.group = config;
        spec.config.request_timeout_ms = 600'000;  // most tests leave fetches unanswered
        role = make_consumer(spec, {NodeId{1}});
        start_role();
        run_for(Duration{});
        Coordinator found{names.intern("billing"), BrokerId{1}, NodeId{1}, ErrorCode::none, ""};
        answer(*take<FindCoordinatorRequest>(),
               FindCoordinatorResponse{make_payload(std::vector<Coordinator>{found})});
        // Asked only now: a connection that is not established yet carries one request.
        answer_metadata({1}, topic, {{1, 0}, {1, 0}});
    }

    TopicPartition partition(std::int32_t number) const { return {topic, number}; }

    // A follower's join and sync, which give it these partitions.
    void join(std::int32_t generation, std::vector<TopicPartition> assigned) {
        JoinGroupResponse joined;
        joined.generation_id = generation;
        joined.protocol_name = names.intern("range");
        joined.leader = names.intern("leader");
        joined.member_id = member;
        answer(*take<JoinGroupRequest>(), joined);
        SyncGroupResponse synced;
        synced.assignment = make_payload(ConsumerProtocolAssignment{std::move(assigned)});
        answer(*take<SyncGroupRequest>(), synced);
    }
    void beat(ErrorCode error) {
        run_for(seconds(3));
        answer(*take<HeartbeatRequest>(), HeartbeatResponse{error});
    }
    void answer_commit(ErrorCode error = ErrorCode::none) {
        auto const request = take<OffsetCommitRequest>();
        ASSERT_TRUE(request);
        std::vector<OffsetCommitResponsePartition> results;
        for (auto const& one : *std::get<OffsetCommitRequest>(request->message).partitions) {
            results.push_back({one.partition, error});
        }
        answer(*request, OffsetCommitResponse{make_payload(results)});
    }
    void answer_committed(std::int64_t offset) {
        auto const request = take<OffsetFetchRequest>();
        ASSERT_TRUE(request);
        OffsetFetchResponseGroup group;
        auto const& asked = std::get<OffsetFetchRequest>(request->message).groups->front();
        for (TopicPartition const p : *asked.partitions) {
            group.partitions.push_back({p, Offset{offset}, kNoEpoch, "", ErrorCode::none});
        }
        answer(*request,
               OffsetFetchResponse{make_payload(std::vector<OffsetFetchResponseGroup>{group})});
    }
    // The answer to the fetch that waits: so many records of the first partition.
    void give_records(std::int64_t from, int count) {
        Records records;
        records.value_size = 3;
        records.nth.assign(static_cast<std::size_t>(count), 1);
        records.timestamp_delta_ms.assign(static_cast<std::size_t>(count), 0);
        RecordBatch batch;
        batch.base_offset = Offset{from};
        batch.last_offset_delta = count - 1;
        batch.partition_leader_epoch = LeaderEpoch{0};
        batch.records = std::make_shared<Records const>(records);
        FetchedPartition fetched;
        fetched.partition = partition(0);
        fetched.high_watermark = Offset{from + count};
        fetched.batches = {std::make_shared<RecordBatch const>(batch)};
        FetchResponse response;
        response.session_id = 77;
        response.partitions = make_payload(std::vector<FetchedPartition>{fetched});
        auto const request = take<FetchRequest>();
        ASSERT_TRUE(request);
        answer(*request, response);
    }
    std::vector<Callback> const& callbacks() const { return *role.membership.callbacks; }
};

inline MemberConfig manual() {
    MemberConfig config;
    config.enable_auto_commit = false;
    return config;
}

}  // namespace highwater

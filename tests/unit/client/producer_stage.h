// A producer alone on a stage: the test answers for the brokers.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "client/producer.h"
#include "tests/unit/client/stage.h"

namespace highwater {

inline std::vector<NodeId> const kBootstrap{NodeId{1}, NodeId{2}, NodeId{3}};

inline ProducerSpec spec_of(ProducerConfig config) {
    ProducerSpec spec;
    spec.config = config;
    return spec;
}

inline ProducerConfig at_once() {
    ProducerConfig config;
    config.linger_ms = 0;
    return config;
}

// acks=0: what is sent is done.
inline ProducerConfig fire_and_forget() {
    ProducerConfig config = at_once();
    config.acks = 0;
    config.enable_idempotence = false;
    return config;
}

inline Payload<ProduceRecords> records(std::int64_t count, std::int32_t partition = 0) {
    ProduceRecords job;
    job.topic = kTopic;
    job.partition = partition;
    job.count = count;
    return make_payload(job);
}

struct ProducerStage : Stage<Producer> {
    explicit ProducerStage(ProducerSpec spec)
        : Stage<Producer>{make_producer(std::move(spec), kBootstrap)} {
        for (char const* name : {"producer", "group", "client", "orders"}) names.intern(name);
        CHECK(names.find("orders") == kTopic);
    }
    explicit ProducerStage(ProducerConfig config) : ProducerStage{spec_of(config)} {}

    void submit_job(Payload<ProduceRecords> job) {
        act([&](Producer& p, Effects& o) { submit(p, std::move(job), o); });
    }
    // A connection over which only acks=0 will go is tried first.
    void answer_greetings() {
        while (auto const greeting = take<ApiVersionsRequest>()) {
            answer(*greeting, ApiVersionsResponse{});
        }
    }
    void give_producer_id() {
        while (auto const request = take<InitProducerIdRequest>()) {
            answer(*request, InitProducerIdResponse{ErrorCode::none, ProducerId{9}, 0});
        }
    }
    // One partition led by broker 1, a producer id, and every connection answered once.
    void form(std::vector<TestPartition> partitions = {{1, 0}}) {
        for (int i = 0; i < 3; ++i) {
            answer_metadata({1, 2, 3}, kTopic, partitions);
            give_producer_id();
        }
    }
    void respond(Effects::Outgoing const& request, ErrorCode error, std::int64_t base_offset) {
        std::vector<ProducePartitionResult> results;
        for (auto const& p : *std::get<ProduceRequest>(request.message).partitions) {
            ProducePartitionResult result;
            result.partition = p.partition;
            result.error = error;
            result.base_offset = error == ErrorCode::none ? Offset{base_offset} : kNoOffset;
            results.push_back(result);
        }
        answer(request, ProduceResponse{make_payload(results)});
    }
    static RecordBatch const& batch_of(Effects::Outgoing const& request) {
        return *std::get<ProduceRequest>(request.message).partitions->front().batch;
    }
    ProduceOutcome const& last_outcome() const { return role.jobs.results.back().outcomes->back(); }
    // Its exception as Java prints it; "": only the error is known.
    std::string last_exception() const {
        Payload<std::string> const& exception = last_outcome().exception;
        return exception ? *exception : std::string{};
    }
    void expect_balance() const {
        EXPECT_EQ(role.counts.sent, role.counts.acknowledged + role.counts.failed +
                                        in_flight_records(role) + buffered_records(role));
    }
};

}  // namespace highwater

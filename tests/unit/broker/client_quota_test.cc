// Clients above their quota wait: how long, and what the broker does meanwhile.
#include "broker/client_quotas.h"

#include <gtest/gtest.h>

#include "metadata/client_quota.h"
#include "tests/unit/broker/cluster.h"

namespace highwater {
namespace {

struct Charge {
    std::int64_t at_ms;
    std::int64_t bytes;
    std::int64_t throttle_time_ms;  // as Kafka's Rate and QuotaUtils reckon it, in doubles
};
struct RateCase {
    char const* name;
    std::int64_t rate;
    std::int32_t windows;
    std::vector<Charge> charges;
};

std::vector<RateCase> const kRateCases = {
    {"ten seconds of quota pass at once, and not a byte more",
     1'000,
     11,
     {{0, 10'000, 0}, {0, 1, 1}, {0, 5'000, 5'001}}},
    {"when it begins does not matter", 1'000, 11, {{123'456, 15'000, 5'000}}},
    {"windows fall away after eleven seconds without a byte",
     1'000,
     11,
     {{0, 20'000, 10'000},
      {10'000, 1'000, 11'000},
      {10'999, 1, 10'002},
      {11'000, 1, 0},
      {30'000, 10'001, 1}}},
    {"no round numbers",
     777,
     11,
     {{0, 7'000, 0}, {333, 7'000, 7'685}, {1'700, 7'000, 16'327}, {2'999, 123, 16'186}}},
    {"two windows remember little",
     1'000,
     2,
     {{0, 1'500, 500},
      {100, 600, 1'000},
      {1'500, 600, 1'200},
      {1'999, 1, 702},
      {2'000, 1, 702},
      {4'500, 1'000, 0}}},
};

TEST(ClientRate, AThrottleIsAsLongAsKafkas) {
    for (RateCase const& one : kRateCases) {
        SampledBytes measured;
        QuotaLimits const limits{INT64_MAX, seconds(1), one.windows};
        for (Charge const& charge : one.charges) {
            Time const now = Time{} + milliseconds(charge.at_ms);
            record_bytes(measured, charge.bytes, limits, now);
            EXPECT_EQ(throttle_time_ms(observe(measured, limits, now), one.rate),
                      charge.throttle_time_ms)
                << one.name << " at " << charge.at_ms;
        }
    }
}

TEST(ClientRate, WhatIsSteadyAndAFifthTooMuchIsThrottledAfterEightSeconds) {
    SampledBytes measured;
    QuotaLimits const limits;
    for (int i = 0; i < 20; ++i) {
        Time const now = Time{} + milliseconds(i * 500);
        record_bytes(measured, 600, limits, now);
        std::int64_t const expected[] = {200, 300, 1'400, 1'500};
        EXPECT_EQ(throttle_time_ms(observe(measured, limits, now), 1'000),
                  i < 16 ? 0 : expected[i - 16])
            << i;
    }
}

TEST(ClientRate, AQuotaWithoutEndNeverThrottles) {
    EXPECT_EQ(throttle_time_ms({1'000'000'000'000, 10'000}, INT64_MAX), 0);
}

constexpr NodeId kClient{100};

struct Limited : BrokerCluster {
    explicit Limited(char const* key, std::int64_t rate, std::int32_t count = 1)
        : BrokerCluster(count) {
        client_id = names.intern("checkout");
        create_topic({count == 1 ? build::brokers({1}) : build::brokers({1, 2})});
        set_quota({{kQuotaClientId, "checkout"}}, key, rate);
    }
    void set_quota(QuotaEntity entity, char const* key, std::int64_t rate) {
        commit({ClientQuotaRecord{std::move(entity), key, {rate, 0}, false}});
    }
    void delete_quota(QuotaEntity entity, char const* key) {
        commit({ClientQuotaRecord{std::move(entity), key, {}, true}});
    }
    // A batch of 40 records of 100 bytes is some 4,300 bytes.
    CorrelationId write(std::int16_t acks = 1) {
        nth_ += 40;
        return produce(1, build::batch(40, nth_), acks);
    }
    std::int32_t throttle_of(CorrelationId id) const {
        auto const* response = answer<ProduceResponse>(id);
        return response == nullptr ? -1 : response->throttle_time_ms;
    }

private:
    std::uint32_t nth_{1};
};

TEST(ClientQuota, AProducerIsAnsweredAtOnceAndToldToWait) {
    Limited cluster(kProducerByteRate, 1'000);
    CorrelationId const first = cluster.write();
    CorrelationId const second = cluster.write();
    CorrelationId const third = cluster.write();
    cluster.run_for(milliseconds(10));
    EXPECT_EQ(cluster.throttle_of(first), 0);
    EXPECT_EQ(cluster.throttle_of(second), 0);
    EXPECT_GT(cluster.throttle_of(third), 2'000);
    EXPECT_EQ(cluster.produced(third)->error, ErrorCode::none);
    auto const throttled = cluster.noted<ClientThrottled>();
    ASSERT_EQ(throttled.size(), 1U);
    EXPECT_EQ(throttled.front().client, kClient);
    EXPECT_EQ(throttled.front().quota->value, (QuotaValue{1'000, 0}));
    EXPECT_EQ(throttled.front().window_ms, 10'000);
    EXPECT_EQ(throttled.front().bytes - 10'000, throttled.front().throttle_time_ms);
}

TEST(ClientQuota, WhatIsSentToAMutedConnectionWaitsUnread) {
    Limited cluster(kProducerByteRate, 1'000);
    for (int i = 0; i < 3; ++i) cluster.write();
    cluster.run_for(milliseconds(10));
    std::int32_t const wait = cluster.noted<ClientThrottled>().front().throttle_time_ms;
    CorrelationId const early = cluster.write();
    cluster.run_for(milliseconds(wait - 20));
    EXPECT_EQ(cluster.produced(early), nullptr);
    cluster.run_for(milliseconds(30));
    ASSERT_NE(cluster.produced(early), nullptr);
    EXPECT_EQ(cluster.produced(early)->error, ErrorCode::none);
}

TEST(ClientQuota, WithAcksZeroOnlyTheMuteHoldsAProducerBack) {
    Limited cluster(kProducerByteRate, 1'000);
    for (int i = 0; i < 10; ++i) cluster.write(0);
    cluster.run_for(milliseconds(10));
    EXPECT_EQ(cluster.replica(1).log_end_offset(), Offset{120});
    cluster.run_for(seconds(60));
    EXPECT_EQ(cluster.replica(1).log_end_offset(), Offset{400});
    EXPECT_GE(cluster.noted<ClientThrottled>().size(), 4U);
}

TEST(ClientQuota, AProduceThatWaitedForItsReplicasIsCountedWhenItIsAnswered) {
    Limited cluster(kProducerByteRate, 400, 2);
    CorrelationId const id = cluster.write(-1);
    cluster.run_for(milliseconds(1));
    EXPECT_TRUE(cluster.broker(1).quotas.clients.produce.empty());
    cluster.run_for(seconds(1));
    EXPECT_GT(cluster.throttle_of(id), 0);
}

TEST(ClientQuota, AConsumerAboveItGetsAnEmptyAnswerAndNothingIsCounted) {
    Limited cluster(kConsumerByteRate, 300);
    for (int i = 0; i < 2; ++i) cluster.write();
    cluster.run_for(milliseconds(10));
    CorrelationId const first = cluster.fetch(1, Offset{0});
    cluster.run_for(milliseconds(10));
    auto const* turned_away = cluster.answer<FetchResponse>(first);
    ASSERT_NE(turned_away, nullptr);  // 3,000 bytes at most, and the first batch is larger
    EXPECT_GT(turned_away->throttle_time_ms, 0);
    EXPECT_EQ(turned_away->partitions, nullptr);
    EXPECT_EQ(turned_away->session_id, 0);
    ASSERT_EQ(cluster.broker(1).quotas.clients.fetch.size(), 1U);
    EXPECT_EQ(cluster.broker(1).quotas.clients.fetch.front().measured.samples.back().bytes, 0);

    cluster.set_quota({{kQuotaClientId, "checkout"}}, kConsumerByteRate, 1'000);
    cluster.run_for(seconds(30));
    CorrelationId const second = cluster.fetch(1, Offset{0});
    cluster.run_for(milliseconds(10));
    auto const* served = cluster.answer<FetchResponse>(second);
    ASSERT_NE(served, nullptr);
    EXPECT_EQ(served->throttle_time_ms, 0);
    EXPECT_NE(served->session_id, 0);
    EXPECT_EQ(served->partitions->front().batches.size(), 2U);
}

TEST(ClientQuota, AFollowerIsNeverThrottled) {
    Limited cluster(kConsumerByteRate, 1, 2);
    CorrelationId const id = cluster.write(-1);
    cluster.run_for(seconds(1));
    ASSERT_NE(cluster.produced(id), nullptr);
    EXPECT_TRUE(cluster.noted<ClientThrottled>().empty());
}

TEST(ClientQuota, WithoutOneNothingIsMeasured) {
    Limited cluster(kProducerByteRate, 1);
    cluster.delete_quota({{kQuotaClientId, "checkout"}}, kProducerByteRate);
    CorrelationId const id = cluster.write();
    cluster.run_for(milliseconds(10));
    EXPECT_EQ(cluster.throttle_of(id), 0);
    EXPECT_TRUE(cluster.broker(1).quotas.clients.produce.empty());
}

TEST(ClientQuota, ASizeIsThatOfKafkasRequest) {
    Limited cluster(kProducerByteRate, 1);
    RecordBatch const sent = build::batch(1);
    std::vector<ProducePartition> partitions{
        {{cluster.topic, 0}, std::make_shared<RecordBatch const>(sent)}};
    ProduceRequest const request{1, 30'000, kNoName, make_payload(partitions), cluster.client_id};
    Effects out;
    out.begin(cluster.now, 1, NodeId{1}, cluster.names, false);
    // Header 19 with "checkout", 9 before the topics, 18 of the topic, 4 + 2 + 1 of the partition.
    EXPECT_EQ(produce_request_bytes(cluster.broker(1), request, out),
              19 + 9 + 18 + 7 + sent.size_in_bytes);
    EXPECT_EQ(fetch_response_bytes({}), 16);
}

TEST(ClientQuota, ABrokerDescribesWhatTheFilterLetsThrough) {
    Limited cluster(kProducerByteRate, 1'000);
    cluster.set_quota({{kQuotaClientId, std::nullopt}}, kConsumerByteRate, 7);
    cluster.set_quota({{kQuotaClientId, "checkout"}, {kQuotaUser, "ANONYMOUS"}}, kConsumerByteRate,
                      8);
    auto const described = [&](bool strict, std::vector<QuotaFilterComponent> components) {
        CorrelationId const id =
            cluster.ask(1, DescribeClientQuotasRequest{strict, make_payload(components)});
        cluster.run_for(milliseconds(10));
        return *cluster.answer<DescribeClientQuotasResponse>(id)->entries;
    };
    QuotaFilterComponent const any_client{kQuotaClientId, QuotaMatch::specified, {}};
    QuotaFilterComponent const checkout{kQuotaClientId, QuotaMatch::exact, "checkout"};
    QuotaFilterComponent const others{kQuotaClientId, QuotaMatch::default_entity, {}};
    EXPECT_EQ(described(true, {any_client}).size(), 2U);
    EXPECT_EQ(described(false, {any_client}).size(), 3U);
    EXPECT_EQ(described(false, {checkout}).size(), 2U);
    auto const defaults = described(true, {others});
    ASSERT_EQ(defaults.size(), 1U);
    EXPECT_EQ(defaults.front().values.front().second, (QuotaValue{7, 0}));
}

}  // namespace
}  // namespace highwater

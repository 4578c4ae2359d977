// What the active controller makes of AlterClientQuotas, in Kafka's words.
#include <gtest/gtest.h>

#include "metadata/client_quota.h"
#include "tests/unit/controller/lone_controller.h"

namespace highwater {
namespace {

AlterClientQuotasResult alter_quotas_of(LoneController& cluster, QuotaEntity entity,
                                        std::vector<QuotaOp> ops) {
    std::vector<ClientQuotaAlteration> const entries{{std::move(entity), std::move(ops)}};
    return cluster
        .ask<AlterClientQuotasResponse>({50}, AlterClientQuotasRequest{make_payload(entries)})
        .entries->front();
}

QuotaEntity const kCheckout{{kQuotaClientId, "checkout"}};

TEST(AlterClientQuotas, WritesWhatChanges) {
    LoneController cluster;
    cluster.new_records();
    EXPECT_EQ(alter_quotas_of(cluster, kCheckout, {{kProducerByteRate, QuotaValue{1024, 0}}}).error,
              ErrorCode::none);
    auto const set = cluster.new_records();
    ASSERT_EQ(set.size(), 1U);
    EXPECT_EQ(std::get<ClientQuotaRecord>(set.front()),
              (ClientQuotaRecord{kCheckout, kProducerByteRate, {1024, 0}, false}));
    // The same once more, and the removal of one that is not there, are no changes.
    alter_quotas_of(cluster, kCheckout, {{kProducerByteRate, QuotaValue{1024, 0}}});
    alter_quotas_of(cluster, kCheckout, {{kConsumerByteRate, std::nullopt}});
    EXPECT_TRUE(cluster.new_records().empty());
    alter_quotas_of(cluster, kCheckout, {{kProducerByteRate, std::nullopt}});
    ASSERT_EQ(cluster.new_records().size(), 1U);
    EXPECT_TRUE(cluster.controller.image.client_quotas.empty());
}

TEST(AlterClientQuotas, RefusesInKafkasWords) {
    struct Case {
        QuotaEntity entity;
        std::vector<QuotaOp> ops;
        char const* message;
    };
    QuotaEntity const ip{{kQuotaIp, "10.0.0.7"}};
    Case const cases[] = {
        {{}, {{kProducerByteRate, QuotaValue{1, 0}}}, "Invalid empty client quota entity"},
        {{{"planet", "mars"}},
         {{kProducerByteRate, QuotaValue{1, 0}}},
         "Unhandled client quota entity type: planet"},
        {{{kQuotaUser, ""}}, {{kProducerByteRate, QuotaValue{1, 0}}}, "Empty user not supported"},
        {kCheckout, {{"speed", QuotaValue{1, 0}}}, "Invalid configuration key speed"},
        {kCheckout,
         {{kConnectionCreationRate, QuotaValue{1, 0}}},
         "Invalid configuration key connection_creation_rate"},
        {ip,
         {{kProducerByteRate, QuotaValue{1, 0}}},
         "Invalid configuration key producer_byte_rate"},
        {kCheckout,
         {{kProducerByteRate, QuotaValue{}}},
         "Quota producer_byte_rate must be greater than 0"},
        {kCheckout,
         {{kConsumerByteRate, QuotaValue{-1, 0}}},
         "Quota consumer_byte_rate must be greater than 0"},
        {kCheckout,
         {{kProducerByteRate, QuotaValue{1, 500'000}}},
         "producer_byte_rate cannot be a fractional value."},
        {kCheckout,
         {{kProducerByteRate, kTooLargeQuota}},
         "Proposed value for producer_byte_rate is too large for a LONG."},
        {ip,
         {{kConnectionCreationRate, QuotaValue{3'000'000'000, 0}}},
         "Proposed value for connection_creation_rate is too large for an INT."},
        {kCheckout,
         {{kProducerByteRate, QuotaValue{1, 0}}, {kProducerByteRate, std::nullopt}},
         "Ignoring duplicate entity ClientQuotaEntity(entries={client-id=checkout})"},
        {{{kQuotaIp, "10.0.0.7"}, {kQuotaUser, "alice"}},
         {{kProducerByteRate, QuotaValue{1, 0}}},
         "Invalid quota entity combination, IP entity shouldnot be combined with User or "
         "ClientId"},
    };
    LoneController cluster;
    cluster.new_records();
    for (Case const& one : cases) {
        AlterClientQuotasResult const result = alter_quotas_of(cluster, one.entity, one.ops);
        EXPECT_EQ(result.error, ErrorCode::invalid_request) << one.message;
        EXPECT_EQ(result.message, one.message);
    }
    EXPECT_TRUE(cluster.new_records().empty());
    EXPECT_EQ(
        alter_quotas_of(cluster, kCheckout, {{kRequestPercentage, QuotaValue{12, 500'000}}}).error,
        ErrorCode::none);
}

}  // namespace
}  // namespace highwater

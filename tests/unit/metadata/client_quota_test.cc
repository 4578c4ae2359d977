// Which of several quotas holds for a client, and whose bytes are counted together.
#include "metadata/client_quota.h"

#include <gtest/gtest.h>

#include "metadata/snapshot.h"

namespace highwater {
namespace {

// "users/ANONYMOUS/clients/<default>" as Kafka's documentation writes it.
QuotaEntity entity_at(std::string const& path) {
    QuotaEntity entity;
    auto const name_behind = [&](std::string const& word) -> std::string {
        auto const at = path.find(word);
        if (at == std::string::npos) return {};
        std::string const rest = path.substr(at + word.size());
        return rest.substr(0, rest.find('/'));
    };
    auto const add = [&](char const* type, std::string const& name) {
        if (name.empty()) return;
        entity.push_back({type, name == "<default>" ? std::nullopt : std::optional{name}});
    };
    add(kQuotaClientId, name_behind("clients/"));
    add(kQuotaUser, name_behind("users/"));
    return entity;
}

MetadataImage image_with(std::vector<std::string> const& paths) {
    Names const names;
    MetadataImage image;
    std::int64_t rate = 0;
    for (std::string const& path : paths) {
        apply(image, ClientQuotaRecord{entity_at(path), kProducerByteRate, {++rate, 0}, false},
              Offset{0}, names);
    }
    return image;
}

// The path of the quota that holds for client "c" of ANONYMOUS; "" when none does.
std::string holding(std::vector<std::string> const& paths) {
    MetadataImage const image = image_with(paths);
    QuotaShare const share = quota_share(image, kProducerByteRate, kAnonymousUser, "c");
    ClientQuota const* quota =
        find_client_quota(image, kProducerByteRate, share, kAnonymousUser, "c");
    return quota == nullptr ? "" : paths[static_cast<std::size_t>(quota->value.whole - 1)];
}

TEST(ClientQuota, TheMostSpecificOneHolds) {
    std::vector<std::string> left = {"users/ANONYMOUS/clients/c",
                                     "users/ANONYMOUS/clients/<default>",
                                     "users/ANONYMOUS",
                                     "users/<default>/clients/c",
                                     "users/<default>/clients/<default>",
                                     "users/<default>",
                                     "clients/c",
                                     "clients/<default>"};
    while (!left.empty()) {
        EXPECT_EQ(holding(left), left.front());
        left.erase(left.begin());
    }
}

TEST(ClientQuota, ThoseOfOthersDoNotCount) {
    EXPECT_EQ(holding({}), "");
    EXPECT_EQ(holding({"clients/d"}), "");
    EXPECT_EQ(holding({"users/alice", "users/alice/clients/c", "clients/c"}), "clients/c");
    EXPECT_EQ(holding({"users/alice"}), "");
}

TEST(ClientQuota, WhoSharesARateIsSaidByTheQuotasThatThereAre) {
    struct Case {
        std::vector<std::string> paths;
        QuotaShare share;
    };
    QuotaShare const by_user{true, false};
    QuotaShare const by_client{false, true};
    QuotaShare const by_both{true, true};
    Case const cases[] = {
        {{}, by_client},
        {{"clients/d"}, by_client},
        {{"users/alice"}, by_user},
        {{"users/<default>"}, by_user},
        {{"users/alice/clients/d"}, by_both},
        {{"users/ANONYMOUS", "clients/c"}, by_user},
        {{"users/alice", "clients/c"}, by_client},
        {{"users/ANONYMOUS/clients/<default>", "clients/c"}, by_both},
        {{"users/alice", "users/alice/clients/d"}, by_client},
    };
    for (Case const& one : cases) {
        MetadataImage const image = image_with(one.paths);
        EXPECT_EQ(quota_share(image, kProducerByteRate, kAnonymousUser, "c"), one.share)
            << (one.paths.empty() ? "none" : one.paths.front());
    }
}

TEST(ClientQuota, OnlyThoseOfTheSameKindAreLookedAt) {
    MetadataImage const image = image_with({"users/ANONYMOUS"});
    EXPECT_TRUE(has_client_quota(image, kProducerByteRate));
    EXPECT_FALSE(has_client_quota(image, kConsumerByteRate));
}

TEST(ClientQuota, ARemovedOneIsGoneAndASnapshotKeepsTheOthers) {
    Names const names;
    MetadataImage image = image_with({"clients/c", "users/<default>"});
    apply(image, ClientQuotaRecord{entity_at("clients/c"), kProducerByteRate, {}, true}, Offset{9},
          names);
    ASSERT_EQ(image.client_quotas.size(), 1U);
    EXPECT_EQ(image.client_quotas.front().value, (QuotaValue{2, 0}));
    MetadataSnapshot snapshot;
    snapshot.id.end_offset = image.next_offset;
    snapshot.records = snapshot_records(image);
    EXPECT_EQ(image_of(snapshot, names).client_quotas, image.client_quotas);
}

TEST(QuotaValue, IsReadAndWrittenAsJavaDoesItWithADouble) {
    struct Case {
        char const* text;
        char const* java;
        char const* plain;
    };
    Case const cases[] = {
        {"1024", "1024.0", "1024"},
        {"0", "0.0", "0"},
        {"12.5", "12.5", "12.5"},
        {"0.000001", "1.0E-6", "0.000001"},
        {"0.25", "0.25", "0.25"},
        {"9999999", "9999999.0", "9999999"},
        {"10000000", "1.0E7", "10000000"},
        {"10485760", "1.048576E7", "10485760"},
        {"1e6", "1000000.0", "1000000"},
        {"2.5E-1", "0.25", "0.25"},
        {"123456789012", "1.23456789012E11", "123456789012"},
        {"9007199254740993", "9.007199254740992E15", "9007199254740993"},
        {"9223372036854775807", "9.223372036854776E18", "9223372036854775807"},
    };
    for (Case const& one : cases) {
        auto const value = parse_quota_value(one.text);
        ASSERT_TRUE(value) << one.text;
        EXPECT_EQ(java_text(*value), one.java);
        EXPECT_EQ(plain_text(*value), one.plain);
    }
    EXPECT_EQ(parse_quota_value("1e30"), kTooLargeQuota);
    EXPECT_EQ(parse_quota_value("-3.5"), (QuotaValue{-3, -500'000}));
    for (char const* const text : {"", "much", "1,5", "12 ", ".", "1e", "--1"}) {
        EXPECT_FALSE(parse_quota_value(text)) << text;
    }
}

TEST(QuotaValue, IsADoubleInItsRecord) {
    EXPECT_EQ(double_bits({0, 0}), 0U);
    EXPECT_EQ(double_bits({1024, 0}), 0x4090'0000'0000'0000U);
    EXPECT_EQ(double_bits({12, 500'000}), 0x4029'0000'0000'0000U);
    EXPECT_EQ(double_bits({0, 100'000}), 0x3FB9'9999'9999'999AU);  // rounded up
    // Halfway between two doubles: the even one.
    EXPECT_EQ(double_bits({9'007'199'254'740'993, 0}), 0x4340'0000'0000'0000U);
    EXPECT_EQ(double_bits({9'007'199'254'740'993, 1}), 0x4340'0000'0000'0001U);
    EXPECT_EQ(double_bits({INT64_MAX, 0}), 0x43E0'0000'0000'0000U);
}

}  // namespace
}  // namespace highwater

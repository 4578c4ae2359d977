// The coordinator's records as they lie in __consumer_offsets.
#include "group/coordinator_record.h"

#include <gtest/gtest.h>

namespace highwater {
namespace {

std::string hex(std::string const& bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (char const c : bytes) {
        text += kDigits[static_cast<unsigned char>(c) >> 4];
        text += kDigits[static_cast<unsigned char>(c) & 0xF];
    }
    return text;
}

void expect_round_trip(CoordinatorRecord const& record, Names& names) {
    RecordContent const content = encode(record, names);
    auto const again = decode(content, names);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->index(), record.index());
    EXPECT_EQ(hash_of(*again), hash_of(record));
}

TEST(CoordinatorRecord, KeysAreKafkas) {
    Names names;
    NameId const billing = names.intern("billing");
    TopicPartition const orders3{names.intern("orders"), 3};
    RecordContent const offset = encode(OffsetCommitRecord{billing, orders3, std::nullopt}, names);
    EXPECT_EQ(hex(*offset.key), "0001000762696c6c696e6700066f726465727300000003");
    EXPECT_FALSE(offset.value);
    RecordContent const group = encode(GroupMetadataRecord{billing, std::nullopt}, names);
    EXPECT_EQ(hex(*group.key), "0002000762696c6c696e67");
    RecordContent const target = encode(
        ConsumerGroupTargetAssignmentMetadataRecord{
            billing, ConsumerGroupTargetAssignmentMetadataValue{7, 0}},
        names);
    EXPECT_EQ(hex(*target.key), "0006000762696c6c696e67");
    EXPECT_EQ(hex(*target.value), "00000000000700");
}

TEST(CoordinatorRecord, AGroupWithoutMembersTakesTwentyFourBytes) {
    Names names;
    GroupMetadataRecord const record{names.intern("billing"), GroupMetadataValue{}};
    EXPECT_EQ(encode(record, names).value->size(), 24U);
}

TEST(CoordinatorRecord, ACommitWithItsTopicIdTakesFortyTwoBytes) {
    Names names;
    OffsetCommitRecord const record{names.intern("billing"),
                                    {names.intern("orders"), 0},
                                    OffsetCommitValue{Offset{2}, kNoEpoch, "", 5, Uuid{1, 2}}};
    EXPECT_EQ(encode(record, names).value->size(), 42U);
    expect_round_trip(record, names);
}

TEST(CoordinatorRecord, WhatIsWrittenIsRead) {
    Names names;
    NameId const group = names.intern("billing");
    NameId const member = names.intern("a-1");
    NameId const orders = names.intern("orders");
    ConsumerProtocolSubscription subscription;
    subscription.topics = {orders};
    subscription.user_data = StickyAssignorUserData{{{orders, 0}, {orders, 2}}, 4};
    subscription.owned_partitions = {{orders, 1}};
    subscription.generation_id = 4;
    subscription.rack_id = names.intern("rack-a");
    GroupMetadataValue classic;
    classic.protocol_type = names.intern("consumer");
    classic.generation = 4;
    classic.protocol = names.intern("range");
    classic.leader = member;
    classic.members.push_back({member, names.intern("i1"), names.intern("a"),
                               names.intern("/127.0.0.1"), 300'000, 45'000,
                               make_payload(ConsumerProtocolSubscription{subscription}),
                               make_payload(ConsumerProtocolAssignment{{{orders, 0}}})});
    expect_round_trip(GroupMetadataRecord{group, classic}, names);
    expect_round_trip(ConsumerGroupMetadataRecord{group, ConsumerGroupMetadataValue{3, -9}}, names);
    ConsumerGroupMemberMetadataValue metadata;
    metadata.client_id = names.intern("a");
    metadata.client_host = names.intern("/127.0.0.1");
    metadata.subscribed_topic_names = {orders};
    metadata.rebalance_timeout_ms = 300'000;
    metadata.classic_member_metadata = ClassicMemberMetadata{
        45'000,
        {{names.intern("range"), make_payload(ConsumerProtocolSubscription{subscription})}}};
    expect_round_trip(ConsumerGroupMemberMetadataRecord{group, member, metadata}, names);
    ConsumerGroupCurrentMemberAssignmentValue current;
    current.member_epoch = 5;
    current.previous_member_epoch = 4;
    current.state = MemberState::unrevoked_partitions;
    current.assigned_partitions = {{Uuid{1, 1}, {0, 1}, {3, 5}}};
    current.partitions_pending_revocation = {{Uuid{1, 1}, {2}, {4}}};
    expect_round_trip(ConsumerGroupCurrentMemberAssignmentRecord{group, member, current}, names);
    expect_round_trip(
        ConsumerGroupTargetAssignmentMemberRecord{
            group, member, std::vector<TopicIdPartitions>{{Uuid{1, 1}, {0, 1}}}},
        names);
    expect_round_trip(
        ConsumerGroupRegularExpressionRecord{group, "ord.*",
                                             ConsumerGroupRegularExpressionValue{{orders}, 1, 77}},
        names);
}

TEST(CoordinatorRecord, BytesThatEndTooSoonAreNoRecord) {
    Names names;
    RecordContent content =
        encode(GroupMetadataRecord{names.intern("billing"), GroupMetadataValue{}}, names);
    for (std::size_t length = 0; length < content.value->size(); ++length) {
        RecordContent cut = content;
        cut.value->resize(length);
        EXPECT_FALSE(decode(cut, names));
    }
    content.key = std::string{"\x00\x63", 2};
    EXPECT_FALSE(decode(content, names));
}

}  // namespace
}  // namespace highwater

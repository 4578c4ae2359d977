// What a broker says of topics that are not there.
#include <gtest/gtest.h>

#include "tests/unit/broker/cluster.h"

namespace highwater {
namespace {

TEST(Metadata, TellsANameThatNoTopicCanHaveFromOneThatIsNotThereYet) {
    BrokerCluster cluster{1};
    cluster.create_topic({build::brokers({1})});
    std::vector<NameId> const names{cluster.topic, cluster.names.intern("nowhere"),
                                    cluster.names.intern("ord!ers"), cluster.names.intern("..")};
    CorrelationId const asked = cluster.ask(1, MetadataRequest{false, true, make_payload(names)});
    CorrelationId const described =
        cluster.ask(1, DescribeTopicPartitionsRequest{make_payload(names)});
    cluster.run_for(milliseconds(10));
    auto const* metadata = cluster.answer<MetadataResponse>(asked);
    auto const* description = cluster.answer<DescribeTopicPartitionsResponse>(described);
    ASSERT_NE(metadata, nullptr);
    ASSERT_NE(description, nullptr);
    for (std::vector<TopicMetadata> const& topics :
         {metadata->metadata->topics, *description->topics}) {
        ASSERT_EQ(topics.size(), 4U);
        EXPECT_EQ(topics[0].error, ErrorCode::none);
        EXPECT_EQ(topics[1].error, ErrorCode::unknown_topic_or_partition);
        EXPECT_EQ(topics[2].error, ErrorCode::invalid_topic_exception);
        EXPECT_EQ(topics[3].error, ErrorCode::invalid_topic_exception);
    }
    // auto.create.topics.enable asks for the one that can be.
    std::vector<std::string> created;
    for (Envelope const& sent : cluster.travelled) {
        auto const* request = std::get_if<CreateTopicsRequest>(&sent.message);
        if (request == nullptr) continue;
        for (NewTopic const& topic : *request->topics) {
            created.push_back(cluster.names.text(topic.name));
        }
    }
    EXPECT_EQ(created, (std::vector<std::string>{"nowhere"}));
}

}  // namespace
}  // namespace highwater

// compression.type of a topic: which codec lies in the log, how large the batch is there, and whose
// processor had to work. What a real cluster does tells the recording log-compression.
#include <gtest/gtest.h>

#include "tests/unit/broker/cluster.h"

namespace highwater {
namespace {

RecordBatch batch_in(Compression codec, std::int32_t count = 20) {
    RecordBatch made = build::batch(count);
    made.compression = codec;
    made.size_in_bytes = encoded_size(made);
    return made;
}

struct Recompressing : BrokerCluster {
    explicit Recompressing(char const* type) : BrokerCluster(2) {
        create_topic({build::brokers({1, 2})});
        set("compression.type", type);
    }
    void set(char const* name, std::string const& value) {
        commit({ConfigRecord{ConfigResourceType::topic, "orders", name, value}});
    }
    RecordBatch const& last_on(std::int32_t id) {
        BatchList const& batches = replica(id).log.batches();
        return *batches[batches.size() - 1];
    }
};

struct Row {
    char const* type;
    Compression sent;
    Compression in_log;
};
// As in the recording.
constexpr Row kRows[] = {
    {"producer", Compression::none, Compression::none},
    {"producer", Compression::gzip, Compression::gzip},
    {"producer", Compression::snappy, Compression::snappy},
    {"producer", Compression::lz4, Compression::lz4},
    {"producer", Compression::zstd, Compression::zstd},
    {"uncompressed", Compression::gzip, Compression::none},
    {"uncompressed", Compression::none, Compression::none},
    {"lz4", Compression::none, Compression::lz4},
    {"lz4", Compression::gzip, Compression::lz4},
    {"lz4", Compression::lz4, Compression::lz4},
    {"gzip", Compression::zstd, Compression::gzip},
    {"snappy", Compression::none, Compression::snappy},
    {"zstd", Compression::none, Compression::zstd},
};

TEST(TopicCompression, SaysTheCodecInTheLogOfLeaderAndFollower) {
    for (Row const& row : kRows) {
        Recompressing cluster{row.type};
        RecordBatch const sent = batch_in(row.sent);
        CorrelationId const id = cluster.produce(1, sent);
        cluster.run_for(seconds(1));
        ASSERT_NE(cluster.produced(id), nullptr) << row.type;
        EXPECT_EQ(cluster.produced(id)->error, ErrorCode::none);
        RecordBatch const& written = cluster.last_on(1);
        EXPECT_EQ(written.compression, row.in_log) << row.type;
        EXPECT_EQ(written.size_in_bytes, encoded_size(batch_in(row.in_log))) << row.type;
        EXPECT_EQ(written.count(), 20);
        EXPECT_EQ(cluster.replica(1).log.size_in_bytes(), written.size_in_bytes);
        // A follower copies what it gets.
        EXPECT_EQ(&cluster.last_on(2), &written);
        EXPECT_EQ(compression_cpu_ns(cluster.broker(2)), 0);
        // The leader looks into what is compressed, and compresses only into another codec.
        std::int64_t const bytes = uncompressed_size(sent);
        std::int64_t const recompressed =
            row.sent == row.in_log ? 0 : compression_ns(row.in_log, bytes);
        EXPECT_EQ(compression_cpu_ns(cluster.broker(1)),
                  decompression_ns(row.sent, bytes) + recompressed)
            << row.type;
    }
}

TEST(TopicCompression, ABrokersDefaultIsForTopicsWithoutTheirOwn) {
    ServerConfig config;
    ASSERT_TRUE(set_config(config, "compression.type", "zstd"));
    EXPECT_EQ(set_config(config, "compression.type", "none").problem().message,
              "Invalid value none for configuration compression.type: String must be one of: "
              "uncompressed, zstd, lz4, snappy, gzip, producer");
    BrokerCluster cluster{1, config};
    cluster.create_topic({build::brokers({1})});
    cluster.produce(1, batch_in(Compression::none));
    cluster.run_for(seconds(1));
    EXPECT_EQ(cluster.replica(1).log.batches()[0]->compression, Compression::zstd);
    cluster.commit({ConfigRecord{ConfigResourceType::topic, "orders", "compression.type",
                                 std::string{"producer"}}});
    cluster.produce(1, batch_in(Compression::none));
    cluster.run_for(seconds(1));
    EXPECT_EQ(cluster.replica(1).log.batches()[1]->compression, Compression::none);
}

TEST(TopicCompression, MaxMessageBytesHoldsBeforeAndAfterwards) {
    std::int32_t const small = batch_in(Compression::gzip).size_in_bytes;
    std::int32_t const large = batch_in(Compression::none).size_in_bytes;
    auto const error_with = [](char const* type, Compression sent, std::int32_t most) {
        Recompressing cluster{type};
        cluster.set("max.message.bytes", std::to_string(most));
        CorrelationId const id = cluster.produce(1, batch_in(sent));
        cluster.run_for(seconds(1));
        return cluster.produced(id)->error;
    };
    EXPECT_EQ(error_with("producer", Compression::gzip, small), ErrorCode::none);
    EXPECT_EQ(error_with("producer", Compression::gzip, small - 1), ErrorCode::message_too_large);
    EXPECT_EQ(error_with("uncompressed", Compression::gzip, large), ErrorCode::none);
    EXPECT_EQ(error_with("uncompressed", Compression::gzip, large - 1),
              ErrorCode::message_too_large);
    // It would fit compressed, but nobody gets so far.
    EXPECT_EQ(error_with("gzip", Compression::none, large - 1), ErrorCode::message_too_large);
}

TEST(TopicCompression, TheTimeIsThatOfOneLife) {
    Recompressing cluster{"gzip"};
    cluster.produce(1, batch_in(Compression::none));
    cluster.run_for(seconds(1));
    EXPECT_GT(compression_cpu_ns(cluster.broker(1)), 0);
    cluster.kill(1);
    EXPECT_EQ(compression_cpu_ns(cluster.broker(1)), 0);
}

}  // namespace
}  // namespace highwater

// How a producer fills its batches when they are compressed (CompressionRatioEstimator,
// MemoryRecordsBuilder.hasRoomFor).
#include "client/compression_ratio.h"

#include "tests/unit/client/producer_stage.h"

namespace highwater {
namespace {

TEST(CompressionRatio, ImprovesInSmallStepsAndDeterioratesInLargeOnes) {
    //                                   estimate   observed
    EXPECT_EQ(updated_ratio(1'000'000, 300'000), 995'000);
    EXPECT_EQ(updated_ratio(995'000, 300'000), 990'000);
    EXPECT_EQ(updated_ratio(300'000, 300'000), 300'000);
    EXPECT_EQ(updated_ratio(303'000, 300'000), 298'000);  // a step is a step
    EXPECT_EQ(updated_ratio(298'000, 300'000), 348'000);
    EXPECT_EQ(updated_ratio(300'000, 900'000), 900'000);
}

TEST(CompressionRatio, AnEstimateHasAMarginOfFivePercent) {
    EXPECT_EQ(estimated_size(1'000, kUncompressedRatio), 1'050);
    EXPECT_EQ(estimated_size(1'000, 500'000), 525);
    EXPECT_EQ(estimated_size(0, 500'000), 0);
    EXPECT_EQ(estimated_size(INT32_MAX, 2'000'000), INT32_MAX);
    EXPECT_EQ(compression_ratio(250, 1'000), 250'000);
    EXPECT_EQ(compression_ratio(30, 10), 3'000'000);
    EXPECT_EQ(compression_ratio(0, 0), kUncompressedRatio);
}

// 1000 records a second of 100 bytes, batches of at most 1000 bytes that never wait for time.
struct Compressing : ProducerStage {
    explicit Compressing(Compression codec, std::int64_t most = -1)
        : ProducerStage{spec_with(codec, most)} {
        start_role();
        run_for(Duration{});
        form();
    }
    static ProducerSpec spec_with(Compression codec, std::int64_t most) {
        ProducerSpec spec;
        spec.topic = kTopic;
        spec.interval = milliseconds(1);
        spec.max_records = most;
        spec.config.compression_type = codec;
        spec.config.batch_size = 1'000;
        spec.config.linger_ms = 10'000;
        return spec;
    }
    // Answers what comes within that time, and keeps the batches.
    std::vector<RecordBatch> collect(Duration time) {
        std::vector<RecordBatch> batches;
        for (std::int64_t ms = 0; ms < time.ms(); ++ms) {
            run_for(milliseconds(1));
            while (auto const request = take<ProduceRequest>()) {
                batches.push_back(batch_of(*request));
                respond(*request, ErrorCode::none, 0);
            }
        }
        return batches;
    }
};

TEST(ProducerCompression, ABatchTravelsCompressedAndTheProcessorsTimeIsReckoned) {
    Compressing stage{Compression::gzip};
    std::vector<RecordBatch> const batches = stage.collect(milliseconds(50));
    ASSERT_FALSE(batches.empty());
    std::int64_t ns = 0;
    for (RecordBatch const& batch : batches) {
        EXPECT_EQ(batch.compression, Compression::gzip);
        EXPECT_EQ(batch.size_in_bytes, encoded_size(batch));
        EXPECT_LT(batch.size_in_bytes, 61 + uncompressed_size(batch));
        ns += compression_ns(Compression::gzip, uncompressed_size(batch));
    }
    EXPECT_EQ(stage.role.compression_cpu_ns, ns);
}

TEST(ProducerCompression, WithoutACodecABatchIsFullToTheByteAndCostsNoTime) {
    Compressing stage{Compression::none};
    for (RecordBatch const& batch : stage.collect(milliseconds(50))) {
        EXPECT_EQ(batch.count(), 8);  // of 108 to 109 bytes each, and 61
        EXPECT_EQ(batch.size_in_bytes, encoded_size(*batch.records));
    }
    EXPECT_EQ(stage.role.compression_cpu_ns, 0);
    EXPECT_EQ(topic_queues(stage.role.accumulator, kTopic).compression_ratio, kUncompressedRatio);
}

// At first the margin leaves even less room than without compression; every batch teaches a little.
TEST(ProducerCompression, BatchesTakeMoreRecordsAsTheEstimateImproves) {
    Compressing stage{Compression::gzip};
    std::vector<RecordBatch> const batches = stage.collect(seconds(2));
    ASSERT_GT(batches.size(), 60U);
    EXPECT_EQ(batches.front().count(), 8);
    EXPECT_GT(batches.back().count(), 10);
    for (RecordBatch const& batch : batches) EXPECT_LE(batch.size_in_bytes, 1'000);
    std::int32_t const learnt = topic_queues(stage.role.accumulator, kTopic).compression_ratio;
    EXPECT_EQ((kUncompressedRatio - learnt) % 5'000, 0);
    EXPECT_LT(learnt, 800'000);
}

TEST(ProducerCompression, ABatchThatMustBeSplitTakesTheEstimateBack) {
    Compressing stage{Compression::gzip};
    stage.collect(seconds(1));
    ASSERT_LT(topic_queues(stage.role.accumulator, kTopic).compression_ratio, 900'000);
    while (stage.count<ProduceRequest>() == 0) stage.run_for(milliseconds(1));
    Effects::Outgoing const large = *stage.take<ProduceRequest>();
    std::int64_t const before = stage.role.compression_cpu_ns;
    std::int32_t const bytes = uncompressed_size(ProducerStage::batch_of(large));
    std::int32_t const count = ProducerStage::batch_of(large).count();
    stage.respond(large, ErrorCode::message_too_large, 0);
    // Its parts leave at once, in their order; each tells that it compresses after all.
    std::int32_t records = 0;
    int parts = 0;
    while (auto const part = stage.take<ProduceRequest>()) {
        RecordBatch const& batch = ProducerStage::batch_of(*part);
        EXPECT_EQ(batch.compression, Compression::gzip);
        EXPECT_EQ(batch.size_in_bytes, encoded_size(batch));
        EXPECT_LT(batch.size_in_bytes, ProducerStage::batch_of(large).size_in_bytes);
        records += batch.count();
        ++parts;
        stage.respond(*part, ErrorCode::none, 0);
    }
    EXPECT_GT(parts, 1);
    EXPECT_EQ(records, count);
    EXPECT_EQ(topic_queues(stage.role.accumulator, kTopic).compression_ratio,
              kUncompressedRatio - parts * 5'000);
    EXPECT_EQ(
        stage.role.compression_cpu_ns - before,
        compression_ns(Compression::gzip, bytes) + decompression_ns(Compression::gzip, bytes));
}

// max.request.size looks at the record before anything is compressed.
TEST(ProducerCompression, MaxRequestSizeIsOfTheUncompressedRecord) {
    ProducerConfig config = at_once();
    config.compression_type = Compression::zstd;
    config.max_request_size = 1'000;
    ProducerStage stage{config};
    ProduceRecords job = *records(1);
    job.value = std::string(2'000, 'x');
    stage.submit_job(make_payload(job));
    stage.form();
    EXPECT_EQ(stage.count<ProduceRequest>(), 0);
    EXPECT_EQ(stage.last_outcome().error, ErrorCode::message_too_large);
}

}  // namespace
}  // namespace highwater

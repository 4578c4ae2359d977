// The model of compression: what must hold of it whatever its figures are.
#include "record/compression.h"

#include <gtest/gtest.h>

#include "record/batch_bytes.h"
#include "tests/unit/build.h"

namespace highwater {
namespace {

constexpr Compression kCodecs[] = {Compression::gzip, Compression::snappy, Compression::lz4,
                                   Compression::zstd};

TEST(Compression, NoneTakesExactlyWhatThereIs) {
    for (std::int32_t const bytes : {0, 1, 70, 1'024, 100'000, INT32_MAX}) {
        EXPECT_EQ(compressed_size(Compression::none, bytes, 3), bytes);
    }
    EXPECT_EQ(compression_ns(Compression::none, 1'000'000), 0);
    EXPECT_EQ(decompression_ns(Compression::none, 1'000'000), 0);
}

TEST(Compression, MoreBytesOrRecordsNeverTakeLess) {
    for (Compression const codec : kCodecs) {
        std::int32_t last = 0;
        for (std::int32_t bytes = 1; bytes < 20'000; bytes += 7) {
            std::int32_t const size = compressed_size(codec, bytes, 1);
            EXPECT_GE(size, last) << name_of(codec) << " of " << bytes;
            EXPECT_GE(compressed_size(codec, bytes, 2), size);
            last = size;
        }
        EXPECT_GT(compressed_size(codec, INT32_MAX, 1), last);
    }
}

TEST(Compression, OneLargeBatchTakesLessThanItsPartsAlone) {
    constexpr std::int32_t kRecord = 107;
    for (Compression const codec : kCodecs) {
        std::int32_t const alone = compressed_size(codec, kRecord, 1);
        EXPECT_LT(compressed_size(codec, 10 * kRecord, 10), 10 * alone) << name_of(codec);
        EXPECT_LT(compressed_size(codec, 150 * kRecord, 150),
                  15 * compressed_size(codec, 10 * kRecord, 10));
        EXPECT_LT(compressed_size(codec, 150 * kRecord, 150), 150 * kRecord * 6 / 10);
    }
}

// A frame costs more than so few bytes can save; Kafka sends such batches all the same.
TEST(Compression, AVerySmallBatchGrows) {
    for (Compression const codec : kCodecs) EXPECT_GT(compressed_size(codec, 9, 1), 9);
}

TEST(Compression, OfAnEmptyBatchOnlyTheHeaderIsLeft) {
    RecordBatch batch = build::batch(3);
    batch.compression = Compression::gzip;
    batch.records = nullptr;
    EXPECT_EQ(encoded_size(batch), 61);
}

TEST(Compression, GzipIsSmallAndSlowAndLz4FastToRead) {
    EXPECT_LT(compressed_size(Compression::gzip, 16'000, 150),
              compressed_size(Compression::lz4, 16'000, 150));
    for (Compression const codec : kCodecs) {
        EXPECT_LE(compression_ns(codec, 16'000), compression_ns(Compression::gzip, 16'000));
        EXPECT_GE(decompression_ns(codec, 16'000), decompression_ns(Compression::lz4, 16'000));
        EXPECT_LT(decompression_ns(codec, 16'000), compression_ns(codec, 16'000));
    }
}

TEST(Compression, ATopicNamesItsCodecOrLeavesItToTheProducer) {
    auto const target = [](std::string_view type) {
        return target_compression(*broker_compression_type(type), Compression::snappy);
    };
    EXPECT_EQ(target("producer"), Compression::snappy);
    EXPECT_EQ(target("uncompressed"), Compression::none);
    for (Compression const codec : kCodecs) EXPECT_EQ(target(name_of(codec)), codec);
    EXPECT_FALSE(broker_compression_type("none"));  // a word of producers alone
}

TEST(Compression, ABatchIsMeasuredByItsCodecAndWithoutOneToTheByte) {
    RecordBatch batch = build::batch(20);
    EXPECT_EQ(encoded_size(batch), encoded_size(*batch.records));
    EXPECT_EQ(encoded_size(batch), 61 + uncompressed_size(batch));
    batch.compression = Compression::zstd;
    EXPECT_EQ(encoded_size(batch),
              61 + compressed_size(Compression::zstd, uncompressed_size(batch), 20));
}

TEST(Compression, TheBytesOfABatchTellCodecAndSizeAndItsRecordsCanBeRead) {
    RecordBatch batch = build::batch(20);
    batch.compression = Compression::lz4;
    batch.size_in_bytes = encoded_size(batch);
    Bytes bytes = encode(batch);
    std::size_t const whole = bytes.size();
    bytes.push_back(0);  // of the batch behind it
    std::size_t taken = 0;
    auto const decoded = decode_batch(bytes.data(), bytes.size(), taken);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(taken, whole);
    EXPECT_TRUE(decoded->is_valid);
    EXPECT_EQ(decoded->header.compression, Compression::lz4);
    EXPECT_EQ(decoded->header.size_in_bytes, batch.size_in_bytes);
    EXPECT_EQ(decoded->records.size(), 20U);
    EXPECT_FALSE(decode_batch(bytes.data(), whole - 1, taken)) << "its last byte is missing";
}

}  // namespace
}  // namespace highwater

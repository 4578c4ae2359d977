#include "record/record.h"

#include <gtest/gtest.h>

#include "base/bytes.h"
#include "base/crc32c.h"
#include "tests/unit/build.h"

namespace highwater {
namespace {

TEST(RecordSize, TheSmallestRecordTakesNineBytes) {
    Records records;
    records.nth = {1};
    records.timestamp_delta_ms = {0};
    records.contents.push_back({"k", "v", {}});
    EXPECT_EQ(encoded_size(records), 61 + 9);
}

TEST(RecordSize, ANullKeyTakesOneByte) {
    Records records;
    records.nth = {1};
    records.timestamp_delta_ms = {0};
    records.contents.push_back({std::nullopt, "hello", {}});
    EXPECT_EQ(encoded_size(records), 73);
}

TEST(RecordBatch, ItsLastSequenceWrapsAfterTheLargestInteger) {
    EXPECT_EQ(build::batch_of(ProducerId{1}, 0, 5, 3).last_sequence(), 7);
    EXPECT_EQ(build::batch_of(ProducerId{1}, 0, INT32_MAX, 1).last_sequence(), INT32_MAX);
    EXPECT_EQ(build::batch_of(ProducerId{1}, 0, INT32_MAX - 1, 3).last_sequence(), 0);
    EXPECT_EQ(build::batch(3).last_sequence(), -1);
}

TEST(Varint, ReadsBackWhatItWrote) {
    for (std::int64_t const value : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{64},
                                     std::int64_t{INT32_MIN}, INT64_MAX, INT64_MIN}) {
        Bytes bytes;
        put_varlong(bytes, value);
        EXPECT_EQ(static_cast<std::int32_t>(bytes.size()), varlong_size(value));
        EXPECT_EQ(ByteReader(bytes).varlong(), value);
    }
}

TEST(Varint, AnOverlongOneIsRefused) {
    Bytes const bytes(11, 0x80);
    ByteReader reader(bytes);
    reader.varlong();
    EXPECT_FALSE(reader.ok());
}

TEST(Crc32c, TheCheckValueOfItsDefinition) {
    Bytes bytes;
    put_text(bytes, "123456789");
    EXPECT_EQ(crc32c(bytes), 0xe3069283U);
}

}  // namespace
}  // namespace highwater

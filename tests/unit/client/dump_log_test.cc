// kafka-dump-log alone on a stage; what it prints of a batch is compared with Kafka in tests/kafka.
#include "client/tools/dump_log.h"

#include "client/tools/tool.h"
#include "record/batch_bytes.h"
#include "tests/unit/client/tool_stage.h"

namespace highwater {
namespace {

std::string batch_text(std::int64_t offset, Compression codec = Compression::none) {
    Records records;
    records.nth = {1};
    records.timestamp_delta_ms = {0};
    records.contents = {{"k", "v" + std::to_string(offset), {}}};
    RecordBatch batch;
    batch.base_offset = Offset{offset};
    batch.records = std::make_shared<Records const>(std::move(records));
    batch.compression = codec;
    Bytes const bytes = encode(batch);
    return {bytes.begin(), bytes.end()};
}

struct DumpStage : Stage<Tool> {
    // Each file holds two batches of one record each.
    DumpStage(std::vector<std::string> const& more, std::vector<std::string> const& present)
        : Stage<Tool>{make_tool(call_of(more), {NodeId{1}})} {
        std::vector<DumpedFile> files;
        for (std::string const& name : present) {
            files.push_back({name, batch_text(0) + batch_text(1)});
        }
        role.files = make_payload(std::move(files));
        start_role();
    }
    static ExecTool call_of(std::vector<std::string> const& more) {
        ExecTool call;
        call.arguments = {"kafka-dump-log"};
        call.arguments.insert(call.arguments.end(), more.begin(), more.end());
        return call;
    }
    ToolResult const& result() const { return role.result; }
    int times(std::string const& word) const {
        std::string const& text = result().out;
        int found = 0;
        for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
            ++found;
        }
        return found;
    }
};

TEST(KafkaDumpLog, DumpsEachFileOfAList) {
    EXPECT_EQ(dumped_files({"kafka-dump-log", "--files=a/0.log,b/5.log,"}),
              (std::vector<std::string>{"a/0.log", "b/5.log"}));
    DumpStage stage{{"--files", "a/0.log,b/5.log"}, {"a/0.log", "b/5.log"}};
    EXPECT_EQ(stage.times("baseOffset: "), 4);
    EXPECT_NE(stage.result().out.find("Dumping b/5.log\nLog starting offset: 5\n"),
              std::string::npos);
    EXPECT_EQ(stage.result().exit, 0);
    DumpStage missing{{"--files", "a/0.log,b/5.log"}, {"a/0.log"}};
    EXPECT_EQ(missing.times("baseOffset: "), 2);
    EXPECT_EQ(missing.result().err, "b/5.log\njava.nio.file.NoSuchFileException: b/5.log\n\n");
    EXPECT_EQ(missing.result().exit, 1);
}

// Positions and sizes are those that the broker counts, and the records can be read.
TEST(KafkaDumpLog, TellsTheCodecOfABatchAndItsSizeInTheLog) {
    std::int32_t const gzip = 61 + compressed_size(Compression::gzip, 10, 1);
    std::string const file = batch_text(0, Compression::gzip) + batch_text(1, Compression::zstd) +
                             batch_text(2, Compression::none);
    Bytes const bytes(file.begin(), file.end());
    DumpWish wish;
    wish.deep_iteration = wish.prints_data = true;
    std::string const text = dump_log("0.log", bytes, wish);
    auto const has = [&](std::string const& part) { return text.find(part) != std::string::npos; };
    EXPECT_TRUE(has(" position: 0 "));
    EXPECT_TRUE(has(" size: " + std::to_string(gzip) + " magic: 2 compresscodec: gzip "));
    EXPECT_TRUE(has(" position: " + std::to_string(gzip) + " ")) << text;
    EXPECT_TRUE(has("compresscodec: zstd "));
    EXPECT_TRUE(has(" size: 71 magic: 2 compresscodec: none "));
    EXPECT_FALSE(has("isvalid: false"));
    EXPECT_TRUE(has("key: k payload: v0\n"));
    EXPECT_TRUE(has("key: k payload: v2\n"));
    wish.max_bytes = gzip;
    EXPECT_EQ(dump_log("0.log", bytes, wish).find("compresscodec: zstd"), std::string::npos);
    EXPECT_NE(dump_log("0.log", bytes, wish).find("compresscodec: gzip"), std::string::npos);
}

TEST(KafkaDumpLog, ReadsNoBatchThatGoesBeyondMaxBytes) {
    std::string const one = std::to_string(batch_text(0).size());
    DumpStage first{{"--files", "0.log", "--max-bytes", one}, {"0.log"}};
    EXPECT_EQ(first.times("baseOffset: "), 1);
    DumpStage cut{{"--files", "0.log", "--max-bytes", std::to_string(std::stoi(one) + 20)},
                  {"0.log"}};
    EXPECT_EQ(cut.times("baseOffset: "), 1);
    EXPECT_EQ(cut.times("invalid bytes"), 0);
    DumpStage words{{"--files", "0.log", "--max-bytes", "many"}, {"0.log"}};
    EXPECT_EQ(words.result().out, "Dumping 0.log\n");
    EXPECT_EQ(
        words.result().err,
        "Cannot parse argument 'many' of option max-bytes\n"
        "joptsimple.OptionArgumentConversionException: Cannot parse argument 'many' of option "
        "max-bytes\nCaused by: joptsimple.internal.ReflectionException: "
        "java.lang.NumberFormatException: For input string: \"many\"\nCaused by: "
        "java.lang.NumberFormatException: For input string: \"many\"\n\n");
    EXPECT_EQ(words.result().exit, 1);
}

TEST(KafkaDumpLog, WithoutMetadataOnlyWhatWasWrittenIsLeft) {
    DumpStage stage{{"--files", "0.log", "--print-data-log", "--skip-record-metadata"}, {"0.log"}};
    EXPECT_EQ(stage.times("| key: k payload: v"), 2);
    EXPECT_EQ(stage.times("keySize"), 0);
}

TEST(KafkaDumpLog, IgnoresWhatIsNoFileOfALog) {
    DumpStage stage{{"--files", "notes.txt"}, {}};
    EXPECT_EQ(stage.result().out, "Dumping notes.txt\n");
    EXPECT_EQ(stage.result().err, "Ignoring unknown file notes.txt\n");
    EXPECT_EQ(stage.result().exit, 0);
}

TEST(Tools, HelpAndVersionComeFirst) {
    ToolStage help{{"kafka-topics", "--help", "--create"}};
    EXPECT_EQ(help.result().err.rfind(
                  "This tool helps to create, delete, describe, or change a topic.\n", 0),
              0U);
    EXPECT_EQ(help.result().exit, 1);
    ToolStage version{{"kafka-leader-election", "--version"}};
    EXPECT_EQ(version.result().out, "4.3.0\n");
    EXPECT_EQ(version.result().exit, 0);
    ToolStage left_out{{"kafka-broker-api-versions"}};
    EXPECT_EQ(left_out.result().err,
              "kafka-broker-api-versions: Kafka has this tool, Highwater does not simulate it\n");
    EXPECT_TRUE(is_left_out("kafka-acls"));
    EXPECT_FALSE(is_left_out("kafka-cake"));
}

}  // namespace
}  // namespace highwater

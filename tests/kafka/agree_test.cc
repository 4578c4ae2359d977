// The comparison itself: it accepts what Kafka leaves open, and rings at everything else.
#include "tests/kafka/agree.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace highwater {
namespace {

using nlohmann::json;

Recording recording_of(json observed, std::map<std::string, json> varies = {}) {
    Recording recording;
    recording.steps.push_back({json{}, json::object()});
    recording.steps.push_back({json{{"do", "wait"}}, std::move(observed)});
    recording.varies = std::move(varies);
    return recording;
}

json change(char const* topic, int partition, json isr) {
    return {{"type", "PARTITION_CHANGE_RECORD"},
            {"topic", topic},
            {"partitionId", partition},
            {"isr", std::move(isr)}};
}

bool agrees(Recording const& recording, char const* aspect, json const& ours) {
    return disagreements(recording, 1, aspect, ours).empty();
}

TEST(Agreement, IsEquality) {
    Recording const recording = recording_of({{"offsets", {{"t-0", {{"latest", 3}}}}}});
    EXPECT_TRUE(agrees(recording, "offsets", {{"t-0", {{"latest", 3}}}}));
    EXPECT_FALSE(agrees(recording, "offsets", {{"t-0", {{"latest", 4}}}}));
    EXPECT_FALSE(agrees(recording, "offsets", {{"t-0", json::object()}}));
    EXPECT_FALSE(
        agrees(recording, "offsets", {{"t-0", {{"latest", 3}}}, {"t-1", {{"latest", 0}}}}));
}

TEST(Agreement, TakesAnyValueThatWasSeen) {
    Recording const recording = recording_of({{"offsets", {{"t-0", {{"latest", 3}}}}}},
                                             {{"/1/observed/offsets/t-0/latest", {3, 4}}});
    EXPECT_TRUE(agrees(recording, "offsets", {{"t-0", {{"latest", 4}}}}));
    EXPECT_FALSE(agrees(recording, "offsets", {{"t-0", {{"latest", 5}}}}));
}

TEST(Agreement, ComparesWhatIsFixedInAVaryingText) {
    Recording const recording = recording_of({{"describe", "id 7 end"}},
                                             {{"/1/observed/describe", {"id 7 end", "id 8 end"}}});
    EXPECT_TRUE(agrees(recording, "describe", "id 9 end"));
    EXPECT_FALSE(agrees(recording, "describe", "id 9 and"));
    EXPECT_FALSE(agrees(recording, "describe", "id 10 end"));
    Recording const numbers = recording_of(
        {{"describe", "at 45 of 7"}}, {{"/1/observed/describe", {"at 45 of 7", "at 46 of 7"}}});
    EXPECT_TRUE(agrees(numbers, "describe", "at 51 of 7"));
    EXPECT_FALSE(agrees(numbers, "describe", "at 51 of 8"));
}

TEST(Agreement, MasksRandomIdsAndTheWidthOfTheirColumns) {
    Recording const recording =
        recording_of({{"describe", "Topic: t\tTopicId: <topic-id>\tA   B\n"}});
    EXPECT_TRUE(agrees(recording, "describe", "Topic: t\tTopicId: vJ2kqYw8QmG0Yx3kq1c2bA\tA B \n"));
    EXPECT_FALSE(agrees(recording, "describe", "Topic: t\tTopicId: vJ2kqYw8QmG0Yx3kq1c2bA\tA C\n"));
}

TEST(Agreement, ComparesTheCodecOfACompressedBatchAndNotItsSize) {
    auto const line = [](char const* size, char const* codec) {
        return std::string{"count: 4 position: 0 CreateTime: 1700000000003 size: "} + size +
               " magic: 2 compresscodec: " + codec + " crc: 7 isvalid: true\n";
    };
    Recording const recording = recording_of({{"answer", line("120", "gzip")}});
    EXPECT_TRUE(agrees(recording, "answer", line("140", "gzip")));
    EXPECT_FALSE(agrees(recording, "answer", line("120", "lz4")));
    Recording const plain = recording_of({{"answer", line("341", "none")}});
    EXPECT_FALSE(agrees(plain, "answer", line("342", "none")));
}

TEST(Agreement, MasksIdsTimesAndDirectoriesOfTheQuorum) {
    Recording const recording = recording_of(
        {{"describe",
          "Cluster ID: <cluster-id>\n{\"directoryId\": \"<uuid>\"}\t<uuid>\t<time>   \t"
          "<home>/node-2/data"}});
    EXPECT_TRUE(agrees(recording, "describe",
                       "Cluster ID: vJ2kqYw8QmG0Yx3kq1c2bA\n{\"directoryId\": "
                       "\"AJ2kqYw8QmG0Yx3kq1c2bA\"}\tBJ2kqYw8QmG0Yx3kq1c2bA\t1767225600000\t"
                       "/tmp/kafka-logs"));
    EXPECT_FALSE(agrees(recording, "describe", "Cluster ID: none\n"));
}

TEST(Agreement, LeavesTheOrderOfIsrExpansionsOpen) {
    json const here = {change("t", 0, {1, 2}), change("t", 1, {1, 2})};
    json const there = {change("t", 1, {1, 2}), change("t", 0, {1, 2})};
    Recording expansion = recording_of({{"metadata", here}});
    json const one = {{"isr", {1}}};
    expansion.steps[0].observed = {{"partitions", {{"t-0", one}, {"t-1", one}}}};
    EXPECT_TRUE(agrees(expansion, "metadata", there));

    Recording shrinking = recording_of({{"metadata", here}});
    json const three = {{"isr", {1, 2, 3}}};
    shrinking.steps[0].observed = {{"partitions", {{"t-0", three}, {"t-1", three}}}};
    EXPECT_TRUE(agrees(shrinking, "metadata", here));
    EXPECT_FALSE(agrees(shrinking, "metadata", there));
}

TEST(Agreement, TriesEachWayInWhichVaryingRecordsMayFit) {
    json const one = {{"isr", {1}}};
    Recording recording = recording_of(
        {{"metadata", {change("t", 0, {1, 2}), change("t", 1, {1, 2}), change("t", 2, {1, 2})}}},
        {{"/1/observed/metadata/0/partitionId", {0, 1}},
         {"/1/observed/metadata/1/partitionId", {1, 2}},
         {"/1/observed/metadata/2/partitionId", {2, 0}}});
    recording.steps[0].observed = {{"partitions", {{"t-0", one}, {"t-1", one}, {"t-2", one}}}};
    EXPECT_TRUE(agrees(recording, "metadata",
                       {change("t", 0, {1, 2}), change("t", 2, {1, 2}), change("t", 1, {1, 2})}));
    EXPECT_FALSE(agrees(recording, "metadata", {change("t", 0, {1, 2}), change("t", 2, {1, 2})}));
}

TEST(Agreement, LeavesTheOrderOfBrokersOpenWhereTheRecordingSawThemRace) {
    auto const rate = [](char const* broker, char const* name) {
        return json{{"type", "CONFIG_RECORD"},
                    {"resourceType", 4},
                    {"resourceName", broker},
                    {"name", name}};
    };
    json const kafka{rate("2", "a"), rate("2", "b"), rate("1", "a"), rate("1", "b")};
    json const other{rate("1", "a"), rate("1", "b"), rate("2", "a"), rate("2", "b")};
    json const mixed{rate("1", "b"), rate("1", "a"), rate("2", "a"), rate("2", "b")};
    Recording const certain = recording_of({{"metadata", kafka}});
    EXPECT_TRUE(agrees(certain, "metadata", kafka));
    EXPECT_FALSE(agrees(certain, "metadata", other));
    // Of three repetitions with three brokers not every order comes up; one that varied tells.
    Recording const raced =
        recording_of({{"metadata", kafka}}, {{"/1/observed/metadata/0/resourceName", {"2", "1"}}});
    EXPECT_TRUE(agrees(raced, "metadata", other));
    EXPECT_FALSE(agrees(raced, "metadata", mixed)) << "a broker is told of its configs in order";
}

TEST(Agreement, LeavesTheOrderOfDifferentTopicsOpenButNotOfOtherRecords) {
    json const fenced = {{"type", "BROKER_REGISTRATION_CHANGE_RECORD"}, {"brokerId", 1}};
    Recording const recording =
        recording_of({{"metadata", {change("t", 0, {1}), change("u", 0, {1}), fenced}}});
    EXPECT_TRUE(agrees(recording, "metadata", {change("u", 0, {1}), change("t", 0, {1}), fenced}));
    EXPECT_FALSE(agrees(recording, "metadata", {fenced, change("t", 0, {1}), change("u", 0, {1})}));
    EXPECT_FALSE(agrees(recording, "metadata", {change("t", 0, {1}), fenced}));
    EXPECT_FALSE(agrees(recording, "metadata",
                        {change("t", 0, {1}), change("u", 0, {1}), fenced, change("t", 0, {1})}));
}

// Each recording agrees with itself, and no longer when one number in it is another.
TEST(Agreement, HoldsForEachRecordingAndItself) {
    int recordings = 0;
    std::filesystem::path const folder{HIGHWATER_SOURCE_DIR "/tests/kafka/recordings"};
    for (auto const& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() != ".json") continue;
        auto const recording = read_recording(entry.path());
        ASSERT_TRUE(recording) << entry.path();
        ++recordings;
        EXPECT_EQ(unknown_step_kind(*recording), "") << recording->name;
        for (std::size_t i = 0; i < recording->steps.size(); ++i) {
            for (auto const& [aspect, observed] : recording->steps[i].observed.items()) {
                EXPECT_TRUE(disagreements(*recording, i, aspect, observed).empty())
                    << recording->name << " step " << i << " " << aspect;
                if (aspect != "partitions") continue;
                json wrong = observed;
                for (auto& partition : wrong) {
                    partition["leaderEpoch"] = partition.value("leaderEpoch", 0) + 1;
                }
                EXPECT_EQ(disagreements(*recording, i, aspect, wrong).size(), wrong.size());
            }
        }
    }
    EXPECT_GT(recordings, 60);
}

}  // namespace
}  // namespace highwater

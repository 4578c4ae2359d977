#include "engine/save.h"

#include <gtest/gtest.h>

#include "tests/worlds.h"

namespace highwater {
namespace {

// As much of a verb table as these tests need.
Expected<Command> read_phrase(std::string_view phrase, Names& names) {
    if (phrase == "kill broker-1") return Command{KillNode{worlds::node(0)}, std::string{phrase}};
    if (phrase == "mark here") {
        return Command{MarkInstant{names.intern("here")}, std::string{phrase}};
    }
    return Problem{"unknown verb", "kill or mark"};
}

void give(Timeline& timeline, std::string_view phrase) {
    Names names = timeline.world().names;
    timeline.give(*read_phrase(phrase, names), &names);
}

SaveFile recorded() {
    Timeline timeline{worlds::failover(41)};
    timeline.run_until(Time{} + seconds(3));
    give(timeline, "mark here");
    give(timeline, "kill broker-1");
    timeline.run_until(Time{} + seconds(18));
    SaveFile save = save_of(timeline);
    save.scenario = "failover";
    save.scenario_text = "title = \"A test\"\n";
    save.settings = {{"seed", "41"}};
    save.data_files = {{"data/orders.jsonl", 0x123456789abcdef0ULL}};
    return save;
}

TEST(Save, IsAFewKilobytesOfTextThatReadBackIsTheSame) {
    SaveFile const save = recorded();
    std::string const text = write_save(save);
    EXPECT_LT(text.size(), 8'000U);
    Expected<SaveFile> const read = read_save(text);
    ASSERT_TRUE(read) << read.problem().message;
    EXPECT_EQ(write_save(*read), text);
    EXPECT_EQ(read->seed, 41U);
    ASSERT_EQ(read->commands.size(), 2U);
    EXPECT_EQ(read->commands[1].phrase, "kill broker-1");
    EXPECT_EQ(read->commands[1].at, Time{} + seconds(3));
    EXPECT_EQ(read->scenario_text, "title = \"A test\"\n");
}

TEST(Save, LoadedRunsToTheSameHash) {
    SaveFile const save = recorded();
    Timeline timeline{worlds::failover(41)};
    Expected<Verdict> const verdict = replay_save(timeline, save, read_phrase);
    ASSERT_TRUE(verdict);
    EXPECT_TRUE(verdict->is_same) << verdict->explanation;
    EXPECT_EQ(timeline.world().history_hash, save.end_hash);
    EXPECT_EQ(timeline.world().now, save.end);
}

TEST(Save, NamesTheFirstEventsThatDiffer) {
    SaveFile const save = recorded();
    Timeline timeline{worlds::failover(42)};  // another seed stands for another build
    Expected<Verdict> const verdict = replay_save(timeline, save, read_phrase);
    ASSERT_TRUE(verdict);
    EXPECT_FALSE(verdict->is_same);
    EXPECT_LT(verdict->agreed_events, 100U);
    EXPECT_LE(verdict->differs_by - verdict->agreed_events, save.trail.stride);
    EXPECT_NE(verdict->explanation.find("differs"), std::string::npos);
}

TEST(Save, AnUnknownPhraseIsAProblemNotACrash) {
    SaveFile save = recorded();
    save.commands[0].phrase = "explode broker-1";
    Timeline timeline{worlds::failover(41)};
    EXPECT_FALSE(replay_save(timeline, save, read_phrase));
}

TEST(Save, CutAtEveryByteIsRefusedOrReadsWhatIsThere) {
    std::string const text = write_save(recorded());
    std::size_t const body = text.find("\ntext\n");
    for (std::size_t size = 0; size <= body; ++size) {
        Expected<SaveFile> const read = read_save(std::string_view{text}.substr(0, size));
        EXPECT_FALSE(read) << size;
    }
}

TEST(Save, ASpoiltLineIsNamed) {
    std::string text = write_save(recorded());
    text.replace(text.find("seed "), 7, "seed 4x");
    Expected<SaveFile> const read = read_save(text);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.problem().message.substr(0, 7), "line 3:");
}

TEST(Save, ATrailThatNoRunLeavesIsRefused) {
    std::string const text = write_save(recorded());
    std::size_t const trail = text.find("trail ");
    std::size_t const count = text.find(' ', trail + 6);
    for (char const* stride : {"0", "3", "9223372036854775808", "9223372036854775809",
                               "18446744073709551617", "99999999999999999999"}) {
        std::string spoilt = text;
        spoilt.replace(trail + 6, count - trail - 6, stride);
        EXPECT_FALSE(read_save(spoilt)) << stride;
    }
}

TEST(Trail, StaysShortAndPointsAtTheFirstDifference) {
    Trail one;
    Trail other;
    for (std::uint64_t event = 1; event <= 100'000; ++event) {
        std::uint64_t const hash = mix(event);
        drop_crumb(one, event, hash);
        drop_crumb(other, event, event < 70'001 ? hash : mix(hash));
    }
    EXPECT_LE(one.crumbs.size(), kMostCrumbs);
    TrailComparison const found = compare(one, other);
    EXPECT_FALSE(found.same);
    EXPECT_LE(found.agreed_events, 70'000U + 3 * one.stride);
    EXPECT_GE(found.differs_by, 70'001U);
}

}  // namespace
}  // namespace highwater

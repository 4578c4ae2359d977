// The misconception sensor: what it notices, what it lets pass, and that its future shows it.
#include <gtest/gtest.h>

#include "scenario/loader.h"
#include "scenario/play.h"
#include "scenario/queries.h"
#include "scenario/sensor.h"
#include "scenario/verbs.h"

namespace highwater {
namespace {

constexpr char kHead[] = R"(format = 1
title = "t"
duration = "120s"
[cluster]
brokers = 3
controllers = 1
[[topic]]
name = "orders"
assignment = [[1, 2, 3], [2, 3, 1], [3, 1, 2]]
)";

class Played {
public:
    Played(std::string const& more, Duration until) {
        Loaded loaded = load_scenario("t.toml", kHead + more, {});
        for (Diagnostic const& each : loaded.diagnostics) ADD_FAILURE() << render(each);
        world_ = start_world(*loaded.scenario);
        go_on(until);
    }

    void go_on(Duration by) {
        Runner runner;
        EXPECT_EQ(run_until(world_, std::max(world_.now, Time{}) + by, runner), RunStatus::reached);
    }

    std::optional<Hint> sensed(std::string const& phrase) {
        Names names = world_.names;
        return sense(world_, names, read(phrase, names));
    }

    void give(std::string const& phrase) {
        Names names = world_.names;
        Command command = read(phrase, names);
        world_.names = names;
        schedule_command(world_, world_.now, std::move(command));
    }

    // What the hint's future shows.
    std::string shown(std::string const& phrase) {
        auto const hint = sensed(phrase);
        if (!hint) return "nothing was sensed";
        give(phrase);
        go_on(milliseconds(1));
        Time const began = world_.now;
        for (HintStep const& step : hint->steps) {
            go_on(began + step.after - world_.now);
            give(step.phrase);
        }
        go_on(began + kHintLength - world_.now);
        return outcome_of(*hint, world_);
    }

private:
    Command read(std::string const& phrase, Names& names) {
        PhraseScope scope = scope_of(world_, names);
        auto parsed = parse_command(phrase, scope);
        if (auto const* problem = std::get_if<PhraseProblem>(&parsed)) {
            ADD_FAILURE() << problem->message;
            return {};
        }
        return std::get<Command>(std::move(parsed));
    }

    World world_;
};

testing::AssertionResult begins(std::string const& text, std::string const& beginning) {
    if (text.rfind(beginning, 0) == 0) return testing::AssertionSuccess();
    return testing::AssertionFailure() << text;
}

constexpr char kGroup[] = "[[consumer]]\ngroup = \"billing\"\nmembers = 3\ntopics = [\"orders\"]\n";

TEST(Sensor, AFourthMemberForThreePartitions) {
    Played played{kGroup, seconds(10)};
    auto const hint = played.sensed("join billing as billing-4 topics=orders");
    ASSERT_TRUE(hint);
    EXPECT_EQ(hint->belief, "M11");
    EXPECT_EQ(hint->says,
              "3 partitions, and billing already has 3 members. What will billing-4 own?");
    EXPECT_TRUE(begins(played.shown("join billing as billing-4 topics=orders"),
                       "partitions of billing-4 = 0, members of billing = 4. In a group"));
}

TEST(Sensor, AMemberThatGetsSomethingIsNoMisconception) {
    Played played{"[[consumer]]\ngroup = \"billing\"\nmembers = 2\ntopics = [\"orders\"]\n",
                  seconds(10)};
    EXPECT_FALSE(played.sensed("join billing as billing-3 topics=orders"));
    EXPECT_FALSE(played.sensed("join other as other-1 topics=orders"));
}

TEST(Sensor, AcksAllWithOneInSyncReplicaAsked) {
    Played played{"", seconds(2)};
    auto const hint = played.sensed("produce 3 to orders-0 as p acks=all");
    ASSERT_TRUE(hint);
    EXPECT_EQ(hint->belief, "M4");
    EXPECT_TRUE(begins(played.shown("produce 3 to orders-0 as p acks=all"),
                       "isr of orders-0 = [1], records acknowledged of probe = 1."));
    Played other{"", seconds(2)};
    EXPECT_FALSE(other.sensed("produce 3 to orders-0 as p acks=1"));
}

TEST(Sensor, MinInsyncReplicasTakenAwayFromAProducerThatWaitsForAll) {
    std::string const more =
        "[topic.config]\nmin.insync.replicas = 2\n[[producer]]\nname = \"shop\"\n"
        "topic = \"orders\"\nrate = \"5/s\"\n";
    Played played{more, seconds(2)};
    std::string const configs =
        "exec kafka-configs --alter --entity-type topics --entity-name orders --add-config "
        "min.insync.replicas=";
    EXPECT_FALSE(played.sensed("produce 3 to orders-0 as p acks=all"));  // two must be in sync
    EXPECT_FALSE(played.sensed(configs + "2"));
    auto const hint = played.sensed(configs + "1");
    ASSERT_TRUE(hint);
    EXPECT_EQ(hint->belief, "M4");
}

TEST(Sensor, MorePartitionsForATopicWithKeys) {
    std::string const more =
        "[[producer]]\nname = \"shop\"\ntopic = \"orders\"\nrate = \"5/s\"\n"
        "keys = \"customer-{1..50}\"\n";
    Played played{more, seconds(3)};
    auto const hint = played.sensed("exec kafka-topics --alter --topic orders --partitions 4");
    ASSERT_TRUE(hint);
    EXPECT_EQ(hint->belief, "M15");
    EXPECT_NE(hint->says.find("Until now the records of customer-"), std::string::npos);
    std::string const shown =
        played.shown("exec kafka-topics --alter --topic orders --partitions 4");
    EXPECT_TRUE(begins(shown, "partition of key customer-"));
    Played without_keys{"[[producer]]\nname = \"shop\"\ntopic = \"orders\"\nrate = \"5/s\"\n",
                        seconds(3)};
    EXPECT_FALSE(without_keys.sensed("exec kafka-topics --alter --topic orders --partitions 4"));
}

TEST(Sensor, AnOffsetResetForAGroupThatHasCommits) {
    Played played{std::string{kGroup} +
                      "[[step]]\nat = \"6s\"\ndo = \"produce 30 to orders-0 as p\"\n"
                      "[[step]]\nat = \"15s\"\ndo = \"crash billing-3\"\n",
                  seconds(20)};
    std::string const join = "join billing as again topics=orders auto.offset.reset=earliest";
    auto const hint = played.sensed(join);
    ASSERT_TRUE(hint);
    EXPECT_EQ(hint->belief, "M17");
    EXPECT_TRUE(begins(hint->says, "billing has committed offset 30 of orders-0."));
    EXPECT_FALSE(played.sensed("join fresh as fresh-1 topics=orders auto.offset.reset=earliest"));
}

TEST(Sensor, TheOnlyInSyncReplicaIsKilled) {
    Played played{
        "[[step]]\nat = \"1s\"\ndo = [\"kill broker-2\", \"kill broker-3\"]\n"
        "[[producer]]\nname = \"shop\"\ntopic = \"orders\"\nrate = \"5/s\"\n"
        "[producer.config]\nacks = 1\n",
        seconds(15)};
    auto const hint = played.sensed("kill broker-1");
    ASSERT_TRUE(hint);
    EXPECT_EQ(hint->says,
              "broker-1 is the only replica of orders-0 that is in sync. Who can lead "
              "it now?");
    EXPECT_TRUE(begins(played.shown("kill broker-1"), "leader of orders-0 = none"));
    Played healthy{"", seconds(2)};
    EXPECT_FALSE(healthy.sensed("kill broker-1"));
    EXPECT_FALSE(healthy.sensed("kill controller-3001"));
}

}  // namespace
}  // namespace highwater

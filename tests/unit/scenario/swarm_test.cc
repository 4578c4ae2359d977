#include <gtest/gtest.h>

#include "scenario/loader.h"
#include "scenario/minimise.h"
#include "scenario/swarm.h"

namespace highwater {
namespace {

TEST(Swarm, EveryNumberIsAScenarioThatLoads) {
    for (std::uint64_t number = 0; number < 40; ++number) {
        Loaded const loaded = load_scenario("swarm.toml", swarm_scenario(number), {});
        ASSERT_TRUE(loaded.scenario) << swarm_scenario(number);
        EXPECT_TRUE(loaded.scenario->healed);
    }
}

TEST(Swarm, TheSameNumberIsTheSameText) {
    EXPECT_EQ(swarm_scenario(7), swarm_scenario(7));
    EXPECT_NE(swarm_scenario(7), swarm_scenario(8));
}

constexpr char const* kText =
    "format = 1\n"
    "[cluster]\n"
    "brokers = 5\n"
    "[[topic]]\n"
    "name = \"a\"\n"
    "[topic.config]\n"
    "min.insync.replicas = 2\n"
    "[[step]]\n"
    "at = \"1s\"\n"
    "do = \"kill broker-1\"\n"
    "[[step]]\n"
    "at = \"2s\"\n"
    "do = \"kill broker-2\"\n";

TEST(Minimise, WhatIsNotNeededGoesAndTheRestStaysAsItWasWritten) {
    auto const shows = [](std::string const& text) {
        return text.find("kill broker-2") != std::string::npos &&
               text.find("format = 1") != std::string::npos &&
               text.find("[cluster]") != std::string::npos &&
               text.find("at = \"2s\"") != std::string::npos;
    };
    EXPECT_EQ(minimise(kText, shows),
              "format = 1\n[cluster]\n[[step]]\nat = \"2s\"\ndo = \"kill broker-2\"\n");
}

TEST(Minimise, CountsAreLoweredAsFarAsItStillShows) {
    auto const shows = [](std::string const& text) {
        return text.find("brokers = 3") != std::string::npos ||
               text.find("brokers = 5") != std::string::npos;
    };
    std::string const least = minimise(kText, shows);
    EXPECT_NE(least.find("brokers = 3"), std::string::npos);
    EXPECT_EQ(least.find("[[step]]"), std::string::npos);
}

TEST(Minimise, WhatNeedsEverythingStaysWhole) {
    std::string const whole = kText;
    EXPECT_EQ(minimise(whole, [&](std::string const& text) { return text == whole; }), whole);
}

}  // namespace
}  // namespace highwater

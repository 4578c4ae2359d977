// Whatever number a server's config takes, time goes on and ends where it should.
#include <gtest/gtest.h>

#include "engine/step.h"
#include "tests/worlds.h"

namespace highwater {
namespace {

// The names of a config's numbers, those within its groups too.
template <class Group>
void add_numbers(Group const& group, std::vector<std::string>& names) {
    for_each_field(group, [&](char const* name, auto const& member) {
        using Member = std::remove_cvref_t<decltype(member)>;
        if constexpr (HasFields<Member>) {
            add_numbers(member, names);
        } else if constexpr (std::is_integral_v<Member> && !std::is_same_v<Member, bool>) {
            names.emplace_back(name);
        }
    });
}

TEST(ServerConfigs, NoNumberThatIsTakenStopsTheClock) {
    std::vector<std::string> names;
    add_numbers(ServerConfig{}, names);
    ASSERT_GT(names.size(), 40U);
    int played = 0;
    for (std::string const& name : names) {
        for (char const* value : {"-1", "0", "1", "32767", "2147483647", "9223372036854775807"}) {
            ServerConfig config;
            if (!set_config(config, name, value)) continue;
            WorldSpec spec = worlds::cluster(1, {.controllers = 1});
            for (NodeSpec& node : spec.nodes) node.config = config;
            World world = build_world(spec);
            worlds::at(world, {}, AddProducer{worlds::producer(world.names, "p", 20)}, "producer");
            Runner runner;
            RunLimits limits;
            limits.max_events = 400'000;
            RunStatus const status = run_until(world, Time{} + seconds(2), runner, limits);
            ASSERT_EQ(status, RunStatus::reached)
                << name << " = " << value << " " << describe(status, world, limits);
            ++played;
        }
    }
    EXPECT_GT(played, 150);
}

}  // namespace
}  // namespace highwater

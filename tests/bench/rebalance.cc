// What it costs when very many members join one group at once, for each assignor and protocol.
#include "tests/bench/bench.h"
#include "tests/worlds.h"

namespace highwater::bench {

namespace {
constexpr std::int32_t kMembers = 1'000;
constexpr std::int32_t kPartitions = 10'000;

struct Case {
    char const* protocol;
    char const* assignor;
};

World group_of(Case const& one) {
    World world = build_world(worlds::cluster(1, {5, 3, kPartitions, 3, 30'000}));
    bool const is_classic = std::string{one.protocol} == "classic";
    for (std::int32_t i = 0; i < kMembers; ++i) {
        ConsumerSpec spec;
        spec.name = world.names.intern("member-" + std::to_string(i + 1));
        spec.subscribe = {world.names.intern("orders")};
        spec.from = StartPosition::committed;
        spec.starts_at = Time{} + microseconds(i * 97);
        MemberConfig& group = spec.config.group;
        group.group_id = "all";
        group.group_protocol = is_classic ? GroupProtocol::classic : GroupProtocol::consumer;
        if (is_classic) group.partition_assignment_strategy = {one.assignor};
        if (!is_classic) group.group_remote_assignor = one.assignor;
        worlds::at(world, {}, AddConsumer{spec}, "consumer");
    }
    return world;
}

bool is_settled(World const& world) {
    std::size_t owned = 0;
    for (Process const& process : world.nodes) {
        if (!process.consumer) continue;
        Consumer const& consumer = **process.consumer;
        if (consumer.membership.state != JoinState::stable) return false;
        owned += consumer.partitions.size();
    }
    return owned == static_cast<std::size_t>(kPartitions);
}

void measure(bool json, Case const& one) {
    World world = group_of(one);
    Runner runner;
    run_until(world, Time{}, runner);
    std::int64_t const before = allocated_bytes();
    std::uint64_t const events_before = world.counters.events;
    double const start = cpu_seconds();
    Time const limit = Time{} + seconds(600);
    bool settled = false;
    while (!settled && world.now < limit) {
        run_until(world, world.now + milliseconds(500), runner);
        settled = is_settled(world);
    }
    double const cpu = cpu_seconds() - start;
    Row row{"rebalance"};
    row.text("protocol", one.protocol).text("assignor", one.assignor);
    row.integer("members", kMembers).integer("partitions", kPartitions);
    row.number("cpu_s", cpu).number("sim_s", static_cast<double>(world.now.us) / 1e6);
    row.integer("events", static_cast<std::int64_t>(world.counters.events - events_before));
    row.integer("bytes", allocated_bytes() - before);
    row.hash(world.history_hash).reached(settled);
    row.print(json);
}
}  // namespace

// Reached: every partition has its owner, and all members agree, within ten simulated minutes.
void rebalance(bool json) {
    for (Case const& one : {Case{"classic", "range"}, Case{"classic", "roundrobin"},
                            Case{"classic", "sticky"}, Case{"classic", "cooperative-sticky"},
                            Case{"consumer", "uniform"}, Case{"consumer", "range"}}) {
        measure(json, one);
    }
}

}  // namespace highwater::bench

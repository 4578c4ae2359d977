// How the cost of one event grows with the number of partitions, and what failures cost when there
// are many of them.
#include <malloc.h>

#include <algorithm>

#include "tests/bench/bench.h"
#include "tests/worlds.h"

namespace highwater::bench {

namespace {

// 10,000 records a second on so many partitions: the cost of an event.
double steady_on(bool json, std::int32_t partitions, double at_most_ns) {
    worlds::Load load;
    load.partitions = partitions;
    // What the run before freed is joined by the first allocation that is large, 40 ms at a time.
    malloc_trim(0);
    double const start_up = cpu_seconds();
    World world = worlds::steady(1, load);
    Runner runner;
    run_until(world, Time{}, runner);
    double const started = cpu_seconds() - start_up;
    run_until(world, Time{} + seconds(5), runner);
    std::uint64_t const events_before = world.counters.events;
    double const start = cpu_seconds();
    run_until(world, world.now + seconds(20), runner);
    double const cpu = cpu_seconds() - start;
    auto const events = static_cast<std::int64_t>(world.counters.events - events_before);
    double const each = cpu * 1e9 / static_cast<double>(events);
    Row row{"scale"};
    row.integer("partitions", partitions).number("ns_per_event", each).integer("events", events);
    row.number("start_up_ms", started * 1e3).number("sim_s_per_cpu_s", 20 / cpu);
    bool const starts_well = partitions < 10'000 || started <= 0.050;
    row.hash(world.history_hash).reached(each <= at_most_ns && starts_well);
    row.print(json);
    return each;
}

}  // namespace

// The aims: an event costs with 10,000 partitions at most twice what it costs with 10, and a
// cluster of 10,000 partitions is ready (built, elected, registered, all topics created and
// replayed) after 50 ms of CPU time.
void scale(bool json) {
    double const few = steady_on(json, 10, 1e9);
    for (std::int32_t const partitions : {100, 1'000, 10'000}) steady_on(json, partitions, 2 * few);
}

// The aims: 80 simulated seconds a CPU second, and no event longer than 2 ms. The second run looks
// at the clock around every event, which the first one would pay for.
void storm(bool json) {
    constexpr std::int32_t kCrashes = 30;
    Time const end = Time{} + seconds(60);
    World world = worlds::storm(1, kCrashes);
    World again = world;
    Runner runner;
    run_until(world, Time{}, runner);
    double const start = cpu_seconds();
    std::uint64_t const events_before = world.counters.events;
    run_until(world, end, runner);
    double const cpu = cpu_seconds() - start;
    auto const events = static_cast<std::int64_t>(world.counters.events - events_before);

    double longest = 0;
    Runner other;
    run_until(again, Time{}, other);
    while (again.queue.next_at() <= end) {
        double const before = cpu_seconds();
        step(again, other);
        longest = std::max(longest, cpu_seconds() - before);
    }
    Row row{"storm"};
    row.integer("partitions", 1'000).integer("crashes", kCrashes);
    row.number("ns_per_event", cpu * 1e9 / static_cast<double>(events)).integer("events", events);
    row.number("sim_s_per_cpu_s", 60 / cpu).number("longest_event_ms", longest * 1e3);
    row.hash(world.history_hash).reached(60 / cpu >= 80 && longest <= 0.002);
    row.print(json);
}

}  // namespace highwater::bench

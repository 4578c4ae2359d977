// Whole clusters: how fast the data path runs, how long a jump through time takes, and what a
// record and a partition cost in memory.
#include <algorithm>

#include "base/draw.h"
#include "engine/timeline.h"
#include "tests/bench/bench.h"
#include "tests/worlds.h"

namespace highwater::bench {

namespace {

std::int64_t acknowledged(World const& world) {
    std::int64_t sum = 0;
    for (Process const& process : world.nodes) {
        if (process.producer) sum += (*process.producer)->counts.acknowledged;
    }
    return sum;
}

std::int64_t sent(World const& world) {
    std::int64_t sum = 0;
    for (Process const& process : world.nodes) {
        if (process.producer) sum += (*process.producer)->counts.sent;
    }
    return sum;
}

std::int64_t replicas(World const& world) {
    std::int64_t sum = 0;
    for (Process const& process : world.nodes) {
        if (process.broker) sum += (*process.broker)->partitions.size();
    }
    return sum;
}

double percentile(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    auto const last = static_cast<double>(values.size() - 1);
    return values[static_cast<std::size_t>(last * share)];
}

}  // namespace

// 5 brokers, 100 partitions with 3 replicas, acks=all, 20 producers of 500 records/s of 100 bytes
// without keys, linger 5 ms, 15 consumers. The aim: 65 simulated seconds and 650,000 acknowledged
// records per CPU second.
void steady(bool json) {
    World world = worlds::steady(1);
    Runner runner;
    run_until(world, Time{} + seconds(2), runner);
    std::uint64_t const events_before = world.counters.events;
    std::int64_t const records_before = acknowledged(world);
    std::int64_t const simulated = 60;
    double const start = cpu_seconds();
    run_until(world, world.now + seconds(simulated), runner);
    double const cpu = cpu_seconds() - start;
    auto const events = static_cast<std::int64_t>(world.counters.events - events_before);
    auto const records = static_cast<double>(acknowledged(world) - records_before);
    double const speed = static_cast<double>(simulated) / cpu;
    Row row{"steady"};
    row.integer("brokers", 5).integer("partitions", 100).integer("pending", world.queue.size());
    row.number("ns_per_event", cpu * 1e9 / static_cast<double>(events)).integer("events", events);
    row.number("sim_s_per_cpu_s", speed).number("records_per_cpu_s", records / cpu);
    row.integer("records_not_acknowledged", sent(world) - acknowledged(world));
    row.hash(world.history_hash).reached(speed >= 65 && records / cpu >= 650'000);
    row.print(json);
}

// A recording of ten minutes of the steady load, and jumps to 300 random events of it, 100 steps
// back from random places, and 100 forks. The aims: p99 of 25 ms, 25 ms and 1 ms.
void seek(bool json) {
    Timeline timeline{worlds::steady(1)};
    double const start = cpu_seconds();
    timeline.run_until(Time{} + seconds(600));
    double const recording = cpu_seconds() - start;
    std::uint64_t const end = timeline.event();
    std::vector<double> jumps;
    std::vector<double> steps;
    std::vector<double> forks;
    auto const timed = [](auto&& action) {
        double const before = cpu_seconds();
        action();
        return (cpu_seconds() - before) * 1e3;
    };
    for (std::uint64_t i = 0; i < 300; ++i) {
        std::uint64_t const target = below(draw(1, Draw::test, 3, i), end);
        jumps.push_back(timed([&] { timeline.seek_event(target); }));
        if (i % 3 == 0) steps.push_back(timed([&] { timeline.step_back(); }));
    }
    for (int i = 0; i < 100; ++i) forks.push_back(timed([&] { timeline.fork(); }));
    Row row{"seek"};
    row.integer("events", static_cast<std::int64_t>(end));
    row.integer("checkpoints", timeline.checkpoint_count());
    row.number("recording_cpu_s", recording);
    row.number("ns_per_event", recording * 1e9 / static_cast<double>(end));
    row.number("p50_ms", percentile(jumps, 0.5)).number("p99_ms", percentile(jumps, 0.99));
    row.number("step_back_p99_ms", percentile(steps, 0.99));
    row.number("fork_p99_ms", percentile(forks, 0.99));
    row.hash(timeline.branches().front().end_hash);
    row.reached(percentile(jumps, 0.99) <= 25 && percentile(steps, 0.99) <= 25 &&
                percentile(forks, 0.99) <= 1);
    row.print(json);
}

namespace {

// What the heap holds more after a load of synthetic records, batches of about 100, over all
// replicas. The aim: 24 bytes a record.
void bytes_per_record(bool json) {
    World world = build_world(worlds::cluster(1, {3, 3, 3, 3, 30'000}));
    ProducerSpec spec = worlds::producer(world.names, "loader", 20'000);
    spec.partition = 0;
    spec.config.batch_size = 100'000;
    worlds::at(world, {}, AddProducer{spec}, "producer");
    Runner runner;
    run_until(world, Time{} + seconds(5), runner);
    std::int64_t const bytes = allocated_bytes();
    std::int64_t const records = acknowledged(world);
    run_until(world, Time{} + seconds(65), runner);
    auto const more = static_cast<double>(acknowledged(world) - records);
    double const each = static_cast<double>(allocated_bytes() - bytes) / (more * 3);
    Row row{"memory"};
    row.integer("records", acknowledged(world)).integer("replicas", 3);
    row.number("bytes_per_record", each).number("bytes_per_record_all_replicas", each * 3);
    row.hash(world.history_hash).reached(each * 3 <= 24);
    row.print(json);
}

// What a thousand more empty partitions (3 replicas each) cost. The aim: 1 KB for a partition's
// replica.
void bytes_per_partition(bool json) {
    auto const settled = [](std::int32_t partitions) {
        World world = build_world(worlds::cluster(1, {3, 3, partitions, 3, 30'000}));
        Runner runner;
        run_until(world, Time{} + seconds(20), runner);
        return world;
    };
    std::int64_t const empty = allocated_bytes();
    World const few = settled(10);
    std::int64_t const with_few = allocated_bytes();
    World const many = settled(1'010);
    std::int64_t const with_many = allocated_bytes();
    std::int64_t const difference = (with_many - with_few) - (with_few - empty);
    auto const more = static_cast<double>(replicas(many) - replicas(few));
    double const each = static_cast<double>(difference) / more;
    Row row{"memory"};
    row.integer("partitions", 1'010).integer("replicas", replicas(many));
    row.number("bytes_per_partition", each).hash(many.history_hash).reached(each <= 1'024);
    row.print(json);
}

}  // namespace

void memory(bool json) {
    bytes_per_record(json);
    bytes_per_partition(json);
}

}  // namespace highwater::bench

// Faults at random, many seeds: nothing may crash, and when they are over the cluster must be whole
// again and hold every record that it acknowledged with acks=all.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

#include "base/draw.h"
#include "engine/timeline.h"
#include "tests/worlds.h"
#include "world/lookup.h"

namespace highwater {
namespace {

// The fault of a moment: which one, and who suffers it.
CommandBody some_fault(std::uint64_t seed, std::uint64_t nth, std::uint64_t servers) {
    auto const pick = [&](std::uint64_t what, std::uint64_t bound) {
        return below(draw(seed, Draw::test, what, nth), bound);
    };
    NodeTarget const one = worlds::node(static_cast<std::int32_t>(pick(1, servers)));
    NodeTarget const other = worlds::node(static_cast<std::int32_t>(pick(2, servers)));
    switch (pick(0, 14)) {
    case 0:
    case 1: return KillNode{one};
    case 2:
    case 3:
    case 4: return StartNode{one};
    case 5: return PauseNode{one};
    case 6:
    case 7: return ResumeNode{one};
    case 8: return CutLink{one, other, pick(3, 2) == 0};
    case 9: return IsolateNode{one};
    case 10: return HealAll{};
    case 11: return ShutdownNode{one};
    case 12: return SlowNode{one, milliseconds(static_cast<std::int64_t>(pick(4, 300)))};
    default: return LoseMessages{one, other, static_cast<std::int32_t>(pick(5, 300'000))};
    }
}

World chaos(std::uint64_t seed, worlds::Shape const& shape) {
    World world = build_world(worlds::cluster(seed, shape));
    ProducerSpec spec = worlds::producer(world.names, "checkout", 50);
    spec.stops_at = Time{} + seconds(100);
    worlds::at(world, {}, AddProducer{spec}, "producer");
    worlds::at(world, {}, AddConsumer{worlds::consumer(world.names, "auditor")}, "consumer");
    auto const servers = static_cast<std::uint64_t>(shape.brokers + shape.controllers);
    for (std::uint64_t nth = 0; nth < 60; ++nth) {
        auto const ms = static_cast<std::int64_t>(below(draw(seed, Draw::test, 9, nth), 60'000));
        worlds::at(world, milliseconds(ms), some_fault(seed, nth, servers), "a fault");
    }
    worlds::at(world, seconds(60), HealAll{}, "heal all");
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(servers); ++i) {
        worlds::at(world, seconds(60), ResumeNode{worlds::node(i)}, "resume");
        worlds::at(world, seconds(60), SlowNode{worlds::node(i), {}}, "as fast as before");
        // A controlled shutdown that was under way may end a little later.
        for (std::int64_t at : {60, 75, 90, 105}) {
            worlds::at(world, seconds(at), StartNode{worlds::node(i)}, "start");
        }
    }
    return world;
}

// What the leader of each partition holds, by producer and nth.
void expect_everything_kept(World const& world, std::uint64_t seed) {
    MetadataImage const& image = *current_image(world);
    TopicImage const& topic = *find_topic(image, world.names.find("orders"));
    std::map<std::uint32_t, int> copies;
    for (std::size_t i = 0; i < topic.partitions.size(); ++i) {
        PartitionRegistration const& registration = topic.partitions[i];
        EXPECT_EQ(registration.isr.size(), 3U) << "seed " << seed << " partition " << i;
        NodeId const leader = node_of_server(world, registration.leader);
        ASSERT_NE(leader, kNoNode) << "seed " << seed << " partition " << i;
        TopicPartition const id{topic.name, static_cast<std::int32_t>(i)};
        Partition const* const led = find_partition(**node_of(world, leader).broker, id);
        ASSERT_NE(led, nullptr);
        for (BrokerId const replica : registration.replicas) {
            Broker const& broker = **node_of(world, node_of_server(world, replica)).broker;
            Partition const* const copy = find_partition(broker, id);
            ASSERT_NE(copy, nullptr);
            EXPECT_EQ(copy->log.end_offset(), led->log.end_offset())
                << "seed " << seed << " partition " << i;
            EXPECT_EQ(hash_of(copy->log.batches()), hash_of(led->log.batches())) << "seed " << seed;
        }
        BatchList const& batches = led->log.batches();
        for (std::int64_t b = 0; b < batches.size(); ++b) {
            for (std::uint32_t const nth : batches[b]->records->nth) ++copies[nth];
        }
    }
    Producer const& producer = **node_of(world, find_node(world, "checkout")).producer;
    // A broker that stopped in order knows only the last batch of a producer when it starts again
    // (its snapshot holds no more). The retry of an older one is then out of order, the producer
    // takes a new epoch and sends it once more: Kafka's one way to duplicates without an error.
    bool const may_duplicate = producer.identity.epoch > 0;
    producer.ledger.for_each([&](LedgerEntry const& entry) {
        for (std::uint32_t const nth : entry.records->nth) {
            EXPECT_GE(copies[nth], 1) << "seed " << seed << " record " << nth;
            if (!may_duplicate) {
                EXPECT_EQ(copies[nth], 1) << "seed " << seed << " record " << nth;
            }
        }
    });
}

void run_chaos(std::uint64_t first, std::uint64_t last, worlds::Shape const& shape) {
    for (std::uint64_t seed = first; seed <= last; ++seed) {
        World world = chaos(seed, shape);
        Checks checks;
        Runner runner;
        runner.checks = &checks;
        RunLimits limits;
        limits.max_events = 2'000'000;
        ASSERT_EQ(run_until(world, Time{} + seconds(180), runner, limits), RunStatus::reached)
            << seed;
        expect_everything_kept(world, seed);
        check_liveness(checks, world);
        Describer const who = describer_of(world);
        for (Violation const& violation : checks.violations()) {
            ADD_FAILURE() << "seed " << seed << ", event " << violation.event.value << ": "
                          << describe(violation, who);
        }
        if (testing::Test::HasFailure()) return;
    }
}

std::uint64_t seeds(std::uint64_t usually) {
    char const* const wanted = std::getenv("HIGHWATER_SEEDS");
    return wanted == nullptr ? usually : std::strtoull(wanted, nullptr, 10);
}

TEST(Chaos, DedicatedControllersLoseNothingThatWasAcknowledged) {
    run_chaos(1, seeds(20), {3, 3, 3, 3, 10'000});
}

TEST(Chaos, CombinedNodesLoseNothingThatWasAcknowledged) {
    run_chaos(1, seeds(20), {3, 0, 3, 3, 10'000});
}

TEST(Chaos, FiveBrokersLoseNothingThatWasAcknowledged) {
    run_chaos(1, seeds(10), {5, 3, 6, 3, 10'000});
}

}  // namespace
}  // namespace highwater

// A topic is deleted and made anew under its name: what is said about the one before is no promise
// of the new one, and each is held to its own.
#include <gtest/gtest.h>

#include "check/checks.h"
#include "engine/step.h"
#include "scenario/loader.h"
#include "scenario/play.h"
#include "world/lookup.h"

namespace highwater {
namespace {

constexpr std::string_view kText =
    "format = 1\n"
    "title = \"Made anew\"\n"
    "seed = 3\n"
    "duration = \"20s\"\n"
    "[cluster]\n"
    "brokers = 3\n"
    "controllers = 1\n"
    "[cluster.config]\n"
    "auto.create.topics.enable = false\n"
    "[[topic]]\n"
    "name = \"orders\"\n"
    "assignment = [[1, 2]]\n"
    "[[producer]]\n"
    "name = \"checkout\"\n"
    "topic = \"orders\"\n"
    "rate = \"50/s\"\n"
    "stop = \"4s\"\n"
    "[[consumer]]\n"
    "name = \"auditor\"\n"
    "assign = [\"orders-0\"]\n"
    "from = \"earliest\"\n"
    "[[step]]\n"
    "at = \"6s\"\n"
    "do = \"exec kafka-topics --delete --topic orders\"\n"
    "[[step]]\n"
    "at = \"8s\"\n"
    "do = \"exec kafka-topics --create --topic orders --replica-assignment 1:2\"\n"
    "[[step]]\n"
    "at = \"10s\"\n"
    "do = \"produce 3 to orders-0 as shop\"\n";

// Some 200 records were written to the first topic, and three to the second.
class MadeAnew : public testing::Test {
protected:
    MadeAnew() {
        Loaded loaded = load_scenario("made-anew.toml", std::string{kText}, {});
        CHECK(loaded.scenario);
        world = start_world(*loaded.scenario);
        Runner runner;
        runner.checks = &checks;
        run_until(world, Time{} + seconds(15), runner);
        id = {world.names.find("orders"), 0};
    }

    // An answer of broker-1 arrives that was sent then.
    void answer(char const* client, Time sent_at, Message message, std::vector<Fact> facts) {
        Delivery delivery;
        delivery.envelope.from = find_node(world, "broker-1");
        delivery.envelope.to = find_node(world, client);
        delivery.envelope.message = std::move(message);
        delivery.sent_at = sent_at;
        TracedEvent event;
        event.id = world.queue.next_id();
        event.at = world.now;
        event.node = delivery.envelope.to;
        observe(checks, world, event, delivery, facts);
    }
    void acknowledge(Time sent_at, Offset offset) {
        answer("checkout", sent_at, ProduceResponse{}, {Acknowledged{id, offset, 1, 1, -1}});
    }
    void show(Time sent_at, Offset high_watermark) {
        FetchedPartition fetched;
        fetched.partition = id;
        fetched.high_watermark = high_watermark;
        answer("auditor", sent_at,
               FetchResponse{ErrorCode::none, 1, make_payload(std::vector{fetched})}, {});
    }
    std::uint64_t violated(InvariantId invariant) const {
        return checks.of(kFirstCluster).violated[static_cast<std::size_t>(invariant)];
    }

    World world;
    Checks checks;
    TopicPartition id;
    Time const before = Time{} + seconds(5);
    Time const after = Time{} + seconds(14);
};

TEST_F(MadeAnew, NothingIsViolated) { EXPECT_TRUE(checks.violations().empty()); }

TEST_F(MadeAnew, AnAcknowledgementIsHeldToTheTopicThatItIsAbout) {
    acknowledge(before, {100});
    acknowledge(after, {2});
    EXPECT_EQ(violated(InvariantId::acks_all_durable), 0U);
    acknowledge(after, {100});
    EXPECT_EQ(violated(InvariantId::acks_all_durable), 1U);
    acknowledge(before, {1'000});
    EXPECT_EQ(violated(InvariantId::acks_all_durable), 2U);
}

TEST_F(MadeAnew, WhatAConsumerIsShownIsHeldToTheTopicThatItIsAbout) {
    show(before, {100});
    show(after, {3});
    EXPECT_EQ(violated(InvariantId::reads_committed), 0U);
    show(after, {100});
    EXPECT_EQ(violated(InvariantId::reads_committed), 1U);
    show(before, {1'000});
    EXPECT_EQ(violated(InvariantId::reads_committed), 2U);
}

}  // namespace
}  // namespace highwater

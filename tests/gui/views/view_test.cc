// What the stages say about the first lesson, instant by instant: the view models alone, nothing is
// drawn.
#include <gtest/gtest.h>

#include <algorithm>

#include "gui/view/actions.h"
#include "gui/view/cluster.h"
#include "gui/view/inspector.h"
#include "gui/view/lecture.h"
#include "gui/view/messages.h"
#include "gui/view/partitions.h"
#include "gui/view/promises.h"
#include "gui/view/short_text.h"
#include "gui/view/why_chain.h"
#include "scenario/losses.h"
#include "scenario/queries.h"
#include "scenario/verbs.h"
#include "tests/gui/views/group_lesson.h"
#include "tests/gui/views/scene.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

constexpr char const* kLesson = "replication/leader-failover.toml";

bool led_by(Scene const& scene, TopicPartition partition, BrokerId leader) {
    return leader_of(scene.world(), partition) == leader;
}

// Right after the controller has chosen a new leader for orders-1.
Scene& elected() {
    static Scene* scene = [] {
        auto* made = new Scene{kLesson};
        made->go_to(Time{10'000'000});
        TopicPartition const partition = made->partition("orders", 1);
        EXPECT_TRUE(
            made->step_until([&](Scene const& s) { return led_by(s, partition, BrokerId{3}); }));
        return made;
    }();
    return *scene;
}

ClusterView view_of(Scene const& scene, std::size_t rows = 3) {
    LifeStory lives;
    Frame const frame = scene.frame();
    lives.follow(frame.trace);
    return cluster_view(frame, {rows, 4, {}}, lives);
}

BrokerCard const& card(ClusterView const& view, char const* name) {
    auto const found = std::find_if(view.brokers.begin(), view.brokers.end(),
                                    [&](BrokerCard const& each) { return each.name == name; });
    EXPECT_NE(found, view.brokers.end()) << name;
    return *found;
}

TEST(ClusterView, AThrottledProducerSaysUntilWhenItWaits) {
    Scene scene{"producers/a-quota-makes-it-wait.toml"};
    scene.go_to(Time{8'000'000});
    EXPECT_EQ(view_of(scene).clients[0].trouble, "");
    scene.go_to(Time{20'000'000});
    std::string const trouble = view_of(scene).clients[0].trouble;
    EXPECT_TRUE(trouble.starts_with("throttled until 20.")) << trouble;
}

TEST(ShortText, TenthsAreCutOffNotRounded) {
    EXPECT_EQ(tenths(Time{5'999'999}), "5.9 s");
    EXPECT_EQ(tenths(Time{-9'950'000}), "-9.9 s");
    EXPECT_EQ(to_microseconds(Time{9'104'210}), "9.104 210 s");
}

TEST(ShortText, NumbersOfRecordsAreARangeOnlyWithoutGaps) {
    EXPECT_EQ(numbers({118}), "118");
    EXPECT_EQ(numbers({118, 119}), "118–119");
    EXPECT_EQ(numbers({118, 120}), "118, 120");
    EXPECT_EQ(numbers({118, 121, 131}), "118 … 131");
    EXPECT_EQ(grouped(-1'234'567), "-1,234,567");
    EXPECT_EQ(joined({"a", "b", "c"}, 2), "a, b and 1 more");
}

TEST(ClusterView, TheClusterIsCompleteAndCalmBeforeTheFailure) {
    Scene scene{kLesson};
    scene.go_to(Time{5'000'000});
    ClusterView const view = view_of(scene);
    ASSERT_EQ(view.controllers.size(), 3U);
    ASSERT_EQ(view.brokers.size(), 3U);
    ASSERT_EQ(view.partitions.size(), 3U);
    ASSERT_EQ(view.clients.size(), 2U);
    EXPECT_EQ(std::count_if(view.controllers.begin(), view.controllers.end(),
                            [](ControllerCard const& each) { return each.is_active; }),
              1);
    BrokerCard const& two = card(view, "broker-2");
    EXPECT_EQ(two.rack, "rack b");
    EXPECT_EQ(two.status.meaning, Meaning::plain) << two.status.words;
    EXPECT_EQ(two.rows[1].words, "leader");
    EXPECT_EQ(two.rows[1].meaning, Meaning::leader);
    EXPECT_EQ(card(view, "broker-1").rows[1].words, "follower · in sync");
    EXPECT_GT(two.rows[1].bar.log_end, 0);
    EXPECT_EQ(view.clients[0].role, "producer · acks=all");
    EXPECT_TRUE(view.clients[0].trouble.empty()) << view.clients[0].trouble;
}

TEST(ClusterView, ADeadBrokerSaysSinceWhenAndThatNobodyHasNoticed) {
    Scene scene{kLesson};
    scene.go_to(Time{7'000'000});
    ClusterView const view = view_of(scene);
    BrokerCard const& two = card(view, "broker-2");
    EXPECT_TRUE(two.status.is_dead);
    EXPECT_EQ(two.status.words, "dead since 6.0 s · not fenced");
    ASSERT_EQ(two.rows.size(), 3U);
    for (std::size_t i = 0; i < two.rows.size(); ++i) {
        EXPECT_EQ(two.rows[i].words, i == 1 ? "leader · dead" : "offline") << i;
        EXPECT_TRUE(two.rows[i].bar.dead);
    }
}

TEST(ClusterView, AfterTheElectionTheOldLeaderIsFencedAndTheNewOneNotToldYet) {
    ClusterView const view = view_of(elected());
    EXPECT_EQ(card(view, "broker-2").status.words, "dead since 6.0 s · fenced");
    ReplicaRow const& three = card(view, "broker-3").rows[1];
    EXPECT_TRUE(three.is_leader);
    EXPECT_EQ(three.words, "elected · not told yet");
    EXPECT_EQ(view.clients[0].trouble, "believes broker-2 leads orders-1");
    EXPECT_EQ(view.clients[0].trouble_meaning, Meaning::at_risk);
}

TEST(ClusterView, WithLittleRoomTheSelectedPartitionKeepsItsRowAndOthersAreMarks) {
    Scene scene{kLesson};
    scene.go_to(Time{5'000'000});
    LifeStory lives;
    Frame const frame = scene.frame();
    ClusterView const view = cluster_view(frame, {1, 4, scene.partition("orders", 2)}, lives);
    ASSERT_EQ(view.partitions.size(), 1U);
    EXPECT_EQ(view.partitions[0].name, "orders-2");
    EXPECT_EQ(view.all_partitions, 3);
    ASSERT_EQ(view.brokers[0].tiles.size(), 2U);
    EXPECT_EQ(card(view, "broker-1").summary, "leads 1 · follows 1");
}

TEST(ClusterView, RowsOfDeadReplicasComeFirstWhenThereIsNoRoomForAll) {
    Scene scene{kLesson};
    scene.go_to(Time{7'000'000});
    ServerIndex const servers{scene.world()};
    auto const chosen = choose_partitions(servers, list_partitions(servers), 1, {});
    ASSERT_EQ(chosen.size(), 1U);
    EXPECT_EQ(chosen[0].id, scene.partition("orders", 1));  // its leader is dead
}

TEST(LifeStory, ItBeginsAnewWhenTheTraceWasCut) {
    Names names;
    Trace trace;
    auto const append = [&](std::uint64_t id, std::int64_t at, NodeId node, Fact fact) {
        std::vector<Fact> facts{std::move(fact)};
        TracedEvent event;
        event.id = EventId{id};
        event.at = Time{at};
        event.node = node;
        trace.append(event, facts);
    };
    append(1, 0, NodeId{0}, NodeStarted{});
    append(2, 10, NodeId{0}, NodeKilled{});
    LifeStory lives;
    lives.follow(trace);
    ASSERT_NE(lives.last(NodeId{0}, 9), nullptr);
    EXPECT_EQ(lives.last(NodeId{0}, 9)->change, LifeChange::killed);
    EXPECT_EQ(lives.last(NodeId{0}, 1)->change, LifeChange::started);  // as of before the kill
    EXPECT_EQ(lives.last(NodeId{1}, 9), nullptr);
    trace.forget_from(1);
    append(3, 20, NodeId{0}, NodePaused{});
    lives.follow(trace);
    EXPECT_EQ(lives.last(NodeId{0}, 9)->change, LifeChange::paused);
}

TEST(Messages, AProduceToADeadLeaderCannotArrive) {
    Scene scene{kLesson};
    scene.go_to(Time{5'990'000});
    auto const to_two = [&](Scene const& s) {
        MessagesView const view = messages_view(s.frame(), 50);
        return std::any_of(view.shown.begin(), view.shown.end(), [&](MessagePill const& pill) {
            return pill.fate == MessagePill::Fate::travels && pill.to == s.node("broker-2");
        });
    };
    ASSERT_TRUE(scene.step_until(to_two));
    scene.give("kill broker-2");
    auto const is_dead = [&](Scene const& s) {
        return !node_of(s.world(), s.node("broker-2")).is_alive;
    };
    ASSERT_TRUE(scene.step_until(is_dead, 3));
    MessagesView const view = messages_view(scene.frame(), 50);
    for (MessagePill const& pill : view.shown) {
        SCOPED_TRACE(pill.label);
    }
    EXPECT_TRUE(std::any_of(view.shown.begin(), view.shown.end(), [&](MessagePill const& pill) {
        return pill.fate == MessagePill::Fate::cannot_arrive && pill.to == scene.node("broker-2") &&
               pill.meaning == Meaning::lost;
    }));
}

TEST(Messages, TheirProgressFollowsSimulatedTimeAndTheLastStepIsShownAsArrived) {
    Scene scene{kLesson};
    scene.go_to(Time{5'000'000});
    bool seen_between = false;
    for (int i = 0; i < 200; ++i) {
        scene.step();
        for (MessagePill const& pill : messages_view(scene.frame(), 50).shown) {
            EXPECT_GE(pill.permille, 0);
            EXPECT_LE(pill.permille, 1000);
            EXPECT_FALSE(pill.label.empty());
            seen_between |= pill.permille > 100 && pill.permille < 900;
        }
    }
    EXPECT_TRUE(seen_between);
    EXPECT_TRUE(scene.step_until([](Scene const& s) {
        MessagesView const view = messages_view(s.frame(), 50);
        return !view.shown.empty() && view.shown[0].fate == MessagePill::Fate::arrived;
    }));
}

TEST(Messages, WhatACutHoldsIsShownAndTheRestIsCounted) {
    Scene scene{kLesson};
    scene.go_to(Time{3'000'000});
    scene.give("cut broker-2 from broker-3");
    scene.go_to(Time{4'000'000});
    MessagesView const view = messages_view(scene.frame(), 50);
    EXPECT_TRUE(std::any_of(view.shown.begin(), view.shown.end(), [](MessagePill const& pill) {
        return pill.fate == MessagePill::Fate::held;
    }));
    NetworkView const network = network_view(scene.frame());
    ASSERT_EQ(network.links.size(), 1U);
    EXPECT_TRUE(network.links[0].both_ways);
    EXPECT_EQ(network.links[0].words, "cut");
    MessagesView const none = messages_view(scene.frame(), 0, 0);
    EXPECT_TRUE(none.shown.empty());
    EXPECT_EQ(none.not_shown, static_cast<std::int32_t>(view.shown.size()));
    EXPECT_FALSE(none.unlabelled.empty());
}

TEST(Partitions, TheListCountsWhatIsWrong) {
    Scene scene{kLesson};
    scene.go_to(Time{7'000'000});
    PartitionsList const list = partitions_list(scene.world(), PartitionFilter::all);
    EXPECT_EQ(list.all, 3);
    EXPECT_EQ(list.entries.size(), 3U);
    EXPECT_EQ(list.no_leader, 1);
    PartitionsList const bad = partitions_list(scene.world(), PartitionFilter::no_leader);
    ASSERT_EQ(bad.entries.size(), 1U);
    EXPECT_EQ(bad.entries[0].health, PartitionHealth::leader_dead);
}

TEST(Partitions, ABlockHasEveryReplicaInTheOrderOfTheAssignment) {
    Scene const& scene = elected();
    ServerIndex const servers{scene.world()};
    PartitionBlock const block =
        partition_block(scene.frame(), servers, scene.partition("orders", 1));
    ASSERT_EQ(block.replicas.size(), 3U);
    EXPECT_EQ(block.replicas[0].name, "broker-2");
    EXPECT_EQ(block.replicas[0].place, "preferred");
    EXPECT_EQ(block.isr, "ISR 3, 1 of 2, 3, 1");
    EXPECT_EQ(block.trouble, "under-replicated");
    EXPECT_GE(block.span.highest, block.replicas[0].bar.log_end);
}

InspectorField const* field(InspectorView const& view, std::string const& name) {
    for (InspectorSection const& section : view.sections) {
        for (InspectorField const& each : section.fields) {
            if (each.name == name) return &each;
        }
    }
    return nullptr;
}

TEST(Inspector, WhatTheLastStepChangedSaysWhatItWas) {
    Scene const& scene = elected();
    InspectorView const view =
        inspect(scene.frame(), SelectedPartition{scene.partition("orders", 1)}, true);
    ASSERT_TRUE(view.exists);
    EXPECT_EQ(view.title, "orders-1");
    ASSERT_NE(field(view, "leader"), nullptr);
    EXPECT_EQ(field(view, "leader")->value, "broker-3");
    EXPECT_EQ(field(view, "leader")->note, "was broker-2");
    EXPECT_TRUE(field(view, "leader")->changed);
    EXPECT_EQ(field(view, "leader epoch")->note, "was 0");
    EXPECT_FALSE(field(view, "replicas")->changed);
    ASSERT_EQ(view.raw.size(), 1U);
    EXPECT_FALSE(view.raw[0].rows.empty());
}

TEST(Inspector, EverythingThatCanBeSelectedHasFields) {
    Scene& scene = elected();
    Frame const frame = scene.frame();
    for (Process const& process : frame.world.nodes) {
        InspectorView const view = inspect(frame, SelectedNode{process.id}, true);
        EXPECT_TRUE(view.exists);
        EXPECT_FALSE(view.title.empty());
    }
    for (BrokerId const broker : {BrokerId{1}, BrokerId{2}, BrokerId{3}}) {
        InspectorView const view =
            inspect(frame, SelectedReplica{scene.partition("orders", 1), broker}, true);
        ASSERT_NE(field(view, "role"), nullptr);
        EXPECT_FALSE(view.raw.empty());
    }
    for (Event const* event : frame.world.queue.sorted()) {
        if (!std::holds_alternative<Delivery>(event->payload)) continue;
        InspectorView const view = inspect(frame, SelectedMessage{event->id}, true);
        EXPECT_TRUE(view.exists);
        EXPECT_NE(field(view, "carries"), nullptr);
    }
    EXPECT_TRUE(inspect(frame, SelectedEvent{frame.cursor.event}, true).exists);
    EXPECT_TRUE(
        inspect(frame, SelectedLink{scene.node("broker-1"), scene.node("broker-3")}, true).exists);
    EXPECT_FALSE(inspect(frame, SelectedEvent{EventId{999'999'999}}, true).exists);
    EXPECT_FALSE(inspect(frame, SelectedNode{NodeId{999}}, true).exists);
}

TEST(Why, TheChainLeadsFromTheElectionToTheKill) {
    Scene const& scene = elected();
    Selection const selection = SelectedPartition{scene.partition("orders", 1)};
    std::vector<WhyTopic> const topics = why_topics(scene.frame(), selection);
    ASSERT_FALSE(topics.empty());
    EXPECT_EQ(topics[0].title, "Why does broker-3 lead?");
    WhyAnswer const answer = why_answer(scene.frame(), topics[0]);
    ASSERT_GE(answer.steps.size(), 2U);
    EXPECT_NE(answer.steps.front().sentence.find("elected broker-3"), std::string::npos);
    EXPECT_EQ(answer.steps.back().sentence, "broker-2 was killed.");
    EXPECT_EQ(answer.steps.back().head, "because · 6.000 s");
}

TEST(Why, AnEventThatSetsItselfOffAgainAndAgainIsOneStep) {
    Scene scene{kLesson};
    scene.go_to(Time{12'000'000});
    Frame const frame = scene.frame();
    WhyTopic const topic = why_topics(frame, SelectedEvent{frame.cursor.event}).front();
    WhyAnswer const answer = why_answer(frame, topic);
    ASSERT_GE(answer.steps.size(), 2U);
    EXPECT_NE(answer.steps[1].sentence.find("the application goes on. It was so "),
              std::string::npos)
        << answer.steps[1].sentence;
    EXPECT_NE(answer.steps[1].sentence.find(" times before, from "), std::string::npos);
    for (std::size_t i = 1; i < answer.steps.size(); ++i) {
        EXPECT_NE(answer.steps[i].sentence, answer.steps[i - 1].sentence);
    }
}

TEST(Promises, NothingThatWasAcknowledgedIsLostWithAcksAll) {
    Scene const& scene = elected();
    Promises const books = promises(scene.frame(), scene.partition("orders", 1));
    EXPECT_EQ(books.title, "Promises on orders-1");
    EXPECT_GT(books.safe, 0);
    EXPECT_GT(books.unacknowledged, 0);
    EXPECT_EQ(books.lost, 0);
    EXPECT_GT(promises(scene.frame(), {}).safe, books.safe);
}

TEST(Bar, ShowsWhereRecordsWereCompactedAway) {
    Scene scene{"logs/the-last-of-each-key.toml"};
    auto const left = [&](Duration at) {
        scene.go_to(Time{} + at);
        ServerIndex const servers{scene.world()};
        Partition const* held = servers.replica(BrokerId{1}, scene.partition("carts", 0));
        OffsetBar const bar = bar_of(held, nullptr, false);
        std::string cells;
        for (std::int64_t offset = bar.log_start; offset < bar.log_end; ++offset) {
            bool const is_hole =
                std::any_of(bar.holes.begin(), bar.holes.end(),
                            [&](OffsetRange const& range) { return range.has(offset); });
            cells += is_hole ? '-' : '#';
        }
        return cells;
    };
    EXPECT_EQ(left(seconds(5)).find('-'), std::string::npos);
    std::string const end = left(seconds(41));
    EXPECT_EQ(end.size(), 10U);
    EXPECT_EQ(std::count(end.begin(), end.end(), '#'), 4);
    EXPECT_EQ(end.back(), '#');
}

// Every acknowledged record, looked at alone: what promise_books() counts in one go.
PromiseBooks counted_one_by_one(World const& world) {
    PromiseBooks books;
    ServerIndex const servers{world};
    std::int64_t acknowledged = 0;
    for (Process const& process : world.nodes) {
        if (!process.producer) continue;
        (*process.producer)->ledger.for_each([&](LedgerEntry const& entry) {
            PartitionRegistration const& r = *registration_of(servers, entry.partition);
            for (std::size_t i = 0; i < entry.records->nth.size(); ++i) {
                Offset const offset = entry.base_offset + static_cast<std::int64_t>(i);
                auto const has = [&](BrokerId id) {
                    Partition const* held = servers.replica(id, entry.partition);
                    if (held == nullptr || offset >= held->log.end_offset()) return false;
                    BatchList const& batches = held->log.batches();
                    std::int64_t const place = batches.find(offset);
                    return place < batches.size() && batches[place]->records == entry.records;
                };
                auto const lives = [&](BrokerId id) { return servers.is_alive(id); };
                ++acknowledged;
                bool const leads = r.leader != kNoBroker && has(r.leader);
                bool const survives = std::all_of(r.isr.begin(), r.isr.end(), has) &&
                                      std::any_of(r.isr.begin(), r.isr.end(), lives);
                bool const committed =
                    leads && lives(r.leader) &&
                    offset < servers.replica(r.leader, entry.partition)->high_watermark;
                bool const reachable =
                    std::any_of(r.replicas.begin(), r.replicas.end(),
                                [&](BrokerId id) { return lives(id) && has(id); });
                if (r.leader != kNoBroker && !leads) continue;
                if (survives || committed) {
                    ++books.safe;
                } else if (reachable) {
                    ++books.not_replicated;
                } else {
                    ++books.out_of_reach;
                }
            }
        });
    }
    books.lost = acknowledged - books.safe - books.at_risk();
    return books;
}

TEST(Promises, WhatAcks1AcknowledgedIsAtRiskUntilItIsReplicatedAndLostWhenAnotherLeads) {
    Scene scene{"replication/acks-1-loses.toml"};
    std::int64_t most_at_risk = 0;
    for (std::int64_t const ms : {3'000, 5'200, 5'900, 6'500, 10'000, 16'000, 25'000}) {
        scene.go_to(Time{ms * 1000});
        PromiseBooks const books = promise_books(scene.world());
        PromiseBooks const slowly = counted_one_by_one(scene.world());
        EXPECT_EQ(books.safe, slowly.safe) << ms;
        EXPECT_EQ(books.not_replicated, slowly.not_replicated) << ms;
        EXPECT_EQ(books.out_of_reach, slowly.out_of_reach) << ms;
        EXPECT_EQ(books.lost, slowly.lost) << ms;
        EXPECT_EQ(books.lost, count_lost_records(scene.world())) << ms;
        most_at_risk = std::max(most_at_risk, books.at_risk());
        if (ms != 10'000) continue;
        // broker-2 is dead and not yet replaced: its last records stand nowhere else.
        Promises const shown = promises(scene.frame(), {});
        EXPECT_GT(books.out_of_reach, 0);
        EXPECT_EQ(shown.at_risk, books.at_risk());
        EXPECT_EQ(shown.lost, 0);
        ASSERT_FALSE(shown.risk_words.empty());
        EXPECT_NE(shown.risk_words.front().find("replicas that are down"), std::string::npos);
    }
    EXPECT_GT(most_at_risk, 0);
    Promises const end = promises(scene.frame(), {});
    EXPECT_GT(end.lost, 0);
    EXPECT_FALSE(end.lost_words.empty());
}

TEST(Inspector, AnEventWithoutAFactSaysWhatItWasAndLeadsBackToOne) {
    Scene scene{kLesson};
    scene.go_to(Time{7'000'000});
    Frame const frame = scene.frame();
    int messages = 0;
    int timers = 0;
    for (TracedEvent const& event : frame.trace.events()) {
        if (event.at < Time{6'500'000} || main_fact_of(frame.trace, event.id)) continue;
        InspectorView const view = inspect(frame, SelectedEvent{event.id}, false);
        std::string const& told = view.sections.back().fields.front().name;
        if (event.kind == EventKind::message) {
            EXPECT_NE(told.find(" arrived at " + frame.who.node(event.node)), std::string::npos);
            ++messages;
        }
        if (event.kind == EventKind::timer) {
            EXPECT_EQ(told.find("A timer of " + frame.who.node(event.node)), 0U);
            ++timers;
        }
        std::vector<WhyTopic> const topics = why_topics(frame, SelectedEvent{event.id});
        ASSERT_EQ(topics.size(), 1U);
        WhyAnswer const answer = why_answer(frame, topics.front());
        EXPECT_TRUE(answer.nothing.empty()) << told;
        ASSERT_FALSE(answer.steps.empty());
        EXPECT_EQ(answer.steps.front().sentence.find(told), 0U);
    }
    EXPECT_GT(messages + timers, 0);
}

TEST(Actions, EveryPhraseOfEveryMenuCanBeRead) {
    Scene& scene = elected();
    Frame const frame = scene.frame();
    std::vector<Selection> selections{SelectedPartition{scene.partition("orders", 1)},
                                      SelectedReplica{scene.partition("orders", 1), BrokerId{1}},
                                      SelectedLink{scene.node("broker-1"), scene.node("broker-3")},
                                      SelectedEvent{frame.cursor.event}};
    for (Process const& process : frame.world.nodes) {
        if (!process.tool && !process.bootstrap) selections.push_back(SelectedNode{process.id});
    }
    for (Event const* event : frame.world.queue.sorted()) {
        if (std::holds_alternative<Delivery>(event->payload)) {
            selections.push_back(SelectedMessage{event->id});
        }
    }
    int phrases = 0;
    for (Selection const& selection : selections) {
        std::vector<MenuAction> const actions = actions_for(frame, selection);
        ASSERT_FALSE(actions.empty());
        EXPECT_EQ(actions[0].kind, MenuAction::Kind::heading);
        for (MenuAction const& action : actions) {
            if (action.kind != MenuAction::Kind::run) continue;
            Names names = frame.world.names;
            PhraseScope scope = scope_of(frame.world, names);
            auto const parsed = parse_command(action.phrase, scope);
            auto const* problem = std::get_if<PhraseProblem>(&parsed);
            EXPECT_EQ(problem, nullptr)
                << action.phrase << ": " << (problem == nullptr ? "" : problem->message);
            ++phrases;
        }
    }
    EXPECT_GT(phrases, 50);
}

TEST(Actions, WhatCannotBeDoneNowSaysWhy) {
    Scene const& scene = elected();
    for (MenuAction const& action :
         actions_for(scene.frame(), SelectedNode{scene.node("broker-2")})) {
        if (action.phrase == "kill broker-2") {
            EXPECT_EQ(action.why_not, "broker-2 is not running");
        }
        if (action.text == "Start") {
            EXPECT_EQ(action.why_not, "");
        }
    }
}

TEST(Lecture, ItShowsTheReplicasOfThePartitionTheSentenceSpeaksOf) {
    Scene const& scene = elected();
    UiState ui;
    LifeStory lives;
    Frame const frame = scene.frame();
    lives.follow(frame.trace);
    LectureView const view = lecture_view(frame, ui, lives, 5);
    EXPECT_EQ(view.partition, scene.partition("orders", 1));
    ASSERT_GE(view.rows.size(), 3U);
    EXPECT_EQ(view.rows[0].name, "broker-1");
    EXPECT_EQ(view.rows[1].words, "dead since 6.0 s · fenced");
    EXPECT_TRUE(view.rows[2].is_leader);
    EXPECT_FALSE(view.sentence.empty());
}

TEST(Lecture, APartitionStaysOnTheWallUntilAnotherIsNamed) {
    Scene scene{"replication/unclean-election.toml"};
    scene.go_to(Time{41'000'000});
    Frame const frame = scene.frame();
    LifeStory lives;
    lives.follow(frame.trace);
    LectureView const view = lecture_view(frame, UiState{}, lives, 5);
    EXPECT_EQ(view.sentence.find("orders-0"), std::string::npos) << "then this tests nothing";
    EXPECT_EQ(view.partition, scene.partition("orders", 0));
    EXPECT_EQ(view.rows.size(), 2U);
}

TEST(Lecture, AGroupIsShownByItsMembers) {
    Scene scene{"groups/idle-members.toml"};
    scene.go_to(Time{21'000'000});
    Frame const frame = scene.frame();
    LifeStory lives;
    lives.follow(frame.trace);
    LectureView const view = lecture_view(frame, UiState{}, lives, 5);
    EXPECT_EQ(view.sentence.find("orders-"), std::string::npos) << "then this tests nothing";
    ASSERT_EQ(view.rows.size(), 4U);
    EXPECT_EQ(view.rows[0].name, "billing-1");
    EXPECT_EQ(view.rows[0].facts.find("reads orders-0"), 0U);
    EXPECT_EQ(view.rows[3].name, "billing-4");
    EXPECT_EQ(view.rows[3].facts, "owns no partition");
}

TEST(Lecture, WhereABrokerIsNamedAPartitionIsShownByItsReplicas) {
    std::string text = kGroupLesson;
    text += "\n[[step]]\nat = \"21s\"\nsay = \"billing reads orders-1.\"\n";
    text += "\n[[step]]\nat = \"23s\"\nsay = \"broker-2 leads orders-1 for billing.\"\n";
    Scene scene{text};
    LifeStory lives;
    auto const look = [&](Time at) {
        scene.go_to(at);
        Frame const frame = scene.frame();
        lives.follow(frame.trace);
        return lecture_view(frame, UiState{}, lives, 5);
    };
    LectureView const readers = look(Time{22'000'000});
    ASSERT_FALSE(readers.rows.empty());
    EXPECT_EQ(readers.rows[0].name, "billing-1");
    EXPECT_LT(readers.partition.partition, 0);
    LectureView const replicas = look(Time{24'000'000});
    ASSERT_EQ(replicas.rows.size(), 3U);
    EXPECT_EQ(replicas.rows[0].name, "broker-1");
    EXPECT_EQ(replicas.partition, scene.partition("orders", 1));
}

TEST(Lecture, NamesAreFoundAsWholeWordsOnly) {
    Scene const& scene = elected();
    ServerIndex const servers{scene.world()};
    EXPECT_EQ(mentioned_partitions(servers, "orders-1, then orders-2").size(), 2U);
    EXPECT_TRUE(mentioned_partitions(servers, "orders-10 and my-orders-1").empty());
    EXPECT_EQ(mentioned_nodes(scene.world(), "Is broker-2 back?").size(), 1U);
    EXPECT_TRUE(mentioned_nodes(scene.world(), "broker-22").empty());
}

}  // namespace
}  // namespace highwater::gui

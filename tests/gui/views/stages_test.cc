// The stages of messages and of events: what they tell of a lesson, without drawing anything.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "gui/panels/sequence_layout.h"
#include "gui/view/describe_message.h"
#include "gui/view/difference.h"
#include "gui/view/events.h"
#include "gui/view/sequence.h"
#include "tests/gui/views/scene.h"

namespace highwater::gui {
namespace {

using End = SequenceArrow::End;
using Fate = SentMessage::Fate;

constexpr char const* kLesson = "replication/leader-failover.toml";

SequenceView sequence_of(Scene const& scene, StageFilter const& filter = {}, bool quiet = false) {
    return sequence_view(scene.frame(), filter, quiet, {});
}

std::int64_t ending(SequenceView const& view, End end) {
    return std::count_if(view.arrows.begin(), view.arrows.end(),
                         [&](SequenceArrow const& arrow) { return arrow.end == end; });
}

// ---- the book -----------------------------------------------------------------------------------

TEST(MessageBook, KnowsEveryMessageThatArrivedAndWhatItSaid) {
    Scene scene{kLesson};
    scene.go_to(Time{7'000'000});
    MessageBook book;
    EXPECT_TRUE(book.read(scene.timeline(), 2'000));
    EXPECT_EQ(book.next(), scene.timeline().event());
    std::set<std::uint64_t> known;
    for (SentMessage const& message : book.messages()) {
        EXPECT_NE(message.envelope.from, message.envelope.to);
        if (message.fate_at(book.next()) == Fate::arrived) known.insert(message.arrival.value);
    }
    std::uint64_t unknown = 0;
    std::uint64_t count = 0;
    for (std::uint64_t nth = book.first(); nth < book.next(); ++nth) {
        TracedEvent const& event = scene.timeline().trace().nth(nth);
        if (event.kind != EventKind::message || event.node == event.peer) continue;
        ++count;
        // What was on its way when the book begins was sent before.
        if (known.count(event.id.value) == 0 && nth > book.first() + 200) {
            bool lost = false;
            for (TracedFact const& traced : scene.timeline().trace().facts_of(event)) {
                lost |= std::holds_alternative<MessageDropped>(traced.fact);
            }
            if (!lost) ++unknown;
        }
    }
    EXPECT_GT(count, 500U);
    EXPECT_EQ(unknown, 0U);
}

TEST(MessageBook, IsTheSameHoweverItWasRead) {
    Scene scene{kLesson};
    scene.go_to(Time{5'990'000});
    MessageBook grown;
    grown.read(scene.timeline(), 3'000);
    for (int i = 0; i < 200; ++i) {
        scene.step();
        grown.read(scene.timeline(), 3'000);
    }
    scene.give("kill broker-3");
    for (int i = 0; i < 50; ++i) scene.step();
    grown.read(scene.timeline(), 3'000);
    MessageBook fresh;
    fresh.read(scene.timeline(), scene.timeline().event() - grown.first());
    ASSERT_EQ(grown.first(), fresh.first());
    ASSERT_EQ(grown.messages().size(), fresh.messages().size());
    for (std::size_t i = 0; i < fresh.messages().size(); ++i) {
        EXPECT_EQ(grown.messages()[i].arrival, fresh.messages()[i].arrival);
        EXPECT_EQ(grown.messages()[i].ended_nth, fresh.messages()[i].ended_nth);
    }
    std::uint64_t const version = grown.version();
    EXPECT_FALSE(grown.read(scene.timeline(), 3'000));
    EXPECT_EQ(grown.version(), version);
}

// ---- the sequence -------------------------------------------------------------------------------

TEST(SequenceView, EveryArrowGoesDownBetweenTwoLifeLines) {
    Scene scene{kLesson};
    scene.go_to(Time{13'300'000});
    SequenceView const view = sequence_of(scene);
    ASSERT_TRUE(view.is_known);
    EXPECT_EQ(view.lanes.size(), 8U);  // three controllers, three brokers, two clients
    EXPECT_EQ(view.lanes.front().mark, Meaning::controller);
    EXPECT_GT(view.arrows.size(), 30U);
    auto const rows = static_cast<std::int32_t>(view.rows.size());
    std::int32_t last = -1;
    for (SequenceArrow const& arrow : view.arrows) {
        EXPECT_NE(arrow.from, arrow.to);
        EXPECT_GT(arrow.from_row, last) << "each sending has a line of its own";
        last = arrow.from_row;
        EXPECT_GE(arrow.to_row, arrow.from_row);
        EXPECT_LT(arrow.to_row, rows);
        EXPECT_FALSE(arrow.label.empty());
        EXPECT_FALSE(arrow.is_quiet);
    }
    for (std::size_t i = 1; i < view.rows.size(); ++i) {
        EXPECT_LE(view.rows[i - 1].at, view.rows[i].at) << i;
    }
    ASSERT_GE(view.now_row, 0);
    EXPECT_EQ(view.rows[static_cast<std::size_t>(view.now_row)].at, scene.world().now);
}

TEST(SequenceView, QuietMessagesAreFoldedAwayUntilAskedFor) {
    Scene scene{kLesson};
    scene.go_to(Time{13'300'000});
    SequenceView const folded = sequence_of(scene);
    SequenceView const whole = sequence_of(scene, {}, true);
    EXPECT_GT(folded.quiet, 0);
    EXPECT_TRUE(std::any_of(whole.arrows.begin(), whole.arrows.end(),
                            [](SequenceArrow const& arrow) { return arrow.is_quiet; }));
}

TEST(SequenceView, ADeadBrokersLifeLineIsBrokenAndWhatIsSentToItIsLost) {
    Scene scene{kLesson};
    scene.go_to(Time{6'000'000});
    scene.step_until([](Scene const& s) { return s.world().now > Time{6'100'000}; });
    SequenceView const view = sequence_of(scene, {}, true);
    ASSERT_FALSE(view.gaps.empty());
    std::size_t const lane = static_cast<std::size_t>(view.gaps.front().lane);
    EXPECT_EQ(view.lanes[lane].name, "broker-2");
    EXPECT_EQ(view.lanes[lane].mark, Meaning::dead);
    EXPECT_FALSE(view.gaps.front().is_pause);
    EXPECT_GT(ending(view, End::lost), 0);
    EXPECT_TRUE(std::any_of(view.rows.begin(), view.rows.end(), [](SequenceRow const& row) {
        return row.kind == SequenceRow::Kind::life && row.words == "killed";
    }));
}

TEST(SequenceView, WhatACutHoldsStaysOpenAndWhatAPausedProcessHasNotReadWaits) {
    Scene scene{kLesson};
    scene.go_to(Time{3'000'000});
    scene.give("cut broker-1 from broker-3");
    scene.give("pause broker-2");
    scene.go_to(Time{3'300'000});
    SequenceView const view = sequence_of(scene, {}, true);
    EXPECT_GT(ending(view, End::held), 0);
    EXPECT_GT(ending(view, End::waits), 0);
    EXPECT_TRUE(std::any_of(view.gaps.begin(), view.gaps.end(),
                            [](SequenceGap const& gap) { return gap.is_pause; }));
    for (SequenceArrow const& arrow : view.arrows) {
        if (arrow.end == End::held) {
            EXPECT_EQ(arrow.arrival.value, 0U);
        }
    }
}

TEST(SequenceView, IsFilteredByProcessPartitionAndKind) {
    Scene scene{kLesson};
    scene.go_to(Time{5'000'000});
    StageFilter filter;
    filter.node = scene.node("checkout");
    for (SequenceView const view = sequence_of(scene, filter);
         SequenceArrow const& arrow : view.arrows) {
        bool const touches = view.lanes[static_cast<std::size_t>(arrow.from)].name == "checkout" ||
                             view.lanes[static_cast<std::size_t>(arrow.to)].name == "checkout";
        EXPECT_TRUE(touches);
    }
    filter = {};
    filter.kind = "Produce";
    filter.partition = scene.partition("orders", 1);
    SequenceView const produced = sequence_of(scene, filter);
    EXPECT_FALSE(produced.arrows.empty());
    for (SequenceArrow const& arrow : produced.arrows) {
        EXPECT_TRUE(arrow.label.starts_with("Produce") || arrow.label.starts_with("ack"))
            << arrow.label;
    }
    filter.kind = "Vote";
    EXPECT_TRUE(sequence_of(scene, filter).arrows.empty());
    std::vector<std::string> const kinds = message_kinds(scene.frame());
    EXPECT_NE(std::find(kinds.begin(), kinds.end(), "Produce"), kinds.end());
}

TEST(SequenceLayout, HeightsGoDownAndLanesStandApart) {
    Scene scene{kLesson};
    scene.go_to(Time{13'300'000});
    SequenceView const view = sequence_of(scene);
    Offscreen screen{{}};
    screen.run_frame([&] {
        ImGui::Begin("layout");
        Canvas const canvas = canvas_here(theme_of(Mode::dark), screen.fonts());
        SequenceLayout const layout = sequence_layout(canvas, view, 100, 900);
        for (std::size_t i = 1; i < layout.rows.size(); ++i) {
            EXPECT_GT(layout.rows[i], layout.rows[i - 1]);
        }
        for (std::size_t i = 1; i < layout.lanes.size(); ++i) {
            EXPECT_GT(layout.lanes[i] - layout.lanes[i - 1], 60);
        }
        EXPECT_GE(lanes_that_fit(canvas, 900), view.lanes.size());
        ImGui::End();
    });
    EXPECT_FLOAT_EQ(distance_to_line({5, 3}, {0, 0}, {10, 0}), 3);
    EXPECT_FLOAT_EQ(distance_to_line({13, 4}, {0, 0}, {10, 0}), 5);
}

// An arrow that ends where another one begins would go through the words of the second.
TEST(SequenceLayout, ArrowsEndAboveTheWordsOfTheirLineAndTheTopIsNoHalfLine) {
    Scene scene{kLesson};
    scene.go_to(Time{13'300'000});
    SequenceView const view = sequence_of(scene);
    Offscreen screen{{}};
    screen.run_frame([&] {
        ImGui::Begin("layout");
        Canvas const canvas = canvas_here(theme_of(Mode::dark), screen.fonts());
        SequenceLayout const layout = sequence_layout(canvas, view, 100, 900);
        int landings = 0;
        for (SequenceArrow const& arrow : view.arrows) {
            if (arrow.to_row == arrow.from_row || arrow.end == End::held) continue;
            auto const row = static_cast<std::size_t>(arrow.to_row);
            bool const has_words = view.rows[row].kind != SequenceRow::Kind::arrival;
            landings += has_words ? 1 : 0;
            float const above = layout.rows[row] - arrow_end(canvas, layout, arrow).y;
            if (arrow.end == End::lost) continue;
            EXPECT_GE(above, has_words ? 16 : 0);
            EXPECT_GT(arrow_end(canvas, layout, arrow).y, arrow_begin(layout, arrow).y);
        }
        EXPECT_GT(landings, 5);
        for (float y = 30; y < layout.height - 100; y += 7) {
            float const top = whole_row_from(canvas, view, layout, y);
            for (std::size_t i = 0; i < layout.rows.size(); ++i) {
                if (view.rows[i].kind == SequenceRow::Kind::arrival) continue;
                bool const is_seen = layout.rows[i] > top;
                EXPECT_TRUE(!is_seen || layout.rows[i] - 17 >= top) << top;
            }
        }
        ImGui::End();
    });
    EXPECT_TRUE(crosses({10, 10, 20, 20}, {0, 0}, {30, 30}));
    EXPECT_FALSE(crosses({10, 10, 20, 20}, {0, 15}, {9, 15}));
    EXPECT_FALSE(crosses({10, 10, 20, 20}, {0, 20}, {30, 20}));
    EXPECT_FALSE(crosses({10, 10, 20, 20}, {0, 12}, {12, 0}));
}

TEST(SequenceView, AToolThatHasDoneItsWorkEndedWell) {
    Scene scene{kLesson};
    scene.go_to(Time{3'000'000});
    scene.give("exec kafka-topics --list");
    ASSERT_TRUE(scene.step_until([](Scene const& each) {
        auto const& nodes = each.world().nodes;
        return std::any_of(nodes.begin(), nodes.end(), [](Process const& process) {
            return process.tool && !process.bootstrap && !process.is_alive;
        });
    }));
    SequenceView const view = sequence_of(scene, {}, true);
    auto const row = std::find_if(view.rows.begin(), view.rows.end(), [](SequenceRow const& each) {
        return each.words == "ended well";
    });
    ASSERT_NE(row, view.rows.end());
    EXPECT_EQ(row->meaning, Meaning::in_sync);
    EXPECT_NE(view.lanes[static_cast<std::size_t>(row->lane)].mark, Meaning::dead);
}

TEST(MessageLabel, IsShortenedByWholePartsAndNeverByHalfAList) {
    using Texts = std::vector<std::string_view>;
    EXPECT_EQ(shortenings_of("metadata: orders led by 1, 1"),
              (Texts{"metadata: orders led by 1, 1", "metadata: orders", "metadata"}));
    EXPECT_EQ(shortenings_of("Fetch orders-1 from 119"),
              (Texts{"Fetch orders-1 from 119", "Fetch orders-1", "Fetch"}));
    EXPECT_EQ(shortenings_of("Heartbeat"), (Texts{"Heartbeat"}));
}

// ---- the events ---------------------------------------------------------------------------------

TEST(EventsList, PastAndPendingMeetAtTheCursor) {
    Scene scene{kLesson};
    scene.go_to(Time{13'300'000});
    Frame const frame = scene.frame();
    EventsList const list = events_list(frame, {{}, Interest::detail});
    ASSERT_GT(list.past.size(), 1'000U);
    for (std::size_t i = 1; i < list.past.size(); ++i) {
        EXPECT_LE(list.past[i - 1].nth, list.past[i].nth);
    }
    EXPECT_EQ(list.past.back().nth + 1, frame.cursor.nth);
    ASSERT_FALSE(list.pending.empty());
    for (std::size_t i = 1; i < list.pending.size(); ++i) {
        EXPECT_LE(list.pending[i - 1].at, list.pending[i].at);
    }
    EXPECT_GE(list.pending.front().at, frame.cursor.at);
    for (EventRef const& ref : list.past) EXPECT_FALSE(event_row(frame, ref).words.empty());
    for (PendingEvent const& pending : list.pending) {
        EXPECT_FALSE(pending_row(frame, pending).words.empty());
        EXPECT_NE(pending_row(frame, pending).kind, "");
    }
}

TEST(EventsList, TheLastRowsAreKeptWhenThereAreTooMany) {
    Scene scene{kLesson};
    scene.go_to(Time{13'300'000});
    Frame const frame = scene.frame();
    EventsList const all = events_list(frame, {{}, Interest::detail});
    EventsList const few = events_list(frame, {{}, Interest::detail}, 100);
    EXPECT_TRUE(few.is_cut);
    EXPECT_GE(few.past.size(), 100U);
    EXPECT_LT(few.past.size(), 200U);
    EXPECT_EQ(few.past.back().nth, all.past.back().nth);
}

TEST(EventsList, IsFilteredByInterestWordsKindTopicAndNode) {
    Scene scene{kLesson};
    scene.go_to(Time{13'300'000});
    Frame const frame = scene.frame();
    EventsFilter filter{{}, Interest::key};
    EventsList const key = events_list(frame, filter);
    filter.interest = Interest::notable;
    EXPECT_LT(key.past.size(), events_list(frame, filter).past.size());
    filter.by.words = "ELECTED broker-3";
    EventsList const words = events_list(frame, filter);
    ASSERT_FALSE(words.past.empty());
    for (EventRef const& ref : words.past) {
        EXPECT_NE(event_row(frame, ref).words.find("elected"), std::string::npos);
    }
    filter.by = {};
    filter.by.kind = "LeaderElected";
    filter.by.topic = scene.partition("orders", 0).topic;
    EventsList const elected = events_list(frame, filter);
    ASSERT_FALSE(elected.past.empty());
    EXPECT_TRUE(elected.pending.empty());
    for (EventRef const& ref : elected.past) {
        EXPECT_EQ(event_row(frame, ref).kind, "LeaderElected");
    }
    filter.by = {};
    filter.by.node = scene.node("checkout");
    for (PendingEvent const& pending : events_list(frame, filter).pending) {
        EXPECT_TRUE(pending.node == filter.by.node || pending.peer == filter.by.node);
    }
}

TEST(EventsList, AnEventIsFoundByItsNumber) {
    Scene scene{kLesson};
    scene.go_to(Time{5'000'000});
    Frame const frame = scene.frame();
    EventsFilter filter{{}, Interest::detail};
    EventRow const wanted = event_row(frame, events_list(frame, filter).past[500]);
    filter.by.words = wanted.id;
    EventsList const found = events_list(frame, filter);
    ASSERT_FALSE(found.past.empty());
    EXPECT_EQ(event_row(frame, found.past.front()).event, wanted.event);
}

TEST(EventsList, WhatTheLessonIsGoingToSayIsNotToldBefore) {
    Scene scene{kLesson};
    scene.go_to(Time{1'000'000});
    bool kills = false;
    for (PendingEvent const& pending : events_list(scene.frame(), {{}, Interest::key}).pending) {
        EXPECT_EQ(pending.kind, "command");
        EXPECT_FALSE(pending.words.starts_with("say")) << pending.words;
        kills |= pending.words == "kill broker-2";
    }
    EXPECT_TRUE(kills);
}

// ---- two instants -------------------------------------------------------------------------------

TEST(DifferenceView, NamesTheFieldsThatChangedAndNothingElse) {
    Scene scene{kLesson};
    scene.go_to(Time{5'000'000});
    World const before = scene.world();
    EXPECT_EQ(difference_view(before, scene.world(), scene.frame().who).changed, 0);
    scene.go_to(Time{13'300'000});
    Frame const frame = scene.frame();
    DifferenceView const view = difference_view(before, frame.world, frame.who);
    EXPECT_GT(view.changed, 10);
    std::string what;
    bool has_leader = false;
    for (DifferenceRow const& row : view.rows) {
        EXPECT_NE(row.before, row.after);
        if (!row.what.empty()) what = row.what;
        has_leader |=
            what == "orders-1" && row.field == "leader" && row.before == "2" && row.after == "3";
    }
    EXPECT_TRUE(has_leader);
    // What a learner asks for first, in the inspector's words.
    ASSERT_GT(view.rows.size(), 20U);
    EXPECT_EQ(view.rows[0].field, "ISR");
    EXPECT_TRUE(std::any_of(view.rows.begin(), view.rows.begin() + 20,
                            [](auto const& row) { return row.field == "high watermark"; }));
    for (DifferenceRow const& row : view.rows) {
        EXPECT_EQ(row.field.find('_'), std::string::npos) << row.field;
    }
    DifferenceView const few = difference_view(before, frame.world, frame.who, 3);
    EXPECT_EQ(few.rows.size(), 3U);
    EXPECT_EQ(few.changed, view.changed);
}

}  // namespace
}  // namespace highwater::gui

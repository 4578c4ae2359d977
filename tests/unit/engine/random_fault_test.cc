// Faults drawn at random are legal, the same again, and leave a cluster that recovers.
#include <gtest/gtest.h>

#include <set>

#include "fault/broken.h"
#include "fault/random_fault.h"
#include "tests/unit/engine/running.h"

namespace highwater {
namespace {

TEST(DrawnFault, IsTheSameForTheSameWorldSeedAndNumber) {
    Running running{racked(1)};
    running.until(seconds(2));
    for (std::uint64_t nth = 0; nth < 50; ++nth) {
        auto const one = draw_fault(running.world, 9, nth);
        auto const other = draw_fault(running.world, 9, nth);
        ASSERT_TRUE(one && other);
        EXPECT_EQ(one->inflict.phrase, other->inflict.phrase);
    }
}

TEST(DrawnFault, IsNeverRefusedAndItsUndoingNeitherAndAllKindsComeUp) {
    std::set<FaultKind> seen;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        Running running{racked(seed)};
        running.until(seconds(2));
        for (std::uint64_t nth = 0; nth < 40; ++nth) {
            auto const fault = draw_fault(running.world, seed, nth);
            ASSERT_TRUE(fault);
            seen.insert(fault->kind);
            bool const is_whole_rack = fault->kind == FaultKind::kill_rack;
            EXPECT_TRUE(running.now(fault->inflict.body, fault->inflict.phrase) || is_whole_rack)
                << fault->inflict.phrase << ": " << running.last_sentence();
            running.go_on(milliseconds(300));
            // Some stay dead: only a server that stands still can be wiped.
            bool const stays_dead = fault->kind == FaultKind::kill && nth % 2 == 0;
            if (!fault->undo || stays_dead) continue;
            // A swizzle may free what was clogged, a shutdown may last longer.
            bool const may_end_later = fault->kind == FaultKind::shutdown || is_whole_rack ||
                                       fault->kind == FaultKind::clog;
            EXPECT_TRUE(running.now(fault->undo->body, fault->undo->phrase) || may_end_later)
                << fault->undo->phrase << ": " << running.last_sentence();
        }
    }
    for (std::size_t kind = 0; kind <= static_cast<std::size_t>(FaultKind::last); ++kind) {
        EXPECT_EQ(seen.count(static_cast<FaultKind>(kind)), 1U)
            << name_of(static_cast<FaultKind>(kind));
    }
}

TEST(BrokenWorld, IsWholeAgainWhenEverythingIsUndone) {
    Running running{racked(3)};
    running.until(seconds(2));
    EXPECT_FALSE(is_anything_broken(running.world));
    NodeTarget const one = worlds::node(1);
    NodeTarget const other = worlds::node(2);
    struct Case {
        CommandBody inflict;
        CommandBody undo;
    };
    std::vector<Case> const cases{
        {KillNode{one}, StartNode{one}},
        {PauseNode{one}, ResumeNode{one}},
        {SkewClock{one, seconds(1)}, SkewClock{one, {}}},
        {CutLink{one, other, true}, HealLink{one, other, true}},
        {IsolateNode{one}, HealNode{one}},
        {ClogLink{one, other, false}, UnclogLink{one, other, false}},
        {SlowNode{one, seconds(1)}, SlowNode{one, {}}},
        {SlowLink{one, other, seconds(1)}, HealAll{}},
        {LoseMessages{one, other, 10'000}, LoseMessages{one, other, 0}},
        {ReorderLink{one, other, seconds(1)}, ReorderLink{one, other, {}}}};
    for (Case const& c : cases) {
        EXPECT_TRUE(running.now(c.inflict));
        EXPECT_TRUE(is_anything_broken(running.world)) << c.inflict.index();
        EXPECT_TRUE(running.now(c.undo));
        EXPECT_FALSE(is_anything_broken(running.world)) << c.inflict.index();
    }
}

TEST(DrawnFault, KeepsToWhatIsAllowed) {
    Running running{racked(1)};
    running.until(seconds(2));
    for (std::uint64_t nth = 0; nth < 20; ++nth) {
        auto const fault = draw_fault(running.world, 1, nth, set_of(FaultKind::clog));
        ASSERT_TRUE(fault);
        EXPECT_EQ(fault->kind, FaultKind::clog);
    }
    EXPECT_FALSE(draw_fault(running.world, 1, 1, set_of(FaultKind::wipe))) << "nobody is dead";
}

TEST(DrawnFault, OfTheSurvivableKindLeavesAClusterThatIsWholeAgain) {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        Running running{racked(seed)};
        running.until(seconds(1));
        std::uint64_t nth = 0;
        while (running.world.now < Time{} + seconds(40)) {
            if (auto const fault = draw_fault(running.world, seed, nth++, kSurvivableFaults)) {
                running.now(fault->inflict.body, fault->inflict.phrase);
                running.go_on(milliseconds(900));
                if (fault->undo) running.now(fault->undo->body, fault->undo->phrase);
            }
            running.go_on(milliseconds(400));
        }
        running.until(seconds(50));  // the last swizzle is over
        running.now(HealAll{});
        for (std::int32_t node = 0; node < 7; ++node) {
            if (running.process(node).is_paused) running.now(ResumeNode{worlds::node(node)});
            if (!running.process(node).is_alive) running.now(StartNode{worlds::node(node)});
        }
        running.until(seconds(120));
        for (std::int32_t partition = 0; partition < 3; ++partition) {
            EXPECT_EQ(running.registration(partition).isr.size(), 3U) << seed;
        }
    }
}

}  // namespace
}  // namespace highwater

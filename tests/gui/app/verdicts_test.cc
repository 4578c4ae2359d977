// The list of invariants: what it says of a run, and where it leads.
#include <gtest/gtest.h>

#include <algorithm>

#include "gui/view/verdicts.h"
#include "tests/gui/app/desk.h"

namespace highwater::gui {
namespace {

App lesson_at(char const* name, Time at) {
    App app{options_for((scenarios_folder() / name).string())};
    app.player().seek(at);
    app.player().finish();
    return app;
}

VerdictRow const* row_of(VerdictsView const& view, InvariantId id) {
    auto const found = std::find_if(view.rows.begin(), view.rows.end(),
                                    [id](VerdictRow const& row) { return row.invariant == id; });
    return found == view.rows.end() ? nullptr : &*found;
}

TEST(Verdicts, AllHoldWhereNothingWasBroken) {
    App app = lesson_at("replication/leader-failover.toml", Time{25'000'000});
    VerdictsView const view = verdicts_view(app.player().frame());
    ASSERT_EQ(view.rows.size(), kInvariants);
    EXPECT_EQ(view.violated, 0);
    EXPECT_GT(view.hold, 20);
    VerdictRow const* row = row_of(view, InvariantId::committed_durable);
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(row->kind, VerdictKind::holds);
    EXPECT_TRUE(row->verdict.starts_with("holds · looked at ")) << row->verdict;
}

TEST(Verdicts, AnUncleanElectionWaivesWhatNeedsCleanOnesAndNamesItsEvent) {
    App app = lesson_at("replication/unclean-election.toml", Time{60'000'000});
    VerdictsView const view = verdicts_view(app.player().frame());
    EXPECT_EQ(view.violated, 0);
    ASSERT_GT(view.waived, 0);
    VerdictRow const& first = view.rows.front();
    EXPECT_EQ(first.kind, VerdictKind::waived);
    EXPECT_NE(first.verdict.find("an election was not clean"), std::string::npos) << first.verdict;
    EXPECT_NE(first.since.value, 0U);
}

TEST(Verdicts, OpenWithVAndLeadToTheEvent) {
    App app = lesson_at("replication/unclean-election.toml", Time{60'000'000});
    Desk desk{{1280, 720, 1}, false};
    desk.press(letter_key('V'));
    for (int i = 0; i < 3; ++i) desk.draw(app);
    ASSERT_TRUE(app.ui().show_verdicts);
    EventId const since = verdicts_view(app.player().frame()).rows.front().since;
    LayoutProbe probe;
    desk.draw(app);
    EXPECT_TRUE(probe.overlaps().empty());
    EXPECT_TRUE(probe.clipped().empty());
    std::string const link = "#" + std::to_string(since.value);
    Rect place;
    for (PlacedText const& text : probe.texts()) {
        if (text.text == link && is_empty(place)) place = text.rect;
    }
    ASSERT_FALSE(is_empty(place)) << link;
    desk.screen().move_mouse(place.middle_x(), place.middle_y());
    desk.draw(app);
    desk.screen().press_mouse(0, true);
    desk.draw(app);
    desk.screen().press_mouse(0, false);
    desk.draw(app);
    EXPECT_FALSE(app.ui().show_verdicts);
    EXPECT_EQ(app.player().frame().cursor.event, since);
}

TEST(Verdicts, EscapeClosesThem) {
    App app = lesson_at("basics/one-record.toml", Time{2'000'000});
    Desk desk{{1280, 720, 1}, false};
    app.act(Action::verdicts);
    desk.draw(app);
    desk.press(Key::escape);
    desk.draw(app);
    EXPECT_FALSE(app.ui().show_verdicts);
}

}  // namespace
}  // namespace highwater::gui

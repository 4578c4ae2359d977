// The table of all combinations: who asks for it, what it says, and that a row is one click from
// the future that it stands for.
#include "gui/view/combinations.h"

#include <gtest/gtest.h>

#include "gui/app.h"
#include "gui/widgets/layout_probe.h"
#include "tests/gui/app/desk.h"

namespace highwater::gui {
namespace {

constexpr char const* kLosing = "replication/acks-1-loses.toml";

App at(char const* file, Time time) {
    App app{options_for((scenarios_folder() / file).string())};
    app.player().seek(time);
    app.player().finish();
    return app;
}

bool sees(Desk& desk, App& app, std::string const& begin) {
    for (int i = 0; i < 2; ++i) desk.draw(app);
    return !is_empty(find_text(desk, app, begin));
}

TEST(CombinationsTable, SaysWhatIsLostInWhichConfiguration) {
    App app = at(kLosing, Time{29'500'000});
    std::vector<std::string> const choices = choices_to_try(app.player().frame());
    ASSERT_EQ(choices,
              (std::vector<std::string>{"checkout.acks=1,all", "orders.min.insync.replicas=1,2"}));
    app.carry_out(Combine{choices});
    EXPECT_TRUE(app.player().is_busy());
    app.player().finish();
    Frame const frame = app.player().frame();
    ASSERT_NE(frame.combinations, nullptr);
    CombinationsView const view = combinations_view(frame, *frame.combinations);
    EXPECT_EQ(view.title, "One script, 4 configurations");
    ASSERT_EQ(view.rows.size(), 4U);
    using Texts = std::vector<std::string>;
    EXPECT_EQ(view.rows[0].values, (Texts{"1", "1"}));
    EXPECT_EQ(view.rows[0].counts, (Texts{"400", "400", "2", "0", "0", "7.2 s"}));
    EXPECT_EQ(view.rows[0].meaning, Meaning::lost);
    EXPECT_EQ(view.rows[3].values, (Texts{"all", "2"}));
    EXPECT_EQ(view.rows[3].counts, (Texts{"400", "400", "0", "0", "0", "7.2 s"}));
    EXPECT_EQ(view.rows[3].meaning, Meaning::in_sync);
}

TEST(CombinationsTable, IsDrawnAtEveryScaleAndARowIsComparedByAClick) {
    App app = at(kLosing, Time{29'500'000});
    app.carry_out(Combine{choices_to_try(app.player().frame())});
    app.player().finish();
    for (float const scale : {1.0F, 1.5F, 2.5F}) {
        Desk desk{{1280, 720, scale}, false};
        for (int i = 0; i < 3; ++i) desk.draw(app);
        LayoutProbe probe;
        desk.draw(app);
        for (TextPair const& pair : probe.overlaps()) {
            ADD_FAILURE() << scale << ": " << pair.first.text << " / " << pair.second.text;
        }
        for (PlacedText const& text : probe.clipped()) ADD_FAILURE() << scale << ": " << text.text;
    }
    Desk desk{{1280, 720, 1}, false};
    EXPECT_TRUE(sees(desk, app, "One script, 4 configurations"));
    Rect const row = find_text(desk, app, "all");
    ASSERT_FALSE(is_empty(row));
    desk.screen().move_mouse(row.middle_x(), row.middle_y());
    desk.draw(app);
    desk.screen().press_mouse(0, true);
    desk.draw(app);
    desk.screen().press_mouse(0, false);
    for (int i = 0; i < 3; ++i) desk.draw(app);
    ASSERT_NE(app.player().frame().other, nullptr);
    EXPECT_EQ(app.player().frame().other->name, "checkout.acks=all orders.min.insync.replicas=1");
    EXPECT_FALSE(app.ui().shows_combinations);
    app.ui().shows_combinations = true;
    app.act(Action::close);
    EXPECT_FALSE(app.ui().shows_combinations);
}

// They would answer "how many acknowledged records are lost?".
TEST(CombinationsTable, WaitsForTheAnswerOfAQuestion) {
    App app = at(kLosing, Time{10'000'000});
    app.carry_out(Combine{choices_to_try(app.player().frame())});
    app.player().finish();
    Desk desk{{1280, 720, 1}, false};
    EXPECT_TRUE(sees(desk, app, "The lesson asks a question"));
    EXPECT_FALSE(sees(desk, app, "acknowledged, "));
    EXPECT_FALSE(sees(desk, app, "duplicated"));
}

// What was done by hand is done in each of them, at the same instant.
TEST(CombinationsTable, FollowsWhatIsDoneByHand) {
    App app = at("replication/leader-failover.toml", Time{4'000'000});
    app.carry_out(Combine{{"orders.min.insync.replicas=1,2"}});
    app.player().finish();
    auto const counts = [&](std::size_t row) {
        Frame const frame = app.player().frame();
        return combinations_view(frame, *frame.combinations).rows[row].counts;
    };
    std::vector<std::string> const before = counts(0);
    app.player().run_phrase("kill broker-1, broker-3");
    EXPECT_TRUE(app.player().is_busy());
    app.player().finish();
    EXPECT_NE(counts(0), before);
}

// With acks=0 nobody is told anything, so that nothing is lost is no good news.
TEST(CombinationsTable, WhatNobodyKnowsOfIsAtRisk) {
    App app = at(kLosing, Time{29'500'000});
    app.carry_out(Combine{{"checkout.acks=0,all"}});
    app.player().finish();
    Frame const frame = app.player().frame();
    CombinationsView const view = combinations_view(frame, *frame.combinations);
    EXPECT_EQ(view.rows[0].meaning, Meaning::at_risk);
    EXPECT_EQ(view.rows[0].counts[1], "0");
    EXPECT_EQ(view.rows[1].meaning, Meaning::in_sync);
}

TEST(CombinationsTable, IsFoundByItsNameInThePalette) {
    App app = at(kLosing, Time{29'500'000});
    Desk desk{{1280, 720, 1}, false};
    app.act(Action::find);
    app.ui().palette_text = "all comb";
    EXPECT_TRUE(sees(desk, app, "combine checkout.acks=1,all"));
}

TEST(CombinationsTable, WhatCannotBeReadSaysWhy) {
    App app = at(kLosing, Time{29'500'000});
    app.carry_out(Combine{{"checkout.acks=1,7"}});
    EXPECT_EQ(app.player().frame().combinations, nullptr);
    EXPECT_NE(app.ui().notice.find("acks=7"), std::string::npos) << app.ui().notice;
    app.carry_out(Combine{{"checkout.acks"}});
    EXPECT_NE(app.ui().notice.find("KEY=VALUE,VALUE"), std::string::npos) << app.ui().notice;
}

}  // namespace
}  // namespace highwater::gui

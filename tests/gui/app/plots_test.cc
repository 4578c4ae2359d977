// The curves in the time bar, and the run that is kept for the case of a power cut.
#include <gtest/gtest.h>

#include "gui/view/plots.h"
#include "tests/gui/app/desk.h"

namespace highwater::gui {
namespace {

constexpr char const* kFailover = "replication/leader-failover.toml";

Plot const& plot_called(std::vector<Plot> const& plots, std::string const& name) {
    for (Plot const& plot : plots) {
        if (plot.name == name) return plot;
    }
    throw std::runtime_error{name};
}

void go(Player& player, std::int64_t ms) {
    player.seek(Time{} + milliseconds(ms));
    player.finish();
}

TEST(Plots, ThroughputFallsWhileALeaderIsDeadAndTheIsrShrinks) {
    Player player{lesson(kFailover)};
    go(player, 30'000);
    std::vector<Plot> const plots = plots_of(*player.frame().plots, Time{30'000'000});
    ASSERT_EQ(plots.size(), 4U);
    Plot const& rate = plot_called(plots, "MessagesInPerSec");
    // The lesson's producer sends 20 a second.
    EXPECT_NEAR(static_cast<double>(value_at(rate, Time{5'000'000})), 20, 2);
    // What is keyed to orders-1 waits while its leader is dead.
    EXPECT_LT(value_at(rate, Time{9'000'000}), value_at(rate, Time{5'000'000}));
    Plot const& isr = plot_called(plots, "InSyncReplicasCount");
    EXPECT_EQ(value_at(isr, Time{5'000'000}), 3);
    std::int64_t least = 3;
    for (PlotPoint const& point : isr.points) least = std::min(least, point.value);
    EXPECT_EQ(least, 2);
    EXPECT_TRUE(plot_called(plots, "records-lag-max").is_known);
}

// With acks=all a broker answers when the high watermark is over the record, so that it waits for
// the next fetch of its followers; while one of them is dead it waits until the ISR is without it.
TEST(Plots, LatencyRisesWhileAMemberOfTheIsrIsDead) {
    Player player{lesson(kFailover)};
    go(player, 30'000);
    std::vector<Plot> const plots = plots_of(*player.frame().plots, Time{30'000'000});
    Plot const& latency = plot_called(plots, "TotalTimeMs");
    ASSERT_TRUE(latency.is_known);
    EXPECT_EQ(latency.bean.rfind("kafka.network:type=RequestMetrics,name=TotalTimeMs", 0), 0U);
    std::int64_t const calm = value_at(latency, Time{5'500'000});
    EXPECT_GT(calm, 0);
    EXPECT_LT(calm, 600'000);
    std::int64_t worst = 0;
    for (PlotPoint const& point : latency.points) {
        worst = std::max(worst, point.value);
        EXPECT_LE(value_at(latency.lower, point.at), point.value);
    }
    EXPECT_GT(worst, 5'000'000);
    EXPECT_EQ(plot_words(latency, Time{5'500'000}).rfind("p50 ", 0), 0U);
}

// A long run keeps of several requests the slowest alone, whose median is not that of them all.
TEST(Plots, OfNotesThatStandForSeveralRequestsThereIsNoMedian) {
    Player player{lesson(kFailover)};
    go(player, 20'000);
    Timeline const& timeline = player.timeline();
    PlotHistory fine;
    extend(fine, timeline.trace(), timeline.world());
    PlotHistory coarse;
    coarse.most_notes = 500;
    extend(coarse, timeline.trace(), timeline.world());
    ASSERT_GT(coarse.grain, kFinestGrain);
    Time const end{20'000'000};
    Time const calm{5'500'000};
    std::vector<Plot> const fine_plots = plots_of(fine, end);
    std::vector<Plot> const coarse_plots = plots_of(coarse, end);
    Plot const& all = plot_called(fine_plots, "TotalTimeMs");
    Plot const& slowest = plot_called(coarse_plots, "TotalTimeMs");
    EXPECT_FALSE(all.lower.empty());
    EXPECT_TRUE(slowest.lower.empty());
    EXPECT_EQ(plot_words(slowest, calm).rfind("p99 ≤ ", 0), 0U) << plot_words(slowest, calm);
    EXPECT_EQ(plot_words(slowest, calm, true).rfind("p99 ≤ ", 0), 0U);
    EXPECT_GE(value_at(slowest, calm), value_at(all, calm));
    EXPECT_NE(slowest.bean.find("the slowest in each"), std::string::npos);
}

TEST(Plots, CuttingAndRunningAgainMakesTheSame) {
    Player player{lesson(kFailover)};
    go(player, 20'000);
    std::vector<Plot> const whole = plots_of(*player.frame().plots, Time{20'000'000});
    go(player, 7'000);
    player.fork("again");
    go(player, 20'000);
    std::vector<Plot> const again = plots_of(*player.frame().plots, Time{20'000'000});
    for (std::size_t i = 0; i < whole.size(); ++i) {
        ASSERT_EQ(again[i].points.size(), whole[i].points.size()) << whole[i].name;
        for (std::size_t j = 0; j < whole[i].points.size(); ++j) {
            EXPECT_EQ(again[i].points[j].at, whole[i].points[j].at);
            EXPECT_EQ(again[i].points[j].value, whole[i].points[j].value);
        }
    }
}

TEST(Plots, PShowsThemInPlaceOfTheRibbons) {
    for (Screen const screen : {Screen{1280, 720, 1}, Screen{1920, 1080, 1.5F}}) {
        App app{options_for((scenarios_folder() / kFailover).string())};
        go(app.player(), 20'000);
        Desk desk{screen, false};
        desk.press(letter_key('P'));
        for (int i = 0; i < 3; ++i) desk.draw(app);
        LayoutProbe probe;
        desk.draw(app);
        EXPECT_TRUE(probe.has("MessagesInPerSec"));
        EXPECT_TRUE(probe.has("TotalTimeMs"));
        EXPECT_TRUE(probe.has("records-lag-max"));
        EXPECT_TRUE(probe.has("InSyncReplicasCount"));
        for (TextPair const& pair : probe.overlaps()) {
            ADD_FAILURE() << screen.width << ": " << pair.first.text << " / " << pair.second.text;
        }
        desk.press(letter_key('P'));
        for (int i = 0; i < 2; ++i) desk.draw(app);
        probe.reset();
        desk.draw(app);
        EXPECT_FALSE(probe.has("MessagesInPerSec"));
    }
}

TEST(KeptRun, IsWrittenWhileItGoesOnAndDroppedWhenItEndsWell) {
    std::vector<std::string> kept;
    DashboardOptions options = options_for((scenarios_folder() / kFailover).string());
    options.keep = [&](std::string const& text, bool) { kept.push_back(text); };
    App app{std::move(options)};
    Offscreen screen{{}};
    auto const frame = [&](double seconds, bool close) {
        screen.run_frame([&] { app.run_frame({screen.fonts(), {}, {}, seconds, close}); });
    };
    for (int i = 0; i < 4; ++i) frame(2, false);
    EXPECT_TRUE(kept.empty());  // nobody has done anything yet
    go(app.player(), 3'000);
    for (int i = 0; i < 4; ++i) frame(2, false);
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_TRUE(kept.back().starts_with("highwater-save 1"));
    for (int i = 0; i < 4; ++i) frame(2, false);  // nothing new
    EXPECT_EQ(kept.size(), 1U);
    app.carry_out(RunPhrase{"kill broker-2"});
    for (int i = 0; i < 4; ++i) frame(2, false);
    ASSERT_EQ(kept.size(), 2U);
    EXPECT_NE(kept.back().find("kill broker-2"), std::string::npos);
    frame(0.1, true);
    ASSERT_EQ(kept.size(), 3U);
    EXPECT_TRUE(kept.back().empty());
}

TEST(KeptRun, IsOfferedAndGoneOnWith) {
    Player before{lesson(kFailover)};
    go(before, 4'000);
    before.run_phrase("kill broker-2");
    go(before, 6'500);
    std::string const text = before.as_save();
    std::uint64_t const hash = before.timeline().world().history_hash;

    DashboardOptions options =
        options_for((scenarios_folder() / "basics/one-record.toml").string());
    options.interrupted = "before.save";
    options.load_save = [&](std::string const& path) -> std::optional<Expected<SavedRun>> {
        if (path != "before.save") return std::nullopt;
        LoadOptions beside;
        beside.folders_up = 1;
        beside.read_data = [](std::string const& name) -> Expected<std::string> {
            return text_of(scenarios_folder() / "replication" / name);
        };
        return load_saved_run(text, beside);
    };
    App app{std::move(options)};
    Desk desk{{1280, 720, 1}, false};
    app.ui().show_menu = true;
    for (int i = 0; i < 3; ++i) desk.draw(app);
    {
        LayoutProbe probe;
        desk.draw(app);
        EXPECT_TRUE(probe.has("Go on with the run that was interrupted  (Ctrl O)"));
    }
    desk.press(letter_key('O'), false, true);
    for (int i = 0; i < 3; ++i) desk.draw(app);
    EXPECT_EQ(app.player().timeline().world().history_hash, hash);
    EXPECT_EQ(app.player().clicked_commands(), 1);
    EXPECT_FALSE(app.ui().show_menu);
}

}  // namespace
}  // namespace highwater::gui

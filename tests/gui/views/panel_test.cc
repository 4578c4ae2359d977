// The panels on pictures of many sizes: no text over text, none cut off, cards apart; and what a
// click does.
#include <gtest/gtest.h>

#include <algorithm>

#include "gui/dashboard.h"
#include "gui/panels/cluster_layout.h"
#include "tests/gui/views/scene.h"

namespace highwater::gui {
namespace {

constexpr char const* kLesson = "replication/leader-failover.toml";

std::string told(std::vector<std::string> const& faults) {
    std::string all;
    for (std::string const& fault : faults) all += fault + "\n";
    return all;
}

bool overlap(Rect const& a, Rect const& b) { return !is_empty(cut_to(a, b)); }

TEST(ClusterLayout, CardsStandApartWhateverTheirNumber) {
    Offscreen screen{{}};
    screen.run_frame([&] {
        ImGui::Begin("layout");
        Canvas const canvas = canvas_here(theme_of(Mode::dark), screen.fonts());
        for (Rect const area : {Rect{372, 48, 1548, 888}, Rect{372, 48, 1280, 528},
                                Rect{0, 48, 1100, 500}, Rect{0, 0, 3000, 1600}}) {
            for (std::size_t const brokers : {1U, 3U, 5U, 9U, 30U, 100U}) {
                for (std::size_t const partitions : {0U, 1U, 3U, 12U, 1000U}) {
                    ClusterLayout const layout =
                        cluster_layout(canvas, area, {3, brokers, brokers, partitions});
                    std::vector<Rect> cards = layout.controllers;
                    cards.insert(cards.end(), layout.brokers.begin(), layout.brokers.end());
                    cards.insert(cards.end(), layout.clients.begin(), layout.clients.end());
                    for (std::size_t i = 0; i < cards.size(); ++i) {
                        EXPECT_GE(cards[i].left, area.left);
                        EXPECT_LE(cards[i].right, area.right);
                        EXPECT_GE(cards[i].top, area.top);
                        EXPECT_LE(cards[i].bottom, area.bottom);
                        for (std::size_t j = 0; j < i; ++j) {
                            EXPECT_FALSE(overlap(cards[i], cards[j]));
                        }
                    }
                    EXPECT_LE(layout.rows, partitions);
                }
            }
        }
        ImGui::End();
    });
}

// What the window leaves of a laptop's screen for the stage, at every scale it knows.
TEST(ClusterLayout, NothingOverlapsOrIsCutOffAtAnyScale) {
    Scene scene{kLesson};
    scene.go_to(Time{9'000'000});
    for (float const scale : {1.0F, 1.25F, 1.5F, 2.0F, 2.5F}) {
        ShotOptions options;
        options.width = 1280;
        options.height = 720;
        options.scale = scale;
        DashboardPlaces const places = places_of(1280, 720, scale, {});
        Rect const& stage = places.stage;
        // shoot() takes the area at scale 1.
        Rect const area{stage.left / scale, stage.top / scale, stage.right / scale,
                        stage.bottom / scale};
        UiState ui;
        EXPECT_EQ(told(shoot(scene, ui, draw_cluster, area, options).faults), "") << scale;
        EXPECT_EQ(told(shoot(scene, ui, draw_sequence, area, options).faults), "") << scale;
        EXPECT_EQ(told(shoot(scene, ui, draw_events, area, options).faults), "") << scale;
        Offscreen screen{options};
        screen.run_frame([&] {
            ImGui::Begin("layout");
            Canvas const canvas = canvas_here(theme_of(Mode::dark), screen.fonts());
            for (std::size_t const brokers : {1U, 3U, 6U}) {
                StageCounts const counts{3, brokers, 2, 3};
                Rect whole = stage;
                whole.bottom = std::max(
                    whole.bottom, whole.top + least_stage_height(canvas, whole.width(), counts));
                ClusterLayout const layout = cluster_layout(canvas, whole, counts);
                std::vector<Rect> cards = layout.controllers;
                cards.insert(cards.end(), layout.brokers.begin(), layout.brokers.end());
                cards.insert(cards.end(), layout.clients.begin(), layout.clients.end());
                cards.push_back(layout.notes);
                EXPECT_EQ(layout.brokers.size(), brokers);
                for (std::size_t i = 0; i < cards.size(); ++i) {
                    EXPECT_LE(cards[i].bottom, whole.bottom);
                    for (std::size_t j = 0; j < i; ++j) {
                        EXPECT_FALSE(overlap(cards[i], cards[j])) << scale << " " << brokers;
                    }
                }
                // A card has room for what it promises to show.
                float const needed = layout.header + layout.tiles_height +
                                     static_cast<float>(layout.rows) * layout.row_pitch;
                EXPECT_LE(needed, layout.brokers.front().height());
                EXPECT_TRUE(layout.rows == 3 || layout.tiles_height >= canvas.px(20));
            }
            ImGui::End();
        });
    }
}

TEST(Panels, NoTextLiesOverTextAndNoneIsCutOff) {
    Scene scene{kLesson};
    scene.go_to(Time{7'000'000});
    Selection const selections[] = {Selection{}, SelectedPartition{scene.partition("orders", 1)},
                                    SelectedReplica{scene.partition("orders", 1), BrokerId{1}},
                                    SelectedNode{scene.node("broker-1")},
                                    SelectedNode{scene.node("checkout")}};
    for (float const scale : {1.0F, 1.5F}) {
        for (Selection const& selection : selections) {
            UiState ui;
            ui.selection = selection;
            ui.show_all_fields = scale > 1;
            ShotOptions options;
            options.scale = scale;
            options.width = static_cast<int>(1920 * scale);
            options.height = static_cast<int>(1080 * scale);
            Rect const stage{372, 48, 1548, 888};
            Rect const column{1548, 48, 1920, 888};
            EXPECT_EQ(told(shoot(scene, ui, draw_cluster, stage, options).faults), "");
            EXPECT_EQ(told(shoot(scene, ui, draw_partitions, stage, options).faults), "");
            EXPECT_EQ(told(shoot(scene, ui, draw_sequence, stage, options).faults), "");
            EXPECT_EQ(told(shoot(scene, ui, draw_events, stage, options).faults), "");
            EXPECT_EQ(told(shoot(scene, ui, draw_inspector, column, options).faults), "");
        }
    }
}

TEST(Panels, SmallAndLectureSizesHoldTheirTextToo) {
    Scene scene{kLesson};
    scene.go_to(Time{21'000'000});
    UiState ui;
    ui.selection = SelectedPartition{scene.partition("orders", 1)};
    ShotOptions options;
    options.width = 1280;
    options.height = 720;
    Rect const stage{372, 48, 1280, 528};
    EXPECT_EQ(told(shoot(scene, ui, draw_cluster, stage, options).faults), "");
    EXPECT_EQ(told(shoot(scene, ui, draw_partitions, stage, options).faults), "");
    EXPECT_EQ(told(shoot(scene, ui, draw_sequence, stage, options).faults), "");
    EXPECT_EQ(told(shoot(scene, ui, draw_events, stage, options).faults), "");
    options.lecture = true;
    EXPECT_EQ(told(shoot(scene, ui, draw_lecture, {0, 0, 1280, 720}, options).faults), "");
}

TEST(Panels, ALeftClickSelectsAndARightClickOpensTheMenu) {
    Scene scene{kLesson};
    scene.go_to(Time{5'000'000});
    ShotOptions options;
    Offscreen screen{options};
    UiState ui;
    Requests requests;
    auto const draw = [&] {
        ImGui::SetNextWindowPos({0, 0});
        ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
        ImGui::Begin("panel", nullptr, ImGuiWindowFlags_NoDecoration);
        Canvas const canvas = canvas_here(theme_of(options.mode), screen.fonts());
        draw_cluster(canvas, {372, 48, 1548, 888}, scene.frame(), ui, requests);
        draw_context_menu(canvas, {}, scene.frame(), ui, requests);
        ImGui::End();
    };
    screen.run_frame(draw);
    screen.move_mouse(460, 218);  // the name of broker-1
    screen.run_frame(draw);
    screen.press_mouse(0, true);
    screen.run_frame(draw);
    screen.press_mouse(0, false);
    screen.run_frame(draw);
    ASSERT_TRUE(std::holds_alternative<SelectedNode>(ui.selection));
    EXPECT_EQ(std::get<SelectedNode>(ui.selection).node, scene.node("broker-1"));
    screen.press_mouse(1, true);
    screen.run_frame(draw);
    screen.press_mouse(1, false);
    screen.run_frame(draw);
    LayoutProbe probe;
    screen.run_frame(draw);
    EXPECT_TRUE(probe.has("kill broker-1"));
    EXPECT_TRUE(probe.overlaps().empty());
}

}  // namespace
}  // namespace highwater::gui

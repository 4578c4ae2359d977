// The menu of a right click, where the inspector beside it opens as a drawer and where it stands.
#include <gtest/gtest.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <string>

#include "tests/gui/app/desk.h"

namespace highwater::gui {
namespace {

// What ImGui draws last.
std::string topmost_window() {
    ImDrawData const& drawn = *ImGui::GetDrawData();
    return drawn.CmdLists[drawn.CmdListsCount - 1]->_OwnerName;
}

class ContextMenu : public testing::TestWithParam<Screen> {
protected:
    ContextMenu()
        : desk{GetParam(), false},
          app{options_for((scenarios_folder() / "replication/leader-failover.toml").string())} {
        app.ui().show_menu = false;
        draw();
    }
    void draw() {
        for (int i = 0; i < 3; ++i) desk.draw(app);
    }
    Desk desk;
    App app;
};

TEST_P(ContextMenu, OpensWithTheInspectorAndStays) {
    desk.screen().move_mouse(520, 215);  // in the card of broker-1
    draw();
    desk.screen().press_mouse(1, true);
    draw();
    desk.screen().press_mouse(1, false);
    draw();
    EXPECT_FALSE(std::holds_alternative<std::monostate>(app.ui().selection));
    EXPECT_TRUE(app.ui().is_context_menu_open);
    EXPECT_EQ(topmost_window().rfind("##Popup", 0), 0U) << topmost_window() << " lies over it";
    desk.press(Key::escape);
    draw();
    EXPECT_FALSE(app.ui().is_context_menu_open);
    EXPECT_FALSE(std::holds_alternative<std::monostate>(app.ui().selection));
}

TEST_P(ContextMenu, OpensByAKeyBesideWhatIsTold) {
    desk.press(Key::menu);
    draw();
    EXPECT_FALSE(app.ui().is_context_menu_open);
    EXPECT_FALSE(app.ui().notice.empty());  // nothing is selected
    for (Key const key : {Key::menu, Key::f10}) {
        app.ui().selection = find_by_name(app.player().timeline().world(), "broker-1");
        desk.press(key, key == Key::f10);
        draw();
        EXPECT_TRUE(app.ui().is_context_menu_open);
        ImGuiWindow const* const menu = ImGui::GetCurrentContext()->OpenPopupStack.back().Window;
        DashboardPlaces const places =
            places_of(static_cast<float>(GetParam().width), static_cast<float>(GetParam().height),
                      GetParam().scale, app.ui());
        Rect const column = places.left_shows_inspector ? places.left : places.right;
        EXPECT_GE(menu->Pos.x, column.left);
        EXPECT_GT(menu->Pos.y, column.top);
        desk.press(Key::escape);
        draw();
        EXPECT_FALSE(app.ui().is_context_menu_open);
    }
    // Its first row is chosen: Enter does it.
    desk.press(Key::menu);
    draw();
    desk.press(Key::enter);
    draw();
    EXPECT_FALSE(app.ui().is_context_menu_open);
}

INSTANTIATE_TEST_SUITE_P(Screens, ContextMenu,
                         testing::Values(Screen{1280, 720, 1}, Screen{1920, 1080, 1}));

}  // namespace
}  // namespace highwater::gui

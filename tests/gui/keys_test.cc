// Keys are taken in the order they were pressed, by the person's own layout.
#include "gui/platform/keys.h"

#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include "gui/shortcuts.h"

namespace highwater::gui {
namespace {

Key only(int glfw_key, char const* name) {
    KeyQueue queue;
    queue.press(glfw_key, name, 0, false);
    std::vector<KeyPress> const presses = queue.take();
    return presses.size() == 1 ? presses[0].key : Key::none;
}

TEST(Keys, TwoPressesBetweenTwoFramesAreBothKept) {
    KeyQueue queue;
    queue.press(GLFW_KEY_RIGHT, nullptr, 0, false);
    queue.press(GLFW_KEY_RIGHT, nullptr, GLFW_MOD_SHIFT, true);
    std::vector<KeyPress> const presses = queue.take();
    ASSERT_EQ(presses.size(), 2U);
    EXPECT_TRUE(presses[0].is(Key::right));
    EXPECT_FALSE(presses[0].shift);
    EXPECT_TRUE(presses[1].shift);
    EXPECT_TRUE(presses[1].repeat);
    EXPECT_TRUE(queue.empty());
}

TEST(Keys, LettersFollowTheLayoutNotThePlace) {
    EXPECT_EQ(only(GLFW_KEY_Z, "y"), letter_key('Y'));         // German: Z and Y change places
    EXPECT_EQ(only(GLFW_KEY_Q, "a"), letter_key('A'));         // French
    EXPECT_EQ(only(GLFW_KEY_K, "\xd0\xbb"), letter_key('K'));  // Cyrillic: by place
    EXPECT_EQ(only(GLFW_KEY_K, nullptr), letter_key('K'));
}

TEST(Keys, DigitsAreTheDigitRowOnEveryLayout) {
    EXPECT_EQ(only(GLFW_KEY_1, "&"), letter_key('1'));
    EXPECT_EQ(only(GLFW_KEY_KP_4, "4"), letter_key('4'));
}

TEST(Keys, PlusIsWhereTheLayoutHasItAndOnTheKeypad) {
    EXPECT_EQ(only(GLFW_KEY_EQUAL, "="), Key::plus);          // US: without Shift
    EXPECT_EQ(only(GLFW_KEY_RIGHT_BRACKET, "+"), Key::plus);  // German
    EXPECT_EQ(only(GLFW_KEY_KP_ADD, "+"), Key::plus);
    EXPECT_EQ(only(GLFW_KEY_SLASH, "-"), Key::minus);  // German
    EXPECT_EQ(only(GLFW_KEY_KP_SUBTRACT, "-"), Key::minus);
    KeyPress press;
    press.key = Key::plus;
    EXPECT_EQ(action_of(press), std::nullopt);
    press.ctrl = press.shift = true;
    EXPECT_EQ(action_of(press), Action::larger);
    press.key = Key::minus;
    EXPECT_EQ(action_of(press), Action::smaller);
}

TEST(Keys, TheMenuKeyAndShiftF10OpenTheContextMenu) {
    EXPECT_EQ(only(GLFW_KEY_MENU, nullptr), Key::menu);
    KeyPress press;
    press.key = Key::menu;
    EXPECT_EQ(action_of(press), Action::context_menu);
    press.key = Key::f10;
    EXPECT_EQ(action_of(press), std::nullopt);
    press.shift = true;
    EXPECT_EQ(action_of(press), Action::context_menu);
}

TEST(Keys, ShortcutsNeedTheirModifierAndNoOther) {
    KeyQueue queue;
    queue.press(GLFW_KEY_K, "k", GLFW_MOD_CONTROL, false);
    queue.press(GLFW_KEY_K, "k", 0, false);
    queue.press(GLFW_KEY_GRAVE_ACCENT, "^", 0, false);
    queue.press(GLFW_KEY_F11, nullptr, 0, false);
    std::vector<KeyPress> const presses = queue.take();
    ASSERT_EQ(presses.size(), 4U);
    EXPECT_TRUE(presses[0].is_ctrl(letter_key('K')));
    EXPECT_FALSE(presses[0].is(letter_key('K')));
    EXPECT_TRUE(presses[1].is(letter_key('K')));
    EXPECT_TRUE(presses[2].is(Key::under_escape));
    EXPECT_TRUE(presses[3].is(Key::f11));
}

TEST(Keys, TypedLettersComeWhereverTheyLie) {
    KeyQueue queue;
    queue.press(GLFW_KEY_7, "7", GLFW_MOD_SHIFT, false);  // "/" on a German keyboard
    queue.type(U'/');
    std::vector<KeyPress> const presses = queue.take();
    ASSERT_EQ(presses.size(), 2U);
    EXPECT_TRUE(presses[1].types(U'/'));
    EXPECT_FALSE(presses[1].is(letter_key('/')));
}

TEST(Keys, AStuckKeyDoesNotFillTheMemory) {
    KeyQueue queue;
    for (int i = 0; i < 100'000; ++i) queue.press(GLFW_KEY_SPACE, nullptr, 0, true);
    EXPECT_LE(queue.take().size(), 256U);
}

}  // namespace
}  // namespace highwater::gui

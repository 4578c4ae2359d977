#include "gui/platform/keys.h"

#include <GLFW/glfw3.h>

#include <utility>

namespace highwater::gui {
namespace {

// More than fifty hands can press between two frames; what comes after is a stuck key.
constexpr std::size_t kMostPresses = 256;

struct Row {
    int glfw;
    Key key;
};

constexpr Row kNamed[] = {
    {GLFW_KEY_SPACE, Key::space},
    {GLFW_KEY_ESCAPE, Key::escape},
    {GLFW_KEY_ENTER, Key::enter},
    {GLFW_KEY_KP_ENTER, Key::enter},
    {GLFW_KEY_TAB, Key::tab},
    {GLFW_KEY_BACKSPACE, Key::backspace},
    {GLFW_KEY_INSERT, Key::insert},
    {GLFW_KEY_DELETE, Key::del},
    {GLFW_KEY_LEFT, Key::left},
    {GLFW_KEY_RIGHT, Key::right},
    {GLFW_KEY_UP, Key::up},
    {GLFW_KEY_DOWN, Key::down},
    {GLFW_KEY_PAGE_UP, Key::page_up},
    {GLFW_KEY_PAGE_DOWN, Key::page_down},
    {GLFW_KEY_HOME, Key::home},
    {GLFW_KEY_END, Key::end},
    {GLFW_KEY_MENU, Key::menu},
    {GLFW_KEY_KP_ADD, Key::plus},
    {GLFW_KEY_KP_SUBTRACT, Key::minus},
    {GLFW_KEY_GRAVE_ACCENT, Key::under_escape},  // GLFW names places after the US layout
};

bool is_letter_or_digit(char byte) {
    return (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
}

Key key_of(int glfw_key, char const* name) {
    for (Row const& row : kNamed) {
        if (row.glfw == glfw_key) return row.key;
    }
    if (glfw_key >= GLFW_KEY_F1 && glfw_key <= GLFW_KEY_F12) {
        return static_cast<Key>(static_cast<int>(Key::f1) + glfw_key - GLFW_KEY_F1);
    }
    if (glfw_key >= GLFW_KEY_KP_0 && glfw_key <= GLFW_KEY_KP_9) {
        return static_cast<Key>('0' + glfw_key - GLFW_KEY_KP_0);
    }
    // The digit row comes first: on a French keyboard its keys print & é " unless shifted.
    if (glfw_key >= GLFW_KEY_0 && glfw_key <= GLFW_KEY_9) {
        return static_cast<Key>('0' + glfw_key - GLFW_KEY_0);
    }
    if (name != nullptr && name[0] != '\0' && name[1] == '\0') {
        if (name[0] == '+' || name[0] == '=') return Key::plus;
        if (name[0] == '-') return Key::minus;
        char const upper =
            name[0] >= 'a' && name[0] <= 'z' ? static_cast<char>(name[0] - 'a' + 'A') : name[0];
        if (is_letter_or_digit(upper)) return letter_key(upper);
        return Key::none;
    }
    if (glfw_key >= GLFW_KEY_A && glfw_key <= GLFW_KEY_Z) {  // a layout without Latin letters
        return letter_key(static_cast<char>('A' + glfw_key - GLFW_KEY_A));
    }
    return Key::none;
}

}  // namespace

void KeyQueue::push(KeyPress press) {
    if (presses_.size() < kMostPresses) presses_.push_back(press);
}

void KeyQueue::press(int glfw_key, char const* name, int modifiers, bool repeat) {
    KeyPress press;
    press.key = key_of(glfw_key, name);
    press.ctrl = (modifiers & (GLFW_MOD_CONTROL | GLFW_MOD_SUPER)) != 0;
    press.shift = (modifiers & GLFW_MOD_SHIFT) != 0;
    press.alt = (modifiers & GLFW_MOD_ALT) != 0;
    press.repeat = repeat;
    if (press.key != Key::none) push(press);
}

void KeyQueue::type(char32_t letter) {
    KeyPress press;
    press.key = Key::character;
    press.typed = letter;
    push(press);
}

std::vector<KeyPress> KeyQueue::take() { return std::exchange(presses_, {}); }

}  // namespace highwater::gui

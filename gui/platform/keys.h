// Keys as they were pressed, one after the other. ImGui 1.86 only knows which keys are down in this
// frame: a key pressed and released between two frames, or two in one frame, would be lost.
#pragma once

#include <cstdint>
#include <vector>

namespace highwater::gui {

// Named keys, and letters and digits by what is printed on them in the person's own layout.
enum class Key : std::uint16_t {
    none = 0,
    // 'A'…'Z' and '0'…'9' are their own ASCII codes.
    space = ' ',
    escape = 256,
    enter,
    tab,
    backspace,
    insert,
    del,
    left,
    right,
    up,
    down,
    page_up,
    page_down,
    home,
    end,
    menu,          // between the right Alt and Ctrl, where there is one
    under_escape,  // ` on a US keyboard, ^ on a German one, ² on a French one
    f1,
    f2,
    f3,
    f4,
    f5,
    f6,
    f7,
    f8,
    f9,
    f10,
    f11,
    f12,
    plus,  // = too: on a US keyboard it is the same key, without Shift
    minus,
    character,  // a letter that was typed, in `typed`: for / and ?, wherever they lie
};

constexpr Key letter_key(char letter) { return static_cast<Key>(letter); }

struct KeyPress {
    Key key = Key::none;
    bool ctrl = false;  // or the command key of a Mac
    bool shift = false;
    bool alt = false;
    bool repeat = false;  // held down
    char32_t typed = 0;   // with Key::character

    bool is(Key wanted) const { return key == wanted && !ctrl && !alt; }
    bool is_ctrl(Key wanted) const { return key == wanted && ctrl && !alt; }
    bool types(char32_t letter) const { return key == Key::character && typed == letter; }
};

// What happened since the last frame, in order.
class KeyQueue {
public:
    // A GLFW key, its layout name (glfwGetKeyName; may be null) and GLFW modifiers.
    void press(int glfw_key, char const* name, int modifiers, bool repeat);
    void type(char32_t letter);
    std::vector<KeyPress> take();
    bool empty() const { return presses_.empty(); }

private:
    void push(KeyPress press);
    std::vector<KeyPress> presses_;
};

}  // namespace highwater::gui

// The window: GLFW, OpenGL 3 and ImGui's own backends. Sleeps until somebody does something, unless
// the program asks to be drawn again. Everything else of the GUI runs without it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/expected.h"
#include "gui/fonts.h"
#include "gui/platform/keys.h"
#include "gui/theme.h"

namespace highwater::gui {

struct WindowOptions {
    std::string title = "Highwater";
    int width = 1600;  // at scale 1; made smaller where the screen is
    int height = 900;
    bool full_screen = false;
    Mode mode = Mode::dark;
    float scale = 0;  // 0: what the monitor asks for
};

// What the frame may look at.
struct FrameInput {
    FontSet const& fonts;
    std::vector<KeyPress> keys;              // since the last frame, in order
    std::vector<std::string> dropped_files;  // paths
    double seconds = 0;                      // of real time since the last frame, at most 0.1
    bool close_asked = false;                // the cross of the window
    double passed_seconds = 0;               // the same without a limit: a window may sleep long
};

// What it wishes.
struct FrameWish {
    bool draw_again = false;           // time runs or something moves: next frame at once
    double wake_after_s = 1;           // otherwise at the latest after so long
    std::function<bool()> has_news{};  // asked once a second meanwhile: true ends the sleep, too
    bool close = false;
    bool full_screen = false;
    bool lecture = false;  // larger letters
    std::string letters;   // beside those that are always there (gui/fonts.h)
    float scale = 0;       // 0: leave it to the monitor
    Mode mode = Mode::dark;
    std::string title;  // empty: as it is
};

using DrawFrame = std::function<FrameWish(FrameInput const&)>;

struct WindowClosed {
    std::uint64_t frames = 0;
};

// Runs until the frame wishes to close. A problem says why there can be no window (no display, no
// OpenGL 3), before anything was drawn.
Expected<WindowClosed> run_window(WindowOptions const& options, DrawFrame const& draw_frame);

}  // namespace highwater::gui

// Pictures without a window: an ImGui context with no backend, drawn by the software rasteriser.
// `highwater shot`, the golden pictures and the headless tests of the window use it.
#pragma once

#include <functional>
#include <string_view>

#include "gui/fonts.h"
#include "gui/raster/image.h"

namespace highwater::gui {

struct ShotOptions {
    int width = 1920;
    int height = 1080;
    float scale = 1;
    bool lecture = false;
    Mode mode = Mode::dark;
    std::string letters;  // beside those that are always there (gui/fonts.h)
    // ImGui learns the size of some things (child windows, popups) one frame late.
    int warm_up_frames = 2;
};

// Owns an ImGui context and makes it current while it lives. Frames are 1/60 s apart, always.
class Offscreen {
public:
    explicit Offscreen(ShotOptions const& options);
    Offscreen(Offscreen const&) = delete;
    Offscreen& operator=(Offscreen const&) = delete;
    ~Offscreen();

    FontSet const& fonts() const { return fonts_; }
    // What the person does; takes effect with the next frame.
    void move_mouse(float x, float y);
    void press_mouse(int button, bool down);
    void type(std::string_view text);

    // One frame without a picture.
    void run_frame(std::function<void()> const& draw_frame);
    // One frame, drawn.
    Image picture(std::function<void()> const& draw_frame);

private:
    ShotOptions options_;
    ImGuiContext* previous_;
    ImGuiContext* context_;
    FontSet fonts_;
};

// Warm-up frames and one more, which is the picture.
Image render_offscreen(ShotOptions const& options,
                       std::function<void(FontSet const&)> const& draw_frame);

}  // namespace highwater::gui

// A window of our own to draw an app in: frames without a display, keys and the mouse from the
// test.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "gui/app.h"
#include "tests/gui/app/lesson_files.h"

namespace highwater::gui {

struct Screen {
    int width;
    int height;
    float scale;
};
// A window of our own to draw an app in.
class Desk {
public:
    Desk(Screen const& screen, bool lecture) : offscreen_{options_of(screen, lecture)} {}

    FrameWish draw(App& app) {
        FrameWish wish;
        offscreen_.run_frame([&] {
            wish = app.run_frame(
                {offscreen_.fonts(), std::move(keys_), {}, 1.0 / 60, false, 1.0 / 60 + slept_});
            keys_.clear();
            slept_ = 0;
        });
        return wish;
    }
    void resize(int width, int height) {
        ImGui::GetIO().DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
    }
    // The next frame comes so much later.
    void sleep(double seconds) { slept_ = seconds; }
    void press(Key key, bool shift = false, bool ctrl = false) {
        KeyPress press;
        press.key = key;
        press.shift = shift;
        press.ctrl = ctrl;
        keys_.push_back(press);
    }
    Offscreen& screen() { return offscreen_; }

private:
    static ShotOptions options_of(Screen const& screen, bool lecture) {
        ShotOptions options;
        options.width = screen.width;
        options.height = screen.height;
        options.scale = screen.scale;
        options.lecture = lecture;
        return options;
    }
    Offscreen offscreen_;
    std::vector<KeyPress> keys_;
    double slept_{};
};

// Where the first text stands that begins so and can be seen; empty: nowhere.
inline Rect find_text(Desk& desk, App& app, std::string const& begin) {
    LayoutProbe probe;
    desk.draw(app);
    for (PlacedText const& each : probe.texts()) {
        if (each.text.starts_with(begin) && !is_empty(cut_to(each.rect, each.clip))) {
            return each.rect;
        }
    }
    return {};
}

inline DashboardOptions options_for(std::string const& file) {
    DashboardOptions options;
    options.lessons = all_lessons();
    options.load = [](std::string const& path) { return load_lesson(path); };
    options.load_set = load_lesson_with;
    options.file = file;
    return options;
}

}  // namespace highwater::gui

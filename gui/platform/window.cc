#include "gui/platform/window.h"

#include <GLFW/glfw3.h>
#include <imgui.h>
#if __has_include(<backends/imgui_impl_glfw.h>)
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#else
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>
#endif

#include <algorithm>
#include <cmath>

namespace highwater::gui {
namespace {

std::string g_glfw_error;

void note_error(int, char const* words) { g_glfw_error = words; }

// What the callbacks of GLFW fill between two frames.
struct Inbox {
    KeyQueue keys;
    std::vector<std::string> dropped_files;
    bool stirred = true;  // something happened: draw
};

Inbox& inbox_of(GLFWwindow* window) {
    return *static_cast<Inbox*>(glfwGetWindowUserPointer(window));
}

void on_key(GLFWwindow* window, int key, int scancode, int action, int modifiers) {
    Inbox& inbox = inbox_of(window);
    inbox.stirred = true;
    if (action == GLFW_RELEASE) return;
    inbox.keys.press(key, glfwGetKeyName(key, scancode), modifiers, action == GLFW_REPEAT);
}

void on_character(GLFWwindow* window, unsigned int letter) {
    inbox_of(window).keys.type(static_cast<char32_t>(letter));
    inbox_of(window).stirred = true;
}

void on_drop(GLFWwindow* window, int count, char const** paths) {
    Inbox& inbox = inbox_of(window);
    for (int i = 0; i < count; ++i) inbox.dropped_files.emplace_back(paths[i]);
    inbox.stirred = true;
}

void on_mouse_button(GLFWwindow* window, int, int, int) { inbox_of(window).stirred = true; }
void on_scroll(GLFWwindow* window, double, double) { inbox_of(window).stirred = true; }
void on_cursor(GLFWwindow* window, double, double) { inbox_of(window).stirred = true; }
void on_focus(GLFWwindow* window, int) { inbox_of(window).stirred = true; }
void on_refresh(GLFWwindow* window) { inbox_of(window).stirred = true; }
void on_resize(GLFWwindow* window, int, int) { inbox_of(window).stirred = true; }
void on_scale(GLFWwindow* window, float, float) { inbox_of(window).stirred = true; }

// Before ImGui's backend starts: it calls on to what it finds installed.
void install_callbacks(GLFWwindow* window, Inbox& inbox) {
    glfwSetWindowUserPointer(window, &inbox);
    glfwSetKeyCallback(window, on_key);
    glfwSetCharCallback(window, on_character);
    glfwSetDropCallback(window, on_drop);
    glfwSetMouseButtonCallback(window, on_mouse_button);
    glfwSetScrollCallback(window, on_scroll);
    glfwSetCursorPosCallback(window, on_cursor);
    glfwSetWindowFocusCallback(window, on_focus);
    glfwSetWindowRefreshCallback(window, on_refresh);
    glfwSetFramebufferSizeCallback(window, on_resize);
    glfwSetWindowContentScaleCallback(window, on_scale);
}

// Screen pixels for one pixel of a common monitor, as far as the window itself is measured in
// screen pixels: a Mac counts in points and scales by itself.
float monitor_scale(GLFWwindow* window) {
    float x = 1;
    float y = 1;
    glfwGetWindowContentScale(window, &x, &y);
    int window_width = 1;
    int framebuffer_width = 1;
    int unused = 0;
    glfwGetWindowSize(window, &window_width, &unused);
    glfwGetFramebufferSize(window, &framebuffer_width, &unused);
    if (framebuffer_width > window_width && window_width > 0) {
        x *= static_cast<float>(window_width) / static_cast<float>(framebuffer_width);
    }
    return clamp_scale(x);
}

GLFWwindow* open_window(WindowOptions const& options) {
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
#ifdef __APPLE__
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 2);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
#else
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
#endif
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
    int width = options.width;
    int height = options.height;
    if (GLFWmonitor* monitor = glfwGetPrimaryMonitor()) {
        int x = 0;
        int y = 0;
        int most_width = 0;
        int most_height = 0;
        glfwGetMonitorWorkarea(monitor, &x, &y, &most_width, &most_height);
        if (most_width > 0) width = std::min(width, most_width);
        if (most_height > 0) height = std::min(height, most_height);
    }
    return glfwCreateWindow(width, height, options.title.c_str(), nullptr, nullptr);
}

// Leaves and enters full screen on the monitor the window is on most.
class FullScreen {
public:
    void set(GLFWwindow* window, bool wanted) {
        if (wanted == active_) return;
        if (wanted) {
            GLFWmonitor* monitor = glfwGetPrimaryMonitor();
            GLFWvidmode const* video = monitor != nullptr ? glfwGetVideoMode(monitor) : nullptr;
            if (video == nullptr) return;
            glfwGetWindowPos(window, &x_, &y_);
            glfwGetWindowSize(window, &width_, &height_);
            glfwSetWindowMonitor(window, monitor, 0, 0, video->width, video->height,
                                 video->refreshRate);
        } else {
            glfwSetWindowMonitor(window, nullptr, x_, y_, width_, height_, GLFW_DONT_CARE);
        }
        active_ = wanted;
    }

private:
    bool active_ = false;
    int x_ = 0;
    int y_ = 0;
    int width_ = 0;
    int height_ = 0;
};

// Letters for the scale and mode of this frame; the texture follows.
class Letters {
public:
    FontSet const& prepare(float scale, FrameWish const& wish) {
        bool const lecture = wish.lecture;
        Mode const mode = wish.mode;
        bool const changed = scale != fonts_.scale || lecture != fonts_.lecture ||
                             wish.letters != fonts_.letters || !built_;
        if (changed) {
            fonts_ = build_fonts(*ImGui::GetIO().Fonts, files_, scale, lecture, wish.letters);
#if IMGUI_VERSION_NUM < 19200  // later ones keep the texture up to date by themselves
            if (built_) {
                ImGui_ImplOpenGL3_DestroyFontsTexture();
                ImGui_ImplOpenGL3_CreateFontsTexture();
            }
#endif
        }
        if (changed || mode != mode_) {
            apply_style(ImGui::GetStyle(), theme_of(mode), fonts_.scale);
        }
        mode_ = mode;
        built_ = true;
        return fonts_;
    }

private:
    FontFiles files_ = find_fonts(font_folders());
    FontSet fonts_;
    Mode mode_ = Mode::dark;
    bool built_ = false;
};

void show(GLFWwindow* window, Mode mode) {
    ImVec4 const back = ImGui::ColorConvertU32ToFloat4(theme_of(mode).background);
    int width = 0;
    int height = 0;
    glfwGetFramebufferSize(window, &width, &height);
    glViewport(0, 0, width, height);
    glClearColor(back.x, back.y, back.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    glfwSwapBuffers(window);
}

// What the person or else the monitor asks for; lecture mode fills a large window.
float scale_now(GLFWwindow* window, FrameWish const& wish) {
    float larger = 1;
    if (wish.lecture) {
        int width = 0;
        int height = 0;
        glfwGetWindowSize(window, &width, &height);
        larger = lecture_scale(static_cast<float>(width), static_cast<float>(height));
    }
    if (wish.scale > 0) return clamp_scale(wish.scale * larger);
    return std::max(monitor_scale(window), larger);
}

// ImGui shows hover, press and release one frame late, so a few more frames follow every stir.
constexpr int kFramesAfterAStir = 3;

constexpr double kAskEvery = 1;  // seconds

// Window systems send events that are nothing to draw for.
void sleep_until_stirred(GLFWwindow* window, Inbox const& inbox, FrameWish const& wish) {
    double const seconds = std::clamp(wish.wake_after_s, 0.001, 60.0);
    double const due = glfwGetTime() + seconds;
    for (double left = seconds; left > 0; left = due - glfwGetTime()) {
        glfwWaitEventsTimeout(wish.has_news ? std::min(left, kAskEvery) : left);
        if (inbox.stirred || glfwWindowShouldClose(window) != 0) return;
        if (wish.has_news && wish.has_news()) return;
    }
}

std::uint64_t run_frames(GLFWwindow* window, WindowOptions const& options, Inbox& inbox,
                         DrawFrame const& draw_frame) {
    Letters letters;
    FullScreen full_screen;
    FrameWish wish;
    wish.scale = options.scale;
    wish.mode = options.mode;
    wish.full_screen = options.full_screen;
    wish.draw_again = true;
    std::uint64_t frames = 0;
    std::string title;
    int still_to_draw = kFramesAfterAStir;
    double before = glfwGetTime();
    while (!wish.close) {
        bool const hidden = glfwGetWindowAttrib(window, GLFW_ICONIFIED) != 0;
        if (!hidden && (wish.draw_again || still_to_draw > 0)) {
            glfwPollEvents();
        } else {
            sleep_until_stirred(window, inbox, wish);
        }
        still_to_draw = inbox.stirred ? kFramesAfterAStir : std::max(0, still_to_draw - 1);
        inbox.stirred = false;

        full_screen.set(window, wish.full_screen);
        float const scale = scale_now(window, wish);
        FontSet const& fonts = letters.prepare(scale, wish);
        double const now = glfwGetTime();
        FrameInput input{fonts,
                         inbox.keys.take(),
                         {},
                         std::min(now - before, 0.1),
                         glfwWindowShouldClose(window) != 0,
                         now - before};
        before = now;
        input.dropped_files.swap(inbox.dropped_files);
        glfwSetWindowShouldClose(window, GLFW_FALSE);  // the program decides, it may want to ask

        ImGui_ImplOpenGL3_NewFrame();
        ImGui_ImplGlfw_NewFrame();
        ImGui::NewFrame();
        wish = draw_frame(input);
        ImGui::Render();
        show(window, wish.mode);
        // Only what is new: setting it is an event of its own, which would wake the window again.
        if (!wish.title.empty() && wish.title != title) {
            title = wish.title;
            glfwSetWindowTitle(window, title.c_str());
        }
        ++frames;
    }
    return frames;
}

Problem no_window(std::string const& what) {
    return Problem{what + (g_glfw_error.empty() ? "" : ": " + g_glfw_error),
                   "without a display use `highwater run` or `highwater shot`"};
}

}  // namespace

Expected<WindowClosed> run_window(WindowOptions const& options, DrawFrame const& draw_frame) {
    g_glfw_error.clear();
    glfwSetErrorCallback(note_error);
    if (glfwInit() == GLFW_FALSE) return no_window("cannot open a display");
    GLFWwindow* window = open_window(options);
    if (window == nullptr) {
        glfwTerminate();
        return no_window("cannot open a window with OpenGL 3");
    }
    glfwMakeContextCurrent(window);
    glfwSwapInterval(1);

    Inbox inbox;
    install_callbacks(window, inbox);
    IMGUI_CHECKVERSION();
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;  // the layout is the design's, nothing to remember
    bool const backend = ImGui_ImplGlfw_InitForOpenGL(window, true) && ImGui_ImplOpenGL3_Init(
#ifdef __APPLE__
                                                                           "#version 150"
#else
                                                                           "#version 130"
#endif
                                                                       );
    WindowClosed closed;
    if (backend) closed.frames = run_frames(window, options, inbox, draw_frame);
    if (backend) ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
    glfwDestroyWindow(window);
    glfwTerminate();
    if (!backend) return no_window("cannot start OpenGL");
    return closed;
}

}  // namespace highwater::gui

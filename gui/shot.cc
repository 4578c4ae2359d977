#include "gui/shot.h"

#include "gui/raster/rasterise.h"

namespace highwater::gui {

Offscreen::Offscreen(ShotOptions const& options)
    : options_{options}, previous_{ImGui::GetCurrentContext()}, context_{ImGui::CreateContext()} {
    ImGui::SetCurrentContext(context_);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;  // nothing outside the program may change a picture
    io.LogFilename = nullptr;
    io.DisplaySize = {static_cast<float>(options.width), static_cast<float>(options.height)};
    io.DeltaTime = 1.0F / 60;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    io.ConfigWindowsMoveFromTitleBarOnly = true;
    fonts_ = build_fonts(*io.Fonts, find_fonts(font_folders()), options.scale, options.lecture,
                         options.letters);
    apply_style(ImGui::GetStyle(), theme_of(options.mode), fonts_.scale);
}

Offscreen::~Offscreen() {
    ImGui::DestroyContext(context_);
    ImGui::SetCurrentContext(previous_);
}

void Offscreen::move_mouse(float x, float y) {
#if IMGUI_VERSION_NUM >= 18700
    ImGui::GetIO().AddMousePosEvent(x, y);
#else
    ImGui::GetIO().MousePos = {x, y};
#endif
}

void Offscreen::press_mouse(int button, bool down) {
#if IMGUI_VERSION_NUM >= 18700
    ImGui::GetIO().AddMouseButtonEvent(button, down);
#else
    ImGui::GetIO().MouseDown[button] = down;
#endif
}

void Offscreen::type(std::string_view text) {
    for (char const letter : text) {
        ImGui::GetIO().AddInputCharacter(static_cast<unsigned char>(letter));
    }
}

void Offscreen::run_frame(std::function<void()> const& draw_frame) {
    ImGui::NewFrame();
    draw_frame();
    ImGui::Render();
}

Image Offscreen::picture(std::function<void()> const& draw_frame) {
    run_frame(draw_frame);
    AlphaTexture texture;
    unsigned char* alpha = nullptr;
    ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&alpha, &texture.width, &texture.height);
    texture.alpha = alpha;
    Image image{options_.width, options_.height};
    clear(image, theme_of(options_.mode).background);
    rasterise(image, texture, *ImGui::GetDrawData());
    return image;
}

Image render_offscreen(ShotOptions const& options,
                       std::function<void(FontSet const&)> const& draw_frame) {
    Offscreen screen{options};
    auto const draw = [&] { draw_frame(screen.fonts()); };
    for (int i = 0; i < options.warm_up_frames; ++i) screen.run_frame(draw);
    return screen.picture(draw);
}

}  // namespace highwater::gui

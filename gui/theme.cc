#include "gui/theme.h"

#include <algorithm>
#include <cmath>

namespace highwater::gui {
namespace {

// In the order of Meaning. Light `now` is the design's B98600, darkened until it shows at 3 : 1.
// The colours of words differ from those of shapes only where a shape's colour does not reach 4.5 :
// 1 on every surface; tests/gui/theme_test.cc holds both to it.
constexpr Theme kDark{
    .mode = Mode::dark,
    .background = rgb(0x0E1318),
    .card = rgb(0x151B22),
    .raised = rgb(0x1C242D),
    .line = rgb(0x2B3642),
    .text = rgb(0xE8EEF4),
    .secondary = rgb(0x93A1AF),
    .faint = rgb(0x5B6875),
    .faint_text = rgb(0x7F8C99),
    .on_state = rgb(0x0E1318),
    .now_outline = rgb(0xFFE27A),
    .state = {rgb(0x58B4F0), rgb(0x2FBF9B), rgb(0xF0A830), rgb(0x6B7783), rgb(0xF2694B),
              rgb(0xC9A2F2), rgb(0xFFE27A), rgb(0x93A1AF)},
    .words = {rgb(0x58B4F0), rgb(0x2FBF9B), rgb(0xF0A830), rgb(0x7F8C99), rgb(0xF2694B),
              rgb(0xC9A2F2), rgb(0xFFE27A), rgb(0xE8EEF4)},
    .epochs = {rgb(0x7FA6C9), rgb(0xC8B06A), rgb(0xB586B8), rgb(0x7DB48A), rgb(0xC98A75),
               rgb(0x8C93D6)},
};

constexpr Theme kLight{
    .mode = Mode::light,
    .background = rgb(0xF4F2EC),
    .card = rgb(0xFFFFFF),
    .raised = rgb(0xFBFAF6),
    .line = rgb(0xD9D5CA),
    .text = rgb(0x1C2228),
    .secondary = rgb(0x5C6872),
    .faint = rgb(0x98A1A8),
    .faint_text = rgb(0x636F79),
    .on_state = rgb(0xFFFFFF),
    .now_outline = rgb(0xF3C93A),
    .state = {rgb(0x0B6BB0), rgb(0x0B7F63), rgb(0xA86200), rgb(0x7C8791), rgb(0xBE3A17),
              rgb(0x7A4DB0), rgb(0xB58300), rgb(0x5C6872)},
    .words = {rgb(0x0B6BB0), rgb(0x0A7C60), rgb(0x9F5D00), rgb(0x636F79), rgb(0xBE3A17),
              rgb(0x7A4DB0), rgb(0x866100), rgb(0x1C2228)},
    .epochs = {rgb(0x4D7EA8), rgb(0x9A7F2E), rgb(0x8B5490), rgb(0x44835A), rgb(0xA0583F),
               rgb(0x5A62B4)},
};

struct Channels {
    int red;
    int green;
    int blue;
};

constexpr Channels channels(Colour colour) {
    return {static_cast<int>((colour >> IM_COL32_R_SHIFT) & 0xff),
            static_cast<int>((colour >> IM_COL32_G_SHIFT) & 0xff),
            static_cast<int>((colour >> IM_COL32_B_SHIFT) & 0xff)};
}

ImVec4 vec(Colour colour) { return ImGui::ColorConvertU32ToFloat4(colour); }

void colour_widgets(ImVec4* colors, Theme const& theme) {
    colors[ImGuiCol_Button] = vec(theme.raised);
    colors[ImGuiCol_ButtonHovered] = vec(mix(theme.raised, theme.text, 20));
    colors[ImGuiCol_ButtonActive] = vec(mix(theme.raised, theme.text, 40));
    colors[ImGuiCol_Header] = vec(mix(theme.raised, theme.text, 16));
    colors[ImGuiCol_HeaderHovered] = vec(mix(theme.raised, theme.text, 24));
    colors[ImGuiCol_HeaderActive] = vec(mix(theme.raised, theme.text, 40));
    colors[ImGuiCol_FrameBg] = vec(theme.raised);
    colors[ImGuiCol_FrameBgHovered] = vec(mix(theme.raised, theme.text, 12));
    colors[ImGuiCol_FrameBgActive] = vec(mix(theme.raised, theme.text, 20));
    colors[ImGuiCol_CheckMark] = vec(theme.of(Meaning::leader));
    colors[ImGuiCol_SliderGrab] = vec(theme.secondary);
    colors[ImGuiCol_SliderGrabActive] = vec(theme.of(Meaning::now));
    colors[ImGuiCol_ScrollbarBg] = vec(with_alpha(theme.card, 0));
    colors[ImGuiCol_ScrollbarGrab] = vec(theme.line);
    colors[ImGuiCol_ScrollbarGrabHovered] = vec(theme.faint);
    colors[ImGuiCol_ScrollbarGrabActive] = vec(theme.secondary);
    colors[ImGuiCol_TextSelectedBg] = vec(with_alpha(theme.of(Meaning::leader), 90));
    colors[ImGuiCol_NavHighlight] = vec(theme.of(Meaning::now));
}

}  // namespace

Theme const& theme_of(Mode mode) { return mode == Mode::dark ? kDark : kLight; }

Colour mix(Colour under, Colour over, int part) {
    Channels const a = channels(under);
    Channels const b = channels(over);
    auto const blend = [part](int low, int high) {
        return static_cast<Colour>((low * (255 - part) + high * part + 127) / 255);
    };
    return IM_COL32(blend(a.red, b.red), blend(a.green, b.green), blend(a.blue, b.blue), 255);
}

Colour with_alpha(Colour colour, int alpha) {
    return (colour & ~IM_COL32_A_MASK) | (static_cast<Colour>(alpha) << IM_COL32_A_SHIFT);
}

Colour Theme::of_epoch(std::int64_t leader_epoch) const {
    // Epoch -1 is Kafka's "unknown"; it takes the first tint like epoch 0.
    std::int64_t const turn = leader_epoch < 0 ? 0 : leader_epoch;
    return epochs[static_cast<std::size_t>(turn) % epochs.size()];
}

Colour Theme::now_tint() const { return mix(card, now_outline, mode == Mode::dark ? 34 : 34); }

Colour Theme::selected_tint() const { return mix(card, now_outline, 20); }

float type_px(Type type, bool lecture) {
    static constexpr std::array<float, kTypes> kDesk{13, 14, 16, 20, 24};
    static constexpr std::array<float, kTypes> kLecture{14, 20, 26, 28, 30};
    std::size_t const row = static_cast<std::size_t>(type);
    return lecture ? kLecture[row] : kDesk[row];
}

float clamp_scale(float scale) {
    if (!(scale > kMinScale)) return kMinScale;  // also what is not a number
    return scale < kMaxScale ? scale : kMaxScale;
}

float lecture_scale(float width, float height) {
    float const larger = std::min(width / 1280, height / 720);
    // In quarters: letters are made anew for each scale, and a window that is dragged has many.
    return clamp_scale(std::floor(larger * 4) / 4);
}

void apply_style(ImGuiStyle& style, Theme const& theme, float scale) {
    style = ImGuiStyle{};
    style.WindowPadding = {0, 0};
    style.WindowBorderSize = 0;
    style.PopupBorderSize = 1;
    style.PopupRounding = 8;
    style.FrameRounding = 6;
    style.FramePadding = {10, 6};
    style.ItemSpacing = {8, 8};
    style.ScrollbarSize = 8;
    style.ScrollbarRounding = 4;
    style.GrabRounding = 4;
    style.ScaleAllSizes(scale);
    style.AntiAliasedLines = true;
    style.AntiAliasedFill = true;

    ImVec4* colors = style.Colors;
    colors[ImGuiCol_Text] = vec(theme.text);
    colors[ImGuiCol_TextDisabled] = vec(theme.faint_text);
    colors[ImGuiCol_WindowBg] = vec(theme.background);
    colors[ImGuiCol_ChildBg] = vec(with_alpha(theme.background, 0));
    colors[ImGuiCol_PopupBg] = vec(theme.raised);
    colors[ImGuiCol_Border] = vec(theme.line);
    colors[ImGuiCol_BorderShadow] = vec(with_alpha(theme.line, 0));
    colors[ImGuiCol_Separator] = vec(theme.line);
    colors[ImGuiCol_ModalWindowDimBg] = vec(with_alpha(theme.background, 160));
    colour_widgets(colors, theme);
}

}  // namespace highwater::gui

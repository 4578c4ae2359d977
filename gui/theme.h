// Colours by meaning, type sizes and spacing: the tables of the dashboard's design in one place.
// A colour never stands alone: a shape or a word beside it says the same (see widgets/shapes.h).
#pragma once

#include <imgui.h>

#include <array>
#include <cstddef>
#include <cstdint>

namespace highwater::gui {

using Colour = ImU32;  // packed as ImGui packs it

constexpr Colour rgb(std::uint32_t hex) {
    return IM_COL32((hex >> 16) & 0xff, (hex >> 8) & 0xff, hex & 0xff, 255);
}

// What a colour says. `plain` is text that claims nothing.
enum class Meaning { leader, in_sync, at_risk, dead, lost, controller, now, plain };
constexpr std::size_t kMeanings = 8;

enum class Mode { dark, light };

struct Theme {
    Mode mode;
    Colour background;
    Colour card;
    Colour raised;
    Colour line;
    Colour text;
    Colour secondary;
    Colour faint;                         // ticks, frames, what is not there yet: never letters
    Colour faint_text;                    // the faintest grey that still reads at 4.5 : 1 (WCAG AA)
    Colour on_state;                      // letters on a surface filled with a state colour
    Colour now_outline;                   // frame of the selected card
    std::array<Colour, kMeanings> state;  // shapes, lines, fills: 3 : 1 on card and background
    // The same hue for letters: 4.5 : 1. Equal to `state` wherever that one already reads.
    std::array<Colour, kMeanings> words;
    std::array<Colour, 6> epochs;

    Colour of(Meaning meaning) const { return state[static_cast<std::size_t>(meaning)]; }
    Colour words_of(Meaning meaning) const { return words[static_cast<std::size_t>(meaning)]; }
    // Leader epochs take turns, so that two neighbours never look the same.
    Colour of_epoch(std::int64_t leader_epoch) const;
    Colour now_tint() const;       // behind a row that has just changed
    Colour selected_tint() const;  // behind the selected thing on the stage: larger, so paler
};

Theme const& theme_of(Mode mode);

// `part` of 255 of `over`, the rest of `under`; opaque.
Colour mix(Colour under, Colour over, int part);
Colour with_alpha(Colour colour, int alpha);

// Sizes at scale 1 in pixels of the em square, as a browser counts them.
enum class Type { label, secondary, body, card_title, stage_title };
constexpr std::size_t kTypes = 5;
float type_px(Type type, bool lecture);

// Grid at scale 1: multiples of 4.
namespace grid {
constexpr float kTopBar = 48;
constexpr float kLeftColumn = 372;
constexpr float kRightColumn = 372;
constexpr float kBottomBar = 192;
constexpr float kRounding = 12;
constexpr float kFoldRightBelow = 1500;  // what is selected shows in place of the lesson
constexpr float kFoldLeftBelow = 1100;
constexpr float kLeastStage = 480;  // with less left beside it, a drawer lies over the stage
}  // namespace grid

constexpr float kMinScale = 1.0F;
constexpr float kMaxScale = 2.5F;
float clamp_scale(float scale);
// Lecture mode is laid out for 1280×720. On a larger window all of it grows by this factor, so that
// the back row reads as well from a projector with more pixels.
float lecture_scale(float width, float height);

// ImGui's own widgets (input lines, menus, scroll bars) take the same colours and spacing.
void apply_style(ImGuiStyle& style, Theme const& theme, float scale);

}  // namespace highwater::gui

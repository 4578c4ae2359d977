// The one way letters come onto the screen. Whatever is written is seen by the LayoutProbe.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "gui/widgets/canvas.h"

namespace highwater::gui {

enum class Align { left, center, right };
// What the y of a position means: the top of the text's line box (line_height, letters centred in
// it), the baseline, or the middle of the capital letters (for pills, buttons, rows).
enum class Anchor { top, baseline, middle };

struct TextStyle {
    Face face;
    Type type;
    Colour colour;
    Align align = Align::left;
    Anchor anchor = Anchor::top;
    float max_width = 0;  // pixels; longer text ends in …; 0 = as long as it is

    TextStyle right() const { return with(Align::right); }
    TextStyle center() const { return with(Align::center); }
    TextStyle baseline() const { return with(Anchor::baseline); }
    TextStyle middle() const { return with(Anchor::middle); }
    TextStyle within(float width) const {
        TextStyle changed = *this;
        changed.max_width = width > 1 ? width : 1;
        return changed;
    }
    TextStyle in(Colour other) const {
        TextStyle changed = *this;
        changed.colour = other;
        return changed;
    }

private:
    TextStyle with(Align value) const {
        TextStyle changed = *this;
        changed.align = value;
        return changed;
    }
    TextStyle with(Anchor value) const {
        TextStyle changed = *this;
        changed.anchor = value;
        return changed;
    }

public:
    TextStyle(Face face_, Type type_, Colour colour_) : face{face_}, type{type_}, colour{colour_} {}
};

inline TextStyle words(Type type, Colour colour) { return {Face::words, type, colour}; }
inline TextStyle strong(Type type, Colour colour) { return {Face::words_strong, type, colour}; }
inline TextStyle mono(Type type, Colour colour) { return {Face::mono, type, colour}; }
inline TextStyle mono_strong(Type type, Colour colour) { return {Face::mono_strong, type, colour}; }

float text_width(Canvas const& canvas, std::string_view text, Face face, Type type);
// Draws one line and returns what it covers: its width, and the line box's height.
Rect draw_text(Canvas const& canvas, ImVec2 at, std::string_view text, TextStyle const& style);

// `text`, or its longest beginning that fits with … after it.
std::string ellipsis(Canvas const& canvas, std::string_view text, Face face, Type type,
                     float max_width);

// The first of `texts` that fits, else the last of them shortened.
std::string fitting(Canvas const& canvas, std::initializer_list<std::string_view> texts, Face face,
                    Type type, float max_width);

// Of "dead since 6.0 s · not fenced" as many whole parts as fit; the first of them shortened when
// not even it does.
std::string whole_parts(Canvas const& canvas, std::string_view text, Face face, Type type,
                        float max_width);

// Lines of a paragraph, broken at spaces; a word longer than the line behind one of its joints
// (BROKER_REGISTRATION_ CHANGE_RECORD), and within only where it has none.
std::vector<std::string_view> wrap(Canvas const& canvas, std::string_view text, Face face,
                                   Type type, float width);
float wrapped_height(Canvas const& canvas, std::string_view text, TextStyle const& style,
                     float width);
// Draws a paragraph from the top left corner and returns its height.
float draw_wrapped(Canvas const& canvas, ImVec2 at, std::string_view text, TextStyle const& style,
                   float width);

// Small capitals over a group of things. Returns what it covers.
Rect section_label(Canvas const& canvas, ImVec2 at, std::string_view text, float max_width = 0);

}  // namespace highwater::gui

// Remembers where every text was drawn, so that a test can find text over text and text cut off.
// Drawing costs nothing when no probe is active.
#pragma once

#include <imgui.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace highwater::gui {

struct Rect {
    float left = 0;
    float top = 0;
    float right = 0;
    float bottom = 0;

    float width() const { return right - left; }
    float height() const { return bottom - top; }
    float middle_x() const { return (left + right) / 2; }
    float middle_y() const { return (top + bottom) / 2; }
    ImVec2 min() const { return {left, top}; }
    ImVec2 max() const { return {right, bottom}; }
    bool contains(ImVec2 point) const {
        return point.x >= left && point.x < right && point.y >= top && point.y < bottom;
    }
    Rect inset(float by) const { return {left + by, top + by, right - by, bottom - by}; }
};

Rect rect_at(ImVec2 min, float width, float height);
Rect cut_to(Rect const& rect, Rect const& limits);
bool is_empty(Rect const& rect);

struct PlacedText {
    std::string text;
    Rect rect;          // the letters: cap height to descender
    Rect clip;          // what of it can be seen at all
    void const* layer;  // the draw list: a popup may cover what is under it
    float em;           // size of the letters in pixels
    bool cut_short{};   // an ellipsis stands for the rest
    std::string whole;  // of what was cut short: all that there was to write
    bool scrolls{};     // in a list that is longer than its place
};

// A card, or whatever else keeps what is written on it within its edges.
struct PlacedCard {
    Rect rect;
    void const* layer;
};

struct TextPair {
    PlacedText first;
    PlacedText second;
};

// Active from construction to destruction; the innermost one records.
class LayoutProbe {
public:
    LayoutProbe();
    LayoutProbe(LayoutProbe const&) = delete;
    LayoutProbe& operator=(LayoutProbe const&) = delete;
    ~LayoutProbe();

    static LayoutProbe* active();
    void record(PlacedText text);
    void record(PlacedCard card) { cards_.push_back(card); }
    // `shown` is what an ellipsis left of `whole`; it is drawn later.
    void note_cut(std::string shown, std::string whole);
    void reset();

    std::vector<PlacedText> const& texts() const { return texts_; }
    // Visible texts of one layer that cover each other by more than `tolerance` pixels both ways.
    std::vector<TextPair> overlaps(float tolerance = 1) const;
    // Texts of which a part is visible and a part is not, left or right. Rows half scrolled out of
    // a list are no fault, so above and below do not count.
    std::vector<PlacedText> clipped(float tolerance = 1) const;
    // The same above and below, outside of lists that scroll.
    std::vector<PlacedText> cut_flat(float tolerance = 1) const;
    // Texts that begin on a card and reach over its edge.
    std::vector<PlacedText> off_their_card(float tolerance = 1) const;
    std::vector<PlacedText> cut_short() const;
    std::vector<PlacedText> smaller_than(float em) const;
    bool has(std::string_view text) const;

private:
    std::vector<PlacedText> texts_;
    std::vector<PlacedCard> cards_;
    std::map<std::string, std::string> wholes_;  // by what is shown of them
    LayoutProbe* outer_;
};

}  // namespace highwater::gui

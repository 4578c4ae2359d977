#include "gui/widgets/layout_probe.h"

#include <algorithm>

namespace highwater::gui {
namespace {

LayoutProbe* g_active = nullptr;

}  // namespace

Rect rect_at(ImVec2 min, float width, float height) {
    return {min.x, min.y, min.x + width, min.y + height};
}

Rect cut_to(Rect const& rect, Rect const& limits) {
    return {std::max(rect.left, limits.left), std::max(rect.top, limits.top),
            std::min(rect.right, limits.right), std::min(rect.bottom, limits.bottom)};
}

bool is_empty(Rect const& rect) { return rect.right <= rect.left || rect.bottom <= rect.top; }

LayoutProbe::LayoutProbe() : outer_{g_active} { g_active = this; }
LayoutProbe::~LayoutProbe() { g_active = outer_; }
LayoutProbe* LayoutProbe::active() { return g_active; }

std::vector<TextPair> LayoutProbe::overlaps(float tolerance) const {
    std::vector<TextPair> found;
    for (std::size_t i = 0; i < texts_.size(); ++i) {
        Rect const first = cut_to(texts_[i].rect, texts_[i].clip);
        for (std::size_t j = i + 1; j < texts_.size(); ++j) {
            if (texts_[i].layer != texts_[j].layer) continue;
            Rect const both = cut_to(first, cut_to(texts_[j].rect, texts_[j].clip));
            if (both.width() > tolerance && both.height() > tolerance) {
                found.push_back({texts_[i], texts_[j]});
            }
        }
    }
    return found;
}

std::vector<PlacedText> LayoutProbe::clipped(float tolerance) const {
    std::vector<PlacedText> found;
    for (PlacedText const& text : texts_) {
        if (is_empty(cut_to(text.rect, text.clip))) continue;
        if (text.rect.left < text.clip.left - tolerance ||
            text.rect.right > text.clip.right + tolerance) {
            found.push_back(text);
        }
    }
    return found;
}

void LayoutProbe::record(PlacedText text) {
    auto const known = wholes_.find(text.text);
    if (known != wholes_.end()) {
        text.cut_short = true;
        if (text.whole.empty()) text.whole = known->second;
    }
    texts_.push_back(std::move(text));
}

void LayoutProbe::note_cut(std::string shown, std::string whole) {
    wholes_[std::move(shown)] = std::move(whole);
}

void LayoutProbe::reset() {
    texts_.clear();
    cards_.clear();
    wholes_.clear();
}

std::vector<PlacedText> LayoutProbe::cut_flat(float tolerance) const {
    std::vector<PlacedText> found;
    for (PlacedText const& text : texts_) {
        if (text.scrolls || is_empty(cut_to(text.rect, text.clip))) continue;
        if (text.rect.top < text.clip.top - tolerance ||
            text.rect.bottom > text.clip.bottom + tolerance) {
            found.push_back(text);
        }
    }
    return found;
}

std::vector<PlacedText> LayoutProbe::off_their_card(float tolerance) const {
    std::vector<PlacedText> found;
    for (PlacedText const& text : texts_) {
        for (PlacedCard const& card : cards_) {
            Rect const& edge = card.rect;
            if (card.layer != text.layer || !edge.contains(text.rect.min())) continue;
            if (text.rect.right > edge.right + tolerance ||
                text.rect.bottom > edge.bottom + tolerance) {
                found.push_back(text);
            }
        }
    }
    return found;
}

std::vector<PlacedText> LayoutProbe::cut_short() const {
    std::vector<PlacedText> found;
    for (PlacedText const& text : texts_) {
        if (text.cut_short) found.push_back(text);
    }
    return found;
}

std::vector<PlacedText> LayoutProbe::smaller_than(float em) const {
    std::vector<PlacedText> found;
    for (PlacedText const& text : texts_) {
        if (text.em < em) found.push_back(text);
    }
    return found;
}

bool LayoutProbe::has(std::string_view text) const {
    for (PlacedText const& placed : texts_) {
        if (placed.text == text) return true;
    }
    return false;
}

}  // namespace highwater::gui

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

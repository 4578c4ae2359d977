// Where many equal things stand as marks in rows: as large as their place allows, and where it does
// not allow one for each, several share a mark. Never more marks than can be told apart.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include "gui/widgets/canvas.h"

namespace highwater::gui {

struct MarkGrid {
    ImVec2 origin;
    float pitch{};          // from one mark to the next, in pixels
    std::size_t across{1};  // marks in a row
    std::size_t each{1};    // things that share one

    std::size_t marks(std::size_t things) const { return (things + each - 1) / each; }
    std::size_t rows(std::size_t things) const { return (marks(things) + across - 1) / across; }
    float height(std::size_t things) const { return pitch * static_cast<float>(rows(things)); }
    ImVec2 centre(std::size_t mark) const;
    // The things that share a mark.
    template <class T>
    std::span<T const> shared(std::span<T const> things, std::size_t mark) const {
        std::size_t const first = mark * each;
        return things.subspan(first, std::min(each, things.size() - first));
    }
    // The mark under a point; as many as there are, where there is none.
    std::size_t at(ImVec2 point, std::size_t marks) const;
};
// `most`, `least`: of the pitch, in pixels.
MarkGrid fit_marks(Rect const& place, std::size_t things, float most, float least);
// The same pitch and sharing in a place as wide as `width`, for the next one of several grids.
MarkGrid grid_of(ImVec2 origin, float width, float pitch, std::size_t each);

// The mark of a state in one of its places: its shape while that can be told, below it what is well
// is a dot, what is at risk a frame and what is lost a full square.
void grid_mark(Canvas const& canvas, MarkGrid const& grid, std::size_t mark, Meaning meaning);

}  // namespace highwater::gui

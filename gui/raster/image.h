// A picture in memory: rows from top to bottom, four bytes (red, green, blue, alpha) a pixel.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace highwater::gui {

struct Image {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgba;

    Image() = default;
    Image(int width_px, int height_px)
        : width{width_px},
          height{height_px},
          rgba(static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px) * 4) {}

    std::uint8_t* pixel(int x, int y) {
        return &rgba[(static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                      static_cast<std::size_t>(x)) *
                     4];
    }
    std::uint8_t const* pixel(int x, int y) const { return const_cast<Image*>(this)->pixel(x, y); }
};

// Every pixel of one opaque colour, packed as ImGui packs it.
void clear(Image& image, std::uint32_t colour);

// What lies in a rectangle of it, as far as the picture reaches.
Image cropped(Image const& image, int left, int top, int width, int height);

// Content hash (FNV-1a over size and bytes): equal pictures, equal numbers, on every machine.
std::uint64_t hash_of(Image const& image);

}  // namespace highwater::gui

#include "gui/raster/rasterise.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace highwater::gui {
namespace {

constexpr int kSubpixels = 256;  // per pixel, and per texel
constexpr int kHalf = kSubpixels / 2;
constexpr float kFarthest = 16384;  // pixels; keeps every product below within 64 bits

int to_fixed(float pixels) {
    if (!(pixels > -kFarthest)) return static_cast<int>(-kFarthest) * kSubpixels;  // also NaN
    if (pixels > kFarthest) pixels = kFarthest;
    // The product is exact (a power of two), so the one rounding here is the same everywhere.
    return static_cast<int>(std::floor(pixels * kSubpixels + 0.5F));
}

std::int64_t floor_div(std::int64_t value, std::int64_t divisor) {  // divisor > 0
    std::int64_t const quotient = value / divisor;
    return value % divisor < 0 ? quotient - 1 : quotient;
}

// One corner in integers.
struct Corner {
    int x, y;      // 1/256 pixel
    int u, v;      // 1/256 texel
    int color[4];  // red, green, blue, alpha
};

Corner corner_of(ImDrawVert const& vertex, AlphaTexture const& texture) {
    auto const texels = [](float part, int size) {
        return to_fixed(part * static_cast<float>(size));
    };
    return {to_fixed(vertex.pos.x),
            to_fixed(vertex.pos.y),
            texels(vertex.uv.x, texture.width),
            texels(vertex.uv.y, texture.height),
            {static_cast<int>((vertex.col >> IM_COL32_R_SHIFT) & 0xff),
             static_cast<int>((vertex.col >> IM_COL32_G_SHIFT) & 0xff),
             static_cast<int>((vertex.col >> IM_COL32_B_SHIFT) & 0xff),
             static_cast<int>((vertex.col >> IM_COL32_A_SHIFT) & 0xff)}};
}

// The weight of the corner opposite to the edge from → to, as a linear function of the pixel:
// at(x, y) = per_x * x + per_y * y + constant, taken at pixel centres. Inside is at() >= threshold.
struct Edge {
    std::int64_t per_x;
    std::int64_t per_y;
    std::int64_t constant;
    std::int64_t threshold;  // 0 on top and left edges, 1 on the others

    Edge(Corner const& from, Corner const& to) {
        std::int64_t const dx = to.x - from.x;
        std::int64_t const dy = to.y - from.y;
        per_x = -dy * kSubpixels;
        per_y = dx * kSubpixels;
        constant = dx * (kHalf - from.y) - dy * (kHalf - from.x);
        bool const top = dy == 0 && dx > 0;
        bool const left = dy < 0;
        threshold = top || left ? 0 : 1;
    }
    std::int64_t at(int x, int y) const { return per_x * x + per_y * y + constant; }

    // Narrows [begin, end) to the pixels of row y on the inner side.
    void narrow(int y, std::int64_t& begin, std::int64_t& end) const {
        std::int64_t const rest = at(0, y) - threshold;  // inside: per_x * x + rest >= 0
        if (per_x > 0) {
            std::int64_t const first = -floor_div(rest, per_x);
            if (first > begin) begin = first;
        } else if (per_x < 0) {
            std::int64_t const past = floor_div(rest, -per_x) + 1;
            if (past < end) end = past;
        } else if (rest < 0) {
            end = begin;
        }
    }
};

// Coverage between the four texels around (u, v); beyond the border the border repeats.
int sample(AlphaTexture const& texture, int u, int v) {
    int const left = static_cast<int>(floor_div(u - kHalf, kSubpixels));
    int const top = static_cast<int>(floor_div(v - kHalf, kSubpixels));
    int const part_x = u - kHalf - left * kSubpixels;
    int const part_y = v - kHalf - top * kSubpixels;
    auto const texel = [&texture](int x, int y) {
        x = x < 0 ? 0 : (x >= texture.width ? texture.width - 1 : x);
        y = y < 0 ? 0 : (y >= texture.height ? texture.height - 1 : y);
        return static_cast<int>(
            texture.alpha[static_cast<std::size_t>(y) * static_cast<std::size_t>(texture.width) +
                          static_cast<std::size_t>(x)]);
    };
    int const upper = texel(left, top) * (kSubpixels - part_x) + texel(left + 1, top) * part_x;
    int const lower =
        texel(left, top + 1) * (kSubpixels - part_x) + texel(left + 1, top + 1) * part_x;
    return (upper * (kSubpixels - part_y) + lower * part_y + (1 << 15)) >> 16;
}

int over_255(int product) { return (product + 127) / 255; }

void blend(std::uint8_t* pixel, int const color[4], int alpha) {
    if (alpha == 0) return;
    if (alpha == 255) {
        for (int i = 0; i < 3; ++i) pixel[i] = static_cast<std::uint8_t>(color[i]);
        pixel[3] = 255;
        return;
    }
    for (int i = 0; i < 3; ++i) {
        pixel[i] = static_cast<std::uint8_t>(over_255(color[i] * alpha + pixel[i] * (255 - alpha)));
    }
    pixel[3] = static_cast<std::uint8_t>(alpha + over_255(pixel[3] * (255 - alpha)));
}

// A triangle ready to be walked row by row. `area` is what the three weights sum to.
struct Triangle {
    Corner a, b, c;
    Edge weight_a, weight_b, weight_c;
    std::int64_t area;
    bool one_color;
    bool one_texel;

    Triangle(Corner const& a_, Corner const& b_, Corner const& c_, std::int64_t area_)
        : a{a_}, b{b_}, c{c_}, weight_a{b, c}, weight_b{c, a}, weight_c{a, b}, area{area_} {
        one_color = true;
        for (int i = 0; i < 4; ++i) {
            one_color = one_color && a.color[i] == b.color[i] && b.color[i] == c.color[i];
        }
        one_texel = a.u == b.u && b.u == c.u && a.v == b.v && b.v == c.v;
    }
};

// Weights of one pixel, scaled down for large triangles so that weight × texel stays in 64 bits.
struct Weights {
    std::int64_t a, b, c, sum;

    Weights(Triangle const& t, int x, int y)
        : a{t.weight_a.at(x, y)}, b{t.weight_b.at(x, y)}, c{t.weight_c.at(x, y)} {
        int const shift = t.area > (std::int64_t{1} << 38) ? 12 : 0;
        a >>= shift;
        b >>= shift;
        c >>= shift;
        sum = a + b + c;
    }
    int mix(int at_a, int at_b, int at_c) const {
        return static_cast<int>(floor_div(a * at_a + b * at_b + c * at_c + sum / 2, sum));
    }
};

void fill_row(Image& image, AlphaTexture const& texture, Triangle const& t, int y, int begin,
              int end) {
    int color[4] = {t.a.color[0], t.a.color[1], t.a.color[2], t.a.color[3]};
    int coverage = t.one_texel ? sample(texture, t.a.u, t.a.v) : 0;
    std::uint8_t* pixel = image.pixel(begin, y);
    for (int x = begin; x < end; ++x, pixel += 4) {
        if (!t.one_color || !t.one_texel) {
            Weights const weights{t, x, y};
            if (weights.sum <= 0) continue;
            if (!t.one_color) {
                for (int i = 0; i < 4; ++i) {
                    color[i] = weights.mix(t.a.color[i], t.b.color[i], t.c.color[i]);
                }
            }
            if (!t.one_texel) {
                coverage = sample(texture, weights.mix(t.a.u, t.b.u, t.c.u),
                                  weights.mix(t.a.v, t.b.v, t.c.v));
            }
        }
        blend(pixel, color, over_255(color[3] * coverage));
    }
}

int min3(int a, int b, int c) { return a < b ? (a < c ? a : c) : (b < c ? b : c); }
int max3(int a, int b, int c) { return a > b ? (a > c ? a : c) : (b > c ? b : c); }

}  // namespace

Image cropped(Image const& image, int left, int top, int width, int height) {
    left = std::clamp(left, 0, image.width);
    top = std::clamp(top, 0, image.height);
    Image part{std::clamp(width, 0, image.width - left), std::clamp(height, 0, image.height - top)};
    if (part.width == 0) return part;
    for (int y = 0; y < part.height; ++y) {
        std::uint8_t const* row = image.pixel(left, top + y);
        std::copy(row, row + static_cast<std::ptrdiff_t>(part.width) * 4, part.pixel(0, y));
    }
    return part;
}

void clear(Image& image, std::uint32_t colour) {
    for (std::size_t at = 0; at < image.rgba.size(); at += 4) {
        image.rgba[at + 0] = static_cast<std::uint8_t>(colour >> IM_COL32_R_SHIFT);
        image.rgba[at + 1] = static_cast<std::uint8_t>(colour >> IM_COL32_G_SHIFT);
        image.rgba[at + 2] = static_cast<std::uint8_t>(colour >> IM_COL32_B_SHIFT);
        image.rgba[at + 3] = 255;
    }
}

std::uint64_t hash_of(Image const& image) {
    std::uint64_t hash = 14695981039346656037ULL;
    auto const fold = [&hash](std::uint64_t byte) { hash = (hash ^ byte) * 1099511628211ULL; };
    fold(static_cast<std::uint64_t>(image.width));
    fold(static_cast<std::uint64_t>(image.height));
    for (std::uint8_t const byte : image.rgba) fold(byte);
    return hash;
}

void fill_triangle(Image& image, PixelRect const& clip, AlphaTexture const& texture,
                   ImDrawVert const& va, ImDrawVert const& vb, ImDrawVert const& vc) {
    Corner const a = corner_of(va, texture);
    Corner b = corner_of(vb, texture);
    Corner c = corner_of(vc, texture);
    std::int64_t area =
        std::int64_t{b.x - a.x} * (c.y - a.y) - std::int64_t{b.y - a.y} * (c.x - a.x);
    if (area == 0) return;
    if (area < 0) {  // ImGui draws both ways round
        std::swap(b, c);
        area = -area;
    }
    Triangle const triangle{a, b, c, area};

    int const first_row = static_cast<int>(floor_div(min3(a.y, b.y, c.y), kSubpixels));
    int const last_row = static_cast<int>(floor_div(max3(a.y, b.y, c.y), kSubpixels));
    int const top = max3(clip.top, 0, first_row);
    int const bottom = min3(clip.bottom, image.height, last_row + 1);
    for (int y = top; y < bottom; ++y) {
        std::int64_t begin = clip.left > 0 ? clip.left : 0;
        std::int64_t end = clip.right < image.width ? clip.right : image.width;
        triangle.weight_a.narrow(y, begin, end);
        triangle.weight_b.narrow(y, begin, end);
        triangle.weight_c.narrow(y, begin, end);
        if (begin < end) {
            fill_row(image, texture, triangle, y, static_cast<int>(begin), static_cast<int>(end));
        }
    }
}

void rasterise(Image& image, AlphaTexture const& texture, ImDrawData const& draw_data) {
    ImVec2 const origin = draw_data.DisplayPos;
    for (int n = 0; n < draw_data.CmdListsCount; ++n) {
        ImDrawList const& list = *draw_data.CmdLists[n];
        for (ImDrawCmd const& command : list.CmdBuffer) {
            if (command.UserCallback != nullptr) continue;
            auto const cut = [](float edge) { return to_fixed(edge) / kSubpixels; };
            PixelRect const clip{
                cut(command.ClipRect.x - origin.x), cut(command.ClipRect.y - origin.y),
                cut(command.ClipRect.z - origin.x), cut(command.ClipRect.w - origin.y)};
            // 16-bit indices count from the command's own first vertex.
            ImDrawVert const* vertices = list.VtxBuffer.Data + command.VtxOffset;
            ImDrawIdx const* indices = list.IdxBuffer.Data + command.IdxOffset;
            auto const vertex = [&](unsigned int at) {
                ImDrawVert moved = vertices[indices[at]];
                moved.pos.x -= origin.x;
                moved.pos.y -= origin.y;
                return moved;
            };
            for (unsigned int i = 0; i + 2 < command.ElemCount; i += 3) {
                fill_triangle(image, clip, texture, vertex(i), vertex(i + 1), vertex(i + 2));
            }
        }
    }
}

}  // namespace highwater::gui

// The software rasteriser follows the rules of a graphics card, to the byte.
#include "gui/raster/rasterise.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <limits>
#include <string>
#include <vector>

#include "gui/raster/png.h"

namespace highwater::gui {
namespace {

constexpr ImU32 kWhite = IM_COL32(255, 255, 255, 255);
constexpr ImU32 kBlack = IM_COL32(0, 0, 0, 255);
constexpr PixelRect kEverywhere{0, 0, 1000, 1000};
constexpr std::uint8_t kSolidTexel[1] = {255};
constexpr AlphaTexture kSolid{1, 1, kSolidTexel};

ImDrawVert at(float x, float y, ImU32 colour = kWhite, ImVec2 uv = {0, 0}) {
    ImDrawVert vertex{};
    vertex.pos = {x, y};
    vertex.uv = uv;
    vertex.col = colour;
    return vertex;
}

Image black(int width, int height) {
    Image image{width, height};
    clear(image, kBlack);
    return image;
}

// '#' where anything was drawn.
std::string picture(Image const& image) {
    std::string text;
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) text += image.pixel(x, y)[0] == 0 ? '.' : '#';
        text += '\n';
    }
    return text;
}

TEST(Rasteriser, TriangleCoversThePixelsWhoseCentreLiesInside) {
    Image image = black(4, 4);
    fill_triangle(image, kEverywhere, kSolid, at(0, 0), at(4, 0), at(0, 4));
    EXPECT_EQ(picture(image),
              "###.\n"
              "##..\n"
              "#...\n"
              "....\n");
}

TEST(Rasteriser, BothWindingsDrawTheSame) {
    Image clockwise = black(8, 8);
    Image other = black(8, 8);
    fill_triangle(clockwise, kEverywhere, kSolid, at(1, 0.3F), at(7.2F, 2), at(3, 7));
    fill_triangle(other, kEverywhere, kSolid, at(1, 0.3F), at(3, 7), at(7.2F, 2));
    EXPECT_EQ(clockwise.rgba, other.rgba);
}

TEST(Rasteriser, TwoTrianglesOfARectangleNeverBlendTwice) {
    ImU32 const half = IM_COL32(255, 255, 255, 128);
    Image image = black(9, 7);
    fill_triangle(image, kEverywhere, kSolid, at(1, 1, half), at(8, 1, half), at(8, 6, half));
    fill_triangle(image, kEverywhere, kSolid, at(1, 1, half), at(8, 6, half), at(1, 6, half));
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            bool const inside = x >= 1 && x < 8 && y >= 1 && y < 6;
            EXPECT_EQ(image.pixel(x, y)[0], inside ? 128 : 0) << x << "," << y;
        }
    }
}

TEST(Rasteriser, FansShareEveryEdgeWithoutGapOrOverlap) {
    // Eight triangles around a point off the grid; translucent, so a double hit would show.
    ImU32 const quarter = IM_COL32(255, 255, 255, 64);
    Image image = black(40, 40);
    ImVec2 const rim[] = {{2, 2}, {20, 2}, {38, 2}, {38, 20}, {38, 38}, {20, 38}, {2, 38}, {2, 20}};
    for (int i = 0; i < 8; ++i) {
        ImVec2 const a = rim[i];
        ImVec2 const b = rim[(i + 1) % 8];
        fill_triangle(image, kEverywhere, kSolid, at(19.37F, 21.61F, quarter),
                      at(a.x, a.y, quarter), at(b.x, b.y, quarter));
    }
    for (int y = 2; y < 38; ++y) {
        for (int x = 2; x < 38; ++x) EXPECT_EQ(image.pixel(x, y)[0], 64) << x << "," << y;
    }
}

TEST(Rasteriser, NothingIsDrawnOutsideOfTheClipRectangle) {
    Image image = black(6, 4);
    fill_triangle(image, {2, 1, 4, 3}, kSolid, at(-50, -50), at(100, -50), at(-50, 100));
    EXPECT_EQ(picture(image),
              "......\n"
              "..##..\n"
              "..##..\n"
              "......\n");
}

TEST(Rasteriser, StrangePositionsDrawNothingOrStayInside) {
    float const nan = std::numeric_limits<float>::quiet_NaN();
    float const infinity = std::numeric_limits<float>::infinity();
    Image image = black(8, 8);
    fill_triangle(image, kEverywhere, kSolid, at(nan, nan), at(nan, 4), at(4, nan));
    fill_triangle(image, kEverywhere, kSolid, at(3, 3), at(3, 3), at(3, 3));
    fill_triangle(image, {-5, -5, 3, 3}, kSolid, at(-infinity, -infinity), at(infinity, 0),
                  at(0, infinity));
    EXPECT_EQ(image.pixel(4, 4)[0], 0);
}

TEST(Rasteriser, AlphaIsStraight) {
    Image image = black(1, 1);
    clear(image, IM_COL32(100, 0, 200, 255));
    ImU32 const over = IM_COL32(200, 100, 0, 51);  // one fifth
    fill_triangle(image, kEverywhere, kSolid, at(-9, -9, over), at(9, -9, over), at(-9, 99, over));
    EXPECT_EQ(image.pixel(0, 0)[0], 120);
    EXPECT_EQ(image.pixel(0, 0)[1], 20);
    EXPECT_EQ(image.pixel(0, 0)[2], 160);
    EXPECT_EQ(image.pixel(0, 0)[3], 255);
}

TEST(Rasteriser, ColoursRunEvenlyBetweenCorners) {
    Image image = black(256, 1);
    fill_triangle(image, kEverywhere, kSolid, at(0, 0, kBlack), at(256, 0, kWhite),
                  at(0, 256, kBlack));
    EXPECT_EQ(image.pixel(0, 0)[0], 0);
    EXPECT_NEAR(image.pixel(128, 0)[0], 128, 1);
    EXPECT_NEAR(image.pixel(250, 0)[0], 249, 1);
}

TEST(Rasteriser, TexelsMapOneToOneAndBlendBetween) {
    std::uint8_t const texels[] = {0, 255, 0, 255};
    AlphaTexture const texture{4, 1, texels};
    auto const draw = [&](float shift) {
        Image image = black(4, 1);
        auto const corner = [&](float x, float y) { return at(x + shift, y, kWhite, {x / 4, y}); };
        fill_triangle(image, kEverywhere, texture, corner(0, 0), corner(4, 0), corner(4, 1));
        fill_triangle(image, kEverywhere, texture, corner(0, 0), corner(4, 1), corner(0, 1));
        return image;
    };
    Image const exact = draw(0);
    for (int x = 0; x < 4; ++x) EXPECT_EQ(exact.pixel(x, 0)[0], texels[x]) << x;
    Image const shifted = draw(0.5F);
    EXPECT_NEAR(shifted.pixel(1, 0)[0], 128, 1);
    EXPECT_NEAR(shifted.pixel(2, 0)[0], 128, 1);
}

TEST(Rasteriser, DrawDataIsReadWithVertexOffsetsAndItsOwnOrigin) {
    ImDrawList list{nullptr};
    for (float const x : {900.0F, 101.0F}) {  // the first three vertices belong to nobody
        for (ImVec2 const corner : {ImVec2{x, 50}, ImVec2{x + 4, 50}, ImVec2{x, 54}}) {
            list.VtxBuffer.push_back(at(corner.x, corner.y));
        }
    }
    for (int const index : {7, 0, 1, 2}) list.IdxBuffer.push_back(static_cast<ImDrawIdx>(index));
    ImDrawCmd command;
    command.ClipRect = {100, 50, 103, 60};
    command.VtxOffset = 3;
    command.IdxOffset = 1;
    command.ElemCount = 3;
    list.CmdBuffer.push_back(command);
    ImDrawList* lists[] = {&list};
    ImDrawData data;
#if IMGUI_VERSION_NUM >= 18960
    data.CmdLists.push_back(lists[0]);
#else
    data.CmdLists = lists;
#endif
    data.CmdListsCount = 1;
    data.DisplayPos = {100, 50};
    data.DisplaySize = {5, 3};

    Image image = black(5, 3);
    rasterise(image, kSolid, data);
    EXPECT_EQ(picture(image),
              ".##..\n"
              ".##..\n"
              ".#...\n");
}

// A busy picture from a fixed little generator: the number below is the same with every compiler
// and at every optimisation level, or the rasteriser is not what it promises to be.
TEST(Rasteriser, TheSameTrianglesGiveTheSameBytesEverywhere) {
    std::vector<std::uint8_t> texels(64 * 64);
    std::uint32_t state = 12345;
    auto const next = [&state] {
        state = state * 1664525 + 1013904223;
        return state >> 8;
    };
    for (std::uint8_t& texel : texels) texel = static_cast<std::uint8_t>(next());
    AlphaTexture const texture{64, 64, texels.data()};
    Image image = black(200, 150);
    for (int i = 0; i < 400; ++i) {
        ImDrawVert corners[3];
        for (ImDrawVert& corner : corners) {
            float const x = static_cast<float>(next() % 24000) / 100 - 20;
            float const y = static_cast<float>(next() % 19000) / 100 - 20;
            float const u = static_cast<float>(next() % 1000) / 1000;
            float const v = static_cast<float>(next() % 1000) / 1000;
            ImU32 const bits = next();
            corner = at(x, y, bits << 8 | bits >> 16, {u, v});
        }
        fill_triangle(image, {5, 5, 190, 140}, texture, corners[0], corners[1], corners[2]);
    }
    EXPECT_EQ(hash_of(image), 2633645078540004942ULL);
}

TEST(Png, APictureComesBackAsItWas) {
    Image image = black(3, 2);
    image.pixel(1, 1)[2] = 77;
    std::string const path = testing::TempDir() + "highwater_png_test.png";
    ASSERT_TRUE(write_png(path, image));
    auto const read = read_png(path);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->width, 3);
    EXPECT_EQ(read->rgba, image.rgba);
    std::remove(path.c_str());
}

TEST(Png, WhatCannotBeReadOrWrittenIsExplained) {
    EXPECT_FALSE(write_png("/nowhere/at/all.png", black(1, 1)));
    auto const missing = read_png("/nowhere/at/all.png");
    ASSERT_FALSE(missing);
    EXPECT_NE(missing.problem().message.find("/nowhere/at/all.png"), std::string::npos);
}

TEST(Cropped, IsWhatLiesInTheRectangle) {
    Image image{4, 3};
    for (int y = 0; y < 3; ++y) {
        for (int x = 0; x < 4; ++x) image.pixel(x, y)[0] = static_cast<std::uint8_t>(10 * y + x);
    }
    Image const part = cropped(image, 1, 1, 2, 9);
    ASSERT_EQ(part.width, 2);
    ASSERT_EQ(part.height, 2);
    EXPECT_EQ(part.pixel(0, 0)[0], 11);
    EXPECT_EQ(part.pixel(1, 1)[0], 22);
}

}  // namespace
}  // namespace highwater::gui

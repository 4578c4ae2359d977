// Every text reaches 4.5 : 1 and every state colour 3 : 1 (WCAG 2.1), in both themes.
#include "gui/theme.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace highwater::gui {
namespace {

double luminance(Colour colour) {
    auto const channel = [colour](int shift) {
        double const part = ((colour >> shift) & 0xff) / 255.0;
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(IM_COL32_R_SHIFT) + 0.7152 * channel(IM_COL32_G_SHIFT) +
           0.0722 * channel(IM_COL32_B_SHIFT);
}

double contrast(Colour a, Colour b) {
    double const high = std::max(luminance(a), luminance(b));
    double const low = std::min(luminance(a), luminance(b));
    return (high + 0.05) / (low + 0.05);
}

struct Named {
    std::string name;
    Colour colour;
};

std::vector<Named> surfaces(Theme const& theme) {
    return {{"background", theme.background}, {"card", theme.card}, {"raised", theme.raised}};
}

class Contrast : public testing::TestWithParam<Mode> {
protected:
    Theme const& theme = theme_of(GetParam());
};

TEST_P(Contrast, BlackOnWhiteIsTwentyOneToOne) {
    EXPECT_NEAR(contrast(rgb(0), rgb(0xffffff)), 21, 0.001);
}

TEST_P(Contrast, TextReadsOnEverySurface) {
    std::vector<Named> texts{
        {"text", theme.text}, {"secondary", theme.secondary}, {"faint_text", theme.faint_text}};
    for (std::size_t i = 0; i < kMeanings; ++i) {
        texts.push_back({"words " + std::to_string(i), theme.words[i]});
    }
    for (Named const& surface : surfaces(theme)) {
        for (Named const& text : texts) {
            EXPECT_GE(contrast(text.colour, surface.colour), 4.5)
                << text.name << " on " << surface.name;
        }
    }
}

TEST_P(Contrast, TextReadsOnAChangedRow) {
    EXPECT_GE(contrast(theme.text, theme.now_tint()), 4.5);
    EXPECT_GE(contrast(theme.secondary, theme.now_tint()), 4.5);
    EXPECT_GE(contrast(theme.words_of(Meaning::leader), theme.now_tint()), 4.5);
}

TEST_P(Contrast, StatesShowOnCardAndBackground) {
    for (std::size_t i = 0; i < kMeanings; ++i) {
        EXPECT_GE(contrast(theme.state[i], theme.card), 3) << "state " << i << " on card";
        EXPECT_GE(contrast(theme.state[i], theme.background), 3) << "state " << i;
    }
    for (std::size_t i = 0; i < theme.epochs.size(); ++i) {
        EXPECT_GE(contrast(theme.epochs[i], theme.card), 3) << "epoch " << i;
        EXPECT_GE(contrast(theme.epochs[i], theme.background), 3) << "epoch " << i;
    }
}

TEST_P(Contrast, LettersReadOnFilledRibbons) {
    for (Meaning const meaning : {Meaning::leader, Meaning::in_sync, Meaning::at_risk,
                                  Meaning::lost, Meaning::controller}) {
        EXPECT_GE(contrast(theme.on_state, theme.of(meaning)), 4.5)
            << "on state " << static_cast<int>(meaning);
    }
}

INSTANTIATE_TEST_SUITE_P(BothThemes, Contrast, testing::Values(Mode::dark, Mode::light));

TEST(Theme, ScaleStaysWithinItsLimits) {
    EXPECT_EQ(clamp_scale(0.2F), kMinScale);
    EXPECT_EQ(clamp_scale(1.5F), 1.5F);
    EXPECT_EQ(clamp_scale(9), kMaxScale);
    EXPECT_EQ(clamp_scale(std::nanf("")), kMinScale);
}

TEST(Theme, NeighbouringEpochsDifferAndTurnsRepeat) {
    Theme const& theme = theme_of(Mode::dark);
    EXPECT_NE(theme.of_epoch(0), theme.of_epoch(1));
    EXPECT_EQ(theme.of_epoch(0), theme.of_epoch(6));
    EXPECT_EQ(theme.of_epoch(-1), theme.of_epoch(0));
}

TEST(Theme, MixingEndsAtBothColours) {
    EXPECT_EQ(mix(rgb(0x102030), rgb(0xffffff), 0), rgb(0x102030));
    EXPECT_EQ(mix(rgb(0x102030), rgb(0xffffff), 255), rgb(0xffffff));
}

TEST(LectureScale, GrowsWithTheWindow) {
    EXPECT_FLOAT_EQ(lecture_scale(1280, 720), 1);
    EXPECT_FLOAT_EQ(lecture_scale(1000, 700), 1);
    EXPECT_FLOAT_EQ(lecture_scale(1920, 1080), 1.5F);
    EXPECT_FLOAT_EQ(lecture_scale(1920, 720), 1);  // the lower side counts
    EXPECT_FLOAT_EQ(lecture_scale(3840, 2160), kMaxScale);
}

}  // namespace
}  // namespace highwater::gui

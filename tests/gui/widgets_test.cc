// Where widgets put their parts: labels that merge, marks that make room, text that never overlaps.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "gui/shot.h"
#include "gui/widgets/card.h"
#include "gui/widgets/hit.h"
#include "gui/widgets/layout_probe.h"
#include "gui/widgets/offset_bar.h"
#include "gui/widgets/ribbon.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"
#include "tests/gui/gallery.h"

namespace highwater::gui {
namespace {

constexpr float kLetter = 7;

OffsetBar bar(std::int64_t log_start, std::int64_t high_watermark, std::int64_t log_end) {
    OffsetBar made;
    made.log_start = log_start;
    made.high_watermark = high_watermark;
    made.log_end = log_end;
    return made;
}

std::vector<std::string> texts(std::vector<BarLabel> const& labels) {
    std::vector<std::string> result;
    for (BarLabel const& label : labels) result.push_back(label.text);
    return result;
}

using Texts = std::vector<std::string>;

TEST(BarLabels, HighWatermarkAndLogEndMergeWhenEqual) {
    OffsetAxis const axis{{92, 16}, 0, 19};
    EXPECT_EQ(texts(bar_labels(bar(0, 106, 106), axis, 320, kLetter)),
              (Texts{"…92", "HW = LEO 106"}));
}

TEST(BarLabels, TheyStandApartWhenTheyDiffer) {
    OffsetAxis const axis{{106, 16}, 0, 19};
    EXPECT_EQ(texts(bar_labels(bar(106, 117, 119), axis, 320, kLetter)),
              (Texts{"106", "HW 117", "LEO 119"}));
}

TEST(BarLabels, TheyAreShortenedWhereThereIsNoRoom) {
    OffsetAxis const axis{{0, 4}, 0, 19};
    EXPECT_EQ(texts(bar_labels(bar(0, 1, 3), axis, 100, kLetter)), (Texts{"HW 1 · LEO 3"}));
    OffsetAxis const far{{1'234'567'890'108, 16}, 0, 10};
    EXPECT_EQ(texts(bar_labels(bar(0, 1'234'567'890'118, 1'234'567'890'120), far, 180, kLetter)),
              (Texts{"HW …118 · LEO …120"}));
}

TEST(BarLabels, AnEmptyLogStillSaysWhereItEnds) {
    OffsetAxis const axis{{0, 16}, 0, 19};
    EXPECT_EQ(texts(bar_labels(bar(0, 0, 0), axis, 320, kLetter)), (Texts{"HW = LEO 0"}));
}

TEST(BarLabels, NeverOverlapNorLeaveTheBar) {
    auto const letters = [](std::string const& text) {
        int count = 0;
        for (char const byte : text) count += (byte & 0xC0) != 0x80 ? 1 : 0;
        return count;
    };
    for (std::int64_t const base : {0LL, 95LL, 1'000'000LL}) {
        for (int width = 20; width <= 400; width += 19) {
            for (std::int64_t mark = 0; mark <= 16; ++mark) {
                for (std::int64_t end = mark; end <= 16; ++end) {
                    OffsetAxis const axis{{base, 16}, 10, static_cast<float>(width) / 16};
                    float const right = 10 + static_cast<float>(width);
                    float free_from = 10;
                    for (BarLabel const& label :
                         bar_labels(bar(0, base + mark, base + end), axis, right, kLetter)) {
                        EXPECT_GE(label.left, free_from) << label.text << " in " << width;
                        free_from = label.left + static_cast<float>(letters(label.text)) * kLetter;
                        EXPECT_LE(free_from, right + 0.01F) << label.text << " in " << width;
                    }
                }
            }
        }
    }
}

TEST(OffsetScale, ShowsEverythingWhileItFits) {
    EXPECT_EQ(offset_scale(3, 12, 16).first, 3);
    EXPECT_EQ(offset_scale(0, 16, 16).first, 0);
}

TEST(OffsetScale, MovesOnInStepsSoThatCellsStandStill) {
    EXPECT_EQ(offset_scale(0, 17, 16).first, 4);
    EXPECT_EQ(offset_scale(0, 20, 16).first, 4);
    EXPECT_EQ(offset_scale(0, 21, 16).first, 8);
    for (std::int64_t end = 1; end < 200; ++end) {
        OffsetScale const scale = offset_scale(0, end, 16);
        EXPECT_LT(scale.first, end);
        EXPECT_LE(end, scale.first + scale.count);
    }
}

// HW 33, LEO 75: with the twelve newest cells nobody would see the mark.
TEST(OffsetScale, TheMarkIsSeenInNarrowerCells) {
    for (std::int64_t mark = 0; mark <= 75; ++mark) {
        OffsetScale const scale = offset_scale(0, 76, 12, mark);
        EXPECT_TRUE(scale.first < mark || scale.first == 0) << mark;
        EXPECT_LE(76, scale.first + scale.count) << mark;
    }
    EXPECT_EQ(offset_scale(0, 76, 12, 72).count, 12);
    // What is too far away leaves the newest ones as they are.
    EXPECT_EQ(offset_scale(0, 90'000, 12, 5).count, 12);
}

TEST(OffsetScale, TheMouseFindsTheRecord) {
    OffsetAxis const axis{{100, 16}, 50, 19};
    EXPECT_EQ(offset_at(axis, 49), -1);
    EXPECT_EQ(offset_at(axis, 50), 100);
    EXPECT_EQ(offset_at(axis, 50 + 19 * 3 + 1), 103);
    EXPECT_EQ(offset_at(axis, 1000), -1);
}

TEST(TimeAxis, TicksAreRoundAndFarEnoughApart) {
    TimeAxis const axis{0, 20'000'000, 0, 1000};
    EXPECT_EQ(tick_step_us(axis, 80), 2'000'000);
    TimeAxis const close{9'000'000, 9'250'000, 0, 300};
    EXPECT_EQ(tick_step_us(close, 100), 100'000);
    EXPECT_EQ(tick_text(6'000'000, 2'000'000), "6");
    EXPECT_EQ(tick_text(9'100'000, 100'000), "9.1");
    EXPECT_EQ(tick_text(9'000'025, 25), "9.000025");
}

TEST(TimeAxis, PixelsAndTimesAreInverse) {
    TimeAxis const axis{1'000'000, 3'000'000, 100, 500};
    EXPECT_EQ(axis.x(2'000'000), 300);
    EXPECT_EQ(axis.at(300), 2'000'000);
    EXPECT_EQ(axis.at(-9999), 1'000'000);
    EXPECT_EQ(axis.at(9999), 3'000'000);
    TimeAxis const nothing{5, 5, 100, 100};
    EXPECT_EQ(nothing.x(5), 100);
    EXPECT_EQ(nothing.at(7), 5);
}

TEST(TimeMarks, MakeRoomForEachOther) {
    using Words = MarkPlace::Words;
    auto const places =
        place_marks({{10, 12, 60}, {20, 12, 60}, {30, 12, 60}, {190, 12, 60}}, 2, 4, 0, 200);
    EXPECT_EQ(places[0].row, 0);
    EXPECT_EQ(places[1].row, 1);
    EXPECT_EQ(places[0].words, Words::none);  // words would leave no row for the third shape
    EXPECT_EQ(places[1].words, Words::right);
    EXPECT_EQ(places[2].row, 0);
    EXPECT_EQ(places[3].row, 0);
    EXPECT_EQ(places[3].words, Words::left);  // no room on the right
}

TEST(TimeMarks, EveryShapeStandsUnlessMoreMeetThanThereAreRows) {
    // Two at one instant with long words, and one soon after: the kill of a lesson.
    auto places = place_marks({{50, 12, 90}, {50, 12, 90}, {80, 12, 70}}, 2, 4, 0, 400);
    for (MarkPlace const& place : places) EXPECT_GE(place.row, 0);
    EXPECT_NE(places[0].row, places[1].row);
    places = place_marks({{50, 12, 90}, {50, 12, 90}, {50, 12, 90}}, 2, 4, 0, 400);
    EXPECT_EQ(places[2].row, -1);
    // Neither words nor shapes of one row cover each other.
    std::vector<MarkSize> marks;
    for (int i = 0; i < 40; ++i) {
        marks.push_back(
            {static_cast<float>(i * i % 97 + i * 9), 12, static_cast<float>(i % 7 * 15)});
    }
    std::sort(marks.begin(), marks.end(), [](auto const& a, auto const& b) { return a.x < b.x; });
    places = place_marks(marks, 2, 4, 0, 500);
    std::vector<float> ends(2, -100);
    for (std::size_t i = 0; i < marks.size(); ++i) {
        if (places[i].row < 0) continue;
        bool const on_left = places[i].words == MarkPlace::Words::left;
        bool const on_right = places[i].words == MarkPlace::Words::right;
        float& end = ends[static_cast<std::size_t>(places[i].row)];
        EXPECT_GE(marks[i].x - 6 - (on_left ? marks[i].words : 0), end) << i;
        end = marks[i].x + 6 + (on_right ? marks[i].words : 0);
    }
}

// ---- what is drawn ------------------------------------------------------------------------------

std::string report(std::vector<TextPair> const& pairs) {
    std::string text;
    for (TextPair const& pair : pairs) {
        text += "\"" + pair.first.text + "\" over \"" + pair.second.text + "\"\n";
    }
    return text;
}

struct GalleryCase {
    Mode mode;
    float scale;
};

class Gallery : public testing::TestWithParam<GalleryCase> {
protected:
    void look_at(void (*draw)(Theme const&, FontSet const&), bool lecture, int texts) {
        ShotOptions options;
        options.mode = GetParam().mode;
        options.scale = GetParam().scale;
        options.lecture = lecture;
        options.width = static_cast<int>((lecture ? 1280 : 1920) * options.scale);
        options.height = static_cast<int>((lecture ? 720 : 1080) * options.scale);
        LayoutProbe probe;
        render_offscreen(options, [&](FontSet const& fonts) {
            probe.reset();  // the last frame counts
            draw(theme_of(options.mode), fonts);
        });
        EXPECT_GT(probe.texts().size(), static_cast<std::size_t>(texts));
        EXPECT_EQ(report(probe.overlaps()), "");
        for (PlacedText const& text : probe.clipped()) ADD_FAILURE() << "clipped: " << text.text;
        for (PlacedText const& text : probe.smaller_than(13 * options.scale)) {
            ADD_FAILURE() << "too small: " << text.text;
        }
    }
};

TEST_P(Gallery, NoTextOfTheClusterPageCoversAnother) { look_at(draw_gallery_cluster, false, 80); }
TEST_P(Gallery, NoTextOfTheDetailsPageCoversAnother) { look_at(draw_gallery_details, false, 60); }
TEST_P(Gallery, NoTextOfTheLecturePageCoversAnother) { look_at(draw_gallery_lecture, true, 10); }

INSTANTIATE_TEST_SUITE_P(Scales, Gallery,
                         testing::Values(GalleryCase{Mode::dark, 1.0F},
                                         GalleryCase{Mode::light, 1.5F},
                                         GalleryCase{Mode::dark, 2.5F}));

// A small screen to draw on.
class Drawn : public testing::Test {
protected:
    Drawn() : screen{options()} {}
    static ShotOptions options() {
        ShotOptions made;
        made.width = 400;
        made.height = 200;
        return made;
    }
    template <class Draw>
    void frame(Draw const& draw) {
        screen.run_frame([&] {
            ImGui::SetNextWindowPos({0, 0});
            ImGui::SetNextWindowSize({400, 200});
            ImGui::Begin("test", nullptr, ImGuiWindowFlags_NoDecoration);
            draw(canvas_here(theme_of(Mode::dark), screen.fonts()));
            ImGui::End();
        });
    }
    Offscreen screen;
};

TEST_F(Drawn, WholePartsLeavesOutWhatHasNoRoom) {
    frame([](Canvas const& c) {
        auto const parts = [&](std::string_view room) {
            return whole_parts(c, "dead · not fenced", Face::words, Type::label,
                               text_width(c, room, Face::words, Type::label));
        };
        EXPECT_EQ(parts("dead · not fenced"), "dead · not fenced");
        EXPECT_EQ(parts("dead · not fence"), "dead");
        EXPECT_EQ(parts("dead"), "dead");
        EXPECT_EQ(parts("d…"), "d…");
    });
}

TEST_F(Drawn, EllipsisFitsAndCutsBetweenLetters) {
    frame([](Canvas const& c) {
        for (float width = 5; width < 120; width += 3) {
            std::string const cut = ellipsis(c, "ångström·orders", Face::words, Type::body, width);
            if (width > 20) {
                EXPECT_LE(text_width(c, cut, Face::words, Type::body), width) << cut;
            }
            EXPECT_EQ(cut.find("\xef\xbf\xbd"), std::string::npos);
        }
        EXPECT_EQ(ellipsis(c, "orders", Face::words, Type::body, 400), "orders");
    });
}

TEST_F(Drawn, WrappingKeepsEveryWordAndEveryWidth) {
    frame([](Canvas const& c) {
        std::string const text = "The controller hears no heartbeat for 3 s\nand elects.";
        for (float width = 90; width < 400; width += 30) {
            std::string joined;
            for (std::string_view const line : wrap(c, text, Face::words, Type::body, width)) {
                EXPECT_LE(text_width(c, line, Face::words, Type::body), width) << line;
                joined += std::string{line} + " ";
            }
            EXPECT_EQ(joined, "The controller hears no heartbeat for 3 s and elects. ");
        }
        // A place narrower than a letter still ends.
        EXPECT_EQ(wrap(c, "abc", Face::words, Type::body, 1).size(), 3U);
        // A long name is broken behind one of its joints.
        std::string const name = "BROKER_REGISTRATION_CHANGE_RECORD";
        float const most = text_width(c, name, Face::mono, Type::body) - 8;
        auto const lines = wrap(c, name, Face::mono, Type::body, most);
        EXPECT_EQ(lines.size(), 2U);
        EXPECT_EQ(lines[0], "BROKER_REGISTRATION_CHANGE_");
    });
}

TEST_F(Drawn, TheProbeSeesOverlapsCutTextAndLayers) {
    LayoutProbe probe;
    frame([](Canvas const& c) {
        draw_text(c, {10, 10}, "one", words(Type::body, c.theme.text));
        draw_text(c, {15, 12}, "two", words(Type::body, c.theme.text));
        draw_text(c, {390, 60}, "beyond the edge", words(Type::body, c.theme.text));
        draw_text(c, {10, 90}, "short", words(Type::body, c.theme.text).within(20));
    });
    EXPECT_EQ(probe.overlaps().size(), 1U);
    ASSERT_EQ(probe.clipped().size(), 1U);
    EXPECT_EQ(probe.clipped()[0].text, "beyond the edge");
    EXPECT_TRUE(probe.texts().back().cut_short);
}

TEST_F(Drawn, ALinkOnACardTakesItsOwnClick) {
    int card_clicks = 0;
    int link_clicks = 0;
    auto const draw = [&](Canvas const& c) {
        if (hit_area("##card", {10, 10, 200, 100}, Layer::below).clicked) ++card_clicks;
        TextStyle const style = words(Type::body, c.theme.text);
        if (id_link(c, "##link", {20, 20}, "broker-3", style).clicked) ++link_clicks;
    };
    auto const click = [&](float x, float y) {
        screen.move_mouse(x, y);
        frame(draw);
        frame(draw);
        screen.press_mouse(0, true);
        frame(draw);
        screen.press_mouse(0, false);
        frame(draw);
        frame(draw);
    };
    frame(draw);
    click(30, 30);
    EXPECT_EQ(link_clicks, 1);
    EXPECT_EQ(card_clicks, 0);
    click(150, 90);
    EXPECT_EQ(link_clicks, 1);
    EXPECT_EQ(card_clicks, 1);
}

TEST(Ways, APointTravelsAlongAllLegs) {
    std::vector<ImVec2> const way{{0, 0}, {0, 10}, {30, 10}};
    EXPECT_EQ(point_along(way, 0).y, 0);
    EXPECT_FLOAT_EQ(point_along(way, 250).y, 10);
    EXPECT_FLOAT_EQ(point_along(way, 500).x, 10);
    EXPECT_EQ(point_along(way, 1000).x, 30);
}

TEST(Fonts, WithoutAnyTheScreenSaysSoAndStillWorks) {
    FontFiles const none = find_fonts({"/nowhere"});
    EXPECT_EQ(none.missing.size(), 4U);
    ImFontAtlas atlas;
    FontSet const set = build_fonts(atlas, none, 1.0F, false);
    EXPECT_NE(set.warning.find("fonts-inter"), std::string::npos);
    for (auto const& face : set.sized) {
        for (SizedFont const& sized : face) ASSERT_NE(sized.font, nullptr);
    }
}

TEST(Fonts, HaveTheSignsThatSentencesUse) {
    FontFiles const files = find_fonts(font_folders());
    if (!files.missing.empty()) GTEST_SKIP() << "fonts are not installed here";
    ImFontAtlas atlas;
    FontSet const set = build_fonts(atlas, files, 1.0F, false);
    EXPECT_EQ(set.warning, "");
    for (Face const face : {Face::words, Face::words_strong, Face::mono, Face::mono_strong}) {
        for (int const sign : {0x2192, 0x00B7, 0x00D7, 0x2264, 0x2265, 0x2026, 0x2013}) {
            EXPECT_NE(
                set.get(face, Type::body).font->FindGlyphNoFallback(static_cast<ImWchar>(sign)),
                nullptr)
                << "U+" << std::hex << sign << " in face " << static_cast<int>(face);
        }
    }
    EXPECT_NE(set.get(Face::words_strong, Type::label).font->FindGlyphNoFallback(0x2713), nullptr);
}

TEST(Shot, TheSamePageIsTheSamePicture) {
    ShotOptions options;
    auto const draw = [](FontSet const& fonts) {
        draw_gallery_details(theme_of(Mode::dark), fonts);
    };
    EXPECT_EQ(hash_of(render_offscreen(options, draw)), hash_of(render_offscreen(options, draw)));
}

}  // namespace
}  // namespace highwater::gui

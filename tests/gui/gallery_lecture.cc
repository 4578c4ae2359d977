#include <vector>

#include "gui/widgets/card.h"
#include "gui/widgets/offset_bar.h"
#include "gui/widgets/ribbon.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"
#include "tests/gui/gallery.h"

namespace highwater::gui {
namespace {

struct Row {
    char const* name;
    Meaning meaning;
    char const* words;
    std::int64_t high_watermark;
    std::int64_t log_end;
};

void draw_row(Canvas const& c, Rect const& rect, Row const& row) {
    CardLook look;
    look.dead = row.meaning == Meaning::dead;
    look.selected = row.meaning == Meaning::leader;
    card(c, rect, look);
    float const y = rect.top + c.px(40);
    state_mark(c, {rect.left + c.px(36), y}, row.meaning);
    Colour const name = look.dead ? c.theme.words_of(Meaning::dead) : c.theme.text;
    draw_text(c, {rect.left + c.px(60), y}, row.name, strong(Type::body, name).middle());
    Meaning const said = look.dead ? Meaning::lost : row.meaning;
    draw_text(c, {rect.right - c.px(26), y}, row.words,
              strong(Type::secondary, c.theme.words_of(said)).right().middle());
    OffsetBar bar;
    bar.log_start = 106;
    bar.high_watermark = row.high_watermark;
    bar.log_end = row.log_end;
    bar.dead = look.dead;
    offset_bar(c, {rect.left + c.px(290), rect.top + c.px(24)}, c.px(600), bar, {106, 17});
}

}  // namespace

void draw_gallery_lecture(Theme const& theme, FontSet const& fonts) {
    ImVec2 const size = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(size);
    ImGui::Begin("lecture", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground);
    Canvas const c = canvas_here(theme, fonts);
    draw_text(c, {c.px(40), c.px(54)}, "Who leads orders-1 now?",
              strong(Type::stage_title, theme.text).baseline());
    draw_text(c, {size.x - c.px(40), c.px(54)}, "9.104 s",
              mono(Type::secondary, theme.secondary).right().baseline());
    float y = c.px(100);
    for (Row const& row : {Row{"broker-1", Meaning::in_sync, "follower · in sync", 117, 119},
                           Row{"broker-2", Meaning::dead, "dead since 6.0 s", 118, 120},
                           Row{"broker-3", Meaning::leader, "leader · epoch 1", 118, 119}}) {
        draw_row(c, {c.px(40), y, size.x - c.px(40), y + c.px(122)}, row);
        y += c.px(140);
    }
    filled_rect(c, {0, c.px(540), size.x, size.y}, theme.card);
    draw_wrapped(c, {c.px(40), c.px(556)},
                 "broker-3 is the first live replica of [2, 3, 1] that is in the ISR. Offset 118 "
                 "is on it, but not yet committed.",
                 words(Type::body, theme.text), c.px(960));
    TimeAxis const axis{0, 20'000'000, c.px(40), size.x - c.px(40)};
    ribbon_row(c, c.px(676), "",
               {{0, 6'000'000, Meaning::in_sync, ""},
                {6'000'000, 9'100'000, Meaning::dead, "leader dead · 3.1 s"},
                {9'100'000, 20'000'000, Meaning::at_risk, ""}},
               axis, 9'104'000);
    time_cursor(c, {axis.left, c.px(656), axis.right, c.px(706)}, axis, 9'104'000);
    ImGui::End();
}

}  // namespace highwater::gui

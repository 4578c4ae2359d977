#include <string>
#include <vector>

#include "gui/widgets/card.h"
#include "gui/widgets/menu.h"
#include "gui/widgets/offset_bar.h"
#include "gui/widgets/ribbon.h"
#include "gui/widgets/rows.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"
#include "gui/widgets/transport.h"
#include "tests/gui/gallery.h"

namespace highwater::gui {
namespace {

struct NamedBar {
    char const* what;
    OffsetBar bar;
    OffsetScale scale;
    float width;
};

std::vector<NamedBar> bars() {
    std::vector<NamedBar> all;
    all.push_back({"empty log", {}, {0, 16}, 320});
    OffsetBar one;
    one.log_end = one.high_watermark = 1;
    one.touched = {0, 1};
    all.push_back({"one record, just appended", one, {0, 16}, 320});
    OffsetBar epochs;
    epochs.log_start = 40;
    epochs.high_watermark = 64;
    epochs.log_end = 67;
    epochs.epochs = {{0, 0}, {1, 55}, {2, 61}, {3, 63}};
    epochs.touched = {66, 67};
    all.push_back({"epochs change", epochs, {52, 16}, 320});
    OffsetBar truncated;
    truncated.high_watermark = 118;
    truncated.log_end = 118;
    truncated.crossed = {{118, 120}};
    all.push_back({"two records truncated", truncated, {106, 16}, 320});
    OffsetBar wide;
    wide.log_start = 0;
    wide.high_watermark = 61;
    wide.log_end = 64;
    wide.epochs = {{0, 0}, {1, 30}};
    all.push_back({"narrow cells", wide, {0, 64}, 420});
    OffsetBar large;
    large.high_watermark = 91'240;
    large.log_end = 98'000;
    large.epochs = {{0, 0}, {1, 40'000}, {2, 80'000}};
    large.crossed = {{97'000, 98'000}};
    large.touched = {91'000, 91'240};
    all.push_back({"more records than pixels", large, {0, 100'000}, 420});
    OffsetBar far;
    far.high_watermark = 1'234'567'890'118;
    far.log_end = 1'234'567'890'120;
    all.push_back({"far offsets in a narrow place", far, {1'234'567'890'108, 16}, 180});
    OffsetBar lagging;
    lagging.high_watermark = 20;
    lagging.log_end = 22;
    all.push_back({"follower that lags", lagging, {16, 16}, 320});
    return all;
}

void draw_bars(Canvas const& c, float x, float y) {
    y += section_label(c, {x, y}, "Logs").height() + c.px(8);
    for (NamedBar const& bar : bars()) {
        draw_text(c, {x, y}, bar.what, words(Type::secondary, c.theme.secondary));
        y += c.px(44);
        offset_bar(c, {x, y}, c.px(bar.width), bar.bar, bar.scale);
        y += c.px(62);
    }
}

float draw_types(Canvas const& c, float x, float y) {
    y += section_label(c, {x, y}, "Type").height() + c.px(8);
    struct Row {
        char const* name;
        Type type;
    };
    for (Row const& row : {Row{"label 12", Type::label}, Row{"secondary 14", Type::secondary},
                           Row{"body 16", Type::body}, Row{"card title 20", Type::card_title},
                           Row{"stage title 24", Type::stage_title}}) {
        float const base = y + c.line_height(row.type) * 0.8F;
        float const left =
            x + draw_text(c, {x, base}, row.name, words(row.type, c.theme.text).baseline()).width();
        float const strong_right = left + c.px(12) +
                                   draw_text(c, {left + c.px(12), base}, "orders ≤ 3 → 4",
                                             strong(row.type, c.theme.text).baseline())
                                       .width();
        draw_text(c, {strong_right + c.px(12), base}, "HW 0117 ≥",
                  mono(row.type, c.theme.secondary).baseline());
        y += c.line_height(row.type) + c.px(4);
    }
    y += c.px(16);
    y += section_label(c, {x, y}, "Meanings").height() + c.px(8);
    struct Named {
        char const* name;
        Meaning meaning;
    };
    for (Named const& row :
         {Named{"leader", Meaning::leader},
          Named{"follower in sync, safe, holds", Meaning::in_sync},
          Named{"out of sync, at risk, stale", Meaning::at_risk},
          Named{"dead, offline", Meaning::dead}, Named{"lost, no leader, violated", Meaning::lost},
          Named{"controllers, metadata", Meaning::controller},
          Named{"now, selected, changed", Meaning::now}, Named{"plain", Meaning::plain}}) {
        state_mark(c, {x + c.px(10), y + c.px(12)}, row.meaning);
        draw_text(c, {x + c.px(32), y + c.px(12)}, row.name,
                  words(Type::body, c.theme.words_of(row.meaning)).middle());
        y += c.px(26);
    }
    return y + c.px(12);
}

void draw_parts(Canvas const& c, float x, float y) {
    y += section_label(c, {x, y}, "Epochs").height() + c.px(8);
    for (int epoch = 0; epoch < 6; ++epoch) {
        Rect const box = rect_at({x + static_cast<float>(epoch) * c.px(58), y}, c.px(54), c.px(20));
        filled_rect(c, box, c.theme.of_epoch(epoch), c.px(3));
    }
    y += c.px(40);
    y += section_label(c, {x, y}, "Messages").height() + c.px(20);
    float left = x;
    for (auto const& [text, fill] : {std::pair{"orders-0", PillFill::solid},
                                     {"- orders-2", PillFill::dashed},
                                     {"+ orders-5", PillFill::hollow}}) {
        PillLook look;
        look.meaning = fill == PillFill::solid    ? Meaning::in_sync
                       : fill == PillFill::dashed ? Meaning::at_risk
                                                  : Meaning::leader;
        look.fill = fill;
        look.selected = fill == PillFill::hollow;
        left = pill_from(c, {left, y}, text, look).right + c.px(12);
    }
    y += c.px(40);
    y += section_label(c, {x, y}, "Buttons").height() + c.px(8);
    ButtonLook primary;
    primary.primary = true;
    ButtonLook off;
    off.enabled = false;
    text_button(c, "##one", rect_at({x, y}, c.px(120), c.px(36)), "Play lesson", primary);
    text_button(c, "##two", rect_at({x + c.px(132), y}, c.px(110), c.px(36)), "Fork here");
    text_button(c, "##three", rect_at({x + c.px(254), y}, c.px(110), c.px(36)), "Rejoin", off);
    y += c.px(48);
    using Icon = TransportIcon;
    int nth = 0;
    for (Icon const icon :
         {Icon::to_start, Icon::step_back, Icon::play, Icon::pause, Icon::step_on, Icon::to_end}) {
        TransportLook look;
        look.active = icon == Icon::pause;
        look.enabled = icon != Icon::to_end;
        transport_button(c, ("##t" + std::to_string(nth)).c_str(),
                         {x + static_cast<float>(nth) * c.px(kTransportPitch), y}, icon, look);
        ++nth;
    }
}

void draw_rows(Canvas const& c, float x, float y, float width) {
    y += section_label(c, {x, y}, "Rows that are too long").height() + c.px(8);
    Meaning const plain = Meaning::plain;
    for (Field const& field :
         {Field{"leader", "broker-3", "was broker-2", true, true, plain},
          Field{"assigned replicas", "1, 2, 3, 4, 5, 6", "was 1, 2, 3, 4, 5", true, false, plain},
          Field{"a name that is far too long", "a value that is far too long too", "", false, false,
                plain},
          Field{"state", "fenced", "", false, false, Meaning::lost}}) {
        y += field_row(c, ("##" + field.name).c_str(), {x, y}, width, field).height + c.px(3);
    }
    y += c.px(12);
    for (Lamp const& item :
         {Lamp{"acknowledged records lost = 0", "violated at 9.104 s", Lamp::Verdict::violated},
          Lamp{"every acknowledged record of orders-1 is read by billing exactly once", "at 20 s",
               Lamp::Verdict::waiting}}) {
        y += lamp(c, {x, y}, width, item).height;
    }
    y += c.px(12);
    Answer const answer{"3", "nobody, until broker-2 is back, because only it has every record",
                        "you said", Meaning::at_risk, true};
    y += answer_row(c, "##answer", {x, y}, width, answer).height + c.px(12);
    y += share_bar(c, {x, y}, width,
                   {{1'000'000, "1,000,000 safe", Meaning::in_sync},
                    {0, "0 unacknowledged", Meaning::at_risk},
                    {1, "1 lost", Meaning::lost}})
             .height +
         c.px(12);
    y +=
        share_bar(c, {x, y}, width, {{0, "0 safe", Meaning::in_sync}, {0, "0 lost", Meaning::lost}})
            .height +
        c.px(20);

    TimeAxis const axis{9'000'000, 9'250'000, x + c.px(80), x + width};
    time_axis(c, {axis.left, y, x + width, y + c.px(130)}, axis);
    ribbon_row(c, y + c.px(32), "orders-0",
               {{9'000'000, 9'100'000, Meaning::in_sync, "safe"},
                {9'100'000, 9'100'050, Meaning::lost, "gone"},
                {9'100'050, 9'250'000, Meaning::in_sync, "safe"}},
               axis, 9'204'000);
    time_cursor(c, {axis.left, y + c.px(16), axis.right, y + c.px(130)}, axis, 9'204'000);
    time_marks(c, y + c.px(64), kFewestMarkRows,
               {{9'020'000, Meaning::lost, "kill broker-2"},
                {9'030'000, Meaning::controller, "election"},
                {9'040'000, Meaning::at_risk, "slow broker-1"},
                {9'240'000, Meaning::controller, "election"}},
               axis);
}

void draw_menu(Canvas const& c, float x, float y) {
    ImGui::SetNextWindowPos({x, y});
    if (!ImGui::IsPopupOpen("menu")) open_menu("menu");
    if (!begin_menu(c, "menu")) return;
    menu_heading(c, "broker-2");
    menu_item(c, {"Kill", "kill broker-2", {}, Meaning::lost});
    menu_item(c, {"Cut from …", "cut broker-2"});
    menu_item(c, {"Start", "start broker-2", "broker-2 is running", Meaning::plain});
    menu_separator(c);
    menu_item(c, {"Why is it fenced?", "W"});
    end_menu();
}

}  // namespace

void draw_gallery_details(Theme const& theme, FontSet const& fonts) {
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
    ImGui::Begin("details", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground);
    Canvas const c = canvas_here(theme, fonts);
    card(c, rect_at({c.px(20), c.px(20)}, c.px(470), c.px(1000)));
    draw_bars(c, c.px(44), c.px(40));
    card(c, rect_at({c.px(510), c.px(20)}, c.px(500), c.px(1000)));
    draw_parts(c, c.px(534), draw_types(c, c.px(534), c.px(40)));
    card(c, rect_at({c.px(1030), c.px(20)}, c.px(410), c.px(1000)));
    draw_rows(c, c.px(1056), c.px(40), c.px(358));
    draw_menu(c, c.px(1480), c.px(40));
    if (!fonts.warning.empty()) {
        draw_text(c, {c.px(20), c.px(1040)}, fonts.warning,
                  words(Type::secondary, theme.words_of(Meaning::at_risk)));
    }
    ImGui::End();
}

}  // namespace highwater::gui

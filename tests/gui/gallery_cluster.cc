#include <string>
#include <vector>

#include "gui/widgets/card.h"
#include "gui/widgets/offset_bar.h"
#include "gui/widgets/ribbon.h"
#include "gui/widgets/rows.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"
#include "gui/widgets/transport.h"
#include "tests/gui/gallery.h"

namespace highwater::gui {
namespace {

struct Replica {
    char const* name;
    Meaning meaning;
    char const* words;
    OffsetBar bar;
    OffsetScale scale;
    bool selected = false;
};

struct BrokerCard {
    char const* name;
    char const* rack;
    char const* status;
    bool dead;
    std::vector<Replica> replicas;
};

OffsetBar bar_of(std::int64_t high_watermark, std::int64_t log_end, bool dead = false) {
    OffsetBar bar;
    bar.high_watermark = high_watermark;
    bar.log_end = log_end;
    bar.dead = dead;
    return bar;
}

void draw_replica(Canvas const& c, ImVec2 at, float width, Replica const& replica) {
    if (replica.selected) {
        CardLook look;
        look.selected = true;
        look.rounding = 8;
        card(c, {at.x - c.px(12), at.y - c.px(12), at.x + width + c.px(12), at.y + c.px(100)},
             look);
    }
    bool const dead = replica.meaning == Meaning::dead;
    float const y = at.y + c.px(10);
    state_mark(c, {at.x + c.px(8), y}, replica.meaning);
    draw_text(c, {at.x + c.px(24), y}, replica.name,
              mono(Type::body, dead ? c.theme.words_of(Meaning::dead) : c.theme.text).middle());
    draw_text(c, {at.x + width, y}, replica.words,
              strong(Type::secondary, c.theme.words_of(replica.meaning)).right().middle());
    offset_bar(c, {at.x, at.y + c.px(38)}, width, replica.bar, replica.scale);
}

void draw_broker(Canvas const& c, Rect const& rect, BrokerCard const& broker) {
    CardLook look;
    look.dead = broker.dead;
    card(c, rect, look);
    float const left = rect.left + c.px(20);
    float const right = rect.right - c.px(20);
    Colour const name = broker.dead ? c.theme.words_of(Meaning::dead) : c.theme.text;
    draw_text(c, {left, rect.top + c.px(32)}, broker.name,
              strong(Type::card_title, name).baseline());
    draw_text(c, {right, rect.top + c.px(32)}, broker.rack,
              words(Type::secondary, c.theme.secondary).right().baseline());
    Colour const status = broker.dead ? c.theme.words_of(Meaning::lost) : c.theme.secondary;
    draw_text(c, {left, rect.top + c.px(56)}, broker.status,
              words(Type::secondary, status).baseline());
    float y = rect.top + c.px(82);
    for (Replica const& replica : broker.replicas) {
        draw_replica(c, {left, y}, right - left, replica);
        y += c.px(124);
    }
}

std::vector<BrokerCard> brokers() {
    OffsetScale const a{92, 16};
    OffsetScale const b{106, 16};
    OffsetScale const d{80, 16};
    return {{"broker-1",
             "rack a",
             "alive · broker epoch 12",
             false,
             {{"orders-0", Meaning::leader, "leader", bar_of(106, 106), a},
              {"orders-1", Meaning::in_sync, "follower · in sync", bar_of(117, 119), b},
              {"orders-2", Meaning::in_sync, "follower · in sync", bar_of(93, 93), d}}},
            {"broker-2",
             "rack b",
             "dead since 6.0 s · fenced",
             true,
             {{"orders-0", Meaning::dead, "offline", bar_of(103, 104, true), a},
              {"orders-1", Meaning::dead, "offline", bar_of(118, 120, true), b},
              {"orders-2", Meaning::dead, "offline", bar_of(91, 92, true), d}}},
            {"broker-3",
             "rack c",
             "alive · broker epoch 12",
             false,
             {{"orders-0", Meaning::in_sync, "follower · in sync", bar_of(105, 106), a},
              {"orders-1", Meaning::leader, "leader", bar_of(118, 119), b, true},
              {"orders-2", Meaning::leader, "leader", bar_of(93, 93), d}}}};
}

void draw_controller(Canvas const& c, Rect const& rect, char const* name, char const* role,
                     char const* offset, bool active) {
    CardLook look;
    look.raised = true;
    look.rounding = 8;
    if (active) look.outline = Meaning::controller;
    card(c, rect, look);
    ImVec2 const mark{rect.left + c.px(24), rect.middle_y()};
    if (active) {
        shape_diamond(c, mark, c.px(8), c.theme.of(Meaning::controller));
    } else {
        shape_circle(c, mark, c.px(6), c.theme.of(Meaning::controller));
    }
    draw_text(c, {rect.left + c.px(44), rect.top + c.px(22)}, name,
              mono(Type::body, c.theme.text).baseline());
    draw_text(c, {rect.left + c.px(44), rect.top + c.px(40)}, role,
              words(Type::label, c.theme.secondary).baseline());
    draw_text(c, {rect.right - c.px(16), rect.middle_y()}, offset,
              mono(Type::secondary, c.theme.secondary).right().middle());
}

void draw_client(Canvas const& c, Rect const& rect, char const* name, char const* role,
                 char const* first, char const* second, bool stale) {
    card(c, rect);
    float const left = rect.left + c.px(20);
    draw_text(c, {left, rect.top + c.px(32)}, name,
              strong(Type::card_title, c.theme.text).baseline());
    draw_text(c, {rect.right - c.px(20), rect.top + c.px(32)}, role,
              words(Type::secondary, c.theme.secondary).right().baseline());
    draw_text(c, {left, rect.top + c.px(60)}, first,
              mono(Type::secondary, c.theme.secondary).baseline());
    draw_text(c, {left, rect.top + c.px(92)}, second,
              stale ? strong(Type::secondary, c.theme.words_of(Meaning::at_risk)).baseline()
                    : mono(Type::secondary, c.theme.secondary).baseline());
}

void message(Canvas const& c, std::vector<ImVec2> const& way, int permille, char const* text,
             Meaning meaning, Way kind) {
    message_way(c, way, c.theme.of(meaning), kind);
    PillLook look;
    look.meaning = meaning;
    pill(c, point_along(way, permille), text, look);
}

void draw_stage(Canvas const& c, Rect const& stage) {
    float const left = stage.left + c.px(24);
    float const gap = c.px(18);
    float const width = std::floor((stage.width() - c.px(48) - 2 * gap) / 3);
    auto const column = [&](int i) { return left + static_cast<float>(i) * (width + gap); };
    float const top = stage.top;

    // Ways first: the cards and pills stand on them.
    float const brokers_top = top + c.px(148);
    float const brokers_bottom = top + c.px(618);
    float const clients_top = top + c.px(704);
    section_label(c, {left, top + c.px(22)}, "Controller quorum");
    float const quorum = left + c.px(172);
    auto const controller = [&](int i) {
        return rect_at({quorum + static_cast<float>(i) * c.px(310), top + c.px(18)}, c.px(290),
                       c.px(48));
    };
    ImVec2 const active{controller(0).left + c.px(70), controller(0).bottom};
    ImVec2 const active2{controller(0).left + c.px(140), controller(0).bottom};
    message(c, {active, {column(0) + width / 2, brokers_top}}, 550, "metadata", Meaning::controller,
            Way::open);
    message(c, {active2, {column(2) + width / 2, brokers_top}}, 500, "metadata: orders-1 → 3",
            Meaning::controller, Way::open);
    draw_controller(c, controller(0), "3001", "leader · epoch 1", "metadata 4127", true);
    draw_controller(c, controller(1), "3002", "voter", "4126", false);
    draw_controller(c, controller(2), "3003", "voter", "4126", false);

    int i = 0;
    for (BrokerCard const& broker : brokers()) {
        float const x = column(i++);
        draw_broker(c, {x, brokers_top, x + width, brokers_bottom}, broker);
    }
    float const lane = brokers_bottom + c.px(18);
    message(c,
            {{column(0) + width / 2, brokers_bottom},
             {column(0) + width / 2, lane},
             {column(2) + width / 3, lane},
             {column(2) + width / 3, brokers_bottom}},
            520, "Fetch orders-1 from 119", Meaning::in_sync, Way::open);
    std::vector<ImVec2> const lost{{column(0) + width * 0.4F, clients_top},
                                   {column(1) + c.px(32), brokers_bottom + c.px(2)}};
    message(c, lost, 400, "Produce 118–119", Meaning::lost, Way::broken);
    shape_cross(c, lost.back(), c.px(8), c.theme.of(Meaning::lost));
    message(c,
            {{column(2) + width * 0.65F, brokers_bottom}, {column(1) + width * 0.85F, clients_top}},
            500, "records 117", Meaning::in_sync, Way::open);
    auto const client = [&](int at) {
        return rect_at({column(at), clients_top}, width, c.px(116));
    };
    draw_client(c, client(0), "checkout", "producer · acks=all", "acknowledged 118 in flight 2",
                "believes broker-2 leads orders-1", true);
    draw_client(c, client(1), "billing-1", "consumer · billing", "owns orders-0, orders-1",
                "position 117 · lag 1", false);
    draw_client(c, client(2), "billing-2", "consumer · billing", "owns orders-2",
                "position 93 · lag 0", false);
}

void draw_lesson(Canvas const& c, Rect const& column) {
    float const x = column.left + c.px(24);
    float const width = column.width() - c.px(48);
    float y = column.top + c.px(22);
    y += section_label(c, {x, y}, "Lesson 3 of 12 · Replication").height() + c.px(6);
    y += draw_wrapped(c, {x, y}, "A leader dies while producers write with acks=all",
                      strong(Type::card_title, c.theme.text), width);
    y += c.px(10);
    y += draw_wrapped(c, {x, y}, "Which records can be lost, and who leads afterwards?",
                      words(Type::body, c.theme.secondary), width);
    y += c.px(6);
    using When = StoryLine::When;
    std::vector<StoryLine> const story{
        {"5.0 s", "broker-2 leads orders-1. Its followers fetch from it.", When::past},
        {"6.0 s", "broker-2 dies in the middle of a batch.", When::past},
        {"9.1 s",
         "The controller hears no heartbeat for 3 s: it fences broker-2 and elects from "
         "the ISR.",
         When::now},
        {"next", "Clients still believe in broker-2", When::next}};
    for (StoryLine const& line : story) {
        y += story_line(c, ("##story" + line.time).c_str(), {x, y}, width, line).height + c.px(2);
    }
    y += c.px(16);
    separator(c, x, x + width, y);
    y += c.px(14);
    y += section_label(c, {x, y}, "Predict").height() + c.px(2);
    y += draw_text(c, {x, y}, "Who will lead orders-1?", strong(Type::body, c.theme.text)).height();
    y += c.px(6);
    std::vector<Answer> const answers{
        {"1", "broker-1", "", Meaning::plain, false},
        {"2", "broker-3", "✓ true answer", Meaning::in_sync, false},
        {"3", "nobody, until broker-2 is back", "", Meaning::plain, false},
        {"4", "the one with the most records", "you said", Meaning::at_risk, true}};
    for (Answer const& answer : answers) {
        y += answer_row(c, ("##answer" + answer.key).c_str(), {x, y}, width, answer).height;
    }
    y += c.px(8);
    y += draw_wrapped(c, {x, y},
                      "It is the first live member of the ISR in replica order, not the longest "
                      "log.",
                      words(Type::secondary, c.theme.secondary), width);
    y += c.px(14);
    separator(c, x, x + width, y);
    y += c.px(14);
    y += section_label(c, {x, y}, "Expectations").height() + c.px(4);
    for (Lamp const& item :
         {Lamp{"leader of orders-1 is broker-3", "holds", Lamp::Verdict::holds},
          Lamp{"isr of orders-1 is [1, 3]", "holds", Lamp::Verdict::holds},
          Lamp{"acknowledged records lost = 0", "at 20 s", Lamp::Verdict::waiting}}) {
        y += lamp(c, {x, y}, width, item).height;
    }
}

void draw_inspector(Canvas const& c, Rect const& column) {
    float const x = column.left + c.px(20);
    float const width = column.width() - c.px(44);
    float y = column.top + c.px(22);
    y += section_label(c, {x, y}, "Selected").height() + c.px(4);
    float const title = y + c.px(16);
    state_mark(c, {x + c.px(10), title}, Meaning::leader);
    draw_text(c, {x + c.px(28), title}, "orders-1",
              strong(Type::card_title, c.theme.text).middle());
    draw_text(c, {x + width, title}, "partition",
              words(Type::secondary, c.theme.secondary).right().middle());
    y += c.px(38);
    Meaning const plain = Meaning::plain;
    std::vector<Field> const fields{
        {"leader", "broker-3", "was broker-2", true, true, plain},
        {"leader epoch", "1", "was 0", true, false, plain},
        {"partition epoch", "1", "was 0", true, false, plain},
        {"replicas", "2, 3, 1", "", false, false, plain},
        {"ISR", "3, 1", "was 2, 3, 1", true, false, plain},
        {"ELR", "none", "", false, false, plain},
        {"high watermark", "118", "min.insync.replicas 2", false, false, plain}};
    for (Field const& field : fields) {
        y += field_row(c, ("##" + field.name).c_str(), {x, y}, width, field).height + c.px(3);
    }
    y += c.px(20);
    separator(c, x, x + width, y);
    y += c.px(20);
    draw_text(c, {x + width, y}, "W", mono(Type::label, c.theme.faint_text).right());
    y += section_label(c, {x, y}, "Why does broker-3 lead?").height() + c.px(8);
    std::vector<WhyItem> const why{
        {"9.104 s", "The controller wrote PartitionChange: leader 3, ISR [3, 1].", "#4127",
         Meaning::controller, false},
        {"because", "broker-3 is the first live replica in [2, 3, 1] that is in the ISR.", "",
         plain, false},
        {"because", "broker-2 was fenced: no heartbeat for 3.0 s.", "#4126", plain, false},
        {"because", "broker-2 was killed. You, at 6.000 s", "#2981", plain, true}};
    int nth = 0;
    for (WhyItem const& item : why) {
        y += why_item(c, ("##why" + std::to_string(nth++)).c_str(), {x, y}, width, item).height;
    }
    y += c.px(20);
    separator(c, x, x + width, y);
    y += c.px(20);
    y += section_label(c, {x, y}, "Promises on orders-1").height() + c.px(12);
    share_bar(c, {x, y}, width,
              {{118, "118 safe", Meaning::in_sync},
               {2, "2 unacknowledged", Meaning::at_risk},
               {0, "0 lost", Meaning::lost}});
}

void draw_time(Canvas const& c, Rect const& bar) {
    float const x = bar.left + c.px(24);
    using Icon = TransportIcon;
    int nth = 0;
    for (Icon const icon :
         {Icon::to_start, Icon::step_back, Icon::play, Icon::step_on, Icon::to_end}) {
        TransportLook look;
        look.active = icon == Icon::play;
        float const left = x + static_cast<float>(nth) * c.px(kTransportPitch);
        transport_button(c, ("##transport" + std::to_string(nth++)).c_str(),
                         {left, bar.top + c.px(18)}, icon, look);
    }
    draw_text(c, {x, bar.top + c.px(84)}, "9.104 210 s",
              mono(Type::stage_title, c.theme.text).baseline());
    draw_text(c, {x, bar.top + c.px(109)}, "event #4127",
              words(Type::secondary, c.theme.secondary).baseline());
    draw_text(c, {x, bar.top + c.px(139)}, "speed ×1/20",
              words(Type::secondary, c.theme.secondary).baseline());
    draw_text(c, {x, bar.top + c.px(163)}, "run until isr of orders-1 < 2",
              mono(Type::label, c.theme.faint_text).baseline());

    constexpr std::int64_t kSecond = 1'000'000;
    std::int64_t const now = 9'104'210;
    TimeAxis const axis{0, 20 * kSecond, bar.left + c.px(400), bar.right - c.px(30)};
    time_axis(c, {axis.left, bar.top + c.px(10), bar.right - c.px(8), bar.top + c.px(180)}, axis);
    using Segments = std::vector<RibbonSegment>;
    auto const row = [&](int n, char const* name, Segments const& segments) {
        ribbon_row(c, bar.top + c.px(42) + static_cast<float>(n) * c.px(kRibbonPitch), name,
                   segments, axis, now);
    };
    Meaning const good = Meaning::in_sync;
    Meaning const risk = Meaning::at_risk;
    row(0, "orders-0",
        {{0, 6 * kSecond, good, ""},
         {6 * kSecond, 10'400'000, risk, ""},
         {10'400'000, 20 * kSecond, risk, ""}});
    row(1, "orders-1",
        {{0, 6 * kSecond, good, ""},
         {6 * kSecond, now, Meaning::dead, "leader dead · 3.1 s"},
         {now, 20 * kSecond, risk, ""}});
    row(2, "orders-2",
        {{0, 6 * kSecond, good, ""}, {6 * kSecond, 20 * kSecond, risk, "under-replicated"}});
    row(3, "billing",
        {{0, 6 * kSecond, good, ""},
         {6 * kSecond, 9'400'000, risk, ""},
         {9'400'000, 20 * kSecond, good, ""}});
    time_cursor(c, {axis.left, bar.top + c.px(26), axis.right, bar.bottom - c.px(8)}, axis, now);
    time_marks(
        c, bar.top + c.px(146), kFewestMarkRows,
        {{6 * kSecond, Meaning::lost, "kill broker-2"}, {now, Meaning::controller, "election"}},
        axis);
}

void draw_top_bar(Canvas const& c, Rect const& bar) {
    float const y = std::floor(bar.middle_y());
    draw_text(c, {bar.left + c.px(20), y}, "Highwater",
              strong(Type::card_title, c.theme.text).middle());
    solid_line(c, {bar.left + c.px(125), y - c.px(10)}, {bar.left + c.px(125), y + c.px(10)},
               c.theme.line, c.hair());
    draw_text(c, {bar.left + c.px(140), y}, "A leader dies while producers write with acks=all",
              words(Type::body, c.theme.secondary).middle());
    float x = bar.left + c.px(640);
    int key = 2;
    for (char const* name : {"Cluster", "Partitions", "Groups", "Sequence", "Events", "Compare"}) {
        std::string label{"F"};
        label += std::to_string(key++);
        tab(c, name, rect_at({x, y - c.px(16)}, c.px(128), c.px(32)), label, name, key == 3);
        x += c.px(132);
    }
    float right = bar.right - c.px(20);
    for (auto const& [cap, what] :
         {std::pair{"F1", "keys"}, {"Ctrl J", "console"}, {"Ctrl K", "find"}}) {
        float const width = key_hint_width(c, cap, what);
        key_hint(c, {right - width, y}, cap, what);
        right -= width + c.px(16);
    }
}

}  // namespace

void draw_gallery_cluster(Theme const& theme, FontSet const& fonts) {
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
    ImGui::Begin("gallery", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground);
    Canvas const c = canvas_here(theme, fonts);
    ImVec2 const size = ImGui::GetIO().DisplaySize;
    Rect const top{0, 0, size.x, c.px(grid::kTopBar)};
    Rect const bottom{0, size.y - c.px(grid::kBottomBar), size.x, size.y};
    Rect const left{0, top.bottom, c.px(grid::kLeftColumn), bottom.top};
    Rect const right{size.x - c.px(grid::kRightColumn), top.bottom, size.x, bottom.top};
    Rect const stage{left.right, top.bottom, right.left, bottom.top};
    for (Rect const& area : {top, bottom, left, right}) filled_rect(c, area, theme.card);
    solid_line(c, {0, top.bottom}, {size.x, top.bottom}, theme.line, c.hair());
    solid_line(c, {0, bottom.top}, {size.x, bottom.top}, theme.line, c.hair());
    solid_line(c, {left.right, left.top}, {left.right, left.bottom}, theme.line, c.hair());
    solid_line(c, {right.left, left.top}, {right.left, left.bottom}, theme.line, c.hair());
    draw_top_bar(c, top);
    draw_lesson(c, left);
    draw_stage(c, stage);
    draw_inspector(c, right);
    draw_time(c, bottom);
    ImGui::End();
}

}  // namespace highwater::gui

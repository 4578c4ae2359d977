// The right column: what is selected field by field, why it is so, and what became of the
// producers' promises.
#include <algorithm>
#include <cstdio>

#include "gui/panels/configs.h"
#include "gui/panels/panel.h"
#include "gui/panels/scroll.h"
#include "gui/panels/select.h"
#include "gui/panels/view_cache.h"
#include "gui/shortcuts.h"
#include "gui/view/cluster.h"
#include "gui/view/inspector.h"
#include "gui/view/promises.h"
#include "gui/view/record_life.h"
#include "gui/view/short_text.h"
#include "gui/view/verdicts.h"
#include "gui/view/why_chain.h"
#include "gui/widgets/rows.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

// While time runs, chains of causes and the books are made anew so often (seconds).
constexpr double kLeisure = 0.25;
constexpr std::size_t kMostLife = 60;

struct About {
    Selection selection;
    std::int32_t why{};
    bool with_raw{};
    friend bool operator==(About const& a, About const& b);
};

bool is_same(Selection const& a, Selection const& b) {
    if (a.index() != b.index()) return false;
    if (auto const* node = std::get_if<SelectedNode>(&a)) {
        return node->node == std::get<SelectedNode>(b).node;
    }
    if (auto const* partition = std::get_if<SelectedPartition>(&a)) {
        return partition->partition == std::get<SelectedPartition>(b).partition;
    }
    if (auto const* replica = std::get_if<SelectedReplica>(&a)) {
        auto const& other = std::get<SelectedReplica>(b);
        return replica->partition == other.partition && replica->broker == other.broker;
    }
    if (auto const* message = std::get_if<SelectedMessage>(&a)) {
        return message->arrival == std::get<SelectedMessage>(b).arrival;
    }
    if (auto const* link = std::get_if<SelectedLink>(&a)) {
        auto const& other = std::get<SelectedLink>(b);
        return link->from == other.from && link->to == other.to;
    }
    if (auto const* event = std::get_if<SelectedEvent>(&a)) {
        return event->event == std::get<SelectedEvent>(b).event;
    }
    if (auto const* record = std::get_if<SelectedRecord>(&a)) {
        auto const& other = std::get<SelectedRecord>(b);
        return record->partition == other.partition && record->broker == other.broker &&
               record->offset == other.offset;
    }
    return true;
}

bool operator==(About const& a, About const& b) {
    return is_same(a.selection, b.selection) && a.why == b.why && a.with_raw == b.with_raw;
}

struct WhyShown {
    std::vector<WhyTopic> topics;
    WhyAnswer answer;
};

struct Made {
    ViewCache<InspectorView, About> fields;
    ViewCache<WhyShown, About> why;
    ViewCache<Promises, TopicPartition> promises;
    ViewCache<VerdictsView, int> verdicts;
    ViewCache<ConfigsView, About> configs;
    ViewCache<std::vector<LifeStep>, About> life;
};

struct Column {
    Canvas const& c;
    Scroll const& scroll;
    float x;
    float width;
    float y;

    void separate() {
        y += c.px(16);
        separator(c, x, x + width, std::floor(y));
        y += c.px(18);
    }
    void label(std::string_view text) {
        y += section_label(c, {x, y}, text, width).height() + c.px(6);
    }
};

// A value that is too long for its column stands under its name; a fact alone is a sentence.
void draw_field(Column& column, char const* id, InspectorField const& field, UiState& ui) {
    Canvas const& c = column.c;
    if (field.value.empty()) {
        column.y += draw_wrapped(c, {column.x, column.y}, field.name,
                                 words(Type::body, c.theme.text), column.width) +
                    c.px(8);
        return;
    }
    float const room = column.width - std::floor(column.width * 0.415F);
    bool const fits = text_width(c, field.value, Face::mono, Type::body) <= room;
    if (!fits && !field.link) {
        column.y += draw_text(c, {column.x, column.y + c.px(3)}, field.name,
                              words(Type::body, c.theme.secondary))
                        .height() +
                    c.px(3);
        column.y += draw_wrapped(c, {column.x + c.px(12), column.y}, field.value,
                                 mono(Type::secondary, c.theme.words_of(field.meaning)),
                                 column.width - c.px(12)) +
                    c.px(6);
        return;
    }
    Field row;
    row.name = field.name;
    row.value = field.value;
    row.note = field.note;
    row.changed = field.changed;
    row.is_link = field.link.has_value();
    row.meaning = field.meaning;
    RowResult const drawn = field_row(c, id, {column.x, column.y}, column.width, row);
    if (field.link) follow_hit(drawn.hit, *field.link, ui);
    column.y += drawn.height + c.px(2);
}

void draw_title(Column& column, InspectorView const& view, UiState& ui) {
    Canvas const& c = column.c;
    float const middle = column.y + c.px(16);
    state_mark(c, {column.x + c.px(10), middle}, view.mark);
    Rect const kind = draw_text(c, {column.x + column.width, middle}, view.kind,
                                words(Type::secondary, c.theme.secondary).right().middle());
    Rect const title = draw_text(
        c, {column.x + c.px(28), middle}, view.title,
        strong(Type::card_title, c.theme.text).middle().within(kind.left - column.x - c.px(36)));
    Hit const hit = hit_area("##inspected", title);
    if (hit.right_clicked) ui.context_menu = ui.selection;
    column.y += c.px(38);
}

void draw_fields(Column& column, InspectorView const& view, UiState& ui) {
    int nth = 0;
    for (InspectorSection const& section : view.sections) {
        if (section.fields.empty()) continue;
        if (!section.title.empty()) {
            column.y += column.c.px(10);
            column.label(section.title);
        }
        for (InspectorField const& field : section.fields) {
            char id[32];
            std::snprintf(id, sizeof id, "##field%d", nth++);
            draw_field(column, id, field, ui);
        }
    }
}

// Which of the questions is answered: leader · ISR · HW · ack, on as many lines as they take.
void draw_choice(Column& column, std::vector<WhyTopic> const& topics, UiState& ui) {
    Canvas const& c = column.c;
    float x = column.x;
    for (std::size_t i = 0; i < topics.size(); ++i) {
        bool const active = static_cast<std::size_t>(ui.why) % topics.size() == i;
        char id[32];
        std::snprintf(id, sizeof id, "##why%zu", i);
        Rect covered;
        TextStyle const style = active ? strong(Type::secondary, c.theme.text)
                                       : words(Type::secondary, c.theme.words_of(Meaning::leader));
        float const width =
            text_width(c, topics[i].short_title, Face::words_strong, Type::secondary);
        if (x > column.x && x + width > column.x + column.width) {
            x = column.x;
            column.y += c.line_height(Type::secondary) + c.px(4);
        }
        if (id_link(c, id, {x, column.y}, topics[i].short_title, style, &covered).clicked) {
            ui.why = static_cast<std::int32_t>(i);
        }
        x = covered.right + c.px(16);
    }
    column.y += c.line_height(Type::secondary) + c.px(10);
}

// A link of a chain; where it stands for an event, a click goes there.
void draw_item(Column& column, char const* id, WhyItem const& item, EventId event, UiState& ui,
               Requests& requests) {
    RowResult const drawn = why_item(column.c, id, {column.x, column.y}, column.width, item);
    column.y += drawn.height;
    if (event == EventId{}) return;
    if (drawn.hit.clicked) requests.push(SeekEvent{event});
    if (drawn.hit.right_clicked) ui.context_menu = SelectedEvent{event};
}

void draw_why(Column& column, WhyShown const& shown, UiState& ui, Requests& requests) {
    if (shown.topics.empty()) return;
    Canvas const& c = column.c;
    column.separate();
    WhyTopic const& topic = shown.topics[static_cast<std::size_t>(ui.why) % shown.topics.size()];
    draw_text(c, {column.x + column.width, column.y}, "W",
              mono(Type::label, c.theme.faint_text).right());
    column.y +=
        section_label(c, {column.x, column.y}, topic.title, column.width - c.px(20)).height() +
        c.px(8);
    if (shown.topics.size() > 1) draw_choice(column, shown.topics, ui);
    if (!shown.answer.nothing.empty()) {
        column.y += draw_wrapped(c, {column.x, column.y}, shown.answer.nothing,
                                 words(Type::body, c.theme.secondary), column.width);
        return;
    }
    for (std::size_t i = 0; i < shown.answer.steps.size(); ++i) {
        WhyStep const& step = shown.answer.steps[i];
        WhyItem item;
        item.head = step.head;
        item.sentence = step.sentence;
        item.event = "#";
        item.event += std::to_string(step.event.value);
        item.meaning = step.meaning;
        item.last = i + 1 == shown.answer.steps.size();
        char id[32];
        std::snprintf(id, sizeof id, "##step%zu", i);
        draw_item(column, id, item, step.event, ui, requests);
    }
}

void draw_promises(Column& column, Promises const& promises) {
    std::int64_t const acknowledged =
        promises.safe + promises.at_risk + promises.lost + promises.deleted;
    if (acknowledged + promises.unacknowledged + promises.without_promise == 0) return;
    Canvas const& c = column.c;
    column.separate();
    column.label(promises.title);
    column.y += c.px(2);
    column.y +=
        share_bar(c, {column.x, column.y}, column.width,
                  {{promises.safe, grouped(promises.safe) + " safe", Meaning::in_sync},
                   {promises.at_risk, grouped(promises.at_risk) + " at risk", Meaning::at_risk},
                   {promises.lost, grouped(promises.lost) + " lost", Meaning::lost}})
            .height;
    column.y += c.px(8);
    auto const say = [&](std::string const& sentence, Colour colour) {
        column.y += draw_wrapped(c, {column.x, column.y}, sentence, words(Type::secondary, colour),
                                 column.width) +
                    c.px(4);
    };
    for (std::string const& risk : promises.risk_words) {
        say(risk, c.theme.words_of(Meaning::at_risk));
    }
    if (promises.unacknowledged > 0) {
        say(grouped(promises.unacknowledged) + " more unacknowledged: the producer still waits.",
            c.theme.secondary);
    }
    if (promises.without_promise > 0) {
        say(grouped(promises.without_promise) + " sent with acks=0: nobody promised anything.",
            c.theme.secondary);
    }
    if (promises.deleted > 0) {
        say(grouped(promises.deleted) + " deleted or compacted: somebody wanted it.",
            c.theme.secondary);
    }
    for (std::string const& lost : promises.lost_words) {
        column.y +=
            draw_wrapped(c, {column.x, column.y}, lost,
                         words(Type::secondary, c.theme.words_of(Meaning::lost)), column.width) +
            c.px(6);
    }
    std::int64_t const more = promises.lost - static_cast<std::int64_t>(promises.lost_words.size());
    if (more > 0) {
        column.y += draw_text(c, {column.x, column.y}, "and " + grouped(more) + " more",
                              words(Type::secondary, c.theme.secondary))
                        .height();
    }
}

// What has happened to the record, from the first event to the last.
void draw_life(Column& column, std::vector<LifeStep> const& life, UiState& ui, Requests& requests) {
    Canvas const& c = column.c;
    column.separate();
    column.label("What happened at this offset");
    if (life.empty()) {
        column.y += draw_wrapped(c, {column.x, column.y}, "Nothing has happened there yet.",
                                 words(Type::body, c.theme.secondary), column.width);
    }
    for (std::size_t i = 0; i < life.size(); ++i) {
        LifeStep const& step = life[i];
        char id[32];
        std::snprintf(id, sizeof id, "##life%zu", i);
        draw_item(column, id, step.item, step.event, ui, requests);
    }
}

void draw_config_section(Column& column, Made& made, Frame const& frame, About const& about,
                         UiState& ui) {
    if (!ui.has_selection()) return;
    ConfigsView const& configs =
        made.configs.get_at_leisure(frame, about, ImGui::GetTime(), kLeisure,
                                    [&] { return configs_view(frame, about.selection); });
    if (configs.rows.empty()) return;
    column.separate();
    column.y += draw_configs(column.c, {column.x, column.y}, column.width, configs, ui);
}

// Whether everything holds that must; the list of all invariants is a click away.
void draw_verdicts_line(Column& column, VerdictsView const& view, UiState& ui) {
    if (view.rows.empty()) return;
    Canvas const& c = column.c;
    column.separate();
    draw_text(c, {column.x + column.width, column.y}, keys_of(Action::verdicts),
              mono(Type::label, c.theme.faint_text).right());
    column.label("Invariants");
    Meaning const meaning = view.violated > 0 ? Meaning::lost
                            : view.waived > 0 ? Meaning::at_risk
                                              : Meaning::in_sync;
    float const line = c.line_height(Type::body);
    state_mark(c, {column.x + c.px(8), column.y + line / 2}, meaning, c.px(6));
    Hit const hit =
        id_link(c, "##invariants", {column.x + c.px(26), column.y}, summary_of(view),
                words(Type::body, c.theme.words_of(meaning)).within(column.width - c.px(26)));
    if (hit.clicked) ui.show_verdicts = true;
    column.y += line + c.px(4);
}

// The fields that the selected thing has in memory, one line each.
void draw_raw(Column& column, InspectorView const& view) {
    Canvas const& c = column.c;
    float const line = c.line_height(Type::label) + c.px(4);
    for (RawSection const& section : view.raw) {
        column.y += c.px(10);
        column.label(section.title);
        for (RawSection::Row const& row : section.rows) {
            float const path = text_width(c, row.field.path, Face::mono, Type::label);
            float const text = text_width(c, row.field.text, Face::mono, Type::label);
            bool const one_line = path + text + c.px(12) <= column.width;
            float const height = one_line ? line : 2 * line;
            if (column.scroll.sees(column.y, column.y + height)) {
                if (row.changed) {
                    filled_rect(
                        c, {column.x - c.px(8), column.y, column.x - c.px(5), column.y + height},
                        c.theme.of(Meaning::now));
                }
                draw_text(c, {column.x, column.y}, row.field.path,
                          mono(Type::label, c.theme.secondary).within(column.width));
                draw_text(c, {column.x + column.width, column.y + height - line}, row.field.text,
                          mono(Type::label, c.theme.text).right().within(column.width));
            }
            column.y += height;
        }
    }
}

void draw_raw_switch(Column& column, UiState& ui) {
    Canvas const& c = column.c;
    column.separate();
    char const* text = ui.show_all_fields ? "Hide the fields in memory" : "Every field in memory";
    Rect covered;
    if (id_link(c, "##raw", {column.x, column.y}, text,
                words(Type::secondary, c.theme.words_of(Meaning::leader)), &covered)
            .clicked) {
        ui.show_all_fields = !ui.show_all_fields;
    }
    column.y = covered.bottom + c.px(4);
}

}  // namespace

void draw_inspector(Canvas const& canvas, Rect area, Frame const& frame, UiState& ui,
                    Requests& requests) {
    static Made made;
    bool const nothing = !ui.has_selection();
    // With nothing selected, what has just happened.
    Selection const selection =
        nothing ? Selection{SelectedEvent{frame.cursor.event}} : ui.selection;
    About const about{selection, ui.why, ui.show_all_fields && !nothing};
    double const now = ImGui::GetTime();
    InspectorView const& view =
        made.fields.get(frame, about, [&] { return inspect(frame, selection, about.with_raw); });
    WhyShown const& why = made.why.get_at_leisure(frame, about, now, kLeisure, [&] {
        WhyShown shown;
        shown.topics = why_topics(frame, selection);
        if (!shown.topics.empty()) {
            auto const place = static_cast<std::size_t>(ui.why) % shown.topics.size();
            shown.answer = why_answer(frame, shown.topics[place]);
        }
        return shown;
    });
    TopicPartition const partition = selected_partition(ui.selection);
    Promises const& books = made.promises.get_at_leisure(
        frame, partition, now, kLeisure, [&] { return promises(frame, partition); });

    Rect const place{area.left + canvas.px(12), area.top + canvas.px(4), area.right - canvas.px(4),
                     area.bottom - canvas.px(4)};
    bool const is_new = !is_same(ui.inspected, ui.selection);
    ui.inspected = ui.selection;
    Scroll const scroll = begin_scroll(canvas, "##inspector", place,
                                       is_new ? ScrollFrom::top : ScrollFrom::where_it_was);
    Column column{scroll.canvas, scroll, area.left + canvas.px(20), area.width() - canvas.px(44),
                  scroll.top + canvas.px(18)};
    column.label(nothing ? "Last event" : "Selected");
    if (view.exists) {
        draw_title(column, view, ui);
        draw_fields(column, view, ui);
    } else {
        column.y += draw_wrapped(scroll.canvas, {column.x, column.y},
                                 nothing ? "Click on a node, a replica, a message or an event."
                                         : "It is not here at this instant.",
                                 words(Type::body, canvas.theme.secondary), column.width);
    }
    // Of a record its own story comes first.
    if (auto const* record = std::get_if<SelectedRecord>(&selection)) {
        auto const& life = made.life.get_at_leisure(frame, about, now, kLeisure, [&] {
            return record_life(frame, record->partition, record->offset, kMostLife);
        });
        draw_life(column, life, ui, requests);
    }
    float const why_top = column.y;
    draw_why(column, why, ui, requests);
    if (ui.brings_why && column.y > place.bottom) {
        ImGui::SetScrollY(why_top - scroll.top - canvas.px(8));
    }
    ui.brings_why = false;
    draw_promises(column, books);
    draw_config_section(column, made, frame, about, ui);
    VerdictsView const& verdicts =
        made.verdicts.get_at_leisure(frame, 0, now, kLeisure, [&] { return verdicts_view(frame); });
    draw_verdicts_line(column, verdicts, ui);
    if (view.exists && !nothing) {
        draw_raw_switch(column, ui);
        if (ui.show_all_fields) draw_raw(column, view);
    }
    end_scroll(scroll, column.y + canvas.px(16));
}

}  // namespace highwater::gui

#include "gui/panels/records.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "gui/panels/form_line.h"
#include "gui/panels/scroll.h"
#include "gui/panels/select.h"
#include "gui/shortcuts.h"
#include "gui/view/cluster.h"
#include "gui/view/record_form.h"
#include "gui/view/records.h"
#include "gui/view/short_text.h"
#include "gui/widgets/card.h"
#include "gui/widgets/drag_edge.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr float kMargin = 24;
constexpr float kHead = 30;
constexpr float kLeast = 150;
constexpr float kMost = 320;
constexpr float kShare = 0.42F;
constexpr float kLeastDragged = 76;        // its head and a record
constexpr float kLeastOfPartitions = 150;  // a partition stays above it
constexpr float kLeastStage = 330;     // with less there would be nothing left of the partitions
constexpr float kFoldedLine = 36;      // that opens them where there is too little for both
constexpr float kLeastFolded = 140;    // of the stage: below it the partitions need that line, too
constexpr float kLeastForTimes = 520;  // of the table: below it the records' times go
constexpr char const* kHints[RecordForm::lines] = {"key (none)", "value"};

BrokerId wanted_broker(Selection const& selection) {
    if (auto const* replica = std::get_if<SelectedReplica>(&selection)) return replica->broker;
    if (auto const* record = std::get_if<SelectedRecord>(&selection)) return record->broker;
    return kNoBroker;
}

// The columns of the table: each begins where the one before it ends.
struct Columns {
    float mark;
    float offset;  // right edge
    float time;
    float epoch;
    float key;
    float value;
    float writer;  // right edge
    bool has_times;
};

Columns columns_of(Canvas const& c, float left, float right, std::int64_t highest) {
    float const letter = text_width(c, "0", Face::mono, Type::secondary);
    Columns columns{};
    columns.mark = left + c.px(8);
    auto const digits = static_cast<float>(std::max<std::size_t>(6, grouped(highest).size()));
    columns.offset = left + c.px(20) + digits * letter;
    columns.time = columns.offset + c.px(18);
    columns.has_times = right - left >= c.px(kLeastForTimes);
    columns.epoch = columns.time + (columns.has_times ? 13 * letter : 0);
    columns.key = columns.epoch + 7 * letter;
    float const rest = right - columns.key;
    columns.value = columns.key + std::floor(rest * 0.24F);
    columns.writer = right - c.px(8);
    return columns;
}

class Table {
public:
    Table(Canvas const& canvas, Columns const& columns, Frame const& frame, ShownLog const& shown,
          TopicPartition partition, UiState& ui)
        : c{canvas}, at_{columns}, frame_{frame}, shown_{shown}, partition_{partition}, ui_{ui} {}

    void draw_names(float y) const {
        TextStyle const style = words(Type::label, c.theme.faint_text).middle();
        draw_text(c, {at_.offset, y}, "offset", style.right());
        if (at_.has_times) draw_text(c, {at_.time, y}, "timestamp", style);
        draw_text(c, {at_.epoch, y}, "epoch", style);
        draw_text(c, {at_.key, y}, "key", style);
        draw_text(c, {at_.value, y}, "value", style);
        draw_text(c, {at_.writer, y}, "written by", style.right());
    }

    void draw_row(Rect const& rect, std::int64_t offset) const {
        RecordRow const row = record_row(*shown_.held, frame_.who, offset);
        char id[48];
        std::snprintf(id, sizeof id, "##record%lld", static_cast<long long>(offset));
        Hit const hit = hit_area(id, rect);
        follow_hit(hit, SelectedRecord{partition_, shown_.broker, offset}, ui_);
        auto const* selected = std::get_if<SelectedRecord>(&ui_.selection);
        bool const is_selected = selected != nullptr && selected->offset == offset;
        if (is_selected) {
            filled_rect(c, rect, c.theme.selected_tint(), c.px(4));
            filled_rect(c, {rect.left, rect.top, rect.left + c.px(3), rect.bottom},
                        c.theme.of(Meaning::now));
        } else if (hit.hovered) {
            filled_rect(c, rect, c.theme.raised, c.px(4));
        }
        float const y = rect.middle_y();
        // Above what a dead one had on its disk nobody says here whether it was committed.
        bool const is_unknown = !row.is_there || (shown_.is_down && !row.is_committed);
        Meaning const meaning = is_unknown         ? Meaning::dead
                                : row.is_committed ? Meaning::in_sync
                                                   : Meaning::at_risk;
        state_mark(c, {at_.mark, y}, meaning, c.px(4));
        draw_text(c, {at_.offset, y}, grouped(offset),
                  mono(Type::secondary, c.theme.text).right().middle());
        TextStyle const quiet = mono(Type::secondary, c.theme.secondary).middle();
        if (!row.is_there) {
            draw_text(c, {at_.time, y}, "compacted away",
                      words(Type::secondary, c.theme.words_of(Meaning::dead)).middle());
            return;
        }
        if (at_.has_times) {
            draw_text(c, {at_.time, y}, row.time, quiet.within(at_.epoch - at_.time - c.px(8)));
        }
        filled_rect(c, rect_at({at_.epoch, y - c.px(5)}, c.px(10), c.px(10)),
                    c.theme.of_epoch(row.epoch), c.px(2));
        draw_text(c, {at_.epoch + c.px(16), y}, std::to_string(row.epoch), quiet);
        TextStyle const said = mono(Type::secondary, c.theme.text).middle();
        draw_text(c, {at_.key, y}, row.key,
                  (row.key == "null" ? quiet : said).within(at_.value - at_.key - c.px(10)));
        Rect const writer = draw_text(c, {at_.writer, y}, row.writer, quiet.right());
        draw_text(c, {at_.value, y}, row.value, said.within(writer.left - at_.value - c.px(12)));
    }

private:
    Canvas const& c;
    Columns at_;
    Frame const& frame_;
    ShownLog const& shown_;
    TopicPartition partition_;
    UiState& ui_;
};

// Two lines to type in and a button; returns where it begins.
float draw_form(Canvas const& c, float left, float right, float middle, Frame const& frame,
                UiState& ui, Requests& requests) {
    float const height = c.line_height(Type::secondary) + c.px(8);
    float const top = std::floor(middle - height / 2);
    float const send = c.px(64);
    // The value is what is long: it takes what the stage has.
    float const widths[RecordForm::lines] = {
        c.px(112), std::clamp((right - left) * 0.3F, c.px(112), c.px(360))};
    float x = right - send;
    std::string phrase = produce_phrase(frame, ui);
    ButtonLook look;
    look.enabled = !phrase.empty();
    if (text_button(c, "##send", rect_at({x, top}, send, height), "Send", look).clicked) {
        requests.push(RunPhrase{std::move(phrase)});
    }
    for (std::int32_t i = RecordForm::lines; i-- > 0;) {
        x -= widths[i] + c.px(8);
        char id[24];
        std::snprintf(id, sizeof id, "##write%d", i);
        bool const types = ui.types_record() && ui.record.types == i;
        if (form_line(c, id, rect_at({x, top}, widths[i], height), ui.record.texts[i], kHints[i],
                      types)) {
            ui.stop_typing();
            ui.record.types = i;
        }
    }
    return x;
}

// Above records in the partitions' place: how those come back. Returns its height.
float draw_way_back(Canvas const& c, Rect const& line, std::string const& name, UiState& ui) {
    TextStyle const blue = words(Type::secondary, c.theme.words_of(Meaning::leader)).middle();
    float const y = line.middle_y();
    Rect link;
    if (id_link(c, "##partitions", {line.left, y}, "← partitions", blue, &link).clicked) {
        ui.shows_records = false;
    }
    Rect const key = draw_text(c, {line.right, y}, keys_of(Action::close),
                               mono(Type::label, c.theme.faint_text).right().middle());
    float const left = link.right + c.px(20);
    section_label(c, {left, y - c.line_height(Type::label) / 2}, name, key.left - left - c.px(12));
    separator(c, line.left, line.right, line.bottom);
    return line.height();
}

// A record that was selected elsewhere comes into view.
void show_selected(Scroll const& scroll, Rect const& list, float line, std::int64_t end,
                   UiState& ui) {
    auto const* record = std::get_if<SelectedRecord>(&ui.selection);
    if (record == nullptr) return;
    SelectedRecord& shown = ui.record_in_view;
    if (shown.partition == record->partition && shown.offset == record->offset) return;
    shown = *record;
    float const y = static_cast<float>(end - 1 - record->offset) * line;
    float const top = list.top - scroll.top;
    if (y < top || y + line > top + list.height()) ImGui::SetScrollY(y - list.height() / 2);
}

}  // namespace

bool is_low_stage(Canvas const& canvas, float stage_height) {
    return stage_height < canvas.px(kLeastStage);
}

float records_height(Canvas const& canvas, float stage_height, UiState const& ui) {
    if (selected_partition(ui.selection).partition < 0) return 0;
    if (is_low_stage(canvas, stage_height)) {
        if (ui.shows_records) return stage_height;
        return stage_height < canvas.px(kLeastFolded) ? 0 : canvas.px(kFoldedLine);
    }
    if (ui.records_height <= 0) {
        return std::clamp(std::floor(stage_height * kShare), canvas.px(kLeast), canvas.px(kMost));
    }
    float const most = stage_height - canvas.px(kLeastOfPartitions);
    return std::floor(std::clamp(canvas.px(ui.records_height), canvas.px(kLeastDragged), most));
}

void draw_folded_records(Canvas const& c, Rect const& area, Frame const& frame, UiState const& ui,
                         Requests& requests) {
    separator(c, area.left, area.right, area.top);
    std::string const name =
        "records of " + frame.who.partition(selected_partition(ui.selection)) + ", and send one";
    ImVec2 const at{area.left + c.px(kMargin), area.middle_y()};
    Rect const hint = key_hint(c, at, keys_of(Action::write_record), name);
    if (hit_area("##open records", hint.inset(-c.px(4))).clicked) {
        requests.push(Do{Action::write_record});
    }
}

void draw_records(Canvas const& canvas, Rect const& area, bool in_place, Frame const& frame,
                  UiState& ui, Requests& requests) {
    Canvas const& c = canvas;
    TopicPartition const partition = selected_partition(ui.selection);
    ServerIndex const servers{frame.world};
    ShownLog const shown = shown_log(servers, frame.who, partition, wanted_broker(ui.selection));
    separator(c, area.left, area.right, area.top);
    float const left = area.left + c.px(kMargin);
    float const right = area.right - c.px(kMargin);
    std::string const name = "Records of " + frame.who.partition(partition);
    float top = area.top;
    if (in_place) {
        top += draw_way_back(c, {left, top, right, top + c.px(kHead)}, name, ui);
    } else {
        drag_edge(c, "##records edge", area, ui.records_height);
    }
    float const middle = top + c.px(kHead / 2 + 6);
    float const form = draw_form(c, left, right, middle, frame, ui, requests);
    float told = left;
    if (!in_place) {
        told = section_label(c, {left, middle - c.line_height(Type::label) / 2}, name,
                             form - left - c.px(12))
                   .right +
               c.px(12);
    }
    if (text_width(c, shown.where, Face::words, Type::secondary) <= form - told - c.px(16)) {
        draw_text(c, {told, middle}, shown.where,
                  words(Type::secondary, c.theme.secondary).middle());
    }
    Rect const place{left, top + c.px(kHead + 10), right + c.px(12), area.bottom};
    float const line = c.line_height(Type::secondary) + c.px(4);
    if (place.height() < c.px(16) + line) return;  // not one record has room
    if (shown.held == nullptr) {
        draw_text(c, {left, place.top + c.px(14)}, "No broker holds a log of it.",
                  words(Type::body, c.theme.secondary).middle());
        return;
    }
    std::int64_t const first = shown.held->log.start_offset().value;
    std::int64_t const end = shown.held->log_end_offset().value;
    Table const names{c, columns_of(c, left, right, end), frame, shown, partition, ui};
    names.draw_names(place.top + c.px(4));
    Rect const list{place.left, place.top + c.px(16), place.right, place.bottom};
    if (first == end) {
        draw_text(c, {left, list.top + c.px(14)},
                  "It is empty: the next record gets offset " + grouped(end) + ".",
                  words(Type::secondary, c.theme.secondary).middle());
        return;
    }
    Scroll const scroll = begin_scroll(c, "##records", list);
    Table const table{scroll.canvas, columns_of(c, left, right, end), frame, shown, partition, ui};
    show_selected(scroll, list, line, end, ui);
    // Only what is seen is read: a log may be long.
    auto const above = static_cast<std::int64_t>(std::max(0.0F, (list.top - scroll.top) / line));
    auto const seen = static_cast<std::int64_t>(list.height() / line) + 2;
    for (std::int64_t nth = above; nth < std::min(end - first, above + seen); ++nth) {
        float const y = scroll.top + static_cast<float>(nth) * line;
        table.draw_row({left, y, right, y + line}, end - 1 - nth);
    }
    end_scroll(scroll, scroll.top + static_cast<float>(end - first) * line);
}

}  // namespace highwater::gui

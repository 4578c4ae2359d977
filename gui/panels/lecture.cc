// Lecture mode (F11): only what the sentence speaks of, readable from the back row.
#include <algorithm>
#include <cstdio>
#include <optional>

#include "gui/panels/panel.h"
#include "gui/panels/record_cells.h"
#include "gui/panels/select.h"
#include "gui/panels/told_losses.h"
#include "gui/panels/view_cache.h"
#include "gui/view/lecture.h"
#include "gui/view/lesson.h"
#include "gui/view/ribbons.h"
#include "gui/view/short_text.h"
#include "gui/view/time_window.h"
#include "gui/view/told_future.h"
#include "gui/widgets/card.h"
#include "gui/widgets/ribbon.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr std::size_t kMostRows = 6;
constexpr float kMargin = 40;
constexpr std::size_t kMostRibbons = 2;

struct Made {
    LifeStory lives;
    ViewCache<LectureView, std::pair<TopicPartition, std::size_t>> view;
    ToldLosses lost;
};

struct Columns {
    float name{};
    float bar{};
    float bar_width{};
    float numbers{};      // right edge; 0: they stand under the bars
    float words{};        // right edge
    float words_width{};  // at most
};

// "HW 106  LEO 107": beside the bar where there is no height for it under the bar.
std::string numbers_of(LectureRow const& row, std::int64_t widest) {
    auto const padded = [widest](std::int64_t number) {
        std::string text = std::to_string(number);
        std::size_t const width = std::to_string(widest).size();
        return text.insert(0, width - std::min(width, text.size()), ' ');
    };
    std::string const name{high_watermark_name(row.bar, true)};
    return name + " " + padded(row.bar.high_watermark) + "  LEO " + padded(row.bar.log_end);
}

OffsetSpan span_of(LectureView const& view, LectureRow const& row) {
    return row.of < 0 ? OffsetSpan{} : view.partitions[static_cast<std::size_t>(row.of)].span;
}

Columns columns_of(Canvas const& c, Rect const& rect, LectureView const& view, bool is_tall) {
    std::vector<LectureRow> const& rows = view.rows;
    float names = 0;
    float said = 0;
    float numbers = 0;
    for (LectureRow const& row : rows) {
        names = std::max(names, text_width(c, row.name, Face::words_strong, Type::body));
        said = std::max(said, text_width(c, row.words, Face::words_strong, Type::secondary));
        if (!row.has_bar || is_tall) continue;
        std::string const text = numbers_of(row, span_of(view, row).highest);
        numbers = std::max(numbers, text_width(c, text, Face::mono, Type::secondary));
    }
    Columns columns;
    columns.name = rect.left + c.px(60);
    bool const has_bars =
        std::any_of(rows.begin(), rows.end(), [](LectureRow const& row) { return row.has_bar; });
    columns.bar =
        columns.name + std::min(names, rect.width() * (has_bars ? 0.25F : 0.33F)) + c.px(40);
    columns.words = rect.right - c.px(26);
    columns.words_width = std::min(said, rect.width() * 0.33F);
    columns.bar_width = columns.words - columns.words_width - c.px(40) - columns.bar;
    if (numbers > 0) {
        columns.numbers = columns.bar + columns.bar_width;
        columns.bar_width -= numbers + c.px(30);
    }
    return columns;
}

bool is_tall(Canvas const& c, float height) { return height >= c.px(100); }

// What is drawn of a text in a place: its lines, and in which size.
struct Folded {
    std::vector<std::string_view> lines;
    Type type{};
};

// In one line or in several, else in smaller letters; nothing: there is no room.
std::optional<Folded> folded(Canvas const& c, std::string_view text, TextStyle const& style,
                             ImVec2 room) {
    if (text_width(c, text, style.face, style.type) <= room.x) return Folded{{text}, style.type};
    for (Type const type : {style.type, Type::secondary}) {
        Folded made{wrap(c, text, style.face, type, room.x), type};
        auto const lines = static_cast<float>(made.lines.size());
        if (lines * c.line_height(type) <= room.y) return made;
    }
    return std::nullopt;
}

// The whole text, else as many of its parts as there is room for, else the shorter one. `room`:
// around the middle `at.y`.
void draw_folded(Canvas const& c, ImVec2 at, std::string_view text, std::string_view shorter,
                 TextStyle const& style, ImVec2 room) {
    std::optional<Folded> made;
    for (std::string_view part = text; !made;) {
        made = folded(c, part, style, room);
        std::size_t const joint = part.rfind(" · ");
        if (joint == std::string_view::npos) break;
        part = part.substr(0, joint);
    }
    if (!made && !shorter.empty()) made = folded(c, shorter, style, room);
    if (!made) {
        draw_text(c, at, text, style.middle().within(room.x));
        return;
    }
    TextStyle drawn = style.middle();
    drawn.type = made->type;
    float const line = c.line_height(made->type);
    float y = at.y - line * static_cast<float>(made->lines.size() - 1) / 2;
    for (std::string_view const each : made->lines) {
        draw_text(c, {at.x, std::floor(y)}, each, drawn);
        y += line;
    }
}

void draw_row(Canvas const& c, Rect const& rect, Columns const& columns, LectureRow const& row,
              OffsetSpan const& span, int nth, UiState& ui) {
    char id[32];
    std::snprintf(id, sizeof id, "##lecture%d", nth);
    Hit const hit = hit_area(id, rect);
    follow_hit(hit, row.selection, ui);
    CardLook look;
    look.dead = row.is_dead;
    look.selected = row.is_leader;
    card(c, rect, look);
    bool const tall = is_tall(c, rect.height());
    float const y = tall && row.has_bar ? rect.middle_y() - c.px(21) : rect.middle_y();
    state_mark(c, {rect.left + c.px(36), y}, row.meaning);
    float const height = 2 * (y - rect.top);
    Colour const name = row.is_dead ? c.theme.words_of(Meaning::dead) : c.theme.text;
    draw_folded(c, {columns.name, y}, row.name, {}, strong(Type::body, name),
                {columns.bar - columns.name - c.px(20), height});
    draw_folded(c, {columns.words, y}, row.words, row.short_words,
                strong(Type::secondary, c.theme.words_of(row.words_meaning)).right(),
                {columns.words_width, height});
    if (row.has_bar && columns.numbers > 0) {
        draw_text(c, {columns.numbers, y}, numbers_of(row, span.highest),
                  mono(Type::secondary, c.theme.secondary).right().middle());
    }
    if (row.has_bar) {
        OffsetScale const scale = scale_for_few(
            c, columns.bar_width, span, scale_of(span, cells_that_fit(c, columns.bar_width)));
        if (row.bar.log_end <= scale.first && row.bar.log_end > row.bar.log_start) {
            std::string const before = grouped(scale.first);
            draw_text(c, {columns.bar, y}, "its records are all before " + before,
                      words(Type::secondary, c.theme.secondary).middle().within(columns.bar_width));
            return;
        }
        float const top = y - c.shape_px(kCellHeight) / 2;
        offset_bar(c, {columns.bar, top}, columns.bar_width, row.bar, scale,
                   tall ? BarWords::all : BarWords::none);
        draw_cell_texts(c, offset_axis(c, scale, columns.bar, columns.bar_width), top, row.bar,
                        row.cells);
    } else {
        // Nothing stands beside it but the words.
        float const room = columns.words - columns.words_width - c.px(40) - columns.bar;
        draw_folded(c, {columns.bar, y}, row.facts, {}, mono(Type::secondary, c.theme.secondary),
                    {room, height});
    }
}

// How many rows find room, and how tall they are.
struct RowRoom {
    std::size_t shown{};
    float height{};
    float gap{};
    float heading{};  // a partition's, above its rows; 0: it has none
};

// Rows come closer together and become thin before one is left out.
RowRoom room_of(Canvas const& c, float height, std::size_t rows) {
    float const least = c.line_height(Type::body) + c.px(8);
    auto const fit = [least](float room, float gap) {
        return static_cast<std::size_t>(std::max(0.0F, std::floor((room + gap) / (least + gap))));
    };
    RowRoom room;
    room.gap = fit(height, c.px(18)) >= rows ? c.px(18) : c.px(8);
    room.shown = std::min(rows, fit(height, room.gap));
    if (room.shown < rows) {
        // Their number stands closer to the row above it and to the ground below it than rows do.
        height += c.px(14) - c.px(4) - c.line_height(Type::secondary);
        room.shown = std::min(rows, fit(height, room.gap));
    }
    if (room.shown == 0) return room;
    auto const count = static_cast<float>(room.shown);
    room.height = std::min(c.px(140), std::floor((height - room.gap * (count - 1)) / count));
    return room;
}

// Of several partitions each has its name above its rows, and one has that has lost records.
bool has_headings(LectureView const& view) {
    return view.partitions.size() > 1 ||
           std::any_of(view.partitions.begin(), view.partitions.end(),
                       [](LecturePartition const& each) { return !each.lost.empty(); });
}

// Headings go before the last row does.
RowRoom room_for(Canvas const& c, float height, LectureView const& view) {
    if (!has_headings(view)) return room_of(c, height, view.rows.size());
    float const heading = c.line_height(Type::secondary) + c.px(6);
    auto const count = static_cast<float>(view.partitions.size());
    RowRoom room = room_of(c, height - heading * count, view.rows.size());
    if (room.shown == 0) return room_of(c, height, view.rows.size());
    room.heading = heading;
    return room;
}

// "orders-1  ✕ 2 acknowledged records lost"
void draw_heading(Canvas const& c, Rect const& line, LecturePartition const& partition) {
    float const y = std::floor(line.top + c.line_height(Type::secondary) / 2);
    Rect const name =
        draw_text(c, {line.left, y}, partition.name,
                  mono_strong(Type::secondary, c.theme.text).middle().within(line.width() * 0.6F));
    if (partition.lost.empty()) return;
    float const radius = c.px(8);
    float const mark = name.right + c.px(24) + radius;
    state_mark(c, {mark, y}, Meaning::lost, radius);
    float const left = mark + radius + c.px(12);
    TextStyle const style = strong(Type::secondary, c.theme.words_of(Meaning::lost)).middle();
    draw_text(c, {left, y}, partition.lost, style.within(line.right - left));
}

// What has no room is left out, and counted.
void draw_rows(Canvas const& c, Rect const& area, LectureView const& view, UiState& ui) {
    if (view.rows.empty()) return;
    RowRoom const room = room_for(c, area.height(), view);
    Columns const columns = columns_of(c, area, view, is_tall(c, room.height));
    float y = area.top;
    std::int32_t headed = -1;
    for (std::size_t const i : rows_with_room(view, room.shown)) {
        LectureRow const& row = view.rows[i];
        if (room.heading > 0 && row.of > headed) {
            headed = row.of;
            Rect const line{area.left, y, area.right, y + room.heading};
            draw_heading(c, line, view.partitions[static_cast<std::size_t>(headed)]);
            y = line.bottom;
        }
        draw_row(c, {area.left, y, area.right, y + room.height}, columns, row, span_of(view, row),
                 static_cast<int>(i), ui);
        y += room.height + room.gap;
    }
    if (room.shown == view.rows.size()) return;
    y += room.shown == 0 ? 0 : c.px(4) - room.gap;
    if (y + c.line_height(Type::secondary) > area.bottom + c.px(18)) return;
    std::string more = room.shown == 0 ? "" : "and ";
    more += std::to_string(view.rows.size() - room.shown) + " more";
    draw_text(c, {area.left, y}, more, words(Type::secondary, c.theme.secondary));
}

// Where the answers to a question stand, side by side, below `at`.
std::vector<Rect> choice_places(Canvas const& c, ImVec2 at, float width,
                                std::vector<Answer> const& answers) {
    float const gap = c.px(12);
    std::vector<Rect> places;
    float x = at.x;
    float y = at.y;
    float bottom = at.y;
    for (Answer const& answer : answers) {
        float const taken = std::min(width, answer_width(c, answer));
        if (x > at.x && x + taken > at.x + width) {
            x = at.x;
            y = bottom + gap;
        }
        places.push_back(rect_at({x, y}, taken, answer_height(c, answer, taken)));
        bottom = std::max(bottom, places.back().bottom);
        x += taken + gap;
    }
    return places;
}

void draw_choices(Canvas const& c, std::vector<Rect> const& places, PredictView const& asked,
                  Frame const& frame, UiState& ui) {
    for (std::size_t i = 0; i < places.size(); ++i) {
        char id[32];
        std::snprintf(id, sizeof id, "##choice%zu", i);
        if (answer_box(c, id, places[i], asked.answers[i]).clicked) {
            predict(frame, ui, asked.step, static_cast<std::int32_t>(i));
        }
    }
}

// Those whose availability is drawn: of several partitions the first ones, with their names.
std::vector<HealthLane const*> ribbons_of(Frame const& frame, LectureView const& view) {
    std::vector<TopicPartition> wanted{view.partition};
    for (std::size_t i = 1; i < std::min(view.partitions.size(), kMostRibbons); ++i) {
        wanted.push_back(view.partitions[i].id);
    }
    std::vector<HealthLane const*> lanes;
    if (frame.history == nullptr) return lanes;
    for (TopicPartition const partition : wanted) {
        for (HealthLane const* lane : lanes_for(*frame.history, 1, partition)) {
            if (lane->partition == partition) lanes.push_back(lane);
        }
    }
    return lanes;
}

float ribbon_pitch(Canvas const& c) { return c.shape_px(kRibbonHeight) + c.px(6); }

// The partitions' availability over the lesson; dragging it moves the run.
void draw_ribbons(Canvas const& c, Rect const& rect, Frame const& frame,
                  std::vector<HealthLane const*> const& lanes, UiState const& ui,
                  Requests& requests) {
    if (frame.history == nullptr) return;
    float names = 0;
    if (lanes.size() > 1) {
        for (HealthLane const* lane : lanes) {
            std::string const name = name_of(*lane, frame.who);
            names = std::max(names, text_width(c, name, Face::mono, Type::secondary) + c.px(12));
        }
    }
    // The axis is the whole lesson; what is drawn on it is what was run.
    TimeAxis const axis{0, end_of_axis(frame).us, rect.left + names, rect.right};
    // Where no partition is on the wall, time goes along a bare line.
    float const thin = c.shape_px(1);
    if (lanes.size() < 2) {
        filled_rect(c, {axis.left, rect.middle_y() - thin, rect.right, rect.middle_y() + thin},
                    c.theme.line);
    }
    float const more = lanes.empty() ? 0 : static_cast<float>(lanes.size() - 1);
    float top = rect.middle_y() - (c.shape_px(kRibbonHeight) + more * ribbon_pitch(c)) / 2;
    ToldFuture const future{frame, ui};
    for (HealthLane const* lane : lanes) {
        std::string const name = lanes.size() > 1 ? name_of(*lane, frame.who) : std::string{};
        ribbon_row(c, top, name, future.segments(*lane), axis, frame.cursor.at.us);
        top += ribbon_pitch(c);
    }
    Rect const place{axis.left, rect.top, rect.right, rect.bottom};
    time_cursor(c, place, axis, frame.cursor.at.us);
    std::int64_t at = 0;
    if (drag_time("##lecture-time", place, axis, at)) requests.push(SeekTime{Time{at}});
}

// What is said, and the ribbons below it; returns where their ground begins.
float draw_sentence(Canvas const& c, Rect const& area, LectureView const& view, Frame const& frame,
                    UiState const& ui, Requests& requests) {
    float const left = area.left + c.px(kMargin);
    float const right = area.right - c.px(kMargin);
    TextStyle const sentence = words(Type::body, c.theme.text);
    float const sentence_height =
        view.sentence.empty() ? 0 : wrapped_height(c, view.sentence, sentence, right - left);
    float const note_height = view.is_of_script ? c.line_height(Type::secondary) + c.px(4) : 0;
    std::vector<HealthLane const*> const lanes = ribbons_of(frame, view);
    float ribbon_height = frame.history != nullptr ? c.px(50) : 0;
    if (lanes.size() > 1) ribbon_height += static_cast<float>(lanes.size() - 1) * ribbon_pitch(c);
    float const ground = area.bottom - c.px(14) - ribbon_height - c.px(18) - sentence_height -
                         note_height - c.px(16);
    filled_rect(c, {area.left, ground, area.right, area.bottom}, c.theme.card);
    if (view.is_of_script) {
        draw_text(c, {left, ground + c.px(14)}, kOfScript,
                  words(Type::secondary, c.theme.words_of(Meaning::at_risk)).within(right - left));
    }
    if (!view.sentence.empty()) {
        draw_wrapped(c, {left, ground + c.px(16) + note_height}, view.sentence, sentence,
                     right - left);
    }
    draw_ribbons(c, {left, area.bottom - c.px(14) - ribbon_height, right, area.bottom - c.px(14)},
                 frame, lanes, ui, requests);
    return ground;
}

}  // namespace

void draw_lecture(Canvas const& canvas, Rect area, Frame const& frame, UiState& ui,
                  Requests& requests) {
    static Made made;
    Canvas const& c = canvas;
    made.lives.follow(frame.trace);
    TopicPartition const chosen = selected_partition(ui.selection);
    std::vector<LostRecord> const& lost = made.lost.get(frame);
    LectureView const& view = made.view.get(frame, std::pair{chosen, lost.size()}, [&] {
        return lecture_view(frame, ui, made.lives, kMostRows, lost);
    });
    filled_rect(c, area, c.theme.background);
    float const left = area.left + c.px(kMargin);
    float const right = area.right - c.px(kMargin);

    // From the bottom: the ribbon, the sentence on its own ground; from the top: the headline; the
    // rows share what is left between them.
    float const ground = draw_sentence(c, area, view, frame, ui, requests);
    Rect const time = draw_text(c, {right, area.top + c.px(54)}, view.time,
                                mono(Type::secondary, c.theme.secondary).right().baseline());
    // Whose replicas they are stands under the time.
    Rect about = time;
    if (!view.about.empty() && !has_headings(view)) {
        about = draw_text(c, {right, time.bottom + c.px(28)}, view.about,
                          mono_strong(Type::secondary, c.theme.text).right().baseline());
    }
    float const room = std::min(time.left, about.left) - c.px(30) - left;
    std::optional<PredictView> const asked = asked_question(frame, ui);
    bool const has_choices = asked && asked->question == view.headline && !asked->answers.empty();
    TextStyle headline = strong(Type::stage_title, c.theme.text);
    std::vector<Rect> choices;
    float const bottom = ground - c.px(18);
    auto const top_below_headline = [&] {
        float const height = wrapped_height(c, view.headline, headline, room);
        float const top = std::max(area.top + c.px(24) + height, about.bottom) + c.px(22);
        if (!has_choices) return top;
        choices = choice_places(c, {left, top}, right - left, asked->answers);
        return choices.back().bottom + c.px(22);
    };
    float top = top_below_headline();
    // Where it would leave no room for a single row, the headline is smaller.
    for (Type const smaller : {Type::body, Type::secondary}) {
        bool const has_rows = view.rows.empty() || room_for(c, bottom - top, view).shown > 0;
        if (has_rows && top <= bottom + c.px(22)) break;
        headline = strong(smaller, c.theme.text);
        top = top_below_headline();
    }
    draw_wrapped(c, {left, area.top + c.px(24)}, view.headline, headline, room);
    if (has_choices) draw_choices(c, choices, *asked, frame, ui);
    draw_rows(c, {left, top, right, bottom}, view, ui);
}

}  // namespace highwater::gui

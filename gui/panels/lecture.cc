// Lecture mode (F11): only what the sentence speaks of, readable from the back row.
#include <algorithm>
#include <cstdio>
#include <optional>

#include "gui/panels/panel.h"
#include "gui/panels/select.h"
#include "gui/panels/view_cache.h"
#include "gui/view/lecture.h"
#include "gui/view/lesson.h"
#include "gui/view/ribbons.h"
#include "gui/view/short_text.h"
#include "gui/view/time_window.h"
#include "gui/widgets/card.h"
#include "gui/widgets/ribbon.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr std::size_t kMostRows = 6;
constexpr float kMargin = 40;

struct Made {
    LifeStory lives;
    ViewCache<LectureView, std::pair<TopicPartition, bool>> view;
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

Columns columns_of(Canvas const& c, Rect const& rect, LectureView const& view, bool is_tall) {
    std::vector<LectureRow> const& rows = view.rows;
    float names = 0;
    float said = 0;
    float numbers = 0;
    for (LectureRow const& row : rows) {
        names = std::max(names, text_width(c, row.name, Face::words_strong, Type::body));
        said = std::max(said, text_width(c, row.words, Face::words_strong, Type::secondary));
        if (!row.has_bar || is_tall) continue;
        numbers = std::max(numbers, text_width(c, numbers_of(row, view.span.highest), Face::mono,
                                               Type::secondary));
    }
    Columns columns;
    columns.name = rect.left + c.px(60);
    columns.bar = columns.name + std::min(names, rect.width() * 0.25F) + c.px(40);
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
    Colour const name = row.is_dead ? c.theme.words_of(Meaning::dead) : c.theme.text;
    draw_text(c, {columns.name, y}, row.name,
              strong(Type::body, name).middle().within(columns.bar - columns.name - c.px(20)));
    draw_text(c, {columns.words, y}, row.words,
              strong(Type::secondary, c.theme.words_of(row.words_meaning))
                  .right()
                  .middle()
                  .within(columns.words_width));
    if (row.has_bar && columns.numbers > 0) {
        draw_text(c, {columns.numbers, y}, numbers_of(row, span.highest),
                  mono(Type::secondary, c.theme.secondary).right().middle());
    }
    if (row.has_bar) {
        OffsetScale const scale = scale_of(span, cells_that_fit(c, columns.bar_width));
        if (row.bar.log_end <= scale.first && row.bar.log_end > row.bar.log_start) {
            std::string const before = grouped(scale.first);
            draw_text(c, {columns.bar, y}, "its records are all before " + before,
                      words(Type::secondary, c.theme.secondary).middle().within(columns.bar_width));
            return;
        }
        offset_bar(c, {columns.bar, y - c.shape_px(kCellHeight) / 2}, columns.bar_width, row.bar,
                   scale, tall ? BarWords::all : BarWords::none);
    } else {
        // Nothing stands beside it but the words.
        float const room = columns.words - columns.words_width - c.px(40) - columns.bar;
        draw_text(c, {columns.bar, y}, whole_parts(c, row.facts, Face::mono, Type::secondary, room),
                  mono(Type::secondary, c.theme.secondary).middle());
    }
}

// How many rows find room, and how tall they are.
struct RowRoom {
    std::size_t shown{};
    float height{};
    float gap{};
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

// What has no room is left out from the end, and counted.
void draw_rows(Canvas const& c, Rect const& area, LectureView const& view, UiState& ui) {
    if (view.rows.empty()) return;
    RowRoom const room = room_of(c, area.height(), view.rows.size());
    Columns const columns = columns_of(c, area, view, is_tall(c, room.height));
    float y = area.top;
    for (std::size_t i = 0; i < room.shown; ++i) {
        draw_row(c, {area.left, y, area.right, y + room.height}, columns, view.rows[i], view.span,
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

// One answer: its key, what it says, and whether it was chosen or is true.
float width_of(Canvas const& c, Answer const& answer) {
    float const bare = c.px(28) + text_width(c, answer.key, Face::mono, Type::secondary) +
                       c.px(12) + text_width(c, answer.text, Face::words, Type::secondary);
    if (answer.note.empty()) return bare;
    return bare + c.px(16) + text_width(c, answer.note, Face::words_strong, Type::secondary);
}

Hit draw_choice(Canvas const& c, char const* id, Rect const& rect, Answer const& answer) {
    Theme const& theme = c.theme;
    Hit const hit = hit_area(id, rect);
    bool const marked = answer.chosen || answer.meaning != Meaning::plain;
    filled_rect(c, rect, marked || hit.hovered ? theme.raised : theme.card, c.px(10));
    Colour const frame = answer.meaning != Meaning::plain ? theme.of(answer.meaning)
                         : answer.chosen                  ? theme.secondary
                                                          : theme.line;
    framed_rect(c, rect, frame, c.hair(marked ? 2 : 1), c.px(10));
    float const y = rect.middle_y();
    Rect const key = draw_text(c, {rect.left + c.px(14), y}, answer.key,
                               mono(Type::secondary, theme.secondary).middle());
    float right = rect.right - c.px(14);
    if (!answer.note.empty()) {
        TextStyle const note = strong(Type::secondary, theme.words_of(answer.meaning));
        right = draw_text(c, {right, y}, answer.note, note.right().middle()).left - c.px(16);
    }
    float const left = key.right + c.px(12);
    draw_text(c, {left, y}, answer.text,
              words(Type::secondary, theme.text).middle().within(right - left + 1));
    return hit;
}

// Where the answers to a question stand, side by side, below `at`.
std::vector<Rect> choice_places(Canvas const& c, ImVec2 at, float width,
                                std::vector<Answer> const& answers) {
    float const height = c.px(44);
    float const gap = c.px(12);
    std::vector<Rect> places;
    float x = at.x;
    float y = at.y;
    for (Answer const& answer : answers) {
        float const taken = std::min(width, std::ceil(width_of(c, answer)));
        if (x > at.x && x + taken > at.x + width) {
            x = at.x;
            y += height + gap;
        }
        places.push_back(rect_at({x, y}, taken, height));
        x += taken + gap;
    }
    return places;
}

void draw_choices(Canvas const& c, std::vector<Rect> const& places, PredictView const& asked,
                  Frame const& frame, UiState& ui) {
    for (std::size_t i = 0; i < places.size(); ++i) {
        char id[32];
        std::snprintf(id, sizeof id, "##choice%zu", i);
        if (draw_choice(c, id, places[i], asked.answers[i]).clicked) {
            predict(frame, ui, asked.step, static_cast<std::int32_t>(i));
        }
    }
}

// The partition's availability over the lesson; dragging it moves the run.
void draw_ribbon(Canvas const& c, Rect const& rect, Frame const& frame, TopicPartition partition,
                 UiState const& ui, Requests& requests) {
    if (frame.history == nullptr) return;
    // The axis is the whole lesson; what is drawn on it is what was run.
    Time const known = frame.cursor.known_until;
    TimeAxis const axis{0, end_of_axis(frame).us, rect.left, rect.right};
    float const top = rect.middle_y() - c.shape_px(kRibbonHeight) / 2;
    // Where no partition is on the wall, time goes along a bare line.
    float const thin = c.shape_px(1);
    filled_rect(c, {rect.left, rect.middle_y() - thin, rect.right, rect.middle_y() + thin},
                c.theme.line);
    for (HealthLane const* lane : lanes_for(*frame.history, 1, partition)) {
        if (lane->partition != partition) continue;
        std::vector<RibbonSegment> segments =
            segments_of(*lane, Time{}, known, frame.cursor.at, frame.who.names);
        if (has_open_question(frame, ui)) {
            segments = without_future(std::move(segments), frame.cursor.at);
        }
        ribbon_row(c, top, "", segments, axis, frame.cursor.at.us);
    }
    time_cursor(c, rect, axis, frame.cursor.at.us);
    std::int64_t at = 0;
    if (drag_time("##lecture-time", rect, axis, at)) requests.push(SeekTime{Time{at}});
}

// What is said, and the ribbon below it; returns where their ground begins.
float draw_sentence(Canvas const& c, Rect const& area, LectureView const& view, Frame const& frame,
                    UiState const& ui, Requests& requests) {
    float const left = area.left + c.px(kMargin);
    float const right = area.right - c.px(kMargin);
    TextStyle const sentence = words(Type::body, c.theme.text);
    float const sentence_height =
        view.sentence.empty() ? 0 : wrapped_height(c, view.sentence, sentence, right - left);
    float const note_height = view.is_of_script ? c.line_height(Type::secondary) + c.px(4) : 0;
    float const ribbon_height = frame.history != nullptr ? c.px(50) : 0;
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
    draw_ribbon(c, {left, area.bottom - c.px(14) - ribbon_height, right, area.bottom - c.px(14)},
                frame, view.partition, ui, requests);
    return ground;
}

}  // namespace

void draw_lecture(Canvas const& canvas, Rect area, Frame const& frame, UiState& ui,
                  Requests& requests) {
    static Made made;
    Canvas const& c = canvas;
    made.lives.follow(frame.trace);
    TopicPartition const chosen = selected_partition(ui.selection);
    LectureView const& view =
        made.view.get(frame, std::pair{chosen, frame.scenario != nullptr},
                      [&] { return lecture_view(frame, ui, made.lives, kMostRows); });
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
    if (!view.about.empty()) {
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
        bool const has_rows =
            view.rows.empty() || room_of(c, bottom - top, view.rows.size()).shown > 0;
        if (has_rows && top <= bottom + c.px(22)) break;
        headline = strong(smaller, c.theme.text);
        top = top_below_headline();
    }
    draw_wrapped(c, {left, area.top + c.px(24)}, view.headline, headline, room);
    if (has_choices) draw_choices(c, choices, *asked, frame, ui);
    draw_rows(c, {left, top, right, bottom}, view, ui);
}

}  // namespace highwater::gui

#include "gui/widgets/ribbon.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
// Of all that is written here: it is read from the back row.
constexpr Type kType = Type::secondary;

// What is wrong has a shape beside its colour, also where there is no room for its words.
void draw_shape(Canvas const& canvas, ImVec2 at, Meaning meaning, Colour colour) {
    if (meaning == Meaning::at_risk) {
        shape_ring(canvas, at, canvas.px(4), colour);
    } else if (meaning == Meaning::lost || meaning == Meaning::dead) {
        shape_cross(canvas, at, canvas.px(4), colour);
    }
}

// "unowned in billing · 3.1 s", or what is wrong alone: the longest that fits; else nothing.
std::string_view words_within(Canvas const& canvas, std::string_view all, float width) {
    for (std::string_view const said :
         {all, all.substr(0, all.find(" · ")), all.substr(0, all.find(" in ")),
          all.substr(0, all.find(": "))}) {
        if (text_width(canvas, said, Face::words_strong, kType) <= width) return said;
    }
    return {};
}

// False: it has words, and they have no room here.
bool draw_past(Canvas const& canvas, Rect const& rect, RibbonSegment const& segment) {
    Theme const& theme = canvas.theme;
    float const padding = canvas.px(8);
    // What is dead is an outline, as a dead node's card is; the axis passes behind it.
    bool const is_outline = segment.hollow || segment.meaning == Meaning::dead;
    bool const hollow = is_outline && rect.width() >= 2 * padding;
    if (hollow) {
        filled_rect(canvas, rect, mix(theme.card, theme.of(segment.meaning), 40));
        dashed_rect(canvas, rect, canvas.px(2), theme.of(segment.meaning), canvas.hair(1.5F),
                    canvas.px(4), canvas.px(3));
    } else {
        // On white the words of it need all of the colour.
        Colour const whole = theme.of(segment.meaning);
        Colour const colour = theme.mode == Mode::light ? whole : mix(theme.card, whole, 224);
        filled_rect(canvas, rect, colour, std::min(canvas.px(2), rect.width() / 2));
    }
    if (segment.words.empty()) return true;
    if (rect.width() < 2 * padding) return false;
    Colour const written = hollow ? theme.text : theme.on_state;
    draw_shape(canvas, {rect.left + padding, rect.middle_y()}, segment.meaning, written);
    float const begin = rect.left + 2 * padding;
    std::string_view const said =
        words_within(canvas, segment.words, rect.right - padding / 2 - begin);
    if (said.empty()) return false;
    draw_text(canvas, {begin, rect.middle_y()}, said, strong(kType, written).middle());
    return true;
}

// What is wrong now, and has not been for long enough to say it there, is said beside the cursor.
void draw_beside(Canvas const& canvas, Rect const& rect, RibbonSegment const& segment) {
    std::string_view const said = words_within(canvas, segment.words, rect.width() - canvas.px(16));
    if (said.empty()) return;
    Rect area = rect;
    area.right = area.left + text_width(canvas, said, Face::words_strong, kType) + canvas.px(16);
    filled_rect(canvas, area, canvas.theme.card);
    draw_text(canvas, {area.left + canvas.px(8), area.middle_y()}, said,
              strong(kType, canvas.theme.words_of(segment.meaning)).middle());
}

void draw_future(Canvas const& canvas, Rect const& rect, RibbonSegment const& segment) {
    Colour const colour = mix(canvas.theme.card, canvas.theme.of(segment.meaning), 128);
    if (rect.width() < canvas.px(6)) {
        filled_rect(canvas, rect, colour);
        return;
    }
    dashed_rect(canvas, rect, canvas.px(2), colour, canvas.hair(), canvas.px(3), canvas.px(3));
}

// Shape and words of a mark, one after the other.
constexpr float kMarkRadius = 6;
constexpr float kMarkGap = 12;

}  // namespace

float TimeAxis::x(std::int64_t at_us) const {
    if (to_us <= from_us) return left;
    double const part = static_cast<double>(at_us - from_us) / static_cast<double>(to_us - from_us);
    return left + std::floor(static_cast<float>(part * static_cast<double>(right - left)) + 0.5F);
}

std::int64_t TimeAxis::at(float x_px) const {
    if (right <= left) return from_us;
    double const part = static_cast<double>(x_px - left) / static_cast<double>(right - left);
    double const us = part * static_cast<double>(to_us - from_us);
    return std::clamp(from_us + static_cast<std::int64_t>(us), from_us, to_us);
}

std::int64_t tick_step_us(TimeAxis const& axis, float least_pixels) {
    std::int64_t const span = std::max<std::int64_t>(1, axis.to_us - axis.from_us);
    double const pixels = std::max(1.0, static_cast<double>(axis.right - axis.left));
    double const least_us = static_cast<double>(least_pixels) * static_cast<double>(span) / pixels;
    std::int64_t decade = 1;
    for (int i = 0; i < 17; ++i, decade *= 10) {
        for (std::int64_t const factor : {1, 2, 5}) {
            if (static_cast<double>(decade * factor) >= least_us) return decade * factor;
        }
    }
    return span;
}

std::string tick_text(std::int64_t at_us, std::int64_t step_us) {
    std::string text = at_us < 0 ? "-" : "";
    std::int64_t const whole = at_us < 0 ? -at_us : at_us;
    text += std::to_string(whole / kSecond);
    int decimals = 0;
    for (std::int64_t unit = kSecond; step_us % unit != 0 && decimals < 6; unit /= 10) ++decimals;
    if (decimals == 0) return text;
    std::string const micros = std::to_string(kSecond + whole % kSecond);  // 1 and six digits
    return text + "." + micros.substr(1, static_cast<std::size_t>(decimals));
}

void time_axis(Canvas const& canvas, Rect const& rect, TimeAxis const& axis) {
    std::int64_t const step = tick_step_us(axis, canvas.px(100));
    std::int64_t const past = axis.from_us % step;
    std::int64_t first = axis.from_us - past;
    if (first < axis.from_us) first += step;
    float free_from = rect.left - canvas.px(8);
    Colour const grey = mix(canvas.theme.card, canvas.theme.line, 160);
    for (std::int64_t at = first; at <= axis.to_us; at += step) {
        float const x = axis.x(at);
        solid_line(canvas, {x, rect.top}, {x, rect.bottom}, grey, canvas.hair());
        std::string const text = tick_text(at, step);
        float const width = text_width(canvas, text, Face::mono, kType);
        float left = x + canvas.px(6);
        // At the end of the axis it stands before its line.
        if (left + width > rect.right - canvas.px(4)) left = x - canvas.px(6) - width;
        if (left < free_from || left + width > rect.right) continue;
        draw_text(canvas, {left, rect.top + canvas.px(6)}, text,
                  mono(kType, canvas.theme.faint_text).middle());
        free_from = left + width + canvas.px(8);
    }
}

void ribbon_row(Canvas const& canvas, float top, std::string_view name,
                std::vector<RibbonSegment> const& segments, TimeAxis const& axis,
                std::int64_t now_us) {
    float const bottom = top + canvas.shape_px(kRibbonHeight);
    draw_text(canvas, {axis.left - canvas.px(12), (top + bottom) / 2}, name,
              mono(kType, canvas.theme.secondary).right().middle());
    // A gap of a hair keeps neighbours of one colour apart.
    float const gap = canvas.hair();
    RibbonSegment const* unsaid = nullptr;
    for (RibbonSegment const& segment : segments) {
        std::int64_t const from = std::max(segment.from_us, axis.from_us);
        std::int64_t const to = std::min(segment.to_us, axis.to_us);
        if (from >= to) continue;
        if (from < now_us) {
            Rect rect{axis.x(from), top, axis.x(std::min(to, now_us)), bottom};
            if (rect.width() > 4 * gap) rect.right -= gap;
            rect.right = std::max(rect.right, rect.left + canvas.hair());  // trouble never hides
            bool const is_now = to >= now_us;
            if (!draw_past(canvas, rect, segment) && is_now) unsaid = &segment;
        }
        if (to > now_us) {
            Rect rect{axis.x(std::max(from, now_us)), top, axis.x(to), bottom};
            if (rect.width() > 4 * gap) rect.right -= gap;
            draw_future(canvas, rect, segment);
        }
    }
    if (unsaid == nullptr) return;
    draw_beside(canvas, {axis.x(now_us) + canvas.hair(2), top, axis.right, bottom}, *unsaid);
}

namespace {

// Each way to stand, best first: words on the right, words on the left, no words.
struct Stand {
    MarkPlace::Words words;
    float begin;
    float end;
};
std::array<Stand, 3> stands_of(MarkSize const& mark) {
    float const left = mark.x - mark.shape / 2;
    float const right = mark.x + mark.shape / 2;
    return {{{MarkPlace::Words::right, left, right + mark.words},
             {MarkPlace::Words::left, left - mark.words, right},
             {MarkPlace::Words::none, left, right}}};
}

// How many of the shapes from `next` on, as far as `until`, would have no room.
int shapes_without_room(std::vector<MarkSize> const& marks, std::size_t next, float until,
                        std::vector<float> free_from) {
    int without = 0;
    for (std::size_t i = next; i < marks.size() && marks[i].x - marks[i].shape / 2 < until; ++i) {
        float const begin = marks[i].x - marks[i].shape / 2;
        auto const row = std::find_if(free_from.begin(), free_from.end(),
                                      [begin](float free) { return free <= begin; });
        if (row == free_from.end()) {
            ++without;
        } else {
            *row = begin + marks[i].shape;
        }
    }
    return without;
}

}  // namespace

std::vector<MarkPlace> place_marks(std::vector<MarkSize> const& marks, int rows, float gap,
                                   float left, float right) {
    std::vector<float> free_from(static_cast<std::size_t>(rows), -1e9F);
    std::vector<MarkPlace> places;
    for (std::size_t i = 0; i < marks.size(); ++i) {
        MarkPlace place;
        for (Stand const& way : stands_of(marks[i])) {
            bool const bare = way.words == MarkPlace::Words::none;
            if (way.words == MarkPlace::Words::left && way.begin < left) continue;
            if (!bare && way.end > right) continue;
            float const end = bare ? way.end : way.end + gap;
            // As many shapes find no room when this one stands bare: the words cost nothing.
            for (int row = 0; row < rows && place.row < 0; ++row) {
                float& free = free_from[static_cast<std::size_t>(row)];
                if (way.begin < free) continue;
                std::vector<float> with = free_from;
                std::vector<float> without = free_from;
                with[static_cast<std::size_t>(row)] = end;
                without[static_cast<std::size_t>(row)] = marks[i].x + marks[i].shape / 2;
                if (!bare && shapes_without_room(marks, i + 1, end, with) >
                                 shapes_without_room(marks, i + 1, end, without)) {
                    continue;
                }
                place = {row, way.words};
                free = end;
            }
        }
        places.push_back(place);
    }
    return places;
}

int time_marks(Canvas const& canvas, float top, int rows, std::vector<TimeMark> const& marks,
               TimeAxis const& axis) {
    std::vector<std::size_t> shown;
    std::vector<MarkSize> sizes;
    float const shape = canvas.px(2 * kMarkRadius);
    for (std::size_t i = 0; i < marks.size(); ++i) {
        TimeMark const& mark = marks[i];
        if (mark.at_us < axis.from_us || mark.at_us > axis.to_us) continue;
        // The same done twice in one place is one mark.
        bool const again = !shown.empty() && marks[shown.back()].words == mark.words &&
                           axis.x(mark.at_us) - sizes.back().x < shape;
        if (again) continue;
        float const width = text_width(canvas, mark.words, Face::words, kType);
        shown.push_back(i);
        sizes.push_back({axis.x(mark.at_us), shape, width + canvas.px(kMarkGap - kMarkRadius)});
    }
    std::vector<MarkPlace> const places =
        place_marks(sizes, rows, canvas.px(8), axis.left, axis.right);
    int clicked = -1;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        TimeMark const& mark = marks[shown[i]];
        int row = places[i].row;
        if (row < 0 && mark.meaning != Meaning::lost) continue;
        if (row < 0) row = rows - 1;  // trouble never hides: over those of its instant
        ImVec2 const at{sizes[i].x,
                        top + canvas.px(8) + static_cast<float>(row) * canvas.px(kMarkRow)};
        TextStyle const style = words(kType, canvas.theme.words_of(mark.meaning)).middle();
        bool const on_right = places[i].words == MarkPlace::Words::right;
        // The cursor's line and the axis pass behind the words.
        float const begin = on_right ? at.x : at.x - sizes[i].words - sizes[i].shape / 2;
        float const width = places[i].words == MarkPlace::Words::none
                                ? 0
                                : sizes[i].words + sizes[i].shape / 2 + canvas.px(4);
        filled_rect(canvas, rect_at({begin, at.y - canvas.px(8)}, width, canvas.px(16)),
                    canvas.theme.card);
        state_mark(canvas, at, mark.meaning, canvas.px(kMarkRadius));
        if (on_right) {
            draw_text(canvas, {at.x + canvas.px(kMarkGap), at.y}, mark.words, style);
        } else if (places[i].words == MarkPlace::Words::left) {
            draw_text(canvas, {at.x - canvas.px(kMarkGap), at.y}, mark.words, style.right());
        }
        Rect area = rect_at({at.x - shape / 2, at.y - canvas.px(8)}, shape, canvas.px(16));
        if (width > 0) {
            area.left = std::min(area.left, begin);
            area.right = std::max(area.right, begin + width);
        }
        char id[64];
        std::snprintf(id, sizeof id, "##mark%zu.%d", shown[i], static_cast<int>(top));
        Hit const hit = hit_area(id, area);
        if (hit.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
        if (hit.clicked) clicked = static_cast<int>(shown[i]);
    }
    return clicked;
}

void time_cursor(Canvas const& canvas, Rect const& rect, TimeAxis const& axis,
                 std::int64_t now_us) {
    float const x = axis.x(std::clamp(now_us, axis.from_us, axis.to_us));
    Colour const colour = canvas.theme.of(Meaning::now);
    solid_line(canvas, {x, rect.top + canvas.px(2)}, {x, rect.bottom}, colour, canvas.hair(2));
    arrow_down(canvas, {x, rect.top + canvas.px(10)}, canvas.px(12), colour);
}

bool drag_time(char const* id, Rect const& rect, TimeAxis const& axis, std::int64_t& at_us) {
    Hit const hit = hit_area(id, rect, Layer::below);
    if (!hit.held && !hit.clicked) return false;
    at_us = axis.at(ImGui::GetIO().MousePos.x);
    return true;
}

}  // namespace highwater::gui

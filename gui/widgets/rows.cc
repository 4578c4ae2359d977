#include "gui/widgets/rows.h"

#include <algorithm>

#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

// The yellow bar left of what just changed, and the tint behind it.
void changed_background(Canvas const& canvas, Rect const& row, Colour tint) {
    Rect const area{row.left - canvas.px(8), row.top, row.right + canvas.px(8), row.bottom};
    canvas.list->AddRectFilled(area.min(), area.max(), tint, canvas.px(4),
                               ImDrawFlags_RoundCornersRight);
    filled_rect(canvas, {area.left, area.top, area.left + canvas.px(3), area.bottom},
                canvas.theme.of(Meaning::now));
}

}  // namespace

RowResult field_row(Canvas const& canvas, char const* id, ImVec2 at, float width,
                    Field const& field) {
    Theme const& theme = canvas.theme;
    float const name_width = std::floor(width * 0.415F);
    float const gap = canvas.px(12);
    float const value_left = at.x + name_width;
    float const room = width - name_width;
    float const value_width = text_width(canvas, field.value, Face::mono, Type::body);
    float const note_width = text_width(canvas, field.note, Face::words, Type::secondary);
    bool const own_line = !field.note.empty() && value_width + gap + note_width > room;
    float const line = canvas.line_height(Type::body) + canvas.px(6);
    float const note_line = canvas.line_height(Type::secondary) + canvas.px(3);

    RowResult result;
    result.height = own_line ? line + note_line : line;
    Rect const row = rect_at(at, width, result.height);
    if (field.changed) changed_background(canvas, row, theme.now_tint());
    float const y = at.y + line / 2;
    draw_text(canvas, {at.x, y}, field.name,
              words(Type::body, theme.secondary).middle().within(name_width - gap));

    Colour const colour =
        field.is_link ? theme.words_of(Meaning::leader) : theme.words_of(field.meaning);
    TextStyle const value = mono(Type::body, colour).middle().within(room);
    if (field.is_link) {
        result.hit = id_link(canvas, id, {value_left, y}, field.value, value);
    } else {
        draw_text(canvas, {value_left, y}, field.value, value);
    }
    if (!field.note.empty()) {
        Colour const faint = field.changed ? theme.secondary : theme.faint_text;
        float const note_y = own_line ? at.y + line + note_line / 2 - canvas.px(2) : y;
        draw_text(canvas, {at.x + width, note_y}, field.note,
                  words(Type::secondary, faint).right().middle().within(own_line ? width : room));
    }
    return result;
}

RowResult why_item(Canvas const& canvas, char const* id, ImVec2 at, float width,
                   WhyItem const& item) {
    Theme const& theme = canvas.theme;
    float const indent = canvas.px(26);
    float const head_line = canvas.line_height(Type::secondary);
    float const radius = canvas.px(4.5F);
    RowResult result;
    TextStyle const sentence = words(Type::body, theme.text);
    float const sentence_height = wrapped_height(canvas, item.sentence, sentence, width - indent);
    result.height = head_line + canvas.px(2) + sentence_height + canvas.px(item.last ? 4 : 12);

    ImVec2 const dot{at.x + canvas.px(8), std::floor(at.y + head_line / 2)};
    if (!item.last) {
        solid_line(canvas, {dot.x, dot.y + radius + canvas.px(2)},
                   {dot.x, at.y + result.height + canvas.px(2)}, theme.line, canvas.hair(2));
    }
    shape_circle(canvas, dot, radius, theme.of(item.meaning));
    float const head_right = text_width(canvas, item.event, Face::mono, Type::secondary);
    draw_text(canvas, {at.x + indent, at.y}, item.head,
              words(Type::secondary, theme.faint_text)
                  .within(width - indent - head_right - canvas.px(8)));
    if (!item.event.empty()) {
        result.hit = id_link(canvas, id, {at.x + width, at.y}, item.event,
                             mono(Type::secondary, theme.words_of(Meaning::leader)).right());
    }
    draw_wrapped(canvas, {at.x + indent, at.y + head_line + canvas.px(2)}, item.sentence, sentence,
                 width - indent);
    return result;
}

RowResult lamp(Canvas const& canvas, ImVec2 at, float width, Lamp const& item) {
    Theme const& theme = canvas.theme;
    float const indent = canvas.px(26);
    float const line_height = canvas.line_height(Type::secondary);
    float const middle = at.y + line_height / 2 + canvas.px(3);
    ImVec2 const dot{at.x + canvas.px(8), std::floor(middle)};
    Meaning meaning = Meaning::plain;
    switch (item.verdict) {
    case Lamp::Verdict::holds:
        meaning = Meaning::in_sync;
        shape_circle(canvas, dot, canvas.px(6), theme.of(meaning));
        break;
    case Lamp::Verdict::violated:
        meaning = Meaning::lost;
        shape_cross(canvas, dot, canvas.px(8), theme.of(meaning));
        break;
    case Lamp::Verdict::waiting: shape_ring(canvas, dot, canvas.px(6), theme.secondary); break;
    }
    bool const waiting = item.verdict == Lamp::Verdict::waiting;
    float const note_width = text_width(canvas, item.note, Face::words, Type::secondary);
    float const claim_width = text_width(canvas, item.claim, Face::mono, Type::secondary);
    float const room = width - indent;
    bool const own_line = claim_width + canvas.px(8) + note_width > room;
    TextStyle const claim = mono(Type::secondary, waiting ? theme.secondary : theme.text).middle();
    TextStyle const note =
        words(Type::secondary, waiting ? theme.faint_text : theme.words_of(meaning)).middle();
    float y = middle;
    if (own_line) {
        // A long claim takes the lines it needs; the verdict stands under it.
        for (std::string_view const line : wrap(canvas, item.claim, claim.face, claim.type, room)) {
            draw_text(canvas, {at.x + indent, y}, line, claim);
            y += line_height;
        }
        draw_text(canvas, {at.x + indent, y}, item.note, note.within(room));
    } else {
        draw_text(canvas, {at.x + indent, y}, item.claim, claim);
        draw_text(canvas, {at.x + width, y}, item.note, note.right());
    }
    return {y - at.y + line_height / 2 + canvas.px(5), {}};
}

RowResult story_line(Canvas const& canvas, char const* id, ImVec2 at, float width,
                     StoryLine const& line) {
    Theme const& theme = canvas.theme;
    bool const now = line.when == StoryLine::When::now;
    bool const next = line.when == StoryLine::When::next;
    float const indent = text_width(canvas, "00.0 s ", Face::mono, Type::secondary);
    float const padding = canvas.px(3);
    Colour const colour = now ? theme.text : (next ? theme.faint_text : theme.secondary);
    TextStyle const sentence = words(Type::body, colour);
    RowResult result;
    result.height = wrapped_height(canvas, line.sentence, sentence, width - indent) + 2 * padding;
    Rect const row = rect_at(at, width, result.height);
    result.hit = hit_area(id, row);
    if (now) {
        changed_background(canvas, row, theme.raised);
    } else if (result.hit.hovered) {
        filled_rect(canvas,
                    {row.left - canvas.px(8), row.top, row.right + canvas.px(8), row.bottom},
                    theme.raised, canvas.px(4));
    }
    draw_text(canvas, {at.x, at.y + padding + canvas.line_height(Type::body) / 2}, line.time,
              mono(Type::secondary, now ? theme.secondary : theme.faint_text)
                  .middle()
                  .within(indent - canvas.px(4)));
    draw_wrapped(canvas, {at.x + indent, at.y + padding}, line.sentence, sentence, width - indent);
    return result;
}

namespace {

constexpr float kAnswerIndent = 38;  // behind its key
constexpr float kAnswerRight = 12;

float note_width(Canvas const& canvas, Answer const& answer) {
    if (answer.note.empty()) return 0;
    return text_width(canvas, answer.note, Face::words_strong, Type::secondary) + canvas.px(12);
}

std::vector<std::string_view> answer_lines(Canvas const& canvas, Answer const& answer,
                                           float width) {
    float const room =
        width - canvas.px(kAnswerIndent) - canvas.px(kAnswerRight) - note_width(canvas, answer);
    return wrap(canvas, answer.text, Face::words, Type::secondary, room);
}

}  // namespace

float answer_width(Canvas const& canvas, Answer const& answer) {
    return std::ceil(canvas.px(kAnswerIndent) + canvas.px(kAnswerRight) + 1 +
                     text_width(canvas, answer.text, Face::words, Type::secondary) +
                     note_width(canvas, answer));
}

float answer_height(Canvas const& canvas, Answer const& answer, float width) {
    auto const lines = static_cast<float>(answer_lines(canvas, answer, width).size());
    return lines * canvas.line_height(Type::secondary) + canvas.px(15);
}

Hit answer_box(Canvas const& canvas, char const* id, Rect const& rect, Answer const& answer) {
    Theme const& theme = canvas.theme;
    bool const outlined = answer.meaning != Meaning::plain;
    bool const marked = outlined || answer.chosen;
    // On the wall nothing is faint.
    bool const is_loud = marked || canvas.fonts.lecture;
    Hit const hit = hit_area(id, rect);
    filled_rect(canvas, rect, outlined || hit.hovered ? theme.raised : theme.card, canvas.px(8));
    Colour const frame =
        outlined ? theme.of(answer.meaning) : (answer.chosen ? theme.secondary : theme.line);
    framed_rect(canvas, rect, frame, canvas.hair(marked ? 2 : 1), canvas.px(8));
    Colour const key = canvas.fonts.lecture ? theme.secondary : theme.faint_text;
    draw_text(canvas, {rect.left + canvas.px(14), rect.middle_y()}, answer.key,
              mono(Type::secondary, key).middle());
    std::vector<std::string_view> const lines = answer_lines(canvas, answer, rect.width());
    float const line = canvas.line_height(Type::secondary);
    float const left = rect.left + canvas.px(kAnswerIndent);
    float y = std::floor(rect.middle_y() - static_cast<float>(lines.size()) * line / 2);
    for (std::string_view const text : lines) {
        draw_text(canvas, {left, y}, text,
                  words(Type::secondary, is_loud ? theme.text : theme.secondary));
        y += line;
    }
    if (!answer.note.empty()) {
        draw_text(canvas, {rect.right - canvas.px(kAnswerRight), rect.middle_y()}, answer.note,
                  strong(Type::secondary, theme.words_of(answer.meaning)).right().middle());
    }
    return hit;
}

RowResult answer_row(Canvas const& canvas, char const* id, ImVec2 at, float width,
                     Answer const& answer) {
    float const height = answer_height(canvas, answer, width);
    return {height + canvas.px(6), answer_box(canvas, id, rect_at(at, width, height), answer)};
}

RowResult share_bar(Canvas const& canvas, ImVec2 at, float width,
                    std::vector<Share> const& shares) {
    float const height = canvas.px(16);
    float const gap = canvas.px(2);
    std::int64_t whole = 0;
    for (Share const& share : shares) whole += std::max<std::int64_t>(0, share.amount);
    float left = at.x;
    float const least = canvas.px(5);  // one lost record among a million is still seen
    for (std::size_t i = 0; i < shares.size() && whole > 0; ++i) {
        if (shares[i].amount <= 0) continue;
        float later = 0;
        for (std::size_t j = i + 1; j < shares.size(); ++j) {
            if (shares[j].amount > 0) later += least + gap;
        }
        double const part = static_cast<double>(shares[i].amount) / static_cast<double>(whole);
        float const wanted = std::floor(static_cast<float>(part * static_cast<double>(width)));
        float const room = at.x + width - left - later;
        bool const last = later <= 0;
        float const wide = last ? room : std::clamp(wanted, least, std::max(least, room));
        filled_rect(canvas, rect_at({left, at.y}, wide, height), canvas.theme.of(shares[i].meaning),
                    canvas.px(2));
        left += wide + gap;
    }
    if (whole == 0) {
        framed_rect(canvas, rect_at(at, width, height), canvas.theme.line, canvas.hair(),
                    canvas.px(2));
    }
    float const words_top = at.y + height + canvas.px(6);
    float const last = static_cast<float>(shares.size()) - 1;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        bool const nothing = shares[i].amount <= 0;
        Colour const colour =
            nothing ? canvas.theme.secondary : canvas.theme.words_of(shares[i].meaning);
        TextStyle style = strong(Type::secondary, colour);
        float x = at.x;
        if (i > 0) {
            bool const at_end = i + 1 == shares.size();
            style = at_end ? style.right() : style.center();
            x = at.x + width * static_cast<float>(i) / last;
        }
        draw_text(canvas, {x, words_top}, shares[i].words, style);
    }
    return {height + canvas.px(6) + canvas.line_height(Type::secondary), {}};
}

}  // namespace highwater::gui

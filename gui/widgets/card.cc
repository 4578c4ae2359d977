#include "gui/widgets/card.h"

#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr Face kPillFace = Face::mono_strong;
constexpr Type kPillType = Type::label;

}  // namespace

void card(Canvas const& canvas, Rect const& rect, CardLook const& look) {
    Theme const& theme = canvas.theme;
    float const rounding = canvas.px(look.rounding);
    if (LayoutProbe* probe = LayoutProbe::active()) probe->record(PlacedCard{rect, canvas.list});
    if (look.dead) {
        Colour const frame = look.selected ? theme.now_outline : theme.faint;
        dashed_rect(canvas, rect, rounding, frame, canvas.hair(look.selected ? 2 : 1.5F),
                    canvas.px(7), canvas.px(5));
        return;
    }
    Colour const fill = look.raised ? theme.raised : theme.card;
    filled_rect(canvas, rect, look.selected ? theme.selected_tint() : fill, rounding);
    if (look.selected) {
        framed_rect(canvas, rect, theme.now_outline, canvas.hair(2), rounding);
    } else if (look.outline != Meaning::plain) {
        framed_rect(canvas, rect, theme.of(look.outline), canvas.hair(2), rounding);
    } else {
        framed_rect(canvas, rect, theme.line, canvas.hair(), rounding);
    }
}

float pill_width(Canvas const& canvas, std::string_view text) {
    return text_width(canvas, text, kPillFace, kPillType) + canvas.px(28);
}

Rect pill(Canvas const& canvas, ImVec2 centre, std::string_view text, PillLook const& look) {
    float const width = pill_width(canvas, text);
    return pill_from(canvas, {std::floor(centre.x - width / 2), centre.y}, text, look);
}

Rect pill_from(Canvas const& canvas, ImVec2 left_middle, std::string_view text,
               PillLook const& look) {
    Theme const& theme = canvas.theme;
    float const height = canvas.line_height(kPillType) + canvas.px(10);
    Rect const rect = rect_at({left_middle.x, std::floor(left_middle.y - height / 2)},
                              std::floor(pill_width(canvas, text)), height);
    Colour const colour = theme.of(look.meaning);
    bool const solid = look.fill == PillFill::solid;
    // A hollow pill still covers the line it travels on.
    filled_rect(canvas, rect, solid ? colour : theme.background, height / 2);
    if (look.fill == PillFill::dashed) {
        dashed_rect(canvas, rect, height / 2, colour, canvas.hair(1.5F), canvas.px(4),
                    canvas.px(3));
    } else if (!solid) {
        framed_rect(canvas, rect, colour, canvas.hair(2), height / 2);
    }
    if (look.selected) {
        framed_rect(canvas, rect.inset(-canvas.px(3)), theme.now_outline, canvas.hair(2),
                    height / 2 + canvas.px(3));
    }
    Colour const letters = solid ? theme.on_state : theme.words_of(look.meaning);
    draw_text(canvas, {rect.middle_x(), rect.middle_y()}, text,
              TextStyle{kPillFace, kPillType, letters}.center().middle());
    return rect;
}

float key_hint_width(Canvas const& canvas, std::string_view key, std::string_view what) {
    float const cap = text_width(canvas, key, Face::mono, Type::label) + canvas.px(12);
    return cap + canvas.px(8) + text_width(canvas, what, Face::words, Type::secondary);
}

Rect key_hint(Canvas const& canvas, ImVec2 left_middle, std::string_view key,
              std::string_view what) {
    Theme const& theme = canvas.theme;
    float const cap = std::floor(text_width(canvas, key, Face::mono, Type::label)) + canvas.px(12);
    float const height = canvas.line_height(Type::label) + canvas.px(6);
    Rect const box = rect_at({left_middle.x, std::floor(left_middle.y - height / 2)}, cap, height);
    filled_rect(canvas, box, theme.raised, canvas.px(4));
    framed_rect(canvas, box, theme.line, canvas.hair(), canvas.px(4));
    draw_text(canvas, {box.middle_x(), left_middle.y}, key,
              mono(Type::label, theme.secondary).center().middle());
    Rect const word = draw_text(canvas, {box.right + canvas.px(8), left_middle.y}, what,
                                words(Type::secondary, theme.secondary).middle());
    return {box.left, box.top, word.right, box.bottom};
}

Hit tab(Canvas const& canvas, char const* id, Rect const& rect, std::string_view key,
        std::string_view name, bool active) {
    Theme const& theme = canvas.theme;
    Hit const hit = hit_area(id, rect);
    if (active || hit.hovered) {
        filled_rect(canvas, rect, theme.raised, canvas.px(8));
    }
    if (active) framed_rect(canvas, rect, theme.line, canvas.hair(), canvas.px(8));
    Type const type = Type::body;
    float const key_width = key.empty() ? 0 : text_width(canvas, key, Face::mono, Type::label);
    float const gap = key.empty() || name.empty() ? 0 : canvas.px(8);
    // Measured in the heavier face, so that nothing moves when the tab is chosen.
    float const name_width = text_width(canvas, name, Face::words_strong, type);
    float const left = rect.middle_x() - (key_width + gap + name_width) / 2;
    draw_text(canvas, {left, rect.middle_y()}, key, mono(Type::label, theme.faint_text).middle());
    draw_text(canvas, {left + key_width + gap, rect.middle_y()}, name,
              (active ? strong(type, theme.text) : words(type, theme.secondary)).middle());
    return hit;
}

Hit text_button(Canvas const& canvas, char const* id, Rect const& rect, std::string_view text,
                ButtonLook const& look) {
    Theme const& theme = canvas.theme;
    Hit hit = hit_area(id, rect);
    if (!look.enabled) hit.clicked = false;
    Colour fill = look.primary ? theme.of(Meaning::leader) : theme.raised;
    if (hit.hovered && look.enabled) fill = mix(fill, theme.text, hit.held ? 48 : 24);
    filled_rect(canvas, rect, fill, canvas.px(8));
    if (!look.primary) framed_rect(canvas, rect, theme.line, canvas.hair(), canvas.px(8));
    Colour const letters =
        look.primary ? theme.on_state : (look.enabled ? theme.text : theme.faint_text);
    draw_text(
        canvas, {rect.middle_x(), rect.middle_y()}, text,
        strong(Type::secondary, letters).center().middle().within(rect.width() - canvas.px(16)));
    return hit;
}

}  // namespace highwater::gui

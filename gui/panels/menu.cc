// The lessons over the first one: an arrow and Enter, or a click, and it is ready to play.
#include <algorithm>
#include <cstdio>

#include "gui/panels/line_edit.h"
#include "gui/panels/overlay.h"
#include "gui/panels/panel.h"
#include "gui/panels/scroll.h"
#include "gui/shortcuts.h"
#include "gui/view/lessons_menu.h"
#include "gui/view/short_text.h"
#include "gui/widgets/card.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr float kWidth = 760;
constexpr float kHeight = 720;

std::string minutes_words(LessonEntry const& entry) {
    return entry.problem.empty() ? counted(entry.minutes, "minute", "minutes") : "cannot be opened";
}

// One lesson; returns its height.
float draw_row(Canvas const& c, ImVec2 at, float width, LessonEntry const& entry, bool selected,
               bool open, int nth, Hit& hit) {
    TextStyle const about =
        words(Type::secondary,
              entry.problem.empty() ? c.theme.secondary : c.theme.words_of(Meaning::lost));
    float const inner = width - c.px(32);
    std::string const& below = entry.problem.empty() ? entry.question : entry.problem;
    float const title = c.line_height(Type::body);
    float const height = c.px(20) + title + c.px(2) + wrapped_height(c, below, about, inner);
    Rect const rect = rect_at(at, width, height);
    char id[32];
    std::snprintf(id, sizeof id, "##lesson%d", nth);
    hit = hit_area(id, rect);
    if (selected || hit.hovered) filled_rect(c, rect, c.theme.raised, c.px(8));
    if (selected) {
        filled_rect(c, {rect.left, rect.top + c.px(8), rect.left + c.px(3), rect.bottom - c.px(8)},
                    c.theme.of(Meaning::now));
        // Scrolls along with the arrows, not with the wheel.
    }
    float const x = at.x + c.px(16);
    float y = at.y + c.px(10);
    std::string note = minutes_words(entry);
    std::string const languages = languages_of(entry);
    if (!languages.empty()) note = languages + " · " + note;
    if (open) note = "open · " + note;
    float const note_width = text_width(c, note, Face::words, Type::secondary);
    draw_text(c, {at.x + width - c.px(16), y + title / 2}, note,
              words(Type::secondary, c.theme.faint_text).right().middle());
    draw_text(c, {x, y}, entry.title,
              strong(Type::body, c.theme.text).within(inner - note_width - c.px(16)));
    y += title + c.px(2);
    draw_wrapped(c, {x, y}, below, about, inner);
    return height;
}

// In which words the lessons are told. Returns its height; nothing where there is one language.
float draw_languages(Canvas const& c, ImVec2 at, float width, Catalogue const& catalogue,
                     Requests& requests) {
    if (catalogue.languages.empty()) return 0;
    float const middle = at.y + c.line_height(Type::secondary) / 2;
    Rect const label = draw_text(c, {at.x, middle}, "Language",
                                 words(Type::secondary, c.theme.secondary).middle().within(width));
    float x = label.right + c.px(16);
    auto const choice = [&](std::string const& language, std::string const& name) {
        bool const is_chosen = catalogue.language == language;
        TextStyle const style = is_chosen
                                    ? strong(Type::secondary, c.theme.text)
                                    : words(Type::secondary, c.theme.words_of(Meaning::leader));
        Rect rect;
        std::string const id = "##language" + language;
        Hit const hit = id_link(c, id.c_str(), {x, middle}, name, style.middle(), &rect);
        if (hit.clicked && !is_chosen) requests.push(ChooseLanguage{language});
        x = rect.right + c.px(16);
    };
    choice("", "English");
    for (std::string const& language : catalogue.languages) {
        if (language == "en") continue;
        // A choice for all of them, and yet few may have words in it.
        std::size_t const told = told_in(catalogue, language);
        std::string name = name_of_language(language);
        std::size_t const all = lessons_in(catalogue);
        if (told < all) {
            name += " (" + std::to_string(told) + " of " + std::to_string(all) + ")";
        }
        choice(language, name);
    }
    return c.line_height(Type::secondary) + c.px(12);
}

}  // namespace

void draw_menu(Canvas const& canvas, Rect area, Frame const& frame, UiState& ui,
               Requests& requests) {
    Canvas const& c = canvas;
    Rect const rect = overlay_rect(c, area, kWidth, kHeight);
    bool const beside = draw_overlay(c, area, rect);
    if (beside) ui.show_menu = false;
    if (frame.catalogue == nullptr) return;
    float const x = rect.left + c.px(28);
    float const width = rect.width() - c.px(56);
    float y = rect.top + c.px(24);
    draw_text(c, {x, y}, "Lessons", strong(Type::stage_title, c.theme.text));
    draw_text(c, {x + width, y + c.line_height(Type::stage_title) / 2}, "Enter opens · Esc closes",
              words(Type::secondary, c.theme.faint_text).right().middle());
    y += c.line_height(Type::stage_title) + c.px(12);
    Rect const field = rect_at({x, y}, width, c.line_height(Type::body) + c.px(16));
    if (line_edit(c, "##search", field, ui.menu_text, "Find a lesson …", Face::words)) {
        ui.menu_row = 0;
    }
    y = field.bottom + c.px(12);
    y += draw_languages(c, {x, y}, width, *frame.catalogue, requests);
    std::string const way_back = words_of_way_back(*frame.catalogue);
    if (!way_back.empty()) {
        Rect const button = rect_at({x, y}, width, c.line_height(Type::body) + c.px(14));
        std::string const keys = "  (" + std::string{keys_of(Action::resume)} + ")";
        float const room = width - c.px(40) - text_width(c, keys, Face::words_strong, Type::body);
        std::string const text = ellipsis(c, way_back, Face::words_strong, Type::body, room) + keys;
        ButtonLook look;
        look.primary = true;
        if (text_button(c, "##resume", button, text, look).clicked) {
            requests.push(Do{Action::resume});
        }
        y = button.bottom + c.px(12);
    }

    std::vector<MenuRow> const rows = rows_of(*frame.catalogue, ui.menu_text);
    if (rows.empty()) {
        draw_text(c, {x, y}, "No lesson has these words.",
                  words(Type::body, c.theme.secondary).within(width));
        return;
    }
    ui.menu_row = std::clamp(ui.menu_row, 0, static_cast<std::int32_t>(rows.size()) - 1);
    Scroll const scroll =
        begin_scroll(c, "lessons", {x, y, rect.right - c.px(12), rect.bottom - c.px(16)});
    float row_y = scroll.top;
    static std::int32_t last_row = -1;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        MenuRow const& row = rows[i];
        LessonEntry const& entry = frame.catalogue->lessons[static_cast<std::size_t>(row.lesson)];
        if (row.begins_topic) {
            row_y += c.px(i == 0 ? 4 : 16);
            section_label(scroll.canvas, {x, row_y}, entry.topic, width);
            row_y += c.line_height(Type::label) + c.px(4);
        }
        bool const selected = static_cast<std::int32_t>(i) == ui.menu_row;
        Hit hit;
        float const height = draw_row(scroll.canvas, {x, row_y}, width, entry, selected,
                                      row.lesson == frame.catalogue->open, row.lesson, hit);
        if (selected && last_row != ui.menu_row) {
            bool const above = row_y < scroll.view.top;
            bool const below = row_y + height > scroll.view.bottom;
            if (above || below) {
                ImGui::SetScrollFromPosY(row_y - scroll.view.top, above ? 0.0F : 0.8F);
            }
            last_row = ui.menu_row;
        }
        if (hit.clicked && entry.problem.empty()) requests.push(OpenScenario{entry.path});
        row_y += height + c.px(2);
    }
    end_scroll(scroll, row_y);
}

}  // namespace highwater::gui

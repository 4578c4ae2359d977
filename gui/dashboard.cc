#include "gui/dashboard.h"

#include <algorithm>
#include <cmath>

#include "gui/panels/hint.h"
#include "gui/panels/panel.h"
#include "gui/panels/records.h"
#include "gui/shortcuts.h"
#include "gui/widgets/card.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr ImGuiWindowFlags kBare = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground;

constexpr float kMostOfHeight = 0.45F;  // for the lower bar
constexpr float kLeastConsole = 170;
constexpr float kConsoleOfStage = 0.5F;
constexpr float kLeastAboveConsole = 96;
constexpr float kInspectorHead = 32;
constexpr float kNoticeMargin = 24;  // as the stage's own
constexpr float kAboveNotice = 2;
constexpr float kNoticeLines = 2.7F;  // of three, for words are not broken
constexpr float kNoticeLine = 24;     // as high as the cluster's notes (panels/cluster_layout.cc)

// A window of ImGui without anything of its own to see; later ones lie over earlier ones.
class Pane {
public:
    Pane(char const* name, Rect const& rect, ImGuiWindowFlags flags = 0) {
        ImGui::SetNextWindowPos(rect.min());
        // Zero means “as large as its contents” to ImGui.
        ImGui::SetNextWindowSize({std::max(1.0F, rect.width()), std::max(1.0F, rect.height())});
        ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0F, 0.0F});
        ImGui::Begin(name, nullptr, kBare | flags);
    }
    Pane(Pane const&) = delete;
    Pane& operator=(Pane const&) = delete;
    ~Pane() {
        ImGui::End();
        ImGui::PopStyleVar();
    }
};

Rect whole_screen() {
    ImVec2 const size = ImGui::GetIO().DisplaySize;
    return {0, 0, size.x, size.y};
}

DrawPanel stage_panel(Stage stage) {
    switch (stage) {
    case Stage::cluster: return draw_cluster;
    case Stage::partitions: return draw_partitions;
    case Stage::groups: return draw_groups;
    case Stage::sequence: return draw_sequence;
    case Stage::events: return draw_events;
    case Stage::compare: return draw_compare;
    }
    return draw_cluster;
}

struct Drawing {
    Theme const& theme;
    FontSet const& fonts;
    Frame const& frame;
    UiState& ui;
    Requests& requests;

    void panel(DrawPanel draw, Rect const& area) const {
        if (is_empty(area)) return;
        Canvas const canvas = canvas_here(theme, fonts);
        canvas.list->PushClipRect(area.min(), area.max(), true);
        draw(canvas, area, frame, ui, requests);
        canvas.list->PopClipRect();
    }

    void surface(Rect const& area) const {
        filled_rect(canvas_here(theme, fonts), area, theme.card);
    }

    void base(DashboardPlaces const& places) const {
        Pane const pane{"dashboard", whole_screen(), ImGuiWindowFlags_NoBringToFrontOnFocus};
        Canvas const c = canvas_here(theme, fonts);
        filled_rect(c, whole_screen(), theme.background);
        panel(stage_panel(ui.stage), above_notice(places.stage));
        for (Rect const& area : {places.top, places.bottom}) surface(area);
        if (!places.left_is_drawer) surface(places.left);
        if (!places.right_is_drawer) surface(places.right);
        float const hair = c.hair();
        if (!is_empty(places.console)) {
            Rect const& console = places.console;
            surface(console);
            solid_line(c, {console.left, console.top}, {console.right, console.top}, theme.line,
                       hair);
            panel(draw_console, console);
        }
        solid_line(c, {0, places.top.bottom}, {places.top.right, places.top.bottom}, theme.line,
                   hair);
        solid_line(c, {0, places.bottom.top}, {places.bottom.right, places.bottom.top}, theme.line,
                   hair);
        if (!places.left_is_drawer) {
            solid_line(c, {places.left.right, places.left.top},
                       {places.left.right, places.left.bottom}, theme.line, hair);
            if (places.left_shows_inspector) {
                ui.challenge.types = kTypesNothing;  // its lines are behind
                closable_inspector(places.left, "← lesson");
            } else {
                panel(draw_lesson, places.left);
            }
        }
        if (!places.right_is_drawer) {
            solid_line(c, {places.right.left, places.right.top},
                       {places.right.left, places.right.bottom}, theme.line, hair);
            panel(draw_inspector, places.right);
        }
        panel(draw_top_bar, places.top);
        panel(draw_time_bar, places.bottom);
    }

    // Where it stands only as long as one looks at it, a line above it takes it away again.
    void closable_inspector(Rect const& area, char const* back) const {
        Canvas const c = canvas_here(theme, fonts);
        Rect const head{area.left, area.top, area.right,
                        std::min(area.bottom, area.top + c.px(kInspectorHead))};
        float const left = head.left + c.px(20);
        TextStyle const blue = words(Type::secondary, theme.words_of(Meaning::leader)).middle();
        if (id_link(c, "##close-inspector", {left, head.middle_y()}, back, blue).clicked) {
            ui.config.name.clear();
            ui.show_right = false;
        }
        draw_text(c, {head.right - c.px(24), head.middle_y()}, keys_of(Action::close),
                  mono(Type::label, theme.faint_text).right().middle());
        separator(c, head.left, head.right, head.bottom);
        panel(draw_inspector, {area.left, head.bottom, area.right, area.bottom});
    }

    template <typename Content>
    void drawer(char const* name, Rect const& area, Content const& content) const {
        if (is_empty(area)) return;
        // The right click that opens the inspector opens a menu too: taking the focus would close
        // it.
        Pane const pane{name, area, ImGuiWindowFlags_NoFocusOnAppearing};
        Canvas const c = canvas_here(theme, fonts);
        filled_rect(c, area, theme.card);
        framed_rect(c, area, theme.line, c.hair());
        content();
    }

    void overlay(char const* name, DrawPanel draw, bool shown) const {
        if (!shown) return;
        ImGui::SetNextWindowFocus();
        Pane const pane{name, whole_screen()};
        panel(draw, whole_screen());
    }

    float notice_line() const { return Canvas{nullptr, theme, fonts}.px(kNoticeLine); }
    bool has_notice() const { return !ui.notice.empty() && ui.notice_seconds > 0; }

    TextStyle notice_style() const { return words(Type::secondary, theme.text); }

    // While time runs nothing moves for it, and in lecture mode there is one line: of its parts
    // those are told that have room there.
    std::string notice_text(float width) const {
        Canvas const measured{nullptr, theme, fonts};
        bool const moves = frame.cursor.playing || ui.lecture;
        float const most = moves ? width : kNoticeLines * width;
        return whole_parts(measured, ui.notice, Face::words, Type::secondary, most);
    }

    // Where the notice stands: a strip in the stage's last line, which is kept free for it, a
    // little apart from what ends above it. What does not fit into one line grows upwards, and the
    // stage gives way.
    Rect notice_place(Rect const& stage) const {
        Canvas const measured{nullptr, theme, fonts};
        float const width = stage.width() - 2 * measured.px(kNoticeMargin);
        float const text = wrapped_height(measured, notice_text(width), notice_style(), width);
        float const least = notice_line() - measured.px(kAboveNotice);
        float const height = std::max(least, text + measured.px(kAboveNotice));
        return {stage.left, std::floor(stage.bottom - height), stage.right, stage.bottom};
    }

    // So much more than that line it takes.
    float long_notice(Rect const& stage) const {
        if (!has_notice()) return 0;
        Canvas const measured{nullptr, theme, fonts};
        float const taken = stage.bottom - notice_place(stage).top + measured.px(kAboveNotice);
        return std::max(0.0F, taken - notice_line());
    }

    Rect above_notice(Rect const& stage) const {
        float const line = notice_line();
        Rect above = stage;
        // The cluster writes its notes into that line, and not while a notice stands there.
        if (ui.stage != Stage::cluster) above.bottom -= line;
        above.bottom -= long_notice(stage);
        return above;
    }

    void hint(Rect stage) const {
        Canvas const measured{nullptr, theme, fonts};
        float below = long_notice(stage);
        // Not over the records and their form; where those take all of it, it waits.
        if (ui.stage == Stage::partitions) {
            float const height = above_notice(stage).height();
            float const records = records_height(measured, height, ui);
            if (records >= height) return;
            below += records;
        }
        stage.bottom -= below;
        Rect const rect = hint_place(measured, stage, ui);
        if (is_empty(rect)) return;
        Pane const pane{"hint", rect};
        panel(draw_hint, rect);
    }

    // What the last click did, and what undoes it; goes by itself.
    void notice(Rect const& stage) const {
        if (!has_notice()) return;
        Rect const rect = notice_place(stage);
        Pane const pane{"notice", rect,
                        ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoFocusOnAppearing};
        Canvas const c = canvas_here(theme, fonts);
        filled_rect(c, rect, theme.raised);
        filled_rect(c, {rect.left, rect.top, rect.left + c.px(3), rect.bottom},
                    theme.of(Meaning::now));
        float const margin = c.px(kNoticeMargin);
        float const width = rect.width() - 2 * margin;
        std::string const text = notice_text(width);
        float const high = wrapped_height(c, text, notice_style(), width);
        draw_wrapped(c, {rect.left + margin, std::floor(rect.middle_y() - high / 2)}, text,
                     notice_style(), width);
    }
};

// Where what is selected is told; else where it is drawn.
Rect place_of_selected(DashboardPlaces const& places, Rect const& screen) {
    if (!is_empty(places.right)) return places.right;
    if (places.left_shows_inspector) return places.left;
    return is_empty(places.stage) ? screen : places.stage;
}

// As its edge was dragged, or half of the stage; something of the stage stays wherever it can.
float console_height(float stage, float scale, UiState const& ui) {
    float const least = std::floor(kLeastConsole * scale + 0.5F);
    float const most = std::max(least, std::floor(stage - kLeastAboveConsole * scale));
    float const wanted =
        ui.console_height > 0 ? ui.console_height * scale : stage * kConsoleOfStage;
    return std::min(stage, std::clamp(std::floor(wanted), least, most));
}

}  // namespace

DashboardPlaces places_of(float width, float height, float scale, UiState const& ui) {
    auto const px = [scale](float units) { return std::floor(units * scale + 0.5F); };
    DashboardPlaces places;
    places.top = {0, 0, width, px(grid::kTopBar)};
    // In a low window the lower bar leaves out what it has no room for before the stage goes; in
    // one too low for both bars it is cut off, not drawn over the upper one.
    float const bar = std::min(px(grid::kBottomBar), std::floor(height * kMostOfHeight));
    places.bottom = {0, std::max(places.top.bottom, height - bar), width, height};
    places.left_is_drawer = width < px(grid::kFoldLeftBelow);
    places.right_is_drawer = width < px(grid::kFoldRightBelow);
    float const left = std::min(px(grid::kLeftColumn), width);
    float const right = std::min(px(grid::kRightColumn), width);
    float const top = places.top.bottom;
    float const bottom = places.bottom.top;
    bool const inspects = ui.show_right && ui.has_selection();
    // Of two drawers one is open: what is selected comes in the place of the lesson, and makes
    // room for it again.
    bool const is_open = ui.show_left && !inspects;
    if (!places.left_is_drawer || is_open) places.left = {0, top, left, bottom};
    places.left_shows_inspector = places.right_is_drawer && !places.left_is_drawer && inspects;
    if (!places.right_is_drawer || (places.left_is_drawer && inspects)) {
        places.right = {width - right, top, width, bottom};
    }
    places.stage = {places.left_is_drawer ? 0 : left, top,
                    places.right_is_drawer ? width : width - right, bottom};
    float const least = px(grid::kLeastStage);
    if (!is_empty(places.right) && places.right.left - places.stage.left >= least) {
        places.stage.right = places.right.left;
    }
    if (!is_empty(places.left) && places.stage.right - places.left.right >= least) {
        places.stage.left = places.left.right;
    }
    if (ui.show_console) {
        places.stage.bottom = bottom - console_height(places.stage.height(), scale, ui);
        places.console = {places.stage.left, places.stage.bottom, places.stage.right, bottom};
    }
    return places;
}

void draw_dashboard(FontSet const& fonts, Frame const& frame, UiState& ui, Requests& requests) {
    Drawing const drawing{theme_of(ui.mode), fonts, frame, ui, requests};
    Rect const screen = whole_screen();
    DashboardPlaces const places = places_of(screen.width(), screen.height(), fonts.scale, ui);
    if (ui.lecture) {
        Pane const pane{"dashboard", screen, ImGuiWindowFlags_NoBringToFrontOnFocus};
        filled_rect(canvas_here(drawing.theme, fonts), screen, drawing.theme.background);
        drawing.panel(draw_lecture, screen);
    } else {
        drawing.base(places);
        if (places.left_is_drawer) {
            drawing.drawer("left", places.left, [&] { drawing.panel(draw_lesson, places.left); });
        }
        if (places.right_is_drawer) {
            drawing.drawer("right", places.right, [&] {
                drawing.closable_inspector(places.right, ui.show_left ? "← lesson" : "← close");
            });
        }
    }
    {
        // The context menu is a popup of a window that is always there.
        Pane const pane{"context", {0, 0, 1, 1}, ImGuiWindowFlags_NoInputs};
        Rect const place = ui.lecture ? screen : place_of_selected(places, screen);
        draw_context_menu(canvas_here(drawing.theme, fonts), place, frame, ui, requests);
    }
    // In lecture mode the margin above the headline is free.
    Rect const stage = ui.lecture ? Rect{0, 0, screen.right, drawing.notice_line()} : places.stage;
    drawing.notice(stage);
    if (!ui.lecture) drawing.hint(stage);
    drawing.overlay("lessons", draw_menu, ui.show_menu);
    drawing.overlay("help", draw_help, ui.show_help);
    drawing.overlay("simplified", draw_simplified, ui.show_simplified);
    drawing.overlay("verdicts", draw_verdicts, ui.show_verdicts);
    drawing.overlay("palette", draw_palette, ui.show_palette);
}

}  // namespace highwater::gui

// The menu of a right click: the same for a thing wherever it is met. Each row shows the phrase
// that does the same in a scenario file.
#include <utility>

#include "gui/panels/panel.h"
#include "gui/view/actions.h"
#include "gui/widgets/menu.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr char const* kMenu = "##context";

void carry_out(MenuAction const& action, UiState& ui, Requests& requests) {
    switch (action.kind) {
    case MenuAction::Kind::heading: return;
    case MenuAction::Kind::run: requests.push(RunPhrase{action.phrase}); return;
    case MenuAction::Kind::go_to: requests.push(SeekEvent{action.event}); return;
    case MenuAction::Kind::ask_why:
    case MenuAction::Kind::select:
        ui.selection = action.selection;
        ui.why = action.why;
        ui.brings_why = action.kind == MenuAction::Kind::ask_why;
        ui.show_right = true;
        return;
    }
}

// The entries under one heading.
struct Group {
    std::string heading;
    std::vector<MenuAction> entries;
};

std::vector<Group> groups_of(std::vector<MenuAction> actions) {
    std::vector<Group> groups;
    for (MenuAction& action : actions) {
        if (action.kind == MenuAction::Kind::heading || groups.empty()) groups.emplace_back();
        if (action.kind == MenuAction::Kind::heading) {
            groups.back().heading = std::move(action.text);
        } else {
            groups.back().entries.push_back(std::move(action));
        }
    }
    return groups;
}

struct Menu {
    Canvas const& canvas;
    std::vector<Group> groups;
    int open;      // of the groups behind the first
    bool folds{};  // too long to show all of them

    bool shows(std::size_t nth) const {
        return !folds || nth == 0 || static_cast<int>(nth) == open;
    }
    float height() const {
        float sum = 0;
        for (std::size_t i = 0; i < groups.size(); ++i) {
            bool const is_fold = folds && i > 0;
            if (i > 0 && (!folds || i == 1)) sum += menu_separator_height(canvas);
            sum += is_fold ? menu_fold_height(canvas) : menu_heading_height(canvas);
            if (!shows(i)) continue;
            for (MenuAction const& action : groups[i].entries) {
                sum += menu_item_height(canvas, {action.text, {}, action.why_not, {}});
            }
        }
        return sum;
    }
};

// A menu higher than this part of the window is folded up, but for its first group.
constexpr float kMostOfWindow = 0.6F;

Menu menu_for(Canvas const& canvas, Frame const& frame, Selection const& target, int open) {
    Menu menu{canvas, groups_of(actions_for(frame, target)), open, false};
    menu.folds = menu.height() > ImGui::GetIO().DisplaySize.y * kMostOfWindow;
    return menu;
}

// The arrows go from row to row that can be chosen, folds too, round about.
struct Keys {
    int rows{};  // that can be chosen, counted while they are drawn
    int chosen{-1};
    bool enters{};

    // Whether the next row that can be chosen is the chosen one.
    bool next_is_chosen() { return rows++ == chosen; }
};

int rows_of(Menu const& menu) {
    int rows = 0;
    for (std::size_t i = 0; i < menu.groups.size(); ++i) {
        if (menu.folds && i > 0) ++rows;
        if (!menu.shows(i)) continue;
        for (MenuAction const& action : menu.groups[i].entries) rows += action.why_not.empty();
    }
    return rows;
}

// Which row the heading of a group is, once `open` is unfolded.
int row_of_fold(Menu const& menu, std::size_t nth, int open) {
    Menu above{menu.canvas, {}, open, menu.folds};
    above.groups.assign(menu.groups.begin(), menu.groups.begin() + static_cast<int>(nth));
    return rows_of(above);
}

// Takes what was pressed since the last picture.
Keys take_keys(Menu const& menu, int& chosen, ListMoves& moves) {
    ListMoves const taken = std::exchange(moves, {});
    int const rows = rows_of(menu);
    if (taken.rows != 0 && rows > 0) {
        // From nothing chosen, down is the first row and up the last.
        int const from = chosen < 0 && taken.rows < 0 ? 0 : chosen;
        chosen = ((from + taken.rows) % rows + rows) % rows;
    }
    return {0, chosen, taken.jumps};
}

void draw_entry(Canvas const& canvas, MenuAction const& action, Keys& keys, UiState& ui,
                Requests& requests) {
    // The phrase takes what the words leave of a row.
    float const room =
        menu_room(canvas) - text_width(canvas, action.text, Face::words, Type::secondary);
    std::string const hint = ellipsis(canvas, action.phrase, Face::mono, Type::label, room);
    bool const is_chosen = action.why_not.empty() && keys.next_is_chosen();
    if (menu_item(canvas, {action.text, hint, action.why_not, action.meaning, is_chosen,
                           is_chosen && keys.enters})) {
        carry_out(action, ui, requests);
    }
}

}  // namespace

// `area`: where one reads what is selected; a menu that a key opens stands there.
void draw_context_menu(Canvas const& canvas, Rect area, Frame const& frame, UiState& ui,
                       Requests& requests) {
    static Selection target;
    static int open = -1;
    static int chosen = -1;
    if (ui.context_menu) {
        target = *ui.context_menu;
        open = chosen = -1;
        ui.context_moves = {};
        ui.context_menu.reset();
        if (std::exchange(ui.menu_by_key, false)) {
            chosen = 0;  // Enter is meant for something
            open_menu_at(kMenu, {area.left + canvas.px(20), area.top + canvas.px(124)});
        } else {
            open_menu(kMenu);
        }
    }
    bool const may_be_open = ui.is_context_menu_open || ImGui::IsPopupOpen(kMenu);
    Menu const menu =
        may_be_open ? menu_for(canvas, frame, target, open) : Menu{canvas, {}, open, false};
    ui.is_context_menu_open = begin_menu(canvas, kMenu, menu.height());
    bool const closes = std::exchange(ui.closes_context_menu, false);
    if (!ui.is_context_menu_open) return;
    if (closes) {
        close_menu();
        ui.is_context_menu_open = false;
        return end_menu();
    }
    Keys keys = take_keys(menu, chosen, ui.context_moves);
    for (std::size_t i = 0; i < menu.groups.size(); ++i) {
        Group const& group = menu.groups[i];
        if (i > 0 && (!menu.folds || i == 1)) menu_separator(canvas);
        if (!menu.folds || i == 0) {
            menu_heading(canvas, group.heading);
        } else {
            bool const is_chosen = keys.next_is_chosen();
            bool const clicked = menu_fold(canvas, group.heading, menu.shows(i), is_chosen);
            if (clicked || (is_chosen && keys.enters)) {
                open = menu.shows(i) ? -1 : static_cast<int>(i);
                // The rows above it may go or come; it stays the chosen one.
                chosen = is_chosen ? row_of_fold(menu, i, open) : -1;
            }
        }
        if (!menu.shows(i)) continue;
        ImGui::PushID(static_cast<int>(i));
        for (MenuAction const& action : group.entries) {
            draw_entry(canvas, action, keys, ui, requests);
        }
        ImGui::PopID();
    }
    end_menu();
}

}  // namespace highwater::gui

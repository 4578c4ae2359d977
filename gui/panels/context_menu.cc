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
        ui.show_right = true;
        return;
    }
}

}  // namespace

void draw_context_menu(Canvas const& canvas, Rect, Frame const& frame, UiState& ui,
                       Requests& requests) {
    static Selection target;
    if (ui.context_menu) {
        target = *ui.context_menu;
        ui.context_menu.reset();
        open_menu(kMenu);
    }
    ui.is_context_menu_open = begin_menu(canvas, kMenu);
    bool const closes = std::exchange(ui.closes_context_menu, false);
    if (!ui.is_context_menu_open) return;
    if (closes) {
        close_menu();
        ui.is_context_menu_open = false;
        return end_menu();
    }
    bool is_first = true;
    for (MenuAction const& action : actions_for(frame, target)) {
        if (action.kind == MenuAction::Kind::heading) {
            if (!is_first) menu_separator(canvas);
            menu_heading(canvas, action.text);
        } else {
            // The phrase takes what the words leave of a row (widgets/menu.cc).
            float const room = canvas.shape_px(300) - canvas.px(40) -
                               text_width(canvas, action.text, Face::words, Type::secondary);
            std::string const hint = ellipsis(canvas, action.phrase, Face::mono, Type::label, room);
            if (menu_item(canvas, {action.text, hint, action.why_not, action.meaning})) {
                carry_out(action, ui, requests);
            }
        }
        is_first = false;
    }
    end_menu();
}

}  // namespace highwater::gui

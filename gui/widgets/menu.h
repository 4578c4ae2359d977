// What opens over the rest: the menu of a right click, and the words beside the mouse.
#pragma once

#include <string_view>

#include "gui/widgets/canvas.h"

namespace highwater::gui {

// Words beside the mouse. Never the only place of a fact.
void tooltip(Canvas const& canvas, std::string_view text);

// Opens with open_menu(id) in the frame of the right click. Between begin_menu (when it returned
// true) and end_menu come headings, items and lines.
void open_menu(char const* id);
// By a key: at a place of its own.
void open_menu_at(char const* id, ImVec2 at);
// `height`: of all that comes, so that it stands within the window when it grows; 0: ImGui places
// it once.
bool begin_menu(Canvas const& canvas, char const* id, float height = 0);
void end_menu();
// Between the two: it goes with the next frame.
void close_menu();

struct MenuItem {
    std::string_view text;
    std::string_view hint = {};     // a key, or what is typed in the console for the same
    std::string_view why_not = {};  // not empty: cannot be chosen, and this says why
    Meaning meaning = Meaning::plain;
    bool is_chosen = false;   // by the arrows
    bool is_entered = false;  // and Enter was pressed
};
void menu_heading(Canvas const& canvas, std::string_view text);
// A heading that hides what comes under it until it is clicked; true when it was.
bool menu_fold(Canvas const& canvas, std::string_view text, bool is_open, bool is_chosen = false);
void menu_separator(Canvas const& canvas);
bool menu_item(Canvas const& canvas, MenuItem const& item);
// How high each is.
float menu_heading_height(Canvas const& canvas);
float menu_separator_height(Canvas const& canvas);
float menu_fold_height(Canvas const& canvas);
float menu_item_height(Canvas const& canvas, MenuItem const& item);
// What a row has for its words and its hint together.
float menu_room(Canvas const& canvas);

}  // namespace highwater::gui

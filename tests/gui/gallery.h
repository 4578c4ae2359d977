// Every widget once, on three pages with invented numbers: to be looked at, and to be tested for
// text over text.
#pragma once

#include "gui/fonts.h"
#include "gui/theme.h"

namespace highwater::gui {

// A page of 1920 × 1080 at scale 1, laid out as the dashboard is.
void draw_gallery_cluster(Theme const& theme, FontSet const& fonts);
// What the first page has no room for: long logs, crossed cells, epochs, menus, buttons, types.
void draw_gallery_details(Theme const& theme, FontSet const& fonts);

// Lecture mode, 1280 × 720: only what the sentence speaks of. Wants letters built for it.
void draw_gallery_lecture(Theme const& theme, FontSet const& fonts);

}  // namespace highwater::gui

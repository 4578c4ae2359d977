// Bookmarks: instants of a branch that a person comes back to.
#include <algorithm>
#include <tuple>

#include "gui/player.h"

namespace highwater::gui {
namespace {

// Several instants may lie between two events, and several events in one instant.
bool is_before(Bookmark const& a, Bookmark const& b) {
    return std::tie(a.nth, a.at) < std::tie(b.nth, b.at);
}

constexpr char const* kNone = "No bookmark here yet: Ctrl D sets one.";

}  // namespace

std::string Player::bookmark() {
    std::vector<Bookmark>& all = here().bookmarks;
    Bookmark const now = here_and_now();
    auto const place = std::lower_bound(all.begin(), all.end(), now, is_before);
    bool const is_set = place != all.end() && !is_before(now, *place);
    ++revision_;
    if (is_set) {
        all.erase(place);
        return "No bookmark at " + format_time(now.at) + " any more.";
    }
    auto const number = place - all.begin() + 1;
    all.insert(place, now);
    return "Bookmark " + std::to_string(number) + " at " + format_time(now.at) +
           " · Ctrl ← and Ctrl → go from one to the next";
}

std::string Player::next_bookmark() {
    std::vector<Bookmark> const& all = here().bookmarks;
    auto const next = std::upper_bound(all.begin(), all.end(), here_and_now(), is_before);
    if (all.empty()) return kNone;
    if (next == all.end()) return "There is no bookmark behind this instant.";
    go_to_bookmark(static_cast<std::size_t>(next - all.begin()));
    return {};
}

std::string Player::previous_bookmark() {
    std::vector<Bookmark> const& all = here().bookmarks;
    auto const here_or_later = std::lower_bound(all.begin(), all.end(), here_and_now(), is_before);
    if (all.empty()) return kNone;
    if (here_or_later == all.begin()) return "There is no bookmark before this instant.";
    go_to_bookmark(static_cast<std::size_t>(here_or_later - all.begin()) - 1);
    return {};
}

void Player::go_to_bookmark(std::size_t nth) {
    if (nth >= here().bookmarks.size()) return;
    Bookmark const bookmark = here().bookmarks[nth];
    pause();
    timeline_->stand_at(bookmark.nth, bookmark.at);
    show_last_step();
    refresh();
}

}  // namespace highwater::gui

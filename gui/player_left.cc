// A run that is left for another lesson, and gone back to: not the world is kept but what was done
// in each of its futures, for that determines all of it.
#include "gui/player.h"

namespace highwater::gui {
namespace {

// What is to be given on a branch itself; what lies before its fork it has from its parent.
SaveFile own_part(Branch const& branch) {
    SaveFile save;
    for (GivenCommand const& given : branch.commands) {
        bool const is_own = branch.parent < 0 || given.after_events >= branch.forked_at_event;
        if (!is_own) continue;
        save.commands.push_back({given.event, given.after_events, given.at, given.command.phrase});
    }
    save.end_event = branch.end_event;
    save.end = branch.end;
    save.end_hash = branch.end_hash;
    return save;
}

}  // namespace

bool Player::was_changed() const {
    std::vector<Branch> const& branches = timeline_->branches();
    return branches.size() > 1 || !branches.front().commands.empty();
}

Player::Left Player::left() const {
    Left left;
    left.branches = timeline_->branches();
    for (OfBranch const& each : known_) left.bookmarks.push_back(each.bookmarks);
    left.current = timeline_->current_branch();
    left.place = here_and_now();
    left.speed_ppm = speed_ppm_;
    return left;
}

bool Player::go_back_to(Left const& left) {
    bool is_same = true;
    for (std::size_t i = 0; i < left.branches.size() && is_same; ++i) {
        Branch const& branch = left.branches[i];
        if (i > 0) {
            switch_branch(branch.parent);
            is_same = timeline_->stand_at(branch.forked_at_event, branch.forked_at);
            if (!is_same) break;
            fork(branch.name);
        }
        is_same = run_again(own_part(branch));
        name_branch(static_cast<std::int32_t>(i), branch.name);
    }
    hint_.reset();  // what was done then is no news
    speed_ppm_ = left.speed_ppm;
    if (is_same) {
        for (std::size_t i = 0; i < known_.size(); ++i) known_[i].bookmarks = left.bookmarks[i];
        switch_branch(left.current);
        timeline_->stand_at(left.place.nth, left.place.at);
        show_last_step();
    }
    refresh();
    return is_same;
}

}  // namespace highwater::gui

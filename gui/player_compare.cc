// The other future: a second world that goes along with the cursor, for the stage that compares.
#include <algorithm>

#include "gui/player.h"
#include "gui/view/short_text.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

std::string told(GivenCommand const& given) {
    return tenths(given.at) + " " + given.command.phrase;
}

// Those given since both branches parted.
std::vector<std::string> commands_since(Branch const& branch, std::uint64_t events) {
    std::vector<std::string> commands;
    for (GivenCommand const& given : branch.commands) {
        if (given.after_events >= events) commands.push_back(told(given));
    }
    return commands;
}

}  // namespace

// The one that is wanted; else where this branch came from, else the newest other one; -1: none.
std::int32_t Player::other_branch(std::int32_t wanted) const {
    auto const count = static_cast<std::int32_t>(timeline_->branches().size());
    std::int32_t const here = timeline_->current_branch();
    if (wanted >= 0 && wanted < count && wanted != here) return wanted;
    if (timeline_->branch().parent >= 0) return timeline_->branch().parent;
    for (std::int32_t i = count - 1; i >= 0; --i) {
        if (i != here) return i;
    }
    return -1;
}

void Player::compare_with(std::int32_t wanted) {
    if (wanted == kConfiguration && against_) return compare_configuration();
    std::int32_t const branch = other_branch(wanted);
    if (branch < 0) return stop_comparing();
    Time const now = timeline_->world().now;
    std::uint64_t const common = timeline_->common_events(timeline_->current_branch(), branch);
    Branch const& there = timeline_->branches()[static_cast<std::size_t>(branch)];
    bool const is_it = other_ && other_->future.branch == branch &&
                       other_->future.common == common && other_->commands == there.commands.size();
    if (is_it && other_->future.world.now == now) {
        other_->future.commands_here = commands_since(timeline_->branch(), common);
        return;
    }
    if (!is_it) begin_comparing(branch, common);
    OtherFuture& future = other_->future;
    future.name = there.name;
    future.commands = commands_since(there, common);
    future.commands_here = commands_since(timeline_->branch(), common);
    // The frontier makes the trace; behind it the instant is made again.
    if (other_->frontier.now < now) {
        timeline_->go_on_in(branch, other_->frontier, other_->runner, now);
    }
    future.world =
        other_->frontier.now == now ? other_->frontier : timeline_->world_of(branch, now);
    extend(other_->names, other_->frontier);
    future.who = describer_of(future.world, other_->names);
    ++revision_;
}

void Player::begin_comparing(std::int32_t branch, std::uint64_t common) {
    other_ = std::make_unique<Comparing>();
    other_->future.branch = branch;
    other_->future.common = common;
    other_->future.is_same = common == UINT64_MAX;
    Branch const& there = timeline_->branches()[static_cast<std::size_t>(branch)];
    other_->commands = there.commands.size();
    std::uint64_t const begin = std::min({common, there.end_event, timeline_->event()});
    other_->frontier = timeline_->world_of_event(branch, begin);
    other_->future.trace.restart_at(other_->frontier.counters.events);
    other_->runner.trace = &other_->future.trace;
}

void Player::stop_comparing() {
    if (!other_) return;
    other_.reset();
    ++revision_;
}

}  // namespace highwater::gui

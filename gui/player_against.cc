// Another configuration of the script on the stage, as the other future of the stage that compares:
// the same seed, the same steps, and what was done by hand at the same instants.
#include <algorithm>

#include "gui/player.h"
#include "scenario/verbs.h"

namespace highwater::gui {
namespace {

constexpr Duration kBetweenStops = seconds(5);

}  // namespace

// What has no meaning in this configuration is left out.
void give_again(World& world, GivenCommand const& given, Runner& runner) {
    Names names = world.names;
    PhraseScope scope = scope_of(world, names);
    auto parsed = parse_command(given.command.phrase, scope);
    if (!std::holds_alternative<Command>(parsed)) return;
    world.names = std::move(names);
    schedule_command(world, world.now, std::get<Command>(std::move(parsed)));
    highwater::step(world, runner, world.now);
}

void Player::set_against(Scenario const& scenario, std::string setting) {
    if (other_ && other_->future.branch == kConfiguration) stop_comparing();
    against_.emplace();
    against_->setting = std::move(setting);
    against_->stops.push_back({start_world(scenario), 0});
}

// Numbers of events differ between two configurations, so a command comes at its instant, behind
// all that happens in it.
void Player::run_against(World& world, std::size_t& given, Runner& runner, Time until) const {
    std::vector<GivenCommand> const& commands = timeline_->branch().commands;
    for (; given < commands.size() && commands[given].at <= until; ++given) {
        highwater::run_until(world, std::max(world.now, commands[given].at), runner);
        give_again(world, commands[given], runner);
    }
    highwater::run_until(world, until, runner);
}

void Player::begin_configuration() {
    other_ = std::make_unique<Comparing>();
    OtherFuture& future = other_->future;
    future.branch = kConfiguration;
    future.name = against_->setting;
    future.commands = {"the same script with " + against_->setting};
    future.commands_here = {"the script as it is"};
    other_->commands = timeline_->branch().commands.size();
    against_branch_ = timeline_->current_branch();
    against_->stops.resize(1);
    other_->frontier = against_->stops.front().world;
    future.trace.restart_at(other_->frontier.counters.events);
    other_->runner.trace = &future.trace;
}

void Player::compare_configuration() {
    Time const now = timeline_->world().now;
    bool const is_it = other_ && other_->future.branch == kConfiguration &&
                       other_->commands == timeline_->branch().commands.size() &&
                       against_branch_ == timeline_->current_branch();
    if (is_it && other_->future.world.now == now) return;
    if (!is_it) begin_configuration();
    World& frontier = other_->frontier;
    std::vector<Against::Stop>& stops = against_->stops;
    // As far as this run was run, so that both tell of the same stretch of time.
    Time const end = std::max(now, timeline_->branch().end);
    while (frontier.now < end) {
        Time const next = std::min(end, stops.back().world.now + kBetweenStops);
        run_against(frontier, other_->given, other_->runner, next);
        if (frontier.now < next) break;  // it goes round in one instant
        if (frontier.now >= stops.back().world.now + kBetweenStops) {
            stops.push_back({frontier, other_->given});
        }
    }
    OtherFuture& future = other_->future;
    if (frontier.now == now) {
        future.world = frontier;
    } else {
        auto const behind =
            std::find_if(stops.begin() + 1, stops.end(),
                         [now](Against::Stop const& stop) { return stop.world.now > now; });
        Against::Stop from = *(behind - 1);
        Runner untold;
        run_against(from.world, from.given, untold, now);
        future.world = std::move(from.world);
    }
    extend(other_->names, frontier);
    future.who = describer_of(future.world, other_->names);
    ++revision_;
}

}  // namespace highwater::gui

#include "scenario/play.h"

#include "engine/build.h"

namespace highwater {

World start_world(Scenario const& scenario) {
    World world = build_world(scenario.world);
    for (ProducerSpec const& spec : scenario.producers) {
        std::string const phrase = "producer " + world.names.text(spec.name);
        schedule_command(world, Time{}, Command{AddProducer{spec}, phrase});
    }
    for (ConsumerSpec const& spec : scenario.consumers) {
        std::string const phrase = "consumer " + world.names.text(spec.name);
        schedule_command(world, Time{}, Command{AddConsumer{spec}, phrase});
    }
    for (TimedCommand const& each : scenario.commands) {
        schedule_command(world, each.at, each.command);
    }
    return world;
}

LookAt moment_of(Scenario const& scenario, TimedExpectation const& expectation) {
    LookAt moment{expectation.at, 0};
    for (auto i = static_cast<std::size_t>(expectation.commands_before);
         i < scenario.commands.size() && scenario.commands[i].at == expectation.at; ++i) {
        ++moment.commands_behind;
    }
    return moment;
}

RunStatus run_to(World& world, LookAt moment, Runner& runner, RunLimits const& limits) {
    if (moment.commands_behind == 0) return run_until(world, moment.at, runner, limits);
    RunStatus const status = run_until(world, moment.at - microseconds(1), runner, limits);
    if (status != RunStatus::reached) return status;
    auto const commands_due = [&] {
        std::int32_t count = 0;
        for (Event const* event : world.queue.sorted()) {
            if (event->at > moment.at) break;
            // What a swizzle does later is no command of the file.
            bool const is_given = event->cause == EventId{};
            if (is_given && std::holds_alternative<CommandDue>(event->payload)) ++count;
        }
        return count;
    };
    while (commands_due() > moment.commands_behind && step(world, runner, moment.at)) continue;
    return status;
}

}  // namespace highwater

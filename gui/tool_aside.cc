#include "gui/tool_aside.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace highwater::gui {
namespace {

constexpr std::uint64_t kToolEventsPerLook = 256;  // at the clock

bool has(std::vector<std::string> const& arguments, std::string_view option) {
    return std::any_of(arguments.begin(), arguments.end(), [&](std::string const& each) {
        return each == option || each.starts_with(std::string{option} + "=");
    });
}

}  // namespace

ToolAside::ToolAside(World world, Names const& names, Command exec)
    : world_{std::move(world)}, first_new_{world_.nodes.size()}, patience_{world_.now} {
    patience_ = world_.now + seconds(300);
    world_.names = names;
    schedule_command(world_, world_.now, std::move(exec));
}

void ToolAside::look() {
    for (std::size_t i = first_new_; i < world_.nodes.size(); ++i) {
        Process const& process = world_.nodes[i];
        if (!process.tool || !(*process.tool)->result.is_finished) continue;
        result_ = (*process.tool)->result;
        has_ended_ = true;
        return;
    }
}

bool ToolAside::go_on(std::function<bool()> const& has_time) {
    std::uint64_t count = 0;
    while (!has_ended_) {
        if (!step(world_, runner_, patience_)) {
            has_ended_ = true;
            break;
        }
        look();
        if (++count % kToolEventsPerLook == 0 && !has_time()) break;
    }
    return has_ended_;
}

bool changes_cluster(std::vector<std::string> const& arguments) {
    if (arguments.empty()) return false;
    std::string const tool = tool_name(arguments.front());
    for (char const* writes :
         {"kafka-leader-election", "kafka-delete-records", "kafka-console-producer"}) {
        if (tool == writes) return true;
    }
    if (tool == "kafka-consumer-groups") {
        return has(arguments, "--execute") || has(arguments, "--delete") ||
               has(arguments, "--delete-offsets") || has(arguments, "--remove-members");
    }
    for (char const* option : {"--create", "--alter", "--delete", "--execute", "--cancel"}) {
        if (has(arguments, option)) return true;
    }
    for (char const* verb :
         {"unregister", "upgrade", "downgrade", "disable", "add-controller", "remove-controller"}) {
        if (arguments.size() > 1 && has(arguments, verb)) return true;
    }
    return false;
}

}  // namespace highwater::gui

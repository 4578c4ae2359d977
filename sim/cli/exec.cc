// highwater exec FILE --at T -- kafka-topics.sh --describe: a call of Kafka's tools at any instant.
#include <filesystem>
#include <iostream>
#include <iterator>

#include "base/limits.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/instant.h"
#include "cli/program.h"
#include "client/tools/options.h"
#include "scenario/client_verbs.h"
#include "scenario/nearest.h"

namespace highwater::cli {

namespace {

std::optional<PhraseProblem> which_cluster(std::vector<std::string> const& arguments,
                                           Scenario& scenario) {
    std::vector<Word> words;
    for (std::string const& argument : arguments) words.push_back({argument, 0, 1, false});
    ClusterId cluster;
    return find_tool_cluster(words, scope_of(scenario), cluster);
}

}  // namespace

int exec_tool_call(InstantWish const& wish, std::vector<std::string> const& arguments) {
    if (arguments.empty()) {
        return refuse("no tool is named", "write it behind --: -- kafka-topics.sh --list");
    }
    std::vector<std::string> known;
    for (std::string_view const name : tool_names()) known.emplace_back(name);
    std::string const tool = tool_name(arguments.front());
    if (std::find(known.begin(), known.end(), tool) == known.end()) {
        return refuse(unknown_tool(arguments.front()), advise_words(tool, known));
    }
    auto opened = open_at(wish);
    if (!opened) return kBadInput;
    if (auto const problem = which_cluster(arguments, opened->scenario)) {
        return refuse(problem->message, problem->advice);
    }

    std::string input;
    if (auto const file = file_argument(arguments)) {
        std::error_code error;
        bool const is_told_by_tool =
            tool == "kafka-consumer-groups" && !std::filesystem::exists(*file, error) && !error;
        if (!is_told_by_tool) {
            auto const read = read_file(*file, limits::kToolInputBytes);
            if (!read) return refuse(read.problem().message, read.problem().advice);
            input = read->empty() ? "\n" : *read;  // no input at all says that there is no file
        }
    }

    // Its records come from standard input, as with the real one.
    if (tool == "kafka-console-producer") {
        input.assign(std::istreambuf_iterator<char>{std::cin}, {});
        if (input.size() > static_cast<std::size_t>(limits::kToolInputBytes)) {
            return refuse("standard input has more than 1 MiB", "send fewer records");
        }
    }

    World world = start_world(opened->scenario);
    Runner runner;
    RunLimits const limits = default_limits();
    if (!has_arrived(run_until(world, opened->at, runner, limits), world, limits)) return kBadInput;
    std::size_t const address = world.nodes.size();
    schedule_command(world, world.now, Command{ExecTool{arguments, input}, "exec " + tool});
    // A tool gives up after its request timeouts; five minutes are more than any of them.
    Time const patience = world.now + seconds(300);
    // Its process is the first one made from now on; later steps of the scenario make others.
    auto const result = [&]() -> ToolResult const* {
        for (std::size_t i = address; i < world.nodes.size(); ++i) {
            if (!world.nodes[i].tool) continue;
            ToolResult const& made = (*world.nodes[i].tool)->result;
            return made.is_finished ? &made : nullptr;
        }
        return nullptr;
    };
    while (result() == nullptr && step(world, runner, patience)) continue;
    if (result() == nullptr) return refuse(tool + " did not end within five minutes");
    std::cout << result()->out << std::flush;
    std::cerr << result()->err << std::flush;
    return result()->exit;
}

}  // namespace highwater::cli

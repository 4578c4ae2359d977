// highwater check FILE…: validates without running.
#include <iostream>

#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/program.h"

namespace highwater::cli {

int check_scenarios(std::vector<std::string> const& files) {
    int exit = kGood;
    for (std::string const& file : files) {
        auto const scenario = open_scenario(file, {});
        if (!scenario) {
            exit = kBadInput;
            continue;
        }
        std::cout << file << ": good (" << scenario->steps.size() << " steps, "
                  << scenario->commands.size() << " commands, " << scenario->expectations.size()
                  << " expectations)\n";
    }
    return exit;
}

}  // namespace highwater::cli

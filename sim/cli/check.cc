// highwater check FILE…: validates without running.
#include <iostream>

#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/program.h"

namespace highwater::cli {

int check_scenarios(std::vector<std::string> const& files, std::string const& language) {
    int exit = kGood;
    for (std::string const& file : files) {
        LoadOptions options = options_beside(file, {});
        options.language = language;
        Loaded const loaded = load_scenario_with(file, options);
        auto const& scenario = loaded.scenario;
        print_diagnostics(loaded.diagnostics);
        if (!scenario) {
            exit = kBadInput;
            continue;
        }
        print_diagnostics(loaded.untranslated);
        std::cout << file << ": good (" << scenario->steps.size() << " steps, "
                  << scenario->commands.size() << " commands, " << scenario->expectations.size()
                  << " expectations)\n";
    }
    return exit;
}

}  // namespace highwater::cli

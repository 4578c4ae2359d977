// highwater minimise FILE: the smallest scenario with the same violation.
#include <algorithm>
#include <iostream>

#include "cli/crash.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/instant.h"
#include "cli/performance.h"
#include "cli/program.h"
#include "fault/broken.h"
#include "scenario/minimise.h"

namespace highwater::cli {

namespace {
// What the first violation of a text is of, and whether anything is still inflicted then. What
// should happen in the end may be asked only of a cluster that was healed, so a step that heals is
// taken away only together with what it heals.
struct Finding {
    InvariantId invariant{};
    bool is_broken{};
    friend bool operator==(Finding const& a, Finding const& b) {
        return a.invariant == b.invariant &&
               (a.is_broken == b.is_broken || !is_asked_in_the_end(a.invariant));
    }
};

// None: it is no scenario, or it breaks nothing.
std::optional<Finding> first_violation(std::string const& file, std::string const& text,
                                       std::vector<std::string> const& settings) {
    Loaded const loaded = load_scenario(file, text, options_beside(file, settings));
    if (!loaded.scenario) return std::nullopt;
    RunLimits const limits = default_limits();
    Performance performance{*loaded.scenario, Time{} + loaded.scenario->duration, limits};
    performance.stop_at_first_violation();
    performance.play();
    std::vector<Violation> const found = performance.unexpected();
    if (found.empty()) return std::nullopt;
    return Finding{found.front().invariant, is_anything_broken(performance.world())};
}
}  // namespace

int minimise_scenario(InstantWish const& wish) {
    auto const scenario = open_scenario(wish.file, wish.settings);
    if (!scenario) return kBadInput;
    remember_for_crash(scenario->world.seed);
    auto const wanted = first_violation(wish.file, scenario->text, wish.settings);
    if (!wanted) {
        std::cerr << "highwater: " << wish.file << " violates no invariant\n";
        return kFailed;
    }
    std::cout << minimise(scenario->text, [&](std::string const& text) {
        return first_violation(wish.file, text, wish.settings) == wanted;
    });
    return kGood;
}

}  // namespace highwater::cli

// highwater sweep FILE|--swarm --seeds A..B: many runs, one after the other, until one of them
// breaks something.
#include <chrono>
#include <fstream>
#include <iostream>

#include "cli/crash.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/instant.h"
#include "cli/performance.h"
#include "cli/program.h"
#include "scenario/swarm.h"
#include "scenario/units.h"
#include "world/lookup.h"

namespace highwater::cli {

namespace {
struct Seeds {
    std::int64_t first{};
    std::int64_t last{};
};

std::optional<Seeds> read_seeds(std::string const& text) {
    std::size_t const dots = text.find("..");
    auto const first = parse_integer(text.substr(0, dots));
    auto const last = dots == std::string::npos ? first : parse_integer(text.substr(dots + 2));
    if (first && last && *first >= 0 && *first <= *last) return Seeds{*first, *last};
    refuse("--seeds " + text + " names no seeds", "write for example --seeds 1..100");
    return std::nullopt;
}

// What the sweep prints about the time: the only thing here that is not the same every time.
class Watch {
public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }
    std::string rate(std::int64_t runs) const {
        double const per_second = static_cast<double>(runs) / std::max(seconds(), 1e-9);
        std::string text = std::to_string(per_second);
        return text.substr(0, text.find('.') + 2) + " seeds/s";
    }

private:
    std::chrono::steady_clock::time_point start_{std::chrono::steady_clock::now()};
};

void tell_failure(std::ostream& out, Performance const& performance) {
    Describer const who = describer_of(performance.world());
    std::vector<Violation> const unexpected = performance.unexpected();
    if (!unexpected.empty()) {
        Violation const& first = unexpected.front();
        out << describe(first, who) << "\n";
        if (first.event != EventId{}) {
            out << "  event " << first.event.value << " at " << format_time(first.at) << "\n";
        }
    }
    for (InvariantId const id : performance.unbroken()) {
        out << name_of(id) << " should have been violated, and was not\n";
    }
    for (Checked const& each : performance.checked()) {
        if (!each.judgement.holds) out << "FAILED: " << each.judgement.sentence << "\n";
    }
}

std::optional<Scenario> swarm(std::uint64_t seed) {
    std::string const file = "swarm-" + std::to_string(seed) + ".toml";
    Loaded loaded = load_scenario(file, swarm_scenario(seed), {});
    if (!loaded.scenario) print_diagnostics(loaded.diagnostics);
    return std::move(loaded.scenario);
}

bool write_text(std::string const& path, std::string const& text) {
    std::ofstream out{path, std::ios::binary};
    out << text;
    out.close();
    if (!out) refuse("cannot write " + path, "is the folder there, and writable?");
    return !out.fail();
}
}  // namespace

int sweep(SweepWish const& wish) {
    if (wish.is_swarm != wish.file.empty()) {
        return refuse("a sweep needs a scenario or --swarm, not both",
                      "highwater sweep --swarm --seeds 1..100");
    }
    auto const seeds = read_seeds(wish.seeds);
    if (!seeds) return kBadInput;
    Watch const watch;
    for (std::int64_t seed = seeds->first; seed <= seeds->last; ++seed) {
        std::vector<std::string> settings = wish.settings;
        settings.push_back("seed=" + std::to_string(seed));
        // A swarm is played while it is drawn.
        remember_for_crash(static_cast<std::uint64_t>(seed));
        keep_for_crash({}, {});
        auto const scenario = wish.is_swarm ? swarm(static_cast<std::uint64_t>(seed))
                                            : open_scenario(wish.file, settings);
        if (!scenario) return kBadInput;
        if (wish.is_swarm) keep_for_crash(scenario->file, scenario->text);
        RunLimits const limits = default_limits();
        Performance performance{*scenario, Time{} + scenario->duration, limits};
        performance.stop_at_first_violation();
        if (!has_arrived(performance.play(), performance.world(), limits)) return kBadInput;
        if (performance.holds()) continue;
        std::cout << "seed " << seed << ": ";
        tell_failure(std::cout, performance);
        std::string again = "highwater run " + wish.file + " --seed " + std::to_string(seed);
        if (wish.is_swarm) {
            if (!write_text(scenario->file, scenario->text)) return kBadInput;
            again = "highwater run " + scenario->file;
        }
        for (std::string const& setting : wish.settings) again += " --set " + setting;
        std::cout << "See it again: " << again << "\n";
        return kFailed;
    }
    std::int64_t const runs = seeds->last - seeds->first + 1;
    std::cout << runs << (runs == 1 ? " seed" : " seeds") << " hold, " << watch.rate(runs) << "\n";
    return kGood;
}

}  // namespace highwater::cli

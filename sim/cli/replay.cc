// highwater replay FILE: runs an exact save again and says whether the run is still the same.
#include <iostream>

#include "cli/crash.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/instant.h"
#include "cli/program.h"
#include "cli/saves.h"
#include "scenario/play.h"
#include "scenario/units.h"
#include "trace/describe.h"
#include "world/lookup.h"

namespace highwater::cli {

namespace {

std::string hex(std::uint64_t value) {
    std::string text(16, '0');
    for (std::size_t i = 16; i-- > 0; value >>= 4) text[i] = "0123456789abcdef"[value & 15];
    return text;
}

// What happens here where the recorded run had something else.
void tell_first_difference(Timeline& timeline, Verdict const& verdict) {
    timeline.seek_event(verdict.agreed_events);
    std::uint64_t const before = timeline.trace().next_fact();
    Time const at = timeline.world().queue.next_at();
    if (!timeline.step_forward()) {
        std::cout << "This run ends there, the recorded one went on.\n";
        return;
    }
    std::cout << "The next event here is at " << format_time(at) << ".\n";
    Describer const who = describer_of(timeline.world());
    for (TracedFact const& traced : timeline.trace().facts_since(before)) {
        std::cout << "    " << describe(traced, who) << "\n";
    }
}

}  // namespace

int replay_save(std::string const& file) {
    Expected<SavedRun> const run = read_saved_run(file);
    if (!run) return refuse(run.problem().message, run.problem().advice);
    remember_for_crash(run->scenario.world.seed);
    Timeline timeline{start_world(run->scenario)};
    Expected<Verdict> const verdict = replay(timeline, *run);
    if (!verdict) return refuse(verdict.problem().message, verdict.problem().advice);
    SaveFile const& save = run->save;
    std::cout << run->scenario.title << ": " << save.end_event << " events up to "
              << format_time(save.end) << ", " << save.commands.size() << " commands by hand, hash "
              << hex(save.end_hash) << "\n";
    if (verdict->is_same) {
        std::cout << "The run is the same to the last event.\n";
        return kGood;
    }
    std::cout << "The run is not the same: " << verdict->explanation << ".\n";
    tell_first_difference(timeline, *verdict);
    return kFailed;
}

}  // namespace highwater::cli

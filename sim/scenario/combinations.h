// One script in every combination of some settings: what each of them keeps and what it costs, to
// be read side by side. The window shows the table (F7), `highwater combine` prints it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/expected.h"
#include "engine/step.h"

namespace highwater {

// "checkout.acks=1,all": a setting as `run --set` takes it, and the values it is tried with.
struct SettingChoices {
    std::string key;
    std::vector<std::string> values;
};
// A Problem where one has no key, no value or the same value or key twice, or where they make more
// than limits::kCombinations.
Expected<std::vector<SettingChoices>> read_choices(std::vector<std::string> const& texts);
// The settings of every combination ("checkout.acks=1"), in the order of the choices: the last of
// them changes first.
std::vector<std::vector<std::string>> combinations_of(std::vector<SettingChoices> const& choices);

// Of all producers; the time without a leader of the first cluster's topics, Kafka's own left out.
struct RunOutcome {
    std::int64_t sent{};          // records that applications handed over
    std::int64_t acknowledged{};  // of these, each counted once; with acks=0 none is
    std::int64_t lost{};          // of these; scenario/losses.h
    std::int64_t duplicated{};    // records that stand in the logs too often
    // Whose send() ended with an exception or with its process; they may be written all the same.
    std::int64_t failed{};
    Duration unavailable;  // in which some partition had no leader that was up

    // Neither acknowledged nor failed; with acks=0 all of them.
    std::int64_t unknown() const { return sent - acknowledged - failed; }
};

// What is told of an outcome, from the left: the counts, and last the time without a leader.
inline constexpr char const* kOutcomeNames[] = {"sent",       "acknowledged", "lost",
                                                "duplicated", "failed",       "without leader"};
inline constexpr std::size_t kLostCount = 2;  // of them
std::array<std::int64_t, 5> counts_of(RunOutcome const& outcome);
// "all" of "checkout.acks=all".
std::string value_of(std::string const& setting);

// A run that is asked about its outcome: it keeps the time without a leader while it goes on.
class MeasuredRun {
public:
    explicit MeasuredRun(World start, RunLimits const& limits = {});

    World const& world() const { return world_; }
    World& world() { return world_; }
    // On to `until`, at most so many events. True when the clock stands there, or when the run may
    // not go on; status() tells which.
    bool run(Time until, std::int64_t events);
    RunStatus status() const { return status_; }
    // How it stands now: after something was done to its world from outside.
    void look();
    RunOutcome outcome() const;

private:
    World world_;
    Runner runner_;
    RunWatch watch_;
    RunStatus status_{RunStatus::reached};
    Time looked_at_;      // the start of the lesson: before it topics are made
    bool was_without_{};  // a leader, when it was looked at last
    Duration unavailable_;
};

}  // namespace highwater

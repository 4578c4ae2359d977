// A scenario on the stage, in pieces: to each command, over it, to each expectation, to the end,
// with the checkers looking at every event.
#pragma once

#include <iosfwd>
#include <optional>
#include <vector>

#include "check/checks.h"
#include "cli/story.h"
#include "scenario/facts_text.h"
#include "scenario/grade.h"
#include "scenario/play.h"

namespace highwater::cli {

struct Checked {
    TimedExpectation const* expectation{};
    Judgement judgement;
};

// Who hears of it; nobody: only verdicts are made, and it is faster.
struct Audience {
    std::ostream* facts{};
    Story* story{};
    FactFile facts_as{FactFile::json_lines};
};

class Performance {
public:
    Performance(Scenario const& scenario, Time until, RunLimits limits, Audience audience = {});
    // For those who only want to know whether something breaks.
    void stop_at_first_violation() { stops_early_ = true; }

    RunStatus play();

    World const& world() const { return world_; }
    Checks const& checks() const { return checks_; }
    std::vector<Checked> const& checked() const { return checked_; }
    // Of the lesson's expectations; the goals of a challenge are counted by its grade.
    std::int32_t held() const { return count(true, false); }
    std::int32_t failed() const { return count(false, false); }
    // Violations but for those that the scenario's [protocol] is meant to bring about.
    std::vector<Violation> unexpected() const;
    // Of a challenge.
    Grade grade() const;
    // What should have been violated, and was not.
    std::vector<InvariantId> unbroken() const;
    bool holds() const;

private:
    std::int32_t count(bool holds, bool of_goals) const;
    bool is_stopped() const;
    void play_instant(Time at, std::size_t& command, std::size_t& expectation);
    void carry_out(TimedCommand const& command);
    void look(TimedExpectation const& expectation);
    void run_to_instant(Time at);
    void tell();

    Scenario const& scenario_;
    Time until_;
    RunLimits limits_;
    Audience audience_;
    FactSheet sheet_;
    World world_;
    Checks checks_;
    Trace trace_;
    Runner runner_;
    std::uint64_t told_{};
    RunStatus status_{};
    bool stops_early_{};
    std::vector<Checked> checked_;
};

}  // namespace highwater::cli

// What the checkers say of the run up to the cursor: each invariant holds, is waived because its
// premise broke, or was violated, and by which event.
#pragma once

#include <string>
#include <vector>

#include "check/checks.h"
#include "gui/frame.h"
#include "gui/theme.h"

namespace highwater::gui {

struct VerdictRow {
    InvariantId invariant{};
    VerdictKind kind{};
    Meaning meaning{Meaning::plain};
    std::string name;         // "B5 committed-durable"
    std::string explanation;  // what it says
    std::string verdict;      // "waived since #412: an election was not clean"
    EventId since{};          // that broke its premise, or violated it; 0: neither
    struct Case {
        EventId event{};
        std::string sentence;
    };
    std::vector<Case> cases;  // the violations that are kept
};

struct VerdictsView {
    std::vector<VerdictRow> rows;  // violated ones first, then waived ones, in the table's order
    std::int32_t hold{};
    std::int32_t waived{};
    std::int32_t violated{};
    std::int32_t untested{};
};
// Empty where nothing is checked.
VerdictsView verdicts_view(Frame const& frame);

// "31 hold · 2 waived · none violated".
std::string summary_of(VerdictsView const& view);

}  // namespace highwater::gui

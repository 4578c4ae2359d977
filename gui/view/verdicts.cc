#include "gui/view/verdicts.h"

#include <algorithm>

#include "gui/view/short_text.h"

namespace highwater::gui {
namespace {

Meaning meaning_of(VerdictKind kind) {
    switch (kind) {
    case VerdictKind::holds: return Meaning::in_sync;
    case VerdictKind::untested: return Meaning::plain;
    case VerdictKind::waived: return Meaning::at_risk;
    case VerdictKind::violated: return Meaning::lost;
    }
    return Meaning::plain;
}

std::string words_of(InvariantVerdict const& verdict) {
    std::string text{word_for(verdict.kind)};
    switch (verdict.kind) {
    case VerdictKind::holds:
        return text + " · looked at " +
               (verdict.looked == 1
                    ? "once"
                    : grouped(static_cast<std::int64_t>(verdict.looked)) + " times");
    case VerdictKind::untested: return "not put to the test yet";
    case VerdictKind::waived: return text + ": " + std::string{describe(verdict.premise)};
    case VerdictKind::violated: return text;
    }
    return text;
}

// The order in which a person wants to read them.
int rank_of(VerdictKind kind) {
    switch (kind) {
    case VerdictKind::violated: return 0;
    case VerdictKind::waived: return 1;
    case VerdictKind::holds: return 2;
    case VerdictKind::untested: return 3;
    }
    return 4;
}

void count(VerdictsView& view, VerdictKind kind) {
    view.hold += kind == VerdictKind::holds ? 1 : 0;
    view.waived += kind == VerdictKind::waived ? 1 : 0;
    view.violated += kind == VerdictKind::violated ? 1 : 0;
    view.untested += kind == VerdictKind::untested ? 1 : 0;
}

}  // namespace

VerdictsView verdicts_view(Frame const& frame) {
    VerdictsView view;
    if (frame.checks == nullptr) return view;
    std::vector<InvariantHelp> const reference = invariant_reference();
    for (InvariantVerdict const& verdict : verdicts(*frame.checks)) {
        count(view, verdict.kind);
        VerdictRow row;
        row.invariant = verdict.invariant;
        row.kind = verdict.kind;
        row.meaning = meaning_of(verdict.kind);
        row.verdict = words_of(verdict);
        row.since = verdict.since;
        for (InvariantHelp const& help : reference) {
            if (help.id != verdict.invariant) continue;
            row.name = help.name;
            row.explanation = help.explanation;
        }
        for (Violation const& violation : frame.checks->violations()) {
            if (violation.invariant != verdict.invariant) continue;
            row.cases.push_back({violation.event, describe(violation, frame.who)});
        }
        view.rows.push_back(std::move(row));
    }
    std::stable_sort(
        view.rows.begin(), view.rows.end(),
        [](VerdictRow const& a, VerdictRow const& b) { return rank_of(a.kind) < rank_of(b.kind); });
    return view;
}

std::string summary_of(VerdictsView const& view) {
    std::string text =
        view.violated == 0 ? "none violated" : std::to_string(view.violated) + " violated";
    if (view.waived > 0) text = std::to_string(view.waived) + " waived · " + text;
    return std::to_string(view.hold) + " hold · " + text;
}

}  // namespace highwater::gui

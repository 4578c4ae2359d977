#include "gui/view/group_notes.h"

#include <algorithm>
#include <type_traits>

namespace highwater::gui {
namespace {

template <class Kind>
constexpr bool kIsTold =
    std::is_same_v<Kind, GroupMemberJoined> || std::is_same_v<Kind, StaticMemberReplaced> ||
    std::is_same_v<Kind, GroupMemberLeft> || std::is_same_v<Kind, GroupRebalanceBegan> ||
    std::is_same_v<Kind, GroupGenerationBegan> || std::is_same_v<Kind, GroupAssigned> ||
    std::is_same_v<Kind, GroupEpochBumped> || std::is_same_v<Kind, TargetAssignmentComputed> ||
    std::is_same_v<Kind, MemberReconciled> || std::is_same_v<Kind, GroupDeleted>;

}  // namespace

NameId group_of(Fact const& fact) {
    return std::visit(
        [](auto const& each) {
            if constexpr (kIsTold<std::decay_t<decltype(each)>>) {
                return each.group;
            } else {
                return kNoName;
            }
        },
        fact);
}

void extend(GroupNotes& notes, Trace const& trace) {
    notes.next_nth = std::max(notes.next_nth, trace.first_nth());
    for (; notes.next_nth < trace.next_nth(); ++notes.next_nth) {
        TracedEvent const& event = trace.nth(notes.next_nth);
        if (event.facts == 0) continue;
        for (TracedFact const& traced : trace.facts_of(event)) {
            if (group_of(traced.fact) == kNoName) continue;
            notes.notes.push_back({notes.next_nth, event.id, traced});
        }
    }
}

void cut(GroupNotes& notes, std::uint64_t nth) {
    std::erase_if(notes.notes, [nth](GroupNotes::Note const& each) { return each.nth >= nth; });
    notes.next_nth = std::min(notes.next_nth, nth);
}

}  // namespace highwater::gui

// What a controller decided and never came to be: a trace has its facts from the moment at which it
// decided, and nothing of it holds before a majority has the records.
#include <algorithm>
#include <map>
#include <type_traits>

#include "trace/detective.h"

namespace highwater {

namespace {
template <class Kind, class... Others>
constexpr bool IsOneOf = (std::is_same_v<Kind, Others> || ...);
}  // namespace

bool is_metadata_change(Fact const& fact) {
    return std::visit(
        []<class Kind>(Kind const&) {
            return IsOneOf<Kind, LeaderElected, IsrChanged, BrokerRegistered, BrokerFenced,
                           BrokerUnfenced, BrokerUnregistered, ControlledShutdownBegun,
                           TopicCreated, PartitionsAdded, TopicDeleted, ConfigChanged,
                           ClientQuotaChanged, FeatureLevelChanged, ReassignmentBegun,
                           ReassignmentDone, ReassignmentCancelled>;
        },
        static_cast<FactVariant const&>(fact));
}

namespace {
// What one controller has decided: records linger before they are appended, and may be cut off
// again as long as they are not committed.
struct Undecided {
    std::vector<std::uint64_t> lingering;                       // events
    std::vector<std::pair<Offset, std::uint64_t>> uncommitted;  // by the offset of their batch

    void append(Offset base) {
        for (std::uint64_t const event : lingering) uncommitted.emplace_back(base, event);
        lingering.clear();
    }
    void commit(Offset up_to) {
        std::erase_if(uncommitted, [&](auto const& each) { return each.first < up_to; });
    }
};
}  // namespace

std::vector<std::uint64_t> events_of_cut_records(Trace const& trace) {
    std::vector<std::uint64_t> events;
    std::map<NodeId, Undecided> by_node;
    for (TracedFact const& traced : trace.facts()) {
        if (traced.node == kNoNode) continue;
        if (is_metadata_change(traced.fact)) {
            by_node[traced.node].lingering.push_back(traced.event.value);
            continue;
        }
        auto const known = by_node.find(traced.node);
        if (known == by_node.end()) continue;
        Undecided& decided = known->second;
        if (auto const* appended = std::get_if<MetadataAppended>(&traced.fact)) {
            decided.append(appended->base_offset);
        } else if (auto const* committed = std::get_if<MetadataCommitted>(&traced.fact)) {
            decided.commit(committed->high_watermark);
        } else if (auto const* cut = std::get_if<MetadataTruncated>(&traced.fact)) {
            for (auto const& [base, event] : decided.uncommitted) {
                if (base >= cut->to) events.push_back(event);
            }
            decided.uncommitted.clear();
            events.insert(events.end(), decided.lingering.begin(), decided.lingering.end());
            decided.lingering.clear();
        } else if (std::holds_alternative<NodeKilled>(traced.fact) ||
                   std::holds_alternative<NodePowerLost>(traced.fact)) {
            events.insert(events.end(), decided.lingering.begin(), decided.lingering.end());
            decided.lingering.clear();
        }
    }
    std::sort(events.begin(), events.end());
    return events;
}

}  // namespace highwater

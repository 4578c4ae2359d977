#include "scenario/unheard_owner.h"

#include "scenario/groups.h"
#include "trace/detective.h"
#include "world/lookup.h"

namespace highwater {

std::optional<WhyLink> unheard_owner(World const& world, Trace const& trace,
                                     std::uint64_t assigned) {
    Describer const who = describer_of(world);
    Detective const look{trace, who, kFirstCluster};
    TracedFact const& given = look.fact(assigned);
    auto const* fact = std::get_if<PartitionsAssigned>(&given.fact);
    if (fact == nullptr) return std::nullopt;
    Process const& owner = node_of(world, given.node);
    if (owner.is_alive && !owner.is_paused) return std::nullopt;
    for (std::uint64_t number = trace.next_fact(); number-- > assigned;) {
        TracedFact const& traced = look.fact(number);
        bool const ends_it = std::holds_alternative<NodeKilled>(traced.fact) ||
                             std::holds_alternative<NodePaused>(traced.fact);
        if (!ends_it || traced.node != given.node) continue;
        std::string sentence = describe_alone(traced, who);
        sentence.pop_back();
        sentence += ". Group " + world.names.text(fact->group) + " cannot know it and counts on " +
                    name_of(world, given.node) + " until its session ends";
        auto const end =
            session_end(world, fact->group, look.name_of(given.node), who.cluster_of(given.node));
        sentence += end ? ", at " + format_time(*end) + "." : ".";
        return WhyLink{number, traced, std::move(sentence)};
    }
    return std::nullopt;
}

}  // namespace highwater

#include "trace/undo.h"

#include "trace/fault_sentence.h"

namespace highwater {

namespace {
using sentence::join;

constexpr std::string_view kNothingUndoes = "This cannot be undone.";

struct Undo {
    TracedFact const& traced;
    Describer const& who;

    // Const, and the least fitting: what is no fault has nothing to undo.
    template <class Other>
    std::string operator()(Other const&) const {
        return {};
    }

    // ---- processes -----------------------------------------------------------------------------
    std::string operator()(NodeKilled const&) const { return by("start ", here()); }
    std::string operator()(NodePowerLost const&) const {
        return join("Undo, but for what is lost: `start ", here(), "`.");
    }
    std::string operator()(ShutdownRequested const&) const {
        return join("Undo, once it has stopped: `start ", here(), "`.");
    }
    std::string operator()(NodePaused const&) const { return by("resume ", here()); }
    std::string operator()(NodeWiped const&) const { return std::string{kNothingUndoes}; }
    std::string operator()(ClockSkewed const& f) const {
        return f.by.us == 0 ? std::string{} : by("skew ", here(), " by ", time(f.before));
    }

    // ---- links: without a `to` it is about all of `from` ----------------------------------------
    std::string operator()(LinkCut const& f) const { return healing(f, one_way(f)); }
    std::string operator()(LinkClogged const& f) const { return by("unclog ", one_way(f)); }
    std::string operator()(LinkSlowed const& f) const {
        return f.by.us == 0 ? std::string{} : by("slow ", one_way(f), " by ", time(f.before));
    }
    std::string operator()(LinkReordering const& f) const {
        if (f.by.us == 0) return {};
        return by("reorder ", one_way(f), " by ", time(f.before));
    }
    std::string operator()(LinkLossy const& f) const {
        if (f.loss_ppm == 0) return {};
        return by("lose ", percent(f.before), "% from ", one_way(f));
    }
    std::string operator()(GroupsCut const& f) const {
        NodeGroups const& groups = *f.groups;
        if (groups.to.empty()) return healing(f, list(groups.from));
        return healing(f, list(groups.from), f.one_way ? " to " : " from ", list(groups.to));
    }
    std::string operator()(RingCut const& f) const { return healing(f, "ring ", list(*f.members)); }
    std::string operator()(SwizzleBegun const&) const { return "It ends by itself."; }

    // ---- messages ------------------------------------------------------------------------------
    std::string operator()(MessageDropped const& f) const {
        return f.why == DropReason::chosen ? std::string{kNothingUndoes} : std::string{};
    }
    std::string operator()(MessageDelayed const&) const { return std::string{kNothingUndoes}; }
    std::string operator()(MessageDuplicated const&) const { return std::string{kNothingUndoes}; }

    // ---- how it is written ---------------------------------------------------------------------
    template <class... Piece>
    static std::string by(Piece const&... phrase) {
        return join("Undo: `", phrase..., "`.");
    }
    // A link has one cut, whoever made it: healing does not tell them apart.
    template <class Fault, class... Piece>
    static std::string healing(Fault const& f, Piece const&... whom) {
        return join("Undo: `heal ", whom...,
                    f.heals_more ? "`, which also heals what was cut or clogged before." : "`.");
    }
    // "200ms", as phrases write it.
    static std::string time(Duration duration) {
        std::int64_t const us = duration.us;
        if (us % 1'000'000 == 0) return join(us / 1'000'000, "s");
        return us % 1000 == 0 ? join(us / 1000, "ms") : join(us, "us");
    }
    std::string here() const { return who.node(traced.node); }
    template <class Fault>
    std::string one_way(Fault const& f) const {
        if (f.to == kNoNode) return who.node(f.from);
        return join(who.node(f.from), " to ", who.node(f.to));
    }
    // "broker-1, broker-2", as phrases write it.
    std::string list(std::vector<NodeId> const& nodes) const {
        std::string text;
        for (NodeId const node : nodes) text += join(text.empty() ? "" : ", ", who.node(node));
        return text;
    }
};
}  // namespace

std::string undo_of(TracedFact const& traced, Describer const& who) {
    return std::visit(Undo{traced, who}, static_cast<FactVariant const&>(traced.fact));
}

}  // namespace highwater

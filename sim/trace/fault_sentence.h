// How sentences are put together, and those about what was inflicted: the first part of
// describe.cc.
#pragma once

#include <string>

#include "trace/describe.h"
#include "trace/sentence.h"

namespace highwater {

// "Fetch request", "Fetch answer".
std::string message_of(std::uint8_t message_kind);

// Of parts per million: "5", "0.25".
std::string percent(std::int32_t ppm);

struct FaultSentence {
    Describer const& who;
    TracedFact const& traced;

    std::string here() const { return who.node(traced.node); }
    std::string link(NodeId from, NodeId to) const {
        return sentence::join(who.node(from), " to ", who.node(to));
    }

    std::string operator()(NodePowerLost const& f) const;
    std::string operator()(ClockSkewed const& f) const;
    std::string operator()(LinkSlowed const& f) const;
    std::string operator()(LinkLossy const& f) const;
    std::string operator()(LinkReordering const& f) const;
    std::string operator()(LinkClogged const& f) const;
    std::string operator()(LinkUnclogged const& f) const;
    std::string operator()(SwizzleBegun const& f) const;
    std::string operator()(SwizzleEnded const& f) const;
    std::string operator()(GroupsCut const& f) const;
    std::string operator()(GroupsHealed const& f) const;
    std::string operator()(RingCut const& f) const;
    std::string operator()(MessageDelayed const& f) const;
    std::string operator()(MessageDuplicated const& f) const;
};

}  // namespace highwater

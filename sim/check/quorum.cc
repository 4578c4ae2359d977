// C1–C5: the metadata quorum is Raft, and its log is one for everybody.
#include <algorithm>

#include "check/look.h"

namespace highwater::check {

namespace {
// Does the node's log say what was committed, as far as nobody has compared yet?
bool agrees_below(Look const& look, Offset up_to) {
    Raft const& raft = **look.process().raft;
    // What a snapshot stands for is in no log any more.
    Offset const from =
        std::max(look.state.verified[static_cast<std::size_t>(look.node.value)], raft.log.start());
    if (up_to <= from) return true;
    if (raft.log.end() < up_to) return false;
    auto const ours = read(raft, from, up_to);
    auto const committed = look.state.metadata.read(from, up_to);
    return std::equal(
        ours.begin(), ours.end(), committed.begin(), committed.end(),
        [](MetadataBatchRef const& a, MetadataBatchRef const& b) { return a == b || *a == *b; });
}

void expect_agreement(Look& look, Offset up_to) {
    if (look.state.metadata_lost || agrees_below(look, up_to)) return;
    // From here on nothing can be said about what the controllers decide.
    look.state.metadata_lost = true;
    look.violate({.broker = look.self(), .offset = up_to});
}
}  // namespace

void one_active_controller(Look& look) {
    auto const& elected = look.as<ControllerElected>();
    auto const known = look.state.controllers.find(elected.epoch);
    if (known == look.state.controllers.end() || known->second == elected.controller) return;
    look.violate({.broker = elected.controller, .other = known->second, .epoch = elected.epoch});
}

void election_safety(Look& look) {
    auto const place = static_cast<std::size_t>(look.node.value);
    if (auto const* answered = std::get_if<VoteAnswered>(look.fact)) {
        if (!answered->granted || answered->pre_vote) return;
        auto const& [epoch, candidate] = look.state.voted[place];
        if (epoch != answered->epoch || candidate == answered->candidate) return;
        look.violate({.broker = look.self(), .other = answered->candidate, .epoch = epoch});
        return;
    }
    auto const& changed = look.as<RaftRoleChanged>();
    if (changed.to != RaftRole::leader) return;
    auto const known = look.state.raft_leaders.find(changed.epoch);
    if (known == look.state.raft_leaders.end() || known->second == look.self()) return;
    look.violate({.broker = look.self(), .other = known->second, .epoch = changed.epoch});
}

void state_machine_safety(Look& look) {
    if (!look.process().raft) return;
    if (look.fact == nullptr) {
        Offset const known = high_watermark(**look.process().raft);
        expect_agreement(look, std::min(known, look.state.metadata.end()));
        return;
    }
    if (auto const* cut = std::get_if<MetadataTruncated>(look.fact)) {
        if (cut->to >= look.state.verified[static_cast<std::size_t>(look.node.value)]) return;
        look.state.metadata_lost = true;
        look.violate({.broker = look.self(), .offset = cut->to});
        return;
    }
    // Leader completeness: whoever leads has everything that was committed before its epoch. The
    // last vote for it may arrive when a later leader has long committed more.
    auto const& changed = look.as<RaftRoleChanged>();
    if (changed.to != RaftRole::leader || look.is_over(changed.epoch)) return;
    expect_agreement(look, look.state.metadata.end());
}

void commit_rule(Look& look) {
    Raft const& raft = **look.process().raft;
    Offset const known = high_watermark(raft);
    Offset const before = look.state.high_watermark[static_cast<std::size_t>(look.node.value)];
    bool const falls = raft.high_watermark != kNoOffset && known < before;
    bool const too_early = is_leader(raft) && raft.leading.high_watermark != kNoOffset &&
                           raft.leading.high_watermark <= epoch_start(raft);
    if (!falls && !too_early) return;
    look.violate({.broker = look.self(),
                  .epoch = epoch(raft),
                  .offset = known,
                  .bound = falls ? before : epoch_start(raft)});
}

void image_is_prefix(Look& look) {
    auto const& replayed = look.as<MetadataReplayed>();
    if (look.state.metadata_lost || replayed.to <= look.state.metadata.end()) return;
    look.violate(
        {.broker = look.self(), .offset = replayed.to, .bound = look.state.metadata.end()});
}

void pre_vote(Look& look) {
    auto const& changed = look.as<RaftRoleChanged>();
    if (changed.to != RaftRole::candidate || changed.from == RaftRole::prospective) return;
    if ((**look.process().raft).setup.voters.size() == 1) return;
    // Whoever restarts after it voted for itself is a candidate of that epoch again.
    auto const place = static_cast<std::size_t>(look.node.value);
    if (changed.epoch <= look.state.raft_epoch[place]) return;
    look.violate({.broker = look.self(), .epoch = changed.epoch});
}

}  // namespace highwater::check

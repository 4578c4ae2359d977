#include "gui/view/life.h"

#include "gui/view/short_text.h"

namespace highwater::gui {
namespace {

std::optional<LifeChange> change_of(Fact const& fact) {
    if (std::holds_alternative<NodeStarted>(fact)) return LifeChange::started;
    if (std::holds_alternative<NodeKilled>(fact)) return LifeChange::killed;
    if (std::holds_alternative<NodePowerLost>(fact)) return LifeChange::killed;
    if (std::holds_alternative<NodeStopped>(fact)) return LifeChange::stopped;
    if (std::holds_alternative<NodePaused>(fact)) return LifeChange::paused;
    if (std::holds_alternative<NodeResumed>(fact)) return LifeChange::resumed;
    return std::nullopt;
}

bool is_same(TracedFact const& a, TracedFact const& b) {
    return a.event == b.event && a.at == b.at && a.node == b.node &&
           a.fact.index() == b.fact.index();
}

std::string since(char const* what, LifeStory::Entry const* last) {
    std::string text = what;
    if (last != nullptr) {
        text += " since ";
        text += tenths(last->at);
    }
    return text;
}

// "dead since 6.0 s", or of a clean end "stopped since 8.0 s".
std::string end_words(Process const& process, LifeStory::Entry const* last) {
    if (process.incarnation == 0) return "not started yet";
    return since(process.ended_uncleanly ? "dead" : "stopped", last);
}

bool is_isolated(World const& world, NodeId node) {
    auto const place = static_cast<std::size_t>(node.value);
    if (place >= world.network.ports.size()) return false;
    NetworkPort const& port = world.network.ports[place];
    return port.is_isolated || port.island != 0;
}

// " · clock +300 ms".
std::string clock_words(Process const& process) {
    Duration const skew = process.clock_skew;
    if (skew.us == 0) return {};
    std::string text = skew.us < 0 ? " · clock −" : " · clock +";
    return text += format_duration(skew.us < 0 ? Duration{-skew.us} : skew);
}

}  // namespace

void LifeStory::follow(Trace const& trace) {
    bool const has_last = read_until_ > trace.first_fact() && read_until_ <= trace.next_fact();
    bool const continues =
        has_last &&
        is_same(trace.facts()[static_cast<std::size_t>(read_until_ - 1 - trace.first_fact())],
                last_read_);
    if (!continues) {
        entries_.clear();
        read_until_ = trace.first_fact();
    }
    for (TracedFact const& traced : trace.facts_since(read_until_)) {
        if (auto const change = change_of(traced.fact)) {
            entries_.push_back({read_until_, traced.event.value, traced.at, traced.node, *change});
        }
        ++read_until_;
    }
    if (!trace.facts().empty()) last_read_ = trace.facts().back();
}

LifeStory::Entry const* LifeStory::last(NodeId node, std::uint64_t before_fact) const {
    for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) {
        if (entry->fact < before_fact && entry->node == node) return &*entry;
    }
    return nullptr;
}

std::uint64_t facts_until(Trace const& trace, Cursor const& cursor) {
    if (cursor.nth >= trace.next_nth()) return trace.next_fact();
    if (cursor.nth <= trace.first_nth()) return trace.first_fact();
    return trace.nth(cursor.nth).first_fact;
}

NodeStatus broker_status(ServerIndex const& servers, Process const& process,
                         LifeStory::Entry const* last) {
    BrokerRegistration const* registration =
        servers.image() == nullptr ? nullptr : find_broker(*servers.image(), process.broker_id);
    bool const is_fenced = registration != nullptr && registration->fenced;
    NodeStatus status;
    if (!process.is_alive) {
        status.is_dead = true;
        status.meaning = process.incarnation == 0 ? Meaning::dead : Meaning::lost;
        status.words = end_words(process, last);
        if (registration != nullptr) status.words += is_fenced ? " · fenced" : " · not fenced";
        return status;
    }
    Lifecycle const& lifecycle = (*process.broker)->lifecycle;
    status.words = process.is_paused ? since("paused", last) : "alive";
    if (registration == nullptr) {
        status.words += " · not registered yet";
    } else if (lifecycle.state == BrokerState::controlled_shutdown) {
        status.words += " · shutting down, leaders move away";
    } else if (is_fenced) {
        status.words += " · fenced";
    } else if (!process.is_paused) {
        status.words += " · broker epoch ";
        status.words += std::to_string(registration->epoch.value);
    }
    if (is_isolated(servers.world(), process.id)) status.words += " · isolated";
    status.words += clock_words(process);
    bool const is_normal = process.clock_skew.us == 0 && registration != nullptr && !is_fenced &&
                           !process.is_paused && lifecycle.state == BrokerState::running &&
                           !is_isolated(servers.world(), process.id);
    status.meaning = is_normal ? Meaning::plain : Meaning::at_risk;
    return status;
}

NodeStatus controller_status(ServerIndex const& servers, Process const& process,
                             LifeStory::Entry const* last) {
    NodeStatus status;
    if (!process.is_alive) {
        status.is_dead = true;
        status.meaning = process.incarnation == 0 ? Meaning::dead : Meaning::lost;
        status.words = end_words(process, last);
        return status;
    }
    Raft const& raft = **process.raft;
    std::string const epoch_words = " · epoch " + std::to_string(epoch(raft).value);
    switch (raft.role) {
    case RaftRole::leader: status.words = "leader"; break;
    case RaftRole::follower: status.words = "voter"; break;
    case RaftRole::unattached: status.words = "voter · knows no leader"; break;
    case RaftRole::prospective: status.words = "asks for pre-votes"; break;
    case RaftRole::candidate: status.words = "candidate"; break;
    case RaftRole::resigned: status.words = "resigned"; break;
    case RaftRole::observer: status.words = "observer"; break;
    }
    bool const is_calm = raft.role == RaftRole::leader || raft.role == RaftRole::follower;
    if (raft.role != RaftRole::follower && raft.role != RaftRole::unattached) {
        status.words += epoch_words;
    }
    if (process.is_paused) status.words = since("paused", last);
    bool const isolated = is_isolated(servers.world(), process.id);
    if (isolated) status.words += " · isolated";
    status.words += clock_words(process);
    status.meaning = is_calm && !process.is_paused && !isolated && process.clock_skew.us == 0
                         ? Meaning::plain
                         : Meaning::at_risk;
    return status;
}

NodeStatus client_status(Process const& process, LifeStory::Entry const* last) {
    NodeStatus status;
    if (!process.is_alive) {
        status.is_dead = true;
        status.meaning = process.incarnation == 0 ? Meaning::dead : Meaning::lost;
        status.words = end_words(process, last);
    } else if (process.is_paused) {
        status.words = since("paused", last);
        status.meaning = Meaning::at_risk;
    }
    return status;
}

}  // namespace highwater::gui

#include "gui/view/group_film.h"

#include <algorithm>
#include <map>
#include <optional>

#include "gui/view/overloaded.h"
#include "gui/view/short_text.h"

namespace highwater::gui {
namespace {

using Partitions = std::vector<TopicPartition>;
using Possessions = std::map<std::string, Partitions>;  // by client id

// A static member goes on under the name of the process that took its place (KIP-345).
void rename(Possessions& owners, std::string const& from, std::string const& to) {
    auto moved = owners.extract(from);
    if (moved.empty()) return;
    moved.key() = to;
    owners.insert(std::move(moved));
}

// What is known of one generation while the facts are read.
struct Generation {
    GroupNotes::Note const* began{};
    bool is_consumer{};  // KIP-848
    std::int32_t number{};
    NameId protocol{kNoName};
    std::string leader;
    std::string cause;
    std::int32_t members{};
    bool is_assigned{};
    Possessions owners;  // of KIP-848: the target
    // KIP-848: how far each member has come.
    Possessions reached;
    Possessions giving_up;
    std::vector<std::pair<std::string, std::string>> replaced;  // static members, from and to
};

bool has(Partitions const& partitions, TopicPartition id) {
    return std::find(partitions.begin(), partitions.end(), id) != partitions.end();
}

struct Reading {
    Describer const& who;
    std::vector<Generation> generations{};
    std::string cause{};  // of the rebalance that is under way
    bool is_rebalancing{};
    std::map<NameId, NameId> clients{};  // by member id

    std::string name(NameId id) const { return id == kNoName ? "" : who.names->text(id); }

    Possessions owners_of(GroupOwners const& owners) const {
        Possessions read;
        for (auto const& [client, partitions] : owners.owners) {
            Partitions& of_client = read[name(client)];
            of_client.insert(of_client.end(), partitions.begin(), partitions.end());
        }
        return read;
    }

    Generation& begin(GroupNotes::Note const& note, bool is_consumer, std::int32_t number) {
        Generation made;
        made.began = &note;
        made.is_consumer = is_consumer;
        made.number = number;
        made.cause = std::move(cause);
        cause.clear();
        is_rebalancing = false;
        // A member of KIP-848 keeps what it has until it has given it up.
        if (is_consumer && !generations.empty()) {
            made.reached = generations.back().reached;
            made.giving_up = generations.back().giving_up;
        }
        generations.push_back(std::move(made));
        return generations.back();
    }
    Generation* current(std::int32_t number) {
        bool const is_it = !generations.empty() && generations.back().number == number;
        return is_it ? &generations.back() : nullptr;
    }

    // Where the coordinator goes on with the generation that there is, nobody assigns anew.
    void replace(StaticMemberReplaced const& fact) {
        auto const old = clients.find(fact.from);
        std::string const from = old == clients.end() ? "" : name(old->second);
        std::string const to = name(fact.client);
        clients[fact.to] = fact.client;
        if (from.empty() || from == to || generations.empty()) return;
        Generation& now = generations.back();
        for (Possessions* owners : {&now.owners, &now.reached, &now.giving_up})
            rename(*owners, from, to);
        now.replaced.emplace_back(from, to);
    }

    void read(GroupNotes::Note const& note) {
        std::visit(Overloaded{
                       [&](GroupRebalanceBegan const& fact) {
                           cause = cause_of(fact.why, name(fact.client));
                           is_rebalancing = true;
                       },
                       [&](GroupGenerationBegan const& fact) {
                           Generation& made = begin(note, false, fact.generation);
                           made.protocol = fact.protocol;
                           made.leader = name(fact.leader);
                           made.members = fact.members;
                       },
                       [&](GroupAssigned const& fact) {
                           Generation* found = current(fact.generation);
                           if (found == nullptr || !fact.owners) return;
                           found->is_assigned = true;
                           found->owners = owners_of(*fact.owners);
                       },
                       [&](GroupEpochBumped const& fact) {
                           cause = cause_of(fact.why, name(fact.client));
                       },
                       [&](TargetAssignmentComputed const& fact) {
                           Generation& made = begin(note, true, fact.epoch);
                           made.protocol = fact.assignor;
                           made.is_assigned = true;
                           if (fact.owners) made.owners = owners_of(*fact.owners);
                       },
                       [&](MemberReconciled const& fact) {
                           if (generations.empty() || !fact.progress) return;
                           Generation& now = generations.back();
                           now.reached[name(fact.client)] = fact.progress->assigned;
                           now.giving_up[name(fact.client)] = fact.progress->pending_revocation;
                       },
                       [&](GroupMemberJoined const& fact) { clients[fact.member] = fact.client; },
                       [&](StaticMemberReplaced const& fact) { replace(fact); },
                       [&](GroupMemberLeft const& fact) {
                           if (generations.empty()) return;
                           generations.back().reached.erase(name(fact.client));
                           generations.back().giving_up.erase(name(fact.client));
                       },
                       [&](auto const&) {},
                   },
                   note.traced.fact);
    }
};

using ChipChange = OwnedChip::Change;

struct Picture {
    Describer const& who;
    Generation const& now;
    Possessions const& before;  // who had what when the generation before ended

    void add(MemberBox& box, TopicPartition id, ChipChange change) const {
        box.chips.push_back({id, who.partition(id), change});
    }

    MemberBox box_of(std::string const& client, Partitions const& owned) const {
        MemberBox box;
        box.name = client;
        auto const had = before.find(client);
        Partitions const none;
        Partitions const& earlier = had == before.end() ? none : had->second;
        auto const reached = now.reached.find(client);
        for (TopicPartition const id : owned) {
            ChipChange change = has(earlier, id) ? ChipChange::kept : ChipChange::gained;
            bool const waits =
                now.is_consumer && (reached == now.reached.end() || !has(reached->second, id));
            if (change == ChipChange::gained && waits) change = ChipChange::awaited;
            add(box, id, change);
        }
        for (TopicPartition const id : earlier) {
            if (!has(owned, id)) add(box, id, ChipChange::revoked);
        }
        auto const count = static_cast<std::int64_t>(owned.size());
        box.note = count == 0 ? "idle" : counted(count, "partition", "partitions");
        return box;
    }

    std::vector<MemberBox> boxes() const {
        std::vector<MemberBox> all;
        for (auto const& [client, owned] : now.owners) all.push_back(box_of(client, owned));
        for (auto const& [client, earlier] : before) {
            if (now.owners.contains(client) || !now.is_assigned || earlier.empty()) continue;
            MemberBox gone = box_of(client, {});
            gone.is_gone = true;
            gone.note = "not a member";
            all.push_back(std::move(gone));
        }
        return all;
    }
};

bool has_change(FilmFrame const& frame, ChipChange change) {
    for (MemberBox const& box : frame.members) {
        for (OwnedChip const& chip : box.chips) {
            if (chip.change == change) return true;
        }
    }
    return false;
}

bool gives_up(Generation const& generation) {
    return std::any_of(generation.giving_up.begin(), generation.giving_up.end(),
                       [](auto const& each) { return !each.second.empty(); });
}

// What the generation is about, in a few words.
void say_phase(FilmFrame& frame, Generation const& generation, bool is_first,
               Describer const& who) {
    auto const say = [&](std::string words, Meaning meaning) {
        frame.phase = std::move(words);
        frame.phase_meaning = meaning;
    };
    if (!generation.is_assigned) {
        if (generation.members == 0) return say("nobody is left", Meaning::dead);
        return say(generation.leader + " assigns", Meaning::controller);
    }
    if (generation.is_consumer) {
        if (gives_up(generation)) return say("members give back", Meaning::at_risk);
        if (has_change(frame, ChipChange::awaited)) {
            return say(is_first ? kFirstAssignment : "members take over", Meaning::controller);
        }
        return say("all have what they should", Meaning::in_sync);
    }
    bool const is_cooperative = who.names->text(generation.protocol) == "cooperative-sticky";
    bool const gave = has_change(frame, ChipChange::revoked);
    bool const took = has_change(frame, ChipChange::gained);
    if (is_cooperative && gave && !took) return say("first rebalance: give back", Meaning::at_risk);
    if (!is_cooperative && gave) return say("all gave back, all took anew", Meaning::at_risk);
    if (took && is_first) return say(kFirstAssignment, Meaning::in_sync);
    say(took ? kTakesOver : "nothing moves", Meaning::in_sync);
}

}  // namespace

std::string cause_of(RebalanceReason why, std::string const& client) {
    switch (why) {
    case RebalanceReason::member_joined: return client + " joins";
    case RebalanceReason::member_left: return client + " leaves";
    case RebalanceReason::member_expired: return client + " is not heard any more";
    case RebalanceReason::leader_rejoined: return client + ", its leader, joins again";
    case RebalanceReason::subscription_changed: return client + " subscribes anew";
    case RebalanceReason::member_rejoined: return client + " joins again";
    case RebalanceReason::assignment_not_stored: return "its assignment is not stored";
    case RebalanceReason::static_member_replaced: return client + " comes back";
    case RebalanceReason::sync_timeout: return client + " does not sync";
    case RebalanceReason::topics_changed: return "its topics change";
    case RebalanceReason::migration: return "its protocol changes";
    }
    return {};
}

std::vector<FilmFrame> film_of(GroupNotes const& notes, NameId group, std::uint64_t until,
                               Describer const& who) {
    Reading reading{who};
    for (GroupNotes::Note const& note : notes.notes) {
        if (note.nth >= until) break;
        bool const is_of_it = who.cluster_of(note.traced.node) == kFirstCluster;
        if (is_of_it && group_of(note.traced.fact) == group) reading.read(note);
    }
    std::vector<FilmFrame> frames;
    Possessions before;
    bool is_first = true;  // until somebody had a partition
    for (Generation const& generation : reading.generations) {
        FilmFrame frame;
        frame.title = generation.is_consumer ? "epoch " : "generation ";
        frame.title += std::to_string(generation.number);
        frame.when = tenths(generation.began->traced.at);
        frame.cause = generation.cause;
        frame.nth = generation.began->nth;
        frame.event = generation.began->event;
        for (auto const& [from, to] : generation.replaced) rename(before, from, to);
        frame.members = Picture{who, generation, before}.boxes();
        say_phase(frame, generation, is_first, who);
        for (auto const& [client, owned] : generation.owners) is_first = is_first && owned.empty();
        if (generation.is_assigned) {
            // Of KIP-848 what a member really holds decides what it keeps next.
            before = generation.owners;
            if (generation.is_consumer) {
                for (auto& [client, owned] : before) {
                    auto const reached = generation.reached.find(client);
                    owned = reached == generation.reached.end() ? Partitions{} : reached->second;
                    auto const pending = generation.giving_up.find(client);
                    if (pending == generation.giving_up.end()) continue;
                    owned.insert(owned.end(), pending->second.begin(), pending->second.end());
                }
            }
        } else if (generation.members == 0) {
            before.clear();
        }
        if (!frames.empty() && frames.back().phase == kTakesOver) frames.back().phase = kTakenOver;
        frames.push_back(std::move(frame));
    }
    if (!frames.empty()) frames.back().is_now = true;
    if (reading.is_rebalancing && !frames.empty()) {
        frames.back().phase = reading.cause + ": all must join again";
        frames.back().phase_meaning = Meaning::at_risk;
    }
    return frames;
}

}  // namespace highwater::gui

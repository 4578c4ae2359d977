// E1–E7: what a group's coordinator hands out. They look at what it holds after the event.
#include <algorithm>
#include <set>

#include "check/groups.h"

namespace highwater::check {

namespace {
// What one member is to have, and what it asked for.
struct Share {
    NameId member{kNoName};
    std::vector<NameId> topics;
    std::vector<TopicPartition> partitions;
};

// How many partitions each topic has.
using TopicCounts = std::vector<std::pair<NameId, std::int32_t>>;

// An assignment as the coordinator has just been given it, or has just made it.
struct HandedOut {
    bool is_known{};
    NameId group{kNoName};
    std::string_view assignor;
    std::vector<Share> shares;
    ClassicGroup const* classic{};
    std::optional<TopicCounts> known;  // to the member that assigned
};

MetadataImage const& image_of(Look const& look) { return *look.broker()->image; }

std::vector<TopicPartition> named(Look const& look, TopicIdAssignment const& assignment) {
    std::vector<TopicPartition> partitions;
    for (auto const& [id, numbers] : assignment) {
        TopicImage const* const topic = find_topic(image_of(look), id);
        if (topic == nullptr) continue;
        for (std::int32_t const number : numbers) partitions.push_back({topic->name, number});
    }
    return partitions;
}

// The member that assigns may be behind the coordinator or ahead of it, and know the topic that had
// the name before. It remembers what it assigned by, until it joins again.
std::optional<TopicCounts> known_by_leader(Look const& look, ClassicGroup const& group) {
    for (Process const& process : look.world.nodes) {
        if (!process.consumer || process.cluster != look.cluster) continue;
        Membership const& membership = (*process.consumer)->membership;
        if (membership.member_id == group.leader_id) return membership.classic.assigned_topics;
    }
    return std::nullopt;
}

HandedOut given_by_leader(Look const& look, GroupAssigned const& assigned) {
    HandedOut out;
    ClassicGroup const* const group = classic_group(look, assigned.group);
    out.group = assigned.group;
    // What could not be written was taken back.
    if (group == nullptr || group->generation_id != assigned.generation ||
        group->state != ClassicGroupState::stable) {
        return out;
    }
    out.is_known = true;
    out.classic = group;
    out.assignor = look.world.names.text(group->protocol_name);
    for (auto const& [id, member] : group->members) {
        Share share;
        share.member = id;
        if (auto const said = metadata_of(member, group->protocol_name))
            share.topics = said->topics;
        std::sort(share.topics.begin(), share.topics.end());
        if (member.assignment) share.partitions = member.assignment->assigned_partitions;
        out.shares.push_back(std::move(share));
    }
    out.known = known_by_leader(look, *group);
    return out;
}

HandedOut made_here(Look const& look, TargetAssignmentComputed const& computed) {
    HandedOut out;
    ConsumerGroup const* const group = consumer_group(look, computed.group);
    out.group = computed.group;
    if (group == nullptr || group->target_assignment_epoch != computed.epoch) return out;
    out.is_known = true;
    out.assignor = look.world.names.text(computed.assignor);
    for (auto const& [id, member] : group->members) {
        Share share;
        share.member = id;
        share.topics = subscribed_topics(*group, member);
        std::sort(share.topics.begin(), share.topics.end());
        auto const target = group->target_assignment.find(id);
        if (target != group->target_assignment.end()) {
            share.partitions = named(look, target->second);
        }
        out.shares.push_back(std::move(share));
    }
    return out;
}

HandedOut handed_out(Look const& look) {
    if (auto const* assigned = std::get_if<GroupAssigned>(look.fact)) {
        return given_by_leader(look, *assigned);
    }
    return made_here(look, look.as<TargetAssignmentComputed>());
}

bool has(std::vector<TopicPartition> const& partitions, TopicPartition id) {
    return std::find(partitions.begin(), partitions.end(), id) != partitions.end();
}

std::int32_t count_in(TopicCounts const& counts, NameId name) {
    auto const found = std::find_if(counts.begin(), counts.end(),
                                    [&](auto const& each) { return each.first == name; });
    return found == counts.end() ? 0 : found->second;
}

bool is_cooperative(HandedOut const& out) { return out.assignor == "cooperative-sticky"; }
bool is_sticky(HandedOut const& out) { return is_cooperative(out) || out.assignor == "sticky"; }

// What a member said that it owns when it joined.
struct Claim {
    NameId member{kNoName};
    std::int32_t generation{-1};
    std::vector<TopicPartition> partitions;
};

Claim claim_of(ClassicGroupMember const& member, NameId protocol, bool cooperative) {
    Claim claim;
    claim.member = member.member_id;
    auto const said = metadata_of(member, protocol);
    if (!said) return claim;
    claim.generation = said->generation_id;
    if (claim.generation < 0 && said->user_data) claim.generation = said->user_data->generation;
    if (cooperative) {
        claim.partitions = said->owned_partitions;
    } else if (said->user_data) {
        claim.partitions = said->user_data->previous_assignment;
    }
    return claim;
}

std::vector<Claim> all_claims(HandedOut const& out) {
    std::vector<Claim> claims;
    if (out.classic == nullptr || !is_sticky(out)) return claims;
    for (auto const& [id, member] : out.classic->members) {
        claims.push_back(claim_of(member, out.classic->protocol_name, is_cooperative(out)));
    }
    return claims;
}

// Claims that count: of the newest generation, and of partitions that nobody else claims by it.
std::vector<Claim> valid_claims(HandedOut const& out) {
    std::vector<Claim> claims = all_claims(out);
    std::int32_t newest = 0;
    for (Claim const& claim : claims) newest = std::max(newest, claim.generation);
    std::map<TopicPartition, std::int32_t> claimed;
    for (Claim& claim : claims) {
        if (claim.generation != newest) claim.partitions.clear();
        for (TopicPartition const id : claim.partitions) ++claimed[id];
    }
    for (Claim& claim : claims) {
        auto& mine = claim.partitions;
        mine.erase(std::remove_if(mine.begin(), mine.end(),
                                  [&](TopicPartition id) { return claimed[id] > 1; }),
                   mine.end());
    }
    return claims;
}

// Everything that has an owner, or waits until its owner has given it up. Also who claims it by an
// older generation, or at odds with another, is waited for: a group whose log was lost counts its
// generations anew, and whoever was away claims by a former one
// (AbstractStickyAssignor.computePartitionsTransferringOwnership).
std::set<TopicPartition> spoken_for(HandedOut const& out) {
    std::set<TopicPartition> all;
    for (Share const& share : out.shares) {
        all.insert(share.partitions.begin(), share.partitions.end());
    }
    if (!is_cooperative(out)) return all;
    for (Claim const& claim : all_claims(out)) {
        for (TopicPartition const id : claim.partitions) {
            // Of a topic that had more partitions before it was made anew, those are no more.
            if (out.known && id.partition >= count_in(*out.known, id.topic)) continue;
            // Of a topic that nobody reads any more nothing is kept.
            bool const is_wanted =
                std::any_of(out.shares.begin(), out.shares.end(), [&](Share const& share) {
                    return std::binary_search(share.topics.begin(), share.topics.end(), id.topic);
                });
            if (is_wanted) all.insert(id);
        }
    }
    return all;
}

bool is_wanted_alike(HandedOut const& out) {
    return std::all_of(out.shares.begin(), out.shares.end(), [&](Share const& share) {
        return share.topics == out.shares.front().topics;
    });
}

void blame(Look& look, HandedOut const& out, TopicPartition id) {
    look.violate({.partition = id, .broker = look.self(), .group = out.group});
}
}  // namespace

// ---- E1, E3 -------------------------------------------------------------------------------------

namespace {
// Two members of a group of KIP-848 hold a partition; `waits`: one of them is to give it up.
void look_for_second_holder(Look& look, NameId id, bool waits) {
    ConsumerGroup const* const group = consumer_group(look, id);
    if (group == nullptr) return look.pass_over();
    std::map<std::pair<Uuid, std::int32_t>, NameId> holders;
    for (auto const& [member_id, member] : group->members) {
        for (auto const& [topic, partitions] : member.assigned) {
            for (auto const& [number, since] : partitions) {
                auto const [at, is_first] = holders.emplace(std::pair{topic, number}, member_id);
                TopicImage const* const image = find_topic(image_of(look), topic);
                if (waits || is_first || image == nullptr) continue;
                look.violate(
                    {.partition = {image->name, number}, .broker = look.self(), .group = id});
            }
        }
    }
    if (!waits) return;
    for (auto const& [member_id, member] : group->members) {
        for (auto const& [topic, partitions] : member.pending_revocation) {
            for (auto const& [number, since] : partitions) {
                auto const holder = holders.find({topic, number});
                TopicImage const* const image = find_topic(image_of(look), topic);
                bool const is_free = holder == holders.end() || holder->second == member_id;
                if (is_free || image == nullptr) continue;
                look.violate(
                    {.partition = {image->name, number}, .broker = look.self(), .group = id});
            }
        }
    }
}
}  // namespace

void exclusive_ownership(Look& look) {
    if (auto const* reconciled = std::get_if<MemberReconciled>(look.fact)) {
        return look_for_second_holder(look, reconciled->group, false);
    }
    HandedOut const out = handed_out(look);
    if (!out.is_known) return look.pass_over();
    std::set<TopicPartition> seen;
    for (Share const& share : out.shares) {
        for (TopicPartition const id : share.partitions) {
            if (!seen.insert(id).second) blame(look, out, id);
        }
    }
}

namespace {
// Where members read different topics, Kafka takes the word of one that says that it owns a
// partition already, by however old a generation, and does not wait for who owns it by a newer one
// (CooperativeStickyAssignor.computePartitionsTransferringOwnership looks at what both own).
bool is_kept_by_word(HandedOut const& out, std::vector<Claim> const& claims, NameId member,
                     TopicPartition id) {
    if (is_wanted_alike(out)) return false;
    return std::any_of(claims.begin(), claims.end(), [&](Claim const& claim) {
        return claim.member == member && has(claim.partitions, id);
    });
}
}  // namespace

void revoke_before_assign(Look& look) {
    if (auto const* reconciled = std::get_if<MemberReconciled>(look.fact)) {
        return look_for_second_holder(look, reconciled->group, true);
    }
    HandedOut const out = handed_out(look);
    // Members of the older assignors gave up everything before they joined.
    if (!out.is_known || !is_cooperative(out)) return look.pass_over();
    std::vector<Claim> const claims = all_claims(out);
    for (Claim const& claim : valid_claims(out)) {
        for (Share const& share : out.shares) {
            if (share.member == claim.member) continue;
            for (TopicPartition const id : share.partitions) {
                bool const is_taken =
                    has(claim.partitions, id) && !is_kept_by_word(out, claims, share.member, id);
                if (is_taken) blame(look, out, id);
            }
        }
    }
}

// ---- E2 -----------------------------------------------------------------------------------------

namespace {
// To whoever assigned them.
std::int32_t partitions_known(Look const& look, HandedOut const& out, NameId name) {
    if (out.known) return count_in(*out.known, name);
    if (out.classic != nullptr) {
        // It is not there any more to be asked: what it gave is a beginning.
        std::int32_t count = 0;
        for (Share const& share : out.shares) {
            for (TopicPartition const id : share.partitions) {
                if (id.topic == name) count = std::max(count, id.partition + 1);
            }
        }
        return count;
    }
    TopicImage const* const topic = find_topic(image_of(look), name);
    return topic == nullptr ? 0 : static_cast<std::int32_t>(topic->partitions.size());
}
}  // namespace

void coverage(Look& look) {
    HandedOut const out = handed_out(look);
    if (!out.is_known || out.shares.empty()) return look.pass_over();
    std::set<TopicPartition> const all = spoken_for(out);
    std::set<NameId> topics;
    for (Share const& share : out.shares) {
        topics.insert(share.topics.begin(), share.topics.end());
        for (TopicPartition const id : share.partitions) {
            bool const asked =
                std::binary_search(share.topics.begin(), share.topics.end(), id.topic);
            if (!asked) blame(look, out, id);
        }
    }
    for (NameId const name : topics) {
        std::int32_t const partitions = partitions_known(look, out, name);
        for (std::int32_t i = 0; i < partitions; ++i) {
            if (all.find({name, i}) == all.end()) blame(look, out, {name, i});
        }
    }
}

// ---- E4, E5 -------------------------------------------------------------------------------------

namespace {
void look_at_commit(Look& look, OffsetCommitted const& committed) {
    auto const* request = look.message == nullptr
                              ? nullptr
                              : std::get_if<OffsetCommitRequest>(&look.message->message);
    if (request == nullptr) return look.pass_over();
    std::int32_t const epoch = request->generation_id_or_member_epoch;
    bool is_current = true;
    if (ClassicGroup const* const group = classic_group(look, committed.group)) {
        // Who is no member may commit while there is none.
        if (epoch < 0 && group->members.empty()) return look.pass_over();
        is_current =
            epoch == group->generation_id && find_member(*group, request->member_id) != nullptr;
    } else if (ConsumerGroup const* const other = consumer_group(look, committed.group)) {
        if (epoch < 0 && other->members.empty()) return look.pass_over();
        ConsumerGroupMember const* const member = find_member(*other, request->member_id);
        is_current = member != nullptr && epoch <= member->member_epoch;
    } else {
        return look.pass_over();
    }
    if (is_current) return;
    look.violate({.partition = committed.partition,
                  .broker = look.self(),
                  .epoch = {epoch},
                  .offset = committed.offset,
                  .group = committed.group});
}
}  // namespace

void generation_fencing(Look& look) {
    if (auto const* committed = std::get_if<OffsetCommitted>(look.fact)) {
        return look_at_commit(look, *committed);
    }
    auto const& began = look.as<GroupGenerationBegan>();
    ClassicGroup const* const group = classic_group(look, began.group);
    GroupBook const* const book = find_book(look.state, began.group);
    bool const is_known = book != nullptr && book->coordinator == look.node &&
                          book->generation >= 0 && group != nullptr &&
                          group->generation_id == began.generation;
    if (!is_known) return look.pass_over();
    if (began.generation == book->generation + 1) return;
    look.violate({.broker = look.self(), .epoch = {began.generation}, .group = began.group});
}

void static_membership(Look& look) {
    auto const* replaced = std::get_if<StaticMemberReplaced>(look.fact);
    NameId const id = replaced != nullptr ? replaced->group : look.as<GroupMemberJoined>().group;
    std::map<NameId, NameId> seen;
    auto const look_at = [&](auto const* group, auto instance_of) {
        for (auto const& [member_id, member] : group->members) {
            NameId const instance = instance_of(member);
            if (instance == kNoName || seen.emplace(instance, member_id).second) continue;
            look.violate({.broker = look.self(), .group = id});
        }
    };
    if (ClassicGroup const* const classic = classic_group(look, id)) {
        look_at(classic, [](auto const& member) { return member.group_instance_id; });
    } else if (ConsumerGroup const* const group = consumer_group(look, id)) {
        look_at(group, [](auto const& member) { return member.instance_id; });
    }
    if (seen.empty()) look.pass_over();
}

// ---- E6, E7 -------------------------------------------------------------------------------------

namespace {
// The smallest and the largest share, of what `counts`.
template <class Counts>
bool is_even(std::vector<Share> const& shares, Counts counts) {
    std::int64_t least = INT64_MAX;
    std::int64_t most = 0;
    for (Share const& share : shares) {
        std::int64_t const size =
            std::count_if(share.partitions.begin(), share.partitions.end(), counts);
        least = std::min(least, size);
        most = std::max(most, size);
    }
    return most - least <= 1;
}
}  // namespace

void balance(Look& look) {
    HandedOut const out = handed_out(look);
    if (!out.is_known || out.shares.size() < 2 || !is_wanted_alike(out)) return look.pass_over();
    std::set<TopicPartition> const all = spoken_for(out);
    std::size_t handed = 0;
    for (Share const& share : out.shares) handed += share.partitions.size();
    // What is held back until its owner has given it up belongs to somebody already.
    if (all.empty() || handed < all.size()) return look.pass_over();
    if (out.assignor == "range") {
        for (NameId const topic : out.shares.front().topics) {
            bool const even =
                is_even(out.shares, [&](TopicPartition id) { return id.topic == topic; });
            if (!even) look.violate({.broker = look.self(), .group = out.group});
        }
        return;
    }
    bool const even = is_even(out.shares, [](TopicPartition) { return true; });
    if (!even) look.violate({.broker = look.self(), .group = out.group});
}

namespace {
// Racks may be worth a move.
bool knows_racks(HandedOut const& out) {
    if (out.classic == nullptr) return false;
    auto const& members = out.classic->members;
    return std::any_of(members.begin(), members.end(), [&](auto const& each) {
        auto const said = metadata_of(each.second, out.classic->protocol_name);
        return said && said->rack_id != kNoName;
    });
}

// Of a topic that was deleted, and perhaps made anew: what members had of it was of another one.
bool is_new(Look const& look, TopicPartition id) {
    return registration_of(look.state, id) == nullptr || book_of(look.state, id).is_another_topic;
}

std::vector<Claim> had_before(Look const& look, HandedOut const& out) {
    if (out.classic != nullptr) return valid_claims(out);
    std::vector<Claim> claims;
    GroupBook const* const book = find_book(look.state, out.group);
    if (book == nullptr || book->coordinator != look.node) return claims;
    for (auto const& [member, partitions] : book->target) {
        Claim claim;
        claim.member = member;
        claim.partitions = partitions;
        claims.push_back(std::move(claim));
    }
    return claims;
}
}  // namespace

void stickiness(Look& look) {
    HandedOut const out = handed_out(look);
    bool const promises = is_sticky(out) || out.assignor == "uniform";
    if (!out.is_known || out.shares.empty() || !promises || !is_wanted_alike(out) ||
        knows_racks(out)) {
        return look.pass_over();
    }
    std::set<TopicPartition> const all = spoken_for(out);
    if (std::any_of(all.begin(), all.end(), [&](TopicPartition id) { return is_new(look, id); })) {
        return look.pass_over();
    }
    std::size_t const least = all.size() / out.shares.size();
    for (Claim const& claim : had_before(look, out)) {
        auto const share =
            std::find_if(out.shares.begin(), out.shares.end(),
                         [&](Share const& each) { return each.member == claim.member; });
        if (share == out.shares.end()) continue;
        std::size_t had = 0;
        std::size_t kept = 0;
        TopicPartition lost;
        for (TopicPartition const id : claim.partitions) {
            if (all.find(id) == all.end()) continue;
            ++had;
            if (has(share->partitions, id)) {
                ++kept;
            } else {
                lost = id;
            }
        }
        if (kept < std::min(had, least)) blame(look, out, lost);
    }
}

std::map<NameId, std::vector<TopicPartition>> target_of(Look const& look,
                                                        TargetAssignmentComputed const& computed) {
    std::map<NameId, std::vector<TopicPartition>> target;
    for (Share& share : made_here(look, computed).shares) {
        target[share.member] = std::move(share.partitions);
    }
    return target;
}

}  // namespace highwater::check

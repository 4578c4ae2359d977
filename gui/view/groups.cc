#include "gui/view/groups.h"

#include <algorithm>
#include <map>
#include <optional>

#include "gui/view/clients.h"
#include "gui/view/group_film.h"
#include "gui/view/lesson.h"
#include "gui/view/partition_state.h"
#include "gui/view/short_text.h"
#include "scenario/groups.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

// Less is what a consumer has on its way at any time.
constexpr std::int64_t kLateFrom = 10;

// Groups that a coordinator knows, and those that a consumer wants to be in.
std::vector<NameId> all_groups(Frame const& frame, std::vector<GroupView> const& known) {
    std::vector<NameId> groups;
    for (GroupView const& view : known) groups.push_back(view.group);
    for (Process const& process : frame.world.nodes) {
        if (process.cluster != kFirstCluster) continue;
        if (!process.consumer || !is_group_member(**process.consumer)) continue;
        groups.push_back((*process.consumer)->membership.group);
    }
    if (frame.groups != nullptr) {
        std::uint64_t const until = frame.cursor.nth;
        for (GroupNotes::Note const& note : frame.groups->notes) {
            bool const is_of_it = frame.who.cluster_of(note.traced.node) == kFirstCluster;
            if (is_of_it && note.nth < until) groups.push_back(group_of(note.traced.fact));
        }
    }
    groups.erase(std::remove(groups.begin(), groups.end(), kNoName), groups.end());
    Names const& names = frame.world.names;
    std::sort(groups.begin(), groups.end(),
              [&](NameId a, NameId b) { return names.text(a) < names.text(b); });
    groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
    return groups;
}

// The window shows one cluster.
std::vector<GroupView> known_groups(Frame const& frame) {
    std::vector<GroupView> known = view_groups(frame.world);
    std::erase_if(known, [](GroupView const& each) { return each.cluster != kFirstCluster; });
    return known;
}

void tell_about(Frame const& frame, GroupView const* known, GroupsView& view) {
    BrokerId const coordinator = coordinator_of(frame.world, view.shown);
    std::string const led = frame.who.broker(coordinator);
    if (known == nullptr) {
        view.state = "unknown";
        view.state_meaning = Meaning::at_risk;
        view.about = coordinator == kNoBroker
                         ? "no coordinator: nobody leads its partition of __consumer_offsets"
                         : "its coordinator " + led + " does not answer";
        return;
    }
    view.about = known->is_consumer ? "consumer protocol (KIP-848)" : "classic protocol";
    if (!known->assignor.empty()) view.about += " · " + known->assignor;
    view.about += " · coordinator " + led;
    view.state = known->state;
    bool const is_calm = known->state == "Stable" || known->state == "Empty";
    view.state_meaning = is_calm ? Meaning::in_sync : Meaning::at_risk;
    if (known->state == "Empty") view.state_meaning = Meaning::plain;
}

// A consumer of the group, as it sees itself.
struct Claim {
    Process const* process{};
    AssignedPartition const* part{};  // nullptr: it does not believe that it owns the partition
};

std::vector<Claim> claims_of(Frame const& frame, NameId group, TopicPartition partition) {
    std::vector<Claim> claims;
    for (Process const& process : frame.world.nodes) {
        if (!process.is_alive || !process.consumer || process.cluster != kFirstCluster) continue;
        Consumer const& consumer = **process.consumer;
        if (!is_group_member(consumer) || consumer.membership.group != group) continue;
        Claim claim{&process, nullptr};
        for (AssignedPartition const& each : consumer.partitions) {
            if (each.partition == partition) claim.part = &each;
        }
        claims.push_back(claim);
    }
    return claims;
}

// Whether the coordinator says who owns what.
bool is_decided(GroupView const* known) {
    return known != nullptr && (known->is_consumer || known->state == "Stable");
}

// The process that the coordinator's member is, as its consumer is called here.
NameId given_to(GroupView const& known, TopicPartition partition) {
    auto const has = [partition](std::vector<TopicPartition> const& parts) {
        return std::find(parts.begin(), parts.end(), partition) != parts.end();
    };
    for (GroupMemberView const& member : known.members) {
        // Of KIP-848 what a member is to give up is its own until it has.
        bool const is_giving_up = member.pending_revocation && has(*member.pending_revocation);
        if (has(member.assigned) || is_giving_up) return member.process;
    }
    return kNoName;
}

// A member that was expelled goes on with what it had until it polls: both words are told.
void tell_owner(Frame const& frame, GroupView const* known, NameId group, OffsetLine& line) {
    bool const decided = is_decided(known);
    NameId const given = decided ? given_to(*known, line.partition) : kNoName;
    if (given != kNoName) {
        line.owner = frame.world.names.text(given);
        line.is_owner_told = false;
    }
    for (Claim const& claim : claims_of(frame, group, line.partition)) {
        bool const is_owner = decided ? claim.process->name == given : line.owner.empty();
        std::string const& name = frame.world.names.text(claim.process->name);
        if (is_owner && (decided || claim.part != nullptr)) {
            line.owner = name;
            line.owner_node = claim.process->id;
            line.is_owner_told = claim.part != nullptr;
            bool const is_there = claim.part != nullptr && claim.part->position != kNoOffset;
            if (is_there) line.position = claim.part->position.value;
        } else if (claim.part != nullptr && line.believer.empty()) {
            line.believer = name;
            line.believer_node = claim.process->id;
        }
    }
}

// What the strip's last picture does not know: how far the members themselves are.
void tell_members(Frame const& frame, GroupsView& view, GroupView const* known) {
    if (view.frames.empty()) return;
    FilmFrame& now = view.frames.back();
    std::map<std::string, std::vector<TopicPartition>> believed;
    for (Process const& process : frame.world.nodes) {
        if (!process.is_alive || !process.consumer || process.cluster != kFirstCluster) continue;
        Consumer const& consumer = **process.consumer;
        if (!is_group_member(consumer) || consumer.membership.group != view.shown) continue;
        std::vector<TopicPartition>& its = believed[frame.world.names.text(process.name)];
        for (AssignedPartition const& each : consumer.partitions) its.push_back(each.partition);
    }
    bool const decided = is_decided(known);
    bool is_over = decided;
    for (auto& [name, partitions] : believed) {
        std::vector<std::string> without;
        for (TopicPartition const id : partitions) {
            bool const is_its = decided && frame.world.names.text(given_to(*known, id)) == name;
            if (decided && !is_its) without.push_back(frame.who.partition(id));
        }
        auto box = std::find_if(now.members.begin(), now.members.end(),
                                [&](MemberBox const& each) { return each.name == name; });
        if (!without.empty()) {
            if (box == now.members.end()) {
                MemberBox gone;
                gone.name = name;
                gone.is_gone = true;
                box = now.members.insert(now.members.end(), std::move(gone));
            }
            box->belief = "believes it owns " + joined(without, 2);
        }
        if (box == now.members.end()) continue;
        for (OwnedChip& chip : box->chips) {
            bool const has_it =
                std::find(partitions.begin(), partitions.end(), chip.partition) != partitions.end();
            if (chip.change == OwnedChip::Change::gained) chip.is_done = decided && has_it;
        }
    }
    for (MemberBox const& box : now.members) {
        for (OwnedChip const& chip : box.chips) {
            if (chip.change == OwnedChip::Change::awaited) is_over = false;
            if (chip.change == OwnedChip::Change::gained && !chip.is_done) is_over = false;
        }
    }
    if (is_over && now.phase == kTakesOver) now.phase = kTakenOver;
}

// "billing-4" may not have been started yet and is a member of billing all the same; a partition
// is called like that, too.
std::size_t find_member(std::string_view text, std::string const& group) {
    for (std::size_t at = text.find(group); at != std::string_view::npos;
         at = text.find(group, at + 1)) {
        std::size_t end = at + group.size();
        if (end >= text.size() || text[end] != '-') continue;
        std::size_t const digits = ++end;
        while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
        if (end == digits) continue;
        std::size_t const whole = find_name(text, text.substr(at, end - at));
        if (whole != std::string_view::npos) return whole;
    }
    return std::string_view::npos;
}

// The group that stands first in a text, by its name or by one of its members'.
NameId group_in(Frame const& frame, std::vector<NameId> const& groups, std::string_view text) {
    Names const& names = frame.world.names;
    NameId found = kNoName;
    std::size_t first = std::string_view::npos;
    auto const take = [&](std::size_t at, NameId group) {
        if (at < first) found = group;
        first = std::min(first, at);
    };
    std::vector<ListedPartition> const partitions = list_partitions(ServerIndex{frame.world});
    for (NameId const group : groups) {
        take(find_name(text, names.text(group)), group);
        bool const is_topic =
            std::any_of(partitions.begin(), partitions.end(),
                        [group](ListedPartition const& each) { return each.id.topic == group; });
        if (!is_topic) take(find_member(text, names.text(group)), group);
    }
    for (Process const& process : frame.world.nodes) {
        if (process.cluster != kFirstCluster || !process.consumer) continue;
        if (!is_group_member(**process.consumer)) continue;
        take(find_name(text, names.text(process.name)), (*process.consumer)->membership.group);
    }
    return found;
}

// The group that stands first in the lesson's words, from its question to its expectations.
NameId group_of_lesson(Frame const& frame, std::vector<NameId> const& groups) {
    if (frame.scenario == nullptr) return kNoName;
    // What was told last comes first.
    std::vector<std::string_view> texts;
    std::vector<LessonStep> const& steps = frame.scenario->steps;
    for (std::size_t i = steps.size(); i-- > 0;) {
        if (steps[i].at > shown_time(frame)) continue;
        texts.push_back(steps[i].say);
        texts.push_back(steps[i].ask);
    }
    texts.push_back(frame.scenario->title);
    texts.push_back(frame.scenario->question);
    for (LessonStep const& step : steps) {
        texts.push_back(step.say);
        texts.push_back(step.ask);
    }
    for (LessonStep const& step : frame.scenario->steps) {
        for (std::string const& phrase : step.phrases) texts.push_back(phrase);
    }
    for (TimedExpectation const& each : frame.scenario->expectations) {
        texts.push_back(each.expectation.text);
    }
    for (std::string_view const text : texts) {
        NameId const found = group_in(frame, groups, text);
        if (found != kNoName) return found;
    }
    return kNoName;
}

// All partitions of the topics that the group has committed in or that its members read.
std::vector<TopicPartition> partitions_of(Frame const& frame, GroupView const* known,
                                          NameId group) {
    std::vector<NameId> topics;
    if (known != nullptr) {
        for (auto const& [partition, offset] : known->committed) topics.push_back(partition.topic);
        for (GroupMemberView const& member : known->members) {
            for (TopicPartition const id : member.assigned) topics.push_back(id.topic);
        }
    }
    for (Process const& process : frame.world.nodes) {
        if (!process.consumer || process.cluster != kFirstCluster) continue;
        Consumer const& consumer = **process.consumer;
        if (!is_group_member(consumer) || consumer.membership.group != group) continue;
        for (NameId const topic : consumer.membership.topics) topics.push_back(topic);
        for (AssignedPartition const& each : consumer.partitions) {
            topics.push_back(each.partition.topic);
        }
    }
    std::vector<TopicPartition> partitions;
    for (ListedPartition const& listed : list_partitions(ServerIndex{frame.world})) {
        bool const is_read =
            std::find(topics.begin(), topics.end(), listed.id.topic) != topics.end();
        if (is_read) partitions.push_back(listed.id);
    }
    return partitions;
}

OffsetLine offset_line(Frame const& frame, ServerIndex const& servers, GroupView const* known,
                       NameId group, TopicPartition id) {
    OffsetLine line;
    line.partition = id;
    line.name = frame.who.partition(id);
    if (known != nullptr) {
        for (auto const& [partition, offset] : known->committed) {
            if (partition == id) line.committed = offset.value;
        }
    }
    tell_owner(frame, known, group, line);
    PartitionRegistration const* registration = registration_of(servers, id);
    bool const has_leader = registration != nullptr && servers.is_alive(registration->leader);
    Partition const* leader = has_leader ? servers.replica(registration->leader, id) : nullptr;
    if (leader == nullptr) return line;
    line.is_known = true;
    line.log_start = leader->log.start_offset().value;
    line.high_watermark = leader->high_watermark.value;
    line.log_end = leader->log_end_offset().value;
    if (line.committed >= 0) line.lag = line.high_watermark - line.committed;
    line.is_late = line.lag >= kLateFrom;
    return line;
}

// Everything is given out, and somebody still holds what is no longer his.
void tell_reconciling(GroupsView& view) {
    if (view.frames.empty() || view.state != "Reconciling") return;
    FilmFrame& now = view.frames.back();
    if (now.phase_meaning != Meaning::in_sync) return;
    now.phase = "not all have what they should";
    now.phase_meaning = Meaning::at_risk;
}

}  // namespace

GroupsView groups_view(Frame const& frame, UiState const& ui) {
    return groups_view(frame, wanted_group(frame, ui));
}

NameId wanted_group(Frame const& frame, UiState const& ui) {
    std::optional<PredictView> const asked = asked_question(frame, ui);
    if (!asked || asked->step == ui.group_question) return ui.group;
    std::vector<NameId> const groups = all_groups(frame, known_groups(frame));
    NameId const about = group_in(frame, groups, asked->question);
    if (about == kNoName) return ui.group;
    return has_open_question(frame, ui) ? about : kNoName;
}

void choose_group(Frame const& frame, UiState& ui, NameId group) {
    std::optional<PredictView> const asked = asked_question(frame, ui);
    ui.group = group;
    ui.group_question = asked ? asked->step : -1;
}

std::string left_out_words(GroupsView const& view, std::size_t first, std::size_t end,
                           std::string_view which) {
    auto const from = view.frames.begin() + static_cast<std::ptrdiff_t>(first);
    auto const to = view.frames.begin() + static_cast<std::ptrdiff_t>(end);
    bool const are_epochs = std::all_of(
        from, to, [](FilmFrame const& each) { return each.title.starts_with("epoch"); });
    std::string const kind{which};
    return counted(to - from, kind + (are_epochs ? " epoch" : " generation"),
                   kind + (are_epochs ? " epochs" : " generations"));
}

GroupsView groups_view(Frame const& frame, NameId wanted) {
    GroupsView view;
    std::vector<GroupView> const known = known_groups(frame);
    view.groups = all_groups(frame, known);
    if (view.groups.empty()) return view;
    bool const is_there =
        std::find(view.groups.begin(), view.groups.end(), wanted) != view.groups.end();
    NameId const of_lesson = is_there ? wanted : group_of_lesson(frame, view.groups);
    view.shown = of_lesson != kNoName ? of_lesson : view.groups.front();
    view.name = frame.world.names.text(view.shown);
    GroupView const* of_it = nullptr;
    for (GroupView const& each : known) {
        if (each.group == view.shown) of_it = &each;
    }
    view.has_coordinator = of_it != nullptr;
    tell_about(frame, of_it, view);
    if (frame.groups != nullptr) {
        view.frames = film_of(*frame.groups, view.shown, frame.cursor.nth, frame.who);
        tell_members(frame, view, of_it);
        tell_reconciling(view);
    }
    ServerIndex const servers{frame.world};
    for (TopicPartition const id : partitions_of(frame, of_it, view.shown)) {
        view.offsets.push_back(offset_line(frame, servers, of_it, view.shown, id));
    }
    return view;
}

bool refuses_reset(GroupsView const& view) {
    return view.has_coordinator && view.state != "Empty" && view.state != "Dead";
}

std::string reset_words(GroupsView const& view, std::string const& refusal) {
    if (!refusal.empty()) {
        constexpr std::string_view kState = "current state is ";
        std::size_t const place = refusal.find(kState);
        if (place == std::string::npos) return "refused";
        std::string then = refusal.substr(place + kState.size());
        then.resize(std::min(then.size(), then.find('.')));
        if (then == view.state) return "refused: the group is " + then + ", not Empty";
        return "refused: " + view.state + " at this instant, but " + then +
               " by the time the tool asked";
    }
    if (refuses_reset(view)) return "no reset now: the group is " + view.state + ", not Empty";
    return "drag a committed mark to reset offsets";
}

std::string reset_phrase(std::string const& group, std::string const& topic, std::int32_t partition,
                         std::int64_t offset) {
    std::string phrase = "exec kafka-consumer-groups --group ";
    phrase += group;
    phrase += " --topic ";
    phrase += topic;
    phrase += ":";
    phrase += std::to_string(partition);
    phrase += " --reset-offsets --to-offset ";
    phrase += std::to_string(offset);
    return phrase += " --execute";
}

}  // namespace highwater::gui

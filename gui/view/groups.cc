#include "gui/view/groups.h"

#include <algorithm>
#include <optional>

#include "gui/view/clients.h"
#include "gui/view/group_film.h"
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

struct Owner {
    Process const* process{};
    AssignedPartition const* part{};
};

// By what the members themselves say: the coordinator knows nothing of positions.
Owner owner_of(Frame const& frame, NameId group, TopicPartition partition) {
    for (Process const& process : frame.world.nodes) {
        if (!process.is_alive || !process.consumer || process.cluster != kFirstCluster) continue;
        Consumer const& consumer = **process.consumer;
        if (!is_group_member(consumer) || consumer.membership.group != group) continue;
        for (AssignedPartition const& each : consumer.partitions) {
            if (each.partition == partition) return {&process, &each};
        }
    }
    return {};
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
    Owner const owner = owner_of(frame, group, id);
    if (owner.process != nullptr) {
        line.owner = frame.world.names.text(owner.process->name);
        line.owner_node = owner.process->id;
        if (owner.part->position != kNoOffset) line.position = owner.part->position.value;
    }
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

}  // namespace

GroupsView groups_view(Frame const& frame, NameId wanted) {
    GroupsView view;
    std::vector<GroupView> known = view_groups(frame.world);
    // The window shows one cluster.
    std::erase_if(known, [](GroupView const& each) { return each.cluster != kFirstCluster; });
    view.groups = all_groups(frame, known);
    if (view.groups.empty()) return view;
    bool const is_there =
        std::find(view.groups.begin(), view.groups.end(), wanted) != view.groups.end();
    view.shown = is_there ? wanted : view.groups.front();
    view.name = frame.world.names.text(view.shown);
    GroupView const* of_it = nullptr;
    for (GroupView const& each : known) {
        if (each.group == view.shown) of_it = &each;
    }
    view.has_coordinator = of_it != nullptr;
    tell_about(frame, of_it, view);
    if (frame.groups != nullptr) {
        view.frames = film_of(*frame.groups, view.shown, frame.cursor.nth, frame.who);
    }
    ServerIndex const servers{frame.world};
    for (TopicPartition const id : partitions_of(frame, of_it, view.shown)) {
        view.offsets.push_back(offset_line(frame, servers, of_it, view.shown, id));
    }
    return view;
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

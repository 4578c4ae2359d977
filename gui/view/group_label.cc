#include "gui/view/group_label.h"

#include <string_view>
#include <vector>

#include "gui/view/overloaded.h"

namespace highwater::gui {
namespace {

std::string refused(std::string_view api, ErrorCode error) {
    std::string text{api};
    text += ": ";
    return text += name_of(error);
}

// "orders-0 +2" of several, `none` of no partition.
std::string first_of(std::vector<TopicPartition> const& partitions, Describer const& who,
                     char const* none) {
    if (partitions.empty()) return none;
    std::string text = who.partition(partitions.front());
    if (partitions.size() > 1) text += " +" + std::to_string(partitions.size() - 1);
    return text;
}

std::string first_of(std::vector<TopicIdPartitions> const& topics, Describer const& who,
                     MetadataImage const* image) {
    std::vector<TopicPartition> partitions;
    std::size_t unnamed = 0;
    for (TopicIdPartitions const& each : topics) {
        TopicImage const* topic = image == nullptr ? nullptr : find_topic(*image, each.topic_id);
        if (topic == nullptr) unnamed += each.partitions.size();
        if (topic == nullptr) continue;
        for (std::int32_t const number : each.partitions)
            partitions.push_back({topic->name, number});
    }
    if (unnamed == 0) return first_of(partitions, who, "nothing");
    return std::to_string(unnamed + partitions.size()) + " partitions";
}

std::string found_text(FindCoordinatorResponse const& r, Describer const& who) {
    if (!r.coordinators || r.coordinators->empty()) return "FindCoordinator answer";
    Coordinator const& first = r.coordinators->front();
    if (first.error != ErrorCode::none) return refused("FindCoordinator", first.error);
    return who.names->text(first.key) + " coordinated by " + std::to_string(first.node_id.value);
}

std::string beat_text(ConsumerGroupHeartbeatRequest const& r, Describer const& who) {
    std::string const group = who.names->text(r.group_id);
    if (r.member_epoch == kJoinGroupMemberEpoch) return "joins " + group;
    if (r.member_epoch == kLeaveGroupMemberEpoch) return "leaves " + group;
    if (r.member_epoch == kLeaveGroupStaticMemberEpoch) return "leaves " + group + " for a while";
    std::string text = "ConsumerGroupHeartbeat " + std::to_string(r.member_epoch);
    if (r.changes && r.changes->topic_partitions) text += ": what it owns";
    return text;
}

std::string beat_answer_text(ConsumerGroupHeartbeatResponse const& r, Describer const& who,
                             MetadataImage const* image) {
    if (r.error != ErrorCode::none) return refused("ConsumerGroupHeartbeat", r.error);
    std::string text = "member epoch " + std::to_string(r.member_epoch);
    if (r.assignment) text += ": " + first_of(*r.assignment, who, image);
    return text;
}

std::string commit_text(OffsetCommitRequest const& r, Describer const& who) {
    if (!r.partitions || r.partitions->empty()) return "OffsetCommit";
    OffsetCommitRequestPartition const& first = r.partitions->front();
    std::string text = "commit " + who.partition(first.partition) + " at " +
                       std::to_string(first.committed_offset.value);
    if (r.partitions->size() > 1) text += " +" + std::to_string(r.partitions->size() - 1);
    return text;
}

std::string commit_answer_text(OffsetCommitResponse const& r) {
    if (r.partitions) {
        for (OffsetCommitResponsePartition const& each : *r.partitions) {
            if (each.error != ErrorCode::none) return refused("OffsetCommit", each.error);
        }
    }
    return "OffsetCommit: ok";
}

std::string committed_text(OffsetFetchResponse const& r, Describer const& who) {
    if (!r.groups || r.groups->empty()) return "OffsetFetch answer";
    OffsetFetchResponseGroup const& group = r.groups->front();
    if (group.error != ErrorCode::none) return refused("OffsetFetch", group.error);
    OffsetFetchResponsePartition const* telling = nullptr;
    std::size_t committed = 0;
    for (OffsetFetchResponsePartition const& each : group.partitions) {
        if (each.error != ErrorCode::none) return refused("OffsetFetch", each.error);
        if (each.committed_offset == kNoOffset) continue;
        if (telling == nullptr) telling = &each;
        ++committed;
    }
    if (telling == nullptr) return "nothing is committed";
    std::string text = "committed " + who.partition(telling->partition) + " at " +
                       std::to_string(telling->committed_offset.value);
    if (committed > 1) text += " +" + std::to_string(committed - 1);
    return text;
}

}  // namespace

std::optional<std::string> group_label(Message const& message, Describer const& who,
                                       MetadataImage const* image) {
    using Label = std::optional<std::string>;
    auto const of_group = [&](std::string_view api, NameId group) {
        std::string text{api};
        text += " ";
        return Label{text += who.names->text(group)};
    };
    return std::visit(
        Overloaded{[&](FindCoordinatorRequest const& r) {
                       bool const is_told = r.coordinator_keys && !r.coordinator_keys->empty();
                       return is_told ? of_group("FindCoordinator", r.coordinator_keys->front())
                                      : Label{};
                   },
                   [&](FindCoordinatorResponse const& r) { return Label{found_text(r, who)}; },
                   [&](JoinGroupRequest const& r) { return of_group("JoinGroup", r.group_id); },
                   [&](JoinGroupResponse const& r) {
                       if (r.error != ErrorCode::none) return Label{refused("JoinGroup", r.error)};
                       std::string const text = "generation " + std::to_string(r.generation_id);
                       return Label{r.leader == r.member_id ? text + ": leads it" : text};
                   },
                   [&](SyncGroupRequest const& r) {
                       bool const is_leader = r.assignments && !r.assignments->empty();
                       Label label = of_group("SyncGroup", r.group_id);
                       return is_leader ? Label{*label + ": assigns"} : label;
                   },
                   [&](SyncGroupResponse const& r) {
                       if (r.error != ErrorCode::none) return Label{refused("SyncGroup", r.error)};
                       if (!r.assignment) return Label{"assigned nothing"};
                       return Label{"assigned " +
                                    first_of(r.assignment->assigned_partitions, who, "nothing")};
                   },
                   [](HeartbeatRequest const& r) {
                       return Label{"Heartbeat " + std::to_string(r.generation_id)};
                   },
                   [](HeartbeatResponse const& r) {
                       if (r.error != ErrorCode::none) return Label{refused("Heartbeat", r.error)};
                       return Label{"Heartbeat: ok"};
                   },
                   [&](LeaveGroupRequest const& r) { return of_group("LeaveGroup", r.group_id); },
                   [](LeaveGroupResponse const& r) {
                       if (r.error != ErrorCode::none) return Label{refused("LeaveGroup", r.error)};
                       return Label{"LeaveGroup: ok"};
                   },
                   [&](ConsumerGroupHeartbeatRequest const& r) { return Label{beat_text(r, who)}; },
                   [&](ConsumerGroupHeartbeatResponse const& r) {
                       return Label{beat_answer_text(r, who, image)};
                   },
                   [&](OffsetCommitRequest const& r) { return Label{commit_text(r, who)}; },
                   [](OffsetCommitResponse const& r) { return Label{commit_answer_text(r)}; },
                   [&](OffsetFetchRequest const& r) {
                       bool const is_told = r.groups && !r.groups->empty();
                       return is_told ? of_group("OffsetFetch", r.groups->front().group_id)
                                      : Label{};
                   },
                   [&](OffsetFetchResponse const& r) { return Label{committed_text(r, who)}; },
                   [](auto const&) { return Label{}; }},
        message);
}

}  // namespace highwater::gui

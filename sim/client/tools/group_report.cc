#include "client/tools/group_report.h"

#include <algorithm>

#include "base/java_hash.h"
#include "client/exceptions.h"
#include "client/tools/group_format.h"

namespace highwater {

Offset const* find_offset(GroupOffsets const& offsets, TopicPartition partition) {
    for (auto const& [id, offset] : offsets) {
        if (id == partition) return &offset;
    }
    return nullptr;
}

std::string state_of(GroupsPlan const& plan) {
    return plan.consumer ? plan.consumer->group_state : plan.classic.group_state;
}

void sort_partitions(std::vector<TopicPartition>& partitions, Names const& names) {
    std::sort(partitions.begin(), partitions.end(), [&](TopicPartition a, TopicPartition b) {
        if (a.topic == b.topic) return a.partition < b.partition;
        return names.text(a.topic) < names.text(b.topic);
    });
}

namespace {
struct MemberLine {
    std::string consumer_id;
    std::string instance_id;
    std::string client_id;
    std::vector<TopicPartition> assigned;
    GroupMemberRow row;
};

std::string name_or_empty(NameId name, Names const& names) {
    return name == kNoName ? std::string{} : names.text(name);
}

std::vector<std::pair<std::string, std::int32_t>> named(std::vector<TopicPartition> partitions,
                                                        Names const& names) {
    sort_partitions(partitions, names);
    std::vector<std::pair<std::string, std::int32_t>> list;
    for (TopicPartition const p : partitions) list.emplace_back(names.text(p.topic), p.partition);
    return list;
}

// Members with most partitions first, as Kafka sorts them.
std::vector<MemberLine> members_of(GroupsPlan const& plan, Names const& names) {
    std::vector<MemberLine> lines;
    auto const add = [&](NameId id, NameId instance, NameId client,
                         std::vector<TopicPartition> assigned) -> MemberLine& {
        sort_partitions(assigned, names);
        MemberLine line;
        line.consumer_id = names.text(id);
        line.instance_id = name_or_empty(instance, names);
        line.client_id = name_or_empty(client, names);
        line.row.consumer_id = line.consumer_id;
        line.row.instance_id = line.instance_id;
        line.row.host = "/127.0.0.1";
        line.row.client_id = line.client_id;
        line.row.assignment = named(assigned, names);
        line.assigned = std::move(assigned);
        lines.push_back(std::move(line));
        return lines.back();
    };
    if (plan.consumer) {
        bool has_classic = false;
        bool has_consumer = false;
        for (auto const& member : plan.consumer->members) {
            has_classic |= member.member_type == 0;
            has_consumer |= member.member_type == 1;
        }
        bool const migrates = has_classic && has_consumer;
        for (DescribedConsumerGroupMember const& member : plan.consumer->members) {
            MemberLine& line =
                add(member.member_id, member.instance_id, member.client_id, member.assignment);
            line.row.current_epoch = member.member_epoch;
            line.row.target_epoch = plan.consumer->assignment_epoch;
            line.row.target = named(member.target_assignment, names);
            if (migrates) line.row.upgraded = member.member_type == 1;
        }
    } else {
        for (DescribedGroupMember const& member : plan.classic.members) {
            add(member.member_id, member.group_instance_id, member.client_id,
                member.member_assignment ? member.member_assignment->assigned_partitions
                                         : std::vector<TopicPartition>{});
        }
    }
    std::sort(lines.begin(), lines.end(), [](MemberLine const& a, MemberLine const& b) {
        return a.consumer_id < b.consumer_id;
    });
    return lines;
}

std::string offsets_text(GroupsPlan const& plan, std::string const& group, Names const& names) {
    std::vector<MemberLine> lines = members_of(plan, names);
    std::stable_sort(lines.begin(), lines.end(), [](MemberLine const& a, MemberLine const& b) {
        return a.assigned.size() > b.assigned.size();
    });
    std::vector<GroupOffsetRow> rows;
    std::vector<TopicPartition> rest;
    for (auto const& one : plan.committed) rest.push_back(one.partition);
    sort_partitions(rest, names);
    auto const add = [&](TopicPartition partition, MemberLine const* member) {
        GroupOffsetRow row;
        row.topic = names.text(partition.topic);
        row.partition = partition.partition;
        for (auto const& one : plan.committed) {
            if (one.partition != partition || one.committed_offset == kNoOffset) continue;
            row.committed = one.committed_offset.value;
            if (one.committed_leader_epoch != kNoEpoch) {
                row.leader_epoch = one.committed_leader_epoch.value;
            }
        }
        if (Offset const* end = find_offset(plan.found.latest, partition)) {
            row.log_end = end->value;
        }
        if (member != nullptr) {
            row.consumer_id = member->consumer_id;
            row.host = "/127.0.0.1";
            row.client_id = member->client_id;
        }
        rows.push_back(std::move(row));
    };
    for (MemberLine const& line : lines) {
        for (TopicPartition const partition : line.assigned) {
            add(partition, &line);
            rest.erase(std::remove(rest.begin(), rest.end(), partition), rest.end());
        }
    }
    for (TopicPartition const partition : rest) add(partition, nullptr);
    if (rows.empty()) return {};  // members without an assignment have none
    return describe_group_offsets(group, rows, plan.wish.verbose);
}
}  // namespace

std::vector<TopicPartition> assigned_partitions(GroupsPlan const& plan) {
    std::vector<TopicPartition> all;
    if (plan.consumer) {
        for (DescribedConsumerGroupMember const& member : plan.consumer->members) {
            all.insert(all.end(), member.assignment.begin(), member.assignment.end());
        }
        return all;
    }
    for (DescribedGroupMember const& member : plan.classic.members) {
        if (!member.member_assignment) continue;
        auto const& assigned = member.member_assignment->assigned_partitions;
        all.insert(all.end(), assigned.begin(), assigned.end());
    }
    return all;
}

void print_description(GroupsPlan& plan, std::string const& group, Names const& names) {
    plan.printed.err += group_notice(group, state_of(plan));
    switch (plan.wish.shows) {
    case GroupsPlan::Shows::offsets: plan.printed.out += offsets_text(plan, group, names); return;
    case GroupsPlan::Shows::members: {
        std::vector<GroupMemberRow> rows;
        for (MemberLine& line : members_of(plan, names)) rows.push_back(std::move(line.row));
        plan.printed.out += describe_group_members(group, std::move(rows), plan.wish.verbose);
        return;
    }
    case GroupsPlan::Shows::state: break;
    }
    GroupStateRow row;
    row.coordinator = "broker-" + std::to_string(plan.coordinator.value) + ":9092";
    row.coordinator_id = plan.coordinator.value;
    row.state = state_of(plan);
    if (plan.consumer) {
        row.strategy = name_or_empty(plan.consumer->assignor_name, names);
        row.members = static_cast<std::int64_t>(plan.consumer->members.size());
        row.group_epoch = plan.consumer->group_epoch;
        row.target_assignment_epoch = plan.consumer->assignment_epoch;
    } else {
        row.strategy = name_or_empty(plan.classic.protocol_data, names);
        row.members = static_cast<std::int64_t>(plan.classic.members.size());
    }
    plan.printed.out += describe_group_state(group, row, plan.wish.verbose);
}

ToolText deletion_text(std::vector<GroupDeletion> deletions) {
    sort_as_hash_map(
        deletions, [](GroupDeletion const& one) -> auto const& { return one.group; });
    std::string good;
    std::string bad;
    for (GroupDeletion const& one : deletions) {
        std::string const quoted = "'" + one.group + "'";
        if (one.exception.empty()) {
            good += (good.empty() ? "" : ", ") + quoted;
        } else {
            bad += "* Group " + quoted + " could not be deleted due to: " + one.exception + "\n";
        }
    }
    if (bad.empty()) {
        return {"Deletion of requested consumer groups (" + good + ") was successful.\n", {}, 0};
    }
    std::string text = "\nError: Deletion of some consumer groups failed:\n" + bad;
    if (!good.empty()) {
        text += "\nThese consumer groups were deleted successfully: " + good + "\n";
    }
    return {text, {}, 0};
}

namespace {
std::string padded_cell(std::string text, std::string::size_type width) {
    if (text.size() < width) text.append(width - text.size(), ' ');
    return text;
}

struct DeletionRow {
    std::string topic;
    std::int32_t partition{-1};  // -1: of the topic as a whole
    std::string exception;       // "": deleted
};

std::string exception_text(ErrorCode error) {
    if (error == ErrorCode::none) return {};
    return exception_class(error) + ": " + std::string{exception_message(error)};
}

// By the text of topic and number together, as Kafka sorts them.
std::string deletion_table(std::vector<DeletionRow> rows) {
    std::sort(rows.begin(), rows.end(), [](DeletionRow const& a, DeletionRow const& b) {
        return a.topic + std::to_string(a.partition) < b.topic + std::to_string(b.partition);
    });
    std::string::size_type width = 15;
    for (DeletionRow const& row : rows) width = std::max(width, row.topic.size());
    std::string text;
    auto const add = [&](std::string const& topic, std::string const& partition,
                         std::string const& status) {
        text += "\n" + padded_cell(topic, width) + " " + padded_cell(partition, 10) + " " +
                padded_cell(status, 15);
    };
    add("TOPIC", "PARTITION", "STATUS");
    for (DeletionRow const& row : rows) {
        add(row.topic, row.partition < 0 ? "-" : std::to_string(row.partition),
            row.exception.empty() ? "Successful" : "Error: " + row.exception);
    }
    return text + "\n";
}
}  // namespace

void print_deleted_offsets(GroupsPlan& plan, OffsetDeleteResponse const& response,
                           Names const& names) {
    std::vector<DeletionRow> rows;
    bool failed = false;
    if (response.error == ErrorCode::none) {
        for (OffsetDeleteResponsePartition const& one : *response.partitions) {
            failed |= one.error != ErrorCode::none;
            rows.push_back({names.text(one.partition.topic), one.partition.partition,
                            exception_text(one.error)});
        }
    } else {
        for (TopicPartition const partition : plan.partitions) {
            rows.push_back(
                {names.text(partition.topic), partition.partition, exception_text(response.error)});
        }
    }
    for (std::string const& topic : plan.unknown_topics) {
        rows.push_back({topic, -1, exception_text(ErrorCode::unknown_topic_or_partition)});
    }
    if (response.error != ErrorCode::none) {
        plan.printed.out += "\nError: " + std::string{exception_message(response.error)} + "\n";
    } else if (failed) {
        plan.printed.out +=
            "\nError: Encountered some partition-level error, see the follow-up details.\n";
    } else {
        plan.printed.out +=
            "Request succeeded for deleting offsets from group " + plan.groups.front() + ".\n";
    }
    plan.printed.out += deletion_table(std::move(rows));
}

void print_undeleted_offsets(GroupsPlan& plan, std::string const& timeout,
                             std::optional<std::string> const& topics_timeout, Names const& names) {
    std::string const of_topics =
        topics_timeout.value_or(exception_text(ErrorCode::unknown_topic_or_partition));
    std::vector<DeletionRow> rows;
    for (TopicPartition const partition : plan.partitions) {
        rows.push_back({names.text(partition.topic), partition.partition, timeout});
    }
    for (std::string const& topic : plan.unknown_topics) rows.push_back({topic, -1, of_topics});
    plan.printed.out += "\nError: Encountered some unknown error: " +
                        std::string{name_of(ErrorCode::request_timed_out)} + "\n" +
                        deletion_table(std::move(rows));
}

}  // namespace highwater

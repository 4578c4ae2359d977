// What kafka-consumer-groups says of a group it has asked everything about.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/names.h"
#include "client/tools/plans.h"

namespace highwater {

using GroupOffsets = std::vector<std::pair<TopicPartition, Offset>>;

Offset const* find_offset(GroupOffsets const& offsets, TopicPartition partition);
std::string state_of(GroupsPlan const& plan);
void sort_partitions(std::vector<TopicPartition>& partitions, Names const& names);
std::vector<TopicPartition> assigned_partitions(GroupsPlan const& plan);

// Adds the description that was asked for to what is printed.
void print_description(GroupsPlan& plan, std::string const& group, Names const& names);
// What became of a group that was to be deleted.
struct GroupDeletion {
    std::string group;
    std::string exception;  // "class: message"; "": the group is gone
};
ToolText deletion_text(std::vector<GroupDeletion> deletions);
void print_deleted_offsets(GroupsPlan& plan, OffsetDeleteResponse const& response,
                           Names const& names);
// No answer in time, which is `timeout` as an exception; of topics that were to be looked up first,
// `topics_timeout`, or else they are not there.
void print_undeleted_offsets(GroupsPlan& plan, std::string const& timeout,
                             std::optional<std::string> const& topics_timeout, Names const& names);

}  // namespace highwater

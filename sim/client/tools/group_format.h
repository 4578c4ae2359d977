// What kafka-consumer-groups prints, as pure functions of what it learned. Every column is as wide
// as its longest value, and at least as wide as here; trailing blanks count.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/fields.h"

namespace highwater {

// A partition of a group; what is not known is shown as "-".
struct GroupOffsetRow {
    std::string topic;
    std::int32_t partition{};
    std::optional<std::int64_t> committed;
    std::optional<std::int32_t> leader_epoch;
    std::optional<std::int64_t> log_end;
    std::string consumer_id;
    std::string host;
    std::string client_id;
};
std::string describe_group_offsets(std::string const& group,
                                   std::vector<GroupOffsetRow> const& rows, bool verbose);

struct GroupMemberRow {
    std::string consumer_id;
    std::string instance_id;
    std::string host;
    std::string client_id;
    std::vector<std::pair<std::string, std::int32_t>> assignment;  // topic and partition, sorted
    std::optional<std::int32_t> current_epoch;                     // of KIP-848
    std::optional<std::int32_t> target_epoch;
    std::optional<std::vector<std::pair<std::string, std::int32_t>>> target;
    std::optional<bool> upgraded;  // in a group that migrates
};
std::string describe_group_members(std::string const& group, std::vector<GroupMemberRow> rows,
                                   bool verbose);

struct GroupStateRow {
    std::string coordinator;  // "broker-1:9092"
    std::int32_t coordinator_id{};
    std::string strategy;
    std::string state;
    std::int64_t members{};
    std::optional<std::int32_t> group_epoch;
    std::optional<std::int32_t> target_assignment_epoch;
};
std::string describe_group_state(std::string const& group, GroupStateRow const& row, bool verbose);

struct GroupListRow {
    std::string group;
    std::string type;
    std::string state;
};
std::string list_groups_text(std::vector<GroupListRow> const& rows, bool with_type,
                             bool with_state);

// kafka-groups: one width for all, as wide as the longest of all cells.
struct ListedGroupRow {
    std::string group;
    std::string type;
    std::string protocol;
};
std::string all_groups_text(std::vector<ListedGroupRow> const& rows);

// What stands on stderr before a description: rebalancing, or nobody there.
std::string group_notice(std::string const& group, std::string const& state);

struct ResetOffsetRow {
    std::string group;
    std::string topic;
    std::string partition;
    std::string new_offset;
};
// Fixed widths before 4.0.
std::string reset_offsets_text(std::vector<ResetOffsetRow> const& rows, bool before_4 = false);

// "orders:0,1;payments:0", or "-".
std::string assignment_text(std::vector<std::pair<std::string, std::int32_t>> const& assignment);

}  // namespace highwater

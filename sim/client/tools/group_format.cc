#include "client/tools/group_format.h"

#include <algorithm>

namespace highwater {

namespace {
using Width = std::string::size_type;

std::string padded_to(std::string text, Width width) {
    if (text.size() < width) text.append(width - text.size(), ' ');
    return text;
}

// Cells in rows under their headings, a blank between two columns. The last column is only padded
// where it has a width.
std::string table(std::vector<std::string> const& headings, std::vector<Width> widths,
                  std::vector<std::vector<std::string>> const& rows) {
    std::string text;
    auto const add = [&](std::vector<std::string> const& cells) {
        for (Width i = 0; i < cells.size(); ++i) {
            if (i > 0) text += ' ';
            text += padded_to(cells[i], widths[i]);
        }
        text += '\n';
    };
    add(headings);
    for (auto const& row : rows) add(row);
    return text;
}

Width longest(std::vector<std::vector<std::string>> const& rows, Width column, Width least) {
    for (auto const& row : rows) least = std::max(least, row[column].size());
    return least;
}

template <class Number>
std::string text_or_dash(std::optional<Number> const& number) {
    return number ? std::to_string(*number) : "-";
}

std::string or_dash(std::string const& text) { return text.empty() ? "-" : text; }
}  // namespace

std::string describe_group_offsets(std::string const& group,
                                   std::vector<GroupOffsetRow> const& rows, bool verbose) {
    std::vector<std::vector<std::string>> cells;
    for (GroupOffsetRow const& row : rows) {
        std::string lag = "-";
        if (row.committed && row.log_end) lag = std::to_string(*row.log_end - *row.committed);
        std::vector<std::string> line{group, or_dash(row.topic), std::to_string(row.partition)};
        if (verbose) line.push_back(text_or_dash(row.leader_epoch));
        line.insert(line.end(),
                    {text_or_dash(row.committed), text_or_dash(row.log_end), lag,
                     or_dash(row.consumer_id), or_dash(row.host), or_dash(row.client_id)});
        cells.push_back(std::move(line));
    }
    std::vector<std::string> headings{"GROUP", "TOPIC", "PARTITION"};
    std::vector<Width> widths{longest(cells, 0, 15), longest(cells, 1, 15), 10};
    if (verbose) {
        headings.emplace_back("LEADER-EPOCH");
        widths.push_back(15);
    }
    Width const id = headings.size() + 3;
    headings.insert(headings.end(), {"CURRENT-OFFSET", "LOG-END-OFFSET", "LAG", "CONSUMER-ID",
                                     "HOST", "CLIENT-ID"});
    widths.insert(widths.end(),
                  {15, 15, 15, longest(cells, id, 15), longest(cells, id + 1, 15), 0});
    return "\n" + table(headings, widths, cells);
}

std::string assignment_text(std::vector<std::pair<std::string, std::int32_t>> const& assignment) {
    std::string text;
    std::string const* topic = nullptr;
    for (auto const& [name, partition] : assignment) {
        if (topic != nullptr && *topic == name) {
            text += "," + std::to_string(partition);
        } else {
            text += (text.empty() ? "" : ";") + name + ":" + std::to_string(partition);
        }
        topic = &name;
    }
    return text.empty() ? "-" : text;
}

std::string describe_group_members(std::string const& group, std::vector<GroupMemberRow> rows,
                                   bool verbose) {
    auto const any = [&](auto const& asks) { return std::any_of(rows.begin(), rows.end(), asks); };
    bool const has_instances =
        any([](GroupMemberRow const& row) { return !row.instance_id.empty(); });
    bool const migrates =
        verbose && any([](GroupMemberRow const& row) { return row.upgraded.has_value(); });
    std::vector<std::vector<std::string>> cells;
    for (GroupMemberRow const& row : rows) {
        std::vector<std::string> line{group, row.consumer_id};
        if (has_instances) line.push_back(row.instance_id);
        line.insert(line.end(), {row.host, row.client_id, std::to_string(row.assignment.size())});
        if (verbose) {
            line.insert(
                line.end(),
                {text_or_dash(row.current_epoch), assignment_text(row.assignment),
                 text_or_dash(row.target_epoch), row.target ? assignment_text(*row.target) : "-"});
        }
        if (migrates) line.emplace_back(row.upgraded.value_or(false) ? "true" : "false");
        if (!verbose) line.emplace_back();  // the line ends with a blank
        cells.push_back(std::move(line));
    }
    std::vector<std::string> headings{"GROUP", "CONSUMER-ID"};
    std::vector<Width> least{15, 15};
    if (has_instances) {
        headings.emplace_back("GROUP-INSTANCE-ID");
        least.push_back(17);
    }
    headings.insert(headings.end(), {"HOST", "CLIENT-ID", "#PARTITIONS"});
    least.insert(least.end(), {15, 15, 15});
    if (verbose) {
        headings.insert(headings.end(), {"CURRENT-EPOCH", "CURRENT-ASSIGNMENT", "TARGET-EPOCH",
                                         "TARGET-ASSIGNMENT"});
        least.insert(least.end(), {15, 20, 15, 20});
    }
    if (migrates) {
        headings.emplace_back("UPGRADED");
        least.push_back(0);
    }
    if (!verbose) {
        headings.emplace_back();
        least.push_back(0);
    }
    std::vector<Width> widths;
    for (Width i = 0; i < least.size(); ++i) widths.push_back(longest(cells, i, least[i]));
    if (migrates) widths.back() = 0;  // nothing stands behind it
    return "\n" + table(headings, widths, cells);
}

std::string describe_group_state(std::string const& group, GroupStateRow const& row, bool verbose) {
    std::string const coordinator =
        row.coordinator + "  (" + std::to_string(row.coordinator_id) + ")";
    std::vector<std::string> line{group, coordinator, or_dash(row.strategy), row.state};
    std::vector<std::string> headings{"GROUP", "COORDINATOR (ID)", "ASSIGNMENT-STRATEGY", "STATE"};
    std::vector<Width> widths{std::max<Width>(15, group.size()),
                              std::max<Width>(25, coordinator.size()), 20, 20};
    if (verbose) {
        line.insert(line.end(),
                    {text_or_dash(row.group_epoch), text_or_dash(row.target_assignment_epoch)});
        headings.insert(headings.end(), {"GROUP-EPOCH", "TARGET-ASSIGNMENT-EPOCH"});
        widths.insert(widths.end(), {15, 25});
    }
    line.push_back(std::to_string(row.members));
    headings.emplace_back("#MEMBERS");
    widths.push_back(0);
    return "\n" + table(headings, widths, {line});
}

std::string list_groups_text(std::vector<GroupListRow> const& rows, bool with_type,
                             bool with_state) {
    std::string text;
    if (!with_type && !with_state) {
        for (GroupListRow const& row : rows) text += row.group + "\n";
        return text;
    }
    std::vector<std::vector<std::string>> cells;
    for (GroupListRow const& row : rows) {
        std::vector<std::string> line{row.group};
        if (with_type) line.push_back(row.type);
        if (with_state) line.push_back(row.state);
        cells.push_back(std::move(line));
    }
    std::vector<std::string> headings{"GROUP"};
    std::vector<Width> widths{longest(cells, 0, 15) + 10};
    if (with_type) headings.emplace_back("TYPE");
    if (with_state) headings.emplace_back("STATE");
    widths.resize(headings.size(), 20);
    return table(headings, widths, cells);
}

std::string all_groups_text(std::vector<ListedGroupRow> const& rows) {
    Width width = 20;
    for (ListedGroupRow const& row : rows) {
        width = std::max({width, row.group.size(), row.type.size(), row.protocol.size()});
    }
    std::string text = padded_to("GROUP", width) + " " + padded_to("TYPE", width) + " " +
                       padded_to("PROTOCOL", width) + "\n";
    for (ListedGroupRow const& row : rows) {
        for (std::string const& cell : {row.group, row.type, row.protocol}) {
            text += padded_to(cell, width) + " ";
        }
        text += "\n";
    }
    return text;
}

std::string reset_offsets_text(std::vector<ResetOffsetRow> const& rows, bool before_4) {
    std::vector<std::vector<std::string>> cells;
    for (ResetOffsetRow const& row : rows) {
        cells.push_back({row.group, row.topic, row.partition, row.new_offset});
    }
    std::vector<Width> const widths =
        before_4 ? std::vector<Width>{30, 30, 10, 15}
                 : std::vector<Width>{longest(cells, 0, 15), longest(cells, 1, 15), 10, 0};
    return "\n" + table({"GROUP", "TOPIC", "PARTITION", "NEW-OFFSET"}, widths, cells);
}

std::string group_notice(std::string const& group, std::string const& state) {
    if (state == "Empty") return "\nConsumer group '" + group + "' has no active members.\n";
    if (state == "PreparingRebalance" || state == "CompletingRebalance" || state == "Assigning" ||
        state == "Reconciling") {
        return "\nWarning: Consumer group '" + group + "' is rebalancing.\n";
    }
    return {};
}

}  // namespace highwater

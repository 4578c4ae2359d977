#include "client/tools/group_reset.h"

#include <algorithm>

#include "base/java_hash.h"
#include "client/exceptions.h"
#include "client/tools/group_format.h"
#include "client/tools/options.h"

namespace highwater {

namespace {
using ResetTo = GroupsPlan::ResetTo;
using Offsets = GroupsPlan::Offsets;

std::string text_of(TopicPartition partition, Names const& names) {
    return names.text(partition.topic) + "-" + std::to_string(partition.partition);
}

ResetFailure illegal_argument(std::string message) { return {true, std::move(message), {}}; }

// An exception by itself, and one that another wraps: its message is then the whole inner line.
ResetFailure thrown_as(std::string const& exception, std::string const& message) {
    return {false, message, exception + ": " + message + "\n"};
}

// ---- dates --------------------------------------------------------------------------------------
// A number of at least one digit; at most `most` of them.
bool take_number(std::string_view& text, std::size_t most, std::int64_t& value) {
    std::size_t digits = 0;
    value = 0;
    while (digits < most && digits < text.size() && text[digits] >= '0' && text[digits] <= '9') {
        value = value * 10 + (text[digits] - '0');
        ++digits;
    }
    text.remove_prefix(digits);
    return digits > 0;
}

bool take_char(std::string_view& text, char expected) {
    if (text.empty() || text.front() != expected) return false;
    text.remove_prefix(1);
    return true;
}

bool is_leap(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

std::int64_t days_of_month(std::int64_t year, std::int64_t month) {
    constexpr std::int64_t kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : kDays[month - 1];
}

// Since 1970-01-01 (Gregorian).
std::int64_t days_since_epoch(std::int64_t year, std::int64_t month, std::int64_t day) {
    std::int64_t days = day - 1;
    for (std::int64_t m = 1; m < month; ++m) days += days_of_month(year, m);
    std::int64_t const before = year - 1;
    auto const until = [](std::int64_t y) { return y * 365 + y / 4 - y / 100 + y / 400; };
    return days + until(before) - until(1969);
}

// "Z", "+01", "+0100", "+01:00": minutes east of Greenwich.
bool take_zone(std::string_view& text, std::int64_t& minutes) {
    if (take_char(text, 'Z')) return minutes = 0, true;
    bool const is_west = !text.empty() && text.front() == '-';
    if (!take_char(text, '-') && !take_char(text, '+')) return false;
    std::int64_t hours = 0;
    std::int64_t rest = 0;
    if (!take_number(text, 2, hours) || hours > 23) return false;
    take_char(text, ':');
    if (!text.empty() && (!take_number(text, 2, rest) || rest > 59)) return false;
    minutes = (hours * 60 + rest) * (is_west ? -1 : 1);
    return true;
}

bool read_datetime(std::string_view text, std::int64_t& timestamp_ms) {
    constexpr std::size_t kAny = 9;
    std::int64_t year = 0;
    std::int64_t month = 0;
    std::int64_t day = 0;
    std::int64_t hour = 0;
    std::int64_t minute = 0;
    std::int64_t second = 0;
    std::int64_t ms = 0;
    std::int64_t zone = 0;
    bool const is_whole =
        take_number(text, kAny, year) && take_char(text, '-') && take_number(text, 2, month) &&
        take_char(text, '-') && take_number(text, 2, day) && take_char(text, 'T') &&
        take_number(text, 2, hour) && take_char(text, ':') && take_number(text, 2, minute) &&
        take_char(text, ':') && take_number(text, 2, second) && take_char(text, '.') &&
        take_number(text, 3, ms) && take_zone(text, zone);
    if (!is_whole || year < 1 || year > 9'999 || month < 1 || month > 12) return false;
    if (day < 1 || day > days_of_month(year, month)) return false;
    if (hour > 23 || minute > 59 || second > 59) return false;
    std::int64_t const minutes =
        (days_since_epoch(year, month, day) * 24 + hour) * 60 + minute - zone;
    timestamp_ms = (minutes * 60 + second) * 1'000 + ms;
    return true;
}

// ---- files --------------------------------------------------------------------------------------
// A line of comma-separated values; any of them may be quoted.
std::vector<std::string> values_of(std::string const& line) {
    std::vector<std::string> values{""};
    bool is_quoted = false;
    for (char const c : line) {
        if (c == '"') {
            is_quoted = !is_quoted;
        } else if (c == ',' && !is_quoted) {
            values.emplace_back();
        } else if (c != '\r') {
            values.back() += c;
        }
    }
    return values;
}

bool read_row(std::vector<std::string> const& values, bool with_group, Names& names,
              std::string& group, std::pair<TopicPartition, Offset>& row) {
    std::size_t const first = with_group ? 1 : 0;
    if (values.size() != first + 3) return false;
    std::int64_t partition = 0;
    std::int64_t offset = 0;
    if (!parse_integer(values[first + 1], partition) || !parse_integer(values[first + 2], offset)) {
        return false;
    }
    if (partition < INT32_MIN || partition > INT32_MAX) return false;
    if (with_group) group = values.front();
    row = {{names.intern(values[first]), static_cast<std::int32_t>(partition)}, Offset{offset}};
    return true;
}

// Names without a need for quotes stay as they are; those that are long are quoted unseen
// (Jackson).
std::string csv_value(std::string const& text) {
    constexpr std::size_t kLongestLookedAt = 24;
    return text.size() > kLongestLookedAt ? "\"" + text + "\"" : text;
}

// ---- offsets ------------------------------------------------------------------------------------
bool is_in(ClusterMetadata const& metadata, TopicPartition wanted, bool with_leader) {
    for (TopicMetadata const& topic : metadata.topics) {
        if (topic.name != wanted.topic) continue;
        for (PartitionMetadata const& partition : topic.partitions) {
            if (partition.partition != wanted.partition) continue;
            return !with_leader || partition.leader != kNoBroker;
        }
    }
    return false;
}

bool has_topic(ClusterMetadata const& metadata, NameId name) {
    return std::any_of(metadata.topics.begin(), metadata.topics.end(),
                       [&](TopicMetadata const& topic) { return topic.name == name; });
}

std::string listed(std::vector<TopicPartition> const& partitions, Names const& names) {
    std::string text;
    for (TopicPartition const partition : partitions) {
        text += (text.empty() ? "" : ",") + text_of(partition, names);
    }
    return text;
}

std::string unknown_topic() {
    return exception_class(ErrorCode::unknown_topic_or_partition) + ": " +
           std::string{exception_message(ErrorCode::unknown_topic_or_partition)};
}

// checkAllTopicPartitionsValid.
std::optional<ResetFailure> check_partitions(GroupsPlan const& plan,
                                             ClusterMetadata const& metadata, Names const& names) {
    std::vector<TopicPartition> absent;
    std::vector<TopicPartition> leaderless;
    for (TopicPartition const partition : plan.partitions) {
        if (!has_topic(metadata, partition.topic)) {
            return wrapped("java.lang.RuntimeException",
                           "java.util.concurrent.ExecutionException: " + unknown_topic());
        }
        if (!is_in(metadata, partition, false)) {
            absent.push_back(partition);
        } else if (!is_in(metadata, partition, true)) {
            leaderless.push_back(partition);
        }
    }
    if (!absent.empty()) {
        return thrown_as(exception_class(ErrorCode::unknown_topic_or_partition),
                         "The partitions \"" + listed(absent, names) + "\" do not exist");
    }
    if (!leaderless.empty()) {
        return thrown_as(exception_class(ErrorCode::leader_not_available),
                         "The partitions \"" + listed(leaderless, names) + "\" have no leader");
    }
    return std::nullopt;
}

Offset committed_of(GroupsPlan const& plan, TopicPartition partition) {
    for (auto const& one : plan.committed) {
        if (one.partition == partition) return one.committed_offset;
    }
    return kNoOffset;
}

Offset offset_from_file(GroupsPlan const& plan, TopicPartition partition) {
    for (GroupsPlan::Reset const& reset : plan.file) {
        if (reset.group != plan.groups.front()) continue;
        if (Offset const* offset = find_offset(reset.offsets, partition)) return *offset;
    }
    return kNoOffset;
}

// The new offset, within what the log has.
Offset new_offset(GroupsPlan& plan, TopicPartition partition, Names const& names) {
    Offset const* earliest = find_offset(plan.found.earliest, partition);
    Offset const* latest = find_offset(plan.found.latest, partition);
    if (earliest == nullptr || latest == nullptr) return kNoOffset;
    Offset const committed = committed_of(plan, partition);
    switch (plan.wish.reset_to) {
    case ResetTo::nothing:
    case ResetTo::latest: return *latest;
    case ResetTo::earliest: return *earliest;
    case ResetTo::current: return committed == kNoOffset ? *latest : committed;
    case ResetTo::offset: return std::clamp(Offset{plan.wish.number}, *earliest, *latest);
    case ResetTo::shift: return std::clamp(committed + plan.wish.number, *earliest, *latest);
    case ResetTo::file: return std::clamp(offset_from_file(plan, partition), *earliest, *latest);
    case ResetTo::datetime:
    case ResetTo::duration: break;
    }
    Offset const* dated = find_offset(plan.found.dated, partition);
    if (dated != nullptr && *dated != kNoOffset) return *dated;
    plan.printed.out += "\nWarn: Partition " + std::to_string(partition.partition) +
                        " from topic " + names.text(partition.topic) +
                        " is empty. Falling back to latest known offset.\n";
    return *latest;
}

template <class Items, class PartitionOf>
void sort_as_partitions(Items& items, Names const& names, PartitionOf partition_of) {
    std::uint32_t const mask = java_buckets(items.size()) - 1;
    std::stable_sort(items.begin(), items.end(), [&](auto const& a, auto const& b) {
        TopicPartition const one = partition_of(a);
        TopicPartition const other = partition_of(b);
        return (java_hash(names.text(one.topic), one.partition) & mask) <
               (java_hash(names.text(other.topic), other.partition) & mask);
    });
}
}  // namespace

ResetFailure wrapped(std::string const& outer, std::string const& inner) {
    return {false, inner, outer + ": " + inner + "\nCaused by: " + inner + "\n"};
}

std::optional<ResetFailure> parse_datetime(std::string const& text, std::int64_t& timestamp_ms) {
    auto const separator = text.find('T');
    if (separator == std::string::npos || separator + 1 == text.size()) {
        return wrapped("java.lang.RuntimeException",
                       "java.text.ParseException: Error parsing timestamp. It does not contain a "
                       "'T' according to ISO8601 format");
    }
    bool const has_zone = text.find_first_of("+-Z", separator) != std::string::npos;
    std::string const whole = has_zone ? text : text + "Z";
    if (read_datetime(whole, timestamp_ms)) return std::nullopt;
    return wrapped("java.lang.RuntimeException",
                   "java.text.ParseException: Unparseable date: \"" + whole + "\"");
}

std::optional<ResetFailure> read_reset_file(GroupsPlan& plan, std::string const& text,
                                            Names& names) {
    std::vector<std::string> lines = split(text, '\n');
    while (!lines.empty() && lines.back().empty()) lines.pop_back();
    std::string group = plan.groups.empty() ? std::string{} : plan.groups.front();
    std::pair<TopicPartition, Offset> row;
    bool const is_of_one_group = plan.wish.names_one_group && !lines.empty() &&
                                 read_row(values_of(lines.front()), false, names, group, row);
    for (std::string const& line : lines) {
        if (!read_row(values_of(line), !is_of_one_group, names, group, row)) {
            return wrapped("java.lang.RuntimeException",
                           "com.fasterxml.jackson.dataformat.csv.CsvReadException: cannot read \"" +
                               line + "\"");
        }
        auto const at =
            std::find_if(plan.file.begin(), plan.file.end(),
                         [&](GroupsPlan::Reset const& reset) { return reset.group == group; });
        if (at == plan.file.end()) {
            plan.file.push_back({group, {row}});
        } else {
            at->offsets.push_back(row);
        }
    }
    return std::nullopt;
}

std::optional<ResetFailure> choose_partitions(std::vector<std::string> const& topics,
                                              ClusterMetadata const& metadata, Names& names,
                                              std::vector<TopicPartition>& chosen,
                                              std::vector<std::string>& unknown) {
    for (std::string const& wanted : topics) {
        if (wanted.find(':') == std::string::npos) continue;
        std::vector<std::string> const parts = split(wanted, ':');
        if (parts.size() != 2 || parts[1].empty()) {
            return illegal_argument("Invalid topic arg '" + wanted +
                                    "', expected topic name and partitions");
        }
        for (std::string const& number : split(parts[1], ',')) {
            std::int64_t partition = 0;
            if (!parse_integer(number, partition) || partition > INT32_MAX) {
                return illegal_argument("Invalid partition '" + number +
                                        "' specified in topic arg '" + wanted + "''");
            }
            chosen.push_back({names.intern(parts[0]), static_cast<std::int32_t>(partition)});
        }
    }
    for (std::string const& wanted : topics) {
        if (wanted.find(':') != std::string::npos) continue;
        NameId const name = names.intern(wanted);
        if (!has_topic(metadata, name)) unknown.push_back(wanted);
        for (TopicMetadata const& topic : metadata.topics) {
            if (topic.name != name) continue;
            for (PartitionMetadata const& partition : topic.partitions) {
                chosen.push_back({name, partition.partition});
            }
        }
    }
    return std::nullopt;
}

std::optional<ResetFailure> choose_scope(GroupsPlan& plan, ClusterMetadata const& metadata,
                                         Names& names) {
    GroupsPlan::Wish const& wish = plan.wish;
    plan.partitions.clear();
    if (wish.all_topics) {
        for (auto const& one : plan.committed) plan.partitions.push_back(one.partition);
    } else if (!wish.topics.empty()) {
        std::vector<std::string> unknown;
        if (auto failure =
                choose_partitions(wish.topics, metadata, names, plan.partitions, unknown)) {
            return failure;
        }
        if (!unknown.empty()) {
            return thrown_as(exception_class(ErrorCode::unknown_topic_or_partition),
                             std::string{exception_message(ErrorCode::unknown_topic_or_partition)});
        }
    } else if (wish.reset_to != ResetTo::file) {
        return illegal_argument(
            "One of the reset scopes should be defined: --all-topics, --topic.");
    }
    if (auto failure = check_partitions(plan, metadata, names)) return failure;
    if (wish.reset_to == ResetTo::nothing) {
        return illegal_argument(
            "Option '[reset-offsets]' requires one of the following scenarios: [[to-offset], "
            "[to-current], [to-datetime], [from-file], [by-duration], [to-earliest], [to-latest], "
            "[shift-by]]");
    }
    if (wish.reset_to == ResetTo::file) {
        plan.partitions.clear();
        for (GroupsPlan::Reset const& reset : plan.file) {
            if (reset.group != plan.groups.front()) continue;
            for (auto const& row : reset.offsets) plan.partitions.push_back(row.first);
        }
        for (TopicPartition const partition : plan.partitions) {
            if (is_in(metadata, partition, false)) continue;
            return wrapped("java.lang.RuntimeException",
                           "java.util.concurrent.ExecutionException: " + unknown_topic());
        }
    }
    return std::nullopt;
}

std::optional<ResetFailure> prepare_reset(GroupsPlan& plan, Names const& names) {
    std::string const& group = plan.groups.front();
    sort_as_partitions(plan.partitions, names, [](TopicPartition p) { return p; });
    auto const last = std::unique(plan.partitions.begin(), plan.partitions.end());
    plan.partitions.erase(last, plan.partitions.end());
    if (plan.wish.reset_to == ResetTo::file) {
        bool const has_plan =
            std::any_of(plan.file.begin(), plan.file.end(),
                        [&](GroupsPlan::Reset const& reset) { return reset.group == group; });
        if (!has_plan) {
            plan.printed.out += "\nError: No reset plan for group " + group + " found.\n";
        }
    }
    GroupsPlan::Reset reset{group, {}};
    for (TopicPartition const partition : plan.partitions) {
        if (plan.wish.reset_to == ResetTo::shift && committed_of(plan, partition) == kNoOffset) {
            return illegal_argument("Cannot shift offset for partition " +
                                    text_of(partition, names) +
                                    " since there is no current committed offset");
        }
        Offset const offset = new_offset(plan, partition, names);
        if (offset != kNoOffset) reset.offsets.emplace_back(partition, offset);
    }
    plan.resets.push_back(std::move(reset));
    return std::nullopt;
}

std::string resets_text(GroupsPlan const& plan, Names const& names) {
    std::vector<GroupsPlan::Reset> resets = plan.resets;
    sort_as_hash_map(
        resets, [](GroupsPlan::Reset const& reset) -> auto const& { return reset.group; });
    std::vector<ResetOffsetRow> rows;
    for (GroupsPlan::Reset const& reset : resets) {
        for (auto const& [partition, offset] : reset.offsets) {
            rows.push_back({reset.group, names.text(partition.topic),
                            std::to_string(partition.partition), std::to_string(offset.value)});
        }
    }
    if (!plan.wish.exports) return reset_offsets_text(rows);
    std::string text;
    for (ResetOffsetRow const& row : rows) {
        if (!plan.wish.names_one_group) text += csv_value(row.group) + ",";
        text += csv_value(row.topic) + "," + row.partition + "," + row.new_offset + "\n";
    }
    return text + "\n";
}

}  // namespace highwater

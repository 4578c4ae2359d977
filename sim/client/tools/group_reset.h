// kafka-consumer-groups --reset-offsets (GroupOffsetsResetter): which partitions, to which offsets,
// and how the outcome is shown. Without brokers: what they know has been asked before.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/names.h"
#include "client/tools/group_report.h"
#include "client/tools/plans.h"
#include "protocol/metadata.h"

namespace highwater {

// What went wrong, as Java has it: the exception's message, and its trace.
struct ResetFailure {
    bool is_of_usage{};  // IllegalArgumentException: the options are explained, exit code 1
    std::string message;
    std::string trace;
};

// "2026-01-01T00:00:05.000", perhaps with "Z", "+01" or "+01:00" behind it: milliseconds since
// 1970.
std::optional<ResetFailure> parse_datetime(std::string const& text, std::int64_t& timestamp_ms);

// An exception with its cause, as Kafka prints one that came out of a future or a stream.
ResetFailure wrapped(std::string const& outer, std::string const& inner);

// "topic,partition,offset" lines, or with the group in front: always so unless one group alone is
// named.
std::optional<ResetFailure> read_reset_file(GroupsPlan& plan, std::string const& text,
                                            Names& names);

// "orders", "orders:0,1" → the partitions. Those of whole topics are looked up; topics that do not
// exist are left in `unknown`.
std::optional<ResetFailure> choose_partitions(std::vector<std::string> const& topics,
                                              ClusterMetadata const& metadata, Names& names,
                                              std::vector<TopicPartition>& chosen,
                                              std::vector<std::string>& unknown);

// Sets plan.partitions for the group being done.
std::optional<ResetFailure> choose_scope(GroupsPlan& plan, ClusterMetadata const& metadata,
                                         Names& names);

// Adds the group's new offsets to plan.resets.
std::optional<ResetFailure> prepare_reset(GroupsPlan& plan, Names const& names);

// The table, or with --export its CSV.
std::string resets_text(GroupsPlan const& plan, Names const& names);

}  // namespace highwater

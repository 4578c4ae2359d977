// The command line and the files of kafka-reassign-partitions and kafka-delete-records, read and
// refused as Kafka does (ReassignPartitionsCommand, DeleteRecordsCommand).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/tools/options.h"
#include "client/tools/plans.h"

namespace highwater {

std::vector<OptionSpec> const& reassign_options();
// Options that cannot stand together, or are missing; "" when all is well.
std::string wrong_reassign_options(Options const& options);
// Numbers that are none.
std::optional<Thrown> wrong_reassign_numbers(Options const& options);

// {"version":1,"partitions":[
//     {"topic":"t","partition":0,"replicas":[1,2],"log_dirs":["any","any"]}]}
std::optional<Thrown> read_reassignment(std::string const& text, ReassignPlan& plan);
// What --execute asks of such a file besides.
std::optional<Thrown> check_targets(std::vector<TargetReplicas> const& targets);
// {"version":1,"topics":[{"topic":"t"}]}, and the brokers of --broker-list.
std::optional<Thrown> read_topics_to_move(std::string const& text, std::string const& brokers,
                                          ReassignPlan& plan);

// {"version":1,"partitions":[{"topic":"t","partition":0,"offset":4}]}
std::optional<Thrown> read_offsets(std::string const& text, std::vector<DeletedRecords>& wanted);

}  // namespace highwater

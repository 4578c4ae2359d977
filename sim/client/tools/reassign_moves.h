// What kafka-reassign-partitions works out between its questions, as pure functions of its plan.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/expected.h"
#include "base/names.h"
#include "client/tools/plans.h"

namespace highwater {

inline constexpr char kVerifyWarning[] =
    "Warning: You must run --verify periodically, until the reassignment completes, to ensure the "
    "throttle is removed.\n";
inline constexpr char kAlreadyMoving[] =
    "Cannot execute because there is an existing partition assignment.  Use --additional to "
    "override this and create a new partition assignment in addition to the existing one. The "
    "--additional flag can also be used to change the throttle by resubmitting the current "
    "reassignment.\n";

OngoingPartitionReassignment const* find_ongoing(ReassignPlan const& plan,
                                                 NamedPartition const& partition,
                                                 Names const& names);
// The replicas that the targets' partitions have now; of --generate, all of the topics'.
std::vector<TargetReplicas> current_replicas(ReassignPlan const& plan, Names const& names);
// Kafka stumbles over a partition that is just one beyond the last.
Expected<std::vector<ReassignmentState>> states_of(ReassignPlan const& plan, Names const& names);

// ---- throttles ----------------------------------------------------------------------------------
// From where to where a partition moves; what is under way already counts.
struct PartitionMove {
    std::vector<BrokerId> sources;
    std::vector<BrokerId> destinations;
};
using PartitionMoves = std::map<NamedPartition, PartitionMove>;
PartitionMoves moves_of(ReassignPlan const& plan, Names const& names);
std::vector<BrokerId> moving_brokers(PartitionMoves const& moves);  // by id
struct ThrottledReplicas {
    std::string leaders;  // "0:1,0:2"
    std::string followers;
};
std::map<std::string, ThrottledReplicas> throttled_replicas(PartitionMoves const& moves);
std::string directory_throttle_line(std::int64_t rate);

// ---- log directories ----------------------------------------------------------------------------
// Those that have reached their broker leave the list; what is said of them.
std::string take_moved(ReassignPlan& plan);
std::string moves_timed_out(std::vector<ReplicaDirectory> moves);
// Why a replica cannot go to the directory that the file names.
std::optional<std::string> wrong_directory(std::vector<ReplicaDirectory> const& moves);

// ---- texts --------------------------------------------------------------------------------------
std::string rollback_text(std::vector<TargetReplicas> current,
                          std::vector<ReplicaDirectory> const& directories);
std::string topic_not_found(std::string const& topic);
std::string partition_errors(bool cancels,
                             std::vector<std::pair<NamedPartition, std::string>> errors);

// ---- --generate ---------------------------------------------------------------------------------
// Spreads the topics over the brokers that were named and are there; why not, if it cannot.
std::optional<Thrown> propose_targets(ReassignPlan& plan, Names const& names,
                                      std::function<std::int32_t(std::int32_t bound)> const& draw);

}  // namespace highwater

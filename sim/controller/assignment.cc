#include "controller/assignment.h"

namespace highwater {

std::optional<std::string> wrong_assignment(MetadataImage const& image,
                                            std::vector<BrokerId> const& replicas,
                                            std::optional<std::size_t> replication_factor) {
    std::string const start = "The manual partition assignment includes ";
    if (replicas.empty()) return start + "an empty replica list.";
    std::vector<BrokerId> const ordered = sorted(replicas);
    for (std::size_t i = 0; i < ordered.size(); ++i) {
        std::string const id = std::to_string(ordered[i].value);
        if (find_broker(image, ordered[i]) == nullptr) {
            return start + "broker " + id + ", but no such broker is registered.";
        }
        if (i > 0 && ordered[i - 1] == ordered[i]) {
            return start + "the broker " + id + " more than once.";
        }
    }
    if (replication_factor && replicas.size() != *replication_factor) {
        return start + "a partition with " + std::to_string(replicas.size()) +
               " replica(s), but this is not consistent with previous partitions, which have " +
               std::to_string(*replication_factor) + " replica(s).";
    }
    return std::nullopt;
}

Reassignment begin_reassignment(MetadataImage const& image, PartitionRegistration const& partition,
                                std::vector<BrokerId> const& target) {
    Reassignment asked;
    if (auto problem = wrong_assignment(image, target, std::nullopt)) {
        asked.error = ErrorCode::invalid_replica_assignment;
        asked.message = *std::move(problem);
        return asked;
    }
    std::vector<BrokerId> const removing = sorted(without(partition.replicas, target));
    std::vector<BrokerId> const adding = sorted(without(target, partition.replicas));
    std::vector<BrokerId> replicas = target;
    replicas.insert(replicas.end(), removing.begin(), removing.end());
    asked.replicas = std::move(replicas);
    if (!removing.empty()) asked.removing = removing;
    if (!adding.empty()) asked.adding = adding;
    return asked;
}

Reassignment cancel_reassignment(PartitionRegistration const& partition,
                                 std::string const& partition_name, bool allows_unclean) {
    Reassignment asked;
    if (partition.adding_replicas.empty() && partition.removing_replicas.empty()) {
        asked.error = ErrorCode::no_reassignment_in_progress;
        asked.message = "No partition reassignment is in progress.";
        return asked;
    }
    asked.replicas = without(partition.replicas, partition.adding_replicas);
    asked.isr = without(partition.isr, partition.adding_replicas);
    if (asked.isr->empty()) {
        if (!allows_unclean) {
            asked.error = ErrorCode::invalid_replica_assignment;
            asked.message = "Unable to revert partition assignment for " + partition_name +
                            " because it would require an unclean leader election.";
            return asked;
        }
        asked.isr = std::vector{asked.replicas->front()};
    }
    asked.adding = std::vector<BrokerId>{};
    asked.removing = std::vector<BrokerId>{};
    return asked;
}

void set_targets(PartitionQuestion& question, Reassignment const& reassignment) {
    question.target_isr = reassignment.isr;
    question.target_replicas = reassignment.replicas;
    question.target_adding = reassignment.adding;
    question.target_removing = reassignment.removing;
}

}  // namespace highwater

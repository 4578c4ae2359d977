#include "client/tools/reassign_moves.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "client/exceptions.h"
#include "client/tools/replica_spread.h"
#include "metadata/image.h"

namespace highwater {

namespace {
NamedPartition named(TopicPartition id, Names const& names) {
    return {names.text(id.topic), id.partition};
}

std::vector<BrokerId> without(std::vector<BrokerId> const& list,
                              std::vector<BrokerId> const& removed) {
    std::vector<BrokerId> kept;
    for (BrokerId const id : list) {
        if (!contains(removed, id)) kept.push_back(id);
    }
    return kept;
}

TopicMetadata const* find_topic(ReassignPlan const& plan, std::string const& topic,
                                Names const& names) {
    for (TopicMetadata const& described : plan.described) {
        if (described.error == ErrorCode::none && names.text(described.name) == topic) {
            return &described;
        }
    }
    return nullptr;
}
}  // namespace

OngoingPartitionReassignment const* find_ongoing(ReassignPlan const& plan,
                                                 NamedPartition const& partition,
                                                 Names const& names) {
    for (OngoingPartitionReassignment const& one : plan.ongoing) {
        if (named(one.partition, names) == partition) return &one;
    }
    return nullptr;
}

std::vector<TargetReplicas> current_replicas(ReassignPlan const& plan, Names const& names) {
    std::vector<TargetReplicas> current;
    bool const all = plan.action == ReassignPlan::Action::generate;
    for (TopicMetadata const& topic : plan.described) {
        for (PartitionMetadata const& partition : topic.partitions) {
            NamedPartition const id{names.text(topic.name), partition.partition};
            bool const is_target =
                std::any_of(plan.targets.begin(), plan.targets.end(),
                            [&](TargetReplicas const& target) { return target.partition == id; });
            if (all || is_target) current.push_back({id, partition.replicas});
        }
    }
    return current;
}

Expected<std::vector<ReassignmentState>> states_of(ReassignPlan const& plan, Names const& names) {
    std::vector<ReassignmentState> states;
    for (TargetReplicas const& target : plan.targets) {
        ReassignmentState state{target.partition, false, {}, target.replicas};
        if (auto const* const ongoing = find_ongoing(plan, target.partition, names)) {
            state.current = ongoing->replicas;
            states.push_back(std::move(state));
            continue;
        }
        state.is_done = true;
        TopicMetadata const* topic = find_topic(plan, target.partition.topic, names);
        if (topic != nullptr) {
            auto const count = static_cast<std::int32_t>(topic->partitions.size());
            std::int32_t const index = target.partition.partition;
            if (index < 0 || index == count) {
                return Problem{"Index " + std::to_string(index) + " out of bounds for length " +
                                   std::to_string(count),
                               {}};
            }
            if (index < count) {
                state.current = topic->partitions[static_cast<std::size_t>(index)].replicas;
            }
        }
        states.push_back(std::move(state));
    }
    return states;
}

PartitionMoves moves_of(ReassignPlan const& plan, Names const& names) {
    PartitionMoves moves;
    for (OngoingPartitionReassignment const& one : plan.ongoing) {
        moves[named(one.partition, names)] = {without(one.replicas, one.adding_replicas),
                                              one.adding_replicas};
    }
    std::vector<TargetReplicas> const current = current_replicas(plan, names);
    for (TargetReplicas const& target : plan.targets) {
        PartitionMove& move = moves[target.partition];
        for (TargetReplicas const& one : current) {
            if (one.partition == target.partition && move.sources.empty()) {
                move.sources = one.replicas;
            }
        }
        move.destinations = without(target.replicas, move.sources);
    }
    return moves;
}

std::vector<BrokerId> moving_brokers(PartitionMoves const& moves) {
    std::set<BrokerId> brokers;
    for (auto const& [partition, move] : moves) {
        brokers.insert(move.sources.begin(), move.sources.end());
        brokers.insert(move.destinations.begin(), move.destinations.end());
    }
    return {brokers.begin(), brokers.end()};
}

std::map<std::string, ThrottledReplicas> throttled_replicas(PartitionMoves const& moves) {
    struct Sorted {  // as text, like Kafka's TreeSet
        std::set<std::string> leaders;
        std::set<std::string> followers;
    };
    std::map<std::string, Sorted> sorted;
    for (auto const& [partition, move] : moves) {
        std::string const start = std::to_string(partition.partition) + ":";
        Sorted& topic = sorted[partition.topic];
        for (BrokerId const id : move.sources) {
            topic.leaders.insert(start + std::to_string(id.value));
        }
        for (BrokerId const id : move.destinations) {
            topic.followers.insert(start + std::to_string(id.value));
        }
    }
    std::map<std::string, ThrottledReplicas> lists;
    for (auto const& [topic, both] : sorted) {
        lists[topic] = {joined(both.leaders, ","), joined(both.followers, ",")};
    }
    return lists;
}

std::string directory_throttle_line(std::int64_t rate) {
    return "The replica-alter-dir throttle limit was set to " + std::to_string(rate) + " B/s\n";
}

namespace {
void sort_by_broker(std::vector<ReplicaDirectory>& moves) {
    std::stable_sort(
        moves.begin(), moves.end(), [](ReplicaDirectory const& a, ReplicaDirectory const& b) {
            return a.broker != b.broker ? a.broker < b.broker : a.partition < b.partition;
        });
}

std::string replica_name(ReplicaDirectory const& move) {
    return move.partition.text() + "-" + std::to_string(move.broker.value);
}
}  // namespace

std::string take_moved(ReassignPlan& plan) {
    sort_by_broker(plan.moves);
    std::string text;
    std::vector<ReplicaDirectory> pending;
    for (ReplicaDirectory const& move : plan.moves) {
        bool const is_there = std::any_of(
            plan.directories.begin(), plan.directories.end(), [&](ReplicaDirectory const& found) {
                return found.partition == move.partition && found.broker == move.broker;
            });
        if (!is_there) {
            pending.push_back(move);
            continue;
        }
        text += "Successfully started moving log directory to " + move.path + " for replica " +
                move.partition.text() + " with broker " + std::to_string(move.broker.value) + " \n";
    }
    plan.moves = std::move(pending);
    return text;
}

std::string moves_timed_out(std::vector<ReplicaDirectory> moves) {
    sort_by_broker(moves);
    std::string names;
    for (ReplicaDirectory const& move : moves) {
        names += (names.empty() ? "" : ",") + replica_name(move);
    }
    return "Timed out before log directory move" + std::string{moves.size() == 1 ? "" : "s"} +
           " could be started for: " + names + "\n";
}

std::optional<std::string> wrong_directory(std::vector<ReplicaDirectory> const& moves) {
    for (ReplicaDirectory const& move : moves) {
        if (move.path == kLogDir) continue;
        std::string const cause =
            "org.apache.kafka.common.errors.LogDirNotFoundException: The user-specified log "
            "directory is not found in the broker config.";
        std::string text =
            error_text({kAdminCommandFailed, "Failed to alter dir for " + replica_name(move)});
        text.pop_back();
        return text + "Caused by: java.util.concurrent.ExecutionException: " + cause +
               "\nCaused by: " + cause + "\n\n";
    }
    return std::nullopt;
}

std::string rollback_text(std::vector<TargetReplicas> current,
                          std::vector<ReplicaDirectory> const& directories) {
    return "Current partition replica assignment\n\n" +
           reassignment_json(std::move(current), directories) +
           "\n\nSave this to use as the --reassignment-json-file option during rollback\n";
}

std::string topic_not_found(std::string const& topic) {
    return future_error_text(
        {exception_class(ErrorCode::unknown_topic_or_partition), "Topic " + topic + " not found."});
}

std::string partition_errors(bool cancels,
                             std::vector<std::pair<NamedPartition, std::string>> errors) {
    std::stable_sort(errors.begin(), errors.end(),
                     [](auto const& a, auto const& b) { return a.first < b.first; });
    std::string text = !cancels            ? "Error reassigning partition(s):\n"
                       : errors.size() > 1 ? "Error cancelling partition reassignments for:\n"
                                           : "Error cancelling partition reassignment for:\n";
    for (auto const& [partition, message] : errors) {
        text += partition.text() + ": " + message + "\n";
    }
    return text;
}

namespace {
Expected<std::vector<SpreadBroker>> usable_brokers(ReassignPlan const& plan, Names const& names) {
    std::vector<SpreadBroker> usable;
    std::size_t rackless = 0;
    for (BrokerAddress const& broker : plan.live) {
        if (!contains(plan.brokers, broker.id)) continue;
        SpreadBroker one{broker.id, std::nullopt};
        if (plan.rack_aware && broker.rack != kNoName) one.rack = names.text(broker.rack);
        if (!one.rack) ++rackless;
        usable.push_back(std::move(one));
    }
    if (plan.rack_aware && rackless != 0 && rackless != usable.size()) {
        return Problem{
            "Not all brokers have rack information. Add --disable-rack-aware in command line to "
            "make replica assignment without rack information.",
            {}};
    }
    return usable;
}
}  // namespace

std::optional<Thrown> propose_targets(ReassignPlan& plan, Names const& names,
                                      std::function<std::int32_t(std::int32_t bound)> const& draw) {
    Expected<std::vector<SpreadBroker>> const brokers = usable_brokers(plan, names);
    if (!brokers) return Thrown{kAdminOperation, brokers.problem().message};
    auto const count = static_cast<std::int32_t>(brokers->size());
    for (TopicMetadata const& topic : plan.described) {
        if (topic.partitions.empty()) continue;
        SpreadStart start;
        if (count > 0) {
            start.index = draw(count);
            start.shift = draw(count);
        }
        auto const width = static_cast<std::int32_t>(topic.partitions.front().replicas.size());
        auto const spread = spread_replicas(
            *brokers, static_cast<std::int32_t>(topic.partitions.size()), width, start);
        if (!spread) {
            return Thrown{exception_class(ErrorCode::invalid_replication_factor),
                          spread.problem().message};
        }
        for (std::size_t i = 0; i < spread->size(); ++i) {
            plan.targets.push_back(
                {{names.text(topic.name), static_cast<std::int32_t>(i)}, (*spread)[i]});
        }
    }
    return std::nullopt;
}

}  // namespace highwater

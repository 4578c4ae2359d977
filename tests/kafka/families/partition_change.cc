#include <stdexcept>

#include "controller/decide.h"
#include "tests/kafka/broker_ids.h"
#include "tests/kafka/families.h"

namespace highwater {

namespace {
using nlohmann::json;

LeaderRecoveryState recovery_state(std::string const& name) {
    if (name == "RECOVERED") return LeaderRecoveryState::recovered;
    if (name == "RECOVERING") return LeaderRecoveryState::recovering;
    throw std::invalid_argument{"unknown leader recovery state " + name};
}
json name_of(LeaderRecoveryState state) {
    return state == LeaderRecoveryState::recovered ? "RECOVERED" : "RECOVERING";
}

Election election(std::string const& name) {
    if (name == "ONLINE") return Election::online;
    if (name == "PREFERRED") return Election::preferred;
    if (name == "UNCLEAN") return Election::unclean;
    throw std::invalid_argument{"unknown election " + name};
}

PartitionRegistration registration(json const& in) {
    PartitionRegistration partition;
    partition.replicas = brokers_of(in.at("replicas"));
    partition.isr = brokers_of(in.at("isr"));
    partition.elr = brokers_of(in.at("elr"));
    partition.last_known_elr = brokers_of(in.at("lastKnownElr"));
    partition.adding_replicas = brokers_of(in.at("addingReplicas"));
    partition.removing_replicas = brokers_of(in.at("removingReplicas"));
    partition.leader = {in.at("leader").get<std::int32_t>()};
    partition.leader_epoch = {in.at("leaderEpoch").get<std::int32_t>()};
    partition.partition_epoch = {in.at("partitionEpoch").get<std::int32_t>()};
    partition.leader_recovery_state = recovery_state(in.value("leaderRecoveryState", "RECOVERED"));
    return partition;
}

json shown(PartitionRegistration const& partition) {
    return {{"replicas", list_of(partition.replicas)},
            {"isr", list_of(partition.isr)},
            {"elr", sorted_list_of(partition.elr)},
            {"lastKnownElr", sorted_list_of(partition.last_known_elr)},
            {"leader", partition.leader.value},
            {"leaderEpoch", partition.leader_epoch.value},
            {"partitionEpoch", partition.partition_epoch.value},
            {"leaderRecoveryState", name_of(partition.leader_recovery_state)},
            {"addingReplicas", list_of(partition.adding_replicas)},
            {"removingReplicas", list_of(partition.removing_replicas)}};
}

json shown(PartitionChangeRecord const& change) {
    json out = json::object();
    auto const add = [&](char const* name, std::optional<std::vector<BrokerId>> const& ids) {
        if (ids) out[name] = list_of(*ids);
    };
    add("isr", change.isr);
    add("replicas", change.replicas);
    add("addingReplicas", change.adding_replicas);
    add("removingReplicas", change.removing_replicas);
    add("elr", change.eligible_leader_replicas);
    add("lastKnownElr", change.last_known_elr);
    if (change.leader) out["leader"] = change.leader->value;
    if (change.leader_recovery_state) {
        out["leaderRecoveryState"] = name_of(*change.leader_recovery_state);
    }
    return out;
}
}  // namespace

json replay_partition_change(json const& input) {
    PartitionRegistration const before = registration(input.at("partition"));
    PartitionQuestion question{
        before, brokers_of(input.at("activeBrokers")), {}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
    question.election = election(input.value("election", "ONLINE"));
    question.min_isr = input.value("minIsr", 1);
    question.elr_enabled = input.at("elrEnabled").get<bool>();
    question.use_last_known_leader = input.value("useLastKnownLeaderInBalancedRecovery", true);
    if (input.contains("targetIsr")) question.target_isr = brokers_of(input["targetIsr"]);
    if (input.contains("targetReplicas"))
        question.target_replicas = brokers_of(input["targetReplicas"]);
    if (input.contains("targetRemoving"))
        question.target_removing = brokers_of(input["targetRemoving"]);
    if (input.contains("targetAdding")) question.target_adding = brokers_of(input["targetAdding"]);
    if (input.contains("uncleanShutdownReplicas")) {
        question.unclean_shutdown = brokers_of(input["uncleanShutdownReplicas"]);
    }
    if (input.contains("targetLeaderRecoveryState")) {
        question.target_recovery_state = recovery_state(input["targetLeaderRecoveryState"]);
    }
    auto const change = decide(question);
    if (!change) return {{"change", nullptr}};
    PartitionRegistration after = before;
    apply(after, *change);
    return {{"change", shown(*change)}, {"after", shown(after)}};
}

}  // namespace highwater

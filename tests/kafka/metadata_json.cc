#include "tests/kafka/metadata_json.h"
#include "tests/kafka/broker_ids.h"

#include <type_traits>
#include <variant>
#include <vector>

namespace highwater {

using nlohmann::json;

namespace {

void add_if_present(json& out, char const* key, std::optional<std::vector<BrokerId>> const& value) {
    if (value) out[key] = list_of(*value);
}

class Writer {
public:
    Writer(Names const& names, TopicNames& topics) : names_{names}, topics_{topics} {}

    json operator()(FeatureLevelRecord const& record) const {
        return {{"name", record.name}, {"featureLevel", record.feature_level}};
    }
    json operator()(RegisterBrokerRecord const& record) const {
        return {{"brokerId", record.broker_id.value},
                {"fenced", record.fenced},
                {"inControlledShutdown", record.in_controlled_shutdown}};
    }
    json operator()(UnregisterBrokerRecord const& record) const {
        return {{"brokerId", record.broker_id.value}};
    }
    json operator()(BrokerRegistrationChangeRecord const& record) const {
        json out{{"brokerId", record.broker_id.value}};
        if (record.fenced != 0) out["fenced"] = record.fenced;
        if (record.in_controlled_shutdown != 0) out["inControlledShutdown"] = 1;
        return out;
    }
    json operator()(TopicRecord const& record) const {
        std::string const& name = names_.text(record.name);
        topics_[record.topic_id] = name;
        if (is_internal(record.topic_id)) return {};
        return {{"topic", name}, {"name", name}};
    }
    json operator()(RemoveTopicRecord const& record) const {
        if (is_internal(record.topic_id)) return {};
        return {{"topic", topics_[record.topic_id]}};
    }
    json operator()(PartitionRecord const& record) const {
        if (is_internal(record.topic_id)) return {};
        PartitionRegistration const& made = *record.registration;
        json out{{"topic", topics_[record.topic_id]},
                 {"partitionId", record.partition_id},
                 {"replicas", list_of(made.replicas)},
                 {"isr", list_of(made.isr)},
                 {"leader", made.leader.value},
                 {"leaderEpoch", made.leader_epoch.value},
                 {"partitionEpoch", made.partition_epoch.value}};
        if (!made.adding_replicas.empty()) out["addingReplicas"] = list_of(made.adding_replicas);
        if (!made.removing_replicas.empty())
            out["removingReplicas"] = list_of(made.removing_replicas);
        return out;
    }
    json operator()(PartitionChangeRecord const& record) const {
        if (is_internal(record.topic_id)) return {};
        json out{{"topic", topics_[record.topic_id]}, {"partitionId", record.partition_id}};
        add_if_present(out, "isr", record.isr);
        add_if_present(out, "replicas", record.replicas);
        add_if_present(out, "removingReplicas", record.removing_replicas);
        add_if_present(out, "addingReplicas", record.adding_replicas);
        add_if_present(out, "eligibleLeaderReplicas", record.eligible_leader_replicas);
        add_if_present(out, "lastKnownElr", record.last_known_elr);
        if (record.leader) out["leader"] = record.leader->value;
        if (record.leader_recovery_state) {
            out["leaderRecoveryState"] = static_cast<int>(*record.leader_recovery_state);
        }
        return out;
    }
    json operator()(ConfigRecord const& record) const {
        json out{{"resourceType", static_cast<int>(record.resource_type)},
                 {"resourceName", record.resource_name},
                 {"name", record.name}};
        if (record.value) out["value"] = *record.value;
        return out;
    }
    // The recordings hold neither it nor what follows.
    json operator()(ClearElrRecord const&) const { return {}; }
    json operator()(ProducerIdsRecord const&) const { return {}; }
    json operator()(ClientQuotaRecord const&) const { return {}; }
    json operator()(LeaderChangeMessage const&) const { return {}; }
    json operator()(NoOpRecord const&) const { return {}; }

private:
    // The recordings leave out Kafka's own topics, but not their configs.
    bool is_internal(Uuid topic_id) const { return topics_[topic_id].rfind("__", 0) == 0; }

    Names const& names_;
    TopicNames& topics_;
};

}  // namespace

json metadata_json(MetadataRecord const& record, Names const& names, TopicNames& topics) {
    json out = std::visit(Writer{names, topics}, record);
    if (!out.is_null()) out["type"] = name_of(record);
    return out;
}

}  // namespace highwater

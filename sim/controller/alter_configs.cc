// IncrementalAlterConfigs (44), as ConfigurationControlManager decides it. What the forwarding
// broker refuses in Kafka (ConfigAdminManager.preprocess) is refused here, with the same words.
#include <algorithm>

#include "base/java_hash.h"
#include "base/text.h"
#include "controller/new_partitions.h"
#include "node/broker_config.h"
#include "node/dynamic_group_config.h"
#include "node/topic_config.h"

namespace highwater {

namespace {
using Configs = std::vector<std::pair<std::string, std::string>>;

constexpr char kMinIsr[] = "min.insync.replicas";

std::vector<std::string> parts_of(std::string const& text) {
    std::vector<std::string> parts;
    std::size_t from = 0;
    while (from <= text.size()) {
        std::size_t const comma = std::min(text.find(',', from), text.size());
        if (comma > from) parts.push_back(text.substr(from, comma - from));
        from = comma + 1;
    }
    return parts;
}

// The value of a list after an element was appended or taken away.
std::string changed_list(std::string const& before, AlterConfigOp const& op) {
    std::vector<std::string> parts = parts_of(before);
    for (std::string const& part : parts_of(op.value)) {
        auto const at = std::find(parts.begin(), parts.end(), part);
        if (op.operation == ConfigOperation::append && at == parts.end()) parts.push_back(part);
        if (op.operation == ConfigOperation::subtract && at != parts.end()) parts.erase(at);
    }
    return joined(parts, ",");
}

struct AlteringConfigs {
    Controller const& self;
    Effects const& out;
    std::vector<MetadataRecord> records;

    std::optional<Refused> alter(AlteredResource const& altered) {
        if (auto refused = check_form(altered)) return refused;
        ConfigResource const& resource = altered.resource;
        bool const is_broker = resource.type == ConfigResourceType::broker;
        std::vector<AlterConfigOp> ops = altered.configs;
        sort_as_hash_map(
            ops, [](AlterConfigOp const& op) -> auto const& { return op.name; });

        std::vector<ConfigRecord> changes;
        for (AlterConfigOp const& op : ops) {
            std::string const* before =
                find_config(self.image, resource.type, resource.name, op.name);
            std::optional<std::string> after;
            if (op.operation == ConfigOperation::set) {
                after = op.value;
            } else if (op.operation != ConfigOperation::remove) {
                TopicConfigDef const* def = definition_of(resource.type, op.name);
                if (def == nullptr || !is_list(def->kind)) return not_a_list(op);
                after = changed_list(before ? *before : std::string{def->default_value}, op);
            }
            bool const is_same = before ? after && *after == *before : !after;
            // A broker reads its files again on every record, so it gets one in any case
            // (KAFKA-14136).
            if (is_same && !is_broker) continue;
            changes.push_back({resource.type, resource.name, op.name, after});
        }
        if (auto refused = check(resource, changes)) return refused;
        for (ConfigRecord const& change : changes) records.push_back(change);
        return std::nullopt;
    }

    // A new minimum ISR makes those ineligible that were eligible under the old one (KIP-966).
    void clear_elrs() {
        if (!is_elr_enabled(self)) return;
        std::vector<MetadataRecord> cleared;
        for (MetadataRecord const& record : records) {
            auto const& change = std::get<ConfigRecord>(record);
            if (change.name != kMinIsr) continue;
            bool const is_topic = change.resource_type == ConfigResourceType::topic;
            cleared.push_back(ClearElrRecord{is_topic ? change.resource_name : ""});
        }
        records.insert(records.end(), cleared.begin(), cleared.end());
    }

private:
    // nullptr where no config of the kind is a list, as with groups.
    static TopicConfigDef const* definition_of(ConfigResourceType type, std::string const& name) {
        switch (type) {
        case ConfigResourceType::topic: return find_topic_config(name);
        case ConfigResourceType::broker: return topic_config_of_server(name);
        case ConfigResourceType::group: break;
        }
        return nullptr;
    }
    static bool is_list(ConfigKind kind) {
        return kind == ConfigKind::words || kind == ConfigKind::replicas;
    }
    static Refused not_a_list(AlterConfigOp const& op) {
        std::string const what = op.operation == ConfigOperation::append ? "APPEND" : "SUBTRACT";
        return {ErrorCode::invalid_config,
                "Can't " + what + " to key " + op.name + " because its type is not LIST."};
    }
    static std::optional<Refused> check_form(AlteredResource const& altered) {
        for (std::size_t i = 0; i < altered.configs.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                if (altered.configs[i].name != altered.configs[j].name) continue;
                return Refused{ErrorCode::invalid_request, "Error due to duplicate config keys"};
            }
        }
        return std::nullopt;
    }

    // All that the resource has set once the changes are made.
    Configs after(ConfigResource const& resource, std::vector<ConfigRecord> const& changes) const {
        Configs configs;
        for (ConfigEntry const& entry : self.image.configs) {
            bool const is_meant =
                entry.resource_type == resource.type && entry.resource_name == resource.name &&
                std::none_of(changes.begin(), changes.end(),
                             [&](ConfigRecord const& change) { return change.name == entry.name; });
            if (is_meant) configs.emplace_back(entry.name, entry.value);
        }
        for (ConfigRecord const& change : changes) {
            if (change.value) configs.emplace_back(change.name, *change.value);
        }
        return configs;
    }

    std::optional<Refused> check(ConfigResource const& resource,
                                 std::vector<ConfigRecord> const& changes) const {
        Configs const configs = after(resource, changes);
        if (resource.type == ConfigResourceType::topic) return check_topic(resource, configs);
        if (resource.type == ConfigResourceType::group) return check_group(resource, configs);
        Expected<NoValue> const valid = validate_broker_configs(configs, !resource.name.empty());
        if (!valid) return Refused{ErrorCode::invalid_request, valid.problem().message};
        Expected<NoValue> const threads = validate_thread_counts(after(resource, {}), configs);
        if (!threads) return Refused{ErrorCode::invalid_request, threads.problem().message};
        if (!is_elr_enabled(self)) return std::nullopt;
        for (ConfigRecord const& change : changes) {
            if (change.name != kMinIsr) continue;
            if (!resource.name.empty()) {
                return Refused{ErrorCode::invalid_config,
                               "Broker-level min.insync.replicas cannot be altered while ELR is "
                               "enabled."};
            }
            if (!change.value) {
                return Refused{ErrorCode::invalid_config,
                               "Cluster-level min.insync.replicas cannot be removed while ELR is "
                               "enabled."};
            }
        }
        return std::nullopt;
    }

    // Whether anybody is in the group does not matter.
    std::optional<Refused> check_group(ConfigResource const& resource,
                                       Configs const& configs) const {
        if (resource.name.empty()) {
            return Refused{ErrorCode::invalid_request, "Default group resources are not allowed."};
        }
        Expected<NoValue> const valid = validate_group_configs(configs, self.setup.config.group);
        if (valid) return std::nullopt;
        return Refused{ErrorCode::invalid_config, valid.problem().message};
    }

    // The values first, then whether the topic exists: so Kafka answers.
    std::optional<Refused> check_topic(ConfigResource const& resource,
                                       Configs const& configs) const {
        if (resource.name.empty()) {
            return Refused{ErrorCode::invalid_request, "Default topic resources are not allowed."};
        }
        for (auto const& [name, value] : configs) {
            Expected<NoValue> const valid = validate_topic_config(name, value);
            if (!valid) return Refused{ErrorCode::invalid_config, valid.problem().message};
        }
        Expected<NoValue> const together =
            validate_for_brokers(configs, self.setup.config.topic.compaction);
        if (!together) return Refused{ErrorCode::invalid_config, together.problem().message};
        NameId const name = out.names().find(resource.name);
        if (name == kNoName || find_topic(self.image, name) == nullptr) {
            return Refused{ErrorCode::unknown_topic_or_partition,
                           "The topic '" + resource.name + "' does not exist."};
        }
        return std::nullopt;
    }
};
}  // namespace

void handle(Controller& self, Raft& raft, Envelope const& from,
            IncrementalAlterConfigsRequest const& request, Effects& out) {
    if (self.role != ControllerRole::active) {
        out.reply(from, error_response(request, ErrorCode::not_controller));
        return;
    }
    AlteringConfigs altering{self, out, {}};
    std::vector<AlterConfigsResult> results;
    if (request.resources) {
        for (AlteredResource const& altered : *request.resources) {
            AlterConfigsResult result{altered.resource, ErrorCode::none, {}};
            if (auto refused = altering.alter(altered)) {
                result.error = refused->error;
                result.message = std::move(refused->message);
            }
            results.push_back(std::move(result));
        }
    }
    altering.clear_elrs();
    IncrementalAlterConfigsResponse answer{make_payload(std::move(results))};
    if (altering.records.empty()) {
        answer_after_pending(self, from, answer, out);
        return;
    }
    Offset const last = write(self, raft, std::move(altering.records),
                              {ChangeReason::config_change, kNoBroker}, out);
    answer_after(self, last, from, answer, out);
}

}  // namespace highwater

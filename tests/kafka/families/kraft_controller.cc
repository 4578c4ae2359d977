#include <stdexcept>

#include "record/error_code.h"
#include "tests/kafka/broker_ids.h"
#include "tests/kafka/families.h"
#include "tests/unit/controller/lone_controller.h"

namespace highwater {

namespace {
using nlohmann::json;

std::string name_text(ErrorCode error) { return std::string{name_of(error)}; }

// "foo-0"
std::pair<std::string, std::int32_t> partition_named(std::string const& text) {
    std::size_t const dash = text.rfind('-');
    return {text.substr(0, dash), std::stoi(text.substr(dash + 1))};
}

class Script {
public:
    explicit Script(json const& input) : controller_{config_of(input)} {
        if (input.at("elrEnabled").get<bool>()) return;
        for (FeatureLevel& feature : controller_.controller.image.features) {
            if (feature.name == "eligible.leader.replicas.version") feature.level = 0;
        }
    }

    json play(json const& op) {
        json seen{{"op", op}};
        act(op, seen);
        seen["partitions"] = partitions();
        seen["brokers"] = brokers();
        return seen;
    }

private:
    static ServerConfig config_of(json const& input) {
        ServerConfig config;
        config.broker_session_timeout_ms = input.at("brokerSessionTimeoutMs").get<std::int32_t>();
        return config;
    }

    void act(json const& op, json& seen) {
        std::string const what = op.at(0);
        json const options = op.back().is_object() ? op.back() : json::object();
        if (what == "register") {
            bool const same_life = op.size() > 2 && op[2] == "sameIncarnation";
            auto const answer = controller_.register_broker(op[1].get<std::int32_t>(), same_life);
            seen["result"] = name_text(answer.error);
        } else if (what == "uncleanShutdown") {
            controller_.register_broker(op[1].get<std::int32_t>());
        } else if (what == "heartbeat") {
            seen["result"] = heartbeat(op[1].get<std::int32_t>(), options);
        } else if (what == "fence") {
            for (std::size_t i = 1; i < op.size(); ++i) {
                controller_.lose_session(op[i].get<std::int32_t>());
            }
        } else if (what == "advance") {
            controller_.now = controller_.now + milliseconds(op[1].get<std::int64_t>());
        } else if (what == "sessionTimeout") {
            seen["fenced"] = expire(milliseconds(op[1].get<std::int64_t>()));
        } else if (what == "controlledShutdownOffset") {
            controller_.controller.sessions[{op[1].get<std::int32_t>()}]
                .controlled_shutdown_offset = {op[2].get<std::int64_t>()};
        } else if (what == "createTopic") {
            seen["result"] = create(op, options);
        } else if (what == "alterPartition") {
            seen["result"] = alter(op, options);
        } else if (what == "electLeader") {
            auto const [topic, index] = partition_named(op[2]);
            ElectionType const type =
                op[1] == "UNCLEAN" ? ElectionType::unclean : ElectionType::preferred;
            seen["result"] = name_text(controller_.elect(type, topic, index));
        } else if (what == "reassign") {
            auto const [topic, index] = partition_named(op[1]);
            std::optional<std::vector<BrokerId>> target;
            if (!op[2].is_null()) target = brokers_of(op[2]);
            seen["result"] = name_text(controller_.reassign(topic, index, target));
        } else if (what == "balance") {
            seen["changes"] = changes_by(TimerKind::leader_balance);
        } else if (what == "maybeUnclean") {
            seen["changes"] = changes_by(TimerKind::unclean_check);
        } else {
            throw std::invalid_argument{what + " is not built"};
        }
    }

    json heartbeat(std::int32_t id, json const& options) {
        BrokerHeartbeatRequest request = controller_.heartbeat_of(id);
        if (!options.value("caughtUp", true)) {
            request.current_metadata_offset = request.current_metadata_offset - 1;
        }
        if (options.contains("metadataOffset")) {
            request.current_metadata_offset = {options["metadataOffset"].get<std::int64_t>()};
        }
        if (options.value("staleEpoch", false)) --request.broker_epoch.value;
        request.want_fence = options.value("wantFence", false);
        request.want_shut_down = options.value("wantShutDown", false);
        auto const answer = controller_.ask<BrokerHeartbeatResponse>({id}, request);
        if (answer.error != ErrorCode::none) return name_text(answer.error);
        return {{"isCaughtUp", answer.is_caught_up},
                {"isFenced", answer.is_fenced},
                {"shouldShutDown", answer.should_shut_down}};
    }

    json expire(Duration duration) {
        std::vector<BrokerId> before;
        for (BrokerRegistration const& broker : controller_.controller.image.brokers) {
            if (!broker.fenced) before.push_back(broker.id);
        }
        controller_.now = controller_.now + duration;
        controller_.fire(TimerKind::session_check);
        json fenced = json::array();
        for (BrokerId const id : before) {
            if (find_broker(controller_.controller.image, id)->fenced) fenced.push_back(id.value);
        }
        return fenced;
    }

    std::string create(json const& op, json const& options) {
        NewTopic topic;
        topic.name = controller_.names.intern(op[1].get<std::string>());
        if (op[2].is_array()) {
            for (json const& replicas : op[2]) topic.assignment.push_back(brokers_of(replicas));
        } else {
            topic.partitions = op[2].at("partitions").get<std::int32_t>();
            topic.replication_factor = op[2].at("replicationFactor").get<std::int16_t>();
        }
        if (op.size() > 3) {
            for (auto const& [key, value] : options.items()) {
                topic.configs.emplace_back(key, value.get<std::string>());
            }
        }
        return name_text(controller_.create(std::move(topic)).error);
    }

    std::string alter(json const& op, json const& options) {
        auto const [topic, index] = partition_named(op[2]);
        auto change = controller_.proposal(topic, index, op[3].get<std::vector<std::int32_t>>());
        change.leader_epoch.value += options.value("leaderEpochDelta", 0);
        change.partition_epoch.value += options.value("partitionEpochDelta", 0);
        if (options.value("leaderRecoveryState", "") == "RECOVERING") {
            change.leader_recovery_state = LeaderRecoveryState::recovering;
        }
        std::int32_t const leader = op[1].get<std::int32_t>();
        AlterPartitionRequest request{{leader}, controller_.epoch_of(leader), nullptr};
        if (options.value("staleRequestBrokerEpoch", false)) --request.broker_epoch.value;
        request.changes = make_payload(std::vector<AlterPartitionChange>{change});
        auto const answer = controller_.ask<AlterPartitionResponse>({leader}, request);
        return name_text(answer.error != ErrorCode::none ? answer.error
                                                         : answer.results->front().error);
    }

    std::int64_t changes_by(TimerKind kind) {
        controller_.new_records();
        controller_.fire(kind);
        return static_cast<std::int64_t>(controller_.new_records().size());
    }

    json partitions() const {
        json shown = json::object();
        for (Cow<TopicImage> const& topic : controller_.controller.image.topics) {
            for (std::size_t i = 0; i < topic->partitions.size(); ++i) {
                shown[controller_.names.text(topic->name) + "-" + std::to_string(i)] =
                    show(topic->partitions[i]);
            }
        }
        return shown;
    }
    static json show(PartitionRegistration const& partition) {
        json shown{{"replicas", list_of(partition.replicas)},
                   {"isr", list_of(partition.isr)},
                   {"leader", partition.leader.value},
                   {"leaderEpoch", partition.leader_epoch.value},
                   {"partitionEpoch", partition.partition_epoch.value}};
        auto const add = [&](char const* name, std::vector<BrokerId> const& ids) {
            if (!ids.empty()) shown[name] = list_of(ids);
        };
        add("elr", partition.elr);
        add("lastKnownElr", partition.last_known_elr);
        add("addingReplicas", partition.adding_replicas);
        add("removingReplicas", partition.removing_replicas);
        if (partition.leader_recovery_state == LeaderRecoveryState::recovering) {
            shown["leaderRecoveryState"] = "RECOVERING";
        }
        return shown;
    }
    json brokers() const {
        json shown = json::object();
        for (BrokerRegistration const& broker : controller_.controller.image.brokers) {
            shown[std::to_string(broker.id.value)] = broker.in_controlled_shutdown
                                                         ? "CONTROLLED_SHUTDOWN"
                                                     : broker.fenced ? "FENCED"
                                                                     : "UNFENCED";
        }
        return shown;
    }

    LoneController controller_;
};
}  // namespace

json replay_kraft_controller(json const& input) {
    Script script{input};
    json steps = json::array();
    for (json const& op : input.at("steps")) steps.push_back(script.play(op));
    return {{"steps", steps}};
}

}  // namespace highwater

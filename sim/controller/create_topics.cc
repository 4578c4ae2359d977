// CreateTopics (19), in the order and with the words of ReplicationControlManager.
#include <algorithm>

#include "base/java_hash.h"
#include "base/limits.h"
#include "controller/active.h"
#include "controller/new_partitions.h"
#include "metadata/topic_config.h"
#include "node/topic_config.h"
#include "node/topic_name.h"

namespace highwater {

namespace {
class Creating {
public:
    Creating(Controller& self, Effects& out) : self_{self}, out_{out} {}

    std::vector<MetadataRecord> records;

    TopicResult create(NewTopic const& topic) {
        TopicResult result{topic.name, ErrorCode::none, {}, kNoUuid};
        std::string const& name = out_.names().text(topic.name);
        std::vector<MetadataRecord> made;
        std::optional<Refused> refused = check_name(topic.name, name);
        if (!refused) {
            result.topic_id = draw_uuid(self_, out_);
            made.push_back(TopicRecord{topic.name, result.topic_id});
            refused = add_configs(topic, name, made);
        }
        if (!refused) refused = add_partitions(topic, result.topic_id, made);
        if (refused) {
            result.error = refused->error;
            result.message = refused->message;
            result.topic_id = kNoUuid;
            return result;
        }
        created_.push_back(name);
        records.insert(records.end(), made.begin(), made.end());
        return result;
    }

private:
    std::optional<Refused> check_name(NameId id, std::string const& name) const {
        if (name == "__cluster_metadata") {
            return Refused{ErrorCode::invalid_request,
                           "Creation of internal topic __cluster_metadata is prohibited."};
        }
        if (auto const problem = wrong_topic_name(name)) {
            return Refused{ErrorCode::invalid_topic_exception, *problem};
        }
        if (find_topic(self_.image, id) != nullptr || contains_name(name)) {
            return Refused{ErrorCode::topic_already_exists, "Topic '" + name + "' already exists."};
        }
        std::string const own = topic_name_in_metrics(name);
        std::vector<std::string> others = created_;
        for (Cow<TopicImage> const& topic : self_.image.topics) {
            others.push_back(out_.names().text(topic->name));
        }
        for (std::string const& other : others) {
            if (topic_name_in_metrics(other) != own) continue;
            return Refused{ErrorCode::invalid_topic_exception,
                           "Topic '" + name + "' collides with existing topic: " + other};
        }
        return std::nullopt;
    }
    bool contains_name(std::string const& name) const {
        return std::find(created_.begin(), created_.end(), name) != created_.end();
    }

    std::optional<Refused> add_configs(NewTopic const& topic, std::string const& name,
                                       std::vector<MetadataRecord>& made) const {
        auto configs = topic.configs;
        sort_as_hash_map(
            configs, [](auto const& config) -> auto const& { return config.first; });
        for (auto const& [key, value] : configs) {
            Expected<NoValue> const checked = validate_topic_config(key, value);
            if (!checked) return Refused{ErrorCode::invalid_config, checked.problem().message};
            made.push_back(ConfigRecord{ConfigResourceType::topic, name, key, value});
        }
        Expected<NoValue> const together =
            validate_for_brokers(configs, self_.setup.config.topic.compaction);
        if (!together) return Refused{ErrorCode::invalid_config, together.problem().message};
        return std::nullopt;
    }

    std::optional<Refused> add_partitions(NewTopic const& topic, Uuid id,
                                          std::vector<MetadataRecord>& made) {
        if (!topic.assignment.empty()) {
            std::size_t const width = topic.assignment.front().size();
            if (auto refused = check_assignment(self_, topic.assignment, width)) return refused;
            return add_new_partitions(self_, {id, 0, true}, topic.assignment, made);
        }
        std::int32_t const partitions =
            topic.partitions == -1 ? self_.setup.config.num_partitions : topic.partitions;
        std::int32_t const replicas = topic.replication_factor == -1
                                          ? self_.setup.config.default_replication_factor
                                          : topic.replication_factor;
        if (partitions <= 0) {
            return Refused{ErrorCode::invalid_partitions,
                           "Number of partitions was set to an invalid non-positive value."};
        }
        if (auto refused = check_limits(self_, partitions, partitions + made_so_far())) {
            return refused;
        }
        if (replicas <= 0) {
            return Refused{ErrorCode::invalid_replication_factor,
                           "Replication factor was set to an invalid non-positive value."};
        }
        auto const placed = place_new_partitions(self_, partitions, replicas, out_);
        if (!placed) {
            return Refused{ErrorCode::invalid_replication_factor,
                           "Unable to replicate the partition " + std::to_string(replicas) +
                               " time(s): " + placed.problem().message};
        }
        return add_new_partitions(self_, {id, 0, false}, *placed, made);
    }
    std::int32_t made_so_far() const { return static_cast<std::int32_t>(records.size()); }

    Controller& self_;
    Effects& out_;
    std::vector<std::string> created_;  // by this request
};
}  // namespace

void handle(Controller& self, Raft& raft, Envelope const& from, CreateTopicsRequest const& request,
            Effects& out) {
    static std::vector<NewTopic> const nothing;
    std::vector<NewTopic> const& topics = request.topics ? *request.topics : nothing;
    if (self.role != ControllerRole::active) {
        out.reply(from, error_response(request, ErrorCode::not_controller));
        return;
    }
    Creating creating{self, out};
    std::vector<TopicResult> results;
    for (NewTopic const& topic : topics) results.push_back(creating.create(topic));
    CreateTopicsResponse answer{make_payload(std::move(results))};
    if (creating.records.empty()) {
        answer_after_pending(self, from, answer, out);
        return;
    }
    Offset const last = write(self, raft, std::move(creating.records),
                              {ChangeReason::config_change, kNoBroker}, out);
    answer_after(self, last, from, answer, out);
}

}  // namespace highwater

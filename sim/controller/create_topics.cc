// CreateTopics (19), in the order and with the words of ReplicationControlManager.
#include <algorithm>

#include "base/limits.h"
#include "controller/active.h"
#include "controller/assignment.h"
#include "controller/placement.h"
#include "metadata/topic_config.h"

namespace highwater {

namespace {
struct Refused {
    ErrorCode error{};
    std::string message;
};

std::optional<std::string> wrong_name(std::string const& name) {
    std::string const invalid = "Topic name is invalid: ";
    if (name.empty()) return invalid + "the empty string is not allowed";
    if (name == "." || name == "..") return invalid + "'" + name + "' is not allowed";
    if (name.size() > static_cast<std::size_t>(limits::kNameBytes)) {
        return invalid + "the length of '" + name + "' is longer than the max allowed length " +
               std::to_string(limits::kNameBytes);
    }
    bool const is_plain = std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    });
    if (is_plain) return std::nullopt;
    return invalid + "'" + name +
           "' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'";
}

// Metrics write '.' as '_', so two topics must not differ in that only.
std::string metric_name(std::string name) {
    std::replace(name.begin(), name.end(), '.', '_');
    return name;
}

// Kafka writes a topic's configs in the order of a Java HashMap: by the low bits of the mixed hash.
std::uint32_t java_bucket(std::string const& text) {
    std::uint32_t hash = 0;
    for (char const c : text) hash = 31 * hash + static_cast<unsigned char>(c);
    return (hash ^ hash >> 16) & 15;
}

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
        if (auto const problem = wrong_name(name)) {
            return Refused{ErrorCode::invalid_topic_exception, *problem};
        }
        if (find_topic(self_.image, id) != nullptr || contains_name(name)) {
            return Refused{ErrorCode::topic_already_exists, "Topic '" + name + "' already exists."};
        }
        std::string const own = metric_name(name);
        std::vector<std::string> others = created_;
        for (Cow<TopicImage> const& topic : self_.image.topics) {
            others.push_back(out_.names().text(topic->name));
        }
        for (std::string const& other : others) {
            if (metric_name(other) != own) continue;
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
        std::stable_sort(configs.begin(), configs.end(), [](auto const& a, auto const& b) {
            return java_bucket(a.first) < java_bucket(b.first);
        });
        for (auto const& [key, value] : configs) {
            Expected<NoValue> const checked = check_topic_config(key, value);
            if (!checked) return Refused{ErrorCode::invalid_config, checked.problem().message};
            made.push_back(ConfigRecord{ConfigResourceType::topic, name, key, value});
        }
        return std::nullopt;
    }

    std::optional<Refused> add_partitions(NewTopic const& topic, Uuid id,
                                          std::vector<MetadataRecord>& made) {
        if (!topic.assignment.empty()) {
            if (auto refused = check_assignment(topic.assignment)) return refused;
            return add_assigned(topic.assignment, id, made, true);
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
        if (partitions > limits::kPartitionsOfTopic ||
            partition_total() + partitions > limits::kPartitions) {
            return Refused{ErrorCode::policy_violation,
                           "Highwater holds at most " + std::to_string(limits::kPartitionsOfTopic) +
                               " partitions of a topic and " + std::to_string(limits::kPartitions) +
                               " in all."};
        }
        if (replicas <= 0) {
            return Refused{ErrorCode::invalid_replication_factor,
                           "Replication factor was set to an invalid non-positive value."};
        }
        auto const placed = place(partitions, replicas);
        if (!placed) {
            return Refused{ErrorCode::invalid_replication_factor,
                           "Unable to replicate the partition " + std::to_string(replicas) +
                               " time(s): " + placed.problem().message};
        }
        return add_assigned(*placed, id, made, false);
    }

    std::int32_t partition_total() const {
        std::size_t total = records.size();
        for (Cow<TopicImage> const& topic : self_.image.topics) total += topic->partitions.size();
        return static_cast<std::int32_t>(total);
    }

    std::optional<Refused> check_assignment(
        std::vector<std::vector<BrokerId>> const& assignment) const {
        for (std::vector<BrokerId> const& replicas : assignment) {
            auto problem = wrong_assignment(self_.image, replicas, assignment.front().size());
            if (problem) {
                return Refused{ErrorCode::invalid_replica_assignment, *std::move(problem)};
            }
        }
        return std::nullopt;
    }

    Expected<std::vector<std::vector<BrokerId>>> place(std::int32_t partitions,
                                                       std::int32_t replicas) {
        std::vector<PlaceableBroker> brokers;
        for (BrokerRegistration const& broker : self_.image.brokers) {
            PlaceableBroker one{broker.id, std::nullopt, !broker.is_active()};
            if (broker.rack != kNoName) one.rack = out_.names().text(broker.rack);
            brokers.push_back(std::move(one));
        }
        auto const who = static_cast<std::uint64_t>(self_.setup.node.value);
        return place_replicas(brokers, partitions, replicas, [&](std::int32_t bound) {
            std::uint64_t const bits =
                out_.draw(Draw::replica_placement, who, self_.placement_draws++);
            return static_cast<std::int32_t>(below(bits, static_cast<std::uint64_t>(bound)));
        });
    }

    std::optional<Refused> add_assigned(std::vector<std::vector<BrokerId>> const& assignment,
                                        Uuid id, std::vector<MetadataRecord>& made,
                                        bool by_hand) const {
        for (std::size_t i = 0; i < assignment.size(); ++i) {
            PartitionRecord record;
            record.topic_id = id;
            record.partition_id = static_cast<std::int32_t>(i);
            record.replicas = assignment[i];
            for (BrokerId const replica : assignment[i]) {
                BrokerRegistration const* broker = find_broker(self_.image, replica);
                if (broker->is_active()) record.isr.push_back(replica);
                // With one directory there is no question; with more the broker chooses (KIP-858).
                record.directories.push_back(broker->log_dirs.size() == 1 ? broker->log_dirs.front()
                                                                          : kNoUuid);
            }
            if (record.isr.empty() && by_hand) {
                return Refused{ErrorCode::invalid_replica_assignment,
                               "All brokers specified in the manual partition assignment for "
                               "partition " +
                                   std::to_string(i) + " are fenced or in controlled shutdown."};
            }
            if (record.isr.empty()) {
                return Refused{ErrorCode::invalid_replication_factor,
                               "Unable to replicate the partition " +
                                   std::to_string(assignment[i].size()) +
                                   " time(s): All brokers are currently fenced or in controlled "
                                   "shutdown."};
            }
            record.leader = record.isr.front();
            made.push_back(std::move(record));
        }
        return std::nullopt;
    }

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

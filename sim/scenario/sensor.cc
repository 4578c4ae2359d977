#include "scenario/sensor.h"

#include <algorithm>

#include "client/tools/tool.h"
#include "metadata/topic_config.h"
#include "record/murmur2.h"
#include "scenario/groups.h"
#include "scenario/queries.h"
#include "scenario/units.h"
#include "trace/sentence.h"
#include "world/lookup.h"

namespace highwater {

namespace {

using sentence::counted;

// What a topic is set to, as the controller sees it.
TopicConfig config_of(World const& world, MetadataImage const& image, std::string const& topic) {
    for (NodeId const id : broker_nodes(world)) {
        auto const& broker = node_of(world, id).broker;
        if (broker) return topic_config(image, topic, kNoBroker, *(*broker)->config);
    }
    return {};
}

class Sensing {
public:
    Sensing(World const& world, Names const& names)
        : world_{world}, names_{names}, image_{current_image(world)} {}

    std::optional<Hint> of(Command const& command) const {
        if (image_ == nullptr) return std::nullopt;
        if (auto const* joined = std::get_if<AddConsumer>(&command.body)) {
            auto hint = reset_of_a_known_group(joined->spec);
            return hint ? hint : member_without_a_partition(joined->spec);
        }
        if (auto const* produced = std::get_if<ProduceRecords>(&command.body)) {
            if (produced->config.acks != -1) return std::nullopt;
            return all_may_be_one(produced->topic, produced->partition);
        }
        if (auto const* called = std::get_if<ExecTool>(&command.body)) return of_tool(*called);
        if (auto const* killed = std::get_if<KillNode>(&command.body)) {
            return last_in_sync(killed->target);
        }
        if (auto const* stopped = std::get_if<ShutdownNode>(&command.body)) {
            return last_in_sync(stopped->target);
        }
        if (auto const* unplugged = std::get_if<UnplugNode>(&command.body)) {
            return last_in_sync(unplugged->target);
        }
        return std::nullopt;
    }

private:
    std::string partition_name(NameId topic, std::size_t number) const {
        return names_.text(topic) + "-" + std::to_string(number);
    }

    // ---- groups ---------------------------------------------------------------------------------

    // A partition has one owner in a group: who comes when all have one gets none.
    std::optional<Hint> member_without_a_partition(ConsumerSpec const& spec) const {
        std::string const& group_id = spec.config.group.group_id;
        if (group_id.empty() || spec.subscribe.empty()) return std::nullopt;
        auto const group = view_group(world_, names_.find(group_id));
        std::int64_t partitions = 0;
        for (NameId const topic : spec.subscribe) {
            TopicImage const* found = find_topic(*image_, topic);
            partitions +=
                found == nullptr ? 0 : static_cast<std::int64_t>(found->partitions.size());
        }
        if (!group || partitions == 0) return std::nullopt;
        auto const members = static_cast<std::int64_t>(group->members.size());
        if (members < partitions) return std::nullopt;
        std::string const name = names_.text(spec.name);
        Hint hint;
        hint.belief = "M11";
        hint.says = counted(partitions, "partition") + ", and " + group_id + " already has " +
                    counted(members, "member") + ". What will " + name + " own?";
        hint.future = "one member more";
        hint.asks = {"partitions of " + name, "members of " + group_id};
        hint.means =
            "In a group a partition has one owner at a time. A member beyond the number of "
            "partitions waits until another one goes.";
        return hint;
    }

    // auto.offset.reset is for those who have no offset.
    std::optional<Hint> reset_of_a_known_group(ConsumerSpec const& spec) const {
        std::string const& group_id = spec.config.group.group_id;
        bool const is_asked_for =
            spec.config.auto_offset_reset != ConsumerConfig{}.auto_offset_reset;
        if (group_id.empty() || !is_asked_for) return std::nullopt;
        auto const group = view_group(world_, names_.find(group_id));
        if (!group) return std::nullopt;
        for (auto const& [partition, offset] : group->committed) {
            bool const is_read = std::find(spec.subscribe.begin(), spec.subscribe.end(),
                                           partition.topic) != spec.subscribe.end();
            if (!is_read || offset <= Offset{0}) continue;
            std::string const at =
                partition_name(partition.topic, static_cast<std::size_t>(partition.partition));
            Hint hint;
            hint.belief = "M17";
            hint.says = group_id + " has committed offset " + std::to_string(offset.value) +
                        " of " + at + ". Will " + names_.text(spec.name) +
                        " begin where auto.offset.reset says?";
            hint.future = "auto.offset.reset of a group that has offsets";
            hint.asks = {"committed offset of " + group_id + " in " + at,
                         "records processed twice by " + group_id};
            hint.means =
                "The group goes on where it was. auto.offset.reset is asked only where there is no "
                "committed offset, or where it lies outside of the log; kafka-consumer-groups "
                "--reset-offsets moves a group that is not active.";
            return hint;
        }
        return std::nullopt;
    }

    // ---- acks and in-sync replicas --------------------------------------------------------------

    // With one replica in sync acks=all asks one.
    std::optional<Hint> all_may_be_one(NameId topic, std::int32_t number) const {
        TopicImage const* found = find_topic(*image_, topic);
        if (found == nullptr || found->partitions.empty()) return std::nullopt;
        auto const at = static_cast<std::size_t>(std::max(number, 0));
        if (at >= found->partitions.size()) return std::nullopt;
        PartitionRegistration const& partition = found->partitions[at];
        std::string const& name = names_.text(topic);
        bool const is_one = config_of(world_, *image_, name).min_insync_replicas == 1;
        if (!is_one || partition.replicas.size() < 2 || partition.leader == kNoBroker) {
            return std::nullopt;
        }
        return fork_with_one_replica(partition, partition_name(topic, at));
    }

    Hint fork_with_one_replica(PartitionRegistration const& partition,
                               std::string const& name) const {
        Hint hint;
        hint.belief = "M4";
        hint.says =
            "acks=all with min.insync.replicas=1: how many copies does an acknowledged "
            "record of " +
            name + " have at least?";
        hint.future = "acks=all with one replica in sync";
        for (BrokerId const replica : partition.replicas) {
            if (replica == partition.leader) continue;
            NodeId const node = node_of_server(world_, replica);
            if (node == kNoNode || !node_of(world_, node).is_alive) continue;
            hint.steps.push_back({Duration{}, "kill " + name_of(world_, node)});
        }
        // By then the controller has fenced them (broker.session.timeout.ms, 9 s).
        hint.steps.push_back({seconds(14), "produce 1 to " + name + " as probe acks=all"});
        hint.asks = {"isr of " + name, "records acknowledged of probe"};
        hint.means =
            "acks=all waits for all that are in sync, and that may be the leader alone. "
            "min.insync.replicas=2 refuses such a write instead.";
        return hint;
    }

    // kafka-configs that sets min.insync.replicas=1 where somebody relies on acks=all.
    std::optional<Hint> min_isr_set_to_one(std::vector<std::string> const& words) const {
        bool const sets_it = std::any_of(words.begin(), words.end(), [](std::string const& word) {
            std::string_view const name = "min.insync.replicas=1";
            std::size_t const at = word.find(name);
            return at != std::string::npos &&
                   (at + name.size() == word.size() || word[at + name.size()] == ',');
        });
        if (!sets_it) return std::nullopt;
        for (Process const& process : world_.nodes) {
            if (!process.producer) continue;
            ProducerSpec const& spec = *(*process.producer)->spec;
            TopicImage const* topic = find_topic(*image_, spec.topic);
            bool const is_meant = topic != nullptr && !topic->partitions.empty() &&
                                  (value_of("--entity-name", words) == names_.text(spec.topic) ||
                                   value_of("--topic", words) == names_.text(spec.topic));
            if (!is_meant || spec.config.acks != -1) continue;
            PartitionRegistration const& first = topic->partitions.front();
            if (first.replicas.size() < 2 || first.leader == kNoBroker) continue;
            return fork_with_one_replica(first, partition_name(spec.topic, 0));
        }
        return std::nullopt;
    }

    // The last replica that has everything goes: nobody else may lead.
    std::optional<Hint> last_in_sync(NodeTarget const& target) const {
        auto const node = resolve(world_, target);
        if (!node) return std::nullopt;
        BrokerId const broker = node_of(world_, *node).broker_id;
        if (!node_of(world_, *node).broker) return std::nullopt;
        for (Cow<TopicImage> const& topic : image_->topics) {
            for (std::size_t i = 0; i < topic->partitions.size(); ++i) {
                PartitionRegistration const& partition = topic->partitions[i];
                bool const is_last = partition.isr == std::vector<BrokerId>{broker};
                if (!is_last || partition.replicas.size() < 2) continue;
                std::string const name = partition_name(topic->name, i);
                Hint hint;
                hint.belief = "M6";
                hint.says = name_of(world_, *node) + " is the only replica of " + name +
                            " that is in sync. Who can lead it now?";
                hint.future = "without the only in-sync replica";
                for (BrokerId const other : partition.replicas) {
                    NodeId const peer = node_of_server(world_, other);
                    if (other == broker || peer == kNoNode) continue;
                    if (node_of(world_, peer).is_alive) continue;
                    hint.steps.push_back({Duration{}, "start " + name_of(world_, peer)});
                }
                hint.asks = {"leader of " + name, "isr of " + name};
                hint.means =
                    "Nobody, even with the other replicas alive: they lack records that were "
                    "acknowledged. Kafka waits for the one that has them; an unclean election "
                    "would go on at once, and lose them.";
                return hint;
            }
        }
        return std::nullopt;
    }

    // ---- partitions -----------------------------------------------------------------------------

    static std::string value_of(std::string const& option, std::vector<std::string> const& words) {
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (words[i] == option && i + 1 < words.size()) return words[i + 1];
            if (words[i].rfind(option + "=", 0) == 0) return words[i].substr(option.size() + 1);
        }
        return {};
    }

    // A key that goes elsewhere when the topic has so many partitions; empty: none of them does.
    static std::string key_that_moves(std::vector<std::string> const& keys, std::int32_t before,
                                      std::int32_t after) {
        for (std::string const& key : keys) {
            if (partition_for_key(key, before) != partition_for_key(key, after)) return key;
        }
        return {};
    }

    std::vector<std::string> keys_of(NameId topic) const {
        std::vector<std::string> keys;
        for (Process const& process : world_.nodes) {
            if (!process.producer) continue;
            ProducerSpec const& spec = *(*process.producer)->spec;
            if (spec.topic != topic) continue;
            keys.insert(keys.end(), spec.keys.keys.begin(), spec.keys.keys.end());
            if (!spec.keys.hot_key.empty()) keys.push_back(spec.keys.hot_key);
            if (spec.keys.kind != KeySource::Kind::field || !spec.data) continue;
            for (DataRecord const& record : *spec.data) {
                if (record.key) keys.push_back(*record.key);
            }
        }
        return keys;
    }

    std::optional<Hint> of_tool(ExecTool const& call) const {
        std::vector<std::string> const& words = call.arguments;
        if (auto hint = min_isr_set_to_one(words)) return hint;
        bool const alters = std::find(words.begin(), words.end(), "--alter") != words.end();
        if (words.empty() || tool_name(words[0]) != "kafka-topics" || !alters) return std::nullopt;
        auto const wanted = parse_integer(value_of("--partitions", words));
        NameId const name = names_.find(value_of("--topic", words));
        TopicImage const* topic = name == kNoName ? nullptr : find_topic(*image_, name);
        if (!wanted || topic == nullptr) return std::nullopt;
        auto const before = static_cast<std::int32_t>(topic->partitions.size());
        auto const after = static_cast<std::int32_t>(std::min<std::int64_t>(*wanted, 10'000));
        std::string const key =
            after > before ? key_that_moves(keys_of(name), before, after) : std::string{};
        if (key.empty()) return std::nullopt;
        std::string const& text = names_.text(name);
        Hint hint;
        hint.belief = "M15";
        hint.says = text + " has keys. Until now the records of " + key + " went to " + text + "-" +
                    std::to_string(partition_for_key(key, before)) +
                    ". Will the next ones go there?";
        hint.future = "more partitions for a topic with keys";
        hint.asks = {"partition of key " + key + " in " + text};
        hint.means =
            "A key's partition is its hash modulo the number of partitions. What is written stays "
            "where it is, the next records go elsewhere, and two members may read them in any "
            "order.";
        return hint;
    }

    World const& world_;
    Names const& names_;
    MetadataImage const* image_;
};

}  // namespace

std::optional<Hint> sense(World const& before, Names const& names, Command const& command) {
    return Sensing{before, names}.of(command);
}

std::string outcome_of(Hint const& hint, World const& after) {
    Names names = after.names;
    PhraseScope const scope = scope_of(after, names);
    std::string text;
    for (std::string const& asked : hint.asks) {
        auto const query = parse_query(asked, scope);
        auto const* parsed = std::get_if<Query>(&query);
        if (parsed == nullptr) continue;
        text += text.empty() ? "" : ", ";
        text += asked + " = " + write_answer(answer(after, *parsed));
    }
    return (text.empty() ? text : text + ". ") + hint.means;
}

}  // namespace highwater

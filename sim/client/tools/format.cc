#include "client/tools/format.h"

#include <algorithm>

#include "base/java_hash.h"
#include "client/exceptions.h"

namespace highwater {

namespace {
std::string join(std::vector<BrokerId> const& brokers) {
    std::string text;
    for (BrokerId const id : brokers) text += (text.empty() ? "" : ",") + std::to_string(id.value);
    return text;
}

bool is_unavailable(PartitionMetadata const& partition, std::vector<BrokerId> const& live) {
    return partition.leader == kNoBroker ||
           std::find(live.begin(), live.end(), partition.leader) == live.end();
}

bool filters_partitions(DescribeFilter const& filter) {
    return filter.under_replicated || filter.unavailable || filter.under_min_isr ||
           filter.at_min_isr;
}

// Those that a reassignment brings in do not count until it is done.
std::int32_t replication_factor(PartitionMetadata const& partition) {
    return static_cast<std::int32_t>(partition.replicas.size() - partition.adding_replicas.size());
}

// Of several filters one is enough.
bool passes(TopicDescription const& topic, PartitionMetadata const& partition,
            DescribeFilter const& filter, std::vector<BrokerId> const& live) {
    auto const isr = static_cast<std::int32_t>(partition.isr.size());
    bool const has_leader = partition.leader != kNoBroker;
    return !filters_partitions(filter) ||
           (filter.under_replicated && isr < replication_factor(partition)) ||
           (filter.unavailable && is_unavailable(partition, live)) ||
           (filter.under_min_isr && (!has_leader || isr < topic.min_insync_replicas)) ||
           (filter.at_min_isr && isr == topic.min_insync_replicas);
}

std::string partition_line(TopicDescription const& topic, PartitionMetadata const& partition) {
    std::string const leader =
        partition.leader == kNoBroker ? "none" : std::to_string(partition.leader.value);
    std::string line = "\tTopic: " + topic.name +
                       "\tPartition: " + std::to_string(partition.partition) +
                       "\tLeader: " + leader + "\tReplicas: " + join(partition.replicas) +
                       "\tIsr: " + join(partition.isr);
    if (!partition.adding_replicas.empty() || !partition.removing_replicas.empty()) {
        line += "\tAdding Replicas: " + join(partition.adding_replicas) +
                "\tRemoving Replicas: " + join(partition.removing_replicas);
    }
    switch (topic.elr) {
    case ElrColumns::absent: break;
    case ElrColumns::not_told: line += "\tElr: N/A\tLastKnownElr: N/A"; break;
    case ElrColumns::told:
        line += "\tElr: " + join(partition.eligible_leader_replicas) +
                "\tLastKnownElr: " + join(partition.last_known_elr);
        break;
    }
    return line + "\n";
}

std::string topic_line(TopicDescription const& topic) {
    auto const factor = topic.partitions.empty() ? 0 : replication_factor(topic.partitions.front());
    std::string configs;
    for (auto const& [name, value] : topic.configs) {
        configs += (configs.empty() ? "" : ",") + name + "=" + value;
    }
    return "Topic: " + topic.name + "\tTopicId: " + base64(topic.topic_id) +
           "\tPartitionCount: " + std::to_string(topic.partitions.size()) +
           "\tReplicationFactor: " + std::to_string(factor) + "\tConfigs: " + configs + "\n";
}
}  // namespace

std::string base64(Uuid id) {
    constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::uint8_t bytes[18] = {};  // 16, and two of padding that only fill the last digit up
    for (int i = 0; i < 8; ++i) {
        bytes[i] = static_cast<std::uint8_t>(id.high >> (56 - 8 * i));
        bytes[i + 8] = static_cast<std::uint8_t>(id.low >> (56 - 8 * i));
    }
    std::string text;
    for (int i = 0; i < 18; i += 3) {
        std::uint32_t const word = static_cast<std::uint32_t>(bytes[i]) << 16 |
                                   static_cast<std::uint32_t>(bytes[i + 1]) << 8 | bytes[i + 2];
        for (int shift = 18; shift >= 0; shift -= 6) text += kDigits[word >> shift & 63];
    }
    text.resize(22);
    return text;
}

Expected<Uuid> parse_uuid(std::string const& text) {
    constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    if (text.size() > 24) {
        return Problem{"Input string with prefix `" + text.substr(0, 24) +
                           "` is too long to be decoded as a base64 UUID",
                       {}};
    }
    Uuid id;
    for (std::string::size_type i = 0; i < text.size(); ++i) {
        auto const digit = kDigits.find(text[i]);
        if (digit == std::string_view::npos) {
            constexpr char kHex[] = "0123456789abcdef";
            auto const c = static_cast<unsigned char>(text[i]);
            return Problem{std::string{"Illegal base64 character "} + kHex[c >> 4] + kHex[c & 15],
                           {}};
        }
        // The last of 22 digits carries four bits.
        int const bits = i == 21 ? 2 : 6;
        id.high = id.high << bits | id.low >> (64 - bits);
        id.low = id.low << bits | digit >> (6 - bits);
    }
    if (text.size() != 22) {
        return Problem{"Input string `" + text + "` decoded as " +
                           std::to_string(text.size() * 6 / 8) +
                           " bytes, which is not equal to the expected 16 bytes of a "
                           "base64-encoded UUID",
                       {}};
    }
    return id;
}

std::string describe_topics(std::vector<TopicDescription> const& topics,
                            DescribeFilter const& filter, std::vector<BrokerId> const& live) {
    std::string text;
    for (TopicDescription const& topic : topics) {
        if (filter.with_overrides) {
            if (!topic.configs.empty()) text += topic_line(topic);
            continue;
        }
        if (!filters_partitions(filter)) text += topic_line(topic);
        for (PartitionMetadata const& partition : topic.partitions) {
            if (passes(topic, partition, filter, live)) text += partition_line(topic, partition);
        }
    }
    return text;
}

std::string list_topics(std::vector<std::string> names) {
    std::sort(names.begin(), names.end());
    std::string text;
    for (std::string const& name : names) text += name + "\n";
    return names.empty() ? "\n" : text;
}

std::string get_offsets(std::vector<TopicOffset> offsets) {
    auto const text_of = [](TopicOffset const& o) {
        return o.topic + "-" + std::to_string(o.partition);
    };
    std::sort(offsets.begin(), offsets.end(),
              [&](TopicOffset const& a, TopicOffset const& b) { return text_of(a) < text_of(b); });
    std::string text;
    for (TopicOffset const& offset : offsets) {
        if (offset.offset == kNoOffset) continue;
        text += offset.topic + ":" + std::to_string(offset.partition) + ":" +
                std::to_string(offset.offset.value) + "\n";
    }
    return text;
}

namespace {
// Where a HashMap of TopicPartitions has it.
std::uint32_t bucket_of(ElectionOutcome const& outcome, std::uint32_t buckets) {
    return java_hash(outcome.topic, outcome.partition) & (buckets - 1);
}

void sort_as_partition_map(std::vector<ElectionOutcome>& outcomes) {
    std::uint32_t const buckets = java_buckets(outcomes.size());
    std::stable_sort(outcomes.begin(), outcomes.end(),
                     [&](ElectionOutcome const& a, ElectionOutcome const& b) {
                         return bucket_of(a, buckets) < bucket_of(b, buckets);
                     });
}

std::string list_of(std::vector<ElectionOutcome> const& outcomes) {
    std::string list;
    for (ElectionOutcome const& one : outcomes) list += (list.empty() ? "" : ", ") + one.name();
    return list;
}
}  // namespace

ToolText leader_election(ElectionType type, std::vector<ElectionOutcome> outcomes) {
    std::string const type_name = type == ElectionType::preferred ? "PREFERRED" : "UNCLEAN";
    // The tool sorts the map of all into a set, or map, of each kind.
    sort_as_partition_map(outcomes);
    std::vector<ElectionOutcome> elected;
    std::vector<ElectionOutcome> not_needed;
    std::vector<ElectionOutcome> failed;
    for (ElectionOutcome& outcome : outcomes) {
        bool const is_noop = outcome.error == ErrorCode::election_not_needed;
        auto& kind = outcome.error == ErrorCode::none ? elected : is_noop ? not_needed : failed;
        kind.push_back(std::move(outcome));
    }
    for (auto* const kind : {&elected, &not_needed, &failed}) sort_as_partition_map(*kind);
    ToolText text;
    if (!elected.empty()) {
        text.out += "Successfully completed leader election (" + type_name + ") for partitions " +
                    list_of(elected) + "\n";
    }
    if (!not_needed.empty()) {
        text.out += "Valid replica already elected for partitions " + list_of(not_needed) + "\n";
    }
    std::string suppressed;
    for (ElectionOutcome const& one : failed) {
        std::string const exception = exception_class(one.error) + ": " + one.message;
        text.out += "Error completing leader election (" + type_name +
                    ") for partition: " + one.name() + ": " + exception + "\n";
        suppressed += "\tSuppressed: " + exception + "\n";
    }
    if (!failed.empty()) {
        std::string const sum =
            std::to_string(failed.size()) + " replica(s) could not be elected\n";
        text.err =
            sum + "org.apache.kafka.tools.AdminCommandFailedException: " + sum + suppressed + "\n";
        text.exit = 1;
    }
    return text;
}

}  // namespace highwater

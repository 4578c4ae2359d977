// What Kafka's tools print, as pure functions of what they learned. Tabs and trailing blanks count:
// scripts read this.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/expected.h"
#include "protocol/admin.h"
#include "protocol/metadata.h"

namespace highwater {

// What is said of eligible leader replicas: nothing before 3.8, and "N/A" when the broker does not
// tell.
enum class ElrColumns : std::uint8_t { absent, not_told, told };

// A topic as kafka-topics --describe shows it.
struct TopicDescription {
    std::string name;
    Uuid topic_id;
    std::vector<PartitionMetadata> partitions;
    std::vector<std::pair<std::string, std::string>>
        configs;  // those that are not Kafka's defaults
    std::int32_t min_insync_replicas{1};
    ElrColumns elr{ElrColumns::told};
    static auto fields(auto& self) {
        return std::tuple{Field{"name", self.name},
                          Field{"topic_id", self.topic_id},
                          Field{"partitions", self.partitions},
                          Field{"configs", self.configs},
                          Field{"min_insync_replicas", self.min_insync_replicas},
                          Field{"elr", self.elr}};
    }
};

// The filters of --describe: at most one of them shows partitions without their topic's line.
struct DescribeFilter {
    bool under_replicated{};
    bool unavailable{};
    bool under_min_isr{};
    bool at_min_isr{};
    bool with_overrides{};
    static auto fields(auto& self) {
        return std::tuple{
            Field{"under_replicated", self.under_replicated},
            Field{"unavailable", self.unavailable}, Field{"under_min_isr", self.under_min_isr},
            Field{"at_min_isr", self.at_min_isr}, Field{"with_overrides", self.with_overrides}};
    }
};

// A Uuid as Kafka writes it: 16 bytes in base64 for URLs, 22 characters.
std::string base64(Uuid id);
// And back; the problem is Java's own complaint.
Expected<Uuid> parse_uuid(std::string const& text);

std::string describe_topics(std::vector<TopicDescription> const& topics,
                            DescribeFilter const& filter, std::vector<BrokerId> const& live);
std::string list_topics(std::vector<std::string> names);

struct TopicOffset {
    std::string topic;
    std::int32_t partition{};
    Offset offset{kNoOffset};
    static auto fields(auto& self) {
        return std::tuple{Field{"topic", self.topic}, Field{"partition", self.partition},
                          Field{"offset", self.offset}};
    }
};
// Sorted as text of "topic-partition": orders-10 stands before orders-2. Unknown ones are left out.
std::string get_offsets(std::vector<TopicOffset> offsets);

struct ElectionOutcome {
    std::string topic;
    std::int32_t partition{};
    ErrorCode error{};
    std::string message;
    std::string name() const { return topic + "-" + std::to_string(partition); }
};
struct ToolText {
    std::string out;
    std::string err;
    std::int32_t exit{};
    static auto fields(auto& self) {
        return std::tuple{Field{"out", self.out}, Field{"err", self.err}, Field{"exit", self.exit}};
    }
};
ToolText leader_election(ElectionType type, std::vector<ElectionOutcome> outcomes);

}  // namespace highwater

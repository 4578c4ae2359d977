// A topic's value of a config: the topic's own, else the broker's dynamic one, else the
// cluster-wide dynamic default, else what server.properties or Kafka itself says.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "metadata/image.h"
#include "node/config.h"
#include "storage/compaction_rules.h"

namespace highwater {

// The topic configs with an effect here, as they hold for one topic on one broker.
struct TopicConfig {
    std::int32_t min_insync_replicas{1};
    bool unclean_leader_election_enable{};
    std::int64_t segment_bytes{1'073'741'824};
    std::int64_t segment_ms{604'800'000};
    std::int32_t max_message_bytes{1'048'588};
    TimestampType message_timestamp_type{};
    std::int64_t message_timestamp_before_max_ms{INT64_MAX};
    std::int64_t message_timestamp_after_max_ms{3'600'000};
    std::int64_t retention_ms{604'800'000};
    std::int64_t retention_bytes{-1};
    bool compact{};  // cleanup.policy
    bool deletes{true};
    CompactionRules compaction;
    BrokerCompressionType compression_type{};

    // A log that must be compacted in time must roll in time (KIP-354).
    std::int64_t roll_ms() const {
        return compact ? std::min(segment_ms, compaction.max_compaction_lag_ms) : segment_ms;
    }
    static auto fields(auto& self) {
        return std::tuple{
            Field{"min.insync.replicas", self.min_insync_replicas},
            Field{"unclean.leader.election.enable", self.unclean_leader_election_enable},
            Field{"segment.bytes", self.segment_bytes},
            Field{"segment.ms", self.segment_ms},
            Field{"max.message.bytes", self.max_message_bytes},
            Field{"message.timestamp.type", self.message_timestamp_type},
            Field{"message.timestamp.before.max.ms", self.message_timestamp_before_max_ms},
            Field{"message.timestamp.after.max.ms", self.message_timestamp_after_max_ms},
            Field{"retention.ms", self.retention_ms},
            Field{"retention.bytes", self.retention_bytes},
            Field{"compact", self.compact},
            Field{"delete", self.deletes},
            Field{"compaction", self.compaction},
            Field{"compression.type", self.compression_type}};
    }
};

// `broker` kNoBroker: as the controller sees it, without any broker's own dynamic configs.
TopicConfig topic_config(MetadataImage const& image, std::string_view topic, BrokerId broker,
                         ServerConfig const& properties);

}  // namespace highwater

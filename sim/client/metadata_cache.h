// What a client believes about the cluster (org.apache.kafka.clients.Metadata): who the brokers are
// and who leads what. A belief may be stale; only an error, a disconnect or age corrects it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "client/connections.h"

namespace highwater {

struct PartitionBelief {
    BrokerId leader{kNoBroker};
    LeaderEpoch epoch{kNoEpoch};
    static auto fields(auto& self) {
        return std::tuple{Field{"leader", self.leader}, Field{"epoch", self.epoch}};
    }
};

struct TopicBelief {
    NameId name{kNoName};
    Uuid topic_id;
    std::vector<PartitionBelief> partitions;  // by index
    static auto fields(auto& self) {
        return std::tuple{Field{"name", self.name}, Field{"topic_id", self.topic_id},
                          Field{"partitions", self.partitions}};
    }
};

// Why a refresh is wanted, for the fact.
struct RefreshWish {
    RefreshReason why{};
    ErrorCode error{};
    static auto fields(auto& self) {
        return std::tuple{Field{"why", self.why}, Field{"error", self.error}};
    }
};

struct MetadataSettings {
    std::vector<NodeId> bootstrap;
    Duration max_age{seconds(300)};
    Backoff retry{milliseconds(100), milliseconds(1000)};
    bool allow_auto_topic_creation{};
    static auto fields(auto& self) {
        return std::tuple{Field{"bootstrap", self.bootstrap}, Field{"max_age", self.max_age},
                          Field{"retry", self.retry},
                          Field{"allow_auto_topic_creation", self.allow_auto_topic_creation}};
    }
};

// Topics by their names (Consumer.subscribe(Pattern)). All topics are asked for then, and those
// that match are kept.
struct TopicPattern {
    std::string expression;  // "": none
    bool excludes_internal{};
    bool is_set() const { return !expression.empty(); }
    static auto fields(auto& self) {
        return std::tuple{Field{"expression", self.expression},
                          Field{"excludes_internal", self.excludes_internal}};
    }
};

struct MetadataCache {
    MetadataSettings settings;
    std::vector<NameId> wanted;          // topics this client uses, in the order of NameId
    TopicPattern pattern;                // and those that match
    std::vector<BrokerAddress> brokers;  // by id, as the last answer told them
    std::vector<TopicBelief> topics;     // in the order of NameId
    std::vector<NameId> invalid;         // wanted, but no topic can be called so; likewise
    // What the last answer said of topics it could not tell about (ProducerMetadata.errors).
    std::vector<std::pair<NameId, ErrorCode>> errors;
    CorrelationId answered;           // the request that the last answer was for, as logs name it
    std::optional<RefreshWish> wish;  // none: only age asks for a refresh
    bool is_asking{};                 // a request is on its way
    Time allowed_at{kLongAgo};        // the back-off between refreshes
    Time refreshed_at{kLongAgo};      // the last answer
    Time timer_at{kNever};            // when the metadata_refresh timer fires
    std::int32_t failures{};          // in a row
    std::int32_t unchanged{};         // answers in a row that taught nothing (KIP-580)
    std::uint64_t draws{};
    static auto fields(auto& self) {
        return std::tuple{Field{"settings", self.settings},
                          Field{"wanted", self.wanted},
                          Field{"pattern", self.pattern},
                          Field{"brokers", self.brokers},
                          Field{"topics", self.topics},
                          Field{"invalid", self.invalid},
                          Field{"errors", self.errors},
                          Field{"answered", self.answered},
                          Field{"wish", self.wish},
                          Field{"is_asking", self.is_asking},
                          Field{"allowed_at", self.allowed_at},
                          Field{"refreshed_at", self.refreshed_at},
                          Field{"timer_at", self.timer_at},
                          Field{"failures", self.failures},
                          Field{"unchanged", self.unchanged},
                          Field{"draws", self.draws}};
    }
};

// kNoNode when this broker is not known.
NodeId address_of(MetadataCache const& self, BrokerId broker);
TopicBelief const* find_topic(MetadataCache const& self, NameId topic);
PartitionBelief const* find_partition(MetadataCache const& self, TopicPartition partition);

// What the last answer said of this topic (Metadata.getError).
ErrorCode last_error(MetadataCache const& self, NameId topic);
// A broker has called this name invalid (INVALID_TOPIC_EXCEPTION).
bool is_invalid(MetadataCache const& self, NameId topic);

// From now on this topic is asked for. True when it is new: then no back-off delays the asking.
bool want_topic(MetadataCache& self, NameId topic);
// There may be topics that are new to this client: no back-off delays the asking
// (Metadata.requestUpdateForNewTopics).
void ask_for_new_topics(MetadataCache& self);
// Those known whose names match the pattern, in the order of NameId.
std::vector<NameId> matching_topics(MetadataCache const& self, Names const& names);
void request_update(MetadataCache& self, RefreshReason why, ErrorCode error = ErrorCode::none);

// Asks when it is time and somebody can be asked; otherwise arms the timer for when it will be.
void poll_metadata(MetadataCache& self, Connections& connections, Effects& out);
// The metadata_refresh timer fired: poll_metadata() comes next.
inline void metadata_timer_fired(MetadataCache& self) { self.timer_at = kNever; }

// The answer. True when a belief about some leader changed.
bool learn(MetadataCache& self, CorrelationId request, MetadataResponse const& response,
           Effects& out);
// The request was lost with its connection.
void metadata_request_failed(MetadataCache& self, Effects& out);
// A broker that refuses names the leader it knows (KIP-951). True when that is news.
bool learn_leader(MetadataCache& self, TopicPartition partition, BrokerId leader, LeaderEpoch epoch,
                  Effects& out);

// Whom to ask what anybody can answer (NetworkClient.leastLoadedNode): a connection that works
// before one that has to be made, then the one with the fewest requests in flight, then the one
// that failed least; known brokers before bootstrap addresses. kNoNode: nobody just now, and
// `retry_at` is when the first of them may be tried again.
NodeId least_loaded_node(MetadataCache& self, Connections const& connections, Effects& out,
                         Time& retry_at);

}  // namespace highwater

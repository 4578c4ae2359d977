#include "client/metadata_cache.h"

#include <algorithm>
#include <tuple>

#include "base/regular_expression.h"
#include "node/topic_name.h"

namespace highwater {

namespace {
std::uint64_t next_bits(MetadataCache& self, Effects& out) {
    // Above the draws of this node's connections, which count from 0.
    constexpr std::uint64_t kOwnDraws = 1ULL << 40;
    auto const who = static_cast<std::uint64_t>(out.self().value);
    return out.draw(Draw::retry_jitter, who, kOwnDraws + self.draws++);
}

TopicBelief* find_mutable(MetadataCache& self, NameId topic) {
    auto const at = std::lower_bound(self.topics.begin(), self.topics.end(), topic,
                                     [](TopicBelief const& t, NameId n) { return t.name < n; });
    return at != self.topics.end() && at->name == topic ? &*at : nullptr;
}

// Takes a leader over unless the belief held is of a newer epoch: brokers replay metadata at
// different speeds, and an answer from a slow one must not send the client back.
bool update_belief(PartitionBelief& belief, TopicPartition partition, BrokerId leader,
                   LeaderEpoch epoch, Effects& out) {
    if (epoch != kNoEpoch && epoch < belief.epoch) return false;
    if (belief.leader == leader && belief.epoch == epoch) return false;
    if (belief.leader != leader) out.note(BeliefChanged{partition, belief.leader, leader, epoch});
    belief = {leader, epoch};
    return true;
}

bool learn_topic(MetadataCache& self, TopicMetadata const& topic, Effects& out) {
    TopicBelief* known = find_mutable(self, topic.name);
    bool changed = false;
    if (known == nullptr || known->topic_id != topic.topic_id) {
        if (known == nullptr) {
            auto const at =
                std::lower_bound(self.topics.begin(), self.topics.end(), topic.name,
                                 [](TopicBelief const& t, NameId n) { return t.name < n; });
            known = &*self.topics.insert(at, TopicBelief{});
        }
        *known = {topic.name, topic.topic_id, {}};  // a topic created again starts from nothing
        changed = true;
    }
    if (known->partitions.size() != topic.partitions.size()) {
        known->partitions.resize(topic.partitions.size());
        changed = true;
    }
    for (PartitionMetadata const& partition : topic.partitions) {
        auto const index =
            static_cast<std::vector<PartitionBelief>::size_type>(partition.partition);
        CHECK(index < known->partitions.size());
        changed |= update_belief(known->partitions[index], {topic.name, partition.partition},
                                 partition.leader, partition.leader_epoch, out);
        // A leaderless partition is a reason to ask again (LEADER_NOT_AVAILABLE).
        if (invalidates_metadata(partition.error)) {
            request_update(self, RefreshReason::unknown_leader, partition.error);
        }
    }
    return changed;
}

// The pattern, read once for all topics of an answer.
class Matcher {
public:
    Matcher(TopicPattern const& pattern, Names const& names)
        : excludes_internal_{pattern.excludes_internal}, names_{names} {
        if (!pattern.is_set()) return;
        if (auto parsed = RegularExpression::parse(pattern.expression)) expression_ = *parsed;
    }
    bool matches(NameId topic) const {
        if (!expression_) return false;
        std::string const& name = names_.text(topic);
        if (excludes_internal_ && is_internal_topic(name)) return false;
        return expression_->matches(name);
    }

private:
    std::optional<RegularExpression> expression_;
    bool excludes_internal_;
    Names const& names_;
};

void forget_topic(MetadataCache& self, NameId topic) {
    self.topics.erase(std::remove_if(self.topics.begin(), self.topics.end(),
                                     [&](TopicBelief const& t) { return t.name == topic; }),
                      self.topics.end());
}

bool is_wanted(MetadataCache const& self, NameId topic) {
    return std::binary_search(self.wanted.begin(), self.wanted.end(), topic);
}

// No later answer takes it back: a name stays what it is.
void note_invalid(MetadataCache& self, NameId topic) {
    auto const at = std::lower_bound(self.invalid.begin(), self.invalid.end(), topic);
    if (at == self.invalid.end() || *at != topic) self.invalid.insert(at, topic);
}

// An answer about all topics does not name those that are gone.
bool forget_deleted(MetadataCache& self, std::vector<TopicMetadata> const& all) {
    std::vector<NameId> gone;
    for (TopicBelief const& known : self.topics) {
        bool const exists = std::any_of(all.begin(), all.end(), [&](TopicMetadata const& topic) {
            return topic.name == known.name;
        });
        if (!exists) gone.push_back(known.name);
    }
    for (NameId const topic : gone) forget_topic(self, topic);
    return !gone.empty();
}

// The best of them; the first from `turn` on among equals.
NodeId least_loaded_of(std::vector<NodeId> const& candidates, Connections const& connections,
                       Time now, std::uint64_t turn, Time& retry_at) {
    NodeId best = kNoNode;
    std::tuple<bool, std::int32_t, std::int32_t> best_rank;
    for (std::uint64_t i = 0; i < candidates.size(); ++i) {
        NodeId const node = candidates[(turn + i) % candidates.size()];
        if (!can_send(connections, node, now)) {
            Time const at = blocked_until(connections, node);
            if (at > now) retry_at = std::min(retry_at, at);
            continue;
        }
        std::tuple const rank{!is_established(connections, node), connections.pending.count(node),
                              failures(connections, node)};
        if (best == kNoNode || rank < best_rank) {
            best = node;
            best_rank = rank;
        }
    }
    return best;
}

void arm_refresh(MetadataCache& self, Time at, Effects& out) {
    if (at == self.timer_at) return;
    self.timer_at = at;
    if (at == kNever) {
        out.disarm({TimerKind::metadata_refresh, 0});
    } else {
        out.arm_at({TimerKind::metadata_refresh, 0}, at);
    }
}
}  // namespace

NodeId address_of(MetadataCache const& self, BrokerId broker) {
    for (BrokerAddress const& known : self.brokers) {
        if (known.id == broker) return known.node;
    }
    return kNoNode;
}

TopicBelief const* find_topic(MetadataCache const& self, NameId topic) {
    auto const at = std::lower_bound(self.topics.begin(), self.topics.end(), topic,
                                     [](TopicBelief const& t, NameId n) { return t.name < n; });
    return at != self.topics.end() && at->name == topic ? &*at : nullptr;
}

PartitionBelief const* find_partition(MetadataCache const& self, TopicPartition partition) {
    TopicBelief const* topic = find_topic(self, partition.topic);
    if (topic == nullptr || partition.partition < 0) return nullptr;
    auto const index = static_cast<std::vector<PartitionBelief>::size_type>(partition.partition);
    return index < topic->partitions.size() ? &topic->partitions[index] : nullptr;
}

bool is_invalid(MetadataCache const& self, NameId topic) {
    return std::binary_search(self.invalid.begin(), self.invalid.end(), topic);
}

ErrorCode last_error(MetadataCache const& self, NameId topic) {
    for (auto const& [name, error] : self.errors) {
        if (name == topic) return error;
    }
    return ErrorCode::none;
}

bool want_topic(MetadataCache& self, NameId topic) {
    auto const at = std::lower_bound(self.wanted.begin(), self.wanted.end(), topic);
    if (at != self.wanted.end() && *at == topic) return false;
    self.wanted.insert(at, topic);
    ask_for_new_topics(self);
    return true;
}

void ask_for_new_topics(MetadataCache& self) {
    self.wish = RefreshWish{RefreshReason::first, ErrorCode::none};
    self.allowed_at = kLongAgo;
    self.unchanged = 0;
}

std::vector<NameId> matching_topics(MetadataCache const& self, Names const& names) {
    Matcher const matcher{self.pattern, names};
    std::vector<NameId> topics;
    for (TopicBelief const& topic : self.topics) {
        if (matcher.matches(topic.name)) topics.push_back(topic.name);
    }
    return topics;
}

void request_update(MetadataCache& self, RefreshReason why, ErrorCode error) {
    if (!self.wish) self.wish = RefreshWish{why, error};
}

NodeId least_loaded_node(MetadataCache& self, Connections const& connections, Effects& out,
                         Time& retry_at) {
    std::vector<NodeId> known;
    for (BrokerAddress const& broker : self.brokers) known.push_back(broker.node);
    std::vector<NodeId> others;  // asked when no known broker can be (metadata.recovery.strategy)
    for (NodeId const node : self.settings.bootstrap) {
        if (std::find(known.begin(), known.end(), node) == known.end()) others.push_back(node);
    }
    retry_at = kNever;
    for (std::vector<NodeId> const& candidates : {known, others}) {
        if (candidates.empty()) continue;
        NodeId const node =
            least_loaded_of(candidates, connections, out.now(),
                            below(next_bits(self, out), candidates.size()), retry_at);
        if (node != kNoNode) return node;
    }
    return kNoNode;
}

void poll_metadata(MetadataCache& self, Connections& connections, Effects& out) {
    if (self.is_asking) return;
    Time const due = self.wish
                         ? self.allowed_at
                         : std::max(self.refreshed_at + self.settings.max_age, self.allowed_at);
    if (due > out.now()) return arm_refresh(self, due, out);
    Time retry_at;
    NodeId const node = least_loaded_node(self, connections, out, retry_at);
    // Nobody is free: an answer or a disconnect polls again, and so does the end of a back-off.
    if (node == kNoNode) return arm_refresh(self, retry_at, out);

    RefreshWish const wish = self.wish.value_or(RefreshWish{RefreshReason::age, ErrorCode::none});
    out.note(MetadataRequested{node, wish.why, wish.error});
    self.wish.reset();
    self.is_asking = true;
    MetadataRequest request;
    request.all_topics = self.pattern.is_set();
    request.allow_auto_topic_creation =
        self.settings.allow_auto_topic_creation && !request.all_topics;
    request.topics = make_payload(self.wanted);
    send_request(connections, node, std::move(request), 0, out);
    arm_refresh(self, kNever, out);
}

bool learn(MetadataCache& self, CorrelationId request, MetadataResponse const& response,
           Effects& out) {
    self.is_asking = false;
    self.answered = request;
    if (!response.metadata || response.metadata->brokers.empty()) {  // a broker that knows nobody
        metadata_request_failed(self, out);
        return false;
    }
    ClusterMetadata const& metadata = *response.metadata;
    bool changed = !(self.brokers == metadata.brokers);
    self.brokers = metadata.brokers;
    if (self.pattern.is_set()) changed |= forget_deleted(self, metadata.topics);
    Matcher const matcher{self.pattern, out.names()};
    self.errors.clear();
    for (TopicMetadata const& topic : metadata.topics) {
        if (self.pattern.is_set() && !is_wanted(self, topic.name) && !matcher.matches(topic.name)) {
            continue;
        }
        if (topic.error == ErrorCode::none) {
            changed |= learn_topic(self, topic, out);
            continue;
        }
        self.errors.emplace_back(topic.name, topic.error);
        if (find_topic(self, topic.name) != nullptr) {
            forget_topic(self, topic.name);
            changed = true;
        }
        if (topic.error == ErrorCode::invalid_topic_exception) note_invalid(self, topic.name);
        if (is_retriable(topic.error)) request_update(self, RefreshReason::error, topic.error);
    }
    self.failures = 0;
    self.unchanged = changed ? 0 : self.unchanged + 1;
    self.refreshed_at = out.now();
    std::int32_t const rounds = std::max(self.unchanged - 1, 0);
    self.allowed_at = out.now() + backoff(self.settings.retry, rounds, next_bits(self, out));
    return changed;
}

void metadata_request_failed(MetadataCache& self, Effects& out) {
    self.is_asking = false;
    request_update(self, RefreshReason::disconnect, ErrorCode::network_exception);
    self.allowed_at = out.now() + backoff(self.settings.retry, self.failures, next_bits(self, out));
    ++self.failures;
}

bool learn_leader(MetadataCache& self, TopicPartition partition, BrokerId leader, LeaderEpoch epoch,
                  Effects& out) {
    PartitionBelief const* known = find_partition(self, partition);
    if (known == nullptr || leader == kNoBroker || epoch <= known->epoch) return false;
    if (address_of(self, leader) == kNoNode) return false;
    TopicBelief* topic = find_mutable(self, partition.topic);
    auto const index = static_cast<std::vector<PartitionBelief>::size_type>(partition.partition);
    return update_belief(topic->partitions[index], partition, leader, epoch, out);
}

}  // namespace highwater

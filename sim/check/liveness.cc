// G: what happens in the end, when nothing is broken any more and some time has passed. Asked once,
// not after each event: whoever asks knows that the faults are over.
#include <algorithm>

#include "broker/replicas.h"
#include "check/look.h"

namespace highwater {

namespace {
using check::registration_of;
using check::replica_on;

struct Asking {
    CheckState& state;
    World const& world;
    ClusterId cluster;
    std::vector<Violation> found;

    void look_at(InvariantId id) { ++state.looked[static_cast<std::size_t>(id)]; }
    void violate(InvariantId id, Violation violation) {
        violation.invariant = id;
        violation.at = world.now;
        // In its sentence brokers and topics are those of this cluster.
        if (violation.node == kNoNode) violation.node = some_node();
        ++state.violated[static_cast<std::size_t>(id)];
        state.violations.push_back(violation);
        found.push_back(violation);
    }

    NodeId some_node() const {
        for (Process const& process : world.nodes) {
            if (process.cluster == cluster) return process.id;
        }
        return kNoNode;
    }

    bool is_up(BrokerId id) const {
        NodeId const node = node_of_server(world, id, cluster);
        return node != kNoNode && node_of(world, node).is_alive && !node_of(world, node).is_paused;
    }

    bool has_majority() const {
        std::int32_t up = 0;
        std::int32_t voters = 0;
        for (Process const& process : world.nodes) {
            if (!process.controller || process.cluster != cluster) continue;
            ++voters;
            if (process.is_alive && !process.is_paused) ++up;
        }
        return up >= voters / 2 + 1;
    }

    // True when a controller is active: without one nothing else can be expected.
    bool ask_controllers() {
        if (!has_majority()) return false;
        look_at(InvariantId::controller_active);
        bool const is_active =
            std::any_of(world.nodes.begin(), world.nodes.end(), [&](Process const& process) {
                return process.is_alive && process.controller && process.cluster == cluster &&
                       (*process.controller)->role == ControllerRole::active;
            });
        if (!is_active) violate(InvariantId::controller_active, {});
        return is_active;
    }

    // Some are eligible without a replica: whoever brings one back to them begins with nothing.
    bool holds_a_replica(TopicPartition id, PartitionRegistration const& now, BrokerId b) const {
        return contains(now.replicas, b) && !contains(check::book_of(state, id).bereft, b);
    }

    // Kafka leaves a failed partition alone until the next leader epoch, and so may it stay.
    bool gave_up(BrokerId b, TopicPartition id) const {
        return std::any_of(world.nodes.begin(), world.nodes.end(), [&](Process const& process) {
            return process.broker && process.cluster == cluster && process.broker_id == b &&
                   has_failed(**process.broker, id);
        });
    }

    void ask_partition(TopicPartition id, PartitionRegistration const& now) {
        bool const can_lead =
            std::any_of(now.isr.begin(), now.isr.end(), [&](BrokerId b) { return is_up(b); }) ||
            std::any_of(now.elr.begin(), now.elr.end(),
                        [&](BrokerId b) { return is_up(b) && holds_a_replica(id, now, b); });
        if (!can_lead) return;  // leaderless for ever, by design
        look_at(InvariantId::partition_has_leader);
        Partition const* const leader =
            now.leader == kNoBroker ? nullptr : replica_on(world, cluster, now.leader, id);
        if (now.leader == kNoBroker || leader == nullptr || !leader->is_leader() ||
            leader->leader_epoch != now.leader_epoch) {
            violate(InvariantId::partition_has_leader, {.partition = id, .broker = now.leader});
            return;
        }
        look_at(InvariantId::follower_rejoins);
        for (BrokerId const replica : now.replicas) {
            if (!is_up(replica) || contains(now.isr, replica) || gave_up(replica, id)) continue;
            violate(InvariantId::follower_rejoins,
                    {.partition = id, .broker = replica, .other = now.leader});
        }
        if (is_under_min_isr(*leader)) return;
        look_at(InvariantId::high_watermark_arrives);
        // Producers may be at work: what was there a moment ago is committed now.
        constexpr std::int64_t kOnTheWay = 100;
        if (leader->high_watermark + kOnTheWay < leader->log_end_offset()) {
            violate(InvariantId::high_watermark_arrives, {.partition = id,
                                                          .broker = now.leader,
                                                          .offset = leader->high_watermark,
                                                          .bound = leader->log_end_offset()});
        }
    }

    // Its heartbeats reach the controller by now, and it has had the time to catch up.
    void ask_brokers() {
        for (BrokerRegistration const& broker : state.image.brokers) {
            NodeId const node = node_of_server(world, broker.id, cluster);
            if (node == kNoNode || !is_up(broker.id)) continue;
            Process const& process = node_of(world, node);
            // On its way out it stays fenced.
            bool const asks = process.broker && (*process.broker)->lifecycle.state !=
                                                    BrokerState::controlled_shutdown;
            if (!asks || broker.in_controlled_shutdown) continue;
            look_at(InvariantId::broker_unfences);
            if (broker.fenced) {
                violate(InvariantId::broker_unfences, {.node = node, .broker = broker.id});
            }
        }
    }

    // Whoever does not join again, or does not sync, is removed when its time is over; a static
    // member that is away keeps the group waiting until its session ends, and everybody once more.
    void ask_group(Process const& process, ClassicGroup const& group) {
        bool const waits = group.state == ClassicGroupState::preparing_rebalance ||
                           group.state == ClassicGroupState::completing_rebalance;
        look_at(InvariantId::rebalance_ends);
        if (!waits) return;
        std::int64_t longest_ms = 0;
        std::int64_t session_ms = 0;
        for (auto const& [id, member] : group.members) {
            longest_ms = std::max<std::int64_t>(longest_ms, member.rebalance_timeout_ms);
            session_ms = std::max<std::int64_t>(session_ms, member.session_timeout_ms);
        }
        std::int64_t const limit_ms = 2 * longest_ms + session_ms +
                                      (*process.broker)->config->group.initial_rebalance_delay_ms +
                                      1'000;
        auto const place = static_cast<std::size_t>(process.id.value);
        Time const awake = place < state.awake_since.size() ? state.awake_since[place] : Time{};
        std::int64_t const since_ms =
            std::max(group.current_state_timestamp_ms, timestamp_ms(awake));
        if (timestamp_ms(world.now) - since_ms <= limit_ms) return;
        violate(InvariantId::rebalance_ends,
                {.node = process.id, .broker = process.broker_id, .group = group.group_id});
    }

    void ask_groups(Process const& process) {
        if (!process.is_alive || process.is_paused) return;
        for (GroupShard const& shard : (*process.broker)->groups.shards) {
            if (!shard.is_loaded) continue;
            for (auto const& [id, group] : shard.coordinator->groups) {
                auto const* const classic = std::get_if<ClassicGroup>(&*group);
                if (classic != nullptr) ask_group(process, *classic);
            }
        }
    }

    void ask_producer(Process const& process) {
        if (!process.is_alive || process.is_paused) return;
        Producer const& producer = **process.producer;
        look_at(InvariantId::produce_ends);
        Duration const limit = milliseconds(producer.spec->config.delivery_timeout_ms) + seconds(1);
        for (InFlightRequest const& request : producer.in_flight) {
            for (ProducerBatch const& batch : request.batches) {
                if (world.now - batch.created_at <= limit) continue;
                violate(InvariantId::produce_ends, {.node = process.id});
                return;
            }
        }
    }
};
}  // namespace

std::vector<Violation> check_liveness(Checks& checks, World const& world) {
    std::vector<Violation> found;
    for (std::size_t place = 0; place < checks.clusters.size(); ++place) {
        CheckState& state = checks.clusters[place].edit();
        ClusterId const cluster{static_cast<std::int32_t>(place)};
        Asking asking{state, world, cluster, {}};
        if (asking.ask_controllers() && !state.metadata_lost) {
            asking.ask_brokers();
            for (Cow<TopicImage> const& topic : state.image.topics) {
                for (std::size_t i = 0; i < topic->partitions.size(); ++i) {
                    asking.ask_partition({topic->name, static_cast<std::int32_t>(i)},
                                         topic->partitions[i]);
                }
            }
        }
        for (Process const& process : world.nodes) {
            if (process.cluster != cluster) continue;
            if (process.producer) asking.ask_producer(process);
            if (process.broker) asking.ask_groups(process);
        }
        found.insert(found.end(), asking.found.begin(), asking.found.end());
    }
    return found;
}

}  // namespace highwater

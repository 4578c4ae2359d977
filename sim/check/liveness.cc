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
            for (Cow<TopicImage> const& topic : state.image.topics) {
                for (std::size_t i = 0; i < topic->partitions.size(); ++i) {
                    asking.ask_partition({topic->name, static_cast<std::int32_t>(i)},
                                         topic->partitions[i]);
                }
            }
        }
        for (Process const& process : world.nodes) {
            bool const is_asked = process.producer && process.cluster == cluster;
            if (is_asked) asking.ask_producer(process);
        }
        found.insert(found.end(), asking.found.begin(), asking.found.end());
    }
    return found;
}

}  // namespace highwater

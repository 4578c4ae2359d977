#include "controller/new_partitions.h"

#include "base/limits.h"
#include "controller/assignment.h"
#include "controller/placement.h"

namespace highwater {

std::optional<Refused> check_assignment(Controller const& self, Assignment const& assignment,
                                        std::size_t replication_factor) {
    for (std::vector<BrokerId> const& replicas : assignment) {
        auto problem = wrong_assignment(self.image, replicas, replication_factor);
        if (problem) return Refused{ErrorCode::invalid_replica_assignment, *std::move(problem)};
    }
    return std::nullopt;
}

std::optional<Refused> check_limits(Controller const& self, std::int32_t of_topic,
                                    std::int32_t added) {
    std::int64_t total = added;
    for (Cow<TopicImage> const& topic : self.image.topics) {
        total += static_cast<std::int64_t>(topic->partitions.size());
    }
    if (of_topic <= limits::kPartitionsOfTopic && total <= limits::kPartitions) return std::nullopt;
    return Refused{ErrorCode::policy_violation,
                   "Highwater holds at most " + std::to_string(limits::kPartitionsOfTopic) +
                       " partitions of a topic and " + std::to_string(limits::kPartitions) +
                       " in all."};
}

Expected<Assignment> place_new_partitions(Controller& self, std::int32_t partitions,
                                          std::int32_t replication_factor, Effects& out) {
    std::vector<PlaceableBroker> brokers;
    for (BrokerRegistration const& broker : self.image.brokers) {
        PlaceableBroker one{broker.id, std::nullopt, !broker.is_active()};
        if (broker.rack != kNoName) one.rack = out.names().text(broker.rack);
        brokers.push_back(std::move(one));
    }
    auto const who = static_cast<std::uint64_t>(self.setup.node.value);
    return place_replicas(brokers, partitions, replication_factor, [&](std::int32_t bound) {
        std::uint64_t const bits = out.draw(Draw::replica_placement, who, self.placement_draws++);
        return static_cast<std::int32_t>(below(bits, static_cast<std::uint64_t>(bound)));
    });
}

std::optional<Refused> add_new_partitions(Controller const& self, NewPartitionsOf const& which,
                                          Assignment const& assignment,
                                          std::vector<MetadataRecord>& records) {
    std::int32_t number = which.first;
    for (std::vector<BrokerId> const& replicas : assignment) {
        PartitionRegistration partition;
        partition.replicas = replicas;
        for (BrokerId const replica : replicas) {
            if (is_active(self.image, replica)) partition.isr.push_back(replica);
            partition.directories.push_back(default_directory(self.image, replica));
        }
        if (partition.isr.empty() && which.is_by_hand) {
            return Refused{
                ErrorCode::invalid_replica_assignment,
                "All brokers specified in the manual partition assignment for partition " +
                    std::to_string(number) + " are fenced or in controlled shutdown."};
        }
        if (partition.isr.empty()) {
            return Refused{ErrorCode::invalid_replication_factor,
                           "Unable to replicate the partition " + std::to_string(replicas.size()) +
                               " time(s): All brokers are currently fenced or in controlled "
                               "shutdown."};
        }
        partition.leader = partition.isr.front();
        records.push_back(PartitionRecord{which.topic_id, number++, Cow{std::move(partition)}});
    }
    return std::nullopt;
}

}  // namespace highwater

// What the recordings observed of the real cluster, read off a World.
#pragma once

#include <nlohmann/json.hpp>

#include "tests/kafka/metadata_json.h"
#include "world/world.h"

namespace highwater {

// As the controller sees each partition of a topic.
nlohmann::json observe_partitions(World const& world);
// As each replica has it on disk.
nlohmann::json observe_logs(World const& world);
// As the leaders would answer Admin.listOffsets.
nlohmann::json observe_offsets(World const& world);

// The committed records of the metadata log from `from` on, and where the next look begins.
struct ObservedMetadata {
    nlohmann::json records = nlohmann::json::array();
    Offset next;
};
ObservedMetadata observe_metadata(World const& world, Offset from, TopicNames& topics);

// The groups of these names as their coordinators hold them.
nlohmann::json observe_groups(World const& world, nlohmann::json const& groups);
// What these consumers see of themselves.
nlohmann::json observe_members(World const& world, std::vector<NameId> const& members);
nlohmann::json observe_callbacks(World const& world, std::vector<Callback> const& callbacks);
nlohmann::json sorted_names(World const& world, std::vector<TopicPartition> partitions);
// "{orders-0=5, orders-1=5}".
std::string observe_positions(World const& world, Consumer const& consumer);

}  // namespace highwater

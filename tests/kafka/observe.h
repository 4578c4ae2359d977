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

}  // namespace highwater

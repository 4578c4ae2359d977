// Records of the metadata log as the recordings write them: type, and the fields that matter.
#pragma once

#include <map>
#include <nlohmann/json.hpp>

#include "base/names.h"
#include "protocol/metadata_record.h"

namespace highwater {

// Topics have ids in the log and names in the recordings; the map is learned from TOPIC_RECORDs.
using TopicNames = std::map<Uuid, std::string>;

// Null for records that the recordings leave out: no-ops, control records, producer id blocks.
nlohmann::json metadata_json(MetadataRecord const& record, Names const& names, TopicNames& topics);

}  // namespace highwater

// The bytes of metadata records, as they lie in __cluster_metadata (MetadataRecordSerde, KIP-631).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/names.h"
#include "protocol/metadata_record.h"

namespace highwater {

// What a broker says of itself when it registers, beyond what its record keeps here.
struct BrokerFeature {
    std::string name;
    std::int16_t min_version{};
    std::int16_t max_version{};
};
struct BrokerEndpoint {
    std::string host;  // listens on 9092, PLAINTEXT
    std::vector<BrokerFeature> features;
};

// The version in which Kafka 4.3 writes such a record.
std::int16_t newest_version(MetadataRecord const& record);

// A record's value: frame version 1, its api key and the record's version as unsigned varints, then
// the fields which that version has. Raft's own LeaderChangeMessage is a control record: no frame.
// `endpoint` is that of a registering broker; without it broker-N with all features of 4.3.
Bytes encode(MetadataRecord const& record, std::int16_t version, Names const& names,
             std::optional<BrokerEndpoint> const& endpoint = std::nullopt);

// One batch of these records in their newest versions.
std::int64_t size_in_bytes(std::vector<MetadataRecord> const& records, Names const& names);

}  // namespace highwater

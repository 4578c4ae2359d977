// An image as the records that make it from nothing, and back (KIP-630; Kafka: MetadataImage.write,
// MetadataLoader.loadSnapshot).
#pragma once

#include "metadata/image.h"

namespace highwater {

// Features first, so that a reader knows how to take the rest; then brokers, topics with their
// partitions, configs, producer ids.
std::vector<MetadataRecord> snapshot_records(MetadataImage const& image);

MetadataImage image_of(MetadataSnapshot const& snapshot, Names const& names);

}  // namespace highwater

// The features of Kafka 4.3 (KIP-584): what a server's version can do, and which level the cluster
// has agreed on. Only eligible.leader.replicas.version changes what happens here.
#pragma once

#include <string_view>
#include <vector>

#include "metadata/image.h"
#include "protocol/cluster.h"

namespace highwater {

inline constexpr std::string_view kMetadataVersion = "metadata.version";
inline constexpr std::string_view kElrVersion = "eligible.leader.replicas.version";
inline constexpr std::string_view kKraftVersion = "kraft.version";

struct FeatureRange {
    std::string_view name;
    std::int16_t min_version{};
    std::int16_t max_version{};
};
// By name; nullptr: no such feature.
FeatureRange const* find_feature(std::string_view name);

// 0 when it was never set or is disabled.
std::int16_t finalized_level(MetadataImage const& image, std::string_view name);
std::vector<SupportedFeature> describe_features(MetadataImage const& image);

// "4.3-IV0" of 30; empty for a level without a name.
std::string_view metadata_version_name(std::int16_t level);
// 30 of "4.3-IV0", and of "4.3" and "4.3.1" as the newest of that release; 0 for a name that there
// is not.
std::int16_t metadata_version_level(std::string_view name);
std::int16_t latest_metadata_version();

// A level of a feature above 0: from which metadata.version on a new cluster has it, and which it
// cannot do without (0: any will do).
struct FeatureStep {
    std::string_view feature;
    std::int16_t level{};
    std::int16_t default_since{};
    std::int16_t needs_metadata_version{};
};
// In the order of Kafka's own list (Feature), so that each feature's levels stand together.
std::vector<FeatureStep> const& feature_steps();

}  // namespace highwater

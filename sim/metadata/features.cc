#include "metadata/features.h"

#include <iterator>

namespace highwater {

namespace {
constexpr std::int16_t kFirstMetadataVersion = 7;
constexpr std::string_view kMetadataVersions[] = {
    "3.3-IV3", "3.4-IV0", "3.5-IV0", "3.5-IV1", "3.5-IV2", "3.6-IV0", "3.6-IV1", "3.6-IV2",
    "3.7-IV0", "3.7-IV1", "3.7-IV2", "3.7-IV3", "3.7-IV4", "3.8-IV0", "3.9-IV0", "4.0-IV0",
    "4.0-IV1", "4.0-IV2", "4.0-IV3", "4.1-IV0", "4.1-IV1", "4.2-IV0", "4.2-IV1", "4.3-IV0"};
constexpr auto kLastMetadataVersion =
    static_cast<std::int16_t>(kFirstMetadataVersion + std::size(kMetadataVersions) - 1);

constexpr FeatureRange kFeatures[] = {
    {kElrVersion, 0, 1},           {"group.version", 0, 1},
    {kKraftVersion, 0, 1},         {kMetadataVersion, kFirstMetadataVersion, kLastMetadataVersion},
    {"share.version", 0, 1},       {"streams.version", 0, 1},
    {"transaction.version", 0, 2},
};
}  // namespace

FeatureRange const* find_feature(std::string_view name) {
    for (FeatureRange const& feature : kFeatures) {
        if (feature.name == name) return &feature;
    }
    return nullptr;
}

std::int16_t finalized_level(MetadataImage const& image, std::string_view name) {
    for (FeatureLevel const& feature : image.features) {
        if (feature.name == name) return feature.level;
    }
    return 0;
}

std::vector<SupportedFeature> describe_features(MetadataImage const& image) {
    std::vector<SupportedFeature> described;
    for (FeatureRange const& feature : kFeatures) {
        described.push_back({std::string{feature.name}, feature.min_version, feature.max_version,
                             finalized_level(image, feature.name)});
    }
    return described;
}

std::string_view metadata_version_name(std::int16_t level) {
    if (level < kFirstMetadataVersion || level > kLastMetadataVersion) return {};
    return kMetadataVersions[level - kFirstMetadataVersion];
}

std::int16_t latest_metadata_version() { return kLastMetadataVersion; }

std::vector<FeatureStep> const& feature_steps() {
    static std::vector<FeatureStep> const steps = {
        {kKraftVersion, 1, 21, 21},        {"transaction.version", 1, 24, 0},
        {"transaction.version", 2, 24, 0}, {"group.version", 1, 22, 0},
        {kElrVersion, 1, 26, 23},          {"share.version", 1, 28, 0},
        {"streams.version", 1, 29, 0},
    };
    return steps;
}

std::int16_t metadata_version_level(std::string_view name) {
    // Of "4.3.1" only the release counts.
    auto const second_dot = name.find('.', name.find('.') + 1);
    if (name.find('.') != std::string_view::npos) name = name.substr(0, second_dot);
    std::int16_t found = 0;
    std::int16_t level = kFirstMetadataVersion;
    for (std::string_view const version : kMetadataVersions) {
        bool const is_release = version.substr(0, version.find('-')) == name;
        if (version == name || is_release) found = level;
        ++level;
    }
    return found;
}

}  // namespace highwater

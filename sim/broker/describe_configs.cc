// DescribeConfigs (32): what somebody set, and where (Kafka: ConfigHelper). Defaults of the
// software and of server.properties are not listed.
#include <algorithm>
#include <string_view>
#include <utility>

#include "broker/replicas.h"

namespace highwater {

namespace {
// Where a topic's config has another name among the broker's (ServerTopicConfigSynonyms).
struct Synonym {
    std::string_view server;
    std::string_view topic;
};
constexpr Synonym kSynonyms[] = {
    {"min.insync.replicas", "min.insync.replicas"},
    {"unclean.leader.election.enable", "unclean.leader.election.enable"},
    {"log.segment.bytes", "segment.bytes"},
    {"log.cleanup.policy", "cleanup.policy"},
    {"log.message.timestamp.type", "message.timestamp.type"},
    {"message.max.bytes", "max.message.bytes"},
    {"compression.type", "compression.type"},
};

std::string_view topic_name_of(std::string_view server_name) {
    for (Synonym const& synonym : kSynonyms) {
        if (synonym.server == server_name) return synonym.topic;
    }
    return {};
}

// Nearer sources come first, so a name that is there already wins.
void add(std::vector<DescribedConfig>& configs, std::string_view name, ConfigEntry const& entry) {
    bool const is_there =
        std::any_of(configs.begin(), configs.end(),
                    [&](DescribedConfig const& config) { return config.name == name; });
    if (is_there) return;
    configs.push_back(
        {std::string(name), entry.value, ConfigResource{entry.resource_type, entry.resource_name}});
}

void add_all(std::vector<DescribedConfig>& configs, MetadataImage const& image,
             ConfigResourceType type, std::string_view resource, bool as_topic_configs) {
    for (ConfigEntry const& entry : image.configs) {
        if (entry.resource_type != type || entry.resource_name != resource) continue;
        std::string_view const name = as_topic_configs ? topic_name_of(entry.name) : entry.name;
        if (!name.empty()) add(configs, name, entry);
    }
}

DescribedResource describe(Broker const& self, ConfigResource const& resource, Names const& names) {
    DescribedResource described{resource, ErrorCode::none, {}};
    MetadataImage const& image = *self.image;
    bool const is_topic = resource.type == ConfigResourceType::topic;
    if (is_topic) {
        NameId const name = names.find(resource.name);
        if (name == kNoName || find_topic(image, name) == nullptr) {
            described.error = ErrorCode::unknown_topic_or_partition;
            return described;
        }
    }
    add_all(described.configs, image, resource.type, resource.name, false);
    if (is_topic) {
        add_all(described.configs, image, ConfigResourceType::broker, std::to_string(self.id.value),
                true);
    }
    if (is_topic || !resource.name.empty()) {
        add_all(described.configs, image, ConfigResourceType::broker, "", is_topic);
    }
    std::sort(described.configs.begin(), described.configs.end(),
              [](DescribedConfig const& a, DescribedConfig const& b) { return a.name < b.name; });
    return described;
}
}  // namespace

void handle(Broker& self, Envelope const& from, DescribeConfigsRequest const& request,
            Effects& out) {
    std::vector<DescribedResource> described;
    if (request.resources) {
        for (ConfigResource const& resource : *request.resources) {
            described.push_back(describe(self, resource, out.names()));
        }
    }
    out.reply(from, DescribeConfigsResponse{make_payload(std::move(described))});
}

}  // namespace highwater

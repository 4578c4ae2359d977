// ListConfigResources (74): what this broker has replayed of topics and brokers, and the groups
// that have configs of their own. In the order in which Java walks its maps.
#include <algorithm>

#include "base/java_hash.h"
#include "broker/broker.h"

namespace highwater {

namespace {
std::vector<std::string> names_of_resources(Broker const& self, ConfigResourceType type,
                                            Names const& names) {
    std::vector<std::string> found;
    switch (type) {
    case ConfigResourceType::topic:
        for (Cow<TopicImage> const& topic : self.image->topics) {
            found.push_back(names.text(topic->name));
        }
        break;
    case ConfigResourceType::broker:
        for (BrokerRegistration const& broker : self.image->brokers) {
            if (broker.is_active()) found.push_back(std::to_string(broker.id.value));
        }
        return found;
    case ConfigResourceType::group:
        for (ConfigEntry const& entry : self.image->configs) {
            bool const is_new = entry.resource_type == ConfigResourceType::group &&
                                (found.empty() || found.back() != entry.resource_name);
            if (is_new) found.push_back(entry.resource_name);
        }
        break;
    }
    std::sort(found.begin(), found.end());
    sort_as_hash_map(
        found, [](std::string const& name) -> auto const& { return name; });
    return found;
}
}  // namespace

void handle(Broker& self, Envelope const& from, ListConfigResourcesRequest const& request,
            Effects& out) {
    std::vector<ConfigResource> resources;
    for (ConfigResourceType const type :
         {ConfigResourceType::topic, ConfigResourceType::broker, ConfigResourceType::group}) {
        auto const* types = request.resource_types.get();
        bool const is_wanted =
            types == nullptr || std::find(types->begin(), types->end(), type) != types->end();
        if (!is_wanted) continue;
        for (std::string& name : names_of_resources(self, type, out.names())) {
            resources.push_back({type, std::move(name)});
        }
    }
    out.reply(from,
              ListConfigResourcesResponse{ErrorCode::none, make_payload(std::move(resources))});
}

}  // namespace highwater

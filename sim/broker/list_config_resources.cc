// ListConfigResources (74), as kafka-configs asks it: the groups that have configs of their own, in
// the order in which Java walks a map of them. Other types are not asked for here.
#include <algorithm>

#include "base/java_hash.h"
#include "broker/broker.h"

namespace highwater {

void handle(Broker& self, Envelope const& from, ListConfigResourcesRequest const& request,
            Effects& out) {
    std::vector<std::string> groups;
    auto const* types = request.resource_types.get();
    bool const is_wanted = types == nullptr || std::find(types->begin(), types->end(),
                                                         ConfigResourceType::group) != types->end();
    if (is_wanted) {
        for (ConfigEntry const& entry : self.image->configs) {
            bool const is_new = entry.resource_type == ConfigResourceType::group &&
                                (groups.empty() || groups.back() != entry.resource_name);
            if (is_new) groups.push_back(entry.resource_name);
        }
    }
    sort_as_hash_map(
        groups, [](std::string const& name) -> auto const& { return name; });
    std::vector<ConfigResource> resources;
    for (std::string& name : groups) {
        resources.push_back({ConfigResourceType::group, std::move(name)});
    }
    out.reply(from,
              ListConfigResourcesResponse{ErrorCode::none, make_payload(std::move(resources))});
}

}  // namespace highwater

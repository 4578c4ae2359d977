#include "metadata/group_times.h"

namespace highwater {

std::optional<ConsumerGroupTimes> ImageGroupTimes::find(NameId group) const {
    std::optional<ConsumerGroupTimes> own;
    std::string_view const resource = names.text(group);
    for (std::string_view const name : kGroupTimeConfigs) {
        std::string const* value = find_config(image, ConfigResourceType::group, resource, name);
        if (value == nullptr) continue;
        if (!own) own = consumer_group_times(group, server);
        override_time(*own, name, *value, server);
    }
    return own;
}

}  // namespace highwater

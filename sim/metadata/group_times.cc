#include "metadata/group_times.h"

namespace highwater {

std::vector<ConsumerGroupTimes> times_of_groups(MetadataImage const& image,
                                                GroupConfig::Consumer const& server,
                                                Names const& names) {
    std::vector<ConsumerGroupTimes> all;
    // Configs are sorted by type, and groups come last: without any this costs one look.
    for (auto entry = image.configs.rbegin(); entry != image.configs.rend(); ++entry) {
        if (entry->resource_type != ConfigResourceType::group) break;
        NameId const group = names.find(entry->resource_name);
        if (group == kNoName) continue;
        if (all.empty() || all.back().group != group) {
            all.push_back(consumer_group_times(group, server));
        }
        override_time(all.back(), entry->name, entry->value, server);
    }
    return all;
}

}  // namespace highwater

#include "client/pattern_subscription.h"

#include <utility>

namespace highwater {

void subscribe_to_pattern(Consumer& self, std::string const& pattern, Effects& out) {
    TopicPattern& wanted = self.metadata.pattern;
    wanted = {pattern, self.spec->config.exclude_internal_topics};
    self.membership.topics = matching_topics(self.metadata, out.names());
    ask_for_new_topics(self.metadata);
}

void update_pattern_subscription(Consumer& self, Effects& out) {
    if (!self.metadata.pattern.is_set()) return;
    std::vector<NameId> topics = matching_topics(self.metadata, out.names());
    if (topics == self.membership.topics) return;
    self.membership.topics = std::move(topics);
    ask_for_new_topics(self.metadata);
}

bool has_fresh_topics(Consumer& self, Effects& out) {
    MetadataCache& metadata = self.metadata;
    if (!metadata.pattern.is_set()) return true;
    if (metadata.allowed_at <= out.now()) request_update(metadata, RefreshReason::pattern);
    return !metadata.wish && !metadata.is_asking;
}

}  // namespace highwater

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

// One answer is enough, whatever it makes the client ask next: a partition without a leader is
// asked about for as long as it has none (ConsumerNetworkClient.ensureFreshMetadata).
bool has_fresh_topics(Consumer& self, Effects& out) {
    MetadataCache& metadata = self.metadata;
    if (!metadata.pattern.is_set() || metadata.refreshed_at == out.now()) return true;
    if (metadata.is_asking) return false;
    if (metadata.allowed_at > out.now()) return true;
    request_update(metadata, RefreshReason::pattern);
    return false;
}

}  // namespace highwater

// subscribe(Pattern): the client itself looks which topics match, with every answer about metadata
// (ConsumerCoordinator.updatePatternSubscription, ConsumerMetadata).
#pragma once

#include "client/consumer.h"

namespace highwater {

void subscribe_to_pattern(Consumer& self, std::string const& pattern, Effects& out);
// An answer about metadata came: the topics that match now are subscribed to.
void update_pattern_subscription(Consumer& self, Effects& out);
// Before it joins: many topics that are new cost one rebalance, not one each. False: it waits for
// an answer.
bool has_fresh_topics(Consumer& self, Effects& out);

}  // namespace highwater

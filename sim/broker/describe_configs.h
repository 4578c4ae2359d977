// What DescribeConfigs (32) answers of one resource: each config with its value and every place
// that gives one. Also read by those who show a cluster without asking it over the network.
#pragma once

#include <string>
#include <vector>

#include "broker/broker.h"
#include "protocol/admin.h"

namespace highwater {

// As this broker sees them, with its replayed metadata. By name.
std::vector<DescribedConfig> described_topic_configs(Broker const& self, std::string const& topic);
std::vector<DescribedConfig> described_broker_configs(Broker const& self);

}  // namespace highwater

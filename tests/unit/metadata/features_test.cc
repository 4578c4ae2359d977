// The features of a server, as it registers them and as the tools are told of them.
#include "metadata/features.h"

#include <gtest/gtest.h>

#include "protocol/metadata_bytes.h"

namespace highwater {
namespace {

TEST(Features, ABrokerRegistersThoseThatItDescribes) {
    RegisterBrokerRecord record;
    record.broker_id = BrokerId{1};
    BrokerEndpoint endpoint{"broker-1", {}};
    for (SupportedFeature const& feature : describe_features(MetadataImage{})) {
        endpoint.features.push_back({feature.name, feature.min_version, feature.max_version});
    }
    EXPECT_EQ(encode(record, newest_version(record), Names{}),
              encode(record, newest_version(record), Names{}, endpoint));
}

}  // namespace
}  // namespace highwater

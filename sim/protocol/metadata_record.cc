#include "protocol/metadata_record.h"

namespace highwater {

namespace {
struct NameOfRecord {
    char const* operator()(FeatureLevelRecord const&) const { return "FEATURE_LEVEL_RECORD"; }
    char const* operator()(RegisterBrokerRecord const&) const { return "REGISTER_BROKER_RECORD"; }
    char const* operator()(UnregisterBrokerRecord const&) const {
        return "UNREGISTER_BROKER_RECORD";
    }
    char const* operator()(BrokerRegistrationChangeRecord const&) const {
        return "BROKER_REGISTRATION_CHANGE_RECORD";
    }
    char const* operator()(TopicRecord const&) const { return "TOPIC_RECORD"; }
    char const* operator()(RemoveTopicRecord const&) const { return "REMOVE_TOPIC_RECORD"; }
    char const* operator()(PartitionRecord const&) const { return "PARTITION_RECORD"; }
    char const* operator()(PartitionChangeRecord const&) const { return "PARTITION_CHANGE_RECORD"; }
    char const* operator()(ConfigRecord const&) const { return "CONFIG_RECORD"; }
    char const* operator()(ClearElrRecord const&) const { return "CLEAR_ELR_RECORD"; }
    char const* operator()(ProducerIdsRecord const&) const { return "PRODUCER_IDS_RECORD"; }
    char const* operator()(LeaderChangeMessage const&) const { return "LEADER_CHANGE"; }
    char const* operator()(NoOpRecord const&) const { return "NO_OP_RECORD"; }
    char const* operator()(ClientQuotaRecord const&) const { return "CLIENT_QUOTA_RECORD"; }
};
}  // namespace

char const* name_of(MetadataRecord const& record) { return std::visit(NameOfRecord{}, record); }

}  // namespace highwater

// The records of Kafka's own topics as bytes: each case says the fields by the names of Kafka's
// schemas and the version to write them in.
#include <stdexcept>

#include "group/coordinator_record.h"
#include "group/record_bytes.h"
#include "protocol/metadata_bytes.h"
#include "tests/kafka/base64.h"
#include "tests/kafka/families.h"
#include "tests/kafka/hex.h"

namespace highwater {

namespace {
using nlohmann::json;

std::string text_in(json const& data, char const* key) {
    auto const found = data.find(key);
    return found == data.end() || found->is_null() ? "" : found->get<std::string>();
}
// Null and a field that is not said: kNoName.
NameId name_in(Names& names, json const& data, char const* key) {
    bool const is_there = data.contains(key) && !data.at(key).is_null();
    return is_there ? names.intern(data.at(key).get<std::string>()) : kNoName;
}
std::vector<std::int32_t> numbers_in(json const& data, char const* key) {
    return data.value(key, std::vector<std::int32_t>{});
}
std::vector<BrokerId> brokers_in(json const& list) {
    std::vector<BrokerId> brokers;
    for (json const& id : list) brokers.push_back({id.get<std::int32_t>()});
    return brokers;
}
std::vector<Uuid> uuids_in(json const& list) {
    std::vector<Uuid> ids;
    for (json const& id : list) ids.push_back(uuid_in(id.get<std::string>()));
    return ids;
}
TopicPartition partition_in(Names& names, std::string const& text) {
    auto const dash = text.rfind('-');
    return {names.intern(text.substr(0, dash)), std::stoi(text.substr(dash + 1))};
}
std::vector<TopicPartition> partitions_in(Names& names, json const& list) {
    std::vector<TopicPartition> partitions;
    for (json const& one : list) partitions.push_back(partition_in(names, one));
    return partitions;
}

// ---- __consumer_offsets -------------------------------------------------------------------------
OffsetCommitValue offset_in(json const& data) {
    OffsetCommitValue value;
    value.offset.value = data.at("offset");
    value.leader_epoch.value = data.value("leaderEpoch", -1);
    value.metadata = data.at("metadata");
    value.commit_timestamp_ms = data.at("commitTimestamp");
    value.expire_timestamp_ms = data.value("expireTimestamp", std::int64_t{-1});
    if (data.contains("topicId")) value.topic_id = uuid_in(text_in(data, "topicId"));
    return value;
}

GroupMetadataValue group_in(Names& names, json const& data) {
    GroupMetadataValue value;
    value.protocol_type = name_in(names, data, "protocolType");
    value.generation = data.at("generation");
    value.protocol = name_in(names, data, "protocol");
    value.leader = name_in(names, data, "leader");
    value.current_state_timestamp_ms = data.value("currentStateTimestamp", std::int64_t{-1});
    for (json const& one : data.at("members")) {
        GroupMetadataMember member;
        member.member_id = name_in(names, one, "memberId");
        member.group_instance_id = name_in(names, one, "groupInstanceId");
        member.client_id = name_in(names, one, "clientId");
        member.client_host = name_in(names, one, "clientHost");
        member.rebalance_timeout_ms = one.value("rebalanceTimeout", 0);
        member.session_timeout_ms = one.at("sessionTimeout");
        Bytes const subscription = bytes_of_base64(text_in(one, "subscription"));
        if (!subscription.empty()) {
            member.subscription = make_payload(decode_subscription(subscription, names));
        }
        Bytes const assignment = bytes_of_base64(text_in(one, "assignment"));
        if (!assignment.empty()) {
            member.assignment = make_payload(decode_assignment(assignment, names));
        }
        value.members.push_back(std::move(member));
    }
    return value;
}

ConsumerGroupMemberMetadataValue member_in(Names& names, json const& data) {
    ConsumerGroupMemberMetadataValue value;
    value.instance_id = name_in(names, data, "instanceId");
    value.rack_id = name_in(names, data, "rackId");
    value.client_id = name_in(names, data, "clientId");
    value.client_host = name_in(names, data, "clientHost");
    for (json const& topic : data.value("subscribedTopicNames", json::array())) {
        value.subscribed_topic_names.push_back(names.intern(topic.get<std::string>()));
    }
    value.subscribed_topic_regex = text_in(data, "subscribedTopicRegex");
    value.rebalance_timeout_ms = data.value("rebalanceTimeoutMs", -1);
    value.server_assignor = name_in(names, data, "serverAssignor");
    auto const classic = data.find("classicMemberMetadata");
    if (classic == data.end() || classic->is_null()) return value;
    ClassicMemberMetadata& made = value.classic_member_metadata.emplace();
    made.session_timeout_ms = classic->at("sessionTimeoutMs");
    for (json const& one : classic->at("supportedProtocols")) {
        JoinGroupRequestProtocol& protocol = made.supported_protocols.emplace_back();
        protocol.name = name_in(names, one, "name");
        Bytes const metadata = bytes_of_base64(text_in(one, "metadata"));
        if (!metadata.empty())
            protocol.metadata = make_payload(decode_subscription(metadata, names));
    }
    return value;
}

std::vector<AssignedTopicPartitions> assigned_in(json const& list) {
    std::vector<AssignedTopicPartitions> assigned;
    for (json const& one : list) {
        assigned.push_back({uuid_in(text_in(one, "topicId")), numbers_in(one, "partitions"),
                            numbers_in(one, "assignmentEpochs")});
    }
    return assigned;
}

ConsumerGroupCurrentMemberAssignmentValue current_in(json const& data) {
    json const none = json::array();
    return {data.at("memberEpoch"), data.at("previousMemberEpoch"),
            static_cast<MemberState>(data.at("state").get<int>()),
            assigned_in(data.value("assignedPartitions", none)),
            assigned_in(data.value("partitionsPendingRevocation", none))};
}

std::vector<TopicIdPartitions> target_in(json const& data) {
    std::vector<TopicIdPartitions> target;
    for (json const& one : data.at("topicPartitions")) {
        target.push_back({uuid_in(text_in(one, "topicId")), numbers_in(one, "partitions")});
    }
    return target;
}

ConsumerGroupRegularExpressionValue regular_expression_in(Names& names, json const& data) {
    ConsumerGroupRegularExpressionValue value;
    for (json const& topic : data.at("topics")) {
        value.topics.push_back(names.intern(topic.get<std::string>()));
    }
    value.version = data.at("version");
    value.timestamp_ms = data.at("timestamp");
    return value;
}

// `value` is null for a tombstone.
CoordinatorRecord coordinator_record_in(Names& names, int type, json const& key,
                                        json const& value) {
    NameId const group = name_in(names, key, key.contains("group") ? "group" : "groupId");
    auto const fill = [&](auto record, auto read) -> CoordinatorRecord {
        if (!value.is_null()) record.value = read(value);
        return record;
    };
    switch (type) {
    case 0:
    case 1:
        return fill(
            OffsetCommitRecord{
                group, {name_in(names, key, "topic"), key.at("partition")}, std::nullopt},
            offset_in);
    case 2:
        return fill(GroupMetadataRecord{group, std::nullopt},
                    [&](json const& data) { return group_in(names, data); });
    case 3:
        return fill(ConsumerGroupMetadataRecord{group, std::nullopt}, [](json const& data) {
            return ConsumerGroupMetadataValue{data.at("epoch"),
                                              data.value("metadataHash", std::int64_t{0})};
        });
    case 5:
        return fill(
            ConsumerGroupMemberMetadataRecord{group, name_in(names, key, "memberId"), std::nullopt},
            [&](json const& data) { return member_in(names, data); });
    case 6:
        return fill(
            ConsumerGroupTargetAssignmentMetadataRecord{group, std::nullopt}, [](json const& data) {
                return ConsumerGroupTargetAssignmentMetadataValue{
                    data.at("assignmentEpoch"), data.value("assignmentTimestamp", std::int64_t{0})};
            });
    case 7:
        return fill(
            ConsumerGroupTargetAssignmentMemberRecord{group, name_in(names, key, "memberId"),
                                                      std::nullopt},
            target_in);
    case 8:
        return fill(
            ConsumerGroupCurrentMemberAssignmentRecord{group, name_in(names, key, "memberId"),
                                                       std::nullopt},
            current_in);
    case 16:
        return fill(ConsumerGroupRegularExpressionRecord{group, text_in(key, "regularExpression"),
                                                         std::nullopt},
                    [&](json const& data) { return regular_expression_in(names, data); });
    default:
        throw std::invalid_argument("no record of __consumer_offsets has type " +
                                    std::to_string(type));
    }
}

json coordinator_bytes(json const& input) {
    Names names;
    json const& key = input.at("key");
    json const value = input.at("value").is_null() ? json{} : input.at("value").at("data");
    CoordinatorRecord const record =
        coordinator_record_in(names, key.at("version"), key.at("data"), value);
    std::optional<std::int16_t> version;
    if (!value.is_null()) version = input.at("value").at("version").get<std::int16_t>();
    RecordContent const content = encode(record, names, version);
    // What is written is read back as the same record.
    std::optional<CoordinatorRecord> const read = decode(content, names);
    if (!read || encode(*read, names, version).value != content.value) {
        throw std::invalid_argument("what was written is read as another record");
    }
    auto const hex = [](std::optional<std::string> const& bytes) {
        return bytes ? json(hex_of(Bytes(bytes->begin(), bytes->end()))) : json{};
    };
    return {{"key_hex", hex(content.key)}, {"value_hex", hex(content.value)}};
}

// ---- what members tell each other ---------------------------------------------------------------
json embedded_bytes(json const& input) {
    Names names;
    std::optional<Bytes> user_data;
    if (!input.at("userData_hex").is_null()) user_data = bytes_of(input.at("userData_hex"));
    if (input.at("struct") == "ConsumerProtocolAssignment") {
        ConsumerProtocolAssignment assignment;
        assignment.version = input.at("version");
        assignment.assigned_partitions = partitions_in(names, input.at("partitions"));
        return {{"hex", hex_of(encode(assignment, user_data, names))}};
    }
    if (input.at("struct") != "ConsumerProtocolSubscription") {
        throw std::invalid_argument("no such struct: " + text_in(input, "struct"));
    }
    ConsumerProtocolSubscription subscription;
    subscription.version = input.at("version");
    for (json const& topic : input.at("topics")) {
        subscription.topics.push_back(names.intern(topic.get<std::string>()));
    }
    subscription.owned_partitions = partitions_in(names, input.value("owned", json::array()));
    subscription.generation_id = input.value("generation", -1);
    subscription.rack_id = name_in(names, input, "rack");
    return {{"hex", hex_of(encode(subscription, user_data, names))}};
}

// ---- __cluster_metadata -------------------------------------------------------------------------
PartitionRecord partition_record_in(json const& data) {
    json const none = json::array();
    PartitionRegistration made;
    made.replicas = brokers_in(data.at("replicas"));
    made.isr = brokers_in(data.at("isr"));
    made.removing_replicas = brokers_in(data.value("removingReplicas", none));
    made.adding_replicas = brokers_in(data.value("addingReplicas", none));
    made.leader.value = data.at("leader");
    made.leader_recovery_state =
        static_cast<LeaderRecoveryState>(data.value("leaderRecoveryState", 0));
    made.leader_epoch.value = data.at("leaderEpoch");
    made.partition_epoch.value = data.at("partitionEpoch");
    made.directories = uuids_in(data.value("directories", none));
    made.elr = brokers_in(data.value("eligibleLeaderReplicas", none));
    made.last_known_elr = brokers_in(data.value("lastKnownElr", none));
    PartitionRecord record;
    record.topic_id = uuid_in(text_in(data, "topicId"));
    record.partition_id = data.at("partitionId");
    record.registration = Cow<PartitionRegistration>{std::move(made)};
    return record;
}

PartitionChangeRecord partition_change_in(json const& data) {
    PartitionChangeRecord record;
    record.topic_id = uuid_in(text_in(data, "topicId"));
    record.partition_id = data.at("partitionId");
    auto const brokers = [&](char const* key) -> std::optional<std::vector<BrokerId>> {
        if (!data.contains(key) || data.at(key).is_null()) return std::nullopt;
        return brokers_in(data.at(key));
    };
    record.isr = brokers("isr");
    if (data.contains("leader")) record.leader = BrokerId{data.at("leader")};
    record.replicas = brokers("replicas");
    record.removing_replicas = brokers("removingReplicas");
    record.adding_replicas = brokers("addingReplicas");
    if (data.contains("leaderRecoveryState")) {
        record.leader_recovery_state =
            static_cast<LeaderRecoveryState>(data.at("leaderRecoveryState").get<int>());
    }
    record.eligible_leader_replicas = brokers("eligibleLeaderReplicas");
    record.last_known_elr = brokers("lastKnownElr");
    if (data.contains("directories")) record.directories = uuids_in(data.at("directories"));
    return record;
}

ClientQuotaRecord client_quota_in(json const& data) {
    ClientQuotaRecord record;
    for (json const& part : data.at("entity")) {
        QuotaEntityPart& made = record.entity.emplace_back();
        made.entity_type = part.at("entityType");
        if (!part.at("entityName").is_null()) made.entity_name = text_in(part, "entityName");
    }
    record.key = data.at("key");
    auto const value = parse_quota_value(data.at("value").dump());
    if (!value) throw std::invalid_argument("no quota: " + data.at("value").dump());
    record.value = *value;
    record.remove = data.at("remove");
    return record;
}

MetadataRecord metadata_record_in(Names& names, int api_key, json const& data,
                                  std::optional<BrokerEndpoint>& endpoint) {
    auto const broker = [&] { return BrokerId{data.at("brokerId")}; };
    auto const epoch = [&] { return BrokerEpoch{data.at("brokerEpoch")}; };
    switch (api_key) {
    case 0: {
        RegisterBrokerRecord record;
        record.broker_id = broker();
        record.incarnation_id = uuid_in(text_in(data, "incarnationId"));
        record.broker_epoch = epoch();
        record.rack = name_in(names, data, "rack");
        record.fenced = data.at("fenced");
        record.in_controlled_shutdown = data.value("inControlledShutdown", false);
        record.log_dirs = uuids_in(data.value("logDirs", json::array()));
        json const& listener = data.at("endPoints").at(0);
        if (data.at("endPoints").size() != 1 || listener.at("name") != "PLAINTEXT" ||
            listener.at("port") != 9092) {
            throw std::invalid_argument("a broker has one listener, PLAINTEXT on 9092");
        }
        endpoint.emplace().host = listener.at("host");
        for (json const& feature : data.at("features")) {
            endpoint->features.push_back({feature.at("name"), feature.at("minSupportedVersion"),
                                          feature.at("maxSupportedVersion")});
        }
        return record;
    }
    case 1: return UnregisterBrokerRecord{broker(), epoch()};
    case 2: return TopicRecord{name_in(names, data, "name"), uuid_in(text_in(data, "topicId"))};
    case 3: return partition_record_in(data);
    case 4: {
        ConfigRecord record;
        record.resource_type =
            static_cast<ConfigResourceType>(data.at("resourceType").get<std::int8_t>());
        record.resource_name = data.at("resourceName");
        record.name = data.at("name");
        if (!data.at("value").is_null()) record.value = text_in(data, "value");
        return record;
    }
    case 5: return partition_change_in(data);
    case 9: return RemoveTopicRecord{uuid_in(text_in(data, "topicId"))};
    case 12: return FeatureLevelRecord{data.at("name"), data.at("featureLevel")};
    case 14: return client_quota_in(data);
    case 15:
        return ProducerIdsRecord{broker(), epoch(),
                                 ProducerId{data.at("nextProducerId").get<std::int64_t>()}};
    case 17:
        return BrokerRegistrationChangeRecord{broker(), epoch(),
                                              data.value("fenced", std::int8_t{0}),
                                              data.value("inControlledShutdown", std::int8_t{0})};
    case 20: return NoOpRecord{};
    case 28: return ClearElrRecord{text_in(data, "topicName")};
    default:
        throw std::invalid_argument("no metadata record has api key " + std::to_string(api_key));
    }
}

json metadata_bytes(json const& input) {
    Names names;
    std::optional<BrokerEndpoint> endpoint;
    MetadataRecord const record =
        metadata_record_in(names, input.at("apiKey"), input.at("data"), endpoint);
    return {{"value_hex", hex_of(encode(record, input.at("version"), names, endpoint))}};
}
}  // namespace

nlohmann::json replay_internal_records(nlohmann::json const& input) {
    if (input.contains("struct")) return embedded_bytes(input);
    std::string const topic = input.at("topic");
    if (topic == "__consumer_offsets") return coordinator_bytes(input);
    if (topic == "__cluster_metadata") return metadata_bytes(input);
    throw std::invalid_argument("nothing writes records of " + topic);
}

}  // namespace highwater

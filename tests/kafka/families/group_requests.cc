#include <stdexcept>

#include "tests/kafka/families.h"
#include "tests/unit/group/lone_coordinator.h"

namespace highwater {

namespace {
using nlohmann::json;

std::string text_of(ErrorCode error) { return std::string{name_of(error)}; }

struct Table {
    LoneCoordinator lone;
    NameId group = lone.names.intern("g");

    // "" and nothing are nobody.
    NameId name(json const& given, char const* key) {
        std::string const text = given.contains(key) && given.at(key).is_string()
                                     ? given.at(key).get<std::string>()
                                     : std::string{};
        return text.empty() ? kNoName : lone.names.intern(text);
    }
    TopicPartition partition(std::string const& text) {
        std::size_t const dash = text.rfind('-');
        TopicPartition const made{lone.names.intern(text.substr(0, dash)),
                                  std::stoi(text.substr(dash + 1))};
        lone.topics.put(made.topic, 10);
        return made;
    }

    ClassicGroup classic(json const& given) {
        ClassicGroup made;
        made.group_id = group;
        std::string const state = given.at("state");
        using State = ClassicGroupState;
        for (State const each : {State::empty, State::preparing_rebalance,
                                 State::completing_rebalance, State::stable, State::dead}) {
            if (name_of(each) == state) made.state = each;
        }
        if (name_of(made.state) != state) throw std::invalid_argument{"no state " + state};
        made.generation_id = given.value("generation", 0);
        std::int64_t const since_ms = given.value("stateSinceMs", std::int64_t{0});
        made.current_state_timestamp_ms = kEpochOfRunMs + since_ms;
        made.protocol_type = name(given, "protocolType");
        made.protocol_name = lone.names.intern("range");
        ConsumerProtocolSubscription subscription;
        json const topics = given.value("subscribed", json::array());
        for (json const& topic : topics) {
            subscription.topics.push_back(lone.names.intern(topic.get<std::string>()));
        }
        json members = given.value("members", json::array());
        if (given.contains("subscribed")) members.push_back("reader");
        for (json const& id : members) {
            ClassicGroupMember member;
            member.member_id = lone.names.intern(id.get<std::string>());
            member.session_timeout_ms = 45'000;
            member.supported_protocols = make_payload(std::vector<JoinGroupRequestProtocol>{
                {made.protocol_name, make_payload(ConsumerProtocolSubscription{subscription})}});
            made.members[member.member_id] = member;
        }
        json const statics = given.value("staticMembers", json::object());
        for (auto const& [instance, id] : statics.items()) {
            made.static_members[lone.names.intern(instance)] =
                lone.names.intern(id.get<std::string>());
        }
        return made;
    }

    void put(Group made) { lone.coordinator.groups[group] = Cow<Group>{std::move(made)}; }

    OwnedPartitions owned(json const& given) {
        OwnedPartitions made;
        for (auto const& [text, epoch] : given.items()) {
            TopicPartition const each = partition(text);
            made[lone.topics.find(each.topic)->id][each.partition] = epoch.get<std::int32_t>();
        }
        return made;
    }

    ConsumerGroup consumer(json const& members) {
        ConsumerGroup made;
        made.group_id = group;
        for (auto const& [id, given] : members.items()) {
            ConsumerGroupMember member;
            member.member_id = lone.names.intern(id);
            member.member_epoch = given.at("epoch").get<std::int32_t>();
            made.group_epoch = std::max(made.group_epoch, member.member_epoch);
            if (given.value("classic", false)) member.classic.emplace();
            member.assigned = owned(given.value("assigned", json::object()));
            member.pending_revocation = owned(given.value("pendingRevocation", json::object()));
            made.members[member.member_id] = std::move(member);
        }
        return made;
    }

    OffsetCommitRequest commit(json const& request, char const* epoch) {
        OffsetCommitRequest made;
        made.group_id = group;
        made.generation_id_or_member_epoch = request.at(epoch).get<std::int32_t>();
        made.member_id = name(request, "memberId");
        made.group_instance_id = name(request, "instanceId");
        OffsetCommitRequestPartition each;
        each.partition = partition(request.value("partition", "t-0"));
        each.committed_offset = Offset{1};
        made.partitions = make_payload(std::vector<OffsetCommitRequestPartition>{each});
        return made;
    }
    json committed(OffsetCommitRequest const& request, bool transactional, json const& input) {
        if (transactional) {
            CoordinatorCall call = lone.call();
            auto const errors =
                commit_transactional_offsets(lone.coordinator, ProducerId{1}, request, call);
            return {{"error", text_of(errors.front())}};
        }
        CorrelationId const id = lone.ask(
            request, input.value("apiVersion", std::int16_t{RequestContext::kNewestVersion}));
        auto const& answer = *lone.answer<OffsetCommitResponse>(id);
        return {{"error", text_of(answer.partitions->front().error)}};
    }
};

json offset_commit(json const& input, bool transactional) {
    Table table;
    if (!input.at("group").is_null()) table.put(table.classic(input.at("group")));
    return table.committed(table.commit(input.at("request"), "generation"), transactional, input);
}

json offset_commit_consumer(json const& input, bool transactional) {
    Table table;
    table.put(table.consumer(input.at("members")));
    return table.committed(table.commit(input.at("request"), "memberEpoch"), transactional, input);
}

json join_group(json const& input) {
    Table table;
    json const& config = input.at("config");
    table.lone.config.min_session_timeout_ms =
        config.at("group.min.session.timeout.ms").get<std::int32_t>();
    table.lone.config.max_session_timeout_ms =
        config.at("group.max.session.timeout.ms").get<std::int32_t>();
    JoinGroupRequest request;
    request.group_id = table.name(input.at("request"), "groupId");
    request.session_timeout_ms = input.at("request").at("sessionTimeoutMs").get<std::int32_t>();
    request.rebalance_timeout_ms = 300'000;
    request.protocol_type = table.lone.names.intern("consumer");
    request.protocols = make_payload(std::vector<JoinGroupRequestProtocol>{
        {table.lone.names.intern("range"), make_payload(ConsumerProtocolSubscription{})}});
    auto const* const answer = table.lone.answer<JoinGroupResponse>(table.lone.ask(request));
    // Only the request's form is judged: a well-formed one is told its member id next.
    bool const is_well_formed = answer == nullptr || answer->error == ErrorCode::member_id_required;
    return {{"error", is_well_formed ? "NONE" : text_of(answer->error)}};
}

json consumer_heartbeat(json const& input) {
    Table table;
    json const& given = input.at("request");
    auto const text = [&](char const* key) {
        return given.contains(key) && given.at(key).is_string()
                   ? table.lone.names.intern(given.at(key).get<std::string>())
                   : kNoName;
    };
    ConsumerGroupHeartbeatRequest request;
    request.group_id = text("groupId");
    request.member_id = text("memberId");
    request.member_epoch = given.at("memberEpoch").get<std::int32_t>();
    request.instance_id = text("instanceId");
    request.rack_id = text("rackId");
    request.rebalance_timeout_ms = given.value("rebalanceTimeoutMs", -1);
    request.server_assignor = text("serverAssignor");
    ConsumerGroupHeartbeatLists lists;
    if (given.contains("subscribedTopicNames") && !given.at("subscribedTopicNames").is_null()) {
        lists.subscribed_topic_names.emplace();
        for (json const& topic : given.at("subscribedTopicNames")) {
            lists.subscribed_topic_names->push_back(
                table.lone.names.intern(topic.get<std::string>()));
        }
    }
    if (given.contains("subscribedTopicRegex") && given.at("subscribedTopicRegex").is_string()) {
        lists.subscribed_topic_regex = given.at("subscribedTopicRegex").get<std::string>();
    }
    if (given.contains("topicPartitions") && !given.at("topicPartitions").is_null()) {
        lists.topic_partitions.emplace();
        for (json const& each : given.at("topicPartitions")) {
            TopicPartition const partition = table.partition(each.get<std::string>());
            lists.topic_partitions->push_back(
                {table.lone.topics.find(partition.topic)->id, {partition.partition}});
        }
    }
    request.changes = make_payload(std::move(lists));
    auto const* const answer = table.lone.answer<ConsumerGroupHeartbeatResponse>(
        table.lone.ask(request, input.value("apiVersion", std::int16_t{0})));
    // Only the request's form is judged here, not whether there is such a group or member.
    bool const is_well_formed = answer->error == ErrorCode::group_id_not_found ||
                                answer->error == ErrorCode::unknown_member_id;
    return {{"error", is_well_formed ? "NONE" : text_of(answer->error)}};
}

json offset_expiry(json const& input) {
    Table table;
    std::int64_t const retention_ms = input.at("offsetsRetentionMs").get<std::int64_t>();
    table.lone.config.offsets.retention_minutes = static_cast<std::int32_t>(retention_ms / 60'000);
    table.put(table.classic(input.at("group")));
    std::map<std::string, TopicPartition> partitions;
    for (auto const& [text, given] : input.at("offsets").items()) {
        TopicPartition const partition = table.partition(text);
        partitions[text] = partition;
        OffsetAndMetadata offset;
        offset.commit_timestamp_ms = kEpochOfRunMs + given.at("commitMs").get<std::int64_t>();
        table.lone.coordinator.offsets[table.group].edit()[partition] = offset;
        if (given.value("pendingTxn", false)) {
            table.lone.coordinator
                .pending_transactional_offsets[ProducerId{1}][table.group][partition] = offset;
        }
    }
    table.lone.now = Time{} + milliseconds(input.at("nowMs").get<std::int64_t>());
    table.lone.coordinator.timers.arm({GroupTimerKind::offset_expiration, kNoName, kNoName},
                                      table.lone.now);
    table.lone.fire();
    CommittedOffsets const* const left = find_offsets(table.lone.coordinator, table.group);
    json expired = json::object();
    for (auto const& [text, partition] : partitions) {
        expired[text] = left == nullptr || left->find(partition) == left->end();
    }
    bool const is_gone = table.lone.coordinator.groups.empty();
    return {{"expired", expired}, {"groupRemoved", is_gone}};
}

json delete_one_group(json const& input) {
    Table table;
    table.put(table.classic({{"state", input.at("state")}, {"protocolType", "consumer"}}));
    CoordinatorCall call = table.lone.call();
    return {{"error", text_of(delete_group(table.lone.coordinator, table.group, call).error)}};
}

json offset_fetch(json const& input) {
    Table table;
    if (!input.at("committed").is_null()) {
        table.put(table.classic({{"state", "Empty"}}));
        for (auto const& [text, given] : input.at("committed").items()) {
            OffsetAndMetadata offset;
            offset.offset = Offset{given.at("offset").get<std::int64_t>()};
            if (!given.at("leaderEpoch").is_null()) {
                offset.leader_epoch = LeaderEpoch{given.at("leaderEpoch").get<std::int32_t>()};
            }
            offset.metadata = given.at("metadata");
            table.lone.coordinator.offsets[table.group].edit()[table.partition(text)] = offset;
        }
    }
    for (json const& text : input.at("pendingTxn")) {
        table.lone.coordinator.pending_transactional_offsets[ProducerId{
            1}][table.group][table.partition(text.get<std::string>())] = {};
    }
    OffsetFetchRequestGroup request;
    request.group_id = table.group;
    request.partitions = {table.partition(input.at("partition").get<std::string>())};
    CoordinatorCall const call = table.lone.call();
    auto const answer =
        fetch_offsets(table.lone.coordinator, request, input.at("requireStable").get<bool>(), call)
            .partitions.front();
    return {{"offset", answer.committed_offset.value},
            {"leaderEpoch", answer.committed_leader_epoch.value},
            {"metadata", answer.metadata},
            {"error", text_of(answer.error)}};
}

json offset_metadata(json const& input) {
    Table table;
    table.lone.config.offsets.metadata_max_bytes =
        input.at("offset.metadata.max.bytes").get<std::int32_t>();
    OffsetCommitRequest request = table.commit({{"generation", -1}}, "generation");
    OffsetCommitRequestPartition each = request.partitions->front();
    each.committed_metadata.assign(input.at("metadataLength").get<std::size_t>(), 'x');
    request.partitions = make_payload(std::vector<OffsetCommitRequestPartition>{each});
    return table.committed(request, false, input);
}
}  // namespace

json replay_group_requests(json const& input) {
    std::string const kind = input.at("kind");
    if (kind == "offsetCommit") return offset_commit(input, false);
    if (kind == "txnOffsetCommit") return offset_commit(input, true);
    if (kind == "offsetCommitConsumer") return offset_commit_consumer(input, false);
    if (kind == "txnOffsetCommitConsumer") return offset_commit_consumer(input, true);
    if (kind == "joinGroup") return join_group(input);
    if (kind == "consumerGroupHeartbeat") return consumer_heartbeat(input);
    if (kind == "offsetExpiry") return offset_expiry(input);
    if (kind == "deleteGroup") return delete_one_group(input);
    if (kind == "offsetFetch") return offset_fetch(input);
    if (kind == "offsetMetadata") return offset_metadata(input);
    throw std::invalid_argument{"unknown kind " + kind};
}

}  // namespace highwater

#include "tests/kafka/group_script.h"

#include <algorithm>
#include <stdexcept>

namespace highwater {

namespace {
using nlohmann::json;

std::string text_of(ErrorCode error) { return std::string{name_of(error)}; }

std::vector<TopicIdPartitions> lists_in(json const& owned, LoneCoordinator& lone) {
    std::vector<TopicIdPartitions> lists;
    for (auto const& [topic, numbers] : owned.items()) {
        auto const known = lone.topics.find(lone.names.find(topic));
        if (!known) throw std::invalid_argument{"no topic " + topic};
        lists.push_back({known->id, numbers.get<std::vector<std::int32_t>>()});
    }
    return lists;
}

// An assignment is opaque to the coordinator: here a topic of that name stands for it.
Payload<ConsumerProtocolAssignment> opaque(std::string const& text, Names& names) {
    return make_payload(ConsumerProtocolAssignment{{{names.intern(text), 0}}});
}
}  // namespace

GroupScript::GroupScript(json const& config) {
    lone_.config.initial_rebalance_delay_ms = config.value("initialRebalanceDelayMs", 3000);
    if (config.contains("groupMaxSize")) {
        lone_.config.max_size = config.at("groupMaxSize").get<std::int32_t>();
        lone_.config.consumer.max_size = lone_.config.max_size;
    }
    lone_.config.consumer.assignment_interval_ms = config.value("assignmentIntervalMs", 1000);
    std::string const policy = config.value("migrationPolicy", "bidirectional");
    if (policy == "disabled") {
        lone_.config.consumer.migration_policy = MigrationPolicy::disabled;
    } else if (policy == "upgrade") {
        lone_.config.consumer.migration_policy = MigrationPolicy::upgrade;
    } else if (policy == "downgrade") {
        lone_.config.consumer.migration_policy = MigrationPolicy::downgrade;
    } else if (policy != "bidirectional") {
        throw std::invalid_argument{"no such migration policy: " + policy};
    }
    if (config.contains("topics")) set_topics(config.at("topics"));
}

void GroupScript::set_topics(json const& topics) {
    std::vector<NameId> changed;
    std::vector<NameId> deleted;
    for (auto const& [name, partitions] : topics.items()) {
        changed.push_back(lone_.names.intern(name));
        lone_.topics.put(changed.back(), partitions.get<std::int32_t>());
    }
    for (NameId const name : lone_.topics.names()) {
        if (!topics.contains(lone_.names.text(name))) deleted.push_back(name);
    }
    for (NameId const name : deleted) lone_.topics.remove(name);
    CoordinatorCall call = lone_.call();
    on_topics_changed(lone_.coordinator, changed, deleted, call);
    lone_.settle(call);
}

NameId GroupScript::member_id(json const& op) const {
    if (op.contains("memberId")) {
        std::string const text = op.at("memberId");
        return text.empty() ? kNoName : const_cast<Names&>(lone_.names).intern(text);
    }
    if (!op.contains("as")) return kNoName;
    auto const known = ids_.find(op.at("as").get<std::string>());
    return known == ids_.end() ? kNoName : known->second;
}

CorrelationId GroupScript::join(json const& op) {
    JoinGroupRequest request;
    request.group_id = lone_.names.intern("group");
    request.session_timeout_ms = op.value("sessionTimeoutMs", 45'000);
    request.rebalance_timeout_ms = op.value("rebalanceTimeoutMs", 300'000);
    request.member_id = member_id(op);
    if (op.contains("instanceId")) {
        request.group_instance_id = lone_.names.intern(op.at("instanceId").get<std::string>());
    }
    request.protocol_type = lone_.names.intern("consumer");
    request.client_id = lone_.names.intern("client");
    ConsumerProtocolSubscription subscription;
    for (json const& topic : op.value("subscribed", json::array())) {
        subscription.topics.push_back(lone_.names.intern(topic.get<std::string>()));
    }
    std::string const metadata = op.value("metadata", "");
    if (!metadata.empty()) subscription.topics.push_back(lone_.names.intern(metadata));
    std::vector<JoinGroupRequestProtocol> protocols;
    for (json const& name : op.value("protocols", json::array({"range"}))) {
        protocols.push_back({lone_.names.intern(name.get<std::string>()),
                             make_payload(ConsumerProtocolSubscription{subscription})});
    }
    request.protocols = make_payload(std::move(protocols));
    std::int16_t const version = op.value("requireKnownMemberId", true) ? 9 : 3;
    return lone_.ask(request, op.value("apiVersion", version));
}

CorrelationId GroupScript::sync(json const& op) {
    SyncGroupRequest request;
    request.group_id = lone_.names.intern("group");
    std::string const as = op.at("as");
    request.generation_id = op.value("generation", generations_[as]);
    request.member_id = member_id(op);
    if (op.contains("instanceId")) {
        request.group_instance_id = lone_.names.intern(op.at("instanceId").get<std::string>());
    }
    std::vector<SyncGroupRequestAssignment> assignments;
    json const given = op.value("assignments", json::object());
    for (auto const& [name, text] : given.items()) {
        assignments.push_back({ids_.at(name), opaque(text.get<std::string>(), lone_.names)});
    }
    request.assignments = make_payload(std::move(assignments));
    return lone_.ask(request);
}

CorrelationId GroupScript::heartbeat(json const& op) {
    HeartbeatRequest request;
    request.group_id = lone_.names.intern("group");
    request.generation_id = op.value("generation", generations_[op.at("as").get<std::string>()]);
    request.member_id = member_id(op);
    if (op.contains("instanceId")) {
        request.group_instance_id = lone_.names.intern(op.at("instanceId").get<std::string>());
    }
    return lone_.ask(request);
}

CorrelationId GroupScript::leave(json const& op) {
    MemberIdentity who;
    who.member_id = member_id(op);
    if (op.contains("instanceId")) {
        who.group_instance_id = lone_.names.intern(op.at("instanceId").get<std::string>());
    }
    LeaveGroupRequest request;
    request.group_id = lone_.names.intern("group");
    request.members = make_payload(std::vector<MemberIdentity>{who});
    return lone_.ask(request);
}

CorrelationId GroupScript::consumer_heartbeat(json const& op) {
    ConsumerGroupHeartbeatRequest request;
    request.group_id = lone_.names.intern("group");
    request.member_id = lone_.names.intern(op.at("as").get<std::string>());
    ids_[op.at("as").get<std::string>()] = request.member_id;
    request.member_epoch = op.at("memberEpoch").get<std::int32_t>();
    if (op.contains("instanceId")) {
        request.instance_id = lone_.names.intern(op.at("instanceId").get<std::string>());
    }
    request.rebalance_timeout_ms = op.value("rebalanceTimeoutMs", -1);
    if (op.contains("assignor")) {
        request.server_assignor = lone_.names.intern(op.at("assignor").get<std::string>());
    }
    request.client_id = lone_.names.intern("client");
    ConsumerGroupHeartbeatLists lists;
    if (op.contains("subscribed")) {
        lists.subscribed_topic_names.emplace();
        for (json const& topic : op.at("subscribed")) {
            lists.subscribed_topic_names->push_back(lone_.names.intern(topic.get<std::string>()));
        }
    }
    if (op.contains("regex")) lists.subscribed_topic_regex = op.at("regex").get<std::string>();
    if (op.contains("owned")) lists.topic_partitions = lists_in(op.at("owned"), lone_);
    request.changes = make_payload(std::move(lists));
    return lone_.ask(request);
}

std::string GroupScript::member_name(NameId id) const {
    for (auto const& [name, known] : ids_) {
        if (known == id) return name;
    }
    return lone_.names.text(id);
}

json GroupScript::shown(JoinGroupResponse const& response) const {
    json seen{{"error", text_of(response.error)}};
    if (response.error == ErrorCode::member_id_required) {
        seen["assignedMemberId"] = response.member_id != kNoName;
    }
    if (response.error != ErrorCode::none) return seen;
    seen["generation"] = response.generation_id;
    seen["protocol"] = lone_.names.text(response.protocol_name);
    seen["leader"] =
        response.leader == kNoName ? json(nullptr) : json(member_name(response.leader));
    seen["isLeader"] = response.leader == response.member_id;
    seen["membersVisibleToThisMember"] = json::array();
    if (response.members) {
        std::vector<std::string> members;
        for (auto const& each : *response.members) members.push_back(member_name(each.member_id));
        std::sort(members.begin(), members.end());
        seen["membersVisibleToThisMember"] = members;
    }
    if (response.skip_assignment) seen["skipAssignment"] = true;
    return seen;
}

json GroupScript::shown(Asked const& asked) const {
    auto const found = lone_.answers.find(asked.id);
    if (found == lone_.answers.end()) return "pending";
    GroupResponse const& answer = found->second;
    if (auto const* const join = std::get_if<JoinGroupResponse>(&answer)) {
        return shown(*join);
    }
    if (auto const* const sync = std::get_if<SyncGroupResponse>(&answer)) {
        json seen{{"error", text_of(sync->error)}};
        if (sync->error == ErrorCode::none) {
            bool const has = sync->assignment && !sync->assignment->assigned_partitions.empty();
            seen["assignment"] =
                has ? lone_.names.text(sync->assignment->assigned_partitions.front().topic) : "";
        }
        return seen;
    }
    if (auto const* const heartbeat = std::get_if<HeartbeatResponse>(&answer)) {
        return {{"error", text_of(heartbeat->error)}};
    }
    if (auto const* const leave = std::get_if<LeaveGroupResponse>(&answer)) {
        json seen{{"error", text_of(leave->error)}};
        if (leave->members) seen["memberError"] = text_of(leave->members->front().error);
        return seen;
    }
    auto const& beat = std::get<ConsumerGroupHeartbeatResponse>(answer);
    json seen{{"error", text_of(beat.error)}};
    if (beat.error != ErrorCode::none) return seen;
    seen["memberEpoch"] = beat.member_epoch;
    seen["heartbeatIntervalMs"] = beat.heartbeat_interval_ms;
    seen["assignment"] = nullptr;
    if (beat.assignment) {
        TopicIdAssignment assignment;
        for (auto const& each : *beat.assignment) assignment[each.topic_id] = each.partitions;
        seen["assignment"] = by_topic(assignment);
    }
    return seen;
}

json GroupScript::by_topic(TopicIdAssignment const& assignment) const {
    json seen = json::object();
    for (auto const& [id, partitions] : assignment) {
        auto const topic = lone_.topics.find(id);
        if (topic && !partitions.empty()) seen[lone_.names.text(topic->name)] = partitions;
    }
    return seen;
}

json GroupScript::by_topic(OwnedPartitions const& owned) const {
    TopicIdAssignment assignment;
    for (auto const& [id, partitions] : owned) {
        for (auto const& [number, epoch] : partitions) assignment[id].push_back(number);
    }
    return by_topic(assignment);
}

json GroupScript::shown(ClassicGroup const& group) const {
    auto const named = [&](std::vector<NameId> const& ids) {
        std::vector<std::string> all;
        for (NameId const id : ids) all.push_back(member_name(id));
        std::sort(all.begin(), all.end());
        return all;
    };
    std::vector<NameId> members;
    for (auto const& [id, member] : group.members) members.push_back(id);
    json seen{{"state", name_of(group.state)}, {"generation", group.generation_id}};
    seen["leader"] =
        group.leader_id == kNoName ? json(nullptr) : json(member_name(group.leader_id));
    seen["members"] = named(members);
    seen["protocol"] = group.protocol_name == kNoName ? json(nullptr)
                                                      : json(lone_.names.text(group.protocol_name));
    if (!group.pending_join_members.empty()) {
        seen["pendingJoinMembers"] = group.pending_join_members.size();
    }
    if (!group.pending_sync_members.empty()) {
        seen["pendingSyncMembers"] = named(group.pending_sync_members);
    }
    return seen;
}

json GroupScript::shown(ConsumerGroup const& group) const {
    json seen{{"state", name_of(state_of(group))},
              {"groupEpoch", group.group_epoch},
              {"assignmentEpoch", group.target_assignment_epoch},
              {"members", json::object()}};
    for (auto const& [id, member] : group.members) {
        auto const target = group.target_assignment.find(id);
        seen["members"][member_name(id)] = {
            {"memberEpoch", member.member_epoch},
            {"previousMemberEpoch", member.previous_member_epoch},
            {"state", name_of(member.state)},
            {"assigned", by_topic(member.assigned)},
            {"pendingRevocation", by_topic(member.pending_revocation)},
            {"target",
             target == group.target_assignment.end() ? json::object() : by_topic(target->second)}};
    }
    return seen;
}

json GroupScript::group() const {
    NameId const id = lone_.names.find("group");
    if (auto const* const classic = find_classic_group(lone_.coordinator, id)) {
        return shown(*classic);
    }
    if (auto const* const consumer = find_consumer_group(lone_.coordinator, id)) {
        return shown(*consumer);
    }
    return {{"state", "(no group: GROUP_ID_NOT_FOUND)"}};
}

// A member knows its id and generation from the answers it got.
void GroupScript::learn(Asked const& asked) {
    auto const* const join = lone_.answer<JoinGroupResponse>(asked.id);
    if (join == nullptr) return;
    if (join->member_id != kNoName &&
        (join->error == ErrorCode::none || join->error == ErrorCode::member_id_required)) {
        ids_[asked.as] = join->member_id;
    }
    if (join->error == ErrorCode::none) generations_[asked.as] = join->generation_id;
}

json GroupScript::play(json const& op) {
    json seen{{"op", op}};
    ++step_;
    std::string const what = op.at("op");
    Asked asked{step_, CorrelationId{0}, what, op.value("as", "")};
    if (what == "join") {
        asked.id = join(op);
    } else if (what == "sync") {
        asked.id = sync(op);
    } else if (what == "heartbeat") {
        asked.id = heartbeat(op);
    } else if (what == "leave") {
        asked.id = leave(op);
    } else if (what == "chb") {
        asked.id = consumer_heartbeat(op);
    } else if (what == "sleep") {
        lone_.sleep(milliseconds(op.at("ms").get<std::int64_t>()));
    } else if (what == "setTopics") {
        set_topics(op.at("topics"));
    } else {
        throw std::invalid_argument{"unknown step " + what};
    }
    // A static member's id is known to the test from the group itself, before any answer.
    if (what == "join" && lone_.answers.find(asked.id) == lone_.answers.end()) {
        auto const* const classic =
            find_classic_group(lone_.coordinator, lone_.names.find("group"));
        for (auto const& [id, member] : classic->members) {
            if (member.awaiting_join && member.awaiting_join->correlation_id == asked.id) {
                ids_[asked.as] = id;
            }
        }
    }
    if (asked.id != CorrelationId{0}) learn(asked);
    if (asked.id != CorrelationId{0}) seen["response"] = shown(asked);
    json completed = json::array();
    std::vector<Asked> still;
    for (Asked const& each : waiting_) {
        if (lone_.answers.find(each.id) == lone_.answers.end()) {
            still.push_back(each);
            continue;
        }
        learn(each);
        completed.push_back(
            {{"step", each.step}, {"op", each.op}, {"as", each.as}, {"response", shown(each)}});
    }
    waiting_ = std::move(still);
    if (asked.id != CorrelationId{0} && seen["response"] == "pending") waiting_.push_back(asked);
    if (!completed.empty()) seen["completed"] = completed;
    seen["group"] = group();
    return seen;
}

}  // namespace highwater

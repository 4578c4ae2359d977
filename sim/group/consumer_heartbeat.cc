// ConsumerGroupHeartbeat: the one request of KIP-848.
#include <algorithm>

#include "group/classic_rebalance.h"
#include "group/consumer_flow.h"
#include "group/member_id.h"

namespace highwater {

namespace {
constexpr std::int16_t kMemberMakesItsId = 1;

struct Beat {
    ConsumerGroupCall in;
    RequestContext const& from;
    ConsumerGroupHeartbeatRequest const& request;
    ConsumerGroupHeartbeatLists const& lists;
    NameId member_id;

    std::vector<TopicIdPartitions> const* owned() const {
        return lists.topic_partitions ? &*lists.topic_partitions : nullptr;
    }
    bool has_subscription() const {
        return lists.subscribed_topic_names || lists.subscribed_topic_regex;
    }
    // After a timeout or an error a member says everything again, and is told everything.
    bool is_full() const {
        return request.rebalance_timeout_ms != -1 && has_subscription() && lists.topic_partitions;
    }
};

bool is_empty_text(Names const& names, NameId id) {
    return id != kNoName && names.text(id).empty();
}

Refusal invalid(std::string message) { return {ErrorCode::invalid_request, std::move(message)}; }

Refusal check_assignor(ConsumerGroupHeartbeatRequest const& request, CoordinatorCall const& call) {
    if (request.server_assignor == kNoName) return {};
    std::string const& wanted = call.effects.names().text(request.server_assignor);
    std::string_view rest = call.config.consumer.assignors;
    while (!rest.empty()) {
        auto const comma = rest.find(',');
        if (rest.substr(0, comma) == wanted) return {};
        rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    }
    std::string known = call.config.consumer.assignors;
    for (std::size_t at = 0; (at = known.find(',', at)) != std::string::npos; at += 2) {
        known.insert(at + 1, 1, ' ');
    }
    return {ErrorCode::unsupported_assignor,
            "ServerAssignor " + wanted + " is not supported. Supported assignors: " + known + "."};
}

// What GroupCoordinatorService asks of every such request, in its order.
Refusal validate(RequestContext const& from, ConsumerGroupHeartbeatRequest const& request,
                 ConsumerGroupHeartbeatLists const& lists, CoordinatorCall const& call) {
    Names const& names = call.effects.names();
    if (is_empty_id(call, request.group_id)) return invalid("GroupId can't be empty.");
    if (is_empty_text(names, request.instance_id)) return invalid("InstanceId can't be empty.");
    if (is_empty_text(names, request.rack_id)) return invalid("RackId can't be empty.");
    bool const has_id = !is_empty_id(call, request.member_id);
    if (!has_id && (from.api_version >= kMemberMakesItsId || request.member_epoch != 0)) {
        return invalid("MemberId can't be empty.");
    }
    if (request.member_epoch == kJoinGroupMemberEpoch) {
        if (request.rebalance_timeout_ms == -1) {
            return invalid("RebalanceTimeoutMs must be provided in first request.");
        }
        if (!lists.topic_partitions || !lists.topic_partitions->empty()) {
            return invalid("TopicPartitions must be empty when (re-)joining.");
        }
        // Empty ones are accepted: a pattern that matches nothing yet is a list without names.
        if (!lists.subscribed_topic_names && !lists.subscribed_topic_regex) {
            return invalid(
                "Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when "
                "(re-)joining.");
        }
    } else if (request.member_epoch == kLeaveGroupStaticMemberEpoch) {
        if (request.instance_id == kNoName) return invalid("InstanceId can't be null.");
    } else if (request.member_epoch < kLeaveGroupStaticMemberEpoch) {
        return invalid("MemberEpoch is invalid.");
    }
    return check_assignor(request, call);
}

Refusal full(CoordinatorCall const& call) {
    return {ErrorCode::group_max_size_reached,
            "The consumer group has reached its maximum capacity of " +
                std::to_string(call.config.consumer.max_size) + " members."};
}

// The group, made or converted when the member joins. Refused: there is nothing to join.
Refusal find_or_create(GroupCoordinator& self, ConsumerGroupHeartbeatRequest const& request,
                       bool& is_new, CoordinatorCall& call) {
    NameId const id = request.group_id;
    std::string const& name = call.effects.names().text(id);
    bool const creates = request.member_epoch == kJoinGroupMemberEpoch;
    is_new = false;
    if (find_consumer_group(self, id) != nullptr) return {};
    ClassicGroup const* const classic = find_classic_group(self, id);
    if (!creates) {
        return {ErrorCode::group_id_not_found, classic == nullptr
                                                   ? "Consumer group " + name + " not found."
                                                   : "Group " + name + " is not a consumer group."};
    }
    if (classic != nullptr && !classic->members.empty()) {
        ErrorCode const error = validate_online_upgrade(*classic, call);
        if (error != ErrorCode::none) {
            return {error, "Group " + name + " is not a consumer group."};
        }
        auto const size = static_cast<std::int64_t>(classic->members.size());
        if (size >= call.config.consumer.max_size) return full(call);
        convert_to_consumer_group(self, id, call);
        return {};
    }
    if (classic != nullptr) call.records.emplace_back(GroupMetadataRecord{id, std::nullopt});
    ConsumerGroup group;
    group.group_id = id;
    group.group_epoch = 1;  // so that no group is ever at the epoch with which members join
    self.groups.insert_or_assign(id, Cow<Group>{std::move(group)});
    is_new = true;
    return {};
}

ConsumerGroupMember updated(Beat const& beat, ConsumerGroupMember member) {
    ConsumerGroupHeartbeatRequest const& request = beat.request;
    if (request.instance_id != kNoName) member.instance_id = request.instance_id;
    if (request.rack_id != kNoName) member.rack_id = request.rack_id;
    if (request.rebalance_timeout_ms != -1) {
        member.rebalance_timeout_ms = request.rebalance_timeout_ms;
    }
    if (request.server_assignor != kNoName) member.server_assignor = request.server_assignor;
    if (beat.lists.subscribed_topic_names) {
        member.subscribed_topic_names = *beat.lists.subscribed_topic_names;
        Names const& names = beat.in.call.effects.names();
        std::sort(member.subscribed_topic_names.begin(), member.subscribed_topic_names.end(),
                  [&](NameId a, NameId b) { return names.text(a) < names.text(b); });
    }
    if (beat.lists.subscribed_topic_regex) {
        member.subscribed_topic_regex = *beat.lists.subscribed_topic_regex;
    }
    member.client_id = request.client_id;
    member.client_host = beat.from.client_host;
    member.classic.reset();
    return member;
}

bool differs_in_partitions(OwnedPartitions const& a, OwnedPartitions const& b) {
    auto const same_numbers = [](auto const& x, auto const& y) {
        return x.first == y.first &&
               std::equal(x.second.begin(), x.second.end(), y.second.begin(), y.second.end(),
                          [](auto const& p, auto const& q) { return p.first == q.first; });
    };
    return !std::equal(a.begin(), a.end(), b.begin(), b.end(), same_numbers);
}

std::vector<TopicIdPartitions> lists_of(OwnedPartitions const& owned) {
    std::vector<TopicIdPartitions> lists;
    for (auto const& [topic, partitions] : owned) {
        TopicIdPartitions list;
        list.topic_id = topic;
        for (auto const& [number, epoch] : partitions) list.partitions.push_back(number);
        if (!list.partitions.empty()) lists.push_back(std::move(list));
    }
    return lists;
}

// Whether the member, or its subscription, is other than it was; then it is written down.
bool update_member(Beat const& beat, ConsumerGroupMember const& before, bool is_new_group) {
    ConsumerGroupCall const in = beat.in;
    ConsumerGroupMember const after = updated(beat, before);
    ConsumerGroupMember const* const known = find_member(in.group(), beat.member_id);
    bool const is_new = known == nullptr;
    bool const names_changed = after.subscribed_topic_names != before.subscribed_topic_names;
    std::string const& regex = after.subscribed_topic_regex;
    bool const regex_changed = regex != before.subscribed_topic_regex;
    auto const& resolved = in.group().resolved_regular_expressions;
    // A regular expression that is looked up only later bumps the epoch later.
    bool const regex_counts =
        regex_changed && (regex.empty() || resolved.find(regex) != resolved.end());
    if (is_new || !(after == before)) write(in, member_metadata_record(in.group_id, after));
    if (is_new) {
        in.call.effects.note(GroupMemberJoined{in.group_id, after.client_id, beat.member_id,
                                               after.instance_id, true});
    }
    bool const bump = is_new_group || names_changed || regex_counts;
    update_subscription_metadata(
        in, bump, after.client_id,
        is_new ? RebalanceReason::member_joined : RebalanceReason::subscription_changed);
    return names_changed || regex_changed;
}

void beat_regularly(Beat const& beat, bool is_new_group, ConsumerGroupMember const& before) {
    ConsumerGroupCall const in = beat.in;
    bool const has_changed = update_member(beat, before, is_new_group);
    maybe_update_target(in);
    maybe_reconcile(in, beat.member_id, has_changed, beat.owned());
    ConsumerGroupMember const& after = in.group().members.at(beat.member_id);
    schedule_member_session(in, after);
    ConsumerGroupHeartbeatResponse response;
    response.member_id = beat.member_id;
    response.member_epoch = after.member_epoch;
    response.heartbeat_interval_ms = times_of(in.call, in.group_id).heartbeat_interval_ms;
    if (beat.request.member_epoch == kJoinGroupMemberEpoch || beat.is_full() ||
        differs_in_partitions(before.assigned, after.assigned)) {
        response.assignment = make_payload(lists_of(after.assigned));
    }
    answer(in.call, parked(beat.from), response, true);
    resolve_regular_expressions(in);
}

void refuse_beat(RequestContext const& from, ConsumerGroupHeartbeatRequest const& request,
                 Refusal const& refusal, CoordinatorCall& call) {
    ConsumerGroupHeartbeatResponse response;
    response.error = refusal.error;
    response.error_message = make_payload(refusal.message);
    answer(call, parked(from), response, true);
    note_refusal(call, request.group_id, from.from, GroupRequestKind::consumer_group_heartbeat,
                 refusal.error);
}

Refusal leave(ConsumerGroupCall in, RequestContext const& from,
              ConsumerGroupHeartbeatRequest const& request) {
    Subscriber who{request.member_id, request.instance_id, 0, nullptr, false, true};
    auto const found = get_or_subscribe(in, who);
    if (auto const* const refusal = std::get_if<Refusal>(&found)) return *refusal;
    auto const& member = std::get<ConsumerGroupMember>(found);
    ConsumerGroupHeartbeatResponse response;
    response.member_id = request.member_id;
    response.member_epoch = request.member_epoch;
    if (request.instance_id != kNoName && request.member_epoch == kLeaveGroupStaticMemberEpoch) {
        // It will be back: its partitions wait for it until its session ends.
        ConsumerGroupMember leaving = member;
        leaving.member_epoch = kLeaveGroupStaticMemberEpoch;
        leaving.pending_revocation.clear();
        write(in, current_assignment_record(in.group_id, leaving));
        in.call.effects.note(GroupMemberLeft{in.group_id, member.client_id, member.member_id,
                                             member.instance_id,
                                             GroupLeaveReason::left_for_a_while});
    } else {
        fence_members(in, {{member.member_id, GroupLeaveReason::left}});
    }
    answer(in.call, parked(from), response, true);
    return {};
}

Refusal beat_or_join(GroupCoordinator& self, RequestContext const& from,
                     ConsumerGroupHeartbeatRequest const& request,
                     ConsumerGroupHeartbeatLists const& lists, CoordinatorCall& call) {
    if (lists.subscribed_topic_regex && !lists.subscribed_topic_regex->empty()) {
        ErrorCode const error = check_regular_expression(*lists.subscribed_topic_regex);
        if (error != ErrorCode::none) {
            return {error, "SubscribedTopicRegex `" + *lists.subscribed_topic_regex +
                               "` is not a valid regular expression."};
        }
    }
    bool is_new_group = false;
    Refusal refusal = find_or_create(self, request, is_new_group, call);
    if (refusal.error != ErrorCode::none) return refusal;
    ConsumerGroupCall const in{self, request.group_id, call};
    auto const size = static_cast<std::int64_t>(in.group().members.size());
    if (size >= call.config.consumer.max_size &&
        find_member(in.group(), request.member_id) == nullptr) {
        return full(call);
    }
    NameId const member_id =
        is_empty_id(call, request.member_id) ? new_plain_member_id(self, call) : request.member_id;
    Beat const beat{in, from, request, lists, member_id};
    auto const found = get_or_subscribe(
        in, {member_id, request.instance_id, request.member_epoch, beat.owned(),
             request.member_epoch == kJoinGroupMemberEpoch, false, request.client_id});
    if (auto const* const refused = std::get_if<Refusal>(&found)) return *refused;
    beat_regularly(beat, is_new_group, std::get<ConsumerGroupMember>(found));
    return {};
}
}  // namespace

void handle(GroupCoordinator& self, RequestContext const& from,
            ConsumerGroupHeartbeatRequest const& request, CoordinatorCall& call) {
    static ConsumerGroupHeartbeatLists const nothing;
    ConsumerGroupHeartbeatLists const& lists = request.changes ? *request.changes : nothing;
    Refusal refusal = validate(from, request, lists, call);
    if (refusal.error == ErrorCode::none) {
        bool const leaves = request.member_epoch < 0;
        if (!leaves) {
            refusal = beat_or_join(self, from, request, lists, call);
        } else if (find_consumer_group(self, request.group_id) == nullptr) {
            refusal = {ErrorCode::group_id_not_found,
                       "Group " + call.effects.names().text(request.group_id) + " not found."};
        } else {
            refusal = leave({self, request.group_id, call}, from, request);
        }
    }
    if (refusal.error != ErrorCode::none) refuse_beat(from, request, refusal, call);
}

}  // namespace highwater

// What a coordinator answers while it reads its groups, or after it has moved, is no end of a call:
// the call goes on where its coordinator is found (Kafka: AdminApiDriver, CoordinatorStrategy).
#include "client/tools/group_retry.h"

namespace highwater {

namespace {
ErrorCode coordinator_error(Message const& answer) {
    if (auto const* consumer = std::get_if<ConsumerGroupDescribeResponse>(&answer)) {
        return consumer->groups->front().error;
    }
    if (auto const* classic = std::get_if<DescribeGroupsResponse>(&answer)) {
        return classic->groups->front().error;
    }
    if (auto const* fetched = std::get_if<OffsetFetchResponse>(&answer)) {
        return fetched->groups->front().error;
    }
    if (auto const* deleted = std::get_if<DeleteGroupsResponse>(&answer)) {
        return deleted->results->front().error;
    }
    if (auto const* deleted = std::get_if<OffsetDeleteResponse>(&answer)) return deleted->error;
    if (auto const* committed = std::get_if<OffsetCommitResponse>(&answer)) {
        return committed->partitions->empty() ? ErrorCode::none
                                              : committed->partitions->front().error;
    }
    return ErrorCode::none;
}

NameId group_of(Message const& request) {
    if (auto const* consumer = std::get_if<ConsumerGroupDescribeRequest>(&request)) {
        return consumer->group_ids->front();
    }
    if (auto const* classic = std::get_if<DescribeGroupsRequest>(&request)) {
        return classic->groups->front();
    }
    if (auto const* fetch = std::get_if<OffsetFetchRequest>(&request)) {
        return fetch->groups->front().group_id;
    }
    if (auto const* deletion = std::get_if<DeleteGroupsRequest>(&request)) {
        return deletion->groups_names->front();
    }
    if (auto const* deletion = std::get_if<OffsetDeleteRequest>(&request)) {
        return deletion->group_id;
    }
    auto const* const commit = std::get_if<OffsetCommitRequest>(&request);
    return commit == nullptr ? kNoName : commit->group_id;
}
}  // namespace

void look_up_coordinator_again(AdminCall& call) {
    NameId const group = group_of(call.request);
    if (group == kNoName) return;
    FindCoordinatorRequest look_up;
    look_up.coordinator_keys = make_payload(std::vector<NameId>{group});
    std::string const handler = call.name.substr(0, call.name.find("(api="));
    call.looked_up_for = make_payload(LookedUpFor{call.name, std::move(call.request)});
    call.name = handler + "(api=FIND_COORDINATOR)";
    call.request = std::move(look_up);
    call.to = kNoNode;
}

bool asks_coordinator_again(Tool& self, AdminCall const& call, Message const& answer,
                            Effects& out) {
    ErrorCode const error = coordinator_error(answer);
    bool const has_moved =
        error == ErrorCode::not_coordinator || error == ErrorCode::coordinator_not_available;
    // A commit from outside finds members that are just joining.
    bool const is_joined_now = error == ErrorCode::rebalance_in_progress &&
                               std::holds_alternative<OffsetCommitResponse>(answer);
    if (!has_moved && !is_joined_now && error != ErrorCode::coordinator_load_in_progress) {
        return false;
    }
    AdminCall again = call;
    if (has_moved) look_up_coordinator_again(again);
    ask_again(self, std::move(again), out);
    return true;
}

void ask_what_it_was_for(Tool& self, AdminCall call, NodeId coordinator) {
    Payload<LookedUpFor> const was = std::move(call.looked_up_for);
    call.looked_up_for = nullptr;
    call.name = was->name;
    ask_instead(self, std::move(call), was->request, coordinator);
}

}  // namespace highwater

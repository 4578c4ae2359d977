// Heartbeat: a member is alive, and learns whether it has to join again.
#include "group/classic_rebalance.h"
#include "group/consumer_flow.h"

namespace highwater {

namespace {
using State = ClassicGroupState;

ErrorCode beat(ClassicCall in, HeartbeatRequest const& request) {
    if (in.group.state == State::dead) return ErrorCode::coordinator_not_available;
    ErrorCode const error = validate_member(in.group, request.member_id, request.group_instance_id);
    if (error != ErrorCode::none) return error;
    if (request.generation_id != in.group.generation_id) return ErrorCode::illegal_generation;
    schedule_session(in, in.group.members.at(request.member_id));
    return in.group.state == State::preparing_rebalance ? ErrorCode::rebalance_in_progress
                                                        : ErrorCode::none;
}
}  // namespace

void handle(GroupCoordinator& self, RequestContext const& from, HeartbeatRequest const& request,
            CoordinatorCall& call) {
    ErrorCode error = ErrorCode::unknown_member_id;
    if (is_empty_id(call, request.group_id)) {
        error = ErrorCode::invalid_group_id;
    } else if (find_consumer_group(self, request.group_id) != nullptr) {
        error = heartbeat_consumer_group(self, request, call);
    } else if (auto const found = self.groups.find(request.group_id); found != self.groups.end()) {
        error = beat({self, std::get<ClassicGroup>(found->second.edit()), call}, request);
    }
    answer(call, parked(from), HeartbeatResponse{error}, true);
    if (error != ErrorCode::rebalance_in_progress) {
        note_refusal(call, request.group_id, from.from, GroupRequestKind::heartbeat, error);
    }
}

}  // namespace highwater

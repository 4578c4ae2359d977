// Which messages go to the coordinators of groups, and who waits for their answers.
#pragma once

#include <type_traits>

#include "protocol/message.h"

namespace highwater {

template <class T, class... Each>
inline constexpr bool is_any_of = (std::is_same_v<T, Each> || ...);

template <class T>
concept GroupRequest =
    is_any_of<T, JoinGroupRequest, SyncGroupRequest, HeartbeatRequest, LeaveGroupRequest,
              ConsumerGroupHeartbeatRequest, OffsetCommitRequest, OffsetFetchRequest,
              OffsetDeleteRequest, DescribeGroupsRequest, ListGroupsRequest, DeleteGroupsRequest,
              ConsumerGroupDescribeRequest>;

// Answers that only members get.
template <class T>
concept MemberResponseMessage =
    is_any_of<T, JoinGroupResponse, SyncGroupResponse, HeartbeatResponse, LeaveGroupResponse,
              ConsumerGroupHeartbeatResponse>;

// Answers that only tools get.
template <class T>
concept GroupAdminResponse =
    is_any_of<T, OffsetDeleteResponse, DescribeGroupsResponse, ListGroupsResponse,
              DeleteGroupsResponse, ConsumerGroupDescribeResponse>;

}  // namespace highwater

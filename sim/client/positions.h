// Where a consumer reads next: finding a position, checking it after a leader change (KIP-320), and
// what happens when it is not in the log (auto.offset.reset).
#pragma once

#include "client/consumer.h"

namespace highwater {

// The partition needs a position from ListOffsets.
void reset_position(AssignedPartition& partition, std::int64_t to, PositionReason why);
// The position cannot be used: the policy decides, and `none` fails with this error.
void apply_reset_policy(Consumer& self, AssignedPartition& partition, PositionReason why,
                        ErrorCode error);
// Not again before the back-off; asks for metadata if the error says that it is stale.
void back_off(Consumer& self, AssignedPartition& partition, ErrorCode error, Effects& out);

// Asks the leaders of partitions that wait for a position or a validation. What a belief about a
// leader has become since the position was validated is noticed here.
void ask_about_positions(Consumer& self, Effects& out);

void handle_listed_offsets(Consumer& self, NodeId from, ListOffsetsResponse const& response,
                           Effects& out);
void handle_epoch_end_offsets(Consumer& self, NodeId from,
                              OffsetForLeaderEpochResponse const& response, Effects& out);
// Its questions to this peer were lost.
void position_requests_failed(Consumer& self, NodeId peer, Effects& out);

AssignedPartition* find_assigned(Consumer& self, TopicPartition partition);

}  // namespace highwater

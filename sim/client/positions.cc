#include "client/positions.h"

#include <algorithm>

namespace highwater {

namespace {
IsolationLevel isolation(Consumer const& self) {
    return self.spec->config.isolation_read_committed ? IsolationLevel::read_committed
                                                      : IsolationLevel::read_uncommitted;
}

void set_position(AssignedPartition& partition, Offset to, LeaderEpoch epoch, PositionReason why,
                  Effects& out) {
    partition.state = PositionState::fetching;
    partition.position = to;
    partition.position_epoch = epoch;
    out.note(PositionSet{partition.partition, to, why});
}

// A newer leader may not have what this consumer has read: its log may have been cut (KIP-320).
void notice_new_leader(AssignedPartition& partition, PartitionBelief const& belief) {
    if (belief.epoch == partition.validated_epoch) return;
    bool const can_check = partition.position_epoch != kNoEpoch && belief.epoch != kNoEpoch;
    if (partition.state == PositionState::fetching && can_check) {
        partition.state = PositionState::validating;
        return;
    }
    partition.validated_epoch = belief.epoch;
}

bool needs_end(Consumer const& self, AssignedPartition const& partition) {
    return self.spec->stops_at_end && partition.stop_at == kNoOffset &&
           partition.state != PositionState::failed;
}

struct Questions {
    NodeId node{kNoNode};
    std::vector<ListOffsetsPartition> offsets;
    std::vector<OffsetForLeaderEpochPartition> epochs;
};

Questions& questions_to(std::vector<Questions>& all, NodeId node) {
    for (Questions& questions : all) {
        if (questions.node == node) return questions;
    }
    all.push_back({node, {}, {}});
    return all.back();
}

void send_questions(Consumer& self, Questions& questions, Effects& out) {
    if (!questions.offsets.empty()) {
        ListOffsetsRequest request;
        request.isolation = isolation(self);
        request.partitions = make_payload(std::move(questions.offsets));
        send_request(self.connections, questions.node, std::move(request), 0, out);
    }
    if (!questions.epochs.empty()) {
        OffsetForLeaderEpochRequest request;
        request.partitions = make_payload(std::move(questions.epochs));
        send_request(self.connections, questions.node, std::move(request), 0, out);
    }
}
}  // namespace

AssignedPartition* find_assigned(Consumer& self, TopicPartition partition) {
    auto const at = std::lower_bound(
        self.partitions.begin(), self.partitions.end(), partition,
        [](AssignedPartition const& a, TopicPartition p) { return a.partition < p; });
    return at != self.partitions.end() && at->partition == partition ? &*at : nullptr;
}

void reset_position(AssignedPartition& partition, std::int64_t to, PositionReason why) {
    partition.state = PositionState::resetting;
    partition.reset_to = to;
    partition.reset_why = why;
    partition.position = kNoOffset;
    partition.position_epoch = kNoEpoch;
}

void apply_reset_policy(Consumer& self, AssignedPartition& partition, PositionReason why,
                        ErrorCode error) {
    switch (self.spec->config.auto_offset_reset.to) {
    case OffsetReset::earliest: return reset_position(partition, kEarliestTimestamp, why);
    case OffsetReset::latest: return reset_position(partition, kLatestTimestamp, why);
    case OffsetReset::by_duration: return reset_position(partition, kByDuration, why);
    case OffsetReset::none: break;
    }
    partition.state = PositionState::failed;
    partition.reset_why = why;
    partition.error = error;
}

void back_off(Consumer& self, AssignedPartition& partition, ErrorCode error, Effects& out) {
    partition.retry_at = out.now() + milliseconds(self.spec->config.retry_backoff_ms);
    // A position of a newer epoch than this broker knows: it will catch up, nothing is stale here.
    if (error == ErrorCode::unknown_leader_epoch) return;
    request_update(self.metadata, RefreshReason::error, error);
}

void ask_about_positions(Consumer& self, Effects& out) {
    std::vector<Questions> all;
    for (AssignedPartition& partition : self.partitions) {
        PartitionBelief const* belief = find_partition(self.metadata, partition.partition);
        if (belief != nullptr) notice_new_leader(partition, *belief);
        bool const wants_offset =
            partition.state == PositionState::resetting || needs_end(self, partition);
        if (!wants_offset && partition.state != PositionState::validating) continue;
        if (partition.asked != kNoNode || out.now() < partition.retry_at) continue;
        NodeId const leader =
            belief != nullptr ? address_of(self.metadata, belief->leader) : kNoNode;
        if (leader == kNoNode) {
            request_update(self.metadata, RefreshReason::unknown_leader,
                           ErrorCode::leader_not_available);
            continue;
        }
        if (!can_send(self.connections, leader, out.now())) continue;
        partition.asked = leader;
        Questions& questions = questions_to(all, leader);
        if (wants_offset) {
            // The end comes first, so that what is appended while reading is not read for ever.
            std::int64_t what = needs_end(self, partition) ? kLatestTimestamp : partition.reset_to;
            if (what == kByDuration) {
                what = timestamp_ms(out.wall_clock()) -
                       self.spec->config.auto_offset_reset.duration_ms;
            }
            questions.offsets.push_back({partition.partition, belief->epoch, what});
        } else {
            questions.epochs.push_back(
                {partition.partition, belief->epoch, partition.position_epoch});
        }
    }
    for (Questions& questions : all) send_questions(self, questions, out);
}

void handle_listed_offsets(Consumer& self, NodeId from, ListOffsetsResponse const& response,
                           Effects& out) {
    for (ListedOffset const& listed : *response.partitions) {
        AssignedPartition* partition = find_assigned(self, listed.partition);
        if (partition == nullptr || partition->asked != from) continue;
        partition->asked = kNoNode;
        if (listed.error != ErrorCode::none) {
            back_off(self, *partition, listed.error, out);
            continue;
        }
        if (needs_end(self, *partition)) {
            partition->stop_at = listed.offset;
            continue;
        }
        if (partition->state != PositionState::resetting) continue;  // a seek came in between
        if (listed.offset == kNoOffset) {
            // No record is that young. Neither done nor failed, so that Kafka asks again only when
            // the request could have timed out (OffsetFetcher.resetPositionsAsync).
            partition->retry_at = out.now() + milliseconds(self.spec->config.request_timeout_ms);
            continue;
        }
        partition->retry_at = kLongAgo;
        set_position(*partition, listed.offset, kNoEpoch, partition->reset_why, out);
    }
}

void handle_epoch_end_offsets(Consumer& self, NodeId from,
                              OffsetForLeaderEpochResponse const& response, Effects& out) {
    for (EpochEndOffset const& end : *response.partitions) {
        AssignedPartition* partition = find_assigned(self, end.partition);
        if (partition == nullptr || partition->asked != from) continue;
        partition->asked = kNoNode;
        if (partition->state != PositionState::validating) continue;
        if (end.error != ErrorCode::none) {
            back_off(self, *partition, end.error, out);
            continue;
        }
        PartitionBelief const* belief = find_partition(self.metadata, partition->partition);
        if (belief != nullptr) partition->validated_epoch = belief->epoch;
        partition->state = PositionState::fetching;
        if (end.end_offset == kNoOffset || end.leader_epoch == kNoEpoch) {
            // The leader knows nothing of that epoch: no offset is known to be common.
            apply_reset_policy(self, *partition, PositionReason::truncation,
                               ErrorCode::offset_out_of_range);
        } else if (end.end_offset < partition->position) {
            if (self.spec->config.auto_offset_reset.to == OffsetReset::none) {
                apply_reset_policy(self, *partition, PositionReason::truncation,
                                   ErrorCode::offset_out_of_range);
            } else {
                set_position(*partition, end.end_offset, end.leader_epoch,
                             PositionReason::truncation, out);
            }
        }
    }
}

void position_requests_failed(Consumer& self, NodeId peer, Effects& out) {
    for (AssignedPartition& partition : self.partitions) {
        if (partition.asked != peer) continue;
        partition.asked = kNoNode;
        partition.retry_at = out.now() + milliseconds(self.spec->config.retry_backoff_ms);
    }
}

}  // namespace highwater

// OffsetForLeaderEpoch (23): where an epoch ended. A consumer asks after a leader change whether
// its position still exists (KIP-320); followers did so before fetches carried the answer.
#include "broker/replicas.h"

namespace highwater {

namespace {
ErrorCode refusal(Partition const* partition, OffsetForLeaderEpochPartition const& asked) {
    if (partition == nullptr) return ErrorCode::unknown_topic_or_partition;
    if (asked.current_leader_epoch != kNoEpoch) {
        if (asked.current_leader_epoch < partition->leader_epoch) {
            return ErrorCode::fenced_leader_epoch;
        }
        if (asked.current_leader_epoch > partition->leader_epoch) {
            return ErrorCode::unknown_leader_epoch;
        }
    }
    return partition->is_leader() ? ErrorCode::none : ErrorCode::not_leader_or_follower;
}
}  // namespace

void handle(Broker& self, Envelope const& from, OffsetForLeaderEpochRequest const& request,
            Effects& out) {
    std::vector<EpochEndOffset> answers;
    if (request.partitions) {
        for (OffsetForLeaderEpochPartition const& asked : *request.partitions) {
            Partition const* partition = find_partition(self, asked.partition);
            EpochEndOffset answer{asked.partition, refusal(partition, asked), kNoEpoch, kNoOffset};
            if (answer.error == ErrorCode::none) {
                EpochEnd const end = partition->log.epochs().end_offset_for(
                    asked.leader_epoch, partition->log_end_offset());
                answer.leader_epoch = end.epoch;
                answer.end_offset = end.end_offset;
            }
            answers.push_back(answer);
        }
    }
    out.reply(from, OffsetForLeaderEpochResponse{make_payload(std::move(answers))});
}

}  // namespace highwater

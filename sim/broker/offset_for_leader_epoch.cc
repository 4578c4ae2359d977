// OffsetForLeaderEpoch (23): where an epoch ended. A consumer asks after a leader change whether
// its position still exists (KIP-320); followers did so before fetches carried the answer.
#include "broker/replicas.h"

namespace highwater {

void handle(Broker& self, Envelope const& from, OffsetForLeaderEpochRequest const& request,
            Effects& out) {
    std::vector<EpochEndOffset> answers;
    if (request.partitions) {
        for (OffsetForLeaderEpochPartition const& asked : *request.partitions) {
            EpochEndOffset answer{asked.partition,
                                  check_leader(self, asked.partition, asked.current_leader_epoch),
                                  kNoEpoch, kNoOffset};
            if (answer.error == ErrorCode::none) {
                Partition const* partition = find_partition(self, asked.partition);
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

// ListOffsets (2): the offsets at the ends of a log, or of the first record at a time. What a
// consumer may not read yet does not exist for it (KIP-207).
#include "broker/replicas.h"
#include "storage/read_bounds.h"

namespace highwater {

namespace {
ListedOffset not_available(TopicPartition partition) {
    return {partition, ErrorCode::offset_not_available, -1, kNoOffset, kNoEpoch};
}

ListedOffset find(Partition const& partition, ListOffsetsPartition const& wanted, bool is_client) {
    Log const& log = partition.log;
    bool const is_start =
        wanted.timestamp_ms == kEarliestTimestamp || wanted.timestamp_ms == kEarliestLocalTimestamp;
    ListedOffset found;
    found.partition = wanted.partition;
    // A new leader's high watermark may still lag behind the true one: then only what it surely has
    // is answered (ReplicaManager.fetchOffset).
    LogEnds const ends{log.start_offset(), partition.high_watermark, partition.high_watermark,
                       log.end_offset()};
    Reader const reader = is_client ? Reader::read_uncommitted : Reader::follower;
    bool const is_stale = may_be_stale(ends, reader, partition.leader_epoch_start);
    Offset const latest = readable_end(ends, reader);
    if (wanted.timestamp_ms == kLatestTimestamp) {
        if (is_stale) return not_available(wanted.partition);
        found.offset = latest;
        found.leader_epoch = partition.leader_epoch;
    } else if (is_start) {
        found.offset = log.start_offset();
        found.leader_epoch = log.epochs().epoch_of(log.start_offset()).value_or(kNoEpoch);
    } else if (wanted.timestamp_ms != kLatestTieredTimestamp &&
               wanted.timestamp_ms != kEarliestPendingUploadTimestamp) {
        TimestampAndOffset const record = wanted.timestamp_ms == kMaxTimestamp
                                              ? log.find_max_timestamp()
                                              : log.find_by_timestamp(wanted.timestamp_ms, latest);
        if (record.offset != kNoOffset && record.offset < latest) {
            found.timestamp_ms = record.timestamp_ms;
            found.offset = record.offset;
            found.leader_epoch = record.leader_epoch;
        } else if (is_stale) {
            return not_available(wanted.partition);
        }
    }
    return found;
}
}  // namespace

void handle(Broker& self, Envelope const& from, ListOffsetsRequest const& request, Effects& out) {
    std::vector<ListedOffset> listed;
    if (request.partitions) {
        for (ListOffsetsPartition const& wanted : *request.partitions) {
            ErrorCode const error =
                check_leader(self, wanted.partition, wanted.current_leader_epoch);
            if (error != ErrorCode::none) {
                listed.push_back({wanted.partition, error, -1, kNoOffset, kNoEpoch});
            } else {
                listed.push_back(find(*find_partition(self, wanted.partition), wanted,
                                      request.replica_id == kNoBroker));
            }
        }
    }
    out.reply(from, ListOffsetsResponse{make_payload(std::move(listed))});
}

}  // namespace highwater

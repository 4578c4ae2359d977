// Kafka's coordinators keep a timeline: their read operations answer from what is committed, their
// write operations from what is written (CoordinatorRuntime). Here a coordinator has one state,
// that of its last write; what a reader may be told is read from the log anew, and only while
// something is uncommitted.
#include "broker/group_call.h"

namespace highwater {

void replay_until(GroupCoordinator& coordinator, Log const& log, Offset end, Names& names) {
    BatchList const& batches = log.batches();
    for (std::int64_t i = 0; i < batches.size(); ++i) {
        RecordBatch const& batch = *batches[i];
        if (batch.base_offset >= end) return;
        if (batch.is_control() || !batch.records) continue;
        for (RecordContent const& content : batch.records->contents) {
            if (auto const record = decode(content, names)) {
                replay(coordinator, *record,
                       batch.is_transactional ? batch.producer_id : kNoProducerId);
            }
        }
    }
}

Cow<GroupCoordinator> committed_view(Broker const& self, GroupShard const& shard, Effects& out) {
    Partition const* const log = offsets_partition(self, shard.partition, out.names());
    if (log == nullptr || uncommitted_end(self, shard, out).empty()) return shard.coordinator;
    GroupCoordinator view;
    view.partition = shard.partition;
    replay_until(view, log->log, log->high_watermark, out.mutable_names());
    // That there is a group has its timeline; what a classic group holds is as it is now.
    for (auto& [id, group] : view.groups) {
        auto const now = shard.coordinator->groups.find(id);
        if (now == shard.coordinator->groups.end()) continue;
        bool const is_classic = std::holds_alternative<ClassicGroup>(*group);
        if (is_classic && std::holds_alternative<ClassicGroup>(*now->second)) group = now->second;
    }
    return Cow<GroupCoordinator>{std::move(view)};
}

}  // namespace highwater

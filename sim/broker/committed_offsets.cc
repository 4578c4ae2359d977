// Kafka's coordinators keep a timeline: their read operations answer from what is committed, their
// write operations from what is written (CoordinatorRuntime). Here a coordinator has one state,
// that of its last write; what of a group's offsets may still be lost is taken back from the log,
// which is asked for only while something is uncommitted.
#include <algorithm>
#include <map>

#include "broker/group_call.h"

namespace highwater {

namespace {
using Commits = std::map<TopicPartition, std::optional<OffsetCommitValue>>;

// The newest record of each partition's offset in a batch; those already known stay.
void collect(RecordBatch const& batch, NameId group, Commits& commits, Names& names) {
    if (batch.is_control() || batch.is_transactional || !batch.records) return;
    auto const& contents = batch.records->contents;
    for (auto content = contents.rbegin(); content != contents.rend(); ++content) {
        auto const record = decode(*content, names);
        auto const* const commit = record ? std::get_if<OffsetCommitRecord>(&*record) : nullptr;
        if (commit == nullptr || commit->group != group) continue;
        commits.emplace(commit->partition, commit->value);
    }
}

void put(OffsetFetchResponsePartition& answer, OffsetCommitValue const& value) {
    answer.committed_offset = value.offset;
    answer.committed_leader_epoch = value.leader_epoch;
    answer.metadata = value.metadata;
}
}  // namespace

void take_back_uncommitted(Broker const& self, GroupShard const& shard,
                           OffsetFetchRequestGroup const& request, OffsetFetchResponseGroup& answer,
                           Effects& out) {
    if (answer.error != ErrorCode::none || uncommitted_end(self, shard, out).empty()) return;
    Partition const* const log = offsets_partition(self, shard.partition, out.names());
    if (log == nullptr) return;
    BatchList const& batches = log->log.batches();
    Commits uncommitted;
    std::int64_t at = batches.size();
    for (; at > 0 && batches[at - 1]->base_offset >= log->high_watermark; --at) {
        collect(*batches[at - 1], request.group_id, uncommitted, out.mutable_names());
    }
    Commits committed;
    std::size_t found = 0;
    for (; at > 0 && found < uncommitted.size(); --at) {
        collect(*batches[at - 1], request.group_id, committed, out.mutable_names());
        found = static_cast<std::size_t>(std::count_if(
            uncommitted.begin(), uncommitted.end(),
            [&](auto const& each) { return committed.find(each.first) != committed.end(); }));
    }
    bool const asks_for_all = !request.partitions;
    for (auto const& [partition, lost] : uncommitted) {
        auto const before = committed.find(partition);
        bool const had_offset = before != committed.end() && before->second.has_value();
        auto& list = answer.partitions;
        auto place = std::find_if(list.begin(), list.end(), [&, wanted = partition](auto const& p) {
            return p.partition == wanted;
        });
        if (place == list.end()) {
            // Its deletion is what may be lost.
            if (!asks_for_all || !had_offset) continue;
            place =
                std::lower_bound(list.begin(), list.end(), partition,
                                 [](auto const& p, TopicPartition to) { return p.partition < to; });
            place = list.insert(place, OffsetFetchResponsePartition{});
            place->partition = partition;
        }
        if (had_offset) {
            put(*place, *before->second);
        } else if (asks_for_all) {
            list.erase(place);
        } else {
            OffsetFetchResponsePartition nothing;
            nothing.partition = partition;
            *place = nothing;
        }
    }
}

}  // namespace highwater

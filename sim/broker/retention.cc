// Every log.retention.check.interval.ms a broker deletes the segments that its logs need not keep
// any more (Kafka: LogManager.cleanupLogs). Each replica does so by its own clock. Those of
// compacted topics are the cleaner's.
#include "storage/retention.h"
#include "broker/replicas.h"

namespace highwater {

namespace {
void apply_passes(Broker& self, std::int32_t slot, std::vector<RetentionPass> const& passes,
                  RetainedLog const& left, Effects& out) {
    Partition& partition = self.partitions.edit(slot);
    Offset const start = partition.log.start_offset();
    for (std::size_t i = 0; i < passes.size(); ++i) {
        RetentionPass const& pass = passes[i];
        Offset const to = i + 1 < passes.size() ? passes[i + 1].deleted.front()
                                                : left.segments.front().base_offset;
        out.note(SegmentsDeleted{partition.id, static_cast<std::int32_t>(pass.deleted.size()),
                                 pass.deleted.front(), to, pass.why, pass.rolls});
    }
    partition.log.delete_segments_below(left.segments.front().base_offset);
    if (partition.log.start_offset() == start) return;
    out.note(RecordsDeleted{partition.id, start, partition.log.start_offset(), kNoBroker});
    if (!partition.is_leader()) return;
    // Followers are told with the answer they wait for anyway.
    for (Watcher const& watcher : partition.watchers) make_ready(self, partition, watcher);
}
}  // namespace

void delete_old_segments(Broker& self, std::int32_t slot, Effects& out) {
    Partition const& partition = self.partitions[slot];
    TopicConfig const& config = *partition.config;
    RetainedLog log{partition.log.segments(), partition.log.start_offset(),
                    partition.log_end_offset(), partition.high_watermark};
    RetentionRules const rules{config.deletes, config.retention_bytes, config.retention_ms};
    std::vector<RetentionPass> const passes =
        delete_old_segments(log, rules, timestamp_ms(out.now()));
    if (!passes.empty()) apply_passes(self, slot, passes, log, out);
}

void on_retention_timer(Broker& self, Effects& out) {
    for (PartitionTable::Entry const& entry : self.partitions.entries()) {
        if (!self.partitions[entry.slot].config->compact) {
            delete_old_segments(self, entry.slot, out);
        }
    }
    out.arm({TimerKind::log_retention, 0}, milliseconds(self.config->retention.check_interval_ms));
}

}  // namespace highwater

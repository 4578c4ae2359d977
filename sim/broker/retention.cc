// Every log.retention.check.interval.ms a broker deletes the segments that its logs need not keep
// any more (Kafka: LogManager.cleanupLogs). Each replica does so by its own clock.
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

void on_retention_timer(Broker& self, Effects& out) {
    std::int64_t const now_ms = timestamp_ms(out.now());
    for (PartitionTable::Entry const& entry : self.partitions.entries()) {
        Partition const& partition = self.partitions[entry.slot];
        TopicConfig const& config = *partition.config;
        RetainedLog log{partition.log.segments(), partition.log.start_offset(),
                        partition.log_end_offset(), partition.high_watermark};
        RetentionRules const rules{config.deletes, config.retention_bytes, config.retention_ms};
        std::vector<RetentionPass> const passes = delete_old_segments(log, rules, now_ms);
        if (!passes.empty()) apply_passes(self, entry.slot, passes, log, out);
    }
    out.arm({TimerKind::log_retention, 0}, milliseconds(self.config->retention.check_interval_ms));
}

}  // namespace highwater

// The log cleaner of a broker (Kafka: LogCleaner.CleanerThread). Every log.cleaner.backoff.ms it
// compacts one log after the other, the filthiest first, until none is dirty enough, and then
// deletes old segments of compacted logs. Each replica is cleaned by its own broker, so two of them
// may hold different records of the same offsets for a while.
#include "storage/cleaner.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "broker/replicas.h"

namespace highwater {

namespace {
// Looking again is of use: there is a closed segment that was never cleaned, or something that may
// be deleted. Of an idle log nothing would change.
bool may_have_work(Partition const& partition) {
    if (!partition.config->compact) return false;
    Log const& log = partition.log;
    if (partition.config->deletes && log.size_in_bytes() > 0) return true;
    std::vector<Segment> const& segments = log.segments();
    if (segments.size() < 2) return false;
    return log.cleaner_checkpoint() < segments.back().base_offset ||
           segments[1].base_offset <= log.start_offset();
}

// It may be changed while the broker runs (KIP-226).
Duration backoff_of(Broker const& self) {
    constexpr std::string_view kName = "log.cleaner.backoff.ms";
    std::string const* text =
        find_config(*self.image, ConfigResourceType::broker, std::to_string(self.id.value), kName);
    if (text == nullptr) text = find_config(*self.image, ConfigResourceType::broker, "", kName);
    auto const value = text == nullptr ? std::nullopt : parse_long(trimmed(*text));
    // Without a pause the simulated time would stand still.
    return milliseconds(
        std::max<std::int64_t>(1, value.value_or(self.config->retention.cleaner.backoff_ms)));
}

// Kafka's thread wakes up whether there is work or not; a round without any is not played.
void arm_next_round(Broker& self, Effects& out) {
    Duration const backoff = backoff_of(self);
    Duration const since = out.now() - self.alarms.started;
    self.alarms.cleaner = self.alarms.started + backoff * (since.us / backoff.us + 1);
    out.arm_at({TimerKind::log_cleaner, 0}, self.alarms.cleaner);
}

struct Filthiest {
    std::int32_t slot{-1};
    LogToClean log;
};

std::optional<Filthiest> grab_filthiest_log(Broker& self, std::int64_t now_ms) {
    std::optional<Filthiest> found;
    for (PartitionTable::Entry const& entry : self.partitions.entries()) {
        Partition const& partition = self.partitions[entry.slot];
        if (!partition.config->compact || partition.log.segments().size() < 2) continue;
        // No transaction is ever open here, so all that is committed is stable.
        LogToClean const log = log_to_clean(partition.log, partition.high_watermark,
                                            partition.config->compaction, now_ms);
        if (log.offsets.is_checkpoint_invalid) {
            self.partitions.edit(entry.slot).log.set_cleaner_checkpoint(log.offsets.first_dirty);
        }
        if (!log.is_worth_it) continue;
        // Of equally filthy ones the first, by topic and partition.
        if (found && found->log.bytes.dirty_ppm() >= log.bytes.dirty_ppm()) continue;
        found = Filthiest{entry.slot, log};
    }
    return found;
}

void clean_log(Broker& self, Filthiest const& filthiest, std::int64_t now_ms, Effects& out) {
    Partition& partition = self.partitions.edit(filthiest.slot);
    LogToClean const& log = filthiest.log;
    CleanerStats const stats =
        clean(partition.log,
              {log.offsets.first_dirty, log.bytes.first_uncleanable, now_ms,
               partition.config->compaction.delete_retention_ms, partition.config->segment_bytes},
              partition.producers, {});
    constexpr std::int64_t kPpmPerPercent = 10'000;
    out.note(LogCleaned{partition.id, log.offsets.first_dirty, stats.first_dirty, stats.kept,
                        stats.superseded, stats.tombstones_kept, stats.tombstones_removed,
                        static_cast<std::int32_t>(log.bytes.dirty_ppm() / kPpmPerPercent),
                        log.is_overdue});
}
}  // namespace

void wake_cleaner(Broker& self, std::int32_t slot, Effects& out) {
    if (self.alarms.cleaner != kNever || !may_have_work(self.partitions[slot])) return;
    if (self.config->retention.cleaner.enable) arm_next_round(self, out);
}

void on_cleaner_timer(Broker& self, Effects& out) {
    self.alarms.cleaner = kNever;
    std::int64_t const now_ms = timestamp_ms(out.wall_clock());
    while (auto const filthiest = grab_filthiest_log(self, now_ms)) {
        clean_log(self, *filthiest, now_ms, out);
    }
    bool is_needed_again = false;
    for (PartitionTable::Entry const& entry : self.partitions.entries()) {
        if (!self.partitions[entry.slot].config->compact) continue;
        delete_old_segments(self, entry.slot, out);
        is_needed_again |= may_have_work(self.partitions[entry.slot]);
    }
    if (is_needed_again) arm_next_round(self, out);
}

}  // namespace highwater

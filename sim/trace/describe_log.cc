#include "trace/describe_log.h"

#include "trace/sentence.h"

namespace highwater {

namespace {
using sentence::counted;
using sentence::join;
}  // namespace

std::string log_sentence(LogTruncated const& f, NodeId node, Describer const& who) {
    std::string const here = who.node(node);
    std::string const what = join(here, " truncated ", who.partition(f.partition), " from ",
                                  f.from.value, " to ", f.to.value);
    switch (f.why) {
    case TruncateReason::diverging_epoch:
        return join(what, ": its records after that differ from the leader's.");
    case TruncateReason::out_of_range: return join(what, ": the leader's log ends there.");
    case TruncateReason::high_watermark: return join(what, ", its high watermark.");
    case TruncateReason::recovery: return join(what, ": what followed was not whole on disk.");
    case TruncateReason::power_loss:
        return join("With the power ", here, " lost ", format_offsets(f.to, f.from - 1), " of ",
                    who.partition(f.partition), ": they were only in the page cache.");
    }
    return what;
}

std::string log_sentence(RecordsDeleted const& f, NodeId node, Describer const& who) {
    std::string const here = who.node(node);
    std::string const what =
        join("The log of ", who.partition(f.partition), " on ", here, " begins at offset ",
             f.to.value, " now (it was ", f.from.value, ")");
    if (f.leader == kNoBroker) return join(what, ": the records before are deleted.");
    return join(what, ", as that of ", who.broker(f.leader), " does.");
}

std::string log_sentence(SegmentsDeleted const& f, NodeId node, Describer const& who) {
    std::string const here = who.node(node);
    std::string const what =
        join(here, " deletes ", f.segments, f.segments == 1 ? " segment of " : " segments of ",
             who.partition(f.partition), " with the offsets ", f.from.value, " to ", f.to.value - 1,
             f.rolled ? " and begins a new one: " : ": ");
    switch (f.why) {
    case RetentionReason::log_start_offset: break;
    case RetentionReason::retention_bytes:
        return join(what, "without them the log is still as large as retention.bytes.");
    case RetentionReason::retention_ms:
        return join(what, "their newest records are older than retention.ms.");
    }
    return join(what, "the log begins after them.");
}

std::string log_sentence(LogCleaned const& f, NodeId node, Describer const& who) {
    std::string const cause = f.is_overdue
                                  ? std::string{"dirty for longer than max.compaction.lag.ms"}
                                  : join(f.dirty_percent, "% of its bytes dirty");
    std::string text = join(who.node(node), " compacts ", who.partition(f.partition),
                            " below offset ", f.to.value, " (", cause, "): ");
    if (f.superseded > 0) {
        text += join(counted(f.superseded, "record"), f.superseded == 1 ? " goes" : " go",
                     ", as a later one has the key");
    } else {
        text += "no key has a later record there";
    }
    if (f.tombstones_removed > 0) {
        text += join("; ", counted(f.tombstones_removed, "tombstone"),
                     f.tombstones_removed == 1 ? " goes" : " go", " after delete.retention.ms");
    }
    text += join("; ", f.kept, f.kept == 1 ? " stays" : " stay", " where ",
                 f.kept == 1 ? "it was" : "they were");
    if (f.tombstones_kept > 0) text += join(" (", counted(f.tombstones_kept, "tombstone"), ")");
    return text + ".";
}

}  // namespace highwater

#include "scenario/processed.h"

#include <algorithm>
#include <vector>

#include "scenario/groups.h"
#include "world/lookup.h"

namespace highwater {

namespace {
Log const* leaders_log(World const& world, TopicPartition id) {
    NodeId const node = node_of_server(world, leader_of(world, id));
    if (node == kNoNode || !node_of(world, node).is_alive) return nullptr;
    Partition const* replica = find_partition(**node_of(world, node).broker, id);
    return replica == nullptr ? nullptr : &replica->log;
}

// What an application could have read there: no markers of transactions, nothing compacted away.
std::int64_t records_between(Log const& log, Offset from, Offset to) {
    std::int64_t count = 0;
    for (std::int64_t i = log.batches().find(from); i < log.batches().size(); ++i) {
        RecordBatch const& batch = *log.batches()[i];
        if (batch.base_offset >= to) break;
        if (batch.is_control()) continue;
        for (std::int32_t n = 0; n < batch.count(); ++n) {
            std::int32_t const delta =
                batch.offset_deltas.empty() ? n : batch.offset_deltas[static_cast<std::size_t>(n)];
            Offset const offset = batch.base_offset + delta;
            if (offset >= from && offset < to) ++count;
        }
    }
    return count;
}

// The ranges of one partition by all members: how often each stretch between two borders is in one.
struct Stretch {
    Offset from;
    Offset to;
    std::int64_t times{};
};
std::vector<Stretch> stretches(std::vector<RecordRange> const& ranges) {
    std::vector<Offset> borders;
    for (RecordRange const& range : ranges) {
        borders.push_back(range.from);
        borders.push_back(range.to);
    }
    std::sort(borders.begin(), borders.end());
    borders.erase(std::unique(borders.begin(), borders.end()), borders.end());
    std::vector<Stretch> found;
    for (std::size_t i = 0; i + 1 < borders.size(); ++i) {
        Stretch stretch{borders[i], borders[i + 1], 0};
        for (RecordRange const& range : ranges) {
            if (range.from <= stretch.from && stretch.to <= range.to) ++stretch.times;
        }
        found.push_back(stretch);
    }
    return found;
}

std::vector<RecordRange> of_partition(std::vector<RecordRange> const& all, TopicPartition id) {
    std::vector<RecordRange> ranges;
    for (RecordRange const& range : all) {
        if (range.partition == id) ranges.push_back(range);
    }
    return ranges;
}

// Below a log's start nobody knows any more which offsets were records: then each one counts.
std::int64_t count_twice(World const& world, TopicPartition id,
                         std::vector<RecordRange> const& ranges) {
    Log const* log = leaders_log(world, id);
    std::int64_t count = 0;
    for (Stretch const& stretch : stretches(ranges)) {
        if (stretch.times < 2) continue;
        Offset const known =
            log == nullptr ? stretch.to
                           : std::min(stretch.to, std::max(stretch.from, log->start_offset()));
        count += known - stretch.from;
        if (log != nullptr) count += records_between(*log, known, stretch.to);
    }
    return count;
}

std::int64_t count_skipped(Log const& log, Offset committed,
                           std::vector<RecordRange> const& ranges) {
    std::int64_t count = 0;
    Offset reached = log.start_offset();
    for (Stretch const& stretch : stretches(ranges)) {
        if (stretch.times == 0) continue;
        Offset const begin = std::min(stretch.from, committed);
        if (reached < begin) count += records_between(log, reached, begin);
        reached = std::max(reached, stretch.to);
    }
    return count + (reached < committed ? records_between(log, reached, committed) : 0);
}
}  // namespace

GroupBooks group_books(World const& world, std::string_view group) {
    GroupBooks books;
    std::vector<RecordRange> all;
    for (Process const& process : world.nodes) {
        if (!process.consumer) continue;
        Consumer const& consumer = **process.consumer;
        if (consumer.spec->config.group.group_id != group) continue;
        for (RecordRange const& range : *consumer.done) {
            books.processed += range.records;
            all.push_back(range);
        }
        for (Callback const& callback : *consumer.membership.callbacks) {
            if (callback.kind != CallbackKind::revoked) continue;
            books.revoked += static_cast<std::int64_t>(callback.partitions.size());
        }
    }
    std::sort(all.begin(), all.end(), [](RecordRange const& a, RecordRange const& b) {
        return a.partition != b.partition ? a.partition < b.partition : a.from < b.from;
    });
    for (std::size_t i = 0; i < all.size(); ++i) {
        bool const is_first = i == 0 || all[i - 1].partition != all[i].partition;
        if (!is_first) continue;
        TopicPartition const id = all[i].partition;
        books.processed_twice += count_twice(world, id, of_partition(all, id));
    }
    auto const view = view_group(world, world.names.find(group));
    if (!view) return books;
    std::int64_t skipped = 0;
    for (auto const& [partition, committed] : view->committed) {
        Log const* log = leaders_log(world, partition);
        if (log == nullptr) return books;
        skipped += count_skipped(*log, committed, of_partition(all, partition));
    }
    books.skipped = skipped;
    return books;
}

}  // namespace highwater

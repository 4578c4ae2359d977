#include "gui/view/partitions.h"

#include <algorithm>
#include <cstdint>

#include "gui/view/losses_shown.h"
#include "gui/view/ribbons.h"
#include "gui/view/short_text.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

void fold(std::vector<PartitionEntry>& entries, PartitionEntry const& entry) {
    bool const is_first =
        entries.empty() || entries.back().folded == 0 || entries.back().id.topic != entry.id.topic;
    if (is_first) {
        entries.push_back(entry);
        entries.back().replicas = 0;
    }
    PartitionEntry& all = entries.back();
    ++all.folded;
    all.folded_in_trouble += meaning_of(entry.health) == Meaning::in_sync ? 0 : 1;
    if (entry.health <= all.health) return;
    all.id = entry.id;
    all.health = entry.health;
}

// The last one of a replica up to the cursor; nullptr: there was none, or nobody keeps them.
RunHistory::Truncation const* last_truncation(Frame const& frame, NodeId node, TopicPartition id) {
    if (frame.history == nullptr) return nullptr;
    auto const& all = frame.history->truncations;
    auto const is_it = [&](RunHistory::Truncation const& each) {
        return each.nth < frame.cursor.nth && each.node == node && each.partition == id;
    };
    auto const found = std::find_if(all.rbegin(), all.rend(), is_it);
    return found == all.rend() ? nullptr : &*found;
}

// The offsets of this partition from `from` on where an acknowledged record is lost.
std::vector<OffsetRange> lost_offsets(std::vector<LostRecord> const& lost, TopicPartition id,
                                      std::int64_t from) {
    std::vector<std::int64_t> offsets;
    for (LostRecord const& each : lost) {
        if (each.partition == id && each.offset.value >= from) offsets.push_back(each.offset.value);
    }
    std::sort(offsets.begin(), offsets.end());
    std::vector<OffsetRange> ranges;
    for (std::int64_t const offset : offsets) {
        if (ranges.empty() || ranges.back().end < offset) ranges.push_back({offset, offset});
        ranges.back().end = offset + 1;
    }
    return ranges;
}

std::int64_t count_in(std::vector<OffsetRange> const& ranges, OffsetRange const& within) {
    std::int64_t count = 0;
    for (OffsetRange const& each : ranges) {
        count += std::max<std::int64_t>(
            0, std::min(each.end, within.end) - std::max(each.begin, within.begin));
    }
    return count;
}

// Crosses what was cut off, as long as nothing else stands there; what the leader has not; and what
// was promised and is gone. Says how many of each there are, the worst first.
void cross(Frame const& frame, TopicPartition id, Partition const* held, Partition const* leader,
           std::vector<LostRecord> const& lost, ReplicaLine& line) {
    std::int64_t const end = line.bar.log_end;
    std::int64_t const parting = cross_diverging(line.bar, held, leader);
    line.lost = lost_offsets(lost, id, parting);
    std::int64_t const lost_here = count_in(line.lost, {parting, INT64_MAX});
    std::int64_t const others = end - parting - count_in(line.lost, {parting, end});
    if (others > 0) {
        line.crossed = CrossedAs::diverging;
        line.note = grouped(others) + (lost_here > 0 ? " more" : "") + " not in the leader's log";
    }
    if (lost_here > 0) {
        line.crossed = CrossedAs::lost;
        // Where another record stands at its offset nothing is crossed.
        std::int64_t const all = losses_of(lost, id);
        line.note = grouped(lost_here) + (lost_here < all ? " of " + grouped(all) : "") + " lost" +
                    (others > 0 ? " · " + line.note : "");
        for (OffsetRange const& each : line.lost) {
            if (each.end > end) line.bar.crossed.push_back({std::max(each.begin, end), each.end});
        }
    }
    RunHistory::Truncation const* cut = last_truncation(frame, line.node, id);
    if (cut == nullptr) return;
    line.truncated = {cut->to, cut->from};
    if (cut->from > end) line.bar.crossed.push_back({std::max(end, cut->to), cut->from});
    line.crossed = std::max(line.crossed, CrossedAs::truncated);
    if (!line.note.empty()) line.note += " · ";
    line.note += grouped(cut->from - cut->to) + " truncated at " + tenths(cut->at);
}

std::string note_of(PartitionRegistration const& registration, BrokerId broker,
                    Partition const* held, Partition const* leader, std::string note) {
    auto const add = [&](std::string const& text) {
        if (!note.empty()) note += " · ";
        note += text;
    };
    if (contains(registration.elr, broker)) add("ELR");
    if (held != nullptr && leader != nullptr && held != leader) {
        std::int64_t const behind = leader->log_end_offset() - held->log_end_offset();
        if (behind > 0) add(grouped(behind) + " behind");
        if (behind < 0) add(grouped(-behind) + " ahead");
    }
    return note;
}

ReplicaLine replica_line(Frame const& frame, ServerIndex const& servers,
                         PartitionRegistration const& registration, BrokerId broker,
                         TopicPartition id, std::vector<LostRecord> const& lost) {
    ReplicaLine line;
    line.broker = broker;
    Process const* process = servers.server(broker);
    line.node = process == nullptr ? kNoNode : process->id;
    line.name = frame.who.broker(broker);
    Partition const* held = servers.replica(broker, id);
    Partition const* leader =
        servers.is_alive(registration.leader) ? servers.replica(registration.leader, id) : nullptr;
    ReplicaRole const role = role_of(servers, broker, registration, held);
    line.meaning = meaning_of(role);
    line.words = words_of(role, held, registration, broker);
    if (broker == registration.replicas.front()) line.place = "preferred";
    Partition const* before = nullptr;
    auto const place = static_cast<std::size_t>(line.node.value);
    World const* previous = step_before(frame);
    if (previous != nullptr && process != nullptr && place < previous->nodes.size() &&
        previous->nodes[place].broker) {
        before = find_partition(**previous->nodes[place].broker, id);
        line.changed = held != nullptr && before != nullptr && before->role != held->role;
    }
    line.bar = bar_of(held, before, process == nullptr || !process->is_alive);
    // What the last leader had decides what the others cut off, whether it is up or not.
    cross(frame, id, held, servers.replica(registration.leader, id), lost, line);
    line.note = note_of(registration, broker, held, leader, std::move(line.note));
    return line;
}

}  // namespace

bool lets_through(PartitionFilter filter, PartitionHealth health,
                  PartitionRegistration const& registration) {
    switch (filter) {
    case PartitionFilter::all: return true;
    case PartitionFilter::no_leader:
        return health == PartitionHealth::no_leader || health == PartitionHealth::leader_dead;
    // Also where nobody leads, which no leader's metric can tell.
    case PartitionFilter::under_replicated: return is_under_replicated(registration);
    case PartitionFilter::not_preferred: return health == PartitionHealth::not_preferred;
    }
    return true;
}

PartitionsList partitions_list(World const& world, PartitionFilter filter, NameId open) {
    ServerIndex const servers{world};
    PartitionsList list;
    for (ListedPartition const& partition : list_partitions(servers)) {
        PartitionHealth const health = health_of(servers, *partition.registration);
        ++list.all;
        if (health == PartitionHealth::no_leader || health == PartitionHealth::leader_dead) {
            ++list.no_leader;
        }
        if (is_under_replicated(*partition.registration)) ++list.under_replicated;
        if (health == PartitionHealth::not_preferred) ++list.not_preferred;
        if (!lets_through(filter, health, *partition.registration)) continue;
        PartitionEntry entry;
        entry.id = partition.id;
        entry.health = health;
        entry.replicas = static_cast<std::int32_t>(partition.registration->replicas.size());
        if (partition.is_internal && partition.id.topic != open) {
            fold(list.entries, entry);
        } else {
            list.entries.push_back(entry);
        }
    }
    return list;
}

PartitionBlock partition_block(Frame const& frame, ServerIndex const& servers, TopicPartition id,
                               std::vector<LostRecord> const& lost) {
    PartitionBlock block;
    block.id = id;
    block.name = frame.who.partition(id);
    PartitionRegistration const* registration = registration_of(servers, id);
    if (registration == nullptr) return block;
    block.health = health_of(servers, *registration);
    block.trouble = words_of(block.health);
    bool const is_refused =
        block.health == PartitionHealth::under_replicated &&
        static_cast<std::int32_t>(registration->isr.size()) < min_isr_of(frame.world, id);
    if (is_refused) block.trouble = words_of(Health::under_min_isr);
    block.state = registration->leader == kNoBroker
                      ? "nobody leads"
                      : "led by " + frame.who.broker(registration->leader);
    block.state += " · leader epoch ";
    block.state += std::to_string(registration->leader_epoch.value);
    block.state += " · partition epoch ";
    block.state += std::to_string(registration->partition_epoch.value);
    block.isr = "ISR " + listed(registration->isr) + " of " + listed(registration->replicas);
    block.span = span_of(servers, {id, registration});
    for (BrokerId const broker : registration->replicas) {
        block.replicas.push_back(replica_line(frame, servers, *registration, broker, id, lost));
    }
    block.lost = losses_words(losses_of(lost, id));
    return block;
}

std::string cell_words(ReplicaLine const& line, std::int64_t offset) {
    OffsetBar const& bar = line.bar;
    std::string text = "offset " + grouped(offset) + " · ";
    if (bar.is_crossed(offset)) {
        if (offset >= bar.log_end && line.truncated.has(offset)) return text + "truncated";
        bool const is_lost = std::any_of(line.lost.begin(), line.lost.end(),
                                         [&](OffsetRange const& each) { return each.has(offset); });
        if (is_lost) return text + "lost: the leader does not have what was acknowledged here";
        if (offset >= bar.log_end) return text + "truncated";
        return text + "not in the leader's log: it is truncated when the follower fetches";
    }
    if (offset < bar.log_start || offset >= bar.log_end) return {};
    std::int64_t epoch = 0;
    for (EpochRun const& run : bar.epochs) {
        if (run.start_offset <= offset) epoch = run.leader_epoch;
    }
    text += "leader epoch " + std::to_string(epoch);
    text +=
        offset < bar.high_watermark ? " · below the high watermark" : " · above the high watermark";
    return bar.dead ? text + " on disk" : text;
}

}  // namespace highwater::gui

#include "gui/view/partition_state.h"

#include <algorithm>

#include "node/topic_name.h"
#include "world/lookup.h"

namespace highwater::gui {

ServerIndex::ServerIndex(World const& world) : world_{world}, image_{current_image(world)} {
    for (Process const& process : world.nodes) {
        bool const is_of_it = process.cluster == kFirstCluster;
        if (is_of_it && process.is_server()) servers_.push_back(&process);
    }
    std::sort(servers_.begin(), servers_.end(), [](Process const* a, Process const* b) {
        return a->broker_id != b->broker_id ? a->broker_id < b->broker_id : a->id < b->id;
    });
}

Process const* ServerIndex::server(BrokerId id) const {
    auto const found = std::lower_bound(
        servers_.begin(), servers_.end(), id,
        [](Process const* process, BrokerId key) { return process->broker_id < key; });
    return found == servers_.end() || (*found)->broker_id != id ? nullptr : *found;
}

bool ServerIndex::is_alive(BrokerId id) const {
    Process const* process = server(id);
    return process != nullptr && process->is_alive;
}

Partition const* ServerIndex::replica(BrokerId id, TopicPartition partition) const {
    Process const* process = server(id);
    if (process == nullptr || !process->broker) return nullptr;
    return find_partition(**process->broker, partition);
}

std::vector<ListedPartition> list_partitions(ServerIndex const& servers) {
    std::vector<ListedPartition> all;
    if (servers.image() == nullptr) return all;
    struct Topic {
        TopicImage const* image;
        bool is_internal;
    };
    std::vector<Topic> topics;
    std::size_t count = 0;
    Names const& names = servers.world().names;
    for (Cow<TopicImage> const& topic : servers.image()->topics) {
        topics.push_back({&*topic, is_internal_topic(names.text(topic->name))});
        count += topic->partitions.size();
    }
    std::sort(topics.begin(), topics.end(), [&](Topic const& a, Topic const& b) {
        if (a.is_internal != b.is_internal) return b.is_internal;
        return names.text(a.image->name) < names.text(b.image->name);
    });
    all.reserve(count);
    for (Topic const& topic : topics) {
        for (std::size_t i = 0; i < topic.image->partitions.size(); ++i) {
            all.push_back({{topic.image->name, static_cast<std::int32_t>(i)},
                           &topic.image->partitions[i],
                           topic.is_internal});
        }
    }
    return all;
}

bool is_under_replicated(PartitionRegistration const& registration) {
    std::size_t const own = registration.replicas.size() - registration.adding_replicas.size();
    return registration.isr.size() < own;
}

PartitionHealth health_of(ServerIndex const& servers, PartitionRegistration const& registration) {
    if (registration.leader == kNoBroker) return PartitionHealth::no_leader;
    if (!servers.is_alive(registration.leader)) return PartitionHealth::leader_dead;
    if (is_under_replicated(registration)) return PartitionHealth::under_replicated;
    return registration.leader == registration.replicas.front() ? PartitionHealth::healthy
                                                                : PartitionHealth::not_preferred;
}

Meaning meaning_of(PartitionHealth health) {
    switch (health) {
    case PartitionHealth::healthy:
    case PartitionHealth::not_preferred: return Meaning::in_sync;
    case PartitionHealth::under_replicated: return Meaning::at_risk;
    case PartitionHealth::leader_dead:
    case PartitionHealth::no_leader: return Meaning::lost;
    }
    return Meaning::plain;
}

std::string_view words_of(PartitionHealth health) {
    switch (health) {
    case PartitionHealth::healthy: return "";
    case PartitionHealth::not_preferred: return "not led by its preferred replica";
    case PartitionHealth::under_replicated: return "under-replicated";
    case PartitionHealth::leader_dead: return "leader is dead";
    case PartitionHealth::no_leader: return "no leader";
    }
    return "";
}

ReplicaRole role_of(ServerIndex const& servers, BrokerId broker,
                    PartitionRegistration const& registration, Partition const* held) {
    bool const is_chosen = registration.leader == broker;
    if (!servers.is_alive(broker)) {
        return is_chosen ? ReplicaRole::dead_leader : ReplicaRole::offline;
    }
    if (held == nullptr || held->role == PartitionRole::none) return ReplicaRole::starting;
    if (held->is_leader()) return is_chosen ? ReplicaRole::leader : ReplicaRole::stale_leader;
    if (is_chosen) return ReplicaRole::elected;
    return contains(registration.isr, broker) ? ReplicaRole::in_sync : ReplicaRole::out_of_sync;
}

Meaning meaning_of(ReplicaRole role) {
    switch (role) {
    case ReplicaRole::leader: return Meaning::leader;
    case ReplicaRole::stale_leader:
    case ReplicaRole::out_of_sync:
    case ReplicaRole::starting: return Meaning::at_risk;
    case ReplicaRole::elected: return Meaning::controller;
    case ReplicaRole::in_sync: return Meaning::in_sync;
    case ReplicaRole::dead_leader:
    case ReplicaRole::offline: return Meaning::dead;
    }
    return Meaning::plain;
}

std::string words_of(ReplicaRole role, Partition const* held) {
    switch (role) {
    case ReplicaRole::leader: return "leader";
    case ReplicaRole::stale_leader: {
        std::string text = "believes it leads";
        if (held != nullptr) text += " · epoch " + std::to_string(held->leader_epoch.value);
        return text;
    }
    case ReplicaRole::elected: return "elected · not told yet";
    case ReplicaRole::in_sync: return "follower · in sync";
    case ReplicaRole::out_of_sync: return "follower · out of sync";
    case ReplicaRole::starting: return "starting";
    case ReplicaRole::dead_leader: return "leader · dead";
    case ReplicaRole::offline: return "offline";
    }
    return {};
}

std::string_view short_words_of(ReplicaRole role) {
    switch (role) {
    case ReplicaRole::leader: return "leader";
    case ReplicaRole::stale_leader: return "stale leader";
    case ReplicaRole::elected: return "elected";
    case ReplicaRole::in_sync: return "in sync";
    case ReplicaRole::out_of_sync: return "out of sync";
    case ReplicaRole::starting: return "starting";
    case ReplicaRole::dead_leader: return "dead leader";
    case ReplicaRole::offline: return "offline";
    }
    return "";
}

std::string_view move_words(PartitionRegistration const& registration, BrokerId broker) {
    if (contains(registration.adding_replicas, broker)) return "being added";
    return contains(registration.removing_replicas, broker) ? "being removed" : "";
}

std::string_view short_move_words(PartitionRegistration const& registration, BrokerId broker) {
    if (contains(registration.adding_replicas, broker)) return "adding";
    return contains(registration.removing_replicas, broker) ? "removing" : "";
}

std::string words_of(ReplicaRole role, Partition const* held,
                     PartitionRegistration const& registration, BrokerId broker) {
    std::string const move{move_words(registration, broker)};
    if (move.empty()) return words_of(role, held);
    switch (role) {
    // What is copied is not in sync before it ends.
    case ReplicaRole::out_of_sync:
    case ReplicaRole::starting: return move;
    case ReplicaRole::in_sync: return move + " · in sync";
    case ReplicaRole::leader:
    case ReplicaRole::stale_leader:
    case ReplicaRole::elected:
    case ReplicaRole::dead_leader:
    case ReplicaRole::offline: break;
    }
    return words_of(role, held) + " · " + move;
}

namespace {
// More cells than this stand on no screen.
constexpr std::int64_t kMostHoles = 512;

// Where compaction took records out of the newest part of a log.
std::vector<OffsetRange> holes_in(Log const& log) {
    std::int64_t next = std::max(log.start_offset().value, log.end_offset().value - kMostHoles);
    std::vector<OffsetRange> holes;
    auto const stands = [&](std::int64_t offset) {
        if (offset > next) holes.push_back({next, offset});
        next = std::max(next, offset + 1);
    };
    for (std::int64_t i = log.batches().find(Offset{next}); i < log.batches().size(); ++i) {
        RecordBatch const& batch = *log.batches()[i];
        for (std::int32_t n = 0; n < batch.count(); ++n) {
            std::int64_t const offset = batch.offset_of(n).value;
            if (offset >= next) stands(offset);
        }
        // What marks the end of a transaction is no record, and no hole either.
        if (batch.is_control()) stands(batch.last_offset().value);
    }
    if (next < log.end_offset().value) holes.push_back({next, log.end_offset().value});
    return holes;
}
}  // namespace

World const* step_before(Frame const& frame) {
    if (frame.previous == nullptr || frame.cursor.playing) return frame.previous;
    std::uint64_t const before = frame.previous->counters.events;
    return frame.world.counters.events <= before + 1 ? frame.previous : nullptr;
}

OffsetBar bar_of(Partition const* held, Partition const* before, bool dead) {
    OffsetBar bar;
    bar.dead = dead;
    if (held == nullptr) return bar;
    bar.log_start = held->log.start_offset().value;
    // Of a dead process only what it had written to replication-offset-checkpoint is left.
    bar.high_watermark = (dead ? held->checkpointed_high_watermark : held->high_watermark).value;
    bar.log_end = held->log_end_offset().value;
    for (EpochEntry const& entry : held->log.epochs().entries) {
        bar.epochs.push_back({entry.epoch.value, entry.start_offset.value});
    }
    if (held->config->compact) bar.holes = holes_in(held->log);
    if (before == nullptr || before->topic_id != held->topic_id) return bar;
    std::int64_t const end_before = before->log_end_offset().value;
    if (end_before < bar.log_end) bar.touched = {end_before, bar.log_end};
    if (end_before > bar.log_end) bar.crossed.push_back({bar.log_end, end_before});
    return bar;
}

namespace {
// Reads a log from its front to its end, offset by offset.
class LogWalk {
public:
    LogWalk(Log const& log, std::int64_t from)
        : batches_{log.batches()}, place_{batches_.find(Offset{from})} {}

    StandingRecord at(std::int64_t offset) {
        while (place_ < batches_.size() && batches_[place_]->last_offset().value < offset) ++place_;
        if (place_ >= batches_.size()) return {};
        RecordBatch const& batch = *batches_[place_];
        std::int64_t const delta = offset - batch.base_offset.value;
        if (delta < 0) return {};
        std::int64_t nth = delta;
        std::vector<std::int32_t> const& deltas = batch.offset_deltas;
        if (!deltas.empty()) {
            auto const found = std::lower_bound(deltas.begin(), deltas.end(), delta);
            bool const stands = found != deltas.end() && *found == delta;
            nth = stands ? found - deltas.begin() : batch.count();
        }
        return {&batch, nth < batch.count() ? static_cast<std::int32_t>(nth) : -1};
    }

private:
    BatchList const& batches_;
    std::int64_t place_;
};
}  // namespace

StandingRecord standing_at(Log const& log, std::int64_t offset) {
    return LogWalk{log, offset}.at(offset);
}

bool is_same_record(StandingRecord const& a, StandingRecord const& b) {
    if (a.is_hole() || b.is_hole()) return a.is_hole() == b.is_hole();
    bool const is_alike = a.batch->partition_leader_epoch == b.batch->partition_leader_epoch &&
                          a.batch->control == b.batch->control;
    if (!is_alike || a.nth < 0 || b.nth < 0) return is_alike && a.nth == b.nth;
    Records const& mine = *a.batch->records;
    Records const& its = *b.batch->records;
    return mine.producer == its.producer &&
           mine.nth[static_cast<std::size_t>(a.nth)] == its.nth[static_cast<std::size_t>(b.nth)];
}

bool is_replicated_record(StandingRecord const& a, StandingRecord const& b) {
    return a.is_hole() || b.is_hole() || is_same_record(a, b);
}

std::int64_t parting_of(Log const& log, Log const& other, SameRecord is_same) {
    std::int64_t at = std::max(log.start_offset(), other.start_offset()).value;
    std::int64_t const end = std::min(log.end_offset(), other.end_offset()).value;
    LogWalk mine{log, at};
    LogWalk its{other, at};
    while (at < end) {
        StandingRecord const record = mine.at(at);
        StandingRecord const its_record = its.at(at);
        // Replicas share the very batch that was appended, and so do futures up to where they part.
        bool const is_shared = record.batch != nullptr && record.batch == its_record.batch;
        if (!is_shared && !is_same(record, its_record)) return at;
        at = is_shared ? record.batch->next_offset().value : at + 1;
    }
    return std::max(at, end);
}

std::int64_t cross_diverging(OffsetBar& bar, Partition const* held, Partition const* leader) {
    if (held == nullptr || leader == nullptr || held == leader) return bar.log_end;
    if (held->topic_id != leader->topic_id) return bar.log_end;
    std::int64_t const parting =
        std::max(parting_of(held->log, leader->log, is_replicated_record), bar.log_start);
    if (parting < bar.log_end) bar.crossed.push_back({parting, bar.log_end});
    return std::min(parting, bar.log_end);
}

OffsetSpan span_of(ServerIndex const& servers, ListedPartition const& partition) {
    OffsetSpan span;
    bool first = true;
    for (BrokerId const broker : partition.registration->replicas) {
        Partition const* held = servers.replica(broker, partition.id);
        if (held == nullptr) continue;
        std::int64_t const start = held->log.start_offset().value;
        span.lowest = first ? start : std::min(span.lowest, start);
        span.highest = std::max(span.highest, held->log_end_offset().value);
        if (servers.is_alive(broker)) {
            Offset const least = std::min(held->high_watermark, held->log_end_offset());
            span.mark = std::min(span.mark, least.value);
        }
        first = false;
    }
    return span;
}

OffsetScale scale_of(OffsetSpan const& span, std::int64_t most) {
    return offset_scale(span.lowest, span.highest + 1, most, span.mark);
}

PartitionRegistration const* registration_of(ServerIndex const& servers, TopicPartition id) {
    return servers.image() == nullptr ? nullptr : find_partition(*servers.image(), id);
}

}  // namespace highwater::gui

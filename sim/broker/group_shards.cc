// The life of the coordinators: loading when a leadership begins, unloading when it ends, and
// everything that a call leads to: its records become a batch of the log, its answers wait until
// that batch is committed.
#include "broker/group_call.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "broker/append.h"

namespace highwater {

namespace {
// Reading the log of a partition of __consumer_offsets takes its time.
constexpr Duration kLoadBase = milliseconds(2);
constexpr Duration kLoadPerBatch = microseconds(5);
constexpr std::int32_t kCommitTimeout = -1;  // argument of the timer for what waits for commits

auto place_of(GroupShards& groups, std::int32_t partition) {
    return std::lower_bound(groups.shards.begin(), groups.shards.end(), partition,
                            [](GroupShard const& s, std::int32_t p) { return s.partition < p; });
}

std::int32_t slot_of(Broker const& self, std::int32_t partition, Names const& names) {
    return self.partitions.find({names.find(kOffsetsTopic), partition});
}

std::shared_ptr<RecordBatch> batch_of(std::vector<CoordinatorRecord> const& coordinator_records,
                                      Effects const& out) {
    auto records = std::make_shared<Records>();
    for (CoordinatorRecord const& record : coordinator_records) {
        records->nth.push_back(0);
        records->timestamp_delta_ms.push_back(0);
        records->contents.push_back(encode(record, out.names()));
    }
    auto batch = std::make_shared<RecordBatch>();
    batch->base_timestamp_ms = timestamp_ms(out.now());
    batch->max_timestamp_ms = batch->base_timestamp_ms;
    batch->base_sequence = 0;  // the builder's own default; without a producer id it means nothing
    batch->last_offset_delta = static_cast<std::int32_t>(records->nth.size()) - 1;
    batch->size_in_bytes = encoded_size(*records);
    batch->records = std::move(records);
    return batch;
}

void load(Broker& self, GroupShard& shard, Effects& out) {
    std::int32_t const slot = slot_of(self, shard.partition, out.names());
    if (slot < 0 || !self.partitions[slot].is_leader()) return;
    GroupCoordinator& coordinator = shard.coordinator.edit();
    Log const& log = self.partitions[slot].log;
    replay_until(coordinator, log, log.end_offset(), out.mutable_names());
    shard.is_loaded = true;
    run_group_call(self, shard, out, [](GroupCoordinator& groups, CoordinatorCall& call) {
        on_loaded(groups, call);
    });
}

void start_loading(Broker& self, GroupShard& shard, Effects& out) {
    shard.is_loaded = false;
    shard.coordinator = Cow<GroupCoordinator>{};
    shard.coordinator.edit().partition = shard.partition;
    std::int32_t const slot = slot_of(self, shard.partition, out.names());
    std::int64_t const batches = slot < 0 ? 0 : self.partitions[slot].log.batches().size();
    out.arm({TimerKind::group_load, shard.partition}, kLoadBase + kLoadPerBatch * batches);
}

// Whoever waits in a join or a sync is told to look for its coordinator again.
void unload(Broker& self, GroupShard& shard, Effects& out) {
    ImageTopics const topics{*self.image};
    CoordinatorCall call{self.config->group, topics, out, {}, {}};
    on_unloaded(shard.coordinator.edit(), call);
    for (GroupAnswer& answer : call.answers) {
        out.reply(answer.to, answer.correlation_id, to_message(std::move(answer.response)));
    }
}

void arm_commit_timeout(Broker& self, Effects& out) {
    Time next = kNever;
    for (DeferredGroupEvent const& event : self.groups.waiting) {
        next = std::min(next, event.deadline);
    }
    if (next != kNever) out.arm_at({TimerKind::group_coordinator, kCommitTimeout}, next);
}

// Takes those out of the list for which `is_one` holds: what follows may add to it.
template <class IsOne>
std::vector<DeferredGroupEvent> take_events(GroupShards& groups, IsOne&& is_one) {
    auto& waiting = groups.waiting;
    auto const first =
        std::stable_partition(waiting.begin(), waiting.end(),
                              [&](DeferredGroupEvent const& event) { return !is_one(event); });
    std::vector<DeferredGroupEvent> taken{std::make_move_iterator(first),
                                          std::make_move_iterator(waiting.end())};
    waiting.erase(first, waiting.end());
    return taken;
}

// What was written stays and may still be committed; only the wait is over.
void expire_events(Broker& self, Effects& out) {
    auto late = take_events(
        self.groups, [&](DeferredGroupEvent const& event) { return event.deadline <= out.now(); });
    for (DeferredGroupEvent& event : late) {
        finish(self, std::move(event.then), ErrorCode::request_timed_out, out);
    }
    arm_commit_timeout(self, out);
}
}  // namespace

GroupShard* find_group_shard(Broker& self, std::int32_t partition) {
    auto const at = place_of(self.groups, partition);
    return at != self.groups.shards.end() && at->partition == partition ? &*at : nullptr;
}

ErrorCode append_group_records(Broker& self, GroupShard& shard,
                               std::vector<CoordinatorRecord> const& records, Effects& out) {
    if (records.empty()) return ErrorCode::none;
    std::int32_t const slot = slot_of(self, shard.partition, out.names());
    CHECK(slot >= 0);  // with its replica a broker loses the shard, too
    Partition& partition = self.partitions.edit(slot);
    // acks=1: it is written whatever min.insync.replicas says, and done when it is committed
    // (CoordinatorPartitionWriter).
    AppendOutcome const outcome =
        append_as_leader(partition, *batch_of(records, out), 1, out.now());
    if (outcome.error != ErrorCode::none) {
        // What the coordinator has made of it is not in the log: it starts again from there.
        unload(self, shard, out);
        start_loading(self, shard, out);
        return outcome.error;
    }
    out.note(BatchAppended{partition.id, outcome.base_offset, outcome.required_offset - 1, kNoNode,
                           partition.leader_epoch, -1});
    on_appended(self, slot);
    wake_cleaner(self, slot, out);
    advance_high_watermark(self, slot, self.id, out);
    return ErrorCode::none;
}

Partition const* offsets_partition(Broker const& self, std::int32_t partition, Names const& names) {
    std::int32_t const slot = slot_of(self, partition, names);
    return slot < 0 ? nullptr : &self.partitions[slot];
}

void take_back_facts(std::size_t first, GroupShard const& shard, ErrorCode error, Effects& out) {
    if (!out.has_listener()) return;
    auto& facts = out.facts();
    // That the log was read is no write.
    facts.erase(std::remove_if(facts.begin() + static_cast<std::ptrdiff_t>(first), facts.end(),
                               [](Fact const& fact) {
                                   return !std::holds_alternative<GroupCoordinatorLoaded>(fact);
                               }),
                facts.end());
    TopicPartition const partition{out.names().find(kOffsetsTopic), shard.partition};
    out.note(GroupWriteRefused{partition, error});
}

std::vector<RequiredCommit> uncommitted_end(Broker const& self, GroupShard const& shard,
                                            Effects const& out) {
    std::int32_t const slot = slot_of(self, shard.partition, out.names());
    if (slot < 0) return {};
    Partition const& partition = self.partitions[slot];
    if (partition.high_watermark >= partition.log_end_offset()) return {};
    return {{shard.partition, partition.log_end_offset()}};
}

void finish(Broker& self, AfterCommit then, ErrorCode error, Effects& out) {
    if (auto* const reply = std::get_if<DeferredReply>(&then)) {
        if (error != ErrorCode::none) {
            reply->response = refused_group_answer(reply->response, convert_append_error(error));
        }
        return out.reply(reply->to, reply->correlation_id, std::move(reply->response));
    }
    auto const& deferred = std::get<DeferredWrite>(then);
    GroupShard* const shard = find_group_shard(self, deferred.partition);
    if (shard == nullptr || !shard->is_loaded) return;  // those who wait were told so
    run_group_call(self, *shard, out, [&](GroupCoordinator& groups, CoordinatorCall& call) {
        on_written(groups, deferred.write, error, call);
    });
}

void do_when_committed(Broker& self, std::vector<RequiredCommit> required, AfterCommit then,
                       Effects& out) {
    if (required.empty()) return finish(self, std::move(then), ErrorCode::none, out);
    Time const deadline = out.now() + milliseconds(self.config->group.offsets.commit_timeout_ms);
    self.groups.waiting.push_back({deadline, std::move(required), std::move(then)});
    arm_commit_timeout(self, out);
}

void arm_group_timer(GroupShard& shard, Effects& out) {
    Time const next = shard.coordinator->timers.next();
    if (next == shard.timer_at) return;
    shard.timer_at = next;
    Timer const timer{TimerKind::group_coordinator, shard.partition};
    if (next == kNever) {
        out.disarm(timer);
    } else {
        out.arm_at(timer, next);
    }
}

void elect_group_shard(Broker& self, std::int32_t partition, Effects& out) {
    auto at = place_of(self.groups, partition);
    if (at == self.groups.shards.end() || at->partition != partition) {
        at = self.groups.shards.insert(at, GroupShard{});
        at->partition = partition;
    }
    start_loading(self, *at, out);
}

void resign_group_shard(Broker& self, std::int32_t partition, Effects& out) {
    GroupShard* shard = find_group_shard(self, partition);
    if (shard == nullptr) return;
    if (shard->is_loaded) unload(self, *shard, out);
    out.disarm({TimerKind::group_coordinator, partition});
    out.disarm({TimerKind::group_load, partition});
    self.groups.shards.erase(place_of(self.groups, partition));
    auto lost = take_events(self.groups, [&](DeferredGroupEvent const& event) {
        return std::any_of(event.required.begin(), event.required.end(),
                           [&](RequiredCommit const& r) { return r.partition == partition; });
    });
    for (DeferredGroupEvent& event : lost) {
        finish(self, std::move(event.then), ErrorCode::not_coordinator, out);
    }
}

void complete_group_events(Broker& self, std::int32_t partition, Offset high_watermark,
                           Effects& out) {
    auto const is_committed = [&](RequiredCommit const& r) {
        return r.partition == partition && r.offset <= high_watermark;
    };
    bool is_one_done = false;
    for (DeferredGroupEvent& event : self.groups.waiting) {
        std::erase_if(event.required, is_committed);
        is_one_done = is_one_done || event.required.empty();
    }
    if (!is_one_done) return;
    auto done = take_events(self.groups,
                            [](DeferredGroupEvent const& event) { return event.required.empty(); });
    for (DeferredGroupEvent& event : done) {
        finish(self, std::move(event.then), ErrorCode::none, out);
    }
}

void on_group_topics_changed(Broker& self, std::vector<NameId> const& changed,
                             std::vector<NameId> const& deleted, Effects& out) {
    if (changed.empty() && deleted.empty()) return;
    for (std::size_t i = 0; i < self.groups.shards.size(); ++i) {
        GroupShard& shard = self.groups.shards[i];
        if (!shard.is_loaded) continue;
        run_group_call(self, shard, out, [&](GroupCoordinator& groups, CoordinatorCall& call) {
            on_topics_changed(groups, changed, deleted, call);
        });
    }
}

void on_group_timer(Broker& self, Timer const& timer, Effects& out) {
    if (timer.argument == kCommitTimeout) return expire_events(self, out);
    GroupShard* shard = find_group_shard(self, timer.argument);
    if (shard == nullptr) return;
    if (timer.kind == TimerKind::group_load) return load(self, *shard, out);
    shard->timer_at = kNever;
    if (!shard->is_loaded) return;
    run_group_call(self, *shard, out,
                   [](GroupCoordinator& groups, CoordinatorCall& call) { on_timer(groups, call); });
}

}  // namespace highwater

#include "client/producer.h"

#include <algorithm>

#include "client/batch_fate.h"
#include "client/epochs.h"
#include "client/send_failure.h"
#include "client/sender.h"
#include "record/murmur2.h"

namespace highwater {

namespace {
// Arguments of the workload timer.
constexpr std::int32_t kNextRecord = 0;
constexpr std::int32_t kWorkloadBlocked = 1;
constexpr std::int32_t kJobBlocked = 2;

enum class SendStep : std::uint8_t { done, no_metadata, no_memory };

std::vector<std::int32_t> led_partitions(TopicBelief const& topic) {
    std::vector<std::int32_t> led;
    for (std::vector<PartitionBelief>::size_type i = 0; i < topic.partitions.size(); ++i) {
        if (topic.partitions[i].leader != kNoBroker) led.push_back(static_cast<std::int32_t>(i));
    }
    return led;
}

// partitioner.availability.timeout.ms: has this broker taken nothing for too long?
bool is_too_slow(Producer const& self, BrokerId broker) {
    std::int32_t const limit_ms = self.spec->config.partitioner_availability_timeout_ms;
    if (limit_ms <= 0) return false;
    for (DrainTimes const& times : self.accumulator.drains) {
        if (times.broker == broker) {
            return times.ready_at - times.drained_at > milliseconds(limit_ms);
        }
    }
    return false;
}

// Queue lengths for the adaptive choice, once every partition of the topic has a queue.
void weigh_partitions(Producer const& self, TopicQueues& queues, TopicBelief const& topic) {
    queues.partitioner.cumulative.clear();
    queues.partitioner.weighted_partitions.clear();
    if (!self.spec->config.partitioner_adaptive_partitioning_enable) return;
    if (queues.queues.size() < topic.partitions.size()) return;
    std::vector<std::int32_t> sizes;
    std::vector<std::int32_t> ids;
    for (std::vector<PartitionBelief>::size_type i = 0; i < topic.partitions.size(); ++i) {
        BrokerId const leader = topic.partitions[i].leader;
        if (leader == kNoBroker || is_too_slow(self, leader)) continue;
        sizes.push_back(static_cast<std::int32_t>(queues.queues[i].batches.size()));
        ids.push_back(static_cast<std::int32_t>(i));
    }
    load_queue_sizes(queues.partitioner, std::move(sizes), std::move(ids),
                     static_cast<std::int32_t>(topic.partitions.size()));
}

void choose_sticky(Producer const& self, TopicQueues& queues, TopicBelief const& topic,
                   Effects& out) {
    Partitioner& partitioner = queues.partitioner;
    weigh_partitions(self, queues, topic);
    std::uint64_t const nth =
        static_cast<std::uint64_t>(topic.name.value) << 40 | partitioner.draws++;
    std::uint64_t const bits =
        out.draw(Draw::sticky_partition, static_cast<std::uint64_t>(out.self().value), nth);
    auto const random = to_positive(static_cast<std::int32_t>(bits));
    partitioner.sticky_partition =
        choose_partition(partitioner, led_partitions(topic),
                         static_cast<std::int32_t>(topic.partitions.size()), random);
    partitioner.produced_bytes = 0;
}

bool is_sticky_batch_ready(Producer& self, TopicQueues const& queues) {
    TopicPartition const sticky{queues.topic, queues.partitioner.sticky_partition};
    return all_batches_full(queue_of(self.accumulator, sticky));
}

bool uses_sticky(ProducerConfig const& config, RecordToSend const& record) {
    if (record.partition >= 0 || config.partitioner_class != PartitionerClass::built_in) {
        return false;
    }
    return !record.content.key || config.partitioner_ignore_keys;
}

std::int32_t partition_of(Producer& self, TopicQueues& queues, TopicBelief const& topic,
                          RecordToSend const& record, Effects& out) {
    ProducerConfig const& config = self.spec->config;
    auto const partitions = static_cast<std::int32_t>(topic.partitions.size());
    if (record.partition >= 0) return record.partition;
    if (config.partitioner_class == PartitionerClass::round_robin) {
        return next_round_robin(queues.partitioner, led_partitions(topic), partitions);
    }
    if (record.content.key && !config.partitioner_ignore_keys) {
        return partition_for_key(*record.content.key, partitions);
    }
    Partitioner const& partitioner = queues.partitioner;
    if (partitioner.sticky_partition < 0 || partitioner.sticky_partition >= partitions ||
        is_due_to_switch(partitioner, config.batch_size, is_sticky_batch_ready(self, queues))) {
        choose_sticky(self, queues, topic, out);
    }
    return partitioner.sticky_partition;
}

// KafkaProducer.doSend(), as far as it gets without waiting.
SendStep try_send(Producer& self, RecordToSend& record, bool has_waited, Effects& out) {
    ProducerConfig const& config = self.spec->config;
    if (is_invalid(self.metadata, record.topic)) {
        fail_record(self, record, invalid_topic(out.names().text(record.topic), has_waited), out);
        return SendStep::done;
    }
    TopicBelief const* topic = find_topic(self.metadata, record.topic);
    bool const is_known = topic != nullptr && !topic->partitions.empty() &&
                          record.partition < static_cast<std::int32_t>(topic->partitions.size());
    if (!is_known) {
        // While an answer is on its way there is nothing to ask again.
        if (!want_topic(self.metadata, record.topic) && !self.metadata.is_asking) {
            request_update(self.metadata, RefreshReason::error,
                           ErrorCode::unknown_topic_or_partition);
        }
        return SendStep::no_metadata;
    }
    std::int32_t const size = size_upper_bound(record);
    if (size > config.max_request_size || size > config.buffer_memory) {
        fail_record(self, record, record_too_large(size, config), out);
        return SendStep::done;
    }
    TopicQueues& queues = topic_queues(self.accumulator, record.topic);
    bool const sticky = uses_sticky(config, record);
    std::int32_t const partition = partition_of(self, queues, *topic, record, out);
    if (!sticky) record.partition = partition;  // it stays so, however long it waits for memory
    if (config.batch_size > config.buffer_memory) {
        // BufferPool.allocate: nothing that is given back could ever make room for a batch.
        record.partition = partition;
        fail_record(self, record, batch_beyond_memory(size, config), out);
        return SendStep::done;
    }
    Appended const appended = append(self.accumulator, config, {record.topic, partition}, record,
                                     out.self(), out.now(), out.wall_clock());
    if (appended.outcome == RecordPlacement::no_memory) return SendStep::no_memory;
    if (sticky) {
        queues.partitioner.produced_bytes += appended.bytes;
        bool const ready = is_sticky_batch_ready(self, queues);
        if (is_due_to_switch(queues.partitioner, config.batch_size, ready)) {
            choose_sticky(self, queues, *topic, out);
        }
    }
    if (appended.is_full) {
        arm_sender(self, out.now(), out);
    } else if (appended.outcome == RecordPlacement::into_new_batch) {
        arm_sender(self, out.now() + milliseconds(config.linger_ms), out);
    }
    return SendStep::done;
}

// Calls send() and remembers it when it blocks.
void send_record(Producer& self, RecordToSend record, std::optional<BlockedSend>& blocked,
                 std::int32_t timer_argument, Effects& out) {
    record.nth = static_cast<std::uint32_t>(++self.counts.sent);
    SendStep const step = try_send(self, record, false, out);
    if (step == SendStep::done) return;
    Time const deadline = out.now() + milliseconds(self.spec->config.max_block_ms);
    blocked = BlockedSend{std::move(record), out.now(), deadline, kNever};
    if (step == SendStep::no_memory) blocked->has_metadata_at = out.now();
    out.arm_at({TimerKind::workload, timer_argument}, deadline);
    run_sender(self, out);
}

void send_next_of_job(Producer& self, Effects& out) {
    ProduceJobs& jobs = self.jobs;
    while (!jobs.queue.empty() && !jobs.blocked) {
        ProduceRecords const& job = *jobs.queue.front();
        auto const made =
            static_cast<std::int64_t>(jobs.results.back().outcomes->size() + jobs.awaited.size());
        bool const is_sent = made >= job.count;
        if (!jobs.awaited.empty() && (is_sent || !job.at_once)) return;
        if (is_sent) {
            jobs.queue.erase(jobs.queue.begin());
            if (!jobs.queue.empty()) {
                ProduceRecords const& next = *jobs.queue.front();
                jobs.results.push_back({next.topic, next.count, {}});
            }
            continue;
        }
        jobs.awaited.push_back({static_cast<std::uint32_t>(self.counts.sent + 1), false, {}});
        send_record(self, job_record(job, made), jobs.blocked, kJobBlocked, out);
    }
}

void run_workload(Producer& self, Effects& out) {
    ProducerSpec const& spec = *self.spec;
    bool const stands_still = self.workload.blocked || self.is_closing;
    if (stands_still || !has_more(spec, self.workload.made, out.now())) return;
    RecordToSend record = workload_record(spec, self.workload.made, out);
    ++self.workload.made;
    send_record(self, std::move(record), self.workload.blocked, kWorkloadBlocked, out);
    // While send() blocks the application stands still; it does not make up for lost time after.
    if (!self.workload.blocked) out.arm({TimerKind::workload, kNextRecord}, spec.interval);
}

// What a send() was waiting for when its time was over.
SendFailure blocked_too_long(Producer const& self, BlockedSend const& blocked, SendStep step,
                             Effects const& out) {
    RecordToSend const& record = blocked.record;
    ProducerConfig const& config = self.spec->config;
    if (step == SendStep::no_memory) {
        return buffer_exhausted(record, config, self.accumulator.used_bytes,
                                blocked.has_metadata_at - blocked.since);
    }
    TopicBelief const* const topic = find_topic(self.metadata, record.topic);
    auto const partitions =
        topic == nullptr ? 0 : static_cast<std::int32_t>(topic->partitions.size());
    return missing_from_metadata(record, out.names().text(record.topic), partitions,
                                 last_error(self.metadata, record.topic), config);
}

// A blocked send() goes on, or ends with its TimeoutException.
bool resume_blocked(Producer& self, std::optional<BlockedSend>& blocked, std::int32_t argument,
                    Effects& out) {
    if (!blocked) return false;
    SendStep const step = try_send(self, blocked->record, true, out);
    if (step != SendStep::done) {
        bool const is_first_time = blocked->has_metadata_at == kNever;
        if (step == SendStep::no_memory && is_first_time) blocked->has_metadata_at = out.now();
        if (out.now() < blocked->deadline) return false;
        SendFailure const failure = blocked_too_long(self, *blocked, step, out);
        RecordToSend const record = std::move(blocked->record);
        blocked.reset();
        fail_record(self, record, failure, out);
        return true;
    }
    blocked.reset();
    out.disarm({TimerKind::workload, argument});
    return true;
}

void begin(Producer& self) {
    if (self.is_begun) return;
    self.is_begun = true;
    request_update(self.metadata, RefreshReason::first);
    if (self.spec->topic != kNoName) want_topic(self.metadata, self.spec->topic);
}

// Of those that flush() waits for.
std::int64_t unanswered(Producer const& self) {
    std::int64_t records = 0;
    auto const count = [&](ProducerBatch const& batch) {
        for (std::uint32_t const nth : batch.content().nth) records += nth <= self.flush.sent;
    };
    for (InFlightRequest const& request : self.in_flight) {
        for (ProducerBatch const& batch : request.batches) count(batch);
    }
    for (TopicQueues const& topic : self.accumulator.topics) {
        for (PartitionQueue const& queue : topic.queues) {
            for (ProducerBatch const& batch : queue.batches) count(batch);
        }
    }
    return records;
}

void maybe_end_flush(Producer& self, Effects& out) {
    FlushCall& call = self.flush;
    if (!call.is_waiting || unanswered(self) > 0) return;
    call.is_waiting = false;
    if (call.is_told) out.note(ProducerFlushed{call.records, out.now() - call.since});
}

void after_event(Producer& self, Effects& out) {
    std::int64_t done = 0;
    do {
        done = self.counts.acknowledged;
        resume_application(self, out);
        run_sender(self, out);
        // With acks=0 what is sent is done, and who waited for it goes on without another event.
    } while (self.spec->config.acks == 0 && self.counts.acknowledged != done);
    maybe_end_flush(self, out);
    if (self.is_closing && in_flight_records(self) + buffered_records(self) == 0) {
        out.exit_process();
    }
}

// A send() that stands waiting while another thread calls close().
void fail_blocked(Producer& self, std::optional<BlockedSend>& blocked, Effects& out) {
    if (!blocked) return;
    bool const has_metadata = blocked->has_metadata_at != kNever;
    RecordToSend const record = std::move(blocked->record);
    blocked.reset();
    fail_record(self, record, closed_while_sending(has_metadata), out);
}

// Requests that were lost with their connection, by what they asked for.
void fail_requests(Producer& self, std::vector<PendingRequest> const& lost,
                   std::optional<ErrorCode> error, Effects& out) {
    for (PendingRequest const& request : lost) {
        if (request.message_kind == message_kind_of<MetadataRequest>()) {
            metadata_request_failed(self.metadata, out);
        } else if (request.message_kind == message_kind_of<InitProducerIdRequest>()) {
            producer_id_request_failed(self, out);
        }
    }
    request_update(self.metadata, RefreshReason::disconnect, ErrorCode::network_exception);
    fail_produce_requests(self, lost, error, out);
    after_event(self, out);
}
}  // namespace

namespace {
void report(Producer& self, Records const& records, TopicPartition partition, Offset base_offset,
            SendFailure const& failure) {
    std::vector<DeliveryReport>& reports = self.reports.edit();
    bool const has_offset = failure.error == ErrorCode::none && base_offset != kNoOffset;
    for (std::vector<std::uint32_t>::size_type i = 0; i < records.nth.size(); ++i) {
        Offset const offset = has_offset ? base_offset + static_cast<std::int64_t>(i) : kNoOffset;
        reports.push_back({records.nth[i], failure.error, partition, offset, failure.exception});
    }
}
}  // namespace

void resume_application(Producer& self, Effects& out) {
    if (resume_blocked(self, self.workload.blocked, kWorkloadBlocked, out)) {
        out.arm({TimerKind::workload, kNextRecord}, self.spec->interval);
    }
    resume_blocked(self, self.jobs.blocked, kJobBlocked, out);
    send_next_of_job(self, out);
}

void record_done(Producer& self, Records const& records, TopicPartition partition,
                 Offset base_offset, SendFailure const& failure) {
    if (self.spec->keeps_reports) report(self, records, partition, base_offset, failure);
    bool const is_written = failure.error == ErrorCode::none;
    ProduceJobs& jobs = self.jobs;
    for (AwaitedRecord& awaited : jobs.awaited) {
        auto const at = std::find(records.nth.begin(), records.nth.end(), awaited.nth);
        if (at == records.nth.end()) continue;
        awaited.is_answered = true;
        awaited.outcome = {failure.error, is_written ? partition.partition : -1, kNoOffset,
                           failure.exception};
        if (is_written && base_offset != kNoOffset) {
            awaited.outcome.offset = base_offset + (at - records.nth.begin());
        }
    }
    while (!jobs.awaited.empty() && jobs.awaited.front().is_answered) {
        jobs.results.back().outcomes.edit().push_back(jobs.awaited.front().outcome);
        jobs.awaited.erase(jobs.awaited.begin());
    }
}

void fail_record(Producer& self, RecordToSend const& record, SendFailure const& failure,
                 Effects& out) {
    ++self.counts.failed;
    TopicPartition const partition{record.topic, record.partition};
    out.note(RecordsFailed{partition, failure.error, record.nth, 1, failure.exception});
    Records alone;
    alone.nth.push_back(record.nth);
    record_done(self, alone, partition, kNoOffset, failure);
}

Producer make_producer(ProducerSpec spec, std::vector<NodeId> bootstrap) {
    Producer self;
    ProducerConfig const& config = spec.config;
    self.connections.settings = {
        milliseconds(config.request_timeout_ms),
        {milliseconds(config.reconnect_backoff_ms), milliseconds(config.reconnect_backoff_max_ms)},
        config.max_in_flight_requests_per_connection};
    self.metadata.settings = {
        std::move(bootstrap),
        milliseconds(config.metadata_max_age_ms),
        {milliseconds(config.retry_backoff_ms), milliseconds(config.retry_backoff_max_ms)},
        true};
    self.spec = make_payload(std::move(spec));
    return self;
}

void start(Producer& self, Effects& out) {
    if (has_more(*self.spec, self.workload.made, out.now())) {
        out.arm_at({TimerKind::workload, kNextRecord}, self.spec->starts_at);
    }
    if (self.jobs.queue.empty()) return;
    begin(self);  // started again with commands still to serve
    after_event(self, out);
}

void lose_memory(Producer& self) {
    Producer fresh = make_producer(*self.spec, self.metadata.settings.bootstrap);
    fresh.workload.made = self.workload.made;
    fresh.ledger = std::move(self.ledger);
    fresh.counts = self.counts;
    fresh.compression_cpu_ns = self.compression_cpu_ns;
    fresh.counts.failed += in_flight_records(self) + buffered_records(self);
    fresh.polled = fresh.counts;  // reports that nobody has asked for are gone
    fresh.reports = std::move(self.reports);
    fresh.jobs.results = std::move(self.jobs.results);
    for (ProduceResult& result : fresh.jobs.results) {  // nobody waits for their answers any more
        result.asked = static_cast<std::int64_t>(result.outcomes->size());
    }
    self = std::move(fresh);
}

void request_shutdown(Producer& self, Effects& out) {
    if (!self.is_begun) return out.exit_process();
    self.is_closing = true;
    self.jobs.queue.clear();
    fail_blocked(self, self.workload.blocked, out);
    fail_blocked(self, self.jobs.blocked, out);
    after_event(self, out);
}

void on_timer(Producer& self, Timer const& timer, Effects& out) {
    if (timer.kind == TimerKind::workload && timer.argument == kNextRecord) {
        begin(self);
        return run_workload(self, out);
    }
    if (timer.kind == TimerKind::sender) self.sender_at = kNever;
    if (timer.kind == TimerKind::metadata_refresh) metadata_timer_fired(self.metadata);
    if (timer.kind == TimerKind::request_expiry) {
        std::vector<PendingRequest> const lost = expire_requests(self.connections, out);
        if (!lost.empty()) return fail_requests(self, lost, ErrorCode::request_timed_out, out);
    }
    after_event(self, out);
}

void on_disconnect(Producer& self, NodeId peer, Effects& out) {
    std::optional<ErrorCode> error;
    if (is_established(self.connections, peer)) error = ErrorCode::network_exception;
    fail_requests(self, fail_connection(self.connections, peer, out), error, out);
}

void handle(Producer& self, Envelope const& from, MetadataResponse const& response, Effects& out) {
    if (!take_answered(self.connections, from)) return;
    learn(self.metadata, from.correlation_id, response, out);
    after_event(self, out);
}

void handle(Producer& self, Envelope const& from, ApiVersionsResponse const&, Effects& out) {
    if (take_answered(self.connections, from)) after_event(self, out);
}

void handle(Producer& self, Envelope const& from, InitProducerIdResponse const& response,
            Effects& out) {
    if (!take_answered(self.connections, from)) return;
    handle_producer_id(self, response, out);
    after_event(self, out);
}

void handle(Producer& self, Envelope const& from, ProduceResponse const& response, Effects& out) {
    std::optional<PendingRequest> const request = take_answered(self.connections, from);
    if (!request) return;
    heed_throttle(self.connections, from.from, response.throttle_time_ms, out);
    handle_produce_answer(self, *request, response, out);
    after_event(self, out);
}

void submit(Producer& self, Payload<ProduceRecords> job, Effects& out) {
    begin(self);
    if (self.jobs.queue.empty()) self.jobs.results.push_back({job->topic, job->count, {}});
    self.jobs.queue.push_back(std::move(job));
    after_event(self, out);
}

void flush(Producer& self, bool is_told, Effects& out) {
    self.flush = {true, is_told, out.now(), self.counts.sent, 0};
    self.flush.records = unanswered(self);
    after_event(self, out);
}

void poll(Producer& self, Effects& out) {
    out.note(ProducerPolled{self.counts.acknowledged - self.polled.acknowledged,
                            self.counts.failed - self.polled.failed});
    self.polled = self.counts;
}

std::int64_t in_flight_records(Producer const& self) {
    std::int64_t records = 0;
    for (InFlightRequest const& request : self.in_flight) {
        for (ProducerBatch const& batch : request.batches) records += batch.count();
    }
    return records;
}

std::int64_t buffered_records(Producer const& self) {
    return self.accumulator.buffered + (self.workload.blocked ? 1 : 0) +
           (self.jobs.blocked ? 1 : 0);
}

}  // namespace highwater

// A KafkaProducer and the application around it, as one process. The parts bear Kafka's names:
// partitioner, accumulator, sender, metadata, and the sequences of an idempotent producer.
#pragma once

#include <vector>

#include "client/accumulator.h"
#include "client/ledger.h"
#include "client/metadata_cache.h"
#include "client/workload.h"

namespace highwater {

// One ProduceRequest on its way, with the batches it carries, at most one of each partition.
struct InFlightRequest {
    CorrelationId correlation_id{};
    NodeId to{kNoNode};
    std::vector<ProducerBatch> batches;
    static auto fields(auto& self) {
        return std::tuple{Field{"correlation_id", self.correlation_id}, Field{"to", self.to},
                          Field{"batches", self.batches}};
    }
};

// Of records, as send() was called: sent = acknowledged + failed + in flight + buffered.
struct ProducerCounts {
    std::int64_t sent{};
    std::int64_t acknowledged{};
    std::int64_t failed{};
    static auto fields(auto& self) {
        return std::tuple{Field{"sent", self.sent}, Field{"acknowledged", self.acknowledged},
                          Field{"failed", self.failed}};
    }
};

// What the callback of send() was told of one record: its RecordMetadata, or the exception.
struct DeliveryReport {
    std::uint32_t nth{};  // of this producer's records, from 1
    ErrorCode error{};
    TopicPartition partition{kNoName, -1};
    Offset offset{kNoOffset};        // kNoOffset: failed, or acks=0
    Payload<std::string> exception;  // SendFailure::exception
    static auto fields(auto& self) {
        return std::tuple{Field{"nth", self.nth}, Field{"error", self.error},
                          Field{"partition", self.partition}, Field{"offset", self.offset},
                          Field{"exception", self.exception}};
    }
};

// flush(): everything that was sent before leaves at once, and the caller waits for its answers.
struct FlushCall {
    bool is_waiting{};
    bool is_told{};  // a person asked: its end is a fact
    Time since;
    std::int64_t sent{};     // it waits for the records up to this one
    std::int64_t records{};  // which are so many
    static auto fields(auto& self) {
        return std::tuple{Field{"is_waiting", self.is_waiting}, Field{"is_told", self.is_told},
                          Field{"since", self.since}, Field{"sent", self.sent},
                          Field{"records", self.records}};
    }
};

struct Producer {
    Payload<ProducerSpec> spec;
    bool is_begun{};    // the application has made its KafkaProducer
    bool is_closing{};  // and closes it: no send() comes any more
    Connections connections;
    MetadataCache metadata;
    Accumulator accumulator;
    ProducerIdentity identity;
    std::vector<InFlightRequest> in_flight;  // in the order they were sent
    Workload workload;
    ProduceJobs jobs;
    ProducerCounts counts;
    Ledger ledger;
    Cow<std::vector<DeliveryReport>> reports;  // in the order they came, if the spec keeps them
    FlushCall flush;
    ProducerCounts polled;              // of the records whose delivery reports poll() has told
    Time sender_at{kNever};             // when the sender timer fires
    std::int64_t compression_cpu_ns{};  // of all its lives
    static auto fields(auto& self) {
        return std::tuple{Field{"spec", self.spec},
                          Field{"is_begun", self.is_begun},
                          Field{"is_closing", self.is_closing},
                          Field{"connections", self.connections},
                          Field{"metadata", self.metadata},
                          Field{"accumulator", self.accumulator},
                          Field{"identity", self.identity},
                          Field{"in_flight", self.in_flight},
                          Field{"workload", self.workload},
                          Field{"jobs", self.jobs},
                          Field{"counts", self.counts},
                          Field{"ledger", self.ledger},
                          Field{"reports", self.reports},
                          Field{"flush", self.flush},
                          Field{"polled", self.polled},
                          Field{"sender_at", self.sender_at},
                          Field{"compression_cpu_ns", self.compression_cpu_ns}};
    }
};

Producer make_producer(ProducerSpec spec, std::vector<NodeId> bootstrap);

void start(Producer& self, Effects& out);
// SIGKILL. What was buffered or in flight is gone and counts as failed; what was promised stays
// known.
void lose_memory(Producer& self);
// close(): the process ends when all that was sent is answered, or delivery.timeout.ms are over.
void request_shutdown(Producer& self, Effects& out);
void on_timer(Producer& self, Timer const& timer, Effects& out);
void on_disconnect(Producer& self, NodeId peer, Effects& out);
void handle(Producer& self, Envelope const& from, MetadataResponse const& response, Effects& out);
void handle(Producer& self, Envelope const& from, ApiVersionsResponse const& response,
            Effects& out);
void handle(Producer& self, Envelope const& from, InitProducerIdResponse const& response,
            Effects& out);
void handle(Producer& self, Envelope const& from, ProduceResponse const& response, Effects& out);

// `produce …`: so many records, each sent when the one before was answered. jobs.results tells how
// it went, the newest command last.
void submit(Producer& self, Payload<ProduceRecords> job, Effects& out);

// The client.id that requests carry.
inline NameId client_id(Producer const& self) {
    return self.spec->client_id == kNoName ? self.spec->name : self.spec->client_id;
}

// flush().
void flush(Producer& self, bool is_told, Effects& out);
// poll() of clients built on librdkafka: tells the delivery reports since it was called last.
// Java's producer runs the callbacks by itself, in its I/O thread.
void poll(Producer& self, Effects& out);

// Records whose fate the producer awaits, and records that wait to be sent.
std::int64_t in_flight_records(Producer const& self);
std::int64_t buffered_records(Producer const& self);

}  // namespace highwater

// How send() fails, in the words of Kafka's exceptions (KafkaProducer.doSend, BufferPool, Sender).
// Facts and outcomes carry the error; what a tool prints of it is the exception.
#pragma once

#include <string>

#include "client/accumulator.h"
#include "protocol/payload.h"
#include "record/error_code.h"

namespace highwater {

struct SendFailure {
    ErrorCode error{};
    // As Java prints it. None: the error's own words say it all (exceptions.h).
    Payload<std::string> exception{};
};

// buffer.memory is less than one batch, so that no record at all can ever be sent. This is no error
// of Kafka's protocol: send() itself throws an IllegalArgumentException, and what comes nearest to
// it is said where only a code can be.
inline constexpr ErrorCode kBatchBeyondMemory = ErrorCode::invalid_config;

// KafkaProducer.ensureValidRecordSize: more than max.request.size, or than buffer.memory.
SendFailure record_too_large(std::int32_t size, ProducerConfig const& config);
SendFailure batch_beyond_memory(std::int32_t size, ProducerConfig const& config);
// InvalidTopicException. Who waited for the metadata is told otherwise than who came later.
SendFailure invalid_topic(std::string const& topic, bool has_waited);

// max.block.ms is over. `partitions`: those that the topic is known to have, 0 when it is not known
// at all. `error`: what the last metadata said of the topic, if anything.
SendFailure missing_from_metadata(RecordToSend const& record, std::string const& topic,
                                  std::int32_t partitions, ErrorCode error,
                                  ProducerConfig const& config);
// The same, but metadata was there after so long, and from then on memory was missing.
SendFailure buffer_exhausted(RecordToSend const& record, ProducerConfig const& config,
                             std::int64_t used_bytes, Duration waited_for_metadata);

// close() came while it waited for memory, or for metadata: a bare KafkaException, without a code
// of its own.
SendFailure closed_while_sending(bool has_metadata);

// delivery.timeout.ms is over.
SendFailure batch_expired(ProducerBatch const& batch, std::string const& topic, Time now);

}  // namespace highwater

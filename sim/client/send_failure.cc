#include "client/send_failure.h"

#include <algorithm>

#include "client/exceptions.h"

namespace highwater {

namespace {
SendFailure failed_with(ErrorCode error, std::string const& message) {
    return {error, make_payload(exception_class(error) + ": " + message)};
}

// RecordAccumulator.append: what a batch for this record takes out of buffer.memory.
std::string allocated_bytes(std::int32_t size, ProducerConfig const& config) {
    return std::to_string(std::max(config.batch_size, size));
}
}  // namespace

SendFailure record_too_large(std::int32_t size, ProducerConfig const& config) {
    std::string const what =
        "The message is " + std::to_string(size) + " bytes when serialized which is larger than ";
    if (size > config.max_request_size) {
        return failed_with(ErrorCode::message_too_large,
                           what + std::to_string(config.max_request_size) +
                               ", which is the value of the max.request.size configuration.");
    }
    return failed_with(ErrorCode::message_too_large,
                       what +
                           "the total memory buffer you have configured with the buffer.memory "
                           "configuration.");
}

SendFailure batch_beyond_memory(std::int32_t size, ProducerConfig const& config) {
    return {kBatchBeyondMemory,
            make_payload("java.lang.IllegalArgumentException: Attempt to "
                         "allocate " +
                         allocated_bytes(size, config) + " bytes, but there is a hard limit of " +
                         std::to_string(config.buffer_memory) + " on memory allocations.")};
}

SendFailure invalid_topic(std::string const& topic, bool has_waited) {
    return failed_with(ErrorCode::invalid_topic_exception,
                       has_waited ? "Invalid topics: [" + topic + "]" : topic);
}

SendFailure missing_from_metadata(RecordToSend const& record, std::string const& topic,
                                  std::int32_t partitions, ErrorCode error,
                                  ProducerConfig const& config) {
    std::string const limit = std::to_string(config.max_block_ms) + " ms.";
    // Since KAFKA-8862 a topic that is known, but without that partition, is told so.
    std::string what = partitions == 0
                           ? "Topic " + topic + " not present in metadata after " + limit
                           : "Partition " + std::to_string(record.partition) + " of topic " +
                                 topic + " with partition count " + std::to_string(partitions) +
                                 " is not present in metadata after " + limit;
    if (error != ErrorCode::none) {
        what +=
            "\nCaused by: " + exception_class(error) + ": " + std::string{exception_message(error)};
    }
    return failed_with(ErrorCode::request_timed_out, what);
}

SendFailure buffer_exhausted(RecordToSend const& record, ProducerConfig const& config,
                             std::int64_t used_bytes, Duration waited_for_metadata) {
    std::int64_t const left_ms =
        std::max<std::int64_t>(config.max_block_ms - waited_for_metadata.ms(), 0);
    return {
        ErrorCode::request_timed_out,
        make_payload(
            "org.apache.kafka.clients.producer.BufferExhaustedException: Failed to "
            "allocate " +
            allocated_bytes(size_upper_bound(record), config) +
            " bytes within the configured max blocking time " + std::to_string(left_ms) +
            " ms. Total memory: " + std::to_string(config.buffer_memory) +
            " bytes. Available memory: " + std::to_string(config.buffer_memory - used_bytes) +
            " bytes. Poolable size: " + std::to_string(std::max(config.batch_size, 1)) + " bytes")};
}

SendFailure closed_while_sending(bool has_metadata) {
    std::string const what = has_metadata ? "allocating memory" : "send in progress";
    return {ErrorCode::unknown_server_error,
            make_payload("org.apache.kafka.common.KafkaException: Producer closed while " + what)};
}

SendFailure batch_expired(ProducerBatch const& batch, std::string const& topic, Time now) {
    return failed_with(ErrorCode::request_timed_out,
                       "Expiring " + std::to_string(batch.count()) + " record(s) for " + topic +
                           "-" + std::to_string(batch.partition.partition) + ":" +
                           std::to_string((now - batch.created_at).ms()) +
                           " ms has passed since batch creation. The request has not been sent, or "
                           "no server response has been received yet.");
}

}  // namespace highwater

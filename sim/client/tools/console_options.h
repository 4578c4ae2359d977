// The command lines of kafka-console-producer and kafka-console-consumer: what client they make,
// and what they do with its records.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/names.h"
#include "client/spec.h"
#include "client/tools/format.h"

namespace highwater {

// MessageFormatter: what a record looks like.
enum class ConsoleFormat : std::uint8_t { plain, offsets, group_metadata, nothing };

// How the bytes of a key, a value or a header become text. All but none, which prints them as they
// are, and string are numbers of a fixed size.
enum class Deserializer : std::uint8_t { none, string, short_number, integer, long_number };

struct ConsoleWish {
    bool is_consumer{};
    ConsoleFormat format{};
    // DefaultMessageFormatter, in the order of the columns.
    bool print_timestamp{};
    bool print_partition{};
    bool print_offset{};
    bool print_epoch{};
    bool print_headers{};
    bool print_key{};
    bool print_value{true};
    std::string key_separator{"\t"};
    std::string line_separator{"\n"};
    std::string headers_separator{","};
    std::string null_literal{"null"};
    Deserializer key_deserializer{};
    Deserializer value_deserializer{};
    Deserializer headers_deserializer{};
    bool skips_errors{};            // of a formatter
    bool tells_shutdown{};          // --enable-systest-events
    std::int64_t max_messages{-1};  // -1: no end
    std::int64_t timeout_ms{-1};    // without a record; -1: never
    bool is_sync{};                 // of a producer: each record waits for the one before
    static auto fields(auto& self) {
        return std::tuple{Field{"is_consumer", self.is_consumer},
                          Field{"format", self.format},
                          Field{"print_timestamp", self.print_timestamp},
                          Field{"print_partition", self.print_partition},
                          Field{"print_offset", self.print_offset},
                          Field{"print_epoch", self.print_epoch},
                          Field{"print_headers", self.print_headers},
                          Field{"print_key", self.print_key},
                          Field{"print_value", self.print_value},
                          Field{"key_separator", self.key_separator},
                          Field{"line_separator", self.line_separator},
                          Field{"headers_separator", self.headers_separator},
                          Field{"null_literal", self.null_literal},
                          Field{"key_deserializer", self.key_deserializer},
                          Field{"value_deserializer", self.value_deserializer},
                          Field{"headers_deserializer", self.headers_deserializer},
                          Field{"skips_errors", self.skips_errors},
                          Field{"tells_shutdown", self.tells_shutdown},
                          Field{"max_messages", self.max_messages},
                          Field{"timeout_ms", self.timeout_ms},
                          Field{"is_sync", self.is_sync}};
    }
};

struct ConsoleCommand {
    std::optional<ToolText> refusal;
    ToolText printed;  // before anything else
    ConsoleWish wish;
    std::string topic;
    // Of a consumer:
    std::string pattern;         // instead of a topic
    std::int32_t partition{-1};  // assign(); -1: subscribe()
    StartPosition from{StartPosition::latest};
    Offset offset;
    ConsumerConfig consumer;  // without a group of its own until a number has been drawn for it
    bool has_group{};
    std::string client_id;
    // Of a producer:
    ProducerConfig producer;
    std::vector<DataRecord> records;
    std::string broken_off;  // the exception that ends the reading after them; "": all was read
};

bool is_console(std::string_view tool);
// `input`: a producer's records, a line each.
ConsoleCommand read_console_command(std::vector<std::string> const& arguments,
                                    std::string const& input);

// A record of a topic as DefaultMessageFormatter prints it.
struct ConsoleRecord {
    TimestampType timestamp_type{};
    std::int64_t timestamp_ms{};
    std::int32_t partition{};
    std::int64_t offset{};
    std::optional<std::int32_t> leader_epoch;
    std::vector<Header> headers;
    std::optional<std::string> key;
    std::optional<std::string> value;
};
struct ConsoleLine {
    std::string text;       // up to the exception, if there is one
    std::string exception;  // of a deserializer, as Java prints it; "": none
};
ConsoleLine console_line(ConsoleWish const& wish, ConsoleRecord const& record);

}  // namespace highwater

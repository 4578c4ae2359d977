// What the console consumer prints (DefaultMessageFormatter): chosen columns, a tab between them.
#include "client/tools/console_options.h"

namespace highwater {

namespace {
// The bytes, most significant first, as a signed number. Kafka's classes want all of them.
std::string number_text(std::string const& bytes, std::size_t size, std::string const& name,
                        std::string& exception) {
    if (bytes.size() != size) {
        exception =
            "org.apache.kafka.common.errors.SerializationException: Size of data received by " +
            name + " is not " + std::to_string(size);
        return {};
    }
    std::uint64_t raw = 0;
    for (char const c : bytes) raw = raw << 8 | static_cast<unsigned char>(c);
    auto const unused_bits = 64 - 8 * size;
    return std::to_string(static_cast<std::int64_t>(raw << unused_bits) >> unused_bits);
}

std::string deserialized(std::string const& bytes, Deserializer how, std::string& exception) {
    switch (how) {
    case Deserializer::none:
    case Deserializer::string: return bytes;
    case Deserializer::short_number: return number_text(bytes, 2, "ShortDeserializer", exception);
    case Deserializer::integer: return number_text(bytes, 4, "IntegerDeserializer", exception);
    case Deserializer::long_number: return number_text(bytes, 8, "LongDeserializer", exception);
    }
    return bytes;
}
}  // namespace

ConsoleLine console_line(ConsoleWish const& wish, ConsoleRecord const& record) {
    std::vector<std::string> columns;
    std::string exception;
    // Nothing stands for the bytes of the null literal, and is deserialized like them.
    auto const text = [&](std::optional<std::string> const& given, Deserializer how) {
        if (!exception.empty()) return std::string{};
        return deserialized(given ? *given : wish.null_literal, how, exception);
    };
    auto const add = [&](std::string column) {
        if (exception.empty()) columns.push_back(std::move(column));
    };
    if (wish.print_timestamp) {
        bool const is_create = record.timestamp_type == TimestampType::create_time;
        columns.push_back(std::string{is_create ? "CreateTime:" : "LogAppendTime:"} +
                          std::to_string(record.timestamp_ms));
    }
    if (wish.print_partition) columns.push_back("Partition:" + std::to_string(record.partition));
    if (wish.print_offset) columns.push_back("Offset:" + std::to_string(record.offset));
    if (wish.print_epoch) {
        columns.push_back("Epoch:" + (record.leader_epoch ? std::to_string(*record.leader_epoch)
                                                          : std::string{"NOT_PRESENT"}));
    }
    if (wish.print_headers) {
        std::string headers;
        for (Header const& header : record.headers) {
            headers += (headers.empty() ? "" : wish.headers_separator) + header.key + ":" +
                       text(header.value, wish.headers_deserializer);
        }
        add(headers.empty() ? "NO_HEADERS" : headers);
    }
    if (wish.print_key) add(text(record.key, wish.key_deserializer));
    if (wish.print_value) add(text(record.value, wish.value_deserializer));
    ConsoleLine line{{}, std::move(exception)};
    for (auto column = columns.begin(); column != columns.end(); ++column) {
        bool const is_last = column + 1 == columns.end() && line.exception.empty();
        line.text += *column + (is_last ? wish.line_separator : wish.key_separator);
    }
    return line;
}

}  // namespace highwater

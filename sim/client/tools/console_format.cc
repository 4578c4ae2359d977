// What the console consumer prints (DefaultMessageFormatter): chosen columns, a tab between them.
#include "client/tools/console_options.h"

namespace highwater {

std::string console_text(ConsoleWish const& wish, ConsoleRecord const& record) {
    std::vector<std::string> columns;
    auto const text = [&](std::optional<std::string> const& given) {
        return given ? *given : wish.null_literal;
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
                       text(header.value);
        }
        columns.push_back(headers.empty() ? "NO_HEADERS" : headers);
    }
    if (wish.print_key) columns.push_back(text(record.key));
    if (wish.print_value) columns.push_back(text(record.value));
    if (columns.empty()) return {};
    std::string line = columns.front();
    for (auto column = columns.begin() + 1; column != columns.end(); ++column) {
        line += wish.key_separator + *column;
    }
    return line + wish.line_separator;
}

}  // namespace highwater

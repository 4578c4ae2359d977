// The records of a partition, read from one replica's log: who wrote what, and when.
#pragma once

#include <cstdint>
#include <string>

#include "gui/view/partition_state.h"

namespace highwater::gui {

// The log that is read: the one that was asked for, else the leader's, else the longest there is.
struct ShownLog {
    Partition const* held{};  // nullptr: no broker holds one
    BrokerId broker{kNoBroker};
    std::string where;  // "on broker-3, its leader"
};
ShownLog shown_log(ServerIndex const& servers, Describer const& who, TopicPartition partition,
                   BrokerId wanted);

// A record where it lies: the batch and its place among those that the batch still holds.
struct FoundRecord {
    RecordBatch const* batch{};  // nullptr: nothing stands at that offset
    std::int32_t place{};
};
FoundRecord record_at(Log const& log, std::int64_t offset);

struct RecordRow {
    std::int64_t offset{};
    bool is_there{};  // false: compaction has taken it away
    std::string time;
    std::int64_t epoch{-1};
    std::string key;     // "null" where there is none
    std::string value;   // of a synthetic one how large it is
    std::string writer;  // "checkout"; Kafka itself writes control records
    bool is_committed{};
};
RecordRow record_row(Partition const& held, Describer const& who, std::int64_t offset);

std::string key_text(FoundRecord const& found);
std::string value_text(FoundRecord const& found);
std::string timestamp_text(FoundRecord const& found);  // as the run counts time: "9.104 s"

}  // namespace highwater::gui

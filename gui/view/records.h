// The records of a partition, read from one replica's log: who wrote what, and when.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gui/view/partition_state.h"

namespace highwater::gui {

// The log that is read: the one that was asked for, else the leader's, else the longest there is.
struct ShownLog {
    Partition const* held{};  // nullptr: no broker holds one
    BrokerId broker{kNoBroker};
    std::string where;  // "on broker-3, its leader", "on the disk of broker-2, which is down"
    bool is_down{};     // its process: what it knew of the high watermark is what it had on disk
};
ShownLog shown_log(ServerIndex const& servers, Describer const& who, TopicPartition partition,
                   BrokerId wanted);

struct RecordRow {
    std::int64_t offset{};
    bool is_there{};  // false: compaction has taken it away
    std::string time;
    std::int64_t epoch{-1};
    std::string key;     // "null" where there is none
    std::string value;   // its beginning; of a synthetic one how large it is
    std::string writer;  // "checkout"; Kafka itself writes control records
    bool is_committed{};
};
RecordRow record_row(Partition const& held, Describer const& who, std::int64_t offset);
// What stands in a cell that is wide enough: its key, else its value; empty where none is there.
std::string cell_text(Partition const& held, Describer const& who, std::int64_t offset);
// That of each of its records, the first on; none of a log with so many that they have no room.
std::vector<std::string> texts_of_few(Partition const* held, Describer const& who);

// Of one that is there (nth >= 0). Long ones end in … behind so many letters.
std::string key_text(StandingRecord const& found, std::size_t most);
std::string value_text(StandingRecord const& found, std::size_t most);
std::string timestamp_text(StandingRecord const& found);  // as the run counts time: "9.104 s"

}  // namespace highwater::gui

// kafka-dump-log (DumpLogSegments): the bytes of a .log file, batch by batch, record by record.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "storage/producer_state_manager.h"

namespace highwater {

struct DumpWish {
    bool prints_data{};                 // --print-data-log
    bool deep_iteration{};              // --deep-iteration, and whatever prints records
    bool decodes_offsets{};             // --offsets-decoder
    bool skips_metadata{};              // --skip-record-metadata
    std::int32_t max_bytes{INT32_MAX};  // --max-bytes: only whole batches that lie below it
};

// The files that a command line of the tool names: --files a,b.
std::vector<std::string> dumped_files(std::vector<std::string> const& arguments);

std::string dump_log(std::string const& file, Bytes const& bytes, DumpWish const& wish);

// A line of a .txnindex.
std::string aborted_transaction_text(AbortedTransaction const& one);
// Of an .index offset and position, of a .timeindex timestamp and offset.
std::string dump_index(std::string const& file,
                       std::vector<std::pair<std::int64_t, std::int64_t>> const& entries);

}  // namespace highwater

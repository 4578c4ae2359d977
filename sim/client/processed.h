// What an application has done with, in all its lives: the records whose processing came to its
// end. What the group committed says where a member would go on; only this says what was done twice
// and what was passed over.
#pragma once

#include <vector>

#include "base/fields.h"
#include "base/ids.h"

namespace highwater {

// Records of one partition in a row: [from, to).
struct RecordRange {
    TopicPartition partition;
    Offset from;
    Offset to;
    std::int64_t records{};  // that poll() returned of it: fewer than offsets where some are gone
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition}, Field{"from", self.from},
                          Field{"to", self.to}, Field{"records", self.records}};
    }
};

// `ranges` are sorted by partition; those of one partition stand in the order of their time, and
// what goes on where the last one ended becomes part of it.
void add_range(std::vector<RecordRange>& ranges, RecordRange const& added);

}  // namespace highwater

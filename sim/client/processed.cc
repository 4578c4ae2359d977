#include "client/processed.h"

#include <algorithm>

namespace highwater {

void add_range(std::vector<RecordRange>& ranges, RecordRange const& added) {
    auto const behind =
        std::upper_bound(ranges.begin(), ranges.end(), added.partition,
                         [](TopicPartition id, RecordRange const& r) { return id < r.partition; });
    if (behind != ranges.begin()) {
        RecordRange& last = *(behind - 1);
        if (last.partition == added.partition && last.to == added.from) {
            last.to = added.to;
            last.records += added.records;
            return;
        }
    }
    ranges.insert(behind, added);
}

}  // namespace highwater

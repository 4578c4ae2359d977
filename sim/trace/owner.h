// Why a member of a consumer group owns a partition: the fact that its group still goes by.
#pragma once

#include "trace/detective.h"

namespace highwater {

// As of the fact `number`, not included. kNoName: whichever group gave the partition away last.
Found behind_owner(Detective const& look, std::uint64_t number, TopicPartition partition,
                   NameId group);

}  // namespace highwater

// What a message is about, for filters.
#pragma once

#include <vector>

#include "metadata/image.h"
#include "protocol/message.h"

namespace highwater::gui {

// The partitions it names, and with partition -1 the topics. The image names the topics that
// metadata records mean by their ids; it may be nullptr.
std::vector<TopicPartition> subjects_of(Message const& message, MetadataImage const* image);

// Whether one of them is the partition, or is of its topic as a whole.
bool is_about(std::vector<TopicPartition> const& subjects, TopicPartition partition);
bool is_about(std::vector<TopicPartition> const& subjects, NameId topic);

}  // namespace highwater::gui

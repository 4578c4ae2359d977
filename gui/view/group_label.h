// What members of consumer groups and their coordinators tell each other, in a few words.
#pragma once

#include <optional>
#include <string>

#include "metadata/image.h"
#include "protocol/message.h"
#include "trace/describe.h"

namespace highwater::gui {

// "JoinGroup billing", "assigned orders-0 +1", "commit orders-1 at 117"; none for messages that are
// no business of groups. The image names the topics that KIP-848 means by their ids; it may be
// nullptr.
std::optional<std::string> group_label(Message const& message, Describer const& who,
                                       MetadataImage const* image);

}  // namespace highwater::gui

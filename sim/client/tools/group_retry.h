// Questions to a group's coordinator that must be asked again, perhaps elsewhere.
#pragma once

#include "client/tools/tool.h"

namespace highwater {

// A question to a coordinator becomes one for the coordinator, which remembers what it is for; any
// other stays what it is.
void look_up_coordinator_again(AdminCall& call);
// True: the answer was none, and the call goes on within its time.
bool asks_coordinator_again(Tool& self, AdminCall const& call, Message const& answer, Effects& out);
// `call` was such a look-up, and this is what it found.
void ask_what_it_was_for(Tool& self, AdminCall call, NodeId coordinator);

}  // namespace highwater

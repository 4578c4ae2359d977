// Which role of a process answers what. One line per message and per timer: this is the only place
// where the whole of the simulation is in view.
#pragma once

#include "world/world.h"

namespace highwater {

void deliver(Process& process, Envelope const& envelope, Process const& sender, Effects& out);
// Before the first request that comes over a new connection.
void accept_connection(Process& process, NodeId client);
void fire(Process& process, Timer const& timer, Effects& out);
void lose_connection(Process& process, NodeId peer, Effects& out);

// After every handler: what the node's raft has come to know is told to its controller and its
// broker (who leads the quorum, which part of the metadata log is committed).
void settle(Process& process, Effects& out);

}  // namespace highwater

// The life of a process: what starting, ending, pausing and resuming do to its roles, its clock and
// its connections. What a person asks for (fault/) and what a process does by itself (an exit after
// a controlled shutdown) both end here.
#pragma once

#include "world/world.h"

namespace highwater {

// Facts and wishes that follow are this process's (kNoNode: nobody's).
void begin_effects(World& world, NodeId self, Effects& out);

void start_process(World& world, Process& process, Effects& out);
// Everything but what is on its disk is gone; its peers will see their connections reset.
void end_process(World& world, Process& process, EventId cause, Effects& out);

void pause_process(Process& process, Effects& out);
// What waited for it happens now, in the old order.
void resume_process(World& world, Process& process, Effects& out);

// It was asked for a clean end, and is on the way there.
bool is_shutting_down(Process const& process);
// SIGTERM. A broker hands its leaderships over first, a leading controller its office, a client
// sends, commits and leaves: they end later. Others are gone at once.
void shut_down_process(Process& process, Effects& out);

// The address of the active controller, which a broker knows from its own metadata log.
void refresh_controller(Process& process);

}  // namespace highwater

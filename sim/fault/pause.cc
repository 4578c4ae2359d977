// SIGSTOP and SIGCONT: a long garbage collection, a frozen virtual machine. The kernel goes on
// taking messages for it, and its clock goes on too: afterwards everything happens at once.
#include "fault/fault.h"

namespace highwater {

Refusal apply(World& world, PauseNode const& fault, EventId, Effects& out) {
    Expected<NodeId> const node = resolve(world, fault.target);
    if (!node) return node.problem();
    Process& process = node_of(world, *node);
    std::string const name = name_of(world, *node);
    if (!process.is_alive) return Problem{name + " is not running", "start it first"};
    if (process.is_paused) return Problem{name + " is paused already", "resume it"};
    begin_effects(world, *node, out);
    pause_process(process, out);
    return std::nullopt;
}

Refusal apply(World& world, ResumeNode const& fault, EventId, Effects& out) {
    Expected<NodeId> const node = resolve(world, fault.target);
    if (!node) return node.problem();
    Process& process = node_of(world, *node);
    std::string const name = name_of(world, *node);
    if (!process.is_alive) return Problem{name + " is dead, not paused", "start it"};
    bool const is_stalled = process.consumer && (*process.consumer)->application.is_stalled;
    if (!process.is_paused && !is_stalled) {
        return Problem{name + " is not paused", "pause it first"};
    }
    begin_effects(world, *node, out);
    if (!process.is_paused) {  // only its application stands still
        ConsumerCall call;
        call.action = ConsumerAction::go_on;
        ask(process.consumer->edit(), call, out);
        return std::nullopt;
    }
    resume_process(world, process, out);
    return std::nullopt;
}

}  // namespace highwater

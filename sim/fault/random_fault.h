// Any fault that makes sense in a world now, drawn by keys alone: for sweeps that look for what
// nobody thought of. The same world, seed and number draw the same fault.
#pragma once

#include <cstdint>
#include <optional>

#include "world/world.h"

namespace highwater {

enum class FaultKind : std::uint8_t {
    kill,
    shutdown,
    pause,
    unplug,  // its machine loses power
    wipe,    // of a stopped server
    cut,     // two servers, both ways
    cut_one_way,
    cut_groups,  // the servers fall into two halves
    ring,
    isolate,
    slow_node,
    slow_link,
    lose,
    reorder,
    clog,
    swizzle,
    skew,
    drop_message,
    delay_message,
    duplicate_message,
    kill_rack,
    isolate_rack,
    last = isolate_rack
};

// Which kinds may be drawn: one bit each.
using FaultSet = std::uint32_t;
constexpr FaultSet set_of(FaultKind kind) { return FaultSet{1} << static_cast<unsigned>(kind); }
inline constexpr FaultSet kEveryFault = (set_of(FaultKind::last) << 1) - 1;
// Without what no cluster survives by itself: a wiped or unplugged disk may have been the last one
// with an acknowledged record, and a message that vanishes or comes twice breaks TCP's promise.
inline constexpr FaultSet kSurvivableFaults =
    kEveryFault & ~(set_of(FaultKind::unplug) | set_of(FaultKind::wipe) |
                    set_of(FaultKind::drop_message) | set_of(FaultKind::duplicate_message));

struct DrawnFault {
    FaultKind kind{};
    Command inflict;
    // What makes it good again, to be given later; none where nothing does (a dropped message) or
    // where it ends by itself (a swizzle). By then it may be refused: the process is still shutting
    // down, or another fault's undoing has healed the link.
    std::optional<Command> undo;
};

// Every fault is legal at this instant: its target is alive, not cut already, in flight …
// `nth` tells the draws of one run apart. None when no allowed fault makes sense now.
std::optional<DrawnFault> draw_fault(World const& world, std::uint64_t seed, std::uint64_t nth,
                                     FaultSet allowed = kEveryFault);

// "kill", "cut_groups": for reports of what a sweep has hit.
char const* name_of(FaultKind kind);

}  // namespace highwater

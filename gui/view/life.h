// How the processes live: what a node's card says under its name. When a process died is not in the
// world but in the trace; it is looked up once and remembered.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gui/view/partition_state.h"

namespace highwater::gui {

enum class LifeChange : std::uint8_t { started, killed, stopped, paused, resumed };

// The starts and ends of all processes, in the order they happened. Follows a growing trace; begins
// anew when the trace was cut or replaced.
class LifeStory {
public:
    struct Entry {
        std::uint64_t fact{};  // its number
        std::uint64_t event{};
        Time at;
        NodeId node{kNoNode};
        LifeChange change{};
    };

    void follow(Trace const& trace);
    // The last change of a node before that fact; nullptr when the trace knows of none.
    Entry const* last(NodeId node, std::uint64_t before_fact) const;

private:
    std::vector<Entry> entries_;
    std::uint64_t read_until_{};
    TracedFact last_read_;
};

// The number of the first fact that has not happened yet at the cursor.
std::uint64_t facts_until(Trace const& trace, Cursor const& cursor);

struct NodeStatus {
    std::string words;  // "alive · broker epoch 12", "dead since 6.0 s · fenced"
    Meaning meaning{Meaning::plain};
    bool is_dead{};
};
NodeStatus broker_status(ServerIndex const& servers, Process const& process,
                         LifeStory::Entry const* last);
NodeStatus controller_status(ServerIndex const& servers, Process const& process,
                             LifeStory::Entry const* last);
// Of a client: only what is not normal; empty words when all is well.
NodeStatus client_status(Process const& process, LifeStory::Entry const* last);

}  // namespace highwater::gui

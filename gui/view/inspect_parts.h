// How the inspector's rows are made.
#pragma once

#include <string>
#include <utility>

#include "gui/view/inspector.h"
#include "gui/view/short_time.h"

namespace highwater::gui {

inline std::string number(std::int64_t value) { return std::to_string(value); }

// "16.7 s ago".
inline std::string ago(World const& world, Time since) {
    return short_duration(world.now - since) + " ago";
}

inline void add_field(InspectorSection& section, std::string name, std::string value,
                      std::string note = {}, Meaning meaning = Meaning::plain) {
    section.fields.push_back(
        {std::move(name), std::move(value), std::move(note), meaning, std::nullopt, false});
}

// A process, to be clicked.
inline void add_node(InspectorSection& section, Describer const& who, std::string name,
                     NodeId node) {
    add_field(section, std::move(name), node == kNoNode ? "none" : who.node(node));
    if (node != kNoNode) section.fields.back().link = SelectedNode{node};
}

inline void add_event(InspectorSection& section, std::string name, EventId event) {
    std::string value = event.value == 0 ? "none" : "#";
    if (event.value != 0) {
        value += std::to_string(event.value);
    }
    add_field(section, std::move(name), std::move(value));
    if (event.value != 0) section.fields.back().link = SelectedEvent{event};
}

}  // namespace highwater::gui

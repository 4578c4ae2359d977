// What the stages of events and of messages are filtered by: chips that open a list of what can be
// chosen, and switches beside each other.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gui/frame.h"
#include "gui/widgets/canvas.h"

namespace highwater::gui {

constexpr float kFilterHeight = 32;
constexpr float kFilterGap = 8;

// Chips beside each other from the left, and in a new line where the stage is too narrow.
struct ChipLine {
    Canvas const& canvas;
    float left{};
    float right{};
    ImVec2 at;

    ImVec2 place(float width);
    float bottom() const { return at.y + canvas.px(kFilterHeight); }
};

struct FilterChip {
    char const* id;
    std::string_view name;     // "node"
    std::string_view current;  // "broker-3"; empty: all
};
// The index of what was chosen just now: 0 is all, n the nth of the choices. They are asked for
// while the list is open only.
std::optional<std::size_t> filter_chip(ChipLine& line, FilterChip const& chip,
                                       std::function<std::vector<std::string>()> const& choices);
// Of what this cluster has at this instant.
void node_chip(ChipLine& line, Frame const& frame, NodeId& chosen);
void topic_chip(ChipLine& line, Frame const& frame, NameId& chosen);
void partition_chip(ChipLine& line, Frame const& frame, TopicPartition& chosen);

float switch_width(Canvas const& canvas, std::string_view text);
// A word that is on or off, or one of several; true when it was clicked.
bool filter_switch(Canvas const& canvas, char const* id, ImVec2 left_top, std::string_view text,
                   bool on);

}  // namespace highwater::gui

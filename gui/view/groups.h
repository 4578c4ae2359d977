// The groups stage: how partitions went from member to member, generation by generation, and where
// the group stands in each partition.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gui/frame.h"
#include "gui/theme.h"
#include "gui/ui_state.h"
#include "gui/view/group_notes.h"

namespace highwater::gui {

// A partition in a member's hands in one generation, against the generation before it.
struct OwnedChip {
    enum class Change : std::uint8_t {
        kept,
        gained,
        revoked,  // the member had it, and not any more
        awaited,  // KIP-848: it is the member's as soon as another one has given it up
    };
    TopicPartition partition;
    std::string text;  // "orders-2"
    Change change{};
    bool is_done{};  // gained, and the member itself has it now
};

struct MemberBox {
    std::string name;  // of the process that is the member now
    std::string note;  // "2 partitions", "idle", "left"
    std::vector<OwnedChip> chips;
    bool is_gone{};      // it was a member of the generation before
    std::string belief;  // "believes it owns orders-0": the coordinator gave it to another one
};

// One generation of a classic group, or one epoch of a group of KIP-848.
struct FilmFrame {
    std::string title;  // "generation 4", "epoch 4"
    std::string when;   // "9.1 s"
    std::string cause;  // "billing-3 joins"; empty: the first one
    std::string phase;  // "stable", "first give back, then take over"
    Meaning phase_meaning{Meaning::plain};
    std::vector<MemberBox> members;
    std::uint64_t nth{};  // of the event that began it
    EventId event{};
    bool is_now{};
};

struct OffsetLine {
    TopicPartition partition;
    std::string name;  // "orders-0"
    // The coordinator's word; while the group rebalances, and without it, the members' own.
    std::string owner;  // "billing-1"; empty: nobody reads it
    NodeId owner_node{kNoNode};
    bool is_owner_told{true};  // it has its assignment
    std::string believer;      // another one that believes it owns it; empty: nobody does
    NodeId believer_node{kNoNode};
    std::int64_t log_start{};
    std::int64_t committed{-1};  // -1: nothing is, as far as a coordinator tells
    std::int64_t position{-1};   // of its owner; -1: unknown
    std::int64_t high_watermark{};
    std::int64_t log_end{};
    bool is_known{};       // false: nobody leads it
    std::int64_t lag{-1};  // high watermark minus committed, as Kafka's tools count; -1: unknown
    bool is_late{};        // the lag deserves amber
};

struct GroupsView {
    std::vector<NameId> groups;  // that there are, by name
    NameId shown{kNoName};
    std::string name;
    std::string about;  // "classic protocol · cooperative-sticky · coordinator broker-3"
    std::string state;  // "Stable"
    Meaning state_meaning{Meaning::plain};
    std::vector<FilmFrame> frames;  // up to the cursor, the oldest first
    std::vector<OffsetLine> offsets;
    bool has_coordinator{};  // else what is committed cannot be asked
};

// `wanted`: kNoName or a group that is not there: the one that the lesson speaks of, else the
// first.
GroupsView groups_view(Frame const& frame, NameId wanted);
// That of wanted_group().
GroupsView groups_view(Frame const& frame, UiState const& ui);

// While a question of the lesson is open that is about a group: that one. A person's choice counts
// until the lesson asks its next question about a group.
NameId wanted_group(Frame const& frame, UiState const& ui);
void choose_group(Frame const& frame, UiState& ui, NameId group);

// Of the frames in [first, end): "3 earlier generations", "1 later epoch".
std::string left_out_words(GroupsView const& view, std::size_t first, std::size_t end,
                           std::string_view which);

// Whether Kafka's tool refuses to reset the group's offsets: it has members.
bool refuses_reset(GroupsView const& view);
// What can be done with the committed marks, or, where the tool has refused it, in which state the
// group was for it: the run goes on while it asks.
std::string reset_words(GroupsView const& view, std::string const& refusal);

// The call of Kafka's tool that a dragged mark stands for.
std::string reset_phrase(std::string const& group, std::string const& topic, std::int32_t partition,
                         std::int64_t offset);

}  // namespace highwater::gui

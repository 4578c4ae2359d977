// Every bit of view state, one plain struct: what is selected, which stage is shown, what is open.
// Nothing of it has an influence on the run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "gui/theme.h"

namespace highwater::gui {

enum class Stage : std::uint8_t { cluster, partitions };

// What a click selects, everywhere at once. A replica is a partition on a broker.
struct SelectedNode {
    NodeId node{kNoNode};
};
struct SelectedPartition {
    TopicPartition partition;
};
struct SelectedReplica {
    TopicPartition partition;
    BrokerId broker{kNoBroker};
};
struct SelectedMessage {
    EventId arrival{};
};
struct SelectedLink {
    NodeId from{kNoNode};
    NodeId to{kNoNode};
};
struct SelectedEvent {
    EventId event{};
};
using Selection = std::variant<std::monostate, SelectedNode, SelectedPartition, SelectedReplica,
                               SelectedMessage, SelectedLink, SelectedEvent>;

// An answer of the class to an `ask`, before the truth is shown.
struct Prediction {
    std::int32_t step{-1};    // index in Scenario::steps
    std::int32_t choice{-1};  // of the choices shown
    bool revealed{};          // the class wants to know before it happens
};

struct UiState {
    Mode mode{Mode::dark};
    float scale{0};  // 0: what the monitor asks for
    bool lecture{};  // F11: only what the sentence speaks of, readable from the back row
    bool full_screen{};
    Stage stage{Stage::cluster};
    Selection selection;
    std::int32_t why{};               // which question about it is answered (view/why_chain.h)
    bool show_all_fields{};           // of it, in the inspector
    std::int32_t partition_filter{};  // PartitionFilter of the partitions stage
    bool show_menu{true};             // the menu of lessons lies over the first one
    bool show_help{};
    bool show_simplified{};
    bool show_left{};       // below 1100 px it is a drawer, and this opens it
    bool show_right{true};  // below 1500 px it folds into a drawer
    bool show_palette{};
    std::string palette_text;
    std::int32_t palette_row{};
    std::string menu_text;  // what is searched for among the lessons
    std::int32_t menu_row{};
    std::vector<Prediction> predictions;
    std::optional<Selection> context_menu;  // what was right-clicked: its menu opens
    bool is_context_menu_open{};            // as of the last frame
    bool closes_context_menu{};             // with the next one
    std::string notice;       // one line under the top bar: what the last click did, what undoes it
    double notice_seconds{};  // of real time it still stands
};

}  // namespace highwater::gui

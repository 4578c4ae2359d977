// Every bit of view state, one plain struct: what is selected, which stage is shown, what is open.
// Nothing of it has an influence on the run.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "gui/challenge_draft.h"
#include "gui/theme.h"
#include "scenario/sensor.h"

namespace highwater::gui {

enum class Stage : std::uint8_t { cluster, partitions, groups, sequence, events, compare };

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
// A record by its place. `broker`: whose log it is read from; kNoBroker: the leader's.
struct SelectedRecord {
    TopicPartition partition;
    BrokerId broker{kNoBroker};
    std::int64_t offset{};
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
                               SelectedMessage, SelectedLink, SelectedEvent, SelectedRecord>;

// An answer of the class to an `ask`, before the truth is shown.
struct Prediction {
    std::int32_t step{-1};    // index in Scenario::steps
    std::int32_t choice{-1};  // of the choices shown
    bool revealed{};          // the class wants to know before it happens
};

// What the stages of events and of messages let through. Nothing chosen lets everything through.
struct StageFilter {
    NodeId node{kNoNode};
    NameId topic{kNoName};
    TopicPartition partition{kNoName, -1};
    std::string kind;  // of a fact, or Kafka's name of a message
    std::string words;

    friend bool operator==(StageFilter const& a, StageFilter const& b) {
        return a.node == b.node && a.topic == b.topic && a.partition == b.partition &&
               a.kind == b.kind && a.words == b.words;
    }
};

// What the keys ask of the list of events until its next picture.
struct ListMoves {
    std::int32_t rows{};
    std::int32_t pages{};
    bool jumps{};  // to the chosen row
};

// Which of a group's generations stand side by side: all but the last `back`. It holds as long as
// the group has as many of them; after that the newest are shown again.
struct FilmPlace {
    NameId group{kNoName};
    std::int32_t generations{};
    std::int32_t back{};

    std::int32_t back_of(NameId shown, std::size_t all) const {
        bool const holds = group == shown && generations == static_cast<std::int32_t>(all);
        return holds ? std::clamp(back, 0, std::max(generations - 1, 0)) : 0;
    }
};

// Which part of the run the time bar shows, in microseconds of simulated time; nothing: all of it.
struct TimeWindow {
    std::int64_t from_us{};
    std::int64_t to_us{};

    bool is_whole() const { return to_us <= from_us; }
    friend bool operator==(TimeWindow const& a, TimeWindow const& b) {
        return a.from_us == b.from_us && a.to_us == b.to_us;
    }
};

constexpr std::int32_t kWidestCells = -6;
constexpr std::int32_t kClosestCells = 3;  // a record's words stand in its cell

// One line of a form that is typed in takes the keys.
constexpr std::int32_t kNoLine = -1;

// A record that is being written, to be sent to the partition that is selected.
struct RecordForm {
    enum Line : std::int32_t { key, value, lines };
    std::int32_t types{kNoLine};
    std::string texts[lines];
};

// A config of what is selected, that is being given another value.
struct ConfigForm {
    std::string of;    // whose configs they are, as the inspector calls them
    std::string name;  // empty: none is
    std::string value;
    bool shows_all{};  // those that nobody has set, too
};

// A call of one of Kafka's tools that was refused: what was asked for is told beside its refusal as
// long as the run stands there.
struct RefusedCall {
    std::string phrase;
    std::string why;      // Kafka's own words
    std::uint64_t nth{};  // so many events were executed
};

struct UiState {
    Mode mode{Mode::dark};
    float scale{0};  // 0: what the monitor asks for
    bool lecture{};  // F11: only what the sentence speaks of, readable from the back row
    bool full_screen{};
    Stage stage{Stage::cluster};
    Selection selection;
    std::int32_t why{};               // which question about it is answered (view/why_chain.h)
    std::string why_asked;            // the first of those that W was pressed for last
    bool brings_why{};                // its answer comes into view
    bool show_all_fields{};           // of it, in the inspector
    std::int32_t partition_filter{};  // PartitionFilter of the partitions stage
    NameId group{kNoName};            // of the groups stage
    std::int32_t group_question{-1};  // the question that had been asked when it was chosen
    FilmPlace film;                   // of its generations
    bool shows_combinations{};        // of the stage that compares, in place of two futures
    std::int32_t compared{-1};        // the branch that the present one is compared with
    std::int32_t compared_from{};     // the first of the partitions that are compared there
    StageFilter events;               // of the events stage
    std::int32_t events_interest{1};  // Interest of the facts that are told at least
    bool types_filter{};              // its words are being typed
    ListMoves events_moves;
    StageFilter sequence;  // of the sequence stage
    bool shows_quiet{};    // heartbeats and empty fetches there, too
    bool show_menu{true};  // the menu of lessons lies over the first one
    bool show_help{};
    bool show_simplified{};
    bool show_verdicts{};   // of the invariants
    bool show_left{};       // below 1100 px it is a drawer, and this opens it
    bool show_right{true};  // below 1500 px: what is selected, in the lesson's place
    bool show_palette{};
    bool shows_plots{};  // in the time bar, in place of the ribbons
    TimeWindow time;
    std::int32_t cell_zoom{};       // of the partitions' records: each step twice as wide, or half
    std::optional<bool> shows_map;  // all partitions from afar; nothing: as soon as they are many
    float records_height{};         // at scale 1, as its edge was dragged; 0: a share of the stage
    bool show_console{};            // under the stage
    bool types_console{};           // the keys go to it
    float console_height{};         // at scale 1, as its edge was dragged; 0: a share of the stage
    std::string console_text;
    std::string palette_text;
    std::int32_t palette_row{};
    std::string menu_text;  // what is searched for among the lessons
    std::int32_t menu_row{};
    std::vector<Prediction> predictions;
    ChallengeDraft challenge;
    RecordForm record;
    SelectedRecord record_in_view;  // that the list of records was scrolled to last
    Selection inspected;            // that the inspector showed last
    std::uint64_t opened{};         // lessons so far: a new one is shown from its top
    std::uint64_t opened_shown{};
    ConfigForm config;
    std::optional<Hint> hint;  // of the misconception sensor: an offer, until it is taken or left
    std::optional<Selection> context_menu;  // what was right-clicked: its menu opens
    bool is_context_menu_open{};            // as of the last frame
    bool closes_context_menu{};             // with the next one
    bool menu_by_key{};                     // it opens beside the inspector's words, not the mouse
    ListMoves context_moves;                // what the keys ask of it: up, down, and Enter
    bool drags_committed{};                 // a committed mark is held, as of the last frame
    bool drops_drag{};                      // and is let go with the next one, where it was
    RefusedCall refused;
    bool shows_records{};  // on a low stage: in place of the partitions
    bool has_selection() const { return !std::holds_alternative<std::monostate>(selection); }
    // What the stage in view lives on beside the run itself.
    bool needs_messages() const { return stage == Stage::sequence && !lecture; }
    bool compares() const { return stage == Stage::compare && !lecture; }
    // Nothing lies over the dashboard that takes the keys from its lines.
    bool is_uncovered() const {
        return !lecture && !show_palette && !show_menu && !show_help && !show_simplified &&
               !show_verdicts;
    }
    bool types_record() const {
        return record.types != kNoLine && stage == Stage::partitions && has_selection() &&
               is_uncovered();
    }
    // Of the partitions stage: nearer to one record, or farther, until all partitions are seen.
    void zoom_cells(std::int32_t steps) {
        bool const is_map = shows_map.value_or(false);
        if (is_map || (steps < 0 && cell_zoom == kWidestCells)) {
            shows_map = steps < 0;
            return;
        }
        cell_zoom = std::clamp(cell_zoom + steps, kWidestCells, kClosestCells);
    }
    bool types_config() const { return !config.name.empty() && has_selection() && is_uncovered(); }
    // Only one line has the keys.
    void stop_typing() {
        types_console = types_filter = false;
        challenge.types = kTypesNothing;
        record.types = kNoLine;
        config.name.clear();
    }
    std::string notice;       // a line under the stage: what the last click did, what undoes it
    double notice_seconds{};  // of real time it still stands
};

}  // namespace highwater::gui

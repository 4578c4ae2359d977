// Lecture mode shows what the sentence speaks of and nothing else: the replicas of the partition it
// names, the members of the group it names, or the nodes it names; of several as many as there is
// room for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gui/ui_state.h"
#include "gui/view/cluster.h"

namespace highwater::gui {

// Names that stand in a text as whole words.
std::vector<TopicPartition> mentioned_partitions(ServerIndex const& servers, std::string_view text);
std::vector<NodeId> mentioned_nodes(World const& world, std::string_view text);
// Groups that a text names, or one of whose members it names; of several members, because of one
// alone there is nothing to compare.
std::vector<NameId> mentioned_groups(World const& world, std::string_view text);

struct LectureRow {
    Selection selection;      // what a click selects
    std::string name;         // "broker-3"
    std::string words;        // "leader · epoch 1"
    std::string short_words;  // "member", where there is no room for "member of billing"
    Meaning meaning{Meaning::plain};
    Meaning words_meaning{Meaning::plain};
    OffsetBar bar;
    std::vector<std::string> cells;  // of a log with few records what stands in them
    bool has_bar{};
    std::string facts;  // of a node without a bar: "acknowledged 118 · in flight 2"
    bool is_dead{};
    bool is_leader{};
    std::int32_t of{-1};  // of a replica: its partition's place in LectureView::partitions
};

// One whose replicas are among the rows.
struct LecturePartition {
    TopicPartition id;
    std::string name;  // "orders-1"
    std::string lost;  // "2 acknowledged records lost"; empty: none is
    OffsetSpan span;
};

struct LectureView {
    std::string headline;      // "Who leads orders-1 now?", the lesson's question or its title
    std::string time;          // "9.104 s"
    std::string sentence;      // what is said at this instant
    bool is_of_script{};       // somebody has changed the run before: it may be untrue of this one
    TopicPartition partition;  // of several the first one
    std::string about;  // "orders-1": whose replicas the rows are; empty: they are no replicas, or
                        // of several partitions
    std::vector<LecturePartition> partitions;
    std::vector<LectureRow> rows;
};
// `lost`: broken promises, where the books were asked (panels/told_losses.h).
LectureView lecture_view(Frame const& frame, UiState const& ui, LifeStory const& lives,
                         std::size_t most_rows, std::vector<LostRecord> const& lost = {});

// Which rows stay where there is room for so many: the first ones; of several partitions what is
// dead goes first, so that of each the leader is seen.
std::vector<std::size_t> rows_with_room(LectureView const& view, std::size_t most);

}  // namespace highwater::gui

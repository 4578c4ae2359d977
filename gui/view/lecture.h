// Lecture mode shows what the sentence speaks of and nothing else: the replicas of the partition it
// names, the members of the group it names, or the nodes it names.
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
    Selection selection;  // what a click selects
    std::string name;     // "broker-3"
    std::string words;    // "leader · epoch 1"
    Meaning meaning{Meaning::plain};
    Meaning words_meaning{Meaning::plain};
    OffsetBar bar;
    bool has_bar{};
    std::string facts;  // of a node without a bar: "acknowledged 118 · in flight 2"
    bool is_dead{};
    bool is_leader{};
};

struct LectureView {
    std::string headline;  // "Who leads orders-1 now?", the lesson's question or its title
    std::string time;      // "9.104 s"
    std::string sentence;  // what is said at this instant
    bool is_of_script{};   // somebody has changed the run before: it may be untrue of this one
    TopicPartition partition;
    std::string about;  // "orders-1": whose replicas the rows are; empty: they are no replicas
    OffsetSpan span;
    std::vector<LectureRow> rows;
};
LectureView lecture_view(Frame const& frame, UiState const& ui, LifeStory const& lives,
                         std::size_t most_rows);

}  // namespace highwater::gui

#include "gui/view/lecture.h"

#include <algorithm>

#include "gui/view/lesson.h"
#include "gui/view/short_text.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

bool is_name_letter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '-' || letter == '_';
}

// Whether `name` stands in `text` with nothing of another name before or behind it.
bool mentions(std::string_view text, std::string_view name) {
    for (std::size_t at = text.find(name); at != std::string_view::npos;
         at = text.find(name, at + 1)) {
        bool const begins = at == 0 || !is_name_letter(text[at - 1]);
        std::size_t const end = at + name.size();
        bool const ends = end >= text.size() || !is_name_letter(text[end]);
        if (begins && ends) return true;
    }
    return false;
}

struct Told {
    std::string headline;
    std::string sentence;
};

// The last thing that the lesson asked and said; without a lesson, the last key fact.
Told told(Frame const& frame) {
    Told result;
    if (frame.scenario != nullptr) {
        result.headline = frame.scenario->title;
        for (LessonStep const& step : frame.scenario->steps) {
            if (step.at > shown_time(frame)) break;
            // A question is the headline until it is answered.
            bool const is_open = !step.answer || step.answer->at > frame.cursor.at;
            if (!step.ask.empty() && is_open) result.headline = step.ask;
            if (!step.say.empty() && step.at <= frame.cursor.at) result.sentence = step.say;
        }
        if (result.sentence.empty()) result.sentence = frame.scenario->question;
        return result;
    }
    std::uint64_t const end = facts_until(frame.trace, frame.cursor);
    auto const facts = frame.trace.facts();
    for (std::uint64_t number = end; number-- > frame.trace.first_fact();) {
        TracedFact const& traced =
            facts[static_cast<std::size_t>(number - frame.trace.first_fact())];
        if (interest_of(traced.fact) != Interest::key) continue;
        result.sentence = describe(traced, frame.who);
        break;
    }
    return result;
}

// The partition that a sentence spoke of last: it stays on the wall until another is named.
TopicPartition last_spoken_of(Frame const& frame, ServerIndex const& servers) {
    TopicPartition found{kNoName, -1};
    if (frame.scenario == nullptr) return found;
    for (LessonStep const& step : frame.scenario->steps) {
        if (step.at > frame.cursor.at) break;
        for (std::string const& text : {step.say, step.ask}) {
            std::vector<TopicPartition> const named = mentioned_partitions(servers, text);
            if (!named.empty()) found = named.front();
        }
    }
    return found;
}

LectureRow replica_row(Frame const& frame, ServerIndex const& servers, LifeStory const& lives,
                       ListedPartition const& partition, BrokerId broker) {
    LectureRow row;
    row.selection = SelectedReplica{partition.id, broker};
    row.name = frame.who.broker(broker);
    Process const* process = servers.server(broker);
    Partition const* held = servers.replica(broker, partition.id);
    ReplicaRole const role = role_of(servers, broker, *partition.registration, held);
    row.meaning = meaning_of(role);
    row.words = words_of(role, held);
    row.words_meaning = row.meaning;
    if (role == ReplicaRole::leader) {
        row.words += " · epoch ";
        row.words += std::to_string(partition.registration->leader_epoch.value);
    }
    row.is_dead = role == ReplicaRole::offline;
    row.is_leader = partition.registration->leader == broker && !row.is_dead;
    if (row.is_dead && process != nullptr) {
        std::uint64_t const now = facts_until(frame.trace, frame.cursor);
        NodeStatus const status = broker_status(servers, *process, lives.last(process->id, now));
        row.words = status.words;
        row.words_meaning = Meaning::lost;
    }
    Partition const* before = nullptr;
    if (frame.previous != nullptr && process != nullptr) {
        auto const place = static_cast<std::size_t>(process->id.value);
        if (place < frame.previous->nodes.size() && frame.previous->nodes[place].broker) {
            before = find_partition(**frame.previous->nodes[place].broker, partition.id);
        }
    }
    row.bar = bar_of(held, before, row.is_dead);
    row.has_bar = true;
    return row;
}

LectureRow node_row(Frame const& frame, ServerIndex const& servers, LifeStory const& lives,
                    Process const& process) {
    LectureRow row;
    row.selection = SelectedNode{process.id};
    row.name = frame.who.node(process.id);
    LifeStory::Entry const* last = lives.last(process.id, facts_until(frame.trace, frame.cursor));
    NodeStatus status;
    row.meaning = Meaning::in_sync;
    if (process.broker) {
        status = broker_status(servers, process, last);
    } else if (process.controller) {
        status = controller_status(servers, process, last);
        bool const active = active_controller(frame.world) == process.id;
        row.meaning = Meaning::controller;
        row.is_leader = active;
        row.facts = "metadata " + std::to_string((*process.raft)->log.end().value - 1);
    } else {
        ClientCard const card = client_card(frame, servers, process, last);
        row.meaning = Meaning::plain;
        row.facts = card.numbers;
        if (!card.second.empty()) row.facts += " · " + card.second;
        status.words = card.trouble.empty() ? card.role : card.trouble;
        status.meaning = card.trouble.empty() ? Meaning::plain : card.trouble_meaning;
        status.is_dead = card.is_dead;
    }
    row.words = status.words;
    row.words_meaning = status.meaning;
    row.is_dead = status.is_dead;
    if (row.is_dead) row.meaning = Meaning::dead;
    return row;
}

}  // namespace

std::vector<TopicPartition> mentioned_partitions(ServerIndex const& servers,
                                                 std::string_view text) {
    std::vector<TopicPartition> found;
    Names const& names = servers.world().names;
    for (ListedPartition const& partition : list_partitions(servers)) {
        std::string const& topic = names.text(partition.id.topic);
        if (text.find(topic) == std::string_view::npos) continue;
        std::string name = topic;
        name += "-";
        name += std::to_string(partition.id.partition);
        if (mentions(text, name)) found.push_back(partition.id);
    }
    return found;
}

std::vector<NodeId> mentioned_nodes(World const& world, std::string_view text) {
    std::vector<NodeId> found;
    for (Process const& process : world.nodes) {
        if (process.tool || process.bootstrap) continue;
        if (mentions(text, world.names.text(process.name))) found.push_back(process.id);
    }
    return found;
}

LectureView lecture_view(Frame const& frame, UiState const& ui, LifeStory const& lives,
                         std::size_t most_rows) {
    ServerIndex const servers{frame.world};
    Told const said = told(frame);
    LectureView view;
    view.headline = said.headline;
    view.sentence = said.sentence;
    view.time = format_time(Time{shown_time(frame).us / 1000 * 1000});
    std::string const both = said.sentence + " " + said.headline;
    view.partition = selected_partition(ui.selection);
    if (view.partition.partition < 0) {
        std::vector<TopicPartition> const named = mentioned_partitions(servers, both);
        view.partition = named.empty() ? last_spoken_of(frame, servers) : named.front();
    }
    std::vector<NodeId> const nodes = mentioned_nodes(frame.world, both);
    std::vector<ListedPartition> const all = list_partitions(servers);
    if (view.partition.partition < 0 && nodes.empty() && !all.empty()) {
        view.partition = all.front().id;
    }
    if (PartitionRegistration const* registration = registration_of(servers, view.partition)) {
        ListedPartition const partition{view.partition, registration};
        view.span = span_of(servers, partition);
        for (BrokerId const broker : registration->replicas) {
            view.rows.push_back(replica_row(frame, servers, lives, partition, broker));
        }
        // By name, so that rows stand still when the assignment changes.
        std::stable_sort(view.rows.begin(), view.rows.end(),
                         [](LectureRow const& a, LectureRow const& b) { return a.name < b.name; });
    }
    for (NodeId const node : nodes) {
        Process const& process = node_of(frame.world, node);
        bool const is_told = process.broker && !view.rows.empty() && view.rows[0].has_bar;
        if (!is_told) view.rows.push_back(node_row(frame, servers, lives, process));
    }
    if (view.rows.size() > most_rows) view.rows.resize(most_rows);
    if (view.headline.empty() && view.partition.partition >= 0) {
        view.headline = frame.who.partition(view.partition);
    }
    return view;
}

}  // namespace highwater::gui

#include "gui/view/lecture.h"

#include <algorithm>
#include <map>

#include "gui/view/clients.h"
#include "gui/view/lesson.h"
#include "gui/view/losses_shown.h"
#include "gui/view/records.h"
#include "gui/view/short_text.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

template <class Id>
bool is_among(std::vector<Id> const& ids, Id id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// kNoName: it is in no group that the window shows.
NameId group_read_by(Process const& process) {
    bool const is_shown = process.cluster == kFirstCluster && !process.tool && process.consumer;
    if (!is_shown || !is_group_member(**process.consumer)) return kNoName;
    return (*process.consumer)->membership.group;
}

// Group by group.
std::vector<NodeId> members_of(World const& world, std::vector<NameId> const& groups) {
    std::vector<NodeId> members;
    for (NameId const group : groups) {
        for (Process const& process : world.nodes) {
            if (group_read_by(process) == group) members.push_back(process.id);
        }
    }
    return members;
}

void put_first(std::vector<NodeId> const& first, std::vector<NodeId>& nodes) {
    std::erase_if(nodes, [&](NodeId node) { return is_among(first, node); });
    nodes.insert(nodes.begin(), first.begin(), first.end());
}

struct Told {
    std::string headline;
    std::string sentence;
    Time last;  // when the later of both was said
};

// The last thing that the lesson asked and said; without a lesson, the last key fact.
Told told(Frame const& frame) {
    Told result;
    if (frame.scenario != nullptr) {
        result.headline = frame.scenario->title;
        Time answered = kNever;
        int told_since = 0;
        bool is_begun = false;
        Time said{-1};
        for (LessonStep const& step : frame.scenario->steps) {
            if (step.at > shown_time(frame)) break;
            bool const is_said = !step.say.empty() && step.at <= frame.cursor.at;
            if (is_said) {
                // A question is the headline above its answer, too: "None." says nothing alone.
                told_since += step.at >= answered ? 1 : 0;
                if (told_since > 1) result.headline = frame.scenario->title;
                result.sentence = step.say;
                said = step.at;
            }
            if (is_said || !step.ask.empty()) {
                result.last = step.at;
                is_begun = true;
            }
            if (step.ask.empty()) continue;
            result.headline = step.ask;
            // Under a new question the answer to the one before would be taken for its own.
            if (said < step.at) result.sentence.clear();
            answered = step.answer ? step.answer->at : kNever;
            told_since = 0;
        }
        if (!is_begun) result.sentence = frame.scenario->question;
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

// What the rows on the wall are about: replicas of partitions, or members of groups.
struct Subject {
    std::vector<TopicPartition> partitions;
    std::vector<NameId> groups;
};

bool names_broker(World const& world, std::string_view text) {
    std::vector<NodeId> const nodes = mentioned_nodes(world, text);
    return std::any_of(nodes.begin(), nodes.end(),
                       [&](NodeId node) { return node_of(world, node).broker.has_value(); });
}

// Where brokers are named, too, it is about replicas; else about who reads the partition. What
// names nothing new leaves on the wall what is there.
Subject subject_of(ServerIndex const& servers, std::string_view text, Subject const& before) {
    World const& world = servers.world();
    std::vector<TopicPartition> const partitions = mentioned_partitions(servers, text);
    std::vector<NameId> const groups = mentioned_groups(world, text);
    if (partitions.empty() && groups.empty()) return before;
    bool const is_about_replicas = !partitions.empty() && names_broker(world, text);
    if (!is_about_replicas && !groups.empty()) return {{}, groups};
    if (!is_about_replicas && !before.groups.empty()) return before;
    return {partitions, {}};
}

Subject last_subject(Frame const& frame, ServerIndex const& servers, std::string const& now) {
    Subject subject;
    if (frame.scenario != nullptr) {
        for (LessonStep const& step : frame.scenario->steps) {
            if (step.at > frame.cursor.at) break;
            for (std::string const& text : {step.say, step.ask}) {
                subject = subject_of(servers, text, subject);
            }
        }
    }
    return subject_of(servers, now, subject);
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
    row.words = words_of(role, held, *partition.registration, broker);
    row.words_meaning = row.meaning;
    if (role == ReplicaRole::leader) {
        row.words += " · epoch ";
        row.words += std::to_string(partition.registration->leader_epoch.value);
    }
    row.is_dead = is_down(role);
    row.is_leader = partition.registration->leader == broker && !row.is_dead;
    if (row.is_dead && process != nullptr) {
        std::uint64_t const now = facts_until(frame.trace, frame.cursor);
        NodeStatus const status = broker_status(servers, *process, lives.last(process->id, now));
        row.words = status.words;
        row.words_meaning = Meaning::lost;
    }
    Partition const* before = nullptr;
    World const* const previous = step_before(frame);
    if (previous != nullptr && process != nullptr) {
        auto const place = static_cast<std::size_t>(process->id.value);
        if (place < previous->nodes.size() && previous->nodes[place].broker) {
            before = find_partition(**previous->nodes[place].broker, partition.id);
        }
    }
    row.bar = bar_of(held, before, row.is_dead);
    row.cells = texts_of_few(held, frame.who);
    cross_diverging(row.bar, held, servers.replica(partition.registration->leader, partition.id));
    row.has_bar = true;
    return row;
}

bool is_of_users(ListedPartition const& each) { return !each.is_internal; }

// Where brokers are named and no partition: one that the lesson makes a claim about, of these first
// one that a named broker is meant to lead. Who leads it now does not count, so that rows stand
// still when another is elected.
TopicPartition partition_behind(Frame const& frame, ServerIndex const& servers,
                                std::vector<ListedPartition> const& all,
                                std::vector<NodeId> const& named) {
    std::vector<TopicPartition> claimed;
    if (frame.scenario != nullptr) {
        for (TimedExpectation const& each : frame.scenario->expectations) {
            for (TopicPartition const id :
                 mentioned_partitions(servers, each.expectation.query.text)) {
                claimed.push_back(id);
            }
        }
    }
    ListedPartition const* best = nullptr;
    int most = -1;
    for (ListedPartition const& each : all) {
        if (!is_of_users(each) || each.registration->replicas.empty()) continue;
        BrokerId const preferred = each.registration->replicas.front();
        bool const is_claimed = std::find(claimed.begin(), claimed.end(), each.id) != claimed.end();
        bool const is_named = std::any_of(named.begin(), named.end(), [&](NodeId node) {
            return node_of(frame.world, node).broker_id == preferred;
        });
        int const rank = (is_claimed ? 2 : 0) + (is_named ? 1 : 0);
        if (rank <= most) continue;
        most = rank;
        best = &each;
    }
    return best == nullptr ? TopicPartition{kNoName, -1} : best->id;
}

// Where no partition is named: the one that is behind what is said of brokers, and of a cluster
// with one partition this one, for of it every sentence speaks, as far as there is room for it.
std::vector<TopicPartition> partitions_behind(Frame const& frame, ServerIndex const& servers,
                                              std::vector<NodeId> const& named,
                                              std::size_t most_rows) {
    std::vector<ListedPartition> const all = list_partitions(servers);
    bool const names_brokers_only = std::all_of(named.begin(), named.end(), [&](NodeId node) {
        return node_of(frame.world, node).broker.has_value();
    });
    auto const first = std::find_if(all.begin(), all.end(), is_of_users);
    bool const is_only_one = first != all.end() &&
                             std::find_if(first + 1, all.end(), is_of_users) == all.end() &&
                             first->registration->replicas.size() + named.size() <= most_rows;
    if (!names_brokers_only && !is_only_one) return {};
    TopicPartition const behind = partition_behind(frame, servers, all, named);
    if (behind.partition < 0) return {};
    return {behind};
}

// The first one, and others as long as there is room for all their replicas; those that the
// question names go before those that only its answer does.
void keep_those_with_room(ServerIndex const& servers, std::string_view headline,
                          std::size_t most_replicas, std::vector<TopicPartition>& partitions) {
    std::vector<TopicPartition> const named = mentioned_partitions(servers, headline);
    std::vector<TopicPartition> wanted = partitions;
    std::stable_sort(wanted.begin(), wanted.end(), [&](TopicPartition a, TopicPartition b) {
        return is_among(named, a) && !is_among(named, b);
    });
    std::vector<TopicPartition> kept;
    std::size_t taken = 0;
    for (TopicPartition const id : wanted) {
        PartitionRegistration const* registration = registration_of(servers, id);
        std::size_t const more = registration == nullptr ? 0 : registration->replicas.size();
        if (!kept.empty() && taken + more > most_replicas) continue;
        kept.push_back(id);
        taken += more;
    }
    std::erase_if(partitions, [&](TopicPartition id) { return !is_among(kept, id); });
}

void add_replicas(Frame const& frame, ServerIndex const& servers, LifeStory const& lives,
                  TopicPartition id, std::vector<LostRecord> const& lost, LectureView& view) {
    PartitionRegistration const* registration = registration_of(servers, id);
    if (registration == nullptr || registration->replicas.empty()) return;
    ListedPartition const partition{id, registration};
    std::size_t const first = view.rows.size();
    for (BrokerId const broker : registration->replicas) {
        view.rows.push_back(replica_row(frame, servers, lives, partition, broker));
        view.rows.back().of = static_cast<std::int32_t>(view.partitions.size());
    }
    // By name, so that rows stand still when the assignment changes.
    std::stable_sort(view.rows.begin() + static_cast<std::ptrdiff_t>(first), view.rows.end(),
                     [](LectureRow const& a, LectureRow const& b) { return a.name < b.name; });
    view.partitions.push_back({id, frame.who.partition(id), losses_words(losses_of(lost, id)),
                               span_of(servers, partition)});
}

// How a client is that nothing is amiss with.
std::string calm_words(ClientCard const& card, Process const& process) {
    bool const is_member = process.consumer && is_group_member(**process.consumer);
    return is_member ? "member of " + card.short_role : card.short_role;
}

// Whether a text is about those that decide.
bool speaks_of_controllers(std::string_view text) {
    for (char const* word : {"controller", "controllers", "Controllers", "quorum", "majority"}) {
        if (mentions(text, word)) return true;
    }
    return false;
}

std::vector<NodeId> controllers_of(World const& world) {
    std::vector<NodeId> found;
    for (Process const& process : world.nodes) {
        bool const is_one = process.cluster == kFirstCluster && process.controller;
        if (is_one && !process.broker) found.push_back(process.id);
    }
    return found;
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
        status.words = card.trouble.empty() ? calm_words(card, process) : card.trouble;
        bool const is_member = process.consumer && is_group_member(**process.consumer);
        if (is_member && card.trouble.empty()) row.short_words = "member";
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

std::vector<NameId> mentioned_groups(World const& world, std::string_view text) {
    std::map<NameId, int> members;
    for (Process const& process : world.nodes) ++members[group_read_by(process)];
    std::vector<NameId> found;
    for (Process const& process : world.nodes) {
        NameId const group = group_read_by(process);
        if (group == kNoName || members[group] < 2) continue;
        bool const is_named = mentions(text, world.names.text(group)) ||
                              mentions(text, world.names.text(process.name));
        bool const is_known = std::find(found.begin(), found.end(), group) != found.end();
        if (is_named && !is_known) found.push_back(group);
    }
    return found;
}

LectureView lecture_view(Frame const& frame, UiState const& ui, LifeStory const& lives,
                         std::size_t most_rows, std::vector<LostRecord> const& lost) {
    ServerIndex const servers{frame.world};
    Told const said = told(frame);
    LectureView view;
    view.headline = said.headline;
    view.sentence = said.sentence;
    view.is_of_script = said.last > changed_at(frame);
    view.time = format_time(Time{shown_time(frame).us / 1000 * 1000});
    std::string const both = said.sentence + " " + said.headline;
    TopicPartition const selected = selected_partition(ui.selection);
    Subject subject{{selected}, {}};
    if (selected.partition < 0) subject = last_subject(frame, servers, both);
    std::vector<NodeId> nodes = mentioned_nodes(frame.world, both);
    put_first(members_of(frame.world, subject.groups), nodes);
    // One that is named is told of among the others: what counts is their majority.
    std::vector<NodeId> deciders;
    // Where a broker is named, too, it is about what the controller did to it.
    std::string const& last = said.sentence.empty() ? said.headline : said.sentence;
    bool const is_about_controllers =
        speaks_of_controllers(last) && !names_broker(frame.world, last);
    if (is_about_controllers) deciders = controllers_of(frame.world);
    std::erase_if(nodes, [&](NodeId node) { return is_among(deciders, node); });
    if (subject.partitions.empty()) {
        subject.partitions = partitions_behind(frame, servers, nodes, most_rows);
    }
    // Replicas give way to them, not they to replicas.
    std::size_t const most_replicas = most_rows - std::min(most_rows, deciders.size());
    keep_those_with_room(servers, said.headline, most_replicas, subject.partitions);
    if (!subject.partitions.empty()) view.partition = subject.partitions.front();
    if (most_replicas > 0) {
        for (TopicPartition const id : subject.partitions) {
            add_replicas(frame, servers, lives, id, lost, view);
        }
    }
    if (view.rows.size() > most_replicas) view.rows.resize(most_replicas);
    bool const has_replicas = !view.rows.empty();
    if (view.partitions.size() == 1) view.about = view.partitions.front().name;
    std::vector<LectureRow> deciding;
    for (NodeId const node : deciders) {
        deciding.push_back(node_row(frame, servers, lives, node_of(frame.world, node)));
    }
    for (NodeId const node : nodes) {
        Process const& process = node_of(frame.world, node);
        bool const is_told = process.broker && has_replicas;
        if (!is_told) view.rows.push_back(node_row(frame, servers, lives, process));
    }
    view.rows.insert(view.rows.begin(), deciding.begin(), deciding.end());
    if (view.rows.size() > most_rows) view.rows.resize(most_rows);
    if (view.headline.empty() && view.partition.partition >= 0) {
        view.headline = frame.who.partition(view.partition);
    }
    return view;
}

std::vector<std::size_t> rows_with_room(LectureView const& view, std::size_t most) {
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < view.rows.size(); ++i) kept.push_back(i);
    if (view.partitions.size() > 1) {
        for (std::size_t i = kept.size(); i-- > 0 && kept.size() > most;) {
            LectureRow const& row = view.rows[kept[i]];
            if (row.has_bar && row.is_dead)
                kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }
    if (kept.size() > most) kept.resize(most);
    return kept;
}

}  // namespace highwater::gui

#include "gui/view/cluster.h"

#include <algorithm>

#include "gui/view/lesson.h"
#include "gui/view/losses_shown.h"
#include "gui/view/records.h"
#include "gui/view/short_text.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

struct Context {
    Frame const& frame;
    ServerIndex servers;
    LifeStory const& lives;
    std::uint64_t now_fact;  // facts below it have happened

    LifeStory::Entry const* last(NodeId node) const { return lives.last(node, now_fact); }
    Process const* before(NodeId node) const {
        World const* previous = step_before(frame);
        auto const place = static_cast<std::size_t>(node.value);
        if (previous == nullptr || place >= previous->nodes.size()) return nullptr;
        return &previous->nodes[place];
    }
};

ControllerCard controller_card(Context const& context, Process const& process, NodeId active) {
    Raft const& raft = **process.raft;
    ControllerCard card;
    card.node = process.id;
    card.name = std::to_string(process.broker_id.value);
    NodeStatus const status = controller_status(context.servers, process, context.last(process.id));
    card.status = status.words;
    card.status_meaning = status.meaning;
    card.is_dead = status.is_dead;
    card.is_active = process.id == active;
    // The last offset it has, as Kafka's tools count: one less than the log's end.
    card.offset = card.is_active ? "metadata " : "";
    card.offset += std::to_string(raft.log.end().value - 1);
    return card;
}

ReplicaRow replica_row(Context const& context, Process const& process,
                       ListedPartition const& partition) {
    ReplicaRow row;
    row.broker = process.broker_id;
    row.is_here = contains(partition.registration->replicas, process.broker_id);
    if (!row.is_here) return row;
    Broker const& broker = **process.broker;
    Partition const* held = find_partition(broker, partition.id);
    ReplicaRole const role =
        role_of(context.servers, process.broker_id, *partition.registration, held);
    row.meaning = meaning_of(role);
    row.words = words_of(role, held, *partition.registration, process.broker_id);
    row.short_words = short_move_words(*partition.registration, process.broker_id);
    if (row.short_words.empty()) row.short_words = short_words_of(role);
    row.is_leader = partition.registration->leader == process.broker_id;
    Partition const* held_before = nullptr;
    Process const* before = context.before(process.id);
    if (before != nullptr && before->broker) {
        held_before = find_partition(**before->broker, partition.id);
        row.changed =
            before->is_alive != process.is_alive ||
            (held != nullptr && held_before != nullptr && held->role != held_before->role);
    }
    row.bar = bar_of(held, held_before, !process.is_alive);
    cross_diverging(row.bar, held,
                    context.servers.replica(partition.registration->leader, partition.id));
    row.cells = texts_of_few(held, context.frame.who);
    return row;
}

std::string summary_of(std::vector<ReplicaTile> const& tiles) {
    std::int64_t leads = 0;
    std::int64_t follows = 0;
    std::int64_t behind = 0;
    std::int64_t offline = 0;
    for (ReplicaTile const& tile : tiles) {
        leads += tile.meaning == Meaning::leader ? 1 : 0;
        follows += tile.meaning == Meaning::in_sync ? 1 : 0;
        behind += tile.meaning == Meaning::at_risk || tile.meaning == Meaning::controller ? 1 : 0;
        offline += tile.meaning == Meaning::dead ? 1 : 0;
    }
    std::string text;
    auto const add = [&](char const* word, std::int64_t count, char const* after) {
        if (count == 0) return;
        if (!text.empty()) text += " · ";
        text += word;
        text += grouped(count);
        text += after;
    };
    add("leads ", leads, "");
    add("follows ", follows, "");
    add("", behind, " not in sync");
    add("", offline, " offline");
    return text;
}

bool has_row(std::vector<ListedPartition> const& shown, TopicPartition id) {
    return std::any_of(shown.begin(), shown.end(),
                       [&](ListedPartition const& each) { return each.id == id; });
}

// The worse of two states of replicas.
int weight(Meaning meaning) {
    switch (meaning) {
    case Meaning::dead: return 3;
    case Meaning::at_risk: return 2;
    case Meaning::controller: return 1;
    default: return 0;
    }
}

void add_internal(BrokerCard& card, std::vector<ReplicaTile> const& tiles, std::string name) {
    if (tiles.empty()) return;
    InternalRow row;
    row.name = std::move(name);
    row.summary = summary_of(tiles);
    ReplicaTile const& worst = worst_of(tiles);
    row.first = worst.partition;
    // Whoever leads: all is well.
    row.meaning = weight(worst.meaning) > 0 ? worst.meaning : Meaning::in_sync;
    card.internals.push_back(std::move(row));
}

// Replicas without a row of their own: only their state, read side by side from the broker's table
// and the image, both in order of topic and partition.
void add_tiles(Context const& context, Process const& process, BrokerCard& card,
               std::vector<ListedPartition> const& all, std::vector<ListedPartition> const& shown) {
    Broker const& broker = **process.broker;
    std::vector<ReplicaTile> of_topic;
    for (std::size_t i = 0; i < all.size(); ++i) {
        ListedPartition const& partition = all[i];
        if (contains(partition.registration->replicas, process.broker_id)) {
            Partition const* held =
                process.is_alive ? find_partition(broker, partition.id) : nullptr;
            ReplicaRole const role =
                role_of(context.servers, process.broker_id, *partition.registration, held);
            ReplicaTile const tile{partition.id, meaning_of(role)};
            if (partition.is_internal) {
                of_topic.push_back(tile);
            } else if (!has_row(shown, partition.id)) {
                card.tiles.push_back(tile);
            }
        }
        bool const is_last = i + 1 == all.size() || all[i + 1].id.topic != partition.id.topic;
        if (!is_last || !partition.is_internal) continue;
        add_internal(card, of_topic, context.frame.world.names.text(partition.id.topic));
        of_topic.clear();
    }
    card.summary = summary_of(card.tiles);
}

BrokerCard broker_card(Context const& context, Process const& process,
                       std::vector<ListedPartition> const& all,
                       std::vector<ListedPartition> const& shown) {
    BrokerCard card;
    card.node = process.id;
    card.broker = process.broker_id;
    card.name = context.frame.who.node(process.id);
    if (process.rack != kNoName) {
        card.rack = "rack " + context.frame.world.names.text(process.rack);
    }
    card.status = broker_status(context.servers, process, context.last(process.id));
    for (ListedPartition const& partition : shown) {
        card.rows.push_back(replica_row(context, process, partition));
    }
    if (shown.size() < all.size()) add_tiles(context, process, card, all, shown);
    return card;
}

void sort_by_rack(std::vector<BrokerCard>& brokers) {
    std::sort(brokers.begin(), brokers.end(), [](BrokerCard const& a, BrokerCard const& b) {
        return a.rack != b.rack ? a.rack < b.rack : a.broker < b.broker;
    });
}

// What the lesson says at this instant, what it said before that, and what it asks since.
struct Spoken {
    std::string_view say;
    std::string_view before;
    std::string_view ask;
};

Spoken spoken(Frame const& frame) {
    Spoken last;
    if (frame.scenario == nullptr) return last;
    for (LessonStep const& step : frame.scenario->steps) {
        if (step.at > shown_time(frame)) break;
        if (!step.say.empty()) last = {step.say, last.say, {}};
        if (!step.ask.empty()) last.ask = step.ask;
    }
    return last;
}

// Who is seen where there is not room for all.
int urgency(Context const& context, Spoken const& text, NodeId chosen, Process const& process) {
    Names const& names = context.frame.world.names;
    bool const is_member = process.consumer && is_group_member(**process.consumer);
    auto const is_named = [&](std::string_view said) {
        if (mentions(said, names.text(process.name))) return true;
        return is_member && mentions(said, names.text((*process.consumer)->membership.group));
    };
    if (process.id == chosen) return 6;
    if (is_named(text.ask)) return 5;
    if (is_named(text.say)) return 4;
    if (is_named(text.before)) return 3;
    if (!process.is_alive) return 0;
    return is_member ? 2 : 1;
}

// What was promised and is gone comes before whatever else is amiss.
void tell_losses(ClientCard& card, std::vector<LostRecord> const& lost) {
    auto const count = std::count_if(lost.begin(), lost.end(), [&](LostRecord const& each) {
        return each.producer == card.node;
    });
    if (count == 0) return;
    std::string const few = short_losses_words(count);
    card.short_trouble = few + (card.short_trouble.empty() ? "" : " · " + card.short_trouble);
    card.trouble = card.trouble.empty() ? losses_words(count) : few + " · " + card.trouble;
    card.trouble_meaning = Meaning::lost;
}

// Those of whom the lesson speaks first, in their usual order.
void add_clients(Context const& context, ClusterRoom const& place,
                 std::vector<LostRecord> const& lost, ClusterView& view) {
    std::size_t const room = place.clients;
    std::vector<Process const*> clients;
    for (Process const& process : context.frame.world.nodes) {
        bool const is_of_it = process.cluster == kFirstCluster;
        if (is_of_it && is_shown_client(process)) clients.push_back(&process);
    }
    if (clients.size() > room) {
        Spoken const text = spoken(context.frame);
        std::stable_sort(clients.begin(), clients.end(), [&](Process const* a, Process const* b) {
            return urgency(context, text, place.chosen, *a) >
                   urgency(context, text, place.chosen, *b);
        });
        for (std::size_t i = room; i < clients.size(); ++i) {
            view.clients_not_shown.push_back(context.frame.world.names.text(clients[i]->name));
        }
        clients.resize(room);
        std::sort(clients.begin(), clients.end(),
                  [](Process const* a, Process const* b) { return a->id < b->id; });
    }
    for (Process const* client : clients) {
        view.clients.push_back(
            client_card(context.frame, context.servers, *client, context.last(client->id)));
        tell_losses(view.clients.back(), lost);
    }
}

}  // namespace

ReplicaTile const& worst_of(std::span<ReplicaTile const> tiles) {
    return *std::max_element(tiles.begin(), tiles.end(),
                             [](ReplicaTile const& a, ReplicaTile const& b) {
                                 return weight(a.meaning) < weight(b.meaning);
                             });
}

std::vector<ListedPartition> choose_partitions(ServerIndex const& servers,
                                               std::vector<ListedPartition> const& all,
                                               std::size_t room, TopicPartition focus) {
    std::vector<std::size_t> order;
    std::vector<int> ranks(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        bool const is_focus = all[i].id == focus;
        if (all[i].is_internal && !is_focus) continue;
        PartitionHealth const health = health_of(servers, *all[i].registration);
        ranks[i] = static_cast<int>(health);
        if (health == PartitionHealth::not_preferred) ranks[i] = 0;
        if (is_focus) ranks[i] = 100;
        order.push_back(i);
    }
    std::size_t const kept = std::min(room, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept), order.end(),
                      [&](std::size_t a, std::size_t b) {
                          return ranks[a] != ranks[b] ? ranks[a] > ranks[b] : a < b;
                      });
    order.resize(kept);
    std::sort(order.begin(),
              order.end());  // in their usual order, so that rows change places rarely
    std::vector<ListedPartition> chosen;
    for (std::size_t const place : order) chosen.push_back(all[place]);
    return chosen;
}

ClusterView cluster_view(Frame const& frame, ClusterRoom const& room, LifeStory const& lives,
                         std::vector<LostRecord> const& lost) {
    Context const context{frame, ServerIndex{frame.world}, lives,
                          facts_until(frame.trace, frame.cursor)};
    ClusterView view;
    std::vector<ListedPartition> const all = list_partitions(context.servers);
    std::vector<ListedPartition> const shown =
        choose_partitions(context.servers, all, room.rows, room.focus);
    view.all_partitions = static_cast<std::int32_t>(
        std::count_if(all.begin(), all.end(), [](auto const& each) { return !each.is_internal; }));
    for (ListedPartition const& partition : shown) {
        view.partitions.push_back(
            {partition.id, frame.who.partition(partition.id), span_of(context.servers, partition)});
    }
    NodeId const active = active_controller(frame.world);
    for (Process const& process : frame.world.nodes) {
        if (process.cluster != kFirstCluster) continue;  // the window shows one cluster
        if (process.controller) {
            view.controllers.push_back(controller_card(context, process, active));
        }
        if (process.broker) view.brokers.push_back(broker_card(context, process, all, shown));
    }
    sort_by_rack(view.brokers);
    add_clients(context, room, lost, view);
    view.network = network_view(frame);
    return view;
}

TopicPartition selected_partition(Selection const& selection) {
    if (auto const* partition = std::get_if<SelectedPartition>(&selection)) {
        return partition->partition;
    }
    if (auto const* replica = std::get_if<SelectedReplica>(&selection)) return replica->partition;
    if (auto const* record = std::get_if<SelectedRecord>(&selection)) return record->partition;
    return {};
}

}  // namespace highwater::gui

#include "gui/view/actions.h"

#include <algorithm>

#include "gui/view/overloaded.h"
#include "gui/view/partition_state.h"
#include "gui/view/why_chain.h"
#include "network/network.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

constexpr std::size_t kMostPeers = 6;

using ActionKind = MenuAction::Kind;

struct Menu {
    Frame const& frame;
    std::vector<MenuAction> actions;

    void heading(std::string text) { entry(ActionKind::heading, std::move(text)); }
    // `why_not` empty: it can be done.
    void run(std::string text, std::string phrase, std::string why_not = {},
             Meaning meaning = Meaning::plain) {
        MenuAction& made = entry(ActionKind::run, std::move(text));
        made.phrase = std::move(phrase);
        made.why_not = std::move(why_not);
        made.meaning = meaning;
    }
    void select(std::string text, Selection selection) {
        entry(ActionKind::select, std::move(text)).selection = selection;
    }
    void go_to(std::string text, EventId event) {
        MenuAction& made = entry(ActionKind::go_to, std::move(text));
        made.event = event;
        made.phrase = "#";
        made.phrase += std::to_string(event.value);
    }
    void questions(Selection const& selection) {
        std::vector<WhyTopic> const topics = why_topics(frame, selection);
        for (std::size_t i = 0; i < topics.size(); ++i) {
            MenuAction& made = entry(ActionKind::ask_why, topics[i].title);
            made.selection = selection;
            made.why = static_cast<std::int32_t>(i);
        }
    }

private:
    MenuAction& entry(ActionKind kind, std::string text) {
        MenuAction made;
        made.kind = kind;
        made.text = std::move(text);
        actions.push_back(std::move(made));
        return actions.back();
    }
};

void life_actions(Menu& menu, Process const& process, std::string const& name) {
    std::string const is_dead = process.is_alive ? "" : name + " is not running";
    std::string const runs = process.is_alive ? name + " is running" : "";
    menu.run("Kill", "kill " + name, is_dead, Meaning::lost);
    menu.run("Shut down", "shutdown " + name, is_dead);
    menu.run("Start", "start " + name, runs, Meaning::in_sync);
    if (process.is_paused) {
        menu.run("Resume", "resume " + name, is_dead);
    } else {
        menu.run("Pause", "pause " + name, is_dead, Meaning::at_risk);
    }
    if (!process.is_server()) return;
    menu.run("Pull the power plug", "unplug " + name, is_dead, Meaning::lost);
    menu.run("Wipe its disks", "wipe " + name, runs, Meaning::lost);
    if (process.clock_skew.us == 0) {
        menu.run("Set its clock ahead", "skew " + name + " by 5min", {}, Meaning::at_risk);
        menu.run("Set its clock back", "skew " + name + " by -5min", {}, Meaning::at_risk);
    } else {
        menu.run("Set its clock right", "skew " + name + " by 0s", {}, Meaning::in_sync);
    }
}

// What the application of a member does.
void member_actions(Menu& menu, Process const& process, std::string const& name) {
    if (!process.consumer || !is_member(**process.consumer)) return;
    std::string const is_dead = process.is_alive ? "" : name + " is not running";
    bool const is_stalled = (*process.consumer)->application.is_stalled;
    menu.heading("Its application");
    menu.run("Leave the group", "leave " + name, is_dead);
    if (is_stalled) {
        menu.run("Poll again", "resume " + name, is_dead, Meaning::in_sync);
    } else {
        menu.run("Stop polling", "stall " + name, is_dead, Meaning::at_risk);
    }
    menu.run("Commit its positions", "commit " + name, is_dead);
}

// All brokers of its rack, or of its data centre, at once.
void rack_actions(Menu& menu, Process const& process) {
    if (process.rack == kNoName) return;
    World const& world = menu.frame.world;
    std::string const rack = "rack " + world.names.text(process.rack);
    bool all_alive = true;
    bool all_dead = true;
    bool any_slow = false;
    std::vector<NetworkPort> const& ports = world.network.ports;
    for (Process const& other : world.nodes) {
        if (!other.broker || other.rack != process.rack) continue;
        auto const place = static_cast<std::size_t>(other.id.value);
        any_slow |= place < ports.size() && ports[place].extra_delay.us > 0;
        all_alive &= other.is_alive;
        all_dead &= !other.is_alive;
    }
    menu.heading("All of " + rack);
    menu.run("Kill", "kill " + rack, all_dead ? "none of it is running" : "", Meaning::lost);
    menu.run("Pull the power plug", "unplug " + rack, all_dead ? "none of it is running" : "",
             Meaning::lost);
    menu.run("Start", "start " + rack, all_alive ? "all of it is running" : "", Meaning::in_sync);
    menu.run("Isolate", "isolate " + rack, {}, Meaning::at_risk);
    menu.run("Heal", "heal " + rack);
    menu.run("Slow down", "slow " + rack + " by 200ms", {}, Meaning::at_risk);
    if (any_slow) menu.run("As fast as before", "slow " + rack + " by 0s", {}, Meaning::in_sync);
}

void network_actions(Menu& menu, Process const& process, std::string const& name) {
    Network const& network = menu.frame.world.network;
    auto const place = static_cast<std::size_t>(process.id.value);
    NetworkPort const* port = place < network.ports.size() ? &network.ports[place] : nullptr;
    bool const isolated = port != nullptr && port->is_isolated;
    bool trouble = isolated || (port != nullptr && port->island != 0);
    if (port != nullptr) {
        for (Link const& link : port->links) trouble |= link.is_cut || link.is_clogged;
    }
    for (NetworkPort const& other : network.ports) {
        for (Link const& link : other.links) {
            trouble |= link.to == process.id && (link.is_cut || link.is_clogged);
        }
    }
    bool const is_slow = port != nullptr && port->extra_delay.us > 0;
    menu.heading("Network");
    menu.run("Isolate", "isolate " + name, isolated ? name + " is isolated" : "", Meaning::at_risk);
    menu.run("Slow down", "slow " + name + " by 200ms", "", Meaning::at_risk);
    if (is_slow) menu.run("As fast as before", "slow " + name + " by 0s", "", Meaning::in_sync);
    menu.run("Heal", "heal " + name, trouble ? "" : "none of its links is cut or clogged");
    menu.run("Swizzle all links", "swizzle over 20s", "", Meaning::at_risk);
    menu.heading("Cut from, or heal");
    std::size_t peers = 0;
    for (Process const& peer : menu.frame.world.nodes) {
        if (peer.id == process.id || !peer.is_server() || peers == kMostPeers) continue;
        ++peers;
        std::string const other = menu.frame.who.node(peer.id);
        bool const cut = is_blocked(network, process.id, peer.id);
        menu.run(other, (cut ? "heal " : "cut ") + name + " from " + other, {},
                 cut ? Meaning::in_sync : Meaning::plain);
    }
}

void about(Menu& menu, SelectedNode const& selected) {
    Process const* process = find_process(menu.frame.world, selected.node);
    if (process == nullptr) return;
    std::string const name = menu.frame.who.node(selected.node);
    menu.heading(name);
    menu.questions(selected);
    life_actions(menu, *process, name);
    member_actions(menu, *process, name);
    rack_actions(menu, *process);
    network_actions(menu, *process, name);
}

void about_partition(Menu& menu, TopicPartition id, Selection const& selected) {
    ServerIndex const servers{menu.frame.world};
    PartitionRegistration const* registration = registration_of(servers, id);
    if (registration == nullptr) return;
    std::string const name = menu.frame.who.partition(id);
    std::string const topic = menu.frame.who.names->text(id.topic);
    bool const has_leader = registration->leader != kNoBroker;
    std::string const nobody = has_leader ? "" : "nobody leads " + name;
    menu.questions(selected);
    menu.heading("Its leader");
    menu.run("Kill its leader", "kill leader of " + name, nobody, Meaning::lost);
    menu.run("Pull its leader's plug", "unplug leader of " + name, nobody, Meaning::lost);
    menu.run("Pause its leader", "pause leader of " + name, nobody, Meaning::at_risk);
    menu.run("Isolate its leader", "isolate leader of " + name, nobody, Meaning::at_risk);
    bool const preferred = has_leader && registration->leader == registration->replicas.front();
    std::string phrase = "exec kafka-leader-election --election-type preferred --topic ";
    phrase += topic;
    phrase += " --partition ";
    phrase += std::to_string(id.partition);
    menu.run("Elect the preferred leader", phrase, preferred ? "it leads already" : "");
    menu.heading("Records");
    menu.run("Produce three records", "produce 3 to " + name + " acks=all");
    menu.run("Read it from the start", "read " + name + " from earliest");
    menu.run("Describe its topic", "exec kafka-topics --describe --topic " + topic);
}

void about(Menu& menu, SelectedPartition const& selected) {
    menu.heading(menu.frame.who.partition(selected.partition));
    about_partition(menu, selected.partition, selected);
}

void about(Menu& menu, SelectedReplica const& selected) {
    menu.heading(menu.frame.who.partition(selected.partition) + " on " +
                 menu.frame.who.broker(selected.broker));
    menu.select("Show the partition", SelectedPartition{selected.partition});
    NodeId const node = node_of_server(menu.frame.world, selected.broker);
    if (node != kNoNode) {
        std::string const broker = menu.frame.who.broker(selected.broker);
        menu.select("Show " + broker, SelectedNode{node});
        Process const* process = find_process(menu.frame.world, node);
        bool const runs = process != nullptr && process->is_alive;
        menu.run("Kill " + broker, "kill " + broker, runs ? "" : broker + " is not running",
                 Meaning::lost);
        if (!runs) menu.run("Start " + broker, "start " + broker, {}, Meaning::in_sync);
    }
    about_partition(menu, selected.partition, selected);
}

void about(Menu& menu, SelectedRecord const& selected) {
    Frame const& frame = menu.frame;
    std::string const partition = frame.who.partition(selected.partition);
    std::string const offset = std::to_string(selected.offset);
    menu.heading("Offset " + offset + " of " + partition);
    menu.run("Read from here", "read " + partition + " from " + offset);
    for (Process const& process : frame.world.nodes) {
        if (!process.consumer || !process.is_alive) continue;
        auto const& owned = (*process.consumer)->partitions;
        bool const has_it = std::any_of(
            owned.begin(), owned.end(),
            [&](AssignedPartition const& each) { return each.partition == selected.partition; });
        if (!has_it) continue;
        std::string const name = frame.who.node(process.id);
        menu.run("Let " + name + " seek here", "seek " + name + " " + partition + " to " + offset);
    }
    menu.select("Show the partition", SelectedPartition{selected.partition});
}

void about(Menu& menu, SelectedMessage const& selected) {
    EventQueue const& queue = menu.frame.world.queue;
    EventHandle const handle = queue.find(selected.arrival);
    bool const travels = !(handle == kNoEvent);
    std::string const event = std::to_string(selected.arrival.value);
    menu.heading("Message #" + event);
    menu.questions(selected);
    menu.run("Drop this message", "drop message " + event,
             travels ? "" : "it is not on its way any more", Meaning::lost);
    menu.run("Hold it up", "delay message " + event + " by 200ms",
             travels ? "" : "it is not on its way any more", Meaning::at_risk);
    if (!travels) return;
    if (auto const* delivery = std::get_if<Delivery>(&queue[handle].payload)) {
        bool const is_answer = is_response(delivery->envelope.message);
        menu.run("Let it arrive twice", "duplicate message " + event,
                 is_answer ? "only a request can be sent again" : "", Meaning::at_risk);
        menu.select("Show its link", SelectedLink{delivery->envelope.from, delivery->envelope.to});
    }
    menu.go_to("Go to its arrival", selected.arrival);
}

void about(Menu& menu, SelectedLink const& selected) {
    std::string const from = menu.frame.who.node(selected.from);
    std::string const to = menu.frame.who.node(selected.to);
    Network const& network = menu.frame.world.network;
    bool const there = is_blocked(network, selected.from, selected.to);
    bool const back = is_blocked(network, selected.to, selected.from);
    menu.heading(from + " – " + to);
    menu.run("Cut both ways", "cut " + from + " from " + to, there && back ? "it is cut" : "",
             Meaning::lost);
    menu.run("Cut one way", "cut " + from + " to " + to, there ? "it is cut" : "", Meaning::lost);
    menu.run("Heal", "heal " + from + " from " + to, there || back ? "" : "it is not cut");
    Link const* link = find_link(network, selected.from, selected.to);
    Link const* reverse = find_link(network, selected.to, selected.from);
    bool const clogged =
        (link != nullptr && link->is_clogged) || (reverse != nullptr && reverse->is_clogged);
    std::string const pair = from + " from " + to;
    if (clogged) {
        menu.run("Unclog", "unclog " + pair, "", Meaning::in_sync);
    } else {
        menu.run("Clog", "clog " + pair, "", Meaning::lost);
    }
    menu.run("Slow down", "slow " + from + " to " + to + " by 200ms", "", Meaning::at_risk);
    menu.run("As fast as before", "slow " + from + " to " + to + " by 0s",
             link != nullptr && link->extra_delay.us > 0 ? "" : "it is not slow");
    bool const reorders = link != nullptr && link->reordering.us > 0;
    menu.run(reorders ? "Keep the order again" : "Let connections overtake",
             "reorder " + from + " to " + to + (reorders ? " by 0s" : " by 50ms"), "",
             reorders ? Meaning::in_sync : Meaning::at_risk);
    bool const loses = link != nullptr && link->loss_ppm > 0;
    menu.run(loses ? "Lose nothing any more" : "Lose packets",
             (loses ? "lose 0% from " : "lose 5% from ") + from + " to " + to, "",
             loses ? Meaning::in_sync : Meaning::at_risk);
}

void about(Menu& menu, SelectedEvent const& selected) {
    menu.heading("Event #" + std::to_string(selected.event.value));
    menu.questions(selected);
    menu.go_to("Go to this event", selected.event);
}

void about(Menu&, std::monostate) {}

}  // namespace

std::vector<MenuAction> actions_for(Frame const& frame, Selection const& selection) {
    Menu menu{frame, {}};
    std::visit([&](auto const& selected) { about(menu, selected); }, selection);
    return std::move(menu.actions);
}

}  // namespace highwater::gui

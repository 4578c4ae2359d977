#include "engine/commands.h"

#include <algorithm>

#include <utility>

#include "base/text.h"
#include "client/tools/console.h"
#include "client/tools/dump_log.h"
#include "client/tools/ports.h"
#include "engine/broker_files.h"
#include "fault/fault.h"

namespace highwater {

namespace {

// A client process starts at once; its role decides when its work begins.
NodeId launch(World& world, Process& process, Effects& out) {
    begin_effects(world, process.id, out);
    start_process(world, process, out);
    return process.id;
}

Refusal refuse_taken_name(World const& world, NameId name) {
    if (find_node(world, name) == kNoNode) return std::nullopt;
    return Problem{world.names.text(name) + " exists already", "choose another name"};
}

Problem is_closing(std::string const& name) {
    return {name + " is closing", "start it again when it has ended"};
}

// A process that cannot be asked for anything now.
Refusal refuse_silent(World const& world, Process const& process) {
    std::string const name = world.names.text(process.name);
    if (!process.is_alive) return Problem{name + " is not running", "start it first"};
    if (process.is_paused) return Problem{name + " is paused", "resume it first"};
    return std::nullopt;
}

Process* find_client(World& world, NameId name) {
    NodeId const node = find_node(world, name);
    return node == kNoNode ? nullptr : &node_of(world, node);
}

// What a tool is told to talk to: brokers, or by --bootstrap-controller controllers (KIP-919).
struct Addresses {
    std::string hosts;
    bool of_controllers{};
};

Addresses addresses_in(std::vector<std::string> const& arguments) {
    constexpr std::string_view kOptions[] = {"--bootstrap-server", "-b", "--bootstrap-controller",
                                             "-C"};
    Addresses found;
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        std::string const name = arguments[i].substr(0, arguments[i].find('='));
        auto const option = std::find(std::begin(kOptions), std::end(kOptions), name);
        if (option == std::end(kOptions)) continue;
        found.of_controllers = option - std::begin(kOptions) >= 2;
        if (name.size() < arguments[i].size()) {
            found.hosts = arguments[i].substr(name.size() + 1);
        } else if (i + 1 < arguments.size()) {
            found.hosts = arguments[i + 1];
        }
    }
    return found;
}

bool is_asked(Process const& process, bool of_controllers) {
    return of_controllers ? process.controller.has_value() : process.broker.has_value();
}

// A person gives a tool the address of a server that answers, if there is one.
std::vector<NodeId> answering(World const& world, ClusterId cluster, bool of_controllers) {
    std::vector<NodeId> nodes;
    std::vector<NodeId> all;
    for (Process const& process : world.nodes) {
        if (process.cluster != cluster || !is_asked(process, of_controllers)) continue;
        all.push_back(process.id);
        if (process.is_alive && !process.is_paused) nodes.push_back(process.id);
    }
    return nodes.empty() ? all : nodes;
}

struct Bootstrap {
    std::vector<NodeId> nodes;
    bool is_refused{};  // a machine of that name is there, but nobody listens at that port
};

bool is_listening(std::string const& address, bool of_controllers) {
    auto const colon = address.rfind(':');
    // Without a port it is no address; the tool complains.
    if (colon == std::string::npos) return true;
    return address.substr(colon + 1) ==
           std::to_string(of_controllers ? kControllerPort : kBrokerPort);
}

// The servers that the tool's options name, if one of them answers only those that do; without a
// name, or with that of the machine itself, any of the first cluster that answers. None when nobody
// named exists. The first one named decides the cluster: a client knows only one.
Bootstrap bootstrap_of(World const& world, std::vector<std::string> const& arguments) {
    Addresses addresses = addresses_in(arguments);
    bool const of_controllers = addresses.of_controllers;
    // The consoles would try for ever: they are not told of a wrong port.
    bool const is_console =
        !arguments.empty() && tool_name(arguments.front()).rfind("kafka-console-", 0) == 0;
    Bootstrap found;
    if (addresses.hosts.empty()) {
        found.nodes = answering(world, kFirstCluster, of_controllers);
        return found;
    }
    std::vector<NodeId>& nodes = found.nodes;
    while (!addresses.hosts.empty()) {
        std::string const address = addresses.hosts.substr(0, addresses.hosts.find(','));
        addresses.hosts.erase(0, address.size() + 1);
        std::string const host = address.substr(0, address.rfind(':'));
        bool const is_open = is_console || is_listening(address, of_controllers);
        if (host == "localhost" || host == "127.0.0.1") {
            found.is_refused = !is_open;
            if (!is_open) continue;
            nodes = answering(world, kFirstCluster, of_controllers);
            return found;
        }
        for (Process const& process : world.nodes) {
            bool const is_meant =
                is_asked(process, of_controllers) && world.names.text(process.name) == host;
            if (is_meant && is_open) nodes.push_back(process.id);
            if (is_meant && !is_open) found.is_refused = true;
        }
    }
    if (nodes.empty()) return found;
    ClusterId const cluster = node_of(world, nodes.front()).cluster;
    auto const is_foreign = [&](NodeId node) { return node_of(world, node).cluster != cluster; };
    nodes.erase(std::remove_if(nodes.begin(), nodes.end(), is_foreign), nodes.end());
    std::vector<NodeId> named;
    for (NodeId const node : answering(world, cluster, of_controllers)) {
        if (std::find(nodes.begin(), nodes.end(), node) != nodes.end()) named.push_back(node);
    }
    if (!named.empty()) nodes = std::move(named);
    return found;
}

struct Carrying {
    World& world;
    Command const& command;
    EventId event;
    Effects& out;

    template <class Fault>
    Refusal fault(Fault const& body) {
        return apply(world, body, event, out);
    }

    Refusal operator()(KillNode const& body) { return fault(body); }
    Refusal operator()(StartNode const& body) { return fault(body); }
    Refusal operator()(ShutdownNode const& body) { return fault(body); }
    Refusal operator()(PauseNode const& body) { return fault(body); }
    Refusal operator()(ResumeNode const& body) { return fault(body); }
    Refusal operator()(WipeNode const& body) { return fault(body); }
    Refusal operator()(UnplugNode const& body) { return fault(body); }
    Refusal operator()(SkewClock const& body) { return fault(body); }
    // Only reached when they came to no parts.
    Refusal operator()(OnEach const& body) { return nobody_in(body.targets); }
    Refusal operator()(OnEachBy const& body) { return nobody_in(body.targets); }
    Refusal nobody_in(std::vector<NodeTarget> const& targets) const {
        Expected<std::vector<NodeId>> const nodes = resolve_all(world, targets);
        if (!nodes) return nodes.problem();
        return Problem{"nobody is meant", "name a broker or controller"};
    }
    Refusal operator()(OnEachLink const& body) {
        Expected<NodeGroups> const groups = resolve_groups(world, body.from, body.to);
        if (!groups) return groups.problem();
        return Problem{"no link is meant", "name brokers or controllers on both sides"};
    }
    Refusal operator()(CutLink const& body) { return fault(body); }
    Refusal operator()(HealLink const& body) { return fault(body); }
    Refusal operator()(CutGroups const& body) { return fault(body); }
    Refusal operator()(HealGroups const& body) { return fault(body); }
    Refusal operator()(CutRing const& body) { return fault(body); }
    Refusal operator()(HealRing const& body) { return fault(body); }
    Refusal operator()(ClogLink const& body) { return fault(body); }
    Refusal operator()(UnclogLink const& body) { return fault(body); }
    Refusal operator()(SwizzleLinks const& body) { return fault(body); }
    Refusal operator()(SwizzleStep const& body) { return fault(body); }
    Refusal operator()(ReorderLink const& body) { return fault(body); }
    Refusal operator()(IsolateNode const& body) { return fault(body); }
    Refusal operator()(IsolateGroup const& body) { return fault(body); }
    Refusal operator()(HealNode const& body) { return fault(body); }
    Refusal operator()(HealAll const& body) { return fault(body); }
    Refusal operator()(SlowNode const& body) { return fault(body); }
    Refusal operator()(SlowLink const& body) { return fault(body); }
    Refusal operator()(LoseMessages const& body) { return fault(body); }
    Refusal operator()(DropMessage const& body) { return fault(body); }
    Refusal operator()(DelayMessage const& body) { return fault(body); }
    Refusal operator()(DuplicateMessage const& body) { return fault(body); }

    Refusal operator()(AddProducer const& body) {
        if (Refusal refusal = refuse_taken_name(world, body.spec.name)) return refusal;
        Process& process = add_process(world, body.spec.name);
        process.cluster = body.spec.cluster;
        process.producer = Cow{make_producer(body.spec, broker_nodes(world, process.cluster))};
        launch(world, process, out);
        return std::nullopt;
    }

    Refusal operator()(AddConsumer const& body) {
        if (Refusal refusal = refuse_taken_name(world, body.spec.name)) return refusal;
        Process& process = add_process(world, body.spec.name);
        process.cluster = body.spec.cluster;
        process.consumer = Cow{make_consumer(body.spec, broker_nodes(world, process.cluster))};
        launch(world, process, out);
        return std::nullopt;
    }

    Refusal operator()(ProduceRecords const& body) {
        Process* process = find_client(world, body.producer);
        if (process == nullptr) {
            ProducerSpec spec;
            spec.name = body.producer;
            spec.cluster = body.cluster;
            spec.config = body.config;
            process = &add_process(world, body.producer);
            process->cluster = body.cluster;
            process->producer =
                Cow{make_producer(std::move(spec), broker_nodes(world, body.cluster))};
            launch(world, *process, out);
        } else {
            std::string const name = world.names.text(body.producer);
            if (!process->producer) {
                return Problem{name + " is no producer", "choose another name after `as`"};
            }
            if (Refusal refusal = refuse_silent(world, *process)) return refusal;
            if ((*process->producer)->is_closing) {
                return is_closing(name);
            }
            begin_effects(world, process->id, out);
        }
        submit(process->producer->edit(), make_payload(body), out);
        return std::nullopt;
    }

    Refusal operator()(FlushProducer const& body) {
        return of_producer(body.producer, [&](Producer& producer) { flush(producer, true, out); });
    }
    Refusal operator()(PollProducer const& body) {
        return of_producer(body.producer, [&](Producer& producer) { poll(producer, out); });
    }
    template <class Call>
    Refusal of_producer(NameId producer, Call&& call) {
        Process* process = find_client(world, producer);
        std::string const name = world.names.text(producer);
        if (process == nullptr || !process->producer) {
            return Problem{name + " is no producer", "name one that exists"};
        }
        if (Refusal refusal = refuse_silent(world, *process)) return refusal;
        begin_effects(world, process->id, out);
        call(process->producer->edit());
        return std::nullopt;
    }

    Refusal operator()(SeekConsumer const& body) {
        Process* process = find_client(world, body.consumer);
        std::string const name = world.names.text(body.consumer);
        if (process == nullptr || !process->consumer) {
            return Problem{name + " is no consumer", "seek moves a consumer that exists"};
        }
        if (Refusal refusal = refuse_silent(world, *process)) return refusal;
        begin_effects(world, process->id, out);
        if (is_inside_close((*process->consumer)->application)) return is_closing(name);
        if (seek(process->consumer->edit(), body.partition, body.to, body.offset, out)) {
            return std::nullopt;
        }
        return Problem{name + " does not read that partition", "name one that it is assigned"};
    }

    Refusal operator()(AskConsumer const& body) {
        Process* process = find_client(world, body.consumer);
        std::string const name = world.names.text(body.consumer);
        if (process == nullptr || !process->consumer) {
            return Problem{name + " is no consumer", "name one that exists"};
        }
        if (Refusal refusal = refuse_silent(world, *process)) return refusal;
        begin_effects(world, process->id, out);
        std::string const refusal = ask(process->consumer->edit(), body.call, out);
        if (refusal.empty()) return std::nullopt;
        bool const closes = is_inside_close((*process->consumer)->application);
        return closes ? is_closing(name) : Problem{name + " " + refusal, ""};
    }

    Refusal operator()(ExecTool const& body) {
        // Each call is a process of its own, named after the tool and its address.
        std::string const tool = body.arguments.empty() ? "tool" : body.arguments.front();
        NameId const name = world.names.intern(tool + "#" + std::to_string(world.nodes.size()));
        Process& process = add_process(world, name);
        Bootstrap const found = bootstrap_of(world, body.arguments);
        std::vector<NodeId> const& bootstrap = found.nodes;
        if (!bootstrap.empty()) process.cluster = node_of(world, bootstrap.front()).cluster;
        std::uint64_t const number =
            draw(world.seed, Draw::console_group, static_cast<std::uint64_t>(process.id.value), 0);
        if (auto client = console_client(body, name, process.cluster, number, world.names)) {
            if (client->consumer) {
                process.consumer = Cow{make_consumer(std::move(*client->consumer), bootstrap)};
            } else {
                process.producer = Cow{make_producer(std::move(*client->producer), bootstrap)};
            }
        }
        process.tool = Cow{make_tool(body, bootstrap)};
        process.tool->edit().is_refused = found.is_refused;
        if (tool_name(tool) == "kafka-dump-log") {
            std::vector<DumpedFile> files;
            for (std::string const& path : dumped_files(body.arguments)) {
                if (auto bytes = read_broker_file(world, path)) files.push_back({path, *bytes});
            }
            process.tool->edit().files = make_payload(std::move(files));
        }
        launch(world, process, out);
        return std::nullopt;
    }

    Refusal operator()(SayText const& body) {
        if (out.has_listener()) out.note(Said{make_payload(body.text)});
        return std::nullopt;
    }
    Refusal operator()(AskText const& body) {
        if (out.has_listener()) out.note(Asked{make_payload(body.text)});
        return std::nullopt;
    }
    Refusal operator()(MarkInstant const& body) {
        out.note(Marked{body.name});
        return std::nullopt;
    }
};

CommandBody deed_on(NodeDeed deed, NodeTarget const& target, Duration by) {
    switch (deed) {
    case NodeDeed::kill: return KillNode{target};
    case NodeDeed::unplug: return UnplugNode{target};
    case NodeDeed::start: return StartNode{target};
    case NodeDeed::shut_down: return ShutdownNode{target};
    case NodeDeed::pause: return PauseNode{target};
    case NodeDeed::resume: return ResumeNode{target};
    case NodeDeed::wipe: return WipeNode{target};
    case NodeDeed::heal: return HealNode{target};
    case NodeDeed::slow: return SlowNode{target, by};
    case NodeDeed::skew: return SkewClock{target, by};
    }
    CHECK(false);
}

CommandBody deed_on(OnEachLink const& each, NodeTarget const& from, NodeTarget const& to) {
    switch (each.deed) {
    case LinkDeed::clog: return ClogLink{from, to, each.one_way};
    case LinkDeed::unclog: return UnclogLink{from, to, each.one_way};
    case LinkDeed::slow: return SlowLink{from, to, each.by};
    case LinkDeed::reorder: return ReorderLink{from, to, each.by};
    case LinkDeed::lose: return LoseMessages{from, to, each.loss_ppm};
    }
    CHECK(false);
}

NodeTarget exactly(NodeId node) {
    NodeTarget target;
    target.node = node;
    return target;
}

// "slow", or with its share "lose 5% from".
std::string begin_of(std::string const& phrase, LinkDeed deed) {
    std::size_t end = phrase.find(' ');
    if (deed == LinkDeed::lose && end != std::string::npos) {
        end = phrase.find(' ', phrase.find_first_not_of(' ', end));
        return phrase.substr(0, end) + " from";
    }
    return phrase.substr(0, end);
}

// " by 200ms", as it was written; nothing where no time belongs.
std::string end_of(std::string const& phrase) {
    std::size_t const at = phrase.rfind(" by ");
    return at == std::string::npos ? std::string{} : phrase.substr(at);
}

std::vector<Command> parts_of_each(World const& world, OnEachBy const& each,
                                   std::string const& phrase) {
    std::vector<Command> parts;
    Expected<std::vector<NodeId>> const nodes = resolve_all(world, each.targets);
    if (!nodes) return parts;
    std::string const verb = phrase.substr(0, phrase.find(' ')) + " ";
    for (NodeId const node : *nodes) {
        parts.push_back({deed_on(each.deed, exactly(node), each.by),
                         verb + name_of(world, node) + end_of(phrase)});
    }
    return parts;
}

std::vector<Command> parts_of_links(World const& world, OnEachLink const& each,
                                    std::string const& phrase) {
    std::vector<Command> parts;
    Expected<NodeGroups> const groups = resolve_groups(world, each.from, each.to);
    if (!groups) return parts;
    bool const may_go_both_ways = each.deed == LinkDeed::clog || each.deed == LinkDeed::unclog;
    std::string const between = may_go_both_ways && !each.one_way ? " from " : " to ";
    for (NodeId const from : groups->from) {
        for (NodeId const to : groups->to) {
            parts.push_back({deed_on(each, exactly(from), exactly(to)),
                             begin_of(phrase, each.deed) + " " + name_of(world, from) + between +
                                 name_of(world, to) + end_of(phrase)});
        }
    }
    return parts;
}

}  // namespace

std::vector<Command> parts_of(World const& world, Command const& command) {
    if (auto const* each = std::get_if<OnEach>(&command.body)) {
        return parts_of_each(world, {each->deed, each->targets, {}}, command.phrase);
    }
    if (auto const* each = std::get_if<OnEachBy>(&command.body)) {
        return parts_of_each(world, *each, command.phrase);
    }
    if (auto const* each = std::get_if<OnEachLink>(&command.body)) {
        return parts_of_links(world, *each, command.phrase);
    }
    return {};
}

Refusal carry_out(World& world, Command const& command, EventId event, Effects& out) {
    begin_effects(world, kNoNode, out);
    return std::visit(Carrying{world, command, event, out}, command.body);
}

void Refusals::add(Command const& part, Problem const& problem) {
    phrases_.push_back(part.phrase);
    add_once(messages_, problem.message);
    if (!problem.advice.empty()) add_once(advices_, problem.advice);
}

void Refusals::note(Command const& whole, std::size_t parts, Effects& out) const {
    if (phrases_.empty() || !out.has_listener()) return;
    bool const in_part = phrases_.size() < parts;
    std::string why = joined(messages_, "; ");
    if (in_part) why = "left was `" + joined(phrases_, "`, `") + "`: " + why;
    if (!advices_.empty()) why += " (" + joined(advices_, "; ") + ")";
    out.note(CommandRefused{make_payload(whole.phrase), make_payload(std::move(why)), in_part});
}

}  // namespace highwater

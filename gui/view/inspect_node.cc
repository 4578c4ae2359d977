// The inspector's answers about processes: brokers, controllers, producers, consumers, tools.
#include "gui/view/clients.h"
#include "gui/view/inspect_parts.h"
#include "gui/view/life.h"
#include "gui/view/partition_state.h"
#include "gui/view/short_text.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

// Only where something was compressed: most lessons do without.
void add_compression(InspectorSection& section, std::int64_t ns) {
    if (ns == 0) return;
    add_field(section, "compression", format_duration(microseconds(ns / 1'000)),
              "of CPU, reckoned");
}

InspectorSection broker_section(Instant const& instant, ServerIndex const& servers,
                                Process const& process) {
    Broker const& broker = **process.broker;
    InspectorSection section;
    NodeStatus const status = broker_status(servers, process, nullptr);
    add_field(section, "state",
              process.is_alive ? (process.is_paused ? "paused" : "alive") : "dead", "",
              status.meaning);
    BrokerRegistration const* registration =
        servers.image() == nullptr ? nullptr : find_broker(*servers.image(), process.broker_id);
    if (registration != nullptr) {
        add_field(section, "fenced", registration->fenced ? "yes" : "no", "",
                  registration->fenced ? Meaning::at_risk : Meaning::plain);
        add_field(section, "broker epoch", number(registration->epoch.value));
    }
    if (process.rack != kNoName) add_field(section, "rack", instant.world.names.text(process.rack));
    if (!process.is_alive) return section;  // the rest is gone with its memory
    add_field(section, "metadata offset", number(broker.metadata_end.value - 1), "replayed");
    add_node(section, instant.who, "its controller", broker.controller.node);
    std::int64_t leads = 0;
    std::int64_t follows = 0;
    for (PartitionTable::Entry const& entry : broker.partitions.entries()) {
        Partition const& partition = broker.partitions[entry.slot];
        leads += partition.role == PartitionRole::leader ? 1 : 0;
        follows += partition.role == PartitionRole::follower ? 1 : 0;
    }
    add_field(section, "leads", counted(leads, "partition", "partitions"));
    add_field(section, "follows", counted(follows, "partition", "partitions"));
    std::int64_t parked = 0;
    for (DelayedProduce const& produce : broker.purgatory.produces) {
        parked += produce.waiting_for > 0 ? 1 : 0;
    }
    add_field(section, "purgatory", counted(parked, "produce", "produces"));
    add_field(
        section, "in flight",
        counted(static_cast<std::int64_t>(broker.pending.waiting.size()), "request", "requests"));
    add_compression(section, compression_cpu_ns(broker));
    return section;
}

InspectorSection quorum_section(Instant const& instant, Process const& process) {
    Raft const& raft = **process.raft;
    InspectorSection section{process.controller ? "" : "Its copy of the metadata log", {}};
    if (process.controller) {
        add_field(section, "state",
                  process.is_alive ? (process.is_paused ? "paused" : "alive") : "dead", "",
                  process.is_alive ? Meaning::plain : Meaning::lost);
    }
    add_field(section, "role", name_of(raft.role), "",
              raft.role == RaftRole::leader ? Meaning::controller : Meaning::plain);
    add_field(section, "epoch", number(epoch(raft).value));
    add_node(section, instant.who, "quorum leader", leader_node(raft));
    add_field(section, "last offset", number(raft.log.end().value - 1));
    add_field(section, "high watermark",
              raft.high_watermark == kNoOffset ? "unknown" : number(raft.high_watermark.value));
    if (process.controller) {
        add_field(section, "voted for",
                  raft.quorum.voted_for == kNoBroker ? "nobody"
                                                     : instant.who.broker(raft.quorum.voted_for),
                  "in this epoch");
    }
    return section;
}

// The active controller alone knows when it last heard of a broker.
InspectorSection sessions_section(Instant const& instant, Controller const& controller) {
    InspectorSection section{"Broker sessions", {}};
    for (auto const& [broker, session] : controller.sessions) {
        add_field(section, instant.who.broker(broker),
                  session.tracked ? ago(instant.world, session.last_contact) : "fenced",
                  session.tracked ? "last heartbeat" : "",
                  session.tracked ? Meaning::plain : Meaning::at_risk);
    }
    return section;
}

void add_beliefs(InspectorSection& section, Describer const& who, ServerIndex const& servers,
                 MetadataCache const& metadata) {
    std::vector<StaleBelief> const stale = stale_beliefs(servers, metadata);
    for (TopicBelief const& topic : metadata.topics) {
        for (std::size_t i = 0; i < topic.partitions.size() && section.fields.size() < 40; ++i) {
            TopicPartition const id{topic.name, static_cast<std::int32_t>(i)};
            bool is_stale = false;
            for (StaleBelief const& each : stale) is_stale |= each.partition == id;
            std::string note = "epoch " + number(topic.partitions[i].epoch.value);
            if (is_stale) note = "stale";
            add_field(section, who.partition(id), who.broker(topic.partitions[i].leader), note,
                      is_stale ? Meaning::at_risk : Meaning::plain);
        }
    }
}

std::string age(Instant const& instant, Time since) {
    if (since <= kLongAgo) return "never";
    return ago(instant.world, since);
}

void add_producer(Instant const& instant, ServerIndex const& servers, Process const& process,
                  InspectorView& view) {
    Producer const& producer = **process.producer;
    InspectorSection main;
    ProducerConfig const& config = producer.spec->config;
    add_field(main, "acks", config.acks < 0 ? "all" : number(config.acks));
    add_field(main, "sent", number(producer.counts.sent));
    add_field(main, "acknowledged", number(producer.counts.acknowledged));
    add_field(main, "in flight", number(in_flight_records(producer)));
    add_field(main, "buffered", number(buffered_records(producer)));
    add_field(main, "failed", number(producer.counts.failed), "",
              producer.counts.failed > 0 ? Meaning::lost : Meaning::plain);
    add_field(main, "producer id",
              producer.identity.id == kNoProducerId ? "none" : number(producer.identity.id.value),
              "epoch " + number(producer.identity.epoch));
    add_compression(main, producer.compression_cpu_ns);
    view.sections.push_back(std::move(main));
    InspectorSection beliefs{"Leaders it believes in", {}};
    add_field(beliefs, "metadata", age(instant, producer.metadata.refreshed_at), "refreshed");
    add_beliefs(beliefs, instant.who, servers, producer.metadata);
    view.sections.push_back(std::move(beliefs));
}

// Kafka's names: AbstractCoordinator.MemberState and, of KIP-848, MemberState.
std::string_view state_word(JoinState state) {
    switch (state) {
    case JoinState::unjoined: return "UNJOINED";
    case JoinState::preparing_rebalance: return "PREPARING_REBALANCE";
    case JoinState::completing_rebalance: return "COMPLETING_REBALANCE";
    case JoinState::stable: return "STABLE";
    case JoinState::joining: return "JOINING";
    case JoinState::reconciling: return "RECONCILING";
    case JoinState::acknowledging: return "ACKNOWLEDGING";
    case JoinState::left: return "left";
    }
    return "";
}

InspectorSection group_section(Instant const& instant, Consumer const& consumer) {
    Membership const& membership = consumer.membership;
    bool const is_classic = consumer.spec->config.group.group_protocol == GroupProtocol::classic;
    auto const name = [&](NameId id) {
        return id == kNoName ? std::string{"none"} : instant.world.names.text(id);
    };
    InspectorSection section{"Its group", {}};
    add_field(section, "group", name(membership.group),
              is_classic ? "protocol classic" : "protocol consumer");
    bool const is_settled = membership.state == JoinState::stable;
    add_field(section, "believes", std::string{state_word(membership.state)}, "",
              is_settled ? Meaning::plain : Meaning::at_risk);
    add_field(section, is_classic ? "generation" : "member epoch", number(membership.generation));
    add_field(section, "member id", name(membership.member_id));
    if (membership.instance_id != kNoName) {
        add_field(section, "instance id", name(membership.instance_id), "static");
    }
    if (is_classic && membership.classic.protocol != kNoName) {
        add_field(section, "assignor", name(membership.classic.protocol),
                  membership.classic.is_leader ? "it assigns" : "");
    }
    add_node(section, instant.who, "coordinator", membership.coordinator.node);
    return section;
}

void add_consumer(Instant const& instant, ServerIndex const& servers, Process const& process,
                  InspectorView& view) {
    Consumer const& consumer = **process.consumer;
    InspectorSection main;
    add_field(main, "processed", number(consumer.processed), "records");
    add_compression(main, consumer.compression_cpu_ns);
    view.sections.push_back(std::move(main));
    if (is_group_member(consumer)) view.sections.push_back(group_section(instant, consumer));
    InspectorSection positions{"Its positions", {}};
    for (AssignedPartition const& each : consumer.partitions) {
        std::int64_t const behind = lag(consumer, each);
        add_field(positions, instant.who.partition(each.partition),
                  each.position == kNoOffset ? "unknown" : number(each.position.value),
                  behind < 0 ? "lag unknown" : "lag " + number(behind),
                  behind > 0 ? Meaning::at_risk : Meaning::plain);
        positions.fields.back().link = SelectedPartition{each.partition};
    }
    view.sections.push_back(std::move(positions));
    InspectorSection beliefs{"Leaders it believes in", {}};
    add_field(beliefs, "metadata", age(instant, consumer.metadata.refreshed_at), "refreshed");
    add_beliefs(beliefs, instant.who, servers, consumer.metadata);
    view.sections.push_back(std::move(beliefs));
}

void add_tool(Process const& process, InspectorView& view) {
    Tool const& tool = **process.tool;
    InspectorSection main;
    add_field(main, "state", tool.result.is_finished ? "finished" : "running");
    if (tool.result.is_finished) {
        add_field(main, "exit code", number(tool.result.exit), "",
                  tool.result.exit == 0 ? Meaning::in_sync : Meaning::lost);
    }
    for (AdminCall const& call : tool.calls) add_field(main, "asks for", call.name);
    view.sections.push_back(std::move(main));
}

}  // namespace

InspectorView inspect_node(Instant const& instant, NodeId node) {
    InspectorView view;
    auto const place = static_cast<std::size_t>(node.value);
    if (node == kNoNode || place >= instant.world.nodes.size()) return view;
    Process const& process = instant.world.nodes[place];
    ServerIndex const servers{instant.world};
    view.exists = true;
    view.title = instant.who.node(node);
    view.mark = process.is_alive ? Meaning::in_sync : Meaning::dead;
    if (process.is_alive && process.is_paused) view.mark = Meaning::at_risk;
    if (process.broker) {
        view.kind = process.controller ? "broker and controller" : "broker";
        view.sections.push_back(broker_section(instant, servers, process));
        view.sections.push_back(quorum_section(instant, process));
        if (process.controller) view.sections.back().title = "The quorum";
    } else if (process.controller) {
        view.kind = "controller";
        if (process.is_alive) view.mark = Meaning::controller;
        view.sections.push_back(quorum_section(instant, process));
    }
    bool const is_active = process.controller && active_controller(instant.world) == node;
    if (is_active) view.sections.push_back(sessions_section(instant, **process.controller));
    if (process.producer) {
        view.kind = "producer";
        add_producer(instant, servers, process, view);
    }
    if (process.consumer) {
        view.kind = "consumer";
        add_consumer(instant, servers, process, view);
    }
    if (process.tool) {
        view.kind = "tool";
        add_tool(process, view);
    }
    return view;
}

}  // namespace highwater::gui

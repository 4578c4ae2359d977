// The inspector's answers about messages, links and events, and every field of anything selected.
#include "gui/view/describe_message.h"
#include "gui/view/event_words.h"
#include "gui/view/inspect_parts.h"
#include "gui/view/overloaded.h"
#include "gui/view/partition_state.h"
#include "gui/view/records.h"
#include "gui/view/short_text.h"
#include "network/network.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

constexpr FieldLimits kRawLimits{};

Event const* pending(World const& world, EventId id) {
    EventHandle const handle = world.queue.find(id);
    return handle == kNoEvent ? nullptr : &world.queue[handle];
}

std::vector<RawSection> one_section(std::string title, FieldLister& lister) {
    RawSection section{std::move(title), {}};
    for (FieldRow& row : lister.take()) section.rows.push_back({std::move(row), false});
    std::vector<RawSection> all;
    all.push_back(std::move(section));
    return all;
}

template <class T>
void list_section(std::vector<RawSection>& all, Describer const& who, char const* title,
                  T const& value) {
    FieldLister lister{who, kRawLimits};
    lister.list("", value);
    for (RawSection& section : one_section(title, lister)) all.push_back(std::move(section));
}

std::vector<RawSection> raw_node(Instant const& instant, NodeId node) {
    std::vector<RawSection> all;
    auto const place = static_cast<std::size_t>(node.value);
    if (node == kNoNode || place >= instant.world.nodes.size()) return all;
    Process const& process = instant.world.nodes[place];
    if (process.broker) {
        Broker const& broker = **process.broker;
        list_section(all, instant.who, "Lifecycle", broker.lifecycle);
        list_section(all, instant.who, "Requests it waits for", broker.pending);
        list_section(all, instant.who, "Fetchers", broker.fetchers);
        list_section(all, instant.who, "ISR changes on their way", broker.isr_changes);
        list_section(all, instant.who, "Purgatory", broker.purgatory);
        list_section(all, instant.who, "server.properties", broker.config);
    }
    if (process.controller) {
        list_section(all, instant.who, "Quorum state", (*process.raft)->quorum);
        if (is_leader(**process.raft)) {
            list_section(all, instant.who, "As leader of the quorum", (*process.raft)->leading);
        }
    }
    if (process.producer) {
        Producer const& producer = **process.producer;
        list_section(all, instant.who, "In flight", producer.in_flight);
        list_section(all, instant.who, "Connections", producer.connections);
        list_section(all, instant.who, "Producer configs", producer.spec->config);
    }
    if (process.consumer) {
        Consumer const& consumer = **process.consumer;
        list_section(all, instant.who, "Partitions", consumer.partitions);
        list_section(all, instant.who, "Fetch sessions", consumer.sessions);
        list_section(all, instant.who, "Connections", consumer.connections);
        list_section(all, instant.who, "Consumer configs", consumer.spec->config);
    }
    if (process.tool) list_section(all, instant.who, "Calls", (*process.tool)->calls);
    return all;
}

std::vector<RawSection> raw_replica(Instant const& instant, SelectedReplica const& selected) {
    std::vector<RawSection> all;
    ServerIndex const servers{instant.world};
    if (Partition const* held = servers.replica(selected.broker, selected.partition)) {
        list_section(all, instant.who, "All fields of the replica", *held);
    }
    return all;
}

std::vector<RawSection> raw_record(Instant const& instant, SelectedRecord const& selected) {
    std::vector<RawSection> all;
    ServerIndex const servers{instant.world};
    ShownLog const shown = shown_log(servers, instant.who, selected.partition, selected.broker);
    if (shown.held == nullptr) return all;
    StandingRecord const found = standing_at(shown.held->log, selected.offset);
    if (found.batch != nullptr) {
        list_section(all, instant.who, "All fields of its batch", *found.batch);
    }
    return all;
}

}  // namespace

InspectorView inspect_message(Instant const& instant, EventId arrival) {
    InspectorView view;
    Event const* event = pending(instant.world, arrival);
    Delivery const* delivery = event == nullptr ? nullptr : std::get_if<Delivery>(&event->payload);
    if (delivery == nullptr) return inspect_event(instant, arrival);
    Envelope const& envelope = delivery->envelope;
    view.exists = true;
    view.title = api_name(envelope.message);
    view.kind = is_response(envelope.message) ? "answer on its way" : "request on its way";
    view.mark = message_topic(envelope.message) == MessageTopic::metadata ? Meaning::controller
                                                                          : Meaning::in_sync;
    InspectorSection main;
    add_field(main, "carries",
              message_label(envelope.message, instant.who, current_image(instant.world)));
    add_node(main, instant.who, "from", envelope.from);
    add_node(main, instant.who, "to", envelope.to);
    add_field(main, "sent", format_time(delivery->sent_at));
    add_field(main, "arrives", format_time(event->at));
    add_field(main, "correlation id", number(envelope.correlation_id.value),
              is_response(envelope.message) ? "of its request" : "");
    add_event(main, "event", event->id);
    add_event(main, "caused by", event->cause);
    view.sections.push_back(std::move(main));
    return view;
}

InspectorView inspect_link(Instant const& instant, NodeId from, NodeId to) {
    InspectorView view;
    Network const& network = instant.world.network;
    Link const* link = find_link(network, from, to);
    view.exists = true;
    view.title = instant.who.node(from) + " → " + instant.who.node(to);
    view.kind = "link";
    bool const blocked = is_blocked(network, from, to);
    view.mark = blocked ? Meaning::lost : Meaning::in_sync;
    InspectorSection main;
    add_node(main, instant.who, "from", from);
    add_node(main, instant.who, "to", to);
    add_field(main, "state", blocked ? "cut" : "works", "", view.mark);
    add_field(main, "latency",
              format_duration(network.latency_min) + " … " + format_duration(network.latency_max));
    if (link != nullptr) {
        add_field(main, "slower by", format_duration(link->extra_delay));
        add_field(main, "packets lost", number(link->loss_ppm), "of a million");
        add_field(main, "messages so far", number(static_cast<std::int64_t>(link->messages)));
        add_field(main, "held by the cut", number(static_cast<std::int64_t>(link->held.size())), "",
                  link->held.empty() ? Meaning::plain : Meaning::at_risk);
    } else {
        add_field(main, "messages so far", "0");
    }
    view.sections.push_back(std::move(main));
    return view;
}

InspectorView inspect_event(Instant const& instant, EventId id) {
    InspectorView view;
    TracedEvent const* event = instant.trace.find(id);
    if (event == nullptr) return view;
    view.exists = true;
    view.title = "#" + std::to_string(id.value);
    view.kind = "event";
    view.mark = Meaning::plain;
    InspectorSection main;
    add_field(main, "at", format_time(event->at));
    add_node(main, instant.who, "happened at", event->node);
    if (event->peer != kNoNode) {
        add_node(main, instant.who, event->kind == EventKind::message ? "sent by" : "peer",
                 event->peer);
    }
    add_event(main, "caused by", event->cause);
    view.sections.push_back(std::move(main));
    // What set it off is always known; what came of it is a fact, or nothing changed.
    InspectorSection facts{"What happened", {}};
    add_field(facts, describe_event(*event, instant.who), "");
    for (TracedFact const& traced : instant.trace.facts_of(*event)) {
        if (interest_of(traced.fact) == Interest::detail && facts.fields.size() >= 12) continue;
        add_field(facts, describe(traced, instant.who), "");
    }
    view.sections.push_back(std::move(facts));
    return view;
}

std::vector<RawSection> raw_fields(Instant const& instant, Selection const& selection) {
    std::vector<RawSection> all;
    std::visit(
        Overloaded{[](std::monostate) {},
                   [&](SelectedNode const& s) { all = raw_node(instant, s.node); },
                   [&](SelectedPartition const& s) {
                       ServerIndex const servers{instant.world};
                       if (PartitionRegistration const* r = registration_of(servers, s.partition)) {
                           list_section(all, instant.who, "All fields of the registration", *r);
                       }
                   },
                   [&](SelectedReplica const& s) { all = raw_replica(instant, s); },
                   [&](SelectedMessage const& s) {
                       Event const* event = pending(instant.world, s.arrival);
                       if (event == nullptr) return;
                       if (auto const* delivery = std::get_if<Delivery>(&event->payload)) {
                           list_section(all, instant.who, "All fields of the message",
                                        delivery->envelope.message);
                       }
                   },
                   [&](SelectedLink const& s) {
                       if (Link const* link = find_link(instant.world.network, s.from, s.to)) {
                           list_section(all, instant.who, "All fields of the link", *link);
                       }
                   },
                   [&](SelectedRecord const& s) { all = raw_record(instant, s); },
                   [](SelectedEvent const&) {}},
        selection);
    return all;
}

}  // namespace highwater::gui

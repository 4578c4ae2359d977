// The inspector's answers about partitions and replicas.
#include <algorithm>

#include "gui/view/inspect_parts.h"
#include "gui/view/partition_state.h"
#include "gui/view/short_text.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

InspectorField broker_field(ServerIndex const& servers, Describer const& who, std::string name,
                            BrokerId broker) {
    InspectorField field;
    field.name = std::move(name);
    field.value = broker == kNoBroker ? "none" : who.broker(broker);
    if (broker == kNoBroker) field.meaning = Meaning::lost;
    if (Process const* process = servers.server(broker)) field.link = SelectedNode{process->id};
    return field;
}

// What the leader itself says; nothing of a dead one.
Partition const* living_leader(ServerIndex const& servers, PartitionRegistration const& r,
                               TopicPartition id) {
    return servers.is_alive(r.leader) ? servers.replica(r.leader, id) : nullptr;
}

void add_offsets(InspectorSection& section, Partition const* leader) {
    if (leader == nullptr) {
        add_field(section, "high watermark", "unknown", "no leader to ask");
        return;
    }
    add_field(section, "high watermark", number(leader->high_watermark.value),
              "min.insync.replicas " + number(leader->config->min_insync_replicas));
    // Nothing but an open transaction holds it below the high watermark, and there are none.
    add_field(section, "last stable", number(leader->high_watermark.value), "no transactions");
    add_field(section, "log end offset", number(leader->log_end_offset().value));
    add_field(section, "log start offset", number(leader->log.start_offset().value));
}

InspectorSection epochs_section(Partition const& held) {
    InspectorSection section{"Leader epochs in its log", {}};
    for (EpochEntry const& entry : held.log.epochs().entries) {
        add_field(section, "epoch " + number(entry.epoch.value),
                  "from " + number(entry.start_offset.value));
    }
    if (section.fields.empty()) add_field(section, "none yet", "");
    return section;
}

// While a partition is idle, every fetch of its session finds it at the leader's end. The leader
// writes that down only when it looks at the partition again (make_ready in broker/sessions.cc);
// what it would count now is asked for here.
Time last_caught_up(Broker const& leader, Partition const& held, RemoteReplica const& follower) {
    Time last = follower.last_caught_up;
    for (FetchSession const& session : leader.sessions) {
        if (session.id == 0 || session.replica_id != follower.id) continue;
        for (SessionPartition const& wanted : session.partitions) {
            bool const is_idle = wanted.is_member && !wanted.is_ready &&
                                 wanted.partition == held.id &&
                                 wanted.fetch_offset == follower.log_end_offset;
            if (is_idle) last = std::max(last, session.last_fetch);
        }
    }
    return last;
}

InspectorSection followers_section(World const& world, Describer const& who, Broker const& leader,
                                   Partition const& held) {
    InspectorSection section{"Its followers, as it knows them", {}};
    for (RemoteReplica const& follower : held.followers) {
        std::string value = follower.log_end_offset == kNoOffset
                                ? "not fetched yet"
                                : "LEO " + number(follower.log_end_offset.value);
        std::string note;
        Time const caught_up = last_caught_up(leader, held, follower);
        if (caught_up > kLongAgo) note = "caught up " + ago(world, caught_up);
        bool const counts = is_in_maximal_isr(held, follower.id);
        add_field(section, who.broker(follower.id), value, note,
                  counts ? Meaning::in_sync : Meaning::at_risk);
    }
    return section;
}

void add_waiting(InspectorSection& section, Partition const& held) {
    if (!held.waiting.empty()) {
        add_field(section, "parked", number(static_cast<std::int64_t>(held.waiting.size())),
                  "until HW " + number(held.waiting.front().required_offset.value));
    }
    switch (held.proposal.kind) {
    case IsrProposal::Kind::none: break;
    case IsrProposal::Kind::shrink:
    case IsrProposal::Kind::expand:
        add_field(section, "ISR proposed", listed(held.proposal.isr),
                  "the controller has not answered", Meaning::at_risk);
        break;
    }
}

}  // namespace

InspectorView inspect_partition(Instant const& instant, TopicPartition id) {
    ServerIndex const servers{instant.world};
    InspectorView view;
    PartitionRegistration const* r = registration_of(servers, id);
    if (r == nullptr) return view;
    view.exists = true;
    view.title = instant.who.partition(id);
    view.kind = "partition";
    PartitionHealth const health = health_of(servers, *r);
    view.mark = health == PartitionHealth::no_leader || health == PartitionHealth::leader_dead
                    ? Meaning::lost
                    : Meaning::leader;
    InspectorSection main;
    main.fields.push_back(broker_field(servers, instant.who, "leader", r->leader));
    if (health == PartitionHealth::leader_dead) main.fields.back().note = "dead";
    add_field(main, "leader epoch", number(r->leader_epoch.value));
    add_field(main, "partition epoch", number(r->partition_epoch.value));
    add_field(main, "replicas", listed(r->replicas));
    Meaning const isr = is_under_replicated(*r) ? Meaning::at_risk : Meaning::plain;
    add_field(main, "ISR", listed(r->isr), "", isr);
    add_field(main, "ELR", listed(r->elr));
    add_offsets(main, living_leader(servers, *r, id));
    if (!r->last_known_elr.empty()) add_field(main, "last known ELR", listed(r->last_known_elr));
    if (!r->adding_replicas.empty()) add_field(main, "being added", listed(r->adding_replicas));
    if (!r->removing_replicas.empty())
        add_field(main, "being removed", listed(r->removing_replicas));
    if (r->leader != kNoBroker && r->leader != r->replicas.front()) {
        main.fields.push_back(
            broker_field(servers, instant.who, "preferred leader", r->replicas.front()));
    }
    view.sections.push_back(std::move(main));
    return view;
}

InspectorView inspect_replica(Instant const& instant, TopicPartition id, BrokerId broker) {
    ServerIndex const servers{instant.world};
    InspectorView view = inspect_partition(instant, id);
    PartitionRegistration const* r = registration_of(servers, id);
    if (r == nullptr) return view;
    Partition const* held = servers.replica(broker, id);
    ReplicaRole const role = role_of(servers, broker, *r, held);
    view.title = instant.who.partition(id) + " on " + instant.who.broker(broker);
    view.kind = "replica";
    view.mark = meaning_of(role);
    InspectorSection own;
    add_field(own, "role", words_of(role, held), "", meaning_of(role));
    own.fields.push_back(broker_field(servers, instant.who, "broker", broker));
    bool const is_alive = !is_down(role);
    if (held != nullptr) {
        if (is_alive) add_field(own, "high watermark", number(held->high_watermark.value));
        add_field(own, "HW on disk", number(held->checkpointed_high_watermark.value),
                  "outlives a kill");
        add_field(own, "log end offset", number(held->log_end_offset().value));
        add_field(own, "log start offset", number(held->log.start_offset().value));
    }
    if (held != nullptr && is_alive) {
        add_field(own, "believed leader",
                  held->leader == kNoBroker ? "none" : instant.who.broker(held->leader),
                  "epoch " + number(held->leader_epoch.value));
        add_waiting(own, *held);
    }
    InspectorSection by_controller{"By the controller's word", std::move(view.sections[0].fields)};
    // The leader's offsets stand in the partition's own view; here they would be taken for this
    // one's.
    by_controller.fields.erase(
        std::remove_if(by_controller.fields.begin(), by_controller.fields.end(),
                       [](InspectorField const& field) {
                           return field.name == "high watermark" || field.name == "last stable" ||
                                  field.name == "log end offset" ||
                                  field.name == "log start offset";
                       }),
        by_controller.fields.end());
    view.sections.clear();
    view.sections.push_back(std::move(own));
    if (held != nullptr) {
        Process const* process = servers.server(broker);
        if (held->is_leader() && process != nullptr) {
            view.sections.push_back(
                followers_section(instant.world, instant.who, **process->broker, *held));
        }
        view.sections.push_back(epochs_section(*held));
    }
    view.sections.push_back(std::move(by_controller));
    return view;
}

}  // namespace highwater::gui

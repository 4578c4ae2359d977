#include "gui/view/why_chain.h"

#include <algorithm>

#include "gui/view/event_words.h"
#include "gui/view/overloaded.h"
#include "gui/view/partition_state.h"
#include "gui/view/short_text.h"
#include "scenario/groups.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

// A decision of the controller or the quorum; everything else just happened.
bool is_decision(Fact const& fact) {
    return std::holds_alternative<LeaderElected>(fact) ||
           std::holds_alternative<IsrChanged>(fact) || std::holds_alternative<BrokerFenced>(fact) ||
           std::holds_alternative<BrokerUnfenced>(fact) ||
           std::holds_alternative<BrokerRegistered>(fact) ||
           std::holds_alternative<ControllerElected>(fact) ||
           std::holds_alternative<ControllerResigned>(fact) ||
           std::holds_alternative<ControlledShutdownBegun>(fact) ||
           std::holds_alternative<TopicCreated>(fact) || std::holds_alternative<TopicDeleted>(fact);
}

void ask(std::vector<WhyTopic>& topics, std::string title, std::string short_title,
         WhyQuestion question) {
    topics.push_back({std::move(title), std::move(short_title), question, {}});
}

// That a partition is asked about; each has a question of its own.
constexpr std::size_t kMostGroups = 3;

void about_partition(Frame const& frame, TopicPartition id, std::vector<WhyTopic>& topics) {
    ServerIndex const servers{frame.world};
    PartitionRegistration const* registration = registration_of(servers, id);
    if (registration == nullptr) return;
    WhyQuestion question;
    question.partition = id;
    question.at = frame.cursor.at;
    std::string const leader = frame.who.broker(registration->leader);
    question.subject = WhySubject::leader;
    ask(topics,
        registration->leader == kNoBroker ? "Why does nobody lead?"
                                          : "Why does " + leader + " lead?",
        "leader", question);
    question.subject = WhySubject::isr;
    ask(topics, "Why is the ISR " + format_brokers(registration->isr) + "?", "ISR", question);
    question.subject = WhySubject::high_watermark;
    Partition const* held = servers.replica(registration->leader, id);
    std::string title = "Why is the high watermark there?";
    if (held != nullptr) {
        title = "Why is the high watermark " + std::to_string(held->high_watermark.value) + "?";
    }
    ask(topics, title, "HW", question);
    question.subject = WhySubject::acknowledged;
    ask(topics, "Why was the last batch acknowledged?", "ack", question);
    question.subject = WhySubject::owner;
    std::vector<NameId> groups = groups_reading(frame.world, id.topic);
    groups.resize(std::min(groups.size(), kMostGroups));
    for (NameId const group : groups) {
        question.group = group;
        std::string const name = frame.world.names.text(group);
        ask(topics, "Who reads it in " + name + ", and why?", name, question);
    }
}

void about_member(Frame const& frame, Process const& process, std::vector<WhyTopic>& topics) {
    WhyQuestion question;
    question.at = frame.cursor.at;
    question.client = process.name;
    question.group = (*process.consumer)->membership.group;
    std::string const name = frame.who.node(process.id);
    question.subject = WhySubject::exception;
    if (!(*process.consumer)->application.exception.empty()) {
        ask(topics, "Why did " + name + " end?", "end", question);
    }
    auto const group = view_group(frame.world, question.group);
    if (!group) return;
    question.subject = WhySubject::partitions;
    ask(topics, "Why has " + name + " these partitions?", "partitions", question);
    std::string const group_name = frame.world.names.text(group->group);
    question.subject = WhySubject::group_state;
    ask(topics, "Why is " + group_name + " " + group->state + "?", "state", question);
    question.subject = WhySubject::group_generation;
    ask(topics,
        "Why is it " + std::string{group->is_consumer ? "epoch " : "generation "} +
            std::to_string(group->generation) + "?",
        group->is_consumer ? "epoch" : "generation", question);
}

void about_producer(Frame const& frame, Process const& process, std::vector<WhyTopic>& topics) {
    WhyQuestion question;
    question.at = frame.cursor.at;
    question.client = process.name;
    question.subject = WhySubject::last_error;
    if ((*process.producer)->counts.failed == 0) return;
    ask(topics, "Why did its last lost record fail?", "error", question);
}

void about_node(Frame const& frame, NodeId node, std::vector<WhyTopic>& topics) {
    auto const place = static_cast<std::size_t>(node.value);
    if (node == kNoNode || place >= frame.world.nodes.size()) return;
    Process const& process = frame.world.nodes[place];
    WhyQuestion question;
    question.broker = process.broker_id;
    question.at = frame.cursor.at;
    std::string const name = frame.who.node(node);
    if (process.broker) {
        question.subject = WhySubject::broker_state;
        MetadataImage const* image = current_image(frame.world);
        BrokerRegistration const* registration =
            image == nullptr ? nullptr : find_broker(*image, process.broker_id);
        std::string title = "Why is " + name + " unfenced?";
        if (registration == nullptr || registration->fenced) title = "Why is " + name + " fenced?";
        if (!process.is_alive) title = "Why is " + name + " down?";
        if (process.is_alive && process.is_paused) title = "Why is " + name + " paused?";
        ask(topics, title, "state", question);
    }
    if (process.consumer) about_member(frame, process, topics);
    if (process.producer) about_producer(frame, process, topics);
    if (process.controller) {
        question.subject = WhySubject::controller;
        NodeId const active = active_controller(frame.world);
        ask(topics,
            active == kNoNode ? "Why is no controller active?"
                              : "Why is " + frame.who.node(active) + " active?",
            "controller", question);
    }
}

void about_message(Frame const& frame, EventId arrival, std::vector<WhyTopic>& topics) {
    EventHandle const handle = frame.world.queue.find(arrival);
    EventId cause{};
    if (!(handle == kNoEvent)) {
        cause = frame.world.queue[handle].cause;
    } else if (TracedEvent const* event = frame.trace.find(arrival)) {
        cause = event->cause;
    }
    if (cause.value == 0) return;
    topics.push_back({"Why was it sent?", "sent", std::nullopt, cause});
}

// An event after event of the same words is one step: "It was so 57 times before, from 6.102 s on."
struct Repeats {
    std::int64_t count{};
    Time first{};
};
void fold(Repeats& repeats, std::vector<WhyStep>& steps) {
    if (repeats.count > 0) {
        steps.back().sentence +=
            " It was so " +
            (repeats.count == 1 ? std::string{"once"} : std::to_string(repeats.count) + " times") +
            " before, from " + format_time(repeats.first) + " on.";
    }
    repeats = {};
}

// From an event back to the first one at which a fact was noted: its main fact. The events on the
// way have no other name than what set them off.
std::optional<std::uint64_t> events_before_a_fact(Frame const& frame, EventId id,
                                                  std::vector<WhyStep>& steps) {
    constexpr std::size_t kMostSteps = 12;
    constexpr std::int64_t kMostRepeats = 1'000;
    std::optional<std::uint64_t> fact;
    std::string last;  // without its repeats
    Repeats repeats;
    while (id.value != 0 && repeats.count < kMostRepeats) {
        fact = main_fact_of(frame.trace, id);
        TracedEvent const* event = frame.trace.find(id);
        if (fact || event == nullptr) break;
        std::string sentence = describe_event(*event, frame);
        if (!steps.empty() && sentence == last) {
            ++repeats.count;
            repeats.first = event->at;
        } else {
            if (steps.size() == kMostSteps) break;
            fold(repeats, steps);
            last = sentence;
            WhyStep step;
            step.head = steps.empty() ? "" : "because · ";
            step.head += format_time(event->at);
            step.sentence = std::move(sentence);
            step.event = id;
            steps.push_back(std::move(step));
        }
        id = event->cause;
    }
    fold(repeats, steps);
    return fact;
}

}  // namespace

std::vector<WhyTopic> why_topics(Frame const& frame, Selection const& selection) {
    std::vector<WhyTopic> topics;
    std::visit(
        Overloaded{[](std::monostate) {},
                   [&](SelectedNode const& s) { about_node(frame, s.node, topics); },
                   [&](SelectedPartition const& s) { about_partition(frame, s.partition, topics); },
                   [&](SelectedReplica const& s) { about_partition(frame, s.partition, topics); },
                   [&](SelectedRecord const& s) { about_partition(frame, s.partition, topics); },
                   [&](SelectedMessage const& s) { about_message(frame, s.arrival, topics); },
                   [](SelectedLink const&) {},
                   [&](SelectedEvent const& s) {
                       topics.push_back({"Why did this happen?", "event", std::nullopt, s.event});
                   }},
        selection);
    return topics;
}

WhyAnswer why_answer(Frame const& frame, WhyTopic const& topic) {
    WhyAnswer answer;
    std::optional<std::uint64_t> fact;
    if (topic.question) {
        fact = fact_behind(frame.trace, frame.who, *topic.question);
    } else {
        fact = events_before_a_fact(frame, topic.event, answer.steps);
    }
    if (!fact) {
        if (!answer.steps.empty()) return answer;
        answer.nothing = frame.trace.first_fact() == 0 && topic.question
                             ? "It has been so since the cluster was formed."
                             : "The facts that are kept do not go back that far.";
        return answer;
    }
    for (WhyLink const& link : why(frame.trace, frame.who, *fact)) {
        WhyStep step;
        step.head = answer.steps.empty() ? "" : "because · ";
        step.head += format_time(link.traced.at);
        step.sentence = link.sentence;
        step.event = link.traced.event;
        step.meaning = is_decision(link.traced.fact) ? Meaning::controller : Meaning::plain;
        answer.steps.push_back(std::move(step));
    }
    return answer;
}

}  // namespace highwater::gui

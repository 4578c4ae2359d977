#include "gui/view/events.h"

#include <algorithm>

#include "gui/view/describe_message.h"
#include "gui/view/event_words.h"
#include "gui/view/lessons_menu.h"
#include "gui/view/message_filter.h"
#include "gui/view/overloaded.h"
#include "gui/view/short_text.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

// What a fact is for whom: its shape in the list.
Meaning meaning_of(Fact const& fact) {
    return std::visit(Overloaded{[](NodeKilled const&) { return Meaning::dead; },
                                 [](NodeStopped const&) { return Meaning::dead; },
                                 [](NodePowerLost const&) { return Meaning::dead; },
                                 [](NodePaused const&) { return Meaning::at_risk; },
                                 [](LinkCut const&) { return Meaning::lost; },
                                 [](GroupsCut const&) { return Meaning::lost; },
                                 [](RingCut const&) { return Meaning::lost; },
                                 [](LinkClogged const&) { return Meaning::lost; },
                                 [](NodeWiped const&) { return Meaning::lost; },
                                 [](PartitionsLost const&) { return Meaning::lost; },
                                 [](MessageDropped const&) { return Meaning::lost; },
                                 [](RecordsFailed const&) { return Meaning::lost; },
                                 [](CommitFailed const&) { return Meaning::lost; },
                                 [](CommitRetried const&) { return Meaning::at_risk; },
                                 [](RegistrationGivenUp const&) { return Meaning::lost; },
                                 [](ApplicationFailed const&) { return Meaning::lost; },
                                 [](GroupWriteRefused const&) { return Meaning::at_risk; },
                                 [](LogTruncated const&) { return Meaning::lost; },
                                 [](CommandRefused const&) { return Meaning::lost; },
                                 [](ProduceRefused const&) { return Meaning::at_risk; },
                                 [](GroupRebalanceBegan const&) { return Meaning::at_risk; },
                                 [](GroupRequestRefused const&) { return Meaning::at_risk; },
                                 [](GroupMemberLeft const&) { return Meaning::at_risk; },
                                 [](CoordinatorLost const&) { return Meaning::at_risk; },
                                 [](PollTimeoutExpired const&) { return Meaning::at_risk; },
                                 [](SendRetried const&) { return Meaning::at_risk; },
                                 [](RequestTimedOut const&) { return Meaning::at_risk; },
                                 [](LeaderElected const& f) {
                                     return f.to == kNoBroker ? Meaning::lost : Meaning::controller;
                                 },
                                 [](IsrChanged const&) { return Meaning::controller; },
                                 [](BrokerFenced const&) { return Meaning::controller; },
                                 [](BrokerUnfenced const&) { return Meaning::controller; },
                                 [](BrokerRegistered const&) { return Meaning::controller; },
                                 [](ControllerElected const&) { return Meaning::controller; },
                                 [](ControllerResigned const&) { return Meaning::controller; },
                                 [](ControlledShutdownBegun const&) { return Meaning::controller; },
                                 [](TopicCreated const&) { return Meaning::controller; },
                                 [](TopicDeleted const&) { return Meaning::controller; },
                                 [](PartitionsAdded const&) { return Meaning::controller; },
                                 [](ConfigChanged const&) { return Meaning::controller; },
                                 [](ClientQuotaChanged const&) { return Meaning::controller; },
                                 [](BecameLeader const&) { return Meaning::leader; },
                                 [](Acknowledged const&) { return Meaning::in_sync; },
                                 [](auto const&) { return Meaning::plain; }},
                      fact);
}

// What an event without a fact is called.
std::string event_kind(TracedEvent const& event) {
    switch (event.kind) {
    case EventKind::message: return std::string{message_name(event.detail)};
    case EventKind::timer: return "timer";
    case EventKind::disconnect: return "disconnect";
    case EventKind::command: return "command";
    case EventKind::process_start: return "start";
    }
    return {};
}

// What the lesson is going to say is no business of the list's: it would give answers away.
bool is_told(CommandBody const& body) {
    return std::holds_alternative<SayText>(body) || std::holds_alternative<AskText>(body) ||
           std::holds_alternative<MarkInstant>(body);
}

bool fits(StageFilter const& filter, TopicPartition of) {
    if (filter.partition.partition >= 0) return of == filter.partition;
    return filter.topic == kNoName || of.topic == filter.topic;
}

bool speaks_of_topics(StageFilter const& filter) {
    return filter.topic != kNoName || filter.partition.partition >= 0;
}

class Listing {
public:
    Listing(Frame const& frame, EventsFilter const& filter, std::size_t most)
        : frame_{frame}, filter_{filter}, by_{filter.by}, most_{most} {}

    EventsList run() {
        list_past();
        list_pending();
        return std::move(list_);
    }

private:
    // Backwards from the cursor: the latest are what one wants to see.
    void list_past() {
        Trace const& trace = frame_.trace;
        list_.kept_from = trace.first_nth();
        std::uint64_t const end = std::min(frame_.cursor.nth, trace.next_nth());
        std::uint64_t nth = end;
        while (nth > trace.first_nth() && list_.past.size() < most_) add_event(--nth);
        list_.is_cut = nth > trace.first_nth();
        std::reverse(list_.past.begin(), list_.past.end());
    }

    void add_event(std::uint64_t nth) {
        TracedEvent const& event = frame_.trace.nth(nth);
        auto const facts = frame_.trace.facts_of(event);
        for (std::size_t i = facts.size(); i-- > 0;) {
            if (lets_through(event, facts[i])) {
                list_.past.push_back({nth, static_cast<std::int32_t>(i)});
            }
        }
        if (facts.empty() && lets_through(event)) list_.past.push_back({nth, -1});
    }

    bool lets_through(TracedEvent const& event, TracedFact const& traced) const {
        if (interest_of(traced.fact) < filter_.interest) return false;
        if (by_.node != kNoNode && traced.node != by_.node && event.peer != by_.node) return false;
        if (speaks_of_topics(by_) && !fits(by_, partition_of(traced.fact))) return false;
        if (!by_.kind.empty() && kind_of(traced.fact) != by_.kind) return false;
        if (by_.words.empty()) return true;
        std::string text{kind_of(traced.fact)};
        text += " " + frame_.who.node(traced.node) + " " + describe(traced, frame_.who);
        return has_words(text += id_text(event.id), by_.words);
    }

    bool lets_through(TracedEvent const& event) const {
        if (filter_.interest > Interest::detail || speaks_of_topics(by_)) return false;
        if (by_.node != kNoNode && event.node != by_.node && event.peer != by_.node) return false;
        if (!by_.kind.empty() && event_kind(event) != by_.kind) return false;
        if (by_.words.empty()) return true;
        return has_words(describe_event(event, frame_) + id_text(event.id), by_.words);
    }

    static std::string id_text(EventId id) { return " #" + std::to_string(id.value); }

    // ---- what is pending
    // -------------------------------------------------------------------------

    void list_pending() {
        image_ = current_image(frame_.world);
        for (NetworkPort const& port : frame_.world.network.ports) {
            for (Link const& link : port.links) {
                for (Packet const& packet : link.held) {
                    auto const* delivery = std::get_if<Delivery>(&packet);
                    if (delivery != nullptr) add_message(*delivery, kNever, {}, "held by a cut, ");
                }
            }
        }
        for (Process const& process : frame_.world.nodes) {
            for (Event const& event : process.deferred) {
                auto const* delivery = std::get_if<Delivery>(&event.payload);
                if (delivery != nullptr) {
                    add_message(*delivery, kNever, event.id, "waits until it goes on, ");
                }
            }
        }
        for (Event const* event : frame_.world.queue.sorted()) add_queued(*event);
    }

    void add_queued(Event const& event) {
        if (auto const* delivery = std::get_if<Delivery>(&event.payload)) {
            add_message(*delivery, event.at, event.id, "");
            return;
        }
        PendingEvent pending;
        pending.at = event.at;
        pending.event = event.id;
        if (auto const* fired = std::get_if<TimerFired>(&event.payload)) {
            pending.node = fired->node;
            pending.kind = "timer";
            pending.words = timer_words(fired->timer.kind);
        } else if (auto const* due = std::get_if<CommandDue>(&event.payload)) {
            if (is_told(due->command->body)) return;
            pending.kind = "command";
            pending.words = filter_.hides_script ? kHiddenCommand : due->command->phrase;
            pending.interest = Interest::key;
        } else if (auto const* lost = std::get_if<PeerDisconnected>(&event.payload)) {
            pending.node = lost->node;
            pending.peer = lost->peer;
            pending.kind = "disconnect";
            pending.words =
                "it learns that its connection to " + frame_.who.node(lost->peer) + " has ended";
            pending.interest = Interest::notable;
        } else {
            return;
        }
        add(std::move(pending));
    }

    void add_message(Delivery const& delivery, Time at, EventId id, char const* how) {
        Envelope const& envelope = delivery.envelope;
        if (envelope.from == envelope.to) return;
        PendingEvent pending;
        pending.at = at;
        pending.event = id;
        pending.node = envelope.to;
        pending.peer = envelope.from;
        pending.kind = api_name(envelope.message);
        pending.words = message_label(envelope.message, frame_.who, image_) + ", " + how + "from " +
                        frame_.who.node(envelope.from);
        pending.meaning =
            at == kNever ? Meaning::lost : gui::meaning_of(message_topic(envelope.message));
        bool const is_quiet = message_interest(envelope.message) <= kQuietInterest;
        pending.interest = is_quiet && at != kNever ? Interest::detail : Interest::notable;
        pending.subjects = subjects_of(envelope.message, image_);
        add(std::move(pending));
    }

    void add(PendingEvent pending) {
        if (pending.interest < filter_.interest) return;
        if (by_.node != kNoNode && pending.node != by_.node && pending.peer != by_.node) return;
        if (by_.partition.partition >= 0 && !is_about(pending.subjects, by_.partition)) return;
        if (by_.topic != kNoName && !is_about(pending.subjects, by_.topic)) return;
        if (!by_.kind.empty() && pending.kind != by_.kind) return;
        if (!by_.words.empty() && !has_words(pending.kind + " " + frame_.who.node(pending.node) +
                                                 " " + pending.words + id_text(pending.event),
                                             by_.words)) {
            return;
        }
        list_.pending.push_back(std::move(pending));
    }

    Frame const& frame_;
    EventsFilter const& filter_;
    StageFilter const& by_;
    std::size_t most_;
    MetadataImage const* image_{};
    EventsList list_;
};

std::string without_unit(Time at) {
    std::string text = to_microseconds(at);
    text.resize(text.size() - 2);
    return text;
}

}  // namespace

EventsList events_list(Frame const& frame, EventsFilter const& filter, std::size_t most) {
    return Listing{frame, filter, most}.run();
}

EventRow event_row(Frame const& frame, EventRef const& ref) {
    // A list that was made a moment ago may begin with what the trace has dropped since.
    if (!frame.trace.covers(ref.nth)) return {};
    TracedEvent const& event = frame.trace.nth(ref.nth);
    EventRow row;
    row.time = without_unit(event.at);
    row.id = "#" + std::to_string(event.id.value);
    row.event = event.id;
    row.nth = ref.nth;
    row.node = event.node;
    if (ref.fact < 0) {
        row.kind = event_kind(event);
        row.words = describe_event(event, frame);
    } else {
        TracedFact const& traced = frame.trace.facts_of(event)[static_cast<std::size_t>(ref.fact)];
        row.node = traced.node;
        row.kind = kind_of(traced.fact);
        row.words = describe(traced, frame.who);
        row.interest = interest_of(traced.fact);
        row.meaning = meaning_of(traced.fact);
    }
    row.place = row.node == kNoNode ? std::string{} : frame.who.node(row.node);
    return row;
}

EventRow pending_row(Frame const& frame, PendingEvent const& pending) {
    EventRow row;
    row.time = pending.at == kNever ? "held" : without_unit(pending.at);
    if (pending.event.value != 0) row.id = "#" + std::to_string(pending.event.value);
    row.event = pending.event;
    row.node = pending.node;
    row.place = pending.node == kNoNode ? std::string{} : frame.who.node(pending.node);
    row.kind = pending.kind;
    row.words = pending.words;
    row.meaning = pending.meaning;
    row.interest = pending.interest;
    return row;
}

std::vector<std::string> event_kinds(Frame const& frame) {
    std::vector<std::string> kinds;
    std::vector<bool> seen(std::variant_size_v<FactVariant>);
    for (TracedFact const& traced : frame.trace.facts()) {
        if (seen[traced.fact.index()]) continue;
        seen[traced.fact.index()] = true;
        kinds.emplace_back(kind_of(traced.fact));
    }
    std::sort(kinds.begin(), kinds.end());
    for (char const* other : {"timer", "command", "disconnect"}) kinds.emplace_back(other);
    return kinds;
}

}  // namespace highwater::gui

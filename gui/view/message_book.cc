#include "gui/view/message_book.h"

#include <algorithm>
#include <utility>

namespace highwater::gui {
namespace {

constexpr std::size_t kMostMessages = 60'000;

bool is_like(Envelope const& envelope, NodeId from, NodeId to, CorrelationId correlation,
             std::size_t kind) {
    return envelope.from == from && envelope.to == to && envelope.correlation_id == correlation &&
           envelope.message.index() == kind;
}

}  // namespace

SentMessage::Fate SentMessage::fate_at(std::uint64_t events) const {
    if (ended_nth < events) return lost ? Fate::lost : Fate::arrived;
    if (waits_nth < events) return Fate::waits;
    return left_nth < events ? Fate::travels : Fate::held;
}

bool MessageBook::read(Timeline const& timeline, std::uint64_t events) {
    std::uint64_t const now = timeline.event();
    std::uint64_t const wanted = now > events ? now - events : 0;
    std::vector<GivenCommand> const& commands = timeline.branch().commands;
    // A command that was given since may belong before what was read.
    bool const is_same_run =
        world_ && branch_ == timeline.current_branch() && commands_ <= commands.size() &&
        (commands_ == commands.size() || commands[commands_].after_events >= next_);
    std::uint64_t const version = version_;
    if (!is_same_run || wanted < first_ || next_ + events < now) begin(timeline, wanted);
    commands_ = commands.size();
    step_until(timeline, now);
    if (messages_.size() > kMostMessages) forget_oldest();
    return version != version_;
}

void MessageBook::begin(Timeline const& timeline, std::uint64_t first) {
    messages_.clear();
    open_.clear();
    branch_ = timeline.current_branch();
    first_ = next_ = first;
    ++version_;
    world_ = timeline.world_at_event(first);
    runner_.trace = &trace_;
}

// What a person has given enters the run where it did the first time.
void MessageBook::give_commands(Timeline const& timeline) {
    for (GivenCommand const& given : timeline.branch().commands) {
        if (given.after_events != next_ || given.event < world_->queue.next_id()) continue;
        world_->now = std::max(world_->now, given.at);
        for (std::string const& name : given.new_names) world_->names.intern(name);
        schedule_command(*world_, world_->now, given.command);
    }
}

void MessageBook::step_until(Timeline const& timeline, std::uint64_t goal) {
    while (next_ < goal) {
        give_commands(timeline);
        EventId const scheduled = world_->queue.next_id();
        trace_.restart_at(next_);
        if (!step(*world_, runner_)) return;
        std::uint64_t const nth = next_++;
        note_event(nth, trace_.nth(nth));
        note_scheduled(nth, scheduled);
        note_held(nth, trace_.nth(nth));
    }
}

SentMessage* MessageBook::open(NodeId from, NodeId to, CorrelationId correlation,
                               std::size_t kind) {
    for (std::size_t const index : open_) {
        SentMessage& message = messages_[index];
        if (is_like(message.envelope, from, to, correlation, kind)) return &message;
    }
    return nullptr;
}

// What arrived with the event, and what was lost.
void MessageBook::note_event(std::uint64_t nth, TracedEvent const& event) {
    for (TracedFact const& traced : trace_.facts_of(event)) {
        auto const* dropped = std::get_if<MessageDropped>(&traced.fact);
        if (dropped == nullptr) continue;
        SentMessage* message =
            open(dropped->from, dropped->to, dropped->correlation_id, dropped->message_kind);
        if (message == nullptr) continue;
        message->lost = dropped->why;
        message->ended_nth = nth;
        message->ended_at = event.at;
    }
    if (event.kind == EventKind::message) {
        for (std::size_t const index : open_) {
            SentMessage& message = messages_[index];
            if (!(message.arrival == event.id) || message.ended_nth != kNotYet) continue;
            Process const& receiver = node_of(*world_, message.envelope.to);
            if (receiver.is_alive && receiver.is_paused) {
                message.waits_nth = nth;
            } else {
                message.ended_nth = nth;
                message.ended_at = event.at;
            }
        }
    }
    auto const ended = [&](std::size_t index) { return messages_[index].ended_nth != kNotYet; };
    open_.erase(std::remove_if(open_.begin(), open_.end(), ended), open_.end());
}

// What was given to the network: new, or released by a cut or a process that goes on.
void MessageBook::note_scheduled(std::uint64_t nth, EventId from) {
    for (EventId id = from; id < world_->queue.next_id(); ++id.value) {
        EventHandle const handle = world_->queue.find(id);
        if (handle == kNoEvent) continue;
        Event const& event = world_->queue[handle];
        auto const* delivery = std::get_if<Delivery>(&event.payload);
        if (delivery == nullptr || delivery->envelope.from == delivery->envelope.to) continue;
        Envelope const& envelope = delivery->envelope;
        SentMessage* message =
            open(envelope.from, envelope.to, envelope.correlation_id, envelope.message.index());
        if (message == nullptr) {
            ++version_;
            open_.push_back(messages_.size());
            messages_.emplace_back();
            message = &messages_.back();
            message->envelope = envelope;
            message->sent_at = delivery->sent_at;
            message->sent_nth = nth;
        }
        message->left_nth = std::min(message->left_nth, nth);
        message->arrival = id;
        message->arrives_at = event.at;
    }
}

void MessageBook::note_held(std::uint64_t nth, TracedEvent const& event) {
    for (TracedFact const& traced : trace_.facts_of(event)) {
        auto const* held = std::get_if<MessageHeld>(&traced.fact);
        if (held == nullptr || traced.node == kNoNode) continue;
        Link const* link = find_link(world_->network, traced.node, held->to);
        if (link == nullptr) continue;
        for (Packet const& packet : link->held) {
            auto const* delivery = std::get_if<Delivery>(&packet);
            if (delivery == nullptr || !is_like(delivery->envelope, traced.node, held->to,
                                                held->correlation_id, held->message_kind)) {
                continue;
            }
            ++version_;
            open_.push_back(messages_.size());
            messages_.emplace_back();
            messages_.back().envelope = delivery->envelope;
            messages_.back().sent_at = delivery->sent_at;
            messages_.back().sent_nth = nth;
            break;
        }
    }
}

void MessageBook::forget_oldest() {
    std::size_t const count = messages_.size() / 2;
    first_ = std::max(first_, messages_[count].sent_nth);
    messages_.erase(messages_.begin(), messages_.begin() + static_cast<std::ptrdiff_t>(count));
    std::vector<std::size_t> kept;
    for (std::size_t const index : open_) {
        if (index >= count) kept.push_back(index - count);
    }
    open_ = std::move(kept);
    ++version_;
}

}  // namespace highwater::gui

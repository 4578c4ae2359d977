#include "gui/view/event_words.h"

#include <algorithm>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/check.h"
#include "node/timer.h"
#include "protocol/message.h"
#include "world/command.h"

namespace highwater::gui {
namespace {

std::string_view words_of(TimerKind kind) {
    switch (kind) {
    case TimerKind::election_timeout: return "no leader of the quorum was heard of in time";
    case TimerKind::quorum_fetch_timeout: return "the quorum's leader did not answer in time";
    case TimerKind::check_quorum: return "has a majority of the quorum fetched?";
    case TimerKind::append_linger: return "metadata records that were gathered are written";
    case TimerKind::raft_retry: return "it asks the quorum again, or has waited long enough";
    case TimerKind::raft_purgatory: return "a fetch of metadata waited long enough";
    case TimerKind::session_check: return "which brokers' sessions have run out?";
    case TimerKind::no_op: return "the controller writes a no-op record";
    case TimerKind::leader_balance: return "are the preferred leaders leading?";
    case TimerKind::unclean_check: return "does a partition wait for an unclean election?";
    case TimerKind::registration_retry: return "it registers again, or gives it up";
    case TimerKind::heartbeat: return "the next heartbeat to the controller is due";
    case TimerKind::isr_check: return "are all followers in sync still caught up?";
    case TimerKind::high_watermark_checkpoint: return "the high watermarks are written to disk";
    case TimerKind::purgatory: return "a request waited long enough";
    case TimerKind::fetcher: return "the fetcher asks its leader again";
    case TimerKind::alter_partition_retry: return "it asks for a change of the ISR again";
    case TimerKind::request_expiry: return "was a request left without an answer?";
    case TimerKind::producer_id_expiry: return "are producer ids unused for too long?";
    case TimerKind::log_retention: return "are log segments too old or too many?";
    case TimerKind::log_cleaner: return "is there a log to compact?";
    case TimerKind::workload: return "the application goes on";
    case TimerKind::sender: return "batches that are due are sent";
    case TimerKind::metadata_refresh: return "metadata is asked for";
    case TimerKind::poll: return "the application polls";
    case TimerKind::fetch_retry: return "it fetches again";
    case TimerKind::auto_commit: return "positions are committed";
    case TimerKind::group_coordinator: return "the coordinator looks at its members";
    case TimerKind::group_load: return "the groups of a partition have been read";
    case TimerKind::group_member: return "the member sees to its group";
    case TimerKind::application: return "the application goes on";
    case TimerKind::tool: return "the tool goes on";
    case TimerKind::throttled_channel: return "the broker reads from a throttled client again";
    }
    CHECK(false);
}

// "Fetch answer": a message by its index in Message.
std::string_view words_of_message(std::uint8_t index) {
    static std::vector<std::string> const words = [] {
        std::vector<std::string> all;
        auto const add = [&](Message const& message) {
            all.push_back(std::string{api_name(message)} +
                          (is_response(message) ? " answer" : " request"));
        };
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (add(Message{std::in_place_index<I>}), ...);
        }
        (std::make_index_sequence<std::variant_size_v<MessageVariant>>{});
        return all;
    }();
    return index < words.size() ? std::string_view{words[index]} : "message";
}

// The place of a kind of command in CommandBody; that is all that the trace keeps of one.
template <class Body, std::size_t I = 0>
constexpr std::uint8_t place_of() {
    if constexpr (std::is_same_v<Body, std::variant_alternative_t<I, CommandBody>>) {
        return static_cast<std::uint8_t>(I);
    } else {
        return place_of<Body, I + 1>();
    }
}

// A command to no process in particular, by its place in CommandBody.
std::string_view words_of_command(std::uint8_t place) {
    switch (place) {
    case place_of<SayText>(): return "The lesson said its next sentence.";
    case place_of<AskText>(): return "The lesson asked its question.";
    case place_of<MarkInstant>(): return "An instant got a name.";
    default: return "A command was carried out.";
    }
}

// What a process was asked to do, by the command's place in CommandBody; "": of a fault, which is
// told as a fact.
std::string_view deed_of_command(std::uint8_t place) {
    switch (place) {
    case place_of<ProduceRecords>(): return "produce records";
    case place_of<FlushProducer>(): return "flush what it has gathered";
    case place_of<PollProducer>(): return "poll";
    case place_of<SeekConsumer>(): return "go on from another offset";
    case place_of<AskConsumer>(): return "call Kafka's client";
    case place_of<ExecTool>(): return "run one of Kafka's tools";
    case place_of<AddProducer>():
    case place_of<AddConsumer>(): return "start";
    default: return {};
    }
}

// Of several commands of one kind at one instant the event is the nth, as they were scheduled.
std::size_t nth_of_its_kind(TracedEvent const& event, Frame const& frame) {
    auto const events = frame.trace.events();
    auto each = std::lower_bound(events.begin(), events.end(), event.at,
                                 [](TracedEvent const& one, Time at) { return one.at < at; });
    std::size_t nth = 0;
    for (; each != events.end() && each->at == event.at && each->id != event.id; ++each) {
        bool const is_by_hand =
            frame.given != nullptr &&
            std::any_of(frame.given->begin(), frame.given->end(),
                        [&](GivenCommand const& given) { return given.event == each->id; });
        nth += each->kind == event.kind && each->detail == event.detail && !is_by_hand ? 1U : 0U;
    }
    return nth;
}

std::string told(std::string const& phrase, std::string_view by) {
    std::string text = "“" + phrase + "” was carried out: ";
    text += by;
    return text;
}

}  // namespace

std::string_view timer_words(TimerKind kind) { return words_of(kind); }

std::string_view message_name(std::uint8_t index) {
    std::string_view const words = words_of_message(index);
    return words.substr(0, words.find(' '));
}

std::string describe_event(TracedEvent const& event, Describer const& who) {
    std::string const here =
        event.node == kNoNode ? std::string{"the network"} : who.node(event.node);
    std::string text;
    switch (event.kind) {
    case EventKind::message:
        text = "The ";
        text += words_of_message(event.detail);
        return text += " of " + who.node(event.peer) + " arrived at " + here + ".";
    case EventKind::timer:
        text = "A timer of " + here + " fired: ";
        text += words_of(static_cast<TimerKind>(event.detail));
        return text.back() == '?' ? text : text + ".";
    case EventKind::disconnect:
        return here + " noticed that its connection to " + who.node(event.peer) + " had ended.";
    case EventKind::command:
        if (event.node == kNoNode) return std::string{words_of_command(event.detail)};
        text = deed_of_command(event.detail);
        if (!text.empty()) return here + " was asked to " + text + ".";
        return "A command to " + here + " was carried out.";
    case EventKind::process_start: return "The process of " + here + " started.";
    }
    CHECK(false);
}

std::string describe_event(TracedEvent const& event, Frame const& frame) {
    if (event.kind != EventKind::command) return describe_event(event, frame.who);
    if (frame.given != nullptr) {
        for (GivenCommand const& each : *frame.given) {
            if (each.event == event.id) return told(each.command.phrase, "it was given by hand.");
        }
    }
    if (frame.scenario == nullptr) return describe_event(event, frame.who);
    std::size_t left = nth_of_its_kind(event, frame);
    std::vector<TimedCommand> const& all = frame.scenario->commands;  // by time
    auto const first =
        std::lower_bound(all.begin(), all.end(), event.at,
                         [](TimedCommand const& command, Time at) { return command.at < at; });
    for (auto at = first; at != all.end() && at->at == event.at; ++at) {
        TimedCommand const& each = *at;
        std::string const& phrase = each.command.phrase;
        if (each.command.body.index() != event.detail) continue;
        if (left-- > 0) continue;
        // A sentence of the lesson is told as a fact.
        bool const is_said = phrase.empty() || std::holds_alternative<SayText>(each.command.body) ||
                             std::holds_alternative<AskText>(each.command.body);
        if (is_said) break;
        return told(phrase, "the lesson asks for it.");
    }
    return describe_event(event, frame.who);
}

}  // namespace highwater::gui

// An event as a sentence, for those whose facts say nothing: what set it off, and where.
#pragma once

#include <string>
#include <string_view>

#include "gui/frame.h"
#include "node/timer.h"
#include "trace/describe.h"
#include "trace/trace.h"

namespace highwater::gui {

// "The Fetch answer of broker-1 arrived at broker-3.", "A timer of broker-1 fired: the fetcher asks
// its leader again."
std::string describe_event(TracedEvent const& event, Describer const& who);
// The same; of a command with its phrase, where the lesson or a person gave it: "“produce 1 to
// orders-0” was carried out: the lesson asks for it."
std::string describe_event(TracedEvent const& event, Frame const& frame);
// "the fetcher asks its leader again"; some are questions.
std::string_view timer_words(TimerKind kind);
// "Fetch": Kafka's name of a message by its index in Message.
std::string_view message_name(std::uint8_t index);

}  // namespace highwater::gui

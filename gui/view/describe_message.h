// A message in a few words: Kafka's name of it and what it carries, as it stands on its pill.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gui/theme.h"
#include "metadata/image.h"
#include "protocol/message.h"
#include "trace/describe.h"

namespace highwater::gui {

// "Fetch orders-1 from 119", "metadata: orders-1 → 3", "records 117". The image names the topics
// that metadata records mean by their ids; it may be nullptr.
std::string message_label(Message const& message, Describer const& who, MetadataImage const* image);

// The label, and what is left of it without its last part, then without the one before it: what can
// be said where there is less room. A list is left out as a whole: half of it would be another one.
std::vector<std::string_view> shortenings_of(std::string_view label);

// How much a learner wants to see it: 0 is a heartbeat that says nothing new.
std::int32_t message_interest(Message const& message);

// What the message is about, for its colour.
enum class MessageTopic : std::uint8_t { metadata, replication, records, other };
MessageTopic message_topic(Message const& message);
Meaning meaning_of(MessageTopic topic);

// Up to this interest it says nothing new: heartbeats, empty fetches and their answers.
inline constexpr std::int32_t kQuietInterest = 2;

}  // namespace highwater::gui

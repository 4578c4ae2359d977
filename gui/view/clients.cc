#include "gui/view/clients.h"

#include <algorithm>

#include "gui/view/short_text.h"

namespace highwater::gui {
namespace {

std::string acks_word(std::int16_t acks) { return acks < 0 ? "all" : std::to_string(acks); }

void append_part(std::string& text, std::string_view word, std::int64_t number) {
    if (!text.empty()) text += " · ";
    text += word;
    text += " ";
    text += grouped(number);
}

// The same in full and where there is little room.
struct Trouble {
    std::string_view words;
    std::string_view short_words;
};

// Returns whether there is anything to tell.
bool tell_belief(ClientCard& card, Describer const& who, std::vector<StaleBelief> const& stale) {
    if (stale.empty()) return false;
    card.short_trouble = "believes " + who.broker(stale.front().believed) + " leads";
    card.trouble = card.short_trouble + " " + who.partition(stale.front().partition);
    if (stale.size() > 1) card.trouble += " +" + std::to_string(stale.size() - 1);
    return true;
}

// What the application waits for in send(); nullptr: it does not.
BlockedSend const* blocked_send(Producer const& producer) {
    if (producer.workload.blocked) return &*producer.workload.blocked;
    return producer.jobs.blocked ? &*producer.jobs.blocked : nullptr;
}

void fill(ClientCard& card, Describer const& who, ServerIndex const& servers,
          Producer const& producer) {
    card.short_role = "acks=" + acks_word(producer.spec->config.acks);
    card.role = "producer · " + card.short_role;
    append_part(card.numbers, "acknowledged", producer.counts.acknowledged);
    append_part(card.numbers, "in flight", in_flight_records(producer));
    append_part(card.short_numbers, "acked", producer.counts.acknowledged);
    append_part(card.short_numbers, "in flight", in_flight_records(producer));
    std::int64_t const buffered = buffered_records(producer);
    if (buffered > 0) append_part(card.second, "buffered", buffered);
    if (producer.counts.failed > 0) append_part(card.second, "failed", producer.counts.failed);
    if (tell_belief(card, who, stale_beliefs(servers, producer.metadata))) return;
    BlockedSend const* const blocked = blocked_send(producer);
    if (blocked == nullptr) return;
    bool const has_metadata = blocked->has_metadata_at != kNever;
    card.trouble = has_metadata ? "send() waits for memory" : "send() waits for metadata";
    card.short_trouble = has_metadata ? "waits for memory" : "waits for metadata";
}

// "position 45", "positions 45, none".
std::string positions_text(Consumer const& consumer) {
    std::vector<std::string> texts;
    for (AssignedPartition const& each : consumer.partitions) {
        texts.push_back(each.position == kNoOffset ? "none" : std::to_string(each.position.value));
    }
    return (texts.size() == 1 ? "position " : "positions ") + joined(texts, 4);
}

// A lag needs a position and, from the answer to a Fetch, where the partition ends.
std::string lag_unknown_text(Consumer const& consumer) {
    auto const& all = consumer.partitions;
    bool const has_position =
        std::any_of(all.begin(), all.end(),
                    [](AssignedPartition const& each) { return each.position != kNoOffset; });
    if (!has_position) return "no position: lag unknown";
    // A Fetch of an incremental session (KIP-227) tells of a partition only what is new in it.
    return "lag unknown · " + positions_text(consumer);
}

// Of `words` the partition follows.
Trouble trouble_of(PositionState state) {
    switch (state) {
    case PositionState::initializing:
        return {"asks what its group has committed in ", "asks what is committed"};
    case PositionState::resetting: return {"looks for its position in ", "seeks its position"};
    case PositionState::validating: return {"checks its position in ", "checks its position"};
    case PositionState::fetching: return {};
    case PositionState::failed: return {"has no position in ", "has no position"};
    }
    return {};
}

// What keeps a member of a group from reading, or what it is busy with; empty while all is well.
Trouble trouble_of(Membership const& membership) {
    if (membership.state == JoinState::left) return {"has left its group", "has left"};
    if (membership.coordinator.node == kNoNode) {
        return {"looks for its group's coordinator", "seeks coordinator"};
    }
    switch (membership.state) {
    case JoinState::unjoined:
    case JoinState::joining: return {"joins its group", "joins"};
    case JoinState::preparing_rebalance:
        return {"waits until the others have joined", "waits for the others"};
    case JoinState::completing_rebalance:
        return {"waits for the group's assignment", "waits for assignment"};
    case JoinState::reconciling: return {"gives up and takes over partitions", "reconciles"};
    case JoinState::acknowledging:
        return {"tells the coordinator what it owns", "tells what it owns"};
    case JoinState::stable:
    case JoinState::left: break;
    }
    return {};
}

// "reads orders-0, orders-1"; of more than two only how many.
std::string reads_text(std::vector<std::string> const& owned, Consumer const& consumer) {
    if (owned.empty()) {
        bool const is_left_without =
            is_group_member(consumer) && consumer.membership.state == JoinState::stable;
        if (is_left_without) return "owns no partition";
        bool const has_left =
            is_group_member(consumer) && consumer.membership.state == JoinState::left;
        return has_left ? "reads nothing any more" : "reads nothing yet";
    }
    std::string text = "reads ";
    if (owned.size() <= 2) return text + joined(owned, 2);
    text += counted(static_cast<std::int64_t>(owned.size()), "partition", "partitions");
    std::size_t lags = 0;
    for (AssignedPartition const& each : consumer.partitions) {
        lags += lag(consumer, each) > 0 ? 1 : 0;
    }
    if (lags > 0) text += " · behind in " + std::to_string(lags);
    return text;
}

void fill(ClientCard& card, Describer const& who, ServerIndex const& servers,
          Consumer const& consumer) {
    if (is_group_member(consumer)) {
        card.short_role = who.names->text(consumer.membership.group);
        card.role = "consumer · " + card.short_role;
        Trouble const trouble = trouble_of(consumer.membership);
        card.trouble = trouble.words;
        card.short_trouble = trouble.short_words;
    } else {
        card.role = "consumer · assign";
        card.short_role = "consumer";
    }
    std::vector<std::string> owned;
    std::int64_t behind = 0;
    bool is_lag_known = false;
    for (AssignedPartition const& each : consumer.partitions) {
        owned.push_back(who.partition(each.partition));
        std::int64_t const of_this = lag(consumer, each);
        if (of_this >= 0) {
            behind += of_this;
            is_lag_known = true;
        }
        if (card.trouble.empty() && each.state != PositionState::fetching) {
            Trouble const trouble = trouble_of(each.state);
            card.trouble = std::string{trouble.words} + who.partition(each.partition);
            card.short_trouble = trouble.short_words;
            if (each.state == PositionState::failed) card.trouble_meaning = Meaning::lost;
        }
    }
    card.numbers = reads_text(owned, consumer);
    card.short_numbers = card.numbers;
    if (owned.size() == 2) card.short_numbers = "reads 2 partitions";
    if (!owned.empty()) {
        card.second = is_lag_known ? positions_text(consumer) + " · lag " + grouped(behind)
                                   : lag_unknown_text(consumer);
    }
    if (tell_belief(card, who, stale_beliefs(servers, consumer.metadata))) {
        card.trouble_meaning = Meaning::at_risk;
    }
}

void fill(ClientCard& card, Tool const& tool) {
    card.role = "tool";
    if (!tool.call) return;
    std::string line = "$";
    for (std::string const& argument : tool.call->arguments) {
        line += " ";
        line += argument;
    }
    card.numbers = line;
    card.short_numbers = line;
    for (AdminCall const& call : tool.calls) {
        card.second = "asks for " + call.name;
    }
}

}  // namespace

std::vector<StaleBelief> stale_beliefs(ServerIndex const& servers, MetadataCache const& metadata) {
    std::vector<StaleBelief> stale;
    if (servers.image() == nullptr) return stale;
    for (TopicBelief const& topic : metadata.topics) {
        TopicImage const* image = find_topic(*servers.image(), topic.name);
        if (image == nullptr) continue;
        std::size_t const both = std::min(topic.partitions.size(), image->partitions.size());
        for (std::size_t i = 0; i < both; ++i) {
            BrokerId const believed = topic.partitions[i].leader;
            BrokerId const leader = image->partitions[i].leader;
            if (believed == kNoBroker || believed == leader) continue;
            stale.push_back({{topic.name, static_cast<std::int32_t>(i)}, believed, leader});
        }
    }
    return stale;
}

bool is_group_member(Consumer const& consumer) {
    return is_member(consumer) || !consumer.spec->subscribe.empty() ||
           !consumer.spec->pattern.empty();
}

bool is_shown_client(Process const& process) {
    if (process.producer || process.consumer) return true;
    return process.tool && (*process.tool)->call && process.is_alive &&
           !(*process.tool)->result.is_finished;
}

namespace {
// A broker told it to wait (KIP-219).
std::string throttle_words(Connections const& connections, Time now) {
    Time const until = throttled_until(connections);
    return until > now ? "throttled until " + tenths(until) : std::string{};
}
}  // namespace

ClientCard client_card(Frame const& frame, ServerIndex const& servers, Process const& process,
                       LifeStory::Entry const* last) {
    ClientCard card;
    card.node = process.id;
    card.name = frame.world.names.text(process.name);
    if (process.producer) fill(card, frame.who, servers, **process.producer);
    if (process.consumer) fill(card, frame.who, servers, **process.consumer);
    if (process.tool) fill(card, **process.tool);
    if (card.trouble.empty() && (process.producer || process.consumer)) {
        Connections const& connections =
            process.producer ? (**process.producer).connections : (**process.consumer).connections;
        card.trouble = throttle_words(connections, frame.world.now);
    }
    NodeStatus const status = client_status(process, last);
    card.is_dead = status.is_dead;
    if (card.is_dead && process.consumer) {
        card.numbers = card.short_numbers = "reads nothing";
        card.second.clear();
    }
    if (!status.words.empty()) {
        card.trouble = status.words;
        card.short_trouble.clear();
        card.trouble_meaning = status.meaning;
    }
    return card;
}

}  // namespace highwater::gui

#include "gui/view/describe_message.h"

#include <algorithm>

#include "gui/view/group_label.h"
#include "gui/view/overloaded.h"
#include "gui/view/short_text.h"
#include "protocol/group_exchanges.h"

namespace highwater::gui {
namespace {

std::string text_of(Offset offset) { return std::to_string(offset.value); }

// " (+2 more)" behind the first of several things.
std::string and_more(std::size_t count) {
    return count > 1 ? " (+" + std::to_string(count - 1) + " more)" : std::string{};
}

std::string error_text(char const* api, ErrorCode error) {
    std::string text = api;
    text += ": ";
    return text + std::string{name_of(error)};
}

template <class T>
bool has_any(Payload<std::vector<T>> const& list) {
    return list && !list->empty();
}

std::string broker_text(BrokerId broker) {
    return broker == kNoBroker ? "nobody" : std::to_string(broker.value);
}

// ---- metadata records ---------------------------------------------------------------------------
// The weight of a metadata record: the one that a learner waits for names the message.
std::int32_t weight_of(MetadataRecord const& record) {
    return std::visit(
        Overloaded{
            [](PartitionChangeRecord const& r) { return r.leader ? 9 : 8; },
            [](BrokerRegistrationChangeRecord const&) { return 7; },
            [](RegisterBrokerRecord const&) { return 6; },
            [](UnregisterBrokerRecord const&) { return 6; }, [](TopicRecord const&) { return 6; },
            [](RemoveTopicRecord const&) { return 6; }, [](ConfigRecord const&) { return 6; },
            [](LeaderChangeMessage const&) { return 6; }, [](PartitionRecord const&) { return 5; },
            [](ClearElrRecord const&) { return 4; }, [](ProducerIdsRecord const&) { return 4; },
            [](FeatureLevelRecord const&) { return 3; }, [](NoOpRecord const&) { return 0; },
            [](ClientQuotaRecord const&) { return 6; }},
        record);
}

// "orders-1": records name their topic by its id, which the image knows.
std::string partition_text(Uuid topic_id, std::int32_t partition, MetadataImage const* image,
                           Describer const& who) {
    TopicImage const* topic = image == nullptr ? nullptr : find_topic(*image, topic_id);
    if (topic == nullptr) return "partition " + std::to_string(partition);
    return who.partition({topic->name, partition});
}

std::string record_text(MetadataRecord const& record, Describer const& who,
                        MetadataImage const* image) {
    return std::visit(
        Overloaded{[&](PartitionChangeRecord const& r) {
                       std::string const text =
                           partition_text(r.topic_id, r.partition_id, image, who);
                       if (r.leader) return text + " → " + broker_text(*r.leader);
                       if (r.isr) return text + " ISR " + format_brokers(*r.isr);
                       return text + " changed";
                   },
                   [](BrokerRegistrationChangeRecord const& r) {
                       std::string const name = "broker-" + std::to_string(r.broker_id.value);
                       if (r.fenced > 0) return name + " fenced";
                       if (r.fenced < 0) return name + " unfenced";
                       return name + " shuts down";
                   },
                   [](RegisterBrokerRecord const& r) {
                       return "broker-" + std::to_string(r.broker_id.value) + " registered";
                   },
                   [](UnregisterBrokerRecord const& r) {
                       return "broker-" + std::to_string(r.broker_id.value) + " unregistered";
                   },
                   [&](TopicRecord const& r) { return "topic " + who.names->text(r.name); },
                   [](RemoveTopicRecord const&) { return std::string{"topic removed"}; },
                   [](ConfigRecord const& r) { return r.name; },
                   [](LeaderChangeMessage const& r) {
                       return std::to_string(r.leader_id.value) + " leads the quorum";
                   },
                   [&](PartitionRecord const& r) {
                       return partition_text(r.topic_id, r.partition_id, image, who);
                   },
                   [](ClearElrRecord const&) { return std::string{"ELR cleared"}; },
                   [](ProducerIdsRecord const&) { return std::string{"producer ids"}; },
                   [](FeatureLevelRecord const& r) { return r.name; },
                   [](ClientQuotaRecord const& r) { return r.key; },
                   [](NoOpRecord const&) { return std::string{"no-op"}; }},
        record);
}

struct Heaviest {
    MetadataRecord const* record{};
    std::int32_t weight{-1};
    std::size_t of_this_weight{};
};

Heaviest heaviest_of(RaftFetchResponse const& response) {
    Heaviest found;
    if (!response.batches) return found;
    for (MetadataBatchRef const& batch : *response.batches) {
        for (MetadataRecord const& record : batch->records) {
            std::int32_t const weight = weight_of(record);
            if (weight > found.weight) found = {&record, weight, 0};
            if (weight == found.weight) ++found.of_this_weight;
        }
    }
    return found;
}

std::string raft_fetch_text(RaftFetchResponse const& r, Describer const& who,
                            MetadataImage const* image) {
    if (r.error != ErrorCode::none) return error_text("metadata", r.error);
    if (r.is_snapshot_id) return "fetch snapshot " + text_of(r.diverging_end_offset);
    if (r.diverging_end_offset != kNoOffset) {
        return "metadata diverges at " + text_of(r.diverging_end_offset);
    }
    Heaviest const found = heaviest_of(r);
    if (found.record == nullptr) return "metadata HW " + text_of(r.high_watermark);
    if (found.weight == 0) {
        return "metadata " + text_of(r.batches->back()->next_offset() - 1);
    }
    return "metadata: " + record_text(*found.record, who, image) + and_more(found.of_this_weight);
}

// ---- clients and followers
// ------------------------------------------------------------------------
std::string produce_text(ProduceRequest const& r, Describer const& who) {
    if (!has_any(r.partitions)) return "Produce";
    ProducePartition const& first = r.partitions->front();
    std::string text = "Produce";
    if (first.batch && first.batch->records) {
        text += " ";
        text += numbers(first.batch->records->nth);
    }
    text += " to ";
    return text + who.partition(first.partition) + and_more(r.partitions->size());
}

std::string produce_answer_text(ProduceResponse const& r, Describer const& who) {
    if (!has_any(r.partitions)) return "Produce answer";
    for (ProducePartitionResult const& each : *r.partitions) {
        if (each.error != ErrorCode::none) return error_text("Produce", each.error);
    }
    ProducePartitionResult const& first = r.partitions->front();
    std::string text = "ack ";
    text += who.partition(first.partition);
    text += " at ";
    return text + text_of(first.base_offset) + and_more(r.partitions->size());
}

std::string fetch_text(FetchRequest const& r, Describer const& who) {
    if (!r.partitions || r.partitions->changed.empty()) return "Fetch";
    FetchPartition const& first = r.partitions->changed.front();
    std::string text = "Fetch ";
    text += who.partition(first.partition);
    text += " from ";
    return text + text_of(first.fetch_offset) + and_more(r.partitions->changed.size());
}

// "records 117", "records 117–118".
std::string range_text(std::vector<BatchRef> const& batches) {
    std::int64_t const first = batches.front()->base_offset.value;
    std::int64_t const last = batches.back()->last_offset().value;
    std::string text = first == last ? "record " : "records ";
    text += std::to_string(first);
    if (first != last) {
        text += "–";
        text += std::to_string(last);
    }
    return text;
}

std::string fetched_text(FetchedPartition const& p, Describer const& who) {
    std::string const name = who.partition(p.partition);
    if (p.error != ErrorCode::none) return error_text("Fetch", p.error);
    if (p.diverging_end_offset != kNoOffset) {
        return name + " diverges at " + text_of(p.diverging_end_offset);
    }
    if (!p.batches.empty()) return range_text(p.batches) + " of " + name;
    return "HW " + text_of(p.high_watermark) + " of " + name;
}

std::string fetch_answer_text(FetchResponse const& r, Describer const& who) {
    if (r.error != ErrorCode::none) return error_text("Fetch", r.error);
    if (!has_any(r.partitions)) return "Fetch: no news";
    FetchedPartition const* telling = &r.partitions->front();
    for (FetchedPartition const& each : *r.partitions) {
        bool const says_more = each.error != ErrorCode::none ||
                               each.diverging_end_offset != kNoOffset || !each.batches.empty();
        if (!says_more) continue;
        telling = &each;
        break;
    }
    return fetched_text(*telling, who) + and_more(r.partitions->size());
}

std::string metadata_text(MetadataResponse const& r, Describer const& who) {
    if (!r.metadata || r.metadata->topics.empty()) return "metadata: brokers";
    TopicMetadata const& topic = r.metadata->topics.front();
    if (topic.error != ErrorCode::none) return error_text("Metadata", topic.error);
    std::string text = "metadata: ";
    text += who.names->text(topic.name);
    if (topic.partitions.size() > 3 || r.metadata->topics.size() > 1) {
        return text + " led by " +
               counted(static_cast<std::int64_t>(r.metadata->brokers.size()), "broker", "brokers");
    }
    text += " led by ";
    auto const is_like_the_first = [&](PartitionMetadata const& each) {
        return each.leader == topic.partitions.front().leader;
    };
    // One broker that leads them all is named once: the answer then fits on a short arrow.
    bool const is_one =
        std::all_of(topic.partitions.begin(), topic.partitions.end(), is_like_the_first);
    std::size_t const shown =
        is_one ? std::min<std::size_t>(topic.partitions.size(), 1) : topic.partitions.size();
    for (std::size_t i = 0; i < shown; ++i) {
        if (i > 0) text += ", ";
        text += broker_text(topic.partitions[i].leader);
    }
    return text;
}

std::string alter_text(AlterPartitionRequest const& r, Describer const& who) {
    if (!has_any(r.changes)) return "AlterPartition";
    AlterPartitionChange const& first = r.changes->front();
    std::vector<BrokerId> isr;
    for (IsrMember const& member : first.new_isr) isr.push_back(member.broker_id);
    return "AlterPartition " + who.partition(first.partition) + " ISR " + format_brokers(isr) +
           and_more(r.changes->size());
}

std::string alter_answer_text(AlterPartitionResponse const& r, Describer const& who) {
    if (r.error != ErrorCode::none) return error_text("AlterPartition", r.error);
    if (!has_any(r.results)) return "AlterPartition answer";
    AlterPartitionResult const& first = r.results->front();
    if (first.error != ErrorCode::none) return error_text("AlterPartition", first.error);
    return who.partition(first.partition) + " ISR " + format_brokers(first.isr) +
           and_more(r.results->size());
}

// Names and offsets of what has no more telling form.
std::string plain_text(Message const& message) {
    std::string text = api_name(message);
    if (is_response(message)) text += " answer";
    return text;
}

}  // namespace

std::vector<std::string_view> shortenings_of(std::string_view label) {
    static constexpr std::string_view kJoints[] = {" led by ", " from ", " to ", " of ", " at ",
                                                   " ISR ",    " and ",  " → ",  " · ",  ": "};
    std::vector<std::string_view> texts{label};
    for (;;) {
        std::size_t last = 0;
        for (std::string_view const joint : kJoints) {
            std::size_t const at = texts.back().rfind(joint);
            if (at != std::string_view::npos) last = std::max(last, at);
        }
        if (last == 0) break;
        texts.push_back(texts.back().substr(0, last));
    }
    std::string_view const first = texts.back().substr(0, texts.back().find(' '));
    if (first.size() < texts.back().size()) texts.push_back(first);
    return texts;
}

std::string message_label(Message const& message, Describer const& who,
                          MetadataImage const* image) {
    if (auto label = group_label(message, who, image)) return *std::move(label);
    auto const in_epoch = [](char const* what, LeaderEpoch epoch) {
        return what + std::to_string(epoch.value);
    };
    return std::visit(
        Overloaded{
            [&](ProduceRequest const& r) { return produce_text(r, who); },
            [&](ProduceResponse const& r) { return produce_answer_text(r, who); },
            [&](FetchRequest const& r) { return fetch_text(r, who); },
            [&](FetchResponse const& r) { return fetch_answer_text(r, who); },
            [&](MetadataResponse const& r) { return metadata_text(r, who); },
            [&](AlterPartitionRequest const& r) { return alter_text(r, who); },
            [&](AlterPartitionResponse const& r) { return alter_answer_text(r, who); },
            [&](RaftFetchRequest const& r) {
                return "Fetch metadata from " + text_of(r.fetch_offset);
            },
            [&](RaftFetchResponse const& r) { return raft_fetch_text(r, who, image); },
            [&](VoteRequest const& r) {
                return in_epoch(r.pre_vote ? "pre-vote? epoch " : "Vote? epoch ", r.replica_epoch);
            },
            [](VoteResponse const& r) {
                std::string text = r.pre_vote ? "pre-vote " : "vote ";
                return text + (r.vote_granted ? "granted" : "refused");
            },
            [&](BeginQuorumEpochRequest const& r) {
                return in_epoch("BeginQuorumEpoch ", r.leader_epoch);
            },
            [&](EndQuorumEpochRequest const& r) {
                return in_epoch("EndQuorumEpoch ", r.leader_epoch);
            },
            [](BrokerHeartbeatRequest const& r) {
                std::string text = "BrokerHeartbeat";
                return r.want_shut_down ? text + ": wants to stop" : text;
            },
            [](BrokerHeartbeatResponse const& r) {
                if (r.error != ErrorCode::none) return error_text("BrokerHeartbeat", r.error);
                if (r.should_shut_down) return std::string{"BrokerHeartbeat: may stop"};
                return std::string{r.is_fenced ? "BrokerHeartbeat: fenced" : "BrokerHeartbeat: ok"};
            },
            [](BrokerRegistrationResponse const& r) {
                if (r.error != ErrorCode::none) return error_text("BrokerRegistration", r.error);
                return "broker epoch " + std::to_string(r.broker_epoch.value);
            },
            [](InitProducerIdResponse const& r) {
                if (r.error != ErrorCode::none) return error_text("InitProducerId", r.error);
                return "producer id " + std::to_string(r.producer_id.value);
            },
            [&](auto const&) { return plain_text(message); }},
        message);
}

std::int32_t message_interest(Message const& message) {
    return std::visit(
        Overloaded{
            [](ProduceRequest const&) { return 8; }, [](ProduceResponse const&) { return 8; },
            [](FetchRequest const& r) {
                return r.partitions && !r.partitions->changed.empty() ? 6 : 1;
            },
            [](FetchResponse const& r) {
                if (r.error != ErrorCode::none) return 8;
                if (!has_any(r.partitions)) return 1;
                for (FetchedPartition const& p : *r.partitions) {
                    if (p.error != ErrorCode::none) return 8;
                    if (p.diverging_end_offset != kNoOffset) return 9;
                    if (!p.batches.empty()) return 7;
                }
                return 5;
            },
            [](RaftFetchRequest const&) { return 1; },
            [](RaftFetchResponse const& r) {
                if (r.diverging_end_offset != kNoOffset) return 9;
                std::int32_t const weight = heaviest_of(r).weight;
                return weight >= 4 ? 9 : weight >= 0 ? 1 : 0;
            },
            [](BrokerHeartbeatRequest const& r) { return r.want_shut_down ? 9 : 2; },
            [](BrokerHeartbeatResponse const& r) {
                return r.error != ErrorCode::none || r.should_shut_down ? 9 : 1;
            },
            [](AlterPartitionRequest const&) { return 10; },
            [](AlterPartitionResponse const&) { return 10; }, [](VoteRequest const&) { return 9; },
            [](VoteResponse const&) { return 9; }, [](MetadataRequest const&) { return 7; },
            [](MetadataResponse const&) { return 7; }, [](HeartbeatRequest const&) { return 1; },
            [](HeartbeatResponse const& r) { return r.error == ErrorCode::none ? 1 : 8; },
            [](ConsumerGroupHeartbeatRequest const& r) { return r.changes ? 8 : 1; },
            [](ConsumerGroupHeartbeatResponse const& r) {
                return r.error == ErrorCode::none && !r.assignment ? 1 : 8;
            },
            [](auto const&) { return 8; }},
        message);
}

Meaning meaning_of(MessageTopic topic) {
    switch (topic) {
    case MessageTopic::metadata: return Meaning::controller;
    case MessageTopic::replication: return Meaning::in_sync;
    case MessageTopic::records:
    case MessageTopic::other: return Meaning::plain;
    }
    return Meaning::plain;
}

MessageTopic message_topic(Message const& message) {
    return std::visit(
        Overloaded{[](ProduceRequest const&) { return MessageTopic::records; },
                   [](ProduceResponse const&) { return MessageTopic::records; },
                   [](FetchRequest const&) { return MessageTopic::replication; },
                   [](FetchResponse const&) { return MessageTopic::replication; },
                   [](OffsetForLeaderEpochRequest const&) { return MessageTopic::replication; },
                   [](OffsetForLeaderEpochResponse const&) { return MessageTopic::replication; },
                   [](ListOffsetsRequest const&) { return MessageTopic::replication; },
                   [](ListOffsetsResponse const&) { return MessageTopic::replication; },
                   [](InitProducerIdRequest const&) { return MessageTopic::other; },
                   [](InitProducerIdResponse const&) { return MessageTopic::other; },
                   [](DescribeConfigsRequest const&) { return MessageTopic::other; },
                   [](DescribeConfigsResponse const&) { return MessageTopic::other; },
                   [](FindCoordinatorRequest const&) { return MessageTopic::other; },
                   [](FindCoordinatorResponse const&) { return MessageTopic::other; },
                   []<GroupRequest M>(M const&) { return MessageTopic::other; },
                   []<MemberResponseMessage M>(M const&) { return MessageTopic::other; },
                   []<GroupAdminResponse M>(M const&) { return MessageTopic::other; },
                   [](OffsetCommitResponse const&) { return MessageTopic::other; },
                   [](OffsetFetchResponse const&) { return MessageTopic::other; },
                   [](auto const&) { return MessageTopic::metadata; }},
        message);
}

}  // namespace highwater::gui

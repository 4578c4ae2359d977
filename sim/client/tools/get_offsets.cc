// kafka-get-offsets (GetOffsetShell): the first, last or dated offset of partitions, from their
// leaders.
#include <algorithm>

#include "client/exceptions.h"
#include "client/tools/java_exception.h"
#include "client/tools/steps.h"
#include "client/tools/topic_filter.h"
#include "node/topic_name.h"

namespace highwater {

namespace {
constexpr Duration kOffsetsPatience = seconds(60);  // default.api.timeout.ms
constexpr char kLookUpLeaders[] = "listOffsets(api=METADATA)";
constexpr char kListOffsets[] = "listOffsets(api=LIST_OFFSETS)";

std::vector<OptionSpec> const& options_of_get_offsets() {
    static std::vector<OptionSpec> const known = {{"bootstrap-server", true},
                                                  {"command-config", true},
                                                  {"exclude-internal-topics", false},
                                                  {"help", false},
                                                  {"partitions", true},
                                                  {"time", true},
                                                  {"topic", true},
                                                  {"topic-partitions", true},
                                                  {"version", false}};
    return known;
}

// TerseException.
ToolText occurred(std::string const& why) { return {{}, "Error occurred: " + why + "\n", 1}; }
// Any other.
ToolText occurred(Thrown const& thrown) {
    return {{}, "Error occurred: " + thrown.message + "\n" + trace_of(thrown) + "\n", 1};
}

bool parse_time(std::string const& text, std::int64_t& time) {
    if (text == "latest") return time = kLatestTimestamp, true;
    if (text == "earliest") return time = kEarliestTimestamp, true;
    if (text == "max-timestamp") return time = kMaxTimestamp, true;
    if (text == "earliest-local") return time = kEarliestLocalTimestamp, true;
    if (text == "latest-tiered") return time = kLatestTieredTimestamp, true;
    if (text == "earliest-pending-upload") return time = kEarliestPendingUploadTimestamp, true;
    return parse_integer(text, time);
}

bool parse_partition(std::string const& text, std::int32_t& partition) {
    std::int64_t number = 0;
    bool const fits = parse_integer(text, number) && number >= INT32_MIN && number <= INT32_MAX;
    if (fits) partition = static_cast<std::int32_t>(number);
    return fits;
}

bool is_digits(std::string const& text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "orders", "orders:3", "orders:2-4" (the end is excluded), ":-4", "orders:2-".
std::optional<Thrown> parse_rule(std::string const& text, OffsetsPlan::Wanted& wanted) {
    auto const colon = text.find(':');
    wanted.pattern = text.substr(0, colon);
    if (colon == std::string::npos) return std::nullopt;
    std::string const range = text.substr(colon + 1);
    auto const dash = range.find('-');
    std::string const low = range.substr(0, dash);
    std::string const high = dash == std::string::npos ? low : range.substr(dash + 1);
    if (!is_digits(low) || !is_digits(high)) {
        return wrapped(
            kRuntimeException,
            {"org.apache.kafka.tools.TerseException", "Invalid rule specification: " + text, {}});
    }
    for (std::string const& number : {low, high}) {
        std::int32_t fits = 0;
        if (number.empty() || parse_partition(number, fits)) continue;
        return Thrown{
            "java.lang.NumberFormatException", "For input string: \"" + number + "\"", {}};
    }
    if (!low.empty()) parse_partition(low, wanted.first);
    if (!high.empty()) parse_partition(high, wanted.last);
    bool const excludes_end = dash != std::string::npos && !high.empty();
    if (excludes_end) --wanted.last;
    return std::nullopt;
}

// The rules of --topic-partitions, or --topic and --partitions.
std::optional<ToolText> read_wanted(Options const& options, std::vector<OffsetsPlan::Wanted>& all) {
    if (options.has("topic-partitions")) {
        for (std::string const& part : split(options.get("topic-partitions"), ',')) {
            OffsetsPlan::Wanted wanted;
            if (auto const wrong = parse_rule(part, wanted)) return occurred(*wrong);
            all.push_back(wanted);
        }
        return std::nullopt;
    }
    OffsetsPlan::Wanted wanted;
    wanted.pattern = options.get("topic");
    std::string const partitions = options.get("partitions");
    if (partitions.empty()) all.push_back(wanted);
    for (std::string const& part : split(partitions, ',')) {
        if (partitions.empty()) break;
        if (!parse_partition(part, wanted.first)) {
            return occurred(
                "--partitions expects a comma separated list of numeric partition ids, but "
                "received: " +
                partitions);
        }
        wanted.last = wanted.first;
        all.push_back(wanted);
    }
    return std::nullopt;
}

bool is_wanted(OffsetsPlan const& plan, std::string const& topic, std::int32_t partition) {
    if (plan.exclude_internal && is_internal_topic(topic)) return false;
    return std::any_of(plan.wanted.begin(), plan.wanted.end(), [&](OffsetsPlan::Wanted const& w) {
        if (partition < w.first || partition > w.last) return false;
        if (w.pattern.empty()) return true;
        Expected<TopicFilter> const filter = TopicFilter::parse(w.pattern);
        return filter && filter->matches(topic);
    });
}

OffsetsPlan::Asked* find(OffsetsPlan& plan, TopicPartition id) {
    for (OffsetsPlan::Asked& one : plan.partitions) {
        if (one.partition == id) return &one;
    }
    return nullptr;
}

void give_up(OffsetsPlan::Asked& one, std::string const& failure) {
    one.is_answered = true;
    one.failure = failure;
}

std::string name_of(TopicOffset const& one) {
    return one.topic + "-" + std::to_string(one.partition);
}

// Offsets on the output, and a complaint for each partition that has none.
ToolText told_offsets(OffsetsPlan const& plan) {
    std::vector<TopicOffset> offsets;
    std::string skipped;
    for (OffsetsPlan::Asked const& one : plan.partitions) {
        if (one.failure.empty()) {
            offsets.push_back(one.told);
            continue;
        }
        skipped += "Skip getting offsets for topic-partition " + name_of(one.told) +
                   " due to error: " + one.failure + "\n";
    }
    return {get_offsets(std::move(offsets)), std::move(skipped), 0};
}

void finish_if_done(OffsetsPlan const& plan, Tool& self, Effects& out) {
    bool const is_done = std::all_of(plan.partitions.begin(), plan.partitions.end(),
                                     [](OffsetsPlan::Asked const& one) { return one.is_answered; });
    if (is_done) finish(self, told_offsets(plan), out);
}

MetadataRequest leaders_of(std::vector<TopicPartition> const& partitions) {
    std::vector<NameId> topics;
    for (TopicPartition const& one : partitions) topics.push_back(one.topic);
    std::sort(topics.begin(), topics.end());
    topics.erase(std::unique(topics.begin(), topics.end()), topics.end());
    return {false, false, make_payload(std::move(topics))};
}

// Who leads a partition, as far as the metadata tells; of a topic that is gone nobody ever will.
NodeId leader_in(Tool const& self, ClusterMetadata const& metadata, OffsetsPlan::Asked& one) {
    for (TopicMetadata const& topic : metadata.topics) {
        if (topic.name != one.partition.topic) continue;
        if (topic.error == ErrorCode::unknown_topic_or_partition) {
            give_up(one, exception_class(topic.error) +
                             ": Failed to fetch metadata for partition " + name_of(one.told) +
                             " because metadata for topic `" + one.told.topic +
                             "` could not be found");
        }
        for (PartitionMetadata const& partition : topic.partitions) {
            if (partition.partition != one.partition.partition) continue;
            return address_of(self.metadata, partition.leader);
        }
    }
    return kNoNode;
}

bool is_looking_up(Tool const& self) {
    return std::any_of(self.calls.begin(), self.calls.end(),
                       [](AdminCall const& call) { return call.name == kLookUpLeaders; });
}

// Partitions whose leader is known are asked; the others are looked up again, without a pause: so
// does Kafka's admin client (PartitionLeaderStrategy).
void ask_leaders(OffsetsPlan& plan, Tool& self, AdminCall const& call,
                 ClusterMetadata const& metadata, Effects& out) {
    std::vector<std::pair<NodeId, std::vector<ListOffsetsPartition>>> questions;
    std::vector<TopicPartition> leaderless;
    for (OffsetsPlan::Asked& one : plan.partitions) {
        if (one.is_asked || one.is_answered) continue;
        NodeId const leader = leader_in(self, metadata, one);
        if (one.is_answered) continue;
        if (leader == kNoNode) {
            leaderless.push_back(one.partition);
            continue;
        }
        auto at = std::find_if(questions.begin(), questions.end(),
                               [&](auto const& question) { return question.first == leader; });
        if (at == questions.end()) at = questions.insert(questions.end(), {leader, {}});
        // The tool says no leader epoch: whoever leads answers.
        at->second.push_back({one.partition, kNoEpoch, plan.time});
        one.is_asked = true;
    }
    self.plan = plan;
    for (auto& [leader, partitions] : questions) {
        ListOffsetsRequest request;
        request.partitions = make_payload(std::move(partitions));
        ask(self, kListOffsets, std::move(request), leader, out);
        self.calls.back().deadline = call.deadline;
    }
    if (!leaderless.empty() && !is_looking_up(self)) {
        AdminCall again = call;
        again.name = kLookUpLeaders;
        again.request = leaders_of(leaderless);
        again.to = kNoNode;
        ask_at_once(self, std::move(again));
    }
    finish_if_done(plan, self, out);
}

// The partitions that match. Their offsets are another call of the admin client, with a time of its
// own.
void topics_listed(OffsetsPlan plan, Tool& self, AdminCall call, ClusterMetadata const& metadata,
                   Effects& out) {
    for (TopicMetadata const& topic : metadata.topics) {
        std::string const name = out.names().text(topic.name);
        for (PartitionMetadata const& partition : topic.partitions) {
            if (!is_wanted(plan, name, partition.partition)) continue;
            OffsetsPlan::Asked& one = plan.partitions.emplace_back();
            one.partition = {topic.name, partition.partition};
            one.told = {name, partition.partition, kNoOffset};
        }
    }
    if (plan.partitions.empty()) {
        return finish(
            self, occurred("Could not match any topic-partitions with the specified filters"), out);
    }
    call.deadline = out.now() + kOffsetsPatience;
    call.vain_answers = 0;
    ask_leaders(plan, self, call, metadata, out);
}
}  // namespace

void begin_get_offsets(Tool& self, Effects& out) {
    Expected<Options> const options = parse_options(self.call->arguments, options_of_get_offsets());
    if (!options) return finish(self, occurred(options.problem().message), out);
    if (auto text =
            help_or_version(*options, "An interactive shell for getting topic-partition offsets.",
                            options_of_get_offsets())) {
        return finish(self, *std::move(text), out);
    }
    OffsetsPlan plan;
    if (options->has("topic-partitions") && (options->has("topic") || options->has("partitions"))) {
        return finish(
            self, occurred("--topic-partitions cannot be used with --topic or --partitions"), out);
    }
    if (options->has("time") && !parse_time(options->get("time"), plan.time)) {
        return finish(self,
                      occurred("Malformed time argument " + options->get("time") +
                               ". Please use -1 or latest / -2 or earliest / -3 or max-timestamp / "
                               "-4 or earliest-local / -5 or latest-tiered / -6 or "
                               "earliest-pending-upload, or a specified long format timestamp"),
                      out);
    }
    if (auto const wrong = read_wanted(*options, plan.wanted)) return finish(self, *wrong, out);
    for (OffsetsPlan::Wanted const& one : plan.wanted) {
        Expected<TopicFilter> const filter = TopicFilter::parse(one.pattern);
        if (!filter) {
            return finish(self, occurred(filter.problem().message), out);
        }
    }
    plan.exclude_internal = options->has("exclude-internal-topics");
    self.plan = std::move(plan);
    ask(self, "listTopics", MetadataRequest{true, false, make_payload(std::vector<NameId>{})},
        kNoNode, out);
}

void look_up_again(OffsetsPlan& plan, AdminCall& call) {
    auto const* request = std::get_if<ListOffsetsRequest>(&call.request);
    if (request == nullptr) return;
    std::vector<TopicPartition> partitions;
    for (ListOffsetsPartition const& one : *request->partitions) {
        if (OffsetsPlan::Asked* asked = find(plan, one.partition)) asked->is_asked = false;
        partitions.push_back(one.partition);
    }
    call.name = kLookUpLeaders;
    call.request = leaders_of(partitions);
    call.to = kNoNode;
}

ToolText offsets_timed_out(OffsetsPlan plan, std::string const& what) {
    std::string const cause = exception_class(ErrorCode::request_timed_out) + ": " + what;
    if (plan.partitions.empty()) {
        return occurred({"java.util.concurrent.ExecutionException", cause, {cause}});
    }
    for (OffsetsPlan::Asked& one : plan.partitions) {
        if (!one.is_answered) give_up(one, cause);
    }
    return told_offsets(plan);
}

void step(OffsetsPlan plan, Tool& self, AdminCall const& call, Message const& answer,
          Effects& out) {
    if (auto const* metadata = std::get_if<MetadataResponse>(&answer)) {
        if (plan.partitions.empty()) {
            return topics_listed(std::move(plan), self, call, *metadata->metadata, out);
        }
        return ask_leaders(plan, self, call, *metadata->metadata, out);
    }
    auto const* listed = std::get_if<ListOffsetsResponse>(&answer);
    if (listed == nullptr) return;
    std::vector<ListOffsetsPartition> again;
    std::vector<ListOffsetsPartition> moved;
    auto const* request = std::get_if<ListOffsetsRequest>(&call.request);
    for (ListedOffset const& told : *listed->partitions) {
        OffsetsPlan::Asked* const one = find(plan, told.partition);
        if (one == nullptr) continue;
        if (told.error == ErrorCode::none) {
            one->is_answered = true;
            one->told.offset = told.offset;
        } else if (is_retriable(told.error)) {
            auto& list = invalidates_metadata(told.error) ? moved : again;
            for (ListOffsetsPartition const& asked : *request->partitions) {
                if (asked.partition == told.partition) list.push_back(asked);
            }
        } else {
            give_up(*one, exception_class(told.error) + ": " +
                              std::string{exception_message(told.error)});
        }
    }
    if (!moved.empty()) {
        AdminCall lookup = call;
        ListOffsetsRequest part = *request;
        part.partitions = make_payload(std::move(moved));
        lookup.request = std::move(part);
        look_up_again(plan, lookup);
        ask_again(self, std::move(lookup), out);
    }
    if (!again.empty()) {
        AdminCall retry = call;
        ListOffsetsRequest fewer = *request;
        fewer.partitions = make_payload(std::move(again));
        retry.request = std::move(fewer);
        ask_again(self, std::move(retry), out);
    }
    self.plan = plan;
    finish_if_done(plan, self, out);
}

}  // namespace highwater

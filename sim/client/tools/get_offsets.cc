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
constexpr char kListOffsets[] = "listOffsets";

std::vector<OptionSpec> const& options_of_get_offsets() {
    static std::vector<OptionSpec> const known = {
        {"bootstrap-server", true}, {"command-config", true}, {"exclude-internal-topics", false},
        {"partitions", true},       {"time", true},           {"topic", true},
        {"topic-partitions", true}};
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

void skip(OffsetsPlan& plan, std::string const& partition, ErrorCode error) {
    plan.skipped += "Skip getting offsets for topic-partition " + partition +
                    " due to error: " + exception_class(error) + ": " +
                    std::string{exception_message(error)} + "\n";
}

void ask_leaders(OffsetsPlan& plan, Tool& self, ClusterMetadata const& metadata, Effects& out) {
    std::vector<std::pair<NodeId, std::vector<ListOffsetsPartition>>> questions;
    bool any = false;
    std::vector<TopicPartition> const lookups = std::move(plan.lookups);
    plan.lookups.clear();
    for (TopicMetadata const& topic : metadata.topics) {
        std::string const name = out.names().text(topic.name);
        for (PartitionMetadata const& partition : topic.partitions) {
            TopicPartition const id{topic.name, partition.partition};
            bool const is_asked =
                lookups.empty() ? is_wanted(plan, name, partition.partition)
                                : std::find(lookups.begin(), lookups.end(), id) != lookups.end();
            if (!is_asked) continue;
            any = true;
            NodeId const leader = address_of(self.metadata, partition.leader);
            if (leader == kNoNode) {
                skip(plan, name + "-" + std::to_string(partition.partition),
                     ErrorCode::leader_not_available);
                continue;
            }
            auto at = std::find_if(questions.begin(), questions.end(),
                                   [&](auto const& q) { return q.first == leader; });
            if (at == questions.end()) at = questions.insert(questions.end(), {leader, {}});
            // The tool says no leader epoch: whoever leads answers.
            at->second.push_back({id, kNoEpoch, plan.time});
        }
    }
    if (!any && lookups.empty()) {
        return finish(
            self, occurred("Could not match any topic-partitions with the specified filters"), out);
    }
    self.plan = plan;
    if (questions.empty() && self.calls.empty()) {
        return finish(self, {get_offsets(plan.offsets), plan.skipped, 0}, out);
    }
    for (auto& [leader, partitions] : questions) {
        ListOffsetsRequest request;
        request.partitions = make_payload(std::move(partitions));
        ask(self, kListOffsets, std::move(request), leader, out);
    }
}
}  // namespace

void begin_get_offsets(Tool& self, Effects& out) {
    Expected<Options> const options = parse_options(self.call->arguments, options_of_get_offsets());
    if (!options) return finish(self, occurred(options.problem().message), out);
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
    for (ListOffsetsPartition const& asked : *request->partitions) {
        plan.lookups.push_back(asked.partition);
    }
    call.request = MetadataRequest{true, false, make_payload(std::vector<NameId>{})};
    call.to = kNoNode;
}

void step(OffsetsPlan plan, Tool& self, AdminCall const& call, Message const& answer,
          Effects& out) {
    if (auto const* metadata = std::get_if<MetadataResponse>(&answer)) {
        // Another look-up has already found the leaders that this one was to find.
        bool const is_done = call.name == kListOffsets && plan.lookups.empty();
        if (is_done && !self.calls.empty()) return;
        if (is_done) return finish(self, {get_offsets(plan.offsets), plan.skipped, 0}, out);
        return ask_leaders(plan, self, *metadata->metadata, out);
    }
    auto const* listed = std::get_if<ListOffsetsResponse>(&answer);
    if (listed == nullptr) return;
    std::vector<ListOffsetsPartition> again;
    std::vector<ListOffsetsPartition> moved;
    auto const* request = std::get_if<ListOffsetsRequest>(&call.request);
    for (ListedOffset const& one : *listed->partitions) {
        std::string const topic = out.names().text(one.partition.topic);
        if (one.error == ErrorCode::none) {
            plan.offsets.push_back({topic, one.partition.partition, one.offset});
        } else if (is_retriable(one.error)) {
            auto& list = invalidates_metadata(one.error) ? moved : again;
            for (ListOffsetsPartition const& asked : *request->partitions) {
                if (asked.partition == one.partition) list.push_back(asked);
            }
        } else {
            skip(plan, topic + "-" + std::to_string(one.partition.partition), one.error);
        }
    }
    self.plan = plan;
    if (!moved.empty()) {
        AdminCall lookup = call;
        ListOffsetsRequest part = *request;
        part.partitions = make_payload(std::move(moved));
        lookup.request = std::move(part);
        look_up_again(std::get<OffsetsPlan>(self.plan), lookup);
        ask_again(self, std::move(lookup), out);
    }
    if (!again.empty()) {
        AdminCall retry = call;
        ListOffsetsRequest fewer = *request;
        fewer.partitions = make_payload(std::move(again));
        retry.request = std::move(fewer);
        ask_again(self, std::move(retry), out);
    }
    if (self.calls.empty()) finish(self, {get_offsets(plan.offsets), plan.skipped, 0}, out);
}

}  // namespace highwater

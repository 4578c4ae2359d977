// kafka-get-offsets (GetOffsetShell): the first, last or dated offset of partitions, from their
// leaders.
#include <algorithm>

#include "client/exceptions.h"
#include "client/tools/steps.h"
#include "client/tools/topic_filter.h"

namespace highwater {

namespace {
constexpr char kListOffsets[] = "listOffsets";

std::vector<OptionSpec> const& known_options() {
    static std::vector<OptionSpec> const known = {
        {"bootstrap-server", true}, {"command-config", true}, {"exclude-internal-topics", false},
        {"partitions", true},       {"time", true},           {"topic", true},
        {"topic-partitions", true}};
    return known;
}

bool parse_time(std::string const& text, std::int64_t& time) {
    if (text == "latest") return time = kLatestTimestamp, true;
    if (text == "earliest") return time = kEarliestTimestamp, true;
    if (text == "max-timestamp") return time = kMaxTimestamp, true;
    return parse_integer(text, time);
}

// "3", "2-4" (the end is excluded), "-4", "2-".
bool parse_range(std::string const& text, OffsetsPlan::Wanted& wanted) {
    auto const dash = text.find('-');
    std::int64_t first = 0;
    std::int64_t last = INT32_MAX;
    if (dash == std::string::npos) {
        if (!parse_integer(text, first)) return false;
        last = first;
    } else {
        std::string const low = text.substr(0, dash);
        std::string const high = text.substr(dash + 1);
        if (!low.empty() && !parse_integer(low, first)) return false;
        if (!high.empty() && (!parse_integer(high, last) || --last < 0)) return false;
    }
    if (first < 0 || first > INT32_MAX || last > INT32_MAX) return false;
    wanted.first = static_cast<std::int32_t>(first);
    wanted.last = static_cast<std::int32_t>(last);
    return true;
}

Expected<std::vector<OffsetsPlan::Wanted>> parse_wanted(Options const& options) {
    std::vector<OffsetsPlan::Wanted> all;
    if (options.has("topic-partitions")) {
        for (std::string const& part : split(options.get("topic-partitions"), ',')) {
            auto const colon = part.find(':');
            OffsetsPlan::Wanted wanted;
            wanted.pattern = part.substr(0, colon);
            if (colon != std::string::npos && !parse_range(part.substr(colon + 1), wanted)) {
                return Problem{"Invalid rule: " + part, {}};
            }
            all.push_back(wanted);
        }
        return all;
    }
    for (std::string const& part : split(options.get("partitions"), ',')) {
        OffsetsPlan::Wanted wanted;
        wanted.pattern = options.get("topic");
        if (!part.empty() && !parse_range(part, wanted)) {
            return Problem{"Invalid partition range: " + part, {}};
        }
        all.push_back(wanted);
    }
    return all;
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
        constexpr char kNone[] = "Could not match any topic-partitions with the specified filters";
        return finish(self, {{}, "Error occurred: " + std::string{kNone} + "\n", 1}, out);
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
    Expected<Options> const options = parse_options(self.call->arguments, known_options());
    if (!options) return finish(self, usage(options.problem().message, known_options()), out);
    OffsetsPlan plan;
    if (options->has("topic-partitions") && (options->has("topic") || options->has("partitions"))) {
        constexpr char kBoth[] = "--topic-partitions cannot be used with --topic or --partitions";
        return finish(self, {{}, "Error occurred: " + std::string{kBoth} + "\n", 1}, out);
    }
    if (options->has("time") && !parse_time(options->get("time"), plan.time)) {
        return finish(self,
                      {{},
                       "Error occurred: Malformed time argument " + options->get("time") +
                           ". Please use -1 or latest / -2 or earliest / -3 or max-timestamp, "
                           "or a specified long format timestamp\n",
                       1},
                      out);
    }
    Expected<std::vector<OffsetsPlan::Wanted>> const wanted = parse_wanted(*options);
    if (!wanted) {
        return finish(self, {{}, "Error occurred: " + wanted.problem().message + "\n", 1}, out);
    }
    plan.wanted = *wanted;
    for (OffsetsPlan::Wanted const& one : plan.wanted) {
        Expected<TopicFilter> const filter = TopicFilter::parse(one.pattern);
        if (!filter) {
            return finish(self, {{}, "Error occurred: " + filter.problem().message + "\n", 1}, out);
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

// kafka-delete-records (DeleteRecordsCommand): asks each partition's leader to delete what is below
// an offset. Who leads is looked up first, and again without a pause while a topic is unknown, as
// Kafka's admin client does it (PartitionLeaderStrategy). Results come in the order of the file;
// that of Kafka differs from run to run (rep-offsets-delete-records).
#include <algorithm>

#include "client/exceptions.h"
#include "client/tools/reassign_input.h"
#include "client/tools/steps.h"

namespace highwater {

namespace {
constexpr std::int32_t kTimeoutMs = 60'000;  // default.api.timeout.ms
constexpr char kLookUp[] = "deleteRecords(api=METADATA)";
constexpr char kDelete[] = "deleteRecords(api=DELETE_RECORDS)";

std::vector<OptionSpec> const& options_of_delete_records() {
    static std::vector<OptionSpec> const known = {{"bootstrap-server", true},
                                                  {"command-config", true},
                                                  {"help", false},
                                                  {"offset-json-file", true},
                                                  {"version", false}};
    return known;
}

DeletedRecords* find(DeleteRecordsPlan& plan, TopicPartition id, Names const& names) {
    for (DeletedRecords& one : plan.wanted) {
        bool const is_it =
            one.partition.partition == id.partition && one.partition.topic == names.text(id.topic);
        if (is_it) return &one;
    }
    return nullptr;
}

void finish_if_done(DeleteRecordsPlan const& plan, Tool& self, Effects& out) {
    bool const is_done = std::all_of(plan.wanted.begin(), plan.wanted.end(),
                                     [](DeletedRecords const& one) { return one.is_answered; });
    if (is_done) finish(self, {delete_records(plan.wanted), {}, 0}, out);
}

MetadataRequest look_up(std::vector<DeleteRecordsPartition> const& partitions) {
    std::vector<NameId> topics;
    for (DeleteRecordsPartition const& one : partitions) topics.push_back(one.partition.topic);
    std::sort(topics.begin(), topics.end());
    topics.erase(std::unique(topics.begin(), topics.end()), topics.end());
    return {false, false, make_payload(std::move(topics))};
}

// PartitionLeaderStrategy.handleTopicError: there is nobody to wait for. True when it was such one.
bool has_invalid_topic(DeletedRecords& one, NameId name, ClusterMetadata const& metadata) {
    constexpr ErrorCode kError = ErrorCode::invalid_topic_exception;
    for (TopicMetadata const& topic : metadata.topics) {
        if (topic.name != name || topic.error != kError) continue;
        one.is_answered = true;
        one.error = exception_class(kError) + ": Failed to fetch metadata for partition " +
                    one.partition.text() + " due to invalid topic `" + one.partition.topic + "`";
        return true;
    }
    return false;
}

// Partitions whose leader is known are asked; the others are looked up again.
void ask_leaders(DeleteRecordsPlan& plan, Tool& self, AdminCall const& call,
                 ClusterMetadata const& metadata, Effects& out) {
    std::vector<std::pair<NodeId, std::vector<DeleteRecordsPartition>>> questions;
    std::vector<DeleteRecordsPartition> unknown;
    for (DeletedRecords& one : plan.wanted) {
        if (one.is_answered || one.is_asked) continue;
        TopicPartition const id{out.intern(one.partition.topic), one.partition.partition};
        if (has_invalid_topic(one, id.topic, metadata)) continue;
        NodeId leader = kNoNode;
        for (TopicMetadata const& topic : metadata.topics) {
            if (topic.name != id.topic || topic.error != ErrorCode::none) continue;
            for (PartitionMetadata const& partition : topic.partitions) {
                if (partition.partition != id.partition) continue;
                leader = address_of(self.metadata, partition.leader);
            }
        }
        if (leader == kNoNode) {
            unknown.push_back({id, one.offset});
            continue;
        }
        auto at = std::find_if(questions.begin(), questions.end(),
                               [&](auto const& question) { return question.first == leader; });
        if (at == questions.end()) at = questions.insert(at, {leader, {}});
        at->second.push_back({id, one.offset});
    }
    for (auto& [leader, partitions] : questions) {
        for (DeleteRecordsPartition const& one : partitions) {
            find(plan, one.partition, out.names())->is_asked = true;
        }
        ask(self, kDelete, DeleteRecordsRequest{kTimeoutMs, make_payload(std::move(partitions))},
            leader, out);
        self.calls.back().deadline = call.deadline;
    }
    self.plan = plan;
    if (unknown.empty()) return finish_if_done(plan, self, out);
    AdminCall again = call;
    again.request = look_up(unknown);
    again.to = kNoNode;
    again.name = kLookUp;
    ask_at_once(self, std::move(again));
}
}  // namespace

void begin_delete_records(Tool& self, Effects& out) {
    Expected<Options> const options =
        parse_options(self.call->arguments, options_of_delete_records());
    if (!options) return finish(self, uncaught(option_exception(options.problem())), out);
    if (auto text = help_or_version(*options,
                                    "This tool helps to delete records of the given partitions "
                                    "down to the specified offset.",
                                    options_of_delete_records())) {
        return finish(self, *std::move(text), out);
    }
    if (!options->has("offset-json-file")) {
        return finish(
            self, usage(missing_argument("offset-json-file"), options_of_delete_records()), out);
    }
    DeleteRecordsPlan plan;
    std::string const file = file_text(self, options->get("offset-json-file"));
    if (auto const refused = read_offsets(file, plan.wanted)) {
        return finish(self, uncaught(*refused), out);
    }
    self.plan = plan;
    if (plan.wanted.empty()) return finish_if_done(plan, self, out);
    std::vector<DeleteRecordsPartition> partitions;
    for (DeletedRecords const& one : plan.wanted) {
        partitions.push_back(
            {{out.intern(one.partition.topic), one.partition.partition}, one.offset});
    }
    ask(self, kLookUp, look_up(partitions), kNoNode, out);
}

void step(DeleteRecordsPlan plan, Tool& self, AdminCall const& call, Message const& answer,
          Effects& out) {
    if (auto const* metadata = std::get_if<MetadataResponse>(&answer)) {
        return ask_leaders(plan, self, call, *metadata->metadata, out);
    }
    auto const* deleted = std::get_if<DeleteRecordsResponse>(&answer);
    if (deleted == nullptr) return;
    std::vector<DeleteRecordsPartition> moved;
    std::vector<DeleteRecordsPartition> again;
    for (DeleteRecordsResult const& result : *deleted->partitions) {
        DeletedRecords* one = find(plan, result.partition, out.names());
        if (one == nullptr) continue;
        if (is_retriable(result.error)) {
            bool const has_moved = invalidates_metadata(result.error);
            if (has_moved) one->is_asked = false;
            (has_moved ? moved : again).push_back({result.partition, one->offset});
            continue;
        }
        one->is_answered = true;
        one->low_watermark = result.low_watermark;
        if (result.error != ErrorCode::none) {
            one->error =
                exception_class(result.error) + ": " + std::string{exception_message(result.error)};
        }
    }
    self.plan = plan;
    if (!moved.empty()) {
        AdminCall lookup = call;
        lookup.name = kLookUp;
        lookup.request = look_up(moved);
        lookup.to = kNoNode;
        ask_again(self, std::move(lookup), out);
    }
    if (!again.empty()) {
        AdminCall retry = call;
        retry.request = DeleteRecordsRequest{kTimeoutMs, make_payload(std::move(again))};
        ask_again(self, std::move(retry), out);
    }
    finish_if_done(plan, self, out);
}

ToolText records_not_deleted(DeleteRecordsPlan plan, std::string const& what) {
    for (DeletedRecords& one : plan.wanted) {
        if (one.is_answered) continue;
        one.error = exception_class(ErrorCode::request_timed_out) + ": " + what;
    }
    return {delete_records(plan.wanted), {}, 0};
}

void look_up_again(DeleteRecordsPlan& plan, AdminCall& call, Names const& names) {
    auto const* request = std::get_if<DeleteRecordsRequest>(&call.request);
    if (request == nullptr) return;
    for (DeleteRecordsPartition const& one : *request->partitions) {
        if (DeletedRecords* wanted = find(plan, one.partition, names)) wanted->is_asked = false;
    }
    call.name = kLookUp;
    call.request = look_up(*request->partitions);
    call.to = kNoNode;
}

}  // namespace highwater

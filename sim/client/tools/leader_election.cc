// kafka-leader-election (LeaderElectionCommand): asks the controller to elect preferred or, if need
// be, unclean leaders.
#include <algorithm>

#include "client/exceptions.h"
#include "client/tools/json_reader.h"
#include "client/tools/steps.h"

namespace highwater {

namespace {
std::vector<OptionSpec> const& known_options() {
    static std::vector<OptionSpec> const known = {{"admin.config", true},
                                                  {"all-topic-partitions", false},
                                                  {"bootstrap-server", true},
                                                  {"election-type", true},
                                                  {"partition", true},
                                                  {"path-to-json-file", true},
                                                  {"topic", true}};
    return known;
}

std::string upper(std::string text) {
    for (char& c : text) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
}

ToolText cannot_parse(std::string const& type) {
    std::string const first = "Cannot parse argument '" + type + "' of option election-type\n";
    return {{},
            first + "joptsimple.OptionArgumentConversionException: " + first +
                "Caused by: joptsimple.ValueConversionException: Value [" + type +
                "] is not one of [[PREFERRED,UNCLEAN]]\n\n",
            1};
}

Expected<std::vector<TopicPartition>> read_partitions(std::string const& text, Effects& out) {
    Problem const wrong{
        "The file is not of the form "
        "{\"partitions\": [{\"topic\": \"foo\", \"partition\": 1}]}",
        {}};
    std::optional<JsonValue> const json = read_json(text);
    JsonValue const* list = json ? json->find("partitions") : nullptr;
    if (list == nullptr || list->kind != JsonValue::Kind::array) return wrong;
    std::vector<TopicPartition> partitions;
    for (JsonValue const& item : list->items) {
        JsonValue const* topic = item.find("topic");
        JsonValue const* partition = item.find("partition");
        bool const is_good = topic != nullptr && topic->kind == JsonValue::Kind::string &&
                             partition != nullptr && partition->kind == JsonValue::Kind::integer &&
                             partition->integer >= 0 && partition->integer <= INT32_MAX;
        if (!is_good) return wrong;
        TopicPartition const one{out.intern(topic->string),
                                 static_cast<std::int32_t>(partition->integer)};
        if (std::find(partitions.begin(), partitions.end(), one) != partitions.end()) {
            return Problem{"Replica election data contains duplicate topic-partitions: " +
                               topic->string + "-" + std::to_string(partition->integer),
                           {}};
        }
        partitions.push_back(one);
    }
    return partitions;
}

// None: the combination of options is right.
std::string complaint(Options const& options) {
    if (!options.has("election-type")) {
        return "Missing required option(s): election-type";
    }
    bool const one = options.has("topic");
    int const ways = (one ? 1 : 0) + (options.has("all-topic-partitions") ? 1 : 0) +
                     (options.has("path-to-json-file") ? 1 : 0);
    if (ways == 0) {
        return "One and only one of the following options is required: topic, "
               "all-topic-partitions, path-to-json-file";
    }
    if (ways > 1) {
        return "One and only one of the following options is required: topic, "
               "all-topic-partitions, path-to-json-file";
    }
    if (one && !options.has("partition")) return "Missing required option(s): partition";
    if (!one && options.has("partition")) {
        return "Option partition is only allowed if topic is used";
    }
    return {};
}
}  // namespace

void begin_leader_election(Tool& self, Effects& out) {
    Expected<Options> const options = parse_options(self.call->arguments, known_options());
    if (!options) return finish(self, usage(options.problem().message, known_options()), out);
    std::string const type = upper(options->get("election-type"));
    if (options->has("election-type") && type != "PREFERRED" && type != "UNCLEAN") {
        return finish(self, cannot_parse(options->get("election-type")), out);
    }
    std::string const wrong = complaint(*options);
    if (!wrong.empty()) return finish(self, usage(wrong, known_options()), out);

    ElectionPlan plan;
    plan.type = type == "PREFERRED" ? ElectionType::preferred : ElectionType::unclean;
    plan.all_partitions = options->has("all-topic-partitions");
    if (options->has("topic")) {
        std::int64_t partition = 0;
        if (!parse_integer(options->get("partition"), partition) || partition < 0 ||
            partition > INT32_MAX) {
            return finish(self,
                          usage("Cannot parse argument '" + options->get("partition") +
                                    "' of option partition",
                                known_options()),
                          out);
        }
        plan.partitions.push_back(
            {out.intern(options->get("topic")), static_cast<std::int32_t>(partition)});
    }
    if (options->has("path-to-json-file")) {
        Expected<std::vector<TopicPartition>> const read =
            read_partitions(file_text(self, options->get("path-to-json-file")), out);
        if (!read) return finish(self, {{}, read.problem().message + "\n", 1}, out);
        plan.partitions = *read;
    }
    ElectLeadersRequest request;
    request.type = plan.type;
    request.all_partitions = plan.all_partitions;
    request.partitions = make_payload(plan.partitions);
    self.plan = std::move(plan);
    ask(self, "electLeaders", std::move(request), kNoNode, out);
}

void step(ElectionPlan plan, Tool& self, AdminCall const& call, Message const& answer,
          Effects& out) {
    auto const* response = std::get_if<ElectLeadersResponse>(&answer);
    if (response == nullptr) return;
    if (response->error != ErrorCode::none) {
        if (is_retriable(response->error)) return ask_again(self, call, out);
        std::string const what = exception_class(response->error) + ": " +
                                 std::string{exception_message(response->error)};
        return finish(self, {{}, "Error while making request\n" + what + "\n", 1}, out);
    }
    std::vector<ElectionOutcome> outcomes;
    for (ElectLeadersResult const& result : *response->results) {
        // Asked about all, the answer is about those that needed an election.
        if (plan.all_partitions && result.error == ErrorCode::election_not_needed) continue;
        std::string const message =
            result.message.empty() ? std::string{exception_message(result.error)} : result.message;
        outcomes.push_back({out.names().text(result.partition.topic) + "-" +
                                std::to_string(result.partition.partition),
                            result.error, message});
    }
    finish(self, leader_election(plan.type, std::move(outcomes)), out);
}

}  // namespace highwater

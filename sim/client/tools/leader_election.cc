// kafka-leader-election (LeaderElectionCommand): asks the controller to elect preferred or, if need
// be, unclean leaders.
#include <algorithm>

#include "client/exceptions.h"
#include "client/tools/json_decoder.h"
#include "client/tools/steps.h"

namespace highwater {

namespace {
std::vector<OptionSpec> const& options_of_leader_election() {
    static std::vector<OptionSpec> const known = {
        {"admin.config", true},   {"all-topic-partitions", false}, {"bootstrap-server", true},
        {"command-config", true}, {"election-type", true},         {"help", false},
        {"partition", true},      {"path-to-json-file", true},     {"topic", true},
        {"version", false}};
    return known;
}

std::string upper(std::string text) {
    for (char& c : text) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
}

Thrown no_type(std::string const& type) {
    return {"joptsimple.OptionArgumentConversionException",
            "Cannot parse argument '" + type + "' of option election-type",
            {"joptsimple.ValueConversionException: Value [" + type +
             "] is not one of [[PREFERRED,UNCLEAN]]"}};
}

// {"partitions": [{"topic": "foo", "partition": 1}]}
std::optional<Thrown> read_partitions(std::string const& text, std::vector<TopicPartition>& wanted,
                                      Effects& out) {
    std::optional<JsonValue> const json = read_json(text);
    if (!json) return Thrown{kAdminOperation, "Replica election data is empty", {}};
    Decoder decoder;
    if (json->kind != JsonValue::Kind::object) decoder.expected("JSON object", *json);
    JsonValue const* list = decoder.problem ? nullptr : json->find("partitions");
    if (!decoder.problem && list == nullptr) {
        return Thrown{kAdminOperation, "Replica election data is missing \"partitions\" field", {}};
    }
    std::vector<TopicPartition> twice;
    for (JsonValue const& item :
         list != nullptr ? decoder.array(*list) : std::vector<JsonValue>{}) {
        std::string const topic = decoder.string(decoder.member(item, "topic"));
        std::int64_t const partition = decoder.integer(decoder.member(item, "partition"));
        if (decoder.problem) break;
        TopicPartition const one{out.intern(topic), static_cast<std::int32_t>(partition)};
        auto& known = std::find(wanted.begin(), wanted.end(), one) == wanted.end() ? wanted : twice;
        if (std::find(known.begin(), known.end(), one) == known.end()) known.push_back(one);
    }
    if (decoder.problem) return wrapped(kRuntimeException, *decoder.problem);
    if (twice.empty()) return std::nullopt;
    std::string names;
    for (TopicPartition const& one : twice) {
        names += (names.empty() ? "" : ", ") + out.names().text(one.topic) + "-" +
                 std::to_string(one.partition);
    }
    return Thrown{kAdminOperation,
                  "Replica election data contains duplicate partitions: [" + names + "]",
                  {}};
}

// None: the combination of options is right.
std::string complaint_of_leader_election(Options const& options) {
    if (!options.has("election-type")) {
        return "Missing required option(s): election-type";
    }
    bool const one = options.has("topic");
    int const ways = (one ? 1 : 0) + (options.has("all-topic-partitions") ? 1 : 0) +
                     (options.has("path-to-json-file") ? 1 : 0);
    if (ways != 1) {
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
    Expected<Options> const options =
        parse_options(self.call->arguments, options_of_leader_election());
    if (!options) return finish(self, caught(option_exception(options.problem())), out);
    if (auto text = help_or_version(
            *options,
            "This tool attempts to elect a new leader for a set of topic partitions. The type of "
            "elections supported are preferred replicas and unclean replicas.",
            options_of_leader_election())) {
        return finish(self, *std::move(text), out);
    }
    std::string const wrong = complaint_of_leader_election(*options);
    if (!wrong.empty()) return finish(self, caught({kAdminCommandFailed, wrong, {}}), out);
    std::string const type = upper(options->get("election-type"));
    if (type != "PREFERRED" && type != "UNCLEAN") {
        return finish(self, caught(no_type(options->get("election-type"))), out);
    }

    ElectionPlan plan;
    plan.type = type == "PREFERRED" ? ElectionType::preferred : ElectionType::unclean;
    plan.all_partitions = options->has("all-topic-partitions");
    if (options->has("topic")) {
        std::int64_t partition = 0;
        if (!parse_integer(options->get("partition"), partition) || partition < INT32_MIN ||
            partition > INT32_MAX) {
            return finish(self, caught(no_number("partition", options->get("partition"))), out);
        }
        plan.partitions.push_back(
            {out.intern(options->get("topic")), static_cast<std::int32_t>(partition)});
    }
    if (options->has("path-to-json-file")) {
        std::string const file = file_text(self, options->get("path-to-json-file"));
        auto const refused = read_partitions(file, plan.partitions, out);
        if (refused) return finish(self, caught(*refused), out);
    }
    ElectLeadersRequest request;
    request.type = plan.type;
    request.all_partitions = plan.all_partitions;
    request.partitions = make_payload(plan.partitions);
    self.plan = std::move(plan);
    // Half a minute for all, half of that for one request: the tool sets both itself.
    self.connections.settings.request_timeout = seconds(15);
    ask(self, "electLeaders", std::move(request), kNoNode, out, seconds(30));
}

void step(ElectionPlan plan, Tool& self, AdminCall const& call, Message const& answer,
          Effects& out) {
    auto const* response = std::get_if<ElectLeadersResponse>(&answer);
    if (response == nullptr) return;
    if (response->error != ErrorCode::none) {
        if (is_retriable(response->error)) return ask_again(self, call, out);
        Thrown const cause{
            exception_class(response->error), std::string{exception_message(response->error)}, {}};
        Thrown const execution = wrapped("java.util.concurrent.ExecutionException", cause);
        return finish(self, caught(wrapped(kRuntimeException, execution)), out);
    }
    std::vector<ElectionOutcome> outcomes;
    for (ElectLeadersResult const& result : *response->results) {
        // Asked about all, the answer is about those that needed an election.
        if (plan.all_partitions && result.error == ErrorCode::election_not_needed) continue;
        std::string const message =
            result.message.empty() ? std::string{exception_message(result.error)} : result.message;
        outcomes.push_back({out.names().text(result.partition.topic), result.partition.partition,
                            result.error, message});
    }
    finish(self, leader_election(plan.type, std::move(outcomes)), out);
}

}  // namespace highwater

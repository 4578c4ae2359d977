// What Kafka's tools print, given what they learned. One function for each tool: a tool that has a
// formatter in sim/client/tools adds its row here and leaves the list of what is not yet.
#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <tuple>
#include <utility>

#include "client/exceptions.h"
#include "client/tools/cluster_format.h"
#include "client/tools/console_options.h"
#include "client/tools/dump_log.h"
#include "client/tools/format.h"
#include "client/tools/group_format.h"
#include "client/tools/reassign_text.h"
#include "tests/kafka/base64.h"
#include "tests/kafka/families.h"

namespace highwater {

namespace {
using nlohmann::json;

std::vector<BrokerId> brokers_in(json const& list) {
    std::vector<BrokerId> brokers;
    for (json const& id : list) brokers.push_back({id.get<std::int32_t>()});
    return brokers;
}

TopicDescription description_in(json const& topic, std::string const& version) {
    TopicDescription described;
    described.name = topic.at("name");
    described.topic_id = uuid_in(topic.at("topicId"));
    described.elr = version < "3.8" ? ElrColumns::absent : ElrColumns::not_told;
    json const configs = topic.value("configs", json::object());
    for (auto const& [name, value] : configs.items()) {
        described.configs.emplace_back(name, value.get<std::string>());
        if (name == "min.insync.replicas") {
            described.min_insync_replicas = std::stoi(value.get<std::string>());
        }
    }
    for (json const& partition : topic.at("partitions")) {
        PartitionMetadata one;
        one.partition = static_cast<std::int32_t>(described.partitions.size());
        if (!partition.at("leader").is_null()) one.leader = {partition.at("leader")};
        one.replicas = brokers_in(partition.at("replicas"));
        one.isr = brokers_in(partition.at("isr"));
        one.eligible_leader_replicas = brokers_in(partition.value("elr", json::array()));
        one.last_known_elr = brokers_in(partition.value("lastKnownElr", json::array()));
        one.adding_replicas = brokers_in(partition.value("addingReplicas", json::array()));
        one.removing_replicas = brokers_in(partition.value("removingReplicas", json::array()));
        if (partition.contains("elr")) described.elr = ElrColumns::told;
        described.partitions.push_back(std::move(one));
    }
    return described;
}

json topics(std::string const& tool, json const& input) {
    if (tool == "kafka-topics --list") {
        return {{"stdout", list_topics(input.at("topics").get<std::vector<std::string>>())}};
    }
    auto const asks = [&](std::string_view option) {
        return tool.find(" " + std::string{option}) != std::string::npos;
    };
    DescribeFilter const filter{asks("--under-replicated-partitions"),
                                asks("--unavailable-partitions"),
                                asks("--under-min-isr-partitions"), asks("--at-min-isr-partitions"),
                                asks("--topics-with-overrides")};
    std::vector<TopicDescription> described;
    std::vector<BrokerId> live;  // unless the case says otherwise, every leader is
    for (json const& topic : input.at("topics")) {
        described.push_back(description_in(topic, input.value("version", "4.3")));
        for (PartitionMetadata const& one : described.back().partitions) live.push_back(one.leader);
    }
    if (input.contains("liveBrokers")) live = brokers_in(input.at("liveBrokers"));
    return {{"stdout", describe_topics(described, filter, live)}};
}

json offsets(std::string const&, json const& input) {
    std::vector<TopicOffset> found;
    for (json const& one : input.at("offsets")) {
        found.push_back({one.at(0), one.at(1), {one.at(2).get<std::int64_t>()}});
    }
    return {{"stdout", get_offsets(std::move(found))}};
}

ErrorCode error_of_class(std::string const& name) {
    for (int code = -1; code < 200; ++code) {
        auto const error = static_cast<ErrorCode>(code);
        if (exception_class(error) == name && !exception_name(error).empty()) return error;
    }
    throw std::invalid_argument("no exception of Kafka's: " + name);
}

json election(std::string const&, json const& input) {
    std::string const type = input.at("electionType");
    if (type != "PREFERRED" && type != "UNCLEAN") throw std::invalid_argument(type);
    std::vector<ElectionOutcome> outcomes;
    for (auto const& [partition, result] : input.at("results").items()) {
        auto const dash = partition.rfind('-');
        ElectionOutcome outcome{
            partition.substr(0, dash), std::stoi(partition.substr(dash + 1)), ErrorCode::none, {}};
        if (!result.is_null()) {
            auto const text = result.get<std::string>();
            auto const colon = text.find(": ");
            outcome.error = error_of_class(text.substr(0, colon));
            outcome.message = text.substr(colon + 2);
        }
        outcomes.push_back(std::move(outcome));
    }
    // The cases leave out the stack trace that goes to stderr.
    return {{"stdout",
             leader_election(type == "PREFERRED" ? ElectionType::preferred : ElectionType::unclean,
                             std::move(outcomes))
                 .out}};
}

QuorumRow quorum_row_in(json const& replica) {
    QuorumRow row;
    row.id = replica.at("id");
    row.log_end_offset = replica.at("logEndOffset");
    row.last_fetch_ms = replica.at("lastFetch");
    row.last_caught_up_ms = replica.at("lastCaughtUp");
    if (replica.contains("directoryId")) row.directory_id = uuid_in(replica.at("directoryId"));
    for (json const& endpoint : replica.value("endpoints", json::array())) {
        row.endpoints.push_back(endpoint);
    }
    return row;
}

json quorum(std::string const& tool, json const& input) {
    json const& given = input.at("quorum");
    QuorumInfo info{given.at("clusterId"),
                    given.at("leaderId"),
                    given.at("leaderEpoch"),
                    given.at("highWatermark"),
                    {},
                    {}};
    for (json const& one : given.at("voters")) info.voters.push_back(quorum_row_in(one));
    for (json const& one : given.at("observers")) info.observers.push_back(quorum_row_in(one));
    std::string const version = input.value("version", "4.3");
    bool const is_status = tool.find("--status") != std::string::npos;
    return {{"stdout",
             is_status ? quorum_status(info, version) : quorum_replication(info, -1, version)}};
}

// "orders-0".
NamedPartition partition_in(json const& text) {
    auto const name = text.get<std::string>();
    auto const dash = name.rfind('-');
    return {name.substr(0, dash), std::stoi(name.substr(dash + 1))};
}

std::vector<NamedPartition> partitions_in(json const& list) {
    std::vector<NamedPartition> partitions;
    for (json const& one : list) partitions.push_back(partition_in(one));
    return partitions;
}

json reassignment(std::string const& tool, json const& input) {
    std::string const action = tool.substr(tool.find(' ') + 1);
    if (action == "--verify") {
        std::vector<ReassignmentState> states;
        for (json const& one : input.at("states")) {
            states.push_back({partition_in(one.at("partition")), one.at("done").get<bool>(),
                              brokers_in(one.at("current")), brokers_in(one.at("target"))});
        }
        return {{"stdout", verify_reassignments(std::move(states))}};
    }
    if (action == "--execute") {
        return {{"stdout", started_reassignments(partitions_in(input.at("started")))}};
    }
    if (action == "--cancel") {
        return {{"stdout", cancelled_reassignments(partitions_in(input.at("cancelled")))}};
    }
    if (action != "--list") throw std::invalid_argument(tool);
    std::vector<ListedReassignment> listed;
    for (json const& one : input.at("reassignments")) {
        listed.push_back({partition_in(one.at("partition")), brokers_in(one.at("replicas")),
                          brokers_in(one.value("adding", json::array())),
                          brokers_in(one.value("removing", json::array()))});
    }
    return {{"stdout", list_reassignments(std::move(listed))}};
}

json deleted(std::string const&, json const& input) {
    std::vector<DeletedRecords> results;
    for (json const& one : input.at("results")) {
        DeletedRecords result;
        result.partition = partition_in(one.at("partition"));
        result.low_watermark = {one.value("lowWatermark", std::int64_t{-1})};
        result.error = one.value("error", "");
        results.push_back(std::move(result));
    }
    return {{"stdout", delete_records(results)}};
}

// "orders-0" → topic and partition.
std::pair<std::string, std::int32_t> named_partition(json const& name) {
    auto const text = name.get<std::string>();
    auto const dash = text.rfind('-');
    return {text.substr(0, dash), std::stoi(text.substr(dash + 1))};
}

std::vector<std::pair<std::string, std::int32_t>> named_partitions(json const& names) {
    std::vector<std::pair<std::string, std::int32_t>> partitions;
    for (json const& name : names) partitions.push_back(named_partition(name));
    std::sort(partitions.begin(), partitions.end());
    return partitions;
}

json group_offsets(json const& input) {
    std::string const group = input.at("group");
    std::string const state = input.at("state");
    if (state == "Dead") {
        return {{"stdout", "\nError: Consumer group '" + group + "' does not exist.\n"}};
    }
    json members = input.at("members");
    std::stable_sort(members.begin(), members.end(), [](json const& a, json const& b) {
        return a.at("partitions").size() > b.at("partitions").size();
    });
    json rest = input.at("committed");
    std::vector<GroupOffsetRow> rows;
    auto const add = [&](std::string const& name, json const& member) {
        GroupOffsetRow row;
        std::tie(row.topic, row.partition) = named_partition(name);
        json const committed = input.at("committed");
        json const ends = input.at("logEndOffsets");
        if (committed.contains(name)) row.committed = committed.at(name).get<std::int64_t>();
        if (ends.contains(name)) row.log_end = ends.at(name).get<std::int64_t>();
        row.consumer_id = member.value("consumerId", "");
        row.host = member.value("host", "");
        row.client_id = member.value("clientId", "");
        rows.push_back(std::move(row));
        rest.erase(name);
    };
    for (json const& member : members) {
        for (auto const& [topic, partition] : named_partitions(member.at("partitions"))) {
            add(topic + "-" + std::to_string(partition), member);
        }
    }
    json const unassigned = rest;
    for (auto const& item : unassigned.items()) add(item.key(), json::object());
    json out = {{"stdout", describe_group_offsets(group, rows, false)}};
    std::string const notice = group_notice(group, state);
    if (!notice.empty()) out["stderr"] = notice;
    return out;
}

json group_members(std::string const& tool, json const& input) {
    std::vector<GroupMemberRow> rows;
    for (json const& member : input.at("members")) {
        GroupMemberRow row;
        row.consumer_id = member.at("consumerId");
        row.instance_id = member.value("instanceId", "");
        row.host = member.at("host");
        row.client_id = member.at("clientId");
        row.assignment = named_partitions(member.at("partitions"));
        if (member.contains("currentEpoch")) row.current_epoch = member.at("currentEpoch");
        if (member.contains("targetEpoch")) row.target_epoch = member.at("targetEpoch");
        if (member.contains("target")) row.target = named_partitions(member.at("target"));
        if (member.contains("upgraded")) row.upgraded = member.at("upgraded").get<bool>();
        rows.push_back(std::move(row));
    }
    std::string const group = input.at("members").at(0).at("group");
    bool const verbose = tool.find("--verbose") != std::string::npos;
    return {{"stdout", describe_group_members(group, std::move(rows), verbose)}};
}

json group_state(std::string const& tool, json const& input) {
    json const& state = input.at("state");
    GroupStateRow row;
    row.coordinator = state.at("coordinatorHost").get<std::string>() + ":" +
                      std::to_string(state.at("coordinatorPort").get<int>());
    row.coordinator_id = std::stoi(state.at("coordinatorId").get<std::string>());
    row.strategy = state.at("assignmentStrategy");
    row.state = state.at("state");
    row.members = state.at("members");
    if (state.contains("groupEpoch")) row.group_epoch = state.at("groupEpoch");
    if (state.contains("targetAssignmentEpoch")) {
        row.target_assignment_epoch = state.at("targetAssignmentEpoch");
    }
    bool const verbose = tool.find("--verbose") != std::string::npos;
    return {{"stdout", describe_group_state(state.at("group"), row, verbose)}};
}

json groups(std::string const& tool, json const& input) {
    auto const asks = [&](char const* option) { return tool.find(option) != std::string::npos; };
    if (asks("--list")) {
        std::vector<GroupListRow> rows;
        for (json const& one : input.at("groups")) {
            rows.push_back({one.at("group"), one.at("type"), one.at("state")});
        }
        return {{"stdout", list_groups_text(rows, asks("--type"), asks("--state"))}};
    }
    if (asks("--reset-offsets")) {
        std::vector<ResetOffsetRow> rows;
        for (json const& one : input.at("rows")) {
            rows.push_back({one.at(0), one.at(1), one.at(2), one.at(3)});
        }
        bool const before_4 = input.value("version", "4.3") < "4";
        return {{"stdout", reset_offsets_text(rows, before_4)}};
    }
    if (asks("--members")) return group_members(tool, input);
    if (asks("--state")) return group_state(tool, input);
    return group_offsets(input);
}

json consumed(std::string const&, json const& input) {
    std::string const topic = "orders";
    std::vector<std::string> words{"kafka-console-consumer", "--topic", topic};
    for (auto const& [key, value] : input.at("properties").items()) {
        words.emplace_back("--formatter-property");
        words.push_back(key + "=" + (value.is_string() ? value.get<std::string>() : value.dump()));
    }
    ConsoleCommand const command = read_console_command(words, "");
    if (command.refusal) throw std::invalid_argument(command.refusal->err);
    json const& given = input.at("record");
    auto const text = [](json const& one) {
        return one.is_null() ? std::nullopt : std::optional{one.get<std::string>()};
    };
    ConsoleRecord record;
    record.timestamp_type = given.at("timestampType") == "CreateTime"
                                ? TimestampType::create_time
                                : TimestampType::log_append_time;
    record.timestamp_ms = given.at("timestamp");
    record.partition = given.at("partition");
    record.offset = given.at("offset");
    if (!given.at("leaderEpoch").is_null()) record.leader_epoch = given.at("leaderEpoch");
    for (json const& header : given.at("headers")) {
        record.headers.push_back({header.at(0), text(header.at(1))});
    }
    record.key = text(given.at("key"));
    record.value = text(given.at("value"));
    return {{"stdout", console_line(command.wish, record).text}};
}

// The bytes of a .log, or the entries of an index.
json dumped(std::string const&, json const& input) {
    std::string const file = input.at("file");
    if (input.contains("entries") && !input.at("entries").empty() &&
        input.at("entries").at(0).is_object()) {
        std::string text = "Dumping " + file + "\n";
        for (json const& one : input.at("entries")) {
            text += aborted_transaction_text(
                        {ProducerId{one.at("producerId")}, Offset{one.at("firstOffset")},
                         Offset{one.at("lastOffset")}, Offset{one.at("lastStableOffset")}}) +
                    "\n";
        }
        return {{"stdout", text}};
    }
    if (input.contains("entries")) {
        std::vector<std::pair<std::int64_t, std::int64_t>> entries;
        for (json const& one : input.at("entries")) entries.emplace_back(one.at(0), one.at(1));
        return {{"stdout", dump_index(file, entries)}};
    }
    Bytes bytes;
    std::string const hex = input.at("hex");
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        bytes.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    }
    DumpWish wish;
    wish.prints_data = input.value("printDataLog", false);
    wish.deep_iteration = wish.prints_data || input.value("deepIteration", false);
    return {{"stdout", dump_log(file, bytes, wish)}};
}

struct Printer {
    std::string_view tool;
    json (*print)(std::string const& tool, json const& input);
};
constexpr Printer kPrinters[] = {
    {"kafka-dump-log", dumped},        {"kafka-console-consumer", consumed},
    {"kafka-consumer-groups", groups}, {"kafka-delete-records", deleted},
    {"kafka-get-offsets", offsets},    {"kafka-leader-election", election},
    {"kafka-metadata-quorum", quorum}, {"kafka-reassign-partitions", reassignment},
    {"kafka-topics", topics},
};
}  // namespace

json replay_cli_output(json const& input) {
    std::string const tool = input.at("tool");
    for (Printer const& one : kPrinters) {
        if (tool.substr(0, tool.find(' ')) == one.tool) return one.print(tool, input);
    }
    throw std::invalid_argument("nothing prints what " + tool + " prints");
}

}  // namespace highwater

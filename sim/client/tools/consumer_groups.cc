// kafka-consumer-groups (ConsumerGroupCommand): what groups there are, who has what and how far
// behind; and offsets changed from outside. Kafka answers most refusals with exit code 0.
#include <algorithm>

#include "client/exceptions.h"
#include "client/tools/group_format.h"
#include "client/tools/group_report.h"
#include "client/tools/steps.h"

namespace highwater {

namespace {
using Action = GroupsPlan::Action;
using Shows = GroupsPlan::Shows;
using ResetTo = GroupsPlan::ResetTo;
using Offsets = GroupOffsets;

constexpr char kExecuteWarning[] =
    "WARN: No action will be performed as the --execute option is missing. In version 5.0, this "
    "command will require either --dry-run or --execute to be specified. You should add the "
    "--dry-run option explicitly if you are scripting this command and want to keep the current "
    "default behavior without prompting.\n";

std::vector<OptionSpec> const& known_options() {
    static std::vector<OptionSpec> const known = {
        {"all-groups", false},     {"all-topics", false},    {"bootstrap-server", true},
        {"by-duration", true},     {"command-config", true}, {"delete", false},
        {"delete-offsets", false}, {"describe", false},      {"dry-run", false},
        {"execute", false},        {"group", true},          {"list", false},
        {"members", false},        {"offsets", false},       {"reset-offsets", false},
        {"shift-by", true},        {"state", false},         {"timeout", true},
        {"to-current", false},     {"to-datetime", true},    {"to-earliest", false},
        {"to-latest", false},      {"to-offset", true},      {"topic", true},
        {"type", false},           {"verbose", false}};
    return known;
}

void ask_next(GroupsPlan plan, Tool& self, Effects& out);

void finish_group(GroupsPlan plan, Tool& self, Effects& out) {
    plan.groups.erase(plan.groups.begin());
    plan.coordinator_node = kNoNode;
    plan.consumer.reset();
    plan.classic = DescribedGroup{};
    plan.committed.clear();
    plan.partitions.clear();
    plan.found = {};
    ask_next(std::move(plan), self, out);
}

// ---- resetting ----------------------------------------------------------------------------------
std::string reset_table(std::string const& group, Offsets const& offsets, Names const& names) {
    std::vector<ResetOffsetRow> rows;
    for (auto const& [id, offset] : offsets) {
        rows.push_back({group, names.text(id.topic), std::to_string(id.partition),
                        std::to_string(offset.value)});
    }
    return reset_offsets_text(rows);
}

Offset committed_of(GroupsPlan const& plan, TopicPartition partition) {
    for (auto const& one : plan.committed) {
        if (one.partition == partition) return one.committed_offset;
    }
    return kNoOffset;
}

// The new offset, within what the log has.
Offset new_offset(GroupsPlan& plan, TopicPartition partition, Names const& names) {
    Offset const* earliest = find_offset(plan.found.earliest, partition);
    Offset const* latest = find_offset(plan.found.latest, partition);
    if (earliest == nullptr || latest == nullptr) return kNoOffset;
    Offset const committed = committed_of(plan, partition);
    Offset wish = *latest;
    switch (plan.reset_to) {
    case ResetTo::earliest: return *earliest;
    case ResetTo::latest: return *latest;
    case ResetTo::current: return committed == kNoOffset ? *latest : committed;
    case ResetTo::offset: wish = Offset{plan.number}; break;
    case ResetTo::shift:
        if (committed == kNoOffset) return kNoOffset;
        wish = committed + plan.number;
        break;
    case ResetTo::time: {
        Offset const* dated = find_offset(plan.found.dated, partition);
        if (dated != nullptr && *dated != kNoOffset) return *dated;
        plan.printed.out += "\nWarn: Partition " + std::to_string(partition.partition) +
                            " from topic " + names.text(partition.topic) +
                            " is empty. Falling back to latest known offset.\n";
        return *latest;
    }
    }
    return std::clamp(wish, *earliest, *latest);
}

void reset_group(GroupsPlan plan, Tool& self, Effects& out) {
    Offsets chosen;
    sort_partitions(plan.partitions, out.names());
    for (TopicPartition const partition : plan.partitions) {
        Offset const offset = new_offset(plan, partition, out.names());
        if (offset != kNoOffset) chosen.emplace_back(partition, offset);
    }
    plan.printed.out += reset_table(plan.groups.front(), chosen, out.names());
    if (!plan.executes || chosen.empty()) return finish_group(std::move(plan), self, out);
    std::vector<OffsetCommitRequestPartition> partitions;
    for (auto const& [partition, offset] : chosen) {
        partitions.push_back({partition, Uuid{}, offset, kNoEpoch, ""});
    }
    OffsetCommitRequest request;
    request.group_id = out.intern(plan.groups.front());
    request.partitions = make_payload(std::move(partitions));
    NodeId const coordinator = plan.coordinator_node;
    self.plan = std::move(plan);
    ask(self, "alterConsumerGroupOffsets", std::move(request), coordinator, out);
}

// ---- the questions of one group -----------------------------------------------------------------
void ask_coordinator_of(GroupsPlan const& plan, Tool& self, Effects& out) {
    NameId const group = out.intern(plan.groups.front());
    FindCoordinatorRequest request;
    request.coordinator_keys = make_payload(std::vector<NameId>{group});
    self.plan = plan;
    ask(self, "findCoordinator", std::move(request), kNoNode, out);
}

void ask_next(GroupsPlan plan, Tool& self, Effects& out) {
    if (!plan.groups.empty()) return ask_coordinator_of(plan, self, out);
    ToolText text = plan.action == Action::remove ? deletion_text(plan, out.names()) : plan.printed;
    finish(self, std::move(text), out);
}

void ask_all_topics(GroupsPlan plan, Tool& self, Effects& out) {
    self.plan = std::move(plan);
    ask(self, "listTopics", MetadataRequest{true, false, make_payload(std::vector<NameId>{})},
        kNoNode, out);
}

void coordinator_found(GroupsPlan plan, Tool& self, AdminCall const& call,
                       FindCoordinatorResponse const& response, Effects& out) {
    Coordinator const& found = response.coordinators->front();
    if (found.error != ErrorCode::none) {
        self.plan = std::move(plan);
        return ask_again(self, call, out);
    }
    plan.coordinator = found.node_id;
    plan.coordinator_node = found.node;
    auto const groups = make_payload(std::vector<NameId>{found.key});
    if (plan.action == Action::remove) {
        self.plan = std::move(plan);
        return ask(self, "deleteConsumerGroups", DeleteGroupsRequest{groups}, found.node, out);
    }
    if (plan.action == Action::delete_offsets) return ask_all_topics(std::move(plan), self, out);
    self.plan = std::move(plan);
    ask(self, "describeConsumerGroups", ConsumerGroupDescribeRequest{groups}, found.node, out);
}

void no_such_group(GroupsPlan plan, Tool& self, Effects& out) {
    std::string const why = exception_class(ErrorCode::group_id_not_found) + ": Group " +
                            plan.groups.front() + " not found.";
    plan.printed.out += "\nError: Executing consumer group command failed due to " + why + "\n";
    plan.printed.err +=
        "java.util.concurrent.ExecutionException: " + why + "\nCaused by: " + why + "\n";
    finish(self, std::move(plan.printed), out);
}

// What the group is like is known; what comes next depends on what is to be done.
void described(GroupsPlan plan, Tool& self, Effects& out) {
    std::string const state = state_of(plan);
    bool const needs_offsets = plan.action == Action::reset || plan.shows == Shows::offsets;
    if (plan.action == Action::reset && state != "Empty" && state != "Dead") {
        plan.printed.out += "\nError: Assignments can only be reset if the group '" +
                            plan.groups.front() + "' is inactive, but the current state is " +
                            state + ".\n" + reset_table(plan.groups.front(), {}, out.names());
        return finish_group(std::move(plan), self, out);
    }
    if (!needs_offsets) {
        print_description(plan, plan.groups.front(), out.names());
        return finish_group(std::move(plan), self, out);
    }
    OffsetFetchRequestGroup wanted;
    wanted.group_id = out.intern(plan.groups.front());
    OffsetFetchRequest request;
    request.groups = make_payload(std::vector<OffsetFetchRequestGroup>{wanted});
    NodeId const coordinator = plan.coordinator_node;
    self.plan = std::move(plan);
    ask(self, "listConsumerGroupOffsets", std::move(request), coordinator, out);
}

// "orders:0,1" of the topics that exist; the others stay in plan.topics.
void choose_partitions(GroupsPlan& plan, ClusterMetadata const& metadata, Names const& names) {
    std::vector<std::string> left;
    for (std::string const& wanted : plan.topics) {
        auto const colon = wanted.find(':');
        std::string const name = wanted.substr(0, colon);
        bool found = false;
        for (TopicMetadata const& topic : metadata.topics) {
            if (names.text(topic.name) != name) continue;
            found = true;
            for (PartitionMetadata const& partition : topic.partitions) {
                std::string const list =
                    colon == std::string::npos ? "" : "," + wanted.substr(colon + 1) + ",";
                std::string const number = "," + std::to_string(partition.partition) + ",";
                if (!list.empty() && list.find(number) == std::string::npos) continue;
                plan.partitions.push_back({topic.name, partition.partition});
            }
        }
        if (!found) left.push_back(wanted);
    }
    plan.topics = std::move(left);
    sort_partitions(plan.partitions, names);
}

void ask_leaders_of(GroupsPlan plan, Tool& self, ClusterMetadata const& metadata, Effects& out) {
    std::vector<std::int64_t> times{kLatestTimestamp};
    if (plan.action == Action::reset) {
        times.push_back(kEarliestTimestamp);
        if (plan.reset_to == ResetTo::time) times.push_back(plan.number);
    }
    std::vector<TopicPartition> const partitions = plan.partitions;
    self.plan = std::move(plan);
    bool any = false;
    for (std::int64_t const time : times) {
        for (TopicMetadata const& topic : metadata.topics) {
            for (PartitionMetadata const& partition : topic.partitions) {
                TopicPartition const id{topic.name, partition.partition};
                bool const is_wanted =
                    std::find(partitions.begin(), partitions.end(), id) != partitions.end();
                NodeId const leader = address_of(self.metadata, partition.leader);
                if (!is_wanted || leader == kNoNode) continue;
                any = true;
                ListOffsetsRequest request;
                request.partitions =
                    make_payload(std::vector<ListOffsetsPartition>{{id, kNoEpoch, time}});
                ask(self, "listOffsets", std::move(request), leader, out);
            }
        }
    }
    if (any) return;
    GroupsPlan done = std::get<GroupsPlan>(self.plan);
    if (done.action == Action::reset) return reset_group(std::move(done), self, out);
    print_description(done, done.groups.front(), out.names());
    finish_group(std::move(done), self, out);
}

void topics_known(GroupsPlan plan, Tool& self, ClusterMetadata const& metadata, Effects& out) {
    if (plan.action == Action::delete_offsets) {
        choose_partitions(plan, metadata, out.names());
        OffsetDeleteRequest request;
        request.group_id = out.intern(plan.groups.front());
        request.partitions = make_payload(plan.partitions);
        NodeId const coordinator = plan.coordinator_node;
        self.plan = std::move(plan);
        return ask(self, "deleteConsumerGroupOffsets", std::move(request), coordinator, out);
    }
    if (plan.action == Action::reset && !plan.topics.empty()) {
        choose_partitions(plan, metadata, out.names());
    } else {
        for (auto const& one : plan.committed) plan.partitions.push_back(one.partition);
        if (plan.action == Action::describe) {
            for (TopicPartition const p : assigned_partitions(plan)) plan.partitions.push_back(p);
        }
    }
    ask_leaders_of(std::move(plan), self, metadata, out);
}

void offset_listed(GroupsPlan plan, Tool& self, AdminCall const& call,
                   ListOffsetsResponse const& response, Effects& out) {
    auto const* request = std::get_if<ListOffsetsRequest>(&call.request);
    std::int64_t const time = request->partitions->front().timestamp_ms;
    ListedOffset const& listed = response.partitions->front();
    if (listed.error != ErrorCode::none && is_retriable(listed.error)) {
        self.plan = std::move(plan);
        return ask_again(self, call, out);
    }
    Offsets& offsets = time == kLatestTimestamp     ? plan.found.latest
                       : time == kEarliestTimestamp ? plan.found.earliest
                                                    : plan.found.dated;
    if (listed.error == ErrorCode::none) offsets.emplace_back(listed.partition, listed.offset);
    self.plan = plan;
    if (!self.calls.empty()) return;
    if (plan.action == Action::reset) return reset_group(std::move(plan), self, out);
    print_description(plan, plan.groups.front(), out.names());
    finish_group(std::move(plan), self, out);
}

void groups_listed(GroupsPlan plan, Tool& self, ListGroupsResponse const& response, Effects& out) {
    for (ListedGroup const& group : *response.groups) plan.listed.push_back(group);
    if (--plan.waiting > 0) {
        self.plan = std::move(plan);
        return;
    }
    std::vector<GroupListRow> rows;
    for (ListedGroup const& group : plan.listed) {
        rows.push_back({out.names().text(group.group_id), group.group_type, group.group_state});
    }
    std::sort(rows.begin(), rows.end(),
              [](GroupListRow const& a, GroupListRow const& b) { return a.group < b.group; });
    if (plan.action == Action::list) {
        return finish(self, {list_groups_text(rows, plan.with_type, plan.with_state), {}, 0}, out);
    }
    for (GroupListRow const& row : rows) plan.groups.push_back(row.group);
    ask_next(std::move(plan), self, out);
}

// ---- the command line ---------------------------------------------------------------------------
std::optional<ToolText> read_reset(Options const& options, GroupsPlan& plan) {
    std::int32_t scenarios = 0;
    auto const choose = [&](std::string_view option, ResetTo to) {
        if (!options.has(option)) return false;
        ++scenarios;
        plan.reset_to = to;
        return true;
    };
    choose("to-earliest", ResetTo::earliest);
    choose("to-latest", ResetTo::latest);
    choose("to-current", ResetTo::current);
    bool good = true;
    if (choose("to-offset", ResetTo::offset)) {
        good = good && parse_integer(options.get("to-offset"), plan.number);
    }
    if (choose("shift-by", ResetTo::shift)) {
        good = good && parse_integer(options.get("shift-by"), plan.number);
    }
    if (scenarios == 1 && good) return std::nullopt;
    return usage(good ? "Option reset-offsets takes exactly one of the reset options"
                      : "Cannot parse the offset",
                 known_options());
}

std::vector<std::string> words_of(std::string const& list) {
    std::vector<std::string> words;
    for (std::string const& word : split(list, ',')) {
        if (!word.empty()) words.push_back(word);
    }
    return words;
}

// "--state" may stand alone or with a list behind it, which the reader of options does not know.
std::vector<std::string> take_optional(std::vector<std::string>& arguments,
                                       std::string const& option) {
    for (std::size_t i = 1; i + 1 < arguments.size(); ++i) {
        if (arguments[i] != option || arguments[i + 1].rfind("--", 0) == 0) continue;
        std::vector<std::string> const words = words_of(arguments[i + 1]);
        arguments.erase(arguments.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        return words;
    }
    return {};
}
}  // namespace

void begin_consumer_groups(Tool& self, Effects& out) {
    GroupsPlan plan;
    std::vector<std::string> arguments = self.call->arguments;
    plan.filters.states_filter = take_optional(arguments, "--state");
    plan.filters.types_filter = take_optional(arguments, "--type");
    Expected<Options> const options = parse_options(arguments, known_options());
    if (!options) return finish(self, usage(options.problem().message, known_options()), out);
    constexpr std::pair<std::string_view, Action> kActions[] = {
        {"list", Action::list},
        {"describe", Action::describe},
        {"reset-offsets", Action::reset},
        {"delete", Action::remove},
        {"delete-offsets", Action::delete_offsets}};
    std::int32_t actions = 0;
    for (auto const& [name, action] : kActions) {
        if (!options->has(name)) continue;
        ++actions;
        plan.action = action;
    }
    if (actions != 1) {
        return finish(self,
                      usage("Command must include exactly one action: --list, --describe, "
                            "--delete, --reset-offsets, --delete-offsets, "
                            "--validate-regex",
                            known_options()),
                      out);
    }
    plan.verbose = options->has("verbose");
    plan.with_state = options->has("state");
    plan.with_type = options->has("type");
    plan.all_groups = options->has("all-groups");
    plan.executes = options->has("execute");
    plan.shows = options->has("members") ? Shows::members
                 : options->has("state") ? Shows::state
                                         : Shows::offsets;
    auto const said = options->values.find("group");
    if (said != options->values.end()) plan.groups = said->second;
    auto const topics = options->values.find("topic");
    if (topics != options->values.end()) plan.topics = topics->second;
    if (plan.action == Action::reset) {
        if (auto const refusal = read_reset(*options, plan)) return finish(self, *refusal, out);
        if (!plan.executes && !options->has("dry-run")) plan.printed.err += kExecuteWarning;
    }
    bool const needs_list = plan.action == Action::list || plan.all_groups;
    if (!needs_list && plan.groups.empty()) {
        return finish(self, usage(missing_argument("group"), known_options()), out);
    }
    if (needs_list) return ask_all_topics(std::move(plan), self, out);
    ask_next(std::move(plan), self, out);
}

namespace {
// What is known of the topics; or, at the beginning, whom to ask for their groups.
void metadata_known(GroupsPlan plan, Tool& self, ClusterMetadata const& metadata, Effects& out) {
    bool const is_listing = (plan.action == Action::list || plan.all_groups) &&
                            plan.groups.empty() && plan.waiting == 0;
    if (!is_listing) return topics_known(std::move(plan), self, metadata, out);
    plan.waiting = static_cast<std::int32_t>(metadata.brokers.size());
    ListGroupsRequest request;
    bool const filters = !plan.filters.states_filter.empty() || !plan.filters.types_filter.empty();
    if (filters) request.filters = make_payload(plan.filters);
    self.plan = std::move(plan);
    for (BrokerAddress const& broker : metadata.brokers) {
        ask(self, "listGroups", request, broker.node, out);
    }
}

void step_described(GroupsPlan plan, Tool& self, Message const& answer, Effects& out) {
    if (auto const* consumer = std::get_if<ConsumerGroupDescribeResponse>(&answer)) {
        DescribedConsumerGroup const& group = consumer->groups->front();
        if (group.error == ErrorCode::none) {
            plan.consumer = group;
            return described(std::move(plan), self, out);
        }
        // Not one of KIP-848: perhaps a classic one.
        NodeId const coordinator = plan.coordinator_node;
        self.plan = std::move(plan);
        return ask(self, "describeConsumerGroups",
                   DescribeGroupsRequest{make_payload(std::vector<NameId>{group.group_id})},
                   coordinator, out);
    }
    if (auto const* classic = std::get_if<DescribeGroupsResponse>(&answer)) {
        plan.classic = classic->groups->front();
        bool const is_unknown = plan.classic.error == ErrorCode::group_id_not_found;
        if (is_unknown && plan.action == Action::reset) {
            plan.classic.group_state = "Dead";
        } else if (is_unknown) {
            return no_such_group(std::move(plan), self, out);
        } else if (plan.classic.error != ErrorCode::none) {
            return ask_coordinator_of(plan, self, out);
        }
        return described(std::move(plan), self, out);
    }
}
}  // namespace

void step(GroupsPlan plan, Tool& self, AdminCall const& call, Message const& answer, Effects& out) {
    if (auto const* found = std::get_if<FindCoordinatorResponse>(&answer)) {
        return coordinator_found(std::move(plan), self, call, *found, out);
    }
    if (auto const* metadata = std::get_if<MetadataResponse>(&answer)) {
        return metadata_known(std::move(plan), self, *metadata->metadata, out);
    }
    if (auto const* listed = std::get_if<ListGroupsResponse>(&answer)) {
        if (listed->error != ErrorCode::none) {
            self.plan = std::move(plan);
            return ask_again(self, call, out);
        }
        return groups_listed(std::move(plan), self, *listed, out);
    }
    if (std::holds_alternative<ConsumerGroupDescribeResponse>(answer) ||
        std::holds_alternative<DescribeGroupsResponse>(answer)) {
        return step_described(std::move(plan), self, answer, out);
    }
    if (auto const* fetched = std::get_if<OffsetFetchResponse>(&answer)) {
        OffsetFetchResponseGroup const& group = fetched->groups->front();
        if (group.error != ErrorCode::none) return ask_coordinator_of(plan, self, out);
        plan.committed = group.partitions;
        return ask_all_topics(std::move(plan), self, out);
    }
    if (auto const* listed = std::get_if<ListOffsetsResponse>(&answer)) {
        return offset_listed(std::move(plan), self, call, *listed, out);
    }
    if (auto const* deleted = std::get_if<DeleteGroupsResponse>(&answer)) {
        plan.results.push_back(deleted->results->front());
        return finish_group(std::move(plan), self, out);
    }
    if (auto const* deleted = std::get_if<OffsetDeleteResponse>(&answer)) {
        print_deleted_offsets(plan, *deleted, out.names());
        return finish_group(std::move(plan), self, out);
    }
    if (std::holds_alternative<OffsetCommitResponse>(answer)) {
        return finish_group(std::move(plan), self, out);
    }
}

}  // namespace highwater

// kafka-consumer-groups (ConsumerGroupCommand): what groups there are, who has what and how far
// behind; and offsets changed from outside. Kafka answers most refusals with exit code 0.
#include <algorithm>

#include "base/java_hash.h"
#include "base/regular_expression.h"
#include "client/exceptions.h"
#include "client/tools/group_command.h"
#include "client/tools/group_format.h"
#include "client/tools/group_report.h"
#include "client/tools/group_reset.h"
#include "client/tools/group_retry.h"
#include "client/tools/java_exception.h"
#include "client/tools/steps.h"
#include "node/config_value.h"

namespace highwater {

namespace {
using Action = GroupsPlan::Action;
using Shows = GroupsPlan::Shows;
using ResetTo = GroupsPlan::ResetTo;
using Offsets = GroupsPlan::Offsets;

void ask_next(GroupsPlan plan, Tool& self, Effects& out);
void begin_deleting_offsets(GroupsPlan plan, Tool& self, Effects& out);

// The plan goes to the tool, and its question out, within the time of one call.
void ask_for(GroupsPlan plan, Tool& self, std::string name, Message request, NodeId to,
             Effects& out) {
    Duration const timeout = plan.wish.timeout;
    self.plan = std::move(plan);
    ask(self, std::move(name), std::move(request), to, out, timeout);
}

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

void fail(GroupsPlan const& plan, Tool& self, ResetFailure const& failure, Effects& out) {
    ToolText text = plan.printed;
    if (failure.is_of_usage) {
        ToolText const help = usage(failure.message, consumer_groups_options());
        text.err += help.err;
        text.exit = help.exit;
    } else {
        print_failure(text, failure.message, failure.trace);
    }
    finish(self, std::move(text), out);
}

// ---- resetting ----------------------------------------------------------------------------------
void reset_group(GroupsPlan plan, Tool& self, Effects& out) {
    if (auto const failure = prepare_reset(plan, out.names())) {
        return fail(plan, self, *failure, out);
    }
    Offsets const& chosen = plan.resets.back().offsets;
    if (!plan.wish.executes || chosen.empty()) return finish_group(std::move(plan), self, out);
    std::vector<OffsetCommitRequestPartition> partitions;
    for (auto const& [partition, offset] : chosen) {
        partitions.push_back({partition, Uuid{}, offset, kNoEpoch, ""});
    }
    OffsetCommitRequest request;
    request.group_id = out.intern(plan.groups.front());
    request.partitions = make_payload(std::move(partitions));
    NodeId const coordinator = plan.coordinator_node;
    ask_for(std::move(plan), self, "offsetCommit(api=OFFSET_COMMIT)", std::move(request),
            coordinator, out);
}

void offsets_committed(GroupsPlan plan, Tool& self, OffsetCommitResponse const& response,
                       Effects& out) {
    for (OffsetCommitResponsePartition const& one : *response.partitions) {
        if (one.error == ErrorCode::none) continue;
        std::string const message{exception_message(one.error)};
        return fail(plan, self,
                    {false, message, exception_class(one.error) + ": " + message + "\n"}, out);
    }
    finish_group(std::move(plan), self, out);
}

// ---- the questions of one group -----------------------------------------------------------------
// A look-up is called after what it is for (AdminApiDriver): the handler, and the request.
std::string coordinator_call(Action action) {
    std::string const handler = action == Action::remove           ? "deleteConsumerGroups"
                                : action == Action::delete_offsets ? "offsetDelete"
                                                                   : "describeConsumerGroups";
    return handler + "(api=FIND_COORDINATOR)";
}

void ask_coordinator_of(GroupsPlan plan, Tool& self, Effects& out) {
    NameId const group = out.intern(plan.groups.front());
    FindCoordinatorRequest request;
    request.coordinator_keys = make_payload(std::vector<NameId>{group});
    std::string const name = coordinator_call(plan.wish.action);
    ask_for(std::move(plan), self, name, std::move(request), kNoNode, out);
}

// ---- deleting -----------------------------------------------------------------------------------
std::vector<GroupDeletion> deletions_of(GroupsPlan const& plan, Names const& names) {
    std::vector<GroupDeletion> deletions;
    for (DeletableGroupResult const& one : plan.results) {
        std::string const why =
            one.error == ErrorCode::none
                ? ""
                : exception_class(one.error) + ": " + std::string{exception_message(one.error)};
        deletions.push_back({names.text(one.group_id), why});
    }
    return deletions;
}

// Unlike all else this is asked of all groups at once, and each has an end of its own.
void delete_groups(GroupsPlan plan, Tool& self, Effects& out) {
    if (plan.groups.empty()) return finish(self, deletion_text({}), out);
    for (std::string const& group : plan.groups) {
        FindCoordinatorRequest request;
        request.coordinator_keys = make_payload(std::vector<NameId>{out.intern(group)});
        ask(self, coordinator_call(Action::remove), std::move(request), kNoNode, out,
            plan.wish.timeout);
    }
    self.plan = std::move(plan);
}

// Looking up and deleting share the time of one call (AdminApiDriver).
void delete_at(NodeId coordinator, NameId group, Tool& self, AdminCall const& looked_up) {
    AdminCall call;
    call.name = "deleteConsumerGroups(api=DELETE_GROUPS)";
    call.deadline = looked_up.deadline;
    ask_instead(self, std::move(call), DeleteGroupsRequest{make_payload(std::vector{group})},
                coordinator);
}

void group_deleted(GroupsPlan plan, Tool& self, DeletableGroupResult const& result, Effects& out) {
    plan.results.push_back(result);
    if (plan.results.size() == plan.groups.size()) {
        return finish(self, deletion_text(deletions_of(plan, out.names())), out);
    }
    self.plan = std::move(plan);
}

NameId group_to_delete(AdminCall const& call) {
    if (auto const* look_up = std::get_if<FindCoordinatorRequest>(&call.request)) {
        return look_up->coordinator_keys->front();
    }
    return std::get<DeleteGroupsRequest>(call.request).groups_names->front();
}

// All calls began together, so none that is left can still be answered in time.
ToolText deletions_in_time(GroupsPlan const& plan, Tool const& self, Effects const& out) {
    std::vector<GroupDeletion> deletions = deletions_of(plan, out.names());
    for (AdminCall const& call : self.calls) {
        deletions.push_back(
            {out.names().text(group_to_delete(call)),
             exception_class(ErrorCode::request_timed_out) + ": " + timeout_text(call, out.now())});
    }
    return deletion_text(std::move(deletions));
}

// Groups are described all or none: what failed comes before anything is printed.
void no_such_group(GroupsPlan plan, Tool& self, Effects& out) {
    std::vector<std::string>& missing = plan.missing;
    sort_as_hash_map(
        missing, [](std::string const& name) -> auto const& { return name; });
    std::string const why = exception_class(ErrorCode::group_id_not_found) + ": Group " +
                            missing.front() + " not found.";
    ToolText text;
    print_failure(text, why,
                  "java.util.concurrent.ExecutionException: " + why + "\nCaused by: " + why + "\n");
    finish(self, std::move(text), out);
}

void ask_next(GroupsPlan plan, Tool& self, Effects& out) {
    if (plan.wish.action == Action::remove) return delete_groups(std::move(plan), self, out);
    if (!plan.groups.empty() && plan.wish.action == Action::delete_offsets) {
        return begin_deleting_offsets(std::move(plan), self, out);
    }
    if (!plan.groups.empty()) return ask_coordinator_of(std::move(plan), self, out);
    if (!plan.missing.empty()) return no_such_group(std::move(plan), self, out);
    if (plan.wish.action == Action::reset) plan.printed.out += resets_text(plan, out.names());
    finish(self, std::move(plan.printed), out);
}

void ask_all_topics(GroupsPlan plan, Tool& self, Effects& out) {
    bool const describes = plan.wish.action == Action::describe;
    ask_for(std::move(plan), self,
            describes ? "listOffsets(api=METADATA)" : "describeTopicPartitions",
            MetadataRequest{true, false, make_payload(std::vector<NameId>{})}, kNoNode, out);
}

void find_all_brokers(GroupsPlan plan, Tool& self, Effects& out) {
    ask_for(std::move(plan), self, "findAllBrokers",
            MetadataRequest{false, false, make_payload(std::vector<NameId>{})}, kNoNode, out);
}

// It is not known yet which groups there are.
bool is_listing(GroupsPlan const& plan) {
    bool const lists = plan.wish.action == Action::list || plan.wish.all_groups;
    return lists && plan.groups.empty();
}
// Nor who there is to ask for them.
bool is_finding_brokers(GroupsPlan const& plan) { return is_listing(plan) && plan.waiting == 0; }

void coordinator_found(GroupsPlan plan, Tool& self, AdminCall const& call,
                       FindCoordinatorResponse const& response, Effects& out) {
    Coordinator const& found = response.coordinators->front();
    if (found.error != ErrorCode::none) {
        self.plan = std::move(plan);
        return ask_again(self, call, out);
    }
    plan.coordinator = found.node_id;
    plan.coordinator_node = found.node;
    if (call.looked_up_for) {
        self.plan = std::move(plan);
        return ask_what_it_was_for(self, call, found.node);
    }
    if (plan.wish.action == Action::remove) {
        self.plan = std::move(plan);
        return delete_at(found.node, found.key, self, call);
    }
    auto const groups = make_payload(std::vector<NameId>{found.key});
    if (plan.wish.action == Action::delete_offsets) {
        OffsetDeleteRequest request;
        request.group_id = found.key;
        request.partitions = make_payload(plan.partitions);
        return ask_for(std::move(plan), self, "offsetDelete(api=OFFSET_DELETE)", std::move(request),
                       found.node, out);
    }
    ask_for(std::move(plan), self, "describeConsumerGroups(api=CONSUMER_GROUP_DESCRIBE)",
            ConsumerGroupDescribeRequest{groups}, found.node, out);
}

// What the group is like is known; what comes next depends on what is to be done.
void described(GroupsPlan plan, Tool& self, Effects& out) {
    std::string const state = state_of(plan);
    bool const resets = plan.wish.action == Action::reset;
    if (resets && state != "Empty" && state != "Dead") {
        plan.printed.out += "\nError: Assignments can only be reset if the group '" +
                            plan.groups.front() + "' is inactive, but the current state is " +
                            state + ".\n";
        plan.resets.push_back({plan.groups.front(), {}});
        return finish_group(std::move(plan), self, out);
    }
    if (!resets && plan.wish.shows != Shows::offsets) {
        print_description(plan, plan.groups.front(), out.names());
        return finish_group(std::move(plan), self, out);
    }
    OffsetFetchRequestGroup wanted;
    wanted.group_id = out.intern(plan.groups.front());
    OffsetFetchRequest request;
    request.groups = make_payload(std::vector<OffsetFetchRequestGroup>{wanted});
    NodeId const coordinator = plan.coordinator_node;
    ask_for(std::move(plan), self, "offsetFetch(api=OFFSET_FETCH)", std::move(request), coordinator,
            out);
}

void leaders_answered(GroupsPlan plan, Tool& self, Effects& out) {
    if (plan.wish.action == Action::reset) return reset_group(std::move(plan), self, out);
    print_description(plan, plan.groups.front(), out.names());
    finish_group(std::move(plan), self, out);
}

void ask_leaders_of(GroupsPlan plan, Tool& self, ClusterMetadata const& metadata, Effects& out) {
    std::vector<std::int64_t> times{kLatestTimestamp};
    if (plan.wish.action == Action::reset) {
        times.push_back(kEarliestTimestamp);
        ResetTo const to = plan.wish.reset_to;
        if (to == ResetTo::datetime || to == ResetTo::duration) times.push_back(plan.wish.number);
    }
    self.plan = plan;
    for (std::int64_t const time : times) {
        for (TopicMetadata const& topic : metadata.topics) {
            for (PartitionMetadata const& partition : topic.partitions) {
                TopicPartition const id{topic.name, partition.partition};
                bool const is_wanted = std::find(plan.partitions.begin(), plan.partitions.end(),
                                                 id) != plan.partitions.end();
                NodeId const leader = address_of(self.metadata, partition.leader);
                if (!is_wanted || leader == kNoNode) continue;
                ListOffsetsRequest request;
                request.partitions =
                    make_payload(std::vector<ListOffsetsPartition>{{id, kNoEpoch, time}});
                ask(self, "listOffsets(api=LIST_OFFSETS)", std::move(request), leader, out,
                    plan.wish.timeout);
            }
        }
    }
    if (self.calls.empty()) leaders_answered(std::move(plan), self, out);
}

void delete_offsets(GroupsPlan plan, Tool& self, ClusterMetadata const& metadata, Effects& out) {
    if (auto const failure = choose_partitions(plan.wish.topics, metadata, out.mutable_names(),
                                               plan.partitions, plan.unknown_topics)) {
        return fail(plan, self, *failure, out);
    }
    ask_coordinator_of(std::move(plan), self, out);
}

// Topics without a list of partitions are looked up first.
void begin_deleting_offsets(GroupsPlan plan, Tool& self, Effects& out) {
    bool const has_whole_topics =
        std::any_of(plan.wish.topics.begin(), plan.wish.topics.end(),
                    [](std::string const& topic) { return topic.find(':') == topic.npos; });
    if (has_whole_topics) return ask_all_topics(std::move(plan), self, out);
    delete_offsets(std::move(plan), self, ClusterMetadata{}, out);
}

// When nobody could be asked about the topics, there is nobody to delete anything, either: Kafka
// waits as long again before it says so.
void offsets_not_deleted(GroupsPlan plan, Tool& self, AdminCall const& call, Effects& out) {
    std::string const exception = exception_class(ErrorCode::request_timed_out) + ": ";
    std::string timeout = exception + timeout_text(call, out.now());
    std::optional<std::string> topics_timeout;
    if (std::holds_alternative<MetadataRequest>(call.request)) {
        if (auto const failure =
                choose_partitions(plan.wish.topics, ClusterMetadata{}, out.mutable_names(),
                                  plan.partitions, plan.unknown_topics)) {
            return fail(plan, self, *failure, out);
        }
        topics_timeout = std::move(timeout);
        AdminCall look_up;
        look_up.name = coordinator_call(Action::delete_offsets);
        timeout = exception + timeout_text(look_up, out.now());
    }
    print_undeleted_offsets(plan, timeout, topics_timeout, out.names());
    finish(self, std::move(plan.printed), out);
}

void topics_known(GroupsPlan plan, Tool& self, ClusterMetadata const& metadata, Effects& out) {
    if (plan.wish.action == Action::delete_offsets) {
        return delete_offsets(std::move(plan), self, metadata, out);
    }
    if (plan.wish.action == Action::reset) {
        if (auto const failure = choose_scope(plan, metadata, out.mutable_names())) {
            return fail(plan, self, *failure, out);
        }
    } else {
        for (auto const& one : plan.committed) plan.partitions.push_back(one.partition);
        for (TopicPartition const p : assigned_partitions(plan)) plan.partitions.push_back(p);
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
    if (self.calls.empty()) leaders_answered(std::move(plan), self, out);
}

void groups_listed(GroupsPlan plan, Tool& self, ListGroupsResponse const& response, Effects& out) {
    for (ListedGroup const& group : *response.groups) {
        // Other groups than those of consumers may speak the classic protocol, too.
        NameId const protocol = group.protocol_type;
        bool const is_of_consumers =
            protocol == kNoName || out.names().text(protocol) == "consumer";
        if (is_of_consumers) plan.listed.push_back(group);
    }
    if (--plan.waiting > 0) {
        self.plan = std::move(plan);
        return;
    }
    std::vector<GroupListRow> rows;
    for (ListedGroup const& group : plan.listed) {
        rows.push_back({out.names().text(group.group_id), group.group_type, group.group_state});
    }
    sort_as_hash_map(
        rows, [](GroupListRow const& row) -> auto const& { return row.group; });
    if (plan.wish.action == Action::list) {
        plan.printed.out += list_groups_text(rows, plan.wish.with_type, plan.wish.with_state);
        return finish(self, std::move(plan.printed), out);
    }
    for (GroupListRow const& row : rows) plan.groups.push_back(row.group);
    if (plan.wish.action == Action::describe) std::sort(plan.groups.begin(), plan.groups.end());
    ask_next(std::move(plan), self, out);
}

// ---- the command line ---------------------------------------------------------------------------
ToolText validated_regex(std::string const& regex) {
    auto const expression = RegularExpression::parse(regex);
    std::string const said = "The regular expression `" + regex + "` is ";
    return {said + (expression ? "valid.\n" : "invalid: " + expression.problem().message + ".\n"),
            {},
            0};
}

// What is said of times and files is only read when the tool gets to work.
std::optional<ResetFailure> read_reset_value(GroupsPlan& plan, Tool const& self, Effects& out) {
    GroupsPlan::Wish& wish = plan.wish;
    switch (wish.reset_to) {
    case ResetTo::datetime: return parse_datetime(wish.reset_value, wish.number);
    case ResetTo::duration: {
        std::int64_t duration_ms = 0;
        if (!parse_iso_duration(wish.reset_value, duration_ms)) {
            std::string const why = "Text cannot be parsed to a Duration";
            return ResetFailure{false, why,
                                "java.time.format.DateTimeParseException: " + why + "\n"};
        }
        wish.number = timestamp_ms(out.wall_clock()) - duration_ms;
        return std::nullopt;
    }
    case ResetTo::file: {
        bool const is_text = wish.reset_value.find(',') != std::string::npos;
        // A file comes as the tool's input, an empty one as an empty line; nothing: there is none.
        if (!is_text && self.call->input.empty()) {
            return wrapped("java.lang.RuntimeException",
                           "java.nio.file.NoSuchFileException: " + wish.reset_value);
        }
        return read_reset_file(plan, is_text ? wish.reset_value : self.call->input,
                               out.mutable_names());
    }
    case ResetTo::nothing:
    case ResetTo::earliest:
    case ResetTo::latest:
    case ResetTo::current:
    case ResetTo::offset:
    case ResetTo::shift: break;
    }
    return std::nullopt;
}

// Each group once, in the order in which Kafka's maps bring them.
void put_in_order(GroupsPlan& plan) {
    std::vector<std::string> once;
    for (std::string const& group : plan.groups) {
        if (std::find(once.begin(), once.end(), group) == once.end()) once.push_back(group);
    }
    plan.groups = std::move(once);
    if (plan.wish.action == Action::delete_offsets) {
        plan.groups.erase(plan.groups.begin(), plan.groups.end() - 1);
    } else if (plan.wish.action == Action::describe) {
        std::sort(plan.groups.begin(), plan.groups.end());
    } else {
        sort_as_hash_map(
            plan.groups, [](std::string const& name) -> auto const& { return name; });
    }
}
}  // namespace

void begin_consumer_groups(Tool& self, Effects& out) {
    GroupsCommand command = read_groups_command(self.call->arguments);
    if (command.refusal) return finish(self, *command.refusal, out);
    if (!command.regex.empty()) return finish(self, validated_regex(command.regex), out);
    GroupsPlan& plan = command.plan;
    if (auto const failure = read_reset_value(plan, self, out)) {
        return fail(plan, self, *failure, out);
    }
    put_in_order(plan);
    bool const needs_list = plan.wish.action == Action::list || plan.wish.all_groups;
    if (needs_list) return find_all_brokers(std::move(plan), self, out);
    ask_next(std::move(plan), self, out);
}

namespace {
// What comes straight out of a future (ExecutionException) is told by its cause; most of the tool's
// methods put a RuntimeException around it, which repeats the whole.
bool is_told_by_cause(GroupsPlan const& plan, AdminCall const& call) {
    if (is_listing(plan)) {
        bool const has_columns = plan.wish.with_type || plan.wish.with_state;
        return plan.wish.action == Action::list && has_columns;
    }
    Message const& asked = call.looked_up_for ? call.looked_up_for->request : call.request;
    bool const describes_group = std::holds_alternative<FindCoordinatorRequest>(asked) ||
                                 std::holds_alternative<ConsumerGroupDescribeRequest>(asked) ||
                                 std::holds_alternative<DescribeGroupsRequest>(asked);
    return plan.wish.action == Action::describe && describes_group;
}

ToolText groups_timed_out(GroupsPlan const& plan, AdminCall const& call, std::string const& what) {
    Thrown cause{exception_class(ErrorCode::request_timed_out), what, {}};
    if (is_finding_brokers(plan)) {
        cause = {"org.apache.kafka.common.KafkaException",
                 "Failed to find brokers to send ListGroups",
                 {cause.type + ": " + cause.message}};
    }
    Thrown thrown = wrapped("java.util.concurrent.ExecutionException", cause);
    // resetOffsetsForInactiveGroup() throws on what it finds in the future itself.
    bool const asks_topics_or_commits = std::holds_alternative<MetadataRequest>(call.request) ||
                                        call.name.starts_with("offsetCommit(");
    bool const is_rethrown =
        plan.wish.action == Action::reset && !is_listing(plan) && asks_topics_or_commits;
    if (is_rethrown) {
        thrown = cause;
    } else if (!is_told_by_cause(plan, call)) {
        thrown = wrapped(kRuntimeException, thrown);
    }
    bool const describes = plan.wish.action == Action::describe;
    ToolText text = describes ? ToolText{} : plan.printed;
    print_failure(text, thrown.message, trace_of(thrown));
    return text;
}

// What is known of the topics; or, at the beginning, whom to ask for their groups.
void metadata_known(GroupsPlan plan, Tool& self, AdminCall const& call,
                    ClusterMetadata const& metadata, Effects& out) {
    if (!is_finding_brokers(plan)) return topics_known(std::move(plan), self, metadata, out);
    ListGroupsRequest request;
    ListGroupsFilters const& filters = plan.wish.filters;
    bool const has_filters = !filters.states_filter.empty() || !filters.types_filter.empty();
    if (has_filters) request.filters = make_payload(filters);
    plan.waiting = list_groups(self, call, metadata, request, plan.wish.timeout, out);
    self.plan = std::move(plan);
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
        return ask_for(std::move(plan), self, "describeConsumerGroups(api=DESCRIBE_GROUPS)",
                       DescribeGroupsRequest{make_payload(std::vector<NameId>{group.group_id})},
                       coordinator, out);
    }
    if (auto const* classic = std::get_if<DescribeGroupsResponse>(&answer)) {
        plan.classic = classic->groups->front();
        bool const is_unknown = plan.classic.error == ErrorCode::group_id_not_found;
        if (is_unknown && plan.wish.action == Action::reset) {
            plan.classic.group_state = "Dead";
        } else if (is_unknown) {
            plan.missing.push_back(plan.groups.front());
            return finish_group(std::move(plan), self, out);
        }
        return described(std::move(plan), self, out);
    }
}
}  // namespace

void time_is_over(GroupsPlan plan, Tool& self, AdminCall const& call, Effects& out) {
    if (plan.wish.action == Action::remove && !is_listing(plan)) {
        return finish(self, deletions_in_time(plan, self, out), out);
    }
    if (plan.wish.action == Action::delete_offsets) {
        return offsets_not_deleted(std::move(plan), self, call, out);
    }
    finish(self, groups_timed_out(plan, call, timeout_text(call, out.now())), out);
}

void step(GroupsPlan plan, Tool& self, AdminCall const& call, Message const& answer, Effects& out) {
    if (asks_coordinator_again(self, call, answer, out)) {
        self.plan = std::move(plan);
        return;
    }
    if (auto const* found = std::get_if<FindCoordinatorResponse>(&answer)) {
        return coordinator_found(std::move(plan), self, call, *found, out);
    }
    if (auto const* metadata = std::get_if<MetadataResponse>(&answer)) {
        return metadata_known(std::move(plan), self, call, *metadata->metadata, out);
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
        plan.committed = fetched->groups->front().partitions;
        return ask_all_topics(std::move(plan), self, out);
    }
    if (auto const* listed = std::get_if<ListOffsetsResponse>(&answer)) {
        return offset_listed(std::move(plan), self, call, *listed, out);
    }
    if (auto const* deleted = std::get_if<DeleteGroupsResponse>(&answer)) {
        return group_deleted(std::move(plan), self, deleted->results->front(), out);
    }
    if (auto const* deleted = std::get_if<OffsetDeleteResponse>(&answer)) {
        print_deleted_offsets(plan, *deleted, out.names());
        return finish_group(std::move(plan), self, out);
    }
    if (auto const* committed = std::get_if<OffsetCommitResponse>(&answer)) {
        return offsets_committed(std::move(plan), self, *committed, out);
    }
}

}  // namespace highwater

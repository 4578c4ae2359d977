// The command lines of the tools of groups and records, and what they make of dates and files; what
// they print of groups is compared with Kafka in tests/kafka.
#include "client/tools/console_options.h"
#include "client/tools/coordinator_text.h"
#include "client/tools/group_command.h"
#include "client/tools/group_format.h"
#include "client/tools/group_reset.h"
#include "client/tools/line_reader.h"
#include "tests/unit/client/tool_stage.h"

namespace highwater {
namespace {

GroupsCommand groups_command(std::vector<std::string> words) {
    words.insert(words.begin(), "kafka-consumer-groups");
    return read_groups_command(std::move(words));
}
std::string first_line_of_refusal(std::vector<std::string> words) {
    GroupsCommand const command = groups_command(std::move(words));
    if (!command.refusal) return "not refused";
    return command.refusal->err.substr(0, command.refusal->err.find('\n'));
}

TEST(KafkaConsumerGroups, OptionsThatDoNotGoTogetherAreRefusedAsKafkaDoes) {
    struct Case {
        std::vector<std::string> words;
        char const* complaint;
    };
    Case const cases[] = {
        {{"--list", "--describe"},
         "Option [describe] takes one of these options: [all-groups], [group]"},
        {{"--describe", "--group", "g", "--members", "--state"},
         "Option [describe] takes at most one of these options: [members], [offsets], [state]"},
        {{"--describe", "--group", "g", "--state", "Stable"},
         "Option [describe] does not take a value for [state]"},
        {{"--describe", "--group", "g", "--all-groups"},
         "Option \"[group]\" can't be used with option \"[all-groups]\""},
        {{"--delete"}, "Option [delete] takes one of these options: [all-groups], [group]"},
        {{"--delete", "--group", "g", "--topic", "t"},
         "The consumer does not support topic-specific offset deletion from a consumer group."},
        {{"--delete-offsets", "--group", "g"},
         "Option [delete-offsets] takes the following options: [topic], [group]"},
        {{"--reset-offsets", "--group", "g", "--topic", "t", "--to-latest", "--dry-run",
          "--execute"},
         "Option [reset-offsets] only accepts one of [execute] and [dry-run]"},
        {{"--reset-offsets", "--group", "g", "--topic", "t", "--execute", "--to-latest",
          "--to-earliest"},
         "Option \"[to-earliest]\" can't be used with option \"[to-latest]\""},
        {{"--group", "g"},
         "Command must include exactly one action: --list, --describe, --delete, --reset-offsets, "
         "--delete-offsets, --validate-regex"},
        {{"--list", "--state", "asleep"},
         "Invalid state list 'asleep'. Valid states are: PreparingRebalance, CompletingRebalance, "
         "Stable, Dead, Empty, Assigning, Reconciling"},
        {{"--list", "--members"},
         "Exception in thread \"main\" joptsimple.UnavailableOptionException: Option(s) [members] "
         "are unavailable given other options on the command line"},
    };
    for (Case const& one : cases) {
        EXPECT_EQ(first_line_of_refusal(one.words), one.complaint);
        EXPECT_EQ(groups_command(one.words).refusal->exit, 1);
    }
}

TEST(KafkaConsumerGroups, AResetWithoutExecuteWarnsAndGoesOn) {
    GroupsCommand const command =
        groups_command({"--reset-offsets", "--group", "g", "--all-topics", "--to-latest"});
    EXPECT_FALSE(command.refusal);
    EXPECT_EQ(command.plan.printed.err.substr(0, 25), "WARN: No action will be p");
}

TEST(KafkaConsumerGroups, ANumberThatIsNoneIsFoundAtWorkAndEndsWithZero) {
    GroupsCommand const command = groups_command(
        {"--reset-offsets", "--group", "g", "--topic", "t", "--to-offset", "x", "--execute"});
    ASSERT_TRUE(command.refusal);
    EXPECT_EQ(command.refusal->out,
              "\nError: Executing consumer group command failed due to Cannot parse argument 'x' "
              "of option to-offset\n");
    EXPECT_EQ(command.refusal->err,
              "joptsimple.OptionArgumentConversionException: Cannot parse argument 'x' of option "
              "to-offset\n"
              "Caused by: joptsimple.internal.ReflectionException: "
              "java.lang.NumberFormatException: For input string: \"x\"\n"
              "Caused by: java.lang.NumberFormatException: For input string: \"x\"\n");
    EXPECT_EQ(command.refusal->exit, 0);
}

TEST(KafkaConsumerGroups, AnOptionWithoutItsArgumentIsNoUnknownOne) {
    GroupsCommand const command =
        groups_command({"--reset-offsets", "--group", "g", "--all-topics", "--to-offset"});
    ASSERT_TRUE(command.refusal);
    EXPECT_EQ(command.refusal->err,
              "Exception in thread \"main\" joptsimple.OptionMissingRequiredArgumentException: "
              "Option to-offset requires an argument\n");
    EXPECT_EQ(command.refusal->exit, 1);
}

TEST(KafkaConsumerGroups, DatesAreReadWithAndWithoutAZone) {
    struct Case {
        char const* text;
        std::int64_t expected;  // -1: none
    };
    Case const cases[] = {
        {"1970-01-01T00:00:00.000", 0},
        {"2026-01-01T00:00:00.000Z", 1'767'225'600'000},
        {"2026-01-01T01:00:00.000+01:00", 1'767'225'600'000},
        {"2025-12-31T23:00:00.000-01", 1'767'225'600'000},
        {"2024-02-29T12:30:15.250", 1'709'209'815'250},
        {"2023-02-29T12:30:15.250", -1},
        {"2026-01-01T00:00:00", -1},
        {"2026-01-01", -1},
        {"yesterdayTnoon", -1},
    };
    for (Case const& one : cases) {
        std::int64_t found = -1;
        auto const failure = parse_datetime(one.text, found);
        EXPECT_EQ(failure.has_value(), one.expected < 0) << one.text;
        if (!failure) {
            EXPECT_EQ(found, one.expected) << one.text;
        }
    }
}

TEST(KafkaConsumerGroups, AFileOfOffsetsHasTheGroupInFrontUnlessOneAloneIsNamed) {
    Names names;
    GroupsPlan one;
    one.groups = {"billing"};
    one.wish.names_one_group = true;
    EXPECT_FALSE(read_reset_file(one, "orders,0,7\norders,1,9\n", names));
    ASSERT_EQ(one.file.size(), 1U);
    EXPECT_EQ(one.file[0].group, "billing");
    EXPECT_EQ(one.file[0].offsets[1].second, Offset{9});
    GroupsPlan two;
    two.groups = {"billing", "audit"};
    EXPECT_FALSE(read_reset_file(two, "billing,orders,0,7\naudit,orders,0,3\n", names));
    ASSERT_EQ(two.file.size(), 2U);
    EXPECT_EQ(two.file[1].offsets[0].second, Offset{3});
    EXPECT_TRUE(read_reset_file(two, "orders,0,7\n", names));
}

TEST(KafkaConsumerGroups, ExportedOffsetsAreReadAgain) {
    Names names;
    GroupsPlan plan;
    plan.groups = {"billing"};
    plan.wish.names_one_group = true;
    plan.wish.exports = true;
    NameId const orders = names.intern("orders");
    plan.resets = {{"billing", {{{orders, 0}, Offset{5}}, {{orders, 1}, Offset{8}}}}};
    std::string const text = resets_text(plan, names);
    EXPECT_EQ(text, "orders,0,5\norders,1,8\n\n");
    EXPECT_FALSE(read_reset_file(plan, text, names));
    EXPECT_EQ(plan.file.front().offsets, plan.resets.front().offsets);
}

// The tool at work; every group has its coordinator on broker 1.
struct GroupsStage : ToolStage {
    GroupsStage(std::vector<std::string> words) : ToolStage{with_name(std::move(words))} {}
    static std::vector<std::string> with_name(std::vector<std::string> words) {
        words.insert(words.begin(), "kafka-consumer-groups");
        return words;
    }
    void find_coordinator() {
        auto const request = take<FindCoordinatorRequest>();
        ASSERT_TRUE(request);
        Coordinator found;
        found.key = std::get<FindCoordinatorRequest>(request->message).coordinator_keys->front();
        found.node_id = BrokerId{1};
        found.node = NodeId{1};
        answer(*request, FindCoordinatorResponse{make_payload(std::vector{found})});
    }
    // A group of KIP-848 whose member waits for partitions, or one without members.
    void describe(std::string const& state, bool has_member) {
        DescribedConsumerGroup group;
        group.group_state = state;
        if (has_member) {
            DescribedConsumerGroupMember member;
            member.member_id = names.intern("m");
            group.members.push_back(member);
        }
        reply<ConsumerGroupDescribeRequest>(
            ConsumerGroupDescribeResponse{make_payload(std::vector{group})});
    }
    void fetch_no_offsets() {
        reply<OffsetFetchRequest>(
            OffsetFetchResponse{make_payload(std::vector{OffsetFetchResponseGroup{}})});
    }
    void describe_missing() {
        DescribedConsumerGroup other;
        other.error = ErrorCode::group_id_not_found;
        reply<ConsumerGroupDescribeRequest>(
            ConsumerGroupDescribeResponse{make_payload(std::vector{other})});
        DescribedGroup missing;
        missing.error = ErrorCode::group_id_not_found;
        reply<DescribeGroupsRequest>(DescribeGroupsResponse{make_payload(std::vector{missing})});
    }
    void tell_of_topic(char const* name) {
        answer_metadata({1}, names.intern(name), {{1, 0}, {1, 0}});
    }
};

TEST(KafkaConsumerGroups, AMemberWithoutAnAssignmentMakesNoTableOfOffsets) {
    for (bool const verbose : {false, true}) {
        std::vector<std::string> words{"--describe", "--group", "g"};
        if (verbose) words.emplace_back("--verbose");
        GroupsStage stage{words};
        stage.find_coordinator();
        stage.describe("Reconciling", true);
        stage.fetch_no_offsets();
        stage.tell_of_topic("t");
        ASSERT_TRUE(stage.exited);
        EXPECT_EQ(stage.result().out, "");
        EXPECT_EQ(stage.result().err, "\nWarning: Consumer group 'g' is rebalancing.\n");
    }
}

TEST(KafkaConsumerGroups, AGroupThatIsNotDeletedInTimeDoesNotStopTheOthers) {
    GroupsStage stage{{"--delete", "--group", "billing", "--group", "audit"}};
    stage.find_coordinator();
    stage.find_coordinator();
    auto const first = stage.take<DeleteGroupsRequest>();
    ASSERT_TRUE(first);
    NameId const gone = std::get<DeleteGroupsRequest>(first->message).groups_names->front();
    stage.answer(*first, DeleteGroupsResponse{make_payload(
                             std::vector<DeletableGroupResult>{{gone, ErrorCode::none}})});
    EXPECT_FALSE(stage.exited);
    stage.disconnect(NodeId{1});
    stage.run_for(seconds(10));
    ASSERT_TRUE(stage.exited);
    bool const billing_is_gone = stage.names.text(gone) == "billing";
    std::string const left = billing_is_gone ? "audit" : "billing";
    EXPECT_EQ(
        stage.result().out,
        "\nError: Deletion of some consumer groups failed:\n* Group '" + left +
            "' could not be deleted due to: org.apache.kafka.common.errors.TimeoutException: "
            "Timed out waiting for a node assignment. Call: "
            "deleteConsumerGroups(api=FIND_COORDINATOR)\n\nThese consumer groups were deleted "
            "successfully: '" +
            stage.names.text(gone) + "'\n");
    EXPECT_EQ(stage.result().err, "");
    EXPECT_EQ(stage.result().exit, 0);
}

TEST(KafkaConsumerGroups, OffsetsThatAreNotDeletedInTimeAreShownInTheirTable) {
    GroupsStage stage{{"--delete-offsets", "--group", "g", "--topic", "t", "--topic", "u"}};
    stage.tell_of_topic("t");
    stage.find_coordinator();
    ASSERT_EQ(stage.count<OffsetDeleteRequest>(), 1);
    stage.disconnect(NodeId{1});
    stage.run_for(seconds(10));
    ASSERT_TRUE(stage.exited);
    std::string const timeout =
        " Error: org.apache.kafka.common.errors.TimeoutException: Timed out waiting for a node "
        "assignment. Call: offsetDelete(api=FIND_COORDINATOR)\n";
    EXPECT_EQ(stage.result().out,
              "\nError: Encountered some unknown error: REQUEST_TIMED_OUT\n\n"
              "TOPIC           PARTITION  STATUS         \n"
              "t               0         " +
                  timeout + "t               1         " + timeout +
                  "u               -          Error: "
                  "org.apache.kafka.common.errors.UnknownTopicOrPartitionException: This server "
                  "does not host this topic-partition.\n");
    EXPECT_EQ(stage.result().err, "");
    EXPECT_EQ(stage.result().exit, 0);
}

TEST(KafkaConsumerGroups, OffsetsOfTopicsThatNobodyKnowsInTimeAreNotDeleted) {
    GroupsStage stage{{"--delete-offsets", "--group", "g", "--topic", "t", "--topic", "u:3"}};
    stage.run_for(seconds(20));
    ASSERT_TRUE(stage.exited);
    std::string const timeout =
        " Error: org.apache.kafka.common.errors.TimeoutException: Timed out waiting for a node "
        "assignment. Call: ";
    EXPECT_EQ(stage.result().out,
              "\nError: Encountered some unknown error: REQUEST_TIMED_OUT\n\n"
              "TOPIC           PARTITION  STATUS         \n"
              "t               -         " +
                  timeout + "describeTopicPartitions\nu               3         " + timeout +
                  "offsetDelete(api=FIND_COORDINATOR)\n");
    EXPECT_EQ(stage.result().exit, 0);
}

TEST(KafkaConsumerGroups, NothingIsSaidOfAnyGroupWhenOneIsMissingOrSilent) {
    std::vector<std::string> const forms[] = {{"--offsets"}, {"--offsets", "--verbose"},
                                              {"--members"}, {"--members", "--verbose"},
                                              {"--state"},   {"--state", "--verbose"}};
    for (std::vector<std::string> const& form : forms) {
        for (bool const is_missing : {false, true}) {
            std::vector<std::string> words{"--describe", "--group", "empty", "--group", "gone"};
            words.insert(words.end(), form.begin(), form.end());
            GroupsStage stage{words};
            stage.find_coordinator();
            stage.describe("Empty", false);
            if (form.front() == "--offsets") {
                stage.fetch_no_offsets();
                stage.tell_of_topic("t");
            }
            stage.find_coordinator();
            if (is_missing) stage.describe_missing();
            stage.run_for(seconds(20));
            ASSERT_TRUE(stage.exited);
            std::string const why =
                is_missing ? "org.apache.kafka.common.errors.GroupIdNotFoundException: Group gone "
                             "not found.\n"
                           : "org.apache.kafka.common.errors.TimeoutException: Timed out waiting "
                             "for a node assignment. Call: "
                             "describeConsumerGroups(api=CONSUMER_GROUP_DESCRIBE)\n";
            EXPECT_EQ(stage.result().out,
                      "\nError: Executing consumer group command failed due to " + why);
            EXPECT_EQ(stage.result().err,
                      "java.util.concurrent.ExecutionException: " + why + "Caused by: " + why);
        }
    }
}

// ConsumerGroupCommand catches what comes out of its futures in some places, and lets it pass in
// others.
TEST(KafkaConsumerGroups, AListThatDoesNotComeInTimeIsWrappedAsItsMethodDoes) {
    struct Case {
        std::vector<std::string> words;
        bool is_wrapped;
    };
    Case const cases[] = {
        {{"--list"}, true},
        {{"--list", "--state"}, false},
        {{"--list", "--type"}, false},
        {{"--describe", "--all-groups"}, true},
        {{"--describe", "--all-groups", "--state"}, true},
        {{"--delete", "--all-groups"}, true},
    };
    std::string const execution = "java.util.concurrent.ExecutionException: ";
    for (bool const finds_brokers : {false, true}) {
        std::string const timeout =
            "org.apache.kafka.common.errors.TimeoutException: Timed out "
            "waiting for a node assignment. Call: ";
        std::string const cause =
            finds_brokers
                ? timeout + "listGroups\n"
                : "org.apache.kafka.common.KafkaException: Failed to find brokers to send "
                  "ListGroups\n";
        for (Case const& one : cases) {
            GroupsStage stage{one.words};
            if (finds_brokers) stage.answer_metadata({1}, kNoName, {});
            stage.run_for(seconds(20));
            ASSERT_TRUE(stage.exited);
            EXPECT_EQ(stage.result().out,
                      "\nError: Executing consumer group command failed due to " +
                          (one.is_wrapped ? execution : "") + cause);
            std::string trace = execution + cause + "Caused by: " + cause;
            if (!finds_brokers) trace += "Caused by: " + timeout + "findAllBrokers\n";
            if (one.is_wrapped) {
                trace = "java.lang.RuntimeException: " + execution + cause + "Caused by: " + trace;
            }
            EXPECT_EQ(stage.result().err, trace);
            EXPECT_EQ(stage.result().exit, 0);
        }
    }
}

TEST(KafkaConsumerGroups, OffsetsThatDoNotComeInTimeAreWrappedADescriptionIsNot) {
    for (bool const is_described : {false, true}) {
        GroupsStage stage{{"--describe", "--group", "g"}};
        stage.find_coordinator();
        if (is_described) stage.describe("Stable", true);
        stage.run_for(seconds(20));
        ASSERT_TRUE(stage.exited);
        std::string const start = "\nError: Executing consumer group command failed due to ";
        std::string const why = is_described ? "java.util.concurrent.ExecutionException: "
                                             : "org.apache.kafka.common.errors.TimeoutException: ";
        EXPECT_EQ(stage.result().out.substr(0, start.size() + why.size()), start + why);
    }
}

TEST(KafkaGroups, AllColumnsAreAsWideAsTheLongestCell) {
    EXPECT_EQ(all_groups_text({{"billing", "Classic", "consumer"}}),
              "GROUP                TYPE                 PROTOCOL            \n"
              "billing              Classic              consumer             \n");
}

ConsoleCommand console(std::vector<std::string> words, std::string const& input = "") {
    return read_console_command(words, input);
}

TEST(KafkaConsoleConsumer, OptionsThatDoNotGoTogetherAreRefusedAsKafkaDoes) {
    auto const complaint = [](std::vector<std::string> words) {
        words.insert(words.begin(), {"kafka-console-consumer", "--topic", "orders"});
        ConsoleCommand const command = console(std::move(words));
        if (!command.refusal) return std::string{"not refused"};
        return command.refusal->err.substr(0, command.refusal->err.find('\n'));
    };
    EXPECT_EQ(complaint({"--offset", "3"}), "The partition is required when offset is specified.");
    EXPECT_EQ(complaint({"--partition", "0", "--offset", "-3"}),
              "The provided offset value '-3' is incorrect. Valid values are 'earliest', 'latest', "
              "or a non-negative long.");
    EXPECT_EQ(complaint({"--partition", "0", "--from-beginning", "--offset", "3"}),
              "Options from-beginning and offset cannot be specified together.");
    EXPECT_EQ(complaint({"--partition", "0", "--group", "g"}),
              "Options group and partition cannot be specified together.");
    EXPECT_EQ(complaint({"--from-beginning", "--command-property", "auto.offset.reset=latest"}),
              "Can't simultaneously specify --from-beginning and 'auto.offset.reset=latest', "
              "please remove one option");
    EXPECT_EQ(complaint({"--partition", "0", "--offset", "earliest"}), "not refused");
}

TEST(KafkaConsoleConsumer, WithoutAGroupItCommitsNothing) {
    ConsoleCommand const alone = console({"kafka-console-consumer", "--topic", "orders"});
    EXPECT_FALSE(alone.consumer.group.enable_auto_commit);
    ConsoleCommand const member =
        console({"kafka-console-consumer", "--topic", "orders", "--group", "g"});
    EXPECT_TRUE(member.consumer.group.enable_auto_commit);
    EXPECT_EQ(member.consumer.group.group_id, "g");
}

TEST(KafkaConsoleProducer, HasDefaultsOfItsOwn) {
    ConsoleCommand const plain = console({"kafka-console-producer", "--topic", "orders"}, "a\nb\n");
    EXPECT_EQ(plain.producer.retries, 3);
    EXPECT_EQ(plain.producer.linger_ms, 1'000);
    EXPECT_EQ(plain.producer.request_timeout_ms, 1'500);
    EXPECT_EQ(plain.producer.acks, -1);
    ASSERT_EQ(plain.records.size(), 2U);
    EXPECT_EQ(plain.records[1].value, "b");
    ConsoleCommand const told =
        console({"kafka-console-producer", "--topic", "orders", "--command-property", "acks=1"});
    EXPECT_EQ(told.producer.acks, 1);
    EXPECT_EQ(told.printed.out, "");
    ConsoleCommand const old =
        console({"kafka-console-producer", "--topic", "orders", "--producer-property", "acks=1"});
    EXPECT_EQ(old.printed.out,
              "Option --producer-property is deprecated and will be removed in a future version. "
              "Use --command-property instead.\n");
}

TEST(KafkaConsoleProducer, DoesNotStartWithAConfigThatKafkaRefuses) {
    auto const with = [](std::string const& property) {
        return console(
            {"kafka-console-producer", "--topic", "orders", "--command-property", property});
    };
    ConsoleCommand const refused = with("connections.max.idle.ms=long");
    ASSERT_TRUE(refused.refusal);
    EXPECT_NE(refused.refusal->err.find("Invalid value long for configuration "
                                        "connections.max.idle.ms: Not a number of type LONG"),
              std::string::npos)
        << refused.refusal->err;
    EXPECT_FALSE(with("connections.max.idle.ms=1000").refusal);
    EXPECT_FALSE(with("no.such.config=1").refusal);  // Kafka warns only
}

TEST(KafkaConsoleProducer, ReadsKeysHeadersAndNulls) {
    auto const read =
        read_lines_of("h1:v1,h2:v2\tk\tv\nh:x\tNULL\tNULL\n",
                      {{"parse.key", "true"}, {"parse.headers", "true"}, {"null.marker", "NULL"}});
    ASSERT_TRUE(read);
    EXPECT_EQ(read->broken_off, "");
    std::vector<DataRecord> const& records = read->records;
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0].headers[1].key, "h2");
    EXPECT_EQ(records[0].key, "k");
    EXPECT_EQ(records[0].value, "v");
    EXPECT_FALSE(records[1].key);
    EXPECT_FALSE(records[1].value);
}

TEST(KafkaConsoleProducer, ReadsUpToTheLineThatIsNoRecord) {
    auto const keyless = read_lines_of("a\tb\nno key here\nc\td\n", {{"parse.key", "true"}});
    ASSERT_TRUE(keyless);
    EXPECT_EQ(keyless->records.size(), 1U);
    EXPECT_EQ(keyless->broken_off, "No key separator found on line number 2: 'no key here'");
    auto const headless =
        read_lines_of("h:1,x\tv\n", {{"parse.headers", "true"}, {"headers.separator", ","}});
    ASSERT_TRUE(headless);
    EXPECT_TRUE(headless->records.empty());
    EXPECT_EQ(headless->broken_off, "No header key separator found in pair 'x' on line number 1");
    // Nothing is read with separators that cannot be told apart.
    auto const alike = read_lines_of("a:b\n", {{"headers.separator", ":"}});
    ASSERT_FALSE(alike);
    EXPECT_EQ(alike.problem().message,
              "headers.separator and headers.key.separator may not be equal");
    ConsoleCommand const command =
        console({"kafka-console-producer", "--topic", "orders", "--reader-property",
                 "parse.key=true", "--reader-property", "key.separator=:"},
                "k1:a\nk2:b\nbad\nk3:c\n");
    EXPECT_FALSE(command.refusal);
    EXPECT_EQ(command.records.size(), 2U);
    EXPECT_EQ(command.broken_off,
              "org.apache.kafka.common.KafkaException: No key separator found on line number 3: "
              "'bad'\n");
}

TEST(KafkaConsoleProducer, AnOptionThatIsNoNumberIsRefusedAsJoptsimpleDoes) {
    auto const said = [](std::vector<std::string> words) {
        words.insert(words.begin(), {"kafka-console-producer", "--topic", "orders"});
        ConsoleCommand const command = console(std::move(words), "a\n");
        return command.refusal ? command.refusal->err : std::string{"not refused"};
    };
    EXPECT_EQ(said({"--batch-size", "abc"}), "Cannot parse argument 'abc' of option batch-size\n");
    EXPECT_EQ(said({"--timeout", "5ms"}), "Cannot parse argument '5ms' of option timeout\n");
    EXPECT_EQ(said({"--batch-size", "2147483648"}),  // an Integer
              "Cannot parse argument '2147483648' of option batch-size\n");
    EXPECT_EQ(said({"--max-block-ms", "2147483648"}), "not refused");  // a Long
    EXPECT_EQ(said({"--socket-buffer-size", "x"}),
              "Cannot parse argument 'x' of option socket-buffer-size\n");
    EXPECT_EQ(said({"--command-property", "linger.ms=5ms"}),
              "org.apache.kafka.common.config.ConfigException: Invalid value 5ms for configuration "
              "linger.ms: Not a number of type LONG\n");
}

TEST(KafkaConsoleConsumer, AnOptionThatIsNoNumberIsNotCaught) {
    ConsoleCommand const command =
        console({"kafka-console-consumer", "--topic", "orders", "--partition", "first"});
    ASSERT_TRUE(command.refusal);
    EXPECT_EQ(command.refusal->err.substr(0, command.refusal->err.find('\n')),
              "Exception in thread \"main\" joptsimple.OptionArgumentConversionException: Cannot "
              "parse argument 'first' of option partition");
}

TEST(KafkaConsoleConsumer, ADeserializerWantsAllBytesOfItsNumber) {
    ConsoleCommand const command = console(
        {"kafka-console-consumer", "--topic", "orders", "--key-deserializer",
         "org.apache.kafka.common.serialization.LongDeserializer", "--formatter-property",
         "print.key=true", "--formatter-property", "print.offset=true", "--formatter-property",
         "value.deserializer=org.apache.kafka.common.serialization.ShortDeserializer"});
    ASSERT_FALSE(command.refusal);
    ConsoleRecord record;
    record.key = std::string("\0\0\0\0\0\0\1\2", 8);
    record.value = "\xff\xfe";
    EXPECT_EQ(console_line(command.wish, record).text, "Offset:0\t258\t-2\n");
    EXPECT_EQ(console_line(command.wish, record).exception, "");
    record.key = "k";
    EXPECT_EQ(console_line(command.wish, record).text, "Offset:0\t");
    EXPECT_EQ(console_line(command.wish, record).exception,
              "org.apache.kafka.common.errors.SerializationException: Size of data received by "
              "LongDeserializer is not 8");
    record.key = std::nullopt;  // printed as the four bytes of "null"
    EXPECT_NE(console_line(command.wish, record).exception, "");
    ConsoleCommand const strange =
        console({"kafka-console-consumer", "--topic", "orders", "--value-deserializer", "My"});
    ASSERT_TRUE(strange.refusal);
}

// CoordinatorRecordMessageFormatter: no key prints nothing; what is no key of its own is refused.
TEST(KafkaConsoleConsumer, ItsFormattersOfGroupsReadAnyTopic) {
    struct Case {
        std::optional<std::string> key;
        std::optional<std::string> value;
        char const* failure;
    };
    std::string const key_of_g{"\0\1\0\1g\0\1t\0\0\0\0", 12};
    Case const cases[] = {
        {std::nullopt, "v", ""},
        {"", "v", "Could not read version from key's buffer."},
        {"k", "v", "Could not read version from key's buffer."},
        {"orders", "v", ""},  // a type of record that nobody knows
        {std::string{"\0\1\0", 3}, "v",
         "Could not read record with version 1 from key's buffer due to: null."},
        {key_of_g, "", "Could not read version from value's buffer."},
        {key_of_g, std::string{"\0\3\0", 3},
         "Could not read record with version 3 from value's buffer due to: null."},
    };
    for (Case const& each : cases) {
        FormattedRecord const offsets = offset_commit_text(each.key, each.value);
        EXPECT_EQ(offsets.failure, each.failure) << each.key.value_or("null");
        EXPECT_EQ(offsets.text, "") << each.key.value_or("null");
    }
    EXPECT_EQ(group_metadata_text("", "v").failure, "Could not read version from key's buffer.");
    EXPECT_EQ(group_metadata_text(std::nullopt, "v").failure, "");
    EXPECT_EQ(offset_commit_text(key_of_g, std::nullopt).text,
              "{\"key\":{\"type\":1,\"data\":{\"group\":\"g\",\"topic\":\"t\",\"partition\":0}},"
              "\"value\":null}");
}

}  // namespace
}  // namespace highwater

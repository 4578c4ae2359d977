// What is told of groups on worlds that really run: who owns what and why, and what an application
// hears when something goes wrong.
#include <gtest/gtest.h>

#include <algorithm>

#include "scenario/groups.h"
#include "scenario/play.h"
#include "scenario/queries.h"
#include "scenario/state.h"
#include "scenario/unheard_owner.h"
#include "scenario/why_phrase.h"
#include "tests/unit/scenario/good_scenario.h"
#include "tests/unit/scenario/step.h"
#include "world/lookup.h"

namespace highwater {
namespace {

// A topic of three partitions on the first broker, and what the test does.
struct GroupStory {
    explicit GroupStory(std::string const& steps, int brokers = 1) {
        Loaded loaded =
            load("format = 1\ntitle = \"t\"\nduration = \"80s\"\n[cluster]\nbrokers = " +
                 std::to_string(brokers) +
                 "\ncontrollers = 1\n[cluster.config]\noffsets.topic.replication.factor = 1\n"
                 "group.initial.rebalance.delay.ms = 0\n"
                 "[[topic]]\nname = \"orders\"\nassignment = [[1], [1], [1]]\n" +
                 steps);
        for (Diagnostic const& each : loaded.diagnostics) ADD_FAILURE() << render(each);
        if (loaded.scenario) world = start_world(*loaded.scenario);
        runner.trace = &trace;
    }
    void until(Duration at) {
        ASSERT_EQ(run_until(world, Time{} + at, runner), RunStatus::reached);
    }
    std::string answer_to(std::string const& phrase) {
        auto const query = parse_query(phrase, scope_of(world, world.names));
        if (auto const* problem = std::get_if<PhraseProblem>(&query)) return problem->message;
        return write_answer(answer(world, std::get<Query>(query)));
    }
    // From the effect to its first cause, each as a sentence.
    std::vector<std::string> why_of(std::string const& phrase) {
        auto const question = parse_why(phrase, scope_of(world, world.names));
        if (auto const* problem = std::get_if<PhraseProblem>(&question)) return {problem->message};
        Describer const who = describer_of(world);
        WhyQuestion asked = std::get<WhyQuestion>(question);
        complete_question(world, asked);
        auto const fact = fact_behind(trace, who, asked);
        std::vector<std::string> sentences;
        if (!fact) return sentences;
        for (WhyLink const& link : why(trace, who, *fact)) sentences.push_back(link.sentence);
        return sentences;
    }
    std::optional<std::uint64_t> fact_behind_owner() {
        WhyQuestion question;
        question.subject = WhySubject::owner;
        question.partition = {world.names.find("orders"), 0};
        return fact_behind(trace, describer_of(world), question);
    }
    template <class Kind>
    int count_of() const {
        int count = 0;
        for (TracedFact const& each : trace.facts())
            count += std::holds_alternative<Kind>(each.fact);
        return count;
    }

    // Every fact of this kind, as a sentence.
    template <class Kind>
    std::vector<std::string> told_of() const {
        Describer const who = describer_of(world);
        std::vector<std::string> sentences;
        for (TracedFact const& each : trace.facts()) {
            if (!std::holds_alternative<Kind>(each.fact)) continue;
            sentences.push_back(describe(each, who));
        }
        return sentences;
    }

    World world;
    Trace trace;
    Runner runner;
};

// The groups' topic on both brokers, the first of which leads.
std::string const kTwoCopies =
    step("1s",
         "exec kafka-topics --create --topic __consumer_offsets --replica-assignment 1:2 "
         "--config cleanup.policy=compact");

TEST(GroupStory, ToolsAreToldOfCommittedOffsetsWhileOthersAreBeingWritten) {
    GroupStory story{kTwoCopies + step("3s", "produce 30 to orders-0 as p") +
                         step("3s",
                              "join g as a topics=orders auto.commit.interval.ms=1000 "
                              "auto.offset.reset=earliest") +
                         step("20s", "pause broker-2") +  // in the ISR for some seconds more
                         step("21s", "produce 5 to orders-0 as p") +
                         step("24s", "exec kafka-consumer-groups --describe --group g"),
                     2};
    story.until(milliseconds(24'500));
    EXPECT_EQ(story.answer_to("position of a in orders-0"), "35");
    std::string told;
    for (TracedFact const& each : story.trace.facts()) {
        if (auto const* done = std::get_if<ToolFinished>(&each.fact)) told = done->output->out;
    }
    EXPECT_NE(told.find("orders          0          30              35 "), std::string::npos)
        << told;
}

// Its members know that they are in one, and nobody else can say more.
TEST(GroupStory, AGroupWithoutItsCoordinatorIsListedAsSuch) {
    GroupStory story{kTwoCopies + step("3s", "join g as a topics=orders") +
                         step("3s", "join h as b topics=orders group.protocol=consumer") +
                         step("10s", "kill broker-1"),
                     2};
    auto const groups = [&] { return state_of(story.world, EventId{}).find("groups")->items; };
    auto const is_nothing = [](Tree const& group, char const* key) {
        return group.find(key)->kind == Tree::Kind::nothing;
    };
    story.until(seconds(1));
    EXPECT_TRUE(groups().empty());
    story.until(milliseconds(9'999));
    ASSERT_EQ(groups().size(), 2U);
    for (Tree const& group : groups()) {
        EXPECT_TRUE(group.find("coordinator_available")->boolean);
        EXPECT_EQ(group.find("state")->text, "Stable");
    }
    story.until(milliseconds(10'100));
    std::vector<Tree> const silent = groups();
    ASSERT_EQ(silent.size(), 2U);
    EXPECT_EQ(silent[0].find("group")->text, "g");
    EXPECT_EQ(silent[0].find("type")->text, "Classic");
    EXPECT_EQ(silent[1].find("group")->text, "h");
    EXPECT_EQ(silent[1].find("type")->text, "Consumer");
    for (Tree const& group : silent) {
        EXPECT_FALSE(group.find("coordinator_available")->boolean);
        EXPECT_EQ(group.find("coordinator")->number, 1);  // the controller has not noticed yet
        for (char const* key : {"state", "generation", "members", "committed", "lag"}) {
            EXPECT_TRUE(is_nothing(group, key)) << key;
        }
    }
    story.until(seconds(40));  // broker-2 has the log, and coordinates
    ASSERT_EQ(groups().size(), 2U);
    for (Tree const& group : groups()) {
        EXPECT_TRUE(group.find("coordinator_available")->boolean);
        EXPECT_EQ(group.find("coordinator")->number, 2);
    }
}

// Below min.insync.replicas a coordinator writes all the same, and answers when it is committed.
TEST(GroupStory, WhoJoinsIsAnsweredWhenItsRecordIsCommitted) {
    GroupStory story{kTwoCopies + step("3s", "join g as a topics=orders group.protocol=consumer") +
                         step("10s",
                              "exec kafka-configs --alter --entity-type topics --entity-name "
                              "__consumer_offsets --add-config min.insync.replicas=2") +
                         step("20s", "kill broker-2") +
                         step("40s", "join g as b topics=orders group.protocol=consumer") +
                         step("55s", "start broker-2"),
                     2};
    story.until(seconds(54));
    EXPECT_EQ(story.count_of<GroupWriteRefused>(), 0);
    EXPECT_EQ(story.count_of<GroupMemberJoined>(), 2);  // it is written
    EXPECT_EQ(story.answer_to("partitions of b"), "0");
    story.until(seconds(79));
    EXPECT_EQ(story.answer_to("partitions of b"), "1");
}

TEST(GroupStory, AnAssignmentThatIsNotCommittedInTimeIsAskedForAgain) {
    GroupStory story{kTwoCopies + step("3s", "join g as a topics=orders enable.auto.commit=false") +
                         step("20s", "pause broker-2") +  // its session ends at about 29 s
                         step("20s", "join g as b topics=orders enable.auto.commit=false"),
                     2};
    story.until(seconds(19));
    EXPECT_EQ(story.answer_to("state of g"), "\"Stable\"");
    story.until(seconds(24));  // a has joined again and its assignment is written
    EXPECT_EQ(story.answer_to("state of g"), "\"CompletingRebalance\"");
    story.until(seconds(60));
    bool is_said = false;
    for (std::string const& told : story.told_of<GroupRebalanceBegan>()) {
        is_said = is_said || told.find("the assignment that") != std::string::npos;
    }
    EXPECT_TRUE(is_said);
    EXPECT_EQ(story.answer_to("state of g"), "\"Stable\"");
    EXPECT_EQ(story.answer_to("members of g"), "2");
}

// As long as nothing is committed, one generation follows the other, at the pace of the time-outs.
TEST(GroupStory, AnAssignmentThatCannotBeCommittedIsAskedForAgain) {
    GroupStory story{kTwoCopies + step("3s", "join g as a topics=orders") +
                         step("10s",
                              "exec kafka-configs --alter --entity-type topics --entity-name "
                              "__consumer_offsets --add-config min.insync.replicas=2") +
                         step("20s", "kill broker-2") + step("40s", "join g as b topics=orders") +
                         step("50s", "start broker-2"),
                     2};
    story.until(seconds(48));
    EXPECT_NE(story.answer_to("state of g"), "\"Stable\"");
    story.until(seconds(70));
    EXPECT_EQ(story.answer_to("state of g"), "\"Stable\"");
    EXPECT_EQ(story.answer_to("members of g"), "2");
}

TEST(GroupStory, ASessionEndsAlsoWhenThatCannotBeCommitted) {
    for (std::string const protocol : {"classic", "consumer"}) {
        GroupStory story{kTwoCopies +
                             step("3s", "join g as a topics=orders group.protocol=" + protocol) +
                             step("10s",
                                  "exec kafka-configs --alter --entity-type topics --entity-name "
                                  "__consumer_offsets --add-config min.insync.replicas=2") +
                             step("12s", "kill broker-2") + step("12s", "kill a"),
                         2};
        story.until(seconds(50));
        EXPECT_EQ(story.answer_to("members of g"), "1");
        story.until(seconds(70));
        EXPECT_EQ(story.answer_to("members of g"), "0");
    }
}

// The coordinator starts again from its log, and nobody is left waiting for it.
TEST(GroupStory, AnAssignmentThatIsTooLargeLeavesNobodyWaiting) {
    std::string steps = step("1s",
                             "exec kafka-topics --create --topic __consumer_offsets "
                             "--replica-assignment 1 --config cleanup.policy=compact "
                             "--config max.message.bytes=500");
    for (char const* member : {"a", "b", "c", "d"}) {
        steps += step("3s", std::string{"join g as "} + member + " topics=orders");
    }
    GroupStory story{steps};
    story.until(seconds(5));  // before a heartbeat of theirs would find out
    int too_large = 0;
    for (TracedFact const& each : story.trace.facts()) {
        auto const* refused = std::get_if<GroupWriteRefused>(&each.fact);
        too_large += refused != nullptr && refused->error == ErrorCode::message_too_large ? 1 : 0;
    }
    EXPECT_GT(too_large, 0);
    EXPECT_GT(story.count_of<GroupMemberIdGiven>(), 4) << "all of them try again";
}

TEST(GroupStory, ToolsAreToldOfCommittedMembersOnly) {
    std::string const describe = "exec kafka-consumer-groups --describe --group g --members";
    std::string const join = " topics=orders group.protocol=consumer";
    GroupStory story{kTwoCopies + step("3s", "join g as a" + join) + step("20s", "pause broker-2") +
                         step("21s", "join g as b" + join) + step("22s", describe),
                     2};
    story.until(milliseconds(22'900));
    EXPECT_EQ(story.answer_to("members of g"), "2");
    ASSERT_EQ(story.count_of<ToolFinished>(), 2);
    std::string told;
    for (TracedFact const& each : story.trace.facts()) {
        if (auto const* done = std::get_if<ToolFinished>(&each.fact)) told = done->output->out;
    }
    EXPECT_NE(told.find(" a "), std::string::npos) << told;
    EXPECT_EQ(told.find(" b "), std::string::npos) << told;
}

TEST(GroupStory, AToolFollowsACoordinatorThatMoves) {
    for (std::string const what : {"--delete", "--describe --state"}) {
        GroupStory story{
            kTwoCopies + step("3s", "join g as a topics=orders") + step("20s", "leave a") +
                step("25s", "kill broker-1") +
                step("26s", "exec kafka-consumer-groups " + what + " --group g --timeout 20000"),
            2};
        story.until(seconds(60));
        std::string told;
        for (TracedFact const& each : story.trace.facts()) {
            if (auto const* done = std::get_if<ToolFinished>(&each.fact)) told = done->output->out;
        }
        std::string const good = what == "--delete" ? "was successful" : "Empty";
        EXPECT_NE(told.find(good), std::string::npos) << told;
    }
}

TEST(GroupStory, AStaticMemberFallsSilentWhereAnotherLeaves) {
    GroupStory story{step("1s",
                          "join g as a topics=orders group.instance.id=one "
                          "max.poll.interval.ms=10000 session.timeout.ms=6000") +
                     step("10s", "stall a")};
    story.until(seconds(21));
    bool is_told = false;
    Describer const who = describer_of(story.world);
    for (TracedFact const& each : story.trace.facts()) {
        if (!std::holds_alternative<PollTimeoutExpired>(each.fact)) continue;
        is_told = describe(each, who).find("a falls silent in group g") == 0;
    }
    EXPECT_TRUE(is_told);
    EXPECT_EQ(story.answer_to("members of g"), "1");
}

TEST(GroupStory, AMemberOfAPatternThatMatchesNothingYetStays) {
    GroupStory story{step("1s",
                          "join g as a pattern=later.* group.protocol=consumer "
                          "metadata.max.age.ms=5000") +
                     step("20s", "exec kafka-topics --create --topic later-1 --partitions 2")};
    story.until(seconds(15));
    EXPECT_EQ(story.answer_to("exception of a"), "\"none\"");
    EXPECT_EQ(story.answer_to("members of g"), "1");
    EXPECT_EQ(story.answer_to("partitions of a"), "0");
    story.until(seconds(40));
    EXPECT_EQ(story.answer_to("partitions of a"), "2");
}

TEST(GroupStory, AGroupsOwnSessionTimeoutCounts) {
    GroupStory story{step("1s", "join g as a topics=orders group.protocol=consumer") +
                     step("5s",
                          "exec kafka-configs --alter --group g --add-config "
                          "consumer.session.timeout.ms=50000") +
                     step("12s", "kill a")};
    story.until(seconds(59));  // the broker's own 45 s are over
    EXPECT_EQ(story.answer_to("members of g"), "1");
    story.until(seconds(70));
    EXPECT_EQ(story.answer_to("members of g"), "0");
}

TEST(GroupStory, OfAPartitionThatNobodyOwnsItTellsWhoGaveItUp) {
    GroupStory story{step("1s", "join g as a topics=orders") + step("20s", "leave a")};
    story.until(seconds(10));
    std::vector<std::string> chain = story.why_of("owner of orders-1");
    ASSERT_FALSE(chain.empty());
    EXPECT_EQ(chain.front(), "a is given orders-0, orders-1, orders-2 (onPartitionsAssigned).");
    story.until(seconds(30));
    EXPECT_EQ(story.answer_to("owner of orders-1"), "\"none\"");
    chain = story.why_of("owner of orders-1");
    ASSERT_FALSE(chain.empty());
    EXPECT_NE(chain.front().find("a "), std::string::npos);
    EXPECT_EQ(chain.front().find("is given"), std::string::npos) << chain.front();
}

// Both protocols: the coordinator's timer says nothing of why no heartbeat came.
TEST(GroupStory, AMemberThatAGroupLostIsExplainedByItsEnd) {
    for (std::string const protocol : {"classic", "consumer"}) {
        std::string const join = " topics=orders group.protocol=" + protocol;
        GroupStory story{step("1s", "join g as a" + join) + step("2s", "join g as b" + join) +
                         step("15s", "kill a")};
        story.until(seconds(79));
        std::vector<std::string> const chain = story.why_of("owner of orders-0");
        ASSERT_GE(chain.size(), 3U);
        EXPECT_EQ(chain.front().substr(0, 11), "b is given ") << chain.front();
        EXPECT_EQ(chain.back(), "a was killed.");
        std::string const& lost = chain[chain.size() - 2];
        EXPECT_EQ(lost.substr(0, 70),
                  "Group g lost a: no heartbeat for its session timeout, the last came at");
    }
}

// Its group still believes in it: that belief is explained, and then what it does not know.
TEST(GroupStory, AnOwnerThatIsDeadAndNotMissedYetStillOwns) {
    for (std::string const protocol : {"classic", "consumer"}) {
        std::string const join = " topics=orders group.protocol=" + protocol;
        GroupStory story{step("1s", "join g as a" + join) + step("15s", "kill a")};
        story.until(seconds(14));
        auto const assigned = story.fact_behind_owner();
        ASSERT_TRUE(assigned.has_value());
        EXPECT_FALSE(unheard_owner(story.world, story.trace, *assigned).has_value());
        story.until(seconds(20));
        EXPECT_EQ(story.fact_behind_owner(), assigned);
        std::vector<std::string> const chain = story.why_of("owner of orders-0");
        ASSERT_GE(chain.size(), 3U);
        EXPECT_EQ(chain.front().substr(0, 11), "a is given ") << chain.front();
        auto const doubt = unheard_owner(story.world, story.trace, *assigned);
        ASSERT_TRUE(doubt.has_value());
        auto const end =
            session_end(story.world, story.world.names.find("g"), story.world.names.find("a"));
        ASSERT_TRUE(end.has_value());
        EXPECT_EQ(
            doubt->sentence,
            "a was killed. Group g cannot know it and counts on a until its session ends, at " +
                format_time(*end) + ".");
        story.until(seconds(70));
        EXPECT_EQ(story.why_of("owner of orders-0").back(), "a was killed.");
    }
}

// What may be asked about a group, each question with what its answer begins and ends with.
TEST(GroupStory, AGroupIsExplained) {
    GroupStory story{step("1s", "join g as a topics=orders") +
                     step("10s", "join g as b topics=orders") +
                     step("20s", "produce 3 to orders-0 as shop")};
    story.until(seconds(40));
    struct Asked {
        std::string phrase;
        std::string effect;
        std::string root;
    };
    for (Asked const& asked : std::vector<Asked>{
             {"state of g", "a assigned the partitions of group g by range", "b started."},
             {"generation of g", "Generation 2 of group g has 2 members", "b started."},
             {"members of g", "b joined group g.", "b started."},
             {"coordinator of g", "broker-1 coordinates the groups of __consumer_offsets-", ""},
             {"committed offset of g in orders-0", "", ""},
             {"position of a in orders-0", "a read 1 record of orders-0, off", ""},
         }) {
        std::vector<std::string> const chain = story.why_of(asked.phrase);
        ASSERT_FALSE(chain.empty()) << asked.phrase;
        EXPECT_EQ(chain.front().substr(0, asked.effect.size()), asked.effect) << asked.phrase;
        EXPECT_EQ(chain.back().substr(0, asked.root.size()), asked.root) << asked.phrase;
    }
    EXPECT_EQ(story.why_of("lag of g in orders-0"),
              story.why_of("committed offset of g in orders-0"));
    // It is computed: there is no event to go back to.
    EXPECT_EQ(story.why_of("partition of key k in orders").front(), "this cannot be explained");
}

// Its coordinator is dead: a member may own the partition, and nobody can tell.
TEST(GroupStory, WhileNobodyAnswersForAGroupAnOwnerIsUnknown) {
    GroupStory story{step("1s", "join g as a topics=orders") + step("15s", "kill coordinator of g"),
                     2};
    story.until(seconds(14));
    EXPECT_EQ(story.answer_to("owner of orders-0"), "\"a\"");
    story.until(seconds(16));
    EXPECT_EQ(story.answer_to("owner of orders-0"), "unknown");
    EXPECT_EQ(story.answer_to("owner of orders-0 in g"), "unknown");
}

// It is in no group, and poll() returns what was fetched while it stood still.
TEST(GroupStory, AReaderThatWasStalledGoesOn) {
    GroupStory story{"[[consumer]]\nname = \"r\"\nassign = \"orders-0\"\nfrom = 0\n" +
                     step("2s", "stall r") + step("3s", "produce 4 to orders-0 as shop") +
                     step("10s", "resume r")};
    story.until(seconds(9));
    EXPECT_EQ(story.answer_to("records consumed of r"), "0");
    story.until(seconds(11));
    EXPECT_EQ(story.answer_to("records consumed of r"), "4");
}

// It never hears an answer: that its connection is closed tells it to ask who leads.
TEST(GroupStory, AProducerWithoutAcksLearnsOfANewLeaderByItsClosedConnection) {
    GroupStory story{
        "[[topic]]\nname = \"two\"\nassignment = [[1, 2]]\n[[producer]]\nname = \"p\"\n"
        "topic = \"two\"\nrate = \"10/s\"\nconfig = {acks = 0}\n" +
            step("10s", "cut controller-3001 from broker-1") + step("30s", "heal all"),
        2};
    story.until(seconds(60));
    EXPECT_EQ(story.answer_to("leader of two-0 believed by p"), "broker-2");
}

// A member's options, also those that are not its own alone.
TEST(GroupStory, AMemberMayHaveARack) {
    GroupStory story{step("1s", "join g as a topics=orders client.rack=a")};
    story.until(seconds(20));
    EXPECT_EQ(story.answer_to("partitions of a"), "3");
    Process const& member =
        node_of(story.world, find_node(story.world, story.world.names.find("a")));
    EXPECT_EQ((*member.consumer)->spec->config.client_rack, story.world.names.find("a"));
}

// A refusal follows from what became of the member, not from its own last request.
TEST(GroupStory, ARefusalIsExplainedByWhatItIsAbout) {
    GroupStory story{step("1s", "join n as a topics=orders group.protocol=consumer") +
                     step("1s", "join h as d topics=orders group.instance.id=x") +
                     step("5s", "pause a") +
                     step("6s",
                          "join h as e topics=orders "
                          "group.instance.id=x") +
                     step("60s", "resume a")};
    story.until(seconds(70));
    std::vector<std::string> const again = story.why_of("members of n");
    EXPECT_EQ(again.back(), "a was paused.");
    std::vector<std::string> const fenced = story.why_of("exception of d");
    bool names_the_other = false;
    for (std::string const& each : fenced) names_the_other |= each.find("e ") == 0;
    for (std::string const& each : fenced) names_the_other |= each.find(" e ") != std::string::npos;
    EXPECT_TRUE(names_the_other);
}

TEST(GroupStory, WhereTwoGroupsReadATopicAPartitionHasTwoOwners) {
    GroupStory story{step("1s", "join g as a topics=orders") +
                     step("2s", "join h as b topics=orders")};
    story.until(Duration{1'900'000});
    EXPECT_EQ(story.answer_to("owner of orders-1"), "\"a\"");
    story.until(seconds(20));
    EXPECT_EQ(story.answer_to("owner of orders-1"),
              "ambiguous: several groups read the topic (g, h)");
    EXPECT_EQ(story.answer_to("owner of orders-1 in g"), "\"a\"");
    EXPECT_EQ(story.answer_to("owner of orders-1 in h"), "\"b\"");
    EXPECT_EQ(story.why_of("owner of orders-1 in g").front(),
              "a is given orders-0, orders-1, orders-2 (onPartitionsAssigned).");
    EXPECT_EQ(story.why_of("owner of orders-1 in h").front(),
              "b is given orders-0, orders-1, orders-2 (onPartitionsAssigned).");
}

TEST(GroupStory, ANewTopicIsTheReasonOfTheRebalanceThatItBrings) {
    GroupStory story{step("1s", "join g as a pattern=orders.* metadata.max.age.ms=5000") +
                     step("10s", "exec kafka-topics --create --topic orders-more --partitions 1")};
    story.until(seconds(40));
    std::vector<std::string> const chain = story.why_of("owner of orders-more-0");
    ASSERT_FALSE(chain.empty());
    EXPECT_NE(std::find_if(chain.begin(), chain.end(),
                           [](std::string const& sentence) {
                               return sentence.find("orders-more") != std::string::npos &&
                                      sentence.find("created") != std::string::npos;
                           }),
              chain.end())
        << chain.back();
}

TEST(GroupStory, AnExceptionThatEndsAnApplicationIsTold) {
    GroupStory story{step("1s", "join g as a topics=orders auto.offset.reset=none")};
    story.until(seconds(20));
    EXPECT_EQ(story.count_of<ApplicationFailed>(), 1);
    std::vector<std::string> const chain = story.why_of("exception of a");
    ASSERT_FALSE(chain.empty());
    EXPECT_EQ(chain.front(),
              "poll() threw NoOffsetForPartitionException at a, and its application ends.");
}

TEST(GroupStory, ACommitOfAMemberThatIsOutFailsAloud) {
    GroupStory story{
        step("1s", "produce 3 to orders-0 as p") +
        step("2s",
             "join g as a topics=orders auto.offset.reset=earliest enable.auto.commit=false "
             "max.poll.interval.ms=5000") +
        step("8s", "stall a") + step("14s", "commit a") + step("15s", "resume a")};
    story.until(seconds(30));
    EXPECT_EQ(story.count_of<CommitFailed>(), 1);
    EXPECT_EQ(story.answer_to("committed offset of g in orders-0"), "unknown");
}

TEST(GroupStory, AMemberWaitsForATopicThatIsMadeLater) {
    GroupStory story{
        step("1s",
             "join g as a topics=later metadata.max.age.ms=5000 allow.auto.create.topics=false") +
        step("20s", "exec kafka-topics --create --topic later --partitions 2")};
    story.until(seconds(15));
    EXPECT_EQ(story.answer_to("exception of a"), "\"none\"");
    EXPECT_EQ(story.answer_to("partitions of a"), "0");
    story.until(seconds(40));
    EXPECT_EQ(story.answer_to("partitions of a"), "2");
}

// Kafka's group keeps the client id of the first process, and so do its tools.
TEST(GroupStory, AStaticMemberIsCalledAfterTheProcessThatItIsNow) {
    std::string const configs = " topics=orders group.instance.id=till session.timeout.ms=6000";
    GroupStory story{step("1s", "join g as a" + configs) + step("10s", "join g as b" + configs) +
                     step("20s", "kill b")};
    story.until(seconds(40));
    std::vector<std::string> const came = story.told_of<StaticMemberReplaced>();
    ASSERT_EQ(came.size(), 1U);
    EXPECT_EQ(
        came.front().rfind("Static member till of group g came back as b, member id till-", 0), 0U)
        << came.front();
    std::vector<std::string> const left = story.told_of<GroupMemberLeft>();
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left.front(), "Group g lost b: no heartbeat for its session timeout.");
}

TEST(GroupStory, WhoHasUnsubscribedCannotAskForARebalance) {
    GroupStory story{step("1s", "join g as a topics=orders") + step("10s", "subscribe a") +
                     step("12s", "rebalance a")};
    story.until(seconds(15));
    std::vector<std::string> const refused = story.told_of<CommandRefused>();
    ASSERT_EQ(refused.size(), 1U);
    EXPECT_NE(refused.front().find("a is in no group that could rebalance"), std::string::npos)
        << refused.front();
}

}  // namespace
}  // namespace highwater

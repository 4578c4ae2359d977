#include "cli/story.h"

#include <ostream>

#include "node/topic_name.h"
#include "scenario/errors.h"
#include "scenario/losses.h"
#include "world/lookup.h"

namespace highwater::cli {

namespace {

constexpr std::size_t kWidth = 100;
constexpr std::size_t kTimeWidth = 11;
constexpr Duration kSilence = seconds(10);
constexpr std::size_t kMostLostShown = 10;

// Facts that are no change of the cluster but explain how clients get through a failure.
bool is_client_struggle(Fact const& fact) {
    if (auto const* belief = std::get_if<BeliefChanged>(&fact)) {
        return belief->from != kNoBroker && belief->to != belief->from;
    }
    if (auto const* refresh = std::get_if<MetadataRequested>(&fact)) {
        return refresh->why == RefreshReason::error || refresh->why == RefreshReason::disconnect;
    }
    return std::holds_alternative<SendRetried>(fact) ||
           std::holds_alternative<RequestTimedOut>(fact);
}

// The walk of single records. In a lesson whose producers send a record now and then it is the
// story; beside a steady workload it would drown it.
bool is_walk_of_a_record(Fact const& fact) {
    if (auto const* advanced = std::get_if<HighWatermarkAdvanced>(&fact))
        return advanced->is_leader;
    return std::holds_alternative<BatchAppended>(fact) ||
           std::holds_alternative<BatchReplicated>(fact) ||
           std::holds_alternative<Acknowledged>(fact) ||
           std::holds_alternative<RecordsConsumed>(fact);
}

// While the cluster forms before time 0: only what the lesson stands on.
bool belongs_to_the_prologue(Fact const& fact) {
    return std::holds_alternative<ControllerElected>(fact) ||
           std::holds_alternative<TopicCreated>(fact);
}

// Kafka's own topics have fifty partitions each: they would drown the story of the group. Who takes
// its groups over is part of that story.
bool is_of_internal_topic(Fact const& fact, Describer const& who) {
    if (std::holds_alternative<GroupCoordinatorLoaded>(fact)) return false;
    TopicPartition const partition = partition_of(fact);
    return partition.partition >= 0 && is_internal_topic(who.names->text(partition.topic));
}

bool is_narration(Fact const& fact) {
    return std::holds_alternative<Said>(fact) || std::holds_alternative<Asked>(fact);
}

std::string padded(std::string text, std::size_t width) {
    auto const shown = static_cast<std::size_t>(characters_in(text));
    return shown < width ? std::string(width - shown, ' ') + text : text;
}

}  // namespace

std::vector<std::string> wrap(std::string_view prose, std::size_t width) {
    std::vector<std::string> lines(1);
    std::size_t at = 0;
    while (at < prose.size()) {
        std::size_t end = prose.find_first_of(" \n", at);
        if (end == std::string_view::npos) end = prose.size();
        std::string_view const word = prose.substr(at, end - at);
        auto const needed = static_cast<std::size_t>(characters_in(lines.back())) + 1 +
                            static_cast<std::size_t>(characters_in(word));
        if (!lines.back().empty() && needed > width) lines.emplace_back();
        if (!lines.back().empty() && !word.empty()) lines.back() += ' ';
        lines.back() += word;
        if (end < prose.size() && prose[end] == '\n') lines.emplace_back();
        at = end + 1;
    }
    while (lines.size() > 1 && lines.back().empty()) lines.pop_back();
    return lines;
}

// "  6.000 s  > kill broker-2", continued below its text.
void Story::line(Time at, std::string_view mark, std::string_view text) {
    std::size_t const indent = kTimeWidth + 4;
    std::string prefix = padded(format_time(at), kTimeWidth) + "  " + std::string{mark} + " ";
    for (std::string const& piece : wrap(text, kWidth - indent)) {
        out_ << prefix << piece << "\n";
        prefix = std::string(indent, ' ');
    }
}

void Story::open(Scenario const& scenario) {
    tells_records_ = true;
    for (ProducerSpec const& producer : scenario.producers) {
        tells_records_ &= producer.interval == Duration{};
    }
    out_ << scenario.title << "\n";
    for (std::string const& piece : wrap(scenario.question, kWidth)) {
        if (!piece.empty()) out_ << piece << "\n";
    }
    out_ << "\n";
    if (scenario.challenge) tell_challenge(scenario);
}

// What is asked for, what may be changed, and what the answer changes.
void Story::tell_challenge(Scenario const& scenario) {
    Challenge const& challenge = *scenario.challenge;
    for (std::string const& piece : wrap(challenge.task, kWidth)) out_ << piece << "\n";
    for (ChallengeGoal const& goal : challenge.goals) {
        auto const index = static_cast<std::size_t>(goal.expectation);
        std::string const& asked = scenario.expectations[index].expectation.text;
        out_ << "  ○ " << (goal.say.empty() ? asked : goal.say) << "\n";
    }
    if (challenge.budget >= 0) {
        out_ << (challenge.budget == 1 ? "One change"
                                       : std::to_string(challenge.budget) + " changes")
             << " at most.\n";
    }
    for (std::string const& each : challenge.may_set) out_ << "  may be set: " << each << "\n";
    for (std::string const& each : challenge.may_do) out_ << "  may be done: " << each << " …\n";
    out_ << "\n";
    if (!scenario.answer) return;
    out_ << "The answer" << (scenario.answer->by.empty() ? "" : " of " + scenario.answer->by)
         << ":\n";
    for (ChosenSetting const& each : scenario.answer->settings) {
        out_ << "  " << each.name << " = " << each.value << "\n";
    }
    for (ChosenCommand const& each : scenario.answer->commands) {
        out_ << "  at " << format_time(each.at) << ": " << each.phrase << "\n";
    }
    out_ << "\n";
}

bool Story::is_told(TracedFact const& traced, std::string const& name,
                    std::string const& sentence) {
    if (traced.at < Time{} && !detailed_) return belongs_to_the_prologue(traced.fact);
    // "kafka-topics#12" comes and goes with its call.
    bool const is_tool_process = name.find('#') != std::string::npos;
    bool const is_life = std::holds_alternative<NodeStarted>(traced.fact) ||
                         std::holds_alternative<NodeStopped>(traced.fact);
    if (is_life && is_tool_process && !detailed_) return false;
    if (tells_records_ && is_walk_of_a_record(traced.fact)) return true;
    if (!is_client_struggle(traced.fact)) {
        Interest const interest = interest_of(traced.fact);
        return interest == Interest::key || (detailed_ && interest == Interest::notable);
    }
    std::string const what = std::to_string(traced.node.value) + " " + sentence;
    for (Told& told : told_) {
        if (told.what != what) continue;
        bool const is_fresh = traced.at - told.at > kSilence;
        told.at = traced.at;
        return is_fresh || detailed_;
    }
    told_.push_back({what, traced.at});
    return true;
}

void Story::fact(TracedFact const& traced, Describer const& who) {
    if (!detailed_ && is_of_internal_topic(traced.fact, who)) return;
    std::string const sentence = describe(traced, who);
    if (!is_told(traced, who.node(traced.node), sentence)) return;
    if (in_prologue_ && traced.at >= Time{}) {
        in_prologue_ = false;
        out_ << "\n";
    }
    if (is_narration(traced.fact)) {
        bool const is_question = std::holds_alternative<Asked>(traced.fact);
        out_ << "\n";
        line(traced.at, is_question ? "?" : "“",
             is_question ? *std::get<Asked>(traced.fact).text
                         : *std::get<Said>(traced.fact).text + "”");
        return;
    }
    if (std::holds_alternative<ToolFinished>(traced.fact)) return tool_output(traced.at, sentence);
    line(traced.at, " ", sentence);
}

// In the tool's own layout: never wrapped.
void Story::tool_output(Time at, std::string_view text) {
    std::string prefix = padded(format_time(at), kTimeWidth) + "  | ";
    while (!text.empty()) {
        std::size_t const end = text.find('\n');
        out_ << prefix << text.substr(0, end) << "\n";
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        prefix = std::string(kTimeWidth, ' ') + "  | ";
    }
}

void Story::command(Time at, std::string const& phrase) {
    out_ << "\n";
    line(at, ">", phrase);
}

void Story::judgement(Time at, Judgement const& judgement, std::string const& goal) {
    if (!goal.empty()) {
        return line(at, judgement.holds ? "✓" : "✗",
                    (judgement.holds ? "reached: " : "MISSED: ") + goal);
    }
    line(at, judgement.holds ? "✓" : "✗",
         (judgement.holds ? "holds: " : "FAILED: ") + judgement.sentence);
}

void Story::close(World const& world, std::int32_t held, std::int32_t failed) {
    Describer const who = describer_of(world);
    out_ << "\n";
    std::vector<LostRecord> const lost = lost_records(world);
    if (!lost.empty()) {
        out_ << lost.size()
             << (lost.size() == 1 ? " acknowledged record is" : " acknowledged records are")
             << " lost.\n";
        for (std::size_t i = 0; i < lost.size() && i < kMostLostShown; ++i) {
            for (std::string const& piece : wrap(describe(lost[i], who), kWidth - 2)) {
                out_ << "  " << piece << "\n";
            }
        }
        if (lost.size() > kMostLostShown) {
            out_ << "  … and " << lost.size() - kMostLostShown << " more.\n";
        }
    }
    if (held + failed > 0) {
        out_ << held << " of " << held + failed << " expectations hold";
        out_ << (failed == 0 ? ".\n" : ", " + std::to_string(failed) + " FAILED.\n");
    }
}

// What became of the goals, and for those that were missed what the cluster says and what to think
// about.
void Story::grade(Grade const& grade) {
    out_ << "\n";
    if (!grade.by.empty()) out_ << "The answer of " << grade.by << ".\n";
    for (GoalVerdict const& goal : grade.goals) {
        bool const is_reached = goal.found && goal.found->holds;
        std::string prefix = !goal.found ? "  ○ " : is_reached ? "  ✓ " : "  ✗ ";
        std::string text = goal.words;
        if (goal.found && !is_reached) text += "\n" + goal.found->sentence;
        if (!goal.why.empty()) text += "\n" + goal.why;
        if (!goal.found) text += " (looked at when it is " + format_time(goal.at) + ")";
        for (std::string const& piece : wrap(text, kWidth - 4)) {
            out_ << prefix << piece << "\n";
            prefix = "    ";
        }
    }
    for (std::string const& each : grade.broken) {
        std::string prefix = "  ✗ ";
        for (std::string const& piece : wrap(each, kWidth - 4)) {
            out_ << prefix << piece << "\n";
            prefix = "    ";
        }
    }
    out_ << summary_of(grade) << "\n";
}

}  // namespace highwater::cli

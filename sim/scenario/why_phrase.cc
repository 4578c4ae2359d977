#include "scenario/why_phrase.h"

#include <algorithm>

#include "scenario/groups.h"
#include "scenario/query.h"

namespace highwater {

std::vector<WhyUsage> const& why_usages() {
    using enum WhySubject;
    static std::vector<WhyUsage> const table = {
        {leader, "leader of PARTITION", "Why this broker leads, or nobody."},
        {partition_epoch, "partition epoch of PARTITION",
         "Why the partition's record changed: its leader, ISR or replicas."},
        {isr, "isr of PARTITION", "Why these replicas are in sync and the others are not."},
        {elr, "elr of PARTITION", "Why these replicas may lead although they are not in sync."},
        {replicas, "replicas of PARTITION", "Why these brokers hold it: what moved it."},
        {high_watermark, "high watermark of PARTITION", "Why it stands where it stands."},
        {high_watermark, "high watermark of PARTITION on BROKER",
         "The same, as that replica knows it."},
        {log_end_offset, "log end offset of PARTITION", "Why the log ends there."},
        {log_end_offset, "log end offset of PARTITION on BROKER", "The same of that replica."},
        {log_start_offset, "log start offset of PARTITION", "Why the log begins there."},
        {log_start_offset, "log start offset of PARTITION on BROKER", "The same of that replica."},
        {acknowledged, "acknowledged records of PARTITION",
         "Why the last of them were acknowledged."},
        {lost, "acknowledged records lost", "What broke the promise of the first of them."},
        {lost, "acknowledged records lost of PRODUCER", "The same of one producer."},
        {truncated, "truncation of PARTITION", "Why a replica cut its log."},
        {truncated, "truncation of PARTITION on BROKER", "The same of that replica."},
        {compacted, "compaction of PARTITION",
         "Why a broker compacted its log: what closed the segment before."},
        {controller, "controller", "Why this controller is active, or none."},
        {controller, "controller of CLUSTER", "The same, in a world of several clusters."},
        {owner, "owner of PARTITION", "Why this member reads it: who joined, and by which rule."},
        {owner, "owner of PARTITION in GROUP", "The same, where several groups read the topic."},
        {group_state, "state of GROUP", "Why it is stable, empty, or in a rebalance."},
        {group_members, "members of GROUP", "Who joined or left last, and why."},
        {group_generation, "generation of GROUP", "Why it was rebalanced."},
        {group_coordinator, "coordinator of GROUP", "Why this broker coordinates it, or nobody."},
        {committed_offset, "committed offset of GROUP in PARTITION", "Who committed it, and when."},
        {committed_offset, "lag of GROUP in PARTITION",
         "What it has committed last: the records beyond that are its lag."},
        {position, "position of CONSUMER in PARTITION", "Why it reads on from there."},
        {partitions, "partitions of CONSUMER", "Why it was given just these, or none."},
        {throttled, "throttle of PRODUCER", "Why a broker made it wait: rate and quota."},
        {throttled, "throttle of CONSUMER", "Why a broker made it wait: rate and quota."},
        {last_error, "last error of PRODUCER", "Why the last record that failed did."},
        {exception, "exception of CONSUMER", "Why its application ended."},
        {broker_state, "state of BROKER", "Why it is dead, fenced or paused, or back again."},
    };
    return table;
}

std::variant<WhyQuestion, PhraseProblem> parse_why(std::string_view phrase,
                                                   PhraseScope const& scope) {
    std::vector<Word> words;
    if (auto problem = split_words(phrase, words)) return *problem;
    std::vector<Match> failed;
    std::vector<std::string> first_words;
    std::string list;
    for (WhyUsage const& usage : why_usages()) {
        Pattern const pattern = parse_pattern(usage.usage);
        Match matched = match(pattern, phrase, words, words.size(), scope);
        if (!matched.fits) {
            failed.push_back(std::move(matched));
            first_words.push_back(pattern.elements.front().text);
            list += (list.empty() ? "" : ", ") + std::string{usage.usage};
            continue;
        }
        WhyQuestion question;
        question.subject = usage.subject;
        for (Argument const& argument : matched.arguments) {
            if (argument.slot == Slot::group) {
                question.group = scope.names->intern(argument.text);
                continue;  // it is found by its name in whichever cluster it is
            }
            question.cluster = argument.cluster;
            if (argument.slot == Slot::partition) question.partition = argument.partition;
            if (argument.slot == Slot::producer || argument.slot == Slot::consumer) {
                question.client = argument.target.name;
            }
            if (argument.slot == Slot::broker) {
                question.broker = BrokerId{static_cast<std::int32_t>(argument.number)};
            }
        }
        return question;
    }
    bool const knows_first_word =
        !words.empty() &&
        std::find(first_words.begin(), first_words.end(), words.front().text) != first_words.end();
    // What is computed, as the partition of a key, has no event that made it so.
    bool const is_query = std::holds_alternative<Query>(parse_query(phrase, scope));
    if (knows_first_word && !is_query) return explain_failure(failed, phrase, words);
    std::int32_t const width = words.empty() ? 1 : words.front().width;
    return PhraseProblem{0, width, "this cannot be explained", "ask for one of: " + list};
}

void complete_question(World const& world, WhyQuestion& question) {
    if (question.subject != WhySubject::group_coordinator) return;
    question.partition = partition_of_group(world, question.group, question.cluster);
}

}  // namespace highwater

// The verbs that make clients and run tools: they take Kafka's configs and declare new names.
#pragma once

#include <optional>
#include <vector>

#include "base/expected.h"
#include "scenario/phrase.h"

namespace highwater {

std::optional<PhraseProblem> produce(std::vector<Argument> const& arguments, PhraseScope& scope,
                                     CommandBody& command);
std::optional<PhraseProblem> produce_as(std::vector<Argument> const& arguments, PhraseScope& scope,
                                        CommandBody& command);
std::optional<PhraseProblem> read_partition(std::vector<Argument> const& arguments,
                                            PhraseScope& scope, CommandBody& command);
std::optional<PhraseProblem> seek(std::vector<Argument> const& arguments, PhraseScope& scope,
                                  CommandBody& command);
std::optional<PhraseProblem> join(std::vector<Argument> const& arguments, PhraseScope& scope,
                                  CommandBody& command);
std::optional<PhraseProblem> leave(std::vector<Argument> const& arguments, PhraseScope& scope,
                                   CommandBody& command);
std::optional<PhraseProblem> stall(std::vector<Argument> const& arguments, PhraseScope& scope,
                                   CommandBody& command);
std::optional<PhraseProblem> crash(std::vector<Argument> const& arguments, PhraseScope& scope,
                                   CommandBody& command);
std::optional<PhraseProblem> crash_at(std::vector<Argument> const& arguments, PhraseScope& scope,
                                      CommandBody& command);
std::optional<PhraseProblem> commit_all(std::vector<Argument> const& arguments, PhraseScope& scope,
                                        CommandBody& command);
std::optional<PhraseProblem> commit_one(std::vector<Argument> const& arguments, PhraseScope& scope,
                                        CommandBody& command);
std::optional<PhraseProblem> subscribe_to(std::vector<Argument> const& arguments,
                                          PhraseScope& scope, CommandBody& command);
std::optional<PhraseProblem> rebalance(std::vector<Argument> const& arguments, PhraseScope& scope,
                                       CommandBody& command);
template <ConsumerAction action>
std::optional<PhraseProblem> pause_one(std::vector<Argument> const& arguments, PhraseScope& scope,
                                       CommandBody& command) {
    ConsumerCall call;
    call.action = action;
    call.partition = arguments[1].partition;
    command = AskConsumer{scope.names->intern(arguments[0].text), call};
    return std::nullopt;
}
std::optional<PhraseProblem> flush(std::vector<Argument> const& arguments, PhraseScope& scope,
                                   CommandBody& command);
std::optional<PhraseProblem> poll(std::vector<Argument> const& arguments, PhraseScope& scope,
                                  CommandBody& command);
std::optional<PhraseProblem> exec_tool(std::vector<Argument> const& arguments, PhraseScope& scope,
                                       CommandBody& command);

// Where clusters have names, --bootstrap-server says which one a tool asks: there is no other way
// to tell. A host that nobody has is left to the tool: it complains as Kafka's does.
std::optional<PhraseProblem> find_tool_cluster(std::vector<Word> const& words,
                                               PhraseScope const& scope, ClusterId& cluster);

// A consumer may subscribe to a topic that does not exist yet: it reads it as soon as somebody has
// created it. A name that is nearly that of another topic is taken for a slip. Of an unknown one
// `warning` says that it is; who names it from now on is understood.
Expected<PhraseScope::Topic> subscribed_topic(std::string const& name, PhraseScope& scope,
                                              std::optional<Problem>& warning);

// A phrase that will make a topic in the course of the run: kafka-topics --create, or a console
// that writes to it where brokers create what they are asked for (auto.create.topics.enable).
void declare_topic_made_by(std::string_view phrase, PhraseScope& scope);

// What to say of a tool that is not here.
std::string unknown_tool(std::string const& written);

}  // namespace highwater

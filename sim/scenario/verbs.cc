#include "scenario/verbs.h"

#include "base/check.h"
#include "base/limits.h"
#include "scenario/client_verbs.h"

namespace highwater {

namespace {

using Arguments = std::vector<Argument>;
using Outcome = std::optional<PhraseProblem>;

// kill, start, …: one target and nothing else.
template <class Body>
Outcome on_node(Arguments const& arguments, PhraseScope&, CommandBody& command) {
    command = Body{arguments[0].target};
    return std::nullopt;
}

Outcome refuse_same_node(Arguments const& arguments, std::size_t first, std::size_t second) {
    if (arguments[first].target == arguments[second].target) {
        Word const& word = arguments[second].words.front();
        return PhraseProblem{word.begin, word.width, "both ends are the same node", ""};
    }
    return std::nullopt;
}

template <class Body, bool one_way>
Outcome on_link(Arguments const& arguments, PhraseScope&, CommandBody& command) {
    if (auto problem = refuse_same_node(arguments, 0, 1)) return problem;
    command = Body{arguments[0].target, arguments[1].target, one_way};
    return std::nullopt;
}

Outcome heal_all(Arguments const&, PhraseScope&, CommandBody& command) {
    command = HealAll{};
    return std::nullopt;
}

Outcome slow_node(Arguments const& arguments, PhraseScope&, CommandBody& command) {
    command = SlowNode{arguments[0].target, arguments[1].duration};
    return std::nullopt;
}

Outcome slow_link(Arguments const& arguments, PhraseScope&, CommandBody& command) {
    if (auto problem = refuse_same_node(arguments, 0, 1)) return problem;
    command = SlowLink{arguments[0].target, arguments[1].target, arguments[2].duration};
    return std::nullopt;
}

Outcome lose_messages(Arguments const& arguments, PhraseScope&, CommandBody& command) {
    if (auto problem = refuse_same_node(arguments, 1, 2)) return problem;
    command = LoseMessages{arguments[1].target, arguments[2].target,
                           static_cast<std::int32_t>(arguments[0].number)};
    return std::nullopt;
}

Outcome drop_message(Arguments const& arguments, PhraseScope&, CommandBody& command) {
    command = DropMessage{EventId{static_cast<std::uint64_t>(arguments[0].number)}};
    return std::nullopt;
}

Outcome say(Arguments const& arguments, PhraseScope&, CommandBody& command) {
    command = SayText{arguments[0].text};
    return std::nullopt;
}

Outcome ask(Arguments const& arguments, PhraseScope&, CommandBody& command) {
    command = AskText{arguments[0].text};
    return std::nullopt;
}

Outcome mark_instant(Arguments const& arguments, PhraseScope& scope, CommandBody& command) {
    command = MarkInstant{scope.names->intern(arguments[0].text)};
    return std::nullopt;
}

std::vector<Pattern> const& patterns() {
    static std::vector<Pattern> const all = [] {
        std::vector<Pattern> made;
        for (Verb const& verb : verbs()) made.push_back(parse_pattern(verb.usage));
        return made;
    }();
    return all;
}

std::string first_word(std::string_view usage) {
    return std::string{usage.substr(0, usage.find(' '))};
}

PhraseProblem unknown_verb(Word const& word) {
    std::vector<std::string> known;
    for (Verb const& verb : verbs()) {
        std::string const name = first_word(verb.usage);
        if (known.empty() || known.back() != name) known.push_back(name);
    }
    std::string advice;
    if (std::string const nearest = nearest_word(word.text, known); !nearest.empty()) {
        advice = "did you mean `" + nearest + "`?";
    } else {
        for (std::string const& name : known) advice += (advice.empty() ? "have " : ", ") + name;
    }
    return {word.begin, word.width, "unknown verb `" + word.text + "`", advice};
}

}  // namespace

std::vector<Verb> const& verbs() {
    using enum VerbGroup;
    static std::vector<Verb> const table = {
        {process, "kill NODE",
         "Ends the process at once (SIGKILL): memory is lost, what was written stays.",
         "kill broker-2", on_node<KillNode>},
        {process, "start NODE", "Starts a process that ended.", "start broker-2",
         on_node<StartNode>},
        {process, "shutdown NODE",
         "Asks for a clean end (SIGTERM): a broker first hands its leaderships over.",
         "shutdown broker-2", on_node<ShutdownNode>},
        {process, "pause NODE",
         "Freezes the process (SIGSTOP), as a long garbage collection does: its peers still see "
         "its "
         "connections.",
         "pause leader of orders-1", on_node<PauseNode>},
        {process, "resume NODE", "Lets a paused process go on.", "resume broker-2",
         on_node<ResumeNode>},
        {process, "wipe NODE", "Empties the log directories of a stopped node.", "wipe broker-2",
         on_node<WipeNode>},

        {network, "cut NODE from NODE", "Cuts the network between two nodes, both ways.",
         "cut broker-1 from broker-3", on_link<CutLink, false>},
        {network, "cut NODE to NODE", "Cuts one way: what the first sends does not arrive.",
         "cut broker-1 to broker-3", on_link<CutLink, true>},
        {network, "isolate NODE", "Cuts a node from everybody.", "isolate controller-leader",
         on_node<IsolateNode>},
        {network, "heal NODE from NODE", "Undoes a cut between two nodes, both ways.",
         "heal broker-1 from broker-3", on_link<HealLink, false>},
        {network, "heal NODE to NODE", "Undoes a cut one way.", "heal broker-1 to broker-3",
         on_link<HealLink, true>},
        {network, "heal NODE", "Undoes every cut and slowness of a node.", "heal broker-1",
         on_node<HealNode>},
        {network, "heal all", "Undoes every cut, slowness and loss of the network.", "heal all",
         heal_all},
        {network, "slow NODE by DURATION",
         "Everything to and from a node takes so much longer; by 0s undoes it.",
         "slow broker-2 by 200ms", slow_node},
        {network, "slow NODE to NODE by DURATION", "One way of one link takes so much longer.",
         "slow broker-2 to broker-1 by 200ms", slow_link},
        {network, "lose PERCENT from NODE to NODE",
         "That share of packets is lost on the way; TCP sends them again, later.",
         "lose 5% from broker-1 to broker-3", lose_messages},
        {network, "drop message EVENT", "The message that would arrive at this event never does.",
         "drop message 412", drop_message},

        {client, "produce COUNT to DESTINATION as NAME OPTIONS",
         "A producer sends so many records, each when the one before was answered; it is made on "
         "first use with the configs given. `key=` and `value=` set the records.",
         "produce 3 to orders-1 as p acks=all key=C-17", produce_as},
        {client, "produce COUNT to DESTINATION OPTIONS",
         "The same by a producer without a name of its own; each set of configs is one producer.",
         "produce 3 to orders acks=1", produce},
        {client, "read PARTITION from POSITION OPTIONS",
         "One consumer with assign() reads until the end; what it got is a fact.",
         "read orders-0 from 3", read_partition},
        {client, "seek CONSUMER PARTITION to POSITION", "Moves a consumer's position.",
         "seek auditor orders-0 to 12", seek},

        {tool, "exec WORDS",
         "Runs one of Kafka's command-line tools against the cluster. A refusal is a fact of the "
         "run, in the tool's own words.",
         "exec kafka-topics --describe --topic orders", exec_tool},

        {narration, "say TEXT", "Narration, at this instant.", "say Nobody leads orders-1 now.",
         say},
        {narration, "ask TEXT", "A question for the class: predict before going on.",
         "ask Who will lead orders-1?", ask},
        {narration, "mark NAME", "A bookmark on the time bar.", "mark before-the-kill",
         mark_instant},
    };
    return table;
}

std::string_view title_of(VerbGroup group) {
    switch (group) {
    case VerbGroup::process: return "Processes";
    case VerbGroup::network: return "The network";
    case VerbGroup::client: return "Clients";
    case VerbGroup::tool: return "Kafka's tools";
    case VerbGroup::narration: return "Narration";
    }
    CHECK(false);
}

std::variant<Command, PhraseProblem> parse_command(std::string_view phrase, PhraseScope& scope) {
    // Narration is prose: a lone quote or apostrophe in it is not an opening quote.
    std::string_view trimmed = phrase;
    while (!trimmed.empty() && trimmed.front() == ' ') trimmed.remove_prefix(1);
    bool const is_prose = trimmed.rfind("say ", 0) == 0 || trimmed.rfind("ask ", 0) == 0;
    std::vector<Word> words;
    if (is_prose) {
        auto const begin = static_cast<std::int32_t>(phrase.size() - trimmed.size());
        auto const rest = static_cast<std::int32_t>(trimmed.size()) - 4;
        words.push_back({std::string{trimmed.substr(0, 3)}, begin, 3, false});
        words.push_back({std::string{trimmed.substr(4)}, begin + 4, rest, false});
    } else if (auto problem = split_words(phrase, words)) {
        return *problem;
    }
    if (words.empty())
        return PhraseProblem{0, 1, "an empty phrase", "write for example kill broker-2"};

    std::vector<Match> failed;
    bool is_known = false;
    for (std::size_t i = 0; i < verbs().size(); ++i) {
        if (first_word(verbs()[i].usage) != words.front().text) continue;
        is_known = true;
        Match matched = match(patterns()[i], phrase, words, words.size(), scope);
        if (!matched.fits) {
            failed.push_back(std::move(matched));
            continue;
        }
        Command command;
        if (auto problem = verbs()[i].build(matched.arguments, scope, command.body)) {
            return *problem;
        }
        command.phrase = phrase;
        return command;
    }
    if (!is_known) return unknown_verb(words.front());
    return explain_failure(failed, phrase, words);
}

std::vector<std::string> complete_command(std::string_view typed, PhraseScope const& scope) {
    return completions(patterns(), typed, scope);
}

}  // namespace highwater

#include "scenario/verbs.h"

#include <algorithm>

#include "base/check.h"
#include "base/limits.h"
#include "scenario/client_verbs.h"

namespace highwater {

namespace {

using Arguments = std::vector<Argument>;
using Outcome = std::optional<PhraseProblem>;

// One process, whoever it is; not a rack or a list.
bool is_single(Argument const& argument) {
    return argument.targets.size() == 1 && argument.target.kind != NodeTarget::Kind::rack;
}
bool is_pair(Argument const& from, Argument const& to) { return is_single(from) && is_single(to); }

Outcome refuse_shared_node(Argument const& from, Argument const& to) {
    for (NodeTarget const& target : to.targets) {
        if (std::find(from.targets.begin(), from.targets.end(), target) == from.targets.end())
            continue;
        Word const& word = to.words.front();
        bool const are_single = from.targets.size() == 1 && to.targets.size() == 1;
        return PhraseProblem{
            word.begin, word.width,
            are_single ? "both ends are the same node" : "one node is in both groups", ""};
    }
    return std::nullopt;
}

// kill, start, …: one target, or several, and nothing else.
template <class Body, NodeDeed deed>
Outcome on_nodes(Arguments const& arguments, PhraseScope&, CommandBody& command) {
    if (is_single(arguments[0])) {
        command = Body{arguments[0].target};
    } else {
        command = OnEach{deed, arguments[0].targets};
    }
    return std::nullopt;
}

// slow, skew: by a time.
template <class Body, NodeDeed deed>
Outcome on_nodes_by(Arguments const& arguments, PhraseScope&, CommandBody& command) {
    if (is_single(arguments[0])) {
        command = Body{arguments[0].target, arguments[1].duration};
    } else {
        command = OnEachBy{deed, arguments[0].targets, arguments[1].duration};
    }
    return std::nullopt;
}

Outcome isolate(Arguments const& arguments, PhraseScope&, CommandBody& command) {
    if (is_single(arguments[0])) {
        command = IsolateNode{arguments[0].target};
    } else {
        command = IsolateGroup{arguments[0].targets};
    }
    return std::nullopt;
}

// Each of the first from each of the second.
template <class One, class Several, bool one_way>
Outcome on_groups(Arguments const& arguments, PhraseScope&, CommandBody& command) {
    Argument const& from = arguments[0];
    Argument const& to = arguments[1];
    if (auto problem = refuse_shared_node(from, to)) return problem;
    if (is_pair(from, to)) {
        command = One{from.target, to.target, one_way};
    } else {
        command = Several{from.targets, to.targets, one_way};
    }
    return std::nullopt;
}

template <class Ring>
Outcome on_ring(Arguments const& arguments, PhraseScope&, CommandBody& command) {
    bool const has_rack =
        std::any_of(arguments[0].targets.begin(), arguments[0].targets.end(),
                    [](NodeTarget const& t) { return t.kind == NodeTarget::Kind::rack; });
    if (arguments[0].targets.size() < 4 && !has_rack) {
        Word const& word = arguments[0].words.front();
        return PhraseProblem{word.begin, word.width,
                             "in a ring of fewer than four everybody is a neighbour",
                             "name at least four, in the order of the ring"};
    }
    command = Ring{arguments[0].targets};
    return std::nullopt;
}

template <class Body, LinkDeed deed, bool one_way>
Outcome on_links(Arguments const& arguments, PhraseScope&, CommandBody& command) {
    Argument const& from = arguments[0];
    Argument const& to = arguments[1];
    if (auto problem = refuse_shared_node(from, to)) return problem;
    if (is_pair(from, to)) {
        command = Body{from.target, to.target, one_way};
    } else {
        command = OnEachLink{deed, from.targets, to.targets, one_way};
    }
    return std::nullopt;
}

// slow, reorder: one way of each link, by a time.
template <class Body, LinkDeed deed>
Outcome on_links_by(Arguments const& arguments, PhraseScope&, CommandBody& command) {
    Argument const& from = arguments[0];
    Argument const& to = arguments[1];
    if (auto problem = refuse_shared_node(from, to)) return problem;
    Duration const by = arguments[2].duration;
    if (is_pair(from, to)) {
        command = Body{from.target, to.target, by};
    } else {
        command = OnEachLink{deed, from.targets, to.targets, true, by};
    }
    return std::nullopt;
}

Outcome heal_all(Arguments const&, PhraseScope&, CommandBody& command) {
    command = HealAll{};
    return std::nullopt;
}

Outcome swizzle(Arguments const& arguments, PhraseScope&, CommandBody& command) {
    if (arguments[0].duration < milliseconds(1)) {
        Word const& word = arguments[0].words.front();
        return PhraseProblem{word.begin, word.width, "a swizzle takes at least 1ms",
                             "write for example 20s"};
    }
    command = SwizzleLinks{arguments[0].duration};
    return std::nullopt;
}

Outcome skew_clocks(Arguments const& arguments, PhraseScope& scope, CommandBody& command) {
    constexpr Duration kMost = seconds(limits::kSkewSeconds);
    Duration const by = arguments[1].duration;
    if (by > kMost || by < Duration{-kMost.us}) {
        Word const& word = arguments[1].words.front();
        return PhraseProblem{word.begin, word.width, "a clock is off by ten years at most", ""};
    }
    return on_nodes_by<SkewClock, NodeDeed::skew>(arguments, scope, command);
}

Outcome lose_messages(Arguments const& arguments, PhraseScope&, CommandBody& command) {
    Argument const& from = arguments[1];
    Argument const& to = arguments[2];
    if (auto problem = refuse_shared_node(from, to)) return problem;
    auto const loss_ppm = static_cast<std::int32_t>(arguments[0].number);
    if (is_pair(from, to)) {
        command = LoseMessages{from.target, to.target, loss_ppm};
    } else {
        command = OnEachLink{LinkDeed::lose, from.targets, to.targets, true, {}, loss_ppm};
    }
    return std::nullopt;
}

Outcome drop_message(Arguments const& arguments, PhraseScope&, CommandBody& command) {
    command = DropMessage{EventId{static_cast<std::uint64_t>(arguments[0].number)}};
    return std::nullopt;
}

Outcome delay_message(Arguments const& arguments, PhraseScope&, CommandBody& command) {
    if (arguments[1].duration.us == 0) {
        Word const& word = arguments[1].words.front();
        return PhraseProblem{word.begin, word.width, "a delay of nothing changes nothing",
                             "write for example 200ms"};
    }
    command = DelayMessage{EventId{static_cast<std::uint64_t>(arguments[0].number)},
                           arguments[1].duration};
    return std::nullopt;
}

Outcome duplicate_message(Arguments const& arguments, PhraseScope&, CommandBody& command) {
    command = DuplicateMessage{EventId{static_cast<std::uint64_t>(arguments[0].number)}};
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

std::vector<Pattern> const& verb_patterns() {
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
        {process, "kill NODES",
         "Ends the process at once (SIGKILL): memory is lost, what was written stays. Several, or "
         "all brokers of a rack, in one instant. Undone by start.",
         "kill broker-2", on_nodes<KillNode, NodeDeed::kill>},
        {process, "unplug NODES",
         "Its machine loses power: as kill, and what was not flushed to the disk is lost too. "
         "Undone by start, but for what is lost.",
         "unplug rack a", on_nodes<UnplugNode, NodeDeed::unplug>},
        {process, "start NODES", "Starts a process that ended.", "start broker-2",
         on_nodes<StartNode, NodeDeed::start>},
        {process, "shutdown NODES",
         "Asks for a clean end (SIGTERM): a broker hands its leaderships over first, a client "
         "sends, commits and leaves its group. Undone by start, once it has stopped.",
         "shutdown broker-2", on_nodes<ShutdownNode, NodeDeed::shut_down>},
        {process, "pause NODES",
         "Freezes the process (SIGSTOP), as a long garbage collection does: its peers still see "
         "its connections. Undone by resume.",
         "pause leader of orders-1", on_nodes<PauseNode, NodeDeed::pause>},
        {process, "resume NODES", "Lets a paused process go on.", "resume broker-2",
         on_nodes<ResumeNode, NodeDeed::resume>},
        {process, "wipe NODES",
         "Empties the log directories of a stopped node. This cannot be undone.", "wipe broker-2",
         on_nodes<WipeNode, NodeDeed::wipe>},
        {process, "skew NODES by SHIFT",
         "Its wall clock runs so much ahead, or (-300ms) behind: timestamps change, time-outs do "
         "not. By 0s undoes it.",
         "skew broker-2 by 300ms", skew_clocks},

        {network, "cut NODES from NODES",
         "Cuts the network between two nodes, or each of some from each of others, both ways. "
         "Undone by heal.",
         "cut broker-1, broker-2 from broker-3", on_groups<CutLink, CutGroups, false>},
        {network, "cut NODES to NODES", "Cuts one way: what the first sends does not arrive.",
         "cut broker-1 to broker-3", on_groups<CutLink, CutGroups, true>},
        {network, "cut NODES into a ring",
         "Each reaches only its two neighbours in this order, the last one the first. Undone by "
         "heal ring.",
         "cut broker-1, broker-2, broker-3, controller-3001 into a ring", on_ring<CutRing>},
        {network, "isolate NODES",
         "Cuts a node from everybody; of several, or of a rack, all from the others: they still "
         "reach each other. Undone by heal.",
         "isolate controller-leader", isolate},
        {network, "clog NODES from NODES",
         "The link holds everything, also what is on its way, both ways, until it is unclogged; or "
         "the links of each of some to each of others.",
         "clog broker-1 from broker-3", on_links<ClogLink, LinkDeed::clog, false>},
        {network, "clog NODES to NODES", "Clogs one way.", "clog broker-1 to broker-3",
         on_links<ClogLink, LinkDeed::clog, true>},
        {network, "unclog NODES from NODES",
         "Frees a clogged link: what it held moves on, in order.", "unclog broker-1 from broker-3",
         on_links<UnclogLink, LinkDeed::unclog, false>},
        {network, "unclog NODES to NODES", "Frees one way.", "unclog broker-1 to broker-3",
         on_links<UnclogLink, LinkDeed::unclog, true>},
        {network, "swizzle over DURATION",
         "Clogs a random half of the links between servers one after the other and frees them in "
         "another random order, all within that time.",
         "swizzle over 20s", swizzle},
        {network, "heal NODES from NODES",
         "Undoes cuts and clogs between two nodes, or between some and others, both ways.",
         "heal broker-1 from broker-3", on_groups<HealLink, HealGroups, false>},
        {network, "heal NODES to NODES", "Undoes a cut or clog one way.",
         "heal broker-1 to broker-3", on_groups<HealLink, HealGroups, true>},
        {network, "heal all",
         "Undoes everything that was done to the network: cuts, clogs, slowness, loss, reordering.",
         "heal all", heal_all},
        {network, "heal ring NODES",
         "Undoes a ring: heals each from all but its two neighbours in this order.",
         "heal ring broker-1, broker-2, broker-3, controller-3001", on_ring<HealRing>},
        {network, "heal NODES", "Undoes every cut and clog of a node, and its isolation.",
         "heal broker-1", on_nodes<HealNode, NodeDeed::heal>},
        {network, "slow NODES by DURATION",
         "Everything to and from a node takes so much longer; by 0s undoes it.",
         "slow broker-2 by 200ms", on_nodes_by<SlowNode, NodeDeed::slow>},
        {network, "slow NODES to NODES by DURATION",
         "One way of a link takes so much longer, or of those of each of some to each of others. "
         "By 0s undoes it.",
         "slow broker-2 to broker-1 by 200ms", on_links_by<SlowLink, LinkDeed::slow>},
        {network, "reorder NODES to NODES by DURATION",
         "The connections of one way of a link overtake each other by up to so much; within one, "
         "TCP keeps the order. By 0s undoes it.",
         "reorder broker-2 to broker-1 by 50ms", on_links_by<ReorderLink, LinkDeed::reorder>},
        {network, "lose PERCENT from NODES to NODES",
         "That share of packets is lost on the way; TCP sends them again, later. 0% undoes it.",
         "lose 5% from rack a to broker-3", lose_messages},
        {network, "drop message EVENT", "The message that would arrive at this event never does.",
         "drop message 412", drop_message},
        {network, "delay message EVENT by DURATION",
         "That message takes so much longer, and what follows it on its connection waits behind "
         "it.",
         "delay message 412 by 200ms", delay_message},
        {network, "duplicate message EVENT",
         "That request arrives a second time, as one that its client sent again: TCP itself "
         "delivers once. The second answer finds nobody waiting.",
         "duplicate message 412", duplicate_message},

        {client, "produce COUNT to DESTINATION as NAME OPTIONS",
         "A producer sends so many records, each when the one before was answered; it is made on "
         "first use with the configs given. `key=` and `value=` set the records; within quotes a "
         "quote is written twice: value=\"say \"\"hi\"\"\".",
         "produce 3 to orders-1 as p acks=all key=C-17", produce_as},
        {client, "produce COUNT to DESTINATION OPTIONS",
         "The same by a producer without a name of its own; each set of configs is one producer.",
         "produce 3 to orders acks=1", produce},
        {client, "flush PRODUCER",
         "flush(): what waits in its batches leaves at once; when everything is answered, that is "
         "a fact.",
         "flush checkout", flush},
        {client, "poll PRODUCER",
         "poll(): tells the delivery reports that have come since it was called last.",
         "poll checkout", poll},
        {client, "read PARTITION from POSITION OPTIONS",
         "One consumer with assign() reads until the end; what it got is a fact.",
         "read orders-0 from 3", read_partition},
        {client, "join NAME as NAME OPTIONS",
         "A consumer joins a group: `topics=` or `pattern=` says what it subscribes to, "
         "`processing-time=` and `commit=` how its application works, the rest is its config.",
         "join billing as billing-3 topics=orders group.protocol=consumer", join},
        {client, "leave CONSUMER",
         "Closes a member, and takes it out of its group even if it is a static one.",
         "leave billing-3", leave},
        {client, "crash CONSUMER",
         "The application dies on the spot: it neither commits nor leaves its group.",
         "crash billing-3", crash},
        {client, "crash CONSUMER at NAME",
         "It dies when it gets there: before-processing, after-processing, before-commit or "
         "after-commit.",
         "crash billing-3 at before-commit", crash_at},
        {client, "stall CONSUMER",
         "The application stops calling poll(), while heartbeats go on; resume lets it go on.",
         "stall billing-3", stall},
        {client, "commit CONSUMER", "commitSync() of its positions.", "commit billing-3",
         commit_all},
        {client, "commit CONSUMER PARTITION at POSITION", "commitSync() of one offset.",
         "commit billing-3 orders-0 at 12", commit_one},
        {client, "subscribe CONSUMER OPTIONS",
         "subscribe() to other `topics=`, or to another `pattern=`; without either unsubscribe(), "
         "which comes first where it was subscribed in the other way.",
         "subscribe billing-3 topics=orders", subscribe_to},
        {client, "rebalance CONSUMER", "enforceRebalance(): the member asks for a new generation.",
         "rebalance billing-3", rebalance},
        {client, "pause CONSUMER PARTITION", "pause(): it stays assigned, but is not fetched.",
         "pause billing-3 orders-0", pause_one<ConsumerAction::pause>},
        {client, "resume CONSUMER PARTITION", "resume(): it is fetched again.",
         "resume billing-3 orders-0", pause_one<ConsumerAction::resume>},
        {client, "seek CONSUMER PARTITION to POSITION", "Moves a consumer's position.",
         "seek auditor orders-0 to 12", seek},

        {tool, "exec WORDS",
         "Runs one of Kafka's command-line tools against the cluster. A refusal is a fact of the "
         "run, in the tool's own words. What it reads stands behind <<<, with \\n between lines.",
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

    std::vector<std::size_t> rows;
    bool has_lists = false;
    for (std::size_t i = 0; i < verbs().size(); ++i) {
        if (first_word(verbs()[i].usage) != words.front().text) continue;
        rows.push_back(i);
        has_lists |= takes_lists(verb_patterns()[i]);
    }
    if (rows.empty()) return unknown_verb(words.front());
    if (has_lists) words = split_commas(words);

    std::vector<Match> failed;
    for (std::size_t const i : rows) {
        Match matched = match(verb_patterns()[i], phrase, words, words.size(), scope);
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
    return explain_failure(failed, phrase, words);
}

std::vector<std::string> complete_command(std::string_view typed, PhraseScope const& scope) {
    return completions(verb_patterns(), typed, scope);
}

}  // namespace highwater

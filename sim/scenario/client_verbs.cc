#include "scenario/client_verbs.h"

#include <algorithm>

#include "base/limits.h"
#include "base/regular_expression.h"
#include "client/tools/options.h"
#include "client/tools/tool.h"
#include "node/config_names.h"
#include "node/config_rules.h"
#include "scenario/units.h"

namespace highwater {

namespace {

using Arguments = std::vector<Argument>;
using Outcome = std::optional<PhraseProblem>;

PhraseProblem problem_at(Word const& word, Problem const& problem) {
    return {word.begin, word.width, problem.message, problem.advice};
}

// Applies key=value options to a client's config; `skip` are the verb's own keys.
template <class Config>
Outcome set_options(ConfigScope configs, Config& config, Argument const& options,
                    std::vector<std::string> const& skip, PhraseScope& scope,
                    std::vector<std::string>& set) {
    for (std::size_t i = 0; i < options.options.size(); ++i) {
        auto const& [key, value] = options.options[i];
        if (std::find(skip.begin(), skip.end(), key) != skip.end()) continue;
        if (!is_known_config(configs, key)) {
            std::string const nearest{nearest_config(configs, key)};
            return problem_at(options.words[i],
                              {"Kafka 4.3 has no config `" + key + "` here",
                               nearest.empty() ? "" : "did you mean `" + nearest + "`?"});
        }
        if (!has_effect(configs, key) && key != "transactional.id") {
            Word const& word = options.words[i];
            if (auto const good = check_config(configs, key, value); !good) {
                return problem_at(word, good.problem());
            }
            scope.warnings.push_back({word.begin, static_cast<std::int32_t>(key.size()),
                                      "`" + key + "` has no effect in this simulator", ""});
            continue;
        }
        set.push_back(key);
        if constexpr (std::is_same_v<Config, ConsumerConfig>) {
            if (key == "client.rack") {  // a name of the world, to compare with the brokers'
                config.client_rack = value.empty() ? kNoName : scope.names->intern(value);
                continue;
            }
        }
        if (auto const done = set_config(config, key, value); !done) {
            return problem_at(options.words[i], done.problem());
        }
    }
    return std::nullopt;
}

void declare(PhraseScope& scope, std::string const& name, PhraseScope::Kind kind,
             ClusterId cluster) {
    scope.names->intern(name);
    scope.nodes.push_back({name, kind, kNoNode, kNoBroker, {}, cluster});
}

// "west.orders" where clusters have names.
std::string in_cluster(PhraseScope const& scope, std::string const& name, ClusterId cluster) {
    for (PhraseScope::Cluster const& each : scope.clusters) {
        if (each.id == cluster) return each.name + "." + name;
    }
    return name;
}

bool names_a_partition(PhraseScope const& scope, std::string const& name) {
    std::size_t const dash = name.rfind('-');
    return dash != std::string::npos && dash + 1 < name.size() &&
           scope.find_topic(name.substr(0, dash)) != nullptr &&
           name.find_first_not_of("0123456789", dash + 1) == std::string::npos;
}

// `named` is nullptr for the producer without a name of its own.
Outcome build_produce(Argument const& count, Argument const& destination, Argument const* named,
                      Argument const& options, PhraseScope& scope, CommandBody& command) {
    ProduceRecords wish;
    wish.count = count.number;
    wish.cluster = destination.cluster;
    wish.topic = destination.partition.topic;
    wish.partition = destination.partition.partition;
    for (auto const& [key, value] : options.options) {
        if (key == "key") wish.key = value;
        if (key == "value") wish.value = value;
    }
    std::vector<std::string> set;
    std::vector<std::string> const own{"key", "value"};
    if (auto problem = set_options(ConfigScope::producer, wish.config, options, own, scope, set))
        return problem;
    if (auto const settled = settle(wish.config, set); !settled) {
        return problem_at(options.words.front(), settled.problem());
    }

    std::string name = in_cluster(scope, "producer", destination.cluster);
    if (named != nullptr) {
        name = named->text;
    } else {
        // Each set of configs is a producer of its own: a producer's configs never change.
        std::vector<std::string> parts;
        for (auto const& [key, value] : options.options) {
            if (key != "key" && key != "value") parts.push_back(key + "=" + value);
        }
        std::sort(parts.begin(), parts.end());
        for (std::string const& part : parts) name += " " + part;
    }
    PhraseScope::Node const* existing = scope.find_node(name);
    if (existing != nullptr && existing->kind != PhraseScope::Kind::producer) {
        Word const& word = named->words.front();
        return PhraseProblem{word.begin, word.width, "`" + name + "` is not a producer",
                             "choose another name"};
    }
    if (existing != nullptr && existing->cluster != destination.cluster) {
        Word const& word = destination.words.front();
        return PhraseProblem{word.begin, word.width, "`" + name + "` writes to another cluster",
                             "a client knows one cluster: choose another name after `as`"};
    }
    if (existing != nullptr && existing->producer && !set.empty()) {
        // The same again changes nothing.
        ProducerConfig again = *existing->producer;
        std::vector<std::string> ignored;
        set_options(ConfigScope::producer, again, options, own, scope, ignored);
        if (!(again == *existing->producer)) {
            return PhraseProblem{
                options.words.front().begin, options.words.front().width,
                "`" + name + "` exists already, and a producer's configs never change",
                "choose another name, or leave the configs out"};
        }
    }
    if (existing == nullptr) {
        if (named != nullptr && names_a_partition(scope, name)) {
            Word const& word = named->words.front();
            return PhraseProblem{word.begin, word.width,
                                 "`" + name + "` is the name of a partition",
                                 "choose another name"};
        }
        declare(scope, name, PhraseScope::Kind::producer, destination.cluster);
        scope.nodes.back().producer = wish.config;
    }
    wish.producer = scope.names->intern(name);
    command = std::move(wish);
    return std::nullopt;
}

// What a tool may do to topics, as far as later phrases can name it: create one, or add partitions.
struct TopicWish {
    bool creates{};
    bool alters{};
    std::string topic;
    std::int32_t partitions{-1};
};
TopicWish read_topic_wish(std::vector<Word> const& words) {
    TopicWish wish;
    for (std::size_t i = 1; i < words.size(); ++i) {
        std::string const& word = words[i].text;
        if (word == "--create") wish.creates = true;
        if (word == "--alter") wish.alters = true;
        if (i + 1 == words.size()) break;
        std::string const& next = words[i + 1].text;
        if (word == "--topic") wish.topic = next;
        if (word == "--replica-assignment") {
            wish.partitions =
                1 + static_cast<std::int32_t>(std::count(next.begin(), next.end(), ','));
        }
        if (word != "--partitions") continue;
        auto const number = parse_integer(next);
        bool const is_possible = number && *number > 0 && *number <= limits::kPartitionsOfTopic;
        if (is_possible) wish.partitions = static_cast<std::int32_t>(*number);
    }
    return wish;
}

// A console that writes to a topic makes it, where brokers create what they are asked for.
bool may_create(std::vector<Word> const& words) {
    return tool_name(words.front().text) == "kafka-console-producer";
}

void declare_topic_of_tool(std::vector<Word> const& words, ClusterId cluster, PhraseScope& scope) {
    TopicWish wish = read_topic_wish(words);
    if (wish.topic.empty()) return;
    wish.creates = wish.creates || may_create(words);
    std::string const name = in_cluster(scope, wish.topic, cluster);
    auto const known = std::find_if(scope.topics.begin(), scope.topics.end(),
                                    [&](PhraseScope::Topic const& t) { return t.name == name; });
    if (known == scope.topics.end()) {
        if (!wish.creates) return;
        scope.names->intern(wish.topic);
        scope.add_topic(wish.topic, wish.partitions, cluster);
        return;
    }
    // Somebody may have subscribed to it before.
    if (wish.creates && known->partitions < 0) known->partitions = wish.partitions;
    // Of a topic whose partitions are not known every number can be named already.
    if (wish.alters && known->partitions >= 0) {
        known->partitions = std::max(known->partitions, wish.partitions);
    }
}

}  // namespace

Outcome find_tool_cluster(std::vector<Word> const& words, PhraseScope const& scope,
                          ClusterId& cluster) {
    if (scope.clusters.empty()) return std::nullopt;
    // The one tool that talks to nobody names its broker in front of its files.
    bool const reads_files = words.front().text.rfind("kafka-dump-log", 0) == 0;
    std::vector<std::string_view> const options =
        reads_files ? std::vector<std::string_view>{"--files"}
                    : std::vector<std::string_view>{"--bootstrap-server", "-b",
                                                    "--bootstrap-controller", "-C"};
    std::string const broker = scope.clusters.front().name + ".broker-1";
    std::string const example = reads_files ? "write --files " + broker + "/…"
                                            : "write --bootstrap-server " + broker + ":9092";
    Word const* where = nullptr;
    std::string value;
    for (std::size_t i = 1; i < words.size(); ++i) {
        std::string const option = words[i].text.substr(0, words[i].text.find('='));
        if (std::find(options.begin(), options.end(), option) == options.end()) continue;
        bool const is_joined = option.size() < words[i].text.size();
        if (!is_joined && i + 1 == words.size()) continue;
        where = &words[is_joined ? i : i + 1];
        value = is_joined ? where->text.substr(option.size() + 1) : where->text;
    }
    Word const& tool = words.front();
    if (where == nullptr)
        return PhraseProblem{tool.begin, tool.width, "of which cluster?", example};
    std::optional<ClusterId> found;
    while (!value.empty()) {
        std::string const address = value.substr(0, value.find(','));
        value.erase(0, address.size() + 1);
        std::string const host = address.substr(0, address.find_first_of(":/"));
        if (host == "localhost" || host == "127.0.0.1") {
            return PhraseProblem{where->begin, where->width,
                                 "`" + host + "` could be of any cluster", example};
        }
        PhraseScope::Node const* node = scope.find_node(host);
        bool const is_server = node != nullptr && node->id != kNoNode;
        if (!is_server) continue;
        if (found && *found != node->cluster) {
            return PhraseProblem{where->begin, where->width,
                                 "these servers are of different clusters", example};
        }
        found = node->cluster;
    }
    cluster = found.value_or(kFirstCluster);
    return std::nullopt;
}

Outcome produce_as(Arguments const& arguments, PhraseScope& scope, CommandBody& command) {
    return build_produce(arguments[0], arguments[1], &arguments[2], arguments[3], scope, command);
}

Outcome produce(Arguments const& arguments, PhraseScope& scope, CommandBody& command) {
    return build_produce(arguments[0], arguments[1], nullptr, arguments[2], scope, command);
}

Outcome read_partition(Arguments const& arguments, PhraseScope& scope, CommandBody& command) {
    AddConsumer wish;
    wish.spec.cluster = arguments[0].cluster;
    wish.spec.assign = {arguments[0].partition};
    wish.spec.from = arguments[1].position;
    wish.spec.from_offset = Offset{arguments[1].number};
    wish.spec.stops_at_end = true;
    std::vector<std::string> set;
    if (auto problem =
            set_options(ConfigScope::consumer, wish.spec.config, arguments[2], {}, scope, set))
        return problem;
    std::int32_t number = 1;
    while (scope.find_node("reader-" + std::to_string(number)) != nullptr) ++number;
    std::string const name = "reader-" + std::to_string(number);
    declare(scope, name, PhraseScope::Kind::consumer, wish.spec.cluster);
    wish.spec.name = scope.names->intern(name);
    command = std::move(wish);
    return std::nullopt;
}

Outcome flush(Arguments const& arguments, PhraseScope& scope, CommandBody& command) {
    command = FlushProducer{scope.names->intern(arguments[0].text)};
    return std::nullopt;
}

Outcome poll(Arguments const& arguments, PhraseScope& scope, CommandBody& command) {
    command = PollProducer{scope.names->intern(arguments[0].text)};
    return std::nullopt;
}

Outcome seek(Arguments const& arguments, PhraseScope& scope, CommandBody& command) {
    if (arguments[0].cluster != arguments[1].cluster) {
        Word const& word = arguments[1].words.front();
        return PhraseProblem{word.begin, word.width,
                             "`" + arguments[0].text + "` reads another cluster", ""};
    }
    command = SeekConsumer{scope.names->intern(arguments[0].text), arguments[1].partition,
                           arguments[2].position, Offset{arguments[2].number}};
    return std::nullopt;
}

namespace {
Outcome tell(Arguments const& arguments, PhraseScope& scope, CommandBody& command,
             ConsumerCall call) {
    command = AskConsumer{scope.names->intern(arguments[0].text), std::move(call)};
    return std::nullopt;
}

// "orders,mail".
Outcome read_topics(Argument const& options, std::size_t at, PhraseScope& scope,
                    std::vector<NameId>& topics, ClusterId* cluster = nullptr) {
    std::string rest = options.options[at].second;
    while (!rest.empty()) {
        std::string const topic = rest.substr(0, rest.find(','));
        rest.erase(0, topic.size() + 1);
        std::optional<Problem> warning;
        auto const named = subscribed_topic(topic, scope, warning);
        if (!named) return problem_at(options.words[at], named.problem());
        if (warning) scope.warnings.push_back(problem_at(options.words[at], *warning));
        topics.push_back(scope.topic_name(*named));
        if (cluster != nullptr) *cluster = named->cluster;
    }
    return std::nullopt;
}

Outcome read_pattern(Argument const& options, std::size_t at, std::string& pattern) {
    pattern = options.options[at].second;
    if (pattern.empty()) {
        return problem_at(options.words[at], {"`pattern` is empty", ".* matches every topic"});
    }
    auto const parsed = RegularExpression::parse(pattern);
    if (parsed) return std::nullopt;
    return problem_at(options.words[at],
                      {"`" + pattern + "` is no regular expression: " + parsed.problem().message,
                       "write for example pattern=orders-.*"});
}

// What `join` says of the application itself, by the names of a [[consumer]] table.
Outcome read_member_option(Argument const& options, std::size_t at, PhraseScope& scope,
                           ConsumerSpec& spec) {
    auto const& [key, value] = options.options[at];
    if (key == "topics") {
        return read_topics(options, at, scope, spec.subscribe, &spec.cluster);
    }
    if (key == "pattern") return read_pattern(options, at, spec.pattern);
    if (key == "group.id" && value != spec.config.group.group_id) {
        return problem_at(options.words[at],
                          {"`join` names another group.id", "leave this one out"});
    }
    if (key == "processing-time") {
        auto const takes = parse_duration(value);
        if (!takes) return problem_at(options.words[at], takes.problem());
        spec.processing_time = *takes;
    }
    if (key == "commit") {
        if (value != "sync" && value != "async") {
            return problem_at(options.words[at], {"`commit` must be sync or async",
                                                  "leave it out for what the config says"});
        }
        spec.commits = value == "sync" ? CommitStyle::sync : CommitStyle::async;
    }
    return std::nullopt;
}
}  // namespace

Outcome join(Arguments const& arguments, PhraseScope& scope, CommandBody& command) {
    std::string const& group = arguments[0].text;
    std::string const& name = arguments[1].text;
    Argument const& options = arguments[2];
    Word const& word = arguments[1].words.front();
    if (scope.find_node(name) != nullptr || names_a_partition(scope, name)) {
        return PhraseProblem{word.begin, word.width, "`" + name + "` exists already",
                             "choose another name; `start` brings a member back that ended"};
    }
    AddConsumer wish;
    wish.spec.config.group.group_id = group;
    for (std::size_t i = 0; i < options.options.size(); ++i) {
        if (auto problem = read_member_option(options, i, scope, wish.spec)) return problem;
    }
    if (wish.spec.subscribe.empty() == wish.spec.pattern.empty()) {
        bool const has_both = !wish.spec.pattern.empty();
        return PhraseProblem{
            word.begin, word.width,
            "`" + name + "` subscribes to " + (has_both ? "topics and to a pattern" : "nothing"),
            "say topics=orders or pattern=orders-.* behind it"};
    }
    std::vector<std::string> set;
    std::vector<std::string> const own{"topics", "pattern", "processing-time", "commit",
                                       "group.id"};
    if (auto problem =
            set_options(ConfigScope::consumer, wish.spec.config, options, own, scope, set)) {
        return problem;
    }
    if (auto const settled = settle(wish.spec.config, set); !settled) {
        return problem_at(options.words.front(), settled.problem());
    }
    declare(scope, name, PhraseScope::Kind::consumer, wish.spec.cluster);
    auto& groups = scope.groups;
    if (std::find(groups.begin(), groups.end(), group) == groups.end()) groups.push_back(group);
    scope.names->intern(group);
    wish.spec.name = scope.names->intern(name);
    command = std::move(wish);
    return std::nullopt;
}

namespace {
// A call that says no more than its name.
Outcome tell(Arguments const& arguments, PhraseScope& scope, CommandBody& command,
             ConsumerAction action) {
    ConsumerCall call;
    call.action = action;
    return tell(arguments, scope, command, std::move(call));
}
}  // namespace

Outcome leave(Arguments const& arguments, PhraseScope& scope, CommandBody& command) {
    return tell(arguments, scope, command, ConsumerAction::leave);
}

Outcome stall(Arguments const& arguments, PhraseScope& scope, CommandBody& command) {
    return tell(arguments, scope, command, ConsumerAction::stall);
}

Outcome crash(Arguments const& arguments, PhraseScope& scope, CommandBody& command) {
    return tell(arguments, scope, command, ConsumerAction::crash);
}

Outcome crash_at(Arguments const& arguments, PhraseScope& scope, CommandBody& command) {
    std::vector<std::string> const points{"now", "before-processing", "after-processing",
                                          "before-commit", "after-commit"};
    auto const at = std::find(points.begin(), points.end(), arguments[1].text);
    if (at == points.end()) {
        Word const& word = arguments[1].words.front();
        return PhraseProblem{word.begin, word.width, "`" + word.text + "` is no such point",
                             advise_words(word.text, points)};
    }
    ConsumerCall call;
    call.action = ConsumerAction::crash;
    call.crash_at = static_cast<CrashPoint>(at - points.begin());
    return tell(arguments, scope, command, std::move(call));
}

Outcome commit_all(Arguments const& arguments, PhraseScope& scope, CommandBody& command) {
    return tell(arguments, scope, command, ConsumerAction::commit);
}

Outcome commit_one(Arguments const& arguments, PhraseScope& scope, CommandBody& command) {
    if (arguments[2].position != StartPosition::offset) {
        Word const& word = arguments[2].words.front();
        return PhraseProblem{word.begin, word.width, "an offset is committed, and nothing else",
                             "write a number"};
    }
    ConsumerCall call;
    call.action = ConsumerAction::commit;
    call.partition = arguments[1].partition;
    call.offset = Offset{arguments[2].number};
    return tell(arguments, scope, command, std::move(call));
}

Outcome subscribe_to(Arguments const& arguments, PhraseScope& scope, CommandBody& command) {
    ConsumerCall call;
    call.action = ConsumerAction::subscribe;
    Argument const& options = arguments[1];
    for (std::size_t i = 0; i < options.options.size(); ++i) {
        if (options.options[i].first == "pattern") {
            if (auto problem = read_pattern(options, i, call.pattern)) return problem;
            continue;
        }
        if (options.options[i].first != "topics") {
            return problem_at(options.words[i], {"only topics= or pattern= can be said here", ""});
        }
        if (auto problem = read_topics(options, i, scope, call.topics)) return problem;
    }
    if (!call.topics.empty() && !call.pattern.empty()) {
        return problem_at(options.words.front(),
                          {"it subscribes to topics or to a pattern, not to both", ""});
    }
    return tell(arguments, scope, command, std::move(call));
}

Outcome rebalance(Arguments const& arguments, PhraseScope& scope, CommandBody& command) {
    ConsumerCall call;
    call.action = ConsumerAction::enforce_rebalance;
    return tell(arguments, scope, command, std::move(call));
}

namespace {
// What a shell's here-string hands over; "\n" begins a new line and "\t" is a tab, as in $'…'.
std::string lines_of(std::string const& text) {
    std::string lines;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const is_escape = text[i] == '\\' && i + 1 < text.size();
        if (is_escape && text[i + 1] == 'n') {
            lines += '\n';
            ++i;
        } else if (is_escape && text[i + 1] == 't') {
            lines += '\t';
            ++i;
        } else {
            lines += text[i];
        }
    }
    return lines + "\n";
}

// A step has no files: what a tool reads is written into the step itself.
Outcome refuse_file(std::vector<Word> const& words, std::string const& file) {
    auto const names_it = [&](Word const& word) {
        return word.text == file || word.text.substr(word.text.find('=') + 1) == file;
    };
    auto const at = std::find_if(words.begin(), words.end(), names_it);
    Word const& word = at == words.end() ? words.front() : *at;
    bool const is_json = std::any_of(words.begin(), words.end(), [](Word const& option) {
        return option.text.substr(0, option.text.find('=')).find("json-file") != std::string::npos;
    });
    return PhraseProblem{
        word.begin, word.width, "a step reads no files, so there is no `" + file + "`",
        is_json ? "write the JSON itself in its place, in single quotes, or behind "
                  "<<<"
                : "write its lines behind <<<, with \\n between them"};
}
}  // namespace

Expected<PhraseScope::Topic> subscribed_topic(std::string const& name, PhraseScope& scope,
                                              std::optional<Problem>& warning) {
    if (PhraseScope::Topic const* topic = scope.find_topic(name)) return *topic;
    std::vector<std::string> const known = candidates(Slot::topic, scope);
    Problem unknown{"no topic is called `" + name + "`", advise_words(name, known)};
    if (name.empty() || !nearest_word(name, known).empty()) return unknown;
    std::string kafka_name = name;
    ClusterId cluster = kFirstCluster;
    for (PhraseScope::Cluster const& each : scope.clusters) {
        if (name.rfind(each.name + ".", 0) != 0) continue;
        kafka_name = name.substr(each.name.size() + 1);
        cluster = each.id;
    }
    if (!scope.clusters.empty() && kafka_name == name) return unknown;
    warning = Problem{unknown.message + " yet", "it is read as soon as somebody has created it"};
    scope.add_topic(kafka_name, -1, cluster);
    return scope.topics.back();
}

void declare_topic_made_by(std::string_view phrase, PhraseScope& scope) {
    std::vector<Word> words;
    if (split_words(phrase, words) || words.size() < 2 || words.front().text != "exec") return;
    words.erase(words.begin());
    ClusterId cluster = kFirstCluster;
    if (find_tool_cluster(words, scope, cluster)) return;
    if (read_topic_wish(words).creates || may_create(words)) {
        declare_topic_of_tool(words, cluster, scope);
    }
}

std::string unknown_tool(std::string const& written) {
    std::string const name = tool_name(written);
    return is_left_out(name) ? "Kafka has `" + name + "`, but Highwater does not simulate it"
                             : "unknown tool `" + written + "`";
}

Outcome exec_tool(Arguments const& arguments, PhraseScope& scope, CommandBody& command) {
    Word const& tool = arguments[0].words.front();
    std::vector<std::string> known;
    for (std::string_view const name : tool_names()) known.emplace_back(name);
    if (std::find(known.begin(), known.end(), tool_name(tool.text)) == known.end()) {
        return PhraseProblem{tool.begin, tool.width, unknown_tool(tool.text),
                             advise_words(tool_name(tool.text), known)};
    }
    ExecTool wish;
    std::vector<Word> const& words = arguments[0].words;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i].text != "<<<") {
            wish.arguments.push_back(words[i].text);
            continue;
        }
        if (i + 1 == words.size()) {
            return PhraseProblem{words[i].begin, words[i].width, "nothing stands behind <<<",
                                 "write <<< \"first line\\nsecond line\", or leave <<< out"};
        }
        if (i + 2 != words.size()) {
            return PhraseProblem{words[i].begin, words[i].width,
                                 "behind <<< stands one text, and nothing else",
                                 "write <<< \"first line\\nsecond line\""};
        }
        wish.input = lines_of(words[++i].text);
    }
    auto const file = wish.input.empty() ? file_argument(wish.arguments) : std::nullopt;
    if (file) return refuse_file(words, *file);
    ClusterId cluster = kFirstCluster;
    if (auto problem = find_tool_cluster(arguments[0].words, scope, cluster)) return problem;
    declare_topic_of_tool(arguments[0].words, cluster, scope);
    command = std::move(wish);
    return std::nullopt;
}

}  // namespace highwater

#include "tests/kafka/stage.h"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

#include "client/exceptions.h"
#include "engine/build.h"
#include "tests/kafka/observe.h"
#include "tests/kafka/stage_spec.h"
#include "world/lookup.h"

namespace highwater {

using nlohmann::json;

namespace {

constexpr Duration kGlance = milliseconds(100);  // how often is looked whether something changed
constexpr Duration kPatience = seconds(180);  // a cluster that never settles is compared as it is

std::string replica_assignment(json const& assignment) {
    std::string out;
    for (json const& replicas : assignment) {
        if (!out.empty()) out += ',';
        std::string one;
        for (json const& broker : replicas) one += (one.empty() ? "" : ":") + broker.dump();
        out += one;
    }
    return out;
}

std::vector<std::string> create_topic_arguments(json const& action) {
    std::vector<std::string> out = {"kafka-topics", "--create", "--topic", action.at("topic")};
    if (action.contains("assignment")) {
        out.insert(out.end(),
                   {"--replica-assignment", replica_assignment(action.at("assignment"))});
    }
    for (char const* const key : {"partitions", "replication-factor"}) {
        if (action.contains(key)) {
            out.insert(out.end(), {std::string{"--"} + key, action.at(key).dump()});
        }
    }
    json const config = action.value("config", json::object());
    for (auto const& item : config.items()) {
        out.insert(out.end(), {"--config", item.key() + "=" + text_of(item.value())});
    }
    return out;
}

// As the recordings name them to each tool.
std::string bootstrap_servers(World const& world) {
    std::string list;
    for (Process const& process : world.nodes) {
        if (!process.broker) continue;
        list += (list.empty() ? "broker-" : ",broker-") +
                std::to_string((*process.broker)->id.value) + ":9092";
    }
    return list;
}

std::string bootstrap_controllers(World const& world) {
    std::string list;
    for (Process const& process : world.nodes) {
        if (!process.controller) continue;
        list += (list.empty() ? "" : ",") + world.names.text(process.name) + ":9093";
    }
    return list;
}

// Runs one of Kafka's tools to its end, as a person at a terminal would. Without `checks` nothing
// watches what it does.
json run_tool(World& world, std::vector<std::string> arguments, std::string input, Checks* checks) {
    std::string const tool = arguments.front();
    Trace trace;
    Runner runner;
    runner.trace = &trace;
    runner.checks = checks;
    ExecTool body{std::move(arguments), std::move(input)};
    schedule_command(world, world.now, {std::move(body), "exec " + tool});
    std::uint64_t looked_at = trace.next_fact();
    Time const end = world.now + kPatience;
    while (step(world, runner, end)) {
        for (TracedFact const& traced : trace.facts_since(looked_at)) {
            if (auto const* const finished = std::get_if<ToolFinished>(&traced.fact)) {
                ToolOutput const& output = *finished->output;
                return {{"exit", output.exit}, {"out", output.out}, {"err", output.err}};
            }
        }
        looked_at = trace.next_fact();
    }
    throw std::runtime_error(tool + " did not end");
}

std::string repeated(std::string const& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}

Duration duration_of(json const& action, char const* key, Duration otherwise) {
    if (!action.is_object() || !action.contains(key)) return otherwise;
    return milliseconds(static_cast<std::int64_t>(action.at(key).get<double>() * 1000 + 0.5));
}

}  // namespace

// What must stand still for the cluster to count as settled.
json Stage::snapshot() const {
    json out = {observe_partitions(world_), observe_logs(world_), observe_offsets(world_)};
    if (!recording_.groups.empty()) {
        out.push_back(observe_groups(world_, recording_.groups));
        out.push_back(observe_members(world_, members_));
    }
    return out;
}

Stage::Stage(Recording const& recording, std::uint64_t seed)
    : recording_{recording}, world_{build_world(spec_of(recording, seed))} {
    runner_.checks = &checks_;
    run_for(kPrologue);
    // Some were looked at before the first step, others with it.
    for (json const& record : recording.steps.front().observed.value("metadata", json::array())) {
        if (record.value("resourceName", "") != kOffsetsTopic) continue;
        look_for_coordinators();
        break;
    }
    // The recordings begin with the records of the bootstrap; brokers registered in whatever order.
    ObservedMetadata const found = observe_metadata(world_, Offset{}, topics_);
    metadata_ = json::array();
    for (json const& record : found.records) {
        std::string const type = record.at("type");
        if (type == "FEATURE_LEVEL_RECORD" || type == "CONFIG_RECORD") metadata_.push_back(record);
    }
    metadata_seen_ = found.next;
}

void Stage::play(RecordedStep const& step) {
    answer_ = nullptr;
    Time const begun = world_.now;
    act(step.action);
    settle(step.action, begun);
    if (step.observed.contains("groups")) look_for_coordinators();
    ObservedMetadata const found = observe_metadata(world_, metadata_seen_, topics_);
    metadata_ = found.records;
    metadata_seen_ = found.next;
}

json Stage::observe(std::string const& aspect) const {
    if (aspect == "answer") return answer_;
    if (aspect == "metadata") return metadata_;
    if (aspect == "partitions") return observe_partitions(world_);
    if (aspect == "logs") return observe_logs(world_);
    if (aspect == "offsets") return observe_offsets(world_);
    if (aspect == "groups") return observe_groups(world_, recording_.groups);
    if (aspect == "members") return observe_members(world_, members_);
    if (aspect == "describe") {
        // On a copy: looking does not change what happens next.
        World copy = world_;
        return run_tool(copy, {"kafka-topics", "--describe", "--exclude-internal"}, "", nullptr)
            .at("out");
    }
    return nullptr;
}

std::vector<std::string> Stage::violations() const {
    std::vector<std::string> sentences;
    Describer const who = describer_of(world_);
    for (Violation const& violation : checks_.violations()) {
        sentences.push_back(describe(violation, who));
    }
    return sentences;
}

void Stage::run_for(Duration time) { run_until(world_, world_.now + time, runner_); }

template <typename Done>
void Stage::run_until_done(Duration at_most, Done&& done) {
    Time const end = world_.now + at_most;
    while (!done() && world_.now < end) run_for(milliseconds(10));
}

void Stage::command(CommandBody body, std::string phrase) {
    schedule_command(world_, world_.now, {std::move(body), std::move(phrase)});
    run_for({});
}

NodeTarget Stage::server(json const& action) const {
    NodeTarget target;
    target.node = node_of_server(world_, BrokerId{action.at("broker").get<std::int32_t>()});
    if (target.node == kNoNode) throw std::runtime_error("no such node: " + action.dump());
    return target;
}

namespace {
// "@home/node-1/data/…", or several of them in one list.
std::string with_home(std::string text) {
    constexpr std::string_view kHome = "@home";
    for (std::size_t at = text.find(kHome); at != std::string::npos; at = text.find(kHome, at)) {
        text.replace(at, kHome.size(), "<home>");
    }
    return text;
}
}  // namespace

void Stage::act(json const& action) {
    if (!action.is_object()) return;
    std::string const kind = action.at("do");
    if (action.contains("broker")) answer_ = {{"node", action.at("broker")}};
    if (kind == "create-topic") {
        answer_ = run_tool(world_, create_topic_arguments(action), "", &checks_);
    } else if (kind == "tool") {
        std::vector<std::string> arguments = {action.at("tool").get<std::string>()};
        bool const asks_nobody = arguments.front() == "kafka-dump-log";
        json const bootstrap =
            asks_nobody ? json(false) : action.value("bootstrap", json("server"));
        if (bootstrap == "server") {
            arguments.emplace_back("--bootstrap-server");
            arguments.push_back(bootstrap_servers(world_));
        } else if (bootstrap == "controller") {
            arguments.emplace_back("--bootstrap-controller");
            arguments.push_back(bootstrap_controllers(world_));
        }
        for (json const& one : action.value("args", json::array())) {
            std::string const text = one == "@bootstrap" ? bootstrap_servers(world_) : text_of(one);
            arguments.push_back(with_home(text));
        }
        json const file = action.value("file", action.value("input", json{}));
        answer_ =
            run_tool(world_, std::move(arguments), file.is_null() ? "" : text_of(file), &checks_);
    } else if (kind == "produce") {
        produce(action);
    } else if (kind == "consume") {
        consume(action);
    } else if (kind == "member") {
        member(action);
    } else if (kind == "kill") {
        command(KillNode{server(action)}, kind);
    } else if (kind == "stop") {
        stop(action);
    } else if (kind == "start") {
        command(StartNode{server(action)}, kind);
    } else if (kind == "pause") {
        command(PauseNode{server(action)}, kind);
    } else if (kind == "resume") {
        command(ResumeNode{server(action)}, kind);
    } else if (kind == "wipe") {
        command(WipeNode{server(action)}, kind);
    } else if (kind != "wait" && kind != "files") {  // which only look
        throw std::runtime_error("unknown step " + kind);
    }
}

void Stage::settle(json const& action, Time begun) {
    std::string const kind = action.is_object() ? action.value("do", "") : "";
    Duration least = duration_of(action, "least", {});
    if (kind == "kill" || kind == "pause") {
        json const config = recording_.cluster.value("config", json::object());
        std::int64_t const session_ms = config.value("broker.session.timeout.ms", 9000);
        least = duration_of(action, "seconds", milliseconds(session_ms + 1500));
    } else if (kind == "wait") {
        least = duration_of(action, "seconds", {});
    }
    Duration const quiet = duration_of(action, "quiet", milliseconds(1500));
    Time changed = world_.now;
    json last = snapshot();
    while (world_.now - begun < kPatience &&
           (world_.now - begun < least || world_.now - changed < quiet)) {
        run_for(kGlance);
        json now = snapshot();
        if (now != last) {
            changed = world_.now;
            last = std::move(now);
        }
    }
}

// All are sent before any answer is waited for.
void Stage::produce_at_once(NameId name, json const& records, ProducerConfig const& config) {
    ProduceRecords body;
    body.producer = name;
    body.config = config;
    body.at_once = true;
    std::vector<DataRecord> lines;
    for (json const& record : records) {
        body.topic = world_.names.intern(record.at("topic").get<std::string>());
        body.partition = record.value("partition", -1);
        DataRecord line;
        if (record.contains("key") && !record.at("key").is_null()) line.key = record.at("key");
        bool const has_value = record.contains("value") && !record.at("value").is_null();
        if (has_value) line.value = text_of(record.at("value"));
        if (record.contains("repeat")) line.value = repeated(*line.value, record.at("repeat"));
        if (record.contains("timestamp") && !body.timestamp_ms) {
            body.timestamp_ms = record.at("timestamp");
            body.timestamp_step_ms = record.value("every", std::int64_t{0});
        } else if (record.contains("timestamp") && lines.size() == 1 && !record.contains("every")) {
            // All of a step are as far apart as its first two.
            body.timestamp_step_ms =
                record.at("timestamp").get<std::int64_t>() - *body.timestamp_ms;
        }
        lines.push_back(std::move(line));
    }
    body.count = static_cast<std::int64_t>(lines.size());
    body.data = make_payload(std::move(lines));
    command(std::move(body), "produce");
}

void Stage::produce(json const& action) {
    NameId const name = world_.names.intern(action.value("producer", "default-producer"));
    ProducerConfig const config = producer_config(action.value("config", json::object()));
    json records = action.value("records", json::array());
    if (action.contains("count")) {
        // v0, v1 …
        for (int i = 0; i < action.at("count").get<int>(); ++i) {
            json one = action;
            one.erase("count");
            one["value"] = text_of(action.value("value", json("v"))) + std::to_string(i);
            records.push_back(std::move(one));
        }
    } else if (!action.contains("records")) {
        records.push_back(action);
    }
    bool const at_once = !action.value("each", true);
    std::size_t const commands =
        at_once ? std::min<std::size_t>(records.size(), 1) : records.size();
    auto const results = [&]() -> std::vector<ProduceResult> const& {
        return (*node_of(world_, find_node(world_, name)).producer)->jobs.results;
    };
    std::size_t const before = find_node(world_, name) == kNoNode ? 0 : results().size();
    if (at_once && !records.empty()) {
        produce_at_once(name, records, config);
        records.clear();
    }
    for (json const& record : records) {
        ProduceRecords body;
        body.producer = name;
        body.topic = world_.names.intern(record.at("topic").get<std::string>());
        body.partition = record.value("partition", -1);
        body.count = record.value("count", 1);
        if (record.contains("key") && !record.at("key").is_null()) body.key = record.at("key");
        if (record.contains("value") && record.at("value").is_null()) {
            body.data = make_payload(std::vector<DataRecord>{{body.key, std::nullopt, {}}});
        } else if (record.contains("value")) {
            body.value = text_of(record.at("value"));
        }
        if (record.contains("repeat")) body.value = repeated(*body.value, record.at("repeat"));
        if (record.contains("timestamp")) body.timestamp_ms = record.at("timestamp");
        body.timestamp_step_ms = record.value("every", std::int64_t{0});
        body.config = config;
        command(std::move(body), "produce");
    }
    auto const is_done = [&] {
        return results().size() == before + commands &&
               (commands == 0 || results().back().is_done());
    };
    if (commands > 0) run_until_done(kPatience, is_done);
    json out = json::array();
    for (std::size_t i = before; commands > 0 && i < results().size(); ++i) {
        for (ProduceOutcome const& outcome : *results()[i].outcomes) {
            if (outcome.error != ErrorCode::none) {
                out.push_back({{"error", exception_name(outcome.error)}});
                continue;
            }
            json result = {{"partition", outcome.partition}};
            if (outcome.offset != kNoOffset) result["offset"] = outcome.offset.value;  // acks=0
            out.push_back(result);
        }
    }
    answer_ = {{"results", out}};
}

void Stage::consume(json const& action) {
    ConsumerSpec spec;
    spec.name = world_.names.intern("consumer-" + std::to_string(++consumers_));
    NameId const topic = world_.names.intern(action.at("topic").get<std::string>());
    spec.assign = {{topic, action.value("partition", 0)}};
    json const from = action.value("from", json("earliest"));
    if (from == "group") {
        spec.from = StartPosition::committed;
    } else if (from.is_number()) {
        spec.from = StartPosition::offset;
        spec.from_offset = Offset{from.get<std::int64_t>()};
    } else {
        spec.from = from == "latest" ? StartPosition::latest : StartPosition::earliest;
    }
    spec.stops_at_end = true;
    json const config = action.value("config", json::object());
    for (auto const& item : config.items()) {
        must(set_config(spec.config, item.key(), text_of(item.value())), item.key());
    }
    NameId const name = spec.name;
    command(AddConsumer{std::move(spec)}, "consume");
    run_for(milliseconds(action.value("ms", 2000)));
    Consumer const& consumer = **node_of(world_, find_node(world_, name)).consumer;
    json records = json::array();
    for (ReadRecord const& record : *consumer.read.records) {
        if (static_cast<int>(records.size()) == action.value("max", 1'000'000)) break;
        records.push_back({{"offset", record.offset.value},
                           {"leaderEpoch", record.leader_epoch.value},
                           {"key", record.key ? json(*record.key) : json{}},
                           {"value", record.value ? json(*record.value) : json{}}});
    }
    answer_ = {{"records", records}};
    bool const has_position =
        !consumer.partitions.empty() && consumer.partitions.front().position != kNoOffset;
    if (!consumer.application.exception.empty()) {
        answer_["error"] = consumer.application.exception;
    } else if (consumer.read.error != ErrorCode::none) {
        answer_["error"] = exception_name(consumer.read.error);
    } else if (!has_position) {
        answer_["error"] = "Timeout";
    } else {
        answer_["position"] = consumer.partitions.front().position.value;
    }
}

// The recorder's admin client asks for the coordinator of each group before it describes it, which
// makes __consumer_offsets.
void Stage::look_for_coordinators() {
    MetadataImage const* const image = current_image(world_);
    NameId const topic = world_.names.find(kOffsetsTopic);
    if (image == nullptr || (topic != kNoName && find_topic(*image, topic) != nullptr)) return;
    ConsumerSpec spec;
    spec.name = world_.names.intern("recorder");
    spec.from = StartPosition::committed;
    spec.assign = {{world_.names.intern("nothing"), 0}};
    spec.config.group.group_id = recording_.groups.at(0).get<std::string>();
    NodeTarget target;
    target.kind = NodeTarget::Kind::named;
    target.name = spec.name;
    command(AddConsumer{std::move(spec)}, "look");
    run_for(seconds(1));
    command(KillNode{target}, "look");
    run_for(milliseconds(500));
}

void Stage::member(json const& action) {
    std::string const kind = action.at("action");
    NameId const name = world_.names.intern(action.at("member").get<std::string>());
    answer_ = {{"ok", true}};
    if (kind == "start") {
        ConsumerSpec spec;
        spec.name = name;
        spec.config = member_config(action);
        for (json const& topic : action.at("topics")) {
            spec.subscribe.push_back(world_.names.intern(topic.get<std::string>()));
        }
        members_.push_back(name);
        command(AddConsumer{std::move(spec)}, "member");
    } else if (kind == "stop" || kind == "crash" || kind == "leave") {
        answer_["events"] = end_member(name, kind == "crash", kind == "leave");
    } else if (kind == "stall" || kind == "resume") {
        ConsumerCall call;
        call.action = kind == "stall" ? ConsumerAction::stall : ConsumerAction::go_on;
        command(AskConsumer{name, call}, kind);
    } else {
        answer_["result"] = call_member(name, action);
    }
}

// What its application had seen by then. The recorder crashes a member by closing it with its
// network cut: nobody hears of it, but its own callback runs.
json Stage::end_member(NameId name, bool crashes, bool leaves) {
    NodeTarget target;
    target.node = find_node(world_, name);
    Consumer const before = **node_of(world_, target.node).consumer;
    json events = json::array();
    if (crashes) {
        command(KillNode{target}, "crash");
        events = observe_callbacks(world_, *before.membership.callbacks);
        std::vector<TopicPartition> owned;
        for (AssignedPartition const& each : before.partitions) owned.push_back(each.partition);
        if (!owned.empty()) {
            events.push_back({{"event", "revoked"}, {"partitions", sorted_names(world_, owned)}});
        }
    } else {
        if (leaves) {
            ConsumerCall call;
            call.action = ConsumerAction::leave;
            command(AskConsumer{name, call}, "leave");
        } else {
            command(ShutdownNode{target}, "stop");
        }
        run_until_done(seconds(30), [&] { return !node_of(world_, target.node).is_alive; });
        Consumer const& after = **node_of(world_, target.node).consumer;
        events = observe_callbacks(world_, *after.membership.callbacks);
    }
    members_.erase(std::remove(members_.begin(), members_.end(), name), members_.end());
    return events;
}

json Stage::call_member(NameId name, json const& action) {
    std::string const job = action.at("job");
    TopicPartition partition{kNoName, -1};
    if (action.contains("topic")) {
        partition = {world_.names.intern(action.at("topic").get<std::string>()),
                     action.value("partition", 0)};
    }
    auto const consumer = [&]() -> Consumer const& {
        return **node_of(world_, find_node(world_, name)).consumer;
    };
    if (job == "positions") return observe_positions(world_, consumer());
    if (job == "seek") {
        Offset const to{action.at("offset").get<std::int64_t>()};
        command(SeekConsumer{name, partition, StartPosition::offset, to}, job);
        return "ok";
    }
    ConsumerCall call;
    call.partition = partition;
    if (job == "commitSync") {
        call.action = ConsumerAction::commit;
        if (action.contains("offset")) {
            call.offset = Offset{action.at("offset").get<std::int64_t>()};
        }
        command(AskConsumer{name, call}, job);
        run_until_done(seconds(90), [&] { return !consumer().commits.last_result.empty(); });
        return consumer().commits.last_result;
    }
    if (job == "subscribe" || job == "unsubscribe") {
        call.action = ConsumerAction::subscribe;
        for (json const& topic : action.value("topics", json::array())) {
            call.topics.push_back(world_.names.intern(topic.get<std::string>()));
        }
    } else if (job == "pause" || job == "resume") {
        call.action = job == "pause" ? ConsumerAction::pause : ConsumerAction::resume;
    } else if (job == "enforceRebalance") {
        call.action = ConsumerAction::enforce_rebalance;
    } else {
        throw std::runtime_error("unknown job " + job);
    }
    command(AskConsumer{name, call}, job);
    return "ok";
}

void Stage::stop(json const& action) {
    NodeTarget const target = server(action);
    command(ShutdownNode{target}, "stop");
    run_until_done(kPatience, [&] { return !node_of(world_, target.node).is_alive; });
}

}  // namespace highwater

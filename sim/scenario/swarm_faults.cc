#include "scenario/swarm_faults.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "base/draw.h"
#include "engine/step.h"
#include "fault/random_fault.h"
#include "scenario/loader.h"
#include "scenario/play.h"
#include "scenario/verbs.h"
#include "world/lookup.h"

namespace highwater {

namespace {
// A message that vanishes breaks the promise of TCP, on which every Kafka relies.
constexpr FaultSet kSwarmFaults = kEveryFault & ~set_of(FaultKind::drop_message);

class Deciding {
public:
    Deciding(SwarmCast const& cast, std::uint64_t nth) : cast_{cast}, nth_{nth} {}

    // The undoings of former faults wait in `undos` until somebody draws them; some wait for ever,
    // so that a dead server can be wiped, and the end has something to heal.
    Command in(World const& world, std::vector<Command>& undos, PhraseScope& scope) {
        std::int64_t const kind = pick(100);
        if (kind < 35 && !undos.empty()) {
            auto const at = undos.begin() + pick(static_cast<std::int64_t>(undos.size()));
            Command undo = *at;
            undos.erase(at);
            return undo;
        }
        if (kind < 60) {
            std::string const deleted = kind < 57 ? "" : some_topic();
            if (deleted.empty()) return read(operation(), scope);
            if (pick(100) < 85) undos.push_back(read(made_anew(deleted), scope));
            return read("exec kafka-topics --delete --topic " + deleted, scope);
        }
        if (auto fault = legal_fault(world)) {
            if (fault->undo && pick(100) < 80) undos.push_back(*fault->undo);
            return fault->inflict;
        }
        return read("heal all", scope);
    }

private:
    std::int64_t pick(std::int64_t bound) {
        std::uint64_t const who = nth_ << 16 | questions_++;
        return static_cast<std::int64_t>(
            below(draw(cast_.number, Draw::test, who, 7), static_cast<std::uint64_t>(bound)));
    }

    static Command read(std::string const& phrase, PhraseScope& scope) {
        auto parsed = parse_command(phrase, scope);
        CHECK(std::holds_alternative<Command>(parsed));
        return std::get<Command>(std::move(parsed));
    }

    // A voter of the quorum that forgets what it voted for is beyond what Raft promises, and so is
    // one that forgets what it acknowledged.
    std::optional<DrawnFault> legal_fault(World const& world) {
        FaultSet allowed = kSwarmFaults;
        for (std::uint64_t again = 0;; ++again) {
            auto fault = draw_fault(world, cast_.number, nth_ << 8 | again, allowed);
            if (!fault || fault->kind != FaultKind::wipe) return fault;
            NodeTarget const& target = std::get<WipeNode>(fault->inflict.body).target;
            if (!node_of(world, target.node).controller) return fault;
            allowed &= ~set_of(FaultKind::wipe);
        }
    }

    struct Chosen {
        std::string topic;
        std::int64_t partition{};
        std::string json() const {
            return "\"topic\":\"" + topic + "\",\"partition\":" + std::to_string(partition);
        }
    };
    Chosen some_partition() {
        auto const topic = pick(static_cast<std::int64_t>(cast_.partitions.size()));
        return {"topic" + std::to_string(topic),
                pick(cast_.partitions[static_cast<std::size_t>(topic)])};
    }
    std::string some_replicas() {
        std::vector<std::int64_t> brokers;
        for (std::int64_t i = 1; i <= cast_.brokers; ++i) brokers.push_back(i);
        for (std::size_t i = brokers.size(); i > 1; --i) {
            std::swap(brokers[i - 1],
                      brokers[static_cast<std::size_t>(pick(static_cast<std::int64_t>(i)))]);
        }
        std::int64_t const count = 1 + pick(std::min<std::int64_t>(cast_.brokers, 4));
        std::string list;
        for (std::int64_t i = 0; i < count; ++i) {
            list += (i == 0 ? "" : ",") + std::to_string(brokers[static_cast<std::size_t>(i)]);
        }
        return list;
    }

    std::string reassignment() {
        std::string const partition = some_partition().json();
        std::string const file = " --reassignment-json-file '{\"version\":1,\"partitions\":[{" +
                                 partition + ",\"replicas\":[" + some_replicas() + "]}]}'";
        std::string const tool = "exec kafka-reassign-partitions ";
        std::int64_t const kind = pick(10);
        if (kind == 0) return tool + "--verify" + file;
        if (kind == 1) return tool + "--cancel" + file;
        std::string const throttle =
            kind == 2 ? " --throttle " + std::to_string(1'000 + pick(100'000)) : "";
        return tool + "--execute --additional" + throttle + file;
    }

    // Also the one in which groups keep their offsets, where there are groups.
    std::string some_topic() {
        bool const is_theirs = !cast_.members.empty() && pick(6) == 0;
        return is_theirs ? "__consumer_offsets" : some_partition().topic;
    }
    // Another topic of the same name, with as many partitions as it happens to get.
    std::string made_anew(std::string const& topic) {
        std::string const partitions = std::to_string(1 + pick(5));
        std::string const replicas =
            std::to_string(1 + pick(std::min<std::int64_t>(cast_.brokers, 4)));
        return "exec kafka-topics --create --topic " + topic + " --partitions " + partitions +
               " --replication-factor " + replicas;
    }

    std::string some_member() {
        auto const group = pick(static_cast<std::int64_t>(cast_.members.size()));
        std::int64_t const member = 1 + pick(cast_.members[static_cast<std::size_t>(group)]);
        return "group" + std::to_string(group) + "-" + std::to_string(member);
    }
    std::string on_member() {
        if (cast_.members.empty()) return reassignment();
        constexpr std::string_view kVerbs[] = {"stall ",     "resume ", "leave ",
                                               "rebalance ", "commit ", "commit "};
        std::string const verb{kVerbs[pick(6)]};
        std::string const member = some_member();
        if (verb != "commit " || pick(4) != 0) return verb + member;
        // An offset of the application's own choice: nobody answers for it.
        Chosen const chosen = some_partition();
        std::string const offset = std::to_string(pick(200));
        return verb + member + " " + chosen.topic + "-" + std::to_string(chosen.partition) +
               " at " + offset;
    }

    // What people do to a cluster with Kafka's own tools, and applications with theirs.
    std::string operation() {
        std::int64_t const kind = pick(100);
        Chosen const chosen = some_partition();
        std::string const partition = std::to_string(chosen.partition);
        if (kind < 40) return reassignment();
        if (kind < 50) return on_member();
        if (kind < 60) {
            return "exec kafka-leader-election --election-type preferred --topic " + chosen.topic +
                   " --partition " + partition;
        }
        if (kind < 63) {
            return "exec kafka-leader-election --election-type unclean --topic " + chosen.topic +
                   " --partition " + partition;
        }
        if (kind < 73) {
            return "exec kafka-delete-records --offset-json-file '{\"partitions\":[{" +
                   chosen.json() + ",\"offset\":" + std::to_string(pick(60) - 1) + "}]}'";
        }
        if (kind < 81) {
            return "exec kafka-topics --alter --topic " + chosen.topic + " --partitions " +
                   std::to_string(1 + pick(7));
        }
        if (kind < 91) {
            return "exec kafka-configs --alter --entity-type topics --entity-name " + chosen.topic +
                   " --add-config min.insync.replicas=" + std::to_string(1 + pick(3));
        }
        if (kind < 94) {
            return "exec kafka-configs --alter --entity-type topics --entity-name " + chosen.topic +
                   " --add-config segment.bytes=1048576,retention.bytes=" +
                   std::to_string(pick(4'000'000));
        }
        if (kind < 97) return "exec kafka-topics --create --topic extra --replication-factor 1";
        return "exec kafka-topics --delete --topic extra";
    }

    SwarmCast const& cast_;
    std::uint64_t nth_;
    std::uint64_t questions_{};
};

// The command that a step of the file became.
EventHandle command_due(World const& world, Time at) {
    for (Event const* event : world.queue.sorted()) {
        bool const is_given = event->at == at && event->cause == EventId{} &&
                              std::holds_alternative<CommandDue>(event->payload);
        if (is_given) return world.queue.find(event->id);
    }
    CHECK(false);
}
}  // namespace

std::string text_of(Steps const& steps) {
    std::string text;
    for (SwarmStep const& each : steps) {
        text += "\n[[step]]\nat = \"" + std::to_string(each.at_ms) + "ms\"\ndo = '''" +
                (each.phrase.empty() ? "mark here" : each.phrase) + " '''\n";
    }
    return text;
}

void decide(Steps& steps, std::string const& head, SwarmCast const& cast) {
    Loaded loaded = load_scenario("swarm", head + text_of(steps), {});
    CHECK(loaded.scenario);
    PhraseScope scope = scope_of(*loaded.scenario);
    // As many steps as there will be, so that events have the ids that they will have.
    World world = start_world(*loaded.scenario);
    Runner runner;
    std::vector<Command> undos;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        Time const at = Time{} + milliseconds(steps[i].at_ms);
        if (steps[i].phrase.empty()) {
            run_until(world, at - microseconds(1), runner);
            EventHandle const due = command_due(world, at);
            Command command = Deciding{cast, i + 1}.in(world, undos, scope);
            steps[i].phrase = command.phrase;
            world.queue[due].payload = CommandDue{make_payload(std::move(command))};
        }
    }
}

}  // namespace highwater

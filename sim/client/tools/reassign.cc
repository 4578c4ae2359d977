// kafka-reassign-partitions (ReassignPartitionsCommand): moves replicas to other brokers, watches
// over it and stops it. What it prints goes to the standard output, errors too.
#include <algorithm>

#include "base/java_hash.h"
#include "client/exceptions.h"
#include "client/tools/reassign_input.h"
#include "client/tools/reassign_moves.h"
#include "client/tools/reassign_questions.h"
#include "client/tools/steps.h"

namespace highwater {

namespace {
using Step = ReassignPlan::Action;
using Stage = ReassignPlan::Stage;

constexpr Duration kMoveRetry = milliseconds(100);

void fail(ReassignPlan const& plan, Tool& self, std::string const& text, Effects& out) {
    finish(self, {plan.printed + text, {}, 1}, out);
}
void succeed(ReassignPlan const& plan, Tool& self, Effects& out) {
    finish(self, {plan.printed, {}, 0}, out);
}

bool may_pass(ErrorCode error) {
    return error == ErrorCode::not_controller || error == ErrorCode::request_timed_out;
}

// ---- --execute and --cancel ---------------------------------------------------------------------
void alter(ReassignPlan plan, Tool& self, std::vector<ReassignablePartition> wanted, Effects& out) {
    plan.stage = Stage::asking;
    bool const may_change_width = !plan.keeps_width;
    self.plan = std::move(plan);
    ask(self, "alterPartitionReassignments",
        AlterPartitionReassignmentsRequest{may_change_width, make_payload(std::move(wanted))},
        kNoNode, out);
}

void alter_to_targets(ReassignPlan plan, Tool& self, Effects& out) {
    std::vector<ReassignablePartition> wanted;
    for (TargetReplicas const& target : plan.targets) {
        wanted.push_back({id_of(target.partition, out), target.replicas});
    }
    alter(std::move(plan), self, std::move(wanted), out);
}

// A directory throttle holds nothing back here: brokers have one directory.
void after_broker_throttles(ReassignPlan plan, Tool& self, Effects& out) {
    if (plan.directory_throttle < 0) return alter_to_targets(std::move(plan), self, out);
    if (throttle_directories(plan, self, out)) return;
    plan.printed += directory_throttle_line(plan.directory_throttle);
    alter_to_targets(std::move(plan), self, out);
}

// What is there now, for the way back; then it begins.
void execute(ReassignPlan plan, Tool& self, Effects& out) {
    plan.printed += rollback_text(current_replicas(plan, out.names()), plan.directories);
    if (plan.throttle < 0 && plan.directory_throttle < 0) {
        return alter_to_targets(std::move(plan), self, out);
    }
    plan.printed += kVerifyWarning;
    if (plan.throttle < 0) return after_broker_throttles(std::move(plan), self, out);
    throttle_topics(std::move(plan), self, out);
}

void check_and_execute(ReassignPlan plan, Tool& self, Effects& out) {
    for (TopicMetadata const& topic : plan.described) {
        if (topic.error == ErrorCode::none) continue;
        return fail(plan, self, topic_not_found(out.names().text(topic.name)), out);
    }
    std::vector<TargetReplicas> const current = current_replicas(plan, out.names());
    std::vector<NamedPartition> missing;
    for (TargetReplicas const& target : plan.targets) {
        bool const is_there = std::any_of(
            current.begin(), current.end(),
            [&](TargetReplicas const& one) { return one.partition == target.partition; });
        if (!is_there) missing.push_back(target.partition);
    }
    if (!missing.empty()) {
        Thrown const thrown{exception_class(ErrorCode::unknown_topic_or_partition),
                            "Unable to find partition: " + name_list(missing, ", ")};
        return fail(plan, self, future_error_text(thrown), out);
    }
    if (ask_for_directories(plan, self, present_replicas(plan, current), out)) return;
    execute(std::move(plan), self, out);
}

void check_brokers(ReassignPlan plan, Tool& self, Effects& out) {
    std::vector<BrokerId> wanted;
    for (TargetReplicas const& target : plan.targets) {
        for (BrokerId const id : target.replicas) {
            if (std::find(wanted.begin(), wanted.end(), id) == wanted.end()) wanted.push_back(id);
        }
    }
    sort_as_hash_map(wanted, [](BrokerId id) { return id.value; });
    for (BrokerId const id : wanted) {
        if (is_live(plan, id)) continue;
        Thrown const thrown{kAdminCommandFailed, "Unknown broker id " + std::to_string(id.value)};
        return fail(plan, self, error_text(thrown), out);
    }
    std::vector<std::string> topics;
    for (TargetReplicas const& target : plan.targets) topics.push_back(target.partition.topic);
    ask_about_topics(std::move(plan), self, std::move(topics), out);
}

// Brokers here have one directory, so that a replica on its broker is where it shall be.
void watch_directories(ReassignPlan plan, Tool& self, Effects& out) {
    plan.printed += take_moved(plan);
    if (plan.moves.empty()) return succeed(plan, self, out);
    if (out.now() >= plan.give_up_at) return fail(plan, self, moves_timed_out(plan.moves), out);
    plan.directories.clear();
    ask_for_directories(plan, self, plan.moves, out);
    for (AdminCall& call : self.calls) call.retry_at = out.now() + kMoveRetry;
}

void move_directories(ReassignPlan plan, Tool& self, Effects& out) {
    if (plan.moves.empty()) return succeed(plan, self, out);
    if (auto const wrong = wrong_directory(plan.moves)) return fail(plan, self, *wrong, out);
    plan.stage = Stage::moving_directories;
    plan.give_up_at = out.now() + milliseconds(plan.timeout_ms);
    plan.directories.clear();
    ask_for_directories(plan, self, plan.moves, out);
}

void finish_cancel(ReassignPlan plan, Tool& self, Effects& out) {
    plan.printed += "None of the specified partition moves are active.";
    if (plan.preserves_throttles) return succeed(plan, self, out);
    clear_throttles(std::move(plan), self, out);
}

void cancel(ReassignPlan plan, Tool& self, Effects& out) {
    std::vector<ReassignablePartition> wanted;
    for (OngoingPartitionReassignment const& one : plan.ongoing) {
        // So Kafka asks: a move that only adds replicas is not found to be under way.
        bool const is_active = one.adding_replicas.empty() || !one.removing_replicas.empty();
        if (is_active) wanted.push_back({one.partition, std::nullopt});
    }
    if (!wanted.empty()) return alter(std::move(plan), self, std::move(wanted), out);
    plan.printed += "None of the specified partition reassignments are active.\n";
    finish_cancel(std::move(plan), self, out);
}

void altered(ReassignPlan plan, Tool& self, AdminCall const& call,
             AlterPartitionReassignmentsResponse const& response, Effects& out) {
    if (may_pass(response.error)) return ask_again(self, call, out);
    std::vector<NamedPartition> done;
    std::vector<std::pair<NamedPartition, std::string>> errors;
    auto const& request = std::get<AlterPartitionReassignmentsRequest>(call.request);
    if (response.error != ErrorCode::none) {
        for (ReassignablePartition const& one : *request.partitions) {
            errors.emplace_back(named(one.partition, out), exception_message(response.error));
        }
    } else {
        for (ReassignablePartitionResult const& one : *response.results) {
            done.push_back(named(one.partition, out));
            if (one.error == ErrorCode::none) continue;
            errors.emplace_back(done.back(),
                                one.message.empty() ? exception_message(one.error) : one.message);
        }
    }
    bool const cancels = plan.action == Step::cancel;
    if (!errors.empty()) return fail(plan, self, partition_errors(cancels, std::move(errors)), out);
    if (cancels) {
        plan.printed += cancelled_reassignments(std::move(done));
        return finish_cancel(std::move(plan), self, out);
    }
    plan.printed += started_reassignments(partitions_of(plan));
    move_directories(std::move(plan), self, out);
}

// ---- --verify -----------------------------------------------------------------------------------
void finish_verify(ReassignPlan plan, Tool& self, Effects& out) {
    plan.printed += verify_directories(plan.moves, plan.directories);
    bool const all_found =
        std::all_of(plan.moves.begin(), plan.moves.end(), [&](ReplicaDirectory const& move) {
            return std::any_of(plan.directories.begin(), plan.directories.end(),
                               [&](ReplicaDirectory const& found) {
                                   return found.partition == move.partition &&
                                          found.broker == move.broker;
                               });
        });
    bool const clears = plan.ongoing.empty() && all_found && !plan.preserves_throttles;
    if (!clears) return succeed(plan, self, out);
    clear_throttles(std::move(plan), self, out);
}

void verify(ReassignPlan plan, Tool& self, Effects& out) {
    Expected<std::vector<ReassignmentState>> const states = states_of(plan, out.names());
    if (!states) {
        Thrown const thrown{"java.lang.IndexOutOfBoundsException", states.problem().message};
        return fail(plan, self, error_text(thrown), out);
    }
    plan.printed += verify_reassignments(*states);
    if (ask_for_directories(plan, self, plan.moves, out)) return;
    finish_verify(std::move(plan), self, out);
}

// ---- answers ------------------------------------------------------------------------------------
void listed(ReassignPlan plan, Tool& self, Effects& out) {
    switch (plan.action) {
    case Step::list: {
        std::vector<ListedReassignment> all;
        for (OngoingPartitionReassignment const& one : plan.ongoing) {
            all.push_back({named(one.partition, out), one.replicas, one.adding_replicas,
                           one.removing_replicas});
        }
        return finish(self, {list_reassignments(std::move(all)), {}, 0}, out);
    }
    case Step::verify: {
        std::vector<std::string> topics;
        for (TargetReplicas const& target : plan.targets) {
            if (find_ongoing(plan, target.partition, out.names()) == nullptr) {
                topics.push_back(target.partition.topic);
            }
        }
        if (topics.empty()) return verify(std::move(plan), self, out);
        return ask_about_topics(std::move(plan), self, std::move(topics), out);
    }
    case Step::execute:
        if (!plan.additional && !plan.ongoing.empty()) {
            return fail(plan, self, kAlreadyMoving, out);
        }
        return ask_who_is_there(std::move(plan), self, out);
    case Step::cancel: return cancel(std::move(plan), self, out);
    case Step::generate: return;  // it never asks
    }
}

void generate(ReassignPlan plan, Tool& self, Effects& out) {
    plan.printed += "Current partition replica assignment\n" +
                    reassignment_json(current_replicas(plan, out.names()), plan.directories) +
                    "\n\nProposed partition reassignment configuration\n" +
                    reassignment_json(plan.targets, {}) + "\n";
    succeed(plan, self, out);
}

void propose(ReassignPlan plan, Tool& self, Effects& out) {
    auto const draw = [&](std::int32_t bound) {
        auto const who = ~static_cast<std::uint64_t>(out.self().value);
        std::uint64_t const bits = out.draw(Draw::replica_placement, who, self.draws++);
        return static_cast<std::int32_t>(below(bits, static_cast<std::uint64_t>(bound)));
    };
    if (auto const wrong = propose_targets(plan, out.names(), draw)) {
        return fail(plan, self, error_text(*wrong), out);
    }
    auto const current = current_replicas(plan, out.names());
    if (ask_for_directories(plan, self, present_replicas(plan, current), out)) return;
    generate(std::move(plan), self, out);
}

void topics_described(ReassignPlan plan, Tool& self, Effects& out) {
    if (plan.action == Step::verify) return verify(std::move(plan), self, out);
    if (plan.action == Step::execute) return check_and_execute(std::move(plan), self, out);
    for (TopicMetadata const& topic : plan.described) {
        if (topic.error == ErrorCode::none) continue;
        return fail(plan, self, topic_not_found(out.names().text(topic.name)), out);
    }
    ask_who_is_there(std::move(plan), self, out);
}

void brokers_told(ReassignPlan plan, Tool& self, std::vector<BrokerId> const& ids, Effects& out) {
    if (plan.stage == Stage::clearing_brokers) {
        return clear_brokers(std::move(plan), self, ids, out);
    }
    if (plan.action == Step::generate) return propose(std::move(plan), self, out);
    check_brokers(std::move(plan), self, out);
}

void directories_told(ReassignPlan plan, Tool& self, AdminCall const& call,
                      DescribeLogDirsResponse const& response, Effects& out) {
    if (response.log_dirs) {
        for (LogDirDescription const& directory : *response.log_dirs) {
            for (LogDirReplica const& replica : directory.replicas) {
                plan.directories.push_back(
                    {named(replica.partition, out), call.broker, directory.log_dir});
            }
        }
    }
    self.plan = plan;
    if (!is_answered(self)) return;
    if (plan.stage == Stage::moving_directories) {
        return watch_directories(std::move(plan), self, out);
    }
    if (plan.action == Step::verify) return finish_verify(std::move(plan), self, out);
    if (plan.action == Step::generate) return generate(std::move(plan), self, out);
    execute(std::move(plan), self, out);
}

void configs_altered(ReassignPlan plan, Tool& self, AdminCall const& call,
                     std::vector<AlterConfigsResult> const& results, Effects& out) {
    for (AlterConfigsResult const& result : results) {
        if (result.error == ErrorCode::none) continue;
        if (may_pass(result.error)) return ask_again(self, call, out);
        std::string const message =
            result.message.empty() ? std::string{exception_message(result.error)} : result.message;
        return fail(plan, self, future_error_text({exception_class(result.error), message}), out);
    }
    if (!is_answered(self)) return;
    switch (plan.stage) {
    case Stage::topic_throttles: return throttle_brokers(std::move(plan), self, out);
    case Stage::broker_throttles:
        plan.printed += "The inter-broker throttle limit was set to " +
                        std::to_string(plan.throttle) + " B/s\n";
        return after_broker_throttles(std::move(plan), self, out);
    case Stage::directory_throttles:
        plan.printed += directory_throttle_line(plan.directory_throttle);
        return alter_to_targets(std::move(plan), self, out);
    case Stage::clearing_brokers:
        if (!clear_topics(plan, self, out)) succeed(plan, self, out);
        return;
    case Stage::clearing_topics: return succeed(plan, self, out);
    case Stage::moving_directories:
    case Stage::asking: return;
    }
}
}  // namespace

void begin_reassign(Tool& self, Effects& out) {
    Expected<Options> const options = parse_options(self.call->arguments, reassign_options());
    if (!options) return finish(self, uncaught(option_exception(options.problem())), out);
    if (auto text =
            help_or_version(*options, "This tool helps to move topic partitions between replicas.",
                            reassign_options())) {
        return finish(self, *std::move(text), out);
    }
    std::string const wrong = wrong_reassign_options(*options);
    if (!wrong.empty()) return finish(self, usage(wrong, reassign_options()), out);

    ReassignPlan plan;
    plan.action = options->has("verify")     ? Step::verify
                  : options->has("generate") ? Step::generate
                  : options->has("execute")  ? Step::execute
                  : options->has("cancel")   ? Step::cancel
                                             : Step::list;
    plan.additional = options->has("additional");
    plan.preserves_throttles = options->has("preserve-throttles");
    plan.keeps_width = options->has("disallow-replication-factor-change");
    plan.rack_aware = !options->has("disable-rack-aware");
    plan.to_controllers = options->has("bootstrap-controller");
    if (options->has("throttle")) parse_integer(options->get("throttle"), plan.throttle);
    if (options->has("timeout")) parse_integer(options->get("timeout"), plan.timeout_ms);
    if (options->has("replica-alter-log-dirs-throttle")) {
        parse_integer(options->get("replica-alter-log-dirs-throttle"), plan.directory_throttle);
    }
    if (plan.to_controllers && plan.action != Step::cancel) {
        Thrown const thrown{
            "java.lang.UnsupportedOperationException",
            "The --bootstrap-controller option is not supported with these action."};
        return fail(plan, self, error_text(thrown), out);
    }
    if (auto const wrong_number = wrong_reassign_numbers(*options)) {
        return fail(plan, self, error_text(*wrong_number), out);
    }
    if (plan.action == Step::list) return ask_what_moves(std::move(plan), self, false, out);
    std::optional<Thrown> refused =
        plan.action == Step::generate
            ? read_topics_to_move(file_text(self, options->get("topics-to-move-json-file")),
                                  options->get("broker-list"), plan)
            : read_reassignment(file_text(self, options->get("reassignment-json-file")), plan);
    if (!refused && plan.action == Step::execute) refused = check_targets(plan.targets);
    if (refused) return fail(plan, self, error_text(*refused), out);
    if (plan.action == Step::generate) {
        std::vector<std::string> topics = plan.topics;
        return ask_about_topics(std::move(plan), self, std::move(topics), out);
    }
    bool const only_targets = plan.action == Step::cancel;
    ask_what_moves(std::move(plan), self, only_targets, out);
}

void step(ReassignPlan plan, Tool& self, AdminCall const& call, Message const& answer,
          Effects& out) {
    if (auto const* moving = std::get_if<ListPartitionReassignmentsResponse>(&answer)) {
        if (may_pass(moving->error)) return ask_again(self, call, out);
        if (moving->reassignments) plan.ongoing = *moving->reassignments;
        return listed(std::move(plan), self, out);
    }
    if (auto const* topics = std::get_if<DescribeTopicPartitionsResponse>(&answer)) {
        plan.described = *topics->topics;
        return topics_described(std::move(plan), self, out);
    }
    if (auto const* metadata = std::get_if<MetadataResponse>(&answer)) {
        plan.live = metadata->metadata->brokers;
        std::vector<BrokerId> ids;
        for (BrokerAddress const& broker : plan.live) ids.push_back(broker.id);
        return brokers_told(std::move(plan), self, ids, out);
    }
    if (auto const* cluster = std::get_if<DescribeClusterResponse>(&answer)) {
        std::vector<BrokerId> ids;  // of the controllers
        if (cluster->nodes) {
            for (ClusterNode const& node : *cluster->nodes) ids.push_back(node.id);
        }
        return brokers_told(std::move(plan), self, ids, out);
    }
    if (auto const* directories = std::get_if<DescribeLogDirsResponse>(&answer)) {
        return directories_told(std::move(plan), self, call, *directories, out);
    }
    if (auto const* configs = std::get_if<IncrementalAlterConfigsResponse>(&answer)) {
        return configs_altered(std::move(plan), self, call, *configs->results, out);
    }
    if (auto const* moved = std::get_if<AlterPartitionReassignmentsResponse>(&answer)) {
        return altered(std::move(plan), self, call, *moved, out);
    }
}

}  // namespace highwater

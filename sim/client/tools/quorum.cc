// kafka-metadata-quorum (MetadataQuorumCommand): who leads the quorum, how far everybody is, and
// the change of its members (KIP-853), which a cluster with fixed voters refuses.
#include <algorithm>

#include "client/exceptions.h"
#include "client/tools/arguments.h"
#include "client/tools/ports.h"
#include "client/tools/steps.h"

namespace highwater {

namespace {
constexpr char kDescribe[] = "describeMetadataQuorum";
constexpr char kRemove[] = "removeRaftVoter";

ParserSpec const& quorum_parser() {
    static ParserSpec const spec = {
        "kafka-metadata-quorum",
        "This tool describes kraft metadata quorum status.",
        {{"--bootstrap-server", "", true, false, false, true},
         {"--bootstrap-controller", "", true, false, false, true},
         {"--command-config", "", true, false, false, false}},
        {{"describe",
          {{"--status", "", false, false, false, false},
           {"--replication", "", false, false, false, false},
           {"--human-readable", "", false, false, false, false}}},
         {"add-controller", {{"--dry-run", "", false, false, false, false}}},
         {"remove-controller",
          {{"--controller-id", "-i", true, true, true, false},
           {"--controller-directory-id", "-d", true, true, false, false},
           {"--dry-run", "", false, false, false, false}}}}};
    return spec;
}

// The value of a key in the text of a properties file; none: it is not there.
std::optional<std::string> property(std::string const& text, std::string const& key) {
    for (std::string const& line : split(text, '\n')) {
        auto const equals = line.find('=');
        if (equals != std::string::npos && line.substr(0, equals) == key) {
            return line.substr(equals + 1);
        }
    }
    return std::nullopt;
}

// A controller that is not part of the scenario has no directory here, so this always ends before
// anything is asked.
ToolText add_controller(Options const& options, std::string const& file) {
    std::string const is_it_valid = "file. Is this a valid controller configuration file?";
    if (!options.has("command-config")) {
        return terse(
            "You must supply the configuration file of the controller you are adding when using "
            "add-controller.");
    }
    if (file.empty()) {
        return terse("Properties file " + options.get("command-config") + " does not exist.");
    }
    std::int64_t id = 0;
    std::optional<std::string> const given = property(file, "node.id");
    if (!given) return terse("node.id not found in configuration " + is_it_valid);
    if (!parse_integer(*given, id) || id < 0) {
        return terse("node.id was negative in configuration " + is_it_valid);
    }
    if (property(file, "process.roles").value_or("").find("controller") == std::string::npos) {
        return terse("process.roles did not contain 'controller' in configuration " + is_it_valid);
    }
    std::optional<std::string> directory = property(file, "metadata.log.dir");
    if (!directory) directory = property(file, "log.dirs");
    if (!directory) {
        return terse(
            "Neither metadata.log.dir nor log.dirs were found. Is this a valid controller "
            "configuration file?");
    }
    return terse("Unable to read meta.properties from " +
                 directory->substr(0, directory->find(',')));
}

std::string removed(RemoveRaftVoterRequest const& removal, bool is_dry_run) {
    return std::string{is_dry_run ? "DRY RUN of removing " : "Removed "} + " KRaft controller " +
           std::to_string(removal.voter_id.value) + " with directory id " +
           base64(removal.voter_directory_id) + "\n";
}

void begin_removal(QuorumPlan& plan, Tool& self, Options const& options, Effects& out) {
    std::int64_t id = 0;
    parse_integer(options.get("controller-id"), id);
    if (id < 0) {
        return finish(self, terse("Invalid negative --controller-id: " + std::to_string(id)), out);
    }
    Expected<Uuid> const directory = parse_uuid(options.get("controller-directory-id"));
    if (!directory) {
        return finish(
            self,
            terse("Failed to parse --controller-directory-id: " + directory.problem().message),
            out);
    }
    RemoveRaftVoterRequest const removal{BrokerId{static_cast<std::int32_t>(id)}, *directory};
    if (options.has("dry-run")) return finish(self, {removed(removal, true), {}, 0}, out);
    plan.removal = removal;
    self.plan = plan;
    ask_cluster(self, kRemove, removal, plan.via_controllers, out);
}

QuorumRow row_of(QuorumReplica const& replica, Names const& names) {
    QuorumRow row;
    row.id = replica.replica_id.value;
    row.directory_id = replica.replica_directory_id;
    if (replica.host != kNoName) {
        row.endpoints.push_back("CONTROLLER://" + names.text(replica.host) + ":" +
                                std::to_string(kControllerPort));
    }
    row.log_end_offset = replica.log_end_offset.value;
    if (replica.last_fetch) row.last_fetch_ms = timestamp_ms(*replica.last_fetch);
    if (replica.last_caught_up) row.last_caught_up_ms = timestamp_ms(*replica.last_caught_up);
    return row;
}

QuorumInfo info_of(DescribeQuorumResponse const& answer, Uuid cluster_id, Names const& names) {
    QuorumInfo info;
    info.cluster_id = base64(cluster_id);
    info.leader_id = answer.leader_id.value;
    info.leader_epoch = answer.leader_epoch.value;
    info.high_watermark = answer.high_watermark.value;
    for (QuorumReplica const& voter : answer.replicas->current_voters) {
        info.voters.push_back(row_of(voter, names));
    }
    for (QuorumReplica const& observer : answer.replicas->observers) {
        info.observers.push_back(row_of(observer, names));
    }
    return info;
}
}  // namespace

void begin_quorum(Tool& self, Effects& out) {
    ArgumentOutcome const read = parse_arguments(self.call->arguments, quorum_parser());
    if (!read.is_parsed) return finish(self, read.text, out);
    Options const& options = read.arguments.options;
    QuorumPlan plan;
    plan.via_controllers = options.has("bootstrap-controller");
    if (read.arguments.command == "add-controller") {
        return finish(self, add_controller(options, self.call->input), out);
    }
    if (read.arguments.command == "remove-controller") {
        return begin_removal(plan, self, options, out);
    }
    plan.status = options.has("status");
    plan.human_readable = options.has("human-readable");
    if (plan.status && options.has("replication")) {
        return finish(self,
                      terse("Only one of --status or --replication should be specified with "
                            "describe sub-command"),
                      out);
    }
    if (!plan.status && !options.has("replication")) {
        return finish(self,
                      terse("One of --status or --replication must be specified with describe "
                            "sub-command"),
                      out);
    }
    if (plan.status && plan.human_readable) {
        return finish(
            self, terse("The option --human-readable is only supported along with --replication"),
            out);
    }
    self.plan = plan;
    if (plan.status) {
        EndpointType const type =
            plan.via_controllers ? EndpointType::controller : EndpointType::broker;
        ask_cluster(self, "listNodes", DescribeClusterRequest{type, false}, plan.via_controllers,
                    out);
    } else {
        ask_cluster(self, kDescribe, DescribeQuorumRequest{}, plan.via_controllers, out);
    }
}

void step(QuorumPlan plan, Tool& self, AdminCall const& call, Message const& answer, Effects& out) {
    auto const* cluster = std::get_if<DescribeClusterResponse>(&answer);
    if (cluster != nullptr && plan.status && plan.cluster_id == kNoUuid) {
        plan.cluster_id = cluster->cluster_id;
        self.plan = plan;
        return ask_cluster(self, kDescribe, DescribeQuorumRequest{}, plan.via_controllers, out);
    }
    Message const request =
        plan.removal ? Message{*plan.removal} : Message{DescribeQuorumRequest{}};
    if (goes_on(self, call, request, plan.via_controllers, answer, out)) return;
    if (auto const* refused = std::get_if<RemoveRaftVoterResponse>(&answer)) {
        if (refused->error != ErrorCode::none) {
            return finish(self, thrown(refused->error, refused->message), out);
        }
        return finish(self, {removed(*plan.removal, false), {}, 0}, out);
    }
    auto const* quorum = std::get_if<DescribeQuorumResponse>(&answer);
    if (quorum == nullptr) return;
    if (quorum->error != ErrorCode::none) return finish(self, thrown(quorum->error, nullptr), out);
    QuorumInfo const info = info_of(*quorum, plan.cluster_id, out.names());
    std::int64_t const now_ms = plan.human_readable ? timestamp_ms(out.now()) : -1;
    finish(self, {plan.status ? quorum_status(info) : quorum_replication(info, now_ms), {}, 0},
           out);
}

}  // namespace highwater

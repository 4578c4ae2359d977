// The steps of every plan: how it begins, what it does with an answer, what it says when its time
// is over. One file per tool; tool.cc calls them.
#pragma once

#include "client/tools/options.h"
#include "client/tools/tool.h"

namespace highwater {

// Reads the arguments. Refused ones finish the tool with its own words.
void begin_topics(Tool& self, Effects& out);
void begin_configs(Tool& self, Effects& out);
void begin_consumer_groups(Tool& self, Effects& out);
void begin_groups(Tool& self, Effects& out);
void begin_console(Tool& self, Effects& out);
void begin_dump_log(Tool& self, Effects& out);
void begin_get_offsets(Tool& self, Effects& out);
void begin_leader_election(Tool& self, Effects& out);
void begin_quorum(Tool& self, Effects& out);
void begin_cluster(Tool& self, Effects& out);
void begin_features(Tool& self, Effects& out);
void begin_log_dirs(Tool& self, Effects& out);
void begin_reassign(Tool& self, Effects& out);
void begin_delete_records(Tool& self, Effects& out);

// What is wrong with the options that name servers; "" when nothing is. A client that is made with
// them throws it as a ConfigException out of its constructor.
std::string wrong_bootstrap(Tool const& self);
// The trace of that exception: `what` is "create new KafkaAdminClient", "construct kafka consumer".
std::string no_client(std::string_view what, std::string const& why);

void step(TopicsPlan plan, Tool& self, AdminCall const& call, Message const& answer, Effects& out);
void step(OffsetsPlan plan, Tool& self, AdminCall const& call, Message const& answer, Effects& out);
void step(ElectionPlan plan, Tool& self, AdminCall const& call, Message const& answer,
          Effects& out);
void step(ReassignPlan plan, Tool& self, AdminCall const& call, Message const& answer,
          Effects& out);
void step(DeleteRecordsPlan plan, Tool& self, AdminCall const& call, Message const& answer,
          Effects& out);
void step(ConfigsPlan plan, Tool& self, AdminCall const& call, Message const& answer, Effects& out);
void step(ClientQuotasPlan plan, Tool& self, AdminCall const& call, Message const& answer,
          Effects& out);
void step(GroupConfigsPlan plan, Tool& self, AdminCall const& call, Message const& answer,
          Effects& out);
void step(QuorumPlan plan, Tool& self, AdminCall const& call, Message const& answer, Effects& out);
void step(ClusterPlan plan, Tool& self, AdminCall const& call, Message const& answer, Effects& out);
void step(FeaturesPlan plan, Tool& self, AdminCall const& call, Message const& answer,
          Effects& out);
void step(LogDirsPlan plan, Tool& self, AdminCall const& call, Message const& answer, Effects& out);
void step(GroupsPlan plan, Tool& self, AdminCall const& call, Message const& answer, Effects& out);
void step(GroupListPlan plan, Tool& self, AdminCall const& call, Message const& answer,
          Effects& out);
inline void step(ConsolePlan, Tool&, AdminCall const&, Message const&, Effects&) {}
inline void step(NoPlan, Tool&, AdminCall const&, Message const&, Effects&) {}

// kafka-configs of clients, users and ips (client_quotas.cc) and of groups (group_configs.cc), and
// how the tool prints configs and what its main method catches.
void begin_client_quotas(ClientQuotasPlan plan, Tool& self, Effects& out);
void begin_group_configs(GroupConfigsPlan plan, Tool& self, Effects& out);
// By name; unless `all`, only those that the resource itself was given.
std::string config_lines(std::vector<DescribedConfig> configs, ConfigResourceType type, bool all,
                         ConfigSource own);
// "The topic 'orders' doesn't exist …".
ToolText no_such_entity(std::string const& kind, std::string const& name);
// True when the change is made; otherwise it is asked for again, or the tool has failed.
bool is_altered(Tool& self, AlterConfigsResult const& result, AdminCall const& call,
                std::string const& arguments, Effects& out);
ToolText config_command_failed(std::string const& printed, std::string const& arguments,
                               ErrorCode error, std::string const& message);

// A question to the leader of partitions becomes one for their leader.
void look_up_again(OffsetsPlan& plan, AdminCall& call);
// What is known by then, and a complaint for each partition whose leader did not tell in time.
ToolText offsets_timed_out(OffsetsPlan plan, std::string const& what);

void look_up_again(DeleteRecordsPlan& plan, AdminCall& call, Names const& names);
// Those that were not deleted in time say so; the tool has done its work.
ToolText records_not_deleted(DeleteRecordsPlan plan, std::string const& what);
// Nothing is known of any update.
ToolText features_timed_out(FeaturesPlan const& plan, std::string const& what);
inline constexpr char kQueryingLogDirs[] = "Querying brokers for log directories information\n";
// The text of the file that an option names: here a person may write it in its place.
std::string file_text(Tool const& self, std::string const& value);

// What the admin client says of a call whose time is over: nobody to ask, or asked in vain.
std::string timeout_text(AdminCall const& call, Time now);
// kafka-consumer-groups then does not always fail as a whole.
void time_is_over(GroupsPlan plan, Tool& self, AdminCall const& call, Effects& out);
// What any other tool prints when a call timed out, given what happened.
ToolText failure_text(ToolPlan const& plan, std::string const& what);

// An exception as a tool prints it that does not expect any: its message, then where it came from,
// without the lines of code.
ToolText thrown(std::string const& exception, std::string const& message);
ToolText thrown(ErrorCode error, Payload<std::string> const& message);
// TerseException: the message is all.
inline ToolText terse(std::string const& message) { return {{}, message + "\n", 1}; }

// ---- brokers or controllers (KIP-919) -----------------------------------------------------------
// Any broker passes on what only the active controller can do. Behind --bootstrap-controller it has
// to be found first, and again when it is another one by then.
void ask_cluster(Tool& self, std::string name, Message request, bool via_controllers, Effects& out);
// True when this is not yet the answer to `request`: the question goes on by itself.
bool goes_on(Tool& self, AdminCall const& call, Message const& request, bool via_controllers,
             Message const& answer, Effects& out);

// Asks every broker for its groups, and how many that are; 0: the broker that answered has just
// started and knows of nobody yet, so it is asked again.
std::int32_t list_groups(Tool& self, AdminCall const& call, ClusterMetadata const& metadata,
                         ListGroupsRequest const& request, Duration patience, Effects& out);

// "Missing required argument …"; "Option … can't be used with option …", or "" when none of those
// that it excludes is there.
std::string missing_argument(std::string_view option);
std::string excluded_by(Options const& options, std::string_view used,
                        std::vector<std::string_view> const& excluded);

// A wrong command line: the complaint, then how the options are called.
ToolText usage(std::string const& complaint, std::vector<OptionSpec> const& known);
// --help and --version come before all else that the options say (CommandLineUtils); help is an
// error to Kafka. None: neither was said.
std::optional<ToolText> help_or_version(Options const& options, std::string const& purpose,
                                        std::vector<OptionSpec> const& known);

}  // namespace highwater

// kafka-groups (GroupsCommand): the groups of every type and protocol.
#include <algorithm>

#include "base/java_hash.h"
#include "client/tools/group_format.h"
#include "client/tools/steps.h"

namespace highwater {

namespace {
// The tool itself waits no longer, whatever the admin client still tries (KafkaFuture.get).
constexpr Duration kGroupsPatience = seconds(30);
constexpr char kGroupsPurpose[] = "This tool helps to list groups of all types.";

std::vector<OptionSpec> const& groups_options() {
    static std::vector<OptionSpec> const known = {
        {"bootstrap-server", true}, {"command-config", true}, {"consumer", false},
        {"group-type", true},       {"help", false},          {"list", false},
        {"protocol", true},         {"share", false},         {"streams", false},
        {"version", false}};
    return known;
}

// "Classic" of "classic", or "": there is no such type.
std::string type_named(std::string const& word) {
    for (std::string const type : {"Classic", "Consumer", "Share", "Streams"}) {
        bool const is_it = std::equal(word.begin(), word.end(), type.begin(), type.end(),
                                      [](char a, char b) { return (a | 0x20) == (b | 0x20); });
        if (is_it) return type;
    }
    return {};
}

std::string check_filters(Options const& options) {
    std::string complaint =
        excluded_by(options, "consumer", {"group-type", "protocol", "share", "streams"});
    if (complaint.empty()) {
        complaint =
            excluded_by(options, "share", {"consumer", "group-type", "protocol", "streams"});
    }
    if (complaint.empty()) {
        complaint =
            excluded_by(options, "streams", {"consumer", "group-type", "protocol", "share"});
    }
    return complaint;
}

bool passes(GroupListPlan const& plan, ListedGroup const& group, std::string const& protocol) {
    if (!plan.type.empty() && group.group_type != plan.type) return false;
    if (plan.protocol && protocol != *plan.protocol) return false;
    return !plan.consumer || protocol == "consumer" || protocol.empty() ||
           group.group_type == "Consumer";
}
}  // namespace

void begin_groups(Tool& self, Effects& out) {
    std::vector<OptionSpec> const& known = groups_options();
    Expected<Options> const options = parse_options(self.call->arguments, known);
    if (!options) return finish(self, usage(options.problem().message, known), out);
    if (self.call->arguments.size() == 1 || options->has("help")) {
        return finish(self, usage(kGroupsPurpose, known), out);
    }
    if (options->has("version")) return finish(self, {"4.3.0\n", {}, 0}, out);
    if (!options->has("list")) {
        return finish(self, usage("Command must include exactly one action: --list.", known), out);
    }
    GroupListPlan plan;
    plan.type = type_named(options->get("group-type"));
    if (options->has("group-type") && plan.type.empty()) {
        std::string const why = "--group-type must be a valid group type.";
        return finish(self, {{}, why + "\njava.lang.IllegalArgumentException: " + why + "\n\n", 1},
                      out);
    }
    if (std::string const complaint = check_filters(*options); !complaint.empty()) {
        return finish(self, usage(complaint, known), out);
    }
    if (options->has("protocol")) plan.protocol = options->get("protocol");
    plan.consumer = options->has("consumer");
    if (options->has("share")) plan.type = "Share";
    if (options->has("streams")) plan.type = "Streams";
    self.plan = std::move(plan);
    ask(self, "findAllBrokers", MetadataRequest{false, false, make_payload(std::vector<NameId>{})},
        kNoNode, out, kGroupsPatience);
}

void step(GroupListPlan plan, Tool& self, AdminCall const& call, Message const& answer,
          Effects& out) {
    if (auto const* metadata = std::get_if<MetadataResponse>(&answer)) {
        plan.waiting = list_groups(self, call, *metadata->metadata, ListGroupsRequest{},
                                   call.deadline - out.now(), out);
        self.plan = std::move(plan);
        return;
    }
    auto const* listed = std::get_if<ListGroupsResponse>(&answer);
    if (listed == nullptr) return;
    if (listed->error != ErrorCode::none) {
        self.plan = std::move(plan);
        return ask_again(self, call, out);
    }
    plan.listed.insert(plan.listed.end(), listed->groups->begin(), listed->groups->end());
    if (--plan.waiting > 0) {
        self.plan = std::move(plan);
        return;
    }
    std::vector<ListedGroupRow> rows;
    sort_as_hash_map(
        plan.listed, [&](ListedGroup const& group) -> auto const& {
            return out.names().text(group.group_id);
        });
    for (ListedGroup const& group : plan.listed) {
        std::string const protocol =
            group.protocol_type == kNoName ? "" : out.names().text(group.protocol_type);
        if (!passes(plan, group, protocol)) continue;
        rows.push_back({out.names().text(group.group_id), group.group_type, protocol});
    }
    finish(self, {all_groups_text(rows), {}, 0}, out);
}

}  // namespace highwater

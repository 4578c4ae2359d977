// kafka-configs of groups (KIP-848): what is set for single groups, and setting it while their
// members are at work. A group is there if a coordinator knows it or if it has configs.
#include <algorithm>

#include "base/java_hash.h"
#include "client/tools/steps.h"

namespace highwater {

namespace {
constexpr Duration kGroupConfigPatience = seconds(30);

void describe_next_group(GroupConfigsPlan plan, Tool& self, Effects& out) {
    if (plan.groups.empty()) return finish(self, {plan.printed, {}, 0}, out);
    std::string const group = plan.groups.front();
    std::string const whose = (plan.all ? "All" : "Dynamic") + std::string{" configs for group "};
    plan.printed += group.empty() ? "Default configs for groups in the cluster are:\n"
                                  : whose + group + " are:\n";
    std::vector<ConfigResource> const resources{{ConfigResourceType::group, group}};
    self.plan = std::move(plan);
    ask(self, "describeConfigs", DescribeConfigsRequest{make_payload(resources)}, kNoNode, out,
        kGroupConfigPatience);
}

void group_described(GroupConfigsPlan plan, Tool& self, DescribedResource const& resource,
                     Effects& out) {
    if (resource.error != ErrorCode::none) {
        return finish(
            self,
            config_command_failed(plan.printed, plan.arguments, resource.error, resource.message),
            out);
    }
    plan.printed +=
        config_lines(resource.configs, ConfigResourceType::group, plan.all, ConfigSource::group);
    plan.groups.erase(plan.groups.begin());
    describe_next_group(std::move(plan), self, out);
}

bool lists_group(std::vector<std::string> const& groups, std::string const& name) {
    return std::find(groups.begin(), groups.end(), name) != groups.end();
}

// All coordinators have answered. One of them may know the group; then nobody else is asked.
void coordinators_answered(GroupConfigsPlan plan, Tool& self, Effects& out) {
    std::sort(plan.groups.begin(), plan.groups.end());
    sort_as_hash_map(
        plan.groups, [](std::string const& name) -> auto const& { return name; });
    if (plan.group && lists_group(plan.groups, *plan.group)) {
        plan.groups = {*plan.group};
        return describe_next_group(std::move(plan), self, out);
    }
    self.plan = std::move(plan);
    ask(self, "listConfigResources",
        ListConfigResourcesRequest{make_payload(std::vector{ConfigResourceType::group})}, kNoNode,
        out);
}

void resources_listed(GroupConfigsPlan plan, Tool& self,
                      std::vector<ConfigResource> const& resources, Effects& out) {
    for (ConfigResource const& resource : resources) {
        if (!lists_group(plan.groups, resource.name)) plan.groups.push_back(resource.name);
    }
    if (plan.group && !lists_group(plan.groups, *plan.group)) {
        return finish(self, no_such_entity("group", *plan.group), out);
    }
    if (plan.group) plan.groups = {*plan.group};
    describe_next_group(std::move(plan), self, out);
}

void coordinator_answered(GroupConfigsPlan plan, Tool& self, ListGroupsResponse const& listed,
                          AdminCall const& call, Effects& out) {
    if (listed.error != ErrorCode::none) {
        self.plan = std::move(plan);
        return ask_again(self, call, out);
    }
    for (ListedGroup const& group : *listed.groups) {
        plan.groups.push_back(out.names().text(group.group_id));
    }
    if (--plan.waiting > 0) {
        self.plan = std::move(plan);
        return;
    }
    coordinators_answered(std::move(plan), self, out);
}

void group_altered(GroupConfigsPlan const& plan, Tool& self, AlterConfigsResult const& result,
                   AdminCall const& call, Effects& out) {
    if (!is_altered(self, result, call, plan.arguments, out)) return;
    finish(self, {"Completed updating config for group " + *plan.group + ".\n", {}, 0}, out);
}
}  // namespace

void begin_group_configs(GroupConfigsPlan plan, Tool& self, Effects& out) {
    if (plan.alters) {
        std::vector<AlteredResource> resources{
            {{ConfigResourceType::group, *plan.group}, plan.changes}};
        self.plan = std::move(plan);
        return ask(self, "incrementalAlterConfigs",
                   IncrementalAlterConfigsRequest{make_payload(std::move(resources))}, kNoNode, out,
                   kGroupConfigPatience);
    }
    // With --all nobody asks whether the group is there.
    if (plan.all && plan.group) {
        plan.groups = {*plan.group};
        return describe_next_group(std::move(plan), self, out);
    }
    self.plan = std::move(plan);
    ask(self, "findAllBrokers", MetadataRequest{false, false, make_payload(std::vector<NameId>{})},
        kNoNode, out);
}

void step(GroupConfigsPlan plan, Tool& self, AdminCall const& call, Message const& answer,
          Effects& out) {
    if (auto const* metadata = std::get_if<MetadataResponse>(&answer)) {
        plan.waiting =
            list_groups(self, call, *metadata->metadata, ListGroupsRequest{}, seconds(60), out);
        self.plan = std::move(plan);
        return;
    }
    if (auto const* listed = std::get_if<ListGroupsResponse>(&answer)) {
        return coordinator_answered(std::move(plan), self, *listed, call, out);
    }
    if (auto const* resources = std::get_if<ListConfigResourcesResponse>(&answer)) {
        return resources_listed(std::move(plan), self, *resources->config_resources, out);
    }
    if (auto const* configs = std::get_if<DescribeConfigsResponse>(&answer)) {
        return group_described(std::move(plan), self, configs->resources->front(), out);
    }
    if (auto const* changed = std::get_if<IncrementalAlterConfigsResponse>(&answer)) {
        return group_altered(plan, self, changed->results->front(), call, out);
    }
}

}  // namespace highwater

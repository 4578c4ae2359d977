// What tools are told about groups.
#include <algorithm>

#include "group/coordinator.h"
#include "group/topic_ids.h"

namespace highwater {

namespace {
std::string lower(std::string_view text) {
    std::string made{text};
    for (char& c : made) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return made;
}

bool is_wanted(std::vector<std::string> const& filter, std::string_view what) {
    return filter.empty() || std::any_of(filter.begin(), filter.end(), [&](auto const& each) {
               return lower(each) == lower(what);
           });
}

DescribedGroup described(ClassicGroup const& group, Names const& names) {
    DescribedGroup made;
    made.group_id = group.group_id;
    made.group_state = name_of(group.state);
    made.protocol_type = group.protocol_type;
    bool const is_stable = group.state == ClassicGroupState::stable;
    if (is_stable) made.protocol_data = group.protocol_name;
    for (auto const& [id, member] : group.members) {
        DescribedGroupMember each;
        each.member_id = id;
        each.group_instance_id = member.group_instance_id;
        each.client_id = member.client_id;
        each.client_host = member.client_host;
        if (is_stable) {
            each.member_metadata = metadata_of(member, group.protocol_name);
            each.member_assignment = member.assignment;
        }
        made.members.push_back(std::move(each));
    }
    if (group.state == ClassicGroupState::dead) {
        made.error = ErrorCode::group_id_not_found;
        made.error_message = "Group " + names.text(group.group_id) + " not found.";
    }
    return made;
}
}  // namespace

DescribedGroup describe_group(GroupCoordinator const& self, NameId group, Names const& names) {
    if (ClassicGroup const* const classic = find_classic_group(self, group)) {
        return described(*classic, names);
    }
    DescribedGroup made;
    made.error = ErrorCode::group_id_not_found;
    made.group_id = group;
    made.group_state = name_of(ClassicGroupState::dead);
    made.error_message = find_consumer_group(self, group) == nullptr
                             ? "Group " + names.text(group) + " not found."
                             : "Group " + names.text(group) + " is not a classic group.";
    return made;
}

DescribedConsumerGroup describe_consumer_group(GroupCoordinator const& self, NameId group,
                                               CoordinatorCall const& call) {
    DescribedConsumerGroup made;
    made.group_id = group;
    ConsumerGroup const* const known = find_consumer_group(self, group);
    if (known == nullptr) {
        Names const& names = call.effects.names();
        made.error = ErrorCode::group_id_not_found;
        made.error_message = find_classic_group(self, group) == nullptr
                                 ? "Group " + names.text(group) + " not found."
                                 : "Group " + names.text(group) + " is not a consumer group.";
        return made;
    }
    made.group_state = name_of(state_of(*known));
    made.group_epoch = known->group_epoch;
    made.assignment_epoch = known->target_assignment_epoch;
    NameId const preferred = preferred_server_assignor(*known);
    std::string_view const configured = call.config.consumer.assignors;
    made.assignor_name = preferred != kNoName
                             ? preferred
                             : call.effects.intern(configured.substr(0, configured.find(',')));
    for (auto const& [id, member] : known->members) {
        auto const target = known->target_assignment.find(id);
        made.members.push_back({id, member.instance_id, member.rack_id, member.member_epoch,
                                member.client_id, member.client_host, member.subscribed_topic_names,
                                member.subscribed_topic_regex, partitions_of(member.assigned, call),
                                target == known->target_assignment.end()
                                    ? std::vector<TopicPartition>{}
                                    : partitions_of(target->second, call),
                                static_cast<std::int8_t>(member.classic ? 0 : 1)});
    }
    return made;
}

std::vector<ListedGroup> list_groups(GroupCoordinator const& self, ListGroupsFilters const* filters,
                                     Effects& effects) {
    std::vector<ListedGroup> listed;
    for (auto const& [id, group] : self.groups) {
        ListedGroup each;
        each.group_id = id;
        if (auto const* const classic = std::get_if<ClassicGroup>(&*group)) {
            each.protocol_type = classic->protocol_type;
            each.group_state = name_of(classic->state);
            each.group_type = "Classic";
        } else {
            each.protocol_type = effects.intern(kConsumerProtocolType);
            each.group_state = name_of(state_of(std::get<ConsumerGroup>(*group)));
            each.group_type = "Consumer";
        }
        bool const wanted =
            filters == nullptr || (is_wanted(filters->states_filter, each.group_state) &&
                                   is_wanted(filters->types_filter, each.group_type));
        if (wanted) listed.push_back(std::move(each));
    }
    return listed;
}

}  // namespace highwater

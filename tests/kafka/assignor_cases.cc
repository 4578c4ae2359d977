#include "tests/kafka/assignor_cases.h"

#include <algorithm>
#include <string>

#include "group/assignor_parts.h"

namespace highwater {

namespace {
using nlohmann::json;

struct Case {
    Names names;
    AssignorInput input;

    TopicPartition partition(std::string const& text) {
        std::size_t const dash = text.rfind('-');
        return {names.intern(text.substr(0, dash)), std::stoi(text.substr(dash + 1))};
    }
    std::string text(TopicPartition partition) const {
        return names.text(partition.topic) + "-" + std::to_string(partition.partition);
    }
    json texts(std::vector<TopicPartition> list) const {
        sort_by_name(list, names);
        json all = json::array();
        for (TopicPartition const each : list) all.push_back(text(each));
        return all;
    }

    void add_topic(std::string const& name, json const& given) {
        AssignorTopic topic;
        topic.name = names.intern(name);
        topic.partitions = given.is_number() ? given.get<std::int32_t>()
                                             : given.at("partitions").get<std::int32_t>();
        if (given.is_object() && given.contains("replicaRacks")) {
            for (json const& racks : given.at("replicaRacks")) {
                topic.racks.emplace_back();
                for (json const& rack : racks) {
                    topic.racks.back().push_back(names.intern(rack.get<std::string>()));
                }
            }
        }
        input.topics.push_back(std::move(topic));
    }

    void add_member(AssignorKind kind, std::string const& name, json const& given) {
        AssignorMember member;
        member.member_id = names.intern(name);
        if (given.contains("instanceId")) {
            member.group_instance_id = names.intern(given.at("instanceId").get<std::string>());
        }
        ConsumerProtocolSubscription& subscription = member.subscription;
        for (json const& topic : given.at("topics")) {
            subscription.topics.push_back(names.intern(topic.get<std::string>()));
        }
        if (given.contains("rack")) {
            subscription.rack_id = names.intern(given.at("rack").get<std::string>());
        }
        std::int32_t const generation = given.value("generation", -1);
        std::vector<TopicPartition> owned;
        json const claims = given.value("owned", json::array());
        for (json const& each : claims) owned.push_back(partition(each.get<std::string>()));
        if (kind == AssignorKind::sticky) {
            subscription.user_data = StickyAssignorUserData{std::move(owned), generation};
        } else {
            subscription.owned_partitions = std::move(owned);
            subscription.generation_id = generation;
        }
        input.members.push_back(std::move(member));
    }
};

json shown_transfers(Case const& made) {
    json transfers = json::object();
    for (auto const& [partition, owner] : partitions_in_transfer(made.input, made.names)) {
        transfers[made.text(partition)] = made.names.text(owner);
    }
    return transfers;
}
}  // namespace

json replay_assignor(AssignorKind kind, json const& input) {
    Case made;
    for (auto const& [name, given] : input.at("topics").items()) made.add_topic(name, given);
    for (auto const& [name, given] : input.at("members").items()) {
        made.add_member(kind, name, given);
    }
    made.input.force_rack_aware = input.value("forceRackAware", false);
    Assignments const assignments = assign(kind, made.input, made.names);
    json seen{{"assignment", json::object()}};
    json revoked = json::object();
    for (AssignorMember const& member : made.input.members) {
        std::string const& name = made.names.text(member.member_id);
        auto const& list = assignments.at(member.member_id);
        seen["assignment"][name] = made.texts(list);
        std::vector<TopicPartition> lost;
        for (TopicPartition const each : member.subscription.owned_partitions) {
            if (std::find(list.begin(), list.end(), each) == list.end()) lost.push_back(each);
        }
        if (!lost.empty()) revoked[name] = made.texts(lost);
    }
    if (kind != AssignorKind::cooperative_sticky) return seen;
    if (assign_sticky(made.input, true, made.names).transferring) {
        seen["partitionsTransferring"] = shown_transfers(made);
    }
    // Whoever has to give up something joins again at once.
    seen["anotherRoundNeeded"] = !revoked.empty();
    seen["revokedByMember"] = std::move(revoked);
    return seen;
}

}  // namespace highwater

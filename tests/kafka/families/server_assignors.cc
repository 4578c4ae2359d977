#include <map>
#include <stdexcept>

#include "group/server_assignors.h"
#include "tests/kafka/families.h"

namespace highwater {

namespace {
using nlohmann::json;

// nlohmann::json sorts keys by name, which is the order of the members in every case.
GroupSpec spec_of(json const& input, Names& names) {
    GroupSpec spec;
    spec.is_homogeneous = input.at("subscriptionType") == "HOMOGENEOUS";
    std::vector<NameId> subscribed;
    std::map<NameId, Uuid> ids;
    for (auto const& [name, partitions] : input.at("topics").items()) {
        NameId const id = names.intern(name);
        ids[id] = {1, spec.topics.size() + 1};
        spec.topics.push_back({id, ids[id], partitions.get<std::int32_t>()});
    }
    std::int32_t rank = 0;
    std::map<std::string, std::int32_t> ranks;
    for (auto const& [name, given] : input.at("members").items()) {
        ranks[given.value("instanceId", name)] = 0;
    }
    for (auto& [name, place] : ranks) place = rank++;
    for (auto const& [name, given] : input.at("members").items()) {
        GroupSpecMember member;
        member.member_id = names.intern(name);
        if (given.contains("instanceId")) {
            member.instance_id = names.intern(given.at("instanceId").get<std::string>());
        }
        member.rank = ranks.at(given.value("instanceId", name));
        for (json const& topic : given.at("topics")) {
            NameId const id = names.intern(topic.get<std::string>());
            if (ids.find(id) == ids.end()) throw std::invalid_argument{"unknown topic"};
            member.subscribed_topics.push_back(id);
            subscribed.push_back(id);
        }
        json const assigned = given.value("assigned", json::array());
        for (json const& each : assigned) {
            std::string const text = each;
            std::size_t const dash = text.rfind('-');
            auto const topic = ids.find(names.intern(text.substr(0, dash)));
            if (topic == ids.end()) continue;
            member.assigned[topic->second].push_back(std::stoi(text.substr(dash + 1)));
        }
        spec.members.push_back(std::move(member));
    }
    std::vector<GroupSpecTopic> wanted;
    for (GroupSpecTopic const& topic : spec.topics) {
        for (NameId const id : subscribed) {
            if (id != topic.name) continue;
            wanted.push_back(topic);
            break;
        }
    }
    spec.topics = std::move(wanted);
    return spec;
}
}  // namespace

json replay_server_assignors(json const& input) {
    Names names;
    GroupSpec const spec = spec_of(input, names);
    ServerAssignorKind const kind =
        input.at("assignor") == "range" ? ServerAssignorKind::range : ServerAssignorKind::uniform;
    std::vector<TopicIdAssignment> const targets = assign(kind, spec);
    json seen = json::object();
    for (std::size_t i = 0; i < spec.members.size(); ++i) {
        json& target = seen[names.text(spec.members[i].member_id)] = json::object();
        for (GroupSpecTopic const& topic : spec.topics) {
            auto const found = targets[i].find(topic.id);
            if (found != targets[i].end()) target[names.text(topic.name)] = found->second;
        }
    }
    return {{"target", seen}};
}

}  // namespace highwater

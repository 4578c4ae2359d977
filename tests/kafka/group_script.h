// Plays the scripts of the families group_classic and group_consumer, and shows a group as they do.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/unit/group/lone_coordinator.h"

namespace highwater {

class GroupScript {
public:
    explicit GroupScript(nlohmann::json const& config);
    nlohmann::json play(nlohmann::json const& op);

private:
    using json = nlohmann::json;
    struct Asked {
        std::size_t step{};
        CorrelationId id;
        std::string op;
        std::string as;
    };

    CorrelationId join(json const& op);
    CorrelationId sync(json const& op);
    CorrelationId heartbeat(json const& op);
    CorrelationId leave(json const& op);
    CorrelationId consumer_heartbeat(json const& op);
    void set_topics(json const& topics);
    void learn(Asked const& asked);

    json shown(Asked const& asked) const;
    json shown(JoinGroupResponse const& response) const;
    json group() const;
    json shown(ClassicGroup const& group) const;
    json shown(ConsumerGroup const& group) const;
    json by_topic(OwnedPartitions const& owned) const;
    json by_topic(TopicIdAssignment const& assignment) const;
    std::string member_name(NameId id) const;
    NameId member_id(json const& op) const;

    LoneCoordinator lone_;
    std::size_t step_{};
    std::vector<Asked> waiting_;
    std::map<std::string, NameId> ids_;  // of the members by their logical names
    std::map<std::string, std::int32_t> generations_;
};

}  // namespace highwater

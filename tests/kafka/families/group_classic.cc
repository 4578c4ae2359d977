#include "tests/kafka/families.h"
#include "tests/kafka/group_script.h"

namespace highwater {

nlohmann::json replay_group_classic(nlohmann::json const& input) {
    GroupScript script{input.at("config")};
    nlohmann::json steps = nlohmann::json::array();
    for (nlohmann::json const& op : input.at("steps")) steps.push_back(script.play(op));
    return {{"steps", steps}};
}

}  // namespace highwater

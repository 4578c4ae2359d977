#include "tests/kafka/assignor_cases.h"
#include "tests/kafka/families.h"

namespace highwater {

nlohmann::json replay_assignor_roundrobin(nlohmann::json const& input) {
    return replay_assignor(AssignorKind::roundrobin, input);
}

}  // namespace highwater
